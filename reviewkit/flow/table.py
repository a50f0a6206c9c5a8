"""A table as values, and the one way in which all tables are written: terminal, Markdown, CSV, JSON.

The thing a reader would get wrong: a cell is a value, not its text. Numbers stay numbers as far as JSON and a workbook
can take them; only the renderers here round and word them, each in the way of its format.
"""

from __future__ import annotations

import csv
import io
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.text import cell, line, markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = str | int | float | None
"""A text, a count, a measure, or nothing."""

_NARROWEST = 14
"""Columns that a text needs in a terminal."""
_TALLEST = 5
"""Lines that a text may take beside the other columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and whether numbers stand in it."""

    head: str
    numeric: bool = False
    share: bool = False
    """Of numbers: whether they are shares from 0 to 1, to be read as percentages."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column names the row."""

    name: str
    """Of its file, without an ending: `by_database`."""
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: bool = False
    """Whether the last row is the sum of the others."""
    notes: tuple[str, ...] = ()
    """Sentences below it."""
    boxes: tuple[tuple[str, ...], ...] = ()
    """For each cell the box of the flow that lists what it counts, empty for none; empty where no cell has any."""


def counted(head: str) -> Column:
    """Return a column of counts."""
    return Column(head, numeric=True)


def as_value(table: Table) -> dict[str, object]:
    """Return the table for JSON: a row is an object by the heads of the columns."""
    heads = [column.head or "row" for column in table.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in table.rows]
    return {"name": table.name, "caption": table.caption, "rows": rows, "notes": list(table.notes)}


def shown(value: Value, column: Column) -> str:
    """Return a value as people read it: `91.8%`, `0.84`, `47`."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1%}" if column.share else f"{value:.2f}"
    return line(str(value))


def as_markdown(table: Table) -> str:
    """Return the table as Markdown, without its caption."""
    heads = _row(_heads(table))
    rule = "|" + "|".join(" ---: " if column.numeric else " --- " for column in table.columns) + "|\n"
    return heads + rule + "".join(_row(_shown(row, table)) for row in table.rows)


def _row(texts: Sequence[str]) -> str:
    return "| " + " | ".join(markdown(text) for text in texts) + " |\n"


def as_csv(table: Table) -> str:
    """Return the table as CSV, safe in a spreadsheet; a share as it is, from 0 to 1, not rounded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column.head) for column in table.columns])
    writer.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in table.rows)
    return out.getvalue()


def _shown(row: Sequence[Value], table: Table) -> list[str]:
    return [shown(value, column) for value, column in zip(row, table.columns, strict=True)]


# ------------------------------------------------------------------------------------------------- for a terminal


def as_text(table: Table, width: int = 78) -> str:
    """Return the table for a terminal of `width` columns: headings wrapped, numbers right-aligned, no caption.

    A table with more columns than fit, or with texts too long for theirs, is written row by row, a line a column.
    """
    widths = _widths(table, width)
    if not _fits(table, widths):
        return _row_by_row(table, width)
    rule = "─" * sum(widths)
    lines = [*_level(_heads(table), table, widths, bottom=True), rule]
    for number, row in enumerate(table.rows, start=1):
        if table.total and number == len(table.rows):
            lines.append(rule)
        lines += _level(_shown(row, table), table, widths)
    return "\n".join(lines)


def _fits(table: Table, widths: Sequence[int]) -> bool:
    """Return whether every text has room in its column: width enough, and no more lines than can be taken in."""
    wordy = [place for place, column in enumerate(table.columns) if not column.numeric]
    longest = {place: max((len(str(row[place] or "")) for row in table.rows), default=0) for place in wordy}
    return all(widths[place] >= _NARROWEST and longest[place] <= _TALLEST * widths[place] for place in wordy)


def with_caption(table: Table, width: int) -> str:
    """Return the table for a terminal with its caption above and its notes below."""
    notes = "\n".join(textwrap.fill(line(note), width, subsequent_indent="  ") for note in table.notes)
    body = as_text(table, width) if table.rows else "Nothing yet."
    return "\n\n".join(part for part in (textwrap.fill(line(table.caption), width), body, notes) if part) + "\n"


def _widths(table: Table, width: int) -> list[int]:
    """Return how wide each column is: numbers alike and as narrow as their heads allow, texts share the rest."""
    numeric = [place for place, column in enumerate(table.columns) if column.numeric]
    words = [word for place in numeric for word in table.columns[place].head.split()]
    texts = [shown(row[place], table.columns[place]) for row in table.rows for place in numeric]
    number = max([len(text) for text in (*words, *texts)], default=0) + 2
    wordy = [place for place in range(len(table.columns)) if place not in numeric]
    shared = _shared(table, wordy, max(20, width - number * len(numeric)))
    return [shared.get(place, number) for place in range(len(table.columns))]


def _shared(table: Table, places: Sequence[int], room: int) -> dict[int, int]:
    """Return how wide each column of text is: the short ones as wide as they need, the others alike."""
    needs = {
        place: max(_NARROWEST, *(len(line(str(one[place] or ""))) + 2 for one in (_heads(table), *table.rows)))
        for place in places
    }
    found: dict[int, int] = {}
    for place in sorted(places, key=needs.__getitem__):
        left = room - sum(found.values())
        found[place] = min(needs[place], left // (len(places) - len(found)))
    if len(places) == 1:
        found[places[0]] = room
    return found


def _heads(table: Table) -> list[str]:
    return [column.head for column in table.columns]


def _level(texts: Sequence[str], table: Table, widths: Sequence[int], *, bottom: bool = False) -> list[str]:
    """Return one row of the table as lines; numbers stand at its foot where a text takes several."""
    wrapped = [
        textwrap.wrap(line(text), width - (2 if column.numeric else 1)) or [""]
        for text, column, width in zip(texts, table.columns, widths, strict=True)
    ]
    height = max(len(one) for one in wrapped)
    placed = [
        [""] * (height - len(one)) + one if column.numeric or bottom else one + [""] * (height - len(one))
        for one, column in zip(wrapped, table.columns, strict=True)
    ]
    return [
        "".join(
            f"{one[level]:>{width}}" if column.numeric else f"{one[level]:<{width}}"
            for one, column, width in zip(placed, table.columns, widths, strict=True)
        ).rstrip()
        for level in range(height)
    ]


def _row_by_row(table: Table, width: int) -> str:
    return "\n\n".join("\n".join(_one_by_one(_shown(row, table), table, width)) for row in table.rows)


def _one_by_one(texts: Sequence[str], table: Table, width: int) -> list[str]:
    first, *others = zip(table.columns, texts, strict=True)
    lines = textwrap.wrap(first[1], width) or ["(no name)"]
    for column, text in others:
        if text:
            lines += textwrap.wrap(f"{column.head}: {text}", width, initial_indent="  ", subsequent_indent="    ")
    return lines
