"""`make bench`: how quick the terminal UI is, through a pseudo-terminal, beside the least that such a program can cost.

python -m tests.bench.screens [REPORTS KEYS DECISIONS]

A key's time ends with the last byte that the program writes to the terminal before it falls quiet, so it is the time
until the next report is painted whole; by then the decision is on disk, as the bare app's row is.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from reviewkit.model import Order, Stage
from reviewkit.review import Review
from tests.bench.bare import READY
from tests.bench.large import large_review

_SIZE = (40, 120)
_QUIET = 0.08


class Measured:
    """A program on a pseudo-terminal, and when it wrote to it."""

    def __init__(self, arguments: list[str], environment: dict[str, str], ready: str) -> None:
        start = time.perf_counter()
        self._program = pexpect.spawn(
            sys.executable,
            arguments,
            env={**os.environ, **environment, "TERM": "xterm-256color"},
            dimensions=_SIZE,
            timeout=60,
        )
        written = b""
        while ready.encode() not in written:
            written += self._program.read_nonblocking(65536, timeout=60)
        self.start = self._last_byte(time.perf_counter(), 0.4) - start
        """Seconds from the start of the process until its first screen stands."""

    def _last_byte(self, before: float, quiet: float) -> float:
        last = before
        while select.select([self._program.child_fd], [], [], quiet)[0]:
            os.read(self._program.child_fd, 65536)
            last = time.perf_counter()
        return last

    def press(self, key: str, quiet: float = _QUIET) -> float:
        """Press a key and return the seconds until all that it changes is painted."""
        start = time.perf_counter()
        self._program.send(key)
        return self._last_byte(start, quiet) - start

    @property
    def memory(self) -> float:
        """Return the megabytes that the program holds."""
        status = Path(f"/proc/{self._program.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def end(self) -> None:
        self._program.kill(9)
        self._program.wait()


def _percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2] * 1e3, ordered[len(ordered) * 95 // 100] * 1e3


def main() -> None:
    """Measure and print."""
    reports, keys, decisions = (*map(int, sys.argv[1:4]), *(50_000, 300, 10_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        folder = large_review(place / "review", reports, reports)
        environment = {"REVIEWKIT_STATE": str(place / "state")}
        review = Review.open(folder, reviewer="Grace", state=place / "state")
        review.session.remember_reviewer("Grace")
        review.home()
        left = len(review.screening.queue(Stage.TITLE_ABSTRACT))
        review.close()
        print(f"{reports} reports, {left} of them waiting; terminal of {_SIZE[1]}x{_SIZE[0]}")
        bare = Measured(["-m", "tests.bench.bare", str(place / "bare.sqlite")], {}, READY)
        own = Measured(["-m", "reviewkit", "--review", str(folder)], environment, "Included")
        _print("start until the first screen stands: bare, reviewkit", f"{bare.start:.2f} s, {own.start:.2f} s")
        own.press("\r", 1.0)
        pairs = [(bare.press("y"), own.press("y")) for _ in range(keys)]
        (median, late), (own_median, own_late) = (_percentiles(list(times)) for times in zip(*pairs, strict=True))
        _print("key until painted, median and 95th percentile: bare", f"{median:.0f} ms, {late:.0f} ms")
        _print("key until the next report is painted: reviewkit", f"{own_median:.0f} ms, {own_late:.0f} ms")
        _print("above the bare app at the 95th percentile", f"{own_late - late:.0f} ms")
        before = own.memory
        for _ in range(decisions):
            own.press("n", 0.012)
        _print(f"memory before and after {decisions} decisions", f"{before:.0f} MB, {own.memory:.0f} MB")
        bare.end()
        own.end()
        _learned(folder, place / "state", environment, keys)


def _learned(folder: Path, state: Path, environment: dict[str, str], keys: int) -> None:
    """Measure the same keys in an order that is learned meanwhile: from the start, while texts are gone through."""
    with contextlib.closing(Review.open(folder, reviewer="Grace", state=state)) as review:
        review.ordering.choose(Stage.TITLE_ABSTRACT, Order.LIKELY, 10)
    own = Measured(["-m", "reviewkit", "--review", str(folder)], environment, "Included")
    own.press("\r", 0.3)
    median, late = _percentiles([own.press("y") for _ in range(keys)])
    _print("the same in an order that is learned meanwhile", f"{median:.0f} ms, {late:.0f} ms")
    _print("memory then, without the process that learns", f"{own.memory:.0f} MB")
    own.end()


def _print(what: str, figure: str) -> None:
    print(f"  {what:<75} {figure:>22}", flush=True)


if __name__ == "__main__":
    main()
