"""Pairs of records that may be one paper: a person says whether they are.

What contradicts itself is looked at here too: said to be one paper, but something in between was called different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Link, LinkVerdict, Pair, short_id
from reviewkit.review import Contradiction, PairView
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.acts import act
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.pair import compared
from reviewkit.tui.words import BOLD, DIM, counted, lines, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId
    from reviewkit.review import Against, Review

_LOW = 16
"""Lines below which why the two are a pair is scrolled with them."""
_SAID = {LinkVerdict.SAME: "One paper", LinkVerdict.DIFFERENT: "Two papers"}


class DuplicatesScreen(Framed):
    """The uncertain pairs, likeliest duplicates first; or what contradicts itself."""

    PLACE = "duplicates"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("duplicates")]

    def __init__(self, review: Review) -> None:
        """Compare the pairs of a review."""
        super().__init__(review)
        self._pairs: Sequence[Pair | Contradiction] = ()
        self._later: list[tuple[RecordId, RecordId]] = []
        self._judged = 0
        self._view: PairView | None = None
        self._contradicting = False
        self._contradictions: list[Contradiction] = []
        self._whole = False

    def body(self) -> ComposeResult:
        """Yield the reasons and the pair."""
        yield Static(id="step")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="pair")

    def begin(self) -> None:
        """Compare what has not been compared, then show the first pair."""
        super().begin()
        if not self.review.duplicates.is_complete():
            self.stoppably(
                "Comparing all records with one another …",
                self.review.duplicates.compare,
                "Nothing was written; the records still wait to be compared.",
            )

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
        """Show the first pair that waits, or the first contradiction."""
        if self.at_work:
            self.head("Duplicates")
            return
        self._contradictions = self.attempt(self.review.duplicates.at_odds) or []
        self._contradicting = self._contradicting and bool(self._contradictions)
        waiting: Sequence[Pair | Contradiction] = self._contradictions
        if not self._contradicting:
            waiting = self.attempt(self.review.duplicates.waiting) or []
        put_off = {pair: place for place, pair in enumerate(self._later)}
        self._pairs = sorted(waiting, key=lambda pair: put_off.get(_ids(pair), -1))
        first = self._pairs[0] if self._pairs else None
        self._view = self.attempt(lambda: self._viewed(first)) if first is not None else None
        self._show()
        self.query_one("#body").scroll_home(animate=False)

    def _viewed(self, pair: Pair | Contradiction) -> PairView:
        a, b = _ids(pair)
        return self.review.duplicates.view(Pair(a, b, pair.score, pair.reasons))

    def _show(self) -> None:
        view = self._view
        newer = self.review.newer_rules.exist()
        can = {"n": newer, "c": self._contradictions, **dict.fromkeys("sdlo", view is not None)}
        self.query_one(KeyLine).hidden = frozenset(key for key, works in can.items() if not works)
        low = view is not None and self.size.height < _LOW
        self.query_one("#step").display = not low
        if view is None:
            self.head("Duplicates")
            self.show("#step", Content.styled("No pair waits for a look.", BOLD))
            self.show("#pair", Content("\n").join(self._elsewhere(newer=newer)))
            return
        kind = "Contradiction" if self._contradicting else "Pair"
        total = len(self._pairs) + (0 if self._contradicting else self._judged)
        number = 1 if self._contradicting else self._judged + 1
        self.head(f"{kind} {number} of {total}", f"score {view.score}" if view.score else "")
        why = self._why(view)
        self.show("#step", why)
        heads = (_head(view, 0), _head(view, 1))
        width = min(170, self.size.width - 5)
        pair = compared(view.a, view.b, width, heads=heads, whole=self._whole)
        self.show("#pair", lines([why, "", pair] if self._contradicting else [pair, "", why]) if low else pair)

    def _why(self, view: PairView) -> Content:
        first = self._pairs[0]
        reasons = Content.styled(line(", ".join(view.reasons)), DIM)
        if not isinstance(first, Contradiction):
            return reasons
        who = " and ".join(first.by) or "the rules"
        said = f"One paper, by {line(who)}; but {against_words(first.against)}."
        return Content.assemble((said, BOLD), "\n" if view.reasons else "", reasons)

    def _elsewhere(self, *, newer: bool) -> list[Content]:
        """Return what else there is to look at here."""
        found = []
        if self._contradictions:
            pairs = counted(len(self._contradictions), "pair")
            found.append(Content(f"{pairs} called one paper and two at once: c shows who says what."))
        if newer:
            found.append(Content("This program has newer rules than those used here: n shows what they would change."))
        return found

    def on_resize(self) -> None:
        """Give the columns the room there is."""
        if self._view is not None:
            self._show()

    # ---------------------------------------------------------------------------------------------- keys

    def action_link(self, verdict: str) -> None:
        """Write down a person's word on the pair in view."""
        view = self._view
        if view is None:
            return
        said = LinkVerdict(verdict)
        against = self._link(view, said)
        self._judged += not self._contradicting
        self.paint()
        if against:
            self.say(f"Said, but not followed: {against_words(against)}.")
        elif others := self._others(view):
            self.say(f"Said; but {line(' and '.join(others))} said that they are one paper.")
        else:
            self.say(f"{_SAID[said]}: {title(view.a)}")

    def _others(self, view: PairView) -> Sequence[str]:
        """Return who calls a pair one paper that people still see differently."""
        pair = view.a.id, view.b.id
        return next((one.by for one in self._contradictions if _ids(one) == pair), ())

    def _link(self, view: PairView, said: LinkVerdict) -> Sequence[Against]:
        """Write it down; returns what keeps the two apart though they were called the same."""
        a, b = view.a.id, view.b.id
        if said is not LinkVerdict.SAME:
            self.review.duplicates.link(a, b, said)
            return ()
        if self._contradicting:  # what oneself said in between no longer counts
            find = self.review.reports.find
            return self.review.groups.join(find(a), find(b)).against
        self.review.duplicates.link(a, b, said)
        return self.review.duplicates.against(a, b)

    def action_later(self) -> None:
        """Put the pair off to the end of the list."""
        if self._pairs:
            pair = _ids(self._pairs[0])
            self._later = [one for one in self._later if one != pair] + [pair]
            self.paint()
            self.say("Put off to the end of the list.")

    def action_undo(self) -> None:
        """Take back the last act; a pair is shown again."""
        undone = self.taken_back()
        if undone is None:
            return
        body = undone[0].body
        if isinstance(body, Link):
            self._judged = max(0, self._judged - 1)
            self._later = [one for one in self._later if one != (body.a, body.b)]
        self.paint()
        self.say(f"Taken back: {act(body)}.")

    def action_open(self) -> None:
        """Show all that the exports hold of both, or what is compared."""
        self._whole = not self._whole
        self._show()

    def action_contradictions(self) -> None:
        """Show what contradicts itself, or the pairs that wait."""
        if not self._contradictions:
            self.say("Nothing contradicts itself.")
            return
        self._contradicting = not self._contradicting
        self.paint()

    def action_newer(self) -> None:
        """Show what newer rules would change."""
        from reviewkit.tui.screens.newer import NewerScreen

        if not self.review.newer_rules.exist():
            self.say("Everything here was compared by this program's rules, or by newer ones.")
            return
        self.app.push_screen(NewerScreen(self.review), lambda _: self.paint())

    def action_group(self) -> None:
        """Show all records of the first one's report."""
        from reviewkit.tui.screens.group import GroupScreen

        if self._view is not None:
            self.app.push_screen(GroupScreen(self.review, self._view.a.id), lambda _: self.paint())

    def action_scroll(self, direction: int) -> None:
        """Scroll by a line."""
        self.below(self.query_one("#body"), direction)

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.below(self.query_one("#body"), direction, page=True)


def against_words(against: Sequence[Against]) -> str:
    """Return who called what different."""
    return line("; ".join(one.words for one in against))


def _ids(pair: Pair | Contradiction) -> tuple[RecordId, RecordId]:
    return (pair.a, pair.b) if isinstance(pair, Pair) else (pair.a.id, pair.b.id)


def _head(view: PairView, side: int) -> str:
    record = (view.a, view.b)[side]
    return f"{short_id(record.id)} {view.sources[side]}".strip()
