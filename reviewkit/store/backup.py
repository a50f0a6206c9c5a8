"""Copies of the database, beside it in the per-user state folder: taken while it is in use, and thinned.

A name says when and why: `2026-05-03T10-15-00Z-daily.sqlite`. The time is the caller's, orders the names and is never
compared with the times of events; a clock that is off makes an odd name and no lost backup, since the copy just made
always stays. What was made before a schema upgrade is called `before-schema-2.sqlite` and is never thinned.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import os
import re
import sqlite3
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DATABASE = "review.sqlite"
_FOLDER = "backups"
_WAIT_SECONDS = 20
_DAYS, _WEEKS, _OTHERS = 7, 8, 5
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}-\d{2}-\d{2}Z-(daily|asked|restore)(?:-\d+)?\.sqlite")
_UPGRADE = re.compile(r"before-schema-\d+\.sqlite")


class Why(StrEnum):
    """What a backup was made for."""

    DAILY = "daily"
    ASKED = "asked"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy of the database."""

    name: str
    """The file's name, as `reviewkit restore` takes it."""
    size: int
    """Bytes."""


def backups(database: Path) -> list[Backup]:
    """Return the backups of the database in the folder `database`, newest first, those before an upgrade last."""
    names = sorted(_names(database), key=lambda name: (_DATED.fullmatch(name) is not None, name), reverse=True)
    return [Backup(name, (database / _FOLDER / name).stat().st_size) for name in names]


def place(database: Path, name: str) -> Path:
    """Return where a backup is, the newest for an empty name. Raises `NotAllowedError` that lists those there are."""
    there = [one.name for one in backups(database)]
    wanted = name or next((one for one in there if not _is_aside(one)), "")
    if wanted not in there:
        raise NotAllowedError(
            f'there is no backup "{name}"' if name else "there is no backup yet",
            where=str(database / _FOLDER),
            remedy=f"There is {', '.join(there)}." if there else "One is made on each day on which you write.",
        )
    return database / _FOLDER / wanted


def _is_aside(name: str) -> bool:
    """Return whether a backup is what a restore put aside: the last thing that anybody wants back unasked."""
    found = _DATED.fullmatch(name)
    return found is None or found[2] == Why.RESTORE


def _names(database: Path) -> list[str]:
    folder = database / _FOLDER
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if _DATED.fullmatch(path.name) or _UPGRADE.fullmatch(path.name)]


# ------------------------------------------------------------------------------------------------- making


def daily(database: Path, now: str) -> bool:
    """Make the backup of a day unless there is one; returns whether there is. `now` is ISO 8601, UTC.

    An empty database is not worth one, nor the day's only one. Raises `StorageError`.
    """
    made = {found[1] for name in _names(database) if (found := _DATED.fullmatch(name)) and found[2] == Why.DAILY}
    if now[:10] not in made:
        if not _holds_events(database / DATABASE):
            return False
        make(database, now, Why.DAILY)
    return True


def make(database: Path, now: str, why: Why) -> Path:
    """Copy the database of the folder `database` as it is now, and thin the older copies. Raises `StorageError`."""
    target = free(database, now, why)
    copy(database / DATABASE, target)
    names = _names(database)
    for name in set(names) - kept(names) - {target.name}:
        with contextlib.suppress(OSError):  # the next thinning takes it
            (database / _FOLDER / name).unlink()
    return target


def before_upgrade(database: Path, schema: int) -> Path:
    """Copy the database as it is before it gets the schema of that number. Raises `StorageError`."""
    target = database / _FOLDER / f"before-schema-{schema}.sqlite"
    copy(database / DATABASE, target)
    return target


def free(database: Path, now: str, why: str) -> Path:
    """Return where a copy made now goes; no file is there yet."""
    stem = f"{now[:19].replace(':', '-')}Z-{why}"
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.sqlite" for number in itertools.count(1))
    return next(path for name in names if not (path := database / _FOLDER / name).exists())


def _holds_events(path: Path) -> bool:
    with words_for_refusals(path), contextlib.closing(connect(path)) as connection:
        return connection.execute("SELECT 1 FROM event LIMIT 1").fetchone() is not None


def copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use: whole and as of one moment, or not at all. Raises `StorageError`.

    SQLite's online backup in a single step (sqlite.org/backup.html): readers and writers go on meanwhile.
    """
    with words_for_refusals(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".copying-", dir=target.parent)
        os.close(handle)
        try:
            with contextlib.closing(connect(source)) as old, contextlib.closing(sqlite3.connect(temporary)) as new:
                old.backup(new)
                new.execute("PRAGMA journal_mode=DELETE")  # one file, also when somebody looks into it
            _flush(Path(temporary))
            os.replace(temporary, target)  # noqa: PTH105  # mkstemp gives a path as text
        finally:
            Path(temporary).unlink(missing_ok=True)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to a database that is there. Raises `sqlite3.Error`, also if it is not."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def words_for_refusals(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says into `StorageError`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"no copy of the database can be made ({error})",
            where=str(path),
            remedy="Make room or give yourself the right to write there. Nothing was changed.",
        ) from error


# ------------------------------------------------------------------------------------------------- thinning


def kept(names: Iterable[str]) -> set[str]:
    """Return which of these backups stay.

    Of the daily ones the newest of each of the last 7 days, 8 weeks and all months that have one; of those made by hand
    and before a restore the last 5 each; those made before an upgrade all. "Last" is by name: no clock is asked.
    """
    newest_first = sorted(names, reverse=True)
    dated = [(name, found[1], found[2]) for name in newest_first if (found := _DATED.fullmatch(name))]
    days = [(name, day) for name, day, why in dated if why == Why.DAILY]
    stay = {name for name in newest_first if _UPGRADE.fullmatch(name)}
    for why in (Why.ASKED, Why.RESTORE):
        stay.update([name for name, _, reason in dated if reason == why][:_OTHERS])
    for period, most in ((_day, _DAYS), (_week, _WEEKS), (_month, None)):
        stay.update(_newest_of_each(days, period)[:most])
    return stay


def _newest_of_each(days: Iterable[tuple[str, str]], period: Callable[[str], str]) -> list[str]:
    chosen: dict[str, str] = {}
    for name, day in days:
        chosen.setdefault(period(day), name)
    return list(chosen.values())


def _day(day: str) -> str:
    return day


def _week(day: str) -> str:
    with contextlib.suppress(ValueError):
        year, week, _ = datetime.date.fromisoformat(day).isocalendar()
        return f"{year}-{week}"
    return day


def _month(day: str) -> str:
    return day[:7]
