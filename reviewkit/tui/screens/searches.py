"""The searches: what each announced, what came, what could not be read, and where the difference lies.

The thing a reader would get wrong: the difference is of entries, read or not, so that it says what the platform did not
hand over; what could not be read is a number of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Fillable
from reviewkit.review import Filter
from reviewkit.text import block, line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import ALARM, BOLD, DIM, counted, cut, lines, padded, right

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import SearchId
    from reviewkit.review import Review, SearchCount

_NUMBERS = (("entries", 9), ("records", 9), ("rejected", 9), ("announced", 10), ("difference", 14))
_NARROW, _NARROWEST = (("entries", 8), ("rejected", 9), ("difference", 14)), (("entries", 8), ("difference", 13))
"""Where there is little room."""
_MOST = 200
"""Rejections that are shown of one search."""
_FEW = 5_000
"""Records whose abstracts are counted without being asked to."""


class SearchesScreen(Framed):
    """A line a search; below, the one under the cursor in full."""

    PLACE = "searches"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("searches")]

    def __init__(self, review: Review, search: SearchId | None = None) -> None:
        """Show the searches of a review; with `search` that one in full, its entries that could not be read in view."""
        super().__init__(review)
        self._first = search
        self._counts: list[SearchCount] = []
        self._lacking: Mapping[SearchId, int] = {}
        self._open = False

    def body(self) -> ComposeResult:
        """Yield the list and, in its place once one is opened, the search."""
        yield Static(id="columns")
        yield Listing(self._line, alarm=self._alarm, id="list")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="text")

    def begin(self) -> None:
        """Show the searches, or the one that was asked for."""
        super().begin()
        at = next((number for number, one in enumerate(self._counts) if one.id == self._first), None)
        if at is not None:
            self.query_one(Listing).cursor = at
            self.action_open()

    def paint(self) -> None:
        """Show the searches as they are now."""
        self.review.session.searches_seen = True
        listing = self.query_one(Listing)
        self._counts = self.attempt(self.review.searches.counts) or []
        listing.show(len(self._counts), listing.cursor)
        self._show()
        if 0 < sum(count.records for count in self._counts) <= _FEW:
            self.slowly("", self.review.filling.lacking_by_search)

    def finished(self, result: object) -> None:
        """Show how many abstracts are missing."""
        if isinstance(result, dict):
            self._lacking = result
            self._show()

    def _show(self) -> None:
        self.query_one("#body").display = self._open
        for part in ("#list", "#columns"):
            self.query_one(part).display = not self._open
        if self._open and self._counts:
            count = self._counts[self.query_one(Listing).cursor]
            self.head(line(count.search.name), counted(count.records, "record"))
            self.show("#text", in_full(count, self._lacking.get(count.id)))
        else:
            self._open = False
            self.head("Searches", counted(len(self._counts), "search", "searches"))
            self.show("#columns", Content.styled(f"  {heads(self.size.width - 5)}", DIM))
            self._say_current()

    def _say_current(self) -> None:
        """Say in words what the numbers of the search under the cursor mean."""
        cursor = self.query_one(Listing).cursor
        if cursor < len(self._counts):
            count = self._counts[cursor]
            lacking = self._lacking.get(count.id)
            more = f" {counted(lacking, 'report')} without an abstract." if lacking else ""
            self.say(Content.assemble(sentence(count), more))
        else:
            self.say("No searches yet: press i to import an export.")

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._show()

    def uncovered(self) -> None:
        """Show what has changed meanwhile."""
        self.paint()

    def _line(self, number: int, width: int) -> str:
        return row(self._counts[number], width)

    def _alarm(self, number: int) -> int:
        count = self._counts[number]
        return cell_len(difference(count)) if count.difference else 0

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor, or scroll the search that is open."""
        if self._open:
            self.below(self.query_one("#body"), direction)
        else:
            self.query_one(Listing).cursor += direction
            self._say_current()

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        if self._open:
            self.below(self.query_one("#body"), direction, page=True)
        else:
            listing = self.query_one(Listing)
            listing.cursor += direction * listing.page
            self._say_current()

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

    def action_rejected(self) -> None:
        """Show the entries that could not be read: of the search that is open, or all."""
        from reviewkit.tui.screens.rejected import RejectedScreen

        search = self._counts[self.query_one(Listing).cursor].id if self._open else None
        self.app.push_screen(RejectedScreen(self.review, search))

    def action_note(self) -> None:
        """Ask for a note on the search, as why what came is not what was announced."""
        from reviewkit.tui.screens.asking import Ask

        if self._counts:
            self.review.session.acting()
            count = self._counts[self.query_one(Listing).cursor]
            ask = Ask(f"Note on {cut(line(count.search.name), 60)}", count.search.note, cut(sentence(count).plain, 200))
            self.app.push_screen(ask, lambda text: self._keep_note(count, text))

    def _keep_note(self, count: SearchCount, text: str | None) -> None:
        if text is not None and text.strip() != count.search.note:
            noted = replace(count.search, note=text.strip())
            if self.tried(lambda: self.review.searches.correct(count.id, noted)):
                self.paint()

    def action_missing(self) -> None:
        """List the reports without an abstract."""
        from reviewkit.tui.screens.reports import ReportsScreen

        self.app.push_screen(ReportsScreen(self.review, Filter(lacks=Fillable.ABSTRACT)))

    def action_back(self) -> None:
        """Go back to the list, then to where one came from."""
        if self._open:
            self.action_open()
        else:
            self.dismiss()


# ------------------------------------------------------------------------------------------------- as text


def heads(width: int) -> str:
    """Return what stands above the columns of `row`."""
    return _columns(width, ("search", "date", "platform"), {name: name for name, _ in _NUMBERS})


def row(count: SearchCount, width: int) -> str:
    """Return a search in a line: what came, what could not be read, what was announced, and how they differ."""
    search = count.search
    numbers = {
        "entries": f"{count.entries:,}",
        "records": f"{count.records:,}",
        "rejected": f"{len(count.rejections):,}",
        "announced": "" if search.announced is None else f"{search.announced:,}",
        "difference": difference(count),
    }
    return _columns(width, (line(search.name), line(search.date), line(search.platform)), numbers)


def difference(count: SearchCount) -> str:
    """Return how the entries that came differ from what was announced, in a word or two; empty if nothing was."""
    apart = count.difference
    if apart is None:
        return ""
    return f"{abs(apart):,} {'more' if apart > 0 else 'fewer'}" if apart else "as announced"


def table(counts: Sequence[SearchCount], width: int) -> list[Content | str]:
    """Return searches as a table, and below it in words where what came is not what was announced."""
    rows = [_with_alarm(row(count, width), count) for count in counts]
    return [
        Content.styled(heads(width), DIM),
        *rows,
        "",
        *(sentence(one) for one in counts if one.difference is not None),
    ]


def _with_alarm(text: str, count: SearchCount) -> Content:
    said = difference(count) if count.difference else ""
    return Content.assemble(text.removesuffix(said), (said, ALARM))


def sentence(count: SearchCount) -> Content:
    """Return in words what came of a search; a difference stands out."""
    name, apart = line(count.search.name), count.difference
    came = f"{name}: {counted(count.entries, 'entry', 'entries')}"
    if count.rejections:
        came += f", {len(count.rejections):,} not read"
    if apart is None:
        return Content(f"{came}; no number was announced.")
    if not apart:
        return Content(f"{came}; as many as announced.")
    return Content.assemble(f"{came}; ", (f"{difference(count)} than the {count.search.announced:,} announced.", ALARM))


def _columns(width: int, texts: tuple[str, str, str], numbers: Mapping[str, str]) -> str:
    """Return a line; in little room first the platform goes, then the date, then some of the numbers."""
    shown = _NUMBERS if width >= 60 else _NARROW if width >= 46 else _NARROWEST
    room = width - sum(size for _, size in shown)
    date = 11 if room >= 28 else 0
    platform = min(24, (room - date) // 2 - 1) if room >= 36 else 0
    sizes = (room - date - platform, date, platform)
    first = "".join(padded(text, size - 1) + " " for text, size in zip(texts, sizes, strict=True) if size > 1)
    return first + "".join(right(numbers[name], size) for name, size in shown)


def in_full(count: SearchCount, lacking: int | None = None) -> Content:
    """Return all that is known of a search; `lacking` reports of it have no abstract."""
    search = count.search
    about = (
        ("route", search.route.value),
        ("databases", ", ".join(line(name) for name in search.databases)),
        ("platform", line(search.platform)),
        ("date of the run", line(search.date)),
        ("announced", "" if search.announced is None else f"{search.announced:,}"),
        ("received", f"{counted(count.records, 'record')}, {counted(len(count.rejections), 'rejection')}"),
        ("repaired", f"{count.repaired:,} of the records" if count.repaired else ""),
        ("no abstract", f"{counted(lacking, 'report')} (m lists those of all searches)" if lacking else ""),
        ("note", line(search.note)),
    )
    parts: list[Content | str] = [sentence(count), ""]
    parts += [Content.assemble((f"{name:<17}", DIM), text) for name, text in about if text]
    parts += ["", Content.styled("Files", BOLD), *(f"  {line(name)}" for name in count.files)]
    if count.rejections:
        parts += ["", Content.styled("Entries that could not be read; nothing of them counts (r mends them)", BOLD)]
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
