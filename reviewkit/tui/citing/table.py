"""What a section of the screen shows: a sentence, and lines in columns, each with words of its own.

The thing a reader would get wrong: where there is little room whole columns go, the least telling first, so that the
words below the list say every number once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.tui.words import padded, right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.content import Content

    from reviewkit.model import RecordId

_FIRST = 16
"""Columns that the first of a table gets at least, before others have to go."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; the first has no size and takes what is left."""

    word: str
    size: int = 0
    rank: int = 0
    """The greatest goes first where there is no room; 0 stays."""
    left: bool = False
    """Words, which stand at the left."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    cells: tuple[str, ...]
    """Those left out at the end are empty."""
    words: Callable[[], Content]
    """All about it, for below the list."""
    thing: object = None
    """What it is about, for the keys."""
    seed: RecordId | None = None
    """A record of the report that it is about, if it is about one."""
    alarm: int = 0
    """Columns at the end of the line that have to be looked into."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section, as it stands."""

    sentence: str
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    keys: frozenset[str] = frozenset()
    """Labels of the keys that do something here, of those that do not everywhere."""


def heads(columns: Sequence[Column], width: int) -> str:
    """Return what stands above the columns of `laid`."""
    return laid(columns, [column.word for column in columns], width)


def laid(columns: Sequence[Column], cells: Sequence[str], width: int) -> str:
    """Return the cells of a line in their columns."""
    shown = _shown(columns, width)
    first = max(1, width - sum(column.size for column in shown))
    texts = [*cells, *[""] * (len(columns) - len(cells))]
    parts = []
    for column, text in zip(columns, texts, strict=True):
        if column in shown:
            size = column.size or first
            # a gap behind what stands at the left, before what stands at the right
            parts.append(f"{padded(text, size - 1)} " if not column.size or column.left else right(text, size))
    return "".join(parts)


def _shown(columns: Sequence[Column], width: int) -> list[Column]:
    shown = list(columns)
    while width - sum(column.size for column in shown) < _FIRST and any(column.rank for column in shown):
        shown.remove(max(shown, key=lambda one: one.rank))
    return shown
