"""Which record a reference means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewkit.citations.matching import LIKELY, SURE, matches, ranked
from reviewkit.citations.reference import reference
from reviewkit.model import Record, RecordId
from reviewkit.text import doi

WHITMARSH = Record(
    RecordId("a:1"),
    title="Othered voices: asylum-seeking mothers and early years education",
    authors=("Whitmarsh, Judy",),
    year=2011,
    journal="European Early Childhood Education Research Journal",
    volume="19",
    pages="535-551",
    doi=doi("10.1080/1350293X.2011.623540"),
)
OTHERS = [
    Record(
        RecordId("a:2"), title="Parents and schools, part I: the kindergarten years", authors=("Hill, A.",), year=2004
    ),
    Record(RecordId("a:3"), title="Editorial", authors=("Whitmarsh, Judy",), year=2011),
]
TITLE = "Othered voices: Asylum-seeking mothers and early years education"


@pytest.mark.parametrize(
    ("printed", "least", "most"),
    [
        (f"Whitmarsh, J. (2011). {TITLE}. EECERJ, 19(4), 535–551.", SURE, 100),
        (f"Whitmarsh, J. (2010). {TITLE}. EECERJ.", SURE, 100),
        ("Whitmarsh, J. (2011). Othered voices. EECERJ, 19(4), 535–551.", SURE, 100),
        ("Whitmarsh, J. (2011). Othered voices. Oslo: X.", LIKELY, SURE - 1),
        ("W. (2011). Anything at all there. doi:10.1080/1350293x.2011.623540", LIKELY, SURE - 1),
        (f"Whitmarsh, J. (2011). {TITLE}. EECERJ. doi:10.1080/another.1", LIKELY, SURE - 1),
        (f"Jones, K. (1999). {TITLE}. Oslo: X.", LIKELY, SURE - 1),
        (f"Whitmarsh, J. (2011). {TITLE} in Kent and Essex. EECERJ, 3(4), 5–15.", LIKELY, SURE - 1),
    ],
)
def test_a_reference_is_scored_by_all_that_it_says(printed: str, least: int, most: int) -> None:
    (found,) = matches([reference(printed)], [*OTHERS, WHITMARSH])
    assert found[0].place == 2
    assert least <= found[0].score <= most


@pytest.mark.parametrize(
    "printed",
    [
        "Hill, A. (2004). Parents and schools, part II: the kindergarten years. Early Years, 1, 2–3.",
        "Whitmarsh, J. (2011). Something else altogether on families. Early Years, 1, 2–3.",
        "Nobody, N. (2020). A paper that nobody has. Early Years, 1, 2–3.",
    ],
)
def test_another_paper_is_not_taken_for_one_that_is_here(printed: str) -> None:
    (found,) = matches([reference(printed)], [*OTHERS, WHITMARSH])
    assert all(one.score < SURE for one in found)


def test_candidates_are_ranked_and_those_of_other_papers_left_out() -> None:
    asked = reference(f"Whitmarsh, J. (2011). {TITLE}. EECERJ, 19(4), 535–551.")
    review = replace(WHITMARSH, title=f"Book review: {TITLE}", doi=None, year=2013, authors=("Hill, A.",))
    found = ranked(asked, [review, OTHERS[0], WHITMARSH])
    assert found[0].place == 2
    assert found[0].score >= SURE
    assert all(one.place != 1 and one.score < SURE for one in found[1:])


def test_nothing_matches_nothing() -> None:
    assert matches([], []) == []
    assert matches([reference("x")], []) == [[]]
