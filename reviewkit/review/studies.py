"""Studies: which reports tell of one investigation. By default each report is a study of its own.

The thing a reader would get wrong: what people say is said of two reports, and a study is all that hangs together.
Taking a report out of a study of three means unsaying each pair that holds it there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Draft, SameStudy, short_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.model import Event, RecordId, Report, ReportId
    from reviewkit.review.session import Session


@dataclass(frozen=True, slots=True)
class Study:
    """One investigation and its reports."""

    id: ReportId
    """The smallest id of its reports."""
    reports: tuple[ReportId, ...]
    """Sorted."""


class Studies:
    """Reports put together."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def link(self, a: ReportId, b: ReportId) -> Event | None:
        """Write down that two reports are of one study; None if that is known.

        Raises `NotAllowedError` for one report twice, or one that is not there.
        """
        self._session.acting()
        self._session.refresh()
        first, second = self._two(a, b)
        state = self._session.state
        if state.study_of(first) == state.study_of(second):
            return None
        return self._session.write([Draft(first.id, SameStudy(first.records[0], second.records[0]))])[-1]

    def unlink(self, a: ReportId, b: ReportId) -> Event:
        """Write down that two reports are not of one study after all.

        Raises `NotAllowedError` if nobody has put these two together, naming the pairs that hold them together.
        """
        self._session.acting()
        self._session.refresh()
        first, second = self._two(a, b)
        linked = [(one.a, one.b) for one in self._links() if self._ends(one) == {first.id, second.id}]
        if not linked:
            raise NotAllowedError(
                f"nobody has put {short_id(first.id)} and {short_id(second.id)} together", remedy=self._held_by(first)
            )
        return self._session.write([Draft(x, SameStudy(x, y, same=False)) for x, y in linked])[-1]

    def of(self, report: ReportId) -> Study:
        """Return the study that a report belongs to. Raises `NotAllowedError`."""
        found = self._report(report)
        study = self._session.state.study_of(found)
        return next((one for one in self.all() if one.id == study), Study(found.id, (found.id,)))

    def all(self) -> list[Study]:
        """Return the studies that have several reports, sorted by id."""
        state = self._session.state
        members: defaultdict[ReportId, set[ReportId]] = defaultdict(set)
        for link in self._links():
            for report in self._ends(link):
                members[state.study_of(self._report(report))].add(report)
        return [Study(study, tuple(sorted(members[study]))) for study in sorted(members) if len(members[study]) > 1]

    def number(self, records: Iterable[RecordId]) -> int:
        """Return how many studies the reports are of that hold these records."""
        state = self._session.state
        return len({state.study_of(report) for one in records if (report := state.report_of(one)) is not None})

    def _links(self) -> list[SameStudy]:
        """Return the links that stand, of records that are known."""
        state = self._session.state
        return [
            one
            for one in state.study_links()
            if one.same and state.report_of(one.a) is not None and state.report_of(one.b) is not None
        ]

    def _ends(self, link: SameStudy) -> set[ReportId]:
        return {self._report(link.a).id, self._report(link.b).id}

    def _held_by(self, report: Report) -> str:
        pairs = sorted(
            {
                " and ".join(sorted(short_id(end) for end in ends))
                for link in self._links()
                if report.id in (ends := self._ends(link)) and len(ends) > 1
            }
        )
        return f"What holds the first one in its study: {'; '.join(pairs)}." if pairs else ""

    def _two(self, a: ReportId, b: ReportId) -> tuple[Report, Report]:
        first, second = sorted((self._report(a), self._report(b)), key=lambda one: one.id)
        if first.id == second.id:
            raise NotAllowedError(f"{short_id(first.id)} is one report", remedy="Name two.")
        return first, second

    def _report(self, report: str) -> Report:
        found = self._session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return found
