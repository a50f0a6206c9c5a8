"""All codes under their themes, and the one under the cursor in full.

The thing a reader would get wrong: the lines are themes and codes in turn, so that a theme has a cursor too; what a key
does to codes, it does not do to a theme, and the key line leaves it out there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.text import block, folded, line
from reviewkit.tui import coded, keys
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.giving import GiveCodes, Offered
from reviewkit.tui.screens.memos import ask_memo
from reviewkit.tui.screens.quotations import QuotationsScreen, of_codes
from reviewkit.tui.screens.quoting import ask_theme, offer
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, DIM, counted, cut, lines, padded, right

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Codebook, CodeView, Review

_LOW = 16
"""Rows below which only the line under the cursor shows in full."""
_OF_A_CODE = frozenset({"r", "t", "g", "d", "x"})
"""Keys that do nothing on a theme."""
_NUMBER, _SLIM, _NARROW = 13, 5, 60
"""Columns of a number below its word, those of one without, and of a screen that has no room for the words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A theme, or a code that belongs to it."""

    theme: str
    """Empty: the codes that belong to none."""
    codes: tuple[CodeView, ...]
    """All of the theme, or the one."""
    is_code: bool = False

    @property
    def key(self) -> str:
        """Return what stays the same when the list is read anew."""
        return self.codes[0].id if self.is_code else f"theme {self.theme}"


class CodesScreen(Framed):
    """Themes and codes in a list, and one of them in full."""

    PLACE = "codes"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("codes")]

    def __init__(self, review: Review) -> None:
        """Show all codes that may be seen."""
        super().__init__(review)
        self._lines: list[Line] = []
        self._wanted = ""

    def body(self) -> ComposeResult:
        """Yield the list below its words, and a line of it in full."""
        yield Static(id="columns")
        yield Listing(self._line, id="list")
        with VerticalScroll(id="words", can_focus=False):
            yield Static(id="thing")

    def begin(self) -> None:
        """Begin on the first code."""
        super().begin()
        first = next((number for number, one in enumerate(self._lines) if one.is_code), 0)
        self._go_to(self._lines[first].key if self._lines else "")

    def paint(self) -> None:
        """Read them anew; the cursor stays on its code, wherever that is by now."""
        here = self._here
        self._lines = [*_lines(self.review.coding.codebook, self.review.coding.codes())]
        self._go_to(here.key if here is not None else "")

    def _go_to(self, key: str) -> None:
        listing = self.query_one(Listing)
        at = next((number for number, one in enumerate(self._lines) if one.key == key), listing.cursor)
        listing.show(len(self._lines), at)
        self._show()

    def uncovered(self) -> None:
        """Show what was written meanwhile."""
        self.paint()

    def on_resize(self) -> None:
        """Lay it out anew in the room there is."""
        if self.is_mounted:
            self._show()

    # ---------------------------------------------------------------------------------------------- showing

    @property
    def _here(self) -> Line | None:
        """Return the line under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._lines[cursor] if cursor < len(self._lines) else None

    @property
    def _code(self) -> CodeView | None:
        here = self._here
        return here.codes[0] if here is not None and here.is_code else None

    def _show(self) -> None:
        here, low = self._here, self.size.height < _LOW
        codes = [one for one in self._lines if one.is_code]
        self.head("Codes", counted(len(codes), "code") if codes else "")
        heads = right("quotations", _NUMBER) + right("studies", _NUMBER)
        self.show("#columns", Content.styled(right(heads, self.size.width - 2), DIM))
        self.query_one("#columns").display = bool(self._lines) and not low and self.size.width >= _NARROW
        self.query_one("#words").display = not low or not self._lines
        useless = frozenset() if self._code is not None else _OF_A_CODE
        self.query_one(KeyLine).hidden = useless | (frozenset() if here is not None and here.codes else {"⏎"})
        self.show("#thing", lines(self._about(here)) if here is not None else _NOTHING)

    def _line(self, number: int, width: int) -> str:
        one, each = self._lines[number], _NUMBER if self.size.width >= _NARROW else _SLIM
        if not one.is_code:
            return coded.theme_name(self.review.coding.codebook, one.theme)
        code = one.codes[0]
        numbers = f"{right(f'{code.quotations:,}', each)}{right(f'{code.studies:,}', each)}"
        return padded(f"  {line(code.name)}", width - 2 * each) + numbers

    def _about(self, here: Line) -> Iterator[Content | str]:
        codebook, acting = self.review.coding.codebook, self.review.session.reviewer or ""
        theme = coded.theme_name(codebook, here.theme)
        code = here.codes[0] if here.is_code else None
        if code is None:
            yield Content.styled(theme, BOLD)
            yield counted(len(here.codes), "code")
            memos = self.review.coding.memos("review")
        else:
            yield Content.assemble((line(code.name), BOLD), (f"   {theme}", DIM))
            yield block(code.description).strip() or Content.styled("No description yet: d writes one.", DIM)
            memos = self.review.coding.memos(code.id)
        for one in memos:
            yield coded.memo(one, acting)

    # ---------------------------------------------------------------------------------------------- moving

    def action_move(self, direction: int) -> None:
        """Move the cursor to another line."""
        self.query_one(Listing).cursor += direction
        self._show()

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        self.action_move(direction * self.query_one(Listing).page)

    def on_listing_chosen(self) -> None:
        """Open what was clicked twice."""
        self.action_open()

    def action_find(self) -> None:
        """Ask for words and go to the next code that has them."""
        self.app.push_screen(Ask("Find a code", self._wanted), self._find)

    def _find(self, text: str | None) -> None:
        wanted = folded(text or "").split()
        if not wanted:
            return
        self._wanted = text or ""
        start = self.query_one(Listing).cursor + 1
        order = [*self._lines[start:], *self._lines[:start]]
        found = next(
            (one for one in order if one.is_code and all(w in folded(one.codes[0].name) for w in wanted)), None
        )
        if found is None:
            self.say(f"No code has “{cut(line(self._wanted), 40)}”.")
        else:
            self._go_to(found.key)

    # ---------------------------------------------------------------------------------------------- keys

    def action_open(self) -> None:
        """List the quotations of the code, or of all codes of the theme."""
        here = self._here
        if here is not None and here.codes:
            code = here.codes[0]
            title = line(code.name) if here.is_code else coded.theme_name(self.review.coding.codebook, here.theme)
            source = of_codes(frozenset(one.id for one in here.codes))
            self.app.push_screen(QuotationsScreen(self.review, title, source))

    def action_new(self) -> None:
        """Ask for the name of a new code, which belongs to the theme under the cursor."""
        theme = self._here.theme if self._here is not None else ""
        about = coded.theme_name(self.review.coding.codebook, theme)
        self.app.push_screen(Ask("Name of the new code", about=about), partial(self._make, theme))

    def _make(self, theme: str, name: str | None) -> None:
        if name and name.strip():
            made = self.attempt(lambda: self.review.coding.new_code(name, theme))
            if made is not None:
                self.paint()
                self._go_to(made.subject)
                self.say(f"Made: {cut(line(name), 40)}")

    def action_rename(self) -> None:
        """Ask for another name."""
        code = self._code
        if code is not None:
            self.app.push_screen(Ask("Another name for the code", line(code.name)), partial(self._rename, code))

    def _rename(self, code: CodeView, name: str | None) -> None:
        if (
            name is not None
            and name.strip() != code.name
            and self.tried(lambda: self.review.coding.rename(code.id, name))
        ):
            self.paint()
            self.say(f"Renamed: {cut(line(code.name), 30)} is {cut(line(name), 30)} from now on.")

    def action_theme(self) -> None:
        """Ask to which theme the code belongs."""
        code = self._code
        if code is not None:
            ask_theme(self, code.name, partial(self._assign, code), code.theme)

    def _assign(self, code: CodeView, theme: str | None) -> None:
        if theme is not None and theme != code.theme and self.tried(lambda: self.review.coding.assign(code.id, theme)):
            self.paint()
            belongs = coded.theme_name(self.review.coding.codebook, theme)
            self.say(
                f"{cut(line(code.name), 40)} belongs to {belongs} from now on."
                if theme
                else f"{line(code.name)}: {belongs}."
            )

    def action_merge(self) -> None:
        """Ask into which other code this one goes."""
        code, codebook = self._code, self.review.coding.codebook
        if code is None:
            return
        others = [offer(codebook, one) for one in self.review.coding.codes() if one.id != code.id]
        if others:
            question = f"“{cut(line(code.name), 40)}” becomes part of which code?"
            self.app.push_screen(GiveCodes(question, others, one=True), partial(self._merge, code))
        else:
            self.say("There is no other code yet.")

    def _merge(self, code: CodeView, into: Sequence[Offered] | None) -> None:
        if not into:
            return
        (other,) = into
        goes = f"Its {counted(code.quotations, 'quotation')} will have “{line(other.name)}”; a merge stays."
        choices = [Choice("Leave it"), Choice(f"Merge into {cut(line(other.name), 50)}")]
        self.app.push_screen(
            Choose(f"Merge “{cut(line(code.name), 40)}”?", choices, goes), partial(self._merged, code, other)
        )

    def _merged(self, code: CodeView, other: Offered, number: int | None) -> None:
        if number == 2 and self.tried(lambda: self.review.coding.merge(code.id, other.id)):
            self.paint()
            self._go_to(other.id)
            self.say(f"Merged: {cut(line(code.name), 30)} is part of {cut(line(other.name), 30)} now.")

    def action_describe(self) -> None:
        """Ask what the code means."""
        code = self._code
        if code is not None:
            ask = Write("What it means, and where it ends", code.description, line(code.name))
            self.app.push_screen(ask, partial(self._describe, code))

    def _describe(self, code: CodeView, text: str | None) -> None:
        if text is not None and self.tried(lambda: self.review.coding.describe(code.id, text)):
            self.paint()
            self.say("Description saved.")

    def action_memo(self) -> None:
        """Ask for a memo on the code, or on the whole review."""
        code = self._code
        about, title = (code.id, line(code.name)) if code is not None else ("review", "On the whole review")
        ask_memo(self, about, title, self.paint)

    def action_drop(self) -> None:
        """Drop the code, which no quotation must have."""
        code = self._code
        if code is not None:
            self.review.coding.drop(code.id)
            self.paint()
            self.say(f"Dropped: {cut(line(code.name), 40)}")


_NOTHING = Content.styled("No code is here yet, and the codebook has no themes. n makes a code.", DIM)


def _lines(codebook: Codebook, codes: Sequence[CodeView]) -> Iterator[Line]:
    """Yield themes with their codes; of themes without codes, those of fields that ask for evidence."""
    asking = {field.id for field in codebook.fields if field.evidence}
    known = coded.themes_in_order(codebook)
    strange = dict.fromkeys(one.theme for one in codes if one.theme not in {*known, ""})
    for theme in (*known, *strange, ""):
        own = tuple(one for one in codes if one.theme == theme)
        if own or theme.partition("/")[0] in asking:
            yield Line(theme, own)
            yield from (Line(theme, (one,), is_code=True) for one in own)
