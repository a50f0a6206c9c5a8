"""One entry of an export, between the scanners and the tables: its tags and values as they stand there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SEPARATOR = " | "
"""Between the types, and between the accession numbers, of one record in one field of a file that reviewkit wrote."""
Pair = tuple[str, str]
"""A field tag (or column, or BibTeX field name) and its value, stripped; lines of a wrapped value end in `\\n`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a scanner found: enough to build either a record or a rejection."""

    line: int
    """Where the entry begins, from 1."""
    raw: str
    pairs: tuple[Pair, ...] = ()
    extra: tuple[Pair, ...] = ()
    """Fields that stand behind the entry's end mark: kept, but never read as its title, authors and so on."""
    after: str = ""
    """Text behind the end mark that is no field; a platform may be known by it."""
    fault: str = ""
    """Why the entry cannot be read; empty if it can."""


def by_tag(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Return the values of each tag in their order; empty ones are none."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for tag, value in pairs:
        if value:
            values[tag].append(value)
    return values
