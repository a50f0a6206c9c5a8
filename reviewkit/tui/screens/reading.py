"""A text of many pages, read one page at a time: a full text, or a letter that was just written.

Only the page in view is ever laid out, so a thesis opens as quickly as a note. The numbers of pages are the file's own,
to be given with a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import block, folded, line
from reviewkit.tui import keys
from reviewkit.tui.marks import NONE
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.words import BOLD, DIM, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Review

_LONGEST = 20_000
"""Characters of a page that are shown; wrapping more would hold up the keys."""
_QUOTED = 600
"""Characters of a passage that is taken as a quotation; it is cut to its point afterwards."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read."""

    heading: str
    pages: Sequence[str] = ()
    said: str = ""
    """Below: where it is from, what is missing."""
    marked: bool = True
    """Words that were searched for, and one's own, are marked in it."""


class ReadingScreen(Framed):
    """A text, page by page."""

    PLACE = "reading"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("reading")]

    def __init__(
        self,
        review: Review,
        text: Text,
        *,
        load: Callable[[], Text] | None = None,
        viewer: Callable[[], object] | None = None,
        quote: Callable[[str, int], object] | None = None,
        references: Callable[[], object] | None = None,
    ) -> None:
        """Read a text, or what `load` returns after a while; `viewer` opens the file itself.

        `quote` gets a passage and the number of its page; `references` shows what the report cites.
        """
        super().__init__(review)
        self._text = text
        self._load = load
        self._viewer = viewer
        self._quote = quote
        self._references = references
        self._page = 0
        self._wanted = ""

    def body(self) -> ComposeResult:
        """Yield the page."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="page")

    def begin(self) -> None:
        """Show the first page, or fetch the text."""
        super().begin()
        self.say(self._text.said)
        if self._load is not None:
            self.slowly("Reading the file …", self._load)

    def finished(self, result: object) -> None:
        """Show the text that was fetched."""
        if isinstance(result, Text):
            self._text = result
            self.paint()
            self.say(result.said)

    def paint(self) -> None:
        """Show the page in view from its first line on."""
        pages = self._text.pages
        place = f"Page {self._page + 1} of {len(pages)} · " if len(pages) > 1 else ""
        self.head(f"{place}{self._text.heading}")
        able = {"→": len(pages) > 1, "←": len(pages) > 1, "v": self._viewer, "q": self._quote, "c": self._references}
        useless = {key for key, use in able.items() if not use}
        self.query_one(KeyLine).hidden = frozenset(useless)
        self._show()
        self.query_one("#body").scroll_home(animate=False)

    def _show(self) -> None:
        pages = self._text.pages
        page = block(pages[self._page] if pages else "").strip("\n")
        marks = self.marks if self._text.marked else NONE
        shown = marks.on(page[:_LONGEST]) if page.strip() else Content.styled("(nothing to read here)", DIM)
        if len(page) > _LONGEST:
            shown += Content.styled(f"\n(the first {_LONGEST} of {len(page)} characters)", DIM)
        self.show("#page", self._with_found(shown))

    def _with_found(self, page: Content) -> Content:
        """Set apart what was looked for."""
        start = page.plain.lower().find(self._wanted.lower()) if self._wanted else -1
        return page.stylize(f"{BOLD} reverse", start, start + len(self._wanted)) if start >= 0 else page

    def show_marks(self) -> None:
        """Show the page anew where it is."""
        self._show()

    # ---------------------------------------------------------------------------------------------- keys

    def action_turn(self, direction: int) -> None:
        """Go to the next page or the one before."""
        self._go(self._page + direction)

    def action_end(self, direction: int) -> None:
        """Go to the first page or the last."""
        self._go(direction * len(self._text.pages))

    def _go(self, page: int) -> None:
        wanted = max(0, min(len(self._text.pages) - 1, page))
        if wanted != self._page:
            self._page = wanted
            self.paint()

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.below(self.query_one("#body"), direction)

    def action_page(self, direction: int) -> None:
        """Scroll by a screen; from the end of a page to the next one."""
        body = self.query_one("#body")
        at_edge = body.scroll_y >= body.max_scroll_y if direction > 0 else body.scroll_y <= 0
        if at_edge:
            self._go(self._page + direction)
        else:
            self.below(body, direction, page=True)

    def action_find(self) -> None:
        """Ask for words and go to the next page that has them."""
        self.app.push_screen(Ask("Find in this text", self._wanted), self._find)

    def _find(self, words: str | None) -> None:
        if not words or not words.strip():
            return
        pages, start = self._text.pages, self._page
        again = words.strip() == self._wanted
        self._wanted = words.strip()
        if not pages:
            return
        order = [(start + one + again) % len(pages) for one in range(len(pages))]
        found = next((one for one in order if folded(self._wanted) in folded(block(pages[one]))), None)
        if found is None:
            self.say(f"“{cut(line(self._wanted), 40)}” is nowhere in this text.")
            return
        self._page = found
        self.paint()
        self.say(f"“{cut(line(self._wanted), 40)}” on page {found + 1}. / and Enter: the next page with it.")

    def action_viewer(self) -> None:
        """Open the file in the system's viewer."""
        if self._viewer is None:
            self.say("This is not a file that a viewer shows.")
        else:
            self._viewer()
            self.say("Opened in the viewer.")

    def action_references(self) -> None:
        """Show what the report cites."""
        if self._references is None:
            self.say("Only a report's full text has a list of references.")
        else:
            self._references()

    def action_quote(self) -> None:
        """Hand on what the mouse has marked, or else the sentence of the words found, with its page."""
        if self._quote is None:
            self.say("A passage is taken where a study is appraised or coded.")
            return
        marked = line(self.get_selected_text() or "")[:_QUOTED]
        pages = self._text.pages
        self._quote(
            marked or sentence(pages[self._page] if pages else "", self._wanted), self._page + 1 if pages else 0
        )


def sentence(page: str, words: str) -> str:
    """Return the sentence of a page that words are in, in one line; empty if they are not there."""
    text = line(block(page))
    at = text.lower().find(line(words).lower()) if words else -1
    if at < 0:
        return ""
    ends = [found.end() for found in re.finditer(r"[.!?][”’\"')]*\s+", text)]
    start = max((end for end in ends if end <= at), default=0)
    end = min((end for end in ends if end > at), default=len(text))
    return text[start:end].strip()[:_QUOTED]
