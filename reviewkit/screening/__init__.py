"""Whose turn it is, how a stage ends, and who may see what."""
