"""One study after the other on a sheet: read, answer, finish, next. What appraising and coding share.

Every key is on disk before the next line is painted, so a study goes on where it was left. Nothing of a colleague shows
before one's own is finished, because all that is shown comes from a view made for one person.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import line
from reviewkit.tui import sheet, words
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.opening import view_full_text, with_report
from reviewkit.tui.screens.sheets import SheetScreen, ViewT
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, counted, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reviewkit.model import Body, ReportId
    from reviewkit.review import Review
    from reviewkit.tui.sheet import Given, Row


class OneByOneScreen(SheetScreen[ViewT]):
    """The studies that wait for the one who acts, or one study alone."""

    STAGE: ClassVar[str]
    """What it is about, as the heading says."""
    NOTHING: ClassVar[str]
    """What is said where no study is left."""

    def __init__(self, review: Review, only: ReportId | None = None) -> None:
        """Take one study after the other; with `only`, look at the study of one report."""
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

    # ---------------------------------------------------------------------------------------------- of the review

    def _waiting(self) -> Sequence[ReportId]:
        """Return the studies that wait, each by its first report."""
        raise NotImplementedError

    def _read(self, report: ReportId) -> ViewT:
        """Return a study as it stands, and keep its lines and what is given on them."""
        raise NotImplementedError

    def _rows_for(self, view: ViewT) -> list[Row]:
        """Return the lines of a study's sheet."""
        raise NotImplementedError

    def _given(self, row: Row) -> Given:
        """Return what was answered on a line."""
        raise NotImplementedError

    def _lacks_evidence(self, row: Row) -> bool:
        """Return whether a line asks for evidence that it does not have."""
        raise NotImplementedError

    def _answer(self, report: ReportId, row: Row, value: str) -> None:
        """Write an answer on a study: the one that was in view when it was asked for."""
        raise NotImplementedError

    def _finish(self, report: ReportId) -> str:
        """Say that a study is done; returns what is to be told of it."""
        raise NotImplementedError

    def _was_finished(self, body: Body) -> bool | None:
        """Return whether what was taken back had finished its study; None if it was on no sheet of these."""
        raise NotImplementedError

    def _on_study(self, view: ViewT) -> Sequence[Content | str]:
        """Return what has to be known of a study before one goes on."""
        raise NotImplementedError

    # ---------------------------------------------------------------------------------------------- the queue

    def _take_in(self) -> None:
        if self._only is not None:
            self._queue = [self._only]
            return
        waiting = dict.fromkeys(self._waiting())
        first = [one for one in self._queue[:1] if one in waiting]
        self._put_off[:] = later = [one for one in self._put_off if one in waiting]
        self._queue = list(dict.fromkeys([*first, *(one for one in waiting if one not in {*later}), *later]))

    @property
    def _put_off(self) -> list[ReportId]:
        return self._app.put_off.setdefault(self.PLACE, [])

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
        self._view = self.attempt(lambda: self._read(self._report)) if self._queue else None
        self._rows = self._rows_for(self._view) if self._view is not None else []

    def uncovered(self) -> None:
        """Show what was written meanwhile."""
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

    def _show_head(self) -> None:
        if self._view is None:
            self.head(self.STAGE)
            return
        number = self._finished + 1
        place = "one study" if self._only is not None else f"{number} of {self._finished + len(self._queue)}"
        self.head(self.STAGE, f"{place}    {self._progress()}")

    def _progress(self) -> str:
        asked = [row for row in self._rows if row.is_asked]
        done = sum(bool(self._given(row)) for row in asked)
        return f"{done} of {len(asked)} answered"

    def _paper(self) -> Content:
        view = self._view
        if view is None:
            return Content("")
        first, *others = view.reports
        parts = [*self._named(first.record), *self._on_study(view)]
        if others:
            titles = "; ".join(words.title(one.record) for one in others)
            parts.append(Content.styled(cut(f"and {counted(len(others), 'more report')}: {titles}", 200), DIM))
        return words.lines(parts)

    def _nothing(self) -> Content:
        step = self.review.home().step
        return Content.assemble((self.NOTHING, BOLD), "\n\n", line(step.sentence), "\n\n", "b leads back.")

    def _useless(self, row: Row) -> set[str]:
        return super()._useless(row) | ({"l"} if self._only is not None else set())

    # ---------------------------------------------------------------------------------------------- answering

    def action_besides(self, value: str) -> None:
        """Give a line an answer that is not among its own."""
        self._letter(value, self._answer_here)

    def _answer_here(self, row: Row, value: str) -> None:
        self._answer(self._report, row, value)

    def action_pick(self) -> None:
        """Ask for the answer of the line under the cursor."""
        row = self._row
        if row is None or not row.answers:
            return
        choices = [Choice(line(one), "given" if one in self._given(row) else "") for one in row.every_answer]
        self.app.push_screen(
            Choose(line(row.name), choices, cut(line(row.guidance), 300)), partial(self._chosen, self._report, row)
        )

    def _chosen(self, report: ReportId, row: Row, number: int | None) -> None:
        if number is not None:
            self.tried(lambda: self._answer(report, row, row.every_answer[number - 1]))

    def _lacks(self, row: Row) -> bool:
        """Return whether a line waits for its answer, or for the evidence that it asks for."""
        return row.is_asked and (not self._given(row) or self._lacks_evidence(row))

    def _go_on(self, was_open: Row | None) -> None:
        """Show the sheet; a line that was open and has all it needs by now gives way to the next open one."""
        cursor = self.query_one(Listing).cursor
        gives_way = was_open is not None and not self._lacks(was_open)
        self._show(sheet.next_open(self._rows, self._lacks, cursor) if gives_way else cursor)

    def _say_saved(self, row: Row, what: str) -> None:
        needs = self._lacks(row)
        done = not any(map(self._lacks, self._rows))
        more = (
            ", now its evidence: e" if needs else f" · all is answered: {self._key('finish')} finishes" if done else ""
        )
        self.say(f"Saved: {cut(line(row.name), 40)} {cut(what, 30)}{more}")

    def action_finish(self) -> None:
        """Say that the study is done, and show the next."""
        view = self._view
        if view is None:
            return
        told = self._finish(self._report)
        self._finished += 1
        title = words.title(view.reports[0].record)
        self._take_in()
        self.paint()
        left = "" if self._only is not None else f" · {len(self._queue)} left"
        self.say(f"Finished{told}: {cut(title, max(10, self.size.width - 26 - len(told)))}{left}")

    def action_later(self) -> None:
        """Put the study off to the end of the queue; what is answered stays."""
        if self._queue and self._only is None:
            self._put_off[:] = [*(one for one in self._put_off if one != self._report), self._report]
            self._queue.append(self._queue.pop(0))
            self.paint()
            self.say("Put off to the end of the queue; what is answered stays.")

    def action_undo(self) -> None:
        """Take back the last act and show its study again."""
        undone = self.taken_back()
        if undone is None:
            return
        event, report = undone
        was_finished = self._was_finished(event.body)
        if was_finished is not None and report is not None:
            self._go_back_to(report, was_finished=was_finished)
        self._take_in()
        self.uncovered()
        self.say(f"Taken back: {act(event.body)}.")

    def _go_back_to(self, report: ReportId, *, was_finished: bool) -> None:
        """Put the study of a report in view."""
        first = self._read(report).reports[0].id
        self._finished = max(0, self._finished - was_finished)
        if self._only is None and self._queue[:1] != [first]:
            self._queue = [first]
            self.query_one(Listing).cursor = 0

    # ---------------------------------------------------------------------------------------------- looking about

    def action_viewer(self) -> None:
        """Open a full text of the study in the system's viewer."""
        if self._view is not None:
            with_report(self, self._view.reports, lambda report, _: view_full_text(self, report))
