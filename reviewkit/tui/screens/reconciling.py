"""Codings of one study that differ, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from reviewkit.model import Answer, Reconciled
from reviewkit.tui import coded, keys
from reviewkit.tui.screens.differing import DifferingScreen, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from reviewkit.model import Body, Coding, ReportId
    from reviewkit.review import StudyCoding
    from reviewkit.review.settling import Settling
    from reviewkit.tui.sheet import Given, Row


class ReconcilingScreen(DifferingScreen["StudyCoding"]):
    """The studies whose coders differ."""

    PLACE = "reconciling"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("reconciling")]
    BESIDES = coded.BESIDES
    STAGE = "extraction"
    NOTHING = "No two codings differ."
    UNSAID = "not answered"

    def _found(self) -> list[ReportId]:
        return self.review.coding.unsettled()

    def _read(self, report: ReportId) -> StudyCoding:
        coding = self.review.coding
        view = coding.view(report)
        own = [(self._acting, view.own)] if view.own is not None and view.own.finished else []
        others = [(one.coder, one.coding) for one in view.others]
        self._all_said = [_said(*one) for one in sorted([*own, *others], key=lambda one: one[0])]
        self._alike = _given(coding.alike(report))
        return view

    def _rows_for(self, view: StudyCoding) -> list[Row]:
        """Return the fields that several have answered, or that they differ on."""
        answered = [
            field.id for field in view.codebook.fields if sum(field.id in one.given for one in self._all_said) > 1
        ]
        return [self._row_of(coded.row(field)) for field in view.codebook.fields if field.id in answered]

    def _row_of(self, row: Row) -> Row:
        """Return the line of a field; of one that is written, what was written can be chosen."""
        if not row.typed:
            return row
        written = (value for one in self._all_said for value in coded.values(one.given.get(row.id, ())))
        return replace(row, answers=tuple(dict.fromkeys(written)))

    def _about(self, row: Row) -> list[Content | str]:
        quotations = self._view.quotations if self._view is not None else ()
        quoted: list[Content | str] = [coded.in_short(one, by=one.coder) for one in coded.of_field(row.id, quotations)]
        return [*super()._about(row), *([""] if quoted else []), *quoted]

    def _differing(self, view: StudyCoding) -> Sequence[str]:
        return view.differing

    def _settling(self, report: ReportId) -> Settling:
        return self.review.coding.settling(report)

    def _write(self, report: ReportId, note: str) -> None:
        agreed = self._agreed
        answers = [self._answer(row, agreed[row.id]) for row in self._rows if row.id in agreed]
        self.review.coding.settle(report, [one for one in answers if one is not None], note=note)

    def _answer(self, row: Row, given: Given) -> Answer | None:
        """Return what was agreed on with what it rests on for whom said so; None where it is what all say alike."""
        if given == self._alike.get(row.id):
            return None
        said = (one.rests[row.id] for one in self._all_said if one.given.get(row.id) == given)
        first = next(said, None)
        return first if isinstance(first, Answer) else Answer(row.id, coded.values(given))

    def _bring_back(self, body: Body, report: ReportId) -> None:
        if isinstance(body, Reconciled):
            self._back_in_view(report, _given(body.answers), body.note)


def _given(answers: Sequence[Answer]) -> dict[str, Given]:
    return {one.field: coded.given(one) for one in answers}


def _said(name: str, coding: Coding) -> Said:
    return Said(name, _given(coding.answers), coded.by_field(coding.answers))
