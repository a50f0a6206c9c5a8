"""Files of the folder and events into the rows of the database, on a connection that is writing.

What is known is passed over, what cannot be read is named and does not count, and a journal whose beginning is as it
was is read from where it was left. A device's history may come with gaps that fill later: a journal may be split, and a
server keeps back what one may not know yet.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import InputError
from reviewkit.store import codec, folder, schema
from reviewkit.store.database import roomy
from reviewkit.store.folder import Fault, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Event

_BATCH = 500
_LINES = 20_000
"""Of a journal that are held at once."""
# Handed to the driver with plain tuples: SQLAlchemy's handling of each row takes as long as its insert.
_EVENT = "INSERT INTO event (id, device, seq, actor, kind, subject, line) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ARRIVAL = "INSERT OR IGNORE INTO arrival (number, id) VALUES (?, ?)"
_SUPERSEDED = "INSERT OR IGNORE INTO superseded (id, actor) VALUES (?, ?)"
_ENTRY = "INSERT INTO entry (file, device, ordinal, rejected, line) VALUES (?, ?, ?, ?, ?)"


@contextlib.contextmanager
def building(connection: sa.Connection) -> Iterator[None]:
    """While an empty database is filled: make the indexes of the events when all are in, each in one go."""
    is_empty = connection.scalar(sa.select(sa.literal(1)).select_from(schema.event).limit(1)) is None
    indexes = sorted(schema.event.indexes, key=lambda index: str(index.name)) if is_empty else []
    for index in indexes:
        index.drop(connection)
    with roomy(connection) if is_empty else contextlib.nullcontext():
        yield
        for index in indexes:
            index.create(connection)


def take_in_file(
    connection: sa.Connection, path: Path, name: str, stat: tuple[int, int], bring: Callable[[list[Event]], object]
) -> None:
    """Take in one changed file; `bring` gets the events in it that are new, some thousands at a time."""
    before = connection.execute(sa.select(schema.taken).where(schema.taken.c.path == name)).first()
    faults: list[Fault] = []
    size, digest = 0, ""
    try:
        with folder.opened(path, name) as file:
            journal = folder.Journal(file)
            if name.startswith(folder.RECORDS):
                _take_in_reading(connection, file.read())
            else:
                if before is not None and journal.goes_on_after(before.read, before.digest):
                    faults += faults_in(before)
                for new, found in take_in_events(connection, journal.complete_lines(), name):
                    bring(new)
                    faults += found
            size, digest = journal.size, journal.digest()
    except InputError as error:
        faults = [Fault(name, 0, error.what)]
        if isinstance(error.__cause__, OSError):  # perhaps locked for a moment: to be tried again at the next look
            stat = (-1, -1)
    note_taken(connection, name, stat, read=(size, digest), faults=faults)


def note_taken(
    connection: sa.Connection,
    name: str,
    stat: tuple[int, int],
    read: tuple[int, str] = (0, ""),
    faults: Iterable[Fault] = (),
) -> None:
    """Note that a file with this size and time of change has been taken in; of a journal, what of it was `read`."""
    connection.execute(sa.delete(schema.taken).where(schema.taken.c.path == name))
    connection.execute(
        sa.insert(schema.taken).values(
            path=name,
            size=stat[0],
            modified=stat[1],
            read=read[0],
            digest=read[1],
            faults=json.dumps([[fault.line, fault.what] for fault in faults]),
        )
    )


def _take_in_reading(connection: sa.Connection, data: bytes) -> None:
    reading = folder.read_reading(data)
    if reading is None:
        return
    if connection.scalar(
        sa.select(sa.literal(1)).where(schema.reading.c.file == reading.file, schema.reading.c.device == reading.device)
    ):
        _check_same_reading(connection, reading)
        return
    insert_reading(connection, reading)


def try_again(connection: sa.Connection) -> None:
    """Have every file with faults read anew: a program that was updated since may understand more."""
    with_faults = schema.taken.c.faults != "[]"
    connection.execute(sa.update(schema.taken).where(with_faults).values(read=0, modified=-1, digest=""))


def last_arrival(connection: sa.Connection) -> int:
    """Return the number of the last writing of events; 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(schema.arrival.c.number))) or 0


def insert_events(connection: sa.Connection, events: Sequence[tuple[Event, str]]) -> None:
    """Insert events with their canonical lines; `HistoryError` if one has the id of another."""
    rows = [(one.id, one.device, one.seq, one.actor, codec.kind_of(one), one.subject, line) for one, line in events]
    number = last_arrival(connection) + 1
    _insert(connection, _ARRIVAL, [(number, one.id) for one, _ in events])
    _insert(connection, _EVENT, rows)
    _insert(connection, _SUPERSEDED, [(old, one.actor) for one, _ in events for old in one.supersedes])


def _insert(connection: sa.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, rows)


def hear(connection: sa.Connection, events: Iterable[Event]) -> None:
    """Note of each device the highest seq, and how far its history is here without a gap."""
    came: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        came[event.device].add(event.seq)
    table = schema.device
    for device, new in came.items():
        before = connection.execute(sa.select(table).where(table.c.id == device)).first()
        seq, whole = (before.seq, before.whole) if before is not None else (0, 0)
        had_gaps = seq > whole
        while whole + 1 in new or (had_gaps and _has(connection, device, whole + 1)):
            whole += 1
        connection.execute(sa.delete(table).where(table.c.id == device))
        connection.execute(sa.insert(table).values(id=device, seq=max(seq, whole, *new), whole=whole))


def _has(connection: sa.Connection, device: str, seq: int) -> bool:
    chosen = sa.and_(schema.event.c.device == device, schema.event.c.seq == seq)
    return connection.scalar(sa.select(sa.literal(1)).where(chosen).limit(1)) is not None


def insert_reading(connection: sa.Connection, reading: Reading) -> None:
    """Insert one complete record file, in the place of an earlier reading by the same device."""
    for table in (schema.reading, schema.entry):
        connection.execute(sa.delete(table).where(table.c.file == reading.file, table.c.device == reading.device))
    connection.execute(
        sa.insert(schema.reading).values(file=reading.file, device=reading.device, header=reading.header)
    )
    key = (reading.file, reading.device)
    _insert(connection, _ENTRY, [(*key, entry.ordinal, entry.rejected, entry.line) for entry in reading.entries])


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


def faults_in(row: sa.Row[tuple[object, ...]] | None) -> list[Fault]:
    """Return the faults that were found in a file when it was taken in."""
    return [Fault(row.path, line, what) for line, what in json.loads(row.faults)] if row is not None else []


def take_in_events(
    connection: sa.Connection, lines: Iterable[tuple[int, bytes]], name: str
) -> Iterator[tuple[list[Event], list[Fault]]]:
    """Insert the events in numbered lines, in batches; yields the new ones of each, and the lines that are none."""
    numbered = iter(lines)
    while batch := list(itertools.islice(numbered, _LINES)):
        found, faults = _events(batch, name)
        faults += _drop_known(connection, found, name)
        # In the order of the table, which is that of the ids: far fewer pages are touched than in the journal's order.
        fresh = [found[identity] for identity in sorted(found)]
        insert_events(connection, fresh)
        events = [event for event, _ in fresh]
        hear(connection, events)
        yield events, faults


def _events(lines: Iterable[tuple[int, bytes]], name: str) -> tuple[dict[str, tuple[Event, str]], list[Fault]]:
    """Return the events in lines by their ids, each with its canonical line, and the lines that are none."""
    found: dict[str, tuple[Event, str]] = {}
    faults = []
    for number, line in lines:
        try:
            if len(line) > folder.LONGEST_LINE:
                raise InputError(f"it is longer than {folder.LONGEST_LINE // 2**20} MB")
            value = codec.parsed(line)
            event, text = codec.event(value), codec.canonical(value)
            _check_same(found.get(event.id), event, text)
            found[event.id] = (event, text)
        except InputError as error:
            faults.append(Fault(name, number, error.what))
    return found, faults


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
