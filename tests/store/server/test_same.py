"""What holds of two who share a folder holds of two who meet on a server: the same tests, brought level there."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING

import pytest

from tests.making import MEETING
from tests.store.server.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reviewkit.review import Review
    from tests.postgres import Base

import glob, re
MODULES = sorted(p[:-3].replace("/", ".") for p in glob.glob("tests/review/test_*.py") + ["tests/store/test_store.py"] if "sync(" in open(p).read())


def _tests() -> Iterator[object]:
    for name in MODULES:
        module = importlib.import_module(name)
        for test, function in vars(module).items():
            if test.startswith("test_") and "sync(" in inspect.getsource(function):
                if list(inspect.signature(function).parameters) == ["tmp_path"]:
                    yield pytest.param(function, id=f"{name.rpartition('.')[2]}.{test}")


@pytest.mark.parametrize("test", _tests())
def test_it_holds_on_a_server_as_in_a_folder(
    test: Callable[[Path], None], base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team(base, tmp_path, monkeypatch)

    def by_server(*both: Review) -> None:
        for review in (*both, *both):
            team.be(str(review.session.reviewer))
            review.server.meet()
        monkeypatch.delenv("REVIEWKIT_DATABASE")

    before = MEETING.set(by_server)
    try:
        test(tmp_path)
    finally:
        MEETING.reset(before)
