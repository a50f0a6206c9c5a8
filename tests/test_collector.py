from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from reviewkit.collector import keep_all, let_go, no_collector
from tests.tui.team import ANNA, new_team, play

if TYPE_CHECKING:
    from pathlib import Path


def test_the_collector_is_off_while_much_is_made_and_on_again_after_a_fault() -> None:
    @no_collector()
    def faulty() -> None:
        raise RuntimeError(gc.isenabled())

    with pytest.raises(RuntimeError, match="False"):
        faulty()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with no_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_kept_is_neither_counted_nor_let_go_until_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_all()
    try:
        before = gc.get_freeze_count()
        with monkeypatch.context() as patched:
            patched.setattr(gc, "get_freeze_count", lambda: pytest.fail("counting goes through all that is kept"))
            with no_collector():
                pass
        assert gc.get_freeze_count() >= before > 0
    finally:
        let_go()
    assert gc.get_freeze_count() == 0


def test_an_app_that_has_ended_keeps_nothing(tmp_path: Path) -> None:
    play(new_team(tmp_path).open(ANNA))
    assert gc.get_freeze_count() == 0
