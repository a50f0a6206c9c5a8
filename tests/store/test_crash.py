"""A real process, killed at any moment, loses no decision that it acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Route, Search
from reviewkit.review import Review
from reviewkit.store import codec
from tests.making import export, make_review

if TYPE_CHECKING:
    from pathlib import Path

WORKER = """
import itertools, sys
from pathlib import Path
from reviewkit.model import Stage, Verdict
from reviewkit.review import Review

review = Review.open(Path(sys.argv[1]), reviewer="Ada", state=Path(sys.argv[2]))
print("ready", flush=True)
reports = list(review.session.state.reports())
verdicts = itertools.cycle(Verdict)
for report, verdict in zip(itertools.cycle(reports), verdicts):
    event = review.screening.decide(report, Stage.TITLE_ABSTRACT, verdict, note="x" * 300)
    print(event.id, flush=True)
"""


def acknowledged_until_killed(folder: Path, state: Path, seconds: float) -> list[str]:
    """The ids of the events that a process acknowledged before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder), str(state)], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.kill()
    lines = process.stdout.read().split("\n")
    process.wait()
    return [line for line in lines[:-1] if line]


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_9_loses_no_acknowledged_decision(tmp_path: Path, kills: int) -> None:
    folder, state = make_review(tmp_path / "review"), tmp_path / "state"
    first = Review.open(folder, reviewer="Ada", state=state)
    first.searches.import_file(export(tmp_path / "x.ris", range(5)), Search("ERIC", Route.DATABASE))
    first.close()
    chance = random.Random(20261123)
    acknowledged: list[str] = []
    for _ in range(kills):
        acknowledged += acknowledged_until_killed(folder, state, chance.uniform(0.001, 0.12))
    review = Review.open(folder, reviewer="Ada", state=state)
    known = {event.id for event in review.session.state.events()}
    assert len(acknowledged) > kills
    assert set(acknowledged) <= known
    journal = next((folder / "data/journal").glob("*.jsonl")).read_bytes()
    written = [codec.parsed(line)["id"] for line in journal.splitlines()]
    assert len(written) == len(set(written))
    assert set(written) == known
    seqs = sorted(event.seq for event in review.session.state.events())
    assert seqs == list(range(1, len(seqs) + 1))
