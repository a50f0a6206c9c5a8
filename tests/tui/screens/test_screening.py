from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import StorageError
from reviewkit.model import Access, Retrieval, Search, Stage, Undo, Verdict
from reviewkit.tui.screens.screening import ScreeningScreen
from tests.tui.team import ANNA, BERIT, Paper, decide, decisions, imported, new_team, own, papers, play, ris

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

TITLES = [paper.title[:36].rstrip() for paper in papers()]  # short enough for one line


def test_three_keys_are_three_decisions_in_the_order_of_the_queue(anna: Review) -> None:
    waiting = anna.screening.queue(Stage.TITLE_ABSTRACT)
    text = play(anna, "enter", "y", "n", "m")
    assert [one.verdict for one in decisions(anna)] == [Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE]
    assert [event.subject for event in own(anna)[-3:]] == waiting[:3]
    assert "4 of 6" in text
    assert TITLES[3] in text


def test_a_decision_is_in_the_journal_before_the_next_report_is_shown(anna: Review) -> None:
    journals = anna.session.folder / "data" / "journal"
    seen = []

    def look(_: ReviewkitApp) -> None:
        seen.append(next(journals.iterdir()).read_text(encoding="utf-8").count('"verdict":"include"'))

    play(anna, "enter", "y", look, "y", look)
    assert seen == [1, 2]


def test_a_digit_after_n_goes_to_the_report_just_excluded_and_the_bottom_line_names_it(anna: Review) -> None:
    text = play(anna, "enter", "n", "5", "1", size=(100, 24))
    last = decisions(anna)[-1]
    assert (last.verdict, last.reasons) == (Verdict.EXCLUDE, ("timeframe", "population"))
    assert len({event.subject for event in own(anna)[-3:]}) == 1
    assert f"Excluded: {TITLES[0][:30]}" in text
    assert "1 2000 or later, 5 population" in text
    assert "2 of 6" in text


def test_a_digit_before_any_exclusion_decides_nothing(anna: Review) -> None:
    text = play(anna, "enter", "3", "y", "3")
    assert len(decisions(anna)) == 1
    assert "exclude one first" in text


def test_capitals_and_other_keys_decide_nothing(anna: Review) -> None:
    play(anna, "enter", "Y", "N", "M", "s", "d", "z", "enter", "tab")
    assert decisions(anna) == []


def test_keys_are_dead_while_a_note_is_typed(anna: Review) -> None:
    text = play(anna, "enter", "e", "<yn m 123 bq?>", "enter", "y")
    (decision,) = decisions(anna)
    assert (decision.verdict, decision.note) == (Verdict.INCLUDE, "yn m 123 bq?")
    assert "2 of 6" in text


def test_a_note_waits_across_screens_until_its_decision(anna: Review) -> None:
    play(anna, "enter", "e", "<twice?>", "enter", "b", "enter", "y")
    assert decisions(anna)[-1].note == "twice?"


def test_a_note_thought_better_of_is_not_kept(anna: Review) -> None:
    play(anna, "enter", "e", "<no>", "escape", "y")
    assert decisions(anna)[-1].note == ""


def test_undo_takes_back_and_shows_the_report_again(anna: Review) -> None:
    text = play(anna, "enter", "y", "y", "u")
    assert isinstance(own(anna)[-1].body, Undo)
    assert "2 of 6" in text
    assert TITLES[1] in text
    text = play(anna, "enter", "u", "u")
    assert "1 of 6" in text
    assert "nothing left to take back" in text


def test_later_sends_to_the_end_and_writes_nothing(anna: Review) -> None:
    before = len(own(anna))
    text = play(anna, "enter", "l")
    assert TITLES[1] in text
    assert len(own(anna)) == before
    assert TITLES[0] in play(anna, "enter", *["l"] * 6)


def test_the_last_decision_ends_in_a_sentence_and_the_next_step(anna: Review) -> None:
    text = play(anna, "enter", *["y"] * 6, "y", "n")
    assert len(decisions(anna)) == 6
    assert "Nothing is left for you at title and abstract." in text
    assert "awaited" in text


def test_at_full_text_n_alone_decides_nothing_and_n_digit_gives_the_reason(team: Team, anna: Review) -> None:
    _to_full_text(team, anna)
    play(anna, "enter", "n", "escape")
    assert [one for one in decisions(anna) if one.stage is Stage.FULL_TEXT] == []
    play(anna, "enter", "n", "4", "1")
    bodies = [one for one in decisions(anna) if one.stage is Stage.FULL_TEXT]
    assert [one.reasons for one in bodies] == [("design",), ("timeframe", "design")]


def test_the_last_reason_at_full_text_cannot_be_taken_off(team: Team, anna: Review) -> None:
    _to_full_text(team, anna)
    text = play(anna, "enter", "n", "4", "4")
    assert "needs a reason" in text
    assert decisions(anna)[-1].reasons == ("design",)


def test_a_full_text_can_be_awaited(team: Team, anna: Review) -> None:
    _to_full_text(team, anna)
    play(anna, "enter", "g", "2", "<asked the authors>", "enter")
    body = own(anna)[-1].body
    assert body == Retrieval(Access.AWAITING, "asked the authors")


def test_g_does_nothing_at_title_and_abstract(anna: Review) -> None:
    before = len(own(anna))
    play(anna, "enter", "g", "2", "enter")
    assert len(own(anna)) == before


def test_a_refused_write_is_told_and_the_report_stays(anna: Review) -> None:
    store = anna.session.store

    def full_disk(_: ReviewkitApp) -> None:
        def append(*args: object, **kwargs: object) -> list[object]:
            raise StorageError("cannot be written (No space left on device)", where="data", remedy="Make room.")

        store.append = append  # type: ignore[method-assign, assignment]  # the disk as it may be

    text = play(anna, "enter", full_disk, "y")
    assert "No space left on device" in text
    assert "Make room." in text
    assert TITLES[0] in text
    assert decisions(anna) == []


@pytest.mark.parametrize(
    "keys", ["", "enter", "enter c", "r", "r s", "r t", "f", "f right enter", "d", "l", "s", "r g"]
)
def test_no_screen_tells_what_a_colleague_decided_before_the_own_decision(tmp_path: Path, keys: str) -> None:
    read = set()
    for verdict in Verdict:
        team = new_team(tmp_path / verdict)
        anna, berit = team.open(ANNA), team.open(BERIT)
        imported(anna, ris(papers()))
        berit.refresh()
        for report in berit.screening.queue(Stage.TITLE_ABSTRACT):
            reasons = () if verdict is Verdict.INCLUDE else ("population",)
            berit.screening.decide(report, Stage.TITLE_ABSTRACT, verdict, reasons, f"a note that tells {verdict}")
        assert anna.refresh()
        read.add(play(anna, *keys.split()))
    assert len(read) == 1


def test_what_arrives_while_screening_changes_the_counts_and_nothing_else(team: Team, anna: Review) -> None:
    def arrive(running: ReviewkitApp) -> None:
        imported(team.open(BERIT), ris(papers(8)[6:]), name="more.ris")
        running.look()

    before = play(anna, "enter", "l").splitlines()
    after = play(anna, "enter", "l", arrive).splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    screening = [pair for pair in changed if "Title and abstract  " in pair[0] and " of " in pair[0]]
    assert [("1 of 6" in old, "1 of 8" in new) for old, new in screening] == [(True, True)]
    assert [old for old, _ in changed if TITLES[1] in old] == []


HOSTILE = {
    "markup": "[red]x[/] [@click=app.quit]click[/] [/nothing] \\[",
    "ansi": "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J",
    "rtl": "\u202eenod si siht\u202c ילדים והורים مرحبا",
    "emoji": "👩‍👩‍👧‍👦 🇳🇴 ﷽ e\u0301\u0301\u0301",
    "long": "x" * 100_000,
    "wide": "親" * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
def test_hostile_text_is_only_text(team: Team, name: str, size: tuple[int, int]) -> None:
    text = HOSTILE[name]
    review = team.open(ANNA)
    imported(review, ris([Paper(text, text[:200], abstract=text), Paper("A harmless one")]))
    read = play(review, "r", "b", "d", "b", "f", "b", "enter", "e", "escape", "c", "n", "5", "u", size=size)
    assert len(decisions(review)) == 2
    for bad in ("\x1b", "\x9b", "\u202e", "\x07"):
        assert bad not in read
    if name == "markup" and size[0] > 40:
        assert "[red]x[/]" in read


def test_a_report_without_an_abstract_says_so(team: Team) -> None:
    review = team.open(ANNA)
    imported(review, b"TY  - JOUR\nTI  - A title and nothing else\nER  - \n")
    text = play(review, "enter")
    assert "A title and nothing else" in text
    assert "No abstract in the export." in text


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (200, 60)])
def test_a_window_resized_in_use_keeps_the_report_and_the_keys(anna: Review, size: tuple[int, int]) -> None:
    text = play(anna, "enter", "y", lambda running: running.screen.styles, _resized(*size), "n", "5", _resized(80, 24))
    assert [one.verdict for one in decisions(anna)][:2] == [Verdict.INCLUDE, Verdict.EXCLUDE]
    assert "3 of 6" in text


def _resized(width: int, height: int):  # type: ignore[no-untyped-def]
    from textual.events import Resize
    from textual.geometry import Size

    def resize(running: ReviewkitApp) -> None:
        running.post_message(Resize(Size(width, height), Size(width, height)))

    return resize


def test_a_single_report_can_be_decided_anew(anna: Review) -> None:
    (report,) = decide(anna, Stage.TITLE_ABSTRACT, "exclude")

    def open_it(running: ReviewkitApp) -> None:
        running.push_screen(ScreeningScreen(anna, Stage.TITLE_ABSTRACT, report))

    text = play(anna, open_it, "y")
    assert "You: include" in text
    assert decisions(anna)[-1].verdict is Verdict.INCLUDE
    assert own(anna)[-1].supersedes == {own(anna)[-2].id}


def test_without_a_reviewer_nothing_is_screened(team: Team) -> None:
    imported(team.open(ANNA), ris(papers()))
    nobody = team.open(None)
    text = play(nobody, "escape", "down", "enter")
    assert "Who are you?" not in text
    assert nobody.session.reviewer is None


def _to_full_text(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    for review in (anna, berit):
        decide(review, Stage.TITLE_ABSTRACT, "include", "include", *["exclude"] * 4)
    anna.refresh()


def test_undo_of_a_reason_says_that_the_exclusion_still_stands(anna: Review) -> None:
    text = play(anna, "enter", "n", "5", "u")
    report = own(anna)[-1].subject
    standing = anna.screening.view(anna.reports.find(report), Stage.TITLE_ABSTRACT).own
    assert standing is not None
    assert (standing.verdict, standing.reasons) == (Verdict.EXCLUDE, ())
    assert "Your exclude stands again" in text


def test_a_digit_without_a_criterion_is_said_below_and_stops_no_key(anna: Review) -> None:
    text = play(anna, "enter", "n", "9", "y", "m")
    assert [one.verdict for one in decisions(anna)] == [Verdict.EXCLUDE, Verdict.INCLUDE, Verdict.UNSURE]
    assert "This could not be done" not in text


def test_tags_are_put_on_taken_off_and_undone_and_reports_are_listed_by_them(anna: Review) -> None:
    text = play(anna, "enter", "t", "<Methods, ask>", "enter")
    assert "Tags: ask, methods" in text
    assert "1 of 6" in text
    first = anna.screening.queue(Stage.TITLE_ABSTRACT)[0]
    assert anna.screening.view(first, Stage.TITLE_ABSTRACT).tags == ("ask", "methods")
    assert "Used so far: ask (1), methods (1)" in play(anna, "enter", "l", "t")
    listed = play(anna, "r", "g")
    assert "Only tag: ask" in listed
    assert "1 report " in listed.splitlines()[-24]
    assert TITLES[0][:20] in listed
    undone = play(anna, "enter", "u")
    assert "Taken back: tags " in undone
    assert "Tags:" not in undone.splitlines()[-4]
    assert anna.screening.view(first, Stage.TITLE_ABSTRACT).tags == ()


def test_what_is_put_off_comes_last_also_after_leaving_the_screen(anna: Review) -> None:
    text = play(anna, "enter", "l", "b", "enter", "y", "y", "b", "enter")
    assert TITLES[3] in text
    assert TITLES[0] in play(anna, "enter", "l", "l", "b", "enter", "y", "y")
    assert len(decisions(anna)) == 4


def test_an_abstract_of_a_hundred_thousand_characters_is_marked_and_painted_quickly(team: Team) -> None:
    import time

    review = team.open(ANNA)
    text = "Parents of the children and their teachers. " * 2300
    query = Search("ERIC", query=" OR ".join(["parent*", "teacher*", *(f"word{number}" for number in range(200))]))
    imported(review, ris([Paper("One", abstract=text), Paper("Two", abstract=text[9:])]), query)
    took = []

    def start(_: ReviewkitApp) -> None:
        took.append(time.perf_counter())

    play(review, "enter", start, "y", start)
    assert took[1] - took[0] < 2  # seconds, the pauses of the test among them
    assert len(decisions(review)) == 1
