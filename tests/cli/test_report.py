"""The commands that write what a team takes away: endings, columns, folders, exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from tests.making import two_devices

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place beside a review of three articles, which is the one that commands are about."""
    ada, grace = two_devices(tmp_path)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state of Ada 1"))
    monkeypatch.chdir(ada.session.folder)
    ada.close()
    grace.close()
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """The exit code, and all that was printed."""
    capsys.readouterr()
    code = run([str(word) for word in words])
    return code, "".join(capsys.readouterr())


def test_the_help_of_export_lists_sets_formats_and_columns(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(told(capsys, "export", "--help")[1].split())
    assert "excluded_at_full_text" in text
    assert ".bib BibTeX" in text
    assert "full_text.reasons" in text


def test_export_writes_the_set_in_the_format_of_the_ending(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "open.json"
    assert told(capsys, "export", path, "--box", "pending", "--columns", "title, doi") == (
        0,
        f"3 reports written to {path}.\n",
    )
    assert {frozenset(one) for one in json.loads(path.read_text(encoding="utf-8"))} == {
        frozenset({"id", "type", "title", "custom"})
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "x.doc"), "has no ending that says what to write"),
        (("export", "x.csv", "--box", "nowhere"), 'no box "nowhere"'),
        (("export", "x.csv", "--columns", "colour"), 'no column "colour"'),
        (("export", "nowhere/x.csv"), "there is no folder"),
        (("report", "--blind"), "--blind goes with --html"),
        (("report", "--html", "x.pdf"), "is not a page"),
        (("report", "-o", "nowhere"), "there is no folder"),
    ],
)
def test_what_cannot_be_written_says_why(
    here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, text = told(capsys, *words)
    assert (code != 0, said in text) == (True, True), text


def test_report_writes_documents_page_and_what_is_left_to_write(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = told(capsys, "report", "-o", here)
    assert (code, text.count("Written: ")) == (0, 7)
    assert "still to be written by a person" in text
    assert told(capsys, "report", "--html", here / "page.html")[0] == 0
    assert (here / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    tasks = json.loads(told(capsys, "report", "--json")[1])
    assert {"section": "Introduction", "task": "Why this review is needed, given what is known."} in tasks
