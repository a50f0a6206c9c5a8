from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit import dedup
from reviewkit.model import Draft, Link, LinkOrigin, LinkVerdict, Route, Search, Stage, Undo
from tests.tui.team import ANNA, Paper, Team, decisions, imported, own, play, ris

if TYPE_CHECKING:
    from reviewkit.model import RecordId
    from reviewkit.review import Review

ONE = Paper("Othered voices: asylum-seeking mothers", "Whitmarsh, Judy", 2011, doi="10.1234/a")
OTHER = Paper("Early numeracy at home and in preschool", "Skwarchuk, Sheri-Lynn", 2009, doi="10.1234/b")


@pytest.fixture
def tripled(team: Team) -> Review:
    """A report of three records, and one of one."""
    review = team.open(ANNA)
    imported(review, ris([ONE]))
    for name, abstract in (("Scopus", "Short."), ("WoS", "")):
        copy = Paper(ONE.title, "Whitmarsh, J.", ONE.year, abstract, ONE.doi)
        imported(review, ris([copy]), Search(name, Route.DATABASE), name=f"{name}.ris")
    imported(review, ris([OTHER]), Search("By hand", Route.HAND), name="hand.ris")
    assert sorted(len(one) for one in grouped(review)) == [1, 3]
    return review


def grouped(review: Review) -> set[tuple[RecordId, ...]]:
    return {report.records for report in review.session.state.reports().values()}


def test_the_list_leads_to_a_reports_records_with_what_each_says(tripled: Review) -> None:
    text = play(tripled, "r", "end", "d", size=(160, 50))
    assert "3 records" in text
    assert all(name in text for name in ("ERIC", "Scopus", "WoS"))
    authors = next(row for row in text.splitlines() if row.strip().startswith("authors"))
    assert "Whitmarsh, Judy  (from " in authors


def test_x_splits_out_the_record_under_the_cursor_and_u_takes_it_back(tripled: Review) -> None:
    before = grouped(tripled)
    text = play(tripled, "r", "end", "d", "down", "x", "u")
    assert grouped(tripled) == before
    assert isinstance(own(tripled)[-1].body, Undo)
    assert "Taken back: a record split out of its report." in text
    text = play(tripled, "r", "end", "d", "down", "x")
    assert sorted(len(one) for one in grouped(tripled)) == [1, 1, 2]
    assert "Split out, both wait for you: Othered voices" in text
    assert "2 records" in text


def test_a_joins_a_report_found_by_words(tripled: Review) -> None:
    text = play(tripled, "r", "end", "d", "a", "<skwarchuk>", "enter", "1")
    assert [len(one) for one in grouped(tripled)] == [4]
    assert "Joined, it waits for you: " in text
    assert "4 records" in text


def test_words_that_nothing_has_join_nothing(tripled: Review) -> None:
    text = play(tripled, "r", "end", "d", "a", "<whitmarsh>", "enter")
    assert "No other report has all these words." in text


def test_in_the_middle_of_screening_the_queue_goes_on_with_what_the_report_is_now(tripled: Review) -> None:
    first = tripled.screening.queue(Stage.TITLE_ABSTRACT)[0]
    to_tripled = ("l",) * (len(tripled.groups.view(first).members) == 1)
    text = play(tripled, "enter", *to_tripled, "d", "down", "x", "b", "y", "y", "y")
    assert "Nothing is left for you" in text
    assert len(decisions(tripled)) == len(grouped(tripled)) == 3
    assert tripled.screening.queue(Stage.TITLE_ABSTRACT) == []


def test_a_note_that_waits_goes_with_the_report_into_which_its_own_was_joined(tripled: Review) -> None:
    first = tripled.screening.queue(Stage.TITLE_ABSTRACT)[0]
    other = "skwarchuk" if len(tripled.groups.view(first).members) == 3 else "whitmarsh"
    play(tripled, "enter", "e", "<mind this>", "enter", "d", "a", f"<{other}>", "enter", "1", "b", "y")
    assert [len(one) for one in grouped(tripled)] == [4]
    assert [one.note for one in decisions(tripled)] == ["mind this"]


def test_a_contradiction_is_shown_and_said_the_same_takes_back_ones_own_word_against_it(tripled: Review) -> None:
    whole = next(report for report in grouped(tripled) if len(report) == 3)
    other = next(report for report in grouped(tripled) if len(report) == 1)[0]
    tripled.duplicates.link(whole[0], other, LinkVerdict.DIFFERENT)
    tripled.duplicates.link(whole[1], other, LinkVerdict.SAME)
    assert "called one paper and two at once: c shows who says what." in play(tripled, "d")
    shown = play(tripled, "d", "c")
    assert "Contradiction 1 of" in shown
    assert "One paper, by the rules; but Anna called" in shown
    play(tripled, "d", "c", "s")
    assert [len(one) for one in grouped(tripled)] == [4]
    assert tripled.duplicates.contradictions() == []


def test_the_same_said_of_a_pair_that_something_in_between_keeps_apart_is_told_as_not_followed(
    tripled: Review,
) -> None:
    whole = next(report for report in grouped(tripled) if len(report) == 3)
    other = next(report for report in grouped(tripled) if len(report) == 1)[0]
    tripled.duplicates.link(whole[0], other, LinkVerdict.DIFFERENT)
    a, b = sorted((whole[1], other))
    doubt = Link(a, b, LinkVerdict.UNCERTAIN, LinkOrigin.RULE, 70, ("same title",), dedup.RULES)
    tripled.session.write([Draft(a, doubt)])
    tripled.duplicates.link(whole[0], whole[1], LinkVerdict.SAME)
    assert "Said, but not followed: Anna called" in play(tripled, "d", "s")


def test_it_can_be_looked_at_in_a_very_small_terminal(tripled: Review) -> None:
    text = play(tripled, "r", "end", "d", "down", size=(40, 10))
    assert "Othered voices" in text
    assert "b back" in text
