from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewkit.errors import NotAllowedError
from reviewkit.export.columns import ReportLine
from reviewkit.export.reports import FORMATS, Form, format_of, written
from reviewkit.formats import read
from reviewkit.model import (
    EventId,
    Outcome,
    Progress,
    Record,
    RecordId,
    Report,
    ReportId,
    Reviewer,
    Route,
    Search,
    Stage,
    Status,
    Verdict,
    Vote,
)
from tests.formats.test_writing import COMMON, RECORDS
from tests.making import article, decide_all, sync, two_devices

TITLE = '=HYPERLINK("http://evil") – Mütter, "Väter" & 子ども'
WATERMARK = "Worked example: invented."


def line(record: Record, outcomes: dict[Stage, Outcome] | None = None) -> ReportLine:
    own = record.id
    report = Report(ReportId(own), (own,), Route.DATABASE, own)
    return ReportLine(Progress(report, outcomes or {}), record, ("ERIC",), report.id, ("ERIC",))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_tells_what_the_report_is_and_how_it_was_decided(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    (tmp_path / "odd.ris").write_text(article(70, TI=TITLE, AU="Ødegård, Åse"), encoding="utf-8")
    ada.searches.import_file(tmp_path / "odd.ris", Search("By hand"))
    sync(ada, grace)
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        decide_all(ada, stage)
        sync(ada, grace)
        decide_all(grace, stage)
        sync(ada, grace)
    text = ada.exporting.as_csv()
    found = rows(text.encode())
    assert text == grace.exporting.as_csv()
    assert len(found) == 3
    odd = next(row for row in found if "Mütter" in row["title"])
    assert odd["title"] == f"'{TITLE}"
    assert (odd["authors"], odd["searches"], odd["full_text"]) == ("Ødegård, Åse", "By hand", "included")
    assert (odd["title_abstract: Ada"], odd["title_abstract: Grace"]) == ("include", "include")


def test_an_unfinished_review_exports_nobodys_hidden_decision(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    assert "exclude" not in ada.exporting.as_csv("screened")


def test_a_set_gathers_its_boxes_over_all_stages(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=3)
    first, second, third = sorted(ada.session.state.reports())
    for review in (ada, grace):
        review.screening.decide(first, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
        review.screening.decide(second, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    sync(ada, grace)
    for review in (ada, grace):
        review.screening.decide(second, Stage.FULL_TEXT, Verdict.EXCLUDE, ("language",))
    sync(ada, grace)
    found = {name: ada.exporting.records(name) for name in ("excluded", "excluded_at_full_text", "pending", "included")}
    assert {name: [str(one) for one in own] for name, own in found.items()} == {
        "excluded": [first, second],
        "excluded_at_full_text": [second],
        "pending": [third],
        "included": [],
    }
    assert ada.exporting.write(tmp_path / "a.bib", "full_text.excluded.language") == 1
    with pytest.raises(NotAllowedError, match='no box "nonsense"'):
        ada.exporting.records("nonsense")


@pytest.mark.parametrize("format_", FORMATS.values())
@given(records=st.lists(RECORDS, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_what_is_exported_reads_back_as_so_many_records(format_: str, records: list[Record]) -> None:
    lines = [line(record) for record in records]
    found = read(written(lines, Form(format_, watermark=WATERMARK)), f"x.{format_}")
    assert (len(found.records), found.rejections) == (len(records), ())
    if format_ not in ("CSV", "XLSX"):  # tables are for people: guarded against formulas, lists joined
        for one, again in zip(records, found.records, strict=True):
            assert {field: getattr(again, field) for field in COMMON} == {
                field: getattr(one, field) for field in COMMON
            }


RECORD = Record(RecordId("a" * 64 + ":0000001"), title=TITLE, authors=("Ødegård, Åse",), year=2019, abstract="Long.")


@pytest.mark.parametrize("format_", FORMATS.values())
def test_the_watermark_is_in_every_format(format_: str) -> None:
    data = written([line(RECORD)], Form(format_, watermark=WATERMARK))
    if format_ == "XLSX":
        assert load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value == WATERMARK
    else:
        assert WATERMARK.encode() in data
    assert data == written([line(RECORD)], Form(format_, watermark=WATERMARK))


def test_columns_are_chosen_by_name_and_come_in_the_order_asked_for() -> None:
    vote = Vote(Reviewer("Ada"), EventId("1"), Verdict.EXCLUDE, ("language",), "in Norwegian")
    one = line(RECORD, {Stage.FULL_TEXT: Outcome(Status.EXCLUDED, (vote,), ("language",))})
    form = Form("CSV", ("year", "full_text.reasons", "full_text.outcome", "year", "full_text.decisions"))
    assert written([one], form).decode() == (
        "year,full_text: reasons,full_text,full_text: Ada,full_text: Ada (reasons),full_text: Ada (note)\n"
        "2019,language,excluded,exclude,language,in Norwegian\n"
    )
    with pytest.raises(NotAllowedError, match='no column "doy"') as caught:
        written([one], Form("CSV", ("doy",)))
    assert "doi" in caught.value.remedy


def test_references_hold_the_chosen_fields_and_refuse_what_they_have_no_place_for() -> None:
    (item,) = json.loads(written([line(RECORD)], Form("CSL JSON", ("title", "year"))))
    assert item["title"] == TITLE
    assert "abstract" not in item
    with pytest.raises(NotAllowedError, match="RIS has no place for full_text"):
        written([line(RECORD)], Form("RIS", ("title", "full_text")))


def test_excel_gets_a_byte_order_mark_line_ends_and_cells_that_fit() -> None:
    long = line(Record(RECORD.id, title="x", abstract="ж" * 40000))
    data = written([long], Form("CSV", excel=True))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    (row,) = rows(data)
    assert len(row["abstract"]) <= 32767
    assert row["abstract"].endswith("… [cut: 40000 characters]")
    assert rows(written([long], Form("CSV")))[0]["abstract"] == "ж" * 40000
    with pytest.raises(NotAllowedError, match="--excel is for CSV"):
        written([long], Form("XLSX", excel=True))


@pytest.mark.parametrize("name", ["included", "included.txt", "included.docx"])
def test_an_ending_that_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(NotAllowedError, match="has no ending that says what to write"):
        format_of(name)
