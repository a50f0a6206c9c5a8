"""What people have filled in where the records of a report say nothing.

The thing a reader would get wrong: a filling is on a record and belongs to whichever report holds that record; whether
the report's records leave the field empty is not known here, so what stands here may be needed by nobody.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.fold.reports import Reports
from reviewkit.history import latest
from reviewkit.model import Fillable, Filling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.ledger import Ledger
    from reviewkit.model import Event, Report, ReportId, Reviewer

Filled = dict[Fillable, tuple["Event", Filling]]
"""For each field the act that counts, and what it says."""


class Fillings(Reports):
    """Fields filled in."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(ledger)
        self._fillings: dict[ReportId, Filled] | None = None

    def _regroup(self) -> None:
        super()._regroup()
        self._fillings = None

    def filled(self, report: Report) -> Filled:
        """Return what was filled in of a report, in the order of `Fillable`.

        Whoever had seen another's goes before; of those unknown to each other the one of lowest id.
        """
        said: defaultdict[Fillable, list[Event]] = defaultdict(list)
        for head, act in self.said_of(report, Filling):
            if isinstance(act.body, Filling):
                said[act.body.field].append(head)
        found: Filled = {}
        for field in Fillable:
            for head in latest(said[field])[:1]:
                act = self._act(head)
                if isinstance(act.body, Filling):
                    found[field] = (act, act.body)
        return found

    def own_fillings(self, actor: Reviewer) -> list[tuple[Event, Filling]]:
        """Return each head by which a person has filled in something, and what it says, sorted by id."""
        subjects = {event.subject for event in self._ledger.of(Filling) if event.actor == actor}
        self._ledger.fetch(subjects)
        heads = (event for one in subjects for event in self._ledger.about(one) if self._is_head(event))
        said = [(head, body) for head in heads if isinstance(body := self.body(head), Filling)]
        return sorted(((head, body) for head, body in said if head.actor == actor), key=lambda one: one[0].id)

    def fillings(self) -> Mapping[ReportId, Filled]:
        """Return what was filled in of all reports of which anything was, sorted by id."""
        if self._fillings is None:
            subjects = {event.subject for event in self._ledger.of(Filling)}
            reports = {report.id: report for one in subjects if (report := self.report_of(one)) is not None}
            self._ledger.fetch(record for report in reports.values() for record in report.records)
            some = ((one, self.filled(reports[one])) for one in sorted(reports))
            self._fillings = {one: filled for one, filled in some if filled}
        return self._fillings
