"""The agreement plot: for each question the raters' agreement beyond chance with its interval, on one axis.

Filled marks are kappa, hollow ones Gwet's AC1 (AC2 where near misses count in part), which tells where kappa misleads.
The thing a reader would get wrong: a mark without a line has no interval, and a question without a mark has no value;
the table says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import SMALLEST, WIDTH, Line
from reviewkit.flow.table import Column, Table, counted
from reviewkit.plots.nouns import Plot
from reviewkit.plots.parts import EDGE, LEADING, PALE, SIZE, Sheet, chunks, filled, fitted, numbered, padded
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reviewkit.agreement import Estimate, Measures
    from reviewkit.flow.diagram.layout import Drawing

TITLE = "Agreement of the raters"
_LABEL, _NUMBER, _SHARE, _RIGHT = 106.0, 30.0, 38.0, 116.0
_STEP, _OFF, _MARK = 24.0, 5.5, 3.0
_A_PAGE = 25
_LEGEND = (
    "Twice: rated by two or more; alike: the share of pairs who agree. Filled: {kappa}. Hollow: {other}. "
    "Lines are 95% intervals; 0 is agreement by chance, 1 all agree."
)

_BARE = " A mark without a line has no interval, or one without width, which is no certainty."


@dataclass(frozen=True, slots=True)
class _Line:
    """One question."""

    name: str
    found: Measures

    @property
    def other(self) -> Estimate:
        """Return the statistic beside kappa."""
        return self.found.ac2 or self.found.ac1

    @property
    def other_name(self) -> str:
        return "AC2" if self.found.ac2 is not None else "AC1"

    @property
    def both(self) -> tuple[tuple[str, Estimate], tuple[str, Estimate]]:
        return ("kappa", self.found.kappa), (self.other_name, self.other)


def agreement_forest(found: Mapping[str, Measures], notes: Sequence[str] = (), columns: int = 78) -> Plot:
    """Return the plot of measures by name of the question, in their order; `columns` of its text."""
    lines = [_Line(name, one) for name, one in found.items()]
    below = [*([_legend(lines)] if lines else []), *notes]
    said = _notes(lines)
    pages = tuple(_drawings(lines, below)) if lines else ()
    table = _table(lines, [*notes, *said])
    return Plot("agreement", TITLE, pages, (table,), _text(lines, [*below, *said], columns))


def _legend(lines: Sequence[_Line]) -> str:
    raters = max(len(one.found.raters) for one in lines)
    weighted = any(one.found.kappa_unweighted is not None for one in lines)
    weights = f", {lines[0].found.options.weights} weights where there is an order" if weighted else ""
    bare = any(_is_bare(found) for one in lines for _, found in one.both)
    others = " or ".join(dict.fromkeys(one.other_name for one in lines))
    said = _LEGEND + _BARE * bare
    return said.format(kappa=f"{'Cohen' if raters <= 2 else 'Fleiss'}'s kappa{weights}", other=f"Gwet's {others}")


def _is_bare(found: Estimate) -> bool:
    return found.value is not None and (found.low is None or found.low == found.high)


def _notes(lines: Sequence[_Line]) -> list[str]:
    """Return what was done to the ratings, why there is no value, and where kappa misleads."""
    done = dict.fromkeys(note for one in lines for note in one.found.notes)
    why = [
        f"{line(one.name)}: {name} is {estimate.undefined}."
        for one in lines
        for name, estimate in one.both
        if estimate.value is None
    ]
    return [*done, *why, *(f"{line(one.name)}: {text}" for one in lines for text in one.found.warnings)]


# ------------------------------------------------------------------------------------------------- the picture


def _drawings(lines: Sequence[_Line], notes: Sequence[str]) -> Iterator[Drawing]:
    lowest = _lowest(lines)
    runs = chunks([str(place) for place in range(len(lines))], _A_PAGE)
    for number, run in enumerate(runs, 1):
        own = [lines[int(place)] for place in run]
        sheet = Sheet()
        _heads(sheet)
        _behind(sheet, len(own), lowest)
        for one in own:
            _draw(sheet, one, lowest)
        _axis(sheet, lowest)
        sheet.notes(notes)
        yield sheet.drawing(numbered(TITLE, number, len(runs)), "\n".join([*map(_said, own), *notes]))


def _lowest(lines: Sequence[_Line]) -> float:
    """Return where the axis begins: at 0, or at the half below the lowest end of an interval."""
    ends = [end for one in lines for _, found in one.both for end in (found.value, found.low) if end is not None]
    return max(-1.0, min(0.0, math.floor(2 * min(ends, default=0.0)) / 2))


def _x(value: float, lowest: float) -> float:
    left, right = EDGE + _LABEL + _NUMBER + _SHARE + 10, WIDTH - EDGE - _RIGHT
    return left + (right - left) * (value - lowest) / (1 - lowest)


def _heads(sheet: Sheet) -> None:
    middle = sheet.y + 6
    sheet.say("Question", EDGE, middle, SMALLEST, bold=True)
    sheet.say("Twice", EDGE + _LABEL + _NUMBER / 2, middle, SMALLEST, bold=True, centred=True)
    sheet.say("Alike", EDGE + _LABEL + _NUMBER + _SHARE / 2, middle, SMALLEST, bold=True, centred=True)
    sheet.say("Value (95% interval)", WIDTH - EDGE - _RIGHT + 10, middle, SMALLEST, bold=True)
    sheet.y += 13
    sheet.lines.append(Line(((EDGE, sheet.y), (WIDTH - EDGE, sheet.y))))


def _ticks(lowest: float) -> list[float]:
    return [lowest + step / 2 for step in range(round((1 - lowest) * 2) + 1)]


def _behind(sheet: Sheet, lines: int, lowest: float) -> None:
    bottom = sheet.y + lines * _STEP + 2
    for tick in _ticks(lowest):
        x = _x(tick, lowest)
        colour = "#555555" if tick == 0 else PALE
        sheet.lines.append(Line(((x, sheet.y), (x, bottom)), colour, 0.6, dashed=tick == 0))


def _draw(sheet: Sheet, one: _Line, lowest: float) -> None:
    middle = sheet.y + _STEP / 2
    words = fitted(one.name, _LABEL - 4, SIZE, 2)
    for place, text in enumerate(words):
        sheet.say(text, EDGE, middle + SIZE * LEADING * (place - (len(words) - 1) / 2))
    sheet.say(str(one.found.n), EDGE + _LABEL + _NUMBER / 2, middle, centred=True)
    share = one.found.percent_agreement.value
    if share is not None:
        sheet.say(f"{share:.1%}", EDGE + _LABEL + _NUMBER + _SHARE / 2, middle, centred=True)
    for (name, found), off, fill in zip(one.both, (-_OFF, _OFF), ("#000000", "#ffffff"), strict=True):
        _estimate(sheet, found, middle + off, lowest, fill)
        sheet.say(f"{name} {_valued(found)}", WIDTH - EDGE - _RIGHT + 10, middle + off, SMALLEST)
    sheet.y += _STEP
    sheet.lines.append(Line(((EDGE, sheet.y), (WIDTH - EDGE, sheet.y)), PALE, 0.4))


def _estimate(sheet: Sheet, found: Estimate, middle: float, lowest: float, fill: str) -> None:
    if found.value is None:
        return
    if found.low is not None and found.high is not None:
        ends = ((_x(found.low, lowest), middle), (_x(found.high, lowest), middle))
        sheet.lines.append(Line(ends, "#000000", 1.0))
        for x, _ in ends:
            sheet.lines.append(Line(((x, middle - 2), (x, middle + 2)), "#000000", 1.0))
    sheet.dot(_x(found.value, lowest), middle, _MARK, fill)


def _valued(found: Estimate) -> str:
    if found.value is None:
        return "undefined"
    known = found.low is not None and found.high is not None
    shown = f"{found.value:.2f}" + (f" ({found.low:.2f} to {found.high:.2f})" if known else "")
    return shown.replace("-", "\u2212")


def _axis(sheet: Sheet, lowest: float) -> None:
    sheet.y += 2
    sheet.lines.append(Line(((_x(lowest, lowest), sheet.y), (_x(1, lowest), sheet.y))))
    for tick in _ticks(lowest):
        sheet.say(f"{tick:g}".replace("-", "\u2212"), _x(tick, lowest), sheet.y + 7, SMALLEST, centred=True)
    sheet.y += 14


def _said(one: _Line) -> str:
    share = one.found.percent_agreement.value
    alike = f"{share:.1%} of {one.found.n} alike, " if share is not None else ""
    return f"{line(one.name)}: {alike}{', '.join(f'{name} {_valued(found)}' for name, found in one.both)}."


# ------------------------------------------------------------------------------------------------- table and text


def _table(lines: Sequence[_Line], notes: Sequence[str]) -> Table:
    other = " or ".join(dict.fromkeys(one.other_name for one in lines)) or "AC1"
    names = ("Kappa", "95% low", "95% high", other, f"{other}, 95% low", f"{other}, 95% high", "Alpha")
    columns = (
        *(Column("Question"), counted("Rated twice"), counted("Raters")),
        *(Column("Percent agreement", numeric=True, share=True), *(Column(name, numeric=True) for name in names)),
    )
    return Table("ratings_agreement", TITLE, columns, tuple(map(_row, lines)), notes=tuple(notes))


def _row(one: _Line) -> tuple[str | int | float | None, ...]:
    found, kappa, other = one.found, one.found.kappa, one.other
    ends = (kappa.value, kappa.low, kappa.high, other.value, other.low, other.high)
    return (one.name, found.n, len(found.raters), found.percent_agreement.value, *ends, found.alpha.value)


_AXIS = 25


def _text(lines: Sequence[_Line], notes: Sequence[str], columns: int) -> str:
    """Return the plot for a terminal: kappa as `●`, the other as `○`, each with its interval."""
    if not lines:
        return "Nothing yet.\n"
    lowest = _lowest(lines)
    room = max(12, min(28, columns - _AXIS - 27))
    cells = max(11, min(_AXIS, columns - room - 27))
    found = []
    for one in lines:
        share = one.found.percent_agreement.value
        found.append(f"{padded(one.name, room)}{one.found.n} rated twice, {share or 0:.1%} alike")
        for (name, estimate), mark in zip(one.both, "●○", strict=True):
            drawn = _drawn(estimate, mark, lowest, cells)
            found.append(f"{f'  {name}':<{room}}{drawn}  {_valued(estimate)}".rstrip())
    ends = f"{'':<{room}}{f'{lowest:g}':<{cells - 1}}1"
    said = [filled(note, columns) for note in notes]
    return "\n".join([*found, ends, "", *said]) + "\n"


def _drawn(found: Estimate, mark: str, lowest: float, cells: int) -> str:
    def place(value: float) -> int:
        return round((cells - 1) * (value - lowest) / (1 - lowest))

    row = ["·" if cell == place(0) else " " for cell in range(cells)]
    if found.low is not None and found.high is not None:
        for cell in range(place(found.low), place(found.high) + 1):
            row[cell] = "─"
    if found.value is not None:
        row[place(found.value)] = mark
    return "".join(row)
