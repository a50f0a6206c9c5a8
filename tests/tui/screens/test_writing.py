"""An abstract pasted where no record has one, while screening and from the list of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import TextArea

from reviewkit.model import Fillable, Stage
from tests.tui.team import ANNA, Paper, decisions, imported, papers, play, ris

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team


@pytest.fixture
def bare(team: Team) -> Review:
    """A review of two papers, the first to be screened without an abstract."""
    review = team.open(ANNA)
    imported(review, ris([Paper("A paper without an abstract", abstract=""), *papers(1)]))
    return review


def pasted(text: str) -> Callable[[ReviewkitApp], None]:
    def paste(app: ReviewkitApp) -> None:
        app.screen.query_one(TextArea).text = text

    return paste


def abstract(review: Review) -> str:
    return review.screening.view(min(review.session.state.reports()), Stage.TITLE_ABSTRACT).record.abstract


def test_while_screening_a_key_fills_in_the_abstract_and_the_origin_shows(bare: Review) -> None:
    to_screen = ["down", "enter"]
    assert "Press a to fill it in." in play(bare, *to_screen)
    text = play(bare, *to_screen, "a", pasted("Two lines\nof [bold]text[/].  "), "ctrl+s")
    assert abstract(bare) == "Two lines\nof [bold]text[/]."
    assert "of [bold]text[/]." in text
    assert "Filled in: abstract (pasted, by Anna)." in text
    assert decisions(bare) == []
    assert "No abstract in the export. Press a to fill it in." in play(bare, *to_screen, "u")
    assert abstract(bare) == ""


@pytest.mark.parametrize("keys", [["escape"], ["ctrl+s"], ["<y n>", "escape"]])
def test_what_is_given_up_or_empty_writes_nothing_and_no_key_of_the_screen_acts(bare: Review, keys: list[str]) -> None:
    before = len(list(bare.session.state.events()))
    play(bare, "down", "enter", "a", *keys)
    assert len(list(bare.session.state.events())) == before


def test_an_abstract_of_an_export_is_never_replaced(bare: Review) -> None:
    assert "This report has an abstract" in play(bare, "down", "enter", "l", "a")


def test_the_list_of_reports_finds_those_without_an_abstract_and_fills_them_in(bare: Review) -> None:
    text = play(bare, "r", "m").splitlines()[-24:]
    assert any("Only without abstract" in line for line in text)
    assert sum("A paper without" in line or "Othered" in line for line in text) == 1
    after = play(bare, "r", "m", "a", pasted("Found on the site."), "ctrl+s")
    assert abstract(bare) == "Found on the site."
    assert "0 reports" in after
    assert bare.filling.lacking(Fillable.ABSTRACT) == []
