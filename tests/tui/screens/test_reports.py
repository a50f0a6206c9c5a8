from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Stage, Verdict
from tests.tui.team import ANNA, decide, decisions, imported, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from tests.tui.team import Team


@pytest.mark.parametrize(
    ("keys", "titles"),
    [
        (
            [],
            ["Early numeracy", "Family support", "Goal setting", "Immigrant parents", "Multilingual", "Othered voices"],
        ),
        (["slash", "<PARENTS 2018>", "enter", "b"], ["Multilingual"]),
        (["slash", "<parents>", "enter"], ["Immigrant parents", "Multilingual"]),
        (["slash", "<zebra>", "enter"], []),
        (["o"], ["Early numeracy", "Family support", "Immigrant parents", "Multilingual"]),
        (["o", "o"], ["Othered voices"]),
        (["o", "o", "o"], ["Goal setting"]),
        (["y", "y", "y", "y", "y"], ["Goal setting"]),
        (["s", "s"], []),
        (["s", "s", "0"], ["Early numeracy", "Family support"]),
        (["p"], ["Early numeracy", "Family support"]),
        (["p", "p"], []),
    ],
)
def test_filters_show_what_they_say(anna: Review, keys: list[str], titles: list[str]) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include", "exclude", reasons=["population"])
    rows = play(anna, "r", *keys).splitlines()[-24:]
    listed = [row[3:] for row in rows[4:-3] if row.strip()]
    assert [row[: len(title)] for row, title in zip(listed, titles, strict=False)] == titles
    assert titles or not listed


def test_enter_opens_the_report_and_a_decision_can_be_changed(anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, *["exclude"] * 6)
    text = play(anna, "r", "down", "enter", "y", "b")
    last = decisions(anna)[-1]
    assert (last.verdict, len(decisions(anna))) == (Verdict.INCLUDE, 7)
    row = next(line for line in text.splitlines() if "› Family support" in line)
    assert row.split()[-1] == "include"


def test_the_list_is_written_as_filtered(anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include", "exclude")
    text = play(anna, "r", "o", "o", "e", "enter")
    assert "1 report written to data/out/reports.csv" in text
    with (anna.session.folder / "data" / "out" / "reports.csv").open(encoding="utf-8") as file:
        assert [row["title"][:7] for row in csv.DictReader(file)] == ["Othered"]


def test_a_list_of_thousands_draws_only_its_window_and_reaches_the_end(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, ris(papers(600)))
    text = play(review, "r", "end")
    assert "600 reports" in text
    assert "› Othered voices" in text
    assert "Early numeracy at home  " not in text
    assert "› Early numeracy at home" in play(review, "r", "end", "home")
    assert "› Early numeracy at home, part 100" not in play(review, "r", "pagedown")
