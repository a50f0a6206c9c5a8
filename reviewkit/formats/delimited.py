"""CSV and its kin: a table with a header row, separated by commas, semicolons or tabs.

The rows are found by the csv module, since it knows where each begins and whether its cells are as many as the columns.
The things a reader would get wrong: the number of a row is not its line, as a quoted abstract may hold line breaks; and
behind a broken quotation mark the next sound row is looked for, or one mark would swallow all that follows.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Protocol

from reviewkit.formats import columns
from reviewkit.formats.columns import Layout, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reviewkit.errors import InputError
    from reviewkit.formats.entry import Entry

    class Reader(Protocol):
        """What `csv.reader` returns."""

        @property
        def line_num(self) -> int:
            """Return how many lines have been taken."""

        def __iter__(self) -> Reader:
            """Return itself."""

        def __next__(self) -> list[str]:
            """Return the cells of the next row."""


_SEPARATORS = (",", ";", "\t")
_HINT = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_UNQUOTED = re.compile(r"\ufeff?PT\tAU\t")
"""Web of Science's tab-delimited files: a quotation mark there is one of the title's own."""
_NEVER_CLOSED = "a quotation mark that is opened in this row is never closed"
_HEAD = 100_000
"""Characters within which the header row ends."""
_LEAD = 20
"""Lines above the header row at most."""
_FARTHEST = 200
"""Lines in which a sound row is looked for behind a broken one at a time."""


def has_title_column(text: str) -> bool:
    """Return whether a row near the top names a column of titles."""
    return columns.has_titles(layout(text).header)


def header(text: str) -> tuple[str, ...]:
    """Return the columns as `entries` calls them: the names that the tables know, and the others as written."""
    return tuple(columns.names(layout(text).header))


def no_title_column(text: str, name: str) -> InputError:
    """Return what to say of a text that is no known format and no table with titles either."""
    return columns.no_titles(layout(text), name)


def entries(text: str, name: str, mapping: Mapping[str, str] | None = None) -> Iterator[Entry]:
    """Return the rows below the header in their order; rows without any text are no entries."""
    found = layout(text)
    if mapping:
        found = columns.headless(found, mapping)
    return columns.entries(rows(text, found), found, name, mapping or {})


def rows(text: str, found: Layout) -> Iterator[Row]:
    """Return the rows below the header, with what is wrong with them."""
    lines = list(io.StringIO(text, newline=""))
    place = found.lines
    while place < len(lines):
        reader, first = _reader(lines, place, found, strict=True), place
        while place < len(lines):
            row = _row(reader, lines, place, found)
            place = first + reader.line_num
            if row.fault and place - row.line + 1 > 1:
                place = _sound(lines, row.line, place, found)
                yield Row(row.line, "".join(lines[row.line - 1 : place]).rstrip("\r\n"), (), row.fault)
                break
            yield row


def _row(reader: Reader, lines: Sequence[str], place: int, found: Layout) -> Row:
    """Return the row that begins in a line."""
    before = reader.line_num
    cells, fault = _next(reader)
    own = lines[place : place + reader.line_num - before]
    width = len(found.header)
    if (
        fault and fault != _NEVER_CLOSED and len(own) == 1
    ):  # over several lines, two rows could make one of right length
        cells = next(_reader(own, 0, found, strict=False), [])
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if cells and len(cells) != width:
        fault = f"the row has {len(cells)} cells, the header has {width}"
    elif cells:
        fault = ""
    return Row(place + 1, "".join(own).rstrip("\r\n"), cells, fault)


def _sound(lines: Sequence[str], begin: int, end: int, found: Layout) -> int:
    """Return where a broken row that took these lines ends: before the next with the right cells."""
    end = min(end, begin + _FARTHEST)
    for place in range(begin, end):
        row = _row(_reader(lines, place, found, strict=True), lines, place, found)
        if row.cells and not row.fault and len(found.header) > 1:
            return place
    return end


def _reader(lines: Sequence[str], place: int, found: Layout, *, strict: bool) -> Reader:
    return csv.reader(
        (lines[number] for number in range(place, len(lines))),
        delimiter=found.separator,
        strict=strict,
        quoting=csv.QUOTE_MINIMAL if found.quoted else csv.QUOTE_NONE,
    )


def _next(reader: Reader) -> tuple[list[str], str]:
    """Return the next row's cells and what the csv module has against it."""
    try:
        return next(reader, []), ""
    except csv.Error as error:
        return [], _NEVER_CLOSED if "unexpected end" in str(error) or "field larger" in str(error) else str(error)


def layout(text: str) -> Layout:
    """Return the separator that makes most sense of the header row, and that row."""
    lines = list(io.StringIO(text[:_HEAD], newline=""))
    before = next((number for number, line in enumerate(lines) if line.strip()), 0)
    hint = _HINT.fullmatch(lines[before]) if lines else None
    separators = (hint.group(1),) if hint else _SEPARATORS
    first = before + bool(hint)
    layouts = [_under(lines, first, separator) for separator in separators]
    if not any(columns.has_titles(one.header) for one in layouts):
        lower = range(first + 1, min(first + _LEAD, len(lines)))
        below = [_under(lines, number, separator) for number in lower for separator in separators]
        layouts += [one for one in below if columns.has_titles(one.header) and columns.known(one.header) > 1][:1]
    return max(layouts, key=lambda one: (columns.known(one.header), len(one.header)))


def _under(lines: Sequence[str], before: int, separator: str) -> Layout:
    reader = csv.reader(lines[before:], delimiter=separator)
    try:
        cells = next(reader, [])
    except csv.Error:
        cells = []
    quoted = not _UNQUOTED.match(lines[before]) if before < len(lines) else True
    return Layout(separator, tuple(cells), before + reader.line_num, before, quoted)
