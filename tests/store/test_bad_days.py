"""Disk full, a lock that is held, a clock that went back: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from reviewkit.errors import StorageError
from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.review import Review
from reviewkit.store import lock
from tests.making import export, make_review, open_review, sync, two_devices
from tests.store.test_store import database
from tests.test_fold import summary

FULL = """
import resource, signal, sys
from pathlib import Path
from reviewkit.errors import StorageError
from reviewkit.model import Stage, Verdict
from reviewkit.review import Review

review = Review.open(Path(sys.argv[1]), reviewer="Ada", state=Path(sys.argv[2]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
report = min(review.session.state.reports())
for number in range(400):
    try:
        event = review.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE, note="x" * 2000)
        print("kept", event.id, review.session.store.behind is None, flush=True)
    except StorageError as error:
        print("refused", error.what, flush=True)
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on a file's size there")
@pytest.mark.parametrize("limit", [40_000, 120_000, 300_000])
def test_a_full_disk_refuses_aloud_and_keeps_what_it_acknowledged(tmp_path: Path, limit: int) -> None:
    folder, state = make_review(tmp_path / "review"), tmp_path / "state"
    first = Review.open(folder, reviewer="Ada", state=state)
    first.searches.import_file(export(tmp_path / "x.ris", range(3)), Search("ERIC", Route.DATABASE))
    first.close()
    result = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), str(state), str(limit)], capture_output=True, text=True
    )
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines, result.stderr
    assert lines[-1][0] == "refused", result.stderr
    assert "Traceback" not in result.stderr
    again = Review.open(folder, reviewer="Ada", state=state)
    kept = {line[1] for line in lines if line[0] == "kept"}
    known = [event.id for event in again.session.state.events()]
    assert kept <= set(known)
    journal = next((folder / "data/journal").glob("*.jsonl")).read_bytes()
    assert journal.count(b"\n") == len(known) == len(set(known))


def test_a_clock_that_went_back_by_a_year_changes_no_order(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    report = min(ada.session.state.reports())
    ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    ada.session.now = lambda: "2025-05-03T00:00:00Z"
    ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    own = ada.screening.view(report, Stage.TITLE_ABSTRACT).own
    assert own is not None
    assert own.verdict is Verdict.EXCLUDE
    assert summary(ada.session.state) == summary(grace.session.state)


def test_a_lock_that_another_program_holds_is_named_and_nothing_is_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_SECONDS", 0.2)
    two_devices(tmp_path)
    folder = tmp_path / "ada" / "review"
    program = open_review(folder, "Ada", 8, state=tmp_path / "ada" / "state of Ada 1")
    before = summary(program.session.state)
    report = min(program.session.state.reports())
    with FileLock(database(program).parent / "device.lock"), pytest.raises(StorageError, match="another program"):
        program.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    assert summary(program.session.state) == before
    program.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
