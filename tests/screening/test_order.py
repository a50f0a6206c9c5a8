"""The order of reading, as laws over any scores, shares and seeds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import FileId, Order, QueueOrder, ReportId, Stage, record_id
from reviewkit.screening.order import draw, drawn, due, is_random_place, sequence

REPORTS = [ReportId(record_id(FileId("b" * 64), number)) for number in range(1, 61)]
_scores = st.dictionaries(st.sampled_from(REPORTS), st.floats(-3, 3))
_plans = st.builds(
    QueueOrder, st.just(Stage.TITLE_ABSTRACT), st.sampled_from(Order), st.integers(0, 50), st.integers(0, 9)
)
_waiting = st.lists(st.sampled_from(REPORTS), unique=True).map(sorted)
_first = st.sets(st.sampled_from(REPORTS), max_size=5)


@given(_waiting, _plans, _scores, st.integers(0, 300), _first)
def test_what_waits_is_read_once_each_and_pilots_first(
    waiting: list[ReportId], plan: QueueOrder, scores: dict[ReportId, float], read: int, first: set[ReportId]
) -> None:
    found = sequence(waiting, plan, scores, read=read, first=first)
    leading = [one for one in waiting if one in first]
    assert sorted(found) == waiting
    assert found[: len(leading)] == leading


@given(_waiting, _plans, _scores, st.integers(0, 300), _first)
def test_an_order_made_again_after_a_decision_goes_on_as_it_would_have(
    waiting: list[ReportId], plan: QueueOrder, scores: dict[ReportId, float], read: int, first: set[ReportId]
) -> None:
    now, *behind = sequence(waiting, plan, scores, read=read, first=first) or [REPORTS[0]]
    left = [one for one in waiting if one != now]
    assert sequence(left, plan, scores, read=read + 1, first=first) == behind


@given(st.sampled_from([one for one in Order if one.is_learned]), st.integers(1, 50), _scores, st.integers(0, 9))
def test_at_random_places_stands_what_the_draw_says_whatever_the_scores_are(
    order: Order, share: int, scores: dict[ReportId, float], seed: int
) -> None:
    found = sequence(REPORTS, QueueOrder(Stage.TITLE_ABSTRACT, order, share, seed), scores)
    for place, report in enumerate(found):
        if is_random_place(place, share):
            assert report == min(found[place:], key=lambda one: draw(seed, one))
            assert report in drawn(seed, REPORTS, set(found[: place + 1]))


@pytest.mark.parametrize("share", [0, 1, 5, 10, 33, 50])
def test_the_share_is_kept_in_every_hundred_and_spread_evenly(share: int) -> None:
    places = [place for place in range(1000) if is_random_place(place, share)]
    gaps = {after - before for before, after in itertools.pairwise(places)}
    assert len(places) == 10 * share
    assert not gaps or max(gaps) - min(gaps) <= 1


@given(st.integers(0, 9), st.sets(st.sampled_from(REPORTS)))
def test_the_sample_read_is_the_beginning_of_one_draw(seed: int, read: set[ReportId]) -> None:
    sample = drawn(seed, REPORTS, read)
    assert sample == drawn(seed, REPORTS, set(REPORTS))[: len(sample)]
    assert set(sample) <= read


def test_likely_uncertain_and_mixed() -> None:
    a, b, c, d = REPORTS[:4]
    scores = {a: -2.0, b: 0.1, c: 3.0}
    orders = {
        order: sequence([a, b, c, d], QueueOrder(Stage.TITLE_ABSTRACT, order), scores)
        for order in (Order.IMPORTED, Order.LIKELY, Order.UNCERTAIN, Order.MIXED)
    }
    assert orders == {
        Order.IMPORTED: [a, b, c, d],
        Order.LIKELY: [c, b, d, a],
        Order.UNCERTAIN: [d, b, a, c],
        Order.MIXED: [c, d, b, a],
    }


@pytest.mark.parametrize(
    ("learned", "decided", "again"),
    [(0, 0, False), (0, 1, True), (20, 19, True), (100, 104, False), (100, 105, True), (9000, 9049, False)],
)
def test_it_is_learned_anew_the_more_often_the_less_is_known(learned: int, decided: int, *, again: bool) -> None:
    assert due(learned, decided) is again
