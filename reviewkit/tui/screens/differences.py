"""Studies that their raters see differently: all answers side by side, and what they agree on in the end.

The thing a reader would get wrong: what is agreed on is not written line by line but once, by the key that settles the
study, in the names that the screen says. Until then it waits in the app, beginning with what all said alike.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from reviewkit.errors import NotAllowedError
from reviewkit.model import Rating, Settled
from reviewkit.review import DESIGN, OVERALL
from reviewkit.text import block, line
from reviewkit.tui import keys, sheet, words
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.conflicts import in_words
from reviewkit.tui.screens.opening import read_full_text, with_report
from reviewkit.tui.screens.sheets import SheetScreen
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, cut, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Appraisal, ReportId
    from reviewkit.review import Review
    from reviewkit.tui.sheet import Row

_MARK = "≠ "
"""Before a line on which the raters differ."""
_NAME, _ANSWER = 26, 11
"""Most columns of a line's name, least of an answer."""


class Heads(Widget):
    """Whose answers stand in which column of the list below; `text` gives it for a width."""

    def __init__(self, text: Callable[[int], str]) -> None:
        """Show what `text` returns."""
        super().__init__()
        self._text = text

    def render(self) -> Content:
        """Return the line, above the text of the list's lines."""
        return Content.styled(f"  {self._text(self.size.width - 2)}", DIM)


class DifferencesScreen(SheetScreen):
    """What waits, one study after the other."""

    PLACE = "differences"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("differences")]

    def __init__(self, review: Review) -> None:
        """Settle appraisals."""
        super().__init__(review)
        self._waiting: list[ReportId] = []
        self._settled = 0
        """How many of this sitting are settled."""
        self._alike: dict[str, str] = {}
        """What all say of the study in view."""

    def body(self) -> ComposeResult:
        """Yield the study, all answers in columns, and the line under the cursor in full."""
        yield Static(id="step")
        with Container(id="sheet"):
            with Vertical(id="rater-columns"):
                yield Heads(self._heads)
                yield Listing(self._line, id="rows")
            yield from self._in_full()

    def begin(self) -> None:
        """Fetch what waits and show the first."""
        self._take_in()
        super().begin()

    def _take_in(self) -> None:
        found = self.review.appraising.unsettled()
        known = set(self._waiting)
        still = set(found)
        for report in self._app.agreed.keys() - still:  # somebody has settled it meanwhile
            del self._app.agreed[report]
        self._waiting = [*(one for one in self._waiting if one in still), *(one for one in found if one not in known)]

    # ---------------------------------------------------------------------------------------------- what is agreed

    @property
    def _notes(self) -> dict[ReportId, str]:
        """Return the notes that wait for their settlement."""
        return self.notes("differences")

    @property
    def _raters(self) -> list[tuple[str, Appraisal]]:
        """Return who rated the study, and how, by name."""
        view = self._view
        if view is None:
            return []
        own = [(self.review.session.reviewer or "", view.own)] if view.own is not None and view.own.finished else []
        return sorted([*own, *((one.rater, one.appraisal) for one in view.others)], key=lambda one: one[0])

    @property
    def _agreed(self) -> dict[str, str]:
        """Return what is agreed on, by line: what all said alike, and what was chosen since."""
        return self._alike | self._app.agreed.get(self._waiting[0], {}) if self._waiting else {}

    def _is_open(self, row: Row) -> bool:
        return bool(row.answers) and row.id not in self._agreed

    def _agree(self, report: ReportId, row: Row, value: str) -> None:
        """Keep what is agreed on of a study, the one that was in view when it was asked for; go on to the next line."""
        was_open = self._is_open(row)
        self._app.agreed.setdefault(report, {})[row.id] = value
        cursor = self.query_one(Listing).cursor
        self._list_rows()
        self._show(sheet.next_open(self._rows, self._is_open, cursor) if was_open else cursor)
        done = not any(map(self._is_open, self._rows))
        more = f" · all is agreed on: {self._key('settle')} settles" if done else ""
        self.say(f"Agreed: {cut(line(row.name), 40)} {cut(line(value), 30)}{more}")

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the study in view, the cursor on the first line that is open."""
        self._look()
        self._show(sheet.next_open(self._rows, self._is_open))

    def _look(self) -> None:
        """Read the study in view."""
        self._view, self._alike = None, {}
        if self._waiting:
            appraising, report = self.review.appraising, self._waiting[0]
            self._view = self.attempt(lambda: appraising.view(report))
            self._alike = sheet.answers(self.attempt(lambda: appraising.alike(report)))
        self._list_rows()

    def _list_rows(self) -> None:
        view = self._view
        if view is None:
            self._rows = []
            return
        agreed = self._agreed.get(DESIGN)
        designs = [agreed] if agreed else [one.design for _, one in self._raters]
        criteria = [one for one in view.instrument.criteria if not {*designs}.isdisjoint(one.designs)]
        self._rows = sheet.rows(view.instrument, criteria)

    def folder_changed(self) -> None:
        """Take in what is new; the study in view stays while its raters differ."""
        before = self._waiting[:1]
        self._take_in()
        if self._waiting[:1] != before:
            self.paint()
        elif self._waiting:
            self._look()
            self._show()

    def _show(self, cursor: int | None = None) -> None:
        super()._show(cursor)
        self.query_one("#rater-columns").display = self._view is not None and not self._is_low
        self.query_one(Heads).refresh()

    def _show_head(self) -> None:
        place = f"Difference {self._settled + 1} of {self._settled + len(self._waiting)}"
        self.head(f"{place if self._view is not None else 'Differences'}, quality")

    def _nothing(self) -> Content:
        return Content.styled("No two appraisals differ. Press b to go back.", BOLD)

    def _paper(self) -> Content:
        view = self._view
        if view is None:
            return Content("")
        parts = [*self._named(view.reports[0].record), self._in_whose_name()]
        note = self._notes.get(self._waiting[0], "").strip()
        return words.lines([*parts, *([Content.assemble(("Note: ", DIM), cut(line(note), 200))] if note else [])])

    def _in_whose_name(self) -> str:
        """Return who would settle it, or why the one who is here cannot."""
        if not self._acting:
            return ""
        try:
            settling = self.review.appraising.settling(self._waiting[0])
        except NotAllowedError as error:
            return line(f"{error.what}.")
        return in_words(settling, self._acting, self._key("settle"))

    @property
    def _acting(self) -> str:
        return self.review.session.reviewer or ""

    def _heads(self, width: int) -> str:
        return self._columns(width, ["", *(line(name) for name, _ in self._raters), "agreed"])

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        given = [self._said(row, one) for _, one in self._raters]
        mark = _MARK if self._differ(row) else "  "
        return self._columns(width, [f"{mark}{line(row.name)}", *given, line(self._agreed.get(row.id, row.unanswered))])

    def _differ(self, row: Row) -> bool:
        return self._view is not None and row.id in self._view.differing

    @staticmethod
    def _said(row: Row, given: Appraisal) -> str:
        """Return what a rater answered; nothing where the design that the rater saw does not ask for it."""
        return line(sheet.answers(given).get(row.id, "")) or "not asked"

    @staticmethod
    def _columns(width: int, texts: Sequence[str]) -> str:
        """Return the columns of a line; where there is no room for every rater's, the first and the last."""
        name = min(_NAME, max(16, width // 3))
        each = (width - name) // (len(texts) - 1)
        if each < _ANSWER:
            texts, each = [texts[0], texts[-1]], width - name
        return padded(texts[0], name - 1) + "".join(f" {padded(text, min(each, 30) - 1)}" for text in texts[1:])

    def _about(self, row: Row) -> list[Content | str]:
        shown = sheet.asked(row, self._agreed.get(row.id, ""), self._key, "agreed: ")
        return [*shown, *self._each(row), "", *sheet.guidance(row)]

    def _each(self, row: Row) -> Iterator[Content | str]:
        """Yield what each says of a line, and what it rests on."""
        for name, given in self._raters:
            answer = (self._said(row, given), BOLD if self._differ(row) else "")
            yield Content.assemble((f"{line(name)}: ", DIM), answer)
            resting = sheet.resting_on(sheet.ratings(given).get(row.id))
            yield from (Content("  ") + (Content(one) if isinstance(one, str) else one) for one in resting)
            if not row.is_criterion and given.note.strip():
                yield Content.assemble(("  note on the study: ", DIM), cut(block(given.note).strip(), 20_000))

    # ---------------------------------------------------------------------------------------------- settling

    def action_agree(self, number: int) -> None:
        """Agree on the answer of that number."""
        self._digit(number, self._agree_here)

    def action_besides(self, value: str) -> None:
        """Agree on an answer that is not on the scale."""
        self._letter(value, self._agree_here)

    def _agree_here(self, row: Row, value: str) -> None:
        self._agree(self._waiting[0], row, value)

    def action_pick(self) -> None:
        """Ask for the answer of the line under the cursor."""
        row = self._row
        if row is None or not row.answers:
            return
        said = [(line(name), self._said(row, given)) for name, given in self._raters]
        choices = [
            Choice(line(one), ", ".join(name for name, answer in said if answer == line(one)))
            for one in row.every_answer
        ]
        self.app.push_screen(Choose(line(row.name), choices), partial(self._chosen, self._waiting[0], row))

    def _chosen(self, report: ReportId, row: Row, number: int | None) -> None:
        if number is not None:
            self._agree(report, row, row.every_answer[number - 1])

    def action_settle(self) -> None:
        """Write what was agreed on, and show the next study."""
        view = self._view
        if view is None:
            return
        report, agreed = self._waiting[0], self._agreed
        ratings = [Rating(row.id, agreed[row.id]) for row in self._rows if row.is_criterion and row.id in agreed]
        by_rater = next((row for row in self._rows if row.id == OVERALL and row.answers), None)
        judgement = agreed.get(OVERALL, "") if by_rater is not None else ""
        note = self._notes.get(report, "")
        self.review.appraising.settle(report, agreed.get(DESIGN, ""), ratings, judgement, note=note)
        self._forget(report)
        self._settled += 1
        self.paint()
        self.say(f"Settled: {cut(words.title(view.reports[0].record), 60)}")

    def _forget(self, report: ReportId) -> None:
        self._notes.pop(report, None)
        self._app.agreed.pop(report, None)
        self._waiting = [one for one in self._waiting if one != report]

    def action_note(self) -> None:
        """Ask what was said about it."""
        if self._view is not None:
            report = self._waiting[0]
            title = cut(words.title(self._view.reports[0].record), 200)
            ask = Write("Note, saved with the settlement", self._notes.get(report, ""), title)
            self.app.push_screen(ask, lambda text: self._keep_note(report, text))

    def _keep_note(self, report: ReportId, text: str | None) -> None:
        if text is not None:
            self._notes[report] = text
            self._show()

    def action_later(self) -> None:
        """Put the study off to the end of the list; what was agreed on so far waits."""
        if self._waiting:
            self._waiting.append(self._waiting.pop(0))
            self.paint()
            self.say("Put off to the end of the list.")

    def action_undo(self) -> None:
        """Take back the last act; what was settled is shown again, as it was agreed on."""
        undone = self.review.screening.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
            return
        event, report = undone
        self._take_in()
        if isinstance(event.body, Settled) and report is not None:
            self._bring_back(event.body, report)
        self.paint()
        self.say(f"Taken back: {act(event.body)}.")

    def _bring_back(self, settled: Settled, report: ReportId) -> None:
        first = self.review.appraising.view(report).reports[0].id
        self._waiting.sort(key=lambda one: one != first)
        self._settled = max(0, self._settled - 1)
        self._app.agreed[first] = sheet.answers(settled)
        if settled.note:
            self._notes[first] = settled.note

    # ---------------------------------------------------------------------------------------------- looking about

    def action_read(self) -> None:
        """Read a full text of the study here."""
        if self._view is not None:
            with_report(self, self._view.reports, lambda report, title: read_full_text(self, report, title))
