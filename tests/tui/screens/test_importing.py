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
