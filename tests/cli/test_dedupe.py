"""`reviewkit dedupe --files`, outside any review."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "The framing effect in preschool teachers"
ASYSD = f"""record_id,author,year,journal,doi,title,pages,volume,number,abstract,isbn,label,source
7,"Müller, H. and Moser, T. and Play Group",2016.0,NA,NA,{TITLE},221-8,24.0,2.0,NA,NA,x,Scopus
8,"Müller H.; Moser T.",2016,Early Years,10.1080/1350293x.2016.1143257,{TITLE}.,221-228,24,2,,1350-293X,x,WOS
9,"Li, W.",2008,nan,nan,Play &amp; learning in nursery schools of Norway,nan,nan,nan,nan,nan,nan,nan
"""
RIS = f"""TY  - JOUR
TI  - {TITLE}
AU  - Moser, T.
AU  - Müller, H.
PY  - 2017
JO  - Early Years
VL  - 24
SP  - 221
ER  - 
TY  - JOUR
TI  - {TITLE}
AU  - Müller, H.
PY  - 2016
ER  - 
"""  # noqa: W291  # as databases write it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(ASYSD, encoding="utf-8")
    (tmp_path / "b.ris").write_text(RIS, encoding="utf-8")
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_entry_is_a_row_with_its_id_and_one_of_each_group_is_kept(folder: Path) -> None:
    assert run(["dedupe", "--files", "a.csv", "b.ris", "--out", "groups.csv"]) == 0
    assert [tuple(row.values()) for row in rows(folder / "groups.csv")] == [
        ("a.csv", "1", "7", "1", "0"),
        ("a.csv", "2", "8", "1", "1"),
        ("a.csv", "3", "9", "2", "1"),
        ("b.ris", "1", "", "1", "0"),
        ("b.ris", "2", "", "3", "1"),
    ]
    pairs = rows(folder / "groups-uncertain.csv")
    assert {(pair["file_a"], pair["id_a"], pair["file_b"], pair["entry_b"]) for pair in pairs} >= {
        ("a.csv", "8", "b.ris", "2")
    }
    assert all(50 <= int(pair["score"]) < 90 and "same title" in pair["reasons"] for pair in pairs)


def test_json_prints_counts_that_add_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.csv").write_text("id,title\n1,Play\n2,Work,too many cells\n", encoding="utf-8")
    assert run(["dedupe", "--files", "a.csv", "--files", "bad.csv", "--out", "g.csv", "--json"]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (found["entries"], found["records"], found["rejected"]) == (5, 4, 1)
    assert found["entries"] == found["groups"] + found["removed"] == len(rows(folder / "g.csv"))
    assert found["written"] == ["g.csv", "g-uncertain.csv"]
    assert "bad.csv, entry 2, line 3" in err


def test_a_file_named_twice_is_two_files_with_the_same_papers(folder: Path) -> None:
    assert run(["dedupe", "--files", "a.csv", "a.csv", "--out", "g.csv"]) == 0
    groups = [row["group"] for row in rows(folder / "g.csv")]
    assert groups == ["1", "1", "2", "1", "1", "2"]


def test_an_id_stands_as_in_its_file_unless_it_would_act_in_a_spreadsheet(folder: Path) -> None:
    (folder / "c.csv").write_text("id,title\n-5,One\n=1+1,Two\n0012,Three\n", encoding="utf-8")
    assert run(["dedupe", "--files", "c.csv", "--out", "g.csv"]) == 0
    assert [row["id"] for row in rows(folder / "g.csv")] == ["-5", "'=1+1", "0012"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--files", "a.csv", "--out", "a.csv"], "is one of the files to compare"),
        (["--files", "a.csv", "--out", "groups.txt"], "is not a CSV file"),
        (["--files", "missing.csv", "--out", "g.csv"], "cannot be read"),
        (["--files", "a.csv"], "--out groups.csv"),
        (["--files", "a.csv", "--out", "g.csv", "--update"], "--out groups.csv"),
        (["--files", "a.csv", "--out", "g.csv", "--column", "Paper nme=title"], 'a column "Paper nme"'),
    ],
)
def test_nothing_is_written_where_something_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run(["dedupe", *arguments]) != 0
    assert complaint in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before
    assert (folder / "a.csv").read_text("utf-8") == ASYSD


def test_what_a_column_holds_can_be_said(folder: Path) -> None:
    (folder / "d.csv").write_text("id,Paper name,year\n1,Play,2001\n", encoding="utf-8")
    assert run(["dedupe", "d.csv", "a.csv", "--column", "Paper name=title", "--out", "g.csv"]) == 0
    assert len(rows(folder / "g.csv")) == 4
