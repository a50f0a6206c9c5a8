"""Studies that people see differently: all answers side by side, and what they agree on in the end.

The thing a reader would get wrong: what is agreed on is not written line by line but once, by the key that settles the
study, in the names that the screen says. Until then it waits in the app, beginning with what all said alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from reviewkit.errors import NotAllowedError
from reviewkit.text import block, line
from reviewkit.tui import sheet, words
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.opening import read_full_text, with_report
from reviewkit.tui.screens.settling import SettlingScreen, in_words
from reviewkit.tui.screens.sheets import SheetScreen, ViewT
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, cut, padded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult

    from reviewkit.model import ReportId
    from reviewkit.review import Review
    from reviewkit.review.settling import Settling
    from reviewkit.tui.sheet import Given, Rests, Row

_MARK = "≠ "
"""Before a line on which people differ."""
_NAME, _ANSWER = 26, 11
"""Most columns of a line's name, least of an answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one of them says of a study."""

    name: str
    given: Mapping[str, Given]
    """By line."""
    rests: Mapping[str, Rests]
    """What each answer rests on, by line."""
    note: str = ""
    """On the whole study."""


class Heads(Widget):
    """Whose answers stand in which column of the list below; `text` gives it for a width."""

    def __init__(self, text: Callable[[int], str]) -> None:
        """Show what `text` returns."""
        super().__init__()
        self._text = text

    def render(self) -> Content:
        """Return the line, above the text of the list's lines."""
        return Content.styled(f"  {self._text(self.size.width - 2)}", DIM)


class DifferingScreen(SheetScreen[ViewT], SettlingScreen):
    """What waits, one study after the other."""

    NOTE = Write
    STAGE: ClassVar[str]
    """What it is about, as the heading says."""
    NOTHING: ClassVar[str]
    """What is said where nothing differs."""
    UNSAID: ClassVar[str]
    """What stands where somebody has no answer."""

    def __init__(self, review: Review) -> None:
        """Settle what differs."""
        super().__init__(review)
        self._settled = 0
        """How many of this sitting are settled."""
        self._alike: Mapping[str, Given] = {}
        """What all say of the study in view."""
        self._all_said: Sequence[Said] = ()
        """What each says of it, by name."""

    def body(self) -> ComposeResult:
        """Yield the study, all answers in columns, and the line under the cursor in full."""
        yield Static(id="step")
        with Container(id="sheet"):
            with Vertical(id="each-columns"):
                yield Heads(self._heads)
                yield Listing(self._line, id="rows")
            yield from self._in_full()

    def _take_in(self) -> None:
        super()._take_in()
        for report in self._agreements.keys() - {*self._waiting}:  # somebody has settled it meanwhile
            del self._agreements[report]

    # ---------------------------------------------------------------------------------------------- of the review

    def _read(self, report: ReportId) -> ViewT:
        """Return a study as it stands, and keep what each says and what all say alike."""
        raise NotImplementedError

    def _rows_for(self, view: ViewT) -> list[Row]:
        """Return the lines on which something has to be agreed."""
        raise NotImplementedError

    def _differing(self, view: ViewT) -> Sequence[str]:
        """Return the ids of the lines on which they differ."""
        raise NotImplementedError

    def _settling(self, report: ReportId) -> Settling:
        """Return in whose name it would be settled. Raises `NotAllowedError`."""
        raise NotImplementedError

    def _write(self, report: ReportId, note: str) -> None:
        """Write what was agreed on."""
        raise NotImplementedError

    # ---------------------------------------------------------------------------------------------- what is agreed

    @property
    def _agreements(self) -> dict[ReportId, dict[str, Given]]:
        return self._app.agreed.setdefault(self._what, {})

    @property
    def _agreed(self) -> dict[str, Given]:
        """Return what is agreed on, by line: what all said alike, and what was chosen since."""
        return {**self._alike, **self._agreements.get(self._waiting[0], {})} if self._waiting else {}

    def _is_open(self, row: Row) -> bool:
        return row.is_asked and row.id not in self._agreed

    def _agree(self, report: ReportId, row: Row, value: str) -> None:
        """Keep what is agreed on of a study, the one that was in view when it was asked for; go on to the next line."""
        was_open, given = self._is_open(row), sheet.with_answer(row, self._agreed.get(row.id, ()), value)
        self._agreements.setdefault(report, {})[row.id] = given
        cursor = self.query_one(Listing).cursor
        self._list_rows()
        go_on = was_open and not row.several
        self._show(sheet.next_open(self._rows, self._is_open, cursor) if go_on else cursor)
        done = not any(map(self._is_open, self._rows))
        more = f" · all is agreed on: {self._key('settle')} settles" if done else ""
        self.say(f"Agreed: {cut(line(row.name), 40)} {cut(sheet.said(given), 30)}{more}")

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the study in view, the cursor on the first line that is open."""
        self._look()
        self._show(sheet.next_open(self._rows, self._is_open))

    def _look(self) -> None:
        """Read the study in view."""
        self._view, self._alike, self._all_said = None, {}, ()
        if self._waiting:
            self._view = self.attempt(lambda: self._read(self._waiting[0]))
        self._list_rows()

    def _list_rows(self) -> None:
        self._rows = self._rows_for(self._view) if self._view is not None else []

    def folder_changed(self) -> None:
        """Take in what is new; the study in view stays while it has to be settled."""
        before = self._waiting[:1]
        self._take_in()
        if self._waiting[:1] != before:
            self.paint()
        elif self._waiting:
            self._look()
            self._show()

    def _show(self, cursor: int | None = None) -> None:
        super()._show(cursor)
        self.query_one("#each-columns").display = self._view is not None and not self._is_low
        self.query_one(Heads).refresh()

    def _show_head(self) -> None:
        place = f"Difference {self._settled + 1} of {self._settled + len(self._waiting)}"
        self.head(f"{place if self._view is not None else 'Differences'}, {self.STAGE}")

    def _nothing(self) -> Content:
        return Content.styled(f"{self.NOTHING} Press b to go back.", BOLD)

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
            return in_words(self._settling(self._waiting[0]), self._acting, self._key("settle"))
        except NotAllowedError as error:
            return line(f"{error.what}.")

    def _heads(self, width: int) -> str:
        return self._columns(width, ["", *(line(one.name) for one in self._all_said), "agreed"])

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        mark = _MARK if self._differ(row) else "  "
        agreed = sheet.said(self._agreed.get(row.id, ())) or row.unanswered
        return self._columns(
            width, [f"{mark}{line(row.name)}", *(self._said(row, one) for one in self._all_said), agreed]
        )

    def _differ(self, row: Row) -> bool:
        return self._view is not None and row.id in self._differing(self._view)

    def _said(self, row: Row, one: Said) -> str:
        """Return what somebody answered."""
        return sheet.said(one.given.get(row.id, ())) or self.UNSAID

    @staticmethod
    def _columns(width: int, texts: Sequence[str]) -> str:
        """Return the columns of a line; where there is no room for everybody's, the first and the last."""
        name = min(_NAME, max(16, width // 3))
        each = (width - name) // (len(texts) - 1)
        if each < _ANSWER:
            texts, each = [texts[0], texts[-1]], width - name
        return padded(texts[0], name - 1) + "".join(f" {padded(text, min(each, 30) - 1)}" for text in texts[1:])

    def _about(self, row: Row) -> list[Content | str]:
        shown = sheet.asked(row, self._agreed.get(row.id, ()), self._key, "agreed: ")
        return [*shown, *self._each(row), "", *sheet.guidance(row)]

    def _each(self, row: Row) -> Iterator[Content | str]:
        """Yield what each says of a line, and what it rests on."""
        for one in self._all_said:
            answer = (self._said(row, one), BOLD if self._differ(row) else "")
            yield Content.assemble((f"{line(one.name)}: ", DIM), answer)
            resting = sheet.resting_on(one.rests.get(row.id))
            yield from (Content("  ") + (Content(part) if isinstance(part, str) else part) for part in resting)
            if not row.is_criterion and one.note.strip():
                yield Content.assemble(("  note on the study: ", DIM), cut(block(one.note).strip(), 20_000))

    # ---------------------------------------------------------------------------------------------- settling

    def action_agree(self, number: int) -> None:
        """Agree on the answer of that number."""
        self._digit(number, self._agree_here)

    def action_besides(self, value: str) -> None:
        """Agree on an answer that is not among those of the line."""
        self._letter(value, self._agree_here)

    def _agree_here(self, row: Row, value: str) -> None:
        self._agree(self._waiting[0], row, value)

    def action_pick(self) -> None:
        """Ask for the answer of the line under the cursor."""
        row = self._row
        if row is None or not row.is_asked:
            return
        choices = [
            Choice(
                line(one), ", ".join(line(each.name) for each in self._all_said if one in each.given.get(row.id, ()))
            )
            for one in row.every_answer
        ]
        other = [Choice(f"another {row.typed}")] if row.typed else []
        chosen = partial(self._chosen, self._waiting[0], row)
        self.app.push_screen(Choose(line(row.name), [*choices, *other]), chosen)

    def _chosen(self, report: ReportId, row: Row, number: int | None) -> None:
        if number is not None and number > len(row.every_answer):
            self.app.push_screen(Ask(f"{line(row.name)}: agreed {row.typed}"), partial(self._written, report, row))
        elif number is not None:
            self._agree(report, row, row.every_answer[number - 1])

    def _written(self, report: ReportId, row: Row, text: str | None) -> None:
        if text and text.strip():
            self._agree(report, row, text.strip())

    def action_settle(self) -> None:
        """Write what was agreed on, and show the next study."""
        view = self._view
        if view is None:
            return
        report = self._waiting[0]
        self._write(report, self._notes.get(report, ""))
        self._agreements.pop(report, None)
        self._forget(report)
        self._settled += 1
        self.paint()
        self.say(f"Settled: {cut(words.title(view.reports[0].record), 60)}")

    def _about_note(self) -> str:
        return cut(words.title(self._view.reports[0].record), 200) if self._view is not None else ""

    def _back_in_view(self, report: ReportId, agreed: Mapping[str, Given], note: str) -> None:
        """Show a study again whose settlement was taken back, as it was agreed on."""
        first = self._read(report).reports[0].id
        self._waiting.sort(key=lambda one: one != first)
        self._settled = max(0, self._settled - 1)
        self._agreements[first] = {**agreed}
        if note:
            self._notes[first] = note

    # ---------------------------------------------------------------------------------------------- looking about

    def action_read(self) -> None:
        """Read a full text of the study here."""
        if self._view is not None:
            with_report(self, self._view.reports, lambda report, title: read_full_text(self, report, title))
