from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Link, LinkOrigin, LinkVerdict, Undo
from tests.tui.team import ANNA, BERIT, Paper, Team, imported, own, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review


@pytest.fixture
def doubtful(team: Team) -> Review:
    """Two pairs that the rules leave to a person."""
    review = team.open(ANNA)
    one = [Paper("Family support through childcare services", "Dolan, Noirin", 2010, doi="10.1234/a")]
    one.append(Paper("Early numeracy at home and in preschool", "Skwarchuk, Sheri-Lynn", 2009, doi="10.1234/b"))
    imported(review, ris(one))
    two = [Paper("Filler", "Nobody, A.", 1999, "Nothing."), Paper("Another filler", "Noone, B.", 1998, "Nothing else.")]
    two += [Paper("Family support through child care services", "Dolan, N.", 2010)]
    two += [Paper("Early numeracy at home and in the preschool", "Skwarchuk, S.", 2009)]
    imported(review, ris(two), name="two.ris")
    assert len(review.duplicates.pairs()) == 2
    return review


def said(review: Review) -> list[LinkVerdict]:
    bodies = [event.body for event in own(review)]
    return [body.verdict for body in bodies if isinstance(body, Link) and body.origin is LinkOrigin.PERSON]


def test_s_and_d_are_a_persons_word_on_each_pair(doubtful: Review) -> None:
    reports = len(doubtful.session.state.reports())
    text = play(doubtful, "d", "s", "d")
    assert said(doubtful) == [LinkVerdict.SAME, LinkVerdict.DIFFERENT]
    assert len(doubtful.session.state.reports()) == reports - 1
    assert "No pair waits for a look." in text


def test_undo_brings_the_pair_back(doubtful: Review) -> None:
    reports = len(doubtful.session.state.reports())
    text = play(doubtful, "d", "s", "u")
    assert isinstance(own(doubtful)[-1].body, Undo)
    assert len(doubtful.session.state.reports()) == reports
    assert "Pair 1 of 2" in text
    assert "Taken back: “same” for two records." in text


def test_later_shows_the_other_pair_and_writes_nothing(doubtful: Review) -> None:
    before = len(own(doubtful))
    first = play(doubtful, "d")
    later = play(doubtful, "d", "l")
    assert len(own(doubtful)) == before
    assert ("Dolan" in first) != ("Dolan" in later)


def test_what_is_alike_says_same_and_both_spellings_are_there(doubtful: Review) -> None:
    text = play(doubtful, "d", size=(160, 50))
    title = next(one for one in text.splitlines() if one.strip().startswith("title"))
    year = next(one for one in text.splitlines() if one.strip().startswith("year"))
    assert "  " in title.strip()
    assert "same" in year


def test_records_that_were_never_compared_are_compared_on_entering(team: Team, doubtful: Review) -> None:
    elsewhere = Team(team.folder.with_name("berits copy"), team.home / "elsewhere")
    shutil.copytree(team.folder, elsewhere.folder)
    both = Paper("Something that both of them found", "Noone, C.", 2001, doi="10.9/both")
    other = Paper("Something else that only one of them found", "Another, D.", 2002)
    imported(elsewhere.open(BERIT), ris([both]), name="four.ris")
    imported(doubtful, ris([both, other]), name="three.ris")
    shutil.copytree(elsewhere.folder / "data", team.folder / "data", dirs_exist_ok=True)
    doubtful.refresh()
    assert not doubtful.duplicates.is_complete()
    text = play(doubtful, "d")
    assert "Compared: 1 new duplicate linked" in text
    assert doubtful.duplicates.is_complete()


def test_a_pair_that_two_people_see_differently_is_told_of_and_stays_until_they_agree(
    team: Team, doubtful: Review
) -> None:
    first = doubtful.duplicates.waiting()[0]
    doubtful.duplicates.link(first.a, first.b, LinkVerdict.SAME)
    berit = team.open(BERIT)
    berit.duplicates.link(first.a, first.b, LinkVerdict.DIFFERENT)
    doubtful.refresh()
    assert "1 pair    d, then c: one paper or two?" in play(doubtful)
    assert f"One paper, by {ANNA}; but {BERIT} called" in play(doubtful, "d", "c")
    assert f"Said, but not followed: {BERIT} called" in play(doubtful, "d", "c", "s")
    berit.refresh()
    assert f"Said; but {ANNA} said that they are one paper." in play(berit, "d", "c", "d")
    assert "At odds" not in play(doubtful, "d", "c", "d", "b")
