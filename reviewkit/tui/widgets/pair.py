"""Two records side by side, and in which words they differ."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.model import short_id
from reviewkit.text import block, line
from reviewkit.tui.words import ACCENT, BOLD, DIM, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import Record
    from reviewkit.review import PairView

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_DIFFERENT = f"{BOLD} underline {ACCENT}"
_LABEL = 10
_GAP = 3
_LONGEST = 3_000
"""Characters of a field that are compared: word by word costs the square of them."""

FIELDS: dict[str, Callable[[Record], str]] = {
    "title": lambda record: record.title,
    "authors": lambda record: "; ".join(record.authors),
    "year": lambda record: str(record.year or ""),
    "journal": lambda record: record.journal,
    "volume": lambda record: record.volume,
    "issue": lambda record: record.issue,
    "pages": lambda record: record.pages,
    "DOI": lambda record: record.doi or "",
    "ISSN": lambda record: ", ".join(record.issn),
    "number": lambda record: ", ".join(record.accession),
    "type": lambda record: ", ".join(record.types),
    "abstract": lambda record: record.abstract,
    "record": lambda record: short_id(record.id),
}


def compared(pair: PairView, width: int) -> Content:
    """Return all fields that either record has; what differs is bold and underlined, what is alike says `same`."""
    column = max(10, (width - _LABEL - _GAP) // 2)
    rows: list[Content | str] = []
    for name, of in FIELDS.items():
        a, b = (line(block(of(record)[:_LONGEST])) for record in (pair.a, pair.b))
        if a or b:
            rows += _row(name, a, b, column)
    return lines(rows)


def _row(name: str, a: str, b: str, column: int) -> list[Content]:
    if a == b:
        left, right = Content(a), Content.styled("same", DIM)
    elif not a or not b:
        left, right = Content(a) or Content.styled("–", DIM), Content(b) or Content.styled("–", DIM)
    else:
        left, right = differing(a, b)
    return _beside(name, left, right, column)


def differing(a: str, b: str) -> tuple[Content, Content]:
    """Return two texts with the words marked that the other has not."""
    left, right = _WORDS.findall(a), _WORDS.findall(b)
    matcher = difflib.SequenceMatcher(None, [word.casefold() for word in left], [word.casefold() for word in right])
    marked: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        style = "" if kind == "equal" else _DIFFERENT
        for side, text in zip(marked, ("".join(left[a0:a1]), "".join(right[b0:b1])), strict=True):
            side.extend([(text, style)] if text else [])
    return Content.assemble(*marked[0]), Content.assemble(*marked[1])


def _beside(name: str, left: Content, right: Content, column: int) -> list[Content]:
    """Return two texts in columns, wrapped."""
    lefts, rights = left.wrap(column), right.wrap(column)
    rows = []
    for number in range(max(len(lefts), len(rights))):
        label = Content.styled(f"{name if number == 0 else '':<{_LABEL}}", DIM)
        one = lefts[number].rstrip() if number < len(lefts) else Content("")
        other = rights[number].rstrip() if number < len(rights) else Content("")
        rows.append(Content.assemble(label, one, " " * (column - one.cell_length + _GAP), other))
    return rows
