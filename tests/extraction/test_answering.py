from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.errors import NotAllowedError
from reviewkit.extraction.answering import answer, changed, missing, ordered, retired
from reviewkit.model import Answer

SIZE = Field("n", "Participants", "number", evidence=True)
GROUP = Field("group", "Group", "several", ("Latino", "Asian", "other"), evidence=True)
NOTE = Field("note", "Remark", "text")
BOOK = Extraction((SIZE, GROUP, NOTE))


@pytest.mark.parametrize(
    ("written", "value", "note"),
    [
        ("40", "40", ""),
        (" 12.5 mg ", "12.5", "12.5 mg"),
        ("n = 40", "40", "n = 40"),
        ("−3", "-3", ""),
        ("n=-3", "-3", "n=-3"),
        ("0", "0", ""),
        ("45%", "45", "45%"),
        ("40.", "40", "40."),
        ("about 40 mothers", "40", "about 40 mothers"),
    ],
)
def test_a_number_is_read_as_written_and_its_unit_is_noted(written: str, value: str, note: str) -> None:
    assert answer(SIZE, [written]) == Answer("n", (value,), note=note)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("1,200", "Write 1.200 or 1200"),
        ("12,5 mg", "Write 12.5 or 125"),
        ("1,234,567", "without commas"),
        ("1.234.567", "without commas"),
        (".5", "without commas"),
        ("3-5", "one number"),
        ("12 of 25", "one number"),
        ("1e5", "one number"),
        ("< 40", "one number"),
        ("~40", "one number"),
        ("forty", "one number"),
        ("", "one number"),
        ("٤٠", "one number"),
        ("9" * 31, "without commas"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_asked_about_and_never_guessed(written: str, says: str) -> None:
    with pytest.raises(NotAllowedError) as refused:
        answer(SIZE, [written])
    assert says in refused.value.remedy


def test_choices_come_in_the_order_of_the_codebook_whatever_their_case() -> None:
    assert answer(GROUP, ["asian", "LATINO", "Asian"]).values == ("Latino", "Asian")


def test_a_unit_goes_with_its_number_and_other_notes_stay() -> None:
    old = changed(None, answer(SIZE, ["12 mothers"]), quotation="twelve mothers", page="4")
    assert changed(old, answer(SIZE, ["13"])) == Answer("n", ("13",), "twelve mothers", "4")
    told = changed(old, answer(SIZE, ["13 fathers"]), note="see the table")
    assert told.note == "see the table; 13 fathers"


def test_what_is_missing_is_said_field_by_field_and_choice_by_choice() -> None:
    given = [Answer("n", ("3",)), Answer("group", ("Latino", "other"))]
    assert missing(BOOK.fields, given, {"group/Latino"}) == (
        "a quotation or a page for Participants: 3",
        "a quotation or a page for Group: other",
        "an answer to Remark",
    )
    nothing = [Answer("n", ()), Answer("group", (), page="4"), Answer("note", ())]
    assert missing(BOOK.fields, nothing, ()) == ()  # what is not reported has no passage


def test_a_choice_that_is_gone_is_shown_as_such_and_has_to_be_answered_anew() -> None:
    old = [Answer("group", ("Somali",)), Answer("colour", ("red",)), Answer("n", ("3",), page="1")]
    assert retired(BOOK, old) == tuple(old[:2])
    assert missing(BOOK.fields, old, ()) == ("an answer to Group", "an answer to Remark")
    assert [one.field for one in ordered(BOOK, old)] == ["n", "group", "colour"]


@given(st.text(max_size=20))
@example("0\x1f0")
def test_whatever_is_given_for_a_number_is_one_or_is_refused(written: str) -> None:
    try:
        (value,) = answer(SIZE, [written]).values
    except NotAllowedError:
        return
    assert value.lstrip("-").replace(".", "", 1).isdecimal()
    assert float(value) == pytest.approx(float(value))
    assert value.lstrip("-") in written.replace("\u2212", "-")
