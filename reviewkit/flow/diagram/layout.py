"""Where everything of a diagram lies, in points, on a page that is 160 mm wide: the width of a text column on A4.

The thing a reader would get wrong: the drawing has one width and as much height as its texts need, so that no letter
is ever smaller than `SMALLEST` where the drawing is printed 160 mm wide. y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.widths import width, wrapped

if TYPE_CHECKING:
    from reviewkit.flow.diagram.nouns import Band, Box, Diagram, Item

MILLIMETRES = 160
WIDTH = MILLIMETRES * 72 / 25.4
SMALLEST = 7.0
"""Points, also of footnotes."""
_LARGEST = 8.0
CAPITAL = 0.72
"""Height of a capital letter, in font sizes."""
_LEADING = 1.25
_PAD = 3.5
_GAP_ACROSS = 11.0
_GAP_DOWN = 13.0
_PHASE = 14.0
_EDGE = 1.0
_INDENT = 5.0
_NARROW = 0.8
"""How wide a column is that can do with less room, beside the others."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; x and y are its start on the baseline, or the middle of it."""

    words: str
    x: float
    y: float
    size: float
    bold: bool = False
    centred: bool = False
    upright: bool = False
    """Turned to be read from below; then x is the baseline, and y its middle or its lower end."""
    box: str = ""
    """The flow's box that its number lists."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box, a heading or a phase."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line of straight parts, with a head at its end."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of straight parts without a head."""

    points: tuple[tuple[float, float], ...]
    colour: str = "#000000"
    thick: float = 0.75
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark; x and y are its middle."""

    x: float
    y: float
    radius: float
    fill: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """All there is to draw, the lower first."""

    title: str
    description: str
    height: float
    arrows: tuple[Arrow, ...]
    rectangles: tuple[Rectangle, ...]
    texts: tuple[Text, ...]
    lines: tuple[Line, ...] = ()
    """Above the rectangles, as are the discs."""
    discs: tuple[Disc, ...] = ()


_BOX, _MARKED, _HEADING, _QUIET, _PHASES = "#ffffff", "#f4f4f4", "#ffd966", "#d9d9d9", "#9dc3e6"


def drawing(diagram: Diagram) -> Drawing:
    """Return where everything of a diagram lies."""
    return _Layout(diagram).drawing()


class _Layout:
    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._size = _LARGEST if diagram.columns <= 2 else SMALLEST
        self._columns = _columns(diagram)
        self._heading_height, self._tops = self._rows()
        self._places = {box.name: self._place(box) for box in diagram.boxes}

    # ------------------------------------------------------------------------------------------ the grid

    def _room(self, column: int) -> float:
        return self._columns[column][1] - 2 * _PAD

    def _lines(self, box: Box) -> list[tuple[str, float, Item]]:
        """Return the lines of a box: text, how far it is moved in, and the item that it belongs to."""
        found = []
        for item in box.items:
            shift = item.indent * _INDENT
            lines = wrapped(str(item), self._room(box.column) - shift, self._size)
            found += [(one, shift, item) for one in lines]
        return found

    def _height(self, box: Box) -> float:
        return len(self._lines(box)) * self._size * _LEADING + 2 * _PAD

    def _rows(self) -> tuple[float, dict[int, tuple[float, float]]]:
        """Return how high the headings are, and top and height of each row that has boxes."""
        headings = max([len(self._heading(band)) for band in self._diagram.headings], default=0)
        top = _EDGE + headings * self._size * _LEADING + 2 * _PAD
        heading = top - _EDGE
        rows: dict[int, tuple[float, float]] = {}
        for row in sorted({box.row for box in self._diagram.boxes}):
            height = max(self._height(box) for box in self._diagram.boxes if box.row == row)
            rows[row] = (top + _GAP_DOWN, max(height, self._missing(row, rows)))
            top = sum(rows[row])
        return heading, rows

    def _missing(self, row: int, rows: dict[int, tuple[float, float]]) -> float:
        """Return how high a row has to be so that the name of the phase that ends with it has room beside it."""
        for band in self._diagram.phases:
            if band.last == row:
                above = [top + height for own, (top, height) in rows.items() if band.first <= own]
                start = min([top for own, (top, _) in rows.items() if band.first <= own], default=0)
                return self._upright(band) - (max(above) + _GAP_DOWN - start if above else 0)
        return 0

    def _upright(self, band: Band) -> float:
        return width(band.words, self._size, bold=True) + 4

    def _heading(self, band: Band) -> list[str]:
        return wrapped(band.words, self._span(band)[1] - 2 * _PAD, self._size, bold=True)

    def _span(self, band: Band) -> tuple[float, float]:
        left, (last, width_) = self._columns[band.first][0], self._columns[band.last]
        return left, last + width_ - left

    def _place(self, box: Box) -> Rectangle:
        (left, width_), (top, _) = self._columns[box.column], self._tops[box.row]
        return Rectangle(left, top, width_, self._height(box), _MARKED if box.marked else _BOX, dashed=box.marked)

    # ------------------------------------------------------------------------------------------ what is drawn

    def drawing(self) -> Drawing:
        bottom = max(top + height for top, height in self._tops.values())
        bands = [self._heading_band(band) for band in self._diagram.headings]
        phases = [self._phase(band) for band in self._diagram.phases]
        notes, height = self._footnotes(bottom + _GAP_DOWN)
        boxes = [text for box in self._diagram.boxes for text in self._texts(box)]
        return Drawing(
            self._diagram.title,
            self._diagram.description,
            height,
            tuple(self._arrow(*pair) for pair in self._diagram.arrows),
            (*(one for one, _ in (*bands, *phases)), *self._places.values()),
            (*(text for _, texts in (*bands, *phases) for text in texts), *boxes, *notes),
        )

    def _texts(self, box: Box) -> list[Text]:
        place = self._places[box.name]
        return [
            Text(words, place.x + _PAD + shift, self._baseline(place.y, number), self._size, box=item.box)
            for number, (words, shift, item) in enumerate(self._lines(box))
        ]

    def _baseline(self, top: float, number: int) -> float:
        return top + _PAD + self._size * (0.95 + number * _LEADING)

    def _heading_band(self, band: Band) -> tuple[Rectangle, list[Text]]:
        left, width_ = self._span(band)
        fill = _QUIET if band.quiet else _HEADING
        return Rectangle(left, _EDGE, width_, self._heading_height, fill), [
            Text(words, left + width_ / 2, self._baseline(_EDGE, number), self._size, bold=True, centred=True)
            for number, words in enumerate(self._heading(band))
        ]

    def _phase(self, band: Band) -> tuple[Rectangle, list[Text]]:
        rows = [self._tops[row] for row in range(band.first, band.last + 1) if row in self._tops]
        top, bottom = rows[0][0], max(top + height for top, height in rows)
        rectangle = Rectangle(_EDGE, top, _PHASE, bottom - top, _PHASES)
        x, middle = _EDGE + _PHASE / 2 + self._size * CAPITAL / 2, (top + bottom) / 2
        text = Text(band.words, x, middle, self._size, bold=True, centred=True, upright=True)
        return rectangle, [text]

    def _footnotes(self, top: float) -> tuple[list[Text], float]:
        lines = [one for note in self._diagram.footnotes for one in wrapped(note, WIDTH - 2 * _EDGE, SMALLEST)]
        texts = [Text(one, _EDGE, top + SMALLEST * _LEADING * number, SMALLEST) for number, one in enumerate(lines)]
        return texts, top + SMALLEST * _LEADING * len(lines)

    # ------------------------------------------------------------------------------------------ arrows

    def _arrow(self, source: str, target: str) -> Arrow:
        a, b = self._places[source], self._places[target]
        if a.y == b.y:
            level = a.y + min(a.height, b.height) / 2
            return Arrow(((a.x + a.width, level), (b.x, level)))
        middle = a.x + a.width / 2
        if a.x == b.x:
            return Arrow(((middle, a.y + a.height), (middle, b.y)))
        level = b.y + b.height / 2
        return Arrow(((middle, a.y + a.height), (middle, level), (b.x if b.x > a.x else b.x + b.width, level)))


def _columns(diagram: Diagram) -> list[tuple[float, float]]:
    """Return where each column begins and how wide it is."""
    shares = [_NARROW if column in diagram.narrow else 1.0 for column in range(diagram.columns)]
    left = _EDGE + _PHASE + _GAP_ACROSS / 2
    room = WIDTH - _EDGE - left - _GAP_ACROSS * (diagram.columns - 1)
    found = []
    for share in shares:
        own = room * share / sum(shares)
        found.append((left, own))
        left += own + _GAP_ACROSS
    return found
