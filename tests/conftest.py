"""What holds for every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Base, Postgres


@pytest.fixture(autouse=True)
def _a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is printed be as wide for everybody as on the narrowest usual terminal."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(autouse=True)
def _no_state_of_a_person(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the databases and settings of tests apart from those of whoever runs them."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("REVIEWKIT_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, one for all tests of a process that want one."""
    from tests.postgres import running

    with running() as server:
        yield server


@pytest.fixture
def base(postgres: Postgres) -> Iterator[Base]:
    """A database of one's own on it that holds the review of `making`, and knows Ada, Grace and Mary."""
    yield from postgres.made()
