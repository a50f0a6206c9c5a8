"""The quality appraisal in sentences: who rated, how, what came of it, and how well raters agreed.

The thing a reader would get wrong: a study is rated as a whole, so studies are counted here, while what the appraisal
excludes is counted in reports like everywhere else in the flow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR
from reviewkit.flow.document import estimated
from reviewkit.report.words import counted, joined, sentence, verb
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.agreement import Measures
    from reviewkit.criteria.nouns import JudgementRule, Quality
    from reviewkit.flow.table import Table


@dataclass(frozen=True, slots=True)
class Appraised:
    """What is known of the ratings, of studies that as many have rated as have to."""

    over: int = 0
    """Studies that as many have rated as have to."""
    open: int = 0
    """Studies that still have to be rated."""
    independent: int = 0
    """Of those that are over, how many two or more rated without seeing another's ratings."""
    raters: tuple[str, ...] = ()
    """Who rated any of them, sorted."""
    differing: int = 0
    """On how many the raters differed, settled or not."""
    consensus: int = 0
    """Of these, settled by consensus."""
    adjudicated: int = 0
    adjudicators: tuple[str, ...] = ()
    designs: tuple[tuple[str, int], ...] = ()
    """Of what was agreed on, in the instrument's order."""
    judgements: tuple[tuple[str, int], ...] = ()
    older: int = 0
    """Appraisals made under an earlier wording of the instrument."""
    agreement: Mapping[str, Measures] = field(default_factory=dict)
    """On each question, by what people call it."""
    tables: tuple[Table, ...] = ()
    """Ratings of each study, ratings by criterion, agreement."""

    @property
    def agreed(self) -> int:
        """Return on how many studies it is known what holds."""
        return sum(number for _, number in self.designs)

    @property
    def unsettled(self) -> int:
        """Return on how many studies the raters differ and have not settled it."""
        return self.differing - self.consensus - self.adjudicated


NOBODY_RATED = Appraised()


def instrument(quality: Quality) -> list[str]:
    """Return how studies are rated and judged."""
    if not quality.scale:
        return []
    besides = f"; besides, a criterion can be rated {UNCLEAR} or {NOT_APPLICABLE}"
    said = [f"Each is rated {joined(quality.scale, 'or')}{besides}."]
    if quality.judgements:
        by = "by the rater" if quality.judgement_by == "rater" else f"by a rule: {_rules(quality)}"
        said.append(f"Overall, a study is judged {joined(quality.judgements, 'or')} {by}.")
    return [line(one) for one in said]


def _rules(quality: Quality) -> str:
    each = [_rule(one, quality) for one in quality.rules]
    return f"{'; else '.join(each)}; otherwise {quality.judgements[0]}"


def _rule(one: JudgementRule, quality: Quality) -> str:
    names = {criterion.id: criterion.name for criterion in quality.criteria}
    among = f" among {joined([names.get(own, own) for own in one.criteria])}" if one.criteria else ""
    number = counted(one.at_least, "criterion", "criteria")
    return f'{one.judgement} where {number} or more{among} {verb(one.at_least, "is", "are")} rated "{one.rating}"'


def who_rated(found: Appraised) -> list[str]:
    """Return who rated, independently or not, and how differences ended; nothing where nothing is over."""
    if not found.over:
        return []
    studies, rest = counted(found.over, "study", "studies"), found.over - found.independent
    by = f"{studies} {verb(found.over)} rated by {joined(found.raters)}"
    if not rest:
        said = [sentence(f"{by}, each by two or more who had not seen another's ratings")]
    elif found.independent:
        said = [sentence(f"{by}, {found.independent} of them by two or more who had not seen another's ratings")]
    else:
        said = [sentence(f"{by}, none of them by two who had not seen another's ratings")]
    return [*said, *_ended(found), *_older(found)]


def _ended(found: Appraised) -> list[str]:
    if not found.differing:
        return ["The raters did not differ on any of them."] if len(found.raters) > 1 else []
    by = f" ({joined(found.adjudicators)})" if found.adjudicators else ""
    parts = [
        f"{found.consensus} {verb(found.consensus)} settled by consensus" if found.consensus else "",
        f"{found.adjudicated} {verb(found.adjudicated)} settled by an adjudicator{by}" if found.adjudicated else "",
        f"{found.unsettled} {verb(found.unsettled, 'is', 'are')} not settled yet" if found.unsettled else "",
    ]
    differed = counted(found.differing, "study", "studies")
    return [f"On {differed} they differed in a rating, the design or the judgement: {joined([p for p in parts if p])}."]


def _older(found: Appraised) -> list[str]:
    number = found.older
    said = f"{counted(number, 'appraisal')} {verb(number)} made under an earlier wording of the criteria."
    return [sentence(said)] * bool(number)


def came_of_it(found: Appraised) -> list[str]:
    """Return what was agreed on, by design and by judgement, and what is open."""
    if not found.agreed:
        return []
    said = [f"{counted(found.agreed, 'study', 'studies')} {verb(found.agreed)} appraised ({_each(found.designs)})."]
    if found.judgements:
        said.append(f"Overall, they were judged: {_each(found.judgements)}.")
    left = found.open + found.unsettled
    if left:
        still = "still has to be rated or settled" if left == 1 else "still have to be rated or settled"
        said.append(f"{counted(left, 'study', 'studies')} {still}.")
    return [sentence(line(one)) for one in said]


def _each(pairs: tuple[tuple[str, int], ...]) -> str:
    return "; ".join(f"{name} {number}" for name, number in pairs)


def agreement(found: Appraised) -> list[str]:
    """Return how well raters agreed on each question, with intervals, and where kappa misleads."""
    return [f"In the quality assessment, {line(name)}: {_measured(one)}" for name, one in found.agreement.items()]


def _measured(found: Measures) -> str:
    weighted = f", {found.options.weights} weights" if found.kappa_unweighted is not None else ""
    kappa = f"{'Cohen' if len(found.raters) <= 2 else 'Fleiss'}'s kappa{weighted},"
    share = found.percent_agreement.value or 0
    other = estimated("AC2", found.ac2) if found.ac2 is not None else estimated("AC1", found.ac1)
    said = f"{share:.1%} of {counted(found.n, 'rating')} given twice, {estimated(kappa, found.kappa)}, {other}."
    return " ".join([said, *found.warnings])


def weighing(quality: Quality) -> list[str]:
    """Return how agreement on ratings of an ordered scale is weighed."""
    if not quality.ordinal:
        return []
    return [
        "Agreement on ratings is weighted, since the scale has an order: a near miss counts in part (linear weights, "
        f"Cohen 1968, doi 10.1037/h0026256). {sentence(UNCLEAR)[:-1]} and {NOT_APPLICABLE} have no place in that order "
        "and agree with themselves alone."
    ]
