"""Which known records may share a key with a few new ones, so that one record added by hand is no work for all others.

The thing a reader would get wrong: this may let through what shares no key, and must never keep back what does. So it
asks for less than `blocks` does, of the text as it stands, and works out a form only where that would not do.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.dedup.blocks import names, telling
from reviewkit.dedup.forms import accessions, form
from reviewkit.dedup.people import authors
from reviewkit.dedup.places import number
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
    words: tuple[str, ...]
    """A known title that shares a key has one of these in its letters."""
    authors: frozenset[tuple[int, str]]
    years: frozenset[int]
    volumes: frozenset[str]


def _sought(forms: Sequence[Form]) -> _Sought:
    signed = [(one.year, name) for one in forms if one.year for name in names(one)]
    return _Sought(
        dois=frozenset(one.doi for one in forms if one.doi),
        accessions=frozenset(number for one in forms for number in one.accession),
        words=tuple({word for one in forms if not one.title.generic for word in _ends(one)}),
        authors=frozenset(signed),
        years=frozenset(year for year, _ in signed),
        volumes=frozenset(one.volume for one in forms if one.volume and one.pages),
    )


def _ends(of: Form) -> tuple[str, ...]:
    """Return the words that the keys of a title begin or end with."""
    found = telling(of)
    return (found[0], found[-1]) if found else (of.title.solid,)


def _reached(record: Record, sought: _Sought) -> bool:
    return (
        (record.doi is not None and record.doi in sought.dois)
        or (bool(sought.words) and any(word in _letters(record) for word in sought.words))
        or (record.year in sought.years and _is_by(record, sought))
        or (bool(record.volume) and bool(record.pages) and number(record.volume) in sought.volumes)
        or (bool(sought.accessions) and not sought.accessions.isdisjoint(accessions(record)))
    )


def _letters(record: Record) -> str:
    """Return a title's letters and digits; those of plain text without working out more."""
    if record.title.isascii() and "&" not in record.title:
        return record.title.lower().translate(_PUNCTUATION)
    return title(record.title, record.types).solid


def _is_by(record: Record, sought: _Sought) -> bool:
    signed = authors(record.authors)[:1]
    return any((record.year, word) in sought.authors for one in signed for word in one.words)
