import pytest

from reviewkit.formats import read
from tests.formats.samples import only, records, titles


def test_erics_records_are_told_apart_without_an_end_tag() -> None:
    assert titles("eric.nbib") == ["Outdoor Play in Kindergartens", "A Report on Play", "A Thesis on Play"]
    assert titles("eric_without_blank_lines.nbib") == ["First", "Second"]


def test_an_article_of_eric() -> None:
    article = records("eric.nbib")[0]
    assert article.accession == ("ERIC:EJ1227990",)
    assert (article.journal, article.publisher) == ("Journal of Play", "")
    assert (article.volume, article.issue, article.pages, article.year) == ("67", "2", "423-441", 2019)
    assert (article.issn, article.url) == (("1042-1629",), "http://eric.ed.gov/?id=EJ1227990")
    assert article.types == ("Journal Articles", "Reports - Research")
    assert article.keywords == ("Play", "Outdoor Education")
    assert article.peer_reviewed is None


def test_an_address_is_not_always_a_doi() -> None:
    article, report, _ = records("eric.nbib")
    assert (article.doi, report.doi) == (None, "10.1000/play.4")
    assert any(tag == "AID" for tag, _ in article.unmapped)


def test_a_report_of_eric_has_a_publisher_where_articles_have_their_journal() -> None:
    _, report, thesis = records("eric.nbib")
    assert (report.journal, report.publisher) == ("", "Example Press")
    assert (report.isbn, thesis.isbn) == (("9781443813945",), ("9798555512345",))


def test_a_short_record_of_eric() -> None:
    record = only("eric_short.nbib")
    assert (record.issn, record.accession, record.line) == (("1234-4567",), ("ERIC:EJ1131633",), 2)


def test_pubmeds_full_names_go_before_the_short_ones() -> None:
    new, old = records("pubmed.nbib")
    assert new.authors == ("Berg, Anna", "Dahl, Ola")
    assert old.authors == ("Lie, SM", "Example Group")
    assert (new.journal, old.journal) == ("Journal of play", "J Play")


def test_a_record_of_pubmed() -> None:
    record = records("pubmed.nbib")[0]
    assert record.title == "Outdoor play in kindergartens: a study with a title that is wrapped."
    assert record.abstract.endswith("ER - status and PMID- numbers in a wrapped line are no tags.")
    assert (record.doi, record.accession) == ("10.1000/j.play.2022.07.008", ("PMID:36216673",))
    assert (record.issn, record.language, record.year) == (("1545-1534", "1080-6032"), "English", 2022)
    assert ("LID", "S1080-6032(22)00139-9 [pii]") in record.unmapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID- 1\n\nOWN - NLM\n\nTI  - One\n\nPMID- 2\n\nOWN - NLM\n\nTI  - Two\n", ["One", "Two"]),
        ("TI  - One\n\nPMID- 2\nOWN - NLM\nTI  - Two\n", ["One", "Two"]),
        ("PMID- 1\nOWN - NLM\nTI  - One\n\nOWN - NLM\nTI  - Two\n", ["One", "Two"]),
        ("PMID- 1\nOWN - NLM\nTI  - One\n\n\ufeffOWN - ERIC\nTI  - Two\n", ["One", "Two"]),
    ],
)
def test_records_with_a_damaged_beginning_stay_apart(text: str, expected: list[str]) -> None:
    found = read(text.encode(), "x")
    assert [record.title for record in found.records] == expected


def test_lines_before_the_first_record_that_have_no_title_are_rejected() -> None:
    found = read(b"STAT- MEDLINE\nAU  - Berg A\n\nPMID- 2\nTI  - Two\n", "x")
    assert [each.ordinal for each in found.rejections] == [1]
    assert [record.title for record in found.records] == ["Two"]
