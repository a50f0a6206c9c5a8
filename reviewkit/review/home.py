"""The first screen: how far the review is, and the next sensible step."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.model import Route, Stage, Status
from reviewkit.screening import turns
from reviewkit.views import Home, StageCount, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.model import Progress, Reviewer
    from reviewkit.review.session import Session

_SETTLED = (Status.INCLUDED, Status.EXCLUDED)


def home(session: Session) -> Home:
    """Return what the first screen shows to the acting reviewer."""
    from reviewkit.review.results import Results

    state = session.state
    progress = [state.progress(report) for report in state.reports().values()]
    names = _names(progress, state.rules.reviewers)
    stages = tuple(_stage(session, stage, progress, names) for stage in Stage)
    last = Stage.QUALITY if state.rules.quality_excludes else Stage.FULL_TEXT
    included = sum(_status(one, last) is Status.INCLUDED for one in progress)
    gone = sum(
        any(
            outcome.status in (Status.EXCLUDED, Status.NOT_RETRIEVED)
            for stage, outcome in one.outcomes.items()
            if state.rules.excludes(stage)
        )
        for one in progress
    )
    uncertain = len(state.pairs())
    labels = Results(session).labels()
    searches = state.searches()
    routes = Counter(searches[origin.search].route for origin in state.origins().values())
    return Home(
        title=session.criteria.review.title,
        watermark=session.criteria.review.watermark or "",
        reviewer=session.reviewer,
        step=_step(session, stages, uncertain, included, _stuck(progress, state.rules.reviewers)),
        identified=tuple((labels[route], routes[route]) for route in Route if route in routes),
        linked=len(state.origins()) - len(state.reports()),
        uncertain=uncertain,
        stages=stages,
        included=included,
        pending=len(progress) - included - gone,
        heard=tuple((name, state.last_heard(name)) for name in state.rules.reviewers if name != session.reviewer),
        arriving=len(state.arriving()),
        faults=tuple(str(fault) for fault in session.store.faults()),
    )


def _status(progress: Progress, stage: Stage) -> Status | None:
    outcome = progress.outcomes.get(stage)
    return outcome.status if outcome is not None else None


def _names(progress: Iterable[Progress], reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Return whose decisions are counted: the reviewers in their order, then whoever has left."""
    voters = {vote.reviewer for one in progress for outcome in one.outcomes.values() for vote in outcome.votes}
    return [*reviewers, *sorted(voters.difference(reviewers))]


def _stage(session: Session, stage: Stage, progress: Sequence[Progress], names: Iterable[Reviewer]) -> StageCount:
    outcomes = [one.outcomes[stage] for one in progress if stage in one.outcomes]
    reviewer = session.reviewer
    queue = list(turns.queue(progress, stage, reviewer)) if reviewer is not None else []
    return StageCount(
        stage=stage,
        reports=len(outcomes),
        decided={name: sum(turns.has_voted(outcome, name) for outcome in outcomes) for name in names},
        settled=sum(outcome.status in _SETTLED and not outcome.reason_open for outcome in outcomes),
        included=sum(outcome.status is Status.INCLUDED for outcome in outcomes),
        excluded=sum(outcome.status is Status.EXCLUDED for outcome in outcomes),
        unsettled=len(list(turns.unsettled(progress, stage))),
        left=len(queue),
    )


def _stuck(progress: Iterable[Progress], reviewers: Sequence[Reviewer]) -> int:
    """Return how many reports lack a decision that none of the reviewers can give any more."""
    return sum(
        outcome.status is Status.PENDING and all(turns.has_voted(outcome, name) for name in reviewers)
        for one in progress
        for outcome in one.outcomes.values()
    )


def _step(session: Session, stages: Sequence[StageCount], uncertain: int, included: int, stuck: int) -> Step:
    """Return the first of the things that can be done now, in the order of the pipeline."""
    state = session.state
    if session.reviewer is None:
        return Step("Say who you are: choose your name.", "reviewer")
    if not state.origins():
        return Step("No records yet: import the first export.", "import")
    if state.uncompared(dedup.RULES):
        return Step("New records have arrived: compare them with what is there.", "duplicates")
    if uncertain:
        one = uncertain == 1
        return Step(f"{uncertain} uncertain {'pair waits' if one else 'pairs wait'} for a look.", "duplicates")
    for count in stages:
        if count.left:
            return Step(f"{count.left} left for you at {count.stage.words}.", "screening", count.stage)
        if count.unsettled:
            what = "conflict waits" if count.unsettled == 1 else "conflicts wait"
            return Step(
                f"{count.unsettled} {what} at {count.stage.words} for the two of you.", "conflicts", count.stage
            )
    if stuck:
        what = "report lacks" if stuck == 1 else "reports lack"
        return Step(
            f"{stuck} {what} a second decision, and no reviewer is left to give it: add one in criteria/review.toml.",
            "flow",
        )
    open_ = sum(count.reports - count.settled for count in stages)
    if open_:
        return Step("Nothing is left for you: the other reviewer's decisions are awaited.", "flow")
    return Step(f"Everything is decided: {included} included. See the flow.", "flow")
