"""What a dialect is: which tag means what on one platform, and how an entry gives its platform away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewkit.formats import identifiers

Tags = Mapping[str, tuple[tuple[str, ...], ...]]
"""Field to groups of tags in order of preference; the tags of one group are read together."""

FIELDS = frozenset(
    {
        *("title", "authors", "year", "journal", "volume", "issue", "pages", "first_page", "last_page", "abstract"),
        *("keywords", "doi", "issn", "accession", "types", "peer_reviewed", "language", "database", "publisher", "url"),
        "doi_else",  # a DOI is looked for here too, but the value stays what it is
        "accession_else",  # accession numbers are looked for here too
        "mentions",  # and here where no other tag has any
        "codes",  # the platform's code of the database is looked for here
    }
)
LOOKING = ("doi_else", "accession_else", "mentions", "codes")
"""Fields that take nothing."""
CHOOSY = ("doi", "issn", "year", "accession", "types", "peer_reviewed", "url")
"""Fields that take only values of their form; no other field may be offered what these were."""


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
        """Flatten the table, and refuse one in which two fields want a tag that either may leave."""
        tags = {name: self.tags.get(name, ()) for name in FIELDS}
        object.__setattr__(self, "tags", tags)
        flat = {name: tuple(tag for group in groups for tag in group) for name, groups in tags.items()}
        object.__setattr__(self, "all_tags", flat)
        choosy = {tag for name in CHOOSY for tag in flat[name]}
        others = {tag for name in FIELDS.difference(CHOOSY, LOOKING) for tag in flat[name]}
        if choosy & others:
            raise ValueError(f"two fields want {sorted(choosy & others)}")


@dataclass(frozen=True, slots=True)
class Family:
    """All dialects of one format, the more telling ones first."""

    base: Dialect
    dialects: tuple[Dialect, ...]
    silent: frozenset[str]
    """Tags that alone make no record, such as RIS's TY."""
    unreadable: str = "no field of this entry can be read"
