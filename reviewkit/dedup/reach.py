"""Which known records may share a key with a few new ones, so that one record added by hand is no work for all others.

The thing a reader would get wrong: this may let through what shares no key, and must never keep back what does. So it
asks for less than `blocks` does, of the text as it stands, and works out a form only where that would not do.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.dedup.blocks import TELLING_WORDS, names, telling
from reviewkit.dedup.forms import accessions, form
from reviewkit.dedup.people import authors
from reviewkit.dedup.places import number, pages
from reviewkit.dedup.titles import title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.dedup.forms import Form
    from reviewkit.model import Record

FEW = 50
"""New records up to which it is worth asking."""
_PUNCTUATION = str.maketrans("", "", string.punctuation + string.whitespace)


def within_reach(new: Iterable[Record], known: Iterable[Record]) -> list[Record]:
    """Return all known records that share a key with a new one, and perhaps some others."""
    sought = _sought([form(record) for record in new])
    return [record for record in known if _reached(record, sought)]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What the new records have of keys."""

    dois: frozenset[str]
    accessions: frozenset[tuple[str, str]]
    words: tuple[tuple[str, ...], ...]
    """A known title that shares a key has all of one of these in its letters."""
    authors: frozenset[tuple[int, str]]
    years: frozenset[int]
    places: frozenset[tuple[str, int]]
    """Volume and first page."""
    volumes: frozenset[str]


def _sought(forms: Sequence[Form]) -> _Sought:
    signed = [(one.year, name) for one in forms if one.year for name in names(one)]
    return _Sought(
        dois=frozenset(one.doi for one in forms if one.doi),
        accessions=frozenset(entry for one in forms for entry in one.accession),
        words=tuple({words for one in forms if not one.title.generic for words in _ends(one)}),
        authors=frozenset(signed),
        years=frozenset(year for year, _ in signed),
        places=frozenset((one.volume, one.pages.first) for one in forms if one.volume and one.pages),
        volumes=frozenset(one.volume for one in forms if one.volume and one.pages),
    )


def _ends(of: Form) -> tuple[tuple[str, ...], ...]:
    """Return the words that the keys of a title are made of."""
    found = telling(of)
    return (tuple(found[:TELLING_WORDS]), tuple(found[-TELLING_WORDS:])) if found else ((of.title.solid,),)


def _reached(record: Record, sought: _Sought) -> bool:
    return (
        (record.doi is not None and record.doi in sought.dois)
        or (bool(sought.words) and _is_called(record, sought))
        or (record.year in sought.years and _is_by(record, sought))
        or (number(record.volume) in sought.volumes and _is_at(record, sought))
        or (bool(sought.accessions) and not sought.accessions.isdisjoint(accessions(record)))
    )


def _is_called(record: Record, sought: _Sought) -> bool:
    letters = _letters(record)
    return any(all(word in letters for word in words) for words in sought.words)


def _is_at(record: Record, sought: _Sought) -> bool:
    place = pages(record.pages)
    return place is not None and (number(record.volume), place.first) in sought.places


def _letters(record: Record) -> str:
    """Return a title's letters and digits; those of plain text without working out more."""
    if record.title.isascii() and "&" not in record.title:
        return record.title.lower().translate(_PUNCTUATION)
    return title(record.title, record.types).solid


def _is_by(record: Record, sought: _Sought) -> bool:
    signed = authors(record.authors)[:1]
    return any((record.year, word) in sought.authors for one in signed for word in one.words)
