"""What comes of putting a strategy into a platform's syntax.

The thing a reader would get wrong: a query with something in `cannot` is not the strategy. Whoever runs it reports
what is in there, and so does the program wherever it runs or keeps such a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What it does to the results that a platform cannot say something."""

    WIDER = "finds more"
    NARROWER = "finds less"
    BY_HAND = "to be set by hand"


@dataclass(frozen=True, slots=True)
class Cannot:
    """Something of the strategy that a platform cannot express."""

    what: str
    why: str
    effect: Effect
    remedy: str = ""

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"{self.what}: {self.why} ({self.effect}).{f' {self.remedy}' if self.remedy else ''}"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A strategy in one platform's syntax."""

    platform: str
    """The key of the platform: `ebscohost`."""
    name: str
    """What people call it: `EBSCOhost`."""
    query: str
    """Empty where it would not be the strategy at all: a whole concept cannot be said."""
    cannot: tuple[Cannot, ...] = ()
    notes: tuple[str, ...] = ()
    """What the platform does of itself with such a query."""
    sources: tuple[str, ...] = ()
    """Where the syntax is described."""
