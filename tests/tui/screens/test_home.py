from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Stage, Verdict
from tests.tui.team import ANNA, BERIT, decide, decisions, imported, own, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team


def test_a_new_review_asks_who_is_there_and_remembers(team: Team) -> None:
    review = team.open(None)
    text = play(review, "2")
    assert review.session.reviewer == BERIT
    assert "No searches yet: drop an export" in text
    assert team.open(None).session.reviewer == BERIT


def test_the_adjudicator_can_be_chosen_too(team: Team) -> None:
    team.criteria(lambda text: text.replace('# adjudicator = "Grace Hopper"', 'adjudicator = "Grace"'))
    review = team.open(None)
    play(review, "3")
    assert review.session.reviewer == "Grace"


def test_enter_on_the_step_goes_there_and_the_cursor_chooses_a_stage(team: Team, anna: Review) -> None:
    assert "1 of 6" in play(anna, "enter")
    assert "Only at full text" in play(anna, "down", "down", "enter")


def test_a_stage_with_conflicts_only_opens_them(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    decide(anna, Stage.TITLE_ABSTRACT, "include", *["exclude"] * 5)
    decide(berit, Stage.TITLE_ABSTRACT, *["exclude"] * 6)
    anna.refresh()
    assert "Conflict 1 of 1" in play(anna, "down", "enter")


def test_home_shows_the_counts_of_both(team: Team, anna: Review) -> None:
    decide(anna, Stage.TITLE_ABSTRACT, "include", "exclude", "exclude")
    decide(team.open(BERIT), Stage.TITLE_ABSTRACT, "include", "include")
    anna.refresh()
    text = play(anna)
    row = next(line for line in text.splitlines() if "Title and abstract" in line)
    assert row.split()[-7:] == ["6", "3", "2", "1", "1", "0", "1"]
    assert "Berit was last heard today at" in text


def test_the_cursor_stays_when_something_arrives(team: Team, anna: Review) -> None:
    def arrive(running: ReviewkitApp) -> None:
        imported(team.open(BERIT), ris(papers(8)[6:]), name="more.ris")
        running.look()

    text = play(anna, "down", "down", arrive)
    assert "› Full text" in text
    assert " 8 " in next(line for line in text.splitlines() if "Title and abstract" in line)


@pytest.mark.parametrize(
    ("keys", "name", "start"),
    [
        (("x", "1", "2", "enter"), "included.csv", b"report,title,authors"),
        (("x", "1", "1", "enter"), "included.csv", b"\xef\xbb\xbfreport,title"),
        (("x", "5", "4", "enter"), "excluded.ris", b""),
    ],
)
def test_export_asks_for_set_and_format_and_writes_where_asked(
    anna: Review, keys: tuple[str, ...], name: str, start: bytes
) -> None:
    text = play(anna, *keys)
    assert f"written to data/out/{name}" in text
    assert (anna.session.folder / "data" / "out" / name).read_bytes().startswith(start)


def test_an_export_that_cannot_be_written_is_told(anna: Review) -> None:
    text = play(anna, "x", "1", "2", *["backspace"] * 3, "<txt>", "enter")
    assert "has no ending that says what to write" in text


@pytest.mark.parametrize("key", ["i", "a", "d"])
def test_writing_screens_ask_who_is_there_first(team: Team, key: str) -> None:
    text = play(team.open(None), "escape", key)
    assert "nobody has said who is at this device" in text


def test_faults_of_the_folder_are_told_and_listed_with_the_keys(team: Team, anna: Review) -> None:
    journal = team.folder / "data" / "journal" / "Mallory@x.jsonl"
    journal.write_text('{"id": \x1b[31m broken\n', encoding="utf-8")
    anna.refresh()
    text = play(anna)
    assert "1 line or file of the folder could not be read" in text
    assert "Mallory@x.jsonl, line 1" in play(anna, "question_mark")
    assert "\x1b" not in text


def test_the_watermark_is_on_every_screen(team: Team) -> None:
    team.criteria(lambda text: text.replace("# watermark =", "watermark ="))
    review = team.open(ANNA)
    imported(review, ris(papers()))
    for keys in ([], ["enter"], ["d"], ["r"], ["f"], ["i"], ["a"], ["question_mark"], ["down", "enter"]):
        assert "Try-out with invented decisions." in play(review, *keys).splitlines()[-1]


def test_a_journal_that_cannot_be_written_is_told_and_the_decision_stands(team: Team, anna: Review) -> None:
    def in_the_way(_: ReviewkitApp) -> None:
        journal = next((team.folder / "data" / "journal").glob("*.jsonl"))
        journal.unlink()
        journal.mkdir()

    text = play(anna, in_the_way, "enter", "y", "b")
    assert len(decisions(anna)) == 1
    assert "Saved on this device, but not yet in the folder" in text


def test_broken_criteria_are_told_once_and_nothing_else_stops(team: Team, anna: Review) -> None:
    def break_it(running: ReviewkitApp) -> None:
        team.criteria(lambda text: text + "\n[[", "screening.toml")
        running.look()
        running.look()

    text = play(anna, break_it)
    assert "This could not be done" in text
    assert "screening.toml" in text
    assert "Title and abstract" in play(anna, "escape")


def test_a_note_that_waits_is_not_lost_without_a_question(anna: Review) -> None:
    text = play(anna, "enter", "e", "<twice?>", "enter", "b", "q")
    assert "1 note waits for a decision and would be lost." in text
    play(anna, "enter", "e", "<twice?>", "enter", "b", "q", "1", "enter", "y")
    assert decisions(anna)[-1].note == "twice?"


def test_quitting_writes_nothing(anna: Review) -> None:
    before = len(own(anna))
    play(anna, "q")
    assert len(own(anna)) == before


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "file://{}", " {}\n", "escaped"])
def test_a_file_dropped_on_the_terminal_is_offered_for_import(team: Team, form: str) -> None:
    from textual.events import Paste

    path = team.home / "my export.ris"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ris(papers(2)))
    pasted = str(path).replace(" ", "\\ ") if form == "escaped" else form.format(path)
    review = team.open(ANNA)
    text = play(review, lambda running: running.post_message(Paste(pasted)), size=(200, 24))
    assert "Import an export" in text
    assert str(path)[:60] in text
    text = play(review, lambda running: running.post_message(Paste(pasted)), "<ERIC>", "ctrl+s")
    assert "2 records, 0 rejections" in text


@pytest.mark.parametrize("pasted", ["y\ny\nn", "no such file", "\0", "~nobody/x", "x" * 9000, "/"])
def test_any_other_paste_on_home_does_nothing(anna: Review, pasted: str) -> None:
    from textual.events import Paste

    text = play(anna, lambda running: running.post_message(Paste(pasted)))
    assert "is no file here" in text
    assert decisions(anna) == []


def test_several_files_dropped_are_taken_one_at_a_time(team: Team) -> None:
    from textual.events import Paste

    review = team.open(ANNA)
    paths = [team.home / name for name in ("a.ris", "b c.ris")]
    for path in paths:
        path.write_bytes(ris(papers(1)))
    pasted = " ".join(f"'{path}'" for path in paths)
    text = play(review, lambda running: running.post_message(Paste(pasted)), size=(200, 24))
    assert str(paths[0]) in text
    assert "the first of 2 files: one at a time" in text


def test_a_drop_where_nobody_is_named_is_refused_in_words(team: Team) -> None:
    from textual.events import Paste

    path = team.home / "a.ris"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(ris(papers(1)))
    text = play(team.open(None), "escape", lambda running: running.post_message(Paste(str(path))))
    assert "nobody has said who is at this device" in text


def test_a_slash_and_part_of_a_name_open_the_report(anna: Review) -> None:
    assert "one report" in play(anna, "slash", "<cheatham>", "enter")
    assert "Goal setting" in play(anna, "slash", "<confer>", "enter")
    assert "2 reports" in play(anna, "slash", "<parents>", "enter")
    assert "No report has all these words" in play(anna, "slash", "<zebra>", "enter")


def test_the_other_places_are_named_with_their_keys(anna: Review) -> None:
    text = play(anna)
    for place in ("s searches", "t full texts", "l journal", "o options"):
        assert place in text


def test_a_long_label_of_a_route_has_the_width_there_is(team: Team) -> None:
    label = "Academic Search Premier, ERIC, PsycInfo and the Education Research Index"
    team.criteria(lambda text: text.replace("[labels]", f'[labels]\ndatabase = "{label}"'))
    review = team.open(ANNA)
    imported(review, ris(papers()))
    assert label in play(review, size=(110, 24))
    assert label[:49] in play(review)


def test_a_click_on_the_key_line_is_as_good_as_the_key(anna: Review) -> None:
    import asyncio

    from tests.tui.team import app

    async def click() -> str:
        running = app(anna)
        async with running.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.click("KeyLine", offset=(4, 1))
            await pilot.pause()
            return type(running.screen).__name__

    assert asyncio.run(click()) == "ScreeningScreen"


def test_in_little_room_the_chosen_stage_is_scrolled_to_and_the_sentence_stands_whole(anna: Review) -> None:
    text = play(anna, size=(40, 10))
    assert "6 left for you at title and" in text
    assert "go there" not in text
    text = play(anna, *["down"] * 3, size=(40, 10))
    assert "› Quality" in text
    row = next(line for line in text.splitlines() if "Quality" in line)
    assert row[:37].split() == ["›", "Quality", "0", "0"]


def test_once_all_is_read_home_says_that_the_flow_adds_up(team: Team, anna: Review) -> None:
    berit = team.open("Berit")
    for review in (anna, berit):
        review.refresh()
        for report in review.screening.queue(Stage.TITLE_ABSTRACT):
            review.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    anna.refresh()
    assert "The flow adds up: 0 included" in play(anna)
