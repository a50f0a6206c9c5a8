"""Keys, this screen's first, and what could not be read in the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.words import ACCENT, BOLD, lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Review

_COLUMN = 10


class HelpScreen(Framed):
    """All keys, and the faults of the folder."""

    PLACE = "help"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("help")]

    def __init__(self, review: Review, place: str) -> None:
        """Begin with the keys of a screen."""
        super().__init__(review)
        self._place = place

    def body(self) -> ComposeResult:
        """Yield one text."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="text")

    def paint(self) -> None:
        """Show the table of keys."""
        self.head("Keys")
        first = [self._place] if self._place in keys.PLACES else []
        places = [*first, "everywhere", *(place for place in keys.PLACES if place not in (*first, "help"))]
        parts = self._faults()
        for place in places:
            parts += _table(place, getattr(self.app, "wished", {}), self.size.width - 5)
        self.show("#text", lines(parts))

    def on_resize(self) -> None:
        """Wrap it anew."""
        self.paint()

    def _faults(self) -> list[Content | str]:
        faults = [line(str(fault)) for fault in self.review.faults()]
        if not faults:
            return []
        heading = Content.styled("Could not be read in the folder (nothing of it counts)", BOLD)
        return [heading, *(f"  {fault}" for fault in faults), ""]

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.below(self.query_one("#body"), direction)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.below(self.query_one("#body"), direction, page=True)


def _table(place: str, wished: Mapping[str, str], width: int) -> list[Content | str]:
    rows: list[Content | str] = []
    for label, words in keys.explained(place, wished):
        first, *rest = Content(words).wrap(max(20, width - _COLUMN - 2))
        rows.append(Content.assemble((f"  {label:<{_COLUMN}}", f"{BOLD} {ACCENT}"), first.rstrip()))
        rows += [Content(" " * (_COLUMN + 2)) + one.rstrip() for one in rest]
    return [Content.styled(keys.PLACES.get(place, "Everywhere"), BOLD), *rows, ""]
