from __future__ import annotations

from dataclasses import replace

import pytest

from reviewkit.appraisal.comparing import DESIGN, OVERALL, answers, differing
from reviewkit.appraisal.judging import excludes, judged, missing, reasons
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR, JudgementRule, Quality, QualityCriterion
from reviewkit.model import Appraisal, Rating

GOOD, MIDDLING, WEAK = "good", "middling", "weak"
BY_RATER = Quality(
    excludes=True,
    threshold="What is weak leaves.",
    scale=("yes", "partly", "no"),
    judgements=(GOOD, MIDDLING, WEAK),
    excluding=(WEAK,),
    designs=("survey", "interviews"),
    criteria=(
        QualityCriterion("sample", "sample", ("survey",)),
        QualityCriterion("measure", "measure", ("survey",), evidence=True),
        QualityCriterion("clarity", "clarity", ("survey", "interviews")),
    ),
)
BY_RULE = replace(
    BY_RATER,
    judgement_by="rule",
    rules=(
        JudgementRule(WEAK, "no", criteria=("measure",)),
        JudgementRule(WEAK, "no", at_least=2),
        JudgementRule(MIDDLING, "no"),
        JudgementRule(MIDDLING, UNCLEAR, at_least=2),
    ),
)
BARE = replace(BY_RATER, judgements=(), excluding=())


def rated(sample: str = "", measure: str = "", clarity: str = "", **others: str) -> tuple[Rating, ...]:
    given = {"sample": sample, "measure": measure, "clarity": clarity} | others
    return tuple(Rating(criterion, value) for criterion, value in given.items() if value)


@pytest.mark.parametrize(
    ("ratings", "judgement", "why"),
    [
        (rated("yes", "yes", "partly"), GOOD, ("clarity",)),
        (rated("yes", "no", "yes"), WEAK, ("measure",)),
        (rated("no", "yes", "no"), WEAK, ("sample", "clarity")),
        (rated("no", "yes", "yes"), MIDDLING, ("sample",)),
        (rated(UNCLEAR, UNCLEAR, "yes"), MIDDLING, ("sample", "measure")),
        (rated(UNCLEAR, NOT_APPLICABLE, "yes"), GOOD, ()),
        (rated("yes", "yes", "yes", gone="no"), GOOD, ()),
        ((), GOOD, ()),
    ],
)
def test_the_first_rule_that_fits_gives_the_judgement_and_else_it_is_the_best(
    ratings: tuple[Rating, ...], judgement: str, why: tuple[str, ...]
) -> None:
    assert judged(BY_RULE, "survey", ratings, "good enough for me") == judgement
    assert reasons(BY_RULE, "survey", ratings) == why
    assert excludes(BY_RULE, "survey", ratings, judgement) is (judgement == WEAK)


def test_ratings_that_are_not_of_the_design_are_never_judged() -> None:
    assert judged(BY_RULE, "interviews", rated("no", "no", "yes")) == GOOD
    assert reasons(BY_RULE, "interviews", rated("no", "no", "yes")) == ()


def test_a_rater_judges_alone_and_the_worst_ratings_are_the_reasons() -> None:
    assert judged(BY_RATER, "survey", rated("no"), GOOD) == GOOD
    assert reasons(BY_RATER, "survey", rated("no", "partly", "no")) == ("sample", "clarity")
    assert reasons(BY_RATER, "survey", rated("yes", "partly")) == ("measure",)


def test_without_judgements_the_last_point_of_the_scale_excludes() -> None:
    assert judged(BARE, "survey", rated("no"), GOOD) == ""
    assert [excludes(BARE, "survey", rated(value), "") for value in ("yes", "partly", "no", UNCLEAR)] == [
        False,
        False,
        True,
        False,
    ]
    assert not excludes(replace(BARE, excludes=False), "survey", rated("no"), "")


@pytest.mark.parametrize(
    ("appraisal", "lacks"),
    [
        (Appraisal(""), ["the design"]),
        (Appraisal("essay", rated("yes")), ["the design"]),
        (
            Appraisal("survey", rated("yes", "yes")),
            ["a rating of clarity", "a quotation or a page for measure", "the overall judgement"],
        ),
        (Appraisal("interviews", rated(clarity="yes"), GOOD), []),
        (Appraisal("interviews", rated(clarity="splendid"), GOOD), ["a rating of clarity"]),
        (Appraisal("interviews", rated(clarity="no"), "splendid"), ["the overall judgement"]),
        (Appraisal("survey", (*rated("yes", "", "no"), Rating("measure", UNCLEAR, page="4")), WEAK), []),
    ],
)
def test_what_an_appraisal_lacks_is_named(appraisal: Appraisal, lacks: list[str]) -> None:
    assert missing(BY_RATER, appraisal) == lacks
    assert missing(BY_RATER, appraisal, evidence=False) == [one for one in lacks if "quotation" not in one]


@pytest.mark.parametrize(
    ("others", "what"),
    [
        (Appraisal("survey", rated("yes", "no"), GOOD), ()),
        (Appraisal("survey", (Rating("measure", "no", "a passage", "3"), Rating("sample", "yes")), GOOD, "mine"), ()),
        (Appraisal("survey", rated("no", "no"), WEAK), ("sample", OVERALL)),
        (Appraisal("interviews", rated(clarity="yes"), GOOD), (DESIGN, "sample", "measure", "clarity")),
    ],
)
def test_raters_differ_by_what_they_answer_and_not_by_what_it_rests_on(
    others: Appraisal, what: tuple[str, ...]
) -> None:
    own = Appraisal("survey", rated("yes", "no"), GOOD)
    assert differing([own, others]) == what
    assert sorted(differing([others, own])) == sorted(what)
    assert differing([own]) == differing([]) == ()


def test_criteria_may_be_called_like_what_is_answered_of_the_whole_study() -> None:
    own, other = (
        Appraisal("survey", (Rating("design", value), Rating("overall", value)), GOOD) for value in ("yes", "no")
    )
    assert differing([own, other]) == ("design", "overall")
    assert len(answers(own)) == 4
