"""Coders at the keyboard: each alone, then together over what they differ on; quotations, codes and memos."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Answer, Coding, Memo, Quotation, Reconciled, Settlement, Stage, Undo
from reviewkit.tui.screens.coding import CodingScreen
from reviewkit.tui.screens.reading import ReadingScreen, Text
from tests.pdfs import pdf
from tests.tui.team import ANNA, BERIT, decide, imported, own, papers, play, ris, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import ReportId
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team

CODEBOOK = """
[[field]]
id = "design"
name = "Design"
kind = "one"
choices = ["qualitative", "quantitative"]

[[field]]
id = "participants"
name = "Participants"
kind = "number"

[[field]]
id = "finding"
name = "Main finding"
kind = "text"

[[field]]
id = "themes"
name = "Themes"
kind = "several"
choices = ["language", "power"]
evidence = true
"""
DOUBLE = CODEBOOK.replace('name = "Design"', 'name = "Design"\ndouble = true').replace(
    "evidence = true", "evidence = true\ndouble = true"
)
SIZES = ((80, 24), (160, 50), (40, 10))
HOSTILE = "[red]x[/red] \x1b[31m=1+1 \u202e“”"
QUOTED = ("n", "r", "slash", "<never asked>", "enter", "q", "<not heard>", "enter", "enter", "2")
"""While reading: find words, take their sentence, give it a new code, which belongs to the theme power."""


def coders(team: Team, codebook: str, studies: int = 2) -> tuple[Review, Review]:
    """Return Anna's and Berit's devices; so many studies are included."""
    team.criteria(lambda _: codebook, "extraction.toml")
    team.criteria(lambda _: "", "quality.toml")
    anna, berit = team.open(ANNA), team.open(BERIT)
    imported(anna, ris(papers(studies)))
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT, Stage.QUALITY):
        for review in (anna, berit):
            review.refresh()
            decide(review, stage, *["include"] * studies)
    anna.refresh()
    berit.refresh()
    return anna, berit


@pytest.fixture
def both(team: Team) -> tuple[Review, Review]:
    """Two studies, of which each is coded by one."""
    return coders(team, CODEBOOK)


@pytest.fixture
def each(team: Team) -> tuple[Review, Review]:
    """One study whose design and themes are coded by both."""
    return coders(team, DOUBLE, 1)


def with_text(review: Review) -> None:
    """Attach a text of two pages to the first study."""
    path = review.session.folder.parent / "text.pdf"
    path.write_bytes(pdf("A first page.", "Some talk. The mothers were never asked at all. More talk."))
    review.full_texts.attach(review.coding.queue()[0], path)


def codings(review: Review) -> list[Coding]:
    return [event.body for event in own(review) if isinstance(event.body, Coding)]


def answers(review: Review) -> dict[str, tuple[str, ...]]:
    """Return what was answered last."""
    return {one.field: one.values for one in codings(review)[-1].answers}


def coded(review: Review, report: ReportId, design: str, themes: tuple[str, ...] = ("power",)) -> None:
    """Code a study to its end."""
    review.coding.answer(report, "design", (design,))
    review.coding.answer(report, "participants", ("12",))
    review.coding.answer(report, "finding", ())
    review.coding.answer(report, "themes", themes, quotation=f"says {review.session.reviewer}", page="3", note=HOSTILE)
    review.coding.finish(report)


def above(text: str, height: int = 24) -> str:
    """Return the screen on top."""
    return "\n".join(text.splitlines()[-height:])


def looks(seen: list[str], height: int = 24) -> Callable[[ReviewkitApp], object]:
    """Return a step that keeps the screen on top as it is then."""
    return lambda running: seen.append(above(shown(running), height))


def on_study(report: ReportId) -> Callable[[ReviewkitApp], object]:
    """Return a step that opens the coding of one study."""
    return lambda running: running.push_screen(CodingScreen(running.review, report))


def test_a_study_is_coded_from_the_key_line(both: tuple[Review, Review]) -> None:
    anna, _ = both
    seen: list[str] = []
    look = looks(seen)
    first = ("2", "enter", "<12 mg>", "enter", "enter", "<They disagree>", "enter", "1", "2")
    play(anna, look, "enter", look, *first, look, "f", look, "enter")
    home, begun, coded_once, refused = seen
    assert "2 studies left for you to code." in home
    assert "› Design" in begun
    assert begun.splitlines()[-1].startswith("  1-2 answer  x not reported  r read  f finish  u undo")
    assert answers(anna) == {
        "design": ("quantitative",),
        "participants": ("12",),
        "finding": ("They disagree",),
        "themes": ("language", "power"),
    }
    assert codings(anna)[-1].answers[1].note == "12 mg"
    assert "It still lacks a quotation or a page for Themes: language." in coded_once
    assert "lacks a quotation or a page for Themes" in refused
    seen.clear()
    play(anna, "n", "e", "<they said>", "tab", "<4>", "enter", "enter", look, "f", look, "u", look, "f", "l", look)
    complete, second, again, later = seen
    assert codings(anna)[-1].answers[3] == Answer("themes", ("language", "power"), "they said", "4")
    assert codings(anna)[-1].finished
    assert "all is answered: f finishes" in complete
    assert "2 of 2    0 of 4 answered" in second
    assert "4 of 4 answered" in again
    assert "Put off to the end of the queue" in later
    assert Undo in {type(event.body) for event in own(anna)}


def test_an_answer_given_again_is_taken_off_and_a_refused_number_is_asked_for_again(
    both: tuple[Review, Review],
) -> None:
    anna, _ = both
    seen: list[str] = []
    again = ("1", "k", "1", "x", "k", "x", "x")
    number = ("enter", "<1,5>", "enter", looks(seen), "enter", "left", "backspace", "<.>", "enter")
    play(anna, "n", *again, *number, "k", "k", "enter", "3")
    assert [len(one.answers) for one in codings(anna)] == [1, 0, 1, 0, 1, 2, 1]
    assert "Write 1.5 or 15." in seen[0]
    assert answers(anna) == {"participants": ("1.5",)}
    play(anna, "n", "down", "enter", "ctrl+u", "enter", size=(40, 10))
    assert answers(anna) == {}


def test_a_passage_of_the_text_gets_a_code_that_belongs_to_a_theme(both: tuple[Review, Review]) -> None:
    anna, berit = both
    with_text(anna)
    seen: list[str] = []
    look = looks(seen)
    play(anna, *QUOTED, look, "b", "down", "down", "down", "2", look)
    (quotation,) = [event.body for event in own(anna) if isinstance(event.body, Quotation)]
    (code,) = anna.coding.codes()
    assert (quotation.text, quotation.page, quotation.codes) == (
        "The mothers were never asked at all.",
        "2",
        (code.id,),
    )
    assert (code.name, code.theme, code.quotations) == ("not heard", "themes/power", 1)
    assert "Quoted: “The mothers were never asked at all.”  not heard" in seen[0]
    assert "It still lacks" not in seen[1]  # the quotation's code says what the theme rests on
    assert "1 quotation (q)" in seen[1]
    berit.refresh()
    assert "Only who took a passage changes it." in play(berit, "n", "q", looks(seen), "x")
    assert "not heard" in seen[2]  # one coder is enough, so that all shows at once
    recoded = ("q", "c", "<not>", "enter", "<another code>", "enter", "enter", "1")
    play(anna, "n", *recoded, look, "x", look, "u", look)
    assert "another code (Themes: language)" in seen[3]
    assert "No quotation is here yet." in seen[4]
    assert "never asked" in seen[5]
    assert {one.name: one.quotations for one in anna.coding.codes()} == {"another code": 1, "not heard": 0}


def test_without_a_text_passages_are_typed(both: tuple[Review, Review]) -> None:
    anna, _ = both
    seen: list[str] = []
    typed = ("q", "n", "<as I read it on paper>", "tab", "<vii>", "enter", "enter", "enter")
    text = play(anna, "n", "r", looks(seen), "enter", *typed)
    (quotation,) = [event.body for event in own(anna) if isinstance(event.body, Quotation)]
    assert (quotation.text, quotation.page, quotation.codes) == ("as I read it on paper", "vii", ())
    assert "This could not be done" in seen[0]
    assert "It has no code yet: c gives it one." in text


def test_a_text_that_cannot_be_read_has_no_page_to_give(both: tuple[Review, Review]) -> None:
    taken: list[tuple[str, int]] = []
    scan = ReadingScreen(both[0], Text("A scan"), quote=lambda passage, page: taken.append((passage, page)))
    assert "nothing to read here" in play(both[0], lambda running: running.push_screen(scan), "q")
    assert taken == [("", 0)]


def test_codes_are_renamed_merged_described_and_put_to_a_theme(both: tuple[Review, Review]) -> None:
    anna, _ = both
    report = anna.coding.queue()[0]
    talk, jargon = (anna.coding.new_code(name, "themes/language").subject for name in ("talk", "jargon"))
    anna.coding.quote(report, "words of the school", "3", (jargon,))
    seen: list[str] = []
    look = looks(seen)
    renamed = ("r", "ctrl+u", "<school words>", "enter", "down", "g", "<school>", "enter", "2", look)
    told = ("t", "2", "d", "<What only staff know.>", "ctrl+s", "m", "1", "<ask Berit>", "ctrl+s", look)
    listed = ("enter", look, "b", "up", "enter", look, "b", "down", "x", look, "enter")
    text = play(anna, "n", "c", *renamed, *told, *listed, "n", "<empty>", "enter", "x")
    assert "Merged: talk is part of school words now." in seen[0]
    assert "your memo: ask Berit" in seen[1]
    assert "Whitmarsh 2011  p. 3  school words  “words of the school”" in seen[2]
    assert "Whitmarsh 2011" in seen[3]
    assert "is on 1 quotation" in seen[4]
    assert "Dropped: empty" in text
    (code,) = anna.coding.codes()
    assert (code.id, code.name, code.quotations) == (jargon, "school words", 1)
    assert (code.theme, code.description) == ("themes/power", "What only staff know.")
    assert talk != code.id


@pytest.mark.slow
def test_a_note_of_ones_own_is_shown_to_nobody_else(both: tuple[Review, Review]) -> None:
    anna, berit = both
    report = anna.coding.queue()[0]
    text = play(anna, "n", "m", "2", "<I taught there once>", "ctrl+s", "m", "1", "<ask the author>", "ctrl+s")
    assert [event.body.own for event in own(anna) if isinstance(event.body, Memo)] == [True, False]
    assert "only you see this: I taught there once" in text
    berit.refresh()
    text = play(berit, on_study(report))
    assert "Anna: ask the author" in text
    assert "taught" not in text
    play(anna, on_study(report), "m", "3", "ctrl+k", "ctrl+s")
    assert [one.memo.text for one in anna.coding.memos(report)] == ["ask the author"]


def test_nothing_of_a_colleague_shows_before_ones_own_is_finished(each: tuple[Review, Review]) -> None:
    anna, berit = each
    report = anna.coding.queue()[0]
    anna.coding.answer(report, "design", ("qualitative",))
    seen: list[str] = []
    look = looks(seen, 50)
    places = ("n", look, "q", look, "b", "c", look, "b", "m", look)
    play(anna, *places, size=(160, 50))
    code = berit.coding.new_code("seen by Berit", "themes/power").subject
    berit.coding.quote(report, "a passage that Berit took", "1", (code,))
    berit.coding.memo(report, "a memo of Berit's")
    coded(berit, report, "quantitative", ("language", "power"))
    assert berit.home().step.sentence == "Anna's codings are awaited; nothing is left for you."
    anna.refresh()
    play(anna, *places, size=(160, 50))
    assert seen[:4] == seen[4:]
    assert "Berit" not in "".join(seen)


def test_two_who_differ_settle_field_by_field_from_where_they_agree(each: tuple[Review, Review]) -> None:
    anna, berit = each
    report = anna.coding.queue()[0]
    coded(berit, report, "quantitative", ("language", "power"))
    anna.refresh()
    coded(anna, report, "qualitative")
    seen: list[str] = []
    look = looks(seen)
    play(anna, look, "enter", look, "s", look, "enter", "2", "b", "enter", look, "1", "2", "e", "<we talked>", "ctrl+s")
    home, begun, refused, kept = seen
    assert "1 study whose codings differ waits for the two of you." in home
    (row,) = [one for one in home.splitlines() if one.strip().startswith("Extraction")]
    assert row.split() == ["Extraction", "1", "1", "0", "1"]
    (line,) = [one for one in begun.splitlines() if "≠ Design" in one]
    assert line.split() == ["›", "≠", "Design", "qualitative", "quantitative", "—"]
    assert "s is written down as settled by Anna and Berit together." in begun
    assert "lacks an answer to design" in refused
    (line,) = [one for one in kept.splitlines() if "≠ Design" in one]
    assert line.split()[-1] == "quantitative"
    seen.clear()
    play(anna, "n", "1", "down", "1", "2", "e", "<we talked>", "ctrl+s", "s", look, "u", look, "s")
    settled = [event.body for event in own(anna) if isinstance(event.body, Reconciled)]
    said = {one.field: one for one in settled[-1].answers}
    assert (said["design"].values, said["themes"].values) == (("qualitative",), ("language", "power"))
    assert said["themes"].quotation == "says Berit"  # what the answer agreed on rests on goes with it
    assert (settled[-1].by, settled[-1].how, settled[-1].note) == ((ANNA, BERIT), Settlement.CONSENSUS, "we talked")
    assert "No two codings differ." in seen[0]
    assert "Note: we talked" in seen[1]


@pytest.mark.slow
def test_hostile_text_is_shown_as_it_is(each: tuple[Review, Review]) -> None:
    anna, berit = each
    report = anna.coding.queue()[0]
    code = anna.coding.new_code(HOSTILE, "themes/power").subject
    anna.coding.quote(report, HOSTILE * 40, HOSTILE, (code,), HOSTILE)
    anna.coding.memo(report, HOSTILE)
    anna.coding.memo(code, HOSTILE)
    coded(anna, report, "qualitative")
    coded(berit, report, "quantitative")
    anna.refresh()
    seen: list[str] = []
    for size in SIZES:
        look = looks(seen, size[1])
        quotations = ("q", look, "c", look, "escape", "enter", look, "escape", "b")
        play(anna, "n", "down", "down", "down", look, "b", on_study(report), look, *quotations, "c", look, size=size)
    assert not any("\x1b" in text or "\u202e" in text for text in seen)
    assert all("[red]x[/red]" in text for text in seen[:12])
