"""What all screens on a study's sheet share: its lines, and the one under the cursor in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar, cast

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Stage
from reviewkit.tui import keys, sheet, words
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.screening import ScreeningScreen
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from reviewkit.model import Record, ReportId
    from reviewkit.review import Review, StudyReport
    from reviewkit.tui.app import ReviewkitApp
    from reviewkit.tui.sheet import Row

_LOW = 16
"""Rows below which only the line under the cursor shows."""


class Study(Protocol):
    """A study as one person may see it, appraised or coded."""

    @property
    def reports(self) -> tuple[StudyReport, ...]:
        """The first gives the study its name."""


ViewT = TypeVar("ViewT", bound=Study)


class SheetScreen(Framed, Generic[ViewT]):
    """One study, its lines in a list, and one of them in full."""

    BESIDES: ClassVar[Mapping[str, str]] = {}
    """What a line may be besides its answers, with the key in the table that says so."""

    def __init__(self, review: Review) -> None:
        """Show no study yet."""
        super().__init__(review)
        self._view: ViewT | None = None
        self._rows: list[Row] = []

    def _in_full(self) -> ComposeResult:
        with VerticalScroll(id="words", classes="open", can_focus=False):
            yield Static(id="thing")

    # ---------------------------------------------------------------------------------------------- showing

    def _show(self, cursor: int | None = None) -> None:
        """Show the study as it was read, the cursor on a line; where it was unless told otherwise."""
        shown, listing = self._view is not None, self.query_one(Listing)
        self.query_one("#words").display = shown
        listing.display = shown and not self._is_low
        self.query_one("#step").display = not (shown and self._is_low)
        self.show("#step", self._paper() if shown else self._nothing())
        sheet.fit(listing, len(self._rows), self.size)
        listing.show(len(self._rows), listing.cursor if cursor is None else cursor)
        self._show_head()
        self._show_row()

    def _show_row(self) -> None:
        row, key_line = self._row, self.query_one(KeyLine)
        if row is None:
            self.show("#thing", "")
            key_line.hidden = frozenset(key.label for key in keys.of(self.PLACE) if key.action not in ("undo", "back"))
            return
        paper: list[Content | str] = ["", self._paper()] if self._is_low else []
        self.show("#thing", words.lines([*self._about(row), *paper]))
        key_line.digits = min(9, len(row.answers))
        key_line.hidden = frozenset(self._useless(row))

    def _show_head(self) -> None:
        raise NotImplementedError

    def _line(self, number: int, width: int) -> str:
        """Return a line of the list."""
        raise NotImplementedError

    def _paper(self) -> Content:
        """Return which study it is."""
        raise NotImplementedError

    def _nothing(self) -> Content:
        """Return what stands where no study is left."""
        raise NotImplementedError

    def _about(self, row: Row) -> list[Content | str]:
        """Return a line in full."""
        raise NotImplementedError

    def _named(self, record: Record) -> list[Content | str]:
        """Return title and source of a report."""
        source = cut(words.source(record), self.size.width - 4)
        return [Content.styled(cut(words.title(record), 300), BOLD), Content.styled(source, DIM)]

    def _useless(self, row: Row) -> set[str]:
        """Return the keys that do nothing on a line."""
        return {key for name, key in self.BESIDES.items() if name not in row.besides}

    @property
    def _is_low(self) -> bool:
        return self.size.height < _LOW

    @property
    def _app(self) -> ReviewkitApp:
        return cast("ReviewkitApp", self.app)

    @property
    def _row(self) -> Row | None:
        """Return the line under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._rows[cursor] if cursor < len(self._rows) else None

    def _key(self, words_: str) -> str:
        return keys.letter(self.PLACE, words_, self._app.wished)

    def on_resize(self) -> None:
        """Lay it out anew in the room there is."""
        if self.is_mounted:
            self._show()

    # ---------------------------------------------------------------------------------------------- keys

    def _digit(self, number: int, give: Callable[[Row, str], None]) -> None:
        """Give the line under the cursor its answer of that number."""
        row = self._row
        if row is not None and number <= len(row.answers):
            give(row, row.answers[number - 1])
        elif row is not None:
            self.say(sheet.no_answer(row, number))

    def _letter(self, value: str, give: Callable[[Row, str], None]) -> None:
        """Give a line an answer that is not among its own."""
        row = self._row
        if row is not None and value in row.besides:
            give(row, value)
        elif row is not None:
            self.say("Only a criterion can be that.")

    def action_move(self, direction: int) -> None:
        """Move the cursor to another line."""
        self.query_one(Listing).cursor += direction
        self._show_row()
        self.query_one("#words").scroll_home(animate=False)

    def on_listing_chosen(self) -> None:
        """Show the line that was clicked."""
        self._show_row()

    def action_page(self, direction: int) -> None:
        """Scroll the line under the cursor by a page."""
        self.below(self.query_one("#words"), direction, page=True)


def screen_at(review: Review, stage: Stage, report: ReportId) -> Framed:
    """Return the screen that shows one report at a stage: at quality its study's appraisal.

    A report that was decided on there without one, as imported decisions are, is shown with its decisions.
    """
    from reviewkit.tui.screens.appraising import AppraisingScreen

    if stage is Stage.QUALITY and review.appraising.instrument.criteria:
        decided = review.screening.view(report, stage).own is not None
        if not decided or review.appraising.view(report).own is not None:
            return AppraisingScreen(review, report)
    return ScreeningScreen(review, stage, report)
