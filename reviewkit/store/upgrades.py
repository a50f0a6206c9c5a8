"""The database's schema brought from any earlier one to this program's.

A change of the schema is one function, appended to `UPGRADES` and never changed afterwards. All that are missing run
in one transaction together with the number that says so, so a crash in the middle leaves the old schema; a copy of the
database is kept before. What the functions do must not touch `event` rows: old events are upgraded when read
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

UPGRADES: Sequence[Callable[[sa.Connection], None]] = ()
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
