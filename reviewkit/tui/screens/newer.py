"""What newer rules would change, before anything changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import short_id
from reviewkit.review import Change, Changes
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.group import GroupScreen
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, NO_TITLE, counted, lines, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId
    from reviewkit.review import PairView, Piece, Review

_LOW = 16
"""Lines below which there is no room for more than the list."""


class NewerScreen(Framed):
    """A list of changes, those with decisions first, then of pairs that a person would have to compare."""

    PLACE = "newer"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("newer")]

    def __init__(self, review: Review) -> None:
        """Look what the program's rules would change in a review."""
        super().__init__(review)
        self._found: Changes | None = None
        self._note = ""
        """What to say once all has been looked at anew."""

    def body(self) -> ComposeResult:
        """Yield the sum, the list, and the words on the line under the cursor."""
        yield Static(id="step")
        yield Listing(self._line, id="list")
        with VerticalScroll(id="words", can_focus=False):
            yield Static(id="thing")

    def begin(self) -> None:
        """Compare everything, which takes a while."""
        super().begin()
        self._look()

    def _look(self) -> None:
        self.stoppably(
            "Comparing all records by the newer rules …", self.review.newer_rules.changes, "Nothing was changed."
        )

    def finished(self, result: object) -> None:
        """Show what would change, or say that it has."""
        if isinstance(result, Changes):
            self._found = result
            self.query_one(Listing).show(len(self._lines))
            self.paint()
            self.say(self._note)
            self._note = ""
        elif isinstance(result, int):
            self._note = f"They hold now: {counted(result, 'link')} written."
            self._look()

    @property
    def _lines(self) -> Sequence[Change | PairView]:
        return (*self._found.changes, *self._found.uncertain) if self._found is not None else ()

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the sum, and the change under the cursor."""
        found = self._found
        self.head("Newer rules", f"version {found.rules}" if found is not None else "")
        self.show("#step", _sum(found) if found is not None else "")
        self.query_one(KeyLine).hidden = frozenset("" if found is not None and found.newer else "y")
        cursor = self.query_one(Listing).cursor
        self.show("#thing", _words(self._lines[cursor]) if cursor < len(self._lines) else "")
        self.query_one("#words").display = bool(self._lines) and self.size.height >= _LOW

    def on_resize(self) -> None:
        """Give the words on the line what room there is."""
        self.paint()

    def folder_changed(self) -> None:
        """Look anew."""
        self._look()

    def _line(self, number: int, _width: int) -> str:
        one = self._lines[number]
        if isinstance(one, Change):
            decided = ", decided on" if one.decided else ""
            return f"{counted(len(one.before), 'report')} {one.words}{decided}: {_title(one.before[0])}"
        return f"a pair to compare, score {one.score}: {title(one.a)}"

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction
        self.paint()

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.action_move(direction * self.query_one(Listing).page)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Open the records of the first report."""
        cursor = self.query_one(Listing).cursor
        if cursor < len(self._lines):
            one = self._lines[cursor]
            record: RecordId = one.before[0].records[0] if isinstance(one, Change) else one.a.id
            self.app.push_screen(GroupScreen(self.review, record), lambda _: self._look())

    def action_apply(self) -> None:
        """Ask, then let the newer rules hold."""
        found = self._found
        if found is None or not found.newer:
            self.say("There are no newer rules.")
            return
        decided = sum(change.decided for change in found.changes)
        about = (
            f"{counted(decided, 'change')} to reports decided on. What people said of pairs stays." if decided else ""
        )
        choices = [Choice("Leave everything as it is"), Choice(f"Let rules version {found.rules} hold")]
        self.app.push_screen(Choose("Let the newer rules hold from now on?", choices, about), self._apply)

    def _apply(self, number: int | None) -> None:
        if number == 2:
            self.slowly("Writing …", self.review.newer_rules.apply)


def _sum(found: Changes) -> Content:
    if not found.newer:
        return Content.styled("Everything here was compared by this program's rules, or by newer ones.", BOLD)
    decided = sum(change.decided for change in found.changes)
    said = [f"{counted(len(found.changes), 'change')} of reports, {decided} of them decided on"]
    said += [f"{counted(len(found.uncertain), 'new pair')} to compare"] if found.uncertain else []
    said += [f"{counted(found.no_longer, 'pair')} to compare no more"] if found.no_longer else []
    return Content.styled(f"{'; '.join(said)}. Nothing changes by itself.", BOLD)


def _words(one: Change | PairView) -> Content:
    if not isinstance(one, Change):
        reasons = Content.styled(line(", ".join(one.reasons)), DIM)
        return lines([title(one.a), title(one.b), reasons])
    before, after = ([_piece(piece) for piece in pieces] for pieces in (one.before, one.after))
    why = [Content.styled(line(", ".join(one.reasons)), DIM)] if one.reasons else []
    return lines([Content.styled("Now", DIM), *before, Content.styled("Then", DIM), *after, *why])


def _piece(piece: Piece) -> str:
    ids = ", ".join(map(short_id, piece.records))
    return f"  {_title(piece)}  ({ids}){'  decided on' if piece.decided else ''}"


def _title(piece: Piece) -> str:
    return line(piece.title) or NO_TITLE
