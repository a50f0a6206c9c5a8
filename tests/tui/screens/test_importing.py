from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Route
from tests.tui.team import ANNA, own, papers, play, ris

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.team import Team


def typed(path: Path, *, name: str = "ERIC", announced: str = "7") -> list[str]:
    """Return the keys that fill the form in."""
    route = ["right", "right", "enter"]
    return [
        *(f"<{path}>", "enter", f"<{name}>", "enter", *route, "<ERIC; BEI>", "enter", "<EBSCOhost>", "enter"),
        *("<2018-10-15>", "enter", "<parents AND y n>", "enter", f"<{announced}>", "enter"),
    ]


def test_an_export_is_imported_with_what_is_known_of_its_search(team: Team, tmp_path: Path) -> None:
    review, path = team.open(ANNA), tmp_path / "a b.ris"
    path.write_bytes(ris(papers()) + b"TY  - JOUR\nER  - \n")
    text = play(review, "i", *typed(path), "enter")
    (count,) = review.searches.counts()
    search = count.search
    assert (search.name, search.route, search.databases) == ("ERIC", Route.CITATION, ("ERIC", "BEI"))
    assert (search.platform, search.date, search.query) == ("EBSCOhost", "2018-10-15", "parents AND y n")
    assert (count.records, len(count.rejections), count.difference) == (6, 1, 0)
    assert "7 entries: 6 records, 1 rejection." in text
    assert "as many as announced" in text


def test_a_second_file_of_a_search_joins_it(team: Team, tmp_path: Path) -> None:
    review = team.open(ANNA)
    for number, part in enumerate((papers(9)[:6], papers(9)[6:])):
        path = tmp_path / f"{number}.ris"
        path.write_bytes(ris(part))
        text = play(review, "i", *typed(path, announced="10"), "ctrl+s")
    (count,) = review.searches.counts()
    assert (len(count.files), count.records, count.difference) == (2, 9, -1)
    assert "1 fewer than the 10 announced" in text


def test_a_table_shows_what_its_columns_are_taken_for_and_takes_what_is_set(team: Team, tmp_path: Path) -> None:
    review, path = team.open(ANNA), tmp_path / "list.csv"
    path.write_text("Paper,Year,Remark\nKites over schools,2001,good\nSwings,2002,\n", encoding="utf-8")
    given = ["i", f"<{path}>", "enter", "<Shelf>", *["enter"] * 7]
    assert "Paper" in play(review, *given)
    assert "no column holds titles" in play(review, *given, "ctrl+s")
    play(review, *given, "enter", "right", "ctrl+s")
    (count,) = review.searches.counts()
    records = review.session.records(review.session.state.origins()).values()
    assert sorted((one.title, one.year) for one in records) == [("Kites over schools", 2001), ("Swings", 2002)]
    assert review.integrity.verify().findings == ()
    assert count.records == 2


def test_a_table_without_names_of_columns_is_read_from_its_first_row_on(team: Team, tmp_path: Path) -> None:
    review, path = team.open(ANNA), tmp_path / "list.csv"
    path.write_text("Kites over schools,2001\nSwings,2002\n", encoding="utf-8")
    play(review, "i", f"<{path}>", "enter", "<Shelf>", *["enter"] * 7, "right", "enter", "right", "ctrl+s")
    titles = {one.title for one in review.session.records(review.session.state.origins()).values()}
    assert titles == {"Kites over schools", "Swings"}


def test_two_columns_cannot_both_hold_the_title(team: Team, tmp_path: Path) -> None:
    review, path = team.open(ANNA), tmp_path / "list.csv"
    path.write_text("Title,Other\nKites,Swings\n", encoding="utf-8")
    keys = ["i", f"<{path}>", "enter", "<Shelf>", *["enter"] * 9, "right", "ctrl+s"]
    assert "more than one column is said to hold the title: Title, Other" in play(review, *keys)
    assert own(review) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["ctrl+s"], "no file is named"),
        (["<nowhere.ris>", "ctrl+s"], "the search has no name"),
        (["<nowhere.ris>", "enter", "<ERIC>", "ctrl+s"], "cannot be read"),
        (["<x>", "enter", "<ERIC>", *["enter"] * 4, "<yesterday>", "ctrl+s"], '"yesterday" is no date'),
        (["<x>", "enter", "<ERIC>", *["enter"] * 6, "<many>", "ctrl+s"], '"many" is no whole number'),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_the_form_stays(team: Team, keys: list[str], said: str) -> None:
    review = team.open(ANNA)
    text = play(review, "i", *keys)
    assert said in text
    assert "date of the run" in text
    assert own(review) == []


def test_no_key_of_another_screen_acts_while_a_path_is_typed(team: Team) -> None:
    review = team.open(ANNA)
    text = play(review, "i", "<qyn?b1>")
    assert "qyn?b1" in text
    assert own(review) == []
