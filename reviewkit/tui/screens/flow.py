"""The flow: the search-results table as it will be printed, the boxes of the diagram, what stands behind each number.

The thing a reader would get wrong: after the table's last row the cursor goes on through the numbers of the boxes.
"""

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
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut, lines, padded, right

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId
    from reviewkit.review import Document, Item, Review

_LABEL = 12
"""Columns that a row's label has at least."""
_NUMBER = 14
"""Columns of a number: as many as the longest word of a heading and one between."""
_BOX_NUMBER = 8
_WIDEST = 76
"""Columns of a line of the diagram, so that the eye finds its number."""


class FlowScreen(Framed):
    """The table, the sentences below it, and the boxes of the diagram."""

    PLACE = "flow"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("flow")]

    def __init__(self, review: Review) -> None:
        """Show the flow of a review."""
        super().__init__(review)
        self._document: Document | None = None
        self._items: list[Item] = []
        self._stops: list[int] = []
        """Places of the items with a number that can be asked for."""
        self._row = self._column = 0

    def body(self) -> ComposeResult:
        """Yield the table, the sentences and the boxes."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="table")
            yield Static(id="sentences")
            yield Static(id="boxes")

    def paint(self) -> None:
        """Work out the flow anew and show it."""
        self.head("The flow")
        self.slowly("Counting …", self.review.results.on_screen, self._take)

    def _take(self, found: tuple[Document, list[Item]]) -> None:
        self._document, self._items = found
        self._stops = [place for place, item in enumerate(self._items) if item.box]
        self._row = min(self._row, self._rows + len(self._stops) - 1)
        self._show()

    @property
    def _rows(self) -> int:
        """Return how many rows the table has; rows of the cursor beyond them are numbers of the diagram."""
        return len(self._document.table.rows) if self._document is not None else 0

    def _show(self) -> None:
        self.head("The flow")
        if self._document is None:
            return
        width = max(_LABEL + _NUMBER, min(110, self.size.width - 5))
        columns, _ = shown(self._document, width, self._column)
        if len(columns) < len(COLUMNS) and self._row < self._rows:
            self.head("The flow", f"←→ {self._column + 1} of {len(COLUMNS)}")
        text, marked = table(self._document, width, self._row, self._column)
        self.show("#table", text)
        sentences = [cut(line(one), 1000) for one in self.review.results.sentences(self._document)]
        self.show("#sentences", lines(["", *sentences]))
        here = self._stops[self._row - self._rows] if self._row >= self._rows else None
        self.show("#boxes", lines(["", *boxes(self._items, min(_WIDEST, width), here)]))
        self.call_after_refresh(
            self._scroll, marked if here is None else here + 1, "#table" if here is None else "#boxes"
        )

    def _scroll(self, line_: int, part: str) -> None:
        """Bring a line of a part into view, once it is known where the part lies."""
        body = self.query_one("#body")
        top = self.query_one(part).virtual_region.y
        body.scroll_to_region(Region(0, top + line_, 1, 1), animate=False)

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
            self._row = max(0, min(self._rows + len(self._stops) - 1, self._row + down))
            self._column = max(0, min(len(COLUMNS) - 1, self._column + along))
            self._show()

    def _behind(self) -> tuple[dict[RecordId, str], str]:
        """Return the reports behind the number under the cursor, a word on each, and what they are."""
        if self._document is None:
            return {}, ""
        if self._row >= self._rows:
            item = self._items[self._stops[self._row - self._rows]]
            found = self.review.results.reports_behind(item.box)
            words = {report: f"{number} records" if number > 1 else "" for report, number in found.items()}
            return words, line(item.words).removesuffix(":")
        row = self._document.table.rows[self._row]
        cell = row.cells[self._column]
        heading = f"{line(row.label)}: {COLUMNS[self._column].partition(' (')[0].lower()}"
        return dict.fromkeys(cell.reports, "") | dict.fromkeys(cell.pending, "pending"), heading

    def _listed(self) -> ReportsScreen | None:
        """Return the list of what stands behind the number under the cursor."""
        if self._document is None:
            return None
        kept, heading = self._behind()
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
        cells = [
            _number(str(one.cells[place]), number, here=(at, place) == (row, column), bold=total) for place in columns
        ]
        label = labels[-1].rstrip()
        marked = len(parts) if at == row else marked
        parts.append(Content.assemble(label, " " * (first - label.cell_length), *cells))
    return lines(parts), marked


def boxes(items: Sequence[Item], width: int, here: int | None) -> list[Content]:
    """Return the diagram's lines, each in one line of the screen, the number under the cursor marked."""
    return [_item(item, width, here=place == here) for place, item in enumerate(items)]


def _item(item: Item, width: int, *, here: bool) -> Content:
    if item.number is None:
        return Content.styled("  " * item.indent + cut(line(item.words), width), DIM if item.indent else BOLD)
    number = _number(str(item.number), _BOX_NUMBER, here=here, bold=False)
    words = cut(line(item.words).removesuffix(":"), width - _BOX_NUMBER - 2 * item.indent)
    return Content.assemble(padded("  " * item.indent + words, width - _BOX_NUMBER), number)


def _heads(columns: range, first: int, number: int) -> list[str]:
    wrapped = [[part.rstrip().plain for part in Content(COLUMNS[at]).wrap(number - 1)] for at in columns]
    height = max(len(one) for one in wrapped)
    padded = [[""] * (height - len(one)) + one for one in wrapped]
    return [" " * first + "".join(right(one[level], number) for one in padded) for level in range(height)]


def _number(text: str, width: int, *, here: bool, bold: bool) -> Content:
    if here:
        return Content.assemble(" " * (width - len(text) - 1), ("›", ACCENT), (text, f"{BOLD} reverse"))
    return Content.assemble(" " * (width - len(text)), (text, BOLD if bold else ""))
