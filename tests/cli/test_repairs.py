"""Repairing entries and filling in fields from the command line."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from tests.making import article, make_review

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

BROKEN = article(1, AB="") + "TY  - JOUR\nXX\nER  - \n\n" + article(2)


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a review with one rejected entry and one report without an abstract."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    folder = make_review(tmp_path / "review")
    export = tmp_path / "eric.ris"
    export.write_text(BROKEN, encoding="utf-8")

    def called(*words: str) -> tuple[int, str, str]:
        code = run(["--review", str(folder), "--as", "Ada", *words])
        return (code, *capsys.readouterr())

    assert called("import", str(export), "--search", "ERIC", "--announced", "4")[0] == 0
    return called


def entry(call: Run) -> str:
    (one,) = json.loads(call("rejected", "--json")[1])
    file, _, ordinal = one["id"].partition(":")
    return f"{file[:8]}:{int(ordinal)}"


def test_a_rejected_entry_is_listed_mended_from_a_file_and_taken_back(call: Run, tmp_path: Path) -> None:
    code, out, err = call("rejected")
    assert (code, "eric.ris, line 12" in out, "1 rejected entry, 1 not repaired" in err) == (0, True, True)
    table = call("searches")[1].splitlines()
    assert table[0].split() == ["search", "entries", "records", "rejected", "announced", "difference"]
    assert table[1].split()[2:] == ["3", "2", "1", "4", "1", "fewer", "than", "announced"]
    text = tmp_path / "mended.txt"
    text.write_text("TY  - JOUR\nER  - \n", encoding="utf-8")
    name = entry(call)
    code, _, err = call("repair", name, "--from", str(text))
    assert (code, "no field of this entry" in err, "kept for another try" in err) == (1, True, True)
    text.write_text(article(7), encoding="utf-8")
    code, out, _ = call("repair", name, "--from", str(text))
    assert (code, "Repaired:" in out) == (0, True)
    assert "repaired by Ada" in call("rejected")[1]
    (count,) = json.loads(call("searches", "--json")[1])
    assert (count["records"], count["repaired"], count["rejections"]) == (3, 1, [])
    assert call("repair", name, "--take-back")[0] == 0
    assert json.loads(call("rejected", "--json")[1])[0]["record"] is None


def test_the_persons_own_editor_is_opened_on_the_entry_and_on_what_was_kept_of_a_failed_try(
    call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = entry(call)
    assert "no editor is named" in call("repair", name)[2]
    script = tmp_path / "an editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\nold = path.read_text()\n"
        "path.write_text(old.replace('XY', 'TI  - Kites over schools') if 'XY' in old else old.replace('XX', 'XY'))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    code, _, err = call("repair", name)
    assert (code, "kept for another try" in err) == (1, True)
    code, out, _ = call("repair", name)
    assert (code, "Kites over schools" in out) == (0, True)


@pytest.mark.parametrize(("editor", "said"), [("false", "ended with code"), ("no-such-editor", "cannot be started")])
def test_an_editor_that_fails_changes_nothing(
    call: Run, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    code, _, err = call("repair", entry(call))
    assert (code, said in err) == (1, True)
    monkeypatch.setenv("EDITOR", "true")
    assert "nothing was changed" in call("repair", entry(call))[2]


def test_missing_abstracts_are_listed_and_filled_in_by_hand_and_from_a_file(
    call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = json.loads(call("missing", "--json")[1])["missing"]
    assert "1 of 2 reports without abstract" in call("missing", "abstract")[2]
    more = tmp_path / "more.ris"
    more.write_text(article(1, AB="From another database.", KW="kites"), encoding="utf-8")
    code, out, _ = call("fill", str(more), "--field", "abstract", "--dry-run")
    assert (code, "1 empty field of 1 report" in out, "dry run" in out) == (0, True, True)
    assert json.loads(call("missing", "--json")[1])["missing"] == [one]
    assert "1 field filled in" in call("fill", str(more), "--field", "abstract")[1]
    assert json.loads(call("missing", "--json")[1])["missing"] == []
    assert "1 field filled in by you" in call("fill", str(more), "--take-back")[1]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Frå ei nettside.\n".encode())))
    assert call("fill-in", one["report"], "abstract", "--from", "-")[0] == 0
    shown = json.loads(call("show", one["report"], "--json")[1])
    assert (shown["record"]["abstract"], shown["filled"][0]["source"]) == ("Frå ei nettside.", "pasted")
    assert "is no DOI" in call("fill-in", one["report"], "doi", "10 or so")[2]
    assert call("fill-in", one["report"], "abstract")[0] == 2
