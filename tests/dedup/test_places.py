import pytest

from reviewkit.dedup.places import Match, journal, number, pages, same_journal, same_pages


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ("Disability & Rehabilitation", "Disability and rehabilitation", Match.SAME),
        ("The Lancet", "Lancet", Match.SAME),
        ("Clinical Microbiology Reviews", "Clin Microbiol Rev", Match.CLOSE),
        ("J. Natl. Cancer Inst.", "Journal of the National Cancer Institute", Match.CLOSE),
        ("Stroke; a journal of cerebral circulation", "Stroke (00392499)", Match.CLOSE),
        ("JAMA", "Journal of the American Medical Association", Match.CLOSE),
        ("Journal of Digital Studies", "Workshop of Digital Studies", Match.DIFFER),
        ("Nature", "Nature Genetics", Match.DIFFER),
        ("Child Development", "", Match.UNKNOWN),
    ],
)
def test_journals_by_name(a: str, b: str, match: Match) -> None:
    assert same_journal(journal(a), journal(b)) is match
    assert same_journal(journal(b), journal(a)) is match


def test_an_issn_is_one_with_and_without_its_hyphen_and_an_isbn_in_both_lengths() -> None:
    assert same_journal(journal("A", issn=("1350-293X",)), journal("B", issn=("1350293x (Print)",))) is Match.SAME
    assert same_journal(journal("A", isbn=("978-0-306-40615-7",)), journal("B", isbn=("0306406152",))) is Match.SAME


@pytest.mark.parametrize(
    ("a", "b", "match"),
    [
        ("221-8", "221-228", Match.SAME),
        ("pp. 221–228", "221--228", Match.SAME),
        ("221", "221-228", Match.CLOSE),
        ("221-227", "221-228", Match.CLOSE),
        ("S12-S15", "12-15", Match.CLOSE),
        ("S12", "e12", Match.UNKNOWN),
        ("566-582", "1-17", Match.UNKNOWN),
        ("221-228", "331-338", Match.DIFFER),
        ("S12", "S44", Match.DIFFER),
        ("221-228", "215 p.", Match.UNKNOWN),
        ("221-228", "No Pagination Specified", Match.UNKNOWN),
    ],
)
def test_pages(a: str, b: str, match: Match) -> None:
    assert same_pages(pages(a), pages(b)) is match
    assert same_pages(pages(b), pages(a)) is match


@pytest.mark.parametrize(
    ("printed", "expected"), [("v24", "24"), ("4 (1) (no pagination)", "4"), ("007", "7"), ("Spring", "")]
)
def test_the_number_in_a_volume(printed: str, expected: str) -> None:
    assert number(printed) == expected


def test_a_number_longer_than_python_will_read_breaks_nothing() -> None:
    endless = "9" * 5000
    assert same_pages(pages(f"{endless}-{endless}"), pages("221-228")) is Match.DIFFER
