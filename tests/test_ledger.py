"""The state is the same whether its events are all held, or read from the database when they are asked for."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit import ledger
from reviewkit.fold import State
from reviewkit.ledger import OnDemand
from reviewkit.model import Reviewer, Stage
from reviewkit.review import remembering
from reviewkit.store import codec, intake, schema
from reviewkit.store.lookup import Lookup
from reviewkit.store.store import Position
from tests.strategies import ACTORS, DEVICES, READINGS, histories
from tests.test_fold import RULES, folded, summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.model import Event


class Database:
    """An empty database in memory."""

    def __init__(self) -> None:
        self.engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
        with self.engine.begin() as connection:
            schema.create(connection)
        self.lookup = Lookup(self.reading)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self.engine.connect() as connection:
            yield connection

    def take(self, events: Sequence[Event]) -> None:
        with self.engine.begin() as connection:
            intake.insert_events(connection, [(event, codec.event_line(event)) for event in events])
            intake.hear(connection, events)


def on_demand(database: Database) -> State:
    state = State(RULES, OnDemand(database.lookup))
    for key, records in READINGS.items():
        state.add_reading(*key, records)
    return state


@pytest.fixture(params=[0, 2_000], ids=["lets go at once", "holds on"])
def held(request: pytest.FixtureRequest) -> Iterator[int]:
    before, ledger._HELD = ledger._HELD, request.param
    yield request.param
    ledger._HELD = before


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.usefixtures("held")
def test_events_read_on_demand_fold_to_the_state_of_events_held(events: list[Event], data: st.DataObject) -> None:
    database = Database()
    arriving = data.draw(st.permutations(events))
    first = data.draw(st.integers(0, len(events)))
    database.take(arriving[:first])
    state = on_demand(database)
    for number, event in enumerate(arriving[first:]):
        database.take([event])
        if data.draw(st.booleans()):  # somebody looks when the database has it and the state was not told yet
            state.outcome(next(iter(state.reports().values())), Stage.TITLE_ABSTRACT) if state.reports() else None
        state.add([event])
        if number % 3 == 0:
            summary(state)
    expected = folded(events)
    assert summary(state) == summary(expected)
    for actor in ACTORS:
        assert state.last_heard(actor) == expected.last_heard(actor)
        for device in DEVICES:
            assert state.last_act(actor, device) == expected.last_act(actor, device)
    assert {event.id for event in state.heads_since("2026")} == {event.id for event in expected.heads_since("2026")}
    assert state.not_blind() == expected.not_blind()
    stages = dict.fromkeys(expected.reports(), tuple(Stage))
    assert state.brought_over(stages) == expected.brought_over(stages)
    assert {event.id for event in state.events()} == {event.id for event in events}


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_going_on_from_what_was_kept_is_starting_anew(events: list[Event], data: st.DataObject) -> None:
    before = data.draw(st.integers(0, len(events)))
    some_readings = data.draw(st.lists(st.sampled_from(list(READINGS)), unique=True))
    old = folded(events[:before], some_readings)
    read = remembering.read(remembering.text(old.remembered(), Position(0, before), RULES), RULES)
    assert read is not None
    position, kept = read
    assert position.events == before
    database = Database()
    database.take(events)
    state = State(RULES, OnDemand(database.lookup))
    for key in kept.readings:
        state.add_reading(*key, READINGS[key])
    state.resume(kept)
    for key in READINGS:
        if key not in kept.readings:
            state.add_reading(*key, READINGS[key])
    state.add(events[before:])
    assert state.standings() == folded(events).standings()
    assert summary(state) == summary(folded(events))


def test_what_was_kept_under_other_rules_does_not_count() -> None:
    text = remembering.text(folded([]).remembered(), Position(0, 0), RULES)
    assert remembering.read(text, RULES) is not None
    assert remembering.read(text, type(RULES)(ACTORS[:2], Reviewer("Emmy"))) is None
    assert remembering.read(None, RULES) is None
