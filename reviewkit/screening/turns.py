"""Whose turn it is, and what each may see of the other: nothing of a report that one has not decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reviewkit.model import Progress, Report, Reviewer, Stage, Vote

_WAITING = frozenset({Status.PENDING})


def has_voted(outcome: Outcome, reviewer: Reviewer) -> bool:
    """Return whether the reviewer's own vote is in."""
    return any(vote.reviewer == reviewer for vote in outcome.votes)


def queue(progress: Iterable[Progress], stage: Stage, reviewer: Reviewer) -> Iterator[Report]:
    """Yield the reports that wait for this reviewer at a stage, in the order given."""
    for one in progress:
        outcome = one.outcomes.get(stage)
        if outcome is not None and outcome.status in _WAITING and not has_voted(outcome, reviewer):
            yield one.report


def visible_votes(outcome: Outcome, reviewer: Reviewer) -> tuple[Vote, ...]:
    """Return the votes that this reviewer may see: all once the own one is in or the stage is over, else none.

    A stage can only be over without the own vote where fewer votes were needed than there are reviewers.
    """
    if has_voted(outcome, reviewer) or outcome.status not in _WAITING | {Status.AWAITING, Status.NOT_RETRIEVED}:
        return outcome.votes
    return ()


def unsettled(progress: Iterable[Progress], stage: Stage) -> Iterator[Report]:
    """Yield the reports in conflict at a stage, and those excluded for reasons that differ."""
    for one in progress:
        outcome = one.outcomes.get(stage)
        if outcome is not None and (outcome.status is Status.CONFLICT or outcome.reason_open):
            yield one.report
