"""What the records of a report leave empty, and what people fill in, by hand or from another export of the same papers.

The thing a reader would get wrong: only what all records of a report leave empty is filled in, and the records stay as
they are. What is filled in is content, not a decision: everybody sees it, with where it comes from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import dedup, formats
from reviewkit.dedup.filling import checked, lacks, said, words
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import NOTICES, Draft, Fillable, Filling, Import, Undo, short_id
from reviewkit.text import line
from reviewkit.views import FilledIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.fold.fillings import Filled
    from reviewkit.model import Event, Record, RecordId, Report, ReportId, SearchId
    from reviewkit.review.reports import Reports
    from reviewkit.review.session import Session

PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Something to be filled in."""

    report: ReportId
    field: Fillable
    values: tuple[str, ...]
    """None: what the source said before, which it no longer says."""
    source: str


@dataclass(frozen=True, slots=True)
class Passed:
    """An entry of a file that nothing is taken from."""

    line: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class FillPlan:
    """What filling in from a file would do."""

    file: str
    entries: int
    matched: int
    """Entries whose report is known."""
    proposed: tuple[Proposed, ...]
    passed: tuple[Passed, ...]
    """Entries that are of no report here, or of nobody knows which, and those that could not be read."""


class FillingIn:
    """The gaps of a review."""

    def __init__(self, session: Session, reports: Reports) -> None:
        """Work on a session; `reports` knows what each report's records say together."""
        self._session = session
        self._reports = reports

    # ---------------------------------------------------------------------------------------------- what lacks

    def lacking(self, field: Fillable = Fillable.ABSTRACT) -> list[tuple[Report, Record]]:
        """Return the reports of which nobody has a field, sorted by id, each with what is known of it."""
        said_of = self._session.state.fillings() if field in NOTICES else {}
        found = [
            (report, record)
            for report, record in self._reports.merged().items()
            if lacks(record, field) and not stated(said_of.get(report.id, {}), field)
        ]
        return sorted(found, key=lambda one: one[0].id)

    def lacking_by_search(self, field: Fillable = Fillable.ABSTRACT) -> dict[SearchId, int]:
        """Return how many of the reports that each search found lack a field; none are left out."""
        state = self._session.state
        search_of = {
            str(file): event.body.search for file, event in state.imports().items() if isinstance(event.body, Import)
        }
        found = Counter(
            search
            for report, _ in self.lacking(field)
            for search in {search_of[record.partition(":")[0]] for record in report.records}
        )
        return {search: found[search] for search in state.searches()}

    # ---------------------------------------------------------------------------------------------- by hand

    def fill(self, report: ReportId, field: Fillable, values: Sequence[str], source: str = PASTED) -> Event | None:
        """Fill in a field of a report, in the place of what was filled in before; None if it says so already.

        Raises `NotAllowedError` if a record of the report has the field, or for a value that is none of its kind.
        """
        session = self._session
        session.acting()
        session.refresh()
        found = session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        if field not in NOTICES and not self._is_empty(found, field):
            raise NotAllowedError(
                f"the records of report {short_id(found.id)} have the {words(field)}",
                remedy="Only what all of them leave empty is filled in.",
            )
        draft = self._draft(found, Proposed(found.id, field, tuple(values), source))
        return session.write([draft])[-1] if draft is not None else None

    def _is_empty(self, report: Report, field: Fillable) -> bool:
        return all(lacks(record, field) for record in self._session.records(report.records).values())

    def _draft(self, report: Report, proposed: Proposed) -> Draft | None:
        state, actor = self._session.state, self._session.acting()
        withdrawn = not proposed.values and proposed.field in NOTICES
        values = () if withdrawn else checked(proposed.field, proposed.values)
        body = Filling(proposed.field, values, line(proposed.source) or PASTED)
        known = state.filled(report).get(proposed.field)
        if known[1] == body if known is not None else withdrawn:
            return None
        own = frozenset(
            head.id
            for head, act in state.said_of(report, Filling)
            if head.actor == actor and isinstance(act.body, Filling) and act.body.field is proposed.field
        )
        return Draft(report.id, body, own)

    def fill_all(self, proposed: Iterable[Proposed]) -> int:
        """Fill in all that still lacks, and return how much that was: for whatever finds many, such as a file.

        A notice also goes in the place of what its source said before, and without values takes that back. Each field
        of a report is taken once, the first. Raises `NotAllowedError` for a value that is none of its kind.
        """
        session = self._session
        session.acting()
        session.refresh()
        state = session.state
        first: dict[tuple[Report, Fillable], Proposed] = {}
        for one in proposed:
            found = state.report_of(one.report)
            if found is not None:
                first.setdefault((found, one.field), one)
        merged = session.merged(dict.fromkeys(report for report, _ in first))
        drafts = [
            self._draft(report, one)
            for (report, field), one in first.items()
            if field in NOTICES or lacks(merged[report.id], field)
        ]
        written = [draft for draft in drafts if draft is not None]
        if written:
            session.write(written)
        return len(written)

    def take_back(self, source: str) -> int:
        """Take back all that the acting reviewer has filled in from a source; returns how much that was."""
        session = self._session
        actor = session.acting()
        session.refresh()
        own = session.state.own_fillings(actor)
        drafts = [
            Draft(head.subject, Undo(), frozenset({head.id})) for head, body in own if body.source == line(source)
        ]
        if drafts:
            session.write(drafts)
        return len(drafts)

    # ---------------------------------------------------------------------------------------------- from a file

    def plan(
        self, path: Path, fields: Sequence[Fillable] = tuple(Fillable), columns: Mapping[str, str] | None = None
    ) -> FillPlan:
        """Return what could be filled in from an export of the same papers; writes nothing.

        An entry is taken for a report that the rules for duplicates call the same paper, without any doubt; one that
        has no title by its DOI or accession number alone. `columns` says what a table's columns hold.
        Raises `InputError`, `NotAllowedError`.
        """
        session = self._session
        session.acting()
        session.refresh()
        export = formats.read(_bytes(path), path.name, columns)
        if export.file in session.state.imports():
            raise NotAllowedError(
                f'"{path.name}" was imported, so its entries are records here', remedy="Give a file with more in it."
            )
        known = session.records(session.state.origins())
        reports, doubts = self._reports_of(*dedup.found(export.records, list(known.values())))
        merged = session.merged(set(reports.values()))
        source = f"file {path.name}"
        passed = [
            Passed(one.line, one.title, doubts.get(one.id, "it is none of the papers here"))
            for one in export.records
            if one.id not in reports
        ]
        passed += [Passed(one.line, "", one.reason) for one in export.rejections]
        proposed = _first_of_each(
            Proposed(report.id, field, values, source)
            for one in export.records
            if (report := reports.get(one.id)) is not None
            for field in fields
            if lacks(merged[report.id], field) and (values := said(one, field))
        )
        entries = len(export.records) + len(export.rejections)
        return FillPlan(
            path.name, entries, len(reports), tuple(proposed), tuple(sorted(passed, key=lambda one: one.line))
        )

    def _reports_of(
        self, found: Mapping[RecordId, Iterable[RecordId]], doubts: Mapping[RecordId, str]
    ) -> tuple[dict[RecordId, Report], dict[RecordId, str]]:
        """Return the report of each entry that is of one report, and why others are left."""
        state = self._session.state
        reports, left = {}, dict(doubts)
        for entry, records in found.items():
            of = {report.id: report for one in records if (report := state.report_of(one)) is not None}
            if len(of) == 1:
                reports[entry] = next(iter(of.values()))
            else:
                left[entry] = f"it fits {len(of)} reports: {', '.join(short_id(one) for one in sorted(of))}"
        return reports, left


def stated(said: Filled, field: Fillable) -> bool:
    """Return whether somebody has filled in a field, and not taken it back since."""
    return field in said and bool(said[field][1].values)


def filled_in(session: Session, report: Report, records: Iterable[Record]) -> tuple[FilledIn, ...]:
    """Return what a report shows that none of its records says, and where that comes from."""
    given = list(records)
    return tuple(
        FilledIn(field, body.source, act.actor, act.time, body.values)
        for field, (act, body) in session.state.filled(report).items()
        if body.values and (field in NOTICES or all(lacks(record, field) for record in given))
    )


def _first_of_each(proposed: Iterable[Proposed]) -> Iterator[Proposed]:
    """Yield the first of each field of a report: a file may hold a paper twice."""
    seen = set()
    for one in proposed:
        if (one.report, one.field) not in seen:
            seen.add((one.report, one.field))
            yield one


def _bytes(path: Path) -> bytes:
    try:
        formats.refuse_large(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path.") from error
