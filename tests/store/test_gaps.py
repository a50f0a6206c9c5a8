"""A device's history that arrives with gaps, as from a server, and fills later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.history import follows, may_follow
from reviewkit.model import (
    Decision,
    DeviceId,
    Draft,
    Event,
    EventId,
    Order,
    QueueOrder,
    Reviewer,
    Search,
    Stage,
    Verdict,
)
from reviewkit.store import codec
from reviewkit.store.store import Stamp, Store
from tests.making import ids

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import Body

THERE = DeviceId("there")
STAMP = Stamp(Reviewer("Ada"), "2026-05-03T00:00:00Z", "1", "c")
ID = ids(9)
LINES = {
    seq: codec.event_line(
        Event(EventId(ID()), Reviewer("Grace"), THERE, seq, "", "2026-05-03T00:00:00Z", "r", Search(f"{seq}"), "1", "c")
    )
    for seq in range(1, 8)
}


def opened(folder: Path, seed: int = 1) -> Store:
    (folder / "state").mkdir(parents=True, exist_ok=True)
    return Store(folder, folder / "state", ids(seed))


@given(st.lists(st.sets(st.integers(1, 7), min_size=1), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_whatever_arrives_when_is_given_once_and_only_what_was_received_is_claimed(
    tmp_path_factory: pytest.TempPathFactory, batches: list[set[int]]
) -> None:
    folder = tmp_path_factory.mktemp("review")
    other, store = opened(folder, 1), opened(folder, 2)
    store.start(None)
    here: set[int] = set()
    for batch in batches:
        before = store.position()
        other.take_in_lines([LINES[seq] for seq in batch], "server")
        assert {event.seq for event in store.take_in().events} == batch - here
        here |= batch
        own = store.append([Draft("s", Search("own"))], STAMP)[0]
        whole = max(seq for seq in range(8) if here.issuperset(range(1, seq + 1)))
        assert own.seen == ({THERE: whole} if whole else {})
        assert own.heard == ({THERE: max(here)} if max(here) > whole else {})
        arrivals, known = opened(folder, 3).start(before)
        assert known
        assert {event.id for event in arrivals.events if event.device == THERE} <= {
            codec.event(codec.parsed(LINES[seq])).id for seq in batch
        }
    assert store.take_in().events == []


@pytest.mark.parametrize(
    ("body", "surely"),
    [(QueueOrder(Stage.FULL_TEXT, Order.RANDOM), True), (Decision(Stage.FULL_TEXT, Verdict.INCLUDE), False)],
)
def test_of_a_history_with_gaps_only_what_no_server_keeps_back_was_surely_seen(body: Body, surely: bool) -> None:
    earlier = Event(EventId("a"), Reviewer("Grace"), THERE, 5, "", "", "r", body, "1", "c")
    later = Event(EventId("b"), Reviewer("Ada"), DeviceId("here"), 1, "", "", "r", Search("x"), "1", "c", {THERE: 3})
    assert not may_follow(later, earlier)
    assert may_follow(replace(later, heard={THERE: 5}), earlier)
    assert follows(replace(later, heard={THERE: 5}), earlier) is surely
    assert follows(replace(later, seen={THERE: 5}), earlier)
