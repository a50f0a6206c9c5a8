"""One study after the other on the quality criteria for its design: read, rate, finish, next.

Every key is on disk before the next line is painted, so an appraisal goes on where it was left. Nothing of a colleague
shows before one's own is finished, because all that is shown comes from a `StudyAppraisal`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Appraisal
from reviewkit.review import DESIGN, OVERALL
from reviewkit.text import line
from reviewkit.tui import keys, sheet, words
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.evidence import AskEvidence, Evidence
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.opening import read_full_text, view_full_text, with_report
from reviewkit.tui.screens.sheets import SheetScreen
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, counted, cut

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Rating, ReportId
    from reviewkit.review import Review
    from reviewkit.tui.sheet import Row

QUEUE = "appraisals"
"""Name of what was put off in this queue."""


class AppraisingScreen(SheetScreen):
    """The studies that wait for the acting rater, or one study alone."""

    PLACE = "appraising"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("appraising")]

    def __init__(self, review: Review, only: ReportId | None = None) -> None:
        """Appraise; with `only`, look at the study of one report."""
        super().__init__(review)
        self._only = only
        self._queue: list[ReportId] = []
        self._finished = 0
        """How many of this sitting are finished."""

    def body(self) -> ComposeResult:
        """Yield the study, the lines of its sheet, and the one under the cursor in full."""
        yield Static(id="step")
        with Container(id="sheet"):
            yield Listing(self._line, id="rows")
            yield from self._in_full()

    def begin(self) -> None:
        """Fetch the queue and show the first study."""
        self._take_in()
        super().begin()

    # ---------------------------------------------------------------------------------------------- the queue

    def _take_in(self) -> None:
        if self._only is not None:
            self._queue = [self._only]
            return
        waiting = dict.fromkeys(self.review.appraising.queue())
        first = [one for one in self._queue[:1] if one in waiting]
        self._put_off[:] = later = [one for one in self._put_off if one in waiting]
        self._queue = list(dict.fromkeys([*first, *(one for one in waiting if one not in {*later}), *later]))

    @property
    def _put_off(self) -> list[ReportId]:
        return self._app.put_off.setdefault(QUEUE, [])

    @property
    def _report(self) -> ReportId:
        """Return the study in view by its first report."""
        return self._queue[0]

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the study in view, the cursor on its first open line."""
        self._look()
        self._show(sheet.next_open(self._rows, self._lacks))

    def _look(self) -> None:
        """Read the study in view."""
        self._view = self.attempt(lambda: self.review.appraising.view(self._report)) if self._queue else None
        view = self._view
        self._rows = sheet.rows(view.instrument, view.criteria) if view is not None else []

    def uncovered(self) -> None:
        """Show what was quoted meanwhile."""
        self._look()
        self._show()

    def folder_changed(self) -> None:
        """Take in what is new; the study in view and its line stay."""
        before = self._queue[:1]
        self._take_in()
        if self._queue[:1] != before:
            self.paint()
        else:
            self.uncovered()

    @property
    def _own(self) -> Appraisal | None:
        return self._view.own if self._view is not None else None

    def _show_head(self) -> None:
        if self._view is None:
            self.head("Quality")
            return
        number = self._finished + 1
        place = "one study" if self._only is not None else f"{number} of {self._finished + len(self._queue)}"
        self.head("Quality", f"{place}    {self._progress()}")

    def _progress(self) -> str:
        given = sheet.answers(self._own)
        asked = [row for row in self._rows if row.answers]
        done = sum(row.id in given for row in asked)
        return f"{done} of {len(asked)} answered"

    def _paper(self) -> Content:
        view = self._view
        if view is None:
            return Content("")
        first, *others = view.reports
        parts = self._named(first.record)
        if view.at_odds:
            parts.append(Content.styled("Yours from two devices differ: check them, and finish it again.", BOLD))
        elif view.older:
            parts.append(Content("criteria/quality.toml was worded otherwise when you rated this."))
        if others:
            titles = "; ".join(words.title(one.record) for one in others)
            parts.append(Content.styled(cut(f"and {counted(len(others), 'more report')}: {titles}", 200), DIM))
        return words.lines(parts)

    def _nothing(self) -> Content:
        step = self.review.home().step
        nothing = "Nothing is left for you to appraise."
        return Content.assemble((nothing, BOLD), "\n\n", line(step.sentence), "\n\n", "b leads back.")

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        behind = (
            sheet.in_short(sheet.ratings(self._own).get(row.id), row) if row.is_criterion else self._whole_note(row)
        )
        return sheet.in_line(row, self._given(row), width, behind)

    def _given(self, row: Row) -> str:
        return sheet.answers(self._own).get(row.id, "")

    def _whole_note(self, row: Row) -> str:
        own = self._own
        return line(own.note) if own is not None and row.id == OVERALL else ""

    def _about(self, row: Row) -> list[Content | str]:
        below = self._below(row, sheet.ratings(self._own).get(row.id))
        return [*sheet.asked(row, self._given(row), self._key), *sheet.guidance(row), *below]

    def _useless(self, row: Row) -> set[str]:
        return super()._useless(row) | ({"l"} if self._only is not None else set())

    def _below(self, row: Row, rating: Rating | None) -> list[Content | str]:
        """Return what stands below the answers of a line: what it rests on, or that it has to rest on something."""
        own, below = self._own, sheet.resting_on(rating)
        if not row.is_criterion and own is not None and own.note.strip():
            below.append(Content.assemble(("Note on the study: ", DIM), cut(line(own.note), 2000)))
        if row.asks_evidence and not sheet.has_evidence(rating):
            below.append(Content.styled("A quotation or a page is asked for: e.", DIM))
        return ["", *below] if below else []

    # ---------------------------------------------------------------------------------------------- rating

    def action_rate(self, number: int) -> None:
        """Give the line under the cursor its answer of that number."""
        self._digit(number, self._answer_here)

    def action_besides(self, value: str) -> None:
        """Give a criterion an answer that is not on the scale."""
        self._letter(value, self._answer_here)

    def _answer_here(self, row: Row, value: str) -> None:
        self._answer(self._report, row, value)

    def action_pick(self) -> None:
        """Ask for the answer of the line under the cursor."""
        row = self._row
        if row is None or not row.answers:
            return
        choices = [Choice(line(one), "given" if one == self._given(row) else "") for one in row.every_answer]
        self.app.push_screen(
            Choose(line(row.name), choices, cut(line(row.guidance), 300)), partial(self._chosen, self._report, row)
        )

    def _chosen(self, report: ReportId, row: Row, number: int | None) -> None:
        if number is not None:
            self.tried(lambda: self._answer(report, row, row.every_answer[number - 1]))

    def _answer(self, report: ReportId, row: Row, value: str) -> None:
        """Write an answer on a study: the one that was in view when it was asked for."""
        was_open, review = self._lacks(row), self.review.appraising
        if row.id == DESIGN:
            review.set_design(report, value)
        elif row.id == OVERALL:
            review.judge(report, value)
        else:
            review.rate(report, row.id, value)
        self._look()
        self._go_on(row if was_open else None)
        self._say_saved(row, value)

    def _lacks(self, row: Row) -> bool:
        """Return whether a line waits for its answer, or for the evidence that it asks for."""
        lacks_evidence = row.asks_evidence and not sheet.has_evidence(sheet.ratings(self._own).get(row.id))
        return bool(row.answers) and (not self._given(row) or lacks_evidence)

    def _go_on(self, was_open: Row | None) -> None:
        """Show the sheet; a line that was open and has all it needs by now gives way to the next open one."""
        cursor = self.query_one(Listing).cursor
        gives_way = was_open is not None and not self._lacks(was_open)
        self._show(sheet.next_open(self._rows, self._lacks, cursor) if gives_way else cursor)

    def _say_saved(self, row: Row, value: str) -> None:
        needs = self._lacks(row)
        done = not any(map(self._lacks, self._rows))
        more = (
            ", now its evidence: e" if needs else f" · all is answered: {self._key('finish')} finishes" if done else ""
        )
        self.say(f"Saved: {cut(line(row.name), 40)} {cut(line(value), 30)}{more}")

    def action_evidence(self) -> None:
        """Ask what the rating under the cursor rests on; elsewhere for a note on the study."""
        row, own = self._row, self._own
        if row is None:
            return
        if row.is_criterion:
            self._ask_evidence(self._report, row, self._evidence(row))
        else:
            title = cut(words.title(self._view.reports[0].record), 200) if self._view is not None else ""
            ask = Write("Note on the study", own.note if own is not None else "", title)
            self.app.push_screen(ask, partial(self._keep_note, self._report))

    def _evidence(self, row: Row) -> Evidence:
        rating = sheet.ratings(self._own).get(row.id)
        return Evidence(rating.quotation, rating.page, rating.note) if rating is not None else Evidence()

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

    def action_finish(self) -> None:
        """Say that the study is rated, and show the next."""
        view = self._view
        if view is None:
            return
        done = self.review.appraising.finish(self._report).body
        self._finished += 1
        title = words.title(view.reports[0].record)
        self._take_in()
        self.paint()
        left = "" if self._only is not None else f" · {len(self._queue)} left"
        judged = f", {line(done.judgement)}" if isinstance(done, Appraisal) and done.judgement else ""
        self.say(f"Finished{judged}: {cut(title, max(10, self.size.width - 26 - len(judged)))}{left}")

    def action_later(self) -> None:
        """Put the study off to the end of the queue; what is rated stays."""
        if self._queue and self._only is None:
            self._put_off[:] = [*(one for one in self._put_off if one != self._report), self._report]
            self._queue.append(self._queue.pop(0))
            self.paint()
            self.say("Put off to the end of the queue; what is rated stays.")

    def action_undo(self) -> None:
        """Take back the last act and show its study again."""
        undone = self.review.screening.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
            return
        event, report = undone
        if isinstance(event.body, Appraisal) and report is not None:
            self._go_back_to(report, was_finished=event.body.finished)
        self._take_in()
        self.uncovered()
        self.say(f"Taken back: {act(event.body)}.")

    def _go_back_to(self, report: ReportId, *, was_finished: bool) -> None:
        """Put the study of a report in view."""
        first = self.review.appraising.view(report).reports[0].id
        self._finished = max(0, self._finished - was_finished)
        if self._only is None and self._queue[:1] != [first]:
            self._queue = [first]
            self.query_one(Listing).cursor = 0

    # ---------------------------------------------------------------------------------------------- looking about

    def action_read(self) -> None:
        """Read a full text of the study here, and take passages of it as evidence."""
        if self._view is not None:
            with_report(self, self._view.reports, self._read)

    def _read(self, report: ReportId, title: str) -> None:
        row = self._row
        quote = partial(self._quote, self._report, row) if row is not None and row.is_criterion else None
        read_full_text(self, report, title, quote)

    def _quote(self, study: ReportId, row: Row, passage: str, page: int) -> None:
        self._look()
        self._ask_evidence(study, row, self._evidence(row).with_passage(passage, str(page)))

    def action_viewer(self) -> None:
        """Open a full text of the study in the system's viewer."""
        if self._view is not None:
            with_report(self, self._view.reports, lambda report, _: view_full_text(self, report))
