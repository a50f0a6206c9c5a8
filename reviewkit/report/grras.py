"""GRRAS: where each of its 15 items on reliability and agreement is answered.

Source: Kottner et al. (2011), doi 10.1016/j.jclinepi.2010.03.002; the items are asked in our own words. The thing a
reader would get wrong: the raters are the reviewers, the subjects are reports, and what is rated is the decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Stage
from reviewkit.report import appraised, methods, results
from reviewkit.report.items import APPENDIX, METHODS, RESULTS, Item, Told, person
from reviewkit.report.selection import who_decided
from reviewkit.report.words import counted, joined

if TYPE_CHECKING:
    from reviewkit.report.facts import Facts


def _measured(facts: Facts, said: str, missing: str) -> Told:
    return ([said], []) if facts.agreement or facts.appraised.agreement else ([], [missing])


def _instrument(facts: Facts) -> Told:
    number = counted(len(facts.criteria.screening.criteria), "criterion", "criteria")
    quality = facts.criteria.quality
    asked = counted(len(quality.criteria), "criterion", "criteria")
    rated = [f"Ratings of the studies' quality on {asked}: {joined(quality.scale, 'or')}."]
    return [f"Decisions to include or exclude, by {number}.", *(rated if facts.appraised.over else [])], []


def _population(facts: Facts) -> Told:
    if not facts.n("screened"):
        return [], ["what was rated"]
    return [f"The {counted(facts.n('screened'), 'report')} of this review that were to be screened."], []


def _raters(facts: Facts) -> Told:
    each = [*(found.raters for found in facts.stages.values()), facts.appraised.raters]
    names = sorted({name for raters in each for name in raters})
    missing = ["their training and experience"]
    return ([f"{joined(names)}."], missing) if names else ([], ["who rated", *missing])


def _size(facts: Facts) -> Told:
    each = [f"{found.n} at {stage.words}" for stage, found in facts.agreement.items()]
    why = "why so many were rated twice"
    said = [f"Reports with two independent decisions: {', '.join(each)}."] if each else []
    rated = facts.appraised.independent
    said += [f"Studies with two independent appraisals: {rated}."] if rated else []
    return (said, []) if said else ([], [why])


def _sampling(facts: Facts) -> Told:
    review = facts.criteria.review
    if review.decisions < 2:
        return ["One decision a report is asked for."], ["how the reports were chosen that two people rated"]
    if review.dual_share >= 1:
        return ["Two decisions are asked for on every report; none was chosen."], []
    return [f"A random share of {review.dual_share:.0%} (seed {review.seed}) is decided on by two."], []


def _rating(facts: Facts) -> Told:
    said = "Where agreement is measured, nobody had seen a colleague's decision on the report before the own one."
    return [said] if facts.agreement else [], ["what else the reviewers knew, such as authors and journals"]


def _independence(facts: Facts) -> Told:
    alone = [text for stage in Stage for text in who_decided(stage, facts.stages[stage])]
    alone += appraised.who_rated(facts.appraised)[:1]
    return alone, [] if alone else ["whether ratings were independent"]


def _statistics(facts: Facts) -> Told:
    weighted = " Weighted kappa and AC2 for ratings on a scale that has an order."
    is_weighted = facts.criteria.quality.ordinal and facts.appraised.agreement
    said = f"Percent agreement, kappa with its 95% interval, and AC1.{weighted if is_weighted else ''}"
    return _measured(facts, said, "the statistics")


def _numbers(facts: Facts) -> Told:
    each = [
        f"{counted(found.n, 'report')} and {counted(len(found.raters), 'rater')} at {stage.words}"
        for stage, found in facts.agreement.items()
    ]
    rated = facts.appraised
    if rated.agreement:
        studies = counted(rated.independent, "study", "studies")
        each.append(f"{studies} and {counted(len(rated.raters), 'rater')} in the quality assessment")
    return ([f"{joined(each)}."], []) if each else ([], ["how many were rated, by how many"])


def _estimates(facts: Facts) -> Told:
    known = facts.agreement or facts.appraised.agreement
    return (results.agreement(facts), []) if known else ([], ["the estimates with their intervals"])


def _detailed(facts: Facts) -> Told:
    return _measured(
        facts, "Tables by stage and criterion; every decision is in the review's folder.", "detailed results"
    )


GRRAS = (
    Item(
        "1",
        "Title and abstract",
        "Do they say that agreement was looked at?",
        "",
        person("that, in title or abstract"),
    ),
    Item("2", "Instrument", "What was it measured on?", METHODS + methods.SELECTION, _instrument),
    Item("3", "Subjects", "Which things were rated?", RESULTS + results.STUDIES, _population),
    Item("4", "Raters", "Who rated?", METHODS + methods.SELECTION, _raters),
    Item(
        "5",
        "Background",
        "What is known of agreement here, and why ask?",
        "",
        person("what is known, and why it was measured"),
    ),
    Item("6", "Sample size", "How many ratings, and why so many?", RESULTS + methods.AGREEMENT, _size),
    Item("7", "Sampling", "How were subjects and raters chosen?", METHODS + methods.SELECTION, _sampling),
    Item("8", "Rating", "What did raters see, and what not?", METHODS + methods.AGREEMENT, _rating),
    Item("9", "Independence", "Did each rate without the others?", METHODS + methods.SELECTION, _independence),
    Item("10", "Statistics", "How was agreement computed?", METHODS + methods.AGREEMENT, _statistics),
    Item("11", "Numbers", "How many raters and subjects in the end?", RESULTS + methods.AGREEMENT, _numbers),
    Item("12", "Sample", "What are raters and subjects like?", "", person("training and experience of the raters")),
    Item("13", "Estimates", "Which values, how uncertain?", RESULTS + methods.AGREEMENT, _estimates),
    Item("14", "Relevance", "What does it mean in practice?", "", person("what the agreement means for the review")),
    Item("15", "Details", "Can the single results be had?", APPENDIX + "Agreement", _detailed),
)
"""The items of the guideline in its order."""
