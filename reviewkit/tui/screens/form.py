"""What the two forms share: their keys, and reading what was typed."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from reviewkit.errors import NotAllowedError
from reviewkit.model import Route, Search
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.form import Picker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from reviewkit.model import SearchId

ROUTES = tuple(Route)


class FormScreen(Framed):
    """Fields, a button, and below it what came of it."""

    PLACE = "form"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("form")]
    BUTTON: ClassVar[str] = ""

    def fields(self) -> Sequence[Widget]:
        """Return the fields from top to bottom."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Yield the form."""
        with VerticalScroll(id="body", can_focus=False):
            yield from self.fields()
            yield Button(self.BUTTON, id="go", compact=True)
            yield Static(id="report")

    @on(Input.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(Button.Pressed)
    async def _pressed(self) -> None:
        await self.run_action("go")

    def text(self, field: str) -> str:
        """Return what stands in an input."""
        return self.query_one(f"#{field}", Input).value.strip()

    def listed(self, field: str, parts: str = ";") -> tuple[str, ...]:
        """Return the items of an input, parted by semicolons."""
        return tuple(item.strip() for item in self.text(field).split(parts) if item.strip())

    def number(self, field: str, name: str) -> int | None:
        """Return the whole number in an input, None if it is empty. Raises `NotAllowedError`."""
        text = self.text(field)
        if text and not text.isdecimal():
            raise NotAllowedError(f'"{text}" is no whole number', where=name, remedy="Write digits only, or nothing.")
        return int(text) if text else None

    def day(self, field: str, name: str) -> str:
        """Return the ISO date in an input, empty if there is none. Raises `NotAllowedError`."""
        text = self.text(field)
        try:
            return datetime.date.fromisoformat(text).isoformat() if text else ""
        except ValueError as error:
            raise NotAllowedError(
                f'"{text}" is no date', where=name, remedy="Write year, month, day: 2018-10-15."
            ) from error

    def search(self, described: Search) -> Search | SearchId:
        """Return the search of that name if there is one, else the new one. Raises `NotAllowedError` without a name."""
        if not described.name:
            raise NotAllowedError(
                "the search has no name",
                where="search",
                remedy="Name it as you speak of it: ERIC, Ancestry, Hand search.",
            )
        return self.review.searches.find(described.name) or described

    def route(self, field: str) -> Route:
        """Return the route chosen."""
        return Route(self.query_one(f"#{field}", Picker).value)
