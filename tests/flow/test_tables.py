"""One renderer for every table: values stay values, and what came from outside is harmless in each form."""

from __future__ import annotations

import csv
import io

import pytest

from reviewkit.flow.breakdowns import cited, near_misses, reasons
from reviewkit.flow.table import Column, Table, as_csv, as_markdown, as_text, as_value, counted
from reviewkit.model import Record, RecordId, Route
from tests.flow.flows import drawn, excluded

EVIL = '=HYPERLINK("x"), "quoted"\n| a\x1b[31m'
TABLE = Table(
    "t", "Caption", (Column("Name"), Column("Reason"), counted("Reports"), Column("Share", numeric=True, share=True)),
    ((EVIL, "b", 3, 0.918), ("名前", "", 0, None)),
)  # fmt: skip


def test_csv_keeps_numbers_whole_and_formulas_asleep() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(TABLE))))
    assert rows[1][0].startswith("'=HYPERLINK")
    assert rows[1][2:] == ["3", "0.918"]
    assert rows[2] == ["名前", "", "0", ""]
    assert len(rows) == 3


def test_markdown_has_a_line_a_row_and_escapes_what_would_be_markup() -> None:
    lines = as_markdown(TABLE).splitlines()
    assert len(lines) == 4
    assert "\\| a" in lines[2]
    assert "91.8%" in lines[2]
    assert lines[1] == "| --- | --- | ---: | ---: |"


@pytest.mark.parametrize("width", [40, 60, 78, 120])
def test_a_terminal_gets_the_numbers_at_any_width_and_no_escape(width: int) -> None:
    text = as_text(TABLE, width)
    assert "\x1b" not in text
    assert "91.8%" in text
    assert max(map(len, text.splitlines())) <= width


def test_json_has_rows_by_head_with_numbers_as_numbers() -> None:
    assert as_value(TABLE)["rows"][1] == {"Name": "名前", "Reason": "", "Reports": 0, "Share": None}  # type: ignore[index]


def test_near_misses_are_cited_with_the_reason_that_counts() -> None:
    flow = drawn([(Route.DATABASE, excluded(1, "language"), 1), (Route.HAND, excluded(2, "gone"), 1)]).flow
    records = {
        one: Record(one, title, ("Ödegård, Siv", "Li, 伟"), 2010, "Journal", "3", "2", "1-9")
        for one, title in zip(flow.total["identified"], ("Zebras.", "Apes"), strict=True)
    }
    found = near_misses(flow, {"language": "other languages"}, records)
    assert [row[:3] for row in found.rows] == [
        ("Ödegård, Li (2010). Apes. Journal 3(2), 1-9", "quality", "gone"),
        ("Ödegård, Li (2010). Zebras. Journal 3(2), 1-9", "full text", "other languages"),
    ]
    assert [row[1:] for row in reasons(flow, {}).rows] == [("language", 1), ("gone", 1)]
    assert cited(Record(RecordId("x:1"))) == "No author (n.d.). (no title)."
