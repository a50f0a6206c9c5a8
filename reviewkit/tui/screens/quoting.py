"""From a passage to a quotation: which codes it gets, to which theme a new code belongs, and then it is written.

The thing a reader would get wrong: this may begin on one screen and end on another, as a passage is taken while a text
is read; so what it says, it says on the screen that is on top by then.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reviewkit.text import line
from reviewkit.tui import coded
from reviewkit.tui.screens.asking import Choice, Choose
from reviewkit.tui.screens.evidence import AskEvidence, Evidence
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.giving import GiveCodes, Offered
from reviewkit.tui.words import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import ReportId
    from reviewkit.review import Codebook, CodeView, QuotationView


@dataclass(frozen=True, slots=True)
class Passage:
    """What is about to be a quotation, or to be changed as one."""

    report: ReportId
    text: str
    page: str = ""
    note: str = ""
    mark: str = ""
    """Of the quotation that it is; empty for a new one."""
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, view: QuotationView) -> Passage:
        """Return a quotation as it is."""
        said = view.quotation
        return cls(view.report, said.text, said.page, said.note, said.mark, tuple(code.id for code in view.codes))


class Quoting:
    """One passage on its way to a quotation; `then` is called once it is written."""

    def __init__(self, screen: Framed, passage: Passage, then: Callable[[], object]) -> None:
        """Take a passage on behalf of a screen."""
        self._screen, self._passage, self._then = screen, passage, then
        self._codes: list[str] = []
        self._left: deque[Offered] = deque()
        """Codes that were chosen and are not taken yet."""

    def write_first(self) -> None:
        """Ask for the passage itself, its page and note, then for codes unless it is a quotation already."""
        passage = self._passage
        ask = AskEvidence("Quotation: passage, page, note", Evidence(passage.text, passage.page, passage.note))
        self._screen.app.push_screen(ask, self._written)

    def _written(self, evidence: Evidence | None) -> None:
        if evidence is None:
            return
        before = self._passage
        self._passage = Passage(
            before.report, evidence.quotation, evidence.page, evidence.note, before.mark, before.codes
        )
        if before.mark:
            self._codes = [*before.codes]
            self._quote()
        elif evidence.quotation.strip():
            self.give_codes()
        else:
            self._say("There is no passage: nothing was quoted.")

    def give_codes(self) -> None:
        """Ask which codes it gets."""
        codebook = self._screen.review.coding.codebook
        offered = {one.id: offer(codebook, one) for one in self._screen.review.coding.codes()}
        passage = self._passage
        given = [offered[code] for code in passage.codes if code in offered]
        shown = f"{coded.page_words(passage.page)}  “{line(passage.text)}”".strip()
        self._screen.app.push_screen(GiveCodes(shown, [*offered.values()], given), self._given)

    def _given(self, given: tuple[Offered, ...] | None) -> None:
        if given is None:
            self._say("Nothing was quoted." if not self._passage.mark else "Its codes stay as they were.")
            return
        self._left = deque(given)
        self._next_code()

    def _next_code(self) -> None:
        """Take the next code; a new one is made first, and belongs to a theme."""
        while self._left:
            code = self._left.popleft()
            if not code.id:
                ask_theme(self._screen, code.name, partial(self._make, code.name))
                return
            self._codes.append(code.id)
        self._quote()

    def _make(self, name: str, theme: str | None) -> None:
        made = self._screen.attempt(lambda: self._screen.review.coding.new_code(name, theme or ""))
        if made is not None:
            self._codes.append(made.subject)
        self._next_code()

    def _quote(self) -> None:
        passage, coding = self._passage, self._screen.review.coding
        kept = self._screen.tried(
            lambda: coding.quote(
                passage.report, passage.text, passage.page, self._codes, passage.note, mark=passage.mark
            )
        )
        if kept:
            self._then()
            names = {one.id: line(one.name) for one in coding.codes()}
            given = ", ".join(names[code] for code in self._codes if code in names)
            self._say(f"Quoted: “{cut(line(passage.text), 40)}”  {given or 'no code yet'}")

    def _say(self, words: str) -> None:
        above = self._screen.app.screen
        if isinstance(above, Framed):
            above.say(words)


def offer(codebook: Codebook, code: CodeView) -> Offered:
    """Return a code as it is offered, its theme behind it."""
    return Offered(code.id, code.name, coded.theme_name(codebook, code.theme))


def ask_theme(screen: Framed, name: str, then: Callable[[str | None], object], now: str = "") -> None:
    """Ask to which theme a code belongs; `then` gets it, empty for none, or None if the person thought better of it."""
    codebook = screen.review.coding.codebook
    every = coded.themes_in_order(codebook)
    if not every:
        then("")
        return
    choices = [Choice(coded.theme_name(codebook, one), "as it is" if one == now else "") for one in every]

    def chosen(number: int | None) -> None:
        then(None if number is None else [*every, ""][number - 1])

    screen.app.push_screen(
        Choose(f"“{cut(line(name), 40)}” belongs to which theme?", [*choices, Choice("none for now")]), chosen
    )
