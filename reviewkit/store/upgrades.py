"""The database's schema brought from any earlier one to this program's.

A change of the schema is one function, appended to `UPGRADES` and never changed afterwards. All that are missing run
in one transaction together with the number that says so, so a crash in the middle leaves the old schema; a copy of the
database is kept before. The functions must leave the lines of `event` as they are: old events are upgraded when read
(`eventformats`), since their lines are hashed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import StorageError
from reviewkit.store import backup, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def _looked_up_by_kind_and_subject(connection: sa.Connection) -> None:
    """Bring schema 1 to 2: what an event is and is about in columns of their own, and which events are superseded.

    The table is made anew since its rows refuse every change; the lines go over as they are.
    """
    for statement in (
        "ALTER TABLE event RENAME TO event_1",
        "DROP INDEX event_by_history",
        """CREATE TABLE event (
             id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, actor TEXT NOT NULL,
             kind TEXT NOT NULL, subject TEXT NOT NULL, line TEXT NOT NULL
           ) WITHOUT ROWID""",
        """INSERT INTO event
           SELECT id, device, seq, actor, json_extract(line, '$.kind'), json_extract(line, '$.subject'), line
           FROM event_1 ORDER BY id""",
        """CREATE TABLE superseded (id TEXT NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (id, actor)) WITHOUT ROWID""",
        """INSERT OR IGNORE INTO superseded
           SELECT old.value, event_1.actor FROM event_1, json_each(event_1.line, '$.supersedes') AS old""",
        "DROP TABLE event_1",
        "CREATE INDEX event_by_history ON event (device, seq)",
        "CREATE INDEX event_by_writer ON event (actor, device, seq)",
        "CREATE INDEX event_by_subject ON event (subject)",
        "CREATE INDEX event_by_kind ON event (kind)",
        *schema.REFUSALS,
    ):
        connection.exec_driver_sql(statement)


def _histories_with_gaps(connection: sa.Connection) -> None:
    """Bring schema 2 to 3: in which order events arrived, how far each device's history is here, what a server is told.

    What a device has said to have seen stays: a history that had a gap counts as whole up to its last event.
    """
    for statement in (
        """CREATE TABLE arrival (
             number INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (number, id)
           ) WITHOUT ROWID""",
        """CREATE TABLE about (
             number INTEGER NOT NULL PRIMARY KEY, event TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (event, record)
           )""",
        "ALTER TABLE device ADD COLUMN whole INTEGER NOT NULL DEFAULT 0",
        "UPDATE device SET whole = seq",
    ):
        connection.exec_driver_sql(statement)


UPGRADES: Sequence[Callable[[sa.Connection], None]] = (_looked_up_by_kind_and_subject, _histories_with_gaps)
"""The first brings schema 1 to schema 2, and so on."""
_FACT = "schema"


def bring_up_to_date(
    connection: sa.Connection, database: Path, upgrades: Sequence[Callable[[sa.Connection], None]] = UPGRADES
) -> None:
    """Run the upgrades that the database in the folder `database` lacks, in the transaction that is open.

    A database that states no number has just been made. Raises `StorageError` if a newer program made it, or if no
    copy can be kept; nothing is changed then.
    """
    newest = len(upgrades) + 1
    stated = connection.scalar(sa.select(schema.fact.c.value).where(schema.fact.c.name == _FACT))
    if stated is None:
        connection.execute(sa.insert(schema.fact).values(name=_FACT, value=str(newest)))
        return
    number = int(stated)
    if number > newest:
        raise StorageError(
            f"was made by a newer reviewkit (schema {number}, this one knows {newest})",
            where=str(database),
            remedy="Update reviewkit on this device; nothing was changed.",
        )
    if number < newest:
        backup.before_upgrade(database, newest)
        for upgrade in upgrades[number - 1 :]:
            upgrade(connection)
        connection.execute(sa.update(schema.fact).where(schema.fact.c.name == _FACT).values(value=str(newest)))
