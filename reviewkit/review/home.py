"""The first screen: how far the review is, and the next sensible step."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.model import Stage, Status
from reviewkit.review.pace import Pace
from reviewkit.screening import turns
from reviewkit.views import Home, StageCount, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.model import Report, Reviewer, Standing, Standings
    from reviewkit.review.session import Session
    from reviewkit.screening.outcome import Rules

_LINES = 3
_SETTLED = (Status.INCLUDED, Status.EXCLUDED)


def home(session: Session) -> Home:
    """Return what the first screen shows to the acting reviewer."""
    from reviewkit.review.results import Results

    state = session.state
    standings = _Tally(state.standings())
    names = _names(standings, state.rules.reviewers)
    stages = tuple(_stage(session, stage, standings, names) for stage in Stage)
    last = Stage.QUALITY if state.rules.quality_excludes else Stage.FULL_TEXT
    included = standings.count(lambda own: _status(own, last) is Status.INCLUDED)
    gone = standings.count(lambda own: _is_gone(state.rules, own))
    uncertain = len(state.pairs())
    labels = Results(session).labels()
    identified = state.identified()
    return Home(
        title=session.criteria.review.title,
        watermark=session.criteria.review.watermark or "",
        reviewer=session.reviewer,
        step=_step(session, stages, uncertain, included, _stuck(standings, state.rules.reviewers)),
        identified=tuple((labels[route], number) for route, number in identified.items()),
        linked=sum(identified.values()) - len(state.reports()),
        uncertain=uncertain,
        stages=stages,
        included=included,
        pending=len(state.reports()) - included - gone,
        heard=tuple((name, state.last_heard(name)) for name in state.rules.reviewers if name != session.reviewer),
        arriving=len(state.arriving()),
        faults=tuple(str(fault) for fault in session.store.faults()),
    )


class _Tally:
    """Where reports stand, each combination once with the number of its reports: there are few, and many reports."""

    def __init__(self, standings: Iterable[tuple[Report, Standings]]) -> None:
        # By identity, since equal ones are one object and their hashes are long to work out.
        found = {id(own): own for _, own in standings}
        numbers = Counter(id(own) for _, own in standings)
        self.alike = [(own, numbers[identity]) for identity, own in found.items()]

    def count(self, fits: Callable[[Standings], bool]) -> int:
        """Return how many reports stand so that it fits."""
        return sum(number for own, number in self.alike if fits(own))

    def at(self, stage: Stage, fits: Callable[[Standing], bool]) -> int:
        """Return how many reports that have reached a stage stand there so that it fits."""
        return self.count(lambda own: (standing := turns.at(own, stage)) is not None and fits(standing))


def _status(standings: Standings, stage: Stage) -> Status | None:
    standing = turns.at(standings, stage)
    return standing.status if standing is not None else None


def _is_gone(rules: Rules, standings: Standings) -> bool:
    """Return whether a report has left the review."""
    return any(
        standing.status in (Status.EXCLUDED, Status.NOT_RETRIEVED, Status.REMOVED) and rules.excludes(stage)
        for stage, standing in zip(Stage, standings, strict=False)
    )


def _names(standings: _Tally, reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Return whose decisions are counted: the reviewers in their order, then whoever has left."""
    voters = {vote.reviewer for own, _ in standings.alike for standing in own for vote in standing.votes}
    return [*reviewers, *sorted(voters.difference(reviewers))]


def _stage(session: Session, stage: Stage, standings: _Tally, names: Iterable[Reviewer]) -> StageCount:
    return StageCount(
        stage=stage,
        reports=standings.at(stage, lambda one: one.status is not Status.REMOVED),
        decided={name: standings.at(stage, partial(turns.has_voted, reviewer=name)) for name in names},
        settled=standings.at(stage, lambda one: one.status in _SETTLED and not one.reason_open),
        included=standings.at(stage, lambda one: one.status is Status.INCLUDED),
        excluded=standings.at(stage, lambda one: one.status is Status.EXCLUDED),
        unsettled=standings.at(stage, turns.is_unsettled),
        left=_left(session, stage, standings),
    )


def _left(session: Session, stage: Stage, standings: _Tally) -> int:
    """Return how many reports wait for the acting reviewer."""
    reviewer, state = session.reviewer, session.state
    if reviewer is None:
        return 0
    if state.rules.shares:
        waiting = turns.queue(state.standings(), stage, reviewer)
        return sum(state.is_turn_of(report, stage, reviewer) for report in waiting)
    return standings.at(stage, partial(turns.waits_for, reviewer=reviewer))


def _stuck(standings: _Tally, reviewers: Sequence[Reviewer]) -> int:
    """Return how many reports lack a decision that none of the reviewers can give any more."""
    return sum(
        standings.at(
            stage,
            lambda one: one.status is Status.PENDING and all(turns.has_voted(one, name) for name in reviewers),
        )
        for stage in Stage
    )


def _missing(session: Session) -> str:
    """Return a sentence on the first search that did not bring what its platform announced; empty if there is none.

    A note on the search says that somebody knows why.
    """
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.searches import Searches

    for count in Searches(session, Duplicates(session)).counts():
        announced = count.search.announced
        if announced is not None and announced != count.records and not count.search.note.strip():
            lines = [f"{one.line:,}" for one in count.rejections[:_LINES]]
            more = " and more" if len(count.rejections) > _LINES else ""
            where = f"line{'s' * (len(lines) > 1)} {', '.join(lines)}{more}" if lines else "the search"
            return f"{count.search.name} announced {announced:,}, got {count.records:,}: see {where}."
    return ""


def _step(session: Session, stages: Sequence[StageCount], uncertain: int, included: int, stuck: int) -> Step:
    """Return the first of the things that can be done now, in the order of the pipeline."""
    state = session.state
    if session.reviewer is None:
        return Step("Say who you are: choose your name.", "reviewer")
    if not state.identified():
        return Step("No searches yet: drop an export on this window, or choose it.", "import")
    # Told until somebody has looked, and not for ever: there may be nothing that can be done about it.
    if not session.searches_seen and not any(stages[0].decided.values()):
        missing = _missing(session)
        if missing:
            return Step(missing, "searches")
    if state.uncompared(dedup.RULES):
        return Step("New records have arrived: compare them with what is there.", "duplicates")
    if uncertain:
        one = uncertain == 1
        return Step(f"{uncertain} uncertain {'pair waits' if one else 'pairs wait'} for a look.", "duplicates")
    for count in stages:
        if count.left:
            time = Pace(session).left(count.stage, count.left)
            sentence = f"{count.left} left for you at {count.stage.words}{', ' * bool(time)}{time}."
            return Step(sentence, "screening", count.stage)
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
