"""The summary plot: how often each rating was given on each criterion, of the studies whose design asks for it.

The thing a reader would get wrong: what a bar is out of differs by criterion, so its size stands beside it. Every study
counts alike, as summary plots of risk of bias have it without a meta-analysis; or as many times as it has reports. A
weight by precision, which some have, needs results that a review of this kind need not pool.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR
from reviewkit.flow.diagram.layout import SMALLEST, WIDTH, Line, Rectangle
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.diagram.widths import width
from reviewkit.flow.table import Column, Table, counted
from reviewkit.plots.looks import NOT_RATED, hatching, look, looks
from reviewkit.plots.nouns import Plot
from reviewkit.plots.parts import EDGE, LEADING, SIZE, Sheet, chunks, filled, fitted, numbered, occurring, padded
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reviewkit.criteria.nouns import Quality
    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.plots.looks import Look
    from reviewkit.plots.nouns import Row

TITLE = "How often each rating was given"
_LABEL, _RIGHT = 128.0, 44.0
_STEP, _BAR = 23.0, 15.0
_A_PAGE = 25
_NOT_RATED = "not rated"


@dataclass(frozen=True, slots=True)
class Bar:
    """One criterion, or the overall judgement."""

    name: str
    counts: Mapping[str, int]
    """By rating, best first, what has no place on the scale after it; without those never given."""
    overall: bool = False

    @property
    def total(self) -> int:
        """Return what the bar is out of."""
        return sum(self.counts.values())


def counts(rows: Sequence[Row], instrument: Quality, *, by_reports: bool = False) -> tuple[Bar, ...]:
    """Return what was given on each criterion that any study was rated on, and overall; each study once or by reports.

    A criterion that a study's design asks for and that nobody has rated counts as not rated.
    """
    bars = [
        _bar(
            one.name,
            [(row.ratings.get(one.id, ""), row) for row in rows if row.design in one.designs],
            instrument.scale,
            by_reports,
        )
        for one in instrument.criteria
    ]
    if instrument.judgements:
        bars.append(_bar("Overall", [(row.judgement, row) for row in rows], instrument.judgements, by_reports, True))
    return tuple(bar for bar in bars if bar.total)


def _bar(
    name: str, given: Sequence[tuple[str, Row]], points: Sequence[str], by_reports: bool, overall: bool = False
) -> Bar:
    found: dict[str, int] = {}
    for value, row in given:
        found[value or _NOT_RATED] = found.get(value or _NOT_RATED, 0) + (row.reports if by_reports else 1)
    order = (*points, UNCLEAR, NOT_APPLICABLE, *sorted(found), _NOT_RATED)
    return Bar(name, {value: found[value] for value in dict.fromkeys(order) if value in found}, overall)


def summary_bars(
    rows: Sequence[Row], instrument: Quality, notes: Sequence[str] = (), columns: int = 78, *, by_reports: bool = False
) -> Plot:
    """Return the plot of what was agreed on; `columns` of its text."""
    bars = counts(rows, instrument, by_reports=by_reports)
    unit = "reports" if by_reports else "studies"
    how = "Each study counts as many times as it has reports." if by_reports else "Each study counts once."
    below = [how, *notes]
    return Plot(
        "summary",
        TITLE,
        tuple(_drawings(bars, instrument, below, unit)) if bars else (),
        tuple(one for one in _tables(bars, instrument, below, unit) if one.rows),
        _text(bars, instrument, below, columns),
    )


# ------------------------------------------------------------------------------------------------- the picture


def _drawings(bars: Sequence[Bar], instrument: Quality, notes: Sequence[str], unit: str) -> Iterator[Drawing]:
    runs = chunks([str(place) for place in range(len(bars))], _A_PAGE)
    for number, run in enumerate(runs, 1):
        own = [bars[int(place)] for place in run]
        sheet = Sheet()
        for bar in own:
            _draw(sheet, bar, instrument)
        _axis(sheet, unit)
        _key(sheet, bars, instrument)
        sheet.notes(notes)
        said = [_said(bar) for bar in own]
        yield sheet.drawing(numbered(TITLE, number, len(runs)), "\n".join([*said, *notes]))


def _ends() -> tuple[float, float]:
    return EDGE + _LABEL, WIDTH - EDGE - _RIGHT


def _draw(sheet: Sheet, bar: Bar, instrument: Quality) -> None:
    left, right = _ends()
    middle, known = sheet.y + _STEP / 2, looks(instrument.judgements if bar.overall else instrument.scale)
    lines = fitted(bar.name, _LABEL - 6, SIZE, 2)
    for place, words in enumerate(lines):
        sheet.say(words, EDGE, middle + SIZE * LEADING * (place - (len(lines) - 1) / 2), bold=bar.overall)
    at = left
    for value, number in bar.counts.items():
        end = at + (right - left) * number / bar.total
        _segment(sheet, look(known, "" if value == _NOT_RATED else value), number, (at, middle - _BAR / 2, end))
        at = end
    sheet.say(f"n = {bar.total}", right + 6, middle)
    sheet.y += _STEP


def _segment(sheet: Sheet, one: Look, number: int, place: tuple[float, float, float]) -> None:
    """Draw a part of a bar; the hatching leaves out what is written in it."""
    left, top, right = place
    bottom, middle = top + _BAR, (left + right) / 2
    sheet.rectangles.append(Rectangle(left, top, right - left, _BAR, one.fill, one.dashed))
    words = f"{one.symbol} {number}".strip()
    half = width(words, SIZE, bold=True) / 2 + 2.5
    if 2 * half > right - left:
        words = one.symbol
        half = width(words, SIZE, bold=True) / 2 + 1.5
    if 2 * half > right - left:
        sheet.lines += hatching(one, left, top, right, bottom)
        return
    sheet.lines += hatching(one, left, top, middle - half, bottom) + hatching(one, middle + half, top, right, bottom)
    sheet.say(words, middle, (top + bottom) / 2, bold=True, centred=True)


def _axis(sheet: Sheet, unit: str) -> None:
    left, right = _ends()
    sheet.y += 3
    sheet.lines.append(Line(((left, sheet.y), (right, sheet.y))))
    for quarter in range(5):
        x = left + (right - left) * quarter / 4
        sheet.lines.append(Line(((x, sheet.y), (x, sheet.y + 3))))
        sheet.say(f"{25 * quarter}%", x, sheet.y + 8, SMALLEST, centred=True)
    sheet.say(f"Share of the {unit}", EDGE, sheet.y + 8, SMALLEST)
    sheet.y += 15


def _key(sheet: Sheet, bars: Sequence[Bar], instrument: Quality) -> None:
    ratings = [value for bar in bars for value in bar.counts if not bar.overall]
    blank = {_NOT_RATED: NOT_RATED} if any(_NOT_RATED in bar.counts for bar in bars) else {}
    sheet.key(occurring(looks(instrument.scale), ratings) | blank, "Ratings:", hatched=True)
    if instrument.judgements:
        judged = [value for bar in bars for value in bar.counts if bar.overall]
        sheet.key(occurring(looks(instrument.judgements), judged), "Overall:", hatched=True)


def _said(bar: Bar) -> str:
    each = ", ".join(f"{line(value)} {number}" for value, number in bar.counts.items())
    return f"{line(bar.name)}: {each}, of {bar.total}."


# ------------------------------------------------------------------------------------------------- table and text


def _tables(bars: Sequence[Bar], instrument: Quality, notes: Sequence[str], unit: str) -> Iterator[Table]:
    """Yield the ratings by criterion, and the judgements, which are words of another scale."""
    for name, points, overall in (
        ("ratings_given", instrument.scale, False),
        ("judgements_given", instrument.judgements, True),
    ):
        own = [bar for bar in bars if bar.overall is overall]
        given = {value for bar in own for value in bar.counts}
        order = (*points, UNCLEAR, NOT_APPLICABLE, *sorted(given))
        values = [value for value in dict.fromkeys(order) if value in given]
        rows: list[tuple[str | int, ...]] = [
            (bar.name, *(bar.counts.get(value, 0) for value in values), bar.total) for bar in own
        ]
        heads = (Column("Criterion"), *(counted(line(value)) for value in values), counted(f"All {unit}"))
        title = "How often each judgement was made" if overall else TITLE
        yield Table(name, title, heads, tuple(rows), notes=tuple(notes))


_SHADES = "█▓▒░"
"""Of the points of a scale for a terminal, best first; of longer ones the last again."""


def _text(bars: Sequence[Bar], instrument: Quality, notes: Sequence[str], columns: int) -> str:
    if not bars:
        return "\n".join(["Nothing yet.", *notes]) + "\n"
    room = max([columns_taken(line(bar.name)) for bar in bars], default=0) + 2
    room = min(room, max(12, columns // 3))
    cells = max(10, min(40, columns - room - 2))
    lines = []
    for bar in bars:
        known = looks(instrument.judgements if bar.overall else instrument.scale)
        each = "  ".join(
            f"{look(known, '' if value == _NOT_RATED else value).symbol or '-'} {number}"
            for value, number in bar.counts.items()
        )
        drawn = "".join(
            _shade(value, instrument.judgements if bar.overall else instrument.scale) * number
            for value, number in _cells(bar, cells).items()
        )
        lines += [padded(bar.name, room) + drawn, *_below(f"{each}  of {bar.total}", room, columns)]
    said = ", ".join(f"{one.symbol} {line(name)}" for name, one in _explained(bars, instrument).items())
    return "\n".join([*lines, "", *(filled(one, columns) for one in (f"{said}.", *notes))]) + "\n"


def _below(text: str, room: int, columns: int) -> list[str]:
    """Return a text below a bar, in lines that begin where it does."""
    return textwrap.wrap(text, columns, initial_indent=" " * room, subsequent_indent=" " * room)


def _explained(bars: Sequence[Bar], instrument: Quality) -> dict[str, Look]:
    given = [value for bar in bars for value in bar.counts]
    ratings = occurring(looks(instrument.scale), given)
    return {**ratings, **(occurring(looks(instrument.judgements), given) if instrument.judgements else {})}


def _shade(value: str, points: Sequence[str]) -> str:
    if value not in points:
        return "·"
    return _SHADES[min(list(points).index(value), len(_SHADES) - 1)]


def _cells(bar: Bar, cells: int) -> dict[str, int]:
    """Return how many cells each rating gets: largest remainders, so that they add up."""
    exact = {value: cells * number / bar.total for value, number in bar.counts.items()}
    found = {value: int(share) for value, share in exact.items()}
    left = cells - sum(found.values())
    for value in sorted(exact, key=lambda one: found[one] - exact[one])[:left]:
        found[value] += 1
    return found
