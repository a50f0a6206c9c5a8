from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.text import block, cell, doi, folded, line, markdown, pages, year

HOSTILE = st.text(st.characters()) | st.sampled_from(
    [
        "=1+1",
        "\t=cmd|' /C calc'!A0",
        "\x1b]0;title\x07",
        "\x9b31m",
        "[red]x[/]",
        "a\u202eb",
        "＝1+1",
        "-2+3",
        "@SUM(A1)",
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1080/1350293X.2020.1836582", "10.1080/1350293x.2020.1836582"),
        ("https://doi.org/10.1080/1350293X.2020.1836582.", "10.1080/1350293x.2020.1836582"),
        ("http://dx.doi.org/10.1186/s40468-019-0086-7", "10.1186/s40468-019-0086-7"),
        ("doi: 10.1002/(SICI)1097-4679(199711)53:7<693::AID-JCLP7>3.0.CO;2-F", None),
        ("https://doi.org/10.1000%2F182", "10.1000/182"),
        ("(doi:10.1000/182)", "10.1000/182"),
        ("http://www.jattjournal.com/index.php/atp/article/view/146484", None),
        ("", None),
    ],
)
def test_a_doi_is_found_in_what_exports_hold(text: str, expected: str | None) -> None:
    if "SICI" in text:
        assert doi(text) == text.removeprefix("doi: ").lower()
    else:
        assert doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2014/10/06/", 2014), ("9999///Spring/Summer2019", 2019), ("Article 10 2019", 2019), ("12345", None), ("", None)],
)
def test_the_year_is_found_in_the_dates_that_platforms_write(text: str, expected: int | None) -> None:
    assert year(text) == expected


def test_short_and_long_page_ranges_are_the_same() -> None:
    assert pages("221-8") == pages("221\u2013228") == pages("pp. 221 - 28") == (221, 228)


def test_titles_fold_alike_across_case_accents_entities_and_markup() -> None:
    assert (
        folded("<i>Mütter</i> &amp; Väter: Ein-Blick.")
        == folded("MUTTER & VATER ein blick")
        == "mutter vater ein blick"
    )


@given(HOSTILE)
def test_nothing_for_a_terminal_holds_a_control_character_or_reorders(text: str) -> None:
    for shown in (line(text), block(text)):
        assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") and one != "\n"]
        assert not set(shown) & set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert "\n" not in line(text)


@given(HOSTILE)
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([cell(text)])
    [[read]] = list(csv.reader(io.StringIO(out.getvalue()))) or [[""]]
    assert not read.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(HOSTILE)
def test_text_in_a_markdown_table_stays_in_its_cell(text: str) -> None:
    bare = markdown(text).replace("\\\\", "").replace("\\|", "").replace("\\<", "")
    assert "|" not in bare
    assert "<" not in bare
    assert "\n" not in bare
