"""From records and links to the reports of the review, and what is said of each report."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.dedup import regrouping
from reviewkit.fold.links import Links
from reviewkit.history import latest
from reviewkit.model import (
    Access,
    Body,
    Event,
    EventId,
    FullText,
    Link,
    LinkOrigin,
    LinkVerdict,
    Pair,
    RecordId,
    Report,
    ReportId,
    Retrieval,
    Reviewer,
    SameStudy,
    Tags,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.ledger import Ledger


class Reports(Links):
    """What there is to decide on."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has, and no record file."""
        super().__init__(ledger)
        self._reports: dict[ReportId, Report] | None = None
        self._report_of: dict[RecordId, ReportId] = {}
        self._pairs: list[Pair] | None = None
        self._studies: dict[ReportId, ReportId] | None = None

    def _regroup(self) -> None:
        """Forget what stands on searches, imports and links; what is known of a report that stays as it is, is kept."""
        super()._regroup()
        self._reports = self._pairs = self._studies = None
        self._report_of = {}

    # ---------------------------------------------------------------------------------------------- reports

    def reports(self) -> dict[ReportId, Report]:
        """Return the reports by id, sorted."""
        if self._reports is None:
            self._set_reports(dedup.reports(self.routes(), self.links()))
        return self._reports or {}

    def _set_reports(self, found: Sequence[Report]) -> None:
        self._reports = {report.id: report for report in found}
        self._report_of = {record: report.id for report in found for record in report.records}

    def report_of(self, record: str) -> Report | None:
        """Return the report that a record belongs to; None if the record is not known."""
        reports = self.reports()
        found = self._report_of.get(RecordId(record))
        return reports[found] if found is not None else None

    def disputes(self) -> dict[tuple[RecordId, RecordId], dict[Reviewer, tuple[LinkVerdict, ...]]]:
        """Return what each person says of the pairs of which people say different things, sorted by record and name.

        A person says two things of a pair after saying them on two devices that did not know of each other.
        """
        said: defaultdict[tuple[RecordId, RecordId], defaultdict[Reviewer, set[LinkVerdict]]]
        said = defaultdict(lambda: defaultdict(set))
        for actor, link in self._said_links():
            if link.origin is LinkOrigin.PERSON and self.report_of(link.a) and self.report_of(link.b):
                said[link.a, link.b][actor].add(link.verdict)
        return {
            pair: {actor: tuple(sorted(own)) for actor, own in sorted(by.items())}
            for pair, by in sorted(said.items())
            if len(set().union(*by.values())) > 1
        }

    def skipped(self) -> list[tuple[Link, list[Link]]]:
        """Return the SAME links that are not followed, each with the persons' words that stand against it.

        They would join records that a person calls different, through a third record.
        """
        links, reports = self.links(), self.reports()
        return regrouping.skipped({one: reports[of].records for one, of in self._report_of.items()}, links)

    def pairs(self) -> list[Pair]:
        """Return the pairs that wait for a person, likeliest duplicates first."""
        if self._pairs is None:
            self.reports()
            self._pairs = regrouping.waiting(self._report_of, self.links())
        return self._pairs

    # ---------------------------------------------------------------------------------------------- of one report

    def study_of(self, report: Report) -> ReportId:
        """Return the study that a report belongs to: the smallest id of the reports that people put together."""
        if self._studies is None:
            links = [body for body in self.study_links() if body.same]
            pairs = [(self.report_of(link.a), self.report_of(link.b)) for link in links]
            self._studies = _smallest([(a.id, b.id) for a, b in pairs if a is not None and b is not None])
        return self._studies.get(report.id, report.id)

    def study_links(self) -> list[SameStudy]:
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

    def tagged(self, actor: Reviewer) -> dict[ReportId, tuple[str, ...]]:
        """Return the words that one reviewer has put on reports, of those reports that have any, sorted by id."""
        subjects = {event.subject for event in self._ledger.of(Tags) if event.actor == actor}
        reports = {report.id: report for one in subjects if (report := self.report_of(one)) is not None}
        return {one: tags for one in sorted(reports) if (tags := self.tags(reports[one], actor))}

    def access(self, report: Report) -> Access | None:
        """Return whether the full text was had: whoever knows more goes before, unknown to each other the happier."""
        act = self.retrieval(report)
        return act.body.access if act is not None and isinstance(act.body, Retrieval) else None

    def retrieval(self, report: Report) -> Event | None:
        """Return the act that says whether the full text was had, as in `access`; of several that of lowest id."""
        standing = latest(head for head, _ in self.said_of(report, Retrieval))
        says = {
            body.access: self._act(head)
            for head in reversed(standing)
            if isinstance(body := self.body(head), Retrieval)
        }
        return next((says[access] for access in Access if access in says), None)

    def said_of(self, report: Report, kind: type[Body]) -> list[tuple[Event, Event]]:
        """Return each head that says a kind of thing about a report, and the act that it lets count, sorted by id."""
        found = [event for event in self._heads_about(report) if isinstance(self.body(event), kind)]
        return [(head, self._act(head)) for head in sorted(found, key=lambda event: event.id)]

    def own_access_heads(self, report: Report, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has spoken on a report's full text."""
        return frozenset(
            event.id
            for record in report.records
            for event in self._ledger.about(record)
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Retrieval)
        )

    def own_heads_of(self, report: Report, actor: Reviewer, kind: type[Body]) -> frozenset[EventId]:
        """Return the heads by which a person has said one kind of thing about a report: what the next one replaces."""
        return frozenset(
            event.id
            for event in self._heads_about(report)
            if event.actor == actor and isinstance(self.body(event), kind)
        )

    def _heads_about(self, report: Report) -> list[Event]:
        events = (event for record in report.records for event in self._ledger.about(record))
        return [event for event in events if self._is_head(event)]


def _smallest(pairs: Iterable[tuple[ReportId, ReportId]]) -> dict[ReportId, ReportId]:
    """Return for each member of the groups that pairs form the smallest one of its group."""
    groups: dict[ReportId, set[ReportId]] = {}
    for a, b in pairs:
        joined = groups.get(a, {a}) | groups.get(b, {b})
        groups.update(dict.fromkeys(joined, joined))
    return {member: min(group) for member, group in groups.items()}
