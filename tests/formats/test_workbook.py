import io
import zipfile

import pytest
from openpyxl import Workbook

from reviewkit.errors import InputError
from reviewkit.formats import columns, read
from tests.formats.samples import FOLDER, records


def _saved(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_export_of_proquest() -> None:
    first, second = records("proquest.xlsx")
    assert (first.title, first.year, first.volume, first.pages) == ("Outdoor play", 2020, "28", "423-441")
    assert (first.journal, first.database) == ("Journal of Play", "ERIC")
    assert first.accession == ("ProQuest:2890043708",)
    assert first.keywords == ("Play", "Outdoor education")
    assert (second.title, second.line) == ("Next", 4)
    assert first.raw.startswith("Outdoor play\tChildren played.\t2890043708\t")


def test_the_old_format_of_excel() -> None:
    first, second = records("proquest.xls")
    assert (first.title, first.year) == ("Outdoor play på Ås", 2020)
    assert ("pubdate", "2020-06-01") in first.unmapped
    assert second.authors == ("Vik, Kari",)


def test_a_header_below_other_rows_and_numbers_as_people_see_them() -> None:
    data = _saved([["Exported 2024"], [], ["Title", "Year", "Peer Reviewed"], ["Play", 2020.0, True]])
    (record,) = read(data, "x").records
    assert (record.title, record.year, record.peer_reviewed, record.line) == ("Play", 2020, True, 4)


def test_two_sheets_of_papers_are_refused_by_name() -> None:
    with pytest.raises(InputError, match='more than one sheet holds papers: "Sheet", "Sheet1"'):
        read(_saved([["Title"], ["One"]], [["Title"], ["Two"]]), "x")


def test_columns_can_be_set_and_a_missing_header_too() -> None:
    data = _saved([["Outdoor play", "Berg, Anna"], ["Next", "Dahl, Ola"]])
    with pytest.raises(InputError, match="no column holds titles"):
        read(data, "x")
    found = read(data, "x", {"column 1": "title", "column 2": "authors"})
    assert [(record.title, record.authors) for record in found.records] == [
        ("Outdoor play", ("Berg, Anna",)),
        ("Next", ("Dahl, Ola",)),
    ]
    assert columns((FOLDER / "proquest.xlsx").read_bytes())["pubtitle"] == "journal"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (50 * 2**20))
    with pytest.raises(InputError, match="unpacks to 50 MB"):
        read(out.getvalue(), "bomb.xlsx")


def test_a_workbook_with_entities_is_refused() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    source = zipfile.ZipFile(io.BytesIO(_saved([["Title"], ["One"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]>' if name == sheet else b""
            archive.writestr(name, laughs + source.read(name))
    with pytest.raises(InputError, match="cannot be read"):
        read(out.getvalue(), "x")


def test_a_workbook_cut_short_is_refused_in_words() -> None:
    for name in ("proquest.xlsx", "proquest.xls"):
        data = (FOLDER / name).read_bytes()
        for size in (len(data) // 3, len(data) - 100):
            with pytest.raises(InputError) as caught:
                read(data[:size], name)
            assert caught.value.remedy
