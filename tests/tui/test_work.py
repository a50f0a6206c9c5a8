"""Slow work: told how far it is, and stopped by a key where the review lets it."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input, Static

from reviewkit.errors import StoppedError
from reviewkit.model import Search
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from tests.tui.team import Paper, app, own, papers, play, ris, shown

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Told
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp


class Slow(Framed):
    """A screen whose work goes on until it is stopped."""

    PLACE = "flow"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("flow")]

    def body(self) -> ComposeResult:
        yield Static(classes="body")

    def begin(self) -> None:
        self.begun = threading.Event()
        self.stoppably("Counting …", self.count, "Three were counted.")

    def count(self, told: Told) -> None:
        while True:
            told(3, 12)
            self.begun.set()
            time.sleep(0.01)


def test_it_is_told_how_far_it_is_and_escape_stops_it_saying_what_stays(anna: Review) -> None:
    async def run() -> list[str]:
        running, seen = app(anna), []
        async with running.run_test(size=(80, 24)) as pilot:
            screen = Slow(anna)
            await running.push_screen(screen)
            await asyncio.to_thread(screen.begun.wait)
            await pilot.press("b", "e")  # dead as long as it takes
            screen._tell_how_far()
            await pilot.pause()
            seen.append(shown(running))
            await pilot.press("escape")
            await running.workers.wait_for_complete()
            await pilot.pause()
            seen.append(shown(running))
            await pilot.press("escape")
            await pilot.pause()
            seen.append(type(running.screen).__name__)
        return seen

    during, after, back = asyncio.run(run())
    assert "Counting … 3 of 12" in during
    assert "  Esc stop it  " in during.splitlines()[-1]
    assert "Stopped. Three were counted." in after
    assert "b back" in after.splitlines()[-1]
    assert back == "HomeScreen"


def test_leaving_the_program_does_not_wait_for_work_that_can_be_stopped(anna: Review) -> None:
    async def run() -> None:
        running = app(anna)
        async with running.run_test() as pilot:
            await running.push_screen(Slow(anna))
            await pilot.pause()
            running.exit()

    asyncio.run(asyncio.wait_for(run(), 10))


def stopped(running: ReviewkitApp) -> None:
    """Stop work before it has begun, so that no test depends on who is quicker."""
    screen = running.screen
    assert isinstance(screen, Framed)
    screen.action_stop()


def began(name: str):  # type: ignore[no-untyped-def]
    def step(running: ReviewkitApp) -> None:
        getattr(running.screen, f"action_{name}")()
        stopped(running)

    return step


def test_an_import_that_is_stopped_has_added_nothing(anna: Review, tmp_path: Path) -> None:
    path = tmp_path / "more.ris"
    path.write_bytes(ris([Paper("Another one")]))
    before = len(own(anna))

    def fill_in(running: ReviewkitApp) -> None:
        running.screen.query_one("#path", Input).value = str(path)
        running.screen.query_one("#search", Input).value = "ERIC"

    text = play(anna, "i", fill_in, began("go"))
    assert "Stopped. Nothing was imported." in text
    assert len(own(anna)) == before
    assert not list(anna.session.folder.rglob("more*"))


def test_an_import_stands_whose_comparing_is_stopped_and_home_offers_that_again(anna: Review, tmp_path: Path) -> None:
    path = tmp_path / "more.ris"
    path.write_bytes(ris([*papers(1), Paper("Another one")]))
    calls = []

    def told(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) > 1:
            raise StoppedError("enough")

    done = anna.searches.import_file(path, Search("More"), told=told)
    assert (done.records, done.compared) == (2, False)
    text = play(anna, "enter")
    assert "Compared: 1 new duplicate linked" in text
