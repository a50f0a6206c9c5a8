"""Words marked in what is read: those that were searched for, and the reader's own for and against.

Each mark is told by more than its colour: underlined, reversed, struck through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content, Span

from reviewkit.highlight import Marker

if TYPE_CHECKING:
    from collections.abc import Sequence

SEARCHED = "underline"
FOR = "reverse $success"
AGAINST = "strike $error"
LEGEND = "Underlined: searched for. Inverse: words for. Struck through: against."


class Marks:
    """Which words to mark, for one reader of one review."""

    def __init__(self, searched: Sequence[str] = (), include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        """Mark terms as `highlight.Marker` reads them."""
        self.terms = (tuple(searched), tuple(include), tuple(exclude))
        self._markers = tuple(
            (Marker(terms), style) for terms, style in zip(self.terms, (SEARCHED, FOR, AGAINST), strict=True)
        )

    def on(self, text: str, style: str = "") -> Content:
        """Return a text, which nothing of is read as markup, with its words marked."""
        whole = [Span(0, len(text), style)] if style and text else []
        marked = [Span(start, end, mark) for marker, mark in self._markers for start, end in marker.places(text)]
        return Content(text, whole + marked)


NONE = Marks()
