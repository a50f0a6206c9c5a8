"""The traffic-light plot: a row a study, a column a criterion, studies of one design below each other.

The thing a reader would get wrong: criteria differ by design, so each design has columns of its own, and a blank there
is a criterion that nobody has rated, not one that does not apply; that is a rating of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import QualityCriterion
from reviewkit.flow.diagram.layout import WIDTH
from reviewkit.flow.diagram.nouns import MARK
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.diagram.widths import width
from reviewkit.flow.table import Column, Table
from reviewkit.plots.looks import look, looks
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
    occurring,
    padded,
    upright_names,
    upright_room,
)
from reviewkit.text import folded, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.criteria.nouns import Quality
    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.plots.nouns import Row

OVERALL = "Overall"
_NAMES = (("ratings", "Ratings of each study"), ("ratings_by_rater", "Ratings of each study, by rater"))
_MOST_COLUMNS, _ALL_COLUMNS = 20, 1_000_000
_MOST_LABEL, _MOST_RATER = 150.0, 70.0
_WIDEST = 40.0
"""Points of a column."""
_STEP = 13.0
"""Of a row."""
_ABOVE_KEY = 4.0
_BLANK = "Blank: not rated."
_EXCLUDED = f"{MARK} Excluded for its quality."


@dataclass(frozen=True, slots=True)
class _Panel:
    """The studies of one design, or some of their criteria where there are very many."""

    head: str
    criteria: tuple[QualityCriterion, ...]
    rows: tuple[Row, ...]
    overall: bool


def traffic_lights(rows: Sequence[Row], instrument: Quality, notes: Sequence[str] = (), columns: int = 78) -> Plot:
    """Return the plot of what was agreed on, or of what each rater says, in the order given; `columns` of its text."""
    by_rater = any(row.rater for row in rows)
    name, title = _NAMES[by_rater]
    panels, whole = (list(_panels(rows, instrument, most)) for most in (_MOST_COLUMNS, _ALL_COLUMNS))
    below = [*_own_notes(panels), *notes]
    return Plot(
        name,
        title,
        tuple(_Pages(panels, instrument, below).drawings(title)),
        tuple(_table(panel, name, title, [*_own_notes([panel]), *notes]) for panel in whole),
        _text(panels, instrument, below, columns),
    )


def _own_notes(panels: Sequence[_Panel]) -> list[str]:
    """Return what has to be said to read the plot: of blanks and of marked studies."""
    blank = any(one.id not in row.ratings for panel in panels for row in panel.rows for one in panel.criteria) or any(
        panel.overall and not row.judgement for panel in panels for row in panel.rows
    )
    marked = any(row.excluded for panel in panels for row in panel.rows)
    return [*([_BLANK] if blank else []), *([_EXCLUDED] if marked else [])]


def _panels(rows: Sequence[Row], instrument: Quality, most: int) -> Iterator[_Panel]:
    """Yield the studies by design, those of designs that are gone last, with so many criteria at the most."""
    gone = sorted({row.design for row in rows}.difference(instrument.designs))
    for design in (*instrument.designs, *gone):
        own = tuple(row for row in rows if row.design == design)
        if not own:
            continue
        criteria = {one.id: one for one in instrument.criteria_for(design) or _rated(own, instrument)}
        runs = chunks(list(criteria), most)
        for number, run in enumerate(runs, 1):
            last = number == len(runs)
            head = f"{design[:1].upper()}{design[1:]}" or "No design"
            part = f", criteria {number} of {len(runs)}" if len(runs) > 1 else ""
            yield _Panel(head + part, tuple(criteria[one] for one in run), own, bool(instrument.judgements) and last)


def _rated(rows: Sequence[Row], instrument: Quality) -> list[QualityCriterion]:
    """Return what studies were rated on whose design the instrument has no longer."""
    known = {one.id: one for one in instrument.criteria}
    given = dict.fromkeys(criterion for row in rows for criterion in row.ratings)
    return [known.get(one) or QualityCriterion(one, one, ()) for one in given]


# ------------------------------------------------------------------------------------------------- the picture


class _Pages:
    """Sheets that are filled one after the other."""

    def __init__(self, panels: Sequence[_Panel], instrument: Quality, notes: Sequence[str]) -> None:
        self._panels, self._notes, self._instrument = panels, notes, instrument
        self._ratings, self._judgements = looks(instrument.scale), looks(instrument.judgements)
        rows = [row for panel in panels for row in panel.rows]
        self._label = min(_MOST_LABEL, max([width(_label(row), SIZE) for row in rows], default=0)) + 6
        self._rater = min(_MOST_RATER, max([width(line(row.rater), SIZE) for row in rows], default=0))
        self._left = EDGE + self._label + (self._rater + 6 if self._rater else 0)
        self._sheets: list[Sheet] = []
        self._said: list[list[str]] = []
        self._bottom = TALLEST - self._foot()

    def _foot(self) -> float:
        """Return how much room the key and the notes need."""
        sheet = Sheet(0)
        self._end(sheet)
        return sheet.drawing("", "").height + _ABOVE_KEY

    def drawings(self, title: str) -> Iterator[Drawing]:
        """Yield the pages."""
        for panel in self._panels:
            self._draw(panel)
        for number, (sheet, said) in enumerate(zip(self._sheets, self._said, strict=True), 1):
            sheet.y += _ABOVE_KEY
            self._end(sheet)
            yield sheet.drawing(numbered(title, number, len(self._sheets)), "\n".join([*said, *self._notes]))

    def _end(self, sheet: Sheet) -> None:
        rows = [row for panel in self._panels for row in panel.rows]
        given = [value for row in rows for value in row.ratings.values()]
        sheet.key(occurring(self._ratings, given), "Ratings:")
        if self._instrument.judgements:
            judged = [row.judgement for row in rows]
            sheet.key(occurring(self._judgements, judged), "Overall:", square=True)
        sheet.notes(self._notes)

    def _draw(self, panel: _Panel) -> None:
        names = [line(one.name) for one in panel.criteria] + [OVERALL] * panel.overall
        step = min(_WIDEST, (WIDTH - EDGE - self._left) / max(1, len(names)))
        lines = upright_names(names, step)
        needs = _STEP + upright_room(lines) + _STEP
        if not self._sheets or self._sheets[-1].y + needs > self._bottom:
            self._turn()
        self._head(panel.head, lines, step)
        before = ""
        for row in panel.rows:
            if self._sheets[-1].y + _STEP > self._bottom:
                self._turn()
                self._head(f"{panel.head} (continued)", lines, step)
                before = ""
            self._row(row, panel, step, again=row.study == before)
            before = row.study
        self._sheets[-1].y += 8

    def _turn(self) -> None:
        self._sheets.append(Sheet())
        self._said.append([])

    def _head(self, head: str, lines: Sequence[Sequence[str]], step: float) -> None:
        sheet = self._sheets[-1]
        sheet.band(head, _STEP)
        sheet.heads(lines, self._left, step)

    def _row(self, row: Row, panel: _Panel, step: float, *, again: bool) -> None:
        sheet = self._sheets[-1]
        middle = sheet.y + _STEP / 2
        if not again:
            sheet.say(cut(_label(row), self._label - 4, SIZE), EDGE, middle)
        if row.rater:
            sheet.say(cut(row.rater, self._rater + 1, SIZE), EDGE + self._label, middle)
        for place, criterion in enumerate(panel.criteria):
            value = row.ratings.get(criterion.id, "")
            sheet.mark(look(self._ratings, value), self._left + step * (place + 0.5), middle)
        if panel.overall and row.judgement:
            judged = look(self._judgements, row.judgement)
            sheet.mark(judged, self._left + step * (len(panel.criteria) + 0.5), middle, square=True)
        sheet.y += _STEP
        sheet.rule(pale=True)
        self._said[-1].append(_said(row, panel))


def _label(row: Row) -> str:
    return line(row.study) + MARK * row.excluded


def _said(row: Row, panel: _Panel) -> str:
    """Return a row in words."""
    who = f" ({line(row.rater)})" if row.rater else ""
    each = [f"{line(one.name)} {row.ratings.get(one.id) or 'not rated'}" for one in panel.criteria]
    each += [f"overall {row.judgement or 'not judged'}"] * panel.overall
    return f"{_label(row)}{who}: {', '.join(each)}."


# ------------------------------------------------------------------------------------------------- table and text


def _table(panel: _Panel, name: str, title: str, notes: Sequence[str]) -> Table:
    by_rater = any(row.rater for row in panel.rows)
    heads = ["Study", *(["Rater"] * by_rater), *(one.name for one in panel.criteria), *([OVERALL] * panel.overall)]
    rows = [
        (
            _label(row),
            *([row.rater] * by_rater),
            *(row.ratings.get(one.id, "") for one in panel.criteria),
            *([row.judgement] * panel.overall),
        )
        for row in panel.rows
    ]
    columns = tuple(Column(line(head)) for head in heads)
    return Table(
        "_".join([name, *folded(panel.head).split()]),
        f"{title}: {panel.head[:1].lower()}{panel.head[1:]}",
        columns,
        tuple(rows),
        notes=tuple(notes),
    )


_CELL = 4
"""Columns of a terminal that a mark takes with what stands beside it."""
_LEAST_LABEL = 12


def _text(panels: Sequence[_Panel], instrument: Quality, notes: Sequence[str], columns: int) -> str:
    """Return the plot in symbols; criteria are numbered, as a terminal cannot write upright."""
    if not panels:
        return "\n".join(["Nothing yet.", *notes]) + "\n"
    ratings, judgements = looks(instrument.scale), looks(instrument.judgements)
    rows = [row for panel in panels for row in panel.rows]
    parts = [part for panel in panels for part in _panel_text(panel, instrument, columns)]
    key = occurring(ratings, [value for row in rows for value in row.ratings.values()])
    said = ["Ratings: " + ", ".join(f"{one.symbol} {line(name)}" for name, one in key.items()) + "."]
    if instrument.judgements:
        judged = occurring(judgements, [row.judgement for row in rows])
        said.append("Overall: " + ", ".join(f"{one.symbol} {line(name)}" for name, one in judged.items()) + ".")
    return "\n\n".join([*parts, "\n".join(filled(one, columns) for one in (*said, *notes))]) + "\n"


def _panel_text(panel: _Panel, instrument: Quality, columns: int) -> Iterator[str]:
    ratings, judgements = looks(instrument.scale), looks(instrument.judgements)
    names = [line(one.name) for one in panel.criteria] + [OVERALL] * panel.overall
    labels = [_label(row) + (f", {line(row.rater)}" if row.rater else "") for row in panel.rows]
    widest = max([columns_taken(one) for one in labels], default=0) + 2
    fits = max(1, (columns - _LEAST_LABEL) // _CELL)
    room = max(_LEAST_LABEL, min(widest, columns - _CELL * min(fits, len(names))))
    places = [str(place) for place in range(len(names))]
    for run in chunks(places, fits):
        lines = [
            filled(panel.head, columns),
            " " * room + "".join(f"{int(place) + 1:<{_CELL}}" for place in run).rstrip(),
        ]
        for row, label in zip(panel.rows, labels, strict=True):
            marks = [look(ratings, row.ratings.get(one.id, "")) for one in panel.criteria]
            marks += [look(judgements, row.judgement)] * panel.overall
            shown = "".join(f"{marks[int(place)].symbol:<{_CELL}}" for place in run)
            lines.append((padded(label, room) + shown).rstrip())
        lines += [filled(f"{int(place) + 1} {names[int(place)]}", columns, "  ") for place in run]
        yield "\n".join(lines)
