"""What a dialect is: which tag means what on one platform, and how an entry gives its platform away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.formats import identifiers
from reviewkit.formats.entry import by_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.formats.entry import Pair
    from reviewkit.formats.identifiers import Values

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
    own: bool = False
    """Written by reviewkit: nothing in it has to be mended or taken apart."""
    all_tags: Mapping[str, tuple[str, ...]] = field(init=False, default_factory=dict)
    """Field to all its tags in order of preference, groups aside."""

    def __post_init__(self) -> None:
        """Flatten the table once: this is asked of every field of every entry."""
        tags = {name: self.tags.get(name, ()) for name in FIELDS}
        object.__setattr__(self, "tags", tags)
        flat = {name: tuple(tag for group in groups for tag in group) for name, groups in tags.items()}
        object.__setattr__(self, "all_tags", flat)


@dataclass(frozen=True, slots=True)
class Family:
    """All dialects of one format, the more telling ones first."""

    base: Dialect
    dialects: tuple[Dialect, ...]
    silent: frozenset[str]
    """Tags that alone make no record, such as RIS's TY."""
    unreadable: str = "no field of this entry can be read"

    _marks: tuple[tuple[str, str, Dialect], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """List the marks of all dialects once: this is asked of every entry."""
        marks = tuple((tag, text, dialect) for dialect in self.dialects for tag, text in dialect.marks)
        object.__setattr__(self, "_marks", marks)

    def dialect_of(self, pairs: Iterable[Pair], after: str) -> Dialect:
        """Return the first of the dialects that has a mark anywhere in the entry, else the base."""
        return self.dialect(by_tag(pairs), after)

    def dialect(self, values: Values, after: str) -> Dialect:
        """Return the same of values by tag."""
        for tag, text, dialect in self._marks:
            if tag in values:
                for value in values[tag]:
                    if text in value:
                        return dialect
            elif not tag and after and text in after:
                return dialect
        return self.base

    def fault(self, pairs: Iterable[Pair]) -> str:
        """Return why these fields make no record, or an empty text if they do."""
        return self.lack(by_tag(pairs))

    def lack(self, values: Values) -> str:
        """Return the same of values by tag."""
        return self.unreadable if values.keys() <= self.silent else ""
