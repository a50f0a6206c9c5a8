"""The journey from Rayyan and back through the real command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from reviewkit.cli import run
from reviewkit.cli import switching as commands
from reviewkit.switching import LISTS, WRITERS
from tests.making import export, make_review

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "data" / "switching"
TA = ["--stage", "title_abstract"]


@pytest.fixture
def say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in a review of Ada's and Grace's with the reports that the samples are about."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(make_review(tmp_path / "review"))
    assert run(["reviewer", "Ada"]) == 0
    assert run(["import", str(export(tmp_path / "good.ris", range(6))), "--search", "ERIC"]) == 0
    capsys.readouterr()

    def saying(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return saying


def test_a_review_moves_from_rayyan_and_back(say: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    file = str(DATA / "rayyan_articles.csv")
    code, _, err = say("import-decisions", file, *TA)
    assert code == 1
    assert '"Anna" (5 decisions), "Ben" (4 decisions)' in err
    names = ["--reviewer", "Anna=Ada", "--reviewer", "ben=Grace"]

    code, out, _ = say("import-decisions", file, *TA, *names, "--dry-run")
    assert code == 0
    assert "Rayyan, 7 rows: 6 found here, 1 not found, 0 ambiguous; 0 more could not be read." in out
    assert '"Anna" is Ada: 1 include, 2 exclude, 1 unsure; 0 undecided.' in out
    assert "line 8: A paper that nobody imported here" in out
    assert '"foreign language" is no criterion here and goes into the note (1 times).' in out
    assert "not blind and stay out of the agreement" in out
    assert "Nothing is written" in out
    assert json.loads(say("reports", "--own", "include", "--json")[1]) == []

    code, _, err = say("import-decisions", file, *TA, *names)
    assert (code, "--yes" in err) == (1, True)
    code, out, _ = say("import-decisions", file, *TA, *names, "--yes")
    assert code == 0
    assert "Written: 4 decisions of yours, tags on 1 reports." in out
    assert "Handed over as Grace's: 4 decisions" in out
    assert "Written: 0 decisions of yours, tags on 0 reports." in say("import-decisions", file, *TA, *names, "--yes")[1]
    assert len(json.loads(say("conflicts", "--json")[1])) == 1
    assert "No report has two independent decisions yet." in say("agreement")[1]

    back = str(tmp_path / "back.csv")
    code, out, _ = say("export-decisions", back, "--to", "rayyan", *TA)
    assert (code, "6 reports written" in out, "Rayyan keeps" in out) == (0, True, True)
    code, out, _ = say("import-decisions", back, *TA, "--json")
    told = json.loads(out)
    assert (told["plan"]["standing"], told["plan"]["new"], told["written"]["decisions"]) == (4, 0, 0)
    assert say("check")[0] == 0

    code, out, _ = say("import-decisions", file, *TA, "--take-back")
    assert (code, out) == (0, "4 decisions of yours from rayyan_articles.csv at title and abstract taken back.\n")


@pytest.mark.parametrize(
    ("name", "options", "written"),
    [
        ("asreview_v2.csv", [], 2),
        ("asreview_v1.csv", [], 2),
        ("review_12_irrelevant_csv_20240101.csv", ["--reviewer", "Covidence=Ada"], 2),
        ("spreadsheet_wide.csv", ["--reviewer", "Anna=Ada", "--blind"], 3),
        ("spreadsheet_long.csv", ["--reviewer", "Anna=Ada"], 1),
    ],
)
def test_every_program_can_be_left(
    say: Callable[..., tuple[int, str, str]], name: str, options: list[str], written: int
) -> None:
    code, out, _ = say("import-decisions", str(DATA / name), *TA, *options, "--json")
    assert code == 0
    assert json.loads(out)["written"]["decisions"] == written


def test_covidences_list_is_nobodys_until_somebody_says_so(say: Callable[..., tuple[int, str, str]]) -> None:
    code, _, err = say("import-decisions", str(DATA / "review_12_irrelevant_csv_20240101.csv"), *TA)
    assert code == 1
    assert '--reviewer "Covidence=Ada"' in err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["import-decisions", "absent.csv", *TA], 1, "cannot be read"),
        (["import-decisions", str(DATA / "asreview_v2.csv"), *TA, "--reviewer", "Anna"], 2, "IN THE FILE=HERE"),
        (
            ["import-decisions", str(DATA / "asreview_v2.csv"), *TA, "--reviewer", "a=Ada", "--reviewer", "A=Grace"],
            2,
            "twice",
        ),
        (["import-decisions", str(DATA / "asreview_v2.csv")], 2, "--stage"),
        (["export-decisions", "x.txt", "--to", "rayyan", *TA], 1, ".csv or .ris"),
        (["export-decisions", "x.ris", "--to", "covidence", *TA, "--box", "colour"], 1, "no box"),
    ],
)
def test_what_cannot_be_done_is_told(
    say: Callable[..., tuple[int, str, str]], arguments: list[str], code: int, says: str
) -> None:
    found = say(*arguments)
    assert found[0] == code
    assert says in found[2]


def test_the_commands_offer_the_programs_and_lists_that_there_are() -> None:
    options = {one.name: one.type for one in (*commands.import_decisions.params, *commands.export_decisions.params)}
    programs, lists = options["program"], options["list_"]
    assert isinstance(programs, click.Choice)
    assert isinstance(lists, click.Choice)
    assert tuple(programs.choices) == tuple(WRITERS)
    assert tuple(lists.choices) == LISTS
