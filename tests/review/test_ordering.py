"""Which order one has chosen, what it is learned from, and that a colleague has no part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError, StorageError
from reviewkit.model import Order, QueueOrder, Stage, Verdict
from reviewkit.review.ordering import saving
from tests.making import decide_all, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

ABSTRACT, FULL = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT


def decide(review: Review, *verdicts: Verdict) -> None:
    for report, verdict in zip(review.screening.queue(ABSTRACT), verdicts, strict=False):
        review.screening.decide(report, ABSTRACT, verdict)


def test_as_imported_unless_chosen_and_each_chooses_alone(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=8)
    assert ada.ordering.queue(ABSTRACT) == ada.screening.queue(ABSTRACT)
    ada.ordering.choose(ABSTRACT, Order.LIKELY, 10)
    ada.ordering.choose(ABSTRACT, Order.RANDOM, seed=4)
    assert ada.ordering.choose(ABSTRACT, Order.RANDOM, seed=4) is None
    sync(ada, grace)
    assert ada.ordering.plan(ABSTRACT) == QueueOrder(ABSTRACT, Order.RANDOM, 0, 4)
    assert {one.ordering.plan(stage).order for one in (grace, ada) for stage in (FULL,)} == {Order.IMPORTED}
    assert grace.ordering.plan(ABSTRACT).order is Order.IMPORTED
    shuffled, waiting = ada.ordering.queue(ABSTRACT), ada.screening.queue(ABSTRACT)
    assert shuffled != waiting
    assert sorted(shuffled) == waiting


@pytest.mark.parametrize(
    ("stage", "order", "share"),
    [
        (ABSTRACT, Order.LIKELY, 51),
        (ABSTRACT, Order.LIKELY, -1),
        (FULL, Order.RANDOM, 5),
        (Stage.QUALITY, Order.RANDOM, 0),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_nothing_is_written(
    tmp_path: Path, stage: Stage, order: Order, share: int
) -> None:
    ada, _ = two_devices(tmp_path, articles=1)
    with pytest.raises(NotAllowedError):
        ada.ordering.choose(stage, order, share)
    assert ada.ordering.plan(stage).order is Order.IMPORTED


def test_a_learned_order_is_the_same_whatever_the_colleague_decided_and_pilots_lead(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=24)
    ada.ordering.choose(ABSTRACT, Order.LIKELY, 20)
    drawn = ada.pilots.start("first", ABSTRACT, size=2, seed=1)
    sync(ada, grace)
    decide(ada, *[Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE] * 4)
    known, first = ada.ordering.known(ABSTRACT), ada.ordering.pilots(ABSTRACT)
    decide_all(grace, ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    assert (ada.ordering.known(ABSTRACT), ada.ordering.pilots(ABSTRACT)) == (known, first)
    assert (len(known.own), known.relevant, sorted(drawn.reports)) == (12, 8, sorted(first))
    ada.pilots.start("second", ABSTRACT, size=2, seed=1)
    ordered, waiting = ada.ordering.queue(ABSTRACT), ada.screening.queue(ABSTRACT)
    assert ordered[:2] == waiting[:2]
    assert sorted(ordered) == sorted(waiting)
    assert ordered != waiting


def test_at_full_text_what_was_settled_serves_until_the_own_decisions_are_of_both_kinds(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    for review in (ada, grace):
        decide(review, Verdict.INCLUDE, Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.INCLUDE)
    sync(ada, grace)
    first, second, out, _ = sorted(ada.session.state.reports())
    grace.screening.decide(first, FULL, Verdict.EXCLUDE, ["timeframe"])
    sync(ada, grace)
    assert ada.ordering.known(FULL).labels == {one: one != out for one in ada.session.state.reports()}
    ada.screening.decide(first, FULL, Verdict.INCLUDE)
    assert len(ada.ordering.known(FULL).labels) == 4
    ada.screening.decide(second, FULL, Verdict.EXCLUDE, ["timeframe"])
    assert ada.ordering.known(FULL).labels == {first: True, second: False}


def test_a_program_that_ends_is_told_in_words(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=2)
    learning = ada.ordering.learning()
    learning.close()
    with pytest.raises(StorageError, match="could not be learned"):
        learning.scores(ada.ordering.known(ABSTRACT))


@pytest.mark.parametrize(
    ("decided", "relevant", "said"),
    [
        (100, 33, "spares you 25 % if about 47 are"),
        (5, 5, "spares you 24 % if about 48 are"),
        (0, 0, "4 % if about 7 are"),
    ],
)
def test_what_can_be_saved_is_said_and_that_it_is_little(decided: int, relevant: int, said: str) -> None:
    assert said in saving(143, decided, relevant)
    assert saving(143, decided, relevant).endswith("So few are best read all.")
    assert "So few" not in saving(10_000, decided, relevant)


def test_the_report_knows_the_orders_in_which_decisions_were_made(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    decide(ada, Verdict.INCLUDE)
    assert ada.reporting.facts().orders == {}
    ada.ordering.choose(ABSTRACT, Order.LIKELY)  # thought better of before anything was decided
    ada.ordering.choose(ABSTRACT, Order.RANDOM)
    decide(ada, Verdict.INCLUDE)
    grace.ordering.choose(ABSTRACT, Order.LIKELY)
    sync(ada, grace)
    orders = {whose: [one.order for one in plans] for whose, plans in grace.reporting.facts().orders.items()}
    assert orders == {(ABSTRACT, "Ada"): [Order.IMPORTED, Order.RANDOM]}
