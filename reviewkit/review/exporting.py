"""Sets of reports as files: what stands behind a number of the flow, or a list that a person has put together.

The thing a reader would get wrong: a set is the same for everybody, but what a file says of it is not: nothing of a
colleague's work is in it on a report that the acting reviewer has not decided on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.export import columns, reports
from reviewkit.model import NOTICES, Reviewer, Stage, Status
from reviewkit.screening import turns
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reviewkit.model import Progress, RecordId, Report
    from reviewkit.review.results import Results
    from reviewkit.review.session import Session

OUT = "data/out"
INCLUDED = "included"
SETS = {
    INCLUDED: (INCLUDED,),
    **{f"excluded_at_{stage}": (f"{stage}.{Status.EXCLUDED}",) for stage in Stage},
    **{
        str(status): tuple(f"{stage}.{status}" for stage in Stage)
        for status in (
            Status.EXCLUDED,
            Status.CONFLICT,
            Status.PENDING,
            Status.AWAITING,
            Status.NOT_RETRIEVED,
            Status.NOT_READ,
        )
    },
}
"""What people take away, by name, and the boxes of the flow that it is made of; any box can be taken as well."""
COLUMNS = columns.NAMES
FORMATS = reports.FORMATS


def check_folder(folder: Path, review: Path) -> None:
    """Raise `NotAllowedError` for a folder to write into that is not there; that of the review is ours to make."""
    if not folder.is_dir() and folder.resolve() != review / OUT:
        raise NotAllowedError(f'there is no folder "{folder}"', remedy="Check the path, or make the folder.")


class Exporting:
    """Files of reports."""

    def __init__(self, session: Session, results: Results) -> None:
        """Work on a session; `results` knows what stands behind each number."""
        self._session = session
        self._results = results

    def records(self, name: str) -> tuple[RecordId, ...]:
        """Return the records of a set of `SETS`, or of a box of the flow. Raises `NotAllowedError`."""
        boxes = SETS.get(name, (name,))
        return tuple(sorted({one for box in boxes for one in self._results.why(box)}))

    def as_csv(self, name: str = INCLUDED) -> str:
        """Return a set as CSV, sorted by author and year as in a list of references."""
        return self.written(self.records(name), "CSV").decode()

    def write(self, path: Path, name: str = INCLUDED, names: Sequence[str] = (), *, excel: bool = False) -> int:
        """Write a set to a file whose ending says how, and return how many reports it holds."""
        reports.format_of(path.name)  # before anything is worked out
        return self.write_records(path, self.records(name), names, excel=excel)

    def write_records(
        self, path: Path, records: Iterable[RecordId], names: Sequence[str] = (), *, excel: bool = False
    ) -> int:
        """Write the reports that hold any of the records, and return how many they are. Raises `NotAllowedError`."""
        format_ = reports.format_of(path.name)
        check_folder(path.parent, self._session.folder)
        found = self._reports(records)
        write_whole(path, self._written(found, format_, names, excel=excel))
        return len(found)

    def written(
        self, records: Iterable[RecordId], format_: str, names: Sequence[str] = (), *, excel: bool = False
    ) -> bytes:
        """Return the file of the reports that hold any of the records. Raises `NotAllowedError`."""
        return self._written(self._reports(records), format_, names, excel=excel)

    def _written(self, found: Sequence[Report], format_: str, names: Sequence[str], *, excel: bool) -> bytes:
        review, rules = self._session.criteria.review, self._session.state.rules
        asked = tuple(name for name in names if name.strip())
        form = reports.Form(format_, asked, excel, rules.reviewers, review.watermark)
        return reports.written(self._lines(found), form)

    def _reports(self, records: Iterable[RecordId]) -> list[Report]:
        state = self._session.state
        found = {report.id: report for one in records if (report := state.report_of(one)) is not None}
        return list(found.values())

    def _lines(self, found: Sequence[Report]) -> list[columns.ReportLine]:
        session, state = self._session, self._session.state
        records = session.records([one for report in found for one in report.records])
        merged, filled = session.merged(found, records), state.fillings()
        lines = [
            columns.ReportLine(
                progress=self._seen(state.progress(report)),
                record=merged[report.id],
                searches=tuple(sorted({session.search_name(one) for one in report.records})),
                study=state.study_of(report),
                databases=tuple(sorted({name for one in report.records if (name := records[one].database)})),
                notices={
                    field: f"{body.values[0]} ({body.source})"
                    for field, (_, body) in filled.get(report.id, {}).items()
                    if field in NOTICES and body.values
                },
            )
            for report in state.at_hand(found)
        ]
        return sorted(
            lines, key=lambda line: (line.record.authors, line.record.year or 0, line.record.title, line.record.id)
        )

    def _seen(self, progress: Progress) -> Progress:
        reviewer = self._session.reviewer or Reviewer("")
        outcomes = {stage: turns.seen(outcome, reviewer) for stage, outcome in progress.outcomes.items()}
        return replace(progress, outcomes=outcomes)
