"""A text, and beside it the criteria; where there is no room for both, `c` changes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import line
from reviewkit.tui.words import ACCENT, BOLD, DIM, FACTS, cut, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from reviewkit.review import CriterionView


_SIDE = 22
"""Columns of the criteria before the first layout."""


class Beside(Horizontal):
    """An article and the criteria."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(classes="beside")
        self._criteria: Sequence[CriterionView] = ()
        self._full = False
        self._width = 0

    def compose(self) -> ComposeResult:
        """Yield the two columns."""
        with VerticalScroll(id="article", can_focus=False):
            yield Static(id="article-text")
        with VerticalScroll(id="side", can_focus=False):
            yield Static(id="criteria")

    def show(self, article: Content, criteria: Sequence[CriterionView], *, full: bool) -> None:
        """Show a report from its first line on."""
        self.query_one("#article-text", Static).update(article)
        before = (self._criteria, self._full, self._width)
        self._criteria, self._full = criteria, full
        if before != (criteria, full, self._room()):
            self._list()

    def on_resize(self) -> None:
        """Wrap the criteria anew once their column has its width."""
        self.call_after_refresh(self._list_if_wider)

    def _list_if_wider(self) -> None:
        if self._room() != self._width:
            self._list()

    def _room(self) -> int:
        return self.query_one("#side").scrollable_content_region.width or _SIDE

    def _list(self) -> None:
        self._width = self._room()
        self.query_one("#criteria", Static).update(listed(self._criteria, self._width, full=self._full))

    def to_top(self) -> None:
        """Go to the first line: another report is shown."""
        self.query_one("#article").scroll_home(animate=False)

    def scroll_text(self, direction: int, *, page: bool = False) -> None:
        """Scroll the article, or the criteria where they have its place."""
        article = self.query_one("#article")
        column = article if article.display and article.size.height else self.query_one("#side")
        distance = max(1, column.size.height - 2) if page else 1
        column.scroll_relative(y=direction * distance, animate=False)


def listed(criteria: Sequence[CriterionView], width: int, *, full: bool) -> Content:
    """Return the criteria with their digits, what the record tells of each, and the rulings on them."""
    parts: list[Content | str] = [Content.styled("Include only if", DIM)]
    for number, one in enumerate(criteria, 1):
        parts += _criterion(number, one, width, full=full)
    return lines(parts)


def _criterion(number: int, one: CriterionView, width: int, *, full: bool) -> list[Content | str]:
    digit = str(number) if number <= 9 else " "
    below = [Content.styled(*FACTS[one.fact])] if one.fact else []
    if full:
        below += [Content(f"{label} {line(text)}") for label, text in _texts(one) if text]
    below += [Content.styled(line(note) if full else cut(line(note), 90), DIM) for note in (*one.notes, *one.rulings)]
    return [*_hanging(Content.assemble((digit, f"{BOLD} {ACCENT}"), f" {line(one.name)}"), below, width)]


def _hanging(first: Content, below: Sequence[Content], width: int) -> Iterator[Content]:
    """Yield lines that begin under the text of the first, not under its digit."""
    yield first
    for one in below:
        for wrapped in one.wrap(max(8, width - 2)):
            yield Content("  ") + wrapped.rstrip()


def _texts(one: CriterionView) -> tuple[tuple[str, str], ...]:
    return ("in:", one.include), ("out:", one.exclude)
