"""What is claimed, case by case: exact sentences, since a wrong one ends up in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Order, QueueOrder, Rejection, Reviewer, Route, Stage
from reviewkit.report import methods, results, selection
from reviewkit.report.facts import AtStage
from reviewkit.report.nouns import Said, ToWrite
from tests.making import two_devices
from tests.report.facts import BOTH, CRITERIA, EMPTY, at, facts, searched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reviewkit.report.facts import Facts
    from reviewkit.report.nouns import Section

FIRST = Stage.TITLE_ABSTRACT


def said(sections: Sequence[Section], heading: str) -> str:
    """The paragraphs of the section of that heading."""
    section = next(one for one in sections if one.heading == heading)
    return " ".join(part.text for part in section.parts if isinstance(part, Said))


WHO: list[tuple[AtStage, list[str]]] = [
    (AtStage(), []),
    (
        AtStage(over=159, double=159, independent=159, raters=BOTH),
        [
            "At title and abstract, two reviewers (Ada and Grace) decided on each of the 159 reports independently of "
            "each other."
        ],
    ),
    (
        AtStage(over=1, double=1, independent=1, raters=BOTH),
        ["At title and abstract, two reviewers (Ada and Grace) decided on the one report independently of each other."],
    ),
    (
        AtStage(over=9, double=9, independent=9, raters=("Ada", "Grace", "Mary")),
        [
            "At title and abstract, at least two of three reviewers (Ada, Grace and Mary) decided on each of the 9 "
            "reports independently."
        ],
    ),
    (
        AtStage(over=7, raters=("Ada",)),
        ["At title and abstract, one reviewer (Ada) decided on each of the 7 reports alone."],
    ),
    (
        AtStage(over=7, raters=BOTH),
        [
            "At title and abstract, one of two reviewers (Ada and Grace) decided on each of the 7 reports alone; "
            "nobody checked it."
        ],
    ),
    (
        AtStage(over=10, double=6, independent=5, raters=BOTH),
        [
            "At title and abstract, 10 reports were decided on by two reviewers (Ada and Grace): on 5 two or more "
            "decided independently; on 1 two or more decided, but not independently; on 4 one reviewer decided alone."
        ],
    ),
    (
        AtStage(over=3, double=3, raters=BOTH),
        [
            "At title and abstract, 3 reports were decided on by two reviewers (Ada and Grace): on 3 two or more "
            "decided, but not independently."
        ],
    ),
    (
        AtStage(over=2, double=2, independent=2, raters=BOTH, brought_over=4),
        [
            "At title and abstract, two reviewers (Ada and Grace) decided on each of the 2 reports independently of "
            "each other.",
            "4 decisions were made in another program and brought over.",
        ],
    ),
]


@pytest.mark.parametrize(("found", "sentences"), WHO)
def test_who_decided_is_told_by_the_decisions_that_stand(found: AtStage, sentences: list[str]) -> None:
    assert selection.who_decided(FIRST, found) == sentences


@pytest.mark.parametrize("found", [one for one, _ in WHO if one.independent < one.over])
def test_nothing_but_independent_double_decisions_is_called_so_of_each_report(found: AtStage) -> None:
    assert not any("each of the" in text and "independently" in text for text in selection.who_decided(FIRST, found))


SETTLED: list[tuple[AtStage, Mapping[str, int], list[str]]] = [
    (AtStage(over=5, raters=("Ada",)), {}, []),
    (AtStage(over=5, double=5, raters=BOTH), {}, ["No disagreement at title and abstract had to be settled."]),
    (
        AtStage(over=5, double=5, raters=BOTH, consensus=1),
        {},
        ["1 disagreement at title and abstract was settled by consensus."],
    ),
    (
        AtStage(over=5, double=5, raters=BOTH, consensus=3, adjudicated=2, adjudicators=("Mary",)),
        {},
        ["5 disagreements at title and abstract were settled, 3 by consensus and 2 by an adjudicator (Mary)."],
    ),
    (
        AtStage(over=5, double=5, raters=BOTH),
        {"title_abstract.conflict": 2},
        [
            "2 disagreements at title and abstract are not settled yet; those reports count as pending, neither "
            "included nor excluded."
        ],
    ),
    (
        AtStage(over=5, double=5, raters=BOTH, reason_open=1),
        {},
        ["On the main reason of 1 exclusion at title and abstract the reviewers differ, and that is not settled yet."],
    ),
]


@pytest.mark.parametrize(("found", "boxes", "sentences"), SETTLED)
def test_disagreements_end_as_they_did_or_are_pending(
    found: AtStage, boxes: Mapping[str, int], sentences: list[str]
) -> None:
    assert selection.how_settled(FIRST, facts(boxes, stages=at(FIRST, found))) == sentences


SELECTION: list[tuple[Facts, list[str]]] = [
    (facts(), ["No records have been identified yet."]),
    (
        facts({"identified": 1, "screened": 1, "title_abstract.pending": 1}),
        [
            "1 record was identified.",
            "The one report to screen has not been decided on at title and abstract yet.",
            "No study is included so far; one report is still open, so that this is not final.",
        ],
    ),
    (
        facts({"identified": 5, "screened": 5, "title_abstract.excluded": 5}),
        [
            "5 records were identified; no duplicates were found among them.",
            "Of 5 reports to screen, 5 were excluded at title and abstract, and none went on to the full text.",
            "No study met the criteria, so none is included.",
        ],
    ),
    (
        facts(
            {
                "identified": 12,
                "duplicates": 1,
                "removed": 2,
                "removed.language": 2,
                "removed_other": 1,
                "screened": 8,
                "title_abstract.excluded": 2,
                "title_abstract.included": 5,
                "title_abstract.not_read": 1,
                "sought": 5,
                "assessed": 3,
                "full_text.included": 2,
                "full_text.excluded": 1,
                "full_text.excluded.language": 1,
                "full_text.not_retrieved": 1,
                "full_text.awaiting": 1,
                "included": 2,
            },
            studies=1,
        ),
        [
            "12 records were identified, of which 1 was removed as a duplicate.",
            "2 reports were removed before screening by rules that the review had switched on and that look at the "
            "record alone (English 2).",
            "1 report was removed before screening for other reasons.",
            "Of 8 reports to screen, 2 were excluded at title and abstract, and 5 went on to the full text.",
            "1 report was not read when screening was stopped, and nothing is known of it.",
            "Full texts of 5 reports were sought.",
            "1 report could not be retrieved.",
            "1 report is awaited.",
            "3 reports were assessed, and 1 of these was excluded (English 1).",
            "So far, 1 study (in 2 reports) is included; one report is still open, so that this is not final.",
        ],
    ),
    (
        facts({"identified": 3, "screened": 3, "title_abstract.included": 2, "title_abstract.conflict": 1}),
        [
            "3 records were identified; no duplicates were found among them.",
            "Of 3 reports to screen, none was excluded at title and abstract, and 2 went on to the full text.",
            "On 1 report the reviewers differ, and that is not settled yet.",
            "No study is included so far; one report is still open, so that this is not final.",
        ],
    ),
]


@pytest.mark.parametrize(("found", "sentences"), SELECTION)
def test_the_way_of_the_records_is_told_as_far_as_it_went(found: Facts, sentences: list[str]) -> None:
    assert results.study_selection(found) == sentences


def test_one_search_is_not_told_as_several() -> None:
    one = searched(databases=("ERIC",), platform="eric.ed.gov", date="2018-10-15", announced=82)
    found = methods.methods(facts(searches=(one,)))
    assert said(found, methods.SEARCH) == "One search of a database or register was run."
    assert methods.searched(one) == (
        "ERIC, a database, through eric.ed.gov, on 15 October 2018: the platform announced 82, and 81 entries were "
        "imported."
    )


def test_what_could_not_be_read_is_told_beside_the_search() -> None:
    rejected = searched("Hand search", Route.HAND, 1)
    rejected = type(rejected)(rejected.id, rejected.search, (), 1, (Rejection(2, 9, "no title"),))
    assert methods.searched(rejected) == (
        "Hand search: 2 entries were imported. 1 entry could not be read as a record."
    )


@pytest.mark.parametrize(
    ("searches", "sentence"),
    [
        ((), "No search has been imported yet."),
        ((searched(), searched("B")), "2 searches of databases or registers were run."),
        (
            (searched(), searched("References", Route.CITATION), searched("Hand", Route.HAND)),
            "One search of a database or register was run, and 1 by other methods.",
        ),
        (
            (searched("Hand", Route.HAND),),
            "Databases and registers were not searched; 1 search went by other methods.",
        ),
    ],
)
def test_searches_are_counted_by_what_they_were(searches: tuple[object, ...], sentence: str) -> None:
    assert said(methods.methods(facts(searches=searches)), methods.SEARCH) == sentence


def test_citation_searching_is_claimed_only_where_there_was_some() -> None:
    assert results.citation_searching(facts()) == ["No record came from citation searching."]
    boxes = {"identified": 15, "duplicates": 2, "screened": 13, "title_abstract.included": 9, "included": 6}
    assert results.citation_searching(facts(by_route={Route.CITATION: boxes})) == [
        "Citation searching found 15 records.",
        "2 records of these were known already or found twice.",
        "13 reports were screened like all others, 9 went on to the full text, and 6 are included.",
    ]


def test_agreement_is_not_reported_where_there_is_none() -> None:
    assert results.agreement(EMPTY) == ["There is no agreement to report."]
    assert said(methods.methods(EMPTY), methods.AGREEMENT) == (
        "Agreement cannot be measured: no report has two decisions that were made independently of each other."
    )


def test_appraisal_says_whether_it_excluded() -> None:
    done = at(Stage.QUALITY, AtStage(over=3, double=3, independent=3, raters=BOTH))
    boxes = {"quality.included": 2, "quality.excluded": 1, "quality.excluded.reason_open": 1}
    assert results.appraisal(facts(boxes, stages=done))[0] == "3 reports were appraised; none was excluded for it."
    excluding = type(CRITERIA)(
        CRITERIA.review, CRITERIA.search, CRITERIA.screening, type(CRITERIA.quality)(excludes=True), CRITERIA.extraction
    )
    assert results.appraisal(facts(boxes, stages=done, criteria=excluding))[0] == (
        "3 reports were appraised, and 1 of these was excluded (reasons that differ, not settled 1)."
    )
    assert results.appraisal(EMPTY) == ["The quality assessment has no results yet."]


def test_pairs_that_wait_are_told() -> None:
    waiting = type(EMPTY.duplicates)("2", pairs_judged=3, pairs_waiting=1)
    assert said(methods.methods(facts({"identified": 9}, duplicates=waiting)), methods.DUPLICATES) == (
        "Records were compared with one another by reviewkit 1.0 (rules 2), which calls two records one report where "
        "its rules are certain and leaves the other pairs to a person. People judged 3 pairs of records. 1 pair waits "
        "for a person and counts as different reports until then."
    )


def test_what_nobody_has_said_is_left_to_a_person() -> None:
    def tasks(found: Facts) -> list[str]:
        sections = [methods.introduction(found), *methods.methods(found), *results.results(found)]
        return [part.text for section in sections for part in section.parts if isinstance(part, ToWrite)]

    assert "Where the protocol is registered, or that it is not." in tasks(EMPTY)
    assert "What it means that no study met the criteria." not in tasks(EMPTY)
    assert "What it means that no study met the criteria." in tasks(facts({"identified": 3, "screened": 3}))


def test_what_a_new_review_is_made_with_is_told_as_nobodys_words(tmp_path: Path) -> None:
    review, _ = two_devices(tmp_path)
    found = review.reporting.facts()
    assert {"The question of the review.", "What “population” asks for, in criteria/screening.toml."} <= {
        task for _, task in review.reporting.to_write()
    }
    assert not found.question
    assert facts().question == "What helps?"


def test_a_retracted_report_among_the_included_is_told() -> None:
    found = facts({"included": 2}, studies=2, retracted=1)
    assert results.included(found)[-1] == "1 of the included reports is called retracted by its record or a service."


def test_in_which_order_people_read_is_said_of_each_and_of_nobody_who_read_as_imported() -> None:
    stages = at(FIRST, AtStage(over=3, double=3, independent=3, raters=("Ada", "Grace", "Joan")))
    plain = {(FIRST, Reviewer("Ada")): (QueueOrder(FIRST, Order.IMPORTED),)}
    chosen = {
        (FIRST, Reviewer("Ada")): (QueueOrder(FIRST, Order.IMPORTED), QueueOrder(FIRST, Order.LIKELY, 10)),
        (FIRST, Reviewer("Joan")): (QueueOrder(FIRST, Order.RANDOM),),
    }
    assert selection.in_which_order(FIRST, facts(stages=stages, orders=plain)) == []
    assert selection.how_learned(facts(stages=stages, orders=plain)) == []
    assert selection.in_which_order(FIRST, facts(stages=stages, orders=chosen)) == [
        "At title and abstract, reports were read by Ada partly as imported and partly in the order of likely "
        "relevance, with 10 of every 100 picked at random; by Joan in random order; by Grace as imported."
    ]
    assert "that reviewer's own decisions" in selection.how_learned(facts(stages=stages, orders=chosen))[0]
