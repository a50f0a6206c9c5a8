"""criteria/ says what Norheim & Moser (2020) say in their Tables 1, 2 and 4 and of their sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit import criteria
from reviewkit.model import Route, Stage

FOLDER = Path(__file__).parents[2] / "criteria"


@pytest.fixture(scope="module")
def reference() -> criteria.Criteria:
    return criteria.read({path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")})


def test_the_criteria_are_those_of_table_1_less_the_search(reference: criteria.Criteria) -> None:
    ids = [
        "timeframe",
        "publication_type",
        "language",
        "empirical",
        "immigrant_families",
        "population",
        "level",
    ]
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        assert [reason.id for reason in reference.reasons(stage)] == ids


def test_both_refinements_of_the_text_are_rulings(reference: criteria.Criteria) -> None:
    notes = {reason.id: " ".join(reason.notes) for reason in reference.reasons(Stage.FULL_TEXT) if reason.notes}
    assert "home language" in notes["immigrant_families"]
    assert "older than 8" in notes["level"]


def test_the_blocks_are_the_rows_of_table_2(reference: criteria.Criteria) -> None:
    assert [block.terms for block in reference.search.blocks] == [
        ("Parents", "Families", "Mothers", "Fathers"),
        ("Early childhood education", "Preschool", "Kindergarten", "Child care"),
        ("Ethnic diversity", "Minority", "Immigrant"),
        ("Staff", "Professionals", "Teachers", "Educators"),
        ("Communication", "Collaboration", "Cooperation", "Relationship", "Partnership"),
    ]
    assert [database.name for database in reference.search.databases] == ["Academic Search Premier", "ERIC"]


@pytest.mark.parametrize(
    ("design", "ids"),
    [
        ("quantitative", ["validity", "reliability", "generalizability"]),
        ("qualitative", ["trustworthiness", "coherence", "transferability", "application"]),
        (
            "mixed methods",
            [
                "validity",
                "reliability",
                "generalizability",
                "trustworthiness",
                "coherence",
                "transferability",
                "application",
            ],
        ),
    ],
)
def test_the_quality_criteria_depend_on_the_design_as_in_table_4(
    reference: criteria.Criteria, design: str, ids: list[str]
) -> None:
    assert [criterion.id for criterion in reference.quality.criteria_for(design)] == ids


def test_quality_excludes_and_two_decide_on_everything(reference: criteria.Criteria) -> None:
    review = reference.review
    assert reference.quality.excludes
    assert (review.reviewers, review.decisions, review.dual_share) == (("reviewer 1", "reviewer 2"), 2, 1.0)


def test_the_rows_of_table_3_bear_their_printed_names(reference: criteria.Criteria) -> None:
    assert reference.review.labels == {
        Route.CITATION: "Manual search (based on the references in the relevant articles)",
        Route.HAND: "Hand search",
    }


def test_table_3_is_there_to_be_held_against_with_its_empty_cell(reference: criteria.Criteria) -> None:
    published = reference.review.published
    assert published is not None
    assert list(published.rows.values()) == [
        (143, 47, 19, 18),
        (15, 15, 7, 6),
        (None, 1, 1, 1),
        (158, 62, 27, 25),
    ]
    assert set(reference.review.labels.values()) < set(published.rows)


def test_the_codebook_yields_the_description_of_the_sample(reference: criteria.Criteria) -> None:
    fields = {field.id: field for field in reference.extraction.fields}
    assert list(fields) == ["design", "origin", "immigrant_group", "perspective", "themes"]
    assert fields["design"].choices == ("qualitative", "quantitative", "mixed methods")
    assert {"Latino", "Asian"} < set(fields["immigrant_group"].choices)
    assert fields["immigrant_group"].kind == fields["themes"].kind == "several"


def test_it_says_that_it_is_invented_where_it_is(reference: criteria.Criteria) -> None:
    assert reference.review.watermark == (
        "Worked example: who decided what, the reasons, which record came by which route, and all stand-in records "
        "are invented; each study was coded for the example."
    )
