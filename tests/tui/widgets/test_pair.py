from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import Record, RecordId
from reviewkit.text import line
from reviewkit.tui.widgets.pair import compared, differing

TEXT = st.text(max_size=60).map(line)


@given(TEXT, TEXT)
def test_both_texts_are_shown_whole(a: str, b: str) -> None:
    left, right = differing(a, b)
    assert (left.plain, right.plain) == (a, b)


def test_only_words_that_differ_are_marked() -> None:
    left, right = differing("Family support: Meeting needs", "Family support. meeting the needs")
    assert [left.plain[span.start : span.end] for span in left.spans] == [":"]
    assert [right.plain[span.start : span.end].strip() for span in right.spans] == [".", "the"]


def test_a_field_that_one_record_lacks_shows_a_dash_and_one_that_both_lack_is_left_out() -> None:
    a, b = Record(RecordId("a:1"), title="T", journal="J"), Record(RecordId("b:1"), title="T")
    text = compared(a, b, 80).plain.splitlines()
    assert [row.split() for row in text][:2] == [["title", "T", "same"], ["journal", "J", "–"]]
    assert not any(row.startswith("pages") for row in text)


def test_a_whole_comparison_shows_every_field_of_the_export_and_notes_stand_behind_the_first() -> None:
    a = Record(RecordId("a:1"), title="T", url="https://a.org", unmapped=(("N1", "a note"),))
    b = Record(RecordId("b:1"), title="T", unmapped=(("N1", "another note"),))
    short = compared(a, b, 80, heads=("ERIC", "Scopus"), notes={"title": "from ERIC"}).plain
    assert [row.split() for row in short.splitlines()] == [
        ["ERIC", "Scopus"],
        ["title", "T", "from", "ERIC", "same"],
    ]
    whole = compared(a, b, 80, whole=True).plain
    assert "https://a.org" in whole
    assert "another note" in whole
