"""What really occurs in exports: a file each in tests/data/exports, named for it. More are in the tests of a format."""

import pytest

from reviewkit.formats import read
from tests.formats.samples import only, records, titles


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        ("accession_number_inside_n1.ris", "accession", ("ERIC:EJ1050530", "EBSCO:eric:EJ1050530")),
        ("second_abstract_is_a_copyright_notice.ris", "abstract", "Children played. [ABSTRACT FROM AUTHOR]"),
        ("doi_in_l3.ris", "doi", "10.1080/1350293x.2020.1836582"),
        ("issn_without_hyphen.ris", "issn", ("1350-293X",)),
        ("several_keywords_in_one_kw.ris", "keywords", ("Play", "Outdoor Education", "Kindergarten")),
        ("continuation_lines.ris", "title", "Outdoor play in kindergartens"),
        ("continuation_lines.ris", "abstract", "Children played and ran."),
        ("docid_and_eric_number.ris", "accession", ("ProQuest:2890043708", "ERIC:EJ1386645")),
        (
            "corporate_authors.ris",
            "authors",
            (
                "World Health Organization",
                "Department of Health and Human Services",
                "Ministry of Education, Culture and Sports, Norway",
            ),
        ),
        ("without_authors.nbib", "authors", ()),
        ("without_authors.nbib", "year", 2019),
        ("without_authors.nbib", "database", "ERIC"),
        ("asreview_authors.csv", "authors", ("Berg, A.", "O'Hara, B.")),
        ("openalex.csv", "authors", ("Heather Piwowar", "Jason Priem")),
        ("openalex.csv", "accession", ("PMID:29456894", "OpenAlex:W2741809807")),
        ("openalex.csv", "keywords", ("Open access", "Citation")),
        ("openalex.csv", "pages", "e4375-e4380"),
        ("covidence.csv", "year", 2021),
        ("eric_site.ris", "types", ("JOUR", "Journal Articles", "Reports - Research")),
    ],
)
def test_the_field_is_read_as_people_mean_it(name: str, field: str, expected: object) -> None:
    assert getattr(only(name), field) == expected


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        (
            "titles_ending_in_a_full_stop.ris",
            "title",
            ["Outdoor play in kindergartens", "What do children do outdoors?"],
        ),
        ("issn_prefixes.nbib", "issn", [("1082-3301", "1573-1707"), ()]),
        ("issn_prefixes.nbib", "isbn", [(), ("9781443813945",)]),
        ("publisher_in_jt.nbib", "journal", ["Journal of Play", ""]),
        ("publisher_in_jt.nbib", "publisher", ["", "Institute of Education Sciences"]),
        ("aid_is_an_address.nbib", "doi", ["10.1007/s10643-014-0636-1", None]),
        ("aid_is_an_address.nbib", "accession", [("ERIC:EJ1050530",), ("ERIC:ED602023",)]),
        ("corporate_author.nbib", "authors", [("Berg, Anna", "Play Study Group"), ("Dahl, OP", "Play Study Group")]),
    ],
)
def test_and_so_in_every_record(name: str, field: str, expected: list[object]) -> None:
    assert [getattr(record, field) for record in records(name)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("crlf.ris", ["Outdoor play", "Next"]),
        ("link_texts_after_er.ris", ["Outdoor play", "Next"]),
        ("er_begins_a_line_of_an_abstract.ris", ["Estrogen receptors", "Next"]),
    ],
)
def test_every_entry_is_found_and_nothing_else(name: str, expected: list[str]) -> None:
    assert titles(name) == expected


def test_a_line_of_an_abstract_that_looks_like_an_end_is_part_of_it() -> None:
    record = records("er_begins_a_line_of_an_abstract.ris")[0]
    assert record.abstract == "Tumours were tested. ER  - positive ones were rare, ER  - negative ones were not."
    assert record.keywords == ("tumours",)


def test_a_last_page_that_the_range_does_not_end_in_is_kept() -> None:
    (record,) = read(b"TY  - JOUR\nTI  - A\nSP  - 1-9\nEP  - 12\nER  - \n", "x").records
    assert (record.pages, record.unmapped) == ("1-9", (("EP", "12"),))
