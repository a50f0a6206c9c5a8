"""The best value of each field across one report's records, for showing and exporting.

The thing a reader would get wrong: what comes out is no entry of any export, so it has no line, no raw text and no
unmapped fields. Who needs those goes to the records themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reviewkit import text
from reviewkit.dedup.filling import with_filled
from reviewkit.dedup.retracted import RETRACTED, is_retracted
from reviewkit.model import Fillable, Record, RecordId

_COUNTED = ("title", "authors", "year", "journal", "volume", "issue", "pages", "abstract", "keywords", "doi", "issn")


_Ranked = Sequence[Record]
"""The most complete record first, then by id."""


def _by_id(ranked: _Ranked) -> list[Record]:
    return sorted(ranked, key=lambda record: record.id)


_BEST: dict[str, Callable[[_Ranked], object]] = {
    "title": lambda ranked: _best((record.title for record in ranked), _not_shouted),
    "authors": lambda ranked: max((one.authors for one in ranked), key=lambda names: (len(names), len("".join(names)))),
    "year": lambda ranked: _commonest(record.year for record in _by_id(ranked)),
    "journal": lambda ranked: _best((record.journal for record in ranked), len),
    "volume": lambda ranked: _first(record.volume for record in ranked),
    "issue": lambda ranked: _first(record.issue for record in ranked),
    "pages": lambda ranked: _best((record.pages for record in ranked), _is_range),
    "abstract": lambda ranked: _best((record.abstract for record in ranked), len),
    "keywords": lambda ranked: _union((record.keywords for record in ranked), text.folded),
    "doi": lambda ranked: next((record.doi for record in ranked if record.doi), None),
    "issn": lambda ranked: _union((record.issn for record in ranked), _alphanumeric),
    "isbn": lambda ranked: _union((record.isbn for record in ranked), _alphanumeric),
    "accession": lambda ranked: _union((record.accession for record in _by_id(ranked)), str.casefold),
    "types": lambda ranked: _union((record.types for record in ranked), str.casefold),
    "peer_reviewed": lambda ranked: _any_true(record.peer_reviewed for record in ranked),
    "language": lambda ranked: _first(record.language for record in ranked),
    "database": lambda ranked: _first(record.database for record in ranked),
    "publisher": lambda ranked: _first(record.publisher for record in ranked),
    "url": lambda ranked: _first(record.url for record in ranked),
}
"""What is taken of each field."""
_UNITED = frozenset({"keywords", "issn", "isbn", "accession", "types"})


def merged(records: Sequence[Record], filled: Mapping[Fillable, Sequence[str]] | None = None) -> Record:
    """Return one record for all (at least one): its id is the smallest, its fields the best that any of them states.

    What people have `filled` in is taken where none of the records says anything.

    Records are looked through in order, the most complete first, then by id. The first value found is taken, except:
    the longest abstract and journal name, the longest list of authors (then the one with the most letters, which has
    first names in full), pages that are a range before a single page, the most frequent year, and the union of all
    keywords, types, ISSN, ISBN and accession numbers. A title in mixed case goes before one in capitals. What any
    of them calls retracted has that among its types.
    """
    ranked = sorted(records, key=_fullest_first)
    values: dict[str, Any] = {name: best(ranked) for name, best in _BEST.items()}
    whole = Record(id=min(record.id for record in records), **values)
    if any(map(is_retracted, records)) and not is_retracted(whole):
        whole = replace(whole, types=(*whole.types, RETRACTED))
    return with_filled(whole, filled) if filled else whole


def origins(records: Sequence[Record]) -> dict[str, tuple[RecordId, ...]]:
    """Return for each field that `merged` has a value of, the records that state it, the most complete first.

    Of united fields these are all records that have any value.
    """
    ranked, whole = sorted(records, key=_fullest_first), merged(records)
    found = {}
    for name in _BEST:
        value = getattr(whole, name)
        if value not in ("", (), None):
            own = ((record.id, getattr(record, name)) for record in ranked)
            found[name] = tuple(one for one, said in own if (said if name in _UNITED else said == value))
    return found


def links_of(records: Sequence[Record]) -> tuple[str, ...]:
    """Return all addresses that the records name, each once, the most complete record's first."""
    urls = (record.url.strip() for record in sorted(records, key=_fullest_first))
    return tuple(dict.fromkeys(url for url in urls if url))


def fullest(records: Sequence[Record]) -> Record:
    """Return the record that states most fields, of equals the one with the smallest id; at least one is given."""
    return min(records, key=_fullest_first)


def _fullest_first(record: Record) -> tuple[int, str]:
    return -_completeness(record), record.id


def _completeness(record: Record) -> int:
    return sum(bool(getattr(record, name)) for name in _COUNTED)


def _best(values: Iterable[str], worth: Callable[[str], int]) -> str:
    """Return the value of the greatest worth that is not blank, the first of equals."""
    return max((value for value in values if value.strip()), key=worth, default="")


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value.strip()), "")


def _not_shouted(title: str) -> int:
    return not title.isupper()


def _is_range(pages: str) -> int:
    return text.pages(pages) is not None


def _commonest(years: Iterable[int | None]) -> int | None:
    """Return the most frequent year, of equals the one met first."""
    counted = Counter(year for year in years if year is not None).most_common(1)
    return counted[0][0] if counted else None


def _any_true(values: Iterable[bool | None]) -> bool | None:
    stated = [value for value in values if value is not None]
    return any(stated) if stated else None


def _alphanumeric(number: str) -> str:
    return "".join(filter(str.isalnum, number)).casefold()


def _union(lists: Iterable[tuple[str, ...]], key: Callable[[str], str]) -> tuple[str, ...]:
    """Return all values once, as first met; two are one if their keys are equal, unless the key is empty."""
    found: dict[str, str] = {}
    for value in (value for values in lists for value in values):
        found.setdefault(key(value) or value, value)
    return tuple(found.values())
