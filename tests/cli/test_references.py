"""`reviewkit references`: what is shown, what is taken, and how wrong use is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reviewkit.cli import run
from reviewkit.model import Route, Search
from tests.making import export, make_review, open_review
from tests.review.test_reference_lists import LIST
from tests.servers import Asked, Reply, serving


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    state = tmp_path / "state"
    monkeypatch.setenv("REVIEWKIT_STATE", str(state))
    found = make_review(tmp_path / "review")
    ada = open_review(found, "Ada", state=state)
    ada.searches.import_file(export(tmp_path / "first.ris", range(3)), Search("ERIC", Route.DATABASE))
    ada.close()
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")
    return found


def command(folder: Path, *arguments: str) -> int:
    return run(["--review", str(folder), "--as", "Ada", "references", "apples", *arguments])


def test_a_list_is_shown_then_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pasted = str(folder.parent / "list.txt")
    assert command(folder, "--file", pasted) == 0
    assert "4 references: 1 known, 1 likely, 1 new, 1 unreadable." in capsys.readouterr().out
    assert command(folder, "--file", pasted, "--same", "3", "--take", "1-3", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "search": "Reference list of AuthorAa 2000",
        "listed": 4,
        "identified": 3,
        "known": 2,
        "new": 1,
        "left": 1,
        "uncertain": 0,
    }
    assert command(folder, "--file", pasted, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["standing"] for one in found["references"]] == ["taken", "taken", "taken", "unreadable"]


def test_a_list_can_be_piped_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LIST.encode())))
    assert command(folder, "--file", "-", "--take", "all") == 0
    assert "2 taken: 1 known already, 1 new; 2 left as printed." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--file or --pdf"),
        (("--file", "list.txt", "--pdf"), "--file or --pdf"),
        (("--file", "nowhere.txt"), "cannot be read"),
        (("--file", "list.txt", "--take", "1-"), "write them as 1,3-7"),
        (("--file", "list.txt", "--take", "5-999999999"), "write them as 1,3-7"),
        (("--file", "list.txt", "--take", "3"), "--same 3"),
        (("--pdf",), "no file has been put"),
    ],
)
def test_wrong_use_is_told_in_words(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(folder.parent)
    assert command(folder, *arguments) != 0
    assert said in capsys.readouterr().err


def test_crossref_is_asked_for_new_ones_and_gives_a_doi_only_where_it_is_plainly_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Family and teacher characteristics as predictors"
    work = {"title": [title], "author": [{"family": "Calzada", "given": "E"}], "issued": {"date-parts": [[2015]]}}
    items = [work | {"DOI": "10.1177/0042085914534862", "score": 90.0}, work | {"DOI": "10.1/b", "title": ["Other"]}]

    def answer(_asked: Asked) -> Reply:
        return Reply(json.dumps({"message": {"items": items}}).encode())

    with serving(answer) as server:
        monkeypatch.setenv("REVIEWKIT_CROSSREF_URL", server.url)
        pasted = str(folder.parent / "list.txt")
        assert command(folder, "--file", pasted, "--look-up", "--json") == 0
        assert "Family and teacher" in server.asked[0].params["query.bibliographic"]
    found = json.loads(capsys.readouterr().out)["references"]
    assert [one["record"]["doi"] for one in found] == [None, "10.1177/0042085914534862", None, None]
    assert found[1]["record"]["journal"] == "Urban Education"
