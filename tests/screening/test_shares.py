"""Who decides on what: the laws of the rules that divide the work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import Reviewer
from reviewkit.screening.outcome import Rules
from tests.screening.reports import report, reports

ANNA, BERIT, CORA, DORA = (Reviewer(name) for name in ("Anna", "Berit", "Cora", "Dora"))
REPORTS = reports(3000)
seeds = st.integers(-(2**63), 2**63 - 1)
shares = st.floats(0, 1, allow_nan=False)
weights = st.floats(0.1, 1)


@given(seeds, shares, shares, st.sampled_from(REPORTS))
def test_raising_the_dual_share_only_adds_decisions(seed: int, a: float, b: float, one: object) -> None:
    low, high = (Rules((ANNA, BERIT), dual_share=share, seed=seed) for share in sorted((a, b)))
    assert low.needed(one) <= high.needed(one)  # type: ignore[arg-type]


@given(seeds, shares, shares, st.sampled_from(REPORTS), weights)
def test_raising_the_dual_share_keeps_everybodys_turn(
    seed: int, a: float, b: float, one: object, weight: float
) -> None:
    low, high = (
        Rules((ANNA, BERIT, CORA), dual_share=share, seed=seed, shares={BERIT: weight}) for share in sorted((a, b))
    )
    assert low.assigned(one, low.needed(one)) <= high.assigned(one, high.needed(one))  # type: ignore[arg-type]


@given(seeds, shares, st.integers(1, 8))
def test_a_merge_of_reports_never_takes_a_decision_away(seed: int, share: float, number: int) -> None:
    rules = Rules((ANNA, BERIT), dual_share=share, seed=seed)
    parts = reports(number)
    assert rules.needed(report(*(one.id for one in parts))) == max(rules.needed(one) for one in parts)


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 0), (0.2, 520, 680), (0.5, 1400, 1600), (1.0, 3000, 3000)])
def test_two_decide_on_about_the_share_that_the_criteria_say(share: float, low: int, high: int) -> None:
    rules = Rules((ANNA, BERIT), dual_share=share, seed=1)
    assert low <= sum(rules.needed(one) == 2 for one in REPORTS) <= high


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, 0.5),
        ({ANNA: 0.7, BERIT: 0.3}, 0.7),
        ({ANNA: 0.25}, 0.2),
        ({ANNA: 1.0, BERIT: 0.25}, 0.8),
    ],
)
def test_shares_of_the_work_are_as_said_in_any_unit(said: dict[Reviewer, float], expected: float) -> None:
    rules = Rules((ANNA, BERIT), decisions=1, shares=said, seed=3)
    annas = sum(rules.assigned(one, 1) == {ANNA} for one in REPORTS)
    assert abs(annas / len(REPORTS) - expected) < 0.03


def test_who_joins_takes_reports_over_and_moves_no_other() -> None:
    before = Rules((ANNA, BERIT, CORA), decisions=1, shares={ANNA: 0.5}, seed=3)
    after = replace(before, reviewers=(*before.reviewers, DORA))
    moved = 0
    for one in REPORTS:
        old, new = before.assigned(one, 1), after.assigned(one, 1)
        assert new in (old, {DORA})
        moved += new != old
    assert abs(moved / len(REPORTS) - 1 / 3.5) < 0.03


def test_who_leaves_gives_the_own_reports_away_and_moves_no_other() -> None:
    before = Rules((ANNA, BERIT, CORA), seed=3)
    after = replace(before, reviewers=(ANNA, BERIT))
    for one in REPORTS[:500]:
        assert before.assigned(one, 1) - {CORA} <= after.assigned(one, 1)


@given(seeds, st.sampled_from(REPORTS), st.sampled_from((1, 2)))
def test_as_many_have_a_turn_as_are_needed_and_never_more_than_there_are(seed: int, one: object, needed: int) -> None:
    assert len(Rules((ANNA, BERIT, CORA), seed=seed).assigned(one, needed)) == needed  # type: ignore[arg-type]
    assert Rules((ANNA,), seed=seed).assigned(one, needed) == {ANNA}  # type: ignore[arg-type]
