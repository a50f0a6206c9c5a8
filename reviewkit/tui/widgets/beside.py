"""A text, and beside it the criteria; where there is no room for both, `c` changes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import line
from reviewkit.tui.words import ACCENT, BOLD, DIM, FACTS, cut, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reviewkit.review import CriterionView


class Beside(Horizontal):
    """An article and the criteria."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(classes="beside")

    def compose(self) -> ComposeResult:
        """Yield the two columns."""
        with VerticalScroll(id="article", can_focus=False):
            yield Static(id="article-text")
        with VerticalScroll(id="side", can_focus=False):
            yield Static(id="criteria")

    def show(self, article: Content, criteria: Sequence[CriterionView], *, full: bool) -> None:
        """Show a report from its first line on."""
        self.query_one("#article-text", Static).update(article)
        self.query_one("#criteria", Static).update(listed(criteria, full=full))

    def to_top(self) -> None:
        """Go to the first line: another report is shown."""
        self.query_one("#article").scroll_home(animate=False)

    def scroll_text(self, direction: int, *, page: bool = False) -> None:
        """Scroll the article, or the criteria where they have its place."""
        article = self.query_one("#article")
        column = article if article.display and article.size.height else self.query_one("#side")
        distance = max(1, column.size.height - 2) if page else 1
        column.scroll_relative(y=direction * distance, animate=False)


def listed(criteria: Sequence[CriterionView], *, full: bool) -> Content:
    """Return the criteria with their digits, what the record tells of each, and the rulings on them."""
    parts: list[Content | str] = [Content.styled("Include only if", DIM)]
    for number, one in enumerate(criteria, 1):
        parts += _criterion(number, one, full=full)
    return lines(parts)


def _criterion(number: int, one: CriterionView, *, full: bool) -> list[Content | str]:
    digit = str(number) if number <= 9 else " "
    said = [Content.assemble((digit, f"{BOLD} {ACCENT}"), f" {line(one.name)}")]
    if one.fact:
        said.append(Content.styled(f"  {FACTS[one.fact][0]}", FACTS[one.fact][1]))
    if full:
        said += [Content(f"  {label}: {line(text)}") for label, text in _texts(one) if text]
    return [*said, *(Content.styled(f"  {line(note) if full else cut(line(note), 90)}", DIM) for note in one.notes)]


def _texts(one: CriterionView) -> tuple[tuple[str, str], ...]:
    return ("in", one.include), ("out", one.exclude)
