"""The lines around a screen: the heading above, the key line below. One row each, cut to the width they get."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from reviewkit.tui import keys
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut


class Heading(Widget):
    """Where we are on the left, context in the middle, who acts on the right."""

    left: reactive[str] = reactive("")
    middle: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the three parts, the right one kept and the middle the first to go."""
        width = self.size.width
        right = cut(self.right, width // 3)
        room = width - cell_len(right) - 2
        left = cut(self.left, room)
        middle = self.middle if cell_len(left) + cell_len(self.middle) + 4 <= room else ""
        middle = f"    {middle}" if middle else ""
        gap = " " * max(0, width - cell_len(left) - cell_len(middle) - cell_len(right))
        return Content.assemble((left, BOLD), (middle, ""), gap, (right, DIM))


class KeyLine(Widget):
    """Which keys work here: as many as fit, `?` always."""

    place: reactive[str] = reactive("")
    hidden: reactive[frozenset[str]] = reactive(frozenset())
    """Labels of keys that do nothing at the moment."""

    def render(self) -> Content:
        """Return keys in the accent colour and bold, their words plain."""
        *first, last = [key for key in keys.on_line(self.place) if key.label not in self.hidden]
        room = self.size.width - _width(last)
        shown = []
        for key in first:
            room -= _width(key) + 2
            if room < 0:
                break
            shown.append(key)
        parts: list[str | tuple[str, str]] = []
        for key in [*shown, last]:
            parts += ["  " if parts else "", (key.label, f"{BOLD} {ACCENT}"), f" {key.words}"]
        return Content.assemble(*parts)


def _width(key: keys.Key) -> int:
    return cell_len(f"{key.label} {key.words}")
