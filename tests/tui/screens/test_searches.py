from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Search, Stage
from tests.tui.team import ANNA, decide, imported, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from tests.tui.team import Team

BROKEN = ris(papers(2)) + b"this is no entry\n\nTY  - JOUR\nXX\nER  - \n"


@pytest.fixture
def short(team: Team) -> Review:
    """A search that announced more than came, with an entry that could not be read."""
    review = team.open(ANNA)
    imported(review, BROKEN, Search("ERIC", platform="EBSCOhost", date="2018-10-15", announced=5, query="parents"))
    return review


def test_home_says_what_did_not_come_until_somebody_decides_or_notes_why(short: Review) -> None:
    (count,) = short.searches.counts()
    rejected = [one.line for one in count.rejections]
    sentence = short.home().step.sentence
    assert sentence.startswith(f"ERIC announced 5, got {count.records}: see ")
    assert all(str(line) in sentence for line in rejected)
    assert "announced" in play(short, "enter").splitlines()[-22]
    decide(short, Stage.TITLE_ABSTRACT, "include")
    assert "left for you" in short.home().step.sentence


def test_a_note_on_the_search_says_that_somebody_knows_why(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, BROKEN, Search("ERIC", announced=5, note="three were withdrawn"))
    assert "left for you" in review.home().step.sentence


def test_a_search_has_its_numbers_on_a_line_and_all_else_behind_enter(short: Review) -> None:
    (count,) = short.searches.counts()
    row = next(line for line in play(short, "s").splitlines() if "EBSCOhost" in line)
    assert row.split() == ["›", "ERIC", "2018-10-15", "EBSCOhost", "5", str(count.records), "1", str(count.difference)]
    text = play(short, "s", "enter")
    assert f"line {count.rejections[0].line}, entry" in text
    assert "eric.ris" in text
    assert "Query" in text
    assert "Searches    1 search" in play(short, "s", "enter", "b")


def test_without_searches_it_says_what_to_do(team: Team) -> None:
    assert "No searches yet: press i" in play(team.open(ANNA), "s")
