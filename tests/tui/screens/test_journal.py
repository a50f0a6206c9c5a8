from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Stage, Verdict
from reviewkit.review.journal import _COUNTED
from reviewkit.store.codec import NAMES
from reviewkit.tui.screens.journal import _KINDS
from tests.tui.team import ANNA, BERIT, decide, imported, new_team, papers, play, ris

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review
    from tests.tui.team import Team


def test_own_acts_stand_one_by_one_and_a_colleagues_are_counted(team: Team, anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include", "exclude", reasons=["population"])
    decide(team.open(BERIT), Stage.TITLE_ABSTRACT, "include", "include", "exclude")
    anna.refresh()
    text = play(anna, "l", size=(120, 24))
    assert "exclude at title and abstract (population): Goal setting" in text
    assert "Berit: decided on 3 reports" in text
    assert text.index("exclude at title") < text.index("include at title") < text.index("imported eric.ris")


def test_enter_opens_the_report_of_an_own_act(anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include")
    assert "You: include" in play(anna, "l", "down", "enter")
    assert "about no single report" in play(anna, "l", "enter")


def test_the_journal_tells_nothing_of_what_a_colleague_decided(tmp_path: Path) -> None:
    """An exclusion with a reason is two events, an include one; both are one report decided on."""
    read = set()
    for verdict in Verdict:
        team = new_team(tmp_path / verdict)
        anna, berit = team.open(ANNA), team.open(BERIT)
        imported(anna, ris(papers()))
        berit.refresh()
        for report in berit.screening.queue(Stage.TITLE_ABSTRACT)[:3]:
            berit.screening.decide(report, Stage.TITLE_ABSTRACT, verdict)
            if verdict is Verdict.EXCLUDE:
                berit.screening.decide(report, Stage.TITLE_ABSTRACT, verdict, ["population"])
                berit.screening.tag(report, [verdict])
        anna.refresh()
        read.add("\n".join(play(anna, "l").splitlines()[-24:]))
    assert len(read) == 1


def test_everything_that_is_counted_has_its_words() -> None:
    assert {NAMES[kind] for kind in _COUNTED} == set(_KINDS)
