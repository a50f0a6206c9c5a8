"""Where there is no review yet, through a real terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewkit.cli import run
from tests.terminal import Terminal


def test_in_a_folder_that_is_no_review_the_program_offers_to_start_one(tmp_path: Path) -> None:
    folder = tmp_path / "systematic review"
    folder.mkdir()
    terminal = Terminal([sys.executable, "-m", "reviewkit"], folder, {"REVIEWKIT_STATE": str(tmp_path / "state")})
    try:
        terminal.wait(lambda text: "Start one here?" in text, "the offer")
        terminal.press("y")
        terminal.press("Enter")
        assert terminal.ended() == 0
    finally:
        terminal.closed()
    assert (folder / "criteria/review.toml").is_file()
    assert run(["--review", str(folder), "criteria"]) == 0


def test_starting_where_a_review_is_changes_nothing(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "one"), "--title", "First"]) == 0
    before = (tmp_path / "one/criteria/review.toml").read_bytes()
    assert run(["init", str(tmp_path / "one"), "--title", "Second"]) == 1
    assert (tmp_path / "one/criteria/review.toml").read_bytes() == before


def test_a_reviewers_name_that_no_file_can_bear_is_refused(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "one"), "--reviewer", "../Ada", "--reviewer", "Grace"]) == 1
    assert not (tmp_path / "one/criteria").exists()
