"""Full texts: which file is whose, what a library needs to find one, and the words that a file holds.

All of it is values in, values out; the files themselves are `store`'s. Nothing here is imported before it is needed.
"""
