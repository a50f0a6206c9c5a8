from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reviewkit.model import Record, RecordId
from reviewkit.tui import words

OSLO = datetime.timezone(datetime.timedelta(hours=2))
NOW = datetime.datetime(2024, 5, 3, 17, 0, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2024-05-03T14:20:00Z", "today at 16:20"),
        ("2024-05-02T23:30:00Z", "today at 01:30"),
        ("2024-05-02T14:20:00Z", "yesterday at 16:20"),
        ("2024-04-30T14:20:00Z", "on Tuesday at 16:20"),
        ("2024-04-26T14:20:00Z", "on 26 Apr 2024 at 16:20"),
        ("2024-05-09T14:20:00Z", "on 9 May 2024 at 16:20"),
        ("once upon a time", "at a time that cannot be read"),
    ],
)
def test_a_utc_time_is_told_in_the_clock_of_the_reader(time: str, said: str) -> None:
    assert words.when(time, NOW) == said


@given(st.text(), st.integers(0, 40))
def test_a_padded_text_has_exactly_its_columns(text: str, width: int) -> None:
    from reviewkit.text import line

    harmless = line(text)
    assert cell_len(words.padded(harmless, width)) == width
    assert cell_len(words.cut(harmless, width)) <= width


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Record(RecordId("x:1")), ""),
        (Record(RecordId("x:1"), authors=("Norheim, H.", "Moser, T."), year=2020), "Norheim, Moser · 2020"),
        (Record(RecordId("x:1"), journal="EECERJ", volume="28", issue="6", pages="789-805"), "EECERJ 28(6), 789-805"),
        (Record(RecordId("x:1"), journal="EECERJ", pages="789-805"), "EECERJ, 789-805"),
    ],
)
def test_a_source_names_what_there_is(record: Record, said: str) -> None:
    assert words.source(record) == said


def test_a_long_abstract_says_that_it_is_cut() -> None:
    shown = words.abstract(Record(RecordId("x:1"), abstract="word " * 20_000)).plain
    assert len(shown) < 20_100
    assert shown.endswith("(the first 20000 of 99999 characters)")
