"""How a rating looks: a symbol, a colour and a hatching, by its place on the scale, so that grey and print tell it too.

The colours go from light to dark as ratings get worse, in hues that people who see red and green alike tell apart; the
darkest still lets black letters be read (contrast 5 to 1).
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR
from reviewkit.flow.diagram.layout import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

_ANCHORS = ((0xD4, 0xE9, 0xF7), (0xF0, 0xB4, 0x3C), (0xD5, 0x6A, 0x1E))
"""Of the best, the middle and the worst rating: light blue, orange, vermilion."""
_SYMBOLS = {2: "+\u2212", 3: "+~\u2212"}
"""Of scales of few points, best first; longer ones have letters from A, the best, which no count is taken for."""
_HATCHES = ((), (1,), (1, -1), (-1,), (0,))
"""Slopes of the lines that hatch the first, second and further points."""
_GAP = 4.0
"""Points between two lines of a hatching."""
_INK = "#000000"


@dataclass(frozen=True, slots=True)
class Look:
    """How one rating looks."""

    symbol: str
    fill: str
    slopes: tuple[int, ...] = ()
    """Of its hatching: 1 rises, -1 falls, 0 lies flat; none: it is plain."""
    dashed: bool = False
    """Its outline is; of what has no place on the scale."""


_UNCLEAR = Look("?", "#ffffff", (0,), dashed=True)
_NOT_APPLICABLE = Look("n/a", "#ffffff", dashed=True)
NOT_RATED = Look("", "#ffffff")


def looks(points: Sequence[str]) -> dict[str, Look]:
    """Return how each point of a scale looks, best first, and what can be rated besides."""
    symbols = _SYMBOLS.get(len(points)) or [_letter(place) for place in range(len(points))]
    found = {
        point: Look(symbols[place], _colour(place, len(points)), _hatch(place, len(points)))
        for place, point in enumerate(points)
    }
    return {**found, UNCLEAR: _UNCLEAR, NOT_APPLICABLE: _NOT_APPLICABLE}


def _letter(place: int) -> str:
    letters = string.ascii_uppercase
    return letters[place] if place < len(letters) else f"{letters[place % len(letters)]}{place // len(letters)}"


def look(known: dict[str, Look], value: str) -> Look:
    """Return how a rating looks; one that the instrument has no longer is shown as something else."""
    return known.get(value, Look("*", "#ffffff", (), dashed=True) if value else NOT_RATED)


def _hatch(place: int, points: int) -> tuple[int, ...]:
    return _HATCHES[2] if place == points - 1 else _HATCHES[place if place < 2 else 3 + place % 2]


def _colour(place: int, points: int) -> str:
    at = place / max(points - 1, 1) * (len(_ANCHORS) - 1)
    first = min(int(at), len(_ANCHORS) - 2)
    low, high, part = _ANCHORS[first], _ANCHORS[first + 1], at - first
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(low, high, strict=True))


def hatching(one: Look, left: float, top: float, right: float, bottom: float) -> list[Line]:
    """Return the lines that hatch a rectangle, ending at its edges."""
    found = []
    for slope in one.slopes:
        found += _flat(left, top, right, bottom) if slope == 0 else _slanted(slope, left, top, right, bottom)
    return found


def _flat(left: float, top: float, right: float, bottom: float) -> list[Line]:
    number = int((bottom - top) / _GAP)
    return [
        Line(((left, top + step * _GAP), (right, top + step * _GAP)), _INK, 0.35)
        for step in range(1, number + 1)
        if top + step * _GAP < bottom
    ]


def _slanted(slope: int, left: float, top: float, right: float, bottom: float) -> list[Line]:
    """Return lines at 45 degrees; each is x + slope * y = c, cut to the rectangle."""
    ends = sorted(x + slope * y for x in (left, right) for y in (top, bottom))
    start = ends[0] + _GAP
    found = []
    while start < ends[-1]:
        xs = sorted(max(left, min(right, start - slope * y)) for y in (top, bottom))
        points = tuple((x, (start - x) * slope) for x in xs)
        if xs[1] - xs[0] > 0.5:
            found.append(Line(points, _INK, 0.35))
        start += _GAP
    return found
