"""Excel workbooks, .xlsx and the old .xls, as rows of texts.

The thing a reader would get wrong: a workbook is a zip of XML and may unpack to anything. What its directory says it
unpacks to is held against a limit before anything is read, zipfile never yields more than that, and defusedxml, which
openpyxl uses where it is installed, refuses entities.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import columns
from reviewkit.formats.columns import Layout, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.formats.entry import Entry

    Sheet = tuple[str, list[tuple[str, ...]]]
    """A sheet's name and its rows."""

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST = 512 * 2**20
"""Bytes to which a workbook may unpack."""
_MOST = 200
"""How many times larger than the file that may be: text packs to a tenth, a zip bomb to a thousandth."""
_LEAD = 20
"""Rows above the header at most."""
_SAVE = "Open it in Excel or LibreOffice and save the sheet as CSV (UTF-8), then give that file."


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes begin as a workbook does: any zip with a workbook in it, or an old Office file."""
    if data[:8] == _OLD:
        return True
    if data[:4] != _ZIP:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def entries(data: bytes, name: str, mapping: Mapping[str, str]) -> Iterator[Entry]:
    """Return the rows of the sheet that has a column of titles. Raises InputError."""
    layout, rows = table(data, name, mapping)
    return columns.entries(rows, layout, name, mapping)


def table(data: bytes, name: str, mapping: Mapping[str, str]) -> tuple[Layout, Iterable[Row]]:
    """Return the header and the rows of the one sheet that is a table of papers. Raises InputError."""
    sheets = [(title, rows) for title, rows in _sheets(data, name) if rows]
    if not sheets:
        raise InputError("the workbook is empty", where=name, remedy="Download the export again.")
    laid_out = [(title, rows, layout) for title, rows in sheets if (layout := _layout(rows))]
    if len(laid_out) > 1:
        named = ", ".join(f'"{title}"' for title, _, _ in laid_out)
        raise InputError(
            f"more than one sheet holds papers: {named}", where=name, remedy="Save each as a file of its own."
        )
    if not laid_out and not mapping:
        raise columns.no_titles(_first_row(sheets[0][1]), name)
    _, rows, layout = laid_out[0] if laid_out else (*sheets[0], _first_row(sheets[0][1]))
    if mapping:
        layout = columns.headless(layout, mapping)
    return layout, _rows(rows, layout)


def _rows(rows: Sequence[Sequence[str]], layout: Layout) -> Iterator[Row]:
    width = len(layout.header)
    for line, cells in enumerate(rows[layout.lines :], layout.lines + 1):
        beyond = any(map(str.strip, cells[width:]))
        fault = f"the row has {len(cells)} cells, the header has {width}" if beyond else ""
        if any(map(str.strip, cells)):
            yield Row(line, "\t".join(cells).rstrip("\t"), cells[:width], fault)


def _layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Return the header among the first rows; None if no row names a column of titles."""
    for number, cells in enumerate(rows[:_LEAD]):
        if columns.has_titles(cells):
            return Layout("\t", _trimmed(cells), number + 1, number)
    return None


def _first_row(rows: Sequence[Sequence[str]]) -> Layout:
    number = next((number for number, cells in enumerate(rows) if any(map(str.strip, cells))), 0)
    width = max(len(_trimmed(cells)) for cells in rows[number:])
    return Layout("\t", (*rows[number], *[""] * width)[:width], number + 1, number)


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    last = max((number for number, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return tuple(cells[:last])


def _sheets(data: bytes, name: str) -> list[Sheet]:
    try:
        return _old(data) if data[:8] == _OLD else _new(data, name)
    except InputError:
        raise
    except Exception as error:  # both libraries raise whatever a broken file makes them stumble over
        raise InputError(f"the workbook cannot be read ({type(error).__name__})", where=name, remedy=_SAVE) from error


def _new(data: bytes, name: str) -> list[Sheet]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > _LARGEST or size > max(_MOST * len(data), 2**20):
        raise InputError(f"the workbook unpacks to {size // 2**20} MB, which no export does", where=name, remedy=_SAVE)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet
    return [
        (sheet.title, [tuple(map(_text, cells)) for cells in sheet.iter_rows(values_only=True)])
        for sheet in book.worksheets
    ]


def _old(data: bytes) -> list[Sheet]:
    import xlrd

    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    return [
        (sheet.name, [tuple(_old_text(cell, book.datemode) for cell in sheet.row(row)) for row in range(sheet.nrows)])
        for sheet in book.sheets()
    ]


def _old_text(cell: object, datemode: int) -> str:
    import xlrd

    kind, value = cell.ctype, cell.value  # type: ignore[attr-defined]  # xlrd has no types
    if kind == xlrd.XL_CELL_DATE:
        return str(xlrd.xldate_as_datetime(value, datemode).date())
    if kind == xlrd.XL_CELL_BOOLEAN:
        return _text(bool(value))
    return "" if kind == xlrd.XL_CELL_ERROR else _text(value)


def _text(value: object) -> str:
    """Return a cell as people see it: 2020 and not 2020.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return str(value.date())
    return str(value).replace("_x000D_", "").replace("\r\n", "\n")
