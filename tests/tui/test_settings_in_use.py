"""A person's settings in the running program: keys, words, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reviewkit.model import Stage, Verdict
from reviewkit.review import OwnWords, Settings
from reviewkit.review import settings as settings_
from reviewkit.tui.screens.conflicts import ConflictsScreen
from reviewkit.tui.screens.reading import ReadingScreen, Text
from tests.tui.team import ANNA, BERIT, Paper, decide, decisions, imported, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team


@pytest.mark.parametrize(
    ("profile", "keys", "line"),
    [
        ("default", ["y", "n", "m"], "y include  n exclude  m unsure"),
        ("rayyan", ["i", "e", "m"], "i include  e exclude  m unsure"),
        ("asreview", ["r", "i", "m"], "r include  i exclude  m unsure"),
    ],
)
def test_a_profile_gives_its_keys_and_the_key_line_says_them(
    anna: Review, profile: str, keys: list[str], line: str
) -> None:
    settings_.write(Settings(profile=profile))
    text = play(anna, "enter", *keys)
    assert [one.verdict for one in decisions(anna)] == [Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE]
    assert line in text
    assert line.split(maxsplit=1)[0] in play(anna, "enter", "question_mark")


def test_the_keys_of_another_profile_decide_nothing(anna: Review) -> None:
    settings_.write(Settings(profile="rayyan"))
    text = play(anna, "enter", "y", "n", "<waits>", "enter", "i")
    (decision,) = decisions(anna)
    assert (decision.verdict, decision.note) == (Verdict.INCLUDE, "waits")
    assert "2 of 6" in text


def test_a_single_key_is_wished_for_on_the_screen_and_kept(anna: Review) -> None:
    play(anna, "o", *["down"] * 6, "enter", "backspace", "<f>", "enter")
    assert settings_.read().settings.keys == {"include": "f"}
    play(anna, "enter", "y", "f")
    assert [one.verdict for one in decisions(anna)] == [Verdict.INCLUDE]


def test_a_key_that_something_else_has_is_refused_with_both_names(anna: Review) -> None:
    text = play(anna, "o", *["down"] * 6, "enter", "backspace", "<u>", "enter")
    assert "cannot be the key for" in text
    assert "undo" in text
    assert settings_.read().settings == Settings()


@pytest.mark.parametrize("text", ["theme = [", '[keys]\ninclude = "u"', '[keys]\nfly = "f"', 'profile = "vi"'])
def test_a_faulty_file_is_told_and_the_default_keys_hold(anna: Review, text: str) -> None:
    settings_.settings_file().write_text(text, encoding="utf-8")
    assert "Not all of your settings hold" in play(anna)
    play(anna, "enter", "y")
    assert len(decisions(anna)) == 1


MARKS = ("underline", "reverse", "strike")


def marked(review: Review, *steps: Any) -> dict[str, str]:
    """What stands marked on the screen after some steps, by how it is."""
    seen: dict[str, str] = {}

    def look(running: ReviewkitApp) -> None:
        for strip in running.screen._compositor.render_strips():
            for segment in strip:
                for mark in MARKS:
                    if segment.style is not None and getattr(segment.style, mark):
                        seen[mark] = f"{seen.get(mark, '')} {segment.text.strip()}".strip()

    play(review, *steps, look)
    return seen


@pytest.fixture
def with_words(team: Team) -> Review:
    """Anna's device with words to be marked, and a report that she includes and Berit does not."""
    team.criteria(lambda text: f'{text}\n[[block]]\nname = "x"\nterms = ["staff of early*"]\n', "search.toml")
    anna, berit = team.open(ANNA), team.open(BERIT)
    text = "Mothers and nurses met the staff of early-years settings."
    imported(anna, ris([Paper("Parents", abstract=text), Paper("Nothing of it", abstract=text)]))
    settings_.write(Settings().with_words(anna.session.criteria.review.id, OwnWords(("mother*",), ("nurses",))))
    berit.refresh()
    decide(anna, Stage.TITLE_ABSTRACT, "include")
    decide(berit, Stage.TITLE_ABSTRACT, "exclude")
    anna.refresh()
    return anna


def conflict(running: ReviewkitApp) -> None:
    running.push_screen(ConflictsScreen(running.review, Stage.TITLE_ABSTRACT))


def full_text(running: ReviewkitApp) -> None:
    page = "Mothers and nurses met the staff of\nearly-years settings."
    running.push_screen(ReadingScreen(running.review, Text("A text", [page])))


@pytest.mark.parametrize("screen", ["enter", conflict, full_text])
def test_words_are_marked_in_three_ways_and_h_takes_them_off(with_words: Review, screen: Any) -> None:
    seen = marked(with_words, screen)
    assert seen == {"underline": "staff of early", "reverse": "Mothers", "strike": "nurses"}
    assert marked(with_words, screen, "h") == {}


def test_a_letter_is_not_marked(with_words: Review) -> None:
    letter = Text("A letter", ["To the mothers"], marked=False)
    assert marked(with_words, lambda running: running.push_screen(ReadingScreen(running.review, letter))) == {}


@pytest.mark.parametrize("theme", settings_.THEMES)
def test_a_theme_is_chosen_on_the_screen_and_holds_the_next_time(anna: Review, theme: str) -> None:
    names = []
    play(anna, "o", "down", "enter", str(settings_.THEMES.index(theme) + 1))
    play(anna, lambda running: names.append(running.theme))
    assert names[0].removeprefix("reviewkit-").replace("reviewkit", "dark") == theme


def test_with_no_color_nothing_coloured_is_written(anna: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    colours = set()

    def look(running: ReviewkitApp) -> None:
        for line in running.screen._compositor.render_strips():
            for segment in line.apply_filter(running._filters[-1], running.screen.background_colors[1]):
                if segment.style is not None and segment.style.color is not None:
                    colours.add(segment.style.color.name)

    play(anna, look, "enter", look, "n", look, "e", look)
    assert colours <= {"default"}


def test_pace_and_time_left_show_after_five_decisions(anna: Review) -> None:
    anna.pace.remember(Stage.TITLE_ABSTRACT, [600.0] * 9)  # pauses only
    assert "about" not in play(anna, "enter")
    anna.pace.remember(Stage.TITLE_ABSTRACT, [60.0] * 9)
    assert "1 of 6    about 6 min left" in play(anna, "enter")
    assert "6 left for you at title and abstract, about 6 min." in play(anna)
