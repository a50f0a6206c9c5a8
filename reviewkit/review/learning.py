"""What one's decisions say of what waits, learned by a process beside this one.

The things a reader would get wrong: everything here but `close` is called from a thread, so it looks at nothing of the
review that may change; and the other process is there because going through words holds Python, which would hold up
every key, and because its memory is given back when it ends.
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewkit.errors import StorageError
from reviewkit.screening.order import sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reviewkit.model import QueueOrder, Record, Report, ReportId

    Read = Callable[[Sequence[Report]], Mapping[ReportId, Record]]

_AT_ONCE = 50
_PAUSE = 0.004
"""Seconds between two readings of records, in which keys have Python to themselves."""
_RANKING = Path(__file__).parents[1] / "ranking"


@dataclass(frozen=True, slots=True)
class Known:
    """What a ranking is learned from: whether reports are relevant."""

    own: Mapping[ReportId, bool]
    """By the own decisions at the stage; unsure counts as include."""
    settled: Mapping[ReportId, bool]
    """At full text: by what was settled at title and abstract."""

    @property
    def labels(self) -> Mapping[ReportId, bool]:
        """Return the own decisions, and what was settled before as long as they are not of both kinds."""
        return {**self.settled, **self.own} if self.needs_settled else self.own

    @property
    def needs_settled(self) -> bool:
        """Return whether what was settled before is learned from, too."""
        return bool(self.settled) and len(set(self.own.values())) < 2

    @property
    def relevant(self) -> int:
        """Return of how many reports the own decision was include or unsure."""
        return sum(self.own.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be put into an order, and from what; nothing of it changes."""

    waiting: Sequence[ReportId]
    plan: QueueOrder
    known: Known
    read: int
    """How many reports are read before the first of these."""
    first: Collection[ReportId]
    """Which go before all others: those of pilot rounds."""
    most: int | None = None
    """How many of those that come next are to be told; None: all."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a word, or two neighbouring ones, did to a report's place."""

    text: str
    weight: float
    """Above 0: it raised the report; to be compared within one report only."""


class Learning:
    """The other process, as long as somebody reads in an order that is learned."""

    def __init__(
        self, cache: Path, made_from: str, reports: Sequence[Report], read: Read, wanted: Sequence[str]
    ) -> None:
        """Learn about `reports`, which `read` reads; features are kept in the file `cache`.

        `wanted` are the question and what the criteria ask for, `made_from` tells what else the texts depend on.
        """
        self._cache, self._made_from, self._reports, self._read = cache, made_from, reports, read
        self._wanted = wanted
        self._rows = {report.id: row for row, report in enumerate(reports)}
        self._asking = threading.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._closed = False

    def covers(self, reports: Collection[ReportId]) -> bool:
        """Return whether all these reports can be ranked."""
        return self._rows.keys() >= set(reports)

    # ---------------------------------------------------------------------------------------------- asking

    def order(self, asked: Asked) -> list[ReportId]:
        """Return what comes next, as `sequence` orders it by what is known. Raises `StorageError`."""
        scores = self.scores(asked.known)
        return sequence(asked.waiting, asked.plan, scores, read=asked.read, first=asked.first, most=asked.most)

    def scores(self, known: Known) -> dict[ReportId, float]:
        """Return the score of each report, as `sequence` takes them. Raises `StorageError`."""
        with self._asking:
            rows = int(self._asked({"known": self._by_row(known)})["rows"])
            found = array.array("d", self._bytes(rows * 8))
        if sys.byteorder == "big":
            found.byteswap()
        return dict(zip(self._rows, found, strict=False))  # behind the reports' rows is that of what is wanted

    def words(self, report: ReportId, known: Known) -> tuple[Why, ...]:
        """Return the words that raised or lowered a report, strongest first. Raises `StorageError`."""
        row = self._rows.get(report)
        if row is None:
            return ()
        with self._asking:
            found = self._asked({"known": self._by_row(known), "row": row})["words"]
        return tuple(Why(text, weight) for text, weight in found)

    def _by_row(self, known: Known) -> list[tuple[int, int]]:
        """Return row and label of what is known; while nothing is relevant, what is wanted stands for it."""
        found = [(self._rows[one], int(label)) for one, label in known.labels.items() if one in self._rows]
        return found if any(label for _, label in found) else [*found, (len(self._rows), 1)]

    # ---------------------------------------------------------------------------------------------- the other process

    def close(self) -> None:
        """End the other process; whoever waits for it hears so."""
        self._closed = True
        self._end()
        with self._asking:  # whoever had asked has heard so by now, and lets go of the pipes
            pipes = [self._program.stdin, self._program.stdout] if self._program is not None else []
            for pipe in filter(None, pipes):
                with contextlib.suppress(OSError):  # what was on its way to it
                    pipe.close()

    def _end(self) -> None:
        if self._program is not None:
            self._program.kill()
            self._program.wait()

    def _asked(self, request: object) -> dict[str, Any]:
        if self._closed:
            raise _gone()
        if self._program is None:
            self._start()
        return self._answer([request])

    def _start(self) -> None:
        # -P: the folder that this runs in is shared, and Python would look for modules there first.
        command = [sys.executable, "-P", "-m", "reviewkit.ranking", str(self._cache)]
        alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        pipe = subprocess.PIPE
        try:
            self._program = subprocess.Popen(  # noqa: S603  # ours
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=alone
            )
        except OSError as error:
            raise _gone() from error
        if self._closed:  # meanwhile
            self._end()
        if not self._answer([{"of": self._digest()}])["has"]:
            self._answer(self._texts())

    def _answer(self, lines: Sequence[object] | Iterator[object]) -> dict[str, Any]:
        program = self._program
        if program is None or program.stdin is None or program.stdout is None:
            raise _gone()
        try:
            for one in lines:
                program.stdin.write(json.dumps(one).encode() + b"\n")
            program.stdin.flush()
            found = json.loads(program.stdout.readline())
        except (OSError, ValueError) as error:
            raise _gone() from error
        return found if isinstance(found, dict) else {}

    def _bytes(self, number: int) -> bytes:
        found = self._program.stdout.read(number) if self._program is not None and self._program.stdout else b""
        if len(found) != number:
            raise _gone()
        return found

    def _texts(self) -> Iterator[object]:
        for start in range(0, len(self._reports), _AT_ONCE):
            some = self._reports[start : start + _AT_ONCE]
            records = self._read(some)
            for record in (records[report.id] for report in some):
                yield [record.title, record.abstract, record.keywords]
            time.sleep(_PAUSE)
        question, *criteria = self._wanted
        yield [question, " ".join(criteria), []]
        yield None

    def _digest(self) -> str:
        """Return what tells whether the same features would be made again."""
        digest = hashlib.sha256(json.dumps([self._made_from, *self._wanted]).encode())
        for report in self._reports:
            digest.update(" ".join((*report.records, "")).encode())
        for path in sorted(_RANKING.glob("*.py")):
            digest.update(path.read_bytes())
        return digest.hexdigest()


def _gone() -> StorageError:
    return StorageError(
        "the order could not be learned: the program that learns it ended",
        remedy="Nothing is lost, and you read on in the order that you had. Leave this and come back to try again.",
    )


@contextlib.contextmanager
def closing(learning: Learning) -> Iterator[Learning]:
    """Close it in the end."""
    try:
        yield learning
    finally:
        learning.close()
