from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from reviewkit.dedup import links
from reviewkit.dedup.explaining import explained
from reviewkit.model import LinkVerdict, Record
from tests.dedup.records import ARTICLE, numbered, records


@given(records(least=2))
@settings(deadline=None)
def test_an_explanation_says_what_the_rules_say_of_the_two_alone(some: list[Record]) -> None:
    a, b = some[0], replace(some[1], id=numbered(99))
    found, link = explained(a, b), next(iter(links([a, b])), None)
    assert (found.verdict, found.score) == ((link.verdict, link.score) if link is not None else (None, 0))
    if found.verdict is LinkVerdict.SAME:
        assert dict(found.said)["vetoed"] is False
        assert any(holds for rule, holds in found.said if rule.startswith("same"))


def test_each_field_shows_what_both_say_and_how_it_speaks() -> None:
    other = replace(
        ARTICLE, id=numbered(2), pages="221-8", year=2017, journal="Somewhere Else Entirely", issn=(), doi=None
    )
    found = {field.name: field for field in explained(ARTICLE, other).fields}
    assert (found["title"].says, found["title"].a) == ("the same", ARTICLE.title)
    assert (found["year"].a, found["year"].b, found["year"].says) == ("2016", "2017", "nearly agree")
    assert found["journal"].says == "differ"
    assert (found["doi"].b, found["doi"].says) == ("", "say nothing")


def test_records_that_share_no_key_are_said_not_to_be_compared() -> None:
    other = Record(numbered(2), title="Something about quite another thing", authors=("Zzz, Q.",), year=1950)
    found = explained(ARTICLE, other)
    assert (found.found, found.verdict) == (False, None)
