"""Where quotations are found in the text of a report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.export.placing import Pages, compared, plain

ARABIC = "قال المعلم إنهم لا يفهمون"


@pytest.mark.parametrize(
    ("text", "quotation", "slice_"),
    [
        ("they had “no\nsay” at all.", 'They had "no say"', "they had “no\nsay”"),
        ("a mis-\nunder\u00adstanding of it", "misunderstanding", "mis-\nunder\u00adstanding"),
        ("the \ufb01rst o\ufb03ce", "first office", "\ufb01rst o\ufb03ce"),
        ("cafe\u0301 visits", "caf\u00e9", "cafe\u0301"),
        ("😀 joy 😀 again", "joy 😀", "joy 😀"),
        (f"before {ARABIC} after", f"\u202e{ARABIC}\u202c", ARABIC),
        ("p > .05", "p < .05", None),
        ("the o\ufb03ce", "of", None),
        ("anything", " \u00ad\n", None),
    ],
)
def test_lines_hyphens_and_marks_do_not_matter_and_words_do(text: str, quotation: str, slice_: str | None) -> None:
    span = Pages([text]).span(quotation)
    assert (None if span is None else text[slice(*span)]) == slice_


def test_what_stands_on_several_pages_is_taken_from_the_one_named() -> None:
    pages = Pages(["trust matters", "nothing", "trust matters"])
    assert pages.span("trust matters", "3-4") == (len(pages.text) - 13, len(pages.text))
    for elsewhere in ("", "431", "2", "iii"):
        assert pages.span("trust matters", elsewhere) == (0, 13)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_text_is_found_and_its_place_holds_the_same(pages: list[str], data: st.DataObject) -> None:
    held = Pages([plain(page) for page in pages])
    start = data.draw(st.integers(0, len(held.text)))
    part = held.text[start : data.draw(st.integers(start, len(held.text)))]
    span = held.span(part)
    assert (span is not None) is bool(compared(part))
    assert span is None or compared(held.text[slice(*span)]) == compared(part)
