"""The measures of a replay, against figures worked out by hand, and the replay itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import Record, RecordId
from reviewkit.ranking import drawn, features, measures, places, replayed

_orders = st.lists(st.booleans(), min_size=2, max_size=60).filter(lambda order: any(order) and not all(order))


def test_a_worked_example() -> None:
    found = measures([1, 3, 10], 20)

    assert found.wss95 == pytest.approx((20 - 10) / 20 - 0.05)
    assert found.recall10 == pytest.approx(1 / 3)
    assert found.atd == pytest.approx(14 / 3)
    assert found.atd_norm == pytest.approx(14 / 60)
    assert found.loss == pytest.approx((14 / 3 - 2) / 17)


def test_of_twenty_relevant_the_last_need_not_be_found() -> None:
    assert measures([*range(1, 20), 100], 100).wss95 == pytest.approx(0.81 - 0.05)


@given(_orders)
def test_the_loss_is_the_area_that_asreview_measures(order: list[bool]) -> None:
    found, number = sum(order), len(order)
    area = sum(np.cumsum(order))
    expected = (found * (number - (found - 1) / 2) - area) / (found * (number - found))
    assert measures([place for place, one in enumerate(order, 1) if one], number).loss == pytest.approx(expected)


@pytest.mark.parametrize(("order", "loss"), [([1, 2, 3], 0), ([8, 9, 10], 1)])
def test_the_loss_of_the_best_order_is_0_and_of_the_worst_1(order: list[int], loss: float) -> None:
    assert measures(order, 10).loss == pytest.approx(loss)


def test_a_replay_reads_in_the_order_of_the_scores_and_leaves_out_what_it_starts_from() -> None:
    relevant = np.array([True, False, False, True, True, False])
    scores = np.array([9.0, 9.0, 3.0, 2.0, 1.0, 4.0])
    assert list(replayed(lambda *_: scores, relevant, np.array([0, 1]), 2)) == [3, 4]


@pytest.mark.parametrize("interval", [1, 2, 100])
def test_every_relevant_report_is_found_once(interval: int) -> None:
    made = features([Record(RecordId(str(n)), title=f"wolf {n % 3} den {n % 5}") for n in range(30)])
    relevant = np.arange(30) % 3 == 0
    found = places(made, relevant, drawn(relevant, 0), interval)
    assert len(set(found)) == 9
    assert found.min() >= 1
    assert found.max() <= 28


def test_a_seed_draws_one_of_each_kind_and_always_the_same() -> None:
    relevant = np.arange(100) % 7 == 0
    assert list(relevant[drawn(relevant, 3)]) == [True, False]
    assert list(drawn(relevant, 3)) == list(drawn(relevant, 3))
    assert len({tuple(drawn(relevant, seed)) for seed in range(10)}) > 5
