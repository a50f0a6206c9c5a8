from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from reviewkit.dedup import links, reports
from reviewkit.dedup.bridges import BRIDGE
from reviewkit.model import Link, LinkVerdict, Record, Route
from tests.dedup.records import ARTICLE, numbered

PLAIN = replace(ARTICLE, id=numbered(1), doi=None, title="The framing effect in preschool teachers and in parents")
COCHRANE = replace(
    PLAIN,
    journal="Cochrane Database Syst Rev",
    issn=(),
    volume="",
    issue="5",
    pages="CD004336",
    abstract="We saw. " * 40,
)
BRIDGES: dict[str, tuple[Record, Mapping[str, Any], Mapping[str, Any]]] = {
    "no place": (PLAIN, {"volume": "", "issue": "", "pages": ""}, {"volume": "25", "issue": "1", "pages": "9-17"}),
    "no pages": (PLAIN, {"pages": "", "issue": ""}, {"issue": "4", "pages": "450-457"}),
    "a damaged year": (COCHRANE, {"year": 2017, "pages": "", "issue": ""}, {"year": 2018, "issue": "9"}),
}
"""One paper, what a thin record leaves out of it, and what is otherwise about another paper of the same title."""


def trio(kind: str) -> tuple[Record, Record, Record]:
    one, thin, other = BRIDGES[kind]
    return one, replace(one, id=numbered(2), **thin), replace(one, id=numbered(3), **other)


def together(records: Sequence[Record], found: Sequence[Link]) -> list[tuple[str, ...]]:
    return [report.records for report in reports(dict.fromkeys((one.id for one in records), Route.DATABASE), found)]


@pytest.mark.parametrize("kind", BRIDGES)
def test_a_thin_record_agrees_with_each_of_two_papers_that_are_apart(kind: str) -> None:
    one, thin, other = trio(kind)
    assert [link.verdict for pair in ((one, thin), (thin, other)) for link in links(pair)] == [LinkVerdict.SAME] * 2
    assert all(link.verdict is not LinkVerdict.SAME for link in links([one, other]))


@pytest.mark.parametrize("kind", BRIDGES)
def test_a_thin_record_joins_no_two_papers_whichever_comes_first(kind: str) -> None:
    one, thin, other = trio(kind)
    for order in permutations((one, thin, other)):
        found: list[Link] = []
        for place, record in enumerate(order):
            found += links([record], order[:place])
        assert not any({one.id, other.id} <= set(group) for group in together(order, found))
        assert [link.verdict for link in found if BRIDGE in link.reasons] == [LinkVerdict.UNCERTAIN]


@pytest.mark.parametrize("kind", BRIDGES)
def test_of_two_papers_at_once_a_thin_record_goes_with_one_and_a_person_is_asked_about_the_other(kind: str) -> None:
    records = trio(kind)
    found = links(records)
    assert len(together(records, found)) == 2
    assert [link.verdict for link in found if BRIDGE in link.reasons] == [LinkVerdict.UNCERTAIN]


def test_three_records_of_one_paper_are_one_though_two_of_them_differ_by_two_years() -> None:
    records = [replace(PLAIN, id=numbered(ordinal), year=year) for ordinal, year in enumerate((2015, 2016, 2017), 1)]
    assert len(together(records, links(records))) == 1
