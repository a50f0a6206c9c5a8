"""What is said around the diagram: the footnotes, and all of it in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.diagram.nouns import MARK
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.flow.diagram.nouns import Box

_MARKED = f"{MARK} Not in the PRISMA 2020 diagram."
_SOURCE = "Layout and wording: Page MJ, et al. BMJ 2021;372:n71. doi: 10.1136/bmj.n71. CC BY 4.0."


def footnotes(watermark: str, notes: Sequence[str], *, marked: bool) -> tuple[str, ...]:
    """Return what stands below the diagram, the watermark first."""
    return tuple(note for note in (line(watermark), *notes, _MARKED if marked else "", _SOURCE) if note)


def sentences(boxes: Iterable[Box]) -> list[str]:
    """Return the boxes read out, a sentence each."""
    return ["; ".join(str(item).replace("\u00a0", " ") for item in box.items).replace(":;", ":") + "." for box in boxes]
