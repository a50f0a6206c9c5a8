"""The first screen: how far the review is, and the next sensible step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.model import Stage, Status
from reviewkit.review.appraising import Appraising
from reviewkit.review.coding import Coding
from reviewkit.review.duplicates import Duplicates
from reviewkit.review.next_step import Now, next_step
from reviewkit.review.tally import Tally
from reviewkit.screening import turns
from reviewkit.store.server.exchange import kept
from reviewkit.views import CodingCount, Home, StageCount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.model import Reviewer, Standings
    from reviewkit.review.appraised import StudyProgress
    from reviewkit.review.session import Session
    from reviewkit.screening.outcome import Rules

_SETTLED = (Status.INCLUDED, Status.EXCLUDED)


def home(session: Session, to_write: Callable[[], int]) -> Home:
    """Return what the first screen shows to the acting reviewer; `to_write` as in `next_step.Now`."""
    from reviewkit.review.results import Results

    state = session.state
    standings = Tally(state.standings())
    names = _names(standings, state.rules.reviewers)
    appraised = Appraising(session).progress() if session.criteria.quality.criteria else None
    finished = {(name, gate): number for name, gate, number in kept(session.store).progress}
    stages = tuple(_stage(session, stage, standings, names, finished) for stage in Stage)
    if appraised is not None:
        stages = (*stages[:-1], _with_appraisals(session, stages[-1], appraised))
    last = Stage.QUALITY if state.rules.quality_excludes else Stage.FULL_TEXT
    included = standings.count(lambda own: _status(own, last) is Status.INCLUDED)
    gone = standings.count(lambda own: _is_gone(state.rules, own))
    coding = _coding(session)
    uncertain, odds = len(state.pairs()), Duplicates(session).odds()
    labels = Results(session).labels()
    identified = state.identified()
    return Home(
        title=session.criteria.review.title,
        watermark=session.criteria.review.watermark or "",
        reviewer=session.reviewer,
        step=next_step(Now(session, standings, stages, uncertain, odds, included, appraised, coding, to_write)),
        identified=tuple((labels[route], number) for route, number in identified.items()),
        linked=sum(identified.values()) - len(state.reports()),
        uncertain=uncertain,
        odds=odds,
        newer_rules=state.compared.is_older(dedup.RULES),
        stages=stages,
        coding=coding,
        included=included,
        pending=len(state.reports()) - included - gone,
        heard=tuple((name, state.last_heard(name)) for name in state.rules.reviewers if name != session.reviewer),
        arriving=len(state.arriving()),
        faults=tuple(str(fault) for fault in session.store.faults()),
    )


def _coding(session: Session) -> CodingCount | None:
    """Return how far the coding is; None where there is no codebook, or nothing to code yet."""
    if not session.criteria.extraction.fields:
        return None
    found = Coding(session).progress()
    if not (any(found.waiting.values()) or any(found.finished.values())):
        return None
    left = found.waiting.get(session.reviewer, 0) if session.reviewer is not None else 0
    return CodingCount(found.finished, found.agreed, found.to_settle, found.waiting, left)


def _status(standings: Standings, stage: Stage) -> Status | None:
    standing = turns.at(standings, stage)
    return standing.status if standing is not None else None


def _is_gone(rules: Rules, standings: Standings) -> bool:
    """Return whether a report has left the review."""
    return any(
        standing.status in (Status.EXCLUDED, Status.NOT_RETRIEVED, Status.REMOVED, Status.NOT_READ)
        and rules.excludes(stage)
        for stage, standing in zip(Stage, standings, strict=False)
    )


def _names(standings: Tally, reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Return whose decisions are counted: the reviewers in their order, then whoever has left."""
    voters = {vote.reviewer for own, _ in standings.alike for standing in own for vote in standing.votes}
    return [*reviewers, *sorted(voters.difference(reviewers))]


def _stage(
    session: Session,
    stage: Stage,
    standings: Tally,
    names: Iterable[Reviewer],
    on_server: Mapping[tuple[str, str], int],
) -> StageCount:
    """Return the numbers of a stage; of a colleague a server tells how many are decided, and not yet which."""
    decided = {name: standings.at(stage, partial(turns.has_voted, reviewer=name)) for name in names}
    told = {name: on_server.get((name, stage), 0) for name in decided if name != session.reviewer}
    return StageCount(
        stage=stage,
        reports=standings.at(stage, lambda one: one.status not in (Status.REMOVED, Status.NOT_READ)),
        decided={name: max(number, told.get(name, 0)) for name, number in decided.items()},
        settled=standings.at(stage, lambda one: one.status in _SETTLED and not one.reason_open),
        included=standings.at(stage, lambda one: one.status is Status.INCLUDED),
        excluded=standings.at(stage, lambda one: one.status is Status.EXCLUDED),
        unsettled=standings.at(stage, turns.is_unsettled),
        left=_left(session, stage, standings),
        not_read=standings.at(stage, lambda one: one.status is Status.NOT_READ),
    )


def _with_appraisals(session: Session, count: StageCount, appraised: StudyProgress) -> StageCount:
    """Return the numbers of the quality stage, to which appraisals belong that no decision follows from.

    Where appraisal excludes studies, decisions say the rest; raters can differ all the same on a study that both keep.
    """
    differing, decides = appraised.differing, session.state.rules.quality_excludes
    in_conflict = {
        report.id
        for report, own in (session.state.standings() if differing else ())
        if report.id in differing and turns.is_unsettled(turns.at(own, Stage.QUALITY))
    }
    more = len(differing - in_conflict)
    agreed, finished = (0, {}) if decides else (appraised.agreed, appraised.finished)
    return replace(
        count,
        decided={name: number + finished.get(name, 0) for name, number in count.decided.items()},
        settled=count.settled + agreed - (more if decides else 0),
        included=count.included + agreed,
        unsettled=count.unsettled + more,
        left=appraised.waiting.get(session.reviewer, 0) if session.reviewer is not None else 0,
    )


def _left(session: Session, stage: Stage, standings: Tally) -> int:
    """Return how many reports wait for the acting reviewer."""
    reviewer, state = session.reviewer, session.state
    if reviewer not in state.rules.reviewers:  # nobody yet, or an adjudicator, who settles and decides on nothing
        return 0
    if state.rules.shares:
        waiting = turns.queue(state.standings(), stage, reviewer)
        return sum(state.is_turn_of(report, stage, reviewer) for report in waiting)
    return standings.at(stage, partial(turns.waits_for, reviewer=reviewer))
