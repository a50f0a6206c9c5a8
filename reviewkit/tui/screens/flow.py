"""The flow: the search-results table as it will be printed, a cursor over its numbers, and what stands behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from reviewkit.review import COLUMNS, Filter
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reports import ReportsScreen
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut, lines, right

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Cell, Document, Review

_LABEL = 12
"""Columns that a row's label has at least."""
_NUMBER = 14
"""Columns of a number: as many as the longest word of a heading and one between."""


class FlowScreen(Framed):
    """The table and the sentences below it."""

    PLACE = "flow"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("flow")]

    def __init__(self, review: Review) -> None:
        """Show the flow of a review."""
        super().__init__(review)
        self._document: Document | None = None
        self._row = self._column = 0

    def body(self) -> ComposeResult:
        """Yield the table and the sentences."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="table")
            yield Static(id="sentences")

    def paint(self) -> None:
        """Work out the flow anew and show it."""
        self._document = self.attempt(self.review.results.document)
        self._show()

    def _show(self) -> None:
        self.head("The flow")
        if self._document is None:
            return
        width = max(_LABEL + _NUMBER, min(110, self.size.width - 5))
        columns, _ = shown(self._document, width, self._column)
        if len(columns) < len(COLUMNS):
            self.head("The flow", f"←→ {self._column + 1} of {len(COLUMNS)}")
        text, marked = table(self._document, width, self._row, self._column)
        self.show("#table", text)
        sentences = [cut(line(one), 1000) for one in self.review.results.sentences(self._document)]
        self.show("#sentences", lines(["", *sentences]))
        self.query_one("#body").scroll_to_region(Region(0, marked, 1, 1), animate=False)

    def on_resize(self) -> None:
        """Give the table the room there is."""
        self._show()

    def uncovered(self) -> None:
        """Show what has changed meanwhile."""
        self.paint()

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, down: int, along: int) -> None:
        """Move the cursor over the numbers."""
        if self._document is not None:
            self._row = max(0, min(len(self._document.table.rows) - 1, self._row + down))
            self._column = max(0, min(len(COLUMNS) - 1, self._column + along))
            self._show()

    def _cell(self) -> tuple[Cell, str] | None:
        if self._document is None or self._row >= len(self._document.table.rows):
            return None
        row = self._document.table.rows[self._row]
        return row.cells[self._column], f"{line(row.label)}: {COLUMNS[self._column].partition(' (')[0].lower()}"

    def _listed(self) -> ReportsScreen | None:
        """Return the list of what stands behind the number under the cursor."""
        found = self._cell()
        if found is None:
            return None
        cell, heading = found
        kept = dict.fromkeys(cell.reports, "") | dict.fromkeys(cell.pending, "pending")
        return ReportsScreen(self.review, Filter(), kept=kept, heading=heading)

    def action_open(self) -> None:
        """List the reports behind the number."""
        screen = self._listed()
        if screen is not None:
            self.app.push_screen(screen)

    def action_export(self) -> None:
        """Open the list, and ask where to write it."""
        screen = self._listed()
        if screen is not None:
            screen.export_at_once = True
            self.app.push_screen(screen)

    def action_write(self) -> None:
        """Write the table to data/out/."""
        _, files = self.review.results.write_flow()
        self.say(f"Written: {', '.join(line(path.name) for path in files)} in data/out/")

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.below(self.query_one("#body"), direction, page=True)


# ------------------------------------------------------------------------------------------------- as text


def shown(document: Document, width: int, column: int) -> tuple[range, int]:
    """Return which columns fit a width, the one under the cursor among them, and the width of a number."""
    number = max(_NUMBER, *(len(str(cell)) + 1 for one in document.table.rows for cell in one.cells))
    many = max(1, min(len(COLUMNS), (width - _LABEL) // number))
    start = max(0, column - many + 1)
    return range(start, start + many), number


def table(document: Document, width: int, row: int, column: int) -> tuple[Content, int]:
    """Return the table, the number under the cursor marked by signs and weight, and which line that one is on."""
    columns, number = shown(document, width, column)
    first = max(_LABEL, width - number * len(columns))
    rule = Content.styled("─" * (first + number * len(columns)), DIM)
    parts: list[Content | str] = [Content.styled(text, DIM) for text in _heads(columns, first, number)]
    marked = 0
    for at, one in enumerate(document.table.rows):
        total = one is document.table.rows[-1]
        parts += [rule] if at == 0 or total else []
        labels = Content(line(one.label)).wrap(first - 1)
        parts += labels[:-1]
        cells = [_number(one.cells[place], number, here=(at, place) == (row, column), bold=total) for place in columns]
        label = labels[-1].rstrip()
        marked = len(parts) if at == row else marked
        parts.append(Content.assemble(label, " " * (first - label.cell_length), *cells))
    return lines(parts), marked


def _heads(columns: range, first: int, number: int) -> list[str]:
    wrapped = [[part.rstrip().plain for part in Content(COLUMNS[at]).wrap(number - 1)] for at in columns]
    height = max(len(one) for one in wrapped)
    padded = [[""] * (height - len(one)) + one for one in wrapped]
    return [" " * first + "".join(right(one[level], number) for one in padded) for level in range(height)]


def _number(cell: Cell, width: int, *, here: bool, bold: bool) -> Content:
    text = str(cell)
    if here:
        return Content.assemble(" " * (width - len(text) - 1), ("›", ACCENT), (text, f"{BOLD} reverse"))
    return Content.assemble(" " * (width - len(text)), (text, BOLD if bold else ""))
