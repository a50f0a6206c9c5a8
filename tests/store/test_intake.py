from __future__ import annotations

import io
import shutil
import sqlite3
from pathlib import Path

import pytest

from reviewkit.model import Stage
from reviewkit.store import intake, schema
from tests.making import decide_all, make_review, open_review, two_devices
from tests.store.test_store import journal
from tests.test_fold import summary


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_LINES", 2)


@pytest.mark.usefixtures("small_batches")
def test_a_journal_of_many_batches_folds_alike_and_its_faults_bear_their_lines(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=5)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    lines = journal(ada).read_bytes().splitlines(keepends=True)
    strange = grace.session.folder / "data/journal/strange.jsonl"
    strange.write_bytes(b"".join(lines[:3]) + b"no JSON\n\n" + b"".join(lines[3:6]))
    assert grace.refresh()
    with strange.open("ab") as file:
        file.write(b"no JSON either\n" + b"".join(lines[6:]) + b"torn")
    assert grace.refresh()
    assert summary(grace.session.state) == summary(ada.session.state)
    assert [fault.line for fault in grace.faults()] == [4, 9]


@pytest.mark.usefixtures("small_batches")
def test_of_one_id_with_two_contents_the_first_counts_however_far_apart(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=5)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    text = journal(ada).read_text(encoding="utf-8")
    forged = text.splitlines()[-5].replace('"verdict":"include"', '"verdict":"exclude"')
    third = make_review(tmp_path / "third" / "review")
    shutil.copytree(ada.session.folder / "data/records", third / "data/records", dirs_exist_ok=True)
    (third / "data/journal/forged.jsonl").write_text(f"{text}{forged}\n", encoding="utf-8")
    again = open_review(third, "Grace", 9)
    assert summary(again.session.state) == summary(ada.session.state)
    assert ["two contents" in str(fault) for fault in again.faults()] == [True]


def test_a_grown_journal_whose_beginning_was_changed_is_read_anew(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    path = grace.session.folder / "data/journal/ada.jsonl"
    whole = journal(ada).read_bytes()
    path.write_bytes(b"x" * (len(whole) - 1) + b"\n")
    grace.refresh()
    assert [fault.line for fault in grace.faults()] == [1]
    path.write_bytes(whole + b"\n")
    grace.refresh()
    assert grace.faults() == []
    assert summary(grace.session.state) == summary(ada.session.state)


@pytest.mark.usefixtures("small_batches")
def test_a_journal_that_cannot_be_read_to_its_end_is_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(io.FileIO):
        """A file on a share that goes away in the middle."""

        def __next__(self) -> bytes:
            if self.tell() > size // 2:
                raise OSError(5, "Input/output error")
            return self.readline()

    ada, grace = two_devices(tmp_path, articles=6)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    path = grace.session.folder / "data/journal/ada.jsonl"
    shutil.copy(journal(ada), path)
    size, opened = path.stat().st_size, Path.open
    monkeypatch.setattr(
        Path, "open", lambda self, *a, **k: Failing(self) if self.name == path.name else opened(self, *a, **k)
    )
    grace.refresh()
    assert ["cannot be read" in str(fault) for fault in grace.faults()] == [True]
    monkeypatch.undo()
    grace.refresh()
    assert grace.faults() == []
    assert summary(grace.session.state) == summary(ada.session.state)


def test_a_database_built_from_the_folder_has_every_index_and_refusal(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    built = open_review(ada.session.folder, "Grace", 9)
    connection = sqlite3.connect(built.session.database / "review.sqlite")
    made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')")}
    assert {str(index.name) for index in schema.event.indexes} <= made
    assert {statement.split()[2] for statement in schema.REFUSALS} <= made
