"""The commands that follow citations: what they ask before, what they print, and what they return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewkit.cli import run
from reviewkit.model import Route, Search
from tests.indexes import World, doi, title
from tests.making import article, make_review, open_review
from tests.servers import serving


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    state = tmp_path / "state"
    monkeypatch.setenv("REVIEWKIT_STATE", str(state))
    found = make_review(tmp_path / "review")
    ada = open_review(found, "Ada", state=state)
    path = tmp_path / "first.ris"
    path.write_text(article(1, DO=doi(1), TI=title(1)) + article(2, DO=""), encoding="utf-8")
    ada.searches.import_file(path, Search("ERIC", Route.DATABASE))
    ada.close()
    return found


def command(folder: Path, *arguments: str) -> int:
    return run(["--review", str(folder), "--as", "Ada", *arguments])


def test_citations_are_planned_followed_and_accounted_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(folder, "cite", "--plan") == 1
    assert "no seed" in capsys.readouterr().err
    assert command(folder, "cited") == 0
    assert "No citations were followed yet" in capsys.readouterr().out
    with serving(World({1: range(10, 15)}).answer) as server:
        monkeypatch.setenv("REVIEWKIT_OPENALEX_URL", f"{server.url}/openalex")
        chosen = ("--seed", doi(1), "--index", "openalex")
        assert command(folder, "cite", *chosen, "--plan") == 0
        out = capsys.readouterr().out
        assert "OpenAlex, backward: knows 1 of 1 seed with 5 references; about 1 request, $0.0001." in out
        assert command(folder, "cite", *chosen) == 1  # nobody is there to say yes
        assert len(server.asked) == 1
        capsys.readouterr()
        assert command(folder, "cite", *chosen, "--yes", "--json") == 0
        (came,) = json.loads(capsys.readouterr().out)["came"]
        assert (came["records"], came["requests"], came["price"]) == (5, 1, 100)
        assert command(folder, "cite", *chosen, "--yes") == 0
        assert "Nothing is left to ask" in capsys.readouterr().out
    assert command(folder, "cited") == 0
    out = capsys.readouterr().out
    assert "5 listed, 5 records, 0 known, 5 new" in out
    assert "identified 5 records of 5 reports, 0 known already, 5 new." in out
    assert command(folder, "cited", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rounds"][0]["new"] == 5
