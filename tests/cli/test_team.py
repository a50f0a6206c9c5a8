"""Pilot rounds, rulings, another look, deviations and rules from the command line, journey by journey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reviewkit.cli import run
from reviewkit.model import Verdict
from tests.making import export, make_review

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Called = tuple[int, str, str]
    Call = Callable[..., Called]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command as Ada on a review with eight reports of 2000 to 2007; returns exit code, output and talk."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    folder = make_review(tmp_path / "review")

    def called(*arguments: str, reviewer: str = "Ada") -> Called:
        capsys.readouterr()
        code = run(["--review", str(folder), "--as", reviewer, *arguments])
        written = capsys.readouterr()
        return code, written.out, written.err

    called("import", str(export(tmp_path / "x.ris", range(8))), "--search", "ERIC", "--route", "database")
    return called


def value(of: Called) -> Any:
    assert of[0] == 0, of
    return json.loads(of[1])


def edit(tmp: Path, name: str, old: str, new: str) -> None:
    path = tmp / "review" / "criteria" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_pilot_round_from_the_draw_to_the_agreement(call: Call) -> None:
    drawn = value(call("pilot", "start", "first", "--size", "2", "--seed", "4", "--json"))
    assert call("pilot", "start", "first")[0] == 1
    first, second = drawn["reports"]
    for reviewer, verdicts in (("Ada", ("include", "exclude")), ("Grace", ("include", "include"))):
        assert "first: 2 reports" in call("pilot", "list")[1]
        assert "told once everybody has decided" in call("pilot", "agreement", "first")[1]
        for report, verdict in zip((first, second), verdicts, strict=True):
            call("decide", report, verdict, reviewer=reviewer)
    [listed] = value(call("pilot", "list", "--json"))
    assert (listed["done"], listed["finished"]) == ({"Ada": 2, "Grace": 2}, True)
    found = value(call("pilot", "agreement", "first", "--json"))
    assert found["agreement"]["percent_agreement"]["value"] == 0.5
    [differing] = found["disagreements"]
    assert (differing["report"], differing["votes"]["Grace"]["verdict"]) == (second, "include")
    assert "  Ada: exclude\n  Grace: include\n" in call("pilot", "agreement", "FIRST")[1]
    assert call("pilot", "withdraw", "first")[0] == 1
    assert "no pilot round" in call("pilot", "agreement", "second")[2]


def test_rulings_are_recorded_changed_taken_back_and_printed(call: Call) -> None:
    report = value(call("queue", "--json"))[0]["report"]
    assert call("rulings", "record", "population", "Sami counts.", "--about", report)[0] == 0
    assert call("rulings", "record", "colour", "Red counts.")[0] == 1
    [one] = value(call("rulings", "--json"))
    assert (one["criterion"], one["about"]) == ("population", None)
    assert "  Sami counts. (ruling of " in call("show", report)[1]
    call("rulings", "change", "sami", "Any minority counts.")
    assert "population (population): Any minority counts. [Ada, " in call("rulings")[1]
    code, markdown, _ = call("rulings", "--markdown")
    assert (code, markdown.startswith("# Codebook: Families and schools\n")) == (0, True)
    assert "- Any minority counts. (ruling of " in markdown
    call("rulings", "withdraw", one["id"])
    assert value(call("rulings", "--json")) == []


def test_another_look_and_the_deviations_after_a_criterion_was_worded_anew(call: Call, tmp_path: Path) -> None:
    report = value(call("queue", "--json"))[0]["report"]
    call("decide", report, "include")
    assert value(call("another-look", "--json")) == []
    assert "have not changed" in call("deviations")[1]
    edit(tmp_path, "screening.toml", "Written in English.", "In English or French.")
    edit(tmp_path, "review.toml", '# registration = "PROSPERO CRD42000000000"', 'registration = "PROSPERO 7"')
    [one] = value(call("another-look", "--json"))
    assert (one["report"], one["verdict"], one["why"]) == (report, Verdict.INCLUDE, ["English: include reworded"])
    assert "  English: include reworded\n" in call("another-look")[1]
    assert "Not on record before" in call("deviations")[1]
    call("decide", report, "include")
    assert value(call("another-look", "--json")) == []
    found = value(call("deviations", "--json"))
    assert found["registration"] == "PROSPERO 7"
    [deviation] = found["deviations"]
    assert (deviation["by"], deviation["decisions"]) == ("Ada", 1)
    assert deviation["amendments"] == [
        {
            "what": "criterion English (language), include",
            "before": "Written in English.",
            "after": "In English or French.",
        }
    ]
    assert call("deviations", "--markdown")[1].startswith("# Deviations from the protocol PROSPERO 7\n")


def test_a_rule_from_the_proposal_to_the_flow_and_back(call: Call, tmp_path: Path) -> None:
    edit(tmp_path, "screening.toml", '"year", from = 2000 }', '"year", from = 2003 }')
    rules = {one["id"]: one for one in value(call("rules", "list", "--json"))["rules"]}
    assert {one: len(rules[one]["found"]) for one in rules} == {"timeframe": 3, "publication_type": 0, "language": 0}
    code, out, err = call("rules", "run", "timeframe")
    assert (code, out) == (1, "")
    assert 'rules = ["timeframe"]' in err
    edit(tmp_path, "screening.toml", "\nretired = []", '\nretired = []\nrules = ["timeframe"]')
    assert 'The rule "timeframe" is switched on and has not been run yet.' in call("status")[1]
    tried = call("rules", "dry-run", "timeframe")[1]
    assert len(tried.splitlines()) == 4
    assert tried.endswith("Nothing was removed now.\n")
    assert len(value(call("queue", "--json"))) == 8
    assert call("rules", "run", "timeframe")[1] == "timeframe: 3 reports named, 3 of them new.\n"
    assert len(value(call("queue", "--json", reviewer="Grace"))) == 5
    assert "Removed by rules: 3\n" in call("status")[1]
    assert "5 left for you" in call("status")[1]
    assert len(value(call("flow", "--why", "removed.timeframe", "--json"))) == 3
    assert len(call("reports", "--status", "removed")[1].splitlines()) == 3
    assert call("rules", "put-back", "timeframe", reviewer="Grace")[1] == "timeframe: 3 records put back.\n"
    assert value(call("flow", "--why", "removed.timeframe", "--json")) == []
    assert call("rules", "put-back", "timeframe")[0] == 1


@pytest.mark.parametrize("name", ["\x1b[31mred\x1b[0m", "a\nb"])
def test_names_from_outside_are_harmless(call: Call, name: str) -> None:
    call("pilot", "start", name, "--size", "1")
    call("rulings", "record", "topic", name)
    for command in (["pilot", "list"], ["rulings"], ["rulings", "--markdown"], ["deviations"]):
        assert "\x1b" not in call(*command)[1]
    assert len(call("pilot", "list")[1].splitlines()) == 1
