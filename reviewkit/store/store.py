"""The store of one device: the database is the acknowledgement, the own journal its outbox, others' journals its inbox.

One direction each way. An own event is acknowledged when the database has committed it; the journal gets what it lacks
right after, and again at the next start, so a crash between the two loses nothing. Others' events flow from their
journals into the database. A missing database is built anew from the records and all journals, as a new device.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import HistoryError, InputError, StorageError
from reviewkit.model import DeviceId, Event, EventId, FileId, Record, RecordId, Rejection, Reviewer, record_id
from reviewkit.store import codec, folder, schema, upgrades
from reviewkit.store.folder import Fault, Reading
from reviewkit.store.lock import device_lock, held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Draft

_BATCH = 500


@dataclass(slots=True)
class Arrivals:
    """What a look at the folder and the database brought."""

    events: list[Event] = field(default_factory=list)
    readings: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = field(default_factory=dict)


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
        self._journal_sizes: dict[str, int] = {}
        self._known: dict[DeviceId, int] = {}
        self._known_events = 0
        self._known_readings: set[tuple[str, str]] = set()
        self.behind: StorageError | None = None
        """Why the own journal lacks events that are safely in the database; None if it lacks none."""
        self._engine = _engine(database / "review.sqlite")
        with self._locked(), self._writing() as connection:
            if not sa.inspect(connection).has_table("event"):
                schema.create(connection)
            self.device = DeviceId(_remembered(connection, "device", lambda: new_id().replace("-", "")[:12]))
            upgrades.bring_up_to_date(connection, database)

    def close(self) -> None:
        """Let go of the database."""
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

    # ---------------------------------------------------------------------------------------------- writing

    def append(self, drafts: Sequence[Draft], stamp: Stamp, reading: Reading | None = None) -> list[Event]:
        """Write events, and one import's records, in one transaction; then bring the journal up to date.

        Returns the events once they are safely on this device. Raises `StorageError` and has written nothing. If only
        the journal cannot be written, the events stand; `behind` then says why, and the next write or start mends it.
        """
        with self._locked():
            if reading is not None:
                folder.write_reading(self._folder, reading)
            with self._writing() as connection:
                written = self._follow_on(connection, drafts, stamp)
                events = [event for event, _ in written]
                _insert_events(connection, written)
                _heard(connection, events)
                if reading is not None:
                    _insert_reading(connection, reading)
            self._notice(events)
            self._deliver(stamp.actor, [line for _, line in written])
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
        heard = connection.execute(sa.select(schema.device).where(schema.device.c.id != self.device))
        seen = {DeviceId(row.id): row.seq for row in heard}
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
                supersedes=draft.supersedes,
            )
            line = codec.event_line(event)
            previous = codec.digest(line)
            written.append((event, line))
        return written

    def _deliver(self, actor: Reviewer, new_lines: Sequence[str]) -> None:
        try:
            self._bring_up_to_date(actor, new_lines)
            self.behind = None
        except StorageError as error:
            self.behind = error

    def _bring_up_to_date(self, actor: Reviewer, new_lines: Sequence[str]) -> None:
        """Append to the own journal what it lacks: usually the new lines, all that is missing if it isn't as left."""
        name = folder.journal_name(actor, self.device)
        path = self._folder / name
        expected = self._journal_sizes.get(name)
        with contextlib.suppress(OSError):
            if expected is not None and path.stat().st_size == expected:
                self._journal_sizes[name] = folder.append_lines(path, new_lines)
                return
        self._journal_sizes[name] = folder.mend(path, self._own_lines(actor))

    def _own_lines(self, actor: Reviewer) -> list[tuple[str, str]]:
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(schema.event.c.id, schema.event.c.line)
                .where(schema.event.c.device == self.device, schema.event.c.actor == actor)
                .order_by(schema.event.c.seq)
            )
            return [(row.id, row.line) for row in rows]

    def mend_journals(self) -> None:
        """Bring this device's journals up to date, as at every start; `behind` says why if they cannot be."""
        with self._reading() as connection:
            actors = connection.scalars(
                sa.select(schema.event.c.actor).where(schema.event.c.device == self.device).distinct()
            ).all()
        with self._locked():
            for actor in actors:
                self._deliver(Reviewer(actor), ())

    def keep_export(self, data: bytes, name: str) -> str:
        """Put an export into data/searches/ and return its name there."""
        return folder.keep_export(self._folder, data, name)

    # ---------------------------------------------------------------------------------------------- taking in

    def take_in(self) -> Arrivals:
        """Take in what is new in the folder and return what is new to this program, from whatever program it came."""
        changed = self._changed_files()
        arrived: list[Event] = []
        if changed:
            with self._locked(), self._writing() as connection:
                for path, name, stat in changed:
                    arrived += self._take_in_file(connection, path, name, stat)
        self._notice(arrived)
        arrivals = self._news()
        arrivals.events = arrived + arrivals.events
        return arrivals

    def take_in_lines(self, lines: Iterable[str], name: str) -> list[Fault]:
        """Take in events from elsewhere than the folder, such as another database; returns the lines that are none."""
        data = "".join(f"{line}\n" for line in lines).encode()
        with self._locked(), self._writing() as connection:
            return _take_in_events(connection, data, 0, name)[1]

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
                    as_left = self._journal_sizes.get(name) == stat.st_size
                    if taken.get(name) != now and not as_left:
                        changed.append((path, name, now))
        return changed

    def _take_in_file(self, connection: sa.Connection, path: Path, name: str, stat: tuple[int, int]) -> list[Event]:
        """Take in one changed file and return the events in it that are new."""
        before = connection.execute(sa.select(schema.taken).where(schema.taken.c.path == name)).first()
        faults: list[Fault] = []
        events: list[Event] = []
        data, known, so_far = b"", 0, hashlib.sha256()
        try:
            data = folder.content(path, name)
            if name.startswith(folder.RECORDS):
                self._take_in_reading(connection, data)
            else:
                known, so_far = _unchanged(data, before)
                events, found = _take_in_events(connection, data, known, name)
                faults = (_faults(before) if known else []) + found
        except InputError as error:
            faults = [Fault(name, 0, error.what)]
        whole = folder.complete_size(data)
        so_far.update(data[known:whole])
        connection.execute(sa.delete(schema.taken).where(schema.taken.c.path == name))
        connection.execute(
            sa.insert(schema.taken).values(
                path=name,
                size=stat[0],
                modified=stat[1],
                read=whole,
                digest=so_far.hexdigest(),
                faults=json.dumps([[fault.line, fault.what] for fault in faults]),
            )
        )
        return events

    def _take_in_reading(self, connection: sa.Connection, data: bytes) -> None:
        reading = folder.read_reading(data)
        if reading is None:
            return
        if connection.scalar(
            sa.select(sa.literal(1)).where(
                schema.reading.c.file == reading.file, schema.reading.c.device == reading.device
            )
        ):
            _check_same_reading(connection, reading)
            return
        _insert_reading(connection, reading)

    def faults(self) -> list[Fault]:
        """Return every line and file of the folder that could not be taken in."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(schema.taken).order_by(schema.taken.c.path)).all()
        there = {name for below in (folder.RECORDS, folder.JOURNALS) for _, name in folder.files(self._folder, below)}
        return [fault for row in rows for fault in _faults(row) if row.path in there]

    def _news(self) -> Arrivals:
        """Return the events and readings in the database that this program has not been given yet."""
        with self._reading() as connection:
            total = connection.scalar(sa.select(sa.func.count()).select_from(schema.event)) or 0
            arrivals = Arrivals()
            if total != self._known_events:
                arrivals.events = self._new_events(connection, total)
            arrivals.readings = self._new_readings(connection)
        self._notice(arrivals.events)
        self._known_events = total
        self._known_readings.update(arrivals.readings)
        return arrivals

    def _new_events(self, connection: sa.Connection, total: int) -> list[Event]:
        """Return the events beyond what is known of each device, or all of them where those are not all that is new."""
        lines: list[str] = []
        for device in connection.scalars(sa.select(schema.device.c.id)).all():
            beyond = sa.and_(schema.event.c.device == device, schema.event.c.seq > self._known.get(device, 0))
            lines += connection.scalars(sa.select(schema.event.c.line).where(beyond))
        if len(lines) != total - self._known_events:
            lines = list(connection.scalars(sa.select(schema.event.c.line)))
        return [codec.event(codec.parsed(line)) for line in lines]

    def _new_readings(self, connection: sa.Connection) -> dict[tuple[FileId, DeviceId], tuple[RecordId, ...]]:
        found: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = {}
        for row in connection.execute(sa.select(schema.reading.c.file, schema.reading.c.device)).all():
            if (row.file, row.device) not in self._known_readings:
                ordinals = connection.scalars(
                    sa.select(schema.entry.c.ordinal)
                    .where(
                        schema.entry.c.file == row.file,
                        schema.entry.c.device == row.device,
                        schema.entry.c.rejected.is_(False),
                    )
                    .order_by(schema.entry.c.ordinal)
                )
                file = FileId(row.file)
                found[file, DeviceId(row.device)] = tuple(record_id(file, ordinal) for ordinal in ordinals)
        return found

    def _notice(self, events: Iterable[Event]) -> None:
        for event in events:
            self._known[event.device] = max(self._known.get(event.device, 0), event.seq)
            self._known_events += 1

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
        with _words_for_refusals(self._engine), self._engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _words_for_refusals(self._engine), self._engine.connect() as connection:
            yield connection


def _engine(path: Path) -> sa.Engine:
    """Return an engine on a SQLite file: WAL, a commit waits for the disk, writers take their place at once."""
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection, _record):  # type: ignore[no-untyped-def]  # the driver's own connection
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=20000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "trusted_schema=OFF",
            "cache_size=-262144",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextlib.contextmanager
def _words_for_refusals(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise HistoryError(
            str(error.orig), remedy="The past of a review cannot be changed; write a new event."
        ) from error
    except sa.exc.DatabaseError as error:
        raise StorageError(
            f"the database refused: {error.orig}",
            where=str(engine.url.database),
            remedy=_remedy(error.orig),
        ) from error


def _remedy(error: BaseException | None) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return "`reviewkit restore` puts the newest backup back; nothing that the folder holds is lost by it."
    return "Nothing of this step was saved. See to the disk (room, rights), then do it again."


def _remembered(connection: sa.Connection, name: str, fresh: Callable[[], str]) -> str:
    found = connection.scalar(sa.select(schema.fact.c.value).where(schema.fact.c.name == name))
    if found is None:
        found = fresh()
        connection.execute(sa.insert(schema.fact).values(name=name, value=found))
    return str(found)


def _insert_events(connection: sa.Connection, events: Sequence[tuple[Event, str]]) -> None:
    if events:
        connection.execute(
            sa.insert(schema.event),
            [
                {"id": one.id, "device": one.device, "seq": one.seq, "actor": one.actor, "line": line}
                for one, line in events
            ],
        )


def _heard(connection: sa.Connection, events: Iterable[Event]) -> None:
    """Note the last seq of each device."""
    last: dict[str, int] = {}
    for event in events:
        last[event.device] = max(last.get(event.device, 0), event.seq)
    for device, seq in last.items():
        before = connection.scalar(sa.select(schema.device.c.seq).where(schema.device.c.id == device))
        if before is None:
            connection.execute(sa.insert(schema.device).values(id=device, seq=seq))
        elif before < seq:
            connection.execute(sa.update(schema.device).where(schema.device.c.id == device).values(seq=seq))


def _insert_reading(connection: sa.Connection, reading: Reading) -> None:
    key = {"file": reading.file, "device": reading.device}
    for table in (schema.reading, schema.entry):
        connection.execute(sa.delete(table).where(table.c.file == reading.file, table.c.device == reading.device))
    connection.execute(sa.insert(schema.reading).values(header=reading.header, **key))
    if reading.entries:
        connection.execute(
            sa.insert(schema.entry),
            [
                {"ordinal": entry.ordinal, "rejected": entry.rejected, "line": entry.line, **key}
                for entry in reading.entries
            ],
        )


def _check_same_reading(connection: sa.Connection, reading: Reading) -> None:
    """Raise `InputError` if a record file now holds other lines than when it was taken in."""
    known = connection.execute(
        sa.select(schema.entry.c.ordinal, schema.entry.c.line)
        .where(schema.entry.c.file == reading.file, schema.entry.c.device == reading.device)
        .order_by(schema.entry.c.ordinal)
    ).all()
    for before, now in zip(known, reading.entries, strict=False):
        if (before.ordinal, before.line) != (now.ordinal, now.line):
            raise InputError(f"entry {now.ordinal} was changed after it was first read; the first reading counts")
    if len(known) != len(reading.entries):
        raise InputError("entries were added or taken away after it was first read; the first reading counts")


def _faults(row: sa.Row[tuple[object, ...]] | None) -> list[Fault]:
    return [Fault(row.path, line, what) for line, what in json.loads(row.faults)] if row is not None else []


def _unchanged(data: bytes, before: sa.Row[tuple[object, ...]] | None) -> tuple[int, hashlib._Hash]:
    """Return how many bytes of a journal were taken in and are still as they were, and their sha256 so far."""
    if before is not None and before.read <= len(data):
        digest = hashlib.sha256(memoryview(data)[: before.read])
        if digest.hexdigest() == before.digest:
            return before.read, digest
    return 0, hashlib.sha256()


def _take_in_events(connection: sa.Connection, data: bytes, known: int, name: str) -> tuple[list[Event], list[Fault]]:
    """Insert the events in a journal from byte `known` on; returns the new ones, and the lines that are none."""
    faults = []
    found: dict[str, tuple[Event, str]] = {}
    lines_before = data[:known].count(b"\n")
    for number, line in folder.complete_lines(data[known:]):
        try:
            if len(line) > folder.LONGEST_LINE:
                raise InputError(f"it is longer than {folder.LONGEST_LINE // 2**20} MB")
            value = codec.parsed(line)
            event, text = codec.event(value), codec.canonical(value)
            _check_same(found.get(event.id), event, text)
            found[event.id] = (event, text)
        except InputError as error:
            faults.append(Fault(name, lines_before + number, error.what))
    faults += _drop_known(connection, found, name)
    # In the order of the table, which is that of the ids: far fewer pages are touched than in the journal's order.
    fresh = [found[identity] for identity in sorted(found)]
    _insert_events(connection, fresh)
    events = [event for event, _ in fresh]
    _heard(connection, events)
    return events, faults


def _check_same(known: tuple[Event, str] | None, event: Event, text: str) -> None:
    if known is not None and known[1] != text:
        raise InputError(f"event {event.id} stands here twice, with two contents")


def _drop_known(connection: sa.Connection, found: dict[str, tuple[Event, str]], name: str) -> list[Fault]:
    """Drop the events that the database has; one id with two contents is a fault that names both."""
    faults = []
    wanted = sorted(found)
    for start in range(0, len(wanted), _BATCH):
        chosen = schema.event.c.id.in_(wanted[start : start + _BATCH])
        for row in connection.execute(sa.select(schema.event.c.id, schema.event.c.line).where(chosen)).all():
            event, text = found.pop(row.id)
            if text != row.line:
                faults.append(Fault(name, 0, _two_contents(event, codec.parsed(row.line))))
    return faults


def _two_contents(event: Event, known: Mapping[str, object]) -> str:
    return (
        f"event {event.id} has two contents: here {event.actor}, device {event.device}, seq {event.seq}; "
        f"known {known.get('actor')}, device {known.get('device')}, seq {known.get('seq')}, which counts"
    )
