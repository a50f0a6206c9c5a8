"""Full texts through the review: taken in, attached, found again, and told of to libraries and authors."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import InputError, NotAllowedError, NotHereError, StoppedError, StorageError
from reviewkit.model import Access, Draft, FullText, LinkVerdict, Retrieval, Stage, Verdict
from reviewkit.store.fulltexts import keep
from tests.making import decide_all, sync, two_devices
from tests.pdfs import article, pdf

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review, Wanted


@pytest.fixture
def both(tmp_path: Path) -> tuple[Review, Review]:
    """Ada and Grace, who have included four reports at title and abstract."""
    ada, grace = two_devices(tmp_path, 4)
    for review in (ada, grace):
        decide_all(review, Stage.TITLE_ABSTRACT)
        sync(ada, grace)
    for review in (ada, grace):
        review.full_texts.folder.mkdir(parents=True)
    return ada, grace


def paper(row: Wanted) -> bytes:
    return article(row.record.title, row.record.authors[0])


def drop(review: Review, name: str, data: bytes) -> Path:
    path = review.full_texts.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def said(review: Review, kind: type) -> list[object]:
    return [event.body for event in review.session.state.events() if isinstance(event.body, kind)]


def test_a_dropped_file_is_put_to_its_report_and_the_report_counts_as_retrieved(both: tuple[Review, Review]) -> None:
    ada, grace = both
    row = ada.full_texts.rows()[1]
    data = paper(row)
    drop(ada, "from a colleague/download (3).pdf", data)
    drop(ada, "notes.docx", b"x")
    found = ada.full_texts.take_in()
    assert [one.report for one in found.matched] == [row.report.id]
    assert [(one.name, one.candidates) for one in found.unmatched] == [("notes.docx", ())]
    assert said(ada, FullText) == [FullText(hashlib.sha256(data).hexdigest(), "from a colleague/download (3).pdf")]
    assert said(ada, Retrieval) == [Retrieval(Access.RETRIEVED)]
    sync(ada, grace)
    (theirs,) = (one for one in grace.full_texts.rows() if one.files)
    assert (theirs.report.id, theirs.status, theirs.here) == (row.report.id, "retrieved", False)


def test_taking_in_again_writes_nothing(both: tuple[Review, Review]) -> None:
    ada, grace = both
    data = paper(ada.full_texts.rows()[0])
    drop(ada, "a.pdf", data)
    drop(ada, "the same again.pdf", data)
    assert len(ada.full_texts.take_in().matched) == 1
    before = len(list(ada.session.state.events()))
    assert ada.full_texts.take_in().known == 2
    sync(ada, grace)
    drop(grace, "mine.pdf", data)
    assert grace.full_texts.take_in().known == 1
    sync(ada, grace)
    assert len(list(ada.session.state.events())) == before
    assert grace.full_texts.file(grace.full_texts.rows()[0].report.id).name == "mine.pdf"


def test_what_is_not_plain_is_left_for_a_person(both: tuple[Review, Review]) -> None:
    ada, _ = both
    row = ada.full_texts.rows()[2]
    drop(ada, "unknown.pdf", article(row.record.title, "Somebody Else"))
    drop(ada, "locked.pdf", b"%PDF-1.4 broken")
    found = ada.full_texts.take_in()
    assert found.matched == ()
    assert {one.name: one.why for one in found.unmatched} == {"unknown.pdf": "which?", "locked.pdf": "is a broken PDF"}
    which = next(one for one in found.unmatched if one.candidates)
    assert which.candidates[0].report == row.report.id
    ada.full_texts.attach(row.report.id, ada.full_texts.folder / "unknown.pdf")
    assert ada.full_texts.files(row.report.id)[0].name == "unknown.pdf"
    assert not (ada.full_texts.folder / "unknown-2.pdf").exists()


def test_a_file_of_another_folder_is_copied_under_a_readable_name(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, _ = both
    row = ada.full_texts.rows()[0]
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "1-s2.0-S0883-main.pdf").write_bytes(paper(row))
    ada.full_texts.take_in(downloads)
    assert [path.name for path in ada.full_texts.folder.iterdir()] == [
        "AuthorAa 2000 How families and schools talk about apples.pdf"
    ]
    assert (downloads / "1-s2.0-S0883-main.pdf").exists()


def test_attaching_overwrites_nothing_and_keeps_the_same_bytes_once(
    both: tuple[Review, Review], tmp_path: Path
) -> None:
    ada, _ = both
    row = ada.full_texts.rows()[0]
    names = []
    for number, data in enumerate((pdf("one"), pdf("two"), pdf("one"))):
        path = tmp_path / f"{number}.PDF"
        path.write_bytes(data)
        names.append(ada.full_texts.attach(row.report.id, path).name)
    first = "AuthorAa 2000 How families and schools talk about apples"
    assert names == [f"{first}.pdf", f"{first}-2.pdf", f"{first}.pdf"]
    assert (ada.full_texts.folder / names[0]).read_bytes() == pdf("one")


def test_links_and_strange_files_are_refused(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, _ = both
    report = ada.full_texts.rows()[0].report.id
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(pdf("secret"))
    (tmp_path / "link.pdf").symlink_to(secret)
    (ada.full_texts.folder / "inside.pdf").symlink_to(secret)
    (tmp_path / "program.exe").write_bytes(b"MZ")
    (tmp_path / "empty.pdf").write_bytes(b"")
    for path in (tmp_path / "link.pdf", ada.full_texts.folder / "inside.pdf", tmp_path / "program.exe",
                 tmp_path / "empty.pdf", tmp_path / "nowhere.pdf", tmp_path):  # fmt: skip
        with pytest.raises(InputError):
            ada.full_texts.attach(report, path)
    assert ada.full_texts.take_in().matched == ()
    assert said(ada, FullText) == []
    ada.full_texts.folder.joinpath("inside.pdf").unlink()
    ada.full_texts.folder.rmdir()
    ada.full_texts.folder.symlink_to(tmp_path)
    with pytest.raises(StorageError, match="is a link"):
        keep(ada.full_texts.folder, secret, "x")
    with pytest.raises(InputError, match="is a link"):
        ada.full_texts.take_in()


def test_a_report_that_is_not_sought_gets_no_file(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, 1)
    (tmp_path / "x.pdf").write_bytes(pdf("x"))
    with pytest.raises(NotAllowedError, match="not sought"):
        ada.full_texts.attach(next(iter(ada.session.state.reports())), tmp_path / "x.pdf")


def test_a_colleague_s_event_names_no_path(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, grace = both
    row = grace.full_texts.rows()[0]
    (tmp_path / "secret.txt").write_text("secret")
    body = FullText("../../../secret", "../../../../secret.txt")
    grace.session.write([Draft(row.report.id, body)])
    sync(ada, grace)
    with pytest.raises(NotHereError, match="not on this device"):
        ada.full_texts.text(row.report.id)


def test_the_program_says_who_holds_a_file_and_finds_it_under_any_name(both: tuple[Review, Review]) -> None:
    ada, grace = both
    row = ada.full_texts.rows()[0]
    path = drop(ada, "a.pdf", paper(row))
    ada.full_texts.take_in()
    sync(ada, grace)
    with pytest.raises(NotHereError) as refused:
        grace.full_texts.file(row.report.id)
    assert "Ada put “a.pdf” to it on 2026-05-03" in refused.value.remedy
    drop(grace, "b.pdf", path.read_bytes())
    assert grace.full_texts.file(row.report.id).name == "b.pdf"
    with pytest.raises(NotHereError, match="no file has been put"):
        grace.full_texts.file(grace.full_texts.rows()[1].report.id)


def test_words_are_kept_beside_the_database_and_not_in_the_review(both: tuple[Review, Review]) -> None:
    ada, _ = both
    row = ada.full_texts.rows()[0]
    path = drop(ada, "a.pdf", paper(row))
    ada.full_texts.take_in()
    before = {one for one in ada.session.folder.rglob("*") if one.is_file()}
    first = ada.full_texts.text(row.report.id)
    assert row.record.title in first.pages[0]
    assert {one for one in ada.session.folder.rglob("*") if one.is_file()} == before
    kept = list((ada.session.database / "texts").iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(kept[0].read_bytes().replace(b"apples", b"apricots"))
    assert "apricots" in ada.full_texts.text(row.report.id).pages[0]
    path.write_bytes(path.read_bytes() + b"\n%changed")  # other bytes are another file
    with pytest.raises(NotHereError):
        ada.full_texts.text(row.report.id)


def test_a_wrong_match_is_taken_back_by_who_made_it(both: tuple[Review, Review]) -> None:
    ada, grace = both
    report = ada.full_texts.rows()[0].report.id
    drop(ada, "a.pdf", pdf("x"))
    ada.full_texts.attach(report, ada.full_texts.folder / "a.pdf")
    sync(ada, grace)
    with pytest.raises(NotAllowedError, match="you have put no file") as refused:
        grace.full_texts.detach(report, "a.pdf")
    assert "a.pdf (Ada)" in refused.value.remedy
    ada.full_texts.detach(report, "a.pdf")
    assert ada.full_texts.files(report) == []
    sync(ada, grace)
    assert grace.full_texts.files(report) == []


def test_reasons_and_dates_are_listed_and_what_was_read_counts_as_retrieved(both: tuple[Review, Review]) -> None:
    ada, grace = both
    first, second, third, fourth = (row.report.id for row in ada.full_texts.rows())
    ada.screening.set_access(first, Access.AWAITING, "author asked")
    ada.screening.set_access(second, Access.NOT_RETRIEVED, "no library has it")
    ada.screening.set_access(third, Access.NOT_RETRIEVED, "too early said")
    for review in (ada, grace):
        sync(ada, grace)
        review.screening.decide(third, Stage.FULL_TEXT, Verdict.INCLUDE)
    sync(ada, grace)
    for review in (ada, grace):
        rows = {row.report.id: row for row in review.full_texts.rows()}
        assert (rows[first].status, rows[first].reason, rows[first].date) == ("awaiting", "author asked", "2026-05-03")
        assert (rows[second].status, rows[second].reason) == ("not retrieved", "no library has it")
        assert (rows[third].status, rows[third].reason, rows[third].date) == ("retrieved", "", "")
        assert (rows[fourth].status, rows[fourth].date) == ("open", "")
        counts = review.full_texts.status()
        assert (counts.sought, counts.retrieved, counts.awaiting, counts.not_retrieved, counts.unsaid) == (
            4,
            1,
            1,
            1,
            1,
        )
        boxes = review.results.flow().total
        assert counts.not_retrieved == len(boxes["full_text.not_retrieved"])
        assert counts.awaiting == len(boxes["full_text.awaiting"])


def test_the_work_list_has_what_is_still_wanted(both: tuple[Review, Review], tmp_path: Path) -> None:
    ada, _ = both
    rows = ada.full_texts.rows()
    drop(ada, "a.pdf", paper(rows[0]))
    ada.full_texts.take_in()
    ada.screening.set_access(rows[1].report.id, Access.AWAITING, "=1+1")
    assert ada.full_texts.worklist_csv(tmp_path / "list.csv", "https://library.example/find") == 3
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["title"] for line in lines] == [row.record.title for row in rows[1:]]
    assert (lines[0]["status"], lines[0]["reason"]) == ("awaiting", "'=1+1")
    assert lines[0]["link"].startswith("https://library.example/find?url_ver=Z39.88-2004")
    for bad in ("list.txt", "nowhere/list.csv"):
        with pytest.raises(NotAllowedError):
            ada.full_texts.worklist_csv(tmp_path / bad)


def test_nothing_here_tells_what_a_colleague_decided(tmp_path: Path) -> None:
    seen = []
    for number, verdict in enumerate((None, *Verdict)):
        ada, grace = two_devices(tmp_path / str(number), 3)
        for review in (ada, grace):
            decide_all(review, Stage.TITLE_ABSTRACT)
            sync(ada, grace)
        for report in grace.screening.queue(Stage.FULL_TEXT) if verdict is not None else ():
            grace.screening.decide(report, Stage.FULL_TEXT, verdict, ["design"] if verdict is Verdict.EXCLUDE else [])
        sync(ada, grace)
        texts = ada.full_texts
        texts.worklist_csv(tmp_path / "list.csv", "")
        letters = [texts.letter(row.report.id) for row in texts.rows()]
        seen.append((texts.rows(), texts.status(), letters, (tmp_path / "list.csv").read_bytes(), ada.studies.all()))
    assert all(one == seen[0] for one in seen)


def test_progress_is_told_and_may_be_stopped(both: tuple[Review, Review]) -> None:
    ada, _ = both
    for number, row in enumerate(ada.full_texts.rows()):
        drop(ada, f"{number}.pdf", paper(row))
    told: list[tuple[int, int]] = []

    def listen(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise StoppedError("enough")

    found = ada.full_texts.take_in(told=listen)
    assert told == [(0, 4), (1, 4), (2, 4)]
    assert (len(found.matched), found.unread) == (2, 2)
    found = ada.full_texts.take_in()
    assert (len(found.matched), found.unread) == (2, 0)


def test_a_missing_viewer_is_told_and_a_present_one_gets_the_file(
    both: tuple[Review, Review], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, _ = both
    row = ada.full_texts.rows()[0]
    drop(ada, "-a b.pdf", paper(row))
    ada.full_texts.take_in()
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotHereError, match="no program here"):
        ada.full_texts.open(row.report.id)
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    path = ada.full_texts.open(row.report.id)
    assert (tmp_path / "opened").read_text() == str(path)
    opener.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(NotHereError, match="code 3"):
        ada.full_texts.open(row.report.id)


def test_merged_reports_share_their_files(both: tuple[Review, Review]) -> None:
    ada, _ = both
    one, other = ada.full_texts.rows()[:2]
    drop(ada, "a.pdf", paper(one))
    ada.full_texts.take_in()
    a, b = sorted([one.report.records[0], other.report.records[0]])
    ada.duplicates.link(a, b, LinkVerdict.SAME)
    (merged,) = (row for row in ada.full_texts.rows() if len(row.report.records) > 1)
    assert (merged.files, merged.here, merged.status) == (("a.pdf",), True, "retrieved")
