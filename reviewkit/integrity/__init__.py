"""A review held to its promises: each device's history unbroken, files as they were, decisions that fit together.

Pure: the history, the journals and the exports come in as values, findings go out. What is promised, and what cannot be
(nobody signs an event), stands in the README under "Integrity and security".
"""
