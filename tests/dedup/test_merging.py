from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup import links_of, merged, origins
from reviewkit.model import Record
from reviewkit.text import Doi
from tests.dedup.records import ARTICLE, numbered, records

ERIC = Record(
    id=numbered(1),
    title="THE FRAMING EFFECT IN PRESCHOOL TEACHERS",
    authors=("Norheim, H.", "Moser, T.", "Broekhuizen, M."),
    year=2015,
    journal="Early Years",
    pages="221",
    abstract="Short.",
    keywords=("Teachers", "play"),
    accession=("ERIC:EJ1",),
    peer_reviewed=False,
)
EBSCO = replace(
    ARTICLE,
    id=numbered(2),
    abstract="Much longer than the other one.",
    keywords=("TEACHERS", "Framing"),
    issn=("1350293X", "1752-1807"),
    accession=("EBSCO:aph:2",),
    peer_reviewed=True,
)


def test_each_field_is_the_best_that_any_record_states() -> None:
    both = merged([EBSCO, ERIC])
    assert both == replace(
        EBSCO,
        id=ERIC.id,
        authors=ERIC.authors,
        year=2015,
        keywords=("TEACHERS", "Framing", "play"),
        accession=("ERIC:EJ1", "EBSCO:aph:2"),
    )


def test_the_most_frequent_year_wins_and_of_equals_the_smallest_record_s() -> None:
    years = [
        replace(ERIC, id=numbered(ordinal), year=year) for ordinal, year in ((1, 2015), (2, 2016), (3, 2016), (4, None))
    ]
    assert merged(years).year == 2016
    assert merged(years[:2]).year == 2015
    assert merged(years[3:]).year is None


def test_an_issn_with_and_without_hyphen_is_shown_once_as_first_met() -> None:
    assert merged([ARTICLE, replace(EBSCO, doi=None, volume="")]).issn == ("1350-293X", "1752-1807")


def test_a_doi_is_taken_from_whoever_has_one() -> None:
    assert merged([ERIC, replace(ERIC, id=numbered(3), doi=Doi("10.1000/a"))]).doi == "10.1000/a"


def test_peer_review_is_unknown_only_if_nobody_says() -> None:
    silent = replace(ERIC, id=numbered(3), peer_reviewed=None)
    assert merged([silent]).peer_reviewed is None
    assert merged([silent, ERIC]).peer_reviewed is False
    assert merged([silent, ERIC, EBSCO]).peer_reviewed is True


@given(records(least=1), st.data())
def test_the_order_of_records_changes_nothing_and_nothing_is_made_up(some: list[Record], data: st.DataObject) -> None:
    one = merged(some)
    assert merged(data.draw(st.permutations(some))) == one
    assert one.id == min(record.id for record in some)
    for name in ("title", "authors", "year", "journal", "volume", "pages", "doi"):
        stated = [getattr(record, name) for record in some if getattr(record, name)]
        assert getattr(one, name) in stated if stated else not getattr(one, name)


@given(records(least=1))
def test_each_field_names_who_states_it_and_no_number_or_address_is_lost(some: list[Record]) -> None:
    by_id = {record.id: replace(record, url=f" https://x.org/{number % 3}") for number, record in enumerate(some)}
    whole, found = merged(list(by_id.values())), origins(list(by_id.values()))
    for name, stating in found.items():
        values = [getattr(by_id[one], name) for one in stating]
        assert values
        assert all(values) if isinstance(getattr(whole, name), tuple) else set(values) == {getattr(whole, name)}
    assert set(links_of(list(by_id.values()))) == {record.url.strip() for record in by_id.values()}
    kept = {number.casefold() for number in whole.accession}
    assert kept == {number.casefold() for record in some for number in record.accession}
