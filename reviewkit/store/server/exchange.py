"""One round with the server: what is new here goes there, what is new there and may be known comes here.

Everything can be repeated: the server passes over an event that it has, and so does the database here, so a connection
that breaks at any moment costs a second sending at the most. What is kept between rounds is only what saves work, for
one server by its identity; another one, or one put back from an older copy, is given everything again.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NetworkError
from reviewkit.model import CriteriaText
from reviewkit.store import codec
from reviewkit.store.folder import RECORDS, SEARCHES, content, plain_name, write_whole
from reviewkit.store.server.connection import connected, hello
from reviewkit.store.sync import free_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reviewkit.store.folder import Fault
    from reviewkit.store.server.address import Address
    from reviewkit.store.server.connection import Connection, Hello
    from reviewkit.store.store import Store

FACT = "server"
_SENT, _FETCHED = 500, 2_000
"""Events at once."""
_PIECE = 2**20
_COUNT_EVERY = 30.0
"""Seconds."""
_RECORD_FILE = re.compile(rf"{RECORDS}/[0-9a-f]{{64}}-([0-9A-Za-z-]{{1,64}})\.jsonl")


@dataclass(slots=True)
class Kept:
    """What is known of one server from the last round."""

    identity: str = ""
    n: int = 0
    """The last event that came from there."""
    file: int = 0
    """The last file."""
    sent: int = 0
    """The seq of this device up to which all own events are there."""
    about: int = 0
    files: dict[str, list[int]] = field(default_factory=dict)
    """Size and time of change of the files that are there."""
    histories: dict[str, list[int]] = field(default_factory=dict)
    """Of each device how many events the server has, and the highest seq."""
    progress: list[tuple[str, str, int]] = field(default_factory=list)
    """Name, gate, and how many reports the person has finished there."""
    read: list[str] = field(default_factory=list)
    """Records that a stopping names and that somebody had read, seen or not."""
    refused: tuple[str, int] | None = None
    """The program's version that could not understand an event, and after which number that came."""

    @classmethod
    def of(cls, text: str | None) -> Kept:
        """Return what was kept; nothing if there is none."""
        value = json.loads(text) if text else {}
        value["progress"] = [(name, gate, number) for name, gate, number in value.get("progress", [])]
        value["refused"] = tuple(value["refused"]) if value.get("refused") else None
        return cls(**value)

    def text(self) -> str:
        """Return it to be kept."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


def kept(store: Store) -> Kept:
    """Return what a device knows of its server from the last round; nothing without one."""
    return Kept.of(store.fact(FACT))


@dataclass(slots=True)
class Exchanged:
    """What a round brought."""

    sent: int = 0
    received: int = 0
    files: int = 0
    """Record files and exports, either way."""
    faults: list[Fault] = field(default_factory=list)


class Exchange:
    """The rounds of one device with one server."""

    def __init__(self, store: Store, folder: Path, review: str, to: Address) -> None:
        """Nothing is asked of the server yet."""
        self._store = store
        self._folder = folder
        self._review = review
        self._to = to
        self._kept = kept(store)
        self._as_kept = self._kept.text()
        self._counted = -math.inf
        self._checked = False
        self._said: tuple[Connection, str | None, Hello] | None = None

    @property
    def read(self) -> list[str]:
        """Return the records that a stopping names and that somebody had read, as of the last round."""
        return self._kept.read

    def once(self, reviewer: str | None, seconds: int = 5) -> Exchanged:
        """Connect for one round. Raises `NetworkError`, `StorageError`."""
        self._counted = -math.inf
        with connected(self._to, seconds) as connection:
            return self.round(connection, reviewer)

    def round(self, connection: Connection, reviewer: str | None) -> Exchanged:
        """Send and fetch what is new. Raises `NetworkError`, `StorageError`; what was done until then stays."""
        said = self._greeted(connection, reviewer)
        found = Exchanged()
        try:
            if said.names:
                self._send_files(connection, found)
                self._send_events(connection, said.names, found)
                self._send_about(connection)
            self._fetch_files(connection, found)
            self._fetch_events(connection, found)
            self._note_counts(connection)
        finally:
            self._keep()
        return found

    def _greeted(self, connection: Connection, reviewer: str | None) -> Hello:
        """Return what the server says, which is asked once a connection and person."""
        if self._said is None or self._said[:2] != (connection, reviewer):
            self._said = (connection, reviewer, self._introduced(connection, reviewer))
        return self._said[2]

    def _introduced(self, connection: Connection, reviewer: str | None) -> Hello:
        said = hello(connection, self._review, self._to.shown)
        if reviewer is not None and said.names and reviewer not in said.names:
            raise NetworkError(
                f"the server knows you as {said.names[0]}, and {reviewer} works here",
                where=self._to.shown,
                remedy="Say who you are with `reviewkit reviewer NAME`, or connect as that person (PGUSER).",
                status=403,
            )
        if said.identity != self._kept.identity or said.last < self._kept.n:
            self._kept = Kept(said.identity)
        if self._kept.refused is not None and self._kept.refused[0] != version("reviewkit"):
            self._kept.n, self._kept.refused = self._kept.refused[1], None  # a newer program may understand more
        if not self._checked:
            self._check_own_history(connection)
        return said

    def _check_own_history(self, connection: Connection) -> None:
        """Send or fetch everything again where the server or the database here was put back from an older copy."""
        device = self._store.device
        row = connection.execute("SELECT last FROM histories() WHERE device = %s", (device,)).fetchone()
        last = row[0] if row is not None else 0
        if last < self._kept.sent:
            self._kept.sent = self._kept.about = 0
        if last > self._store.lookup.last_seq(device):
            self._kept.n = 0
        self._checked = True

    def _keep(self) -> None:
        text = self._kept.text()
        if text != self._as_kept:
            self._store.remember(FACT, text)
            self._as_kept = text

    # ---------------------------------------------------------------------------------------------- events

    def _send_events(self, connection: Connection, names: Sequence[str], found: Exchanged) -> None:
        lookup, device = self._store.lookup, self._store.device
        while lines := lookup.own_lines(device, names, self._kept.sent, _SENT):
            insert_events(connection, [line for _, line in lines])
            self._kept.sent = lines[-1][0]
            found.sent += len(lines)

    def _send_about(self, connection: Connection) -> None:
        while rows := self._store.lookup.about_after(self._kept.about, _SENT):
            insert_about(connection, [(event, record) for _, event, record in rows])
            self._kept.about = rows[-1][0]

    def _fetch_events(self, connection: Connection, found: Exchanged) -> None:
        while rows := connection.execute(
            """SELECT n, line FROM event WHERE n > %(n)s
               UNION ALL
               SELECT s.n, e.line FROM shown s JOIN event e ON e.id = s.event WHERE s.n > %(n)s AND e.n <= %(n)s
               ORDER BY 1 LIMIT %(most)s""",
            {"n": self._kept.n, "most": _FETCHED},
        ).fetchall():
            received, faults = self._store.take_in_lines((line for _, line in rows), self._to.shown)
            found.received += received
            found.faults += faults
            if faults and self._kept.refused is None:
                self._kept.refused = (version("reviewkit"), self._kept.n)
            self._kept.n = rows[-1][0]

    def _note_counts(self, connection: Connection) -> None:
        """Note how many events and how much work there is, now and then: it is for showing."""
        if time.monotonic() - self._counted < _COUNT_EVERY:
            return
        self._counted = time.monotonic()
        rows = connection.execute("SELECT * FROM histories()").fetchall()
        self._kept.histories = {device: [events, last] for device, events, last in sorted(rows)}
        self._kept.progress = connection.execute("SELECT * FROM progress() ORDER BY 1, 2").fetchall()
        self._kept.read = [row[0] for row in connection.execute("SELECT * FROM read_though_stopped() ORDER BY 1")]

    # ---------------------------------------------------------------------------------------------- files

    def _send_files(self, connection: Connection, found: Exchanged) -> None:
        for path, name in own_files(self._folder):
            of = _RECORD_FILE.fullmatch(name)
            stat = path.stat()
            now = [stat.st_size, stat.st_mtime_ns]
            if (of is None or of[1] == self._store.device) and self._kept.files.get(name) != now:
                found.files += insert_file(connection, name, content(path, name))
                self._kept.files[name] = now

    def _fetch_files(self, connection: Connection, found: Exchanged) -> None:
        rows = connection.execute(
            "SELECT id, path, sha256, pieces, n FROM file WHERE n > %s ORDER BY n", (self._kept.file,)
        ).fetchall()
        for identity, name, sha256, pieces, number in rows:
            found.files += fetched_file(connection, self._folder, name, sha256, (identity, pieces))
            self._kept.file = number


def insert_events(connection: Connection, lines: Sequence[str]) -> None:
    """Put lines of events there in their order, all or none; those that are there are passed over."""
    connection.execute("INSERT INTO event (line) SELECT unnest(%s::text[])", (list(lines),))


def insert_about(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Say which other records events finish, as (event, record); what was said is passed over."""
    events, records = [event for event, _ in pairs], [record for _, record in pairs]
    connection.execute(
        "INSERT INTO about (event, record) SELECT * FROM unnest(%s::text[], %s::text[])", (events, records)
    )


def own_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the record files and exports of a folder, with their paths below it; links and hidden ones are left out."""
    for below in (RECORDS, SEARCHES):
        place = folder / below
        if place.is_dir() and not place.is_symlink():
            for path in sorted(place.iterdir()):
                name = f"{below}/{path.name}"
                if _is_plain(name) and path.is_file() and not path.is_symlink():
                    yield path, name


def _is_plain(name: str) -> bool:
    """Return whether a path is one that a server may hold and a folder take from it."""
    below, _, last = name.rpartition("/")
    return bool(_RECORD_FILE.fullmatch(name)) or (below == SEARCHES and plain_name(last) == last)


def insert_file(connection: Connection, name: str, data: bytes) -> bool:
    """Put a file there, whole or not at all; False if it is there already."""
    sha256 = hashlib.sha256(data).hexdigest()
    there = connection.execute("SELECT 1 FROM file WHERE path = %s AND sha256 = %s", (name, sha256)).fetchone()
    if there is not None:
        return False
    pieces = [data[start : start + _PIECE] for start in range(0, len(data), _PIECE)]
    with connection.transaction():
        made = connection.execute(
            "INSERT INTO file (path, sha256, size, pieces) VALUES (%s, %s, %s, %s) RETURNING id",
            (name, sha256, len(data), len(pieces)),
        ).fetchone()
        for number, piece in enumerate(pieces):
            connection.execute("INSERT INTO piece VALUES (%s, %s, %s)", (made and made[0], number, piece))
    return True


def fetched_file(connection: Connection, folder: Path, name: str, sha256: str, of: tuple[int, int]) -> bool:
    """Write a file of the server into the folder, unless it is there; `of` are its id and how many pieces it has.

    One that is not what it says it is is left alone: another reviewer's may be. Raises `StorageError`.
    """
    if not _is_plain(name) or _has(folder / name, sha256):
        return False
    identity, pieces = of
    rows = (
        connection.execute("SELECT bytes FROM piece WHERE (file, number) = (%s, %s)", (identity, number)).fetchone()
        for number in range(pieces)
    )
    data = b"".join(row[0] for row in rows if row is not None)
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    try:
        place = free_place(data, folder / name, journal=False)
    except InputError:
        return False
    if place is None or (place != folder / name and name.startswith(RECORDS)):
        return False
    write_whole(place, data)
    return True


def _has(path: Path, sha256: str) -> bool:
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def criteria_there(connection: Connection) -> dict[str, str]:
    """Return the criteria that were noted last, text by file name. Raises `NetworkError` if there are none."""
    row = connection.execute(
        """SELECT line FROM event WHERE line LIKE '%"kind":"criteria"%' ORDER BY n DESC LIMIT 1"""
    ).fetchone()
    body = codec.event(codec.parsed(row[0])).body if row is not None else None
    if not isinstance(body, CriteriaText):
        raise NetworkError("the server holds no criteria yet", remedy="Its owner runs `reviewkit server push` first.")
    return dict(body.files)


def push_all(connection: Connection, store: Store, folder: Path, about: Iterable[tuple[str, str]]) -> Exchanged:
    """Put all that a folder's database and folder hold onto the server, in everybody's name: as its owner.

    Raises `NetworkError`; what was put until then stays, and a second time goes on.
    """
    found = Exchanged()
    there = {row[0] for row in connection.execute("SELECT id FROM event").fetchall()}
    batch: list[str] = []
    for line in store.event_lines():
        if json.loads(line)["id"] not in there:
            batch.append(line)
        if len(batch) == _FETCHED:
            insert_events(connection, batch)
            found.sent, batch = found.sent + len(batch), []
    insert_events(connection, batch)
    found.sent += len(batch)
    insert_about(connection, list(about))
    for path, name in own_files(folder):
        found.files += insert_file(connection, name, content(path, name))
    return found
