from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Stage, Verdict
from tests.making import decide_all, sync, two_devices
from tests.review.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT


def test_a_changed_wording_lists_the_own_decisions_that_it_touches_until_they_are_made_anew(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=5)
    named, other, plain, included, unsure = ada.screening.queue(TITLE)
    ada.screening.decide(named, TITLE, Verdict.EXCLUDE, ["topic", "population"])
    ada.screening.decide(other, TITLE, Verdict.EXCLUDE, ["topic"])
    ada.screening.decide(plain, TITLE, Verdict.EXCLUDE)
    ada.screening.decide(included, TITLE, Verdict.INCLUDE)
    ada.screening.decide(unsure, TITLE, Verdict.UNSURE)
    decide_all(grace, TITLE)
    sync(ada, grace)
    assert ada.another_look.decisions() == []
    edit("screening.toml", "whom the study has to be about.", "families.", ada, grace)
    found = ada.another_look.decisions()
    assert [one.report.id for one in found] == sorted([named, plain, included, unsure])
    assert {one.why for one in found} == {("population: include reworded",)}
    ada.screening.decide(included, TITLE, Verdict.INCLUDE)
    assert included not in [one.report.id for one in ada.another_look.decisions()]
    edit("screening.toml", "families.", "whom the study has to be about.", ada)  # as it was
    assert [one.report.id for one in ada.another_look.decisions()] == [included]


def test_a_change_that_no_criterion_feels_touches_nothing(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    decide_all(ada, TITLE)
    edit("review.toml", "seed = 1", "seed = 2", ada)
    edit("screening.toml", "Written in English.", "Written in\\tEnglish.", ada)
    assert ada.another_look.decisions() == []


def test_a_decision_that_an_undo_brought_back_counts_as_it_was_made(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    report = ada.screening.queue(TITLE)[0]
    ada.screening.decide(report, TITLE, Verdict.INCLUDE)
    edit("screening.toml", "Written in English.", "Written in English or French.", ada)
    ada.screening.decide(report, TITLE, Verdict.EXCLUDE, ["language"])
    assert ada.another_look.decisions() == []
    ada.screening.undo()
    [one] = ada.another_look.decisions()
    assert (one.decision.verdict, one.why) == (Verdict.INCLUDE, ("English: include reworded",))


def test_a_criterion_for_the_full_text_alone_touches_no_decision_before(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    for review in (ada, grace):
        decide_all(review, TITLE)
    sync(ada, grace)
    first, second = ada.screening.queue(TEXT)
    ada.screening.decide(first, TEXT, Verdict.INCLUDE)
    ada.screening.decide(second, TEXT, Verdict.EXCLUDE, ["topic"])
    new = 'id = "age"\nname = "children"\ninclude = "Under six."\nstages = ["full_text"]\n'
    edit("screening.toml", "\n[[criterion]]\n", f"\n[[criterion]]\n{new}\n[[criterion]]\n", ada)
    assert [(one.report.id, one.stage, one.why) for one in ada.another_look.decisions()] == [
        (first, TEXT, ("children: added",))
    ]
    edit("screening.toml", 'stages = ["title_abstract", "full_text"]', 'stages = ["full_text"]', ada)
    assert {(one.stage, one.why[-1]) for one in ada.another_look.decisions()} == {(TEXT, "children: added")}
