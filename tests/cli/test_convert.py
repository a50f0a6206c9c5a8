"""Exports read without a review, several at once, and imported in parts."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from reviewkit import formats
from reviewkit.cli import run
from reviewkit.cli.progress import stoppable
from reviewkit.errors import StoppedError
from reviewkit.model import Search
from tests.making import article, export, make_review, open_review

if TYPE_CHECKING:
    from typing import Any

SAMPLES = Path(__file__).parents[1] / "data" / "exports"
FIELDS = ("title", "authors", "year", "journal", "pages", "doi", "issn", "accession", "types", "peer_reviewed", "url")


def _printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("ending", [".ris", ".bib", ".csv", ".json", ".xlsx"])
def test_what_is_written_by_the_ending_holds_the_same_records(tmp_path: Path, ending: str) -> None:
    sources = [SAMPLES / name for name in ("eric.nbib", "scopus.csv", "ebsco.xml", "eric_api.json", "proquest.xlsx")]
    out = tmp_path / f"all{ending}"
    assert run(["convert", *map(str, sources), "-o", str(out)]) == 0
    before = [one for source in sources for one in formats.read(source.read_bytes(), source.name).records]
    after = formats.read(out.read_bytes(), out.name).records
    assert [[getattr(one, name) for name in FIELDS] for one in after] == [
        [getattr(one, name) for name in FIELDS] for one in before
    ]


def test_what_cannot_be_read_is_listed_and_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = SAMPLES / "uneven_rows.csv", tmp_path / "out.ris"
    assert run(["convert", str(source), "-o", str(out)]) == 0
    said = capsys.readouterr()
    assert f"{source}, line 3: the row has 2 cells, the header has 3" in said.err.splitlines()
    assert f"2 records written to {out}. 2 entries could not be read and are not in it." in said.out.splitlines()


def test_the_account_has_its_promised_form(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(SAMPLES / "ebsco_eric.ris"), str(SAMPLES / "uneven_rows.csv")]
    assert run(["convert", *files, "--json"]) == 0
    first = {"file": files[0], "format": "RIS", "platform": "EBSCOhost", "entries": 1, "records": 1, "rejected": []}
    rejected = [
        {"line": 3, "reason": "the row has 2 cells, the header has 3"},
        {"line": 4, "reason": "the row has 4 cells, the header has 3"},
    ]
    second = {"file": files[1], "format": "CSV", "platform": "", "entries": 4, "records": 2, "rejected": rejected}
    assert _printed(capsys) == {"files": [first, second]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eric.nbib", "-o", "there.ris"], '"there.ris" is there already'),
        (["there.ris", "-o", "there.ris", "--force"], "is one of the files to read"),
        (["eric.nbib", "-o", "out.docx"], ".csv (CSV), .xlsx (XLSX), .ris (RIS), .bib (BibTeX), .json (CSL JSON)"),
        (["eric.nbib", "-o", "no folder/out.ris"], "there is no folder"),
        (["eric.nbib", "gone.ris", "-o", "out.ris"], "gone.ris: cannot be read"),
        (["eric.nbib", "words.txt", "-o", "out.ris", "--json"], "words.txt: no entries found"),
        (["eric.nbib", "large.ris", "--json"], "the file has 2048 MB"),
        (
            ["eric.nbib", "table.csv", "-o", "out.ris", "--column", "Nam=title"],
            'none of these files has a column "Nam"',
        ),
    ],
)
def test_what_is_refused_writes_and_prints_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("eric.nbib").write_bytes((SAMPLES / "eric.nbib").read_bytes())
    Path("there.ris").write_text(article(1), encoding="utf-8")
    Path("words.txt").write_text("Dear colleague.\n", encoding="utf-8")
    Path("table.csv").write_text("Name,When\nKites,2001\n", encoding="utf-8")
    with Path("large.ris").open("wb") as file:
        file.truncate(2 * 2**30)  # takes no room on the disk
    before = sorted(tmp_path.iterdir())
    assert run(["convert", *arguments]) == 1
    said = capsys.readouterr()
    assert (says in said.err, said.out) == (True, "")
    assert sorted(tmp_path.iterdir()) == before
    assert Path("there.ris").read_text(encoding="utf-8") == article(1)


def test_each_table_takes_what_is_said_of_its_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("Name,When\nKites,2001\n", encoding="utf-8")
    two.write_text("Titel,Jahr\nWippen,2002\n", encoding="utf-8")
    said = [f"--column={column}" for column in ("Name=title", "When=year", "Titel=title", "Jahr=year")]
    files = [str(one), str(two), str(SAMPLES / "eric_short.nbib")]
    assert run(["convert", *files, "-o", str(tmp_path / "out.csv"), *said]) == 0
    records = formats.read((tmp_path / "out.csv").read_bytes(), "out.csv").records
    assert [(one.title, one.year) for one in records[:2]] == [("Kites", 2001), ("Wippen", 2002)]


# ------------------------------------------------------------------------------------------------ a search in parts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of Ada's, as the working directory, and two parts of a search beside it."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    folder = make_review(tmp_path / "review")
    export(tmp_path / "1-500.ris", range(3))
    (tmp_path / "501-642.ris").write_text(article(3) + "AU  - Nobody\nER  - \n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert run(["reviewer", "Ada"]) == 0
    return folder


def test_the_parts_of_a_search_are_one_search_and_told_file_by_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = ["../1-500.ris", "../501-642.ris"]
    capsys.readouterr()
    assert run(["import", *parts, "--search", "ERIC", "--announced", "5", "--json"]) == 0
    told = _printed(capsys)
    assert [(one["file"], one["format"], one["entries"], one["records"]) for one in told["files"]] == [
        (parts[0], "RIS", 3, 3),
        (parts[1], "RIS", 1, 1),
    ]
    assert (told["search"]["records"], told["search"]["files"]) == (4, ["1-500.ris", "501-642.ris"])
    assert run(["import", *parts, "--search", "ERIC", "--json"]) == 0
    assert [one["known"] for one in _printed(capsys)["imported"]] == [True, True]


def test_if_one_part_cannot_be_read_none_is_imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "../1-500.ris", "../gone.ris", "--search", "ERIC", "--json"]) == 1
    assert not list((folder / "data/searches").glob("*.ris"))
    capsys.readouterr()
    assert run(["searches", "--json"]) == 0
    assert _printed(capsys) == []


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_an_import_that_is_stopped_leaves_nothing_and_can_be_done_again(tmp_path: Path, looks: int) -> None:
    ada = open_review(make_review(tmp_path / "review"), "Ada")
    big = export(tmp_path / "big.ris", range(1200))
    asked = iter([False] * (looks - 1))

    def told(_done: int, _total: int) -> None:
        if next(asked, True):
            raise StoppedError("")

    before = sorted((tmp_path / "review").rglob("*"))
    with pytest.raises(StoppedError):
        ada.searches.import_file(big, Search("ERIC"), told=told)
    assert sorted((tmp_path / "review").rglob("*")) == before
    assert not ada.searches.counts()
    with pytest.raises(StopIteration):
        next(asked)
    assert ada.searches.import_file(big, Search("ERIC")).records == 1200


def test_who_stopped_the_comparing_goes_on_by_importing_again(tmp_path: Path) -> None:
    ada = open_review(make_review(tmp_path / "review"), "Ada")
    twice = tmp_path / "twice.ris"
    twice.write_text(article(1, DO="10.1000/one") * 2, encoding="utf-8")
    storing: list[bool] = []

    def told(_done: int, _total: int) -> None:
        if storing:
            raise StoppedError("")
        storing.append(True)

    first = ada.searches.import_file(twice, Search("ERIC"), told=told)
    again = ada.searches.import_file(twice, Search("ERIC"))
    assert (first.records, first.compared, first.linked) == (2, False, 0)
    assert (again.known, again.compared, again.linked) == (True, True, 1)


def _interrupted(times: int) -> None:
    with stoppable("Importing") as told:
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        told(1, 2)


@pytest.mark.parametrize(("times", "ends"), [(1, click.Abort), (2, KeyboardInterrupt)])
def test_the_first_interruption_asks_and_the_second_ends_at_once(times: int, ends: type[BaseException]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ends):
        _interrupted(times)
    assert signal.getsignal(signal.SIGINT) is before
