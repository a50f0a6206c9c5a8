"""Codes as one person sees them: names, themes and merges, out of all that was said of codes and what that person sees.

The thing a reader would get wrong: whether a code is still there depends on who looks. One that was taken back stays
for those who see a quotation that has it, and nobody learns of a quotation that is hidden from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reviewkit.model import Code


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a code."""

    says: Code
    """The last word on it; of two unknown to each other that of lowest id."""
    name: str
    """The last that it had, also where it was taken back."""
    makers: frozenset[str]
    """Everyone who has ever said something of it."""


def merged_into(code: str, known: Mapping[str, Known]) -> str:
    """Return the code that a code has become; of codes merged in a circle the first by id, of one unknown itself."""
    path = [code]
    while (into := known[path[-1]].says.into if path[-1] in known else "") and into in known:
        if into in path:
            return min(path[path.index(into) :])
        path.append(into)
    return path[-1]


def seen(known: Mapping[str, Known], person: str | None, used: Collection[str]) -> set[str]:
    """Return the codes that a person sees, merges followed: own ones that stand, and those on quotations, `used`."""
    own = {merged_into(code, known) for code, one in known.items() if person in one.makers}
    on_quotations = {merged_into(code, known) for code in used}
    return {code for code in own if known[code].says.name} | {code for code in on_quotations if code in known}
