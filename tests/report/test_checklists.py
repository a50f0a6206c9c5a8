from __future__ import annotations

import pytest

from reviewkit.model import Stage
from reviewkit.report import checklists
from reviewkit.report.facts import AtStage, Facts
from reviewkit.report.items import Answered
from tests.report.facts import BOTH, EMPTY, at, facts, searched


def item(found: list[Answered], number: str) -> Answered:
    (one,) = [one for one in found if one.number == number]
    return one


def test_prisma_2020_has_its_27_items_with_their_parts_in_order() -> None:
    numbers = [one.number for one in checklists.prisma_2020(EMPTY)]
    assert len(numbers) == 42
    assert sorted({int(number.rstrip("abcdef")) for number in numbers}) == list(range(1, 28))
    assert [number for number in numbers if number.startswith("13")] == ["13a", "13b", "13c", "13d", "13e", "13f"]
    assert [one.number for one in checklists.grras(EMPTY)] == [str(number) for number in range(1, 16)]


@pytest.mark.parametrize(
    "found", [*checklists.prisma_2020(EMPTY), *checklists.grras(EMPTY)], ids=lambda one: one.number
)
def test_each_item_is_answered_or_says_what_is_missing(found: Answered) -> None:
    assert found.said or found.missing
    assert bool(found.where) == bool(found.said)


def test_nothing_is_claimed_of_screening_that_did_not_happen() -> None:
    assert item(checklists.prisma_2020(EMPTY), "8").missing == (
        "how many reviewers screened, and whether independently",
    )
    alone = facts(stages=at(Stage.TITLE_ABSTRACT, AtStage(over=4, raters=("Ada",))))
    assert item(checklists.prisma_2020(alone), "8").said[0] == (
        "At title and abstract, one reviewer (Ada) decided on each of the 4 reports alone."
    )
    assert "independently" not in " ".join(item(checklists.grras(alone), "9").said)


@pytest.mark.parametrize(
    ("found", "number", "missing"),
    [
        (facts(searches=(searched(),)), "6", ("ERIC: when it was last searched",)),
        (facts(searches=(searched(date="2018-10-15"),)), "6", ()),
        (facts(searches=(searched(),)), "7", ("ERIC: the search string as it was run",)),
        (facts(searches=(searched(query="parents AND school"),)), "7", ()),
        (facts({"identified": 2, "screened": 2, "title_abstract.pending": 2}), "16a", ("2 reports still open",)),
        (facts({"identified": 2, "screened": 2, "title_abstract.excluded": 2}), "16b", ()),
    ],
)
def test_what_is_missing_follows_from_the_events(found: Facts, number: str, missing: tuple[str, ...]) -> None:
    assert item(checklists.prisma_2020(found), number).missing == missing


def test_an_item_is_complete_only_when_nothing_is_missing() -> None:
    done = facts(stages=at(Stage.QUALITY, AtStage(over=2, double=2, independent=2, raters=BOTH)))
    open_, closed = item(checklists.prisma_2020(done), "18"), item(checklists.prisma_2020(done), "24c")
    assert (open_.said != (), open_.complete, closed.complete) == (True, False, True)
