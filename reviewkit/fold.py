"""From events to the state of the review.

`State` is fed events and record files in any order, any number of times, and always answers the same: it keeps what it
was given in indexes and works out answers when asked. What a new event touches is forgotten and worked out anew, so one
decision among a hundred thousand reports costs one report.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from reviewkit import criteria, dedup
from reviewkit.errors import CriteriaError
from reviewkit.history import effective, heads, latest, renamed, was_visible
from reviewkit.model import (
    Access,
    Comparison,
    CriteriaText,
    Decision,
    Event,
    EventId,
    FileId,
    Import,
    Link,
    LinkOrigin,
    LinkVerdict,
    Origin,
    Outcome,
    Pair,
    Progress,
    RecordId,
    Report,
    ReportId,
    Resolution,
    Retrieval,
    Reviewer,
    Route,
    Search,
    SearchId,
    Stage,
    Status,
    Undo,
    Vote,
)
from reviewkit.screening.outcome import Rules, outcome, with_access

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviewkit.model import Body, DeviceId

_ROUTE_ORDER = {route: position for position, route in enumerate(Route)}
_B = TypeVar("_B", Search, Retrieval, Link)


class State:
    """All that the events and the complete record files say, as far as asked."""

    def __init__(self, rules: Rules) -> None:
        """Start with nothing; `rules` are the criteria's."""
        self._rules = rules
        self._events: dict[EventId, Event] = {}
        self._written: dict[EventId, Event] = {}
        self._superseded: set[tuple[Reviewer, EventId]] = set()
        self._about: defaultdict[str, list[Event]] = defaultdict(list)
        self._searches: defaultdict[SearchId, list[Event]] = defaultdict(list)
        self._imports: defaultdict[FileId, list[Event]] = defaultdict(list)
        self._links: dict[EventId, Event] = {}
        self._comparisons: list[Comparison] = []
        self._criteria: set[str] = set()
        self._past_rules: list[Rules] = []
        self._readings: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = {}
        self._forget_reports()

    # ------------------------------------------------------------------------------------------------ taking in

    @property
    def rules(self) -> Rules:
        """What the criteria say about deciding; setting them works every outcome out anew."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        self._rules = rules
        self._outcomes: dict[tuple[ReportId, Stage], Outcome] = {}

    def add_reading(self, file: FileId, device: DeviceId, records: Sequence[RecordId]) -> None:
        """Take in one complete record file: the ids of the records that `device` read from `file`."""
        self._readings[file, device] = tuple(records)
        self._forget_reports()

    def add(self, events: Iterable[Event]) -> None:
        """Take in events; known ids are passed over."""
        for event in events:
            if event.id not in self._events:
                if self._rules.renamed:
                    event = self._under_present_name(event)  # noqa: PLW2901  # one loop, hot
                self._events[event.id] = event
                self._superseded.update((event.actor, old) for old in event.supersedes)
                self._index(event)

    def _under_present_name(self, event: Event) -> Event:
        found = renamed(event, self._rules.renamed)
        if found is not event:
            self._written[event.id] = event
        return found

    def under(self, rules: Rules) -> State:
        """Return the state of the same events under other rules: what it takes when people get other names."""
        state = State(rules)
        state._readings = dict(self._readings)
        state.add(self._written.get(event.id, event) for event in self._events.values())
        return state

    def _index(self, event: Event) -> None:
        match event.body:
            case Decision() | Resolution() | Retrieval():
                self._index_about(event)
            case Search():
                self._searches[SearchId(event.subject)].append(event)
                self._forget_reports()
            case Import():
                self._imports[FileId(event.subject)].append(event)
                self._forget_reports()
            case Link():
                self._links[event.id] = event
                self._forget_reports()
            case Comparison():
                self._comparisons.append(event.body)
            case Undo():
                self._index_about(event)
                if event.body.stage is None:  # of a link, so that the reports are others
                    self._forget_reports()
            case CriteriaText():
                self._criteria.add(event.subject)
                self._past_rules += _rules_in(event.body, self._rules)

    def _index_about(self, event: Event) -> None:
        self._about[event.subject].append(event)
        if self._report_of is not None:
            replaced = (self._events[old].subject for old in event.supersedes if old in self._events)
            reports = {self._report_of.get(RecordId(subject)) for subject in (event.subject, *replaced)}
            for report in reports - {None}:
                for stage in Stage:
                    self._outcomes.pop((report, stage), None)  # type: ignore[arg-type]  # None is taken out

    def _forget_reports(self) -> None:
        self._reports: dict[ReportId, Report] | None = None
        self._report_of: dict[RecordId, ReportId] | None = None
        self._outcomes = {}

    # ------------------------------------------------------------------------------------------------ events

    def event(self, event: EventId) -> Event | None:
        """Return the event of that id, None if it has not arrived."""
        return self._events.get(event)

    def events(self) -> Iterator[Event]:
        """Yield all events, in no particular order."""
        return iter(self._events.values())

    def knows_criteria(self, fingerprint: str) -> bool:
        """Return whether the text of the criteria of that hash is in the history."""
        return fingerprint in self._criteria

    def _is_head(self, event: Event) -> bool:
        return (event.actor, event.id) not in self._superseded

    def heads(self) -> Iterator[Event]:
        """Yield the events that count, in no particular order."""
        return (event for event in self._events.values() if self._is_head(event))

    def body(self, event: Event) -> Body | None:
        """Return what a head says, undos followed."""
        return effective(event, self._events.get)

    def own_acts(self, actor: Reviewer, device: DeviceId) -> list[tuple[Event, Event]]:
        """Return the acts of a person on a device that still count, oldest first, each with the head that says so.

        Head and act differ where an undo has brought the act back.
        """
        acts = []
        for event in self._events.values():
            if event.actor != actor or event.device != device or not self._is_head(event):
                continue
            act = self._act(event)
            if self.body(event) is None or act.device != device:
                continue
            if isinstance(act.body, Decision | Resolution | Retrieval) or (
                isinstance(act.body, Link) and act.body.origin is LinkOrigin.PERSON
            ):
                acts.append((act, event))
        return sorted(acts, key=lambda pair: pair[0].seq)

    # ------------------------------------------------------------------------------------------------ searches

    def searches(self) -> dict[SearchId, Search]:
        """Return the searches by id, sorted by route and name; a correction that saw the first note replaces it."""
        found = {search: self._shared(events, Search) for search, events in self._searches.items()}
        known = {search: body for search, body in found.items() if body is not None}
        return dict(sorted(known.items(), key=lambda item: (_ROUTE_ORDER[item[1].route], item[1].name, item[0])))

    def imports(self) -> dict[FileId, Event]:
        """Return for each file the import that counts: of those that are complete the one of lowest id.

        Complete means that the record file is here, and what is known of the search: the route is part of every number.
        """
        searches = self.searches()
        chosen = {}
        for file, events in self._imports.items():
            complete = [
                event
                for event in events
                if (file, event.device) in self._readings
                and isinstance(event.body, Import)
                and event.body.search in searches
            ]
            if complete:
                chosen[file] = min(complete, key=lambda event: event.id)
        return dict(sorted(chosen.items()))

    def arriving(self) -> list[Event]:
        """Return the imports whose record file or search is not there or not complete yet."""
        complete = self.imports()
        return [event for file, events in sorted(self._imports.items()) if file not in complete for event in events]

    def origins(self) -> dict[RecordId, Origin]:
        """Return where each record came from, sorted by record id."""
        return {
            record: Origin(event.body.search, file)
            for file, event in self.imports().items()
            if isinstance(event.body, Import)
            for record in self._readings[file, event.device]
        }

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

    def _shared(self, events: Iterable[Event], kind: type[_B]) -> _B | None:
        """Return what people together say of a shared fact: the last that saw the others, ties by lowest id."""
        last = latest(event for event in events if self._is_head(event))
        bodies = [body for event in last if isinstance(body := self.body(event), kind)]
        return bodies[0] if bodies else None

    # ------------------------------------------------------------------------------------------------ reports

    def reports(self) -> dict[ReportId, Report]:
        """Return the reports by id, sorted."""
        if self._reports is None:
            searches = self.searches()
            routes = {record: searches[origin.search].route for record, origin in self.origins().items()}
            found = dedup.reports(routes, self.links())
            self._reports = {report.id: report for report in found}
            self._report_of = {record: report.id for report in found for record in report.records}
        return self._reports

    def report_of(self, record: str) -> Report | None:
        """Return the report that a record belongs to; None if the record is not known."""
        reports = self.reports()
        found = self._report_of.get(RecordId(record)) if self._report_of is not None else None
        return reports[found] if found is not None else None

    def links(self) -> list[Link]:
        """Return what the heads say of pairs of records, undos followed."""
        undone = (event for events in self._about.values() for event in events if isinstance(event.body, Undo))
        considered = [*self._links.values(), *undone]
        bodies = (self.body(event) for event in considered if self._is_head(event))
        return [body for body in bodies if isinstance(body, Link)]

    def own_link_heads(self, a: RecordId, b: RecordId, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has spoken on a pair."""
        own = [event for event in [*self._links.values(), *self._about.get(a, ())] if event.actor == actor]
        return frozenset(
            event.id
            for event in own
            if self._is_head(event)
            and isinstance(body := self.body(event), Link)
            and (body.a, body.b, body.origin) == (a, b, LinkOrigin.PERSON)
        )

    def pairs(self) -> list[Pair]:
        """Return the pairs that wait for a person, likeliest duplicates first."""
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

    # ------------------------------------------------------------------------------------------------ decisions

    def progress(self, report: Report) -> Progress:
        """Return where a report stands at each stage that it has reached."""
        outcomes = {}
        for stage in Stage:
            outcomes[stage] = self.outcome(report, stage)
            if outcomes[stage].status is not Status.INCLUDED:
                break
        return Progress(report, outcomes)

    def outcome(self, report: Report, stage: Stage) -> Outcome:
        """Return where a report stands at one stage, whether it has reached it or not."""
        known = self._outcomes.get((report.id, stage))
        if known is None:
            known = self._outcomes[report.id, stage] = self._outcome(report, stage)
        return known

    def _outcome(self, report: Report, stage: Stage) -> Outcome:
        events = self._at(report, stage)
        actors = sorted({event.actor for event in events})
        votes = [vote for actor in actors if (vote := self._vote(events, actor)) is not None]
        resolutions = [event for event in events if self._is_head(event) and isinstance(event.body, Resolution)]
        result = outcome(stage, votes, resolutions, self._rules.needed(report))
        return with_access(result, self.access(report)) if stage is Stage.FULL_TEXT else result

    def _at(self, report: Report, stage: Stage) -> list[Event]:
        """Return the decisions, resolutions and undos on any record of a report at a stage."""
        return [
            event
            for record in report.records
            for event in self._about.get(record, ())
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
        restored = self._events.get(head.body.to) if isinstance(head.body, Undo) and head.body.to is not None else None
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
            for event in self._about.get(record, ())
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Retrieval)
        )

    def replaced_by(self, act: Event) -> list[Event]:
        """Return the acts that counted until `act` replaced them, sorted by id; one brought back counts as itself."""
        known = [event for old in act.supersedes if (event := self._events.get(old)) is not None]
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
        events = [event for record in report.records for event in self._about.get(record, ())]
        standing = latest(event for event in events if self._is_head(event) and isinstance(self.body(event), Retrieval))
        says = {body.access for event in standing if isinstance(body := self.body(event), Retrieval)}
        return next((access for access in Access if access in says), None)

    def last_heard(self, actor: Reviewer) -> str:
        """Return the time of the last event of a reviewer, for showing; empty if none has arrived."""
        last: dict[DeviceId, Event] = {}
        for event in self._events.values():
            if event.actor == actor and (event.device not in last or event.seq > last[event.device].seq):
                last[event.device] = event
        return max((event.time for event in latest(last.values())), default="")


def _rules_in(text: CriteriaText, now: Rules) -> list[Rules]:
    """Return what earlier criteria said about how many decide; nothing where they could not be read."""
    try:
        review = criteria.read(dict(text.files)).review
    except CriteriaError:
        return []
    return [replace(now, decisions=review.decisions, dual_share=review.dual_share, seed=review.seed)]
