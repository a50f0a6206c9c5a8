"""The curve of relevant against read, as a picture and in the terminal.

The thing a reader would get wrong: the axis reaches to all there is to read, so the curve ends where reading has come
to, and a flat end says how long nothing relevant has come; only a random order makes that end an answer.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import SMALLEST, WIDTH, Line, Text
from reviewkit.plots.parts import EDGE, PALE, SIZE, Sheet
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.flow.diagram.layout import Drawing

TITLE = "Relevant reports found, by how many were read"
_LEFT, _HIGH, _BELOW = 40.0, 200.0, 30.0
"""Points left of the plot, its height, and what is below it."""
_APART = 45.0
"""Points that two numbers of an axis need between them."""
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_NARROWEST = 10


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn."""

    places: tuple[int, ...]
    """Where in the order of reading the relevant reports were, from 1."""
    read: int
    reports: int
    """To be read in all."""
    watermark: str = ""

    def found(self, read: int) -> int:
        """Return how many relevant reports were found when so many were read."""
        return bisect_right(self.places, read)


# ------------------------------------------------------------------------------------------------- in the terminal


def as_text(curve: Curve, width: int, height: int) -> list[str]:
    """Return the curve in so many columns and lines, with its axes; nothing where there is no room or nothing read."""
    top = str(len(curve.places))
    columns = width - len(top) - 2
    if columns < _NARROWEST or height < 3 or not curve.read:
        return []
    levels = [_level(curve, column, columns, 8 * (height - 2)) for column in range(columns)]
    rows = []
    for row in range(height - 3, -1, -1):
        label = top if row == height - 3 else "0" if row == 0 else ""
        cells = "".join(_EIGHTHS[max(0, min(8, level - 8 * row))] if level >= 0 else " " for level in levels)
        rows.append(f"{label:>{len(top)}} │{cells}".rstrip())
    return [*rows, f"{'':>{len(top)}} └{'─' * columns}", f"{'':>{len(top)}}  {_axis(curve, columns)}"]


def _level(curve: Curve, column: int, columns: int, top: int) -> int:
    """Return how high the curve is at a column, in eighths of a line; -1 where nothing is read yet."""
    read = -(-(column + 1) * curve.reports // columns)
    if column * curve.reports // columns >= curve.read:
        return -1
    return max(1, round(top * curve.found(min(read, curve.read)) / max(1, len(curve.places))))


def _axis(curve: Curve, columns: int) -> str:
    """Return the words below the axis: where it begins, how many are read, how many there are."""
    end = f"{curve.reports:,}"
    at = max(2, min(columns - len(end) - 1, columns * curve.read // max(1, curve.reports)))
    read = f"{curve.read:,} read"
    middle = read.rjust(max(len(read), at - 1))
    if 1 + len(middle) + 1 + len(end) > columns:
        return f"0{end:>{columns - 1}}"
    return f"0{middle}{end:>{columns - 1 - len(middle)}}"


# ------------------------------------------------------------------------------------------------- as a picture


def drawing(curve: Curve) -> Drawing:
    """Return the curve as a picture, with what a perfect and a random order would have found."""
    sheet = Sheet()
    sheet.say(TITLE, EDGE, sheet.y + SIZE, bold=True)
    if curve.watermark:
        sheet.say(line(curve.watermark), EDGE, sheet.y + 2.4 * SIZE, SMALLEST)
    top = sheet.y + 4 * SIZE
    right, bottom = WIDTH - EDGE - 24, top + _HIGH
    most = max(1, len(curve.places))

    def at(read: int, found: float) -> tuple[float, float]:
        return _LEFT + (right - _LEFT) * read / max(1, curve.reports), bottom - _HIGH * found / most

    steps = [at(0, 0)]
    for number, place in enumerate(curve.places, 1):
        steps += [at(place, number - 1), at(place, number)]
    steps.append(at(curve.read, len(curve.places)))
    sheet.lines += [
        Line((at(0, most), at(0, 0), at(curve.reports, 0))),
        Line((at(0, 0), at(most, most), at(curve.reports, most)), PALE, 0.75, dashed=True),
        Line((at(curve.read, 0), at(curve.read, most)), PALE, 0.75),
        Line(tuple(steps), "#08519c", 1.5),
    ]
    sheet.say("0", _LEFT - 10, bottom)
    sheet.say(f"{len(curve.places):,}", EDGE + 4, top)
    near = at(curve.reports, 0)[0] - at(curve.read, 0)[0] < _APART
    for read in sorted({0, curve.reports} if near else {0, curve.read, curve.reports}):
        sheet.say(f"{read:,}", at(read, 0)[0], bottom + 10, centred=True)
    sheet.say(f"reports read, of {curve.reports:,}", (_LEFT + right) / 2, bottom + 22, centred=True)
    sheet.texts.append(Text("relevant", EDGE + 8, (top + bottom) / 2, SIZE, centred=True, upright=True))
    sheet.y = bottom + _BELOW
    sheet.notes(["Dashed: if all relevant ones had come first. Upright and grey: as far as was read."])
    said = f"{len(curve.places)} relevant reports among {curve.read} read, of {curve.reports}."
    return sheet.drawing(TITLE, said)
