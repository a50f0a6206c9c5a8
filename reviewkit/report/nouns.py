"""A document as values, so that Markdown, DOCX, XLSX and the page say the same.

The thing a reader would get wrong: a `ToWrite` is no part of the text but a task for a person, and every form of the
document has to mark it as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.flow.table import Value


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph that the events support."""

    text: str


@dataclass(frozen=True, slots=True)
class ToWrite:
    """What only a person can say."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Several sentences of equal weight."""

    items: tuple[str, ...]


Part = Said | ToWrite | Bullets | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    parts: tuple[Part, ...]
    level: int = 2
    """2 for a part of the document, 3 for a part of that."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document."""

    name: str
    """Of its file, without an ending."""
    title: str
    watermark: str
    sections: tuple[Section, ...]


def table(
    name: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Value]],
    notes: Iterable[str] = (),
    boxes: Iterable[Sequence[str]] = (),
) -> Table:
    """Return a table; a column in which nothing but numbers stand is one of numbers."""
    numeric = [bool(rows) and all(isinstance(row[place], int) for row in rows) for place in range(len(heads))]
    return Table(
        name,
        caption,
        tuple(Column(head, numeric=all_numbers) for head, all_numbers in zip(heads, numeric, strict=True)),
        tuple(map(tuple, rows)),
        notes=tuple(notes),
        boxes=tuple(map(tuple, boxes)),
    )


def tables(papers: Iterable[Paper]) -> list[Table]:
    """Return the tables of documents in their order."""
    return [part for paper in papers for section in paper.sections for part in section.parts if isinstance(part, Table)]


def to_write(paper: Paper) -> list[tuple[str, str]]:
    """Return what a person must still write: the heading and the task."""
    return [
        (section.heading, part.text)
        for section in paper.sections
        for part in section.parts
        if isinstance(part, ToWrite)
    ]
