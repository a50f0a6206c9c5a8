"""A connection to the server, and words for everything that keeps it from coming about.

psycopg is imported here alone, and only when a review has a server. What libpq says may quote parts of what it was
given, so its text is shown after passwords are taken out of it.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewkit.errors import InputError, NetworkError
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from reviewkit.store.server.address import Address

    Connection = psycopg.Connection[Any]

SCHEMA = 1
"""The number of this program's schema of a server: how many steps there are in `upgrades`."""
_SECONDS = 5
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        r"28P01|password authentication failed|no password supplied|28000",
        "the server does not let you in: wrong name or password",
        "Put the line that you were handed into ~/.pgpass (readable by you alone), or set PGUSER and PGPASSWORD.",
    ),
    (
        r'3D000|database ".*" does not exist',
        "there is no such database",
        "Compare the address with what you were handed.",
    ),
    (
        r"certificate|server does not support SSL|SSL error|sslmode",
        "the server cannot prove that it is the one meant (TLS)",
        "Give libpq the certificate of whoever vouches for the server: PGSSLROOTCERT=FILE, or PGSSLROOTCERT=system.",
    ),
    (
        r"received invalid response|invalid response to|unexpected message|expected authentication request",
        "what answers there is no PostgreSQL",
        "Compare host and port with what you were handed.",
    ),
    (r"could not translate host name|resolve", "there is no such host", "Compare the address, or look to the network."),
    (r"", "the server cannot be reached", "Work goes on; what you do is sent when it can be reached again."),
)


@dataclass(frozen=True, slots=True)
class Hello:
    """What a server says of itself and of whoever is connected."""

    identity: str
    """Another one means another server, or one that was set up anew."""
    review: str
    owner: bool
    names: tuple[str, ...]
    """Those that the person may write under, the present one first."""
    last: int
    """Of all that ever arrived there."""


def psycopg_() -> Any:
    """Return psycopg. Raises `NetworkError` if it is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise NetworkError(
            "the program lacks what it takes to speak to a PostgreSQL server",
            remedy="Install it with `pip install 'reviewkit[server]'`; until then all stays on this device.",
        ) from error
    return psycopg


def parameters_in(text: str) -> dict[str, str]:
    """Return the parameters in an address. Raises `InputError`, `NetworkError`."""
    driver = psycopg_()
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {name: str(value) for name, value in conninfo_to_dict(text).items() if value is not None}
    except driver.ProgrammingError as error:
        raise InputError(f"the address of the database cannot be read: {scrubbed(str(error))}") from error


def scrubbed(text: str) -> str:
    """Return what libpq says as one line without any password in it."""
    secret = os.environ.get("PGPASSWORD", "")
    text = text.replace(secret, "***") if secret else text
    text = re.sub(r"(?i)(password\s*=\s*)('[^']*'|\S+)", r"\1***", text)
    return line(re.sub(r"(://[^/@\s:]*):[^@\s]*@", r"\1:***@", text))


@contextlib.contextmanager
def words_for_faults(where: str) -> Iterator[None]:
    """Turn what goes wrong with a server into a `NetworkError`."""
    driver = psycopg_()
    try:
        yield
    except driver.Error as error:
        raise _in_words(error, where) from error


def _in_words(error: Any, where: str) -> NetworkError:
    state, said = error.sqlstate or "", scrubbed(str(error))
    if state in ("42501", "23505", "22000", "0A000"):  # what the schema itself refuses, in its own words
        newer = "Whoever set the server up runs `reviewkit server init` of the newest reviewkit."
        remedy = newer if state == "0A000" else ""
        return NetworkError(f"the server refused: {said}", where=where, remedy=remedy, status=403)
    if state and not state.startswith(("08", "28", "3D", "57")):
        return NetworkError(f"the server failed: {said}", where=where, status=500)
    what, remedy = next((what, remedy) for like, what, remedy in _WORDS if re.search(like, f"{state} {said}"))
    return NetworkError(f"{what} ({said})" if said else what, where=where, remedy=remedy)


@contextlib.contextmanager
def connected(to: Address, seconds: int = _SECONDS) -> Iterator[Connection]:
    """Connect, each statement a transaction of its own. Raises `NetworkError`, also for what happens meanwhile."""
    driver = psycopg_()
    settings = {"connect_timeout": seconds, "autocommit": True, "application_name": "reviewkit", **to.parameters}
    with words_for_faults(to.shown), driver.connect(**settings) as connection:
        connection.execute("SET search_path = reviewkit, pg_catalog")
        yield connection


def hello(connection: Connection, review: str, where: str) -> Hello:
    """Return what the server says, if it holds this review and this program understands it. Raises `NetworkError`."""
    try:
        said = connection.execute("SELECT reviewkit.hello()").fetchone()
    except (psycopg_().errors.UndefinedFunction, psycopg_().errors.InvalidSchemaName) as error:
        raise NetworkError(
            "this database holds no review",
            where=where,
            remedy="Whoever owns it sets one up with `reviewkit server init`.",
            status=404,
        ) from error
    value = said[0] if said is not None else {}
    if int(value["schema"]) != SCHEMA:
        newer = int(value["schema"]) > SCHEMA
        raise NetworkError(
            f"the server was set up by {'a newer' if newer else 'an older'} reviewkit (schema {value['schema']}, this "
            f"one knows {SCHEMA})",
            where=where,
            remedy="Update reviewkit on this device; until then all stays here, and nothing is lost."
            if newer
            else "Whoever owns the server runs `reviewkit server init` once with this version.",
            status=426,
        )
    if value["review"] != review:
        raise NetworkError(
            "the server holds another review",
            where=where,
            remedy="Compare the address in criteria/review.toml or REVIEWKIT_DATABASE.",
            status=409,
        )
    if value["closed"] or not (value["owner"] or value["names"]):
        raise NetworkError("you are no reviewer there (any more)", where=where, status=403)
    return Hello(value["identity"], value["review"], value["owner"], tuple(value["names"]), int(value["last"]))
