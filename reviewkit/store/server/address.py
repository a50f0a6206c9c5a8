"""Where the server is, how one gets there safely, and nothing secret.

Passwords are libpq's business: PGPASSWORD, ~/.pgpass, a service file. An address that holds one is refused, and no
message quotes what libpq knew. To a server that is not on this machine nothing but a checked TLS connection is made,
unless the user's own settings say otherwise; the review's criteria, which others write, cannot say so.
"""

from __future__ import annotations

import configparser
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from reviewkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "REVIEWKIT_DATABASE"
_LOCAL = ("localhost", "127.0.0.1", "::1", "")
_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}


@dataclass(frozen=True, slots=True)
class Address:
    """A server's database, as libpq is told of it."""

    shown: str
    """As people may read it."""
    parameters: Mapping[str, str | int] = field(repr=False)
    local: bool


def address(in_criteria: str, environment: Mapping[str, str] | None = None) -> Address | None:
    """Return the server of a review: the one that REVIEWKIT_DATABASE names, else the criteria; None without one.

    Raises `InputError` for what is no address, or holds a password.
    """
    known = os.environ if environment is None else environment
    if own := known.get(VARIABLE, ""):
        return _address(own, VARIABLE, known)
    return _address(in_criteria, "criteria/review.toml", known) if in_criteria else None


def named(text: str, environment: Mapping[str, str] | None = None) -> Address:
    """Return the server that a person names. Raises `InputError`."""
    return _address(text, "the address", os.environ if environment is None else environment)


def fault(text: str) -> str:
    """Return why a text cannot stand as an address; empty if it can."""
    if not text.startswith(("postgresql://", "postgres://")):
        return "is no address of a PostgreSQL database"
    try:
        parts = urlsplit(text)
        _ = parts.port
        has_password = parts.password is not None or "password" in parse_qs(parts.query, keep_blank_values=True)
    except ValueError:
        return "is no address of a PostgreSQL database"
    return "holds a password, which everybody who gets the text would have" if has_password else ""


def _address(text: str, where: str, environment: Mapping[str, str]) -> Address:
    from reviewkit.store.server.connection import parameters_in

    if what := fault(text):
        raise InputError(
            f"the address of the database {what}",
            where=where,
            remedy="Write postgresql://HOST/DATABASE. Passwords belong in ~/.pgpass, PGPASSWORD or a service file.",
        )
    given = parameters_in(text)
    service = _service(given.get("service") or environment.get("PGSERVICE", ""), environment)
    host = given.get("host") or given.get("hostaddr") or environment.get("PGHOST") or service.get("host", "")
    local = all(one in _LOCAL or one.startswith("/") for one in host.split(","))
    own = "sslmode" in given or "PGSSLMODE" in environment or "sslmode" in service
    safe: dict[str, str | int] = {} if local or own else {"sslmode": "verify-full"}
    name = given.get("dbname") or environment.get("PGDATABASE") or service.get("dbname", "")
    shown = f"{host or 'this machine'}{'/' + name if name else ''}"
    return Address(shown, {**given, **safe, **({} if local else _ALIVE)}, local)


def _service(name: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the user's own service file says of a service; nothing that cannot be read."""
    if not name:
        return {}
    path = Path(environment.get("PGSERVICEFILE") or Path.home() / ".pg_service.conf")
    found = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        found.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return {}
    return dict(found[name]) if found.has_section(name) else {}
