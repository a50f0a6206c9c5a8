"""`make bench`: how quick the store is, and what it survives. Prints a table; nothing here is a test.

python -m tests.bench.bad_days [RECORDS EVENTS KILLS SHUFFLES]
"""

from __future__ import annotations

import random
import resource
import shutil
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reviewkit.fold import State
from reviewkit.model import Stage, Verdict
from reviewkit.review import Review
from reviewkit.review.session import Session
from reviewkit.store import codec
from tests.bench.large import appended, large_review
from tests.making import decide_all, sync, two_devices
from tests.store.test_crash import killed
from tests.test_fold import summary


def timed(what: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def opening(place: Path, records: int, events: int) -> list[tuple[str, str]]:
    """Times around a large review."""
    folder, state = large_review(place / "large" / "review", records, events), place / "large" / "state"

    def open_it() -> Review:
        return Review.open(folder, reviewer="Ada", state=state)

    rows = [("first opening, database built from the folder", f"{timed(lambda: open_it().close()):.1f} s")]
    review = open_it()
    rows.append(("first home screen on a device: where all reports stand is worked out", f"{timed(review.home):.1f} s"))
    review.close()
    start = time.perf_counter()
    review = open_it()
    review.home()
    rows.append(("opening and home screen from then on", f"{time.perf_counter() - start:.1f} s"))
    appended(folder, sorted(review.session.state.reports())[:1000])
    rows.append(("taking in a colleague's 1,000 new events", f"{timed(review.refresh):.2f} s"))
    stage = Stage.TITLE_ABSTRACT if review.screening.queue(Stage.TITLE_ABSTRACT) else Stage.FULL_TEXT
    queue = review.screening.queue(stage)[:200]
    times = sorted(timed(partial(review.screening.decide, one, stage, Verdict.INCLUDE)) for one in queue)
    figures = f"{times[len(times) // 2] * 1e3:.0f} ms, {times[len(times) * 95 // 100] * 1e3:.0f} ms"
    rows.append((f"a decision, median and 95th percentile of {len(times)}", figures))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, ("memory at the most", f"{peak:.0f} MB")]


def kills(place: Path, number: int) -> list[tuple[str, str]]:
    """Two reviewers' writing processes killed at random moments of every kind of write."""
    found = killed(place / "kills", number, seed=1)
    hit = ", ".join(f"{kind} {count}" for kind, count in found.hit.most_common())
    return [
        (
            f"kill -9 at {number} moments of every kind of write: acknowledged, lost, doubled",
            f"{found.acknowledged}, {found.lost}, {found.doubled}",
        ),
        ("faults of state, history, records, files and flow after that", str(len(found.wrong))),
        *((fault, "") for fault in sorted(set(found.wrong))),
        *((line, "") for line in textwrap.wrap(f"killed in the middle of: {hit}", 98, subsequent_indent="  ")),
    ]


def shuffles(place: Path, number: int) -> list[tuple[str, str]]:
    """Two reviewers' events and record files in any order, split, repeated and cut."""
    ada, grace = two_devices(place / "shuffles", articles=6)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.screening.undo()
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    for report in grace.screening.unsettled(Stage.TITLE_ABSTRACT)[:3]:
        grace.screening.resolve(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE, by=("Ada", "Grace"))
    sync(ada, grace)
    lines = [line for path in (ada.session.folder / "data/journal").glob("*.jsonl") for line in path.open("rb")]
    readings = {
        (file, event.device): ada.session.state.origins() for file, event in ada.session.state.imports().items()
    }
    expected, chance, different = summary(ada.session.state), random.Random(2), 0
    for _ in range(number):
        different += _folded(lines, readings, ada.session, chance) != expected
    return [(f"{number} shuffles, splits, repetitions and truncations: folded otherwise", str(different))]


def _folded(lines: list[bytes], readings: dict, session: Session, chance: random.Random) -> object:  # type: ignore[type-arg]
    given = lines + chance.sample(lines, chance.randrange(len(lines)))
    chance.shuffle(given)
    torn = [line[: chance.randrange(1, len(line))] for line in chance.sample(lines, 2)]
    state = State(session.state.rules)
    for line in [*torn, *given]:
        if line.endswith(b"\n"):
            state.add([codec.event(codec.parsed(line))])
        if chance.random() < 0.05:
            summary(state)
    for (file, device), records in readings.items():
        state.add_reading(file, device, tuple(one for one in records if one.startswith(file)))
    return summary(state)


def main() -> None:
    """Measure and print."""
    records, events, killed, shuffled = (
        *map(int, sys.argv[1:5]),
        *(100_000, 500_000, 500, 10_000)[len(sys.argv) - 1 :],
    )
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        print(f"{records} records, {events} events, two reviewers")
        for rows in (opening(place, records, events), kills(place, killed), shuffles(place, shuffled)):
            for what, figure in rows:
                print(f"  {what:<75} {figure:>22}", flush=True)
        shutil.rmtree(place / "large")


if __name__ == "__main__":
    main()
