"""Whose turn it is, and what each may see of the other: nothing of a report that one has not decided on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from reviewkit.model import Outcome, Stage, Standing, Standings, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reviewkit.model import Report, Reviewer

_POSITIONS = {stage: position for position, stage in enumerate(Stage)}
_WAITING = frozenset({Status.PENDING})
UNVOTED = frozenset({Status.AWAITING, Status.NOT_RETRIEVED, Status.REMOVED, Status.NOT_READ})
"""What no vote says, so that everybody may know it; votes may still come, and those there are stay hidden."""
_S = TypeVar("_S", Outcome, Standing)


def at(standings: Standings, stage: Stage) -> Standing | None:
    """Return where a report stands at a stage; None if it has not reached it."""
    position = _POSITIONS[stage]
    return standings[position] if position < len(standings) else None


def has_voted(outcome: Outcome | Standing, reviewer: Reviewer) -> bool:
    """Return whether the reviewer's own vote is in."""
    return any(vote.reviewer == reviewer for vote in outcome.votes)


def waits_for(standing: Outcome | Standing | None, reviewer: Reviewer) -> bool:
    """Return whether a report waits for this reviewer where it stands so at a stage."""
    return standing is not None and standing.status in _WAITING and not has_voted(standing, reviewer)


def queue(standings: Iterable[tuple[Report, Standings]], stage: Stage, reviewer: Reviewer) -> Iterator[Report]:
    """Yield the reports that wait for this reviewer at a stage, in the order given."""
    return (report for report, own in standings if waits_for(at(own, stage), reviewer))


def is_over(outcome: Outcome | Standing) -> bool:
    """Return whether a stage is over for a report, so that everybody may know how: settled, or in conflict."""
    return outcome.status not in _WAITING | UNVOTED


def seen(outcome: _S, reviewer: Reviewer) -> _S:
    """Return an outcome with the votes that this reviewer may see: all once the own one is in or the stage is over.

    A stage can only be over without the own vote where fewer votes were needed than there are reviewers.
    """
    if has_voted(outcome, reviewer) or is_over(outcome):
        return outcome
    return replace(outcome, votes=())


def is_unsettled(standing: Outcome | Standing | None) -> bool:
    """Return whether a report is in conflict, or excluded for reasons that differ."""
    return standing is not None and (standing.status is Status.CONFLICT or standing.reason_open)


def unsettled(standings: Iterable[tuple[Report, Standings]], stage: Stage) -> Iterator[Report]:
    """Yield the reports in conflict at a stage, and those excluded for reasons that differ."""
    return (report for report, own in standings if is_unsettled(at(own, stage)))
