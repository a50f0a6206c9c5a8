"""The decisions on one report, beside or below each other. A column cuts long notes, the text below has them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.text import block, line
from reviewkit.tui import words
from reviewkit.tui.words import BOLD, DIM, VERDICTS, cut

if TYPE_CHECKING:
    from reviewkit.model import Vote
    from reviewkit.review import ReportView

_SHORT = 160
"""Columns of a note in a column; at 80x24 that is five lines."""


def vote_in_column(vote: Vote, view: ReportView) -> Content:
    """Return a decision in a column: who and what, why, the note."""
    parts: list[Content | str] = [Content.assemble((f"{line(vote.reviewer)}  ", DIM), (VERDICTS[vote.verdict], BOLD))]
    if vote.reasons:
        parts.append(words.reasons(vote.reasons, view.criteria))
    if vote.note.strip():
        parts.append(f"“{cut(line(vote.note), _SHORT)}”")
    return words.lines(parts)


def stacked(view: ReportView) -> list[Content | str]:
    """Return the decisions below each other, a line each, notes whole."""
    return [
        Content.assemble((f"{line(vote.reviewer)}: ", DIM), (words.vote(vote, view.criteria), BOLD))
        for vote in view.votes
    ]


def notes_in_full(view: ReportView) -> list[Content | str]:
    """Return the notes that a column cuts, whole, for the top of the text."""
    long = [vote for vote in view.votes if cut(line(vote.note), _SHORT) != line(vote.note)]
    parts: list[Content | str] = [
        Content.assemble((f"{line(vote.reviewer)}: ", DIM), f"“{cut(block(vote.note).strip(), 20_000)}”")
        for vote in long
    ]
    return [*parts, ""] if parts else []
