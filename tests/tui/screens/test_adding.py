from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Route
from tests.tui.team import ANNA, own, play

if TYPE_CHECKING:
    from tests.tui.team import Team

RECORD = [
    *("<A chapter: on [b]parents[/b]>", "enter", "<Moser, Thomas; Norheim, Helga>", "enter", "<2019>", "enter"),
    *(
        "<Barn>",
        "enter",
        "<37>",
        "enter",
        "<2>",
        "enter",
        "<11-29>",
        "enter",
        "<https://doi.org/10.5324/Barn.v37>",
        "enter",
    ),
]


def test_a_record_is_added_under_a_search_of_its_route(team: Team) -> None:
    review = team.open(ANNA)
    text = play(review, "a", *RECORD, "enter", "left", "ctrl+s")
    (row,) = review.reports.rows()
    record = row.record
    assert (record.title, record.authors) == ("A chapter: on [b]parents[/b]", ("Moser, Thomas", "Norheim, Helga"))
    assert (record.year, record.journal, record.volume, record.issue) == (2019, "Barn", "37", "2")
    assert (record.pages, record.doi) == ("11-29", "10.5324/barn.v37")
    assert row.report.route is Route.HAND
    assert [count.search.name for count in review.searches.counts()] == ["Hand search"]
    assert "Added." in text
    assert "Norheim" not in text


def test_two_records_by_hand_share_a_search(team: Team) -> None:
    review = team.open(ANNA)
    play(review, "a", "<First paper on parents>", "ctrl+s", "<Another thing altogether>", "ctrl+s")
    (count,) = review.searches.counts()
    assert (count.search.name, count.search.route, count.records) == ("Ancestry", Route.CITATION, 2)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["ctrl+s"], "a record needs a title"),
        (["<T>", "enter", "enter", "<recently>", "ctrl+s"], '"recently" is no year'),
        (["<T>", *["enter"] * 7, "<ten>", "ctrl+s"], '"ten" is no DOI'),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(team: Team, keys: list[str], said: str) -> None:
    review = team.open(ANNA)
    assert said in play(review, "a", *keys)
    assert own(review) == []
