from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Stage, Verdict
from reviewkit.text import markdown
from tests.making import sync, two_devices
from tests.review.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

TITLE = Stage.TITLE_ABSTRACT


def test_a_ruling_stands_beside_its_criterion_at_every_stage_for_everybody(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    ada.rulings.record("population", " Sami families count. ")
    sync(ada, grace)
    report = grace.screening.queue(TITLE)[0]
    for criteria in (grace.screening.view(report, TITLE).criteria, grace.screening.criteria(Stage.FULL_TEXT)):
        rulings = {one.id: one.rulings for one in criteria if one.rulings}
        assert rulings == {"population": ("Sami families count. (ruling of 3 May 2026)",)}


def test_a_ruling_can_be_worded_anew_and_taken_back_by_anybody(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    made = ada.rulings.record("population", "Sami families count.")
    sync(ada, grace)
    changed = grace.rulings.change(grace.rulings.find("sami").id, "Families of any minority count.")
    assert (changed.id, changed.by) == (made.id, "Grace")
    sync(ada, grace)
    assert [one.text for one in ada.rulings.all()] == ["Families of any minority count."]
    assert ada.rulings.withdraw(made.id).text == "Families of any minority count."
    sync(ada, grace)
    assert grace.rulings.all() == []


def test_rulings_stand_in_the_order_of_the_criteria_and_those_on_criteria_gone_last(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    for criterion in ("topic", "language", "topic"):
        ada.rulings.record(criterion, f"On {criterion}.")
    assert [one.criterion for one in ada.rulings.all()] == ["language", "topic", "topic"]
    edit("screening.toml", 'id = "language"', 'id = "tongue"', ada)
    assert [(one.criterion, one.name) for one in ada.rulings.all()][-1] == ("language", "language")
    assert "## language (no longer a criterion)" in ada.rulings.as_markdown()


def test_the_codebook_holds_all_criteria_and_is_the_same_on_both_devices(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    report = ada.screening.queue(TITLE)[0]
    ada.screening.decide(report, TITLE, Verdict.EXCLUDE)
    ada.rulings.record("population", "Sami *families* count.", report)
    sync(ada, grace)
    text = ada.rulings.as_markdown()
    assert text == grace.rulings.as_markdown()
    assert "Author" not in text  # the report is open for Grace, so it is not named
    assert "- Sami \\*families\\* count. (ruling of 3 May 2026, Ada)\n" in text
    assert all(f"({markdown(one.id)})" in text for one in ada.screening.criteria(Stage.FULL_TEXT))
    assert "- **fact:** year from 2000\n" in text
    grace.screening.decide(report, TITLE, Verdict.EXCLUDE)
    sync(ada, grace)
    assert ada.rulings.as_markdown() == grace.rulings.as_markdown()
    assert "(ruling of 3 May 2026, Ada, on AuthorAa 2000)" in ada.rulings.as_markdown()
    assert [one.about for one in grace.rulings.all()] == [report]


@pytest.mark.parametrize(
    ("criterion", "text", "says"), [("colour", "x", "no criterion"), ("topic", "  \n", "needs a text")]
)
def test_a_ruling_on_nothing_is_refused(tmp_path: Path, criterion: str, text: str, says: str) -> None:
    ada, _ = two_devices(tmp_path)
    with pytest.raises(NotAllowedError, match=says):
        ada.rulings.record(criterion, text)


def test_words_that_fit_no_ruling_or_several_name_none(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    for text in ("Sami families count.", "Sami languages count."):
        ada.rulings.record("topic", text)
    for words in ("Roma", "sami", ""):
        with pytest.raises(NotAllowedError, match="ruling"):
            ada.rulings.find(words)
    with pytest.raises(NotAllowedError, match="no ruling"):
        ada.rulings.change("nothing", "x")
