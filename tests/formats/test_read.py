import hashlib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import InputError
from reviewkit.formats import LARGEST, Export, decoding, read, refuse_large
from reviewkit.model import Record, Rejection, record_id
from tests.formats.samples import FOLDER, NAMES, export

REFUSED = {
    "no_title_column.csv": "no column holds titles; the columns are",
    "no_header.csv": "no column holds titles; the columns are",
    "two_title_columns.csv": 'more than one column may hold the title: "Title", "title"',
    "billion_laughs.xml": "declares entities",
    "external_entity.xml": "declares entities",
}
READABLE = [name for name in NAMES if name not in REFUSED]
TEXTS = [name for name in READABLE if not name.startswith("proquest.xls")]


def _ordinals(found: Export) -> list[int]:
    numbers = [int(record.id[-7:]) for record in found.records]
    return sorted(numbers + [each.ordinal for each in found.rejections])


def _all(found: Export) -> Iterator[Record | Rejection]:
    yield from found.records
    yield from found.rejections


@pytest.mark.parametrize("name", READABLE)
def test_ordinals_run_from_one_without_a_gap_and_name_the_bytes(name: str) -> None:
    found = export(name)
    assert _ordinals(found) == list(range(1, len(found.records) + len(found.rejections) + 1))
    file = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert found.file == file
    assert all(record.id == record_id(found.file, int(record.id[-7:])) for record in found.records)


@pytest.mark.parametrize("name", TEXTS)
def test_raw_stands_in_the_file_as_it_is_and_at_its_line(name: str) -> None:
    text, _ = decoding.text((FOLDER / name).read_bytes(), name)
    found = export(name)
    for entry in _all(found):
        place = text.index(entry.raw)
        lines = text[:place].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        assert entry.raw
        assert entry.line == lines


@pytest.mark.parametrize("name", READABLE)
def test_the_name_of_a_file_says_nothing_about_its_format(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert read(data, "export.pdf") == export(name)


@pytest.mark.parametrize(
    ("name", "format_", "dialect"),
    [
        ("ebsco_academic_search.ris", "RIS", "EBSCOhost"),
        ("proquest_eric.ris", "RIS", "ProQuest"),
        ("ovid_eric.ris", "RIS", "Ovid"),
        ("scopus.ris", "RIS", "Scopus"),
        ("written_by_reference_manager.ris", "RIS", ""),
        ("eric.nbib", "nbib", "ERIC"),
        ("pubmed.nbib", "nbib", "PubMed"),
        ("ebsco.bib", "BibTeX", "EBSCOhost"),
        ("ebsco_new_interface.csv", "CSV", "EBSCOhost"),
        ("scopus.csv", "CSV", "Scopus"),
        ("zotero.csv", "CSV", "Zotero"),
        ("pubmed.csv", "CSV", "PubMed"),
        ("semicolons.csv", "CSV", ""),
        ("scopus.bib", "BibTeX", "Scopus"),
        ("zotero.bib", "BibTeX", "Zotero"),
        ("zotero.ris", "RIS", ""),
        ("web_of_science.ris", "RIS", "Web of Science"),
        ("web_of_science.bib", "BibTeX", "Web of Science"),
        ("web_of_science.txt", "Web of Science text", "Web of Science"),
        ("web_of_science.ciw", "Web of Science text", "Web of Science"),
        ("web_of_science_tab.txt", "CSV", "Web of Science"),
        ("endnote.enw", "EndNote text", "Web of Science"),
        ("refer_without_types.enw", "EndNote text", ""),
        ("ebsco.xml", "XML", "EBSCOhost"),
        ("pubmed.xml", "XML", "PubMed"),
        ("endnote.xml", "XML", "EndNote"),
        ("eric_api.json", "JSON", "ERIC"),
        ("openalex_work.json", "JSON", "OpenAlex"),
        ("openalex_pages.json", "JSON", "OpenAlex"),
        ("crossref_work.json", "JSON", "Crossref"),
        ("crossref_page.json", "JSON", "Crossref"),
        ("csl.json", "JSON", "Zotero"),
        ("proquest.xlsx", "Excel", "ProQuest"),
        ("proquest.xls", "Excel", "ProQuest"),
    ],
)
def test_format_and_platform_are_told_from_the_content(name: str, format_: str, dialect: str) -> None:
    found = export(name)
    assert (found.format, found.dialect) == (format_, dialect)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ZIP archive"),
        (b"\x1f\x8b\x08\x00TY  - JOUR", "packed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "workbook cannot be read"),
        (b"{\\rtf1\\ansi TY  - JOUR}", "RTF"),
        (b"\n<!DOCTYPE html><html><body>Log in<pre>TY  - JOUR</pre></body></html>", "web page"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="x">', "web page"),
        (b'<?xml version="1.0"?><records><rec/></records>', "XML is not of EBSCOhost"),
        (b"<collection><record><leader/></record></collection>", "XML is not of EBSCOhost"),
        (b'{"error": {"code": 404}}', "JSON is not of a kind that is read"),
        (b"\xff\xfe\x00T\x00Y\x00\n\x00T", "UTF-16, but a byte is missing"),
        (b"TY  - JOUR\nTI  - \x00\x01\x02\xff\xfe\x00\x00\xff\nER  - \n", "not a text file"),
        (b"\xff\xfeT\x00Y\x00 \x00 \x00-", "broken at byte"),
        (b"A letter to the editor.\n\nDear editor.\n", "no entries found"),
        (b"@comment{nothing here}\n", "no entries"),
        (b"title,year\n", "no entries"),
        (b"name,when\nx,2020\n", "no column holds titles; the columns are name, when"),
    ],
)
def test_what_is_no_export_is_refused_with_place_and_remedy(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "export.ris")
    assert what in caught.value.what
    assert caught.value.where.startswith("export.ris")
    assert caught.value.remedy


@pytest.mark.parametrize(("name", "what"), REFUSED.items())
def test_what_nobody_can_be_sure_of_is_refused_with_words_for_it(name: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        export(name)
    assert caught.value.remedy


def test_a_file_too_large_is_refused_by_its_size_alone() -> None:
    refuse_large(LARGEST, "export.ris")
    with pytest.raises(InputError, match="the file has 2048 MB"):
        refuse_large(2 * 2**30, "export.ris")


@pytest.mark.parametrize(
    ("name", "title", "encoding"),
    [
        ("utf16_with_bom.ris", "Barnehage på Ås", "UTF-16"),
        ("utf16_without_bom.ris", "Barnehage på Ås", "UTF-16"),
        ("windows_1252.ris", "Barnehage på Ås – “lek”", "UTF-8, other bytes taken for Windows-1252"),
        ("latin_1.ris", "Barnehage på Ås", "UTF-8, other bytes taken for Windows-1252"),
        ("blank_lines_inside.ris", "Outdoor play", "UTF-8"),
    ],
)
def test_encodings_are_told_apart_and_a_guess_is_said(name: str, title: str, encoding: str) -> None:
    found = export(name)
    assert found.records[0].title == title
    assert found.encoding == encoding


def test_one_wrong_byte_spoils_no_other_accent() -> None:
    assert [record.title for record in export("mixed_encodings.ris").records] == ["Barnehage på Ås", "Skole på Bø"]


def test_what_another_program_mangled_is_mended_where_the_whole_value_is() -> None:
    mixed, mangled, sound = export("mojibake.ris").records
    assert (mangled.title, mangled.authors) == ("Barnehage på Ås – lek", ("Niño, José",))
    assert "Barnehage pÃ¥" in mangled.raw
    assert sound.title == "«MANHÃ»"
    assert mixed.title.startswith("Lek pÃ¥")


def test_a_search_saved_in_parts_is_as_many_records_as_in_one() -> None:
    entries = [f"TY  - JOUR\nTI  - Title {number}\nER  - \n\n".encode() for number in range(1, 643)]
    parts = [read(b"".join(part), "x") for part in (entries[:500], entries[500:], entries)]
    assert [len(part.records) for part in parts] == [500, 142, 642]
    assert len({record.id for part in parts for record in part.records}) == 1284


def test_bytes_without_a_windows_character_are_kept_too() -> None:
    found = read(b"TY  - JOUR\nTI  - a\x81b\x9dc\nER  - \n", "x")
    assert found.records[0].title == "a\x81b\x9dc"


# -------------------------------------------------------------------------------------------------------------- laws

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)
_FIELDS = st.lists(st.tuples(st.sampled_from(["AU", "AB", "KW", "N1", "ZZ", "PB"]), _WORDS), max_size=5)
_ENTRIES = st.lists(st.tuples(_WORDS, _FIELDS), min_size=1, max_size=5)
_LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
_BOMS = st.sampled_from(["", "\ufeff"])


def _ris(title: str, fields: list[tuple[str, str]]) -> list[str]:
    return ["TY  - JOUR", f"TI  - x{title}", *(f"{tag}  - {value}" for tag, value in fields), "ER  - ", ""]


def _eric(title: str, fields: list[tuple[str, str]]) -> list[str]:
    return ["OWN - ERIC", f"TI  - x{title}", *(f"{tag}  - {value}" for tag, value in fields), ""]


def _pubmed(title: str, fields: list[tuple[str, str]]) -> list[str]:
    return ["PMID- 1", "OWN - NLM", f"TI  - x{title}", *(f"{tag}  - {value}" for tag, value in fields), ""]


@given(_ENTRIES, _LINE_ENDS, _BOMS, st.sampled_from([_ris, _eric, _pubmed]))
def test_as_many_entries_are_read_as_were_written(
    entries: list[tuple[str, list[tuple[str, str]]]],
    line_end: str,
    bom: str,
    written: Callable[[str, list[tuple[str, str]]], list[str]],
) -> None:
    lines = [line for title, fields in entries for line in written(title, fields)]
    found = read((bom + line_end.join(lines)).encode(), "x")
    assert len(found.records) == len(entries)
    assert not found.rejections
