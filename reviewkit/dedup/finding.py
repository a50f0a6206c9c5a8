"""Which known records the entries of another file are of: the same paper without any doubt, or nobody.

The thing a reader would get wrong: a DOI alone is not enough where an entry has a title too, since a table that was
sorted by one column has every DOI beside another paper's title. Then the rules for duplicates have to call it the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.dedup.forms import OTHER, form
from reviewkit.dedup.linking import links
from reviewkit.model import LinkVerdict, Record, RecordId, short_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Found = dict[RecordId, frozenset[RecordId]]
"""For each entry that is a known paper, the known records of it."""


def found(entries: Sequence[Record], known: Sequence[Record]) -> tuple[Found, dict[RecordId, str]]:
    """Return which known records each entry is of, and why some others may be of one but are of none.

    An entry without a title is known by its DOI or accession number alone.
    """
    bare = [one for one in entries if not one.title.strip()]
    same: defaultdict[RecordId, set[RecordId]] = defaultdict(set)
    doubts: dict[RecordId, str] = {}
    new = {one.id for one in entries} - {one.id for one in bare}
    for link in links([one for one in entries if one.id in new], known):
        entry, other = (link.a, link.b) if link.a in new else (link.b, link.a)
        if other in new:
            continue
        if link.verdict is LinkVerdict.SAME:
            same[entry].add(other)
        else:
            doubts.setdefault(entry, f"it may be {short_id(other)}, but: {', '.join(link.reasons)}")
    together = {entry: frozenset(records) for entry, records in same.items()} | _by_number(bare, known)
    return together, {entry: why for entry, why in doubts.items() if entry not in together}


def _by_number(bare: Sequence[Record], known: Iterable[Record]) -> Found:
    if not bare:
        return {}
    bearing: defaultdict[object, set[RecordId]] = defaultdict(set)
    for one in known:
        for number in _numbers(one):
            bearing[number].add(one.id)
    of = {one.id: frozenset(record for number in _numbers(one) for record in bearing[number]) for one in bare}
    return {entry: records for entry, records in of.items() if records}


def _numbers(record: Record) -> Iterator[object]:
    """Yield what identifies a paper anywhere; a number of an unknown kind counts only with its kind before it."""
    own = form(record)
    if own.doi is not None:
        yield own.doi
    yield from (number for number in own.accession if number[0] != OTHER or ":" in number[1])
