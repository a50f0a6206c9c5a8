"""The included studies by the year in which they were published, as columns.

The thing a reader would get wrong: years without a study have their place too, so a gap is a gap in time. Where there
are more years than fit beside each other, a column stands for several, which is said below.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import SMALLEST, WIDTH, Line, Rectangle
from reviewkit.flow.diagram.widths import width
from reviewkit.flow.table import Column, Table, counted
from reviewkit.plots.nouns import Plot
from reviewkit.plots.parts import EDGE, SIZE, Sheet, filled
from reviewkit.plots.shares import FILL, bar
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.flow.diagram.layout import Drawing

NAME, TITLE = "studies_by_year", "Included studies by year of publication"
_LEFT, _HIGH = 14.0, 130.0
_SPANS = (1, 2, 5, 10, 25, 50, 100)
_MOST = 30
"""Columns beside each other, so that a number of two or three digits fits above each."""
_LEAST = 4
"""Studies of a column as high as all the room."""
_WIDEST = 40.0
_CELLS = 40


def year_columns(years: Sequence[int | None], notes: Sequence[str] = (), columns: int = 78) -> Plot:
    """Return the plot of the years of all studies, None where it is not known; `columns` of its text."""
    known = Counter(year for year in years if year is not None)
    span, bins = _bins(known)
    missing = len(years) - known.total()
    without = f"{missing} {'study' if missing == 1 else 'studies'} without a year {'is' if missing == 1 else 'are'}"
    below = [
        *([f"Each column is {span} years, of which the first is named."] if span > 1 else []),
        *([f"{without} not in it."] if missing else []),
        *notes,
    ]
    return Plot(
        NAME,
        TITLE,
        (_drawing(bins, below),) if bins else (),
        (Table(NAME, TITLE, (Column("Year"), counted("Studies")), tuple(bins), notes=tuple(map(line, below))),),
        _text(bins, below, columns),
    )


def _bins(known: Counter[int]) -> tuple[int, list[tuple[str, int]]]:
    """Return how many years each column stands for, and the columns: `2004` or `2000-2004`, and its number."""
    if not known:
        return 1, []
    first, last = min(known), max(known)
    span = next((one for one in _SPANS if last // one - first // one < _MOST), _SPANS[-1])
    starts = range(first // span * span, last + 1, span)
    name = str if span == 1 else (lambda start: f"{start}-{start + span - 1}")
    return span, [(name(start), sum(known[year] for year in range(start, start + span))) for start in starts]


def _drawing(bins: Sequence[tuple[str, int]], notes: Sequence[str]) -> Drawing:
    sheet = Sheet()
    most = max(_LEAST, *(number for _, number in bins))
    step = min(_WIDEST, (WIDTH - 2 * EDGE - _LEFT) / len(bins))
    top, left = sheet.y + 3 * SIZE, EDGE + _LEFT
    bottom = top + _HIGH
    named = -(-int(width("0000", SMALLEST) + 5) // int(step))
    for place, (years, number) in enumerate(bins):
        x, high = left + step * place, _HIGH * number / most
        if number:
            sheet.rectangles.append(Rectangle(x + step * 0.1, bottom - high, step * 0.8, high, FILL))
            sheet.say(str(number), x + step / 2, bottom - high - 6, SMALLEST, centred=True)
        if place % named == 0:
            sheet.say(years[:4], x + step / 2, bottom + 8, SMALLEST, centred=True)
    sheet.lines.append(Line(((left, bottom), (left + step * len(bins), bottom))))
    sheet.say("Studies", EDGE, EDGE + SMALLEST, SMALLEST)
    sheet.y = bottom + 15
    sheet.notes(notes)
    said = ", ".join(f"{years}: {number}" for years, number in bins if number)
    return sheet.drawing(TITLE, "\n".join([f"{said}.", *notes]))


def _text(bins: Sequence[tuple[str, int]], notes: Sequence[str], columns: int) -> str:
    room = max([len(years) for years, _ in bins], default=0) + 1
    cells = max(4, min(_CELLS, columns - room - 6))
    most = max([number for _, number in bins], default=0)
    scale = min(cells, most)  # a few studies are drawn one cell each
    lines = [f"{years:<{room}}{bar(number, most, scale)}{number or ''}".rstrip() for years, number in bins]
    return "\n".join([*(lines or ["Nothing yet."]), "", *(filled(one, columns) for one in notes)]).rstrip("\n") + "\n"
