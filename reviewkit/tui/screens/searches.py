"""The searches: what each announced, what came, and where the difference lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import block, line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, counted, cut, lines, padded, right

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Review, SearchCount

_NUMBERS = (("announced", 10), ("received", 9), ("rejected", 9), ("difference", 11))
_MOST = 200
"""Rejections that are shown of one search."""


class SearchesScreen(Framed):
    """A line a search; below, the one under the cursor in full."""

    PLACE = "searches"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("searches")]

    def __init__(self, review: Review) -> None:
        """Show the searches of a review."""
        super().__init__(review)
        self._counts: list[SearchCount] = []
        self._open = False

    def body(self) -> ComposeResult:
        """Yield the list and, in its place once one is opened, the search."""
        yield Static(id="columns")
        yield Listing(self._line, id="list")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="text")

    def paint(self) -> None:
        """Show the searches as they are now."""
        self.review.session.searches_seen = True
        listing = self.query_one(Listing)
        self._counts = self.attempt(self.review.searches.counts) or []
        listing.show(len(self._counts), listing.cursor)
        self._show()

    def _show(self) -> None:
        self.query_one("#body").display = self._open
        for part in ("#list", "#columns"):
            self.query_one(part).display = not self._open
        if self._open and self._counts:
            count = self._counts[self.query_one(Listing).cursor]
            self.head(line(count.search.name), counted(count.records, "record"))
            self.show("#text", in_full(count))
        else:
            self._open = False
            self.head("Searches", counted(len(self._counts), "search", "searches"))
            self.show("#columns", Content.styled(f"  {_heads(self.size.width - 5)}", DIM))
            if not self._counts:
                self.say("No searches yet: press i to import an export.")

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._show()

    def on_screen_resume(self) -> None:
        """Show what was imported meanwhile."""
        if self.is_mounted and self._counts is not None:
            self.paint()

    def _line(self, number: int, width: int) -> str:
        count = self._counts[number]
        search, difference = count.search, count.difference
        announced = "" if search.announced is None else f"{search.announced:,}"
        apart = "" if difference is None else f"{difference:+,}" if difference else "0"
        numbers = (announced, f"{count.records:,}", f"{len(count.rejections):,}", apart)
        return _columns(width, line(search.name), line(search.date), line(search.platform), *numbers)

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor, or scroll the search that is open."""
        if self._open:
            self.below(self.query_one("#body"), direction)
        else:
            self.query_one(Listing).cursor += direction

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        if self._open:
            self.below(self.query_one("#body"), direction, page=True)
        else:
            listing = self.query_one(Listing)
            listing.cursor += direction * listing.page

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Show the files and rejections of a search."""
        self._open = bool(self._counts) and not self._open
        self._show()
        self.query_one("#body").scroll_home(animate=False)

    def action_import_(self) -> None:
        """Import an export."""
        from reviewkit.tui.screens.importing import ImportScreen

        self.review.session.acting()
        self.app.push_screen(ImportScreen(self.review))

    def action_back(self) -> None:
        """Go back to the list, then to where one came from."""
        if self._open:
            self.action_open()
        else:
            self.dismiss()


def _heads(width: int) -> str:
    return _columns(width, "search", "date", "platform", *(word for word, _ in _NUMBERS))


def _columns(width: int, name: str, date: str, platform: str, *numbers: str) -> str:
    """Return a line; in little room first the platform goes, then the date."""
    sizes = [size for _, size in _NUMBERS]
    if width < 60:  # announced and received are what is looked for
        sizes, numbers = sizes[:2], numbers[:2]
    room = width - sum(sizes)
    date_size = 11 if room >= 28 else 0
    platform_size = min(24, (room - date_size) // 2 - 1) if room >= 36 else 0
    texts = (name, room - date_size - platform_size), (date, date_size), (platform, platform_size)
    first = "".join(padded(text, size - 1) + " " for text, size in texts if size > 1)
    return first + "".join(right(text, size) for text, size in zip(numbers, sizes, strict=True))


def in_full(count: SearchCount) -> Content:
    """Return all that is known of a search."""
    search = count.search
    about = (
        ("route", search.route.value),
        ("databases", ", ".join(line(name) for name in search.databases)),
        ("platform", line(search.platform)),
        ("date of the run", line(search.date)),
        ("announced", "" if search.announced is None else f"{search.announced:,}"),
        ("received", f"{counted(count.records, 'record')}, {counted(len(count.rejections), 'rejection')}"),
        ("note", line(search.note)),
    )
    parts: list[Content | str] = [Content.assemble((f"{name:<17}", DIM), text) for name, text in about if text]
    parts += ["", Content.styled("Files", BOLD), *(f"  {line(name)}" for name in count.files)]
    if count.rejections:
        parts += ["", Content.styled("Entries that could not be read; nothing of them counts", BOLD)]
        parts += [
            f"  line {one.line:,}, entry {one.ordinal:,}: {cut(line(one.reason), 300)}"
            for one in count.rejections[:_MOST]
        ]
        if len(count.rejections) > _MOST:
            parts.append(f"  and {counted(len(count.rejections) - _MOST, 'more')}")
    if search.query.strip():
        parts += ["", Content.styled("Query", BOLD), cut_block(search.query)]
    return lines(parts)


def cut_block(text: str, most: int = 20_000) -> str:
    """Return a text of several lines, harmless and not endless."""
    return block(text).strip()[:most]
