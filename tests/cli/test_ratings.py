"""`reviewkit agreement --ratings FILE`, outside any review."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run

if TYPE_CHECKING:
    from pathlib import Path

REPORTS = ["include,include"] * 25 + ["include,exclude", "exclude,include"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wide table of 27 reports in a folder that is no review."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ratings.csv"
    path.write_text("report,Ada,Lin\n" + "".join(f"{i},{row}\n" for i, row in enumerate(REPORTS)), encoding="utf-8")
    return path


def test_the_json_has_every_statistic_with_its_interval(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["agreement", "--ratings", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n"] == 27
    rounded = {
        name: [round(found[name][key], 3) for key in ("value", "low", "high")]
        for name in ("percent_agreement", "kappa", "pabak", "ac1", "alpha")
    }
    assert rounded == {
        "percent_agreement": [0.926, 0.766, 0.979],
        "kappa": [-0.038, -0.094, 0.017],
        "pabak": [0.852, 0.533, 0.959],
        "ac1": [0.92, 0.8, 1.0],
        "alpha": [-0.019, -0.075, 0.037],
    }
    assert found["table"]["counts"] == [[0, 1], [1, 25]]


def test_a_person_reads_the_table_and_the_warning_and_no_review_is_made(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["agreement", "--ratings", str(file), "--bootstrap", "100", "--seed", "3"]) == 0
    out = capsys.readouterr().out
    assert "Kappa misleads here" in out
    assert "100 resamples of the items, seed 3" in out.replace("\n  ", " ")
    assert [path.name for path in file.parent.iterdir()] == ["ratings.csv"]


def test_an_ordinal_list_weights_kappa_and_adds_ac2(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("item,rater,rating\n1,A,low\n1,B,medium\n2,A,high\n2,B,high\n3,A,low\n3,B,low\n", encoding="utf-8")
    command = ["agreement", "--ratings", str(file), "--ordinal", "low, medium, high", "--json"]
    assert run([*command, "--weights", "quadratic"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["categories"] == ["low", "medium", "high"]
    assert "quadratic" in found["kappa"]["method"]
    assert found["kappa"]["value"] > found["kappa_unweighted"]["value"]
    assert found["ac2"]["value"] > found["ac1"]["value"]


def test_unsure_can_be_counted_as_include_and_it_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("item,A,B\n1,include,unsure\n2,exclude,exclude\n", encoding="utf-8")
    assert run(["agreement", "--ratings", str(file), "--count-as", "unsure=include", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["percent_agreement"]["value"] == 1.0
    assert found["notes"] == ['"unsure" is counted as "include" (1 rating).']


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"item,A,B\n1,x\n", "line 2 has 2 cells"),
        (b"item,A,B\n1,x,\xff\xfe\x00\n", "not a text file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    file: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str
) -> None:
    file.write_bytes(content)
    assert run(["agreement", "--ratings", str(file)]) == 1
    message = capsys.readouterr().err
    assert says in message
    assert "ratings.csv" in message
    assert "export" not in message.casefold()


def test_no_file_is_an_error_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["agreement", "--ratings", "none.csv"]) == 1
    assert "none.csv: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--seed", "3"],
        ["--count-as", "unsure=include"],
        ["--ratings", "ratings.csv", "--count-as", "unsure"],
        ["--ratings", "ratings.csv", "--ordinal", "a,b", "--scale", "nominal"],
        ["--ratings", "ratings.csv", "--bootstrap", "-1"],
    ],
)
def test_options_that_do_not_fit_are_refused_before_anything_is_read(file: Path, options: list[str]) -> None:
    assert run(["agreement", *options]) == 2


def test_hostile_cells_do_not_act_on_the_terminal(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("item,\x1b[2JA,B\n1,\u202ex,\x1b[31my\n", encoding="utf-8")
    for more in ([], ["--json"]):
        assert run(["agreement", "--ratings", str(file), *more]) == 0
        out = capsys.readouterr().out
        assert "\x1b" not in out
        assert "\u202e" not in out
