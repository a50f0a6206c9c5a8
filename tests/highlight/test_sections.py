from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.highlight import parted


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "BACKGROUND: Little is known. MAIN OUTCOME MEASURES: Talk. RESULTS: Less (n = 4).",
            ["BACKGROUND:", "Little is known.", "MAIN OUTCOME MEASURES:", "Talk.", "RESULTS:", "Less (n = 4)."],
        ),
        (
            "Research Findings: Parents differ. Practice or Policy: Staff ask.",
            ["Research Findings:", "Parents differ.", "Practice or Policy:", "Staff ask."],
        ),
        ("Purpose – To see. Findings – Seen.", ["Purpose –", "To see.", "Findings –", "Seen."]),
        ("Methods: We asked: why? Results: they told.", ["Methods:", "We asked: why?", "Results:", "they told."]),
        ("First words. Aims: one. Methods: two.", ["First words.", "Aims:", "one.", "Methods:", "two."]),
        ("Background:\nOne.\n\nResults:\nTwo.", ["Background:", "One.", "Results:", "Two."]),
    ],
)
def test_headings_stand_on_lines_of_their_own(text: str, lines: list[str]) -> None:
    found, places = parted(text)
    assert found.split("\n") == lines
    assert [found[start:end] for start, end in places] == [one for one in lines if one.endswith((":", "–"))]


@pytest.mark.parametrize(
    "text",
    [
        "One aim: to see. No more.",
        "Purpose: only one heading.",
        "the results: none; and methods: few",
        "NATO: UNESCO:x",
    ],
)
def test_a_colon_in_a_sentence_is_no_heading(text: str) -> None:
    assert parted(text) == (text, [])


@given(st.lists(st.sampled_from(["RESULTS: ", "Aims: ", "a b. ", "X", "\n", "METHODS:", " – ", "é "]), max_size=12))
def test_nothing_but_white_space_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(parted(text)[0].split()) == "".join(text.split())
