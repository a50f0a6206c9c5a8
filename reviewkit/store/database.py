"""The database's engine: how SQLite is opened, and words for what it refuses."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import HistoryError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_CACHE = -16_384
"""Kibibytes of pages that a connection holds, with SQLite's minus sign; the system holds the rest of what is read."""
_CACHE_BUILDING = -262_144


def engine(path: Path) -> sa.Engine:
    """Return an engine on a SQLite file: WAL, a commit waits for the disk, writers take their place at once."""
    made = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(made, "connect")
    def _prepare(connection, _record):  # type: ignore[no-untyped-def]  # the driver's own connection
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=20000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "trusted_schema=OFF",
            f"cache_size={_CACHE}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


@contextlib.contextmanager
def roomy(connection: sa.Connection) -> Iterator[None]:
    """Hold many pages while very much is written in no order of the disk's; afterwards their memory is given back."""
    connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE_BUILDING}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE}")
        connection.exec_driver_sql("PRAGMA shrink_memory")


@contextlib.contextmanager
def words_for_refusals(of: sa.Engine) -> Iterator[None]:
    """Turn what the database refuses into `HistoryError` and `StorageError`."""
    try:
        yield
    except sa.exc.IntegrityError as error:
        raise HistoryError(
            str(error.orig), remedy="The past of a review cannot be changed; write a new event."
        ) from error
    except sa.exc.DatabaseError as error:
        raise StorageError(
            f"the database refused: {error.orig}",
            where=str(of.url.database),
            remedy=_remedy(error.orig),
        ) from error


def _remedy(error: BaseException | None) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return "`reviewkit restore` puts the newest backup back; nothing that the folder holds is lost by it."
    return "Nothing of this step was saved. See to the disk (room, rights), then do it again."
