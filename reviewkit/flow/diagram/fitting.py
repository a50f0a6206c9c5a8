"""A diagram made to fit a page: lists that make it too tall go below it, where lines are long.

The thing a reader would get wrong: nothing is left out and no letter gets smaller. A list that has gone below keeps its
head and number in the box, and a note of the same number in the footnotes holds the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.flow.diagram.layout import MILLIMETRES, WIDTH, drawing
from reviewkit.flow.diagram.nouns import Item

if TYPE_CHECKING:
    from reviewkit.flow.diagram.layout import Drawing
    from reviewkit.flow.diagram.nouns import Box, Diagram

TALLEST = 240
"""Millimetres: A4 with margins and a line or two of caption."""
_FEWEST = 3
"""Items that a list has at least for it to be worth a note."""

_List = tuple[int, int]
"""Of a box: the place of the head of a list, and the place after its last item."""


def fitted(diagram: Diagram) -> Drawing:
    """Return the drawing, its longest lists below it one after the other until it fits a page, or none is left."""
    made, notes = drawing(diagram), 0
    while made.height * MILLIMETRES / WIDTH > TALLEST and (box := _longest(diagram)) is not None:
        notes += 1
        diagram = _noted(diagram, box, notes)
        made = drawing(diagram)
    return made


def _longest(diagram: Diagram) -> Box | None:
    """Return the box with the longest list; the first of several."""
    sizes = {box.name: end - start - 1 for box in diagram.boxes for start, end in [_list(box)]}
    found = max(diagram.boxes, key=lambda box: sizes[box.name])
    return found if sizes[found.name] >= _FEWEST else None


def _list(box: Box) -> _List:
    """Return the longest list of a box: items that are moved in below one that has a number."""
    found = [(start, _end(box, start)) for start, item in enumerate(box.items) if item.number is not None]
    return max(found, key=lambda one: (one[1] - one[0], -one[0]), default=(0, 1))


def _end(box: Box, start: int) -> int:
    after = range(start + 1, len(box.items))
    return next((place for place in after if box.items[place].indent <= box.items[start].indent), len(box.items))


def _noted(diagram: Diagram, box: Box, number: int) -> Diagram:
    """Return the diagram with the longest list of a box in a note, which stands before the source."""
    start, end = _list(box)
    head, listed = box.items[start], box.items[start + 1 : end]
    note = f"Note {number}. {str(head).removesuffix(':')}: {'; '.join(map(str, listed))}."
    there = Item(f"see note {number}", indent=head.indent + 1)
    shorter = replace(box, items=(*box.items[: start + 1], there, *box.items[end:]))
    boxes = tuple(shorter if one is box else one for one in diagram.boxes)
    *others, source = diagram.footnotes
    return replace(diagram, boxes=boxes, footnotes=(*others, note, source))
