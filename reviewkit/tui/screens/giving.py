"""Which codes a passage gets: from all there are, by a few letters of the name, or a new one typed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reviewkit.text import folded, line
from reviewkit.tui.screens.asking import keys_at_foot
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult


_NARROW = 60
"""Columns below which a code stands alone in its line, and the passage in one."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A code that can be given."""

    id: str
    """Empty: one that is to be made."""
    name: str
    behind: str = ""
    """Its theme."""


class GiveCodes(ModalScreen["tuple[Offered, ...] | None"]):
    """The codes chosen, in the order given; None if the person thought better of it.

    Enter gives what the cursor is on, or ends where it is on nothing, so that one code is: a few letters, Enter, Enter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "never mind", show=False, priority=True),
        Binding("ctrl+s", "save", "done", show=False, priority=True),
        Binding("down", "move(1)", "down", show=False, priority=True),
        Binding("up", "move(-1)", "up", show=False, priority=True),
    ]

    def __init__(self, passage: str, codes: Sequence[Offered], given: Sequence[Offered] = (), *, one: bool = False):
        """Ask for the codes of a passage, some of which are given already; with `one`, the first one given ends it."""
        super().__init__()
        self._passage, self._codes, self._one = passage, list(codes), one
        self._given = list(given)
        self._shown: list[Offered] = []

    def compose(self) -> ComposeResult:
        """Yield the passage, the filter and the codes."""
        with Vertical(classes="dialog giving"):
            shown = cut(self._passage, 300 if self.app.size.width >= _NARROW else self.app.size.width - 8)
            yield Static(Content.styled(shown, BOLD), classes="dialog-title")
            yield Static(id="given")
            yield Input(placeholder="(part of a code's name, or a new code)", compact=True)
            yield OptionList(compact=True)
            yield Static(classes="hint", id="foot")

    def on_mount(self) -> None:
        """Offer all."""
        self.query_one(Input).focus()
        self._offer()

    # ---------------------------------------------------------------------------------------------- what is offered

    @on(Input.Changed)
    def _offer(self) -> None:
        """Show what fits the letters typed, the cursor on the first; on nothing while nothing is typed."""
        typed = line(self.query_one(Input).value)
        self._shown = [*self._fitting(typed)]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(self._words(one)) for one in self._shown])
        listed.highlighted = 0 if typed and self._shown else None
        self.query_one("#given", Static).update(self._told())
        self._show_foot()

    def _told(self) -> Content:
        """Return which codes are given, or that none can be."""
        names = ", ".join(line(one.name) for one in self._given)
        if self._one:
            return Content.styled("" if self._shown else "no code has these letters", DIM)
        return Content.assemble(("given: ", DIM), names) if names else Content.styled("no code given yet", DIM)

    def _fitting(self, typed: str) -> Iterator[Offered]:
        wanted = folded(typed).split()
        yield from (one for one in self._codes if all(word in folded(one.name) for word in wanted))
        if typed and not self._one and all(typed.casefold() != line(one.name).casefold() for one in self._codes):
            yield Offered("", typed)

    def _words(self, one: Offered) -> Content:
        mark = ("✓ ", f"{BOLD} {ACCENT}") if one in self._given else "  "
        if not one.id and one not in self._codes:
            return Content.assemble("  ", ("new code ", DIM), f"“{line(one.name)}”")
        behind = f"  {one.behind}" if self.app.size.width >= _NARROW else ""
        return Content.assemble(mark, line(one.name), (behind, DIM))

    def _show_foot(self) -> None:
        self.query_one("#foot", Static).update(keys_at_foot(*self._pairs(), ("↑↓", "choose"), ("Esc", "never mind")))

    def _pairs(self) -> list[tuple[str, str]]:
        """Return what Enter does where the cursor is, and how to end from there."""
        at = self.query_one(OptionList).highlighted
        if self._one:
            return [("⏎", "this one")] if at is not None else []
        if at is None:
            return [("⏎", "done")]
        return [("⏎", "take it off" if self._shown[at] in self._given else "give it"), ("^s", "done")]

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_foot()

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor over the codes; above the first it is on none."""
        listed = self.query_one(OptionList)
        at = (-1 if listed.highlighted is None else listed.highlighted) + direction
        listed.highlighted = min(at, len(self._shown) - 1) if at >= 0 and self._shown else None
        self._show_foot()

    @on(Input.Submitted)
    def _enter(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is None:
            self.action_save()
        else:
            self._give(self._shown[at])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._give(self._shown[event.option_index])

    def _give(self, one: Offered) -> None:
        if self._one:
            self.dismiss((one,))
            return
        if one not in self._codes:
            self._codes.append(one)
        self._given = [other for other in self._given if other != one] if one in self._given else [*self._given, one]
        typed = self.query_one(Input)
        if typed.value:
            typed.value = ""  # shows all again
        else:
            self._offer()

    def action_save(self) -> None:
        """Hand over what is given."""
        if not self._one:
            self.dismiss(tuple(self._given))

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
