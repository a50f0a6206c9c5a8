"""Real processes, killed at any moment of any kind of write, lose nothing that they acknowledged."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from reviewkit import formats
from reviewkit.integrity.findings import Severity
from reviewkit.review import Review, verify_archive
from reviewkit.store import codec, folder
from tests.making import REVIEWERS
from tests.store.every_write import KINDS, Desk
from tests.test_fold import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LONG = ("import", "sync", "backup", "restore", "criteria", "opening", "archive")
_AIMS = (*KINDS, *_LONG, *_LONG[:3])
_PATIENCE = 15
"""Writes after which a kind that is aimed at will not come, for there is nothing for it to do."""
_LOT = 100
"""Kills that one review has to bear, so that a long run looks at several histories and none of them gets slow."""


@dataclass
class Told:
    """What workers said before they were killed."""

    acknowledged: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    """Workers that failed before they were killed, and what was half-written right after a kill."""
    hit: Counter[str] = field(default_factory=Counter)
    """Kinds that were begun and not done when the kill came; `between two` where nothing was."""


class Killer:
    """Lets workers write below a place, one after the other, and kills each of them."""

    def __init__(self, place: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        self._place = place
        scratch = place / "temporary"  # else what a killed worker leaves there stays with whoever runs this
        scratch.mkdir(parents=True)
        self._seconds: dict[str, list[float]] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.workers", str(place), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"TMPDIR": str(scratch)},
        )
        self.told = Told()

    def __enter__(self) -> Self:
        while self._line()[0] != "serving":
            pass
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks the workers has ended"
        return line.rstrip("\n").split(" ", 1)

    def kill(self, number: int) -> None:
        """Start the worker of that number and see it die: at any time, or in the middle of one chosen kind of write."""
        assert self._process.stdin is not None
        chance = self._chance
        aim = chance.choice(_AIMS) if chance.random() < 0.7 else ""
        how = "call" if aim and chance.random() < 0.7 else "clock"
        begun = time.time_ns()
        self._process.stdin.write(f"{number} {how} {aim}\n")
        lines = [self._line()]
        self._wait(lines, aim, how)
        if lines[-1] != ["gone"]:
            with contextlib.suppress(ProcessLookupError):  # it was quicker
                os.kill(int(lines[0][1]), signal.SIGKILL)
        while lines[-1] != ["gone"]:
            lines.append(self._line())
        self._listen(lines)
        self.told.faults += _half_written(self._place, begun)

    def _wait(self, lines: list[list[str]], aim: str, how: str) -> None:
        """Return at the moment to kill, or when the worker is dead."""
        awaited, turns = f"{'done' if how == 'call' else 'begin'} {aim}", 0
        while aim and not " ".join(lines[-1]).startswith((awaited, "fault", "gone")) and turns < _PATIENCE:
            lines.append(self._line())
            turns += lines[-1][0] == "done"
        if how == "clock":
            longest = 1.1 * statistics.median(self._seconds.get(aim, [0.02])) if aim else 0.5
            time.sleep(self._chance.uniform(0.0, longest))

    def _listen(self, lines: Iterable[list[str]]) -> None:
        begun = "between two"
        for what, *rest in lines:
            match what:
                case "begin":
                    begun = rest[0]
                case "done":
                    kind, _, seconds = rest[0].rpartition(" ")
                    self._seconds.setdefault(kind, []).append(float(seconds))
                    begun = "between two"
                case "acknowledged":
                    self.told.acknowledged.add(rest[0])
                case "imported":
                    self.told.imported.add(rest[0])
                case "fault":
                    self.told.faults.append(rest[0])
                case _:  # ready, gone
                    pass
        self.told.hit[begun] += 1


# ------------------------------------------------------------------------------------------- what is left


@dataclass
class Aftermath:
    """What a review is like after the kills."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    hit: Counter[str] = field(default_factory=Counter)

    def add(self, other: Aftermath) -> None:
        """Count another lot of kills in."""
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong
        self.hit += other.hit


def killed(place: Path, kills: int, seed: int) -> Aftermath:
    """Kill that many workers and look at what is left, a lot at a time."""
    found = Aftermath()
    for lot, start in enumerate(range(0, kills, _LOT), start=1):
        there = place / f"lot {lot}"
        with Killer(there, seed + lot) as killer:
            for number in range(min(_LOT, kills - start)):
                killer.kill(number)
                if number % 5 == 4:
                    found.wrong += _unlike_a_new_device(there, number % 2)
        found.add(_aftermath(there, killer.told))
        shutil.rmtree(there)
    return found


def _opened(place: Path, name: str) -> Review:
    desk = Desk(place, name)
    return Review.open(desk.folder, reviewer=name, state=desk.state, now=desk.now)


@contextlib.contextmanager
def _new_device(review_folder: Path) -> Iterator[Review]:
    """A copy of a folder as a device opens it that has never seen it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = shutil.copytree(review_folder, Path(scratch) / "review")
        review = Review.open(copy, state=Path(scratch) / "state")
        yield review
        review.close()


def _unlike_a_new_device(place: Path, which: int) -> Iterator[str]:
    """What one device, opened between two kills, sees otherwise than a new one that has its folder alone."""
    review = _opened(place, REVIEWERS[which])
    with _new_device(review.session.folder) as new:
        if summary(new.session.state) != summary(review.session.state):
            yield f"{review.session.folder}: folded to another state between two kills"
    review.close()


def _aftermath(place: Path, told: Told) -> Aftermath:
    """Open both folders again, bring them level, open a copy on a new device, and look at all three."""
    ada, grace = (_opened(place, name) for name in REVIEWERS)
    ada.sync(grace.session.folder)
    grace.refresh()
    with _new_device(ada.session.folder) as new:
        return _found((ada, grace, new), told)


def _found(reviews: Sequence[Review], told: Told) -> Aftermath:
    expected = summary(reviews[0].session.state)
    found = Aftermath(len(told.acknowledged), hit=told.hit, wrong=list(told.faults))
    for review in reviews:
        known = [str(codec.parsed(line)["id"]) for line in review.session.store.event_lines()]
        written = _written(review.session.folder)
        found.lost += len((told.acknowledged - set(known)) | (told.acknowledged - set(written)))
        found.doubled += sum(count - 1 for ids in (known, written) for count in Counter(ids).values())
        found.wrong += _wrong(review, told, expected)
        found.wrong += [f"{one} is in a journal alone or nowhere in them" for one in set(known) ^ set(written)]
        review.close()
    return found


def _written(review_folder: Path) -> list[str]:
    """The ids in all journals of a folder."""
    lines = [line for path, _ in folder.files(review_folder, folder.JOURNALS) for line in path.open("rb")]
    return [str(codec.parsed(line)["id"]) for line in lines]


def _wrong(review: Review, told: Told, expected: object) -> Iterator[str]:
    """What does not hold of one review."""
    state = review.session.state
    if summary(state) != expected:
        yield f"{review.session.folder}: folds to another state"
    found = [*review.integrity.verify().findings, *review.integrity.check()]
    yield from {str(one) for one in found if one.severity is Severity.ERROR}
    seqs: dict[str, list[int]] = {}
    for event in state.events():
        seqs.setdefault(event.device, []).append(event.seq)
    yield from (f"{device} has gaps" for device, own in seqs.items() if sorted(own) != list(range(1, len(own) + 1)))
    yield from (f"the import of {file} is lost" for file in told.imported - set(state.imports()))
    yield from _incomplete(review)
    review.results.flow()


def _incomplete(review: Review) -> Iterator[str]:
    """Imports whose records are not those of the export."""
    state = review.session.state
    exports = [path.read_bytes() for path in (review.session.folder / folder.SEARCHES).glob("[!.]*")]
    by_content = {hashlib.sha256(data).hexdigest(): data for data in exports}
    known = review.session.records(state.origins())
    if state.arriving():
        yield f"still arriving: {state.arriving()}"
    for file in state.imports():
        records = formats.read(by_content[file], "x.ris").records
        if [known.get(record.id) for record in records] != list(records):
            yield f"the records of {file} are not complete"


# ------------------------------------------------------------------------------------------- whole files


def _half_written(place: Path, since: int) -> Iterator[str]:
    """Files under their own name that were written since a time, in nanoseconds, and are not whole."""
    for path in (path for name in REVIEWERS for path in (place / name).rglob("*")):
        whole = _WHOLE.get((path.parent.name, path.suffix))
        temporary = path.name.startswith(".")
        if whole is not None and not temporary and path.stat().st_mtime_ns >= since - 10**8 and not whole(path):
            yield f"{path} is not whole"


def _is_table(path: Path) -> bool:
    return len({len(row) for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())}) == 1


def _is_archive(path: Path) -> bool:
    return zipfile.is_zipfile(path) and verify_archive(path).faults == ()


def _is_database(path: Path) -> bool:
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as connection:
        events = connection.execute("SELECT count(*) FROM event").fetchone()[0]
        return events > 0 and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return False


_WHOLE: dict[tuple[str, str], Callable[[Path], bool]] = {
    ("searches", ".ris"): lambda path: path.read_bytes().rstrip().endswith(b"ER  -"),
    ("records", ".jsonl"): lambda path: folder.read_reading(path.read_bytes()) is not None,
    ("out", ".csv"): _is_table,
    ("out", ".md"): lambda path: path.read_bytes().endswith(b"\n"),
    ("out", ".zip"): _is_archive,
    ("backups", ".sqlite"): _is_database,
}
"""By folder and ending. A journal may end in half a line, which does not count."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_9_in_any_kind_of_write_loses_doubles_and_breaks_nothing(tmp_path: Path, kills: int) -> None:
    found = killed(tmp_path, kills, seed=20261123)
    assert found.wrong == []
    assert (found.lost, found.doubled) == (0, 0)
    assert found.acknowledged > kills // 2
    assert found.hit["between two"] < kills // 2
