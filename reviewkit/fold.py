"""From events to the state of the review.

`State` is fed events and record files in any order, any number of times, and always answers the same: it keeps what it
was given in indexes and works out answers when asked. What a new event touches is forgotten and worked out anew, so one
decision among a hundred thousand reports costs one report.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from reviewkit import criteria, dedup
from reviewkit.errors import CriteriaError
from reviewkit.history import effective, heads, latest, was_visible
from reviewkit.ledger import Ledger
from reviewkit.model import (
    Access,
    Cast,
    Comparison,
    CriteriaText,
    Decision,
    Event,
    EventId,
    FileId,
    FullText,
    Import,
    Link,
    LinkOrigin,
    LinkVerdict,
    Origin,
    Outcome,
    Pair,
    Pilot,
    Progress,
    RecordId,
    Removal,
    Report,
    ReportId,
    Resolution,
    Retrieval,
    Reviewer,
    Route,
    Ruling,
    SameStudy,
    Search,
    SearchId,
    Stage,
    Standing,
    Standings,
    Status,
    Tags,
    Undo,
    Vote,
    record_id,
)
from reviewkit.screening.outcome import Rules, outcome, with_access, with_removal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviewkit.model import Body, DeviceId

_ROUTE_ORDER = {route: position for position, route in enumerate(Route)}
_B = TypeVar("_B", Search, Pilot, Ruling)
_FACTS = (Search, Import, SameStudy, Pilot, Ruling, Removal)
"""What is held as long as a review is open: few, and much stands on them."""
_AT_ONCE = 500


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


class State:
    """All that the events and the complete record files say, as far as asked."""

    def __init__(self, rules: Rules, ledger: Ledger | None = None) -> None:
        """Start with the events that the ledger has; `rules` are the criteria's."""
        self._rules = rules
        self._ledger = ledger if ledger is not None else Ledger(rules.renamed)
        self._facts: dict[type[Body], defaultdict[str, dict[EventId, Event]]] = {
            kind: defaultdict(dict) for kind in _FACTS
        }
        self._links: dict[EventId, Event] | None = None
        self._comparisons: list[Comparison] = []
        self._criteria: set[str] = set()
        self._past_rules: list[Rules] = []
        self._readings: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = {}
        self._touched: set[str] = set()
        self._outcomes: dict[tuple[tuple[RecordId, ...], Stage], Outcome] = {}
        self._standings: dict[tuple[RecordId, ...], Standings] = {}
        self._alike: dict[Standings, Standings] = {}
        self.worked_out = 0
        """How many reports' standings were worked out, and not taken from what was kept."""
        self._known_searches: dict[SearchId, Search] | None = None
        self._known_imports: dict[FileId, Event] | None = None
        self._reports: dict[ReportId, Report] | None = None
        self._report_of: dict[RecordId, ReportId] = {}
        self._pairs: list[Pair] | None = None
        self._studies: dict[ReportId, ReportId] | None = None
        self._in_pilot: dict[Stage, dict[RecordId, Pilot]] | None = None
        self._removed: dict[RecordId, str] | None = None
        for event in self._ledger.of(*_FACTS, Comparison, CriteriaText):
            self._notice(event)

    # ------------------------------------------------------------------------------------------------ taking in

    @property
    def rules(self) -> Rules:
        """What the criteria say about deciding; other ones work every outcome out anew."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._outcomes, self._standings = {}, {}

    def add_reading(self, file: FileId, device: DeviceId, records: Sequence[RecordId]) -> None:
        """Take in one complete record file: the ids of the records that `device` read from `file`."""
        self._readings[file, device] = tuple(records)
        self._regroup()

    def add(self, events: Iterable[Event]) -> None:
        """Take in events; those that are known change nothing."""
        new = self._ledger.add(events)
        self._ledger.fetch_events({old for event in new for old in (*event.supersedes, *_brought_back(event))})
        for event in new:
            self._notice(event)
            self._notice_replaced(event)

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
        reports = dedup.grouped(self.routes(), kept.groups)
        if _digest(reports) == kept.reports:
            combinations = [self._alike.setdefault(own, own) for own in kept.combinations]
            self._standings = {
                report.records: combinations[place] for report, place in zip(reports, kept.of, strict=True)
            }
            self._set_reports(reports)
            self._pairs = list(kept.pairs)

    def under(self, rules: Rules) -> State:
        """Return the state of the same events under other rules: what it takes when people get other names."""
        state = State(rules, self._ledger.under(rules.renamed))
        state._readings = dict(self._readings)
        return state

    def _notice(self, event: Event) -> None:
        match event.body:
            case Decision() | Resolution() | Retrieval():
                self._touched.add(event.subject)
            case Search() | Import() | SameStudy() | Pilot() | Ruling() | Removal():
                self._facts[type(event.body)][event.subject][event.id] = event
                self._notice_fact(event)
            case FullText() | Tags():
                pass
            case Link():
                self._notice_link(event)
            case Comparison():
                self._comparisons.append(event.body)
            case Undo():
                self._touched.add(event.subject)
                if self._may_say_a_link(event):
                    self._notice_link(event)
            case CriteriaText():
                self._criteria.add(event.subject)
                self._past_rules += _rules_in(event.body, self._rules)

    def _may_say_a_link(self, event: Event) -> bool:
        """Return whether an event says something of a pair: also an undo that brings back what has not arrived yet."""
        unknown = any(self._ledger.event(one) is None for one in _brought_back(event))
        return unknown or isinstance(self.body(event), Link)

    def _notice_link(self, event: Event) -> None:
        if self._links is not None:
            self._links[event.id] = event
        self._regroup()

    def _notice_fact(self, event: Event) -> None:
        """Forget what stands on a fact that came or went."""
        match event.body:
            case Search() | Import():
                self._regroup()
            case SameStudy():
                self._studies = None
            case Pilot():
                self._in_pilot = None
                self._touched.update(event.body.records)
            case Removal():
                self._removed = None
                for other in self._facts[Removal][event.subject].values():
                    self._touched.update(_records_in(other.body))
            case _:
                pass

    def _notice_replaced(self, event: Event) -> None:
        """Take note of what counts no longer, which may be about another record of the report, as after a merge."""
        for old in event.supersedes:
            replaced = self._ledger.event(old)
            if replaced is not None:
                self._touched.add(replaced.subject)
                self._notice_fact(replaced)
                if isinstance(self.body(replaced), Link):
                    self._regroup()

    def _regroup(self) -> None:
        """Forget what stands on searches, imports and links; what is known of a report that stays as it is, is kept."""
        self._known_searches = self._known_imports = self._reports = self._pairs = self._studies = None
        self._report_of = {}

    # ------------------------------------------------------------------------------------------------ events

    def events(self) -> Iterator[Event]:
        """Yield all events, in no particular order."""
        return self._ledger.all()

    def knows_criteria(self, fingerprint: str) -> bool:
        """Return whether the text of the criteria of that hash is in the history."""
        return fingerprint in self._criteria

    def _is_head(self, event: Event) -> bool:
        return self._ledger.is_head(event)

    def heads_since(self, time: str) -> list[Event]:
        """Return the events of a time or later, by their devices' clocks, that count, in no particular order."""
        return [event for event in self._ledger.since(time) if self._is_head(event)]

    def body(self, event: Event) -> Body | None:
        """Return what a head says, undos followed."""
        return effective(event, self._ledger.event)

    def last_act(self, actor: Reviewer, device: DeviceId) -> tuple[Event, Event] | None:
        """Return the last act of a person on a device that still counts, and the head that says so.

        Head and act differ where an undo has brought the act back, which is older than the undo then.
        """
        best: tuple[Event, Event] | None = None
        for event in self._ledger.newest_first(actor, device):
            if best is not None and event.seq < best[0].seq:
                break
            act = self._act(event)
            if self._is_head(event) and act.device == device and _can_be_undone(self.body(event)):
                best = max(best or (act, event), (act, event), key=lambda pair: pair[0].seq)
        return best

    # ------------------------------------------------------------------------------------------------ searches

    def searches(self) -> dict[SearchId, Search]:
        """Return the searches by id, sorted by route and name; a correction that saw the first note replaces it."""
        if self._known_searches is None:
            known = [(SearchId(subject), body) for subject, body in self._agreed(Search).items()]
            known.sort(key=lambda item: (_ROUTE_ORDER[item[1].route], item[1].name, item[0]))
            self._known_searches = dict(known)
        return self._known_searches

    def search_events(self, search: SearchId) -> list[Event]:
        """Return all that was ever noted of a search, in no particular order."""
        return list(self._facts[Search].get(search, {}).values())

    def import_events(self) -> list[Event]:
        """Return every import that was ever made, complete or not, in no particular order."""
        return [event for events in self._facts[Import].values() for event in events.values()]

    def imports(self) -> dict[FileId, Event]:
        """Return for each file the import that counts: of those that are complete the one of lowest id.

        Complete means that the record file is here, and what is known of the search: the route is part of every number.
        """
        if self._known_imports is None:
            complete = {FileId(file): list(self._complete(FileId(file))) for file in sorted(self._facts[Import])}
            self._known_imports = {
                file: min(events, key=lambda event: event.id) for file, events in complete.items() if events
            }
        return self._known_imports

    def _complete(self, file: FileId) -> Iterator[Event]:
        for event in self._facts[Import][file].values():
            if (
                (file, event.device) in self._readings
                and isinstance(event.body, Import)
                and event.body.search in self.searches()
            ):
                yield event

    def arriving(self) -> list[Event]:
        """Return the imports whose record file or search is not there or not complete yet."""
        complete = self.imports()
        return [
            event
            for file, events in sorted(self._facts[Import].items())
            if file not in complete
            for event in sorted(events.values(), key=lambda event: event.id)
        ]

    def origins(self) -> dict[RecordId, Origin]:
        """Return where each record came from, sorted by record id."""
        return {
            record: Origin(event.body.search, file)
            for file, event in self.imports().items()
            if isinstance(event.body, Import)
            for record in self._readings[file, event.device]
        }

    def identified(self) -> dict[Route, int]:
        """Return how many records each route that has any brought, in the order of `Route`."""
        brought: defaultdict[Route, int] = defaultdict(int)
        for file, event in self.imports().items():
            if isinstance(event.body, Import):
                brought[self.searches()[event.body.search].route] += len(self._readings[file, event.device])
        return {route: brought[route] for route in Route if brought[route]}

    def routes(self) -> dict[RecordId, Route]:
        """Return the route that each record came by."""
        found = {}
        for file, event in self.imports().items():
            if isinstance(event.body, Import):
                route = self.searches()[event.body.search].route
                found.update(dict.fromkeys(self._readings[file, event.device], route))
        return found

    def reading(self, file: FileId) -> DeviceId | None:
        """Return the device whose reading of the file counts."""
        event = self.imports().get(file)
        return event.device if event is not None else None

    def uncompared(self, rules: str) -> list[FileId]:
        """Return the files that have not all been compared with one another, by these rules."""
        files = list(self.imports())
        together = [sorted(set(one.files).intersection(files)) for one in self._comparisons if one.rules == rules]
        best = max(together, key=lambda covered: (len(covered), covered), default=[])
        return [file for file in files if file not in best]

    def _agreed(self, kind: type[_B]) -> dict[str, _B]:
        """Return what people together say of each fact: the last that saw the others, ties by lowest id."""
        found = {}
        for subject, events in self._facts[kind].items():
            for event in self._latest(events.values())[:1]:
                if isinstance(event.body, kind):
                    found[subject] = event.body
        return found

    def _latest(self, events: Iterable[Event]) -> list[Event]:
        return latest(event for event in events if self._is_head(event))

    # ------------------------------------------------------------------------------------------------ reports

    def reports(self) -> dict[ReportId, Report]:
        """Return the reports by id, sorted."""
        if self._reports is None:
            self._set_reports(dedup.reports(self.routes(), self.links()))
        return self._reports or {}

    def _set_reports(self, found: Iterable[Report]) -> None:
        self._reports = {report.id: report for report in found}
        self._report_of = {record: report.id for report in self._reports.values() for record in report.records}
        known, self._standings, self._outcomes = self._standings, {}, {}
        for report in self._reports.values():
            if report.records in known:
                self._standings[report.records] = known[report.records]

    def report_of(self, record: str) -> Report | None:
        """Return the report that a record belongs to; None if the record is not known."""
        reports = self.reports()
        found = self._report_of.get(RecordId(record))
        return reports[found] if found is not None else None

    def links(self) -> list[Link]:
        """Return what the heads say of pairs of records, undos followed."""
        if self._links is None:
            events = self._ledger.of(Link, Undo)
            self._ledger.fetch_events({one for event in events for one in _brought_back(event)})
            self._links = {event.id: event for event in events if self._may_say_a_link(event)}
        bodies = (self.body(event) for event in self._links.values() if self._is_head(event))
        return [body for body in bodies if isinstance(body, Link)]

    def own_link_heads(self, a: RecordId, b: RecordId, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has spoken on a pair."""
        return frozenset(
            event.id
            for event in self._ledger.about(a)
            if event.actor == actor
            and self._is_head(event)
            and isinstance(body := self.body(event), Link)
            and (body.a, body.b, body.origin) == (a, b, LinkOrigin.PERSON)
        )

    def pairs(self) -> list[Pair]:
        """Return the pairs that wait for a person, likeliest duplicates first."""
        if self._pairs is None:
            self._pairs = self._waiting_pairs()
        return self._pairs

    def _waiting_pairs(self) -> list[Pair]:
        links = self.links()
        judged = {(link.a, link.b) for link in links if link.origin is LinkOrigin.PERSON}
        waiting: dict[tuple[RecordId, RecordId], Pair] = {}
        for link in links:
            if link.verdict is LinkVerdict.UNCERTAIN and (link.a, link.b) not in judged:
                a, b = self.report_of(link.a), self.report_of(link.b)
                if a is not None and b is not None and a.id != b.id:
                    pair = Pair(link.a, link.b, link.score, link.reasons)
                    known = waiting.get((link.a, link.b), pair)
                    waiting[link.a, link.b] = max(known, pair, key=lambda one: (one.score, one.reasons))
        return sorted(waiting.values(), key=lambda pair: (-pair.score, pair.a, pair.b))

    # ------------------------------------------------------------------------------------------------ what is noted

    def pilots(self) -> dict[str, Pilot]:
        """Return the pilot rounds by id, in the order of their names."""
        return dict(sorted(self._agreed(Pilot).items(), key=lambda item: (item[1].name, item[0])))

    def pilot_of(self, report: Report, stage: Stage) -> Pilot | None:
        """Return the pilot round of a stage that a report is in."""
        if self._in_pilot is None:
            self._in_pilot = {one: {} for one in Stage}
            for pilot in self.pilots().values():
                for record in pilot.records:
                    self._in_pilot[pilot.stage].setdefault(record, pilot)
        found = self._in_pilot[stage]
        return next((found[record] for record in report.records if record in found), None) if found else None

    def rulings(self) -> dict[str, tuple[Ruling, Event]]:
        """Return the rulings that stand by id, oldest first as the devices' clocks say, each with who wrote it when."""
        found = {}
        for subject, events in self._facts[Ruling].items():
            for event in self._latest(events.values())[:1]:
                if isinstance(event.body, Ruling) and event.body.text:
                    found[subject] = (event.body, event)
        return dict(sorted(found.items(), key=lambda item: (item[1][1].time, item[0])))

    def removals(self) -> dict[str, frozenset[RecordId]]:
        """Return the records that each rule removes, by the rule; of two runs unknown to each other what both say."""
        found = {}
        for rule, events in self._facts[Removal].items():
            sets = [_records_in(event.body) for event in self._latest(events.values())]
            if sets and (records := frozenset.intersection(*sets)):
                found[rule] = records
        return dict(sorted(found.items()))

    def removed_by(self, report: Report) -> str:
        """Return the rule that removes a report, which takes all its records; empty if none does."""
        if self._removed is None:
            self._removed = {record: rule for rule, records in self.removals().items() for record in records}
        rules = [self._removed.get(record, "") for record in report.records] if self._removed else [""]
        return min(rules) if all(rules) else ""

    def study_of(self, report: Report) -> ReportId:
        """Return the study that a report belongs to: the smallest id of the reports that people put together."""
        if self._studies is None:
            links = [body for body in self._agreed_links() if body.same]
            pairs = [(self.report_of(link.a), self.report_of(link.b)) for link in links]
            self._studies = _smallest([(a.id, b.id) for a, b in pairs if a is not None and b is not None])
        return self._studies.get(report.id, report.id)

    def _agreed_links(self) -> list[SameStudy]:
        """Return what people together say of each pair of reports, the last that saw the others."""
        pairs: defaultdict[tuple[RecordId, RecordId], list[Event]] = defaultdict(list)
        for events in self._facts[SameStudy].values():
            for event in events.values():
                if isinstance(event.body, SameStudy):
                    pairs[event.body.a, event.body.b].append(event)
        last = [event for events in pairs.values() for event in self._latest(events)[:1]]
        return [event.body for event in last if isinstance(event.body, SameStudy)]

    def full_texts(self, report: Report) -> list[FullText]:
        """Return the files that people have put to a report, sorted by name."""
        bodies = {self.body(event) for event in self._heads_about(report)}
        return sorted((body for body in bodies if isinstance(body, FullText)), key=lambda one: (one.name, one.sha256))

    def tags(self, report: Report, actor: Reviewer) -> tuple[str, ...]:
        """Return the words that one reviewer has put on a report, sorted."""
        own = [self.body(event) for event in self._heads_about(report) if event.actor == actor]
        return tuple(sorted({tag for body in own if isinstance(body, Tags) for tag in body.tags}))

    def own_heads_of(self, report: Report, actor: Reviewer, kind: type[Body]) -> frozenset[EventId]:
        """Return the heads by which a person has said one kind of thing about a report: what the next one replaces."""
        return frozenset(
            event.id
            for event in self._heads_about(report)
            if event.actor == actor and isinstance(self.body(event), kind)
        )

    def own_facts(self, kind: type[Body], subject: str, actor: Reviewer) -> frozenset[EventId]:
        """Return a person's own events on a fact such as a pilot or a ruling: what the next one replaces."""
        return frozenset(event.id for event in self._facts[kind].get(subject, {}).values() if event.actor == actor)

    def _heads_about(self, report: Report) -> list[Event]:
        events = (event for record in report.records for event in self._ledger.about(record))
        return [event for event in events if self._is_head(event)]

    # ------------------------------------------------------------------------------------------------ decisions

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
                return with_removal(result, self.removed_by(report))
            case Stage.FULL_TEXT:
                return with_access(result, self.access(report))
            case _:
                return result

    def needed(self, report: Report, stage: Stage) -> int:
        """Return how many votes a report needs at a stage; one in a pilot is read by two."""
        return 2 if self.pilot_of(report, stage) is not None else self._rules.needed(report)

    def is_turn_of(self, report: Report, stage: Stage, reviewer: Reviewer) -> bool:
        """Return whether a report is among a reviewer's own share; without shares everybody's is everything."""
        if not self._rules.shares or self.pilot_of(report, stage) is not None:
            return True
        return reviewer in self._rules.assigned(report, self._rules.needed(report))

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

    def _act(self, head: Event) -> Event:
        """Return the event that a head lets count: itself, or what an undo has brought back."""
        undo = head.body if isinstance(head.body, Undo) else None
        restored = self._ledger.event(undo.to) if undo is not None and undo.to is not None else None
        return restored if restored is not None else head

    def own_heads(self, report: Report, stage: Stage, actor: Reviewer) -> list[Event]:
        """Return the reviewer's heads that state a decision on a report at a stage: more than one after a merge."""
        return [
            event
            for event in self._at(report, stage)
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Decision)
        ]

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

    def own_access_heads(self, report: Report, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has spoken on a report's full text."""
        return frozenset(
            event.id
            for record in report.records
            for event in self._ledger.about(record)
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Retrieval)
        )

    def replaced_by(self, act: Event) -> list[Event]:
        """Return the acts that counted until `act` replaced them, sorted by id; one brought back counts as itself."""
        known = [event for old in act.supersedes if (event := self._ledger.event(old)) is not None]
        acts = [self._act(event) for event in known if self.body(event) is not None]
        by_id = {act.id: act for act in acts}
        return [by_id[identity] for identity in sorted(by_id)]

    def has_decided(self, report: Report, actor: Reviewer) -> bool:
        """Return whether a decision of this person stands on a report at any stage."""
        return any(self.own_heads(report, stage, actor) for stage in Stage)

    def is_blind(self, report: Report, stage: Stage, actor: Reviewer) -> bool:
        """Return whether no colleague's decision on a report at a stage has been visible to the reviewer so far."""
        events = self._at(report, stage)
        own = [event for event in events if event.actor == actor and not isinstance(event.body, Resolution)]
        others = [event for event in events if event.actor != actor and isinstance(event.body, Decision)]
        standing = bool(self.own_heads(report, stage, actor))
        over = self.outcome(report, stage).status in (Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT)
        # Where one vote was enough at some time, the colleague's was all there was to wait for, and showed.
        was_over = any(rules.needed(report) < 2 for rules in self._past_rules)
        return not was_visible(own, others, standing=standing or over or was_over)

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

    def access(self, report: Report) -> Access | None:
        """Return whether the full text was had: whoever knows more goes before, unknown to each other the happier."""
        events = [event for record in report.records for event in self._ledger.about(record)]
        standing = latest(event for event in events if self._is_head(event) and isinstance(self.body(event), Retrieval))
        says = {body.access for event in standing if isinstance(body := self.body(event), Retrieval)}
        return next((access for access in Access if access in says), None)

    def last_heard(self, actor: Reviewer) -> str:
        """Return the time of the last event of a reviewer, for showing; empty if none has arrived."""
        return max((event.time for event in latest(self._ledger.last(actor))), default="")


def _records_in(body: Body) -> frozenset[RecordId]:
    if not isinstance(body, Removal):
        return frozenset()
    return frozenset(record_id(file, ordinal) for file, ordinals in body.records for ordinal in ordinals)


def _smallest(pairs: Iterable[tuple[ReportId, ReportId]]) -> dict[ReportId, ReportId]:
    """Return for each member of the groups that pairs form the smallest one of its group."""
    groups: dict[ReportId, set[ReportId]] = {}
    for a, b in pairs:
        joined = groups.get(a, {a}) | groups.get(b, {b})
        groups.update(dict.fromkeys(joined, joined))
    return {member: min(group) for member, group in groups.items()}


def _digest(reports: Iterable[Report]) -> str:
    return hashlib.sha256("\n".join(" ".join(report.records) for report in reports).encode()).hexdigest()


def _brought_back(event: Event) -> tuple[EventId, ...]:
    return (event.body.to,) if isinstance(event.body, Undo) and event.body.to is not None else ()


def _can_be_undone(body: Body | None) -> bool:
    person = isinstance(body, Link) and body.origin is LinkOrigin.PERSON
    return person or isinstance(body, Decision | Resolution | Retrieval | FullText | Tags)


def _rules_in(text: CriteriaText, now: Rules) -> list[Rules]:
    """Return what earlier criteria said about how many decide; nothing where they could not be read."""
    try:
        review = criteria.read(dict(text.files)).review
    except CriteriaError:
        return []
    return [replace(now, decisions=review.decisions, dual_share=review.dual_share, seed=review.seed)]
