"""Agreement on ratings: which questions there are, which words have an order, and what is said of the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewkit.agreement import Scale
from reviewkit.appraisal.agreeing import TOGETHER, Answer, measures, named
from reviewkit.appraisal.comparing import DESIGN, OVERALL
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR, Quality, QualityCriterion

INSTRUMENT = Quality(
    scale=("met", "partly met", "not met"),
    ordinal=True,
    judgements=("good", "weak"),
    designs=("survey", "interviews"),
    criteria=(
        QualityCriterion("validity", "validity", ("survey",)),
        QualityCriterion("clarity", "clarity", ("survey", "interviews")),
    ),
)


def answers(criterion: str, *pairs: str) -> list[Answer]:
    """Ada's and Grace's answers to one question on several studies: `met/not met`."""
    return [
        (f"study {number}", who, criterion, said)
        for number, pair in enumerate(pairs)
        for who, said in zip(("Ada", "Grace"), pair.split("/"), strict=True)
    ]


def test_questions_come_in_the_instruments_order_the_design_first_and_the_judgement_last() -> None:
    given = [
        *answers(OVERALL, "good/good", "weak/good"),
        *answers("clarity", "met/met", "met/not met"),
        *answers("gone", "met/met"),
        *answers("validity", "met/met", "not met/not met"),
        *answers(DESIGN, "survey/survey", "survey/interviews"),
    ]
    found = measures(given, INSTRUMENT)
    assert list(found) == [DESIGN, "validity", "clarity", "gone", TOGETHER, OVERALL]
    assert [one.scale for one in found.values()] == [Scale.NOMINAL, *[Scale.ORDINAL] * 5]
    assert found[TOGETHER].n == 5
    assert list(named(found, INSTRUMENT))[-2:] == ["all criteria together", "overall judgement"]


def test_a_near_miss_counts_in_part_and_unclear_agrees_with_unclear_alone() -> None:
    far, near, unclear = (
        measures(answers("clarity", "met/met", "not met/not met", f"met/{other}"), INSTRUMENT)["clarity"].kappa.value
        for other in ("not met", "partly met", UNCLEAR)
    )
    assert near is not None
    assert far is not None
    assert unclear is not None
    assert near > far
    assert near > unclear
    same = measures(answers("clarity", "met/met", f"{UNCLEAR}/{UNCLEAR}"), INSTRUMENT)["clarity"]
    assert (same.kappa.value, same.ac2 and same.ac2.value, same.alpha.value) == (1, 1, 1)


def test_weighted_kappa_with_ratings_outside_the_order_by_hand() -> None:
    # 4 studies; weights met-met 1, met-partly 1/2, unclear-unclear 1, unclear-met 0. Observed (1 + 1/2 + 1 + 0) / 4.
    # Ada: met 3/4, unclear 1/4; Grace: met 1/4, partly 1/4, unclear 1/2. Expected 3/4 (1/4 + 1/8) + 1/4 1/2 = 13/32.
    pairs = ("met/met", "met/partly met", f"{UNCLEAR}/{UNCLEAR}", f"met/{UNCLEAR}")
    found = measures(answers("clarity", *pairs), INSTRUMENT)["clarity"]
    assert found.kappa.value == pytest.approx((5 / 8 - 13 / 32) / (1 - 13 / 32), abs=1e-9)
    assert any("agrees with the same one alone" in note for note in found.notes)


def test_without_an_order_nothing_is_weighted() -> None:
    found = measures(answers("clarity", "met/partly met", "met/met"), replace(INSTRUMENT, ordinal=False))["clarity"]
    assert (found.kappa_unweighted, found.ac2) == (None, None)
    assert found.categories == ("not met", "partly met", "met", UNCLEAR, NOT_APPLICABLE)


def test_a_word_that_left_the_scale_is_a_category_of_its_own_and_is_told_of() -> None:
    found = measures(answers("clarity", "yes/met", "yes/yes", "met/met"), INSTRUMENT)["clarity"]
    assert '"yes" is no longer in the instrument and is a category of its own (3 ratings).' in found.notes


def test_studies_that_two_did_not_rate_on_a_criterion_are_counted_and_no_agreement() -> None:
    alone = [("study 9", "Ada", "validity", "met")]
    found = measures([*answers("validity", "met/met", "not met/met"), *alone], INSTRUMENT)["validity"]
    assert (found.n, found.items, found.missing) == (2, 3, 1)
    assert measures(alone, INSTRUMENT) == {}
    assert measures([], INSTRUMENT) == {}


def test_more_than_two_raters_and_kappa_that_misleads() -> None:
    given = [
        (f"{study}", who, "clarity", "not met" if (study, who) == (0, "Edsger") else "met")
        for study in range(20)
        for who in ("Ada", "Edsger", "Grace")
    ]
    found = measures(given, INSTRUMENT)["clarity"]
    assert found.raters == ("Ada", "Edsger", "Grace")
    assert "Fleiss" in found.kappa.method
    assert "Kappa misleads here" in found.warnings[0]


def test_all_criteria_together_have_no_interval_since_ratings_of_a_study_are_not_independent() -> None:
    given = [*answers("validity", "met/met", "met/not met"), *answers("clarity", "met/met", "not met/met")]
    found = measures(given, INSTRUMENT)[TOGETHER]
    assert found.percent_agreement.value == 0.5
    assert {one.low for one in (found.percent_agreement, found.kappa, found.ac1, found.pabak, found.alpha)} == {None}


def test_criteria_of_one_name_are_told_apart() -> None:
    twice = replace(INSTRUMENT, criteria=tuple(replace(one, name="validity") for one in INSTRUMENT.criteria))
    found = measures([*answers("validity", "met/met"), *answers("clarity", "met/met")], twice)
    assert list(named(found, twice))[:2] == ["validity (validity)", "validity (clarity)"]
