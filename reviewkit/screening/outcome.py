"""From the votes on one report at one stage to where it stands.

The rules are those of the review: how many votes are needed, and that `unsure` counts as include at title and abstract
(a doubt is carried to the full text, Cochrane Handbook 4.6.4) but as a conflict later.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.history import latest
from reviewkit.model import Access, Event, Outcome, Resolution, Reviewer, Stage, Status, Verdict, Vote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.model import Report

_SETTLED = {Verdict.INCLUDE: Status.INCLUDED, Verdict.EXCLUDE: Status.EXCLUDED}
_NO_ACCESS = {Access.AWAITING: Status.AWAITING, Access.NOT_RETRIEVED: Status.NOT_RETRIEVED}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the criteria say about who decides, rates and codes."""

    reviewers: tuple[Reviewer, ...]
    adjudicator: Reviewer | None = None
    decisions: int = 2
    """Votes that a report needs, 1 or 2."""
    dual_share: float = 1.0
    """Share of the reports that need two votes where `decisions` is 2; the others need one."""
    seed: int = 0
    shares: Mapping[Reviewer, float] = field(default_factory=dict)
    """How much of what not all have to read falls to each; who is not named has 1."""
    quality_excludes: bool = False
    renamed: Mapping[Reviewer, Reviewer] = field(default_factory=dict)
    """Present name of each reviewer who once wrote under another."""
    double_coded: tuple[str, ...] = ()
    """The fields of the codebook that each coder of a study codes alone; the others need one coder."""

    @property
    def coders(self) -> int:
        """Return how many have to code a study."""
        return self.decisions if self.double_coded else 1

    def excludes(self, stage: Stage) -> bool:
        """Return whether a report can leave the review at this stage."""
        return stage is not Stage.QUALITY or self.quality_excludes

    def assigned(self, report: Report, needed: int) -> frozenset[Reviewer]:
        """Return whose turn a report is: all, or as many as are needed, by weighted rendezvous hashing.

        A reviewer's weight is the share; a report that needs one more vote keeps those whose turn it was, and a
        reviewer who joins or leaves moves no more reports than needs be (Thaler & Ravishankar 1998, weighted as in
        Efraimidis & Spirakis 2006).
        """
        if needed >= len(self.reviewers):
            return frozenset(self.reviewers)
        ranked = sorted(self.reviewers, key=lambda name: (self._turn(report, name), name))
        return frozenset(ranked[:needed])

    def _turn(self, report: Report, reviewer: Reviewer) -> float:
        drawn = min(_share(self.seed, f"{reviewer}:{record}") for record in report.records)
        return -math.log(1 - drawn) / self.shares.get(reviewer, 1.0)

    def needed(self, report: Report) -> int:
        """Return how many votes the report needs; raising `dual_share` only ever adds votes."""
        dual = self.decisions > 1 and any(_share(self.seed, record) < self.dual_share for record in report.records)
        return 2 if dual else 1


def _share(seed: int, record: str) -> float:
    """Return a number from 0 up to 1 that only the seed and the record decide."""
    digest = hashlib.sha256(f"{seed}:{record}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def outcome(stage: Stage, votes: Iterable[Vote], resolutions: Iterable[Event], needed: int) -> Outcome:
    """Return where a report stands.

    `votes` are the settled votes, one a reviewer; `resolutions` the events whose effective body is a `Resolution` of
    this report at this stage. A resolution holds while it names exactly the votes there are.
    """
    cast = tuple(sorted(votes, key=lambda vote: vote.reviewer))
    holding = _holding(cast, resolutions)
    if holding is not None:
        return Outcome(_SETTLED[holding.verdict], cast, holding.reasons, resolution=holding)
    if len(cast) < needed or not cast:
        return Outcome(Status.PENDING, cast)
    return _by_votes(stage, cast)


def _holding(votes: Sequence[Vote], resolutions: Iterable[Event]) -> Resolution | None:
    """Return the resolution that settles exactly these votes; None where two contradict each other unseen."""
    named = {event for vote in votes for event in (vote.event, *vote.also)}
    candidates = [
        event
        for event in resolutions
        if isinstance(event.body, Resolution) and event.body.verdict in _SETTLED and set(event.body.settles) == named
    ]
    last = [event.body for event in latest(candidates) if isinstance(event.body, Resolution)]
    says = {(body.verdict, body.reasons[:1]) for body in last}
    return last[0] if len(says) == 1 else None


def _by_votes(stage: Stage, votes: tuple[Vote, ...]) -> Outcome:
    verdicts = {counted(stage, vote.verdict) for vote in votes}
    if verdicts == {Verdict.INCLUDE}:
        return Outcome(Status.INCLUDED, votes)
    if verdicts != {Verdict.EXCLUDE}:
        return Outcome(Status.CONFLICT, votes)
    primary = {vote.reasons[:1] for vote in votes}
    if len(primary) == 1:
        return Outcome(Status.EXCLUDED, votes, votes[0].reasons)
    return Outcome(Status.EXCLUDED, votes, reason_open=stage is not Stage.TITLE_ABSTRACT)


def counted(stage: Stage, verdict: Verdict) -> Verdict:
    """Return the verdict as it counts at a stage."""
    if verdict is Verdict.UNSURE and stage is Stage.TITLE_ABSTRACT:
        return Verdict.INCLUDE
    return verdict


def with_removal(at_title_abstract: Outcome, rule: str) -> Outcome:
    """Return the outcome at title and abstract, given the rule that removes the report; what people settled stands.

    Whether one of two has decided changes nothing, so that nobody can tell from a removal what a colleague has read.
    """
    if at_title_abstract.status is not Status.PENDING or not rule:
        return at_title_abstract
    return Outcome(Status.REMOVED, at_title_abstract.votes, (rule,))


def with_stopping(at_title_abstract: Outcome, *, named: bool, read: bool) -> Outcome:
    """Return the outcome at title and abstract of a report that a person's stopping names, or does not.

    What anybody has read is completed. So what is left in the queue after a stop tells that a colleague has read it,
    though nothing of what was decided; that is the price of completing it, and is paid only once a person has stopped.
    """
    if at_title_abstract.status is not Status.PENDING or not named or read:
        return at_title_abstract
    return Outcome(Status.NOT_READ)


def with_access(at_full_text: Outcome, access: Access | None) -> Outcome:
    """Return the outcome at full text, given whether the text could be had; votes that settle it go before."""
    if at_full_text.status is not Status.PENDING or access not in _NO_ACCESS:
        return at_full_text
    return Outcome(_NO_ACCESS[access], at_full_text.votes)
