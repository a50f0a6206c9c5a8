from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Search, Stage
from reviewkit.tui.widgets.listing import Listing
from tests.tui.team import ANNA, Paper, decide, imported, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
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


def test_a_note_is_written_where_the_difference_shows(short: Review) -> None:
    assert "withdrawn" in play(short, "s", "n", *"withdrawn", "enter", "enter")
    (count,) = short.searches.counts()
    assert count.search.note == "withdrawn"
    assert "left for you" in short.home().step.sentence


def test_a_search_has_its_numbers_on_a_line_and_all_else_behind_enter(short: Review) -> None:
    (count,) = short.searches.counts()
    screen = play(short, "s", size=(120, 24)).splitlines()
    row = next(line for line in screen if "EBSCOhost" in line)
    numbers = [str(count.entries), str(count.records), str(len(count.rejections)), "5", str(5 - count.entries), "fewer"]
    assert row.split() == ["›", "ERIC", "2018-10-15", "EBSCOhost", *numbers]
    assert any(f"not read; {5 - count.entries} fewer than the 5 announced." in line for line in screen)
    text = play(short, "s", "enter")
    assert f"line {count.rejections[0].line}, entry" in text
    assert "eric.ris" in text
    assert "Query" in text
    assert "Searches    1 search" in play(short, "s", "enter", "b")


def test_a_difference_stands_out_in_colour_and_what_was_announced_does_not(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, BROKEN, Search("ERIC", announced=5))
    imported(review, ris(papers(5)[2:]), Search("BEI", announced=3), "b.ris")
    alarming = []

    def look(app: ReviewkitApp) -> None:
        listing = app.screen.query_one(Listing)
        for number in range(2):
            last = [segment for segment in listing.render_line(number) if segment.text.strip()][-1]
            alarm = listing.get_component_rich_style("listing--alarm").color
            alarming.append((last.text.split()[-1], last.style is not None and last.style.color == alarm))

    play(review, "s", look, size=(100, 24))
    assert sorted(alarming) == [("announced", False), ("fewer", True)]


def test_reports_without_an_abstract_are_counted_and_listed(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, ris([*papers(3), Paper("Without", abstract="")]))
    assert "1 report without an abstract" in play(review, "s")
    text = play(review, "s", "m").splitlines()[-24:]
    assert [line[3:10] for line in text[4:-3] if line.strip()] == ["Without"]


def test_without_searches_it_says_what_to_do(team: Team) -> None:
    assert "No searches yet: press i" in play(team.open(ANNA), "s")
