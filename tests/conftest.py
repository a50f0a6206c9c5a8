"""What holds for every test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is printed be as wide for everybody as on the narrowest usual terminal."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(autouse=True)
def _no_state_of_a_person(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the databases and settings of tests apart from those of whoever runs them."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("REVIEWKIT_CONFIG", str(tmp_path_factory.mktemp("config")))
