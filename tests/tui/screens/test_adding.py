from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Route
from tests.indexes import World, doi, title
from tests.servers import serving
from tests.tui.team import ANNA, own, papers, play, ris

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.team import Team

TO_TITLE = ["down", "down"]
"""Past number and file."""
RECORD = [
    *TO_TITLE,
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
    play(review, "a", *TO_TITLE, "<First paper on parents>", "ctrl+s", "<Another thing altogether>", "ctrl+s")
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
    assert said in play(review, "a", *TO_TITLE, *keys)
    assert own(review) == []


def test_a_number_fills_the_form_and_a_file_is_added_under_where_it_was_found(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = team.open(ANNA)
    path = tmp_path / "found.ris"
    path.write_bytes(ris(papers(2)))
    with serving(World({3: []}).answer) as server:
        for service in ("OPENALEX", "CROSSREF"):
            monkeypatch.setenv(f"REVIEWKIT_{service}_URL", f"{server.url}/{service.lower()}")
        text = play(review, "a", "<hello world>", "ctrl+s")
        assert "neither a DOI" in text
        text = play(review, "a", f"<{doi(3)}>", "ctrl+s")
        assert title(3)[:30] in text
        assert own(review) == []  # before a person has seen it
        play(
            review,
            *("a", f"<{doi(3)}>", "enter", "ctrl+s"),
            *("tab", f"<{path}>", "ctrl+s"),
        )
    counted = {one.search.name: one.records for one in review.searches.counts()}
    assert counted == {"Ancestry": 3}
    (record,) = [row.record for row in review.reports.rows() if row.record.title == title(3)]
    assert (record.doi, record.authors[0]) == (doi(3), "Author, Kim")
