from __future__ import annotations

from dataclasses import replace

import pytest

from reviewkit.criteria import Criterion, PeerReviewed, Types, Years
from reviewkit.criteria.changes import Change, Kind, changed, touching
from reviewkit.criteria.facts import fact_words
from reviewkit.criteria.nouns import Every
from reviewkit.model import Verdict

YEAR = Criterion("year", "2000 or later", "Published in 2000 or later.", fact=Years(2000))
TOPIC = Criterion("topic", "families", "About families.", "Not about families.")


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        (replace(YEAR, name="since 2000"), ["name"]),
        (replace(YEAR, include="Published since 1995."), ["include"]),
        (replace(YEAR, exclude="Older."), ["exclude"]),
        (replace(YEAR, notes=("Online first counts.",)), ["notes"]),
        (replace(YEAR, fact=Years(1995)), ["fact"]),
        (replace(YEAR, include="Published in\n  2000 or later."), []),
    ],
)
def test_each_part_of_the_wording_counts_and_a_line_broken_elsewhere_does_not(new: Criterion, parts: list[str]) -> None:
    found = changed((YEAR, TOPIC), (new, TOPIC))
    assert [part for change in found.values() for part, *_ in change.what] == parts


def test_criteria_added_and_retired_are_told_with_their_texts() -> None:
    found = changed((YEAR,), (TOPIC,))
    assert {one: change.kind for one, change in found.items()} == {"topic": Kind.ADDED, "year": Kind.RETIRED}
    assert ("include", "", "About families.") in found["topic"].what
    assert ("fact", "year from 2000", "") in found["year"].what


@pytest.mark.parametrize(
    ("kind", "verdict", "reasons", "touched"),
    [
        (Kind.REWORDED, Verdict.INCLUDE, (), True),
        (Kind.REWORDED, Verdict.UNSURE, (), True),
        (Kind.REWORDED, Verdict.EXCLUDE, ("year",), True),
        (Kind.REWORDED, Verdict.EXCLUDE, ("topic",), False),
        (Kind.REWORDED, Verdict.EXCLUDE, (), True),
        (Kind.ADDED, Verdict.INCLUDE, (), True),
        (Kind.ADDED, Verdict.EXCLUDE, ("topic",), False),
        (Kind.ADDED, Verdict.EXCLUDE, (), False),
        (Kind.RETIRED, Verdict.INCLUDE, (), False),
        (Kind.RETIRED, Verdict.UNSURE, (), True),
        (Kind.RETIRED, Verdict.EXCLUDE, ("topic", "year"), True),
        (Kind.RETIRED, Verdict.EXCLUDE, ("topic",), False),
    ],
)
def test_a_change_touches_the_decisions_that_it_may_turn(
    kind: Kind, verdict: Verdict, reasons: tuple[str, ...], touched: bool
) -> None:
    change = Change("year", "2000 or later", kind, ())
    assert bool(touching([change], verdict, reasons)) is touched


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (None, ""),
        (Years(2000, 2018), "year from 2000 to 2018"),
        (Years(last=2018), "year to 2018"),
        (Types(("Article",), ("Book", "Thesis")), "type Article, not Book or Thesis"),
        (Types(refused=("Book",)), "type not Book"),
        (Every((Types(("Article",)), PeerReviewed())), "type Article; peer-reviewed"),
    ],
)
def test_a_fact_is_told_in_words(fact: object, words: str) -> None:
    assert fact_words(fact) == words  # type: ignore[arg-type]
