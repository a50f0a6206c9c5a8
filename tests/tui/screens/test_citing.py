"""Citation searching on the screen, played against small working indexes."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Direction, SeedSearched
from reviewkit.net import Client, Manners
from reviewkit.review import Review
from reviewkit.review.citing import Citing
from reviewkit.review.next_step import _to_follow
from reviewkit.tui.screens.framed import AT_WORK
from tests.citing import SERVICES, at, quick, review
from tests.indexes import World, title
from tests.servers import Asked, Reply, Server, serving
from tests.tui.team import _settled, app, own, play, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reviewkit.tui.app import ReviewkitApp

HOSTILE = "On [red]homes[/red] \x1b[31mand $accent schools"
WORLD = World(
    {1: [2, 20, 21, 22, 23], 2: [1, 20], **{key: [1] for key in range(100, 230)}, 300: [2]}, deleted=frozenset({23})
)


def named(number: int) -> str:
    return HOSTILE if number == 1 else title(number)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(WORLD.answer) as running:
        at(running, monkeypatch)
        yield running


@pytest.fixture
def ada(tmp_path: Path) -> Review:
    """Ada's device; three reports are included, the third of which no index knows."""
    found = review(tmp_path, [1, 2, 9], WORLD, named=named)
    found.citing = quick(found)
    return found


def searched(ada: Review) -> list[SeedSearched]:
    return [event.body for event in own(ada) if isinstance(event.body, SeedSearched)]


def pages(ada: Review, *steps: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    """Play keys in one go and return what is to be read at each `!`, white space made single."""
    found: list[str] = []

    def look(running: ReviewkitApp) -> None:
        found.append(" ".join(shown(running).split()))

    played: list[str | Callable[[ReviewkitApp], object]] = []
    for step in steps:  # slow work sets off more slow work
        played += [look] if step == "!" else [step, _wait, _wait]
    play(ada, *played, size=size)
    return found


def _wait(_: object) -> None:
    pass


def test_a_search_is_planned_asked_and_accounted_for(ada: Review, server: Server) -> None:
    chosen, planned, came, rounds, found, ledger, only_open, whole, report, listed, again = pages(
        ada, "c", "!", "p", "!", "s", "!", "right", "!", "c", "!", "b", "right", "!", "o", "!", "enter", "!",
        "b", "r", "!", "b", "l", "!", "b", "p", "!", size=(100, 30),
    )  # fmt: skip
    assert "Citations of 3 reports can be followed. p looks them up" in chosen
    assert "Direction backward: what the seeds cite" in chosen
    assert "no e-mail address" in chosen
    assert "Round 1 would take about 2 requests ($0.0001); s sends them. Looking up took" in planned
    assert "OpenAlex backward: what the seeds cite Knows 2 of 3 seeds, with 7 references." in planned
    assert "expected ($0.0001). → shows what is new of it." in came
    assert "› Round 1 3 11 6 1 5 1" in rounds
    assert "3 seeds: identified 11 records of 6 reports, 1 known already, 5 new." in rounds
    assert "No index knows 1 seed:" in rounds
    assert "Those that you include at full text are the seeds of the next round." in rounds
    assert "Found in round 1" in found
    assert "6 reports" in found
    assert "3 seeds: 1 seed that no index knows, 1 reference left as text. o shows only these." in ledger
    assert "On [red]homes[/red] [31mand" in ledger
    assert "\x1b" not in ledger
    assert "with something left to a person; o shows all 6 again." in only_open
    assert "1 reference left as text (l takes them up): https://openalex.org/W23" in whole
    assert "y include" in report
    assert "p from PDF" in listed
    assert "Nothing is left to ask: all of it was searched in full before." in again
    assert len(server.asked) == len({(one.path, *one.params.items()) for one in server.asked})
    assert {one.direction for one in searched(ada)} == {Direction.BACKWARD}


def test_a_run_is_stopped_and_goes_on_without_asking_twice(ada: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Reply:
        if ada.searches.find("OpenAlex, round 1, backward") is not None and not go_on.is_set():
            reached.set()
            go_on.wait(10)
        return WORLD.answer(asked)

    async def journey(server: Server) -> tuple[str, str, str, int]:
        running = app(ada)
        async with running.run_test(size=(80, 24)) as pilot:
            for key in ("c", "p"):
                await pilot.press(key)
                await _settled(running, pilot)
            looked_up = len(server.asked)
            await pilot.press("s")
            while not reached.is_set():
                await pilot.pause(0.01)
            await pilot.pause(0.3)  # how far it is is told five times a second
            asking = shown(running)
            await pilot.press("escape")
            go_on.set()
            while [one for one in running.workers if one.group == AT_WORK and not one.is_finished]:
                await pilot.pause(0.01)
            await _settled(running, pilot)
            stopped = shown(running)
            await pilot.press("s")
            for _ in range(3):
                await _settled(running, pilot)
            return asking, stopped, shown(running), len(server.asked) - looked_up

    with serving(answer) as server:
        at(server, monkeypatch)
        asking, stopped, done, sent = asyncio.run(journey(server))
        assert len(server.asked) == len({(one.path, *one.params.items()) for one in server.asked})
    assert "Round 1 is being asked. Esc stops it" in asking
    assert "stop it" in asking
    assert "Stopped. What was answered is kept; s goes on from there" in " ".join(stopped.split())
    assert f"{sent} requests in all ($0.0001), 2 expected ($0.0001)." in " ".join(done.split())
    assert sorted(one.search.name for one in ada.searches.counts()) == [
        "Crossref, round 1, backward",
        "ERIC",
        "OpenAlex, round 1, backward",
    ]


def test_seeds_that_very_many_cite_are_shown_before_and_limited(ada: Review, server: Server) -> None:
    before, planned = pages(
        ada, "c", "down", "enter", "2", "p", "!", "m", *["backspace"] * 4, "5", "0", "enter", "down", "down", "!", "s",
    )  # fmt: skip
    assert "more citing works than" not in before
    assert "1 seed has more citing works than 50: m." in planned
    assert "Cited 131 times by OpenAlex, 131 times by Semantic Scholar" in planned
    assert [(row.index, row.listed, row.resolved) for row in ada.citing.ledger().rows if (row.listed or 0) > 50] == [
        ("OpenAlex", 131, 50),
        ("Semantic Scholar", 131, 50),
    ]


def test_without_a_network_it_is_said_at_once_with_what_can_be_done(
    ada: Review, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for service in SERVICES:
        monkeypatch.setenv(f"REVIEWKIT_{service.upper()}_URL", f"http://127.0.0.1:9/{service}")
    ada.citing = Citing(ada.session, ada.searches, Client(Manners(pause=0.01)))
    before = ada.session.store.position()
    planned, same = pages(ada, "c", "p", "!", "s", "!")
    assert "No network: no index can be reached, so nothing can be asked now; p tries again." in planned
    assert "Network: not used works with the answers that this device keeps" in planned
    assert same == planned
    assert ada.session.store.position() == before


def test_seeds_are_picked_where_nothing_is_included(tmp_path: Path, server: Server) -> None:
    ada = review(tmp_path, [1, 2], WORLD, include=False)
    ada.citing = quick(ada)
    nothing, picked = pages(ada, "c", "p", "!", "enter", "3", "down", "enter", "!", "b", "p", "s")
    assert "No report is included at full text yet: ⏎ on Seeds picks others." in nothing
    assert "1 picked of 2 reports" in picked
    assert {row.seed for row in ada.citing.ledger().rows} == {ada.reports.find(title(2))}
    assert _to_follow(SimpleNamespace(session=ada.session)) is None  # type: ignore[arg-type]  # all that it looks at


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 50)])
def test_every_size_shows_each_section(ada: Review, server: Server, size: tuple[int, int]) -> None:
    ada.citing.run(ada.citing.plan(ada.citing.included()[:1]))
    texts = pages(ada, "c", "!", "right", "!", "right", "!", "right", "!", "right", "p", "!", size=size)
    for words, text in zip(("› Seeds", "Nothing is plan", "› Round 1", "› On [red]", "› OpenAlex"), texts, strict=True):
        assert words in text
    step = _to_follow(SimpleNamespace(session=ada.session))  # type: ignore[arg-type]  # all that it looks at
    assert step is not None
    assert step.sentence == "Citations of 2 included reports were not followed yet."
