"""Tables as an XLSX workbook: text stays text, numbers are numbers, and the same tables give the same bytes.

The thing a reader would get wrong: openpyxl takes a text that begins with `=` for a formula, so each cell's kind is
said. Such a cell also bears Excel's own mark for text (quotePrefix), which it keeps when somebody edits the cell.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewkit.export.package import unchanging
from reviewkit.text import cell, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 32767
"""Characters that a cell of Excel holds."""
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int | float]]
    above: Sequence[str] = ()
    """Sentences over the heads, such as what the table is."""


def workbook(sheets: Sequence[Sheet], watermark: str = "") -> bytes:
    """Return a workbook of these tables, the watermark over each and in the header of each printed page."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, sheet in zip(_names(one.name for one in sheets), sheets, strict=True):
        _fill(book.create_sheet(name), sheet, watermark)
    out = io.BytesIO()
    book.save(out)
    return unchanging(out.getvalue())


def _names(wanted: Iterable[str]) -> list[str]:
    """Return names that Excel takes for sheets: 31 characters, none twice."""
    found: list[str] = []
    for name in wanted:
        plain = _NOT_IN_A_NAME.sub(" ", line(name)).strip(" '")[:31].rstrip(" '") or "table"
        taken = {one.casefold() for one in found}
        number = 2
        unique = plain
        while unique.casefold() in taken:
            unique = f"{plain[:27]} {number}"
            number += 1
        found.append(unique)
    return found


def _fill(to: Any, sheet: Sheet, watermark: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    above = [*([watermark] if watermark else []), *sheet.above]
    for row, text in enumerate(above, 1):
        _put(to, row, 1, text)
    first = len(above) + 1 + bool(above)
    for column, head in enumerate(sheet.heads, 1):
        _put(to, first, column, head)
        to.cell(first, column).font = Font(bold=True)
        widest = max([len(head), *(len(str(row[column - 1])) for row in sheet.rows)])
        to.column_dimensions[get_column_letter(column)].width = min(_WIDEST, widest) + 2
    for row, values in enumerate(sheet.rows, first + 1):
        for column, value in enumerate(values, 1):
            _put(to, row, column, value)
            to.cell(row, column).alignment = Alignment(vertical="top", wrap_text=len(str(value)) > _WIDEST)
    to.freeze_panes = to.cell(first + 1, 1)


def _put(to: Any, row: int, column: int, value: str | float) -> None:
    """Write a value; a text as a text, whatever it begins with."""
    at = to.cell(row, column)
    if not isinstance(value, str):
        at.value = value
        return
    plain = _NOT_IN_XML.sub("\ufffd", line(value))
    if not plain:
        return
    at.value = fitting(plain)
    at.data_type = "s"
    if cell(plain) != plain:
        at.quotePrefix = True


def fitting(text: str) -> str:
    """Return a text as long as a cell of Excel can be; what is cut says so."""
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        return text
    said = f" … [cut: {len(text)} characters]"
    return text[: _LONGEST // 2 - len(said)] + said
