from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from reviewkit.model import Route, Search, Stage, Verdict
from tests.tui.team import BERIT, Paper, decide, imported, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from tests.tui.team import Team


def half_done(team: Team, anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include", "include", "exclude", "exclude")
    decide(team.open(BERIT), Stage.TITLE_ABSTRACT, "include", "include", "exclude")
    chapter = [Paper("A chapter found in a list", doi="10.9/z")]
    imported(anna, ris(chapter), Search("Ancestry", Route.CITATION), "b.ris")


def test_the_table_says_what_make_flow_says(team: Team, anna: Review) -> None:
    half_done(team, anna)
    rows = [" ".join(line.replace("›", " ").split()) for line in play(anna, "f").splitlines()]
    assert "ERIC 6 2 + 3 pending 0 + 5 pending 0 + 5 pending" in rows
    assert "Total 7 2 + 4 pending 0 + 6 pending 0 + 6 pending" in rows
    for sentence in anna.results.sentences(anna.results.document()):
        assert " ".join(sentence.split())[:60] in " ".join(rows)


def test_enter_lists_the_reports_behind_a_number_pending_ones_marked(team: Team, anna: Review) -> None:
    half_done(team, anna)
    text = play(anna, "f", "right", "enter")
    listed = [line for line in text.splitlines()[-20:-3] if line.strip()]
    assert len(listed) == 5
    assert sum("pending" in line for line in listed) == 3
    assert "ERIC: potentially relevant" in text
    assert "A chapter found in a list" in play(anna, "f", "down", "enter")


def test_e_writes_the_reports_behind_a_number(team: Team, anna: Review) -> None:
    half_done(team, anna)
    play(anna, "f", "down", "e", "enter")
    with (anna.session.folder / "data" / "out" / "reports.csv").open(encoding="utf-8") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["A chapter found in a list"]


def test_what_is_written_tells_nothing_of_a_colleague_before_the_own_decision(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    for report in berit.screening.queue(Stage.TITLE_ABSTRACT):
        berit.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.UNSURE, ("population",), "a telling note")
    anna.refresh()
    play(anna, "f", "e", "enter")
    written = (anna.session.folder / "data" / "out" / "reports.csv").read_text(encoding="utf-8")
    assert "Othered voices" in written
    assert "unsure" not in written
    assert "telling" not in written
    assert "population" not in written


def test_the_cursor_goes_on_from_the_table_through_the_numbers_of_the_diagram(team: Team, anna: Review) -> None:
    half_done(team, anna)
    document, items = anna.results.on_screen()
    place = [item.words for item in items if item.box].index("Records screened")
    down = ["down"] * (len(document.table.rows) + place)
    shown = play(anna, "f", *down).rpartition("The flow")[2]
    assert next(one for one in shown.splitlines() if "›" in one).split() == ["Records", "screened", "›6"]
    assert "Records screened    6 reports" in play(anna, "f", *down, "enter")
    assert "screened" in play(anna, "f", *down, size=(40, 10)).rpartition("The flow")[2]


def test_w_writes_the_table(anna: Review) -> None:
    play(anna, "f", "w")
    assert (anna.session.folder / "data" / "out" / "flow.md").is_file()


def test_the_flow_of_an_empty_review_is_a_table_too(team: Team) -> None:
    from tests.tui.team import ANNA

    assert "Total" in play(team.open(ANNA), "f", "down", "right", "enter", "b")


def test_where_not_all_columns_fit_the_one_under_the_cursor_is_there_and_the_others_are_told(anna: Review) -> None:
    text = play(anna, "f", size=(40, 10))
    assert "←→ 1 of 4" in text
    assert "Results" in text
    text = play(anna, "f", "right", "right", size=(40, 24))
    assert "←→ 3 of 4" in text
    assert "inclusion" in text
    assert "relevant" not in text
    assert "of 4" not in play(anna, "f", "right")
