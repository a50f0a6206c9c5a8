"""Two records side by side, and in which words they differ."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.text import block, line
from reviewkit.tui.words import ACCENT, BOLD, DIM, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.model import Record

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_DIFFERENT = f"{BOLD} underline {ACCENT}"
_LABEL = 10
_GAP = 3
_LONGEST = 3_000
"""Characters of a field that are compared: word by word costs the square of them."""
_SHOWN = 20_000
_NARROW = 20
_SAME = "same"

FIELDS = {
    "title": "title",
    "authors": "authors",
    "year": "year",
    "journal": "journal",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "doi": "DOI",
    "issn": "ISSN",
    "isbn": "ISBN",
    "accession": "number",
    "types": "type",
    "abstract": "abstract",
}
"""Fields of a record and what they are called beside their values, in the order of reading."""
MORE = {
    "keywords": "keywords",
    "language": "language",
    "peer_reviewed": "reviewed",
    "publisher": "publisher",
    "database": "database",
    "url": "link",
}
_BY_SEMICOLON = frozenset({"authors", "keywords"})


def compared(
    a: Record,
    b: Record,
    width: int,
    *,
    heads: tuple[str, str] = ("", ""),
    notes: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Content:
    """Return the fields that either record has; what differs is bold and underlined, what is alike says `same`.

    `heads` stand above the two, `notes` behind values of the first, by field. `whole` shows all that the exports hold.
    """
    column = max(10, (width - _LABEL - _GAP) // 2)
    rows: list[Content | str] = []
    if any(heads):
        rows += _beside("", Content.styled(line(heads[0]), DIM), Content.styled(line(heads[1]), DIM), column)
    for name, label in (FIELDS | MORE if whole else FIELDS).items():
        rows += _row(label, stated(a, name), stated(b, name), column, (notes or {}).get(name, ""))
    for name in _unmapped(a, b) if whole else ():
        rows += _row(line(name), _also(a, name), _also(b, name), column)
    return lines(rows)


def stated(record: Record, name: str) -> str:
    """Return what a record states of a field, in one line; empty if nothing."""
    value = getattr(record, name)
    if isinstance(value, tuple):
        value = ("; " if name in _BY_SEMICOLON else ", ").join(value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    return line(block(str(value)[:_SHOWN])) if value is not None else ""


def _unmapped(*records: Record) -> Iterable[str]:
    return dict.fromkeys(name for record in records for name, _ in record.unmapped)


def _also(record: Record, name: str) -> str:
    return line(block("; ".join(value for tag, value in record.unmapped if tag == name)[:_SHOWN]))


def _row(name: str, a: str, b: str, column: int, note: str = "") -> list[Content]:
    if not a and not b:
        return []
    if a == b:
        left, right = Content(a), Content.styled(_SAME, DIM)
    elif not a or not b:
        left, right = Content(a) or Content.styled("–", DIM), Content(b) or Content.styled("–", DIM)
    else:
        left, right = differing(a, b)
    noted = Content.assemble(left, "  ", (line(note), DIM)) if note and a else left
    return _beside(name, noted, right, column)


def differing(a: str, b: str) -> tuple[Content, Content]:
    """Return two texts with the words marked that the other has not; of long ones only the beginning is compared."""
    left, right = _WORDS.findall(a[:_LONGEST]), _WORDS.findall(b[:_LONGEST])
    matcher = difflib.SequenceMatcher(None, [word.casefold() for word in left], [word.casefold() for word in right])
    marked: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        style = "" if kind == "equal" else _DIFFERENT
        for side, text in zip(marked, ("".join(left[a0:a1]), "".join(right[b0:b1])), strict=True):
            side.extend([(text, style)] if text else [])
    return Content.assemble(*marked[0], a[_LONGEST:]), Content.assemble(*marked[1], b[_LONGEST:])


def _beside(name: str, left: Content, right: Content, column: int) -> list[Content]:
    """Return two texts in columns, wrapped; where columns would be too narrow, one below the other."""
    if column < _NARROW:
        return _below(name, left, right, 2 * column + _GAP)
    lefts, rights = left.wrap(column), right.wrap(column)
    rows = []
    for number in range(max(len(lefts), len(rights))):
        label = Content.styled(f"{name[: _LABEL - 1] if number == 0 else '':<{_LABEL}}", DIM)
        one = lefts[number].rstrip() if number < len(lefts) else Content("")
        other = rights[number].rstrip() if number < len(rights) else Content("")
        rows.append(Content.assemble(label, one, " " * (column - one.cell_length + _GAP), other))
    return rows


def _below(name: str, left: Content, right: Content, width: int) -> list[Content]:
    ours, theirs = left.wrap(width), [] if right.plain == _SAME else right.wrap(width)
    texts = [*ours, *theirs]
    labels = [name[: _LABEL - 1], *[""] * (len(ours) - 1), *(["or"] if name and theirs else []), *[""] * len(theirs)]
    return [
        Content.assemble(Content.styled(f"{label:<{_LABEL}}", DIM), text.rstrip())
        for label, text in zip(labels, texts, strict=False)
    ]
