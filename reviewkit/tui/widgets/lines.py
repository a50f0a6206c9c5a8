"""The lines around a screen: the heading above, the key line below. One row each, cut to the width they get."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from reviewkit.tui import keys
from reviewkit.tui.words import ACCENT, BOLD, DIM, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual import events

_GAP = 2


class Heading(Widget):
    """Where we are on the left, context in the middle, who acts on the right."""

    left: reactive[str] = reactive("")
    middle: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the three parts, the right one kept; of the middle, parted by wide gaps, the last goes first."""
        width = self.size.width
        right = cut(self.right, width // 3)
        room = width - cell_len(right) - 2
        left = cut(self.left, room)
        middle = _fitting(self.middle, room - cell_len(left) - 4)
        middle = f"    {middle}" if middle else ""
        gap = " " * max(0, width - cell_len(left) - cell_len(middle) - cell_len(right))
        return Content.assemble((left, BOLD), (middle, ""), gap, (right, DIM))


def _fitting(text: str, room: int) -> str:
    while text and cell_len(text) > room:
        text = text.rpartition("    ")[0]
    return text


class KeyLine(Widget):
    """Which keys work here: as many as fit, the way back and `?` always. A click on one is as good as the key."""

    place: reactive[str] = reactive("")
    hidden: reactive[frozenset[str]] = reactive(frozenset())
    """Labels of keys, as in the table, that do nothing at the moment."""
    digits: reactive[int] = reactive(9)
    """How many of the digits do something."""

    stops: reactive[bool] = reactive(False)
    """Slow work is going on, and the only key is the one that stops it."""

    def render(self) -> Content:
        """Return keys in the accent colour and bold, their words plain."""
        parts: list[str | tuple[str, str]] = []
        for key in self._shown():
            parts += [" " * _GAP if parts else "", (key.label, f"{BOLD} {ACCENT}"), f" {key.words}".rstrip()]
        return Content.assemble(*parts)

    def _shown(self) -> Sequence[keys.Key]:
        if self.stops:
            return (keys.STOP,)
        wished: Mapping[str, str] = getattr(self.app, "wished", {})
        able = [keys.as_wished(key, wished) for key in keys.on_line(self.place) if key.label not in self.hidden]
        return fitting([self._with_digits(key) for key in able if key.keys != "1-9" or self.digits], self.size.width)

    def _with_digits(self, key: keys.Key) -> keys.Key:
        return replace(key, shown=f"1-{self.digits}" if self.digits > 1 else "1") if key.keys == "1-9" else key

    def _places(self) -> Iterator[tuple[int, keys.Key]]:
        """Yield each key shown with the column where it ends."""
        end = 0
        for key in self._shown():
            end += _width(key) + (_GAP if end else 0)
            yield end, key

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        key = next((key for end, key in self._places() if event.x < end), None)
        if key is not None and key.keys != "1-9" and key.action != "choose":
            await self.app.run_action(key.action, self.screen)


def fitting(able: Sequence[keys.Key], width: int) -> list[keys.Key]:
    """Return the keys that fit a width in their order; those that lead back or to help are always among them.

    Where not all do, first what the screen itself tells in time goes, then the word behind `?`, then what is too long
    from the left on.
    """
    if _fits(able, width):
        return list(able)
    rest = [key for key in able if not key.told]
    if _fits(rest, width):
        return rest
    last = [key for key in rest if key.action in ("back", "app.quit", keys.HELP.action)]
    short = [*last[:-1], replace(last[-1], words="")]
    shown: list[keys.Key] = []
    for key in rest:
        if key not in last and _fits([*shown, key, *short], width):
            shown.append(key)
    return [*shown, *(last if _fits([*shown, *last], width) else short)]


def _fits(shown: Sequence[keys.Key], width: int) -> bool:
    return sum(_width(key) + _GAP for key in shown) - _GAP <= width


def _width(key: keys.Key) -> int:
    return cell_len(f"{key.label} {key.words}".rstrip())


def section_names(names: Sequence[str], at: int, width: int) -> Content:
    """Return the names of the sections, the one in view by weight and sign; where there is no room only that."""
    if sum(len(name) + 4 for name in names) > width:
        return Content.assemble((f"‹ {names[at]} ›", f"{BOLD} {ACCENT}"), (f"  {at + 1} of {len(names)}", DIM))
    parts: list[tuple[str, str]] = []
    for number, name in enumerate(names):
        here = number == at
        parts.append((f"‹{name}›" if here else f" {name} ", f"{BOLD} {ACCENT}" if here else DIM))
        parts.append(("  ", ""))
    return Content.assemble(*parts[:-1])
