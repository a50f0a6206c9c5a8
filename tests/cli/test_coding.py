from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.model import short_id
from tests.cli.test_appraising import at
from tests.making import sync
from tests.review.test_coding import ALL, code, reviews

if TYPE_CHECKING:
    from pathlib import Path


def test_a_study_is_coded_quoted_settled_and_summarised_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, grace = reviews(tmp_path, articles=1, double=False)
    (report,) = ada.coding.queue()
    name = short_id(report)

    def said(*words: str, code: int = 0) -> str:
        assert at(ada, *words) == code, capsys.readouterr().err
        return capsys.readouterr().out

    assert "needs an answer to Design" in said("code", name)
    out = said("code", name, "--field", "design=survey", "--page", "design=12", "--field", "n=40 mothers")
    assert "design: survey, p. 12" in out
    said("code", name, "--field", "themes=trust", "--field", "themes=power")
    said("codes", "--new", "distance", "--theme", "themes/power")
    said("quote", name, "=1+1 “we never met” <b>\x1b[31m", "--page", "7", "--code", "distance")
    said("codes", "--new", "closeness", "--theme", "themes/trust")
    said("codes", "--rename", "closeness=nearness")
    said("quote", name, "they came", "--code", "nearness")
    said("memo", "review", "Fathers are hardly asked.")
    said("memo", "nearness", "too warm a word?", "--own")
    assert "Fathers" in said("memo", "review")
    assert [one["name"] for one in json.loads(said("codes", "--json"))] == ["nearness", "distance"]
    assert "coded" in said("code", name, "--finish")
    assert "coded, 2 quotations" in said("coded")
    quoted = said("quote", name)
    assert "“=1+1 “we never met” <b>" in quoted
    assert "\x1b" not in quoted

    value = json.loads(said("summary", "--json"))
    sample, *_ = value["tables"]
    assert {row["Answer"]: (row["n"], row["of"]) for row in sample["rows"] if row["Field"] == "Themes"} == {
        "trust": (1, 1),
        "power": (1, 1),
    }
    assert "add up to more than 100" in sample["notes"][0]
    assert "Quotations by theme" in said("summary", "--markdown")
    assert "survey" in said("summary")
    for wide in ((), ("--wide",)):
        said("summary", "-o", str(tmp_path / "out.csv"), *wide)
        rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
        assert len(rows) == (1 if wide else 6)
    assert (rows[0]["themes"], rows[0]["themes: trust"], rows[0]["n"]) == ("trust; power", "yes", "40")
    for ending in ("xlsx", "docx", "md"):
        said("summary", "-o", str(tmp_path / f"out.{ending}"))

    code(grace, report, ALL)
    sync(ada, grace)
    assert "differ on themes" in said("code", name)
    said("reconcile", name, "--field", "themes=trust", "--by", "Ada", "--by", "Grace")
    assert "settled" in said("code", name)
    assert "differ" not in said("coded", "--differing")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--field", "design"), "not of the form"),
        (("--page", "design=3"), "say with --field"),
        (("--field", "design=survey", "--not-reported", "design"), "no other answer"),
    ],
)
def test_options_that_make_no_sense_are_usage_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    ada, _ = reviews(tmp_path, articles=1)
    assert at(ada, "code", short_id(ada.coding.queue()[0]), *words) == 2
    assert says in capsys.readouterr().err
