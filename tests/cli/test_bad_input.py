"""Bad input at the command line: a message that names the file, the place and the remedy, exit code 1, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from tests.making import article, export, make_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of Ada's with three records, as the working directory."""
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    folder = make_review(tmp_path / "review")
    monkeypatch.chdir(folder)
    assert run(["reviewer", "Ada"]) == 0
    assert run(["import", str(export(tmp_path / "good.ris", range(3))), "--search", "ERIC"]) == 0
    return folder


def truncated() -> bytes:
    return (article(7) + article(8)).encode()[:-120]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.ris", b"", "empty"),
        ("paper.ris", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("zip.ris", b"PK\x03\x04\x14\x00\x00\x00", "zip"),
        ("page.ris", b"<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
        ("noise.ris", bytes(range(256)) * 4, "noise.ris"),
        ("words.ris", b"Dear colleague, here is the export.\n", "words.ris"),
        ("untitled.csv", b"colour,size\nred,3\n", "title"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_its_name_and_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    before = sorted(path.name for path in (folder / "data").rglob("*"))
    capsys.readouterr()
    assert run(["import", str(tmp_path / name), "--search", "ERIC"]) == 1
    message = capsys.readouterr().err
    assert name in message
    assert says.casefold() in message.casefold()
    assert "Traceback" not in message
    assert sorted(path.name for path in (folder / "data").rglob("*")) == before


def test_a_truncated_export_is_read_as_far_as_it_goes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.ris").write_bytes(truncated())
    assert run(["import", str(tmp_path / "cut.ris"), "--search", "Cut", "--announced", "3"]) == 0
    out = capsys.readouterr().out
    assert "2 entries" in out
    assert "3 announced, 2 received, DIFFERENCE -1" in out


def test_a_latin_1_export_keeps_its_letters(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.ris").write_bytes(article(9, TI="Mütter über Erziehung und Bücher").encode("latin-1"))
    assert run(["import", str(tmp_path / "old.ris"), "--search", "Old"]) == 0
    capsys.readouterr()
    assert run(["reports", "--text", "mutter"]) == 0
    assert "Mütter über Erziehung" in capsys.readouterr().out


def test_the_same_file_twice_adds_nothing(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "again.ris").write_bytes((tmp_path / "good.ris").read_bytes())
    capsys.readouterr()
    assert run(["import", str(tmp_path / "again.ris"), "--search", "Other"]) == 0
    assert "imported before; nothing was added" in capsys.readouterr().out


def broken_toml(folder: Path) -> None:
    (folder / "criteria/screening.toml").write_text('[[criterion]]\nid = "a\n', encoding="utf-8")


def wrong_keys(folder: Path) -> None:
    path = folder / "criteria/review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("reviewers", "reviwers", 1), encoding="utf-8")


def no_utf8(folder: Path) -> None:
    (folder / "criteria/search.toml").write_bytes(b'note = "M\xfctter"\n')


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (broken_toml, ("screening.toml", "line 2")),
        (wrong_keys, ("review.toml", "reviewers")),
        (no_utf8, ("search.toml", "UTF-8")),
    ],
)
def test_a_fault_in_the_criteria_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], None], says: tuple[str, ...]
) -> None:
    spoil(folder)
    capsys.readouterr()
    assert run(["flow"]) == 1
    message = capsys.readouterr().err
    assert all(word in message for word in says)
    assert "Traceback" not in message


def test_an_unknown_reviewer_is_told_who_there_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--as", "Linus", "queue"]) == 1
    assert 'The reviewers are "Ada", "Grace"' in capsys.readouterr().err


def test_acting_as_another_than_the_devices_reviewer_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--as", "grace", "queue"]) == 0
    assert "Acting as Grace" in capsys.readouterr().err


def test_a_folder_without_a_review_says_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["flow"]) == 1
    assert "reviewkit init" in capsys.readouterr().err


def test_half_a_journal_line_is_ignored_and_named_once_it_is_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "data/journal/Grace@elsewhere.jsonl"
    path.write_bytes(b'{"v":1,"kind":"deci')
    assert run(["check"]) == 0
    path.write_bytes(b'{"v":1,"kind":"deci\n')
    capsys.readouterr()
    assert run(["check"]) == 1
    assert "Grace@elsewhere.jsonl, line 1" in capsys.readouterr().out


def test_wrong_usage_is_exit_code_2(folder: Path) -> None:
    assert run(["decide"]) == 2
    assert run(["no-such-command"]) == 2


def test_a_report_id_that_fits_nothing_says_how_to_name_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "deadbeef:1", "include"]) == 1
    assert "no report is called" in capsys.readouterr().err


def test_an_exclusion_at_full_text_without_a_reason_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in ("Ada", "Grace"):
        assert run(["--as", who, "decide", "apples", "include"]) == 0
    assert run(["decide", "apples", "exclude"]) == 1
    assert "needs a reason" in capsys.readouterr().err


def test_a_state_folder_that_cannot_be_made_says_which_and_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "a file"))
    assert run(["status"]) == 1
    message = capsys.readouterr().err
    assert "a file" in message
    assert "REVIEWKIT_STATE" in message


def test_an_import_into_a_folder_that_cannot_be_written_adds_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(folder / "data/records", folder / "data/elsewhere")
    (folder / "data/records").write_text("in the way", encoding="utf-8")
    assert run(["import", str(export(tmp_path / "more.ris", range(5, 8))), "--search", "More"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert run(["searches"]) == 0
    assert "More" not in capsys.readouterr().out


def test_a_decision_that_cannot_reach_the_folder_is_kept_and_delivered_later(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(folder / "data/journal", folder / "data/elsewhere")
    (folder / "data/journal").write_text("in the way", encoding="utf-8")
    assert run(["decide", "apples", "include"]) == 0
    assert "not yet in the folder" in capsys.readouterr().err
    (folder / "data/journal").unlink()
    shutil.move(folder / "data/elsewhere", folder / "data/journal")
    assert run(["status"]) == 0
    journal = next((folder / "data/journal").glob("Ada@*.jsonl")).read_text(encoding="utf-8")
    assert journal.count('"kind":"decision"') == 1


def test_a_data_folder_that_may_not_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a stand-in for the rights, which do not stop root."""
    iterdir = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path.name == "journal":
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert run(["status"]) == 1
    message = capsys.readouterr().err
    assert "data/journal: cannot be read (Permission denied)" in message
    assert "should not" not in message


@pytest.mark.parametrize("date", ["04.05.2026", "2026-13-01", "soon"])
def test_a_date_of_a_search_that_is_none_is_refused_before_anything_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str
) -> None:
    more = export(tmp_path / "more.ris", range(5, 8))
    assert run(["import", str(more), "--search", "More", "--date", date]) == 1
    assert date in capsys.readouterr().err
    assert not (folder / "data/searches/more.ris").exists()


def test_what_is_no_doi_is_not_dropped_in_silence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", "--title", "A paper", "--doi", "notadoi"]) == 2
    assert "notadoi" in capsys.readouterr().err


def test_a_box_that_is_empty_holds_nothing_and_one_that_cannot_be_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for box in ("included", "title_abstract.excluded", "full_text.excluded.language", "citation.included"):
        assert run(["flow", "--why", box]) == 0
    for box in ("includid", "title_abstract.gone", "included.twice"):
        assert run(["flow", "--why", box]) == 1
    assert "the flow has no box" in capsys.readouterr().err


def test_export_says_how_many_reports_it_wrote_and_makes_no_folder_from_a_slip(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = article(0, TI="How families and schools talk about apples.", DO="10.1234/x")
    (tmp_path / "twin.ris").write_text(twin, encoding="utf-8")
    assert run(["import", str(tmp_path / "twin.ris"), "--search", "Twin"]) == 0
    assert "1 duplicate link found" in capsys.readouterr().out
    assert run(["export", str(tmp_path / "all.csv"), "--box", "identified"]) == 0
    assert "3 reports written" in capsys.readouterr().out
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert run(["export", str(tmp_path / "no such folder/all.csv")]) == 1
    assert not (tmp_path / "no such folder").exists()


def test_the_reports_of_a_stage_stand_as_they_left_it_whoever_asks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in ("Ada", "Grace"):
        assert run(["--as", who, "decide", "apples", "include"]) == 0
    capsys.readouterr()
    for reviewer in (["--as", "Ada"], ["--as", "Grace"], []):
        assert run([*reviewer, "reports", "--stage", "title_abstract", "--status", "included"]) == 0
        assert "apples" in capsys.readouterr().out
