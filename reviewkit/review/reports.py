"""All reports, found by their short id and listed by what they are and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.dedup.filling import lacks
from reviewkit.errors import NotAllowedError
from reviewkit.model import RecordId, Reviewer, Stage, Status, short_id
from reviewkit.screening import turns
from reviewkit.text import doi, folded, line
from reviewkit.views import Filter, ReportRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.model import Record, Report, ReportId, Standings
    from reviewkit.review.session import Session


class Reports:
    """The reports of a review, as the acting reviewer may see them."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session
        self._merged: dict[Report, Record] = {}
        self._known_as: dict[tuple[RecordId, ...], object] = {}

    def rows(self, wanted: Filter | None = None) -> list[ReportRow]:
        """Return the reports that a filter admits, sorted by title."""
        state = self._session.state
        wanted = wanted or Filter()
        self._load()
        standings = state.standings()
        if wanted.tag:
            tagged = self._tagged(wanted.tag)
            standings = [(report, own) for report, own in standings if report.id in tagged]
        rows = [self._row(report, own, wanted.stage) for report, own in standings]
        admitted = [row for row in rows if _admits(wanted, row)]
        return sorted(admitted, key=lambda row: (folded(row.record.title), row.report.id))

    def merged(self) -> Mapping[Report, Record]:
        """Return the best of each field across the records of each report, by the report."""
        self._load()
        return self._merged

    def _tagged(self, tag: str) -> set[ReportId]:
        reviewer = self._session.reviewer
        tagged = self._session.state.tagged(reviewer) if reviewer is not None else {}
        return {report for report, tags in tagged.items() if tag in tags}

    def kept(self, reports: Iterable[ReportId]) -> dict[ReportId, RecordId]:
        """Return the record that stands for each report, as the flow and its lists name it."""
        known = self._session.state.reports()
        return {one: known[one].kept for one in reports if one in known}

    def _load(self) -> None:
        current = self._session.state.reports().values()
        known, self._known_as = self._known_as, self._said()
        kept = {report: self._merged[report] for report in current if report in self._merged}
        missing = [
            report
            for report in current
            if report not in kept or known.get(report.records) != self._known_as.get(report.records)
        ]
        merged = self._session.merged(missing)
        self._merged = kept | {report: merged[report.id] for report in missing}

    def _said(self) -> dict[tuple[RecordId, ...], object]:
        """Return what people say of the content of reports: without it, a report says the same as before."""
        state = self._session.state
        said: dict[tuple[RecordId, ...], object] = {}
        reports = state.reports()
        for one, filled in state.fillings().items():
            said[reports[one].records] = {field: act.id for field, (act, _) in filled.items()}
        for entry, (head, _) in state.repairs().items():
            report = state.report_of(entry)
            if report is not None:
                said[report.records] = (said.get(report.records), head.id)
        return said

    def _row(self, report: Report, standings: Standings, at: Stage | None) -> ReportRow:
        """Return the report at the stage asked for, if it has reached it; else at the last that it has reached."""
        reached = dict(zip(Stage, standings, strict=False))
        stage = at if at is not None and at in reached else list(reached)[-1]
        standing = reached[stage]
        own = next((vote for vote in standing.votes if vote.reviewer == self._session.reviewer), None)
        seen = turns.seen(standing, self._session.reviewer or Reviewer("")).votes
        known = bool(seen) or standing.status in turns.UNVOTED
        status = standing.status if known else Status.PENDING
        return ReportRow(report, self._merged[report], stage, status, own, standing.reasons if known else ())

    def stage(self, report: ReportId) -> Stage:
        """Return the stage that a report has reached."""
        found = self._session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return list(self._session.state.progress(found).outcomes)[-1]

    def find(self, name: str) -> ReportId:
        """Return the report of a short id such as `3f2a9c1b:12`, a whole id, a DOI or a part of a title.

        Raises `NotAllowedError` if none or several fit.
        """
        records = self.records(name)
        state = self._session.state
        found = {report.id for one in records if (report := state.report_of(one)) is not None}
        if len(found) == 1:
            return found.pop()
        fitting = "".join(f"\n  {short_id(one)} {line(self._merged_title(one))}" for one in sorted(found)[:5])
        raise NotAllowedError(
            f'no report is called "{name}"' if not found else f'"{name}" fits {len(found)} reports',
            remedy="Name it by its id (as in `reviewkit reports`), its DOI, or words that only its title has."
            + fitting,
        )

    def _merged_title(self, report: ReportId) -> str:
        self._load()
        return next((record.title for known, record in self._merged.items() if known.id == report), "")

    def records(self, name: str) -> list[RecordId]:
        """Return the records that a short id, a whole id, a DOI or a part of a title fits."""
        file, colon, ordinal = name.strip().partition(":")
        if colon and ordinal.isdecimal() and len(file) >= 4:
            known = self._session.state.origins()
            return [one for one in known if one.startswith(file) and int(one.partition(":")[2]) == int(ordinal)]
        return self._by_content(name)

    def record(self, name: str) -> RecordId:
        """Return the one record of a short id. Raises `NotAllowedError` if none or several fit."""
        found = self.records(name)
        if len(found) != 1:
            raise NotAllowedError(
                f'"{name}" fits {len(found)} records', remedy="Name it by its id, as in `reviewkit pairs`."
            )
        return found[0]

    def _by_content(self, name: str) -> list[RecordId]:
        self._load()
        identity, words = doi(name), folded(name)
        if not words:
            return []
        return [
            report.records[0]
            for report, record in self._merged.items()
            if (identity is not None and record.doi == identity) or (identity is None and words in folded(record.title))
        ]


def _admits(wanted: Filter, row: ReportRow) -> bool:
    own = row.own.verdict.value if row.own is not None else "none"
    record = row.record
    if wanted.text:
        hay = folded(f"{record.title} {' '.join(record.authors)} {record.journal} {record.year or ''}")
        if not all(word in hay for word in folded(wanted.text).split()):
            return False
    return (
        (wanted.stage is None or row.stage is wanted.stage)
        and (wanted.status is None or row.status is wanted.status)
        and (not wanted.own or own == wanted.own)
        and (
            not wanted.reason
            or wanted.reason in row.reasons
            or (row.own is not None and wanted.reason in row.own.reasons)
        )
        and (wanted.route is None or row.report.route is wanted.route)
        and (wanted.lacks is None or lacks(record, wanted.lacks))
    )
