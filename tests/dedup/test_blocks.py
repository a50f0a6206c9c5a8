from dataclasses import replace

import pytest
from hypothesis import given

from reviewkit.dedup import links
from reviewkit.dedup.blocks import LARGEST, pairs
from reviewkit.dedup.forms import form
from reviewkit.dedup.reach import within_reach
from reviewkit.model import LinkVerdict, Record
from reviewkit.text import Doi
from tests.dedup.records import ARTICLE, numbered, records

MANY = 1200


def words(number: int) -> str:
    """Return five words that no two numbers share all of."""
    return " ".join(f"{'abcdefghij'[int(digit)] * 5}{place}" for place, digit in enumerate(f"{number:05d}"))


FLOODS = {
    "the same title only": lambda i: Record(numbered(i), title="Editorial"),
    "no title at all": lambda i: Record(numbered(i)),
    "a generic title by few editors": lambda i: Record(
        numbered(i),
        title="Editorial",
        authors=(f"{'abcd'[i % 4]}smith, J",),
        year=2000 + i % 3,
        volume=str(i % 7),
        pages=str(i),
    ),
    "a long title in every issue": lambda i: Record(
        numbered(i),
        title="Notes and queries about play in schools",
        year=2000 + i % 20,
        volume=str(i % 20),
        pages=str(i),
    ),
    "one nonsense DOI": lambda i: Record(numbered(i), title=words(i), doi=Doi("10.1000/xyz"), year=2000 + i % 20),
    "one author in one year": lambda i: Record(numbered(i), title=words(i), authors=("Wang, W",), year=2019),
    "one beginning": lambda i: Record(numbered(i), title=f"Early childhood education research {words(i)}", year=2019),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_pairs_grow_with_the_records_and_not_with_their_square(flood: str) -> None:
    forms = [form(FLOODS[flood](i)) for i in range(1, MANY + 1)]
    assert len(pairs(forms, [True] * MANY)[0]) <= MANY * LARGEST


def test_very_many_identical_records_hang_in_a_chain() -> None:
    copies = [replace(ARTICLE, id=numbered(i)) for i in range(1, MANY + 1)]
    found = links(copies)
    assert [(link.a, link.b) for link in found] == [(numbered(i), numbered(i + 1)) for i in range(1, MANY)]
    assert {link.verdict for link in found} == {LinkVerdict.SAME}


def test_another_export_of_a_record_with_very_many_copies_still_meets_them() -> None:
    copies = [replace(ARTICLE, id=numbered(i)) for i in range(1, LARGEST + 10)]
    late = replace(ARTICLE, id=numbered(MANY), title=ARTICLE.title.upper(), doi=None)
    assert {link.verdict for link in links([late], copies)} == {LinkVerdict.SAME}


def test_two_duplicates_in_a_flood_of_one_title_are_still_found() -> None:
    flood = [FLOODS["a long title in every issue"](i) for i in range(1, MANY + 1)]
    twin = replace(flood[500], id=numbered(MANY + 1))
    assert (flood[500].id, twin.id) in {(link.a, link.b) for link in links([*flood, twin])}


def test_pairs_of_known_records_are_not_looked_at_again() -> None:
    forms = [form(replace(ARTICLE, id=numbered(i))) for i in range(1, 5)]
    first, second = pairs(forms, [False, False, True, False])
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 2), (1, 2), (2, 3)]


@given(records(most=6), records(most=12))
def test_what_shares_a_key_with_a_new_record_is_within_reach(new: list[Record], known: list[Record]) -> None:
    reached = {record.id for record in within_reach(new, known)}
    for one in known:
        forms = [form(one), *(form(other) for other in new)]
        if len(pairs(forms, [False] + [True] * len(new))[0]) > len(pairs(forms[1:], [True] * len(new))[0]):
            assert one.id in reached
