"""One study after the other on the quality criteria for its design."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from reviewkit.model import Appraisal
from reviewkit.review import DESIGN, OVERALL
from reviewkit.text import line
from reviewkit.tui import keys, sheet, words
from reviewkit.tui.screens.evidence import AskEvidence, Evidence
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.one_by_one import OneByOneScreen
from reviewkit.tui.screens.opening import read_full_text, with_report
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.words import BOLD, DIM, cut

if TYPE_CHECKING:
    from textual.binding import BindingType

    from reviewkit.model import Body, Rating, ReportId
    from reviewkit.review import StudyAppraisal
    from reviewkit.tui.sheet import Given, Row


class AppraisingScreen(OneByOneScreen["StudyAppraisal"]):
    """The studies that wait for the acting rater, or one study alone."""

    PLACE = "appraising"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("appraising")]
    BESIDES = sheet.BESIDES
    STAGE = "Quality"
    NOTHING = "Nothing is left for you to appraise."

    # ---------------------------------------------------------------------------------------------- of the review

    def _waiting(self) -> list[ReportId]:
        return self.review.appraising.queue()

    def _read(self, report: ReportId) -> StudyAppraisal:
        return self.review.appraising.view(report)

    def _rows_for(self, view: StudyAppraisal) -> list[Row]:
        return sheet.rows(view.instrument, view.criteria)

    @property
    def _own(self) -> Appraisal | None:
        return self._view.own if self._view is not None else None

    def _given(self, row: Row) -> Given:
        return sheet.answers(self._own).get(row.id, ())

    def _rating(self, row: Row) -> Rating | None:
        return sheet.ratings(self._own).get(row.id)

    def _lacks_evidence(self, row: Row) -> bool:
        return row.asks_evidence and not sheet.has_evidence(self._rating(row))

    def _finish(self, report: ReportId) -> str:
        done = self.review.appraising.finish(report).body
        return f", {line(done.judgement)}" if isinstance(done, Appraisal) and done.judgement else ""

    def _was_finished(self, body: Body) -> bool | None:
        return body.finished if isinstance(body, Appraisal) else None

    # ---------------------------------------------------------------------------------------------- showing

    def _on_study(self, view: StudyAppraisal) -> list[Content | str]:
        if view.at_odds:
            return [Content.styled("Yours from two devices differ: check them, and finish it again.", BOLD)]
        return ["criteria/quality.toml was worded otherwise when you rated this."] if view.older else []

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        behind = sheet.in_short(self._rating(row), row) if row.is_criterion else self._whole_note(row)
        return sheet.in_line(row, self._given(row), width, behind)

    def _whole_note(self, row: Row) -> str:
        own = self._own
        return line(own.note) if own is not None and row.id == OVERALL else ""

    def _about(self, row: Row) -> list[Content | str]:
        return [*sheet.asked(row, self._given(row), self._key), *sheet.guidance(row), *self._below(row)]

    def _below(self, row: Row) -> list[Content | str]:
        """Return what stands below the answers of a line: what it rests on, or that it has to rest on something."""
        own, below = self._own, sheet.resting_on(self._rating(row))
        if not row.is_criterion and own is not None and own.note.strip():
            below.append(Content.assemble(("Note on the study: ", DIM), cut(line(own.note), 2000)))
        if self._lacks_evidence(row):
            below.append(Content.styled("A quotation or a page is asked for: e.", DIM))
        return ["", *below] if below else []

    # ---------------------------------------------------------------------------------------------- rating

    def action_rate(self, number: int) -> None:
        """Give the line under the cursor its answer of that number."""
        self._digit(number, self._answer_here)

    def _answer(self, report: ReportId, row: Row, value: str) -> None:
        was_open, review = self._lacks(row), self.review.appraising
        if row.id == DESIGN:
            review.set_design(report, value)
        elif row.id == OVERALL:
            review.judge(report, value)
        else:
            review.rate(report, row.id, value)
        self._look()
        self._go_on(row if was_open else None)
        self._say_saved(row, line(value))

    def action_evidence(self) -> None:
        """Ask what the rating under the cursor rests on; elsewhere for a note on the study."""
        row, own = self._row, self._own
        if row is None:
            return
        if row.is_criterion:
            self._ask_evidence(self._report, row, Evidence.of(self._rating(row)))
        else:
            title = cut(words.title(self._view.reports[0].record), 200) if self._view is not None else ""
            ask = Write("Note on the study", own.note if own is not None else "", title)
            self.app.push_screen(ask, partial(self._keep_note, self._report))

    def _ask_evidence(self, report: ReportId, row: Row, evidence: Evidence) -> None:
        ask = AskEvidence(f"{line(row.name)}: quotation, page, note", evidence)
        self.app.push_screen(ask, partial(self._keep_evidence, report, row))

    def _keep_evidence(self, report: ReportId, row: Row, evidence: Evidence | None) -> None:
        """Write evidence; while the text is being read, the screen of the text says so."""
        if evidence is None:
            return
        appraising, was_open = self.review.appraising, self._lacks(row)
        kept = self.tried(lambda: appraising.evidence(report, row.id, evidence.quotation, evidence.page, evidence.note))
        if kept:
            above = self.app.screen
            if above is self:
                self._look()
                self._go_on(row if was_open else None)
            if isinstance(above, Framed):
                above.say(f"Saved: what {line(row.name)} rests on.")

    def _keep_note(self, report: ReportId, text: str | None) -> None:
        if text is not None and self.tried(lambda: self.review.appraising.note(report, text)):
            self.uncovered()
            self.say("Note saved.")

    # ---------------------------------------------------------------------------------------------- looking about

    def action_read(self) -> None:
        """Read a full text of the study here, and take passages of it as evidence."""
        if self._view is not None:
            with_report(self, self._view.reports, self._read_text)

    def _read_text(self, report: ReportId, title: str) -> None:
        row = self._row
        quote = partial(self._quote, self._report, row) if row is not None and row.is_criterion else None
        read_full_text(self, report, title, quote)

    def _quote(self, study: ReportId, row: Row, passage: str, page: int) -> None:
        self._look()
        self._ask_evidence(study, row, Evidence.of(self._rating(row)).with_passage(passage, str(page or "")))
