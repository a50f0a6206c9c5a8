"""The screens as pictures, with fixed ids, clock and state. To accept a change: look at the picture, then
`pytest tests/tui/test_pictures.py --snapshot-update`. What keys do is asserted elsewhere, on events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reviewkit.model import Route, Search, Stage, Verdict
from reviewkit.review import Settings, settings
from reviewkit.tui.screens.conflicts import ConflictsScreen
from tests.tui.team import ANNA, BERIT, Paper, app, decide, imported, new_team, papers, ris

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from reviewkit.review import Review

SIZES = [(80, 24), (160, 50)]
SCREENS = {
    "home": [],
    "screening": ["down", "enter", "n", "5"],
    "reason": ["down", "down", "enter", "n"],
    "duplicates": ["d"],
    "reports": ["r", "down", "down"],
    "flow": ["f", "right"],
    "import": ["i"],
    "searches": ["s", "down"],
    "journal": ["l", "down"],
    "options": ["o"],
}


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """A review under way, everything in it invented."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVIEWKIT_CONFIG", "config")  # shown on a screen
    team = new_team(tmp_path)
    team.criteria(lambda text: text.replace("# watermark =", "watermark ="))
    anna = team.open(ANNA)
    settings.write(Settings(include_words=("parent*",), exclude_words=("mothers",)))
    imported(anna, ris(papers(24)), Search("ERIC", databases=("ERIC",), query='"early childhood" AND staff'))
    found = [Paper("Family support through child care services", "Dolan, N.", 2010), Paper("A book on a shelf")]
    imported(anna, ris(found), Search("Ancestry", Route.CITATION, announced=3), "ancestry.ris")
    berit = team.open(BERIT)
    title, full = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
    decide(anna, title, *["include"] * 10, "exclude", "exclude", "unsure")
    decide(berit, title, *["include", "exclude", "include"] * 3, *["exclude"] * 3)
    anna.refresh()
    for report in anna.screening.unsettled(title)[1:]:
        anna.screening.resolve(report, title, Verdict.INCLUDE, by=(ANNA, BERIT))
    berit.refresh()
    decide(anna, full, "include", "exclude", reasons=["population"])
    for report, reason in zip(berit.screening.queue(full), ("design", "population"), strict=False):
        berit.screening.decide(report, full, Verdict.EXCLUDE, (reason,), "the sample is bilingual, not immigrant")
    anna.refresh()
    return anna


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x50"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_as_it_did(review: Review, snap_compare: Callable[..., bool], name: str, size: Any) -> None:
    async def press(pilot: Pilot[None]) -> None:
        for key in SCREENS[name]:
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(app(review), terminal_size=size, run_before=press)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "160x50"])
def test_a_conflict_looks_as_it_did(review: Review, snap_compare: Callable[..., bool], size: Any) -> None:
    async def press(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(ConflictsScreen(review, Stage.FULL_TEXT))
        await pilot.pause()

    assert snap_compare(app(review), terminal_size=size, run_before=press)
