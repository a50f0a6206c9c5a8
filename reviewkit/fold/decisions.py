"""From decisions to where each report stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit import criteria
from reviewkit.errors import CriteriaError
from reviewkit.fold.fillings import Fillings
from reviewkit.history import follows, heads, place, was_visible
from reviewkit.model import (
    Cast,
    CriteriaText,
    Decision,
    Event,
    EventId,
    Outcome,
    Pilot,
    Progress,
    RecordId,
    Report,
    Resolution,
    Reviewer,
    Stage,
    Standing,
    Standings,
    Status,
    Undo,
    Vote,
)
from reviewkit.screening.outcome import Rules, outcome, with_access, with_removal, with_stopping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reviewkit.ledger import Ledger
    from reviewkit.model import ReportId


_AT_ONCE = 500


class Decisions(Fillings):
    """What people have decided, under the rules of the criteria."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(ledger)
        self._rules = rules
        self._past_rules: list[Rules] = []
        self._touched: set[str] = set()
        self._outcomes: dict[tuple[tuple[RecordId, ...], Stage], Outcome] = {}
        self._standings: dict[tuple[RecordId, ...], Standings] = {}
        self._alike: dict[Standings, Standings] = {}
        self._in_pilot: dict[Stage, dict[RecordId, Pilot]] | None = None
        self._removed: dict[RecordId, str] | None = None
        self._stopped_before: frozenset[RecordId] | None = None
        self._read_elsewhere: frozenset[str] = frozenset()
        self.worked_out = 0
        """How many reports' standings were worked out, and not taken from what was kept."""

    @property
    def rules(self) -> Rules:
        """What the criteria say about deciding; other ones work every outcome out anew."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._outcomes, self._standings = {}, {}

    def _set_reports(self, found: Sequence[Report]) -> None:
        super()._set_reports(found)
        known, self._standings, self._outcomes = self._standings, {}, {}
        for report in found:
            if report.records in known:
                self._standings[report.records] = known[report.records]

    @property
    def read_elsewhere(self) -> frozenset[str]:
        """Records on which a decision stands that a server keeps back; what it is is not known here."""
        return self._read_elsewhere

    @read_elsewhere.setter
    def read_elsewhere(self, records: frozenset[str]) -> None:
        self._touched.update(records ^ self._read_elsewhere)
        self._read_elsewhere = records

    # ---------------------------------------------------------------------------------------------- where reports stand

    def progress(self, report: Report) -> Progress:
        """Return where a report stands at each stage that it has reached."""
        outcomes = {}
        for stage in Stage:
            outcomes[stage] = self.outcome(report, stage)
            if outcomes[stage].status is not Status.INCLUDED:
                break
        return Progress(report, outcomes)

    def standings(self) -> list[tuple[Report, Standings]]:
        """Return where every report stands, sorted by id."""
        self._settle()
        reports = list(self.reports().values())
        missing = [report for report in reports if report.records not in self._standings]
        self.worked_out += len(missing)
        for report in self.at_hand(missing):
            self._standings[report.records] = self._standing(report)
        return [(report, self._standings[report.records]) for report in reports]

    def standing(self, report: Report) -> Standings:
        """Return where one report stands."""
        self._settle()
        if report.records not in self._standings:
            self._standings[report.records] = self._standing(report)
        return self._standings[report.records]

    def _standing(self, report: Report) -> Standings:
        found = tuple(
            Standing(
                one.status,
                tuple(Cast(vote.reviewer, vote.verdict, vote.reasons) for vote in one.votes),
                one.reasons,
                one.reason_open,
            )
            for one in self.progress(report).outcomes.values()
        )
        return self._alike.setdefault(found, found)

    def at_hand(self, reports: Sequence[Report]) -> Iterator[Report]:
        """Yield reports, their events fetched some hundreds at a time: for whoever asks something of very many."""
        for start in range(0, len(reports), _AT_ONCE):
            some = reports[start : start + _AT_ONCE]
            self._ledger.fetch(record for report in some for record in report.records)
            yield from some
            self._outcomes = {}

    def _settle(self) -> None:
        """Forget where those reports stood that events have been about since."""
        if self._touched:
            for report in {report.id: report for one in self._touched if (report := self.report_of(one))}.values():
                self._standings.pop(report.records, None)
                for stage in Stage:
                    self._outcomes.pop((report.records, stage), None)
            self._touched = set()

    def outcome(self, report: Report, stage: Stage) -> Outcome:
        """Return where a report stands at one stage, whether it has reached it or not."""
        self._settle()
        known = self._outcomes.get((report.records, stage))
        if known is None:
            known = self._outcomes[report.records, stage] = self._outcome(report, stage)
        return known

    def _outcome(self, report: Report, stage: Stage) -> Outcome:
        events = self._at(report, stage)
        actors = sorted({event.actor for event in events})
        votes = [vote for actor in actors if (vote := self._vote(events, actor)) is not None]
        resolutions = [event for event in events if self._is_head(event) and isinstance(event.body, Resolution)]
        result = outcome(stage, votes, resolutions, self.needed(report, stage))
        match stage:
            case Stage.TITLE_ABSTRACT:
                waits = with_removal(result, self.removed_by(report))
                return with_stopping(waits, named=self.is_stopped_before(report), read=self._is_read(report, events))
            case Stage.FULL_TEXT:
                return with_access(result, self.access(report))
            case _:
                return result

    # ---------------------------------------------------------------------------------------------- who decides

    def needed(self, report: Report, stage: Stage) -> int:
        """Return how many votes a report needs at a stage; one in a pilot is read by all whom the pilot is for."""
        pilot = self.pilot_of(report, stage)
        needed = self._rules.needed(report)
        return needed if pilot is None else max(needed, len(self.readers(pilot)) if pilot.reviewers else 2)

    def readers(self, pilot: Pilot) -> tuple[Reviewer, ...]:
        """Return whom a pilot is for, of those who are reviewers still; all of them if it names nobody."""
        names = {self._rules.renamed.get(name, name) for name in pilot.reviewers}
        return tuple(name for name in self._rules.reviewers if name in names or not names)

    def is_turn_of(self, report: Report, stage: Stage, reviewer: Reviewer) -> bool:
        """Return whether a report is among a reviewer's own share; without shares everybody's is everything."""
        if not self._rules.shares or self.pilot_of(report, stage) is not None:
            return True
        return reviewer in self._rules.assigned(report, self._rules.needed(report))

    def pilot_of(self, report: Report, stage: Stage) -> Pilot | None:
        """Return the pilot round of a stage that a report is in."""
        if self._in_pilot is None:
            self._in_pilot = {one: {} for one in Stage}
            for pilot in self.pilots().values():
                for record in pilot.records:
                    self._in_pilot[pilot.stage].setdefault(record, pilot)
        found = self._in_pilot[stage]
        return next((found[record] for record in report.records if record in found), None) if found else None

    def removed_by(self, report: Report) -> str:
        """Return the rule that removes a report, which takes all its records; empty if none does."""
        if self._removed is None:
            self._removed = {record: rule for rule, records in self.removals().items() for record in records}
        rules = [self._removed.get(record, "") for record in report.records] if self._removed else [""]
        return min(rules) if all(rules) else ""

    def is_stopped_before(self, report: Report) -> bool:
        """Return whether title and abstract were stopped before a report: all its records are named, in no pilot."""
        if self._stopped_before is None:
            self._stopped_before = self.stopped(Stage.TITLE_ABSTRACT)
        named = bool(self._stopped_before) and self._stopped_before.issuperset(report.records)
        return named and self.pilot_of(report, Stage.TITLE_ABSTRACT) is None

    # ---------------------------------------------------------------------------------------------- votes

    def _is_read(self, report: Report, events: Sequence[Event]) -> bool:
        """Return whether anybody's decision stands among these events, or elsewhere; also two of one that differ."""
        said = any(self._is_head(event) and isinstance(self.body(event), Decision) for event in events)
        return said or not self._read_elsewhere.isdisjoint(report.records)

    def _at(self, report: Report, stage: Stage) -> list[Event]:
        """Return the decisions, resolutions and undos on any record of a report at a stage."""
        return [
            event
            for record in report.records
            for event in self._ledger.about(record)
            if isinstance(event.body, Decision | Resolution | Undo) and event.body.stage is stage
        ]

    def _vote(self, events: Sequence[Event], actor: Reviewer) -> Vote | None:
        """Return what the reviewer's heads say together; None if there are none, or if they differ."""
        standing = {}
        for event in events:
            if event.actor == actor and self._is_head(event) and isinstance(body := self.body(event), Decision):
                act = self._act(event)
                standing[act.id] = (body, act.time)
        if len({(body.verdict, body.reasons[:1]) for body, _ in standing.values()}) != 1:
            return None
        first, *others = sorted(standing)
        body, time = standing[first]
        return Vote(actor, first, body.verdict, body.reasons, body.note, time, tuple(others))

    def own_heads(self, report: Report, stage: Stage, actor: Reviewer) -> list[Event]:
        """Return the reviewer's heads that state a decision on a report at a stage: more than one after a merge."""
        return [
            event
            for event in self._at(report, stage)
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Decision)
        ]

    def own_acts(self, report: Report, stage: Stage, actor: Reviewer) -> list[Event]:
        """Return the reviewer's decisions on a report at a stage that count, each as it was made; undos followed."""
        return [self._act(event) for event in self.own_heads(report, stage, actor)]

    def own_replaced(self, report: Report, stage: Stage, actor: Reviewer) -> frozenset[EventId]:
        """Return every head of the reviewer's on a report at a stage, spent undos too: what a new decision replaces."""
        return frozenset(
            event.id
            for event in self._at(report, stage)
            if event.actor == actor and self._is_head(event) and not isinstance(event.body, Resolution)
        )

    def own_resolutions(self, report: Report, stage: Stage, actor: Reviewer) -> list[Event]:
        """Return the resolutions of a report at a stage that this reviewer wrote down and that still count."""
        events = self._at(report, stage)
        return [
            event
            for event in events
            if event.actor == actor and self._is_head(event) and isinstance(event.body, Resolution)
        ]

    def has_decided(self, report: Report, actor: Reviewer) -> bool:
        """Return whether a decision of this person stands on a report at any stage."""
        return any(self.own_heads(report, stage, actor) for stage in Stage)

    def first_readings(self, reports: Sequence[Report], stage: Stage) -> list[tuple[Report, Event]]:
        """Return the first decision that anybody made at a stage on each report that was read, by `history.place`.

        A change of mind does not move a report, and it stays where it is if that decision counts no longer.
        """
        found = []
        for report in self.at_hand(reports):
            made = [event for event in self._at(report, stage) if isinstance(event.body, Decision)]
            found += [(report, min(made, key=place))] if made else []
        return sorted(found, key=lambda one: place(one[1]))

    def is_blind(self, report: Report, stage: Stage, actor: Reviewer) -> bool:
        """Return whether no colleague's decision on a report at a stage has been visible to the reviewer so far."""
        events = self._at(report, stage)
        own = [event for event in events if event.actor == actor and not isinstance(event.body, Resolution)]
        others = [event for event in events if event.actor != actor and isinstance(event.body, Decision)]
        standing = bool(self.own_heads(report, stage, actor))
        over = self.outcome(report, stage).status in (Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT)
        # Where one vote was enough at some time, the colleague's was all there was to wait for, and showed.
        was_over = any(rules.needed(report) < 2 for rules in self._past_rules) and any(
            not self._was_in_pilot(report, event) for event in others
        )
        return not was_visible(own, others, standing=standing or over or was_over)

    def _was_in_pilot(self, report: Report, decision: Event) -> bool:
        """Return whether somebody decided on a report knowing it in a pilot, so that one vote was not enough."""
        stage = decision.body.stage if isinstance(decision.body, Decision) else None
        return any(
            isinstance(event.body, Pilot)
            and event.body.stage is stage
            and not set(event.body.records).isdisjoint(report.records)
            and follows(decision, event)
            for event in self.pilot_events()
        )

    def blind_votes(self, report: Report, stage: Stage) -> dict[Reviewer, Decision]:
        """Return each rater's last blind decision on a report at a stage; two that differ count as none."""
        votes = {}
        events = [
            event for event in self._at(report, stage) if isinstance(event.body, Decision | Undo) and event.body.blind
        ]
        for actor in sorted({event.actor for event in events}):
            bodies = [self.body(event) for event in heads(event for event in events if event.actor == actor)]
            says = {(body.verdict, body.reasons[:1]): body for body in bodies if isinstance(body, Decision)}
            if len(says) == 1:
                votes[actor] = next(iter(says.values()))
        return votes

    def not_blind(self) -> frozenset[str]:
        """Return the records on which something was decided with a colleague's decision in view, and perhaps others.

        A report without any of them has the votes that stand as its blind ones, where its stage is over.
        """
        return self._ledger.not_blind()

    def brought_over(self, stages: Mapping[ReportId, Collection[Stage]]) -> Counter[Stage]:
        """Return how many decisions that count at these stages of reports were made in another program."""
        found = {report.id: report for one in self._ledger.brought_over() if (report := self.report_of(one))}
        return Counter(
            stage
            for report in self.at_hand(list(found.values()))
            for stage in stages[report.id]
            for event in self._at(report, stage)
            if self._is_head(event) and isinstance(body := self.body(event), Decision) and body.source
        )


def rules_in(text: CriteriaText, now: Rules) -> list[Rules]:
    """Return what earlier criteria said about how many decide; nothing where they could not be read."""
    try:
        past = criteria.read(dict(text.files))
    except CriteriaError:
        return []
    review, double = past.review, past.extraction.double
    return [
        replace(now, decisions=review.decisions, dual_share=review.dual_share, seed=review.seed, double_coded=double)
    ]
