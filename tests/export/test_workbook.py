from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from reviewkit.export.workbook import Sheet, workbook

HOSTILE = ['=HYPERLINK("http://evil")', "+1", "@SUM(A1)", "#N/A", "a\x00b\x1b[31m", "\uffff", "x" * 40000, "2019-01-01"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text_whatever_it_looks_like(text: str) -> None:
    sheet = load_workbook(io.BytesIO(workbook([Sheet("a", ["head"], [[text], [7]])]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert isinstance(sheet["A2"].value, str)
    assert sheet["A3"].value == 7


def test_a_text_that_looks_like_a_formula_bears_excels_mark_for_text() -> None:
    sheet = load_workbook(io.BytesIO(workbook([Sheet("a", ["head"], [["=1+1"], ["plain"]])]))).worksheets[0]
    assert (sheet["A2"].quotePrefix, sheet["A3"].quotePrefix) == (True, False)


def test_sheets_get_names_that_excel_takes_none_twice() -> None:
    names = ["[a]*b?" * 9, "[a]*b?" * 9, "'", "Search log"]
    found = load_workbook(io.BytesIO(workbook([Sheet(name, ["h"], []) for name in names]))).sheetnames
    assert len(set(found)) == 4
    assert all(0 < len(name) <= 31 for name in found)
    assert found[2:] == ["table", "Search log"]


def test_the_time_of_writing_is_not_in_the_file() -> None:
    data = workbook([Sheet("a", ["head"], [["x"]])], "Invented.")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in package.read("docProps/core.xml")
