"""What the columns of a table hold: guessed from their names, shown, and settable; the same for CSV and workbooks.

A mapping says for columns, called as in the header, which field of a record they hold, `""` for none. A table without
a header row is read by one for `column 1`, `column 2` and so on. The thing a reader would get wrong: columns that a
mapping does not mention keep what was guessed, unless another was set for the same field.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats.dialects import FIELDS, LOOKING
from reviewkit.formats.entry import SEPARATOR, Entry, Pair
from reviewkit.formats.names import separated
from reviewkit.formats.shapes import Shapes
from reviewkit.formats.tables import delimited as tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.formats.dialects import Dialect

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NUMBERED = re.compile(r"column [1-9]\d*")
_BASE = tables.CSV.base
SETTABLE = FIELDS.difference(LOOKING)
"""The fields that a mapping may name."""
_CANONICAL = {field: _BASE.all_tags[field][0] for field in SETTABLE}
_SAMPLE = 50
"""Rows looked at to tell the platform, and whether a column is empty."""
_HOW = (
    'Say which column holds what, as in --column "NAME=title"; further fields are authors, year, journal, abstract, '
    'doi. Without a header row the columns are called "column 1", "column 2" and so on.'
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's header row is, and what it says."""

    separator: str
    header: tuple[str, ...]
    """Column names as written."""
    lines: int
    """How many lines stand before the first row of data."""
    before: int = 0
    """How many stand before the header."""
    quoted: bool = True
    """Whether a quotation mark at the beginning of a cell encloses it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data."""

    line: int
    raw: str
    cells: Sequence[str]
    fault: str = ""


def has_titles(header: Sequence[str]) -> bool:
    """Return whether one of these is known to be a column of titles."""
    return any(_name(cell) in tables.TITLES for cell in header)


def known(header: Sequence[str]) -> int:
    """Return how many of these columns are known."""
    return sum(_name(cell) in tables.COLUMNS for cell in header)


def names(header: Sequence[str], dialect: Dialect = _BASE) -> list[str]:
    """Return the names that the tables know, and the others as written."""
    own = tables.COLUMNS.union(*dialect.all_tags.values(), (tag for tag, _ in dialect.marks))
    written = [(cell.strip() or f"column {number}", _name(cell)) for number, cell in enumerate(header, 1)]
    return [name if name in own else label for label, name in written]


def labels(header: Sequence[str]) -> list[str]:
    """Return what to call each column: its name as written, numbered if it has none or occurs twice."""
    found: list[str] = []
    for number, cell in enumerate(header, 1):
        label = cell.strip().strip("\ufeff") or f"column {number}"
        found.append(label if label not in found else f"{label} (column {number})")
    return found


def no_titles(layout: Layout, name: str) -> InputError:
    """Return what to say of a table of which no column is known to hold titles."""
    header = [cell.strip()[:40] for cell in layout.header if cell.strip()]
    if len(header) < 2:
        return InputError(
            "no entries found: this is none of the formats that are read",
            where=name,
            remedy="Export the results again, as RIS if the database offers it.",
        )
    return InputError(
        f"no column holds titles; the columns are {', '.join(header[:40])}", where=f"{name}, line 1", remedy=_HOW
    )


def headless(layout: Layout, mapping: Mapping[str, str]) -> Layout:
    """Return the layout with its first row as data if the mapping names columns by number only, and it has no such."""
    if layout.before == layout.lines or not all(_NUMBERED.fullmatch(column) for column in mapping):
        return layout
    if any(column in labels(layout.header) for column in mapping):
        return layout
    return replace(layout, header=("",) * len(layout.header), lines=layout.before)


def guess(layout: Layout, rows: Iterable[Row]) -> dict[str, str]:
    """Return which field each column is taken for, empty for none."""
    sample = [row for row in islice(rows, _SAMPLE) if not row.fault]
    dialect = _dialect(layout.header, sample)
    fields = _fields(dialect)
    return {
        label: fields.get(_name(cell), "") for cell, label in zip(layout.header, labels(layout.header), strict=True)
    }


def entries(rows: Iterable[Row], layout: Layout, name: str, mapping: Mapping[str, str]) -> Iterator[Entry]:
    """Return the rows as entries; those without any text are none.

    Raises InputError where two columns may hold the title, and where the mapping does not fit the table.
    """
    rest = iter(rows)
    first = list(islice(rest, _SAMPLE))
    sample = [row for row in first if not row.fault]
    dialect = _dialect(layout.header, sample)
    if mapping:
        tags = _mapped(layout.header, mapping, name)
    else:
        _refuse_two_titles(layout.header, dialect, sample, name)
        tags = names(layout.header, dialect)
    ours = dialect.name == "reviewkit"
    for row in chain(first, rest):
        if row.fault:
            yield Entry(row.line, row.raw, fault=row.fault)
        elif any(map(str.strip, row.cells)):
            yield Entry.of(row.line, row.raw, _pairs(tags, row.cells, ours=ours))


def _pairs(tags: Sequence[str], cells: Sequence[str], *, ours: bool) -> tuple[Pair, ...]:
    pairs = ((tag, value) for tag, cell in zip(tags, cells, strict=False) if (value := cell.strip()))
    if ours:
        return tuple(
            (tag, part)
            for tag, value in pairs
            for part in (value.split(SEPARATOR) if tag in ("accession", "types") else [value.removeprefix("'")])
        )
    return tuple((tag, separated(value) if tag in tables.PERSONS else _listed(tag, value)) for tag, value in pairs)


def _listed(tag: str, value: str) -> str:
    """Return keywords with semicolons between them, where OpenAlex writes bars."""
    return value.replace("|", "; ") if tag in tables.KEYWORDS and ";" not in value else value


def _fields(dialect: Dialect) -> dict[str, str]:
    """Return the field that each column is read as; of several, the one that prefers it most."""
    ranked = [(rank, field, tag) for field in SETTABLE for rank, tag in enumerate(dialect.all_tags[field])]
    return {tag: field for _, field, tag in sorted(ranked, reverse=True)}


def _dialect(header: Sequence[str], sample: Iterable[Row]) -> Dialect:
    """Return the platform of the table: that of the first row which shows marks of one."""
    tags = [_name(cell) for cell in header]
    shapes = Shapes(tables.CSV)
    entries = (Entry.of(row.line, row.raw, zip(tags, map(str.strip, row.cells), strict=False)) for row in sample)
    dialects = (shapes.of(entry.tags).dialect(entry) for entry in entries)
    return next((dialect for dialect in dialects if dialect.name), _BASE)


def _refuse_two_titles(header: Sequence[str], dialect: Dialect, sample: Sequence[Row], name: str) -> None:
    """Raise InputError if nobody can know which of two columns holds the title."""
    titles = [
        (place, _name(cell))
        for place, cell in enumerate(header)
        if _name(cell) in dialect.all_tags["title"]
        and any(row.cells[place : place + 1] and row.cells[place].strip() for row in sample)
    ]
    twice = [found for found, often in Counter(found for _, found in titles).items() if often > 1]
    if twice or (len(titles) > 1 and not dialect.name):
        listed = ", ".join(f'"{labels(header)[place]}"' for place, found in titles if found in (twice or [found]))
        raise InputError(f"more than one column may hold the title: {listed}", where=f"{name}, line 1", remedy=_HOW)


def _mapped(header: Sequence[str], mapping: Mapping[str, str], name: str) -> list[str]:
    """Return the tag of each column under a mapping."""
    called = labels(header)
    unknown = [column for column in mapping if column not in called]
    if unknown:
        raise InputError(
            f'there is no column "{unknown[0]}"; the columns are {", ".join(called[:40])}', where=name, remedy=_HOW
        )
    wrong = [field for field in mapping.values() if field and field not in SETTABLE]
    if wrong:
        raise InputError(
            f'"{wrong[0]}" is no field', where=name, remedy=f"The fields are {', '.join(sorted(SETTABLE))}."
        )
    set_ = set(mapping.values())
    fields = _fields(_BASE)
    found = []
    for cell, label in zip(header, called, strict=True):
        guessed = fields.get(_name(cell), "")
        field = mapping.get(label, "" if guessed in set_ else guessed)
        found.append(_CANONICAL[field] if field and label in mapping else _name(cell) if field else f"{label} ")
    if not set(found) & tables.TITLES:
        raise InputError("no column is said to hold titles", where=name, remedy=_HOW)
    return found


def _name(cell: str) -> str:
    """Return a column's name in lower case without blanks and punctuation."""
    return _NOT_NAME.sub("", cell.lower())
