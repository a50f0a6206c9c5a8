"""The diagram for a terminal: the same boxes, one pair of columns below the other."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.flow.diagram.nouns import Box, Diagram

_BETWEEN = 4
"""Columns between two boxes: room for an arrow."""
_LEAST = 16


def as_text(diagram: Diagram, width: int = 78) -> str:
    """Return the diagram for a terminal of `width` columns, 40 at least."""
    each = max(_LEAST, (width - _BETWEEN) // 2)
    parts = [textwrap.fill(line(diagram.title), width)]
    for heading, boxes in diagram.parts():
        first = min(box.column for box in boxes)
        parts.append("\n".join([*textwrap.wrap(heading.upper(), width), *_column(boxes, first, each)]))
    parts += [textwrap.fill(line(note), width) for note in diagram.footnotes]
    return "\n\n".join(parts) + "\n"


def _column(boxes: list[Box], first: int, width: int) -> Iterator[str]:
    rows = sorted({box.row for box in boxes})
    for row in rows:
        main = [box for box in boxes if box.row == row and box.column == first]
        beside = [box for box in boxes if box.row == row and box.column != first]
        left = _drawn(main[0], width) if main else []
        right = _drawn(beside[0], width) if beside else []
        for number in range(max(len(left), len(right))):
            own = left[number] if number < len(left) else _down(width, last=row == rows[-1])
            between = " ──▶ "[1:] if right and number == 1 else " " * _BETWEEN
            other = right[number] if number < len(right) else ""
            yield f"{own}{between if other else ''}{other}".rstrip()
        if row != rows[-1]:
            yield f"{' ' * (width // 2)}▼"


def _down(width: int, *, last: bool) -> str:
    return (
        (" " if last else "│").center(width)
        if width % 2
        else f"{' ' * (width // 2)}{' ' if last else '│'}".ljust(width)
    )


def _drawn(box: Box, width: int) -> list[str]:
    corners = "┌┄┐└┘┊" if box.marked else "┌─┐└┘│"
    inner = width - 4
    lines = [one for item in box.items for one in wrapped_in_columns(str(item), inner, item.indent)]
    return [
        corners[0] + corners[1] * (width - 2) + corners[2],
        *(f"{corners[5]} {one}{' ' * (inner - columns_taken(one))} {corners[5]}" for one in lines),
        corners[3] + corners[1] * (width - 2) + corners[4],
    ]


def wrapped_in_columns(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """Yield a text in lines that take no more than `width` columns; "(n = 5)" stays together."""
    lead = "  " * min(indent, 2)
    room = width - len(lead)
    current = ""
    for word in line(text.replace("\u00a0", "\ue000")).replace("\ue000", "\u00a0").split(" "):
        for part in _parts(word, room):
            if current and columns_taken(current) + 1 + columns_taken(part) > room:
                yield lead + current.replace("\u00a0", " ")
                current = part
            else:
                current = f"{current} {part}" if current else part
    yield lead + current.replace("\u00a0", " ")


def _parts(word: str, room: int) -> list[str]:
    parts = [""]
    for character in word:
        if columns_taken(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts


def columns_taken(text: str) -> int:
    """Return how many columns a text takes; wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )
