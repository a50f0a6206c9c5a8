"""Before everything is read: how much is likely left, the curve, SAFE's checklist, and the act of stopping."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.review import StoppingFigures, stopping_words
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.words import ACCENT, BOLD, DIM, counted, cut, lines, padded, right

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Review

_MEASURE, _GAP = 76, 4
_WIDE = 2 * 64 + _GAP
_LABEL, _NUMBER = 18, 9
_CONDITION = 46
_LOW = 16
"""Lines below which there is no room for more than the figures."""
_MARKS = {True: ("✓", ACCENT), False: ("✗", BOLD), None: ("·", DIM)}
_FILE = "data/out/plots/stopping.svg"


class StoppingScreen(Framed):
    """What tells whether to read on."""

    PLACE = "stopping"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("stopping")]

    def __init__(self, review: Review) -> None:
        """Look how much is left in a review."""
        super().__init__(review)
        self._found: StoppingFigures | None = None
        self._note = ""
        """What to say once all has been looked at anew."""

    def body(self) -> ComposeResult:
        """Yield all of it as one text."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="figures")

    def begin(self) -> None:
        """Look through the decisions, which takes a while where there are many."""
        super().begin()
        self._look()

    def _look(self) -> None:
        self.slowly("Looking through the decisions …", self.review.stopping.figures, self._show)

    def _show(self, found: StoppingFigures) -> None:
        self._found = found
        self.paint()
        self.say(self._note)
        self._note = ""

    def paint(self) -> None:
        """Show the figures."""
        found = self._found
        self.head("Stopping", "title and abstract")
        if found is None:
            return
        stopped = found.stopped is not None
        self.query_one(KeyLine).hidden = frozenset("s" if stopped else "g")
        room = self.size.width - 6
        self.show("#figures", lines(self._at_wide(found, room) if room >= _WIDE else self._at_narrow(found, room)))

    def _at_wide(self, found: StoppingFigures, room: int) -> list[Content | str]:
        half = (min(room, 2 * _MEASURE + _GAP) - _GAP) // 2
        left = [*self._curve(found, half, 12), *_figures(found, half)]
        return _beside(left, [*_advice(found, half), *_checklist(found, half)], half)

    def _at_narrow(self, found: StoppingFigures, room: int) -> list[Content | str]:
        """Return all of it below one another; on a low screen the curve last."""
        width = min(room, _MEASURE)
        advice, drawn = _advice(found, width), self._curve(found, width, 7)
        figures = [*_figures(found, width), "", *_checklist(found, width)]
        return [*advice, *drawn, *figures] if self.size.height >= _LOW else [*advice, *figures, "", *drawn]

    def _curve(self, found: StoppingFigures, width: int, height: int) -> list[Content | str]:
        drawn = self.review.stopping.curve(found, width, height)
        return [*(Content.styled(one, ACCENT) for one in drawn), *[""] * bool(drawn)]

    def on_resize(self) -> None:
        """Lay it out anew."""
        self.paint()

    def folder_changed(self) -> None:
        """Look anew."""
        self._look()

    # ---------------------------------------------------------------------------------------------- keys

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.below(self.query_one("#body"), direction)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.below(self.query_one("#body"), direction, page=True)

    def action_write(self) -> None:
        """Write the curve to a file."""
        found = self._found
        path = self.review.session.folder / _FILE
        if found is not None and self.tried(lambda: self.review.stopping.write_curve(found, path)):
            self.say(f"Written: {_FILE}")

    def action_halt(self) -> None:
        """Ask, say what will not be read, ask why, and stop."""
        found = self._found
        if found is None or found.stopped is not None:
            return
        if not found.unread:
            self.say("Nothing is unread, so there is nothing to stop.")
            return
        against = f" against the rule: {found.why_not()}" if found.why_not() else ", as the rule lets you"
        about = (
            f"{counted(found.unread, 'report')} that nobody has read will be read by nobody, and counted apart. "
            f"What somebody has read is completed ({found.open:,} now); what is imported later is read. "
            f"You would stop{against}."
        )
        choices = [Choice("Read on"), Choice(f"Stop: {counted(found.unread, 'report')} will not be read")]
        self.app.push_screen(Choose("Read titles and abstracts no further?", choices, about), self._ask_why)

    def _ask_why(self, number: int | None) -> None:
        if number == 2:
            self.app.push_screen(Ask("Why do you stop? The report prints it."), self._stop)

    def _stop(self, reason: str | None) -> None:
        if reason is not None and self.tried(lambda: self.review.stopping.stop(reason, against_rule=True)):
            self._note = "Stopped; g has the reading go on."
            self._look()

    def action_go_on(self) -> None:
        """Ask, then take the stop back."""
        found = self._found
        if found is None or found.stopped is None:
            return
        choices = [
            Choice("Leave it stopped"),
            Choice(f"Read on: {counted(found.stopped.not_read, 'report')} wait again"),
        ]
        self.app.push_screen(Choose("Take the stop back?", choices), self._go_on)

    def _go_on(self, number: int | None) -> None:
        if number == 2 and self.tried(self.review.stopping.go_on):
            self._note = "The reading goes on."
            self._look()


# ------------------------------------------------------------------------------------------------- what is shown


def _advice(found: StoppingFigures, width: int) -> list[Content | str]:
    shown: list[Content | str] = []
    for number, one in enumerate(stopping_words.advice(found)):
        shown += [Content.styled(part, "" if number else BOLD) for part in textwrap.wrap(line(one), width)]
    return [*shown, ""]


def _figures(found: StoppingFigures, width: int) -> list[Content | str]:
    room = width - _LABEL - _NUMBER - 2
    room *= room > _NUMBER
    return [
        Content.assemble(
            padded(one.label, _LABEL), (right(one.number, _NUMBER), BOLD), "  ", (cut(line(one.more), room), DIM)
        )
        for one in stopping_words.lines(found)
    ]


def _checklist(found: StoppingFigures, width: int) -> list[Content | str]:
    """Return SAFE's conditions, each with its mark, and as much of the figure as there is room for."""
    shown: list[Content | str] = [Content.styled("SAFE, rules of thumb: ✓ met, ✗ not met, · yours to say", DIM)]
    for one in found.conditions:
        mark, style = _MARKS[one.met]
        text = padded(one.text, _CONDITION) if width > _CONDITION + _NUMBER else f"{cut(one.text, width - 2)} "
        shown.append(Content.assemble((mark, style), f" {text}", (cut(one.figure, max(0, width - 2 - len(text))), DIM)))
    return shown


def _beside(left: list[Content | str], right_: list[Content | str], width: int) -> list[Content | str]:
    """Return two texts side by side, the first filled up to a width."""
    rows: list[Content | str] = []
    for one, other in zip_longest(left, right_, fillvalue=""):
        first = Content(one) if isinstance(one, str) else one
        rows.append(Content.assemble(first.pad_right(max(0, width + _GAP - first.cell_length)), other))
    return rows
