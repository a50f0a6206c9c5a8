from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Pilot, Removal, Ruling, Stage, Verdict
from reviewkit.tui.screens.reports import ReportsScreen
from reviewkit.tui.screens.screening import ScreeningScreen
from tests.tui.team import ANNA, BERIT, app, decide, decisions, imported, new_team, own, papers, play, ris, shown

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review
    from tests.tui.team import Team

TITLE = Stage.TITLE_ABSTRACT
RIGHT = "right"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(tmp_path)


@pytest.fixture
def anna(team: Team) -> Review:
    review = team.open(ANNA)
    imported(review, ris(papers(6)))
    return review


def switch_on(team: Team, review: Review) -> None:
    """Let the rule on the year ask for 2011 or later, and switch it on: two papers are older."""
    team.criteria(
        lambda text: text.replace("\nretired = []", '\nretired = []\nrules = ["timeframe"]'), "screening.toml"
    )
    team.criteria(lambda text: text.replace('"year", from = 2000 }', '"year", from = 2011 }'), "screening.toml")
    review.refresh()


def bodies(review: Review, kind: type) -> list[object]:
    return [event.body for event in own(review) if isinstance(event.body, kind)]


def test_a_pilot_round_is_drawn_in_three_answers_and_comes_first(anna: Review) -> None:
    seen = play(anna, "p", "n", "backspace", "3", "enter", "enter")
    [body] = bodies(anna, Pilot)
    assert isinstance(body, Pilot)
    assert (body.name, body.stage, len(body.records)) == ("round 1", TITLE, 3)
    assert "3 reports drawn; they come first for everybody" in seen
    assert "Anna 0  Berit 0" in seen


def test_a_round_tells_how_far_both_are_and_lists_what_both_see_differently(team: Team, anna: Review) -> None:
    anna.pilots.start("first", size=3)
    berit = team.open(BERIT)
    decide(berit, TITLE, "include", "exclude", "exclude")
    anna.refresh()
    decide(anna, TITLE, "include", "include")
    waiting = play(anna, "p")
    assert "Anna 2  Berit 3  of 3" in waiting
    assert "is told once everybody has decided" in waiting
    assert "You differ on 1 report" in waiting
    decide(anna, TITLE, "exclude")
    done = play(anna, "p")
    assert "66.7% of 3 reports (2 agreed)" in done
    listed = play(anna, "p", "enter", lambda running: isinstance(running.screen, ReportsScreen))
    assert "Differing in first" in listed
    assert "in / out" in listed


def test_a_ruling_is_recorded_worded_anew_and_taken_back(anna: Review) -> None:
    seen = play(anna, "p", RIGHT, "n", "5", "<Sami counts>", "enter")
    assert "The ruling stands beside its criterion" in seen
    assert [(one.criterion, one.text) for one in anna.rulings.all()] == [("population", "Sami counts")]
    assert "Sami counts" in play(anna, "enter")
    play(anna, "p", RIGHT, "enter", "< too>", "enter")
    assert [one.text for one in anna.rulings.all()] == ["Sami counts too"]
    play(anna, "p", RIGHT, "w", "1")
    assert len(anna.rulings.all()) == 1
    play(anna, "p", RIGHT, "w", "2")
    assert anna.rulings.all() == []
    assert len(bodies(anna, Ruling)) == 3


def test_a_rule_that_is_not_switched_on_says_how_to(anna: Review) -> None:
    seen = play(anna, "p", RIGHT, RIGHT, "x")
    assert 'rules = ["timeframe"]' in seen
    assert bodies(anna, Removal) == []


def test_a_rule_is_tried_then_run_and_put_back_each_after_a_question(team: Team, anna: Review) -> None:
    switch_on(team, anna)
    listed = play(anna, "p", RIGHT, RIGHT, "enter")
    assert "Proposed by 2000 or later" in listed
    assert "Early numeracy at home" in listed
    assert play(anna, "p", RIGHT, RIGHT, "x", "1") is not None
    assert bodies(anna, Removal) == []
    seen = play(anna, "p", RIGHT, RIGHT, "x", "2")
    assert "The rule has run." in seen
    assert "2 removed" in seen
    assert len(anna.screening.queue(TITLE)) == 4
    assert "removed" in play(anna, "r")
    assert "A run would change nothing." in play(anna, "p", RIGHT, RIGHT, "x")
    play(anna, "p", RIGHT, RIGHT, "p", "2")
    assert len(anna.screening.queue(TITLE)) == 6
    assert len(bodies(anna, Removal)) == 2


def test_a_decision_to_look_at_again_opens_and_leaves_the_list_when_made_anew(team: Team, anna: Review) -> None:
    decide(anna, TITLE, "include", "exclude", reasons=["language"])
    team.criteria(lambda text: text.replace("Written in English.", "In English or French."), "screening.toml")
    anna.refresh()
    before = play(anna, "p", "left")
    assert "English: include reworded" in before
    seen = play(
        anna, "p", "left", "enter", lambda running: isinstance(running.screen, ScreeningScreen) or pytest.fail("?"), "y"
    )
    assert [str(one.verdict) for one in decisions(anna)] == ["include", "exclude", "include"]
    assert len(anna.another_look.decisions()) == 1
    assert seen


def test_nothing_of_what_a_colleague_alone_decided_shows(tmp_path: Path) -> None:
    seen = []
    for verdict in (Verdict.INCLUDE, Verdict.EXCLUDE):
        team = new_team(tmp_path / verdict)
        anna, berit = team.open(ANNA), team.open(BERIT)
        imported(anna, ris(papers(6)))
        drawn = anna.pilots.start("first", size=3)
        berit.refresh()
        for report in drawn.reports:
            berit.screening.decide(report, TITLE, verdict)
        anna.refresh()
        seen.append([play(anna, "p", *[RIGHT] * number) for number in range(4)] + [play(anna, "p", "enter")])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 50)])
@pytest.mark.parametrize("section", range(4))
def test_every_section_shows_its_name_and_its_keys_at_every_size(
    team: Team, anna: Review, size: tuple[int, int], section: int
) -> None:
    anna.pilots.start("first", size=3)
    anna.rulings.record("population", "[b]Sami[/b] \x1b[31mcounts")
    switch_on(team, anna)
    seen = play(anna, "p", *[RIGHT] * section, size=size)
    assert ("Pilot rounds", "Rulings", "Rules", "Another look")[section] in seen
    assert "b back  ?" in seen
    assert "\x1b" not in seen


def test_the_mouse_opens_a_line_like_enter(anna: Review) -> None:
    running = app(anna)

    async def clicked() -> str:
        async with running.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press("p", RIGHT, RIGHT)
            await running.workers.wait_for_complete()
            await pilot.pause()
            await pilot.click("#list", offset=(5, 0), times=2)
            await pilot.pause()
            return shown(running)

    import asyncio

    assert "No record fails it." in asyncio.run(clicked())
