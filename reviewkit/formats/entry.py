"""One entry of an export, between the scanners and the tables: its tags and values as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATOR = " | "
"""Between the types, and between the accession numbers, of one record in one field of a file that reviewkit wrote."""
Pair = tuple[str, str]
"""A field tag (or column, or BibTeX field name) and its value, stripped; lines of a wrapped value end in `\\n`."""


class Entry(NamedTuple):
    """What a scanner found: enough to build either a record or a rejection."""

    line: int
    """Where the entry begins, from 1."""
    raw: str
    tags: Sequence[str] = ()
    values: Sequence[str] = ()
    """One for each of the tags; an empty one is as good as none, and has to be left out before the tables are asked."""
    extra: tuple[Pair, ...] = ()
    """Fields that stand behind the entry's end mark: kept, but never read as its title, authors and so on."""
    after: str = ""
    """Text behind the end mark that is no field; a platform may be known by it."""
    fault: str = ""
    """Why the entry cannot be read; empty if it can."""

    @classmethod
    def of(cls, line: int, raw: str, pairs: Iterable[Pair], extra: tuple[Pair, ...] = (), after: str = "") -> Entry:
        """Return an entry of these pairs, those without a value left out."""
        filled = [pair for pair in pairs if pair[1]]
        return cls(line, raw, [tag for tag, _ in filled], [value for _, value in filled], extra, after)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the tags with their values."""
        return tuple(zip(self.tags, self.values, strict=True))


def filled(entry: Entry) -> Entry:
    """Return the entry without its empty values."""
    return Entry.of(entry.line, entry.raw, entry.pairs, entry.extra, entry.after)
