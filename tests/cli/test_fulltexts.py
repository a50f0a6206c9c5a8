"""Full texts and studies at the command line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.model import Stage, short_id
from tests.making import decide_all, sync, two_devices
from tests.pdfs import article

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review


@pytest.fixture
def ada(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """Ada's review, all three reports of which are sought; the working directory is its folder."""
    ada, grace = two_devices(tmp_path, 3)
    for review in (ada, grace):
        decide_all(review, Stage.TITLE_ABSTRACT)
        sync(ada, grace)
    monkeypatch.chdir(ada.session.folder)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    assert run(["reviewer", "Ada"]) == 0
    return ada


def test_a_journey_from_the_drop_folder_to_the_text(
    ada: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ada.full_texts.rows()
    titles = [row.record.title for row in rows]
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "0001.pdf").write_bytes(article(titles[0], "AuthorAa"))
    (downloads / "0002.pdf").write_bytes(article(titles[1], "Nobody"))
    capsys.readouterr()
    assert run(["fulltexts", "take-in", str(downloads)]) == 0
    out, err = capsys.readouterr()
    assert f"0001.pdf: {short_id(rows[0].report.id)} {titles[0]} (its title stands in the file)" in out
    assert "0002.pdf: which?" in out
    assert "1 file taken in, 1 left over, 0 known before." in err
    assert run(["fulltexts", "attach", titles[1], str(downloads / "0002.pdf")]) == 0
    assert run(["access", titles[2], "awaiting", "--reason", "author asked"]) == 0
    capsys.readouterr()
    assert run(["fulltexts", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {
        "sought": 3, "retrieved": 2, "awaiting": 1, "not_retrieved": 0, "unsaid": 0, "here": 2,
    }  # fmt: skip
    assert [(one["status"], one["reason"]) for one in told["reports"]][2] == ("awaiting", "author asked")
    assert run(["fulltexts"]) == 0
    assert "3 reports sought: 2 retrieved, 1 awaiting" in capsys.readouterr().out
    assert run(["fulltexts", "text", titles[0]]) == 0
    assert "--- page 1\nJournal of Things" in capsys.readouterr().out
    name = told["reports"][1]["files"][0]
    assert run(["fulltexts", "detach", titles[1], name]) == 0
    assert (ada.full_texts.folder / name).exists()


def test_the_work_list_and_the_letter(ada: Review, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fulltexts", "--worklist", str(tmp_path / "list.csv"), "--resolver", "https://x.example/f"]) == 0
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
    capsys.readouterr()
    assert run(["fulltexts", "letter", "apples"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Subject: Request for a full text")
    written = err.strip().removeprefix("Written: ")
    assert (ada.session.folder / written).read_text(encoding="utf-8").rstrip("\n") == out.rstrip("\n")
    assert written.startswith("data/out/letters/AuthorAa 2000 ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fulltexts", "open", "apples"], "no file has been put to"),
        (["fulltexts", "text", "apples"], "no file has been put to"),
        (["fulltexts", "attach", "apples", "nowhere.pdf"], "nowhere.pdf"),
        (["fulltexts", "take-in", "nowhere"], "is no folder"),
        (["fulltexts", "letter", "zebra"], "no report is called"),
        (["fulltexts", "--worklist", "list.txt"], "not a CSV file"),
        (["fulltexts", "--worklist", "list.csv", "--resolver", "ftp://x"], "is no web address"),
        (["study", "unlink", "apples", "rivers"], "nobody has put"),
        (["study", "link", "apples", "apples"], "is one report"),
    ],
)
def test_what_cannot_be_done_is_told(
    ada: Review, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    before = len(list(ada.session.state.events()))
    assert run(arguments) == 1
    assert says in capsys.readouterr().err
    ada.refresh()
    assert len(list(ada.session.state.events())) == before


def test_studies_are_linked_listed_and_taken_apart(ada: Review, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, _ = (row.report.id for row in ada.full_texts.rows())
    assert run(["study", "link", "apples", "rivers"]) == 0
    assert f"One study in 2 reports: {short_id(first)}, {short_id(second)}." in capsys.readouterr().out
    assert run(["study", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"id": first, "reports": [first, second]}]
    assert run(["study", "unlink", "rivers", "apples"]) == 0
    capsys.readouterr()
    assert run(["study", "list"]) == 0
    assert "0 studies" in capsys.readouterr().err
