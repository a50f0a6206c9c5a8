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


def paper_as_docx(paper: Paper) -> bytes:
    """Return the document as DOCX on A4, the watermark at its head and on every page."""
    from docx import Document
    from docx.shared import Mm

    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    made.core_properties.title, made.core_properties.author = _plain(paper.title)[:255], "reviewkit"
    made.core_properties.comments = ""
    made.add_heading(_plain(paper.title), 0)
    if paper.watermark:
        made.add_paragraph(_plain(paper.watermark), style="Intense Quote")
        page.header.paragraphs[0].text = _plain(paper.watermark)
    for section in paper.sections:
        made.add_heading(_plain(section.heading), section.level - 1)
        for part in section.parts:
            _add(part, made)
    out = io.BytesIO()
    made.save(out)
    return unchanging(out.getvalue())


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", line(text))


def _add(part: Part, to: Any) -> None:
    match part:
        case Said():
            to.add_paragraph(_plain(part.text))
        case ToWrite():
            _add_task(part.text, to)
        case Bullets():
            for item in part.items:
                to.add_paragraph(_plain(item), style="List Bullet")
        case Table():
            _add_table(part, to)
        case _:
            assert_never(part)


def _add_task(task: str, to: Any) -> None:
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = to.add_paragraph()
    mark = paragraph.add_run(f"{TO_WRITE} ")
    mark.bold = True
    mark.font.highlight_color = WD_COLOR_INDEX.YELLOW
    paragraph.add_run(_plain(task)).font.highlight_color = WD_COLOR_INDEX.YELLOW


def _add_table(table: Table, to: Any) -> None:
    from docx.oxml import OxmlElement

    to.add_paragraph(_plain(table.caption), style="Caption")
    grid = to.add_table(1, len(table.columns), style="Table Grid")
    _fill(grid.rows[0].cells, [column.head for column in table.columns], table, bold=True)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # the head again on each page; no API for it
    for number, row in enumerate(table.rows, 1):
        texts = [shown(value, column) for value, column in zip(row, table.columns, strict=True)]
        _fill(grid.add_row().cells, texts, table, bold=table.total and number == len(table.rows))
    for note in table.notes:
        to.add_paragraph(_plain(note))
    to.add_paragraph()


def _fill(cells: Sequence[Any], texts: Sequence[str], table: Table, *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for cell, column, text in zip(cells, table.columns, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(_plain(text))
        run.bold = bold
        run.font.size = Pt(8 if len(table.columns) > _MANY else 9)
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
