"""From events to the state of the review.

`State` is fed events and record files in any order, any number of times, and always answers the same: it keeps what it
was given in indexes and works out answers when asked. What a new event touches is forgotten and worked out anew, so one
decision among a hundred thousand reports costs one report.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.fold.codings import Codings
from reviewkit.fold.decisions import rules_in
from reviewkit.fold.facts import FACTS, brought_back, records_in
from reviewkit.ledger import Ledger
from reviewkit.model import (
    Appraisal,
    Code,
    Coding,
    Comparison,
    CriteriaText,
    Decision,
    DeviceId,
    Event,
    FileId,
    Filling,
    FullText,
    Import,
    Link,
    Memo,
    Pair,
    PassedOn,
    Pilot,
    QueueOrder,
    Quotation,
    Reconciled,
    RecordId,
    Removal,
    Repair,
    Report,
    Resolution,
    Retrieval,
    Ruling,
    SameStudy,
    Search,
    SeedSearched,
    Settled,
    Standings,
    Stopping,
    Tags,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.screening.outcome import Rules


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where all reports stand, as it can be kept: report by report in the order of their ids."""

    readings: Sequence[tuple[FileId, DeviceId]]
    """The record files that had been read."""
    groups: Sequence[tuple[RecordId, ...]]
    """The records of each report that has more than one."""
    reports: str
    """sha256 of the record ids of all reports."""
    combinations: Sequence[Standings]
    of: Sequence[int]
    """Of each report, its place in `combinations`."""
    pairs: Sequence[Pair]
    """What waited for a person."""


class State(Codings):
    """All that the events and the complete record files say, as far as asked."""

    def __init__(self, rules: Rules, ledger: Ledger | None = None) -> None:
        """Start with the events that the ledger has; `rules` are the criteria's."""
        super().__init__(rules, ledger if ledger is not None else Ledger(rules.renamed))
        for event in self._ledger.of(*FACTS, Comparison, CriteriaText):
            self._notice(event)

    def add(self, events: Iterable[Event]) -> None:
        """Take in events; those that are known change nothing."""
        new = self._ledger.add(events)
        self._ledger.fetch_events({old for event in new for old in (*event.supersedes, *brought_back(event))})
        for event in new:
            self._notice(event)
            self._notice_replaced(event)

    def under(self, rules: Rules) -> State:
        """Return the state of the same events under other rules: what it takes when people get other names."""
        state = State(rules, self._ledger.under(rules.renamed))
        state._readings = dict(self._readings)
        state.read_elsewhere = self.read_elsewhere
        return state

    # ------------------------------------------------------------------------------------------ kept between two runs

    def remembered(self) -> Remembered:
        """Return where all reports stand, to be kept."""
        standings = self.standings()
        places = {id(own): place for place, own in enumerate({id(own): own for _, own in standings}.values())}
        combinations = list({id(own): own for _, own in standings}.values())
        return Remembered(
            readings=sorted(self._readings),
            groups=[report.records for report, _ in standings if len(report.records) > 1],
            reports=_digest(self.reports().values()),
            combinations=combinations,
            of=[places[id(own)] for _, own in standings],
            pairs=self.pairs(),
        )

    def resume(self, kept: Remembered) -> None:
        """Start from what was kept of a state with the same readings; newer events may follow.

        Where the records are not the same, everything is worked out anew.
        """
        routes = self.routes()
        known = all(record in routes for group in kept.groups for record in group)
        reports = dedup.grouped(routes, kept.groups) if known else []
        if known and _digest(reports) == kept.reports:
            combinations = [self._alike.setdefault(own, own) for own in kept.combinations]
            self._standings = {
                report.records: combinations[place] for report, place in zip(reports, kept.of, strict=True)
            }
            self._set_reports(reports)
            self._pairs = list(kept.pairs)

    # ---------------------------------------------------------------------------------------------- taking notice

    def _notice(self, event: Event) -> None:
        match event.body:
            case Decision() | Resolution() | Retrieval():
                self._touched.add(event.subject)
            case (
                Search()
                | Import()
                | SameStudy()
                | Pilot()
                | Ruling()
                | Removal()
                | Repair()
                | SeedSearched()
                | QueueOrder()
                | Stopping()
                | Code()
            ):
                self._facts[type(event.body)][event.subject][event.id] = event
                self._notice_fact(event)
            case Appraisal() | Settled() | Coding() | Reconciled():
                self._forget_study_of(event.subject)
            case FullText() | Tags() | PassedOn() | Quotation() | Memo():
                pass
            case Filling():
                self._notice_fact(event)
            case Link():
                self._notice_link(event)
            case Comparison():
                self._notice_comparison(event.body)
            case Undo():
                self._touched.add(event.subject)
                self._forget_study_of(event.subject)
                self._notice_head(event)
                if self._may_say_a_link(event):
                    self._notice_link(event)
            case CriteriaText():
                self._criteria.add(event.subject)
                past = rules_in(event.body, self._rules)
                self._past_rules += past
                self._coded_alone += [event] * any(rules.coders < 2 for rules in past)

    def _notice_link(self, event: Event) -> None:
        if self._links is not None:
            self._links[event.id] = event
        self._regroup()

    def _notice_fact(self, event: Event) -> None:
        """Forget what stands on a fact that came or went."""
        match event.body:
            case Search() | Import() | Repair():
                self._regroup()
            case SameStudy():
                self._studies = None
            case Filling():
                self._fillings = None
            case Pilot():
                self._in_pilot = None
                self._forget_studies()
                self._touched.update(event.body.records)
            case Removal():
                self._removed = None
                self._touch_all_named(event)
            case Stopping():
                self._stopped_before = None
                self._touch_all_named(event)
            case _:
                pass

    def _touch_all_named(self, event: Event) -> None:
        """Forget where what any event of this kind and subject names stood, since the others say less or more now."""
        for other in self._facts[type(event.body)][event.subject].values():
            self._touched.update(records_in(other.body))

    def _notice_head(self, event: Event) -> None:
        """Forget what stands on what a head says, undos followed, now that it came or went."""
        said = self.body(event)
        if isinstance(said, Filling):
            self._fillings = None
        if isinstance(said, Link) or event.subject in self._facts[Repair]:
            self._regroup()

    def _notice_replaced(self, event: Event) -> None:
        """Take note of what counts no longer, which may be about another record of the report, as after a merge."""
        for old in event.supersedes:
            replaced = self._ledger.event(old)
            if replaced is not None:
                self._touched.add(replaced.subject)
                self._forget_study_of(replaced.subject)
                self._notice_fact(replaced)
                self._notice_head(replaced)


def _digest(reports: Iterable[Report]) -> str:
    return hashlib.sha256("\n".join(" ".join(report.records) for report in reports).encode()).hexdigest()
