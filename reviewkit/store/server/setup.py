"""A review set up on a server by whoever owns the database there, and its people: added, renamed, closed.

All objects belong to a role that nobody can connect as, so that what runs with the owner's rights has those of the
review alone. Changes of the schema are steps with a name, in one transaction under a lock; clients that are connected
meanwhile see the old one or the new one, and an old program is told by `hello`.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.store.server.kinds import GATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.store.server.connection import Connection

OLDEST = 16
"""The oldest PostgreSQL whose JSON is checked for names that stand there twice."""
_LARGE_OBJECTS = "lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)"


@dataclass(frozen=True, slots=True)
class Handout:
    """What one reviewer needs to connect; the password is shown this once and kept nowhere."""

    name: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can connect, or who only has a past."""

    names: tuple[str, ...]
    """The present one first."""
    role: str
    closed: bool
    events: int


Step = tuple[str, "Callable[[Connection, str], None]"]


def set_up(
    connection: Connection,
    review: str,
    names: Iterable[str],
    rules: Mapping[str, str],
    steps: Sequence[Step] | None = None,
) -> list[Handout]:
    """Set a review up in a database, or bring one to this program's schema and to the criteria's people and rules.

    Returns what to hand to those who are new. All or nothing; can be repeated. Raises `NetworkError`,
    `NotAllowedError`.
    """
    version, todo = connection.info.server_version // 10_000, STEPS if steps is None else steps
    if version < OLDEST:
        raise NetworkError(f"the server is PostgreSQL {version}; it takes {OLDEST} or newer")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('reviewkit set up', 0))")
        before = _schema(connection)
        if before > len(todo):
            raise NetworkError(
                f"the server was set up by a newer reviewkit (schema {before}, this one knows {len(todo)})",
                remedy="Update reviewkit; nothing was changed.",
            )
        if before:
            _check_review(connection, review)
        for _, step in todo[before:]:
            step(connection, review)
        _as_owner(connection, review)
        _remember(connection, {**rules, "schema": str(len(todo))})
        _know_kinds(connection)
        connection.execute("SELECT reviewkit.reveal_all()")
        connection.execute("RESET ROLE")
        known = {name for one in people(connection) if one.role for name in one.names}
        return [_added(connection, review, name) for name in names if name not in known]


def _schema(connection: Connection) -> int:
    there = connection.execute("SELECT to_regclass('reviewkit.setting')").fetchone()
    if there is None or there[0] is None:
        return 0
    found = connection.execute("SELECT value FROM reviewkit.setting WHERE name = 'schema'").fetchone()
    return int(found[0]) if found is not None else 0


def _check_review(connection: Connection, review: str) -> None:
    found = connection.execute("SELECT value FROM reviewkit.setting WHERE name = 'review'").fetchone()
    if found is None or found[0] != review:
        raise NotAllowedError("the database holds another review", remedy="Make one for this review: `createdb NAME`.")


def _first_tables(connection: Connection, review: str) -> None:
    """Make what the first version of the program knew."""
    from psycopg import sql

    for role in _roles(review):
        if not _has_role(connection, role):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    owner, reviewers = (sql.Identifier(role) for role in _roles(review))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    connection.execute(sql.SQL("CREATE SCHEMA reviewkit AUTHORIZATION {}").format(owner))
    _as_owner(connection, review)
    text = files("reviewkit.store.server").joinpath("schema.sql").read_text(encoding="utf-8")
    plain = text.replace("{owner}", owner.as_string()).replace("{reviewers}", reviewers.as_string())
    connection.execute("SET LOCAL search_path = reviewkit, pg_catalog")
    connection.execute(plain.encode())
    connection.execute(
        "INSERT INTO reviewkit.setting VALUES ('identity', %s), ('review', %s), ('turn', '')",
        (secrets.token_hex(8), review),
    )
    connection.execute("RESET ROLE")
    close_doors(connection, review)


STEPS: Sequence[Step] = (("first tables", _first_tables),)
"""By name; the first makes schema 1 of nothing, and so on. Never changed afterwards."""


def close_doors(connection: Connection, review: str) -> None:
    """Leave to reviewers what they need of the database and nothing else."""
    from psycopg import sql

    _, reviewers = _roles(review)
    row = connection.execute("SELECT current_database(), usesuper FROM pg_user WHERE usename = current_user").fetchone()
    database, is_superuser = row if row is not None else ("", False)
    name = sql.Identifier(database)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(reviewers)))
    open_still = connection.execute("SELECT has_database_privilege('public', current_database(), 'TEMP')").fetchone()
    if open_still is None or open_still[0]:
        raise NotAllowedError("whoever sets the review up has to own the database", remedy="Make one: `createdb NAME`.")
    if is_superuser:  # else whoever runs the server has to
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {_LARGE_OBJECTS} FROM PUBLIC")


def _roles(review: str) -> tuple[str, str]:
    """Return the role that owns everything and the one that reviewers belong to."""
    return f"reviewkit_{review[:8]}_owner", f"reviewkit_{review[:8]}"


def _as_owner(connection: Connection, review: str) -> None:
    from psycopg import sql

    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(_roles(review)[0])))


def _has_role(connection: Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def _remember(connection: Connection, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        connection.execute(
            "INSERT INTO reviewkit.setting VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def _know_kinds(connection: Connection) -> None:
    for name, gate in GATES.items():
        connection.execute(
            "INSERT INTO reviewkit.kind VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET gate = excluded.gate",
            (name, gate),
        )


# ------------------------------------------------------------------------------------------------ people


def people(connection: Connection) -> list[Person]:
    """Return everybody whom the server knows, sorted by name."""
    rows = connection.execute(
        """SELECT array_agg(a.name ORDER BY NOT a.present, a.name), coalesce(p.role, ''), p.closed,
                  (SELECT count(*) FROM reviewkit.event e WHERE e.person = p.id)
           FROM reviewkit.person p JOIN reviewkit.actor a ON a.person = p.id
           GROUP BY p.id ORDER BY 1"""
    ).fetchall()
    return [Person(tuple(names), role, closed, events) for names, role, closed, events in rows]


def add(connection: Connection, review: str, name: str) -> Handout:
    """Let somebody in, also one who was closed or has a past; returns what to hand over. Raises `NotAllowedError`."""
    with connection.transaction():
        _check_review(connection, review)
        if any(name in one.names and one.role and not one.closed for one in people(connection)):
            raise NotAllowedError(f"{name} is there already", remedy=f"`reviewkit server close {name}` first.")
        found = _added(connection, review, name)
        _as_owner(connection, review)
        connection.execute("SELECT reviewkit.reveal_all()")
        connection.execute("RESET ROLE")
        return found


def _added(connection: Connection, review: str, name: str) -> Handout:
    from psycopg import sql

    role, password = _free_role(connection, review, name), secrets.token_urlsafe(18)
    hidden = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    make = "CREATE ROLE {} LOGIN CONNECTION LIMIT 20 PASSWORD {} IN ROLE {}"
    if _has_role(connection, role):
        make = "ALTER ROLE {} LOGIN PASSWORD {}"
    parts = [sql.Identifier(role), sql.Literal(hidden), sql.Identifier(_roles(review)[1])]
    connection.execute(sql.SQL(make).format(*parts[: make.count("{}")]))
    connection.execute(sql.SQL("GRANT {} TO {}").format(parts[2], parts[0]))
    _as_owner(connection, review)
    person = connection.execute("SELECT reviewkit.writer(%s)", (name,)).fetchone()
    connection.execute(
        "UPDATE reviewkit.person SET role = %s, closed = false WHERE id = %s", (role, person[0] if person else None)
    )
    connection.execute("RESET ROLE")
    return Handout(name, role, password)


def _free_role(connection: Connection, review: str, name: str) -> str:
    """Return the role of a name: the one it has, or a new one."""
    for one in people(connection):
        if name in one.names and one.role:
            return one.role
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = f"{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')[:30] or 'reviewer'}_{review[:8]}"
    number, role = 1, stem
    while _has_role(connection, role):
        number += 1
        role = f"{stem}_{number}"
    return role


def rename(connection: Connection, review: str, name: str, new: str) -> None:
    """Let a person write under a new name; what was written under the old one stays theirs.

    Raises `NotAllowedError` if the one is not known, or the other belongs to somebody else.
    """
    with connection.transaction():
        _check_review(connection, review)
        known = {one: person for person in people(connection) for one in person.names}
        if name not in known:
            raise NotAllowedError(f"the server knows nobody called {name}")
        if new in known and known[new] != known[name]:
            raise NotAllowedError(f"{new} is somebody else there")
        _as_owner(connection, review)
        connection.execute(
            """INSERT INTO reviewkit.actor SELECT %(new)s, person FROM reviewkit.actor WHERE name = %(old)s
               ON CONFLICT DO NOTHING""",
            {"new": new, "old": name},
        )
        connection.execute(
            """UPDATE reviewkit.actor SET present = (name = %(new)s)
               WHERE person = (SELECT person FROM reviewkit.actor WHERE name = %(new)s)""",
            {"new": new},
        )
        connection.execute("RESET ROLE")


def close(connection: Connection, review: str, name: str) -> str:
    """Let somebody in no longer, also where connected now; their events stay. Returns the role.

    Raises `NotAllowedError` if nobody of that name can connect.
    """
    from psycopg import sql

    with connection.transaction():
        _check_review(connection, review)
        role = next((one.role for one in people(connection) if name in one.names and not one.closed), "")
        if not role:
            raise NotAllowedError(f"nobody called {name} can connect there")
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))
        _as_owner(connection, review)
        connection.execute("UPDATE reviewkit.person SET closed = true WHERE role = %s", (role,))
        connection.execute("RESET ROLE")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,))
    return role
