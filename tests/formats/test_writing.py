import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import InputError
from reviewkit.formats import FORMATS, read, write
from reviewkit.model import Record, RecordId
from reviewkit.text import Doi

COMMON = (
    *("title", "authors", "year", "journal", "volume", "issue", "pages", "abstract", "keywords", "doi", "issn", "isbn"),
    *("accession", "types", "peer_reviewed", "language", "database", "publisher", "url"),
)

_LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Co"], exclude_characters=";|"
)
_ODD = st.sampled_from(
    [
        "--",
        "``",
        "''",
        "{x",
        "x}",
        "\\",
        "\\emph{a}",
        "%",
        "&amp",
        "& lt",
        "<b>a</b>",
        "a~b",
        "=1+1",
        "@x",
        '"',
        "#",
        "_",
    ]
)
_TEXT = st.lists(st.text(_LETTERS, max_size=12) | _ODD, max_size=4).map(lambda parts: " ".join(" ".join(parts).split()))
_WORD = st.text(_LETTERS.filter(lambda letter: letter != ","), max_size=12).map(
    lambda text: f"x{' '.join(text.split())}"
)
_LINE = st.sampled_from(["", "12", "S3", "4-5"])
_NAME = st.tuples(_WORD, _WORD).map(", ".join) | _WORD | st.sampled_from(["Department of Play and Sons", "others"])
RECORDS = st.builds(
    Record,
    id=st.just(RecordId("any")),
    title=_TEXT.map(lambda text: f"Title {text}".strip()),
    authors=st.lists(_NAME, max_size=3).map(tuple),
    year=st.none() | st.integers(1900, 2099),
    journal=_TEXT,
    volume=_LINE,
    issue=_LINE,
    pages=st.sampled_from(["", "423-441", "e12", "7", "1-2-3", "9-9"]),
    abstract=_TEXT.map(lambda text: f"{text} TY - x ER - y @article{{z, <rec>".strip()) | st.just(""),
    keywords=st.lists(_WORD | st.just("support, social"), max_size=3, unique=True).map(tuple),
    doi=st.none() | st.just(Doi("10.1000/play_1(2)")),
    issn=st.sampled_from([(), ("1350-293X",), ("1350-293X", "1752-1807")]),
    isbn=st.sampled_from([(), ("9781443813945",)]),
    accession=st.sampled_from([(), ("ERIC:EJ1050530",), ("EBSCO:aph:1", "PMID:7"), ("ProQuest:2890043708",)]),
    types=st.sampled_from([(), ("JOUR", "Article"), ("Dissertation",), ("Book Chapter", "x"), ("article-journal",)]),
    peer_reviewed=st.none() | st.booleans(),
    language=st.sampled_from(["", "English", "Bokmål"]),
    database=_TEXT,
    publisher=_TEXT,
    url=st.sampled_from(
        ["", "https://example.org/~a_b/1%20x?y=1&z={2}", "https://search.ebscohost.com/?db=eric&AN=EJ1"]
    ),
)


@pytest.mark.parametrize("format_", FORMATS)
@given(records=st.lists(RECORDS, min_size=1, max_size=3))
def test_what_is_written_reads_back_as_the_same_records(format_: str, records: list[Record]) -> None:
    found = read(write(records, format_), "x")
    assert not found.rejections
    assert found.dialect == "reviewkit"
    for one, again in zip(records, found.records, strict=True):
        assert {field: getattr(again, field) for field in COMMON} == {field: getattr(one, field) for field in COMMON}


@given(st.lists(RECORDS, min_size=1, max_size=3), st.sampled_from(FORMATS), st.sampled_from(FORMATS))
def test_writing_what_was_read_gives_the_same_bytes_by_any_way(records: list[Record], one: str, other: str) -> None:
    there = read(write(records, one), "x").records
    back = read(write(there, other), "x").records
    assert write(back, one) == write(records, one)


RECORD = Record(
    RecordId("any"),
    title="Play & learning",
    authors=("Berg, Anna", "World Health Organization"),
    year=2020,
    journal="Journal of Play",
    volume="3",
    issue="2",
    pages="423-441",
    keywords=("play", "support, social"),
    doi=Doi("10.1000/play.1"),
    accession=("PMID:7",),
    types=("Journal Article",),
)


def test_ris_has_the_tags_that_zotero_and_endnote_read() -> None:
    lines = write([RECORD], "RIS").decode().splitlines()
    wanted = ["TY  - JOUR", "T2  - Journal of Play", "SP  - 423", "EP  - 441", "KW  - play", "KW  - support, social"]
    assert set(wanted) <= set(lines)
    assert lines[-1] == "ER  - "


def test_bibtex_is_escaped_and_keeps_institutions_together() -> None:
    written = write([RECORD], "BibTeX").decode()
    assert written.startswith("@article{berg2020-1,\n  title = {Play \\& learning},\n")
    assert "author = {Berg, Anna and {World Health Organization}}" in written
    assert "pages = {423--441}" in written


def test_csl_json_has_the_names_of_its_schema() -> None:
    (item,) = json.loads(write([RECORD], "CSL JSON"))
    assert (item["type"], item["container-title"], item["page"]) == ("article-journal", "Journal of Play", "423-441")
    assert item["author"] == [{"family": "Berg", "given": "Anna"}, {"literal": "World Health Organization"}]
    assert (item["issued"], item["PMID"]) == ({"date-parts": [[2020]]}, "7")


def test_a_csv_cell_never_begins_as_a_formula_does() -> None:
    written = write([Record(RecordId("any"), title="=1+1", abstract="'=2", publisher="@x")], "CSV").decode()
    _, row = csv.reader(io.StringIO(written))
    assert (row[0], row[7], row[17]) == ("'=1+1", "''=2", "'@x")


def test_no_records_make_an_empty_file_and_other_formats_are_named() -> None:
    assert write([], "RIS") == b""
    with pytest.raises(InputError, match="Choose one of RIS, BibTeX, CSV, CSL JSON"):
        write([], "Word")
