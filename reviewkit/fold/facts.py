"""What people have noted for all: searches, imports, pilot rounds, rulings, removals, repairs; and what a head says.

Of two who noted the same fact, whoever had seen the other's note goes before.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from reviewkit.history import effective, latest
from reviewkit.model import (
    Appraisal,
    Body,
    Code,
    Coding,
    CriteriaText,
    Decision,
    DeviceId,
    Event,
    EventId,
    Filling,
    FullText,
    Import,
    Link,
    LinkOrigin,
    Memo,
    PassedOn,
    Pilot,
    QueueOrder,
    Quotation,
    Reconciled,
    RecordId,
    Removal,
    Repair,
    Resolution,
    Retrieval,
    Reviewer,
    Route,
    Ruling,
    SameStudy,
    Search,
    SearchId,
    SeedSearched,
    Settled,
    Stage,
    Stopping,
    Tags,
    Undo,
    record_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reviewkit.ledger import Ledger


_ROUTE_ORDER = {route: position for position, route in enumerate(Route)}
_B = TypeVar("_B", Search, Pilot, Ruling)
FACTS = (Search, Import, SameStudy, Pilot, Ruling, Removal, Repair, SeedSearched, QueueOrder, Stopping, Code)
"""What is held as long as a review is open: few, and much stands on them."""


_CAN_BE_UNDONE = (
    Decision,
    Resolution,
    Retrieval,
    FullText,
    Tags,
    PassedOn,
    Repair,
    Filling,
    Appraisal,
    Settled,
    Coding,
    Reconciled,
    Quotation,
    Memo,
)


class Facts:
    """The events of a review, and the facts among them."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        self._ledger = ledger
        self._facts: dict[type[Body], defaultdict[str, dict[EventId, Event]]] = {
            kind: defaultdict(dict) for kind in FACTS
        }
        self._criteria: set[str] = set()
        self._known_searches: dict[SearchId, Search] | None = None

    def events(self) -> Iterator[Event]:
        """Yield all events, in no particular order."""
        return self._ledger.all()

    def knows_criteria(self, fingerprint: str) -> bool:
        """Return whether the text of the criteria of that hash is in the history."""
        return fingerprint in self._criteria

    def _is_head(self, event: Event) -> bool:
        return self._ledger.is_head(event)

    def heads_since(self, time: str) -> list[Event]:
        """Return the events of a time or later, by their devices' clocks, that count, in no particular order."""
        return [event for event in self._ledger.since(time) if self._is_head(event)]

    def body(self, event: Event) -> Body | None:
        """Return what a head says, undos followed."""
        return effective(event, self._ledger.event)

    def _act(self, head: Event) -> Event:
        """Return the event that a head lets count: itself, or what an undo has brought back."""
        undo = head.body if isinstance(head.body, Undo) else None
        restored = self._ledger.event(undo.to) if undo is not None and undo.to is not None else None
        return restored if restored is not None else head

    def last_act(self, actor: Reviewer, device: DeviceId) -> tuple[Event, Event] | None:
        """Return the last act of a person on a device that still counts, and the head that says so.

        Head and act differ where an undo has brought the act back, which is older than the undo then.
        """
        best: tuple[Event, Event] | None = None
        for event in self._ledger.newest_first(actor, device):
            if best is not None and event.seq < best[0].seq:
                break
            act = self._act(event)
            if self._is_head(event) and act.device == device and _can_be_undone(self.body(event)):
                best = max(best or (act, event), (act, event), key=lambda pair: pair[0].seq)
        return best

    def acts(self, actor: Reviewer, device: DeviceId) -> Iterator[Event]:
        """Yield what a person did on a device, the last first, also what counts no longer."""
        return self._ledger.newest_first(actor, device)

    def replaced_by(self, act: Event) -> list[Event]:
        """Return the acts that counted until `act` replaced them, sorted by id; one brought back counts as itself."""
        known = [event for old in act.supersedes if (event := self._ledger.event(old)) is not None]
        acts = [self._act(event) for event in known if self.body(event) is not None]
        by_id = {act.id: act for act in acts}
        return [by_id[identity] for identity in sorted(by_id)]

    def last_heard(self, actor: Reviewer) -> str:
        """Return the time of the last event of a reviewer, for showing; empty if none has arrived."""
        return max((event.time for event in latest(self._ledger.last(actor))), default="")

    # ---------------------------------------------------------------------------------------------- facts

    def _agreed(self, kind: type[_B]) -> dict[str, _B]:
        """Return what people together say of each fact: the last that saw the others, ties by lowest id."""
        found = {}
        for subject, events in self._facts[kind].items():
            for event in self._latest(events.values())[:1]:
                if isinstance(event.body, kind):
                    found[subject] = event.body
        return found

    def _latest(self, events: Iterable[Event]) -> list[Event]:
        return latest(event for event in events if self._is_head(event))

    def own_facts(self, kind: type[Body], subject: str, actor: Reviewer) -> frozenset[EventId]:
        """Return a person's own events on a fact such as a pilot or a ruling: what the next one replaces."""
        return frozenset(event.id for event in self._facts[kind].get(subject, {}).values() if event.actor == actor)

    def searches(self) -> dict[SearchId, Search]:
        """Return the searches by id, sorted by route and name; a correction that saw the first note replaces it."""
        if self._known_searches is None:
            known = [(SearchId(subject), body) for subject, body in self._agreed(Search).items()]
            known.sort(key=lambda item: (_ROUTE_ORDER[item[1].route], item[1].name, item[0]))
            self._known_searches = dict(known)
        return self._known_searches

    def search_events(self, search: SearchId) -> list[Event]:
        """Return all that was ever noted of a search, in no particular order."""
        return list(self._facts[Search].get(search, {}).values())

    def import_events(self) -> list[Event]:
        """Return every import that was ever made, complete or not, in no particular order."""
        return [event for events in self._facts[Import].values() for event in events.values()]

    def pilot_events(self) -> list[Event]:
        """Return all that was ever said of pilot rounds, in no particular order."""
        return [event for events in self._facts[Pilot].values() for event in events.values()]

    def removal_events(self, rule: str) -> list[Event]:
        """Return the runs of a rule that count: more than one if they were made unknown to each other."""
        return self._latest(self._facts[Removal].get(rule, {}).values())

    def order_events(self) -> list[Event]:
        """Return each time that somebody chose an order of reading, in no particular order."""
        return [event for events in self._facts[QueueOrder].values() for event in events.values()]

    def order_of(self, stage: Stage, actor: Reviewer) -> QueueOrder | None:
        """Return the order in which a reviewer reads at a stage; None if none was ever chosen."""
        own = [event for event in self._facts[QueueOrder].get(stage, {}).values() if event.actor == actor]
        return next((event.body for event in self._latest(own) if isinstance(event.body, QueueOrder)), None)

    def stopping_events(self, stage: Stage) -> list[Event]:
        """Return what people last said about stopping a stage: more than one if they said so unknown to each other."""
        return self._latest(self._facts[Stopping].get(stage, {}).values())

    def stopped(self, stage: Stage) -> frozenset[RecordId]:
        """Return the records that a stage was stopped before; of two stops unknown to each other what both name."""
        sets = [records_in(event.body) for event in self.stopping_events(stage)]
        return frozenset.intersection(*sets) if sets else frozenset()

    def criteria_events(self) -> list[Event]:
        """Return each time that criteria were noted down, in no particular order."""
        return self._ledger.of(CriteriaText)

    def decision_events(self) -> list[Event]:
        """Return every decision that was ever made, in no particular order; many, so for reports only."""
        return self._ledger.of(Decision)

    def coding_events(self) -> list[Event]:
        """Return every coding that was ever written, finished or not, in no particular order; for reports only."""
        return self._ledger.of(Coding)

    def pilots(self) -> dict[str, Pilot]:
        """Return the pilot rounds by id, in the order of their names."""
        return dict(sorted(self._agreed(Pilot).items(), key=lambda item: (item[1].name, item[0])))

    def rulings(self) -> dict[str, tuple[Ruling, Event]]:
        """Return the rulings that stand by id, oldest first as the devices' clocks say, each with who wrote it when."""
        found = {}
        for subject, events in self._facts[Ruling].items():
            for event in self._latest(events.values())[:1]:
                if isinstance(event.body, Ruling) and event.body.text:
                    found[subject] = (event.body, event)
        return dict(sorted(found.items(), key=lambda item: (item[1][1].time, item[0])))

    def removals(self) -> dict[str, frozenset[RecordId]]:
        """Return the records that each rule removes, by the rule; of two runs unknown to each other what both say."""
        found = {}
        for rule, events in self._facts[Removal].items():
            sets = [records_in(event.body) for event in self._latest(events.values())]
            if sets and (records := frozenset.intersection(*sets)):
                found[rule] = records
        return dict(sorted(found.items()))


def records_in(body: Body) -> frozenset[RecordId]:
    """Return the records that a removal names, or a stopping."""
    if not isinstance(body, Removal | Stopping):
        return frozenset()
    return frozenset(record_id(file, ordinal) for file, ordinals in body.records for ordinal in ordinals)


def brought_back(event: Event) -> tuple[EventId, ...]:
    """Return the event that an undo lets count again, if it is one that does."""
    return (event.body.to,) if isinstance(event.body, Undo) and event.body.to is not None else ()


def _can_be_undone(body: Body | None) -> bool:
    person = isinstance(body, Link) and body.origin is LinkOrigin.PERSON
    return person or isinstance(body, _CAN_BE_UNDONE)
