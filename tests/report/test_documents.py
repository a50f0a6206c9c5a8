from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from openpyxl import load_workbook

from reviewkit.flow.table import Table
from reviewkit.report.markdown import paper_as_markdown
from reviewkit.report.nouns import Bullets, Paper, Said, Section, ToWrite, table, tables, to_write
from reviewkit.report.sheets import tables_as_xlsx
from reviewkit.report.word import paper_as_docx

HOSTILE = "<script>alert(1)</script> | **b** =1+1 \x00\x1b[31m\u202eevil \uffff שלום"
SHOWN = "<script>alert(1)</script> | **b** =1+1 [31mevil"
PAPER = Paper(
    "x",
    f"Title {HOSTILE}",
    "Worked example: invented.",
    (
        Section("Methods", (Said(HOSTILE), ToWrite("The rationale."), Bullets((HOSTILE, "two")))),
        Section("A part", (table("t", HOSTILE, ("What", "How many"), ((HOSTILE, 12), ("=2+2", 7)), ["A note."]),), 3),
    ),
)


def test_markdown_has_headings_tables_and_marks_what_is_to_be_written() -> None:
    text = paper_as_markdown(PAPER)
    assert "> Worked example: invented.\n" in text
    assert "## Methods\n" in text
    assert "### A part\n" in text
    assert "**To be written:** The rationale.\n" in text
    assert "| What | How many |\n| --- | ---: |\n" in text
    assert not re.search(r"(?<!\\)<script", text)
    assert not any(character in text for character in "\x00\x1b\u202e")


def test_docx_has_real_headings_lists_and_tables() -> None:
    made = Document(io.BytesIO(paper_as_docx(PAPER)))
    styles = {paragraph.text: paragraph.style.name for paragraph in made.paragraphs if paragraph.style}
    assert (styles["Methods"], styles["A part"], styles["two"]) == ("Heading 1", "Heading 2", "List Bullet")
    assert any(text.startswith(SHOWN) for text in styles)
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells[0] == ["What", "How many"]
    assert [row[1] for row in cells[1:]] == ["12", "7"]
    (task,) = [one for one in made.paragraphs if one.text == "To be written: The rationale."]
    assert all(run.font.highlight_color is not None for run in task.runs)


def test_a_column_is_as_wide_as_its_texts_need_and_a_page_lies_where_many_need_much() -> None:
    narrow = table("t", "x", ("Report", "Stage", "n"), (("A long title of a report, " * 4, "full text", 3),))
    wide = table("t", "x", tuple(f"Announced{number}" for number in range(12)), (("x",) * 12,))

    def made(*parts: Table) -> DocxDocument:
        return Document(io.BytesIO(paper_as_docx(Paper("x", "x", "", (Section("x", parts),)))))

    columns = [column.width.mm for column in made(narrow).tables[0].columns]
    assert columns[0] > 2 * columns[1] > 2 * columns[2]
    assert sum(columns) == pytest.approx(166, abs=1)
    for document, lies in ((made(narrow), False), (made(narrow, wide), True)):
        page = document.sections[0]
        assert (int(page.page_width or 0) > int(page.page_height or 0)) is lies


def test_the_watermark_is_at_the_head_and_on_every_page_of_a_docx() -> None:
    made = Document(io.BytesIO(paper_as_docx(PAPER)))
    assert made.paragraphs[1].text == PAPER.watermark
    assert made.sections[0].header.paragraphs[0].text == PAPER.watermark


def test_a_docx_is_the_same_bytes_for_the_same_document() -> None:
    with zipfile.ZipFile(io.BytesIO(paper_as_docx(PAPER))) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert paper_as_docx(PAPER) == paper_as_docx(PAPER)


def test_the_workbook_has_a_sheet_a_table_with_numbers_as_numbers() -> None:
    (sheet,) = load_workbook(io.BytesIO(tables_as_xlsx(tables([PAPER]), PAPER.watermark))).worksheets
    rows = list(sheet.values)
    assert sheet.title == "t"
    assert rows[0][0] == PAPER.watermark
    assert rows[-2][1] == 12
    assert rows[-1] == ("=2+2", 7)
    assert sheet.cell(len(rows), 1).data_type == "s"


@pytest.mark.parametrize("empty", [Paper("x", "", "", ()), Paper("x", "T", "", (Section("A", ()),))])
def test_an_empty_document_can_be_written(empty: Paper) -> None:
    assert paper_as_markdown(empty).startswith("# ")
    assert Document(io.BytesIO(paper_as_docx(empty))).paragraphs
    assert to_write(empty) == []
