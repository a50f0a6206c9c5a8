"""What several pictures have in common: text that fits its room, the key of ratings, and pages of rows.

All numbers are points on a page that is as wide as the flow diagram's; y grows downwards.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import CAPITAL, SMALLEST, WIDTH, Disc, Drawing, Line, Rectangle, Text
from reviewkit.flow.diagram.terminal import columns_taken, wrapped_in_columns
from reviewkit.flow.diagram.widths import width, wrapped
from reviewkit.plots.looks import hatching
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.plots.looks import Look

TALLEST = 240 * 72 / 25.4
"""A4 with margins and a caption."""
SIZE = 8.0
"""Of labels; nothing is smaller than the diagram's smallest letters."""
EDGE = 1.0
LEADING = 1.25
PALE = "#b8b8b8"
BAND = "#e6e6e6"
RADIUS = 5.4
_HEAD = 96.0
"""The most that the name of a column is high."""
_KEY_GAP = 12.0
_SWATCH = 16.0


@dataclass(slots=True)
class Sheet:
    """A page while it is filled, from the top down."""

    y: float = EDGE
    rectangles: list[Rectangle] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def say(
        self, words: str, x: float, middle: float, size: float = SIZE, *, bold: bool = False, centred: bool = False
    ) -> None:
        """Write a line whose capitals stand around a height."""
        self.texts.append(Text(words, x, middle + size * CAPITAL / 2, size, bold=bold, centred=centred))

    def mark(self, one: Look, x: float, middle: float, *, square: bool = False) -> None:
        """Draw the mark of a rating: a disc, or a square of an overall judgement, with its symbol."""
        if one.symbol and len(one.symbol) <= 2 and square:
            side = 2 * RADIUS - 0.8
            self.rectangles.append(Rectangle(x - side / 2, middle - side / 2, side, side, one.fill, one.dashed))
        elif one.symbol and len(one.symbol) <= 2:
            self.discs.append(Disc(x, middle, RADIUS, one.fill, one.dashed))
        if one.symbol:
            small = len(one.symbol) > 2
            self.say(one.symbol, x, middle, SMALLEST if small else SIZE, bold=not small, centred=True)

    def band(self, words: str, height: float) -> None:
        """Write a heading over the whole width."""
        self.rectangles.append(Rectangle(EDGE, self.y, WIDTH - 2 * EDGE, height, BAND))
        self.say(cut(words, WIDTH - 8, SIZE, bold=True), EDGE + 4, self.y + height / 2, bold=True)
        self.y += height

    def heads(self, names: Sequence[Sequence[str]], left: float, step: float) -> None:
        """Write the names of columns to be read from below, each in its lines, and a rule under them."""
        self.y += upright_room(names)
        for place, name in enumerate(names):
            middle = left + step * (place + 0.5)
            first = middle - SMALLEST * LEADING * (len(name) - 1) / 2 + SMALLEST * 0.36
            for number, words in enumerate(name):
                x = first + SMALLEST * LEADING * number
                self.texts.append(Text(words, x, self.y - 2, SMALLEST, upright=True))
        self.rule()

    def rule(self, *, pale: bool = False) -> None:
        """Draw a line over the whole width; a pale one parts rows."""
        ends = ((EDGE, self.y), (WIDTH - EDGE, self.y))
        self.lines.append(Line(ends, PALE, 0.4) if pale else Line(ends))

    def dot(self, x: float, middle: float, radius: float, fill: str) -> None:
        """Draw a round mark on an axis."""
        self.discs.append(Disc(x, middle, radius, fill))

    def notes(self, each: Sequence[str]) -> None:
        """Write texts in small letters over the whole width."""
        self.y += SMALLEST * LEADING / 2 * bool(each)
        for one in each:
            self._note(one)

    def _note(self, words: str) -> None:
        for one in wrapped(line(words), WIDTH - 2 * EDGE, SMALLEST):
            self.y += SMALLEST * LEADING
            self.texts.append(Text(one, EDGE, self.y - SMALLEST * (LEADING - 1), SMALLEST))

    def key(self, known: Mapping[str, Look], head: str, *, square: bool = False, hatched: bool = False) -> None:
        """Write which mark means which rating, on as many lines as it takes; with its hatching where bars have it."""
        self.y += 2 * RADIUS + 4
        x = EDGE
        self.say(head, x, self.y - RADIUS, bold=True)
        x += width(head, SIZE, bold=True) + _KEY_GAP
        for words, one in known.items():
            shown = cut(f"{one.symbol} {words}".strip() if hatched else words, WIDTH / 2, SIZE)
            beside = _SWATCH + 4 if hatched else 2 * RADIUS + (7 if len(one.symbol) > 2 else 4)
            needs = beside + width(shown, SIZE)
            if x + needs > WIDTH - EDGE and x > EDGE:
                x, self.y = EDGE, self.y + 2 * RADIUS + 3
            if hatched:
                self.swatch(one, x, self.y - 2 * RADIUS + 0.4)
            else:
                self.mark(one, x + RADIUS, self.y - RADIUS, square=square)
            self.say(shown, x + beside, self.y - RADIUS)
            x += needs + _KEY_GAP

    def swatch(self, one: Look, x: float, top: float) -> None:
        """Draw how a rating fills its part of a bar."""
        bottom = top + 2 * RADIUS - 0.8
        self.rectangles.append(Rectangle(x, top, _SWATCH, bottom - top, one.fill, one.dashed))
        self.lines += hatching(one, x, top, x + _SWATCH, bottom)

    def drawing(self, title: str, description: str) -> Drawing:
        """Return the page."""
        return Drawing(
            title,
            description,
            self.y + SMALLEST * 0.5 + EDGE,
            (),
            tuple(self.rectangles),
            tuple(self.texts),
            tuple(self.lines),
            tuple(self.discs),
        )


def upright_names(names: Iterable[str], step: float) -> list[list[str]]:
    """Return names of columns in lines that fit beside each other where a column is so wide."""
    return [fitted(name, _HEAD, SMALLEST, max(1, int((step - 2) / (SMALLEST * LEADING)))) for name in names]


def upright_room(names: Sequence[Sequence[str]]) -> float:
    """Return how high names of columns stand."""
    return max([width(one, SMALLEST) for name in names for one in name], default=0) + 6


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text that fits into its room; what is cut off ends in an ellipsis."""
    plain = line(text)
    if width(plain, size, bold=bold) <= room:
        return plain
    while plain and width(f"{plain}\u2026", size, bold=bold) > room:
        plain = plain[:-1]
    return f"{plain.rstrip()}\u2026"


def padded(text: str, columns: int) -> str:
    """Return a text that takes just so many columns of a terminal, a blank at its end among them."""
    shown = line(text)
    while columns_taken(shown) > columns - 1:
        shown = shown[:-2].rstrip() + "\u2026"
    return shown + " " * (columns - columns_taken(shown))


def filled(text: str, columns: int, indent: str = "") -> str:
    """Return a text for a terminal in lines of so many columns, the further ones moved in."""
    shown, further = line(text), f"{indent}  "
    if columns_taken(shown) > len(shown):  # which textwrap does not know of
        lines = wrapped_in_columns(shown, columns - len(further))
        return "\n".join(f"{further if place else indent}{one}" for place, one in enumerate(lines))
    return textwrap.fill(shown, columns, initial_indent=indent, subsequent_indent=further)


def fitted(text: str, room: float, size: float, lines: int) -> list[str]:
    """Return a text in so many lines at the most; of one that needs more the last is cut."""
    found = wrapped(line(text), room, size)
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], cut(" ".join(found[lines - 1 :]), room, size)]


def numbered(title: str, number: int, pages: int) -> str:
    """Return the title of a page, with its number if there are several."""
    return f"{title}, page {number} of {pages}" if pages > 1 else title


def chunks(values: Sequence[str], most: int) -> list[list[str]]:
    """Return values in runs of so many at the most, as even as they can be; one empty run of none."""
    number = max(1, -(-len(values) // most))
    size = -(-len(values) // number) or 1
    return [list(values[start : start + size]) for start in range(0, len(values), size)] or [[]]


def occurring(known: Mapping[str, Look], values: Iterable[str]) -> dict[str, Look]:
    """Return what has to be explained: the points of the scale, and what else was given."""
    given = set(values)
    return {name: one for name, one in known.items() if not one.dashed or name in given}
