"""Reports picked one by one as seeds of a citation search."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from reviewkit.review import Filter
from reviewkit.tui import keys
from reviewkit.tui.citing.table import Column, heads, laid
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reports import filter_words
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, STATUSES, authors, counted, title

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import ReportId
    from reviewkit.review import ReportRow, Review

_COLUMNS = (
    Column("seed", 5, left=True),
    Column("title"),
    Column("authors", 20, 2, left=True),
    Column("year", 6, 1),
    Column("  stands", 12, 3, left=True),
)


class SeedsScreen(Framed):
    """A list of reports, each a seed or not."""

    PLACE = "seeds"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("seeds")]

    def __init__(
        self, review: Review, picked: Collection[ReportId], then: Callable[[Collection[ReportId]], object]
    ) -> None:
        """Show what is picked; `then` gets what is picked on leaving."""
        super().__init__(review)
        self._picked = set(picked)
        self._then = then
        self._wanted = Filter()
        self._rows: list[ReportRow] = []

    def body(self) -> ComposeResult:
        """Yield the filter in words, the columns, the list."""
        yield Static(id="filter")
        yield Static(id="columns")
        yield Listing(self._line, id="list")

    def begin(self) -> None:
        """Read the reports."""
        super().begin()
        self._look("Reading the reports …")

    def _look(self, sentence: str = "") -> None:
        wanted = self._wanted
        self.slowly(sentence, lambda: self.review.reports.rows(wanted), self._found)

    def _found(self, rows: list[ReportRow]) -> None:
        self._rows = rows
        self.query_one(Listing).show(len(rows), 0)
        self.paint()

    def paint(self) -> None:
        """Say how many are picked."""
        self.head("Seeds", f"{len(self._picked):,} picked of {counted(len(self._rows), 'report')}")
        self.show("#filter", Content.styled(filter_words(self._wanted) or "Enter picks a report or lets it go", DIM))
        self.show("#columns", Content.styled(f"  {heads(_COLUMNS, self.size.width - 5)}", DIM))

    def folder_changed(self) -> None:
        """Read the reports anew."""
        self._look()

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self.paint()

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        mark = " ●" if row.report.id in self._picked else " ·"
        record = row.record
        return laid(
            _COLUMNS,
            (mark, title(record), authors(record, most=2), str(record.year or ""), f"  {STATUSES[row.status]}"),
            width,
        )

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        listing = self.query_one(Listing)
        listing.cursor += direction * listing.page

    @on(Listing.Chosen)
    def action_pick(self) -> None:
        """Make the report under the cursor a seed, or let it go."""
        listing = self.query_one(Listing)
        if listing.cursor < len(self._rows):
            self._picked ^= {self._rows[listing.cursor].report.id}
            listing.refresh()
            self.paint()

    def action_find(self) -> None:
        """Ask for words to look for."""
        ask = Ask("Find reports", self._wanted.text, "Parts of title, authors, journal or year. Nothing: all.")
        self.app.push_screen(ask, self._find)

    def _find(self, text: str | None) -> None:
        if text is not None:
            self._wanted = Filter(text=text)
            self._look()

    def action_back(self) -> None:
        """Take what is picked."""
        self._then(frozenset(self._picked))
        self.dismiss()
