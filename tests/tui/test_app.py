from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tui.team import BERIT, imported, papers, play, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp
    from tests.tui.team import Team


def test_an_unforeseen_fault_ends_in_words_that_hold_nothing_of_the_review(
    anna: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    def burn(running: ReviewkitApp) -> None:
        running.screen.call_later(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        play(anna, "enter", burn)
    said = capsys.readouterr()
    told = said.out + said.err
    assert "reviewkit stopped: ZeroDivisionError" in told
    assert "Every decision that was acknowledged is saved" in " ".join(told.split())
    assert "Traceback" not in told
    assert "Othered" not in told


@pytest.mark.parametrize("keys", [["enter"], ["r"], ["f"], ["d"], ["question_mark"], ["r", "enter"], ["s"], ["o"]])
def test_no_color_leaves_every_screen_readable(anna: Review, monkeypatch: pytest.MonkeyPatch, keys: list[str]) -> None:
    colourful = play(anna, *keys)
    monkeypatch.setenv("NO_COLOR", "1")
    assert play(anna, *keys) == colourful


def test_without_colours_a_dialog_has_a_border(anna: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "│  Which reports?" in play(anna, "x")
    monkeypatch.setenv("NO_COLOR", "")  # as good as unset
    assert "│  Which reports?" not in play(anna, "x")


def test_every_key_of_a_screen_is_a_command_with_a_name(anna: Review) -> None:
    def choose(running: ReviewkitApp) -> None:
        commands = {command.title: command.callback for command in running.get_system_commands(running.screen)}
        assert {"Import", "Duplicates", "Export", "Colours", "Quit"} <= set(commands)
        commands["Flow"]()

    assert "The flow" in play(anna, choose)


def test_help_begins_with_the_keys_of_the_screen_and_closes_again(anna: Review) -> None:
    text = play(anna, "enter", "question_mark")
    assert text.splitlines()[-24:][2].strip() == "Screening"
    assert "1 of 6" in play(anna, "enter", "question_mark", "question_mark").splitlines()[-24]


def test_the_review_opens_without_textual() -> None:
    code = (
        "import sys, reviewkit.review, reviewkit.tui; print([one for one in sys.modules if one.startswith('textual')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_a_decision_took_in_from_the_folder_is_shown_at_the_next_look(team: Team, anna: Review) -> None:
    def arrive(_: ReviewkitApp) -> None:
        imported(team.open(BERIT), ris(papers(8)[6:]), name="more.ris")

    assert "2 of 8" in play(anna, "enter", arrive, "y", lambda running: running.look())


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (80, 24), (160, 50)])
@pytest.mark.parametrize("keys", [["s", "enter"], ["l", "end"], ["o", "down", "down", "enter"], ["enter", "c", "h"]])
def test_every_place_can_be_in_any_window(anna: Review, keys: list[str], size: tuple[int, int]) -> None:
    assert play(anna, *keys, size=size).strip()
