"""What a server bears, and what it costs a client.

    python -m tests.bench.server [REVIEWERS] [SECONDS] [RECORDS]

First many reviewers, each a program of its own on a real PostgreSQL that waits for its disk, decide as fast as they
can. Then a large review is put onto the server, fetched by a new client, and opened again. All share the machine's
processors with the server, so the times are those of a machine where everything runs at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.model import Decision, Stage, Verdict
from reviewkit.review import Review, begin_from_server
from reviewkit.store.server import setup
from tests.bench.large import large_review
from tests.making import REVIEW_ID, REVIEWERS
from tests.postgres import RULES, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviewkit.model import Event
    from reviewkit.store.server.setup import Handout
    from tests.postgres import Postgres

TA = Stage.TITLE_ABSTRACT
_SETTINGS = ("max_connections=100",)
_PER_REVIEWER = 1_500
"""Reports enough for nobody to run out."""


def _named(number: int) -> list[str]:
    return [*REVIEWERS, *(f"Reviewer {one}" for one in range(3, number + 1))][:number]


def _with_reviewers(folder: Path, names: Sequence[str]) -> None:
    """Let each report fall to two of many."""
    path = folder / "criteria" / "review.toml"
    listed = ", ".join(f'"{name}"' for name in names)
    text = path.read_text(encoding="utf-8").replace('reviewers = ["Ada", "Grace"]', f"reviewers = [{listed}]")
    shares = "\n[screening.shares]\n" + "".join(f'"{name}" = 1.0\n' for name in names)
    path.write_text(text + shares, encoding="utf-8")


def _on_server(postgres: Postgres, name: str, folder: Path, state: Path, names: Sequence[str]) -> dict[str, Handout]:
    """A database of the review in a folder, with all that it holds."""
    with postgres.owner() as owner:
        owner.execute(f"CREATE DATABASE {name}")
    with postgres.owner(name) as owner:
        made = setup.set_up(owner, REVIEW_ID, names, RULES)
    review = Review.open(folder, reviewer="Ada", state=state)
    review.session.write([])  # the criteria, for whoever begins from the server
    review.server.push(postgres.url(name))
    review.close()
    return {one.name: one for one in made}


def _environment(postgres: Postgres, name: str, one: Handout) -> dict[str, str]:
    url = f"postgresql://{one.role}@127.0.0.1:{postgres.port}/{name}"
    return {**os.environ, "REVIEWKIT_DATABASE": url, "PGPASSWORD": one.password}


# ------------------------------------------------------------------------------------------------ many who decide


def decide(place: Path, name: str, seconds: float) -> None:
    """One reviewer: fetch the review, wait for the start, decide, and print what was acknowledged and seen when."""
    begin_from_server(place / "review", "")
    review = Review.open(place / "review", reviewer=name, state=place / "state")
    review.server.meet(seconds=60)
    queue = list(review.screening.queue(TA))
    print("ready", flush=True)
    until = float(sys.stdin.readline()) + seconds
    review.server.follow()
    acknowledged: dict[str, float] = {}
    took: list[float] = []
    seen: dict[str, float] = {}
    subjects: dict[str, str] = {}
    state, plainly = review.session.state, review.session.state.add

    def add(events: Iterable[Event]) -> None:
        given = list(events)
        plainly(given)
        for event in given:
            if isinstance(event.body, Decision) and event.actor != name:
                seen.setdefault(event.subject, time.time())

    state.add = add  # type: ignore[method-assign]  # to note when what arrives is there for the screens
    while time.time() < until and queue:
        report, before = queue.pop(), time.perf_counter()
        event = review.screening.decide(report, TA, Verdict.INCLUDE if len(queue) % 3 else Verdict.EXCLUDE)
        took.append(time.perf_counter() - before)
        acknowledged[event.id], subjects[event.id] = time.time(), event.subject
    end = time.time() + 5
    while time.time() < end:  # hands off the keys, still looking
        review.refresh()
        time.sleep(0.1)
    review.close()
    print(json.dumps({"acknowledged": acknowledged, "subjects": subjects, "took": took, "seen": seen}))


def many(postgres: Postgres, place: Path, reviewers: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Many reviewers at once."""
    names = _named(reviewers)
    folder = large_review(place / "first" / "review", reviewers * _PER_REVIEWER // 2, 0)
    _with_reviewers(folder, names)
    handouts = _on_server(postgres, "many", folder, place / "first" / "state", names)
    working = []
    for number, name in enumerate(names):
        own = place / f"reviewer {number}"
        own.mkdir()
        words = [sys.executable, "-m", "tests.bench.server", "--decide", str(own), name, str(seconds)]
        working.append(
            subprocess.Popen(
                words,
                env=_environment(postgres, "many", handouts[name]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    for one in working:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    now = time.time()
    for one in working:
        assert one.stdin is not None
        one.stdin.write(f"{now}\n")
        one.stdin.flush()
    told = [json.loads(one.communicate()[0]) for one in working]
    acknowledged = {event: at for one in told for event, at in one["acknowledged"].items()}
    with postgres.owner("many") as owner:
        rows = owner.execute("SELECT id FROM reviewkit.event WHERE kind = 'decision'").fetchall()
    there = [row[0] for row in rows]
    lost, doubled = len(acknowledged.keys() - set(there)), len(there) - len(set(there))
    assert len(there) == len(acknowledged) + doubled - lost
    took = sorted(one for own in told for one in own["took"])
    yield f"{reviewers} reviewers, {seconds:.0f} s", f"{len(took)} decisions, {len(took) / seconds:.0f} a second"
    yield "acknowledged and not there, or there twice", f"{lost}, {doubled}"
    yield "a decision's time", f"{_at(took, 0.5) * 1000:.0f} ms in the median, {_at(took, 0.95) * 1000:.0f} ms at 95 %"
    waits = sorted(_waits(told))
    yield (
        f"until a colleague sees that a report is settled ({len(waits)} reports)",
        f"{_at(waits, 0.5):.2f} s in the median, {_at(waits, 0.95):.2f} s at 95 %",
    )


def _waits(told: Sequence[dict[str, dict[str, float]]]) -> Iterator[float]:
    """Yield how long after the second decision on a report it was until whoever had decided first saw it."""
    decided: dict[str, dict[int, float]] = {}
    for number, one in enumerate(told):
        for event, at in one["acknowledged"].items():
            decided.setdefault(str(one["subjects"][event]), {})[number] = at
    for subject, by in decided.items():
        if len(by) == 2:
            first = min(by, key=lambda number: by[number])
            if subject in told[first]["seen"]:
                yield max(0.0, told[first]["seen"][subject] - max(by.values()))


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


# ------------------------------------------------------------------------------------------------ a large review


def opened(place: Path, way: str) -> None:
    """Open a review in a process of its own, show the first screen, and print seconds and megabytes."""
    begun = time.perf_counter()
    review = Review.open(place / "review", reviewer="Grace", state=place / "state")
    if way == "fetch":
        review.server.meet(seconds=60)
    elif way == "server":
        review.server.follow()
    review.home()
    took = time.perf_counter() - begun
    if way == "server":
        time.sleep(2)  # a round with the server counts for the memory
    review.close()
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(f"{took:.2f} {int(peak.split()[1]) / 1024:.0f}")


def large(postgres: Postgres, place: Path, records: int) -> Iterator[tuple[str, str]]:
    """A large review on the server, and the same in a folder."""
    folder = large_review(place / "large" / "review", records, records)
    before = time.perf_counter()
    handouts = _on_server(postgres, "large", folder, place / "large" / "state", REVIEWERS)
    yield f"{records} records, as many decisions: put onto the server", f"{time.perf_counter() - before:.0f} s"
    client = place / "client"
    environment = _environment(postgres, "large", handouts["Grace"])
    begin_from_server(client / "review", postgres.url("large"))

    def run(at: Path, way: str) -> tuple[str, str]:
        words = [sys.executable, "-m", "tests.bench.server", "--open", str(at), way]
        told = subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout.split()
        return told[0], told[1]

    yield "fetched by a new client", f"{run(client, 'fetch')[0]} s"
    run(place / "large", "folder")
    for way, at in (("server", client), ("folder", place / "large")):
        took, peak = run(at, way)
        yield f"opened, met by {way}, with the first screen", f"{took} s, {peak} MB at most"


def main() -> None:
    """Print the figures, a line each."""
    numbers = [int(one) for one in sys.argv[1:]]
    reviewers, seconds, records = (*numbers, *(20, 60, 100_000)[len(numbers) :])
    with tempfile.TemporaryDirectory() as folder, running(_SETTINGS) as postgres:
        for what, figure in many(postgres, Path(folder), reviewers, seconds):
            print(f"{what}: {figure}", flush=True)
        for what, figure in large(postgres, Path(folder), records):
            print(f"{what}: {figure}", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--decide", own, reviewer, how_long]:
            decide(Path(own), reviewer, float(how_long))
        case ["--open", own, how]:
            opened(Path(own), how)
        case _:
            main()
