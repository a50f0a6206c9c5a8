"""What is in print against its own arithmetic; that of the reference case names exactly what is wrong in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.errors import CriteriaError, InputError
from reviewkit.flow.published import InPrint, Share, findings, fits, notes
from reviewkit.flow.published_file import read

REFERENCE = Path(__file__).parents[1] / "data/published/norheim-moser-2020.toml"


def said(found: InPrint) -> list[str]:
    return [finding.sentence("It") for finding in findings(found)] + notes(found)


def test_the_reference_case_is_wrong_in_five_places_and_each_has_its_cause() -> None:
    found = read(REFERENCE.read_text(encoding="utf-8"), REFERENCE.name)
    assert found.source == "Norheim & Moser (2020)"
    assert said(found) == [
        "Hand search, results: It prints nothing, what goes on from it is at least 1. "
        "The total of 158 leaves it out; with it the total is 159.",
        "Total, potentially relevant (after reading abstract): It prints 62, the rows add up to 63 (47 + 15 + 1). "
        "It fits if Hand search (1) is left out.",
        "quantitative designs: It prints 8 (33%), 8 of 25 is 32%. It fits 24 in place of 25.",
        "Asian families: It prints 8 (33%), 8 of 25 is 32%. It fits 24 in place of 25.",
        "theme of language: It prints 16 (67%), 16 of 25 is 64%. It fits 24 in place of 25.",
        "All 3 percentages that do not fit what they are of fit 24.",
    ]


_DIAGRAM = """
[diagram]
databases = 100
duplicates = 10
screened = {screened}
excluded = 60
sought = 30
not_retrieved = 2
assessed = 28
reports_excluded = 20
studies = 7
reports = {reports}
[diagram.reasons]
"wrong language, or none" = 12
"design" = {design}
[diagram.other]
sought = 3
assessed = 3
reports_excluded = 1
"""


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, []),
        (
            {"screened": 100},
            ["screened: It prints 100, the boxes before it come to 90 (100 - 10). It fits if duplicates (10)"],
        ),
        ({"reports": 8}, ["reports: It prints 8, the boxes before it come to 10 (28 + 3 - 20 - 1)."]),
        ({"design": 9}, ["reports_excluded: It prints 20, the boxes before it come to 21 (12 + 9)."]),
        ({"reports": 6}, ["reports: It prints 6", "studies: It prints 7, their reports allow at most 6."]),
    ],
)
def test_a_diagram_is_held_against_its_own_sums(numbers: dict[str, int], expected: list[str]) -> None:
    text = _DIAGRAM.format(**({"screened": 90, "reports": 10, "design": 8} | numbers))
    found = [one for one in said(read(text, "flow.toml")) if not ("sought" in one and numbers.get("screened"))]
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True))


def test_csv_has_three_forms() -> None:
    table = read(",Results,Included,Included: pending\nERIC,10,2,0\nTotal,11,2,0\n", "a.csv")
    assert (table.columns, table.rows["Total"]) == (("Results", "Included"), (11, 2))
    assert said(table) == ["Total, results: It prints 11, the rows add up to 10 (10)."]
    assert read("box,number\nscreened,4\nreasons.too old,2\n", "a.csv").diagram == {"screened": 4, "reasons.too old": 2}
    assert read('what,number,percent,of\ngirls,1,"33,3%",3\n', "a.csv").shares == (
        Share("girls", 1, Decimal("33.3"), 3),
    )


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "", "holds no number"),
        ("a.csv", "box,number\nnowhere,1\n", "no box"),
        ("a.csv", "box,number\nscreened,=1+1\n", "no whole number"),
        ("a.csv", ",Results\nERIC,١٢\n", "no whole number"),
        ("a.csv", "what,number,percent,of\nx,1,many,3\n", "percentage"),
        ("a.toml", "source = 'x'", "holds no number"),
        ("a.toml", "[rows]\nTotal = [1, 2]", "not a row of 4"),
        ("a.toml", "[diagram]\nscreend = 1\n", "screened"),
        ("a.toml", "[[share]]\nwhat = 'x'\npercent = 'a lot'\nof = 0", "no percentage"),
        ("a.toml", "[rows", "line 1"),
    ],
)
def test_a_file_that_is_none_is_named_with_what_to_write_instead(name: str, text: str, fault: str) -> None:
    with pytest.raises((InputError, CriteriaError), match=fault):
        read(text, name)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 2))
def test_a_percentage_rightly_rounded_fits(number: int, of: int, decimals: int) -> None:
    printed = Decimal(f"{100 * number / of:.{decimals}f}")
    assert fits(Share("it", number, printed, of), of)
    assert not findings(InPrint("it", shares=(Share("it", number, printed, of),)))
