"""The server followed while people work: what is written arrives by itself, and a server that goes is waited for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.model import Stage, Verdict
from tests.making import make_review
from tests.store.server.team import Team
from tests.test_fold import summary
from tests.tui.team import play

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.postgres import Base, Postgres

TA = Stage.TITLE_ABSTRACT


def until(holds: Callable[[], object], seconds: float = 15.0) -> None:
    """Wait for what other threads bring about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_what_one_writes_arrives_at_the_other_and_a_server_that_goes_is_waited_for(
    base: Base, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team(base, tmp_path, monkeypatch)
    ada, grace = team.two()
    for name, review in (("Ada", ada), ("Grace", grace)):
        team.be(name)
        review.server.follow()
        assert review.server.news() == ""
    first, second, third = grace.screening.queue(TA)
    ada.screening.decide(first, TA, Verdict.INCLUDE)
    grace.screening.decide(first, TA, Verdict.INCLUDE)
    until(lambda: ada.refresh() and len(ada.screening.view(first, TA).votes) == 2)
    until(lambda: grace.refresh() and len(grace.screening.view(first, TA).votes) == 2)
    postgres.stop("immediate")
    until(lambda: ada.server.fault)
    said = play(ada, lambda app: app.look())
    assert "Offline: the server cannot be reached" in said
    assert "Ada, offline" in said
    assert ada.server.news() == ""
    ada.screening.decide(second, TA, Verdict.EXCLUDE)
    grace.screening.decide(third, TA, Verdict.EXCLUDE)
    postgres.start()
    until(lambda: ada.server.news() == "The server can be reached again.")
    ada.screening.decide(third, TA, Verdict.EXCLUDE)
    grace.screening.decide(second, TA, Verdict.EXCLUDE)
    for review in (ada, grace):
        review.server.leave()  # sends the last
    team.meet()
    assert summary(ada.session.state) == summary(grace.session.state)
    with base.connect() as owner:
        row = owner.execute(
            "SELECT count(*), count(DISTINCT subject) FROM reviewkit.event WHERE kind = 'decision'"
        ).fetchone()
    assert row == (6, 3)


def test_commands_set_a_server_up_meet_there_and_tell_when_it_is_away(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = str(make_review(tmp_path / "review"))
    with postgres.owner() as owner:
        owner.execute("CREATE DATABASE commands")
    monkeypatch.setenv("REVIEWKIT_DATABASE", postgres.url("commands"))
    try:
        assert run(["--review", folder, "--as", "Ada", "server", "init", postgres.url("commands")]) == 0
        told = capfd.readouterr().out
        assert "For Grace, over a channel that nobody else reads" in told
        assert run(["--review", folder, "--as", "Ada", "server", "push"]) == 0
        assert run(["--review", folder, "server", "add", "Grace"]) == 1
        assert "there already" in capfd.readouterr().err
        assert run(["--review", folder, "server", "close", "Grace"]) == 0
        assert run(["--review", folder, "server", "add", "Grace"]) == 0
        assert run(["--review", folder, "server", "rename", "Ada", "Ada King"]) == 0
        assert run(["--review", folder, "--as", "Ada", "server", "status"]) == 0
        told = capfd.readouterr().out
        assert "can be reached" in told
        assert "Ada King: connects as ada_" in told
        assert run(["--review", folder, "server", "pull", str(tmp_path / "back")]) == 1  # nobody wrote criteria yet
        monkeypatch.setenv("REVIEWKIT_DATABASE", "postgresql://127.0.0.1:1/nowhere")
        capfd.readouterr()
        for expected in ("All is safe on this device", ""):  # told once, then not tried for a while
            assert run(["--review", folder, "--as", "Ada", "status"]) == 0
            assert expected in capfd.readouterr().err
        monkeypatch.setenv("REVIEWKIT_DATABASE", "postgresql://a:pa55word@h/x")
        assert run(["--review", folder, "--as", "Ada", "status"]) == 0
        err = capfd.readouterr().err
        assert "holds a password" in err
        assert "pa55word" not in err
    finally:
        with postgres.owner() as owner:
            owner.execute("DROP DATABASE commands WITH (FORCE)")
