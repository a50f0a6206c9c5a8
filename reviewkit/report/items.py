"""An item of a reporting checklist, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.report.facts import Facts

Told = tuple[list[str], list[str]]
"""What is said, what is missing."""
METHODS, RESULTS, APPENDIX = "Methods, ", "Results, ", "Appendix, "
"""What the name of a section is put behind."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist."""

    number: str
    topic: str
    asked: str
    where: str
    """The section that answers it; empty where only a person can."""
    answer: Callable[[Facts], Told]


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with its answer."""

    number: str
    topic: str
    asked: str
    where: str
    said: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether something is said and nothing is missing."""
        return bool(self.said) and not self.missing


def person(task: str) -> Callable[[Facts], Told]:
    """Return the answer to an item that no event can tell anything of."""
    return lambda _: ([], [task])
