"""The sample of the worked example: the published description comes out of what is coded, and its slips are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.review import Review
from tests.example.coding import MARK
from tests.example.test_example import copy_of_the_example

PUBLISHED = {
    "Design": {"qualitative": 15, "quantitative": 8, "mixed methods": 2},
    "Origin of the study": {
        "United States": 13,
        "Europe": 7,
        "New Zealand": 2,
        "Australia": 1,
        "Canada": 1,
        "Israel": 1,
    },
    "Immigrant group": {"Latino": 10, "Asian": 8},
    "Perspective": {
        "parents only": 11,
        "parents and professionals": 9,
        "professionals, parents and children": 3,
        "parental involvement and child outcomes": 2,
    },
    "Themes": {"language": 16},
}
"""How the five that are neither from the United States nor from Europe part is not published, but in their titles."""


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return Review.open(copy_of_the_example(tmp_path / "clone"), state=tmp_path / "state")


def test_the_published_description_of_the_sample_comes_out_of_the_coding(review: Review) -> None:
    found = {one.field.name: one for one in review.coding_tables.summaries()}
    assert found.keys() == PUBLISHED.keys()
    for name, counts in PUBLISHED.items():
        assert (found[name].answered, found[name].open) == (25, 0)
        assert {one.value: one.n for one in found[name].shares if one.value in counts} == counts
    assert {name for name, one in found.items() if one.note} == {"Immigrant group", "Themes"}


def test_its_three_wrong_percentages_are_named(review: Review) -> None:
    assert [one.sentence for one in review.coding_tables.differs_from_print()] == [
        "Design, quantitative: 8 and 33% in print, coded 8 of 25, which is 32.0%.",
        "Immigrant group, Asian: 8 and 33% in print, coded 8 of 25, which is 32.0%.",
        "Themes, language: 16 and 67% in print, coded 16 of 25, which is 64.0%.",
    ]


def test_every_answer_says_that_it_was_coded_for_the_example(review: Review) -> None:
    studies = review.coding.studies()
    assert {one.note for study in studies for one in study.agreed or ()} == {MARK}
    assert all(one.quotation.text in study.title for study in studies for one in study.quotations)
    assert "coded for the example" in review.session.criteria.review.watermark
