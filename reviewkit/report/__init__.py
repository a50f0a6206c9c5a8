"""What a team hands in: methods and results in sentences, checklists, tables, and a page for those without a terminal.

Everything here is written from `Facts`, which hold what the events say and nothing else. What no event can tell is
listed as still to be written, never made up.
"""
