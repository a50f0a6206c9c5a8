"""The search-results table: routes by stages, as in the reference case's Table 3, and what it is printed as."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.counts import DUPLICATES, IDENTIFIED, INCLUDED, REMOVED, SCREENED, key, pending
from reviewkit.model import RecordId, Route, Stage, Status
from reviewkit.text import cell, line, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.flow.counts import Boxes, Flow

COLUMNS = (
    "Results",
    "Potentially relevant (after reading abstract)",
    "Fulfilled inclusion criteria (after full text reading)",
    "Included in review (after quality assessment)",
)
BEFORE = ("Records identified", "Duplicate records removed", "Records marked as ineligible by automation tools")
"""What happened before anybody read a record, in the words of PRISMA 2020."""
TOTAL = "Total"
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

    @property
    def screened(self) -> int:
        """Return how many are left to read: identified, less duplicates, less removed."""
        return len(self.cells[0].reports)


@dataclass(frozen=True, slots=True)
class Table:
    """The search-results table; the last row is the total."""

    rows: tuple[Row, ...]


def labels(names: Mapping[Route, str], databases: Sequence[str]) -> dict[Route, str]:
    """Return the label of each route: the team's own, else the databases' names, else the route's."""
    found = _ROUTES | ({Route.DATABASE: _joined(databases)} if databases else {}) | dict(names)
    return {route: line(found[route]) for route in Route}


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def table(flow: Flow, names: Mapping[Route, str], *, quality_excludes: bool) -> Table:
    """Return the table of a flow."""
    rows = [_row(names[route], boxes, quality_excludes) for route, boxes in flow.routes.items()]
    return Table((*rows, _row(TOTAL, flow.total, quality_excludes)))


def _row(label: str, boxes: Boxes, quality_excludes: bool) -> Row:
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
    return Row(label, cells, len(boxes.get(IDENTIFIED, ())), len(boxes.get(DUPLICATES, ())), removed)


def differences(printed: Table, published: Mapping[str, Sequence[int | None]], source: str) -> list[str]:
    """Return a sentence for each cell in which a published table (row label to numbers) differs from this one."""
    rows = {row.label: row for row in printed.rows}
    sentences = []
    for label, numbers in published.items():
        row = rows.get(label)
        if row is None:
            sentences.append(f'{source} has a row "{label}" that the events do not have.')
            continue
        for column, cell_, number in zip(COLUMNS, row.cells, numbers, strict=False):
            if number != len(cell_.reports):
                says = "nothing" if number is None else str(number)
                sentences.append(
                    f"{label}, {column.lower()}: {source} prints {says}, the events add up to {len(cell_.reports)}."
                )
    return sentences


# ------------------------------------------------------------------------------------------------- as text


def as_text(printed: Table, width: int = 78) -> str:
    """Return the table for a terminal of `width` columns: headings wrapped, numbers right-aligned."""
    import textwrap

    number = max(11, *(len(str(cell_)) for row in printed.rows for cell_ in row.cells)) + 1
    first = max(20, width - number * len(COLUMNS) - len(COLUMNS))
    heads = [textwrap.wrap(column, number) for column in COLUMNS]
    height = max(len(head) for head in heads)
    padded = [[""] * (height - len(head)) + head for head in heads]
    lines = [" " * first + "".join(f" {head[level]:>{number}}" for head in padded).rstrip() for level in range(height)]
    rule = "─" * (first + (number + 1) * len(COLUMNS))
    lines.append(rule)
    for row in printed.rows:
        if row is printed.rows[-1]:
            lines.append(rule)
        wrapped = textwrap.wrap(row.label, first - 1) or [""]
        lines += wrapped[:-1]
        lines.append(f"{wrapped[-1]:<{first}}" + "".join(f" {cell_!s:>{number}}" for cell_ in row.cells))
    return "\n".join(text.rstrip() for text in lines)


def as_markdown(printed: Table) -> str:
    """Return the table as Markdown."""
    return _rows(
        printed,
        lambda texts: "| " + " | ".join(markdown(text) for text in texts) + " |\n",
        after_head="| --- |" + " ---: |" * len(COLUMNS) + "\n",
    )


def as_csv(printed: Table) -> str:
    """Return the table as CSV, safe in a spreadsheet: a column for each number, and after it what is pending there.

    Where rules have removed anything, columns before the results say what became of the records identified.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    before = BEFORE if any(row.removed for row in printed.rows) else ()
    heads = [name for column in COLUMNS[1:] for name in (column, f"{column}: pending")]
    writer.writerow(["", *before, COLUMNS[0], *heads])
    for row in printed.rows:
        numbers = [len(ids) for cell_ in row.cells for ids in (cell_.reports, cell_.pending)]
        identified = (row.identified, row.duplicates, sum(row.removed.values()))[: len(before)]
        writer.writerow([cell(row.label), *identified, numbers[0], *numbers[2:]])
    return out.getvalue()


def _rows(printed: Table, written: Callable[[Sequence[str]], str], after_head: str) -> str:
    body = "".join(written([row.label, *map(str, row.cells)]) for row in printed.rows)
    return written(["", *COLUMNS]) + after_head + body
