"""The search results: routes by stages, as in the reference case's Table 3, as values and as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.flow.counts import (
    DUPLICATES,
    IDENTIFIED,
    INCLUDED,
    NOT_READ,
    REMOVED,
    REMOVED_OTHER,
    SCREENED,
    key,
    pending,
)
from reviewkit.flow.table import Column, Table, counted
from reviewkit.model import RecordId, Route, Stage, Status
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.flow.counts import Boxes, Flow

COLUMNS = (
    "Results",
    "Potentially relevant (after reading abstract)",
    "Fulfilled inclusion criteria (after full text reading)",
    "Included in review (after quality assessment)",
)
BEFORE = (
    "Records identified",
    "Duplicate records removed",
    "Records marked as ineligible by automation tools",
    "Records removed for other reasons",
)
"""What happened before anybody read a record, in the words of PRISMA 2020."""
AFTER = "Records not read after stopping"
TOTAL = "Total"
_NAMED = 4
"""Databases that a label names; more would fill the table, and have one of their own."""
_STAGES = (None, Stage.TITLE_ABSTRACT, Stage.FULL_TEXT, Stage.QUALITY)
_ROUTES = {
    Route.DATABASE: "Databases",
    Route.REGISTER: "Registers",
    Route.CITATION: "Citation searching",
    Route.WEBSITE: "Websites",
    Route.ORGANISATION: "Organisations",
    Route.CONTACT: "Contacts",
    Route.HAND: "Hand search",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table: the reports behind it, and those that could still join them."""

    reports: tuple[RecordId, ...]
    pending: tuple[RecordId, ...] = ()

    def __str__(self) -> str:
        """Return `47`, or `47 + 12 pending`."""
        return f"{len(self.reports)} + {len(self.pending)} pending" if self.pending else str(len(self.reports))


@dataclass(frozen=True, slots=True)
class Row:
    """A route, or all of them together."""

    label: str
    cells: tuple[Cell, ...]
    identified: int
    duplicates: int
    removed: Mapping[str, int]
    """How many each rule has removed, by the rule, sorted; without zeros."""
    removed_other: int = 0
    """How many were removed before screening, and not by a rule."""
    route: Route | None = None
    """None of the total."""
    not_read: int = 0
    """How many of those left to read were not read, since screening was stopped."""

    @property
    def screened(self) -> int:
        """Return how many are left to read: identified, less duplicates, less removed."""
        return len(self.cells[0].reports)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The search-results table; the last row is the total."""

    rows: tuple[Row, ...]


def labels(names: Mapping[Route, str], databases: Sequence[str]) -> dict[Route, str]:
    """Return the label of each route: the team's own, else the names of a few databases, else the route's."""
    named = {Route.DATABASE: _joined(databases)} if 0 < len(databases) <= _NAMED else {}
    found = _ROUTES | named | dict(names)
    return {route: line(found[route]) for route in Route}


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def search_results(flow: Flow, names: Mapping[Route, str], *, quality_excludes: bool) -> SearchResults:
    """Return the search results of a flow."""
    rows = [_row(names[route], boxes, quality_excludes, route) for route, boxes in flow.routes.items()]
    return SearchResults((*rows, _row(TOTAL, flow.total, quality_excludes)))


def _row(label: str, boxes: Boxes, quality_excludes: bool, route: Route | None = None) -> Row:
    def passed(stage: Stage | None) -> Cell:
        if stage is None:
            return Cell(boxes.get(SCREENED, ()))
        if stage is Stage.QUALITY:
            last = Stage.QUALITY if quality_excludes else Stage.FULL_TEXT
            return Cell(boxes.get(INCLUDED, ()), pending(boxes, last))
        return Cell(boxes.get(key(stage, Status.INCLUDED), ()), pending(boxes, stage))

    cells = tuple(passed(stage) for stage in _STAGES)
    removed = {
        box.removeprefix(f"{REMOVED}."): len(boxes[box]) for box in sorted(boxes) if box.startswith(f"{REMOVED}.")
    }
    numbers = {box: len(boxes.get(box, ())) for box in (IDENTIFIED, DUPLICATES, REMOVED_OTHER, NOT_READ)}
    return Row(
        label,
        cells,
        numbers[IDENTIFIED],
        numbers[DUPLICATES],
        removed,
        numbers[REMOVED_OTHER],
        route,
        numbers[NOT_READ],
    )


# ------------------------------------------------------------------------------------------------- as tables


def as_table(printed: SearchResults) -> Table:
    """Return the search results as people read them: a number, and with it what is pending."""
    rows = [(row.label, *map(str, row.cells)) for row in printed.rows]
    passed = [SCREENED, *(key(stage, Status.INCLUDED) for stage in _STAGES[1:3] if stage), INCLUDED]
    links = [("", *(f"{row.route}.{box}" if row.route else box for box in passed)) for row in printed.rows]
    return replace(_table(COLUMNS, rows), boxes=tuple(links))


def as_plain_table(printed: SearchResults) -> Table:
    """Return the search results for a program: a column for each number, and after it what is pending there.

    Where anything was removed before screening, columns before the results say what became of the records identified;
    where screening was stopped, one after them says how many were not read.
    """
    before = BEFORE[: _before(printed)]
    after = [AFTER] * any(row.not_read for row in printed.rows)
    heads = [name for column in COLUMNS[1:] for name in (column, f"{column}: pending")]
    rows: list[tuple[str | int, ...]] = []
    for row in printed.rows:
        numbers = [len(ids) for cell_ in row.cells for ids in (cell_.reports, cell_.pending)]
        removed = (row.identified, row.duplicates, sum(row.removed.values()), row.removed_other)[: len(before)]
        rows.append((row.label, *removed, numbers[0], *[row.not_read] * len(after), *numbers[2:]))
    return _table([*before, COLUMNS[0], *after, *heads], rows)


def _before(printed: SearchResults) -> int:
    """Return how many columns it takes to say what happened before anybody read a record."""
    if any(row.removed_other for row in printed.rows):
        return len(BEFORE)
    return len(BEFORE) - 1 if any(row.removed for row in printed.rows) else 0


def _table(heads: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> Table:
    columns = (Column(""), *map(counted, heads))
    return Table("search_results", "Search results", columns, tuple(rows), total=True)
