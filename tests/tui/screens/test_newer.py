from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.test_newer_rules import OLD, compared_by, same
from tests.tui.team import ANNA, Team, imported, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review


@pytest.fixture
def older(team: Team) -> Review:
    """Six reports, of which older rules took two for one."""
    review = team.open(ANNA)
    imported(review, ris(papers()))
    one, other, *_ = sorted(review.session.state.reports())
    compared_by(review, OLD, [same(review.reports.record(one), review.reports.record(other))])
    return review


def test_home_and_the_pairs_say_that_there_are_newer_rules_and_nothing_has_changed(older: Review) -> None:
    assert "Newer rules" in play(older)
    assert "n shows what they would change" in " ".join(play(older, "d").split())
    assert len(older.session.state.reports()) == 5


def test_in_a_very_small_terminal_the_list_and_the_keys_are_there(older: Review) -> None:
    text = play(older, "d", "n", size=(40, 10))
    assert "report" in text.splitlines()[-4]
    assert "y let them hold" in text.splitlines()[-1]


def test_one_key_shows_the_changes_and_they_hold_after_a_yes(older: Review) -> None:
    shown = play(older, "d", "n")
    assert "1 report would be parted" in shown
    assert len(older.session.state.reports()) == 5
    assert "would be parted" in play(older, "d", "n", "y", "1")
    assert len(older.session.state.reports()) == 5
    text = play(older, "d", "n", "y", "2")
    assert "They hold now" in text
    assert len(older.session.state.reports()) == 6
    assert "Newer rules" not in play(older)
