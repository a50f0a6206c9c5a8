"""A backup put back, without losing what came after it.

The database that is there is kept aside first. The backup is then completed apart from it: with every event that can
still be read from the database that is there, and with the records and journals of the folder. Only the complete one
takes its place, all under the device's lock, so nothing is ever written on top of a history that lacks its end.

The device keeps its id, for its history goes on. Only where a colleague's device names an event of this one that is
nowhere to be found any more it becomes a new device, as a lost database does: two events with one number would be a
fork.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.errors import StorageError
from reviewkit.store import backup
from reviewkit.store.backup import DATABASE, Why, connect, words_for_refusals
from reviewkit.store.lock import device_lock, held
from reviewkit.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    backup: str
    """Name of the backup that was put back."""
    aside: str
    """Where the database that was there is now; empty if there was none."""
    newer: int
    """Events that the backup did not hold and that were found in the database that was there, or in the folder."""
    new_device: bool
    """The device's own history could not be continued, so it is a new one."""


def restore(folder: Path, database: Path, name: str, *, now: str, new_id: Callable[[], str]) -> Restored:
    """Put the backup `name`, the newest if empty, back as the database of the review in `folder`.

    `database` is the folder of the database. Raises `NotAllowedError` if there is no such backup, and `StorageError`;
    the database that was there is then as it was.
    """
    chosen = backup.place(database, name)
    with held(device_lock(database)), tempfile.TemporaryDirectory(prefix="restoring-", dir=database) as apart:
        copied = Path(apart) / DATABASE
        if not _is_sound(chosen):
            raise StorageError("is damaged itself", where=str(chosen), remedy="Name another; nothing was changed.")
        backup.copy(chosen, copied)
        before = _count(copied)
        new_device = _completed(folder, Path(apart), database / DATABASE, new_id)
        newer = _count(copied) - before
        aside = _put(copied, database, now)
    return Restored(chosen.name, aside, newer, new_device)


def _is_sound(path: Path) -> bool:
    """Return whether a file is a database that SQLite finds nothing wrong with."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(path)) as connection:
        connection.execute("SELECT 1 FROM event LIMIT 1")
        return list(connection.execute("PRAGMA quick_check(1)")) == [("ok",)]
    return False


def _count(path: Path) -> int:
    with words_for_refusals(path), contextlib.closing(connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def _completed(folder: Path, apart: Path, current: Path, new_id: Callable[[], str]) -> bool:
    """Bring the copy in the folder `apart` up to date; returns whether it has to be a new device.

    What the folder holds goes first: a damaged database may hold a damaged line under the same id.
    """
    store = Store(folder, apart, new_id)
    try:
        store.take_in()
        store.take_in_lines(_lines_beyond(current, apart / DATABASE), current.name)
        device = store.device
    finally:
        store.close()
    with words_for_refusals(apart), contextlib.closing(connect(apart / DATABASE)) as connection:
        if not _is_cut(connection, device):
            return False
        with connection:
            connection.execute("DELETE FROM fact WHERE name = 'device'")
        return True


def _lines_beyond(current: Path, known: Path) -> list[str]:
    """Return the events of a database that another lacks: all that can be read, from either end if it is damaged."""
    found: dict[str, None] = {}
    for direction in ("ASC", "DESC"):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(current)) as connection:
            connection.execute("ATTACH ? AS known", (str(known),))
            for (line,) in connection.execute(
                f"SELECT line FROM main.event WHERE id NOT IN (SELECT id FROM known.event) ORDER BY id {direction}"  # noqa: S608  # one of the two words above
            ):
                found[line] = None
            break
    return list(found)


def _is_cut(connection: sqlite3.Connection, device: str) -> bool:
    """Return whether another device has seen more of this device's history than there is."""
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event WHERE device = ?", (device,)).fetchone()
    lasts = connection.execute(
        "SELECT line FROM event AS one WHERE device <> ? "
        "AND seq = (SELECT max(seq) FROM event WHERE device = one.device)",
        (device,),
    )
    return any(json.loads(line).get("seen", {}).get(device, 0) > last for (line,) in lasts)


def _put(copied: Path, database: Path, now: str) -> str:
    """Let a complete database take the place of the one that is there, which is kept; returns the latter's new name.

    A sound one is overwritten in one transaction, so that a program which has it open goes on with the new content.
    """
    current = database / DATABASE
    if not current.exists():
        backup.copy(copied, current)
        return ""
    if not _is_sound(current):
        aside = _moved(current, database, now)
        backup.copy(copied, current)
        return aside
    aside = backup.make(database, now, Why.RESTORE).name
    with (
        words_for_refusals(current),
        contextlib.closing(connect(copied)) as new,
        contextlib.closing(connect(current)) as live,
    ):
        new.backup(live)
    return aside


def _moved(current: Path, database: Path, now: str) -> str:
    """Move a damaged database aside with the files that SQLite keeps beside it."""
    aside = backup.free(database, now, "damaged")
    with words_for_refusals(aside):
        aside.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-wal", "-shm"):
            beside = Path(f"{current}{ending}")
            if beside.exists():
                shutil.move(beside, f"{aside}{ending}")
    return aside.name
