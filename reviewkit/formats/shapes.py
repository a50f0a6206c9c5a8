"""Where the fields stand in an entry: worked out once for all entries that have the same tags in the same order.

A large export has few such shapes, so that what a dialect's table says need not be asked again of every entry. The
thing a reader would get wrong: a field that can refuse a value (a DOI that is none) is told all the places where it may
look, and what it leaves is for `unmapped`; any other field takes its place for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from reviewkit.formats.dialects import CHOOSY, LOOKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Getter = Callable[[Sequence[str]], Sequence[str]]
    """From all values of an entry to some of them."""

    from reviewkit.formats.dialects import Dialect, Family
    from reviewkit.formats.entry import Entry

    Where = Mapping[str, Sequence[int]]
    """The places of each tag."""

NOWHERE = -1
"""The place behind the last value, where an empty one stands."""
SINGLE = ("title", "journal", "volume", "issue", "language", "database", "publisher")
"""Fields of one value that is taken as it is; which of two goes first to a tag that both may have, the order says."""
_MOST = 5000
"""Shapes held at once; a file of which every entry has one of its own shall not fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where one dialect's fields stand in entries of one shape."""

    dialect: Dialect
    tags: tuple[str, ...]
    single: Getter
    """Those of `SINGLE`, from the values and an empty one behind them."""
    authors: Getter
    keywords: Getter
    abstract: tuple[int, ...]
    """Of these three, the most preferred tags that are there."""
    pages: int
    """Of a range, or of the first page."""
    last_page: int
    spare: tuple[int, ...]
    """Of what no field takes or could take."""
    spare_tags: tuple[str, ...]
    spare_values: Getter
    doi: tuple[int, ...]
    issn: tuple[int, ...]
    year: tuple[int, ...]
    accession: tuple[int, ...]
    types: tuple[int, ...]
    peer_reviewed: tuple[int, ...]
    url: tuple[int, ...]
    """Of these seven, all places in order of preference: the values may be refused."""
    doi_else: tuple[int, ...]
    accession_else: tuple[int, ...]
    mentions: tuple[int, ...]
    codes: Getter
    """In these four something is looked for, and they stay what they are."""


class Shape:
    """What entries with the same tags have in common."""

    __slots__ = ("_base", "_marks", "_own_marks", "_places", "_where", "fault", "tags")

    def __init__(self, family: Family, tags: tuple[str, ...]) -> None:
        """Look up the tags in the family's tables."""
        where: dict[str, list[int]] = {}
        for place, tag in enumerate(tags):
            where.setdefault(tag, []).append(place)
        self.tags = tags
        self._where = where
        self._base = family.base
        self.fault = family.unreadable if where.keys() <= family.silent else ""
        """Why entries with these tags are no records, or an empty text if they are."""
        self._marks = tuple(
            (place, text, dialect)
            for dialect in family.dialects
            for tag, text in dialect.marks
            for place in (where.get(tag, ()) if tag else (NOWHERE,))
        )
        self._own_marks = tuple(mark for mark in self._marks if mark[0] != NOWHERE)
        self._places: dict[int, Places] = {}

    def dialect(self, entry: Entry) -> Dialect:
        """Return the first dialect that has a mark in an entry of this shape, or in the text behind it."""
        values = [*entry.values, entry.after] if entry.after else entry.values
        for place, text, dialect in self._marks if entry.after else self._own_marks:
            if text in values[place]:
                return dialect
        return self._base

    def places(self, entry: Entry) -> Places:
        """Return where the fields stand in an entry of this shape."""
        dialect = self.dialect(entry)
        known = self._places.get(id(dialect))
        if known is None:
            known = self._places[id(dialect)] = _places(dialect, self.tags, self._where)
        return known


class Shapes:
    """The shapes of the entries of one file."""

    def __init__(self, family: Family) -> None:
        """Know none."""
        self._family = family
        self._known: dict[str, Shape] = {}

    def of(self, tags: Sequence[str]) -> Shape:
        """Return the shape of entries with these tags."""
        key = "\n".join(tags)
        shape = self._known.get(key)
        if shape is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            shape = self._known[key] = Shape(self._family, tuple(tags))
        return shape


def _places(dialect: Dialect, tags: tuple[str, ...], where: Where) -> Places:
    left = set(range(len(tags)))

    def every(tags_: Iterable[str]) -> tuple[int, ...]:
        return tuple(place for tag in tags_ for place in where.get(tag, ()))

    def one(field: str) -> int:
        place = next((place for place in every(dialect.all_tags[field]) if place in left), NOWHERE)
        left.discard(place)
        return place

    def group(field: str) -> tuple[int, ...]:
        found = next(filter(None, map(every, dialect.tags[field])), ())
        left.difference_update(found)
        return found

    choosy = {field: every(dialect.all_tags[field]) for field in CHOOSY}
    left.difference_update(*choosy.values())
    single = itemgetter(*map(one, SINGLE))
    authors, keywords, abstract = map(group, ("authors", "keywords", "abstract"))
    pages = one("pages")
    first_page, last_page = one("first_page") if pages == NOWHERE else pages, one("last_page")
    spare = tuple(sorted(left))
    return Places(
        dialect=dialect,
        tags=tags,
        single=single,
        authors=_getter(authors),
        keywords=_getter(keywords),
        abstract=abstract,
        pages=first_page,
        last_page=last_page,
        spare=spare,
        spare_tags=tuple(tags[place] for place in spare),
        spare_values=_getter(spare),
        **choosy,
        **{field: every(dialect.all_tags[field]) for field in LOOKING if field != "codes"},
        codes=_getter(every(dialect.all_tags["codes"])),
    )


def _getter(places: Sequence[int]) -> Getter:
    """Return what gets the values at these places."""
    if list(places) == list(range(places[0], places[-1] + 1) if places else ()):
        return itemgetter(slice(places[0], places[-1] + 1) if places else slice(0))  # as a list, however many
    return itemgetter(*places)
