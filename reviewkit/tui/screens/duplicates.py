"""Pairs of records that may be one paper: a person says whether they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Link, LinkVerdict
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.screening import act_words
from reviewkit.tui.widgets.pair import compared
from reviewkit.tui.words import BOLD, DIM, counted, cut, title

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Pair, RecordId
    from reviewkit.review import PairView, Review

_SAID = {LinkVerdict.SAME: "One paper", LinkVerdict.DIFFERENT: "Two papers"}


class DuplicatesScreen(Framed):
    """The uncertain pairs, likeliest duplicates first."""

    PLACE = "duplicates"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("duplicates")]

    def __init__(self, review: Review) -> None:
        """Compare the pairs of a review."""
        super().__init__(review)
        self._pairs: list[Pair] = []
        self._later: list[tuple[RecordId, RecordId]] = []
        self._judged = 0
        self._view: PairView | None = None

    def body(self) -> ComposeResult:
        """Yield the reasons and the pair."""
        yield Static(id="step")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="pair")

    def on_mount(self) -> None:
        """Compare what has not been compared, then show the first pair."""
        super().on_mount()
        if not self.review.duplicates.is_complete():
            self.slowly("Comparing all records with one another …", self.review.duplicates.compare)

    def finished(self, result: object) -> None:
        """Say what the comparison found."""
        self.paint()
        if isinstance(result, tuple):
            linked, uncertain = result
            self.say(
                f"Compared: {counted(linked, 'new duplicate')} linked, {counted(uncertain, 'pair')} left to a person."
            )

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the first pair that waits."""
        if self.at_work:
            self.head("Duplicates")
            return
        waiting = self.attempt(self.review.duplicates.waiting) or []
        put_off = {pair: place for place, pair in enumerate(self._later)}
        self._pairs = sorted(waiting, key=lambda pair: put_off.get((pair.a, pair.b), -1))
        first = self._pairs[0] if self._pairs else None
        self._view = self.attempt(lambda: self.review.duplicates.view(first)) if first is not None else None
        self._show()
        self.query_one("#body").scroll_home(animate=False)

    def _show(self) -> None:
        view = self._view
        if view is None:
            self.head("Duplicates")
            self.show("#step", Content.styled("No pair waits for a look.", BOLD))
            self.show("#pair", "")
            return
        self.head(f"Pair {self._judged + 1} of {self._judged + len(self._pairs)}", f"score {view.score}")
        self.show("#step", Content.styled(line(", ".join(view.reasons)), DIM))
        self.show("#pair", compared(view, min(170, self.size.width - 5)))

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        if self._view is not None:
            self._show()

    # ---------------------------------------------------------------------------------------------- keys

    def action_link(self, verdict: str) -> None:
        """Write down a person's word on the pair in view."""
        view = self._view
        if view is not None:
            said = LinkVerdict(verdict)
            self.review.duplicates.link(view.a.id, view.b.id, said)
            self._judged += 1
            self.paint()
            self.say(f"{_SAID[said]}: {cut(title(view.a), 50)}")

    def action_later(self) -> None:
        """Put the pair off to the end of the list."""
        if self._pairs:
            pair = (self._pairs[0].a, self._pairs[0].b)
            self._later = [one for one in self._later if one != pair] + [pair]
            self.paint()
            self.say("Put off to the end of the list.")

    def action_undo(self) -> None:
        """Take back the last act; a pair is shown again."""
        undone = self.review.screening.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
            return
        body = undone[0].body
        if isinstance(body, Link):
            self._judged = max(0, self._judged - 1)
            self._later = [one for one in self._later if one != (body.a, body.b)]
        self.paint()
        self.say(f"Taken back: {act_words(undone[0])}")

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.below(self.query_one("#body"), direction)
