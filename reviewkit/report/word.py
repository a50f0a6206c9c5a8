"""A document as DOCX, with real headings, lists and tables; the same bytes for the same document.

The thing a reader would get wrong: what a person must still write is highlighted, so that nobody hands it in unread.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, assert_never

from reviewkit.export.package import unchanging
from reviewkit.flow.table import Table, shown
from reviewkit.report.markdown import TO_WRITE
from reviewkit.report.nouns import Bullets, Said, ToWrite
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.report.nouns import Paper, Part

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_MANY = 5
"""Columns from which a table is set smaller."""
_PAGE, _MARGIN = (210, 297), 22
"""Millimetres of A4; a document with a table too wide for it lies on its side."""
_PADDING, _LETTER = 4.5, 0.24
"""Millimetres within a cell beside its text, and of a letter by the point of its size."""
_WORD, _LINE = 20, 90
"""Letters of a word that is not broken, and of a text that asks for room."""


def paper_as_docx(paper: Paper) -> bytes:
    """Return the document as DOCX on A4, lying if a table needs it, the watermark at its head and on every page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    made = Document()
    page = made.sections[0]
    short, long = _PAGE
    tables = [part for section in paper.sections for part in section.parts if isinstance(part, Table)]
    is_wide = any(sum(_least(table)) > short - 2 * _MARGIN for table in tables)
    width, height = (long, short) if is_wide else (short, long)
    page.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(width), Mm(height)
    page.left_margin = page.right_margin = Mm(_MARGIN)
    made.core_properties.title, made.core_properties.author = _plain(paper.title)[:255], "reviewkit"
    made.core_properties.comments = ""
    made.add_heading(_plain(paper.title), 0)
    if paper.watermark:
        made.add_paragraph(_plain(paper.watermark), style="Intense Quote")
        page.header.paragraphs[0].text = _plain(paper.watermark)
    for section in paper.sections:
        made.add_heading(_plain(section.heading), section.level - 1)
        for part in section.parts:
            _add(part, made, width - 2 * _MARGIN)
    out = io.BytesIO()
    made.save(out)
    return unchanging(out.getvalue())


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", line(text))


def _add(part: Part, to: Any, across: float) -> None:
    match part:
        case Said():
            to.add_paragraph(_plain(part.text))
        case ToWrite():
            _add_task(part.text, to)
        case Bullets():
            for item in part.items:
                to.add_paragraph(_plain(item), style="List Bullet")
        case Table():
            _add_table(part, to, across)
        case _:
            assert_never(part)


def _add_task(task: str, to: Any) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = to.add_paragraph()
    mark = paragraph.add_run(f"{TO_WRITE} ")
    mark.bold = True
    mark.font.highlight_color = WD_COLOR_INDEX.YELLOW
    paragraph.add_run(_plain(task)).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _add_table(table: Table, to: Any, across: float) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    to.add_paragraph(_plain(table.caption), style="Caption")
    grid = to.add_table(1, len(table.columns), style="Table Grid")
    grid.autofit = False
    heads, *rows = _texts(table)
    for column, cell, width in zip(grid.columns, grid.rows[0].cells, _widths(table, across), strict=True):
        column.width = cell.width = Mm(width)  # rows that are added take theirs from the column
    _fill(grid.rows[0].cells, heads, table, bold=True)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # the head again on each page; no API for it
    for number, texts in enumerate(rows, 1):
        _fill(grid.add_row().cells, texts, table, bold=table.total and number == len(rows))
    for note in table.notes:
        to.add_paragraph(_plain(note))
    to.add_paragraph()


def _texts(table: Table) -> list[list[str]]:
    """Return the rows as they are read, the heads first."""
    rows = ([shown(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows)
    return [[column.head for column in table.columns], *rows]


def _size(table: Table) -> int:
    return 8 if len(table.columns) > _MANY else 9


def _least(table: Table) -> list[float]:
    """Return how many millimetres each column needs so that none but very long words are broken."""
    words = [[len(word) for text in column for word in text.split()] for column in zip(*_texts(table), strict=True)]
    return [_PADDING + min(_WORD, max(own, default=1)) * _size(table) * _LETTER for own in words]


def _widths(table: Table, across: float) -> list[float]:
    """Return how many millimetres each column gets: what its words need, and of the rest by how long its texts are."""
    least, texts = _least(table), _texts(table)
    left = max(0, across - sum(least))
    longest = [min(_LINE, max(map(len, column))) + 1 for column in zip(*texts, strict=True)]
    return [
        own * min(1, across / sum(least)) + left * long / sum(longest) for own, long in zip(least, longest, strict=True)
    ]


def _fill(cells: Sequence[Any], texts: Sequence[str], table: Table, *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for cell, column, text in zip(cells, table.columns, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(_plain(text))
        run.bold = bold
        run.font.size = Pt(_size(table))
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
