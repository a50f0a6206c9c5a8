"""A process that does every kind of write that the program has, in a seeded random mix, until somebody kills it.

`python -m tests.store.workers PLACE SEED` makes a review of two reviewers below PLACE, each with a folder and a
device of the own. Then it forks a worker for each line `NUMBER HOW KIND` on stdin, one after the other, and says on
stdout, a line each: `ready PID`, `begin KIND`, `acknowledged EVENT`, `imported FILE`, `done KIND SECONDS`,
`fault TEXT`, and `gone` when the worker is dead. A worker comes to KIND soon, and does whatever comes if that is empty.
If HOW is `call`, it kills itself in that KIND, right before one of the calls that touch a file or a database: the clock
alone seldom hits the moment between two of them. If HOW is `clock`, whoever started it has to.

The thing a reader would get wrong: what is said is written to the pipe at once and is shorter than a pipe's atomic
size, so a line that stands there is whole, and it stands there before the worker goes on.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from types import FrameType
from typing import NoReturn, Self

from reviewkit.model import Route, Search, Stage, Verdict
from tests.making import REVIEWERS, export, make_review
from tests.store.every_write import FIRST, INSTRUMENT, KINDS, Desk, say

_TOUCHING = frozenset(
    [
        "BufferedWriter.__exit__",
        "BufferedWriter.flush",
        "BufferedWriter.write",
        "Connection.backup",
        "Connection.commit",
        "Connection.execute",
        "Cursor.execute",
        "Cursor.executemany",
        "chmod",
        "close",
        "fsync",
        "mkdir",
        "open",
        "rename",
        "replace",
        "rmdir",
        "sendfile",
        "truncate",
        "unlink",
    ]
)
"""Calls that change what outlives the process, as the interpreter names them."""
_FEW = 30
"""So many of them are guessed where a kind had nothing to do at the rehearsal."""


class Calls:
    """Counts the calls that touch a file or a database while it is entered, and dies right before the `deadly` one."""

    def __init__(self, deadly: int = 0) -> None:
        self.number = 0
        self._deadly = deadly

    def __enter__(self) -> Self:
        sys.setprofile(self._look)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _look(self, _frame: FrameType | None, what: str, called: object) -> None:
        if what == "c_call" and getattr(called, "__qualname__", "") in _TOUCHING:
            self.number += 1
            if self.number == self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)


def work(desks: Sequence[Desk], chance: Random, aim: str, deadly: int) -> NoReturn:
    """Write until killed; `aim` begins after at most four other writes, or as soon as there is something for it."""
    desk, before = chance.choice(desks), 0 if aim == "opening" else chance.randrange(5)
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    for turn in itertools.count():
        if chance.random() < 0.2:
            desk = chance.choice(desks)
        if turn >= before and aim:
            aim = "" if _done_after_others(desk, aim, chance, Calls(deadly) if deadly else None) else aim
        _done(desk, chance.choices(names, weights)[0], chance)
    raise AssertionError


def _done_after_others(desk: Desk, kind: str, chance: Random, calls: Calls | None) -> bool:
    for first in FIRST.get(kind, ()):
        _done(desk, first, chance)
    return _done(desk, kind, chance, calls)


def _done(desk: Desk, kind: str, chance: Random, calls: Calls | None = None) -> bool:
    """Do one write and say what it acknowledged; returns whether there was anything to do."""
    write = KINDS[kind][1](desk, chance)
    if write is None:
        return False
    before = desk.known()
    say("begin", kind)
    begun = time.perf_counter()
    with calls or contextlib.nullcontext():
        write()
    seconds = time.perf_counter() - begun
    for identity in desk.known() - before:
        say("acknowledged", identity)
    say("done", kind, seconds)
    return True


def prepare(place: Path) -> None:
    """Make a review that both have, with something in it to decide on."""
    ada, grace = (Desk(place, name) for name in REVIEWERS)
    criteria = make_review(ada.folder) / "criteria/review.toml"
    with_adjudicator = criteria.read_text(encoding="utf-8").replace("# adjudicator =", "adjudicator =")
    criteria.write_text(with_adjudicator, encoding="utf-8")
    criteria.with_name("quality.toml").write_text(INSTRUMENT, encoding="utf-8")
    path = export(place / "exports" / "first.ris", range(12))
    ada.review.searches.import_file(path, Search("ERIC", Route.DATABASE, ("ERIC",)))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for report in ada.review.screening.queue(stage)[:8]:
            ada.review.screening.decide(report, stage, Verdict.INCLUDE)
    shutil.copytree(ada.folder, grace.folder)
    for report in grace.review.screening.queue(Stage.TITLE_ABSTRACT)[:7]:
        grace.review.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    ada.review.sync(grace.folder)
    for desk in (ada, grace):
        desk.review.refresh()
        for report in desk.review.screening.queue(Stage.FULL_TEXT)[:4]:
            desk.review.screening.decide(report, Stage.FULL_TEXT, Verdict.INCLUDE)
    ada.review.sync(grace.folder)
    ada.review.keeping.backup()
    ada.closed()
    grace.closed()


def rehearsed(place: Path, chance: Random) -> dict[str, int]:
    """Do every kind of write once; returns how many calls of each touch a file or a database."""
    desks = [Desk(place, name) for name in REVIEWERS]
    usual = {}
    for kind in KINDS:
        calls = Calls()
        _done_after_others(chance.choice(desks), kind, chance, calls)
        usual[kind] = calls.number or _FEW
    for desk in desks:
        desk.closed()
    return usual


def serve(place: Path, seed: int) -> None:
    """Fork a worker for each line of stdin and wait for its end."""
    prepare(place)
    usual = rehearsed(place, Random(seed))
    gc.freeze()
    say("serving")
    for line in sys.stdin:
        number, how, aim = line.rstrip("\n").split(" ", 2)
        child = os.fork()
        if child == 0:
            chance = Random(f"{seed} {number}")
            desks = [Desk(place, name, day=int(number) // 3) for name in REVIEWERS]
            _lived(desks, chance, aim, chance.randint(1, usual[aim]) if how == "call" else 0)
        os.waitpid(child, 0)
        say("gone")


def _lived(desks: Sequence[Desk], chance: Random, aim: str, deadly: int) -> NoReturn:
    """Be a worker; one that fails says so, and waits to be killed so that nobody kills another by its number."""
    try:
        say("ready", os.getpid())
        work(desks, chance, aim, deadly)
    except BaseException:  # noqa: BLE001  # whatever it is, the killer has to hear of it
        say("fault", repr(traceback.format_exc())[-3000:])
        time.sleep(60)
    finally:
        os._exit(1)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
