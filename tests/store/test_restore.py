from __future__ import annotations

import contextlib
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.errors import NotAllowedError, StorageError
from reviewkit.model import Reviewer, Stage, Verdict
from reviewkit.review import Review
from tests.making import clock, decide_all, exchange, ids, open_review, sync, two_devices
from tests.store.test_store import database, journal
from tests.test_fold import summary

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.store.restore import Restored

TITLE = Stage.TITLE_ABSTRACT


def state_of(review: Review) -> Path:
    return review.session.database.parents[1]


def put_back(review: Review, name: str = "") -> Restored:
    return Review.restore(review.session.folder, name, state=state_of(review), now=clock(), new_id=ids(77))


def seqs(review: Review) -> list[int]:
    own = review.session.store.device
    return sorted(event.seq for event in review.session.state.events() if event.device == own)


def errors(review: Review) -> list[str]:
    return [str(finding) for finding in review.integrity.verify().findings if finding.severity.value == "error"]


def test_an_old_backup_put_back_loses_nothing_and_the_history_goes_on_unbroken(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    old = ada.keeping.backup().name
    decide_all(ada, TITLE)
    decide_all(grace, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    expected, device = summary(ada.session.state), ada.session.store.device
    ada.close()
    done = put_back(ada, old)
    assert (done.backup, done.new_device, done.newer) == (old, False, 8)
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    assert again.session.store.device == device
    assert summary(again.session.state) == expected
    again.screening.undo()
    assert seqs(again) == list(range(1, len(seqs(again)) + 1))
    assert errors(again) == []


def test_a_program_that_is_open_meanwhile_goes_on_in_the_same_history(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=6)
    old = ada.keeping.backup().name
    first, second, *_ = ada.screening.queue(TITLE)
    ada.screening.decide(first, TITLE, Verdict.INCLUDE)
    put_back(ada, old)
    ada.screening.decide(second, TITLE, Verdict.INCLUDE)
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    decide_all(again, TITLE)
    ada.refresh()
    assert summary(ada.session.state) == summary(again.session.state)
    assert seqs(again) == list(range(1, len(seqs(again)) + 1))
    assert errors(again) == []


def test_what_only_the_database_held_comes_along(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    old = ada.keeping.backup().name
    decide_all(ada, TITLE)
    expected = summary(ada.session.state)
    ada.close()
    journal(ada).unlink()
    put_back(ada, old)
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    assert summary(again.session.state) == expected
    third = tmp_path / "third" / "review"
    shutil.copytree(ada.session.folder, third)
    assert summary(open_review(third, "Grace", 9).session.state) == expected


def test_a_damaged_database_is_named_and_comes_back_by_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, _ = two_devices(tmp_path)
    ada.session.remember_reviewer("Ada")
    ada.keeping.backup()
    decide_all(ada, TITLE)
    device = ada.session.store.device
    ada.close()
    database(ada).write_bytes(b"no database at all " * 1000)
    monkeypatch.setenv("REVIEWKIT_STATE", str(state_of(ada)))
    monkeypatch.chdir(ada.session.folder)
    assert run(["status"]) == 1
    assert "reviewkit restore" in capsys.readouterr().err
    assert run(["restore"]) == 0
    assert "3 newer events" in capsys.readouterr().out
    assert run(["status"]) == 0
    assert "Ada 3" in capsys.readouterr().out
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    assert again.session.store.device == device
    assert [path.read_bytes()[:10] for path in again.session.database.glob("backups/*-damaged.sqlite")] == [
        b"no databas"
    ]


def test_a_half_damaged_database_gives_what_can_be_read(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=200)
    old = ada.keeping.backup().name
    decide_all(ada, TITLE)
    expected, own = summary(ada.session.state), journal(ada)
    ada.close()
    with contextlib.closing(sqlite3.connect(database(ada))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(database(ada).read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = b"\xff" * 8192
    database(ada).write_bytes(data)
    kept = own.read_bytes()
    put_back(ada, old)
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    assert own.read_bytes() == kept
    assert summary(again.session.state) == expected


def test_a_history_that_colleagues_know_to_be_longer_is_not_forked(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    old, journal_then = ada.keeping.backup().name, journal(ada).read_bytes()
    first, second, *_ = ada.screening.queue(TITLE)
    ada.screening.decide(first, TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    grace.screening.decide(second, TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    device, lost = ada.session.store.device, journal(ada).read_bytes()
    ada.close()
    database(ada).unlink()
    journal(ada).write_bytes(journal_then)
    assert put_back(ada, old).new_device
    again = open_review(ada.session.folder, "Ada", 8, state=state_of(ada))
    assert again.session.store.device != device
    again.screening.decide(second, TITLE, Verdict.INCLUDE)
    next(again.session.folder.glob(f"data/journal/*@{device}.jsonl")).write_bytes(lost)
    again.refresh()
    exchange(again.session.folder, grace.session.folder)
    grace.refresh()
    assert summary(again.session.state) == summary(grace.session.state)
    assert errors(again) == errors(grace) == []
    assert again.home().stages[0].decided[Reviewer("Ada")] == 2


def test_a_backup_that_is_not_there_or_damaged_changes_nothing(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    made = ada.keeping.backup()
    with pytest.raises(NotAllowedError, match=made.name):
        put_back(ada, "../review.sqlite")
    made.write_bytes(made.read_bytes()[:5000])
    with pytest.raises(StorageError, match="damaged itself"):
        put_back(ada)
    decide_all(ada, TITLE)
    assert errors(ada) == []
