from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Access, FullText, Retrieval, SameStudy, Stage
from tests.pdfs import article
from tests.tui.team import ANNA, BERIT, decide, decisions, imported, own, papers, play, ris

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review
    from tests.tui.team import Team


@pytest.fixture
def sought(team: Team) -> Review:
    """Anna's device; the full texts of all six reports are sought."""
    anna = team.open(ANNA)
    imported(anna, ris(papers()))
    berit = team.open(BERIT)
    for review in (anna, berit):
        review.refresh()
        decide(review, Stage.TITLE_ABSTRACT, *["include"] * 6)
    anna.refresh()
    anna.full_texts.folder.mkdir(parents=True)
    return anna


def drop(review: Review, number: int, name: str, **about: str) -> Path:
    record = review.full_texts.rows()[number].record
    path = review.full_texts.folder / name
    path.write_bytes(article(record.title, about.pop("author", record.authors[0]), **about))
    return path


def settle(_: object) -> None:
    """Give slow work that sets off more slow work the time for it."""


def bodies(review: Review, kind: type) -> list[object]:
    return [event.body for event in own(review) if isinstance(event.body, kind)]


def test_home_leads_to_the_full_texts_and_says_how_it_stands(sought: Review) -> None:
    text = play(sought, "t")
    assert "6 sought: 0 retrieved, 0 awaiting, 0 not retrieved, 6 open. 0 here." in text
    assert "› Early numeracy at home" in text


def test_whether_it_was_had_is_written_down_with_the_reason(sought: Review) -> None:
    text = play(sought, "t", "down", "g", "3", "<no library has it>", "enter", settle, settle, size=(120, 30))
    assert bodies(sought, Retrieval) == [Retrieval(Access.NOT_RETRIEVED, "no library has it")]
    row = next(line for line in text.splitlines() if "› Family support" in line)
    assert "not retrieved 2024-05-03 no library has it" in row
    assert "Family support through childcare servic…: not retrieved." in text
    play(sought, "t", "down", "g", "1", settle, settle, "u", settle)
    assert sought.full_texts.rows()[1].status == "not retrieved"


def test_files_are_taken_in_and_the_doubtful_one_is_asked_about(sought: Review) -> None:
    drop(sought, 0, "a.pdf")
    drop(sought, 2, "b.pdf", author="Somebody Else")
    text = play(sought, "t", "t", settle, settle, "1", settle, settle)
    assert {one.name for one in bodies(sought, FullText) if isinstance(one, FullText)} == {"a.pdf", "b.pdf"}
    assert "2 retrieved" in text
    assert [row.here for row in sought.full_texts.rows()] == [True, False, True, False, False, False]


def test_none_of_the_reports_may_be_the_answer(sought: Review) -> None:
    drop(sought, 2, "b.pdf", author="Somebody Else")
    text = play(sought, "t", "t", settle, settle, "2", settle, settle)
    assert bodies(sought, FullText) == []
    assert "0 files taken in" in text


def test_a_text_is_read_page_by_page_and_searched(sought: Review) -> None:
    drop(sought, 0, "a.pdf", body="\n".join(f"Line {number} on trust and power." for number in range(60)))
    sought.full_texts.take_in()
    assert "Page 1 of 2" in play(sought, "t", "enter", settle, settle)
    assert "Page 2 of 2" in play(sought, "t", "enter", settle, settle, "right")
    assert "Line 59" in play(sought, "t", "enter", settle, settle, *["space"] * 3)
    text = play(sought, "t", "enter", settle, settle, "slash", "<METHOD>", "enter")
    assert "“METHOD” on page 2" in text
    assert "“zebra” is nowhere" in play(sought, "t", "enter", settle, settle, "slash", "<zebra>", "enter")


def test_hostile_words_stay_words(sought: Review) -> None:
    drop(sought, 0, "a.pdf", body="[red]not markup[/red] [bold \x1b[31mred $accent")
    sought.full_texts.take_in()
    text = play(sought, "t", "enter", settle, settle)
    assert "[red]not markup[/red] [bold" in text
    assert "\x1b" not in text


def test_a_file_that_nobody_put_there_is_told(sought: Review) -> None:
    assert "no file has been put to report" in play(sought, "t", "enter", settle, settle)
    assert "no file has been put to report" in play(sought, "t", "v")


def test_a_letter_is_shown_and_written(sought: Review) -> None:
    text = play(sought, "t", "l", size=(120, 40))
    assert "Dear Sheri-Lynn Skwarchuk," in text
    (path,) = (sought.session.folder / "data/out/letters").iterdir()
    assert path.name.startswith("Skwarchuk 2009 Early numeracy at home")


def test_the_work_list_is_written(sought: Review) -> None:
    assert "6 reports written to data/out/worklist.csv" in play(sought, "t", "e", "enter")
    with (sought.session.folder / "data/out/worklist.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 6


def test_a_file_is_attached_by_hand(sought: Review, tmp_path: Path) -> None:
    path = drop(sought, 0, "a.pdf").rename(tmp_path / "x.pdf")
    text = play(sought, "t", "a", f"<{path}>", "enter", settle, settle)
    assert "Skwarchuk 2009 Early numeracy at home.pdf" in text
    assert "is no full text" in play(sought, "t", "a", "<x.exe>", "enter")


def test_reports_are_put_together_and_taken_apart(sought: Review) -> None:
    assert "One study in 2 reports." in play(sought, "t", "y", "<othered voices>", "enter", settle, settle)
    assert [len(one.reports) for one in sought.studies.all()] == [2]
    assert "studies of their own again" in play(sought, "t", "y", "<othered voices>", "enter", settle, settle)
    assert [one.same for one in bodies(sought, SameStudy) if isinstance(one, SameStudy)] == [True, False]


@pytest.mark.parametrize(
    ("keys", "number"),
    [(["s"], 5), (["s", "s"], 0), (["s", "s", "s"], 1), (["s"] * 6, 6), (["slash", "<parents 2018>", "enter"], 1)],
)
def test_filters_show_what_they_say(sought: Review, keys: list[str], number: int) -> None:
    sought.screening.set_access(sought.full_texts.rows()[0].report.id, Access.AWAITING, "")
    text = play(sought, "t", *keys)
    assert f"Full texts    {number} report{'s' * (number != 1)}" in text


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 50)])
def test_every_size_shows_the_list(sought: Review, size: tuple[int, int]) -> None:
    assert "› Early numer" in play(sought, "t", size=size)


def test_the_full_text_is_read_while_screening_it_and_a_decision_follows(sought: Review) -> None:
    for number in range(6):
        drop(sought, number, f"{number}.pdf")
    sought.full_texts.take_in()
    text = play(sought, "down", "down", "enter", "r", settle, settle)
    assert "Page 1 of 2" in text
    play(sought, "down", "down", "enter", "r", settle, settle, "b", "y")
    assert [one.verdict for one in decisions(sought)][6:] == ["include"]


def test_title_and_abstract_has_no_full_text_to_open(anna: Review) -> None:
    text = play(anna, "down", "enter", "r", "v")
    assert "could not be done" not in text
    assert "read  v viewer" not in text
