"""The best value of each field across one report's records, for showing and exporting.

The thing a reader would get wrong: what comes out is no entry of any export, so it has no line, no raw text and no
unmapped fields. Who needs those goes to the records themselves.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from reviewkit import text
from reviewkit.model import Record

_COUNTED = ("title", "authors", "year", "journal", "volume", "issue", "pages", "abstract", "keywords", "doi", "issn")


def merged(records: Sequence[Record]) -> Record:
    """Return one record for all (at least one): its id is the smallest, its fields the best that any of them states.

    Records are looked through in order, the most complete first, then by id. The first value found is taken, except:
    the longest abstract and journal name, the longest list of authors (then the one with the most letters, which has
    first names in full), pages that are a range before a single page, the most frequent year, and the union of all
    keywords, types, ISSN, ISBN and accession numbers. A title in mixed case goes before one in capitals.
    """
    ranked = sorted(records, key=lambda record: (-_completeness(record), record.id))
    by_id = sorted(records, key=lambda record: record.id)
    return Record(
        id=by_id[0].id,
        title=_best((record.title for record in ranked), _not_shouted),
        authors=max((record.authors for record in ranked), key=lambda names: (len(names), len("".join(names)))),
        year=_commonest(record.year for record in by_id),
        journal=_best((record.journal for record in ranked), len),
        volume=_first(record.volume for record in ranked),
        issue=_first(record.issue for record in ranked),
        pages=_best((record.pages for record in ranked), _is_range),
        abstract=_best((record.abstract for record in ranked), len),
        keywords=_union((record.keywords for record in ranked), text.folded),
        doi=next((record.doi for record in ranked if record.doi), None),
        issn=_union((record.issn for record in ranked), _alphanumeric),
        isbn=_union((record.isbn for record in ranked), _alphanumeric),
        accession=_union((record.accession for record in by_id), str.casefold),
        types=_union((record.types for record in ranked), str.casefold),
        peer_reviewed=_any_true(record.peer_reviewed for record in ranked),
        language=_first(record.language for record in ranked),
        database=_first(record.database for record in ranked),
        publisher=_first(record.publisher for record in ranked),
        url=_first(record.url for record in ranked),
    )


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
