import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.formats import read, ris
from reviewkit.model import Record, RecordId
from reviewkit.text import Doi
from tests.formats.samples import export, only, records, titles


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing_er.ris", ["Outdoor play in winter", "Outdoor play in summer"]),
        ("cut_inside_the_last_entry.ris", ["Outdoor play in winter", "Outdoor play in sum"]),
        ("text_between_entries.ris", ["Outdoor play in winter", "Outdoor play in summer"]),
        ("bom_in_the_middle.ris", ["First", "Second"]),
        ("lone_cr.ris", ["First", "Second"]),
        ("single_blanks.ris", ["Outdoor play - a review", "Second"]),
        ("tabs.ris", ["Outdoor play"]),
        ("doubled_er.ris", ["Primary Title"]),
        ("lost_ty.ris", ["Outdoor play in winter", "Outdoor play in summer", "Outdoor play in spring"]),
    ],
)
def test_every_entry_is_found_and_nothing_else(name: str, expected: list[str]) -> None:
    assert titles(name) == expected
    assert not export(name).rejections


def test_text_between_entries_is_in_no_record() -> None:
    for record in records("text_between_entries.ris"):
        assert record.raw.startswith("TY  - JOUR")
        assert record.raw.endswith("ER  -")
        assert not record.unmapped


def test_a_number_before_the_next_entry_is_not_part_of_an_entry_without_er() -> None:
    assert records("missing_er.ris")[0].authors == ("Berg, Anna",)


def test_a_line_is_a_tag_only_if_it_has_the_shape_of_one() -> None:
    record = only("tag_like_lines_in_an_abstract.ris")
    assert record.abstract == (
        "Three groups took part: ER children in the first group, ED - the second group, AB- and others. "
        "PRE - POST: better. ER- status did not matter."
    )
    assert record.keywords == ("reading",)


def test_wrapped_lines_are_joined_and_wrapped_keywords_are_words_of_their_own() -> None:
    record = only("wrapped_lines.ris")
    assert record.title == "A long title that goes on in a second line"
    assert record.keywords == ("play", "winter", "snow")


def test_blank_lines_end_nothing() -> None:
    record = only("blank_lines_inside.ris")
    assert (record.abstract, record.keywords) == ("First part. Second part.", ("play",))


def test_fields_behind_a_doubled_er_are_kept_but_not_read() -> None:
    record = only("doubled_er.ris")
    assert record.unmapped[-1] == ("UK", "Unknown Tag")
    assert ("T3", "Tertiary Title") in record.unmapped


def test_fields_behind_an_early_er_do_not_become_those_of_the_entry_before() -> None:
    found = read(b"TY  - JOUR\nTI  - A\nER  - \nAU  - Somebody Else\nDO  - 10.1000/x\nER  - \n", "x")
    (record,) = found.records
    assert (record.authors, record.doi) == ((), None)
    assert record.unmapped == (("AU", "Somebody Else"), ("DO", "10.1000/x"))


def test_what_has_neither_type_nor_title_is_rejected_with_its_text() -> None:
    found = export("lost_first_ty.ris")
    (rejection,) = found.rejections
    assert (rejection.ordinal, rejection.line) == (1, 1)
    assert "Nobody, Known" in rejection.raw
    assert found.records[0].id.endswith(":0000002")


def test_an_entry_is_a_record_if_it_has_any_field_besides_its_type() -> None:
    found = export("no_fields.ris")
    assert [(each.ordinal, each.line) for each in found.rejections] == [(1, 1), (2, 4)]
    assert "TI Outdoor play" in found.rejections[1].raw
    assert found.records[0].unmapped == (("ZZ", "only an unknown tag"),)


def test_entities_are_resolved_in_fields_and_kept_in_raw() -> None:
    record = only("html_entities.ris")
    assert record.title == 'Play & learning: the R&D "gap" — cafés'
    assert record.authors == ("Niño, José",)
    assert record.journal == "Teachers & Teaching"
    assert record.abstract == "p < .05 in Q&A; see &undefined; and ?a=1&copy=2"
    assert "Play &amp; learning" in record.raw


def test_preferred_tags_win_and_the_others_are_kept() -> None:
    article, chapter = records("several_titles_and_journals.ris")
    assert (article.title, article.journal, article.pages) == ("The title", "Journal of Play", "783-801")
    assert article.authors == ("Berg, Anna", "Dahl, Ola")
    assert {("TI", "Another title"), ("JA", "J Play"), ("A2", "Editor, Some")} <= set(article.unmapped)
    assert (chapter.journal, chapter.authors, chapter.pages) == ("The book", ("Editor, Some",), "12")


def test_dois_are_found_wherever_platforms_put_them() -> None:
    assert [record.doi for record in records("dois.ris")] == [f"10.1000/abc.{number}" for number in range(1, 11)]


def test_no_doi_is_better_than_a_wrong_one() -> None:
    assert [record.doi for record in records("no_dois.ris")] == [None] * 4
    assert ("DO", "not available") in records("no_dois.ris")[2].unmapped


def test_years_are_read_from_every_form_of_date() -> None:
    assert [record.year for record in records("dates.ris")] == [2020, 2019, 2014, 1994, 2017, None, 2018, 2012]


def test_an_academic_search_export_of_ebsco() -> None:
    record = only("ebsco_academic_search.ris")
    assert record.title == "Outdoor play in kindergartens of the U.S."
    assert record.abstract == "Children played outdoors. [ABSTRACT FROM AUTHOR]"
    assert any(tag == "AB" and value.startswith("Copyright of") for tag, value in record.unmapped)
    assert record.accession == ("EBSCO:aph:150283836",)
    assert (record.doi, record.issn, record.pages) == ("10.1000/play.2020.1", ("1350-293X",), "423-441")
    assert (record.year, record.database, record.types) == (2020, "aph", ("JOUR", "Article"))
    assert record.journal == "Journal of Play"


def test_eric_through_ebsco_has_erics_own_number() -> None:
    record = only("ebsco_eric.ris")
    assert record.accession == ("ERIC:EJ1050530", "EBSCO:eric:EJ1050530")
    assert record.keywords == ("Play", "Outdoor Education", "Kindergarten")
    assert record.title == "Outdoor Play in Kindergartens"


def test_psycinfo_through_ebsco() -> None:
    record = only("ebsco_psycinfo.ris")
    assert record.accession == ("PsycINFO:2023-15354-001",)
    assert record.issn == ("1350-293X", "1752-1807")
    assert "login.aspx" in record.url
    assert ("UR", "berg@example.org") in record.unmapped


def test_ebsco_in_another_language_gives_its_database_code_in_the_link_only() -> None:
    record = only("ebsco_portuguese_interface.ris")
    assert record.accession == ("EBSCO:foh:131111111",)
    assert record.abstract == "As crianças brincaram.\n\nChildren played."


def test_the_running_number_of_a_reference_manager_is_no_accession_number() -> None:
    record = only("ebsco_through_endnote.ris")
    assert record.accession == ()
    assert (record.abstract, record.pages) == ("", "783-801")


def test_other_products_of_ebsco() -> None:
    assert only("ebsco_encyclopedia.ris").accession == ("EBSCO:ers:100039113",)
    assert only("ebsco_government_document.ris").accession == ("EBSCO:edsgpr:edsgpr.001022076",)


def test_eric_through_proquest() -> None:
    first, second = records("proquest_eric.ris")
    assert first.accession == ("ProQuest:2890043708", "ERIC:EJ1386645")
    assert (first.year, first.issn, first.doi) == (2017, ("1361-4533",), "10.1000/play.9")
    assert (second.accession, second.doi) == (("ProQuest:2890043709", "ERIC:ED602023"), "10.1000/play.10")


def test_eric_through_ovid() -> None:
    first, second = records("ovid_eric.ris")
    assert (first.accession, second.accession) == (("ERIC:EJ1050530",), ("ERIC:ED602023",))
    assert (first.doi, first.pages) == ("10.1000/play.3", "")
    assert first.issn == ("1350-293X", "1752-1807")
    assert ("NL", "J Play") in first.unmapped
    assert "Link to the Ovid" not in first.raw + second.raw


def test_scopus_says_in_words_that_there_is_no_abstract() -> None:
    record = only("scopus.ris")
    assert (record.abstract, record.doi) == ("", "10.1000/play.11")
    assert record.accession == ("Scopus:2-s2.0-85214459603",)
    assert ("AB", "[No abstract available]") in record.unmapped


def test_a_journal_may_stand_under_t2_alone() -> None:
    record = only("written_by_reference_manager.ris")
    assert (record.journal, record.language) == ("Journal of Play", "English")
    assert record.issn == ("1573-3602", "1050-5350")


def test_web_of_science_and_zotero() -> None:
    clarivate, zotero = only("web_of_science.ris"), only("zotero.ris")
    assert (clarivate.accession, clarivate.types) == (("WOS:000123456700001",), ("JOUR", "Article"))
    assert (zotero.journal, zotero.pages, zotero.language) == ("Journal of Play", "423-441", "English")
    assert clarivate.doi == zotero.doi == "10.1000/play.2020.1"


def test_authors_in_one_field_are_told_apart_and_institutions_stay_whole() -> None:
    found = [record.authors for record in records("authors_in_one_field.ris")]
    assert found[0] == found[1] == ("Berg, Anna", "Dahl, Ola", "Vik, Kari")
    assert found[2] == ("Berg, A.", "Dahl, O. P.", "Vik, K.")
    assert found[3] == ("Berg, Anna", "Dahl, Ola")
    assert found[4] == (
        "Department of Health and Human Services",
        "Ministry of Education, Culture and Sports",
        "Smith & Sons, Ltd",
        "Smith, John, Jr.",
    )


def test_blank_lines_in_an_abstract_are_kept_where_something_follows_the_end() -> None:
    entry = b"TY  - JOUR\nT1  - One\nN2  - First.\n\nSecond.\nER  - \n\nNL  - x\n"
    (record,) = read(entry, "x").records
    assert (record.abstract, record.unmapped) == ("First. Second.", (("NL", "x"),))


# ----------------------------------------------------------------------------------------------------------- writing

_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"], exclude_characters=";,")
_TEXT = st.text(_LETTERS, max_size=30).map(lambda text: " ".join(text.split()))
_WORD = _TEXT.map(lambda text: f"x{text}")
_MANY = st.lists(_WORD, max_size=3, unique=True).map(tuple)


@given(
    st.builds(
        Record,
        id=st.just(RecordId("hand")),
        title=_TEXT.map(lambda text: f"Title, &amp; &lt {text}".strip()),
        authors=st.lists(st.tuples(_WORD, _WORD).map(", ".join), max_size=3).map(tuple),
        year=st.none() | st.integers(1900, 2099),
        journal=_TEXT,
        volume=_TEXT,
        pages=st.sampled_from(["", "423-441", "e12", "7"]),
        abstract=st.just("") | _TEXT.map(lambda text: f"TY - {text}; ER - a sentence; more".replace("  ", " ")),
        keywords=_MANY,
        doi=st.none() | st.just(Doi("10.1000/play.1")),
        issn=st.sampled_from([(), ("1350-293X",), ("1350-293X", "1752-1807")]),
        isbn=st.sampled_from([(), ("9781443813945",)]),
        accession=st.sampled_from([(), ("ERIC:EJ1050530",), ("EBSCO:aph:1", "PMID:7"), ("ProQuest:2890043708",)]),
        types=st.sampled_from([("JOUR",), ("RPRT", "Report"), ("GEN", "xDissertation")]),
        language=st.sampled_from(["", "English", "Bokmål"]),
        database=_TEXT,
        publisher=_TEXT,
        url=st.sampled_from(["", "https://example.org/1", "https://search.ebscohost.com/?db=eric&AN=EJ1"]),
    )
)
def test_a_record_filled_in_by_hand_reads_back_the_same(record: Record) -> None:
    written = ris.write(record)
    (found,) = read(written.encode(), "hand.ris").records
    fields = ("title", "authors", "year", "journal", "volume", "pages", "abstract", "keywords", "doi", "issn", "isbn")
    for field in (*fields, "accession", "types", "language", "database", "publisher", "url"):
        assert getattr(found, field) == getattr(record, field), field


def test_what_is_written_is_one_entry_that_says_where_it_comes_from() -> None:
    record = Record(RecordId("hand"), title="Two\nlines", types=("Thesis",))
    assert ris.write(record) == "TY  - GEN\nDP  - reviewkit\nTI  - Two lines\nM3  - Thesis\nER  - \n"
