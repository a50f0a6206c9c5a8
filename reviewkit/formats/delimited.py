"""CSV and its kin: a table with a header row, separated by commas, semicolons or tabs.

The rows are found by the csv module, since it knows where each begins and whether its cells are as many as the columns;
pandas pads a short row in silence and keeps no line numbers. The sound rows become a pandas table whose index is the
line, which any other source of tables (a workbook) can fill too. The thing a reader would get wrong: the number of
a row is not its line, as a quoted abstract may hold line breaks.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import tables
from reviewkit.formats.entry import Entry, Pair
from reviewkit.formats.names import separated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas

_SEPARATORS = (",", ";", "\t")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_HINT = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_AUTHORS = frozenset({"authors", "author"})
_NEVER_CLOSED = "a quotation mark that is opened in this row is never closed"
_HEAD = 100_000
"""Characters within which the header row ends."""


@dataclass(frozen=True, slots=True)
class _Layout:
    separator: str
    header: tuple[str, ...]
    """Column names as written."""
    lines: int
    """How many lines stand before the first row of data."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    raw: str
    cells: Sequence[str]
    fault: str = ""


def has_title_column(text: str) -> bool:
    """Return whether the first row names a column of titles."""
    return any(_name(cell) in tables.TITLE_COLUMNS for cell in _layout(text).header)


def no_title_column(text: str, name: str) -> InputError:
    """Return what to say of a text that is no known format and no table with titles either."""
    header = [cell.strip()[:40] for cell in _layout(text).header if cell.strip()]
    if len(header) < 2:
        return InputError(
            "no entries found: this is neither RIS nor nbib, BibTeX or CSV",
            where=name,
            remedy="Export the results again, as RIS if the database offers it.",
        )
    return InputError(
        f"no column holds titles; the columns are {', '.join(header[:40])}",
        where=f"{name}, line 1",
        remedy="Name the column of titles `title` (further names known: authors, year, abstract, journal, doi).",
    )


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the rows below the header in their order; rows without any text are no entries."""
    layout = _layout(text)
    rows = [row for row in _rows(text, layout) if row.fault or any(map(str.strip, row.cells))]
    columns = _columns(layout.header)
    sound = _table(rows, len(columns)).itertuples(index=False, name=None)
    for row in rows:
        pairs = () if row.fault else _pairs(columns, next(sound))
        yield Entry(row.line, row.raw, pairs, fault=row.fault)


def _table(rows: Sequence[_Row], width: int) -> pandas.DataFrame:
    """Return the sound rows, cells stripped, the line of each as its index."""
    import pandas

    sound = [row for row in rows if not row.fault]
    cells = pandas.DataFrame([row.cells for row in sound], [row.line for row in sound], range(width), dtype=str)
    return cells.map(str.strip)


def _pairs(columns: Sequence[str], cells: Sequence[str]) -> tuple[Pair, ...]:
    return tuple(
        (column, separated(cell) if column in _AUTHORS else cell)
        for column, cell in zip(columns, cells, strict=True)
        if cell
    )


def _columns(header: Sequence[str]) -> list[str]:
    """Return the names that the tables know, and the others as written."""
    names = [(cell.strip() or f"column {number}", _name(cell)) for number, cell in enumerate(header, 1)]
    return [known if known in tables.CSV_COLUMNS else written for written, known in names]


def _name(cell: str) -> str:
    """Return a column's name in lower case without blanks and punctuation."""
    return _NOT_NAME.sub("", cell.lower())


def _layout(text: str) -> _Layout:
    """Return the separator that makes most sense of the header row, and that row."""
    lines = list(io.StringIO(text[:_HEAD], newline=""))
    before = next((number for number, line in enumerate(lines) if line.strip()), 0)
    hint = _HINT.fullmatch(lines[before]) if lines else None
    separators = (hint.group(1),) if hint else _SEPARATORS
    layouts = [_under(lines, before + bool(hint), separator) for separator in separators]
    return max(
        layouts,
        key=lambda layout: (sum(_name(cell) in tables.CSV_COLUMNS for cell in layout.header), len(layout.header)),
    )


def _under(lines: Sequence[str], before: int, separator: str) -> _Layout:
    reader = csv.reader(lines[before:], delimiter=separator)
    try:
        header = next(reader, [])
    except csv.Error:
        header = []
    return _Layout(separator, tuple(header), before + reader.line_num)


def _rows(text: str, layout: _Layout) -> Iterator[_Row]:
    """Return the rows below the header, with what is wrong with them."""
    lines = list(io.StringIO(text, newline=""))[layout.lines :]
    reader = csv.reader(lines, delimiter=layout.separator, strict=True)
    while (begin := reader.line_num) < len(lines):
        cells, fault = _next(reader)
        own = lines[begin : reader.line_num]
        if fault and fault != _NEVER_CLOSED:
            cells = next(csv.reader(own, delimiter=layout.separator), [])
        if cells and len(cells) != len(layout.header):
            fault = f"the row has {len(cells)} cells, the header has {len(layout.header)}"
        elif cells:
            fault = ""
        yield _Row(layout.lines + begin + 1, "".join(own).rstrip("\r\n"), cells, fault)


def _next(reader: Iterator[list[str]]) -> tuple[list[str], str]:
    """Return the next row's cells and what the csv module has against it."""
    try:
        return next(reader, []), ""
    except csv.Error as error:
        return [], _NEVER_CLOSED if "unexpected end" in str(error) or "field larger" in str(error) else str(error)
