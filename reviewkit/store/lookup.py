"""Events of the database by what they are about, so that whoever needs few does not read all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.model import Appraisal, Coding, Decision, DeviceId, EventId, FileId, Reviewer, Undo
from reviewkit.store import codec, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from reviewkit.model import Body, Event

_AT_ONCE = 200
_event, _superseded, _entry = schema.event.c, schema.superseded.c, schema.entry.c


class Lookup:
    """The events of one database, read when they are asked for."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        """Read on the connections that `reading` opens."""
        self._reading = reading

    def _lines(self, condition: sa.ColumnElement[bool]) -> list[Event]:
        with self._reading() as connection:
            lines = connection.scalars(sa.select(_event.line).where(condition)).all()
        return [codec.event(codec.parsed(line)) for line in lines]

    def about(self, subjects: Sequence[str]) -> list[Event]:
        """Return the events about some subjects."""
        return self._lines(_event.subject.in_(subjects))

    def by_id(self, events: Sequence[EventId]) -> list[Event]:
        """Return the events of those ids that have arrived."""
        return self._lines(_event.id.in_(events))

    def superseded(self, events: Sequence[EventId]) -> list[tuple[Reviewer, EventId]]:
        """Return who superseded which of these events."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.superseded).where(_superseded.id.in_(events))).all()
        return [(Reviewer(row.actor), EventId(row.id)) for row in rows]

    def of(self, kinds: Sequence[type[Body]]) -> list[Event]:
        """Return the events of some kinds."""
        return self._lines(_event.kind.in_([codec.NAMES[kind] for kind in kinds]))

    def heads(self, kinds: Sequence[type[Body]]) -> list[Event]:
        """Return the events of some kinds that nobody of their writer's name has superseded."""
        replaced = sa.exists().where(_superseded.id == _event.id, _superseded.actor == _event.actor)
        return self._lines(_event.kind.in_([codec.NAMES[kind] for kind in kinds]) & ~replaced)

    def all(self) -> Iterator[Event]:
        """Yield all events."""
        yield from self._lines(sa.true())

    def since(self, time: str) -> list[Event]:
        """Return the events of a time or later."""
        return self._lines(sa.func.json_extract(_event.line, "$.time") >= time)

    def by_day(self, kinds: Sequence[type[Body]]) -> list[tuple[str, Reviewer, DeviceId, str, int]]:
        """Return on how many subjects each person did each of these kinds of things a day on each device.

        Day (UTC, by the device's clock), person, device, kind, number.
        """
        day = sa.func.substr(sa.func.json_extract(_event.line, "$.time"), 1, 10)
        columns = (day, _event.actor, _event.device, _event.kind)
        chosen = sa.select(*columns, sa.func.count(sa.distinct(_event.subject)))
        names = [codec.NAMES[kind] for kind in kinds]
        with self._reading() as connection:
            rows = connection.execute(chosen.where(_event.kind.in_(names)).group_by(*columns)).all()
        return [(one, Reviewer(actor), DeviceId(device), kind, number) for one, actor, device, kind, number in rows]

    def not_blind(self) -> frozenset[str]:
        """Return the subjects of what was not made blind; the lines are searched, not read."""
        return self._subjects((Decision, Appraisal, Coding, Undo), '"blind":false')

    def brought_over(self) -> frozenset[str]:
        """Return the subjects of decisions from another program; the lines are searched, not read."""
        return self._subjects((Decision,), '"source":"')

    def _subjects(self, kinds: Sequence[type[Body]], said: str) -> frozenset[str]:
        of_kind = _event.kind.in_([codec.NAMES[kind] for kind in kinds])
        chosen = sa.select(_event.subject).where(of_kind, _event.line.contains(said, autoescape=True))
        with self._reading() as connection:
            return frozenset(connection.scalars(chosen.distinct()).all())

    def newest_first(self, actors: Sequence[Reviewer], device: DeviceId) -> Iterator[Event]:
        """Yield what a person of several names did on a device, the last first."""
        before: int | None = None
        while True:
            chosen = sa.select(_event.seq, _event.line).where(_event.device == device, _event.actor.in_(actors))
            if before is not None:
                chosen = chosen.where(_event.seq < before)
            with self._reading() as connection:
                rows = connection.execute(chosen.order_by(_event.seq.desc()).limit(_AT_ONCE)).all()
            yield from (codec.event(codec.parsed(row.line)) for row in rows)
            if len(rows) < _AT_ONCE:
                return
            before = rows[-1].seq

    def last(self, actors: Sequence[Reviewer]) -> list[Event]:
        """Return the last event of a person of several names on each device."""
        found = []
        with self._reading() as connection:
            devices = connection.scalars(sa.select(schema.device.c.id)).all()
        for device in devices:
            with self._reading() as connection:
                line = connection.scalar(
                    sa.select(_event.line)
                    .where(_event.device == device, _event.actor.in_(actors))
                    .order_by(_event.seq.desc(), _event.id)
                    .limit(1)
                )
            if line is not None:
                found.append(codec.event(codec.parsed(line)))
        return found

    def own_lines(self, device: DeviceId, actors: Sequence[str], after: int, most: int) -> list[tuple[int, str]]:
        """Return seq and line of the first events of a device after a seq, `most` of them (-1: all), in some names."""
        chosen = sa.select(_event.seq, _event.line).where(
            _event.device == device, _event.actor.in_(actors), _event.seq > after
        )
        with self._reading() as connection:
            rows = connection.execute(chosen.order_by(_event.seq, _event.id).limit(most)).all()
        return [(row.seq, row.line) for row in rows]

    def writers(self) -> list[tuple[Reviewer, DeviceId]]:
        """Return who wrote on which device, sorted."""
        chosen = sa.select(_event.actor, _event.device).distinct()
        with self._reading() as connection:
            return sorted((Reviewer(actor), DeviceId(device)) for actor, device in connection.execute(chosen))

    def numbers(self) -> dict[str, int]:
        """Return how many events of each device are here."""
        chosen = sa.select(_event.device, sa.func.count()).group_by(_event.device)
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(chosen)}

    def last_seq(self, device: DeviceId) -> int:
        """Return the highest seq of a device; 0 if nothing of it is here."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.max(_event.seq)).where(_event.device == device)) or 0

    def finishing(self, actors: Sequence[str] | None) -> list[tuple[EventId, str, bool]]:
        """Return the heads that may finish a report or study, of some people or of all: id, subject, if of a study."""
        replaced = sa.exists().where(_superseded.id == _event.id, _superseded.actor == _event.actor)
        names = [codec.NAMES[kind] for kind in (Decision, Appraisal, Coding, Undo)]
        chosen = sa.select(_event.id, _event.subject, _event.kind).where(_event.kind.in_(names), ~replaced)
        if actors is not None:
            chosen = chosen.where(_event.actor.in_(actors))
        with self._reading() as connection:
            rows = connection.execute(chosen).all()
        return [(EventId(row.id), row.subject, row.kind != codec.NAMES[Decision]) for row in rows]

    def about_after(self, number: int, most: int) -> list[tuple[int, EventId, str]]:
        """Return what was noted after a number of which records own events finish: number, event, record."""
        noted = schema.about.c
        chosen = sa.select(schema.about).where(noted.number > number).order_by(noted.number).limit(most)
        with self._reading() as connection:
            return [(row.number, EventId(row.event), row.record) for row in connection.execute(chosen)]

    def databases(self) -> dict[tuple[FileId, DeviceId, int], str]:
        """Return the database that each entry names itself, by its export, who read it, and its ordinal; not all do."""
        named = sa.func.json_extract(_entry.line, "$.database")
        wanted = sa.select(_entry.file, _entry.device, _entry.ordinal, named)
        with self._reading() as connection:
            rows = connection.execute(wanted.where(_entry.rejected.is_(False), named.is_not(None))).all()
        return {(FileId(file), DeviceId(device), ordinal): name for file, device, ordinal, name in rows}


def record_ordinals(connection: sa.Connection, reading: sa.Row[tuple[str, str, str]]) -> Sequence[int]:
    """Return the ordinals of the records that a device read from a file, without going through them if it can be so."""
    entry = schema.entry.c
    own = sa.and_(entry.file == reading.file, entry.device == reading.device)
    header = codec.parsed(reading.header)
    whole = header.get("records")
    if header.get("rejections") == 0 and isinstance(whole, int):
        ends = [entry.ordinal, entry.ordinal.desc()]
        found = [connection.scalar(sa.select(entry.ordinal).where(own).order_by(end).limit(1)) for end in ends]
        if found == [1, whole]:
            return range(1, whole + 1)
    return connection.scalars(
        sa.select(entry.ordinal).where(own, entry.rejected.is_(False)).order_by(entry.ordinal)
    ).all()
