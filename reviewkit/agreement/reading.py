"""A plain table of ratings, CSV with commas, semicolons or tabs, as long or as wide.

Long: the header names a column of raters (rater, reviewer, coder, observer, judge, annotator) and one of ratings
(rating, decision, vote, verdict, code, category, label, score, value), in any order and case; the column of items is
the one called item (report, record, study, subject, unit, id, paper, title) or the only other one, and further
columns are left aside.
Wide: any other header; the first column is the item, each further column a rater.
The thing a reader would get wrong: a blank cell, NA, N/A and NaN are a rating not given, never a category; 1 and 1.0,
which spreadsheets mix, are one rating, while `Include` beside `include` is refused: nobody can know what was meant.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.agreement.ratings import Ratings, Scale, ratings
from reviewkit.errors import InputError
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_RATER = frozenset({"rater", "reviewer", "coder", "observer", "judge", "annotator"})
_RATING = frozenset({"rating", "decision", "vote", "verdict", "code", "category", "label", "score", "value"})
_ITEM = frozenset({"item", "report", "record", "study", "subject", "unit", "id", "paper", "title"})
_NOT_GIVEN = frozenset({"", "na", "n/a", "nan"})
_WHOLE = re.compile(r"([+-]?\d+)\.0+")
_HINT = re.compile(r"\s*sep=([,;\t|])\s*", re.IGNORECASE)
_SEPARATORS = (",", ";", "\t")
_HEAD = 50
"""Lines within which the first two rows end."""
_FAULTS = 10
"""Faults of one file that are told together."""

_SHAPES = "A table has a header and is long (item, rater, rating) or wide (the item, then a column a rater)."


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Cell:
    line: int
    item: str
    rater: str
    rating: str | None


def table(text: str, name: str, *, categories: Sequence[str] = (), scale: Scale = Scale.NOMINAL) -> Ratings:
    """Return the ratings in a text; `name` is the file's, for messages, `categories` those that could be chosen.

    Raises `InputError` that lists the lines at fault.
    """
    rows = _rows(text.removeprefix("\ufeff"), name)
    if not rows:
        raise InputError("there is no table in it", where=name, remedy=_SHAPES)
    header, body = rows[0], rows[1:]
    faults = [
        f"line {row.line} has {len(row.cells)} cells, the header has {len(header.cells)}"
        for row in body
        if len(row.cells) != len(header.cells)
    ]
    _refuse(faults, name, "Put one cell for each column, also where it is blank.")
    cells, raters = _long(header, body) or _wide(header, body, name)
    allowed = tuple(_rating(category) or "" for category in categories)
    _refuse(list(_faults(cells, allowed)), name, f"Correct these lines; nothing was counted. {_SHAPES}")
    given = ((cell.item, cell.rater, cell.rating) for cell in cells)
    try:
        return ratings(given, allowed, scale=scale, raters=raters)
    except InputError as error:
        raise InputError(error.what, where=name, remedy=error.remedy) from error


def _rows(text: str, name: str) -> list[_Row]:
    """Return the rows that hold anything, cells stripped, without blank columns at the end."""
    lines = list(io.StringIO(text, newline=""))
    first = next((place for place, one in enumerate(lines) if one.strip()), 0)
    hint = _HINT.fullmatch(lines[first]) if lines else None
    begin = first + bool(hint)
    separator = hint.group(1) if hint else _separator(lines[begin:])
    reader = csv.reader(lines[begin:], delimiter=separator, strict=True)
    rows, at = [], begin + 1
    try:
        for cells in reader:
            rows.append(_Row(at, [cell.strip() for cell in cells]))
            at = begin + reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"the row that begins in line {at} cannot be read ({error})",
            where=name,
            remedy="Check the quotation marks in it, or save the table as CSV again.",
        ) from error
    rows = [row for row in rows if any(row.cells)]
    width = max((place + 1 for row in rows for place, cell in enumerate(row.cells) if cell), default=0)
    return [_Row(row.line, row.cells[: max(width, 1)]) for row in rows]


def _separator(lines: Sequence[str]) -> str:
    """Return the separator that cuts the first two rows into equally many cells, and into most."""

    def cut(separator: str) -> tuple[bool, int]:
        try:
            rows = list(itertools.islice(filter(None, csv.reader(lines[:_HEAD], delimiter=separator)), 2))
        except csv.Error:
            return False, 0
        widths = [len(row) for row in rows]
        return len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0

    return max(_SEPARATORS, key=cut)


def _refuse(faults: Sequence[str], name: str, remedy: str) -> None:
    if faults:
        more = [f"and {len(faults) - _FAULTS} more"] if len(faults) > _FAULTS else []
        raise InputError("\n".join([*faults[:_FAULTS], *more]), where=name, remedy=remedy)


def _long(header: _Row, body: Sequence[_Row]) -> tuple[list[_Cell], list[str]] | None:
    """Return the cells of a long table, or None if the header is not that of one."""
    names = [cell.casefold() for cell in header.cells]
    rater, rating = _only(names, _RATER), _only(names, _RATING)
    if rater is None or rating is None:
        return None
    others = [place for place in range(len(names)) if place not in (rater, rating)]
    known = sorted((names[place] != "item", place) for place in others if names[place] in _ITEM)
    item = others[0] if len(others) == 1 else known[0][1] if known else None
    if item is None:
        return None
    cells = [_Cell(row.line, row.cells[item], row.cells[rater], _rating(row.cells[rating])) for row in body]
    return cells, []


def _only(names: Sequence[str], known: frozenset[str]) -> int | None:
    places = [place for place, name in enumerate(names) if name in known]
    return places[0] if len(places) == 1 else None


def _wide(header: _Row, body: Sequence[_Row], name: str) -> tuple[list[_Cell], list[str]]:
    raters = list(header.cells[1:])
    faults = [f"line {header.line}: column {place} has no name" for place, rater in enumerate(raters, 2) if not rater]
    faults += [
        f'line {header.line}: two columns are called "{line(rater)[:40]}"'
        for place, rater in enumerate(raters)
        if rater and rater in raters[:place]
    ]
    if not raters:
        faults.append(f"line {header.line}: there is only one column")
    if not _numbered(raters) and any(not {*raters}.isdisjoint(filter(None, row.cells[1:])) for row in body):
        faults.append(f"line {header.line} names raters that also occur as ratings; is the header missing?")
    _refuse(faults, name, _SHAPES)
    cells = [
        _Cell(row.line, row.cells[0], rater, _rating(cell))
        for row in body
        for rater, cell in zip(raters, row.cells[1:], strict=True)
    ]
    return cells, raters


def _numbered(raters: Sequence[str]) -> bool:
    """Return whether the columns are numbered from 0 or 1, as a program names them that was given no names."""
    return any(list(raters) == [str(start + place) for place in range(len(raters))] for start in (0, 1))


def _rating(cell: str) -> str | None:
    if cell.strip().casefold() in _NOT_GIVEN:
        return None
    whole = _WHOLE.fullmatch(cell.strip())
    return whole.group(1) if whole else cell.strip()


def _faults(cells: Iterable[_Cell], allowed: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the cells, each with its line."""
    seen: dict[tuple[str, str], int] = {}
    spelt: dict[str, str] = {category.casefold(): category for category in allowed}
    for cell in cells:
        before = seen.setdefault((cell.item, cell.rater), cell.line)
        if not cell.item or not cell.rater:
            yield f"line {cell.line} names no {'rater' if cell.item else 'item'}"
        elif before != cell.line:
            yield f'line {cell.line}: "{line(cell.rater)[:40]}" rated "{line(cell.item)[:40]}" already in line {before}'
        if cell.rating is None:
            continue
        usual = spelt.get(cell.rating.casefold()) if allowed else spelt.setdefault(cell.rating.casefold(), cell.rating)
        if usual is None:
            yield f'line {cell.line}: "{line(cell.rating)[:40]}" is none of {", ".join(map(line, allowed))[:200]}'
        elif usual != cell.rating:
            yield f'line {cell.line} has "{line(cell.rating)[:40]}" where "{line(usual)[:40]}" is written elsewhere'
