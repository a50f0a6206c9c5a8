from __future__ import annotations

import pytest

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.extraction.agreeing import measures, shares_equal
from reviewkit.model import Answer, Coding, ReportId, Reviewer

BOOK = Extraction(
    (
        Field("design", "Design", "one", ("survey", "interviews")),
        Field("group", "Group", "several", ("Latino", "Asian")),
        Field("n", "Participants", "number"),
    )
)


def coding(design: str, group: str, n: str) -> Coding:
    groups = {"": (), "both": ("Latino", "Asian")}.get(group, (group,))
    return Coding((Answer("design", (design,) if design else ()), Answer("group", groups), Answer("n", (n,))))


def test_one_choice_is_measured_as_a_whole_and_several_choice_by_choice() -> None:
    pairs = [
        (("survey", "both", "3"), ("survey", "Latino", "3.0")),
        (("survey", "Asian", "4"), ("interviews", "Asian", "5")),
        (("", "", "1"), ("", "", "1")),
        (("interviews", "Latino", "2"), ("interviews", "both", "2")),
    ]
    given = [
        (ReportId(str(place)), {Reviewer("Ada"): coding(*ada), Reviewer("Grace"): coding(*grace)})
        for place, (ada, grace) in enumerate(pairs)
    ]
    alone = [*given, (ReportId("alone"), {Reviewer("Ada"): coding("survey", "both", "9")})]
    found = measures(alone, BOOK)
    assert list(found) == ["Design", "Group: Latino", "Group: Asian"]
    assert found["Design"].n == 4
    assert found["Design"].categories == ("survey", "interviews", "not reported")
    assert found["Design"].percent_agreement.value == 0.75
    # By hand: chance agreement is (2*1 + 1*2 + 1*1) / 16, so kappa is (3/4 - 5/16) / (1 - 5/16) = 7/11.
    assert found["Design"].kappa.value == pytest.approx(7 / 11, abs=1e-4)
    assert (found["Group: Latino"].percent_agreement.value, found["Group: Asian"].percent_agreement.value) == (1, 0.5)
    assert shares_equal(alone, BOOK) == {"Participants": (3, 4)}
