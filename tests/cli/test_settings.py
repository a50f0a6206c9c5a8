from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.review import OwnWords
from reviewkit.review import settings as settings_
from tests.making import REVIEW_ID, make_review

if TYPE_CHECKING:
    from pathlib import Path


def test_settings_are_shown_changed_and_taken_back_without_a_review(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "profile", "rayyan"]) == 0
    assert run(["settings", "include_words", 'parent*, "home language"']) == 0
    assert run(["settings", "keys.later", "z"]) == 0
    capsys.readouterr()
    assert run(["settings", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "profile": "rayyan",
        "theme": "dark",
        "include_words": "parent*, home language",
        "exclude_words": "",
        "link_resolver": "",
        "keys.later": "z",
    }
    assert run(["settings", "profile", ""]) == 0
    assert capsys.readouterr().out == "default\n"


def test_words_can_be_for_the_review_of_the_folder_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_review(tmp_path / "review")
    assert run(["--review", str(folder), "settings", "--here", "exclude_words", "nurse*"]) == 0
    found = settings_.read().settings
    assert found.words(REVIEW_ID) == OwnWords((), ("nurse*",))
    assert found.words("another") == OwnWords()
    assert capsys.readouterr().out == "nurse*\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["theme", "pink"], 1, '"pink" is none of dark, light, high-contrast'),
        (["keys.include", "u"], 1, "at once"),
        (["keys.fly", "f"], 1, "nothing that has a key"),
        (["colour", "red"], 1, 'no setting "colour"'),
        (["colour"], 2, 'no setting "colour"'),
        (["link_resolver", "example"], 1, "https://"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_changes(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings", *arguments]) == code
    assert told in capsys.readouterr().err
    assert not settings_.settings_file().exists()


def test_a_faulty_file_is_told_and_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    settings_.settings_file().write_text("theme = 3\n", encoding="utf-8")
    assert run(["settings", "theme"]) == 0
    said = capsys.readouterr()
    assert said.out == "dark\n"
    assert "line 1, theme" in said.err
    assert run(["settings", "theme", "light"]) == 1
    assert settings_.settings_file().read_text(encoding="utf-8") == "theme = 3\n"
