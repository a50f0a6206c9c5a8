"""Appraisals of one study that differ, line by line: the design, each criterion that it asks for, the judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reviewkit.model import Rating, Settled
from reviewkit.review import DESIGN, OVERALL
from reviewkit.tui import keys, sheet
from reviewkit.tui.screens.differing import DifferingScreen, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from reviewkit.model import Appraisal, Body, ReportId
    from reviewkit.review import StudyAppraisal
    from reviewkit.review.settling import Settling
    from reviewkit.tui.sheet import Row


class DifferencesScreen(DifferingScreen["StudyAppraisal"]):
    """The studies whose raters differ."""

    PLACE = "differences"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("differences")]
    BESIDES = sheet.BESIDES
    STAGE = "quality"
    NOTHING = "No two appraisals differ."
    UNSAID = "not asked"

    def _found(self) -> list[ReportId]:
        return self.review.appraising.unsettled()

    def _read(self, report: ReportId) -> StudyAppraisal:
        appraising = self.review.appraising
        view = appraising.view(report)
        own = [(self._acting, view.own)] if view.own is not None and view.own.finished else []
        others = [(one.rater, one.appraisal) for one in view.others]
        self._all_said = [_said(*one) for one in sorted([*own, *others], key=lambda one: one[0])]
        self._alike = sheet.answers(appraising.alike(report))
        return view

    def _rows_for(self, view: StudyAppraisal) -> list[Row]:
        """Return the lines that the design asks for which was agreed on; until then, those that anybody's asks for."""
        agreed = self._agreed.get(DESIGN)
        designs = {*(agreed or (one for said in self._all_said for one in said.given.get(DESIGN, ())))}
        criteria = [one for one in view.instrument.criteria if not designs.isdisjoint(one.designs)]
        return sheet.rows(view.instrument, criteria)

    def _differing(self, view: StudyAppraisal) -> Sequence[str]:
        return view.differing

    def _settling(self, report: ReportId) -> Settling:
        return self.review.appraising.settling(report)

    def _write(self, report: ReportId, note: str) -> None:
        agreed = {row: given[0] for row, given in self._agreed.items()}
        ratings = [Rating(row.id, agreed[row.id]) for row in self._rows if row.is_criterion and row.id in agreed]
        judged_here = any(row.id == OVERALL and row.answers for row in self._rows)
        judgement = agreed.get(OVERALL, "") if judged_here else ""
        self.review.appraising.settle(report, agreed.get(DESIGN, ""), ratings, judgement, note=note)

    def _bring_back(self, body: Body, report: ReportId) -> None:
        if isinstance(body, Settled):
            self._back_in_view(report, sheet.answers(body), body.note)


def _said(name: str, given: Appraisal) -> Said:
    return Said(name, sheet.answers(given), sheet.ratings(given), given.note)
