"""A diagram as values: boxes on a grid, the arrows between them, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "\u2020"
"""Behind what the official diagram does not have."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a box: words, and a number after them."""

    words: str
    number: int | None = None
    box: str = ""
    """The flow's box that lists what the number counts; empty for none."""
    indent: int = 0
    marked: bool = False
    """Not in the official diagram."""

    def __str__(self) -> str:
        """Return the line as it is drawn; what follows the words stays together."""
        number = f" (n\u00a0=\u00a0{self.number})" if self.number is not None else ""
        words = self.words.removesuffix(":")
        return words + MARK * self.marked + number + ":" * (words != self.words)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the diagram and its place on the grid."""

    name: str
    column: int
    row: int
    items: tuple[Item, ...]
    marked: bool = False
    """Not in the official diagram."""


@dataclass(frozen=True, slots=True)
class Band:
    """What names some columns above them, or some rows beside them."""

    words: str
    first: int
    last: int
    quiet: bool = False
    """Drawn in grey: of the columns for other methods and earlier versions."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A whole flow diagram."""

    title: str
    description: str
    """All of it in sentences, for those who hear it."""
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[str, str], ...]
    """Names of boxes, from and to."""
    headings: tuple[Band, ...]
    """Over columns."""
    phases: tuple[Band, ...]
    """Beside rows."""
    footnotes: tuple[str, ...]
    narrow: tuple[int, ...] = ()
    """Columns that can do with less room."""

    @property
    def columns(self) -> int:
        """Return how many columns there are."""
        return max(box.column for box in self.boxes) + 1

    def parts(self) -> Iterator[tuple[str, list[Box]]]:
        """Yield the boxes below each heading, then what is included, which all columns lead to."""
        last = self.phases[-1]
        starts = {box.name for box in self.boxes} - {target for _, target in self.arrows}
        for band in self.headings:
            own = [box for box in self.boxes if band.first <= box.column <= band.last and box.row < last.first]
            if any(box.name in starts for box in own):
                yield band.words, own
        yield last.words, [box for box in self.boxes if box.row >= last.first]

    def items(self) -> Iterator[Item]:
        """Yield all lines of all boxes, each part headed by its name and moved in below it."""
        for heading, boxes in self.parts():
            yield Item(heading)
            for box in boxes:
                for item in box.items:
                    yield replace(item, indent=item.indent + 1)
