"""What an answer rests on, asked in one dialog: a passage of the text, its page, a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from reviewkit.text import block, line
from reviewkit.tui.screens.asking import hint
from reviewkit.tui.widgets.form import Field
from reviewkit.tui.words import BOLD

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from reviewkit.tui.sheet import Rests


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on; each may be empty."""

    quotation: str = ""
    page: str = ""
    note: str = ""

    @classmethod
    def of(cls, rests: Rests | None) -> Evidence:
        """Return what an answer rests on so far."""
        return cls(rests.quotation, rests.page, rests.note) if rests is not None else cls()

    def with_passage(self, quotation: str, page: str) -> Evidence:
        """Return it with one more passage; nothing that it has is lost."""
        pages = [one.strip() for one in self.page.split(",") if one.strip()]
        return Evidence(
            " […] ".join(part for part in (self.quotation.strip(), quotation.strip()) if part),
            ", ".join(dict.fromkeys([*pages, *([page] if page else [])])),
            self.note,
        )


class AskEvidence(ModalScreen[Evidence | None]):
    """Quotation, page and note of one answer; None if the person thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False, priority=True),
        Binding("escape", "close", "never mind", show=False, priority=True),
    ]

    def __init__(self, question: str, evidence: Evidence) -> None:
        """Ask, beginning with what there is."""
        super().__init__()
        self._question, self._evidence = question, evidence

    def compose(self) -> ComposeResult:
        """Yield question and fields."""
        with Vertical(classes="dialog evidence"):
            yield Static(Content.styled(self._question, BOLD), classes="dialog-title")
            yield TextArea(block(self._evidence.quotation), soft_wrap=True, show_line_numbers=False)
            yield Field("Page", "page", value=line(self._evidence.page))
            yield Field("Note", "note", value=line(self._evidence.note))
            yield hint(("^s", "save"), ("Esc", "never mind"), ("⇥", "next field"))

    def on_mount(self) -> None:
        """Begin with the quotation."""
        self.query_one(TextArea).focus()

    @on(Input.Submitted, "#page")
    def _next_field(self) -> None:
        self.focus_next()

    @on(Input.Submitted, "#note")
    def action_save(self) -> None:
        """Hand it over."""
        page, note = (self.query_one(name, Input).value.strip() for name in ("#page", "#note"))
        self.dismiss(Evidence(self.query_one(TextArea).text.strip(), page, note))

    def action_close(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
