"""The entries that could not be read: which, why, and mended in the person's editor or here.

What is mended becomes a record; the export stays as it is. A text that cannot be read either is kept on this device,
and the next try begins with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SuspendNotSupported
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.errors import ReviewkitError
from reviewkit.model import short_id
from reviewkit.review import Repaired
from reviewkit.text import block, line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, counted, cut, lines, padded, right, title

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import SearchId
    from reviewkit.review import RejectedEntry, Review

_LONGEST = 20_000
"""Characters of an entry that are shown."""
_ID, _LINE = 14, 8


class RejectedScreen(Framed):
    """A line a rejected entry; Enter shows the one under the cursor as it stands in the export."""

    PLACE = "rejected"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("rejected")]

    def __init__(self, review: Review, search: SearchId | None = None) -> None:
        """Show the rejected entries of one search, or of all."""
        super().__init__(review)
        self._search = search
        self._entries: list[RejectedEntry] = []
        self._open = False

    def body(self) -> ComposeResult:
        """Yield the list and, in its place once one is opened, the entry."""
        yield Static(id="columns")
        yield Listing(self._line, id="list")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="text")

    def paint(self) -> None:
        """Show the entries as they are now."""
        self._entries = self.attempt(lambda: self.review.repairs.entries(self._search)) or []
        listing = self.query_one(Listing)
        listing.show(len(self._entries), listing.cursor)
        self._show()

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._show()

    def _show(self) -> None:
        entry = self._current
        self._open = self._open and entry is not None
        self.query_one("#body").display = self._open
        for part in ("#list", "#columns"):
            self.query_one(part).display = not self._open
        if self._open and entry is not None:
            self.head(f"Entry {short_id(entry.id)}", line(entry.file))
            self.show("#text", in_full(entry))
            return
        left = sum(one.record is None for one in self._entries)
        self.head("Entries that could not be read", f"{left} of {len(self._entries)} not repaired")
        self.show("#columns", Content.styled(f"  {_columns(self.size.width - 5, 'entry', 'line', 'why')}", DIM))
        if not self._entries:
            self.say("Every entry of every export could be read.")

    def _line(self, number: int, width: int) -> str:
        one = self._entries[number]
        if one.record is not None:
            said = f"✓ repaired by {', '.join(map(line, one.by))}: {title(one.record)}"
        else:
            said = f"{line(one.search)}: {cut(line(one.reason), 300)}"
        return _columns(width, short_id(one.id), f"{one.line:,}", said)

    @property
    def _current(self) -> RejectedEntry | None:
        cursor = self.query_one(Listing).cursor
        return self._entries[cursor] if cursor < len(self._entries) else None

    # ---------------------------------------------------------------------------------------------- moving

    def action_move(self, direction: int) -> None:
        """Move the cursor, or scroll the entry that is open."""
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
        """Show the entry as it stands in the export, or the list again."""
        self._open = not self._open
        self._show()
        self.query_one("#body").scroll_home(animate=False)

    def action_back(self) -> None:
        """Go back to the list, then to where one came from."""
        if self._open:
            self.action_open()
        else:
            self.dismiss()

    # ---------------------------------------------------------------------------------------------- mending

    def action_edit(self) -> None:
        """Mend the entry under the cursor in the person's editor, or here if none is named."""
        entry = self._current
        if entry is None:
            return
        self.review.session.acting()
        if not self._in_editor(entry):
            about = f"{cut(line(entry.reason), 200)} · EDITOR names no editor, so here."
            ask = Write(f"Entry {short_id(entry.id)} of {line(entry.file)}", self.review.repairs.text(entry), about)
            self.app.push_screen(ask, lambda text: self._mend(entry, text) if text is not None else None)

    def _in_editor(self, entry: RejectedEntry) -> bool:
        """Mend the entry in the person's own editor; returns whether there is one that can be shown."""
        if not self.review.repairs.has_editor():
            return False
        trouble: list[ReviewkitError] = []
        try:
            with self.app.suspend():  # which is not ended by what is raised in it
                try:
                    self.review.repairs.edit(entry)
                except ReviewkitError as error:
                    trouble.append(error)
        except SuspendNotSupported:
            return False
        if trouble:
            raise trouble[0]
        self._mend(entry, self.review.repairs.text(entry))
        return True

    def _mend(self, entry: RejectedEntry, text: str) -> None:
        before = entry.record.raw if entry.record is not None else entry.raw
        if text.strip() == before.strip():
            self.say("Nothing was changed.")
            return
        self.slowly("Reading the entry …", lambda: self.review.repairs.repair(entry.id, text))

    def finished(self, result: object) -> None:
        """Say what came of it."""
        if isinstance(result, Repaired):
            self.paint()
            found = f"{counted(result.linked, 'duplicate')}, {counted(result.uncertain, 'pair')} left to a person"
            self.say(f"Repaired: {cut(title(result.record), 40)}. {found}.")

    def action_undo(self) -> None:
        """Take back the last thing done on this device."""
        undone = self.review.screening.undo()
        self.paint()
        self.say("Taken back." if undone is not None else "There is nothing left to take back.")

    def action_take_back(self) -> None:
        """Take back the own repair of the entry under the cursor, whenever it was made."""
        entry = self._current
        if entry is not None:
            self.review.repairs.take_back(entry.id)
            self.paint()
            self.say(f"Entry {short_id(entry.id)} is rejected again.")


def _columns(width: int, entry: str, number: str, why: str) -> str:
    """Return a line; in little room the id goes."""
    first = padded(entry, _ID) if width >= 56 else ""
    return f"{first}{right(number, _LINE)}  {padded(why, width - len(first) - _LINE - 2)}"


def in_full(entry: RejectedEntry) -> Content:
    """Return all that is known of a rejected entry, its text as it stands in the export last."""
    parts: list[Content | str] = [
        Content.assemble((f"{name:<10}", DIM), text)
        for name, text in (
            ("search", line(entry.search)),
            ("line", f"{entry.line:,}"),
            ("why", line(entry.reason)),
            ("repaired", f"by {', '.join(map(line, entry.by))}" if entry.by else ""),
        )
        if text
    ]
    if entry.record is not None:
        parts += ["", Content.styled("As it was mended", BOLD), block(entry.record.raw).strip()[:_LONGEST]]
    return lines([*parts, "", Content.styled("As it stands in the export", BOLD), block(entry.raw).strip()[:_LONGEST]])
