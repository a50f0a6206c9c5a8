"""What was done: one's own acts one by one, everybody else's as so many of a kind a day.

A colleague's acts are only ever counted by day, as reports decided on and not as events: a second event on a report,
such as the reason that follows an exclusion, would tell what the first one said.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.model import (
    Appraisal,
    Coding,
    Decision,
    Filling,
    FullText,
    Import,
    PassedOn,
    Pilot,
    Reconciled,
    Removal,
    Repair,
    Resolution,
    Retrieval,
    Ruling,
    SameStudy,
    Search,
    SeedSearched,
    Settled,
    Stopping,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.model import Body, Event, ReportId, Reviewer
    from reviewkit.review.session import Session

_COUNTED: tuple[type[Body], ...] = (
    Decision,
    Resolution,
    PassedOn,
    Retrieval,
    FullText,
    SameStudy,
    Search,
    Import,
    Pilot,
    Ruling,
    Removal,
    Repair,
    Filling,
    Appraisal,
    Settled,
    SeedSearched,
    Stopping,
    Coding,
    Reconciled,
)
"""Not among them: tags and memos, which are a person's own, the order that one reads in, codes and quotations, whose
number would tell what a colleague found in a study, and undos, which tell of a change of mind."""


@dataclass(frozen=True, slots=True)
class Done:
    """How much somebody did on a day (UTC, by the clock of the device)."""

    day: str
    reviewer: Reviewer
    here: bool
    """On this device."""
    counts: Mapping[str, int]
    """Of each kind of act the number of reports, searches, ... that it was done on: `decision`, `resolution`."""


class Journal:
    """The past of a review, the last first."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def own(self, most: int) -> list[Event]:
        """Return the last acts of the acting reviewer on this device."""
        session = self._session
        if session.reviewer is None:
            return []
        return list(itertools.islice(session.state.acts(session.reviewer, session.store.device), most))

    def days(self) -> list[Done]:
        """Return how much each did on each day, the last day first, then by name."""
        session, renamed = self._session, self._session.state.rules.renamed
        found: defaultdict[tuple[str, Reviewer, bool], dict[str, int]] = defaultdict(dict)
        for day, actor, device, kind, number in session.store.lookup.by_day(_COUNTED):
            counts = found[day, renamed.get(actor, actor), device == session.store.device]
            counts[kind] = counts.get(kind, 0) + number
        done = [Done(day, name, here, dict(sorted(counts.items()))) for (day, name, here), counts in found.items()]
        by_name = sorted(done, key=lambda one: (one.reviewer, not one.here))
        return sorted(by_name, key=lambda one: one.day, reverse=True)

    def report(self, event: Event) -> tuple[ReportId, str] | None:
        """Return the report that an own act was about, and its title; None if it was about none."""
        found = self._session.state.report_of(event.subject)
        if found is None:
            return None
        return found.id, self._session.records([found.kept])[found.kept].title
