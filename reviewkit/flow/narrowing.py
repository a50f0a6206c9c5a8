"""The flow of some of the records: one round of searching, or all but one route.

The thing a reader would get wrong: a report keeps its decisions however it was found, so leaving records out changes
under which route it counts, or takes it out where none of its records is left; never where it stands.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reviewkit.flow.counts import Flow, counts
from reviewkit.model import RecordId, Report, ReportId, Route

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reviewkit.model import Standings

_ORDER = {route: place for place, route in enumerate(Route)}


class Round(StrEnum):
    """Whether a search was run for the version of the review before this one, or for this one."""

    PREVIOUS = "previous"
    UPDATE = "update"


def narrowed(
    standings: Iterable[tuple[Report, Standings]], routes: Mapping[RecordId, Route]
) -> list[tuple[Report, Standings]]:
    """Return the reports that have records in `routes`, with those records alone, where they stand."""
    found = []
    for report, own in standings:
        records = tuple(record for record in report.records if record in routes)
        if len(records) == len(report.records):
            found.append((report, own))
        elif records:
            found.append((_report(records, routes), own))
    return found


def _report(records: tuple[RecordId, ...], routes: Mapping[RecordId, Route]) -> Report:
    route = min((routes[record] for record in records), key=_ORDER.__getitem__)
    return Report(ReportId(records[0]), records, route, next(one for one in records if routes[one] is route))


def rounds(
    routes: Mapping[RecordId, Route],
    standings: Collection[tuple[Report, Standings]],
    updating: Collection[RecordId],
    *,
    quality_excludes: bool,
    studies: Mapping[RecordId, str] | None = None,
) -> dict[Round, Flow]:
    """Return the flow of the previous version and that of the update, whose searches brought the records `updating`.

    A report that a search of the previous version found belongs to that version; a record of it that the update brings
    counts there as a duplicate.
    """
    own = {
        Round.PREVIOUS: {record: route for record, route in routes.items() if record not in updating},
        Round.UPDATE: {record: route for record, route in routes.items() if record in updating},
    }
    new = [(report, at) for report, at in standings if all(record in updating for record in report.records)]
    known = [
        record
        for report, _ in standings
        if any(one not in updating for one in report.records)
        for record in report.records
        if record in updating
    ]
    before = narrowed(standings, own[Round.PREVIOUS])
    return {
        Round.PREVIOUS: counts(own[Round.PREVIOUS], before, quality_excludes=quality_excludes, studies=studies),
        Round.UPDATE: counts(own[Round.UPDATE], new, quality_excludes=quality_excludes, studies=studies, known=known),
    }
