"""A text of several lines, written or pasted in a dialog: an abstract, an entry that is mended without an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reviewkit.text import block
from reviewkit.tui.screens.asking import hint
from reviewkit.tui.words import BOLD, DIM

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Write(ModalScreen[str | None]):
    """A text; None if the person thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False, priority=True),
        Binding("escape", "close", "never mind", show=False, priority=True),
    ]

    def __init__(self, question: str, text: str = "", about: str = "") -> None:
        """Ask for a text, beginning with what there is."""
        super().__init__()
        self._question, self._text, self._about = question, text, about

    def compose(self) -> ComposeResult:
        """Yield question and text."""
        with Vertical(classes="dialog writing"):
            yield Static(Content.styled(self._question, BOLD), classes="dialog-title")
            if self._about:
                yield Static(Content.styled(self._about, DIM), classes="about")
            yield TextArea(_harmless(self._text), soft_wrap=True, show_line_numbers=False)
            yield hint(("^s", "save"), ("Esc", "never mind"))

    def on_mount(self) -> None:
        """Begin to write."""
        self.query_one(TextArea).focus()

    def action_save(self) -> None:
        """Hand the text over."""
        self.dismiss(self.query_one(TextArea).text)

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def _harmless(text: str) -> str:
    """Return outside text to be changed by a person; tabs stay, since they part the cells of a table's row."""
    return "\t".join(block(part) for part in text.split("\t"))
