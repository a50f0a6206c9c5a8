"""Real reviews in folders of their own, with fixed ids and times, and the app on them."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.events import Paste
from textual.worker import WorkerFailed

from reviewkit.model import Decision, Route, Search, Stage, Verdict
from reviewkit.review import Review, new_review
from reviewkit.tui.app import ReviewkitApp
from reviewkit.tui.screens.framed import AT_WORK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from reviewkit.model import Event, ReportId

_PASTED = 4
NOW = datetime.datetime(2024, 5, 3, 17, 0, tzinfo=datetime.UTC)
ANNA, BERIT = "Anna", "Berit"
_PAPERS = (
    ("Othered voices: asylum-seeking mothers and early years education", "Whitmarsh, Judy", 2011, "19(4)"),
    ("Goal setting during early childhood parent-teacher conferences", "Cheatham, Gregory A.", 2013, "27(2)"),
    ("Immigrant parents and kindergarten staff in dialogue", "Lunneblad, Johannes", 2017, "33(3)"),
    ("Family support through childcare services", "Dolan, Noirin", 2010, "16(2)"),
    ("Multilingual parents' partnerships with preschools", "Norheim, Helga", 2018, "28(1)"),
    ("Early numeracy at home", "Skwarchuk, Sheri-Lynn", 2009, "12(1)"),
)
_ABSTRACT = (
    "This article explores how parents with an immigrant background and staff of early childhood settings work "
    "together. Drawing on interviews with twelve mothers and eight members of staff in two settings, it shows that "
    "expectations are rarely spoken of, and that language is taken for the cause of what is a matter of power."
)


@dataclass(frozen=True)
class Paper:
    """What goes into an export."""

    title: str
    author: str = "Doe, Jane"
    year: int = 2015
    abstract: str = _ABSTRACT
    doi: str = ""


def papers(count: int = 6) -> list[Paper]:
    """Return so many papers, no two alike."""
    found = []
    for number in range(count):
        title, author, year, _ = _PAPERS[number % len(_PAPERS)]
        lot = number // len(_PAPERS)
        found.append(Paper(f"{title}, part {lot + 1}" if lot else title, author, year + lot, doi=f"10.1234/x{number}"))
    return found


def ris(entries: Sequence[Paper]) -> bytes:
    """Return papers as an export."""
    lines = []
    for number, paper in enumerate(entries, 1):
        doi = [f"DO  - {paper.doi}"] if paper.doi else []
        lines += [
            "TY  - JOUR",
            f"TI  - {paper.title}",
            f"AU  - {paper.author}",
            f"PY  - {paper.year}",
            "JO  - European Early Childhood Education Research Journal",
            f"VL  - {number}",
            f"SP  - {number * 100}",
            f"EP  - {number * 100 + 17}",
            f"AB  - {paper.abstract}",
            "LA  - English",
            *doi,
            "ER  - ",
            "",
        ]
    return "\n".join(lines).encode()


@dataclass
class Team:
    """A folder and the two who share it, each with a device of the own."""

    folder: Path
    home: Path

    def open(self, name: str | None) -> Review:
        """Return the review on the device of somebody."""
        numbers = itertools.count(1)
        who = {None: "0", ANNA: "a", BERIT: "b"}.get(name, "c")
        times = (f"2024-05-03T{hour:02}:{minute:02}:00Z" for hour in range(8, 24) for minute in range(60))
        return Review.open(
            self.folder,
            reviewer=name,
            state=self.home / (name or "nobody"),
            now=lambda: next(times),
            new_id=lambda: f"{next(numbers):05}{who * 3}-0000-4000-8000-{who * 12}",
        )

    def criteria(self, change: Callable[[str], str], name: str = "review.toml") -> None:
        """Edit a criteria file."""
        path = self.folder / "criteria" / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def new_team(place: Path) -> Team:
    """Return a new review by Anna and Berit below a folder."""
    new_review(
        place / "review",
        identity="6f1c4a4e-0d4c-4d53-9f7e-2b9d1c6f0a11",
        title="Partnerships with immigrant parents",
        reviewers=[ANNA, BERIT],
    )
    return Team(place / "review", place / "state")


def imported(review: Review, data: bytes, search: Search | None = None, name: str = "eric.ris") -> None:
    """Import an export."""
    path = review.session.folder.parent / name
    path.write_bytes(data)
    number = data.count(b"TY  - ")
    review.searches.import_file(path, search or Search("ERIC", Route.DATABASE, ("ERIC",), announced=number))


def decide(review: Review, stage: Stage, *verdicts: str, reasons: Sequence[str] = ()) -> list[ReportId]:
    """Decide on the first reports that wait, one a verdict."""
    queue = review.screening.queue(stage)[: len(verdicts)]
    for report, verdict in zip(queue, verdicts, strict=True):
        given = reasons if verdict == "exclude" else ()
        review.screening.decide(report, stage, Verdict(verdict), given)
    return queue


def decisions(review: Review) -> list[Decision]:
    """Return all decisions written on this device, in their order."""
    return [event.body for event in own(review) if isinstance(event.body, Decision)]


def own(review: Review) -> list[Event]:
    """Return all events of this device, in their order."""
    device = review.session.store.device
    return sorted((one for one in review.session.state.events() if one.device == device), key=lambda one: one.seq)


def app(review: Review) -> ReviewkitApp:
    """Return the app with a fixed clock, looking into the folder only when a test tells it to."""
    return ReviewkitApp(review, now=lambda: NOW, look_every=0)


def play(review: Review, *steps: str | Callable[[ReviewkitApp], object], size: tuple[int, int] = (80, 24)) -> str:
    """Start the app, press keys and do what else is asked, one after the other; return all that is then to be read.

    A step that is a text in angle brackets, such as `<ERIC>`, is typed.
    """
    return asyncio.run(_play(app(review), steps, size))


async def _play(
    running: ReviewkitApp, steps: Sequence[str | Callable[[ReviewkitApp], object]], size: tuple[int, int]
) -> str:
    async with running.run_test(size=size) as pilot:
        await _settled(running, pilot)
        for step in steps:
            if callable(step):
                step(running)
            else:
                await _type(running, pilot, step)
            await _settled(running, pilot)
        return shown(running)


async def _type(running: ReviewkitApp, pilot: Pilot[None], step: str) -> None:
    """Press a key, or write what stands between < and >; long texts are pasted, which takes no time a character."""
    text = step[1:-1] if step.startswith("<") else ""
    if len(text) > _PASTED:
        running.post_message(Paste(text))
    else:
        await pilot.press(*(text or [step]))


async def _settled(running: ReviewkitApp, pilot: Pilot[None]) -> None:
    await pilot.pause()
    with contextlib.suppress(WorkerFailed):  # the screen tells of it, whether it is asked before or after it failed
        await running.workers.wait_for_complete([one for one in running.workers if one.group == AT_WORK])
    await pilot.pause()


def shown(running: ReviewkitApp) -> str:
    """Return the text of all screens that lie on one another, the uppermost last."""
    return "\n".join(strip.text for screen in running.screen_stack for strip in screen._compositor.render_strips())
