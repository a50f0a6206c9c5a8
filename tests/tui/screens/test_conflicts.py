from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Resolution, Settlement, Stage, Status, Undo, Verdict
from reviewkit.tui.screens.conflicts import ConflictsScreen
from tests.tui.team import ANNA, BERIT, decide, imported, own, papers, play, ris

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
    line = next(one for one in text.splitlines() if "Anna  include" in one)
    assert "Berit  exclude" in line
    assert "because of exclude [b]bold[/b]" in text
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
    waiting = anna.screening.unsettled(TITLE)
    play(anna, conflicts(anna, TITLE), "l", "y")
    assert own(anna)[-1].subject == waiting[1]
    text = play(anna, conflicts(anna, TITLE), "u")
    assert isinstance(own(anna)[-1].body, Undo)
    assert set(anna.screening.unsettled(TITLE)) == set(waiting)
    assert "Taken back: the settlement as include" in text


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
