"""Quotations, one under the cursor in full: those of one study, or of one code or theme across studies.

The thing a reader would get wrong: only one's own can be changed; a colleague's shows who took it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import line
from reviewkit.tui import coded, keys
from reviewkit.tui.acts import act
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.opening import read_full_text, with_report
from reviewkit.tui.screens.quoting import Passage, Quoting
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, counted, cut, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import ReportId
    from reviewkit.review import QuotationView, Review, StudyReport

    Source = Callable[[Review], Sequence[tuple[str, QuotationView]]]
    """Returns quotations, each with what its study is called where there are several."""

_LOW = 16
"""Rows below which only the quotation under the cursor shows."""


class QuotationsScreen(Framed):
    """Quotations in a list, and one of them in full."""

    PLACE = "quotations"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("quotations")]

    def __init__(self, review: Review, title: str, source: Source, reports: Sequence[StudyReport] = ()) -> None:
        """Show what `source` returns; of the study with these `reports` more can be taken."""
        super().__init__(review)
        self._title, self._source, self._reports = title, source, reports
        self._quotations: Sequence[tuple[str, QuotationView]] = ()

    def body(self) -> ComposeResult:
        """Yield the list, and one in full."""
        yield Listing(self._line, id="list")
        with VerticalScroll(id="words", classes="open", can_focus=False):
            yield Static(id="thing")

    def paint(self) -> None:
        """Read them anew and show them, the cursor where it was."""
        found = self.attempt(lambda: self._source(self.review))
        self._quotations = found if found is not None else ()
        listing = self.query_one(Listing)
        listing.show(len(self._quotations), listing.cursor)
        self._show()

    def uncovered(self) -> None:
        """Show what was written meanwhile."""
        self.paint()

    def on_resize(self) -> None:
        """Lay it out anew in the room there is."""
        if self.is_mounted:
            self._show()

    # ---------------------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        listing, view = self.query_one(Listing), self._view
        self.head(f"Quotations    {counted(len(self._quotations), 'quotation')}", self._title)
        listing.display = view is not None and self.size.height >= _LOW
        listing.styles.height = max(3, min(len(self._quotations), (self.size.height - 8) // 2))
        useless = set() if self._is_own else {"c", "⏎", "x"}
        self.query_one(KeyLine).hidden = frozenset(useless | (set() if self._reports else {"n", "r"}))
        if view is not None:
            shown = coded.quotation(self.review.coding.codebook, view, own=self._is_own)
            self.show("#thing", lines([*shown, *([Content.styled(self._label, DIM)] if self._label else [])]))
        else:
            self.show("#thing", self._nothing())

    def _nothing(self) -> Content:
        more = " n types one in; r reads the full text, and q there takes a passage." if self._reports else ""
        return Content.styled(f"No quotation is here yet.{more}", DIM)

    def _line(self, number: int, width: int) -> str:
        label, view = self._quotations[number]
        return coded.quoted(view, width, label=line(label))

    @property
    def _view(self) -> QuotationView | None:
        """Return the quotation under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._quotations[cursor][1] if cursor < len(self._quotations) else None

    @property
    def _label(self) -> str:
        return line(self._quotations[self.query_one(Listing).cursor][0])

    @property
    def _is_own(self) -> bool:
        return self._view is not None and self._view.coder == self.review.session.reviewer

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor to another quotation."""
        self.query_one(Listing).cursor += direction
        self._show()
        self.query_one("#words").scroll_home(animate=False)

    def on_listing_chosen(self) -> None:
        """Show the one that was clicked."""
        self._show()

    def action_page(self, direction: int) -> None:
        """Scroll the quotation by a page."""
        self.below(self.query_one("#words"), direction, page=True)

    def action_new(self) -> None:
        """Ask for a passage and its codes."""
        if self._reports:
            with_report(
                self, self._reports, lambda report, _: Quoting(self, Passage(report, ""), self._at_end).write_first()
            )

    def _at_end(self) -> None:
        """Show them all, the cursor on the newest of one's own."""
        self.paint()
        own = [number for number, (_, one) in enumerate(self._quotations) if one.coder == self.review.session.reviewer]
        self.query_one(Listing).cursor = own[-1] if own else 0
        self._show()

    def action_codes(self) -> None:
        """Ask which codes the quotation has."""
        if (passage := self._own_passage()) is not None:
            Quoting(self, passage, self.paint).give_codes()

    def action_change(self) -> None:
        """Ask for its text, page and note."""
        if (passage := self._own_passage()) is not None:
            Quoting(self, passage, self.paint).write_first()

    def action_take_back(self) -> None:
        """Take the quotation back."""
        passage = self._own_passage()
        if passage is not None:
            self.review.coding.unquote(passage.report, passage.mark)
            self.paint()
            self.say(
                f"Taken back: “{cut(line(passage.text), 40)}”. {keys.letter(self.PLACE, 'undo', {})} brings it back."
            )

    def _own_passage(self) -> Passage | None:
        if self._view is not None and not self._is_own:
            self.say("Only who took a passage changes it.")
        return Passage.of(self._view) if self._view is not None and self._is_own else None

    def action_read(self) -> None:
        """Read a full text of the study here, and take passages of it."""
        if self._reports:
            with_report(self, self._reports, lambda report, title: read_and_quote(self, report, title, self.paint))

    def action_undo(self) -> None:
        """Take back the last act."""
        undone = self.taken_back()
        if undone is not None:
            self.paint()
            self.say(f"Taken back: {act(undone[0].body)}.")


def read_and_quote(screen: Framed, report: ReportId, title: str, then: Callable[[], object]) -> None:
    """Read a full text; passages taken there get codes and are quotations of that report."""

    def quote(passage: str, page: int) -> None:
        quoting = Quoting(screen, Passage(report, passage, str(page or "")), then)
        quoting.give_codes() if passage else quoting.write_first()

    read_full_text(screen, report, title, quote)


def of_study(report: ReportId) -> Source:
    """Return where the quotations of one study are from."""
    return partial(_of_study, report)


def _of_study(report: ReportId, review: Review) -> Sequence[tuple[str, QuotationView]]:
    return [("", one) for one in review.coding.view(report).quotations]


def of_codes(codes: frozenset[str]) -> Source:
    """Return where the quotations that have any of some codes are from, study by study."""
    return partial(_of_codes, codes)


def _of_codes(codes: frozenset[str], review: Review) -> Sequence[tuple[str, QuotationView]]:
    return [
        (study.label, one)
        for study in review.coding.studies()
        for one in study.quotations
        if not codes.isdisjoint(code.id for code in one.codes)
    ]
