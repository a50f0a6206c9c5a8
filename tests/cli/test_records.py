"""Importing tables that need a word of explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.cli import run
from tests.making import article, make_review

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_table_is_imported_by_what_its_columns_are_said_to_hold_and_still_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_review(tmp_path / "review")
    table = tmp_path / "list.csv"
    table.write_text("Paper,When\nKites over schools,2001\nSwings,2002\n", encoding="utf-8")
    command = ["--review", str(folder), "--as", "Ada", "import", str(table)]
    assert run(command) == 1
    assert "--column" in capsys.readouterr().err
    assert run([*command, "--column", "Paper=title", "--column", "When=year"]) == 0
    assert run(["--review", str(folder), "--as", "Ada", "reports", "--json"]) == 0
    assert "Kites over schools" in capsys.readouterr().out
    assert run(["--review", str(folder), "--as", "Ada", "verify"]) == 0
    assert run([*command, "--column", "title"]) == 2


def test_a_file_of_what_somebody_found_is_added_under_where_it_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_review(tmp_path / "review")
    found = tmp_path / "found.ris"
    found.write_text(article(1), encoding="utf-8")
    command = ["--review", str(folder), "--as", "Ada", "add", "--file", str(found), "--route", "contact"]
    assert run([*command, "--year", "2001"]) == 2
    assert run([*command, "--search", "A letter from Kim", "--json"]) == 0
    capsys.readouterr()
    assert run(["--review", str(folder), "--as", "Ada", "searches", "--json"]) == 0
    out = capsys.readouterr().out
    assert "A letter from Kim" in out
    assert "contact" in out
