"""A list of any length, of which only the lines in view are ever drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reviewkit.tui.words import padded

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events


class Listing(ScrollView, can_focus=False):
    """Lines with a cursor; `line(number, width)` gives the text of one. The keys are the screen's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"listing--line", "listing--cursor", "listing--alarm"}
    cursor: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """A line was clicked twice."""

        number: int

    def __init__(
        self,
        line: Callable[[int, int], str],
        *,
        alarm: Callable[[int], int] = lambda _: 0,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        """Draw lines with `line`; there are none until `show` says how many.

        `alarm` gives how many columns at the end of a line are drawn as something to look into.
        """
        super().__init__(id=id)
        self._line = line
        self._alarm = alarm
        self._count = 0

    def show(self, count: int, cursor: int = 0) -> None:
        """Show so many lines, the cursor on one of them."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.set_reactive(Listing.cursor, max(0, min(cursor, count - 1)))
        self._keep_in_view()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two lines anew and scroll if need be."""
        self.refresh_line(before)
        self.refresh_line(now)
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a clicked line; a second click chooses it."""
        number = event.y + self.scroll_offset.y
        if number < self._count:
            if number == self.cursor and event.chain > 1:
                self.post_message(self.Chosen(number))
            self.cursor = number

    def render_line(self, y: int) -> Strip:
        """Return one line of the window."""
        number = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if number >= self._count:
            return Strip.blank(width, self.rich_style)
        on_cursor = number == self.cursor
        style = self.get_component_rich_style("listing--cursor" if on_cursor else "listing--line")
        text = padded(f"{'›' if on_cursor else ' '} {self._line(number, width - 2)}", width)
        strip = Strip([Segment(text, style)], width)
        alarming = self._alarm(number)
        if not alarming:
            return strip
        end = "".join(segment.text for segment in strip.crop(width - alarming, width))
        alarmed = Strip([Segment(end, self.get_component_rich_style("listing--alarm"))], alarming)
        return Strip.join([strip.crop(0, width - alarming), alarmed])

    @property
    def page(self) -> int:
        """Return how many lines a page moves on."""
        return max(1, self.scrollable_content_region.height - 1)
