"""A diagram as values: boxes on a grid, the arrows between them, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

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
