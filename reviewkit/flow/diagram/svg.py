"""The diagram as SVG: text as text, with a title and a description for those who hear it.

The same bytes everywhere: numbers are rounded to two decimals, and nothing depends on a font that is installed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from reviewkit.flow.diagram.layout import MILLIMETRES, WIDTH
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.flow.diagram.layout import Arrow, Disc, Drawing, Line, Rectangle, Text

FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_DASHES = ' stroke-dasharray="3 2"'
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, beside the controls that `line` takes out."""


def svg(drawing: Drawing) -> str:
    """Return the drawing as an SVG file."""
    height = _number(drawing.height * MILLIMETRES / WIDTH)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{MILLIMETRES}mm" height="{height}mm" '
        f'viewBox="0 0 {_number(WIDTH)} {_number(drawing.height)}" role="img" aria-labelledby="title description" '
        f'font-family="{FONTS}">',
        f'<title id="title">{_text(drawing.title)}</title>',
        f'<desc id="description">{_text(drawing.description)}</desc>',
        '<defs><marker id="head" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L6 3L0 6z"/></marker></defs>',
        f'<rect width="{_number(WIDTH)}" height="{_number(drawing.height)}" fill="#ffffff"/>',
        '<g fill="none" stroke="#000000" stroke-width="0.75">',
        *map(_arrow, drawing.arrows),
        "</g>",
        '<g stroke="#000000" stroke-width="0.75">',
        *map(_rectangle, drawing.rectangles),
        "</g>",
        *map(_plain_line, drawing.lines),
        *map(_disc, drawing.discs),
        *map(_line, drawing.texts),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", line(text)))


def _arrow(arrow: Arrow) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in arrow.points)
    return f'<polyline points="{points}" marker-end="url(#head)"/>'


def _rectangle(one: Rectangle) -> str:
    sizes = zip(("x", "y", "width", "height"), (one.x, one.y, one.width, one.height), strict=True)
    said = " ".join(f'{name}="{_number(value)}"' for name, value in sizes)
    return f'<rect {said} fill="{one.fill}"{_DASHES if one.dashed else ""}/>'


def _plain_line(one: Line) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in one.points)
    look = f'fill="none" stroke="{one.colour}" stroke-width="{_number(one.thick)}"'
    return f'<polyline points="{points}" {look}{_DASHES if one.dashed else ""}/>'


def _disc(one: Disc) -> str:
    place = f'cx="{_number(one.x)}" cy="{_number(one.y)}" r="{_number(one.radius)}"'
    look = f'fill="{one.fill}" stroke="#000000" stroke-width="0.75"'
    return f"<circle {place} {look}{_DASHES if one.dashed else ''}/>"


def _line(text: Text) -> str:
    said = [f'x="{_number(text.x)}" y="{_number(text.y)}" font-size="{_number(text.size)}"']
    said += ['font-weight="bold"'] if text.bold else []
    said += ['text-anchor="middle"'] if text.centred else []
    said += [f'transform="rotate(-90 {_number(text.x)} {_number(text.y)})"'] if text.upright else []
    said += [f"data-box={quoteattr(_NO_XML.sub('', line(text.box)))}"] if text.box else []
    # The no-break blank inside "(n = 5)" is kept: `line` makes one blank of every run of white space.
    words = "\u00a0".join(_text(part) for part in text.words.split("\u00a0"))
    return f"<text {' '.join(said)}>{words}</text>"
