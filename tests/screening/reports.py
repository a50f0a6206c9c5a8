"""Reports of one record each, for rules that look at ids alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import FileId, RecordId, Report, ReportId, Route, record_id

if TYPE_CHECKING:
    from collections.abc import Sequence


def report(*records: str) -> Report:
    """A report of these records."""
    ids = tuple(RecordId(one) for one in sorted(records))
    return Report(ReportId(ids[0]), ids, Route.DATABASE, ids[0])


def reports(number: int, digit: str = "a") -> Sequence[Report]:
    """So many reports of one file."""
    return [report(record_id(FileId(digit * 64), ordinal)) for ordinal in range(1, number + 1)]
