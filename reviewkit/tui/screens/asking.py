"""Dialogs that several screens use: one that tells, one that asks for a text, one that asks for a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reviewkit.tui.words import ACCENT, BOLD, DIM, trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reviewkit.errors import ReviewkitError


def hint(*pairs: tuple[str, str]) -> Static:
    """Return the line of keys at the foot of a dialog."""
    return Static(keys_at_foot(*pairs), classes="hint")


def keys_at_foot(*pairs: tuple[str, str]) -> Content:
    """Return keys and what they do, in a line."""
    parts: list[str | tuple[str, str]] = []
    for key, words in pairs:
        parts += ["  " if parts else "", (key, f"{BOLD} {ACCENT}"), f" {words}"]
    return Content.assemble(*parts)


class Told(ModalScreen[None]):
    """Something to be read; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape,space,b,q", "close", "read", show=False)]
    KIND: ClassVar[str] = "told"
    """Its class in the style sheet."""

    def __init__(self, title: str, text: Content) -> None:
        """Tell something under a title."""
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        """Yield the words."""
        with Vertical(classes=f"dialog {self.KIND}"):
            yield Static(self._heading, classes="dialog-title", markup=False)
            with VerticalScroll(classes="dialog-text"):
                yield Static(self._text)
            yield hint(("⏎", "read"))

    def action_close(self) -> None:
        """Go on."""
        self.dismiss()


class Trouble(Told):
    """What went wrong, where, and what to do."""

    KIND = "trouble"

    def __init__(self, error: ReviewkitError) -> None:
        """Tell of an error."""
        super().__init__("This could not be done", trouble(error))


class Ask(ModalScreen[str | None]):
    """A line of text; None if the person thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "never mind", show=False)]

    def __init__(self, question: str, value: str = "", about: str = "") -> None:
        """Ask a question, with an answer that can be taken or changed."""
        super().__init__()
        self._question, self._value, self._about = question, value, about

    def compose(self) -> ComposeResult:
        """Yield question and input."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._question, BOLD), classes="dialog-title")
            if self._about:
                yield Static(Content.styled(self._about, DIM), classes="about")
            yield Input(self._value, select_on_focus=False, compact=True)
            yield hint(("⏎", "save"), ("Esc", "never mind"))

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things, with a mark or explanation behind it."""

    words: str
    mark: str = ""


class Choose(ModalScreen[int | None]):
    """One of several, by digit or by cursor; returns its number from 1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,b", "close", "never mind", show=False),
        *(Binding(digit, f"take({digit})", "take", show=False) for digit in "123456789"),
    ]

    def __init__(self, question: str, choices: Sequence[Choice], about: str = "") -> None:
        """Ask which."""
        super().__init__()
        self._question, self._choices, self._about = question, choices, about

    def compose(self) -> ComposeResult:
        """Yield question and choices."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(self._question, BOLD), classes="dialog-title")
            if self._about:
                yield Static(Content.styled(self._about, DIM), classes="about")
            yield OptionList(
                *(Option(_choice(number, choice)) for number, choice in enumerate(self._choices, 1)), compact=True
            )
            keys = "digit" if len(self._choices) <= 9 else "1-9"
            yield hint((keys, "take it"), ("↑↓ ⏎", "choose"), ("Esc", "never mind"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index + 1)

    def action_take(self, number: int) -> None:
        """Take the one of that number, if there is one."""
        if number <= len(self._choices):
            self.dismiss(number)

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def _choice(number: int, choice: Choice) -> Content:
    return Content.assemble(
        (str(number) if number <= 9 else " ", f"{BOLD} {ACCENT}"), f" {choice.words}", (f"  {choice.mark}", DIM)
    )
