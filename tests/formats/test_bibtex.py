import pytest

from reviewkit.formats import read
from tests.formats.samples import export, only, records, titles


def test_entries_that_share_a_key_are_records_all() -> None:
    assert [(record.title, record.year) for record in records("duplicate_keys.bib")] == [
        ("First", 2001),
        ("Second", 2002),
        ("Third", 2003),
    ]


def test_entries_without_a_key_or_its_comma_are_mended() -> None:
    assert titles("no_key.bib") == ["No key, no comma", "No key, but a comma", "No comma behind the key"]
    assert [record.year for record in records("no_key.bib")] == [2020, 2021, 2022]


def test_a_missing_comma_does_not_put_one_field_into_another() -> None:
    record = only("missing_comma.bib")
    assert (record.title, record.authors) == ("Outdoor play in the U.S.", ("Berg, Anna",))
    assert (record.year, record.journal) == (2020, "Journal of Play")


def test_a_brace_never_closed_rejects_its_own_entry_only() -> None:
    found = export("unclosed_brace.bib")
    assert [record.title for record in found.records] == ["Fine"]
    assert [(each.ordinal, each.line) for each in found.rejections] == [(1, 1), (3, 10)]
    assert "year = {2020}" in found.rejections[0].raw
    assert found.rejections[1].raw.endswith("Cut at the end of the fi")
    assert all("cannot be read" in each.reason for each in found.rejections)


def test_a_field_given_twice_loses_nothing() -> None:
    record = only("duplicate_fields.bib")
    assert record.keywords == ("one", "two")
    assert {("note", "x"), ("note", "y")} <= set(record.unmapped)


def test_comments_macros_and_preambles_are_no_entries() -> None:
    record = only("no_entries_among_them.bib")
    assert record.title == 'Play in "winter"'
    assert record.journal == "Journal of Play"
    assert record.authors == ("Berg, Anna", "Dahl, Ola")


def test_an_export_of_ebsco() -> None:
    article, book = records("ebsco.bib")
    assert article.title == "Outdoor play"
    assert article.abstract == "Children at 5% risk & others played. [ABSTRACT FROM AUTHOR]"
    assert article.keywords == ("Play", "Outdoor education", "Kindergarten")
    assert (article.pages, article.issn) == ("38-44", ("1350-293X",))
    assert article.accession == ("EBSCO:aph:150283836",)
    assert (book.isbn, book.publisher, book.types) == (("9781443813945",), "Example Press", ("book",))


def test_latex_is_decoded_and_names_are_turned_round() -> None:
    record = only("latex.bib")
    assert record.title.startswith("Búsáhaldabyltingin: p < 0.05, cafés & Øre 50%")
    assert "kept" in record.title
    assert record.authors == ("Önnudóttir, Eva H.", "Päckert, M.", "World Health Organization", "van der Berg, Jan")
    assert (record.journal, record.doi) == ("Straße", "10.1007/978-3-030_12")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_raw_is_the_text_as_it_stands(line_end: str) -> None:
    first = f"@article{{a,{line_end}  title = {{One}}{line_end}}}"
    text = f"{first}{line_end}{line_end}@book{{b, title = {{Two}}}}{line_end}"
    one, two = read(text.encode(), "x").records
    assert (one.raw, one.line) == (first, 1)
    assert (two.raw, two.line) == ("@book{b, title = {Two}}", 5)


def test_an_at_sign_within_a_value_begins_no_entry() -> None:
    (record,) = read(b"@article{a, title = {LeQua @ {CLEF}}, author = {x@example.org}}", "x").records
    assert record.title == "LeQua @ CLEF"


def test_an_export_of_scopus() -> None:
    record = only("scopus.bib")
    assert (record.keywords, record.pages) == (("play", "outdoor", "Child", "Human"), "423-441")
    assert (record.accession, record.database) == (("PMID:36216673", "Scopus:2-s2.0-85169099191"), "Scopus")
    assert record.types == ("article", "Article")


def test_an_export_of_web_of_science() -> None:
    record = only("web_of_science.bib")
    assert (record.title, record.pages, record.doi) == ("Outdoor play in kindergartens", "103", "10.1000/play_2020.1")
    assert (record.keywords, record.issn) == (("play", "outdoor", "CHILDREN"), ("1350-293X", "1752-1807"))
    assert record.accession == ("WOS:000123456700001",)


def test_an_export_of_zotero() -> None:
    record = only("zotero.bib")
    assert (record.title, record.language) == ("Outdoor play in Norway", "English")
    assert record.authors == ("Berg, Anna", "World Health Organization")
    assert record.abstract == "Children played – 5% of them."
