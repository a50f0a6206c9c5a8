"""The store of one device: the database is the acknowledgement, the own journal its outbox, others' journals its inbox.

One direction each way. An own event is acknowledged when the database has committed it; the journal gets what it lacks
right after, and again at the next start, so a crash between the two loses nothing. Others' events flow from their
journals into the database. A missing database is built anew from the records and all journals, as a new device.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import StorageError
from reviewkit.model import DeviceId, Event, EventId, FileId, Record, RecordId, Rejection, Reviewer, record_id
from reviewkit.store import codec, folder, intake, schema, upgrades
from reviewkit.store.database import engine, words_for_refusals
from reviewkit.store.lock import device_lock, held
from reviewkit.store.lookup import Lookup, record_ordinals
from reviewkit.store.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Draft
    from reviewkit.store.folder import Fault, Reading

_BATCH = 500
_OUTBOX = "journals"


@dataclass(slots=True)
class Arrivals:
    """What a look at the folder and the database brought."""

    events: list[Event] = field(default_factory=list)
    readings: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """How far into the history of a database a program has come."""

    arrival: int
    """Number of the last writing of events; what arrived before this program's schema counted them has none."""
    events: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the store cannot know of a new event."""

    actor: Reviewer
    time: str
    version: str
    criteria: str


class Store:
    """Events and records of one review on one device."""

    def __init__(self, review_folder: Path, database: Path, new_id: Callable[[], str]) -> None:
        """Open the database in the folder `database`, or make one. Raises `StorageError`."""
        self._folder = review_folder
        self._new_id = new_id
        self._lock = device_lock(database)
        self._known = 0
        """Number of the last arrival that this program has been given."""
        self._known_events = 0
        self._known_readings: set[tuple[str, str]] = set()
        self._engine = engine(database / "review.sqlite")
        self.lookup = Lookup(self._reading)
        with self._locked(), self._writing() as connection:
            if not sa.inspect(connection).has_table("event"):
                schema.create(connection)
            self.device = DeviceId(_remembered(connection, "device", lambda: new_id().replace("-", "")[:12]))
            upgrades.bring_up_to_date(connection, database)
            intake.try_again(connection)
        self._outbox = Outbox(review_folder, self.device, self._reading)

    @property
    def behind(self) -> StorageError | None:
        """Why an own journal lacks events that are safely in the database; None if none lacks any."""
        return self._outbox.behind

    def close(self) -> None:
        """Remember how the own journals are left, and let go of the database."""
        self._remember_journals()
        self._engine.dispose()

    # ---------------------------------------------------------------------------------------------- facts

    def fact(self, name: str) -> str | None:
        """Return what this device remembers under a name."""
        with self._reading() as connection:
            found = connection.scalar(sa.select(schema.fact.c.value).where(schema.fact.c.name == name))
        return str(found) if found is not None else None

    def remember(self, name: str, value: str) -> None:
        """Remember something on this device alone."""
        with self._locked(), self._writing() as connection:
            connection.execute(sa.delete(schema.fact).where(schema.fact.c.name == name))
            connection.execute(sa.insert(schema.fact).values(name=name, value=value))

    def note_about(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Note which other records own events finish, as (event, record); returns whether anything was not known."""
        rows = [{"event": event, "record": record} for event, record in pairs]
        if not rows:
            return False
        last = sa.select(sa.func.max(schema.about.c.number))
        with self._locked(), self._writing() as connection:
            before = connection.scalar(last)
            connection.execute(sa.insert(schema.about).prefix_with("OR IGNORE"), rows)
            return bool(connection.scalar(last) != before)

    # ---------------------------------------------------------------------------------------------- writing

    def append(self, drafts: Sequence[Draft], stamp: Stamp, reading: Reading | None = None) -> list[Event]:
        """Write events, and one import's records, in one transaction; then bring the journal up to date.

        Returns the events once they are safely on this device. Raises `StorageError` and has written nothing. If only
        the journal cannot be written, the events stand; `behind` then says why, and the next write or start mends it.
        """
        with self._locked():
            file = folder.write_reading(self._folder, reading) if reading is not None else None
            with self._writing() as connection:
                before = intake.last_arrival(connection)
                written = self._follow_on(connection, drafts, stamp)
                events = [event for event, _ in written]
                intake.insert_events(connection, written)
                intake.hear(connection, events)
                if reading is not None and file is not None:
                    intake.insert_reading(connection, reading)
                    intake.note_taken(connection, *file)
            self._notice(events, before, before + 1)
            self._outbox.deliver(stamp.actor, [line for _, line in written])
        return events

    def _follow_on(self, connection: sa.Connection, drafts: Sequence[Draft], stamp: Stamp) -> list[tuple[Event, str]]:
        """Return the drafts as the next events of this device's history, each with its canonical line."""
        last = connection.execute(
            sa.select(schema.event.c.seq, schema.event.c.line)
            .where(schema.event.c.device == self.device)
            .order_by(schema.event.c.seq.desc(), schema.event.c.id)
            .limit(1)
        ).first()
        seq, previous = (last.seq, codec.digest(last.line)) if last is not None else (0, "")
        others = connection.execute(sa.select(schema.device).where(schema.device.c.id != self.device)).all()
        seen = {DeviceId(row.id): row.whole for row in others if row.whole}
        heard = {DeviceId(row.id): row.seq for row in others if row.seq > row.whole}
        written = []
        for draft in drafts:
            seq += 1
            event = Event(
                id=EventId(self._new_id()),
                actor=stamp.actor,
                device=self.device,
                seq=seq,
                previous=previous,
                time=stamp.time,
                subject=draft.subject,
                body=draft.body,
                version=stamp.version,
                criteria=stamp.criteria,
                seen=seen,
                heard=heard,
                supersedes=draft.supersedes,
            )
            line = codec.event_line(event)
            previous = codec.digest(line)
            written.append((event, line))
        return written

    def mend_journals(self) -> None:
        """Bring this device's journals up to date; `behind` says why if they cannot be.

        At a start, journals that are as they were left are not read. Asked again, somebody has a reason to.
        """
        with self._locked():
            if self._outbox.state() or not self._outbox.resume(self.fact(_OUTBOX) or "{}"):
                self._outbox.complete()
                self._remember_journals()

    def _remember_journals(self) -> None:
        """Remember how the own journals were left; if that cannot be, they are compared at the next start."""
        state = self._outbox.state()
        with contextlib.suppress(StorageError):
            if state and state != self.fact(_OUTBOX):
                self.remember(_OUTBOX, state)

    def keep_export(self, data: bytes, name: str) -> str:
        """Put an export into data/searches/ and return its name there."""
        return folder.keep_export(self._folder, data, name)

    # ---------------------------------------------------------------------------------------------- taking in

    def take_in(self) -> Arrivals:
        """Take in what is new in the folder and return what is new to this program, from whatever program it came."""
        arrived: list[Event] = []
        before, after = self._take_in_changed(arrived.extend)
        if not self._notice(arrived, before, after):
            arrived = []  # they come with the news
        arrivals = self._news()
        arrivals.events = arrived + arrivals.events
        return arrivals

    def _take_in_changed(self, bring: Callable[[list[Event]], object]) -> tuple[int, int]:
        """Take in what has changed in the folder; returns the numbers of the last arrival before and after."""
        changed = self._changed_files()
        if not changed:
            return self._known, self._known
        with self._locked(), self._writing() as connection, intake.building(connection):
            before = intake.last_arrival(connection)
            for path, name, stat in changed:
                intake.take_in_file(connection, path, name, stat, bring)
            return before, intake.last_arrival(connection)

    def start(self, before: Position | None) -> tuple[Arrivals, bool]:
        """Take in what is new in the folder and go on from a position that an earlier program had come to.

        Returns all readings, the events beyond that position, and whether it is one of this history. Else, and without
        a position, no events: what the database holds is for `lookup`.
        """
        self._take_in_changed(lambda _: None)  # the database has them, and may have millions
        beyond: list[Event] = []
        known = False
        with self._reading() as connection:
            here = Position(intake.last_arrival(connection), _count(connection))
            if before is not None:
                lines = _lines_beyond(connection, before.arrival)
                known = len(lines) == here.events - before.events
                if known:
                    beyond = [codec.event(codec.parsed(line)) for line in lines]
        self._known, self._known_events = here.arrival, here.events
        news = self._news()
        return Arrivals(beyond + news.events, news.readings), known

    def position(self) -> Position:
        """Return how far this program has come: what it has been given."""
        return Position(self._known, self._known_events)

    def take_in_lines(self, lines: Iterable[str], name: str) -> tuple[int, list[Fault]]:
        """Take in events from elsewhere than the folder; returns how many were new, and the lines that are none."""
        numbered = enumerate((line.encode() for line in lines), start=1)
        with self._locked(), self._writing() as connection:
            batches = list(intake.take_in_events(connection, numbered, name))
        return sum(len(events) for events, _ in batches), [fault for _, faults in batches for fault in faults]

    def events(self) -> int:
        """Return how many events the database holds."""
        with self._reading() as connection:
            return _count(connection)

    def event_lines(self) -> Iterator[str]:
        """Yield the canonical line of every event in the database, by device and seq, ties by id."""
        order = (schema.event.c.device, schema.event.c.seq, schema.event.c.id)
        with self._reading() as connection:
            yield from connection.scalars(sa.select(schema.event.c.line).order_by(*order)).all()

    def _changed_files(self) -> list[tuple[Path, str, tuple[int, int]]]:
        with self._reading() as connection:
            taken = {row.path: (row.size, row.modified) for row in connection.execute(sa.select(schema.taken))}
        changed = []
        for below in (folder.RECORDS, folder.JOURNALS):
            for path, name in folder.files(self._folder, below):
                with contextlib.suppress(OSError):
                    stat = path.lstat()
                    now = (stat.st_size, stat.st_mtime_ns)
                    as_left = self._outbox.size_left(name) == stat.st_size
                    if taken.get(name) != now and not as_left:
                        changed.append((path, name, now))
        return changed

    def faults(self) -> list[Fault]:
        """Return every line and file of the folder that could not be taken in."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.taken).order_by(schema.taken.c.path)).all()
        there = {name for below in (folder.RECORDS, folder.JOURNALS) for _, name in folder.files(self._folder, below)}
        return [fault for row in rows for fault in intake.faults_in(row) if row.path in there]

    def _news(self) -> Arrivals:
        """Return the events and readings in the database that this program has not been given yet."""
        with self._reading() as connection:
            here = Position(intake.last_arrival(connection), _count(connection))
            arrivals = Arrivals()
            if here != self.position():
                arrivals.events = self._new_events(connection, here.events)
            arrivals.readings = self._new_readings(connection)
        self._known, self._known_events = here.arrival, here.events
        self._known_readings.update(arrivals.readings)
        return arrivals

    def _new_events(self, connection: sa.Connection, total: int) -> list[Event]:
        """Return the events that arrived since, or all of them where those are not all that is new."""
        lines = _lines_beyond(connection, self._known)
        if len(lines) != total - self._known_events:
            lines = list(connection.scalars(sa.select(schema.event.c.line)))
        return [codec.event(codec.parsed(line)) for line in lines]

    def _new_readings(self, connection: sa.Connection) -> dict[tuple[FileId, DeviceId], tuple[RecordId, ...]]:
        rows = connection.execute(sa.select(schema.reading)).all()
        new = [row for row in rows if (row.file, row.device) not in self._known_readings]
        return {
            (FileId(row.file), DeviceId(row.device)): tuple(
                record_id(FileId(row.file), ordinal) for ordinal in record_ordinals(connection, row)
            )
            for row in new
        }

    def _notice(self, events: Sequence[Event], before: int, after: int) -> bool:
        """Note that this program has events that arrived as the numbers after `before` up to `after`.

        False, and nothing noted, if it lacks some that another program wrote before them.
        """
        if self._known != before:
            return False
        self._known = after
        self._known_events += len(events)
        return True

    # ---------------------------------------------------------------------------------------------- records

    def records(self, readings: Mapping[FileId, DeviceId], ids: Iterable[RecordId]) -> dict[RecordId, Record]:
        """Return the records of those ids, as the named device of each file read them; unknown ids are left out."""
        by_file: dict[FileId, list[int]] = {}
        for identity in ids:
            file, _, ordinal = identity.partition(":")
            by_file.setdefault(FileId(file), []).append(int(ordinal))
        found = {}
        with self._reading() as connection:
            for file, ordinals in by_file.items():
                for start in range(0, len(ordinals), _BATCH):
                    for line in connection.scalars(
                        sa.select(schema.entry.c.line).where(
                            schema.entry.c.file == file,
                            schema.entry.c.device == readings.get(file, ""),
                            schema.entry.c.rejected.is_(False),
                            schema.entry.c.ordinal.in_(ordinals[start : start + _BATCH]),
                        )
                    ):
                        record = codec.decode(Record, codec.parsed(line))
                        found[record.id] = record
        return found

    def rejections(self, file: FileId, device: DeviceId) -> list[Rejection]:
        """Return the rejected entries of an export, in its order."""
        with self._reading() as connection:
            lines = connection.scalars(
                sa.select(schema.entry.c.line)
                .where(schema.entry.c.file == file, schema.entry.c.device == device, schema.entry.c.rejected)
                .order_by(schema.entry.c.ordinal)
            ).all()
        return [codec.decode(Rejection, codec.parsed(line)) for line in lines]

    # ---------------------------------------------------------------------------------------------- connections

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the device's lock: no other program of this device writes meanwhile."""
        with held(self._lock):
            yield

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with words_for_refusals(self._engine), self._engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with words_for_refusals(self._engine), self._engine.connect() as connection:
            yield connection


def _lines_beyond(connection: sa.Connection, arrival: int) -> list[str]:
    """Return the events that arrived after the arrival of that number, in the order of arriving."""
    event, came = schema.event.c, schema.arrival.c
    joined = schema.arrival.join(schema.event, came.id == event.id)
    chosen = sa.select(event.line).select_from(joined).where(came.number > arrival)
    return list(connection.scalars(chosen.order_by(came.number, came.id)))


def _count(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(schema.event)) or 0


def _remembered(connection: sa.Connection, name: str, fresh: Callable[[], str]) -> str:
    found = connection.scalar(sa.select(schema.fact.c.value).where(schema.fact.c.name == name))
    if found is None:
        found = fresh()
        connection.execute(sa.insert(schema.fact).values(name=name, value=found))
    return str(found)
