"""From a rater's ratings to the overall judgement, to what excludes a study, and to what is still missing.

The thing a reader would get wrong: ratings of criteria that the instrument has no longer, or that are for another
design, are carried along but never judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.criteria.nouns import JudgementRule, Quality
    from reviewkit.model import Appraisal, Rating


def values(ratings: Sequence[Rating]) -> dict[str, str]:
    """Return what was rated, by criterion; a criterion with evidence but without a rating is left out."""
    return {one.criterion: one.value for one in ratings if one.value}


def judged(instrument: Quality, design: str, ratings: Sequence[Rating], given: str = "") -> str:
    """Return the overall judgement: the rater's own, or what the rules make of the ratings; empty if there is none."""
    if not instrument.judgements:
        return ""
    if instrument.judgement_by != "rule":
        return given
    rule = _fitting(instrument, design, ratings)
    return rule.judgement if rule is not None else instrument.judgements[0]


def excludes(instrument: Quality, design: str, ratings: Sequence[Rating], judgement: str) -> bool:
    """Return whether a study so rated leaves the review.

    Without judgements it does where some criterion for its design has the last rating of the scale.
    """
    if not instrument.excludes:
        return False
    if instrument.judgements:
        return judgement in instrument.excluding
    return bool(_rated(instrument, design, ratings, instrument.scale[-1:]))


def reasons(instrument: Quality, design: str, ratings: Sequence[Rating]) -> tuple[str, ...]:
    """Return the criteria that an exclusion rests on, in the file's order.

    Those that the rule counted, else those with the last rating of the scale, else those below the first.
    """
    rule = _fitting(instrument, design, ratings)
    counted = _counted(instrument, rule, design, ratings) if rule is not None else ()
    worst = _rated(instrument, design, ratings, instrument.scale[-1:])
    return counted or worst or _rated(instrument, design, ratings, instrument.scale[1:])


def missing(instrument: Quality, appraisal: Appraisal, *, evidence: bool = True) -> list[str]:
    """Return in words what an appraisal lacks before it can be finished; a rating that the scale lost is none."""
    if appraisal.design not in instrument.designs:
        return ["the design"]
    given, offered = {one.criterion: one for one in appraisal.ratings}, {*instrument.scale, UNCLEAR, NOT_APPLICABLE}
    criteria = instrument.criteria_for(appraisal.design)
    rated = {criterion for criterion, one in given.items() if one.value in offered}
    found = [f"a rating of {one.name}" for one in criteria if one.id not in rated]
    found += [
        f"a quotation or a page for {one.name}"
        for one in criteria
        if evidence and one.evidence and one.id in rated and not (given[one.id].quotation or given[one.id].page)
    ]
    by_rater = instrument.judgements and instrument.judgement_by != "rule"
    if by_rater and appraisal.judgement not in instrument.judgements:
        found.append("the overall judgement")
    return found


def _fitting(instrument: Quality, design: str, ratings: Sequence[Rating]) -> JudgementRule | None:
    if instrument.judgement_by != "rule":
        return None
    fits = (one for one in instrument.rules if len(_counted(instrument, one, design, ratings)) >= one.at_least)
    return next(fits, None)


def _counted(instrument: Quality, rule: JudgementRule, design: str, ratings: Sequence[Rating]) -> tuple[str, ...]:
    found = _rated(instrument, design, ratings, (rule.rating,))
    return tuple(one for one in found if not rule.criteria or one in rule.criteria)


def _rated(instrument: Quality, design: str, ratings: Sequence[Rating], wanted: Sequence[str]) -> tuple[str, ...]:
    given = values(ratings)
    return tuple(one.id for one in instrument.criteria_for(design) if given.get(one.id) in wanted)
