"""The records of one report: looked at together, one split out of them, or another report joined to them.

The thing a reader would get wrong: a split or a join moves no decision. A report's decisions are those on any of its
records, so whatever is split off without one waits for its reviewers again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.dedup import regrouping
from reviewkit.errors import NotAllowedError
from reviewkit.model import Draft, LinkVerdict, short_id
from reviewkit.review.filling import filled_in
from reviewkit.screening import turns
from reviewkit.views import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.model import EventId, Link, Record, RecordId, Report, ReportId
    from reviewkit.review.duplicates import Against, Duplicates
    from reviewkit.review.reports import Reports
    from reviewkit.review.session import Session
    from reviewkit.views import FilledIn, ReportRow


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a report."""

    record: Record
    search: str
    """Name of the search that it came by."""
    why: str
    """What makes it one of the report's; empty for the first."""


@dataclass(frozen=True, slots=True)
class Group:
    """The records of a report, and what they say together."""

    report: Report
    record: Record
    """The best of each field, and what was filled in."""
    origins: Mapping[str, tuple[RecordId, ...]]
    """The records that state each of its fields so, the most complete first."""
    links: tuple[str, ...]
    """Every address that any of the records names."""
    members: tuple[Member, ...]
    """In the order of the report's records."""
    filled: tuple[FilledIn, ...] = ()
    """What none of its records says and somebody has filled in."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a split or a join has come to."""

    reports: tuple[ReportId, ...]
    """What the records that it was about are now, the first one's report first."""
    waiting: tuple[ReportId, ...]
    """Those of them that wait for the acting reviewer now."""
    against: tuple[Against, ...] = ()
    """Why a join is not followed: what people call two papers."""


class Groups:
    """Reports as the records that they are made of."""

    def __init__(self, session: Session, duplicates: Duplicates, reports: Reports) -> None:
        """Work on a session."""
        self._session = session
        self._duplicates = duplicates
        self._reports = reports

    # ---------------------------------------------------------------------------------------------- looking

    def view(self, report: ReportId) -> Group:
        """Return a report with its records."""
        found = self._report(report)
        known = self._session.records(found.records)
        records = [known[one] for one in found.records]
        members = (Member(one, self._session.search_name(one.id), self._why(one.id, found)) for one in records)
        return Group(
            found,
            self._session.merged([found])[found.id],
            dedup.origins(records),
            dedup.links_of(records),
            tuple(members),
            filled_in(self._session, found, records),
        )

    def _why(self, record: RecordId, report: Report) -> str:
        """Return what links a record to the first of its report, or to one that hangs on the first, in words."""
        chain = regrouping.chain(report.records[0], record, report.records, self._links(report))
        if not chain:
            return ""
        last = chain[-1]
        other = short_id(last.b if last.a == record else last.a)
        return f"with {other}: {self._duplicates.why(last)}"

    def _links(self, report: Report) -> list[Link]:
        return [link for _, link in self._session.state.links_on(report.records)]

    def candidates(self, report: ReportId, text: str) -> list[ReportRow]:
        """Return the other reports that have all these words in title, authors, journal or year, sorted by title.

        Reads all reports the first time.
        """
        return [row for row in self._reports.rows(Filter(text=text)) if row.report.id != report]

    def _report(self, record: str) -> Report:
        found = self._session.state.report_of(record)
        if found is None:
            raise NotAllowedError(f'there is no report "{record}" in this review')
        return found

    # ---------------------------------------------------------------------------------------------- regrouping

    def split(self, record: RecordId) -> Regrouped:
        """Say that a record is none of its report: different from every other of it, which stay one report.

        One act, taken back as one. Raises `NotAllowedError` if it is alone.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        report = self._report(record)
        if len(report.records) == 1:
            raise NotAllowedError(
                f"record {short_id(record)} is a report by itself", remedy="There is nothing to split it from."
            )
        together = session.new_id() if len(report.records) > 2 else ""
        links = regrouping.split(record, report.records, self._links(report), together)
        session.write([Draft(link.a, link, session.state.own_link_heads(link.a, link.b, actor)) for link in links])
        return self._regrouped((*(one for one in report.records if one != record), record))

    def join(self, a: ReportId, b: ReportId) -> Regrouped:
        """Say that two reports are one; what the acting reviewer said against it before no longer counts.

        It is not followed as long as somebody else calls records of theirs different; then the answer says who.
        Raises `NotAllowedError` if they are one already.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        ours, theirs = self._report(a), self._report(b)
        if ours.id == theirs.id:
            raise NotAllowedError(f"{short_id(a)} and {short_id(b)} are one report already")
        body = regrouping.said(ours.records[0], theirs.records[0], LinkVerdict.SAME)
        replaced = session.state.own_link_heads(body.a, body.b, actor) | self._own_words_against(ours, theirs)
        session.write([Draft(body.a, body, replaced)])
        return self._regrouped((*ours.records, *theirs.records), self._duplicates.against(body.a, body.b))

    def _own_words_against(self, ours: Report, theirs: Report) -> frozenset[EventId]:
        """Return by what the acting reviewer called records of the one different from records of the other."""
        actor = self._session.acting()
        return frozenset(
            event.id
            for event, link in self._session.state.words_on({*ours.records, *theirs.records})
            if event.actor == actor
            and link.verdict is LinkVerdict.DIFFERENT
            and (link.a in ours.records) != (link.b in ours.records)
        )

    def _regrouped(self, records: Iterable[RecordId], against: tuple[Against, ...] = ()) -> Regrouped:
        found = {report.id: report for one in records if (report := self._session.state.report_of(one)) is not None}
        return Regrouped(tuple(found), tuple(one for one, report in found.items() if self._waits(report)), against)

    def _waits(self, report: Report) -> bool:
        """Return whether a report waits for the acting reviewer's decision at the stage that it has reached."""
        state, actor = self._session.state, self._session.acting()
        stage, outcome = list(state.progress(report).outcomes.items())[-1]
        mine = actor in state.rules.reviewers and state.is_turn_of(report, stage, actor)
        return mine and turns.waits_for(outcome, actor)
