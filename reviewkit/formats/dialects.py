"""What a dialect is: which tag means what on one platform, and how an entry gives its platform away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.formats import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.formats.entry import Pair

Tags = Mapping[str, tuple[tuple[str, ...], ...]]
"""Field to groups of tags in order of preference; the tags of one group are read together."""

FIELDS = frozenset(
    {
        *("title", "authors", "year", "journal", "volume", "issue", "pages", "first_page", "last_page", "abstract"),
        *("keywords", "doi", "issn", "accession", "types", "peer_reviewed", "language", "database", "publisher", "url"),
        "doi_else",  # a DOI is looked for here too, but the value stays what it is
        "mentions",  # accession numbers are looked for here too
    }
)


def tags(**fields: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return a table from rows such as `authors="A1+AU A2"`: A1 and AU together, A2 if there is neither."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    return {name: tuple(tuple(group.split("+")) for group in row.split()) for name, row in fields.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One platform's way to fill a format."""

    name: str
    """As people call the platform; empty for the format as such."""
    tags: Tags
    marks: tuple[tuple[str, str], ...] = ()
    """A tag, and a text within its value that only this platform writes. The tag `""` is the text behind an entry."""
    numbers: identifiers.Numbers = identifiers.plain
    """How the platform's accession numbers are read."""
    stopped_titles: bool = False
    """Titles end in a full stop that is not the author's."""


@dataclass(frozen=True, slots=True)
class Family:
    """All dialects of one format, the more telling ones first."""

    base: Dialect
    dialects: tuple[Dialect, ...]
    silent: frozenset[str]
    """Tags that alone make no record, such as RIS's TY."""
    unreadable: str = "no field of this entry can be read"
    _marks: Mapping[str, tuple[tuple[str, int], ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the marks by tag: this is asked of every line of every file."""
        index: dict[str, tuple[tuple[str, int], ...]] = {}
        for rank, dialect in enumerate(self.dialects):
            for tag, text in dialect.marks:
                index[tag] = (*index.get(tag, ()), (text, rank))
        object.__setattr__(self, "_marks", index)

    def dialect_of(self, pairs: Sequence[Pair], after: str) -> Dialect:
        """Return the first of the dialects that has a mark anywhere in the entry, else the base."""
        marks = self._marks
        ranks = [rank for tag, value in pairs if tag in marks for text, rank in marks[tag] if text in value]
        if after:
            ranks += [rank for text, rank in marks.get("", ()) if text in after]
        return self.dialects[min(ranks)] if ranks else self.base

    def fault(self, pairs: Iterable[Pair]) -> str:
        """Return why these fields make no record, or an empty text if they do."""
        silent = self.silent
        return "" if any(value and tag not in silent for tag, value in pairs) else self.unreadable
