from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Resolution, Settlement, Stage, Status, Undo, Verdict
from reviewkit.tui.screens.conflicts import ConflictsScreen
from tests.tui.team import ANNA, BERIT, app, decide, imported, own, papers, play, ris, shown

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

TITLE, FULL = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT


def conflicts(review: Review, stage: Stage):  # type: ignore[no-untyped-def]
    def push(running: ReviewkitApp) -> None:
        running.push_screen(ConflictsScreen(review, stage))

    return push


def resolutions(review: Review) -> list[Resolution]:
    return [event.body for event in own(review) if isinstance(event.body, Resolution)]


def disagreed(team: Team, anna: Review) -> Review:
    berit = team.open(BERIT)
    decide(anna, TITLE, "include", "exclude", "include", *["exclude"] * 3, reasons=["population"])
    for report, verdict in zip(berit.screening.queue(TITLE), ["exclude", "include", "include"], strict=False):
        berit.screening.decide(report, TITLE, Verdict(verdict), (), f"because of {verdict} [b]bold[/b]")
    anna.refresh()
    return berit


def test_both_decisions_reasons_and_notes_stand_side_by_side(team: Team, anna: Review) -> None:
    disagreed(team, anna)
    text = play(anna, conflicts(anna, TITLE))
    line = next(one for one in text.splitlines() if "Anna  exclude" in one)
    assert "Berit  include" in line
    assert "because of include [b]bold[/b]" in text
    assert "Conflict 1 of 2, title and abstract" in text


def test_a_consensus_is_by_all_who_decided(team: Team, anna: Review) -> None:
    disagreed(team, anna)
    text = play(anna, conflicts(anna, TITLE), "e", "<talked it over>", "enter", "y", "n")
    first, second = resolutions(anna)
    assert (first.verdict, first.by, first.how) == (Verdict.INCLUDE, (ANNA, BERIT), Settlement.CONSENSUS)
    assert (first.note, second.note, second.verdict) == ("talked it over", "", Verdict.EXCLUDE)
    assert "No conflict is left at title and abstract" in text


def test_later_puts_off_and_undo_brings_back(team: Team, anna: Review) -> None:
    disagreed(team, anna)
    waiting = [one.report for one in anna.meeting.waiting(TITLE)]
    play(anna, conflicts(anna, TITLE), "l", "y")
    assert own(anna)[-1].subject == waiting[1]
    text = play(anna, conflicts(anna, TITLE), "u")
    assert isinstance(own(anna)[-1].body, Undo)
    assert set(anna.screening.unsettled(TITLE)) == set(waiting)
    assert "Taken back: settled as include" in text


def test_where_only_the_reason_differs_only_the_reason_is_asked(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    for review in (anna, berit):
        decide(review, TITLE, *["include"] * 2)
    anna.refresh()
    berit.refresh()
    for review, reason in ((anna, "population"), (berit, "design")):
        decide(review, FULL, "exclude", reasons=[reason])
    anna.refresh()
    text = play(anna, conflicts(anna, FULL), "y")
    assert resolutions(anna) == []
    assert "only the reason is open" in text
    play(anna, conflicts(anna, FULL), "4")
    (settled,) = resolutions(anna)
    assert (settled.verdict, settled.reasons) == (Verdict.EXCLUDE, ("design",))


def test_an_exclusion_at_full_text_asks_why_and_shows_who_gave_which_reason(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    for review in (anna, berit):
        decide(review, TITLE, "include")
    anna.refresh()
    berit.refresh()
    decide(anna, FULL, "include")
    decide(berit, FULL, "exclude", reasons=["design"])
    anna.refresh()
    text = play(anna, conflicts(anna, FULL), "n")
    assert "4 empirical  Berit" in text
    assert resolutions(anna) == []
    play(anna, conflicts(anna, FULL), "n", "5")
    assert resolutions(anna)[-1].reasons == ("population",)


def test_the_adjudicator_settles_alone(team: Team) -> None:
    team.criteria(lambda text: text.replace('# adjudicator = "Grace Hopper"', 'adjudicator = "Grace"'))
    anna = team.open(ANNA)
    imported(anna, ris(papers()))
    disagreed(team, anna)
    grace = team.open("Grace")
    text = play(grace, conflicts(grace, TITLE))
    assert "You settle this as the adjudicator." in text
    play(grace, conflicts(grace, TITLE), "y")
    (settled,) = resolutions(grace)
    assert (settled.by, settled.how) == (("Grace",), Settlement.ADJUDICATION)


def test_a_conflict_that_the_other_settled_meanwhile_leaves_the_list(team: Team, anna: Review) -> None:
    berit = disagreed(team, anna)
    berit.refresh()

    def settle(running: ReviewkitApp) -> None:
        report = berit.screening.unsettled(TITLE)[0]
        berit.screening.resolve(report, TITLE, Verdict.INCLUDE, by=(ANNA, BERIT))
        running.look()

    text = play(anna, conflicts(anna, TITLE), settle, "y")
    assert "No conflict is left" in text
    settled = {report.id: anna.session.state.outcome(report, TITLE) for report in anna.session.state.reports().values()}
    assert sum(one.status is Status.INCLUDED for one in settled.values()) == 3
    assert len(resolutions(anna)) == 1


def read(team: Team, anna: Review) -> Review:
    """Two conflicts and an open reason at full text; the fourth report only Berit has decided on."""
    berit = team.open(BERIT)
    for review in (anna, berit):
        decide(review, TITLE, *["include"] * 4)
    anna.refresh()
    berit.refresh()
    reports = anna.screening.queue(FULL)
    own = {
        anna: [("include", ()), ("exclude", ("population",)), ("exclude", ("design", "population"))],
        berit: [
            ("exclude", ("population",)),
            ("exclude", ("design",)),
            ("include", ()),
            ("exclude", ("topic",)),
        ],
    }
    for review, plan in own.items():
        for report, (verdict, reasons) in zip(reports, plan, strict=False):
            review.screening.decide(report, FULL, Verdict(verdict), reasons, f"{review.session.reviewer} on {verdict}")
    anna.refresh()
    return berit


def test_reasons_are_a_list_of_their_own_after_the_conflicts(team: Team, anna: Review) -> None:
    read(team, anna)
    assert "Conflict 1 of 2, full text" in play(anna, conflicts(anna, FULL))
    assert "Conflict 2 of 2, full text" in play(anna, conflicts(anna, FULL), "y")
    assert "Reason 1 of 1, full text" in play(anna, conflicts(anna, FULL), "y")
    assert "No conflict is left" in play(anna, conflicts(anna, FULL), "5")
    assert [one.verdict for one in resolutions(anna)] == [Verdict.INCLUDE, Verdict.INCLUDE, Verdict.EXCLUDE]


def test_it_is_said_before_and_after_in_whose_names_it_is_settled(team: Team, anna: Review) -> None:
    read(team, anna)
    assert "y or n is written down as settled by Anna and Berit together." in play(anna, conflicts(anna, FULL))
    assert "Settled as include by Anna and Berit together: " in play(anna, conflicts(anna, FULL), "y")


def test_a_decision_changed_late_brings_the_conflict_back(team: Team, anna: Review) -> None:
    berit = read(team, anna)
    report = anna.meeting.waiting(FULL)[0].report
    play(anna, conflicts(anna, FULL), "y")
    berit.refresh()
    berit.screening.decide(report, FULL, Verdict.UNSURE, (), "on second thoughts")
    anna.refresh()
    assert "on second thoughts" in play(anna, conflicts(anna, FULL))


def test_a_conflict_is_passed_to_the_adjudicator_who_sees_it_first(team: Team) -> None:
    team.criteria(lambda text: text.replace('# adjudicator = "Grace Hopper"', 'adjudicator = "Grace"'))
    anna = team.open(ANNA)
    imported(anna, ris(papers()))
    read(team, anna)
    second = anna.meeting.waiting(FULL)[1].report
    text = play(anna, conflicts(anna, FULL), "l", "a")
    assert "For the adjudicator: passed on by Anna." in text
    grace = team.open("Grace")
    assert "For the adjudicator: passed on by Anna." in play(grace, conflicts(grace, FULL))
    play(grace, conflicts(grace, FULL), "y")
    assert grace.session.state.outcome(grace.session.state.reports()[second], FULL).resolution is not None


def test_without_an_adjudicator_passing_on_is_refused_in_words(team: Team, anna: Review) -> None:
    read(team, anna)
    assert "nobody is named as the adjudicator" in play(anna, conflicts(anna, FULL), "a")


def test_a_ruling_is_recorded_on_the_criterion_and_the_report_in_view(team: Team, anna: Review) -> None:
    read(team, anna)
    first = anna.meeting.waiting(FULL)[0].report
    text = play(anna, conflicts(anna, FULL), "r", "4", "<Protocols are no data>", "enter")
    (ruling,) = anna.rulings.all()
    assert (ruling.criterion, ruling.text, ruling.about) == ("design", "Protocols are no data", first)
    assert "The ruling on empirical stands beside it from now on." in text


def test_the_agenda_is_written_where_the_screen_says(team: Team, anna: Review) -> None:
    read(team, anna)
    assert "The agenda of all stages is in data/out/agenda.md" in play(anna, conflicts(anna, FULL), "p")
    written = (anna.session.folder / "data/out/agenda.md").read_text(encoding="utf-8")
    assert written == anna.meeting.as_markdown(anna.meeting.agenda())


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10), (60, 12), (40, 30)])
def test_both_decisions_are_in_sight_at_any_size_and_nothing_of_what_is_undecided(
    team: Team, anna: Review, size: tuple[int, int]
) -> None:
    read(team, anna)
    text = play(anna, conflicts(anna, FULL), size=size)
    assert "Conflict 1 of 2, full text" in text
    screen = text.rpartition("Conflict 1 of 2")[2]
    for words in ("exclude", "include", "Anna", "Berit", "4 empirical"):
        assert words in screen
    assert "topic" not in screen or size[0] >= 120  # where the criteria stand beside it


def test_the_terminal_may_be_resized_in_use(team: Team, anna: Review) -> None:
    read(team, anna)

    async def resized() -> str:
        running = app(anna)
        async with running.run_test(size=(100, 30)) as pilot:
            running.push_screen(ConflictsScreen(anna, FULL))
            for size in ((40, 10), (160, 50), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
            await pilot.press("l")
            await pilot.pause()
            return shown(running)

    text = asyncio.run(resized()).rpartition("Conflict 1 of 2")[2]
    assert text.count("Anna  include") == 1
    assert text.count("Berit  exclude") == 1
