"""The diagram as PNG and PDF, drawn with matplotlib from the same layout; it is loaded when a function is called.

The thing a reader would get wrong: matplotlib reads `$` as mathematics unless it is told not to, and draws an empty box
for a character that its font has not got. Fonts that have it are taken if the device has any; which text could not be
drawn is returned, so that somebody can be told to take the SVG.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from reviewkit.flow.diagram.layout import CAPITAL, WIDTH
from reviewkit.text import line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from reviewkit.flow.diagram.layout import Arrow, Disc, Drawing, Line, Rectangle, Text

FORMATS = ("png", "pdf")
_FONT = "DejaVu Sans"
"""Comes with matplotlib."""
_WIDER = (
    *(
        "Noto Sans",
        "Noto Sans CJK SC",
        "Noto Sans CJK JP",
        "Noto Sans Arabic",
        "Noto Sans Hebrew",
        "Noto Sans Devanagari",
    ),
    *(
        "Arial Unicode MS",
        "Microsoft YaHei",
        "Yu Gothic",
        "Malgun Gothic",
        "Nirmala UI",
        "PingFang SC",
        "WenQuanYi Zen Hei",
    ),
)
"""Fonts for other scripts that systems bring, tried for what the first has not got."""
_DOTS = 300
"""Per inch, of a PNG."""


def picture(drawing: Drawing, format_: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the drawing as PNG or PDF, and the texts in which a character could not be drawn."""
    import matplotlib as mpl

    out = io.BytesIO()
    settings: dict[Any, Any] = {"pdf.fonttype": 42, "font.family": [_FONT, *_installed()], "text.parse_math": False}
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of missing characters, which `_missing` names
        figure = _figure(drawing)
        figure.savefig(out, format=format_, dpi=_DOTS, metadata=_METADATA[format_](drawing))
    return out.getvalue(), _missing(drawing)


def _pdf(drawing: Drawing) -> dict[str, str | None]:
    about = {"Title": line(drawing.title), "Subject": line(drawing.description), "Creator": "reviewkit"}
    return {**about, "Producer": None, "CreationDate": None}


def _png(drawing: Drawing) -> dict[str, str | None]:
    return {"Title": line(drawing.title), "Description": line(drawing.description), "Software": None}


_METADATA = {"pdf": _pdf, "png": _png}


def _installed() -> list[str]:
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _WIDER if name in known]


def _missing(drawing: Drawing) -> tuple[str, ...]:
    from matplotlib import font_manager, ft2font

    fonts = [ft2font.FT2Font(font_manager.findfont(name)) for name in (_FONT, *_installed())]
    return tuple(
        dict.fromkeys(
            line(text.words)
            for text in drawing.texts
            if not all(any(font.get_char_index(ord(one)) for font in fonts) for one in line(text.words))
        )
    )


def _figure(drawing: Drawing) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, drawing.height / 72), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(drawing.height, 0))
    axes.axis("off")
    for arrow in drawing.arrows:
        _draw_arrow(axes, arrow)
    for rectangle in drawing.rectangles:
        _draw_rectangle(axes, rectangle)
    for one in drawing.lines:
        _draw_line(axes, one)
    for disc in drawing.discs:
        _draw_disc(axes, disc)
    for text in drawing.texts:
        _draw_text(axes, text)
    return figure


def _draw_arrow(axes: Axes, arrow: Arrow) -> None:
    from matplotlib.patches import Polygon

    xs, ys = zip(*arrow.points, strict=True)
    axes.plot(xs, ys, color="black", linewidth=0.75, solid_capstyle="butt")
    (x0, y0), (x, y) = arrow.points[-2:]
    along, down = ((x > x0) - (x < x0)) * 4.5, ((y > y0) - (y < y0)) * 4.5
    head = [(x, y), (x - along - down / 2, y - down - along / 2), (x - along + down / 2, y - down + along / 2)]
    axes.add_patch(Polygon(head, closed=True, facecolor="black", linewidth=0))


def _draw_rectangle(axes: Axes, one: Rectangle) -> None:
    from matplotlib.patches import Rectangle as Patch

    style = "dashed" if one.dashed else "solid"
    look: dict[str, Any] = {"facecolor": one.fill, "edgecolor": "black", "linewidth": 0.75, "linestyle": style}
    axes.add_patch(Patch((one.x, one.y), one.width, one.height, **look))


def _draw_line(axes: Axes, one: Line) -> None:
    xs, ys = zip(*one.points, strict=True)
    style = "dashed" if one.dashed else "solid"
    axes.plot(xs, ys, color=one.colour, linewidth=one.thick, linestyle=style, solid_capstyle="butt")


def _draw_disc(axes: Axes, one: Disc) -> None:
    from matplotlib.patches import Circle

    style = "dashed" if one.dashed else "solid"
    look: dict[str, Any] = {"facecolor": one.fill, "edgecolor": "black", "linewidth": 0.75, "linestyle": style}
    axes.add_patch(Circle((one.x, one.y), one.radius, zorder=2.5, **look))


def _draw_text(axes: Axes, text: Text) -> None:
    look: dict[str, Any] = {"fontsize": text.size, "weight": "bold" if text.bold else "normal"}
    if text.upright:
        middle, va = text.x - text.size * CAPITAL / 2, "center" if text.centred else "bottom"
        axes.text(middle, text.y, line(text.words), ha="center", va=va, rotation=90, **look)
    else:
        ha = "center" if text.centred else "left"
        axes.text(text.x, text.y, line(text.words), ha=ha, va="baseline", **look)
