"""Rejected entries that become records, for every kind of export, and what is kept where they do not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import Repair, Search, Stage, Verdict, short_id
from tests.making import article, exchange, make_review, open_review, sync

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

MENDED = article(7, TI="Kites over schools")
BROKEN = article(1) + "TY  - JOUR\nXX\nER  - \n\n" + article(2)
BIBTEX = "@article{one, title = {Swings}, year = 2002}\n\n@article{two, title = {Kites over schools, year = 2001}\n"
XML = """<?xml version="1.0"?>
<records><rec resultID="1"><header shortDbName="eric" uiTerm="ED1"><controlInfo><artinfo><tig><atl>Swings</atl></tig>
</artinfo></controlInfo></header></rec>
<rec resultID="2"><header shortDbName="eric" uiTerm="ED2"><controlInfo><artinfo><tig><atl>Kites over schools</tig>
</artinfo></controlInfo></header></rec></records>
"""


def review_of(tmp: Path, data: bytes, name: str = "eric.ris", columns: dict[str, str] | None = None) -> Review:
    review = open_review(make_review(tmp / "ada" / "review"), "Ada")
    path = tmp / name
    path.write_bytes(data)
    review.searches.import_file(path, Search("ERIC", announced=3), columns)
    return review


def workbook(tmp: Path) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (("Title", "Year", "Abstract"), ("Swings", 2002, "On swings."), ("Kites over schools", 2001, "", "off")):
        book.active.append(row)
    book.save(tmp / "x.xlsx")
    return (tmp / "x.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "columns", "mend"),
    [
        ("eric.ris", BROKEN, None, lambda _: MENDED),
        ("a.bib", BIBTEX, None, lambda raw: raw.replace("schools,", "schools},")),
        ("a.csv", "Title,Year\nSwings,2002\nKites over schools,2001,off\n", None, lambda raw: raw.replace(",off", "")),
        (
            "b.csv",
            "Paper;When\nSwings;2002\nKites over schools;2001;x\n",
            {"Paper": "title", "When": "year"},
            lambda raw: raw[:-2],
        ),
        (
            "c.csv",
            "Swings,2002\nKites over schools,2001,x\n",
            {"column 1": "title", "column 2": "year"},
            lambda raw: raw[:-2],
        ),
        ("a.xlsx", workbook, None, lambda raw: raw.removesuffix("\toff")),
        ("a.xml", XML, None, lambda raw: raw.replace("schools</tig>", "schools</atl></tig>")),
        (
            "a.json",
            '[{"title": "Swings"}, {"title": "Kites over schools", year: 2001}]',
            None,
            lambda raw: raw.replace("year", '"year"').strip("]"),
        ),
    ],
)
def test_a_mended_entry_is_the_record_that_its_reader_makes_of_it(
    tmp_path: Path, name: str, data: object, columns: dict[str, str] | None, mend: object
) -> None:
    content = data(tmp_path) if callable(data) else str(data).encode()
    review = review_of(tmp_path, content, name, columns)
    before = {path: path.read_bytes() for path in review.session.folder.glob("data/*/*") if "journal" not in str(path)}
    (entry,) = review.repairs.entries()
    done = review.repairs.repair(entry.id, mend(entry.raw))  # type: ignore[operator]
    assert (done.record.title, done.record.id, done.record.line) == ("Kites over schools", entry.id, entry.line)
    (count,) = review.searches.counts()
    assert (count.rejections, count.repaired, count.records) == ((), 1, len(review.session.state.origins()))
    assert review.session.records([entry.id])[entry.id] == done.record
    assert review.results.flow().total["identified"] == tuple(sorted(review.session.state.origins()))
    assert all(path.read_bytes() == was for path, was in before.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TY  - JOUR\nXX\nER  - \n", "no field of this entry"),
        (MENDED + article(8), "these are 2 entries"),
        ("@article{x, title = {Kites}}", "this is BibTeX, and the export is RIS"),
        ("nothing at all", "none of the formats"),
    ],
)
def test_what_is_not_one_entry_is_refused_in_words_and_kept_for_another_try(
    tmp_path: Path, text: str, said: str
) -> None:
    review = review_of(tmp_path, BROKEN.encode())
    (entry,) = review.repairs.entries()
    assert review.repairs.text(entry) == entry.raw
    with pytest.raises(InputError, match=said) as refused:
        review.repairs.repair(entry.id, text)
    assert short_id(entry.id) in refused.value.where
    assert review.repairs.text(entry) == text
    assert not any(isinstance(event.body, Repair) for event in review.session.state.events())
    review.repairs.repair(entry.id, MENDED)
    (repaired,) = review.repairs.entries()
    assert repaired.by == ("Ada",)
    assert review.repairs.text(repaired).strip() == MENDED.strip()


def test_a_repaired_entry_is_compared_like_a_new_record_and_undo_takes_it_back(tmp_path: Path) -> None:
    review = review_of(tmp_path, BROKEN.encode())
    (entry,) = review.repairs.entries()
    done = review.repairs.repair(entry.id, article(40))
    assert (done.linked, done.uncertain) == (0, 0)
    done = review.repairs.repair(entry.id, article(2))
    assert (done.linked, done.uncertain) == (1, 0)
    assert len(review.session.state.reports()) == 2
    assert review.duplicates.is_complete()
    assert review.integrity.check() == []
    undone = review.screening.undo()
    assert undone is not None
    assert "ledgers apples" in review.repairs.entries()[0].record.title  # type: ignore[union-attr]
    assert len(review.session.state.reports()) == 3
    review.repairs.take_back(entry.id)
    assert review.repairs.entries()[0].record is None
    assert len(review.session.state.origins()) == 2
    assert [one.kind for one in review.integrity.check()] == []
    with pytest.raises(NotAllowedError, match="you have not repaired"):
        review.repairs.take_back(entry.id)


def test_an_emptied_text_leaves_the_entry_as_it_was(tmp_path: Path) -> None:
    review = review_of(tmp_path, BROKEN.encode())
    (entry,) = review.repairs.entries()
    with pytest.raises(InputError, match="is empty"):
        review.repairs.repair(entry.id, " \n")
    assert review.repairs.text(entry) == entry.raw


def test_what_is_no_rejected_entry_cannot_be_repaired(tmp_path: Path) -> None:
    review = review_of(tmp_path, BROKEN.encode())
    for name in ("1234567:1", "kites", short_id(min(review.session.state.origins()))):
        with pytest.raises(NotAllowedError, match="no rejected entry"):
            review.repairs.find(name)


def test_two_who_repair_one_entry_differently_have_the_same_record_and_check_names_it(tmp_path: Path) -> None:
    ada = review_of(tmp_path, BROKEN.encode())
    shutil.copytree(ada.session.folder, tmp_path / "grace" / "review")
    grace = open_review(tmp_path / "grace" / "review", "Grace", 2)
    (entry,) = ada.repairs.entries()
    ada.repairs.repair(entry.id, MENDED)
    grace.repairs.repair(entry.id, article(8))
    sync(ada, grace)
    for review in (ada, grace):
        assert review.session.records([entry.id])[entry.id].title == "Kites over schools"
        assert review.repairs.entries()[0].by == ("Ada", "Grace")
        (finding,) = review.integrity.check()
        assert (finding.kind, "Ada and Grace" in finding.what) == ("repair", True)
    assert ada.session.state.standings() == grace.session.state.standings()


def test_decisions_on_a_repair_taken_back_are_kept_and_named_and_count_with_the_next(tmp_path: Path) -> None:
    ada = review_of(tmp_path, BROKEN.encode())
    (entry,) = ada.repairs.entries()
    ada.repairs.repair(entry.id, MENDED)
    shutil.copytree(ada.session.folder, tmp_path / "grace" / "review")
    grace = open_review(tmp_path / "grace" / "review", "Grace", 2)
    found = grace.session.state.report_of(entry.id)
    assert found is not None
    grace.screening.decide(found.id, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    ada.repairs.take_back(entry.id)
    exchange(ada.session.folder, grace.session.folder)
    for review in (ada, grace):
        review.refresh()
        assert len(review.session.state.reports()) == 2
        assert [one.severity.value for one in review.integrity.check()] == ["hint"]
    ada.repairs.repair(entry.id, MENDED)
    sync(ada, grace)
    report = grace.session.state.report_of(entry.id)
    assert report is not None
    own = grace.screening.view(report.id, Stage.TITLE_ABSTRACT).own
    assert own is not None
    assert own.verdict is Verdict.EXCLUDE


def test_a_review_of_many_records_remembers_where_they_stand_whatever_was_repaired_since(tmp_path: Path) -> None:
    ada = review_of(tmp_path, (BROKEN + "".join(article(number) for number in range(10, 30))).encode())
    (entry,) = ada.repairs.entries()
    ada.repairs.repair(entry.id, article(2))
    ada.session.state.standings()
    ada.session.remember()
    state = tmp_path / "ada" / "state of Ada 1"
    ada.close()
    again = open_review(ada.session.folder, "Ada", 9, state=state)
    assert len(again.session.state.reports()) == 22
    again.repairs.take_back(entry.id)
    again.close()
    last = open_review(ada.session.folder, "Ada", 10, state=state)
    assert len(last.session.state.origins()) == 22
    assert all(len(report.records) == 1 for report in last.session.state.reports().values())


def test_rows_need_their_header_so_without_the_export_it_is_said_what_to_do(tmp_path: Path) -> None:
    review = review_of(tmp_path, b"Title,Year\nKites,2001,x\nSwings,2002\n", "a.csv")
    (entry,) = review.repairs.entries()
    for path in (review.session.folder / "data/searches").iterdir():
        path.unlink()
    with pytest.raises(InputError, match="not in data/searches"):
        review.repairs.repair(entry.id, "Kites,2001")
