from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import InputError
from reviewkit.fulltext.letter import letter
from reviewkit.fulltext.names import readable
from reviewkit.fulltext.worklist import COLUMNS, Wanted, as_csv, link
from reviewkit.model import Access, Record, RecordId, Report, ReportId, Route
from reviewkit.text import doi

ID = RecordId(f"{'a' * 64}:0000012")
RECORD = Record(
    ID,
    "Family support & childcare: what {works}?",
    ("Dolan, Nóirín", "Sherlock, C."),
    2010,
    "Child Care in Practice",
    "16",
    "2",
    "147-165",
    doi=doi("10.1080/13575270903493374"),
    issn=("1357-5279", "1476-489X"),
)


def wanted(record: Record, reason: str = "") -> Wanted:
    return Wanted(Report(ReportId(ID), (ID,), Route.DATABASE, ID), record, Access.AWAITING, reason, "2026-05-03")


def test_a_line_has_what_a_library_needs() -> None:
    text = as_csv([wanted(RECORD, "no answer yet")], "https://library.example/find")
    (row,) = csv.DictReader(io.StringIO(text))
    assert tuple(row) == COLUMNS
    assert (row["doi"], row["issn"], row["pages"]) == ("10.1080/13575270903493374", "1357-5279; 1476-489X", "147-165")
    assert (row["report"], row["status"], row["reason"]) == ("aaaaaaaa:12", "awaiting", "no answer yet")
    told = parse_qs(urlsplit(row["link"]).query)
    assert told["rft_id"] == ["info:doi/10.1080/13575270903493374"]
    assert told["rft.atitle"] == [RECORD.title]
    assert (told["rft.aulast"], told["rft.issn"]) == (["Dolan"], ["1357-5279"])


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    evil = Record(ID, text, (text,), 2010, text, text, text, text, issn=(text,))
    (row,) = csv.DictReader(io.StringIO(as_csv([wanted(evil, text)], "")))
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "＝")) for value in row.values())


def test_names_in_braces_are_filled_in_and_quoted() -> None:
    assert link("https://x.example/?d={doi}&t={title}", RECORD) == (
        "https://x.example/?d=10.1080%2F13575270903493374&t=Family%20support%20%26%20childcare%3A%20what%20%7Bworks%7D%3F"
    )
    assert link("https://x.example/?sid=r&{query}", RECORD).count("rft.atitle=") == 1
    assert link("", RECORD) == ""


@pytest.mark.parametrize("resolver", ["javascript:alert(1)", "library", "https://x.example/{secret}"])
def test_a_resolver_that_is_none_is_refused(resolver: str) -> None:
    with pytest.raises(InputError, match="link resolver"):
        link(resolver, RECORD)


def test_a_letter_says_what_is_asked_for_and_no_more_than_the_record() -> None:
    text = letter(RECORD, "Families\x1b[31m and schools", "Ada")
    assert text.startswith("Subject: Request for a full text: Family support")
    assert "Dear Nóirín Dolan," in text
    assert "147-165" in text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 72
    bare = letter(Record(ID), "R", "Ada")
    assert "Dear author," in bare
    assert "None" not in bare


@given(st.text(max_size=200), st.text(max_size=60), st.none() | st.integers(1500, 2099))
def test_a_name_is_one_that_every_system_takes(title: str, author: str, year: int | None) -> None:
    name = readable(Record(ID, title, (author,), year))
    assert name == name.strip()
    assert 0 < len(name.encode()) <= 120
    assert all(one.isalnum() or one in " -" for one in name)
