"""What happened, by subject and by id, and which of it counts: all that a fold asks of events.

A `Ledger` holds everything that it was given. One `OnDemand` asks its source, the database, for what a fold needs and
holds that for a while, so that opening a review of half a million events reads the few that are looked at. The thing a
reader would get wrong: what `OnDemand.add` is given must be in its source already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from reviewkit.history import renamed
from reviewkit.model import Appraisal, Coding, Decision, Undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import Body, DeviceId, Event, EventId, Reviewer

_HELD = 2_000
"""Subjects of which an `OnDemand` holds the events before it lets go of all of them."""
_AT_ONCE = 500


class Ledger:
    """Events under their people's present names."""

    def __init__(self, names: Mapping[Reviewer, Reviewer] | None = None) -> None:
        """Start with nothing; `names` has the present name of each former one."""
        self._names = names or {}
        self._written: dict[EventId, Event] = {}
        self._events: dict[EventId, Event] = {}
        self._about: defaultdict[str, dict[EventId, Event]] = defaultdict(dict)
        self._superseded: set[tuple[Reviewer, EventId]] = set()

    def add(self, events: Iterable[Event]) -> list[Event]:
        """Take in events as they were written, and return those that may be new, under present names."""
        new = []
        for event in events:
            if event.id not in self._events:
                self._written[event.id] = event
                new.append(self._hold(event))
        return new

    def under(self, names: Mapping[Reviewer, Reviewer]) -> Ledger:
        """Return the same events under other names."""
        found = Ledger(names)
        found.add(self._written.values())
        return found

    def _hold(self, event: Event) -> Event:
        known = renamed(event, self._names) if self._names else event
        self._events[known.id] = known
        self._about[known.subject][known.id] = known
        self._superseded.update((known.actor, old) for old in known.supersedes)
        return known

    def is_head(self, event: Event) -> bool:
        """Return whether an event that came from here counts: its actor has not superseded it."""
        return (event.actor, event.id) not in self._superseded

    def event(self, identity: EventId) -> Event | None:
        """Return the event of that id, None if it has not arrived."""
        return self._events.get(identity)

    def about(self, subject: str) -> Sequence[Event]:
        """Return the events about a subject, in no particular order."""
        return list(self._about.get(subject, {}).values())

    def fetch(self, subjects: Iterable[str]) -> None:
        """Have the events about these subjects at hand: quicker at once than one by one."""

    def fetch_events(self, events: Iterable[EventId]) -> None:
        """Have these events at hand."""

    def of(self, *kinds: type[Body]) -> list[Event]:
        """Return the events of some kinds, in no particular order."""
        return [event for event in self._events.values() if isinstance(event.body, kinds)]

    def all(self) -> Iterator[Event]:
        """Yield all events, in no particular order."""
        return iter(self._events.values())

    def since(self, time: str) -> list[Event]:
        """Return the events that were written at a time or later, by their devices' clocks."""
        return [event for event in self._events.values() if event.time >= time]

    def heads(self, *kinds: type[Body]) -> list[Event]:
        """Return the events of some kinds that count, in no particular order."""
        return [event for event in self.of(*kinds) if self.is_head(event)]

    def not_blind(self) -> frozenset[str]:
        """Return the subjects that a decision, appraisal, coding or undo was about whose writer saw a colleague's."""
        bodies = [(one.subject, one.body) for one in self.of(Decision, Appraisal, Coding, Undo)]
        return frozenset(
            subject
            for subject, body in bodies
            if isinstance(body, Decision | Appraisal | Coding | Undo) and not body.blind
        )

    def brought_over(self) -> frozenset[str]:
        """Return the subjects of decisions that were made in another program and taken over."""
        return frozenset(
            event.subject for event in self.of(Decision) if isinstance(event.body, Decision) and event.body.source
        )

    def newest_first(self, actor: Reviewer, device: DeviceId) -> Iterator[Event]:
        """Yield what a person did on a device, the last first."""
        own = (event for event in self._events.values() if (event.actor, event.device) == (actor, device))
        return iter(sorted(own, key=lambda event: event.seq, reverse=True))

    def last(self, actor: Reviewer) -> list[Event]:
        """Return the last event of a person on each device."""
        last: dict[DeviceId, Event] = {}
        for event in self._events.values():
            if event.actor == actor and (event.device not in last or event.seq > last[event.device].seq):
                last[event.device] = event
        return list(last.values())


class Source(Protocol):
    """Where an `OnDemand` gets events: under the names that they were written under."""

    def about(self, subjects: Sequence[str]) -> list[Event]:
        """Return the events about some subjects."""

    def by_id(self, events: Sequence[EventId]) -> list[Event]:
        """Return the events of those ids that have arrived."""

    def superseded(self, events: Sequence[EventId]) -> list[tuple[Reviewer, EventId]]:
        """Return who superseded which of these events."""

    def of(self, kinds: Sequence[type[Body]]) -> list[Event]:
        """Return the events of some kinds."""

    def heads(self, kinds: Sequence[type[Body]]) -> list[Event]:
        """Return the events of some kinds that nobody of their writer's name has superseded; more do no harm."""

    def all(self) -> Iterator[Event]:
        """Yield all events."""

    def since(self, time: str) -> list[Event]:
        """Return the events of a time or later."""

    def not_blind(self) -> frozenset[str]:
        """Return the subjects of decisions and undos that were not blind; more do no harm."""

    def brought_over(self) -> frozenset[str]:
        """Return the subjects of decisions from another program; more do no harm."""

    def newest_first(self, actors: Sequence[Reviewer], device: DeviceId) -> Iterator[Event]:
        """Yield what a person of several names did on a device, the last first."""

    def last(self, actors: Sequence[Reviewer]) -> list[Event]:
        """Return the last event of a person of several names on each device."""


class OnDemand(Ledger):
    """Events of a source, read when a fold asks for them."""

    def __init__(self, source: Source, names: Mapping[Reviewer, Reviewer] | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(names)
        self._source = source
        self._held: set[str] = set()
        self._complete = False

    def add(self, events: Iterable[Event]) -> list[Event]:
        """Take note of events that the source has got; returns all, since it cannot tell which it gave before."""
        given = list(events)
        self._note_superseded(given)
        return [self._noted(event) for event in given]

    def _noted(self, event: Event) -> Event:
        if self._complete or event.subject in self._held:
            return self._hold(event)
        known = renamed(event, self._names) if self._names else event
        self._superseded.update((known.actor, old) for old in known.supersedes)
        return known

    def under(self, names: Mapping[Reviewer, Reviewer]) -> OnDemand:
        """Return the same events under other names."""
        return OnDemand(self._source, names)

    def event(self, identity: EventId) -> Event | None:
        """Return the event of that id, None if it has not arrived."""
        if identity not in self._events:
            self.fetch_events([identity])
        return self._events.get(identity)

    def about(self, subject: str) -> Sequence[Event]:
        """Return the events about a subject, in no particular order."""
        self.fetch([subject])
        return super().about(subject)

    def fetch(self, subjects: Iterable[str]) -> None:
        """Have the events about these subjects at hand."""
        missing = [] if self._complete else [subject for subject in subjects if subject not in self._held]
        if missing and len(self._held) > _HELD:
            self._let_go()
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            self._held.update(some)
            self._hold_all(self._source.about(some))

    def _let_go(self) -> None:
        """Forget what can be asked for again. What is superseded stays so, and is kept."""
        self._held = set()
        self._events = {}
        self._about = defaultdict(dict)

    def fetch_events(self, events: Iterable[EventId]) -> None:
        """Have these events at hand."""
        missing = [] if self._complete else [one for one in events if one not in self._events]
        for start in range(0, len(missing), _AT_ONCE):
            for event in self._known(self._source.by_id(missing[start : start + _AT_ONCE])):
                self._events[event.id] = event

    def of(self, *kinds: type[Body]) -> list[Event]:
        """Return the events of some kinds, in no particular order."""
        return super().of(*kinds) if self._complete else self._known(self._source.of(kinds))

    def heads(self, *kinds: type[Body]) -> list[Event]:
        """Return the events of some kinds that count, in no particular order."""
        if self._complete:
            return super().heads(*kinds)
        return [event for event in self._known(self._source.heads(kinds)) if self.is_head(event)]

    def all(self) -> Iterator[Event]:
        """Yield all events, in no particular order, and hold them from now on."""
        if not self._complete:
            self._let_go()
            self._hold_all(self._source.all())
            self._complete = True
        return super().all()

    def since(self, time: str) -> list[Event]:
        """Return the events that were written at a time or later, by their devices' clocks."""
        return self._known(self._source.since(time))

    def not_blind(self) -> frozenset[str]:
        """Return the subjects of decisions and undos that were not blind, and perhaps some others."""
        return self._source.not_blind()

    def brought_over(self) -> frozenset[str]:
        """Return the subjects of decisions from another program, and perhaps some others."""
        return self._source.brought_over()

    def newest_first(self, actor: Reviewer, device: DeviceId) -> Iterator[Event]:
        """Yield what a person did on a device, the last first."""
        for event in self._source.newest_first(self._names_of(actor), device):
            yield from self._known([event])

    def last(self, actor: Reviewer) -> list[Event]:
        """Return the last event of a person on each device."""
        return self._known(self._source.last(self._names_of(actor)))

    def _names_of(self, actor: Reviewer) -> list[Reviewer]:
        """Return the names that a person has written under, as far as the criteria say so."""
        own = [] if actor in self._names else [actor]
        return [*own, *(old for old, new in self._names.items() if new == actor)]

    def _hold_all(self, events: Iterable[Event]) -> None:
        given = [self._hold(event) for event in events]
        self._note_superseded(given)

    def _known(self, events: Sequence[Event]) -> list[Event]:
        """Return events of the source under present names; whether they count can be asked from now on."""
        self._note_superseded(events)
        return [renamed(event, self._names) for event in events] if self._names else list(events)

    def _note_superseded(self, events: Sequence[Event]) -> None:
        ids = [event.id for event in events]
        for start in range(0, len(ids), _AT_ONCE):
            for actor, event in self._source.superseded(ids[start : start + _AT_ONCE]):
                self._superseded.add((self._names.get(actor, actor), event))
