"""The theme matrix: a row a study, a column a choice of a field, in each cell how many quotations stand under it.

The thing a reader would get wrong: that a study was coded with a theme and that a passage of it stands under the theme
are two things, said by different people at different times. So a cell has a number, a cross for a theme without a
quotation, and a dashed edge for quotations of a theme that the study was not coded with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import WIDTH, Rectangle
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.diagram.widths import width
from reviewkit.flow.table import Column, Table
from reviewkit.plots.nouns import Plot
from reviewkit.plots.parts import (
    EDGE,
    SIZE,
    TALLEST,
    Sheet,
    chunks,
    cut,
    filled,
    numbered,
    padded,
    upright_names,
    upright_room,
)
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.criteria.nouns import Field
    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.flow.table import Value

BARE = "\u00d7"
_SHADES = ("#eff3ff", "#bdd7e7", "#6baed6")
"""Of few, some and many quotations; black letters can be read on each."""
_MOST_COLUMNS = 14
_MOST_LABEL, _WIDEST, _STEP = 150.0, 44.0, 13.0
_CELL, _LEAST_LABEL = 5, 12
"""Columns of a terminal."""
_LEGEND = f"Numbers: quotations of the study under the theme. {BARE}: coded with the theme, nothing quoted."
_DASHED = "Dashed: quotations of a theme that the study was not coded with."


@dataclass(frozen=True, slots=True)
class Themes:
    """What one study has of each choice of a field, in the order of the codebook."""

    study: str
    """`Guo 2005`."""
    coded: tuple[bool, ...]
    quoted: tuple[int, ...]

    def cell(self, place: int) -> str:
        """Return what stands under a choice: a number, a cross, or nothing."""
        return str(self.quoted[place]) if self.quoted[place] else BARE if self.coded[place] else ""


def theme_matrix(field: Field, rows: Sequence[Themes], notes: Sequence[str] = (), columns: int = 78) -> Plot:
    """Return the matrix of a field with choices, the studies in the order given; `columns` of its text."""
    title = f"{line(field.name)} by study"
    below = [_LEGEND, *([_DASHED] if any(_is_odd(row, one) for row in rows for one in _places(row)) else []), *notes]
    return Plot(
        f"matrix_{field.id}",
        title,
        tuple(_Pages(field, rows, below).drawings(title)) if rows else (),
        (_table(field, rows, title, below),),
        _text(field, rows, below, columns),
    )


def _places(row: Themes) -> range:
    return range(len(row.quoted))


def _is_odd(row: Themes, place: int) -> bool:
    return bool(row.quoted[place]) and not row.coded[place]


def _totals(field: Field, rows: Sequence[Themes]) -> list[int]:
    return [sum(row.quoted[place] for row in rows) for place in range(len(field.choices))]


# ------------------------------------------------------------------------------------------------- the picture


class _Pages:
    """Sheets that are filled one after the other."""

    def __init__(self, field: Field, rows: Sequence[Themes], notes: Sequence[str]) -> None:
        self._field, self._rows, self._notes = field, rows, notes
        self._most = max([number for row in rows for number in row.quoted], default=0)
        self._label = min(_MOST_LABEL, max(width(line(row.study), SIZE) for row in rows)) + 6
        foot = Sheet(0)
        foot.notes(notes)
        self._bottom = TALLEST - foot.drawing("", "").height

    def drawings(self, title: str) -> Iterator[Drawing]:
        """Yield the pages: all studies with as many themes as fit, then with the next ones."""
        pages = [page for run in self._runs() for page in self._filled(run)]
        for number, (sheet, said) in enumerate(pages, 1):
            sheet.notes(self._notes)
            yield sheet.drawing(numbered(title, number, len(pages)), "\n".join([*said, *self._notes]))

    def _runs(self) -> list[list[int]]:
        places = [str(place) for place in range(len(self._field.choices))]
        return [[int(place) for place in run] for run in chunks(places, _MOST_COLUMNS)]

    def _filled(self, run: Sequence[int]) -> Iterator[tuple[Sheet, list[str]]]:
        left = EDGE + self._label
        step = min(_WIDEST, (WIDTH - EDGE - left) / max(1, len(run)))
        names = upright_names([line(self._field.choices[place]) for place in run], step)
        a_page = max(1, int((self._bottom - _STEP - upright_room(names)) / _STEP) - 1)
        rows = list(self._rows)
        for start in range(0, len(rows), a_page):
            sheet, own = Sheet(), rows[start : start + a_page]
            sheet.band(self._field.name + (" (continued)" if start else ""), _STEP)
            sheet.heads(names, left, step)
            for row in own:
                self._row(sheet, row, run, left, step)
            if start + a_page >= len(rows):
                self._total(sheet, run, left, step)
            yield sheet, [self._said(row, run) for row in own]

    def _row(self, sheet: Sheet, row: Themes, run: Sequence[int], left: float, step: float) -> None:
        middle = sheet.y + _STEP / 2
        sheet.say(cut(row.study, self._label - 4, SIZE), EDGE, middle)
        for number, place in enumerate(run):
            x = left + step * number
            if row.quoted[place]:
                shade = _SHADES[min(len(_SHADES) - 1, (row.quoted[place] - 1) * len(_SHADES) // self._most)]
                box = Rectangle(x + 1, sheet.y + 1, step - 2, _STEP - 2, shade, _is_odd(row, place))
                sheet.rectangles.append(box)
            if row.cell(place):
                sheet.say(row.cell(place), x + step / 2, middle, centred=True)
        sheet.y += _STEP
        sheet.rule(pale=True)

    def _total(self, sheet: Sheet, run: Sequence[int], left: float, step: float) -> None:
        sheet.rule()
        middle, totals = sheet.y + _STEP / 2, _totals(self._field, self._rows)
        sheet.say(cut("Quotations", self._label - 4, SIZE, bold=True), EDGE, middle, bold=True)
        for number, place in enumerate(run):
            sheet.say(str(totals[place]), left + step * (number + 0.5), middle, bold=True, centred=True)
        sheet.y += _STEP

    def _said(self, row: Themes, run: Sequence[int]) -> str:
        """Return a row in words."""
        each = [f"{line(self._field.choices[place])} {row.cell(place)}" for place in run if row.cell(place)]
        return f"{line(row.study)}: {', '.join(each) or 'none'}."


# ------------------------------------------------------------------------------------------------- table and text


def _table(field: Field, rows: Sequence[Themes], title: str, notes: Sequence[str]) -> Table:
    heads = (Column("Study"), *(Column(line(choice), numeric=True) for choice in field.choices))
    each: list[tuple[Value, ...]] = [
        (row.study, *(row.quoted[place] or row.cell(place) for place in _places(row))) for row in rows
    ]
    last: list[tuple[Value, ...]] = [("Quotations", *_totals(field, rows))] if rows else []
    return Table(f"matrix_{field.id}", title, heads, (*each, *last), total=True, notes=tuple(map(line, notes)))


def _text(field: Field, rows: Sequence[Themes], notes: Sequence[str], columns: int) -> str:
    """Return the matrix for a terminal; themes are numbered, as it cannot write upright."""
    widest = max([columns_taken(line(row.study)) for row in rows], default=0) + 2
    fits = max(1, (columns - _LEAST_LABEL) // _CELL)
    room = max(_LEAST_LABEL, min(widest, columns - _CELL * min(fits, len(field.choices))))
    parts = []
    for run in chunks([str(place) for place in range(len(field.choices))], fits):
        lines = [" " * room + "".join(f"{int(place) + 1:<{_CELL}}" for place in run).rstrip()]
        lines += [
            (padded(row.study, room) + "".join(f"{row.cell(int(one)):<{_CELL}}" for one in run)).rstrip()
            for row in rows
        ]
        lines += [filled(f"{int(place) + 1} {line(field.choices[int(place)])}", columns, "  ") for place in run]
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, "\n".join(filled(one, columns) for one in notes)]) + "\n"
