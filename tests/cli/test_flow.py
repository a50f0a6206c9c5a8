"""The flow's questions on the command line, in a small review with an update and in none at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.model import Route, Search, Stage, Verdict
from tests.making import decide_all, export, make_review, open_review, sync, two_devices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Call = Callable[..., str]

UPDATE = '\n[update]\nsince = "2024-01-31"\n'


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Ada's review: four reports included of a first search, and an update that finds one of them and two others."""
    ada, grace = two_devices(tmp_path, 4)
    again = export(tmp_path / "again.ris", [3, 4, 5])
    ada.searches.import_file(again, Search("ERIC again", Route.DATABASE, ("ERIC",), date="2024-05-01"))
    more = export(tmp_path / "more.ris", [6])
    ada.searches.import_file(more, Search("A site", Route.WEBSITE, date="2024-05-02"))
    sync(ada, grace)
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        last = max(ada.session.state.reports())
        for review in (ada, grace):
            if stage is Stage.FULL_TEXT:
                review.screening.decide(last, stage, Verdict.EXCLUDE, ["population"])
            decide_all(review, stage)
            sync(ada, grace)
    criteria = ada.session.folder / "criteria/review.toml"
    criteria.write_text(criteria.read_text(encoding="utf-8") + UPDATE, encoding="utf-8")
    ada.close()
    monkeypatch.chdir(ada.session.folder)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "ada" / "state of Ada 1"))
    capsys.readouterr()

    def called(*arguments: str, code: int = 0) -> str:
        assert run(["--as", "Ada", *arguments]) == code, capsys.readouterr()
        out, err = capsys.readouterr()
        return err if code else out

    return called


def test_an_update_has_its_own_column_and_its_boxes_can_be_asked_for(call: Call) -> None:
    text = " ".join(call("flow", "--text").replace("│", " ").split())
    assert "PREVIOUS STUDIES" in text
    assert "Total studies included in review (n = 6)" in text
    value = json.loads(call("flow", "--json"))
    assert value["included"] == {
        "new": {"studies": 2, "reports": 2},
        "previous": {"studies": 4, "reports": 4},
        "total": {"studies": 6, "reports": 6},
    }
    assert {one: len(found) for one, found in value["databases"].items()} == {"ERIC": 7}
    for box, number in (
        ("update.included", 2),
        ("previous.included", 4),
        ("update.duplicates", 1),
        ("update.website.full_text.excluded.population", 1),
        ("update.identified.eric", 3),
        ("database+register.screened", 6),
    ):
        assert len(json.loads(call("flow", "--why", box, "--json"))) == number, box
    rows = json.loads(call("flow", "--table", "by-round", "--json"))["rows"]
    assert rows[0] == {"row": "Records identified", "Previous version": 4, "Update": 4}


def test_what_if_names_what_would_change_and_writes_nothing(call: Call) -> None:
    value = json.loads(call("flow", "--without", "update", "--json"))
    assert (len(value["vanished"]), value["appeared"], value["studies"]) == (2, [], [6, 4])
    assert "sensitivity analysis" in call("flow", "--without", "full_text.population")
    assert len(json.loads(call("flow", "--without", "website", "--json"))["vanished"]) == 0
    assert len(json.loads(call("flow", "--without", "ERIC", "--json"))["vanished"]) == 3
    assert "full_text.population" in call("flow", "--without", "nonsense", code=1)


def test_the_diagram_is_written_as_its_ending_says(call: Call, tmp_path: Path) -> None:
    for name, start in (("f.svg", b"<?xml"), ("f.png", b"\x89PNG"), ("f.pdf", b"%PDF")):
        call("flow", "--diagram", str(tmp_path / name), "--official")
        assert (tmp_path / name).read_bytes().startswith(start)
    assert ".svg, .png or .pdf" in call("flow", "--diagram", str(tmp_path / "f.jpg"), code=1)
    assert "no folder" in call("flow", "--diagram", str(tmp_path / "nowhere" / "f.svg"), code=1)
    for questions in (("--text", "--why", "included"), ("--official",), ("--as", "csv")):
        call("flow", *questions, code=2)


def test_every_table_is_printed_in_every_form(call: Call) -> None:
    from reviewkit.review.flow_tables import NAMES

    for name in NAMES:
        assert call("flow", "--table", name).strip()
        assert call("flow", "--table", name, "--as", "markdown").startswith("| ")
        assert "," in call("flow", "--table", name, "--as", "csv")
        assert json.loads(call("flow", "--table", name, "--json"))["name"] == name
    assert "by_database" in call("flow", "--table", "nothing", code=1)


def test_what_is_in_print_is_held_against_the_events(call: Call, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(
        "[diagram]\ndatabases = 3\nsought = 9\ntotal_studies = 6\n[diagram.other]\nsought = 1\n"
    )
    value = json.loads(call("flow", "--published", str(tmp_path / "p.toml"), "--json"))
    assert [(one["where"], one["expected"]) for one in value["events"]] == [("sought", "2")]
    assert "the events add up to 2" in call("flow", "--published", str(tmp_path / "p.toml"))


def test_what_is_in_print_is_held_against_itself_where_there_is_no_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text(",Results\nERIC,143\nHand search,15\nTotal,159\n")
    assert run(["flow", "--published", "p.csv"]) == 0
    assert "the rows add up to 158 (143 + 15)" in capsys.readouterr().out
    assert run(["flow", "--published", "gone.csv"]) == 1


def test_an_empty_review_has_a_flow_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = open_review(make_review(tmp_path / "empty"), "Ada")
    review.results.write_flow()
    assert review.results.write_diagram(tmp_path / "f.png") == ()
    assert review.results.without("database" if review.results.flow().routes else "population").appeared == ()
    assert "Nothing yet." in review.results.table_as(review.results.flow_table("reasons"), "text", 60)
    assert "(n = 0)" in review.results.diagram_as_text(60)
