"""How well the reviewers agree on what they decided blind: at each stage, on each criterion, in each pilot round.

The thing a reader would get wrong: a report counts only where its stage is over, and with two blind votes or more. What
is over shows to everybody, so no number here tells of a colleague's decision on a report that oneself has still to
decide on. Pilot rounds are told apart and are no part of the stage's own numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from reviewkit import agreement
from reviewkit.agreement import Options
from reviewkit.model import Cast, Stage, Verdict
from reviewkit.screening import turns
from reviewkit.screening.outcome import counted
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Agreement, Measures, Ratings
    from reviewkit.fold import State
    from reviewkit.model import Decision, Pilot, ReportId, Reviewer, Standings

Votes = tuple["Cast", ...]
"""One a rater, sorted by rater."""
Rated = dict["ReportId", Votes]
"""The blind votes on each report that has two or more."""

_CHOICES = (Verdict.EXCLUDE, Verdict.UNSURE, Verdict.INCLUDE)
"""Include last: it is the positive one of the 2×2 table."""
QUICK = Options(resamples=0)
"""Without the bootstrap, which takes longer than all the rest."""


@dataclass(frozen=True, slots=True)
class StageAgreement:
    """The agreement at one stage."""

    decisions: Measures
    """On include and exclude, all who voted blind together, reports of pilot rounds left out."""
    criteria: Mapping[str, Measures]
    """On each criterion, whether it was given as a reason; empty where that was not asked for."""
    pairs: Mapping[str, Agreement]
    """Of each two people, `Ada and Grace`; empty where there are only two."""
    pilots: Mapping[str, Measures]
    """On include and exclude in each finished pilot round, by its name; empty where that was not asked for."""
    ratings: Mapping[str, Measures] = field(default_factory=dict)
    """Of the quality appraisal: on each criterion, the design and the judgement, by what people call it."""


@dataclass(slots=True)
class _Blind:
    """What was decided blind at one stage."""

    rated: Rated = field(default_factory=dict)
    in_pilots: int = 0
    """Reports of pilot rounds that two or more decided on blind."""
    seen: int = 0
    """Reports with two votes or more that were not both blind."""

    def take(self, report: ReportId, pilot: Pilot | None, votes: Votes, standing: int) -> None:
        """Take in the blind votes on one report, where so many stand."""
        if len(votes) < 2:
            self.seen += standing > 1
        elif pilot is None:
            self.rated[report] = votes
        else:
            self.in_pilots += 1


def stages(
    state: State,
    criteria: Mapping[Stage, Sequence[str]],
    pilots: Mapping[Stage, Mapping[str, Measures]],
    options: Options = QUICK,
    ratings: Mapping[str, Measures] | None = None,
) -> dict[Stage, StageAgreement]:
    """Return the agreement at each stage that has blind votes of two people.

    `criteria` are the ids to tell apart; `pilots` is the agreement in finished pilot rounds, to stand beside it, and
    `ratings` that of the quality appraisal, which says more of a criterion than whether it was given as a reason.
    """
    found = {
        stage: _at(stage, blind, criteria.get(stage, ()), pilots.get(stage, {}), options)
        for stage, blind in _blind(state).items()
        if blind.rated or pilots.get(stage) or (stage is Stage.QUALITY and ratings)
    }
    if ratings:
        found[Stage.QUALITY] = replace(found[Stage.QUALITY], criteria={}, ratings=ratings)
    return found


def independent(state: State) -> dict[Stage, int]:
    """Return on how many reports of each stage that is over for them two or more decided blind, pilots included."""
    return {stage: len(blind.rated) + blind.in_pilots for stage, blind in _blind(state).items()}


def _blind(state: State) -> dict[Stage, _Blind]:
    """Return the blind votes at all stages: those that stand, but where something was not blind those of the events."""
    found = {stage: _Blind() for stage in Stage}
    not_blind = state.not_blind()
    to_read = {}
    for report, own in state.standings():
        over = _over(own)
        if over and not not_blind.isdisjoint(report.records):
            to_read[report] = over
            continue
        for stage, votes in over.items():
            found[stage].take(report.id, state.pilot_of(report, stage), votes, len(votes))
    for report in state.at_hand(list(to_read)):
        for stage, standing in to_read[report].items():
            votes = _cast(state.blind_votes(report, stage))
            found[stage].take(report.id, state.pilot_of(report, stage), votes, len(standing))
    for blind in found.values():
        blind.rated = dict(sorted(blind.rated.items()))  # however each was looked up
    return found


def _cast(votes: Mapping[Reviewer, Decision]) -> Votes:
    return tuple(Cast(rater, vote.verdict, vote.reasons) for rater, vote in sorted(votes.items()))


def _over(standings: Standings) -> dict[Stage, Votes]:
    """Return the stages that are over for a report after somebody voted, and the votes that stand there."""
    return {
        stage: standing.votes
        for stage, standing in zip(Stage, standings, strict=False)
        if turns.is_over(standing) and standing.votes
    }


def _at(
    stage: Stage, blind: _Blind, criteria: Sequence[str], pilots: Mapping[str, Measures], options: Options
) -> StageAgreement:
    pairs = _pairs(stage, blind.rated)
    return StageAgreement(
        decisions=agreement.measures(decisions(stage, blind.rated, _left_out(blind)), options),
        criteria=_by_criterion(stage, blind.rated, criteria, options) if criteria else {},
        pairs=pairs if len(pairs) > 1 else {},
        pilots=pilots,
    )


def _left_out(blind: _Blind) -> list[str]:
    pilots = f"Pilot rounds are left out: {_reports(blind.in_pilots)}."
    seen = f"Left out, not decided on blind by two people: {_reports(blind.seen)}."
    return [*([pilots] if blind.in_pilots else []), *([seen] if blind.seen else [])]


def _reports(number: int) -> str:
    return f"{number} report{'s' * (number != 1)}"


# ------------------------------------------------------------------------------------------------- on the verdict


def decisions(stage: Stage, rated: Rated, notes: Sequence[str] = ()) -> Ratings:
    """Return who decided what; `unsure` as the stage counts it, and no category where it is one that nobody chose."""
    cells = [(report, vote.reviewer, vote.verdict.value) for report, votes in rated.items() for vote in votes]
    raters = sorted({rater for _, rater, _ in cells})
    into = {verdict.value: to.value for verdict in Verdict if (to := counted(stage, verdict)) is not verdict}
    unsure = sum(verdict == Verdict.UNSURE for _, _, verdict in cells)
    kept = [choice.value for choice in _CHOICES if choice is not Verdict.UNSURE or unsure or into]
    table = agreement.merged(agreement.ratings(cells, kept, raters=raters), into)
    return replace(table, notes=(*table.notes, *_on_unsure(unsure, apart=not into), *notes))


def _on_unsure(unsure: int, *, apart: bool) -> list[str]:
    if not apart:
        return []  # `merged` has said so
    if not unsure:
        return ['Nobody said "unsure", so there are two categories.']
    return [f'"unsure" is a category of its own ({unsure} rating{"s" * (unsure != 1)}).']


def _pairs(stage: Stage, rated: Rated) -> dict[str, Agreement]:
    """Return the agreement of each two people who voted blind on the same report, sorted by name."""
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for votes in rated.values():
        for a, b in combinations(votes, 2):
            both = counted(stage, a.verdict).value, counted(stage, b.verdict).value
            found[a.reviewer, b.reviewer].append(both)
    return {f"{a} and {b}": agreement.agreement(said) for (a, b), said in sorted(found.items())}


# ------------------------------------------------------------------------------------------------- on the reasons


def _by_criterion(stage: Stage, rated: Rated, criteria: Sequence[str], options: Options) -> dict[str, Measures]:
    """Return the agreement on each criterion of the stage, and on any other that was given as a reason once.

    Nothing at title and abstract, where reasons are not asked for, if nobody gave one.
    """
    given = {str(report): _reasons(stage, votes) for report, votes in rated.items()}
    used = {reason for votes in given.values() for reasons in votes.values() for reason in reasons}
    if stage is Stage.TITLE_ABSTRACT and not used:
        return {}
    every = (*criteria, *sorted(used.difference(criteria)))
    notes = (_WITHOUT_REASON if stage is Stage.TITLE_ABSTRACT else "", _HOW_REASONS)
    return {
        criterion: agreement.measures(replace(table, notes=tuple(note for note in notes if note)), options)
        for criterion, table in agreement.by_criterion(given, every).items()
    }


_HOW_REASONS = 'An include, and an exclude for other reasons, says "no" to the criterion.'
_WITHOUT_REASON = "An exclude without any reason counts as no rating."


def _reasons(stage: Stage, votes: Votes) -> dict[str, tuple[str, ...]]:
    """Return each rater's reasons; who excluded and was not asked why has said nothing on any criterion."""
    asked = stage is not Stage.TITLE_ABSTRACT
    return {
        vote.reviewer: vote.reasons for vote in votes if asked or vote.reasons or vote.verdict is not Verdict.EXCLUDE
    }


# ------------------------------------------------------------------------------------------------- in words


def as_text(found: Mapping[Stage, StageAgreement], width: int) -> str:
    """Return all of it for a person at a terminal, how it was computed once at the end."""
    parts = [_stage_text(stage, one, width) for stage, one in found.items()]
    each = [one.decisions for one in found.values() if one.decisions.n]
    each += [measured for one in found.values() for measured in one.ratings.values()]
    parts += [agreement.methods_as_text(each, width)] if each else []
    return "\n".join(parts)


def _stage_text(stage: Stage, found: StageAgreement, width: int) -> str:
    name = f"{stage.words[0].upper()}{stage.words[1:]}"
    parts = [_under(name, found.decisions, width)] if found.decisions.n else []
    parts += [agreement.criteria_as_text(found.criteria, width)] if found.criteria else []
    parts += [_headed(f"{name}, ratings", width) + agreement.ratings_as_text(found.ratings, width)] * bool(
        found.ratings
    )
    parts += [_under(f'{name}, pilot round "{pilot}"', measured, width) for pilot, measured in found.pilots.items()]
    return "\n".join(parts)


def _under(name: str, found: Measures, width: int) -> str:
    return _headed(name, width) + agreement.as_text(found, width, methods=False)


def _headed(name: str, width: int) -> str:
    heading = line(name)
    return f"{heading}\n{'─' * min(width, len(heading))}\n"
