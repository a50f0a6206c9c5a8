"""Forms: a line a field, its name on the left. Enter goes to the next; only the button at the end acts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from reviewkit.tui.words import ACCENT, DIM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Picker(Widget, can_focus=True):
    """One of a few words, changed with the left and right arrow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "before", show=False),
        Binding("right,space", "step(1)", "next", show=False),
        Binding("enter", "app.focus_next", "next field", show=False),
    ]
    number: reactive[int] = reactive(0)

    def __init__(self, choices: Sequence[str], *, chosen: str = "", id: str) -> None:  # noqa: A002  # Textual's name
        """Offer choices, the first chosen unless told otherwise."""
        super().__init__(id=id)
        self._choices = tuple(choices)
        if chosen in self._choices:
            self.set_reactive(Picker.number, self._choices.index(chosen))

    @property
    def value(self) -> str:
        """Return the word chosen."""
        return self._choices[self.number]

    def render(self) -> Content:
        """Return the choice between its arrows, the others after it."""
        others = "  ".join(word for word in self._choices if word != self.value)
        return Content.assemble(("‹ ", ACCENT), self.value, (" ›", ACCENT), (f"   {others}", DIM))

    def action_step(self, direction: int) -> None:
        """Choose another."""
        self.number = (self.number + direction) % len(self._choices)


class Field(Horizontal):
    """A name and an input."""

    def __init__(
        self,
        label: str,
        field: str,
        *,
        hint: str = "",
        suggester: Suggester | None = None,
        choices: Sequence[str] = (),
        chosen: str = "",
        value: str = "",
    ) -> None:
        """Make a field that is found by its id `field`."""
        super().__init__(classes="field")
        self._label, self._field, self._hint, self._value = label, field, hint, value
        self._suggester, self._choices, self._chosen = suggester, choices, chosen

    def compose(self) -> ComposeResult:
        """Yield the name and what takes the answer."""
        yield Static(Content(self._label))
        if self._choices:
            yield Picker(self._choices, chosen=self._chosen, id=self._field)
        else:
            yield Input(
                self._value,
                placeholder=f"({self._hint})" if self._hint else "",
                id=self._field,
                suggester=self._suggester,
                compact=True,
            )


class Paths(Suggester):
    """Completes a path from what is in its folder; the right arrow takes the completion."""

    def __init__(self, folder: Path) -> None:
        """Read relative paths from a folder."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._folder = folder

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first path that begins so; folders end in a slash."""
        start, slash, beginning = value.rpartition("/")
        if not beginning:
            return None
        place = self._folder / Path(f"{start}{slash}" or ".").expanduser()
        try:
            names = sorted(entry.name + "/" * entry.is_dir() for entry in os.scandir(place))
        except OSError:
            return None
        fitting = (name for name in names if name.startswith(beginning) and not name.startswith("."))
        return next((f"{start}{slash}{name}" for name in fitting), None)
