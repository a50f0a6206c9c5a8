"""Crossref: the references that publishers have deposited, details of works by DOI, and references in words.

Source: api.crossref.org (rest-api-doc; recorded answers in tests/data/citations). Of a reference only `key` is sure to
be there; a DOI stands in 4 to 89 % of them. Some publishers deposit a number of references and no list. A DOI that has
a comma in it cannot stand in a filter, where commas part one condition from the next, and is looked up alone.

The thing a reader would get wrong: a reference without a DOI is no search hit but a text; with a title it becomes a
record, without one it is left to a person as `unresolved`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reviewkit.citations.asking import Asker, in_batches, listed, mapping, number, words
from reviewkit.citations.nouns import (
    Answered,
    Candidate,
    Expected,
    Found,
    Index,
    Listing,
    Looked,
    Request,
    Service,
    Work,
)
from reviewkit.errors import NetworkError
from reviewkit.model import Direction
from reviewkit.text import doi, folded, year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.citations.nouns import Asking, Seed
    from reviewkit.net import Client
    from reviewkit.text import Doi

BASE = "https://api.crossref.org"
KEY = "crossref"
AT_ONCE = 100
SEEDS_AT_ONCE = 50
"""Fewer, as each brings all its references along."""
_ASKED = (
    "DOI", "title", "author", "issued", "container-title", "volume", "issue", "page", "abstract", "ISSN", "ISBN",
    "type", "subject", "publisher", "URL", "prefix", "member", "update-to", "updated-by",
)  # fmt: skip
_OF_SEEDS = ("DOI", "title", "reference", "references-count", "is-referenced-by-count")
_RETRACTING = frozenset({"retraction", "withdrawal", "removal"})
_ABSENT = frozenset({"text/plain"})
_PLAIN = re.compile(r"10\.\d{4,9}/[\w.()/-]+", re.ASCII)
"""DOIs that surely mean nothing else within a filter."""
_PRINTED = ("author", "year", "article-title", "volume-title", "series-title", "journal-title", "volume", "first-page")


def plain(one: str) -> bool:
    """Return whether a DOI can stand in a filter beside others."""
    return _PLAIN.fullmatch(one) is not None


# ---------------------------------------------------------------------------------------------- what answers say


def works(answer: Any) -> list[dict[str, Any]]:
    """Return the works of a list, or the one that was asked for; null entries are passed over."""
    message = answer["message"]
    items = message.get("items", [message])
    found = [one for one in items if isinstance(one, dict)]
    if items and not found:
        raise ValueError("nothing but nulls")
    return found


def work(raw: Mapping[str, Any], retrieved: str = "") -> Work | None:
    """Return a work as Crossref has it; None if it has no DOI."""
    identity = doi(words(raw.get("DOI")))
    if identity is None:
        return None
    names = [mapping(one) for one in listed(raw.get("author"))]
    authors = tuple(
        ", ".join(filter(None, (words(one.get("family")) or words(one.get("name")), words(one.get("given")))))
        for one in names
    )
    return Work(
        identity,
        _first(raw.get("title")),
        identity,
        _year(raw.get("issued")),
        tuple(filter(None, authors)),
        {name: value for name, value in raw.items() if name != "reference"},
        retrieved,
        retraction=_retraction(raw),
    )


def _retraction(raw: Mapping[str, Any]) -> str:
    """Return what retracts a work, or what it retracts: `retraction 10.1000/x of 2019-03-02 (publisher)`."""
    for end, said in (("updated-by", "{}"), ("update-to", "itself a {}")):
        for notice in map(mapping, listed(raw.get(end))):
            kind = words(notice.get("type")).casefold()
            if kind in _RETRACTING:
                parts = listed(next(iter(listed(mapping(notice.get("updated")).get("date-parts"))), None))
                day = "-".join(f"{one:02}" for one in map(number, parts) if one is not None)
                by = words(notice.get("source"))
                more = f" {words(notice.get('DOI'))}{f' of {day}' if day else ''}{f' ({by})' if by else ''}"
                return said.format(kind) + more
    return ""


def reference(raw: Mapping[str, Any], retrieved: str = "") -> Work | str:
    """Return what a deposited reference means: a work if it has a DOI, or a title and who or when; else its words."""
    printed = words(raw.get("unstructured"))
    identity = doi(words(raw.get("DOI"))) or doi(printed)
    title = words(raw.get("article-title")) or words(raw.get("volume-title"))
    when, who = year(words(raw.get("year"))), words(raw.get("author"))
    if identity is None and not (title and (when or who)):
        return printed or ", ".join(filter(None, (words(raw.get(one)) for one in _PRINTED))) or "no words at all"
    key = identity or f"{folded(title)} {when or ''} {folded(who)}"
    return Work(key, title, identity, when, (who,) if who else (), {**raw, "as": "reference"}, retrieved)


def _first(value: Any) -> str:
    return words(value) or next(filter(None, map(words, listed(value))), "")


def _year(date: Any) -> int | None:
    parts = listed(mapping(date).get("date-parts"))
    return number(next(iter(listed(parts[0])), None)) if parts else None


# ---------------------------------------------------------------------------------------------- what is asked


def _by_doi(dois: Sequence[str], fields: Sequence[str]) -> Request:
    if len(dois) == 1:
        return Request(KEY, f"works/{quote(dois[0], safe='')}", works, absent=_ABSENT)
    asked = {"filter": ",".join(f"doi:{one}" for one in dois), "rows": str(len(dois)), "select": ",".join(fields)}
    return Request(KEY, "works", works, asked)


def _raw_by_doi(
    dois: Iterable[Doi], most: int, fields: Sequence[str]
) -> Asking[tuple[dict[Doi, tuple[dict[str, Any], str]], dict[str, str]]]:
    """Return what Crossref has of DOIs, and when it came, and why of which nothing is known."""
    wanted = list(dict.fromkeys(dois))
    plain_ones = [one for one in wanted if plain(one)]
    odd_ones = [one for one in wanted if not plain(one)]
    heard, faults = yield from in_batches(plain_ones, most, lambda batch: _by_doi(batch, fields))
    alone, more = yield from in_batches(odd_ones, 1, lambda batch: _by_doi(batch, fields))
    found = {
        identity: (raw, one.retrieved)
        for one in [*heard, *alone]
        for raw in one.value
        if (identity := doi(words(raw.get("DOI")))) is not None
    }
    return found, faults | more


def details(dois: Iterable[Doi]) -> Asking[tuple[dict[Doi, Work], dict[str, str]]]:
    """Return the works of DOIs, and why which of them could not be asked for; others are not at Crossref."""
    found, faults = yield from _raw_by_doi(dois, AT_ONCE, _ASKED)
    return {key: one for key, (raw, when) in found.items() if (one := work(raw, when)) is not None}, faults


def bibliographic(client: Client, text: str, base: str = BASE, rows: int = 3) -> list[Candidate]:
    """Return the works that a reference in words may mean, the likeliest first by Crossref's own score.

    Free, and kept in the client's cache. Raises `NetworkError`.
    """
    asker = Asker(client, {KEY: Service(base)})
    return asker.answers(candidates(text, rows))


def candidates(text: str, rows: int = 3) -> Asking[list[Candidate]]:
    """Ask for the works that a reference in words may mean. Raises `NetworkError`."""
    asked = {"query.bibliographic": text[:1500], "rows": str(rows), "select": ",".join([*_ASKED, "score"])}
    reply = yield Request(KEY, "works", works, asked)
    if isinstance(reply, NetworkError):
        raise reply
    found = [(work(raw, reply.retrieved), raw.get("score")) for raw in reply.value or []]
    return [
        Candidate(one, float(score) if isinstance(score, int | float) else 0.0)
        for one, score in found
        if one is not None
    ]


# ---------------------------------------------------------------------------------------------- as an index


def _look_up(seeds: list[Seed], _direction: Direction) -> Asking[Looked]:
    raws, faults = yield from _raw_by_doi([one.doi for one in seeds if one.doi], SEEDS_AT_ONCE, _OF_SEEDS)
    return Looked(
        {one.record: _found(raws[one.doi][0], one.doi) for one in seeds if one.doi in raws},
        {one.record: faults[one.doi] for one in seeds if one.doi in faults}
        | {one.record: "it has no DOI, by which Crossref is asked" for one in seeds if one.doi is None},
    )


def _found(raw: Mapping[str, Any], identity: Doi) -> Found:
    references = tuple(one for one in listed(raw.get("reference")) if isinstance(one, dict))
    counted = number(raw.get("references-count")) or number(raw.get("reference-count")) or 0
    return Found(identity, max(len(references), counted), number(raw.get("is-referenced-by-count")), references)


def _search(looked: Looked, _direction: Direction, _most: int) -> Asking[Answered]:
    named = {seed: [reference(one) for one in found.references] for seed, found in looked.found.items()}
    everything = [one for ones in named.values() for one in ones if isinstance(one, Work)]
    known, faults = yield from details(one.doi for one in everything if one.doi)
    works_ = {one.key: one for one in everything if one.doi is None or one.doi not in faults}
    works_ |= {str(key): one for key, one in known.items()}
    return Answered(tuple(_listing(seed, found, named[seed], faults) for seed, found in looked.found.items()), works_)


def _listing(seed: Any, found: Found, named: Sequence[Work | str], faults: Mapping[str, str]) -> Listing:
    resolved = [one for one in named if isinstance(one, Work)]
    failed = [one for one in resolved if one.doi in faults]
    why = ""
    if failed:
        why = f"{len(failed)} of {found.cites} could not be looked up: {faults[str(failed[0].doi)]}"
    return Listing(
        seed,
        Direction.BACKWARD,
        found.cites,
        tuple(dict.fromkeys(one.key for one in resolved if one.doi not in faults)),
        tuple(one for one in named if isinstance(one, str)),
        why,
    )


def _expected(looked: Looked, _direction: Direction, _most: int) -> Expected:
    named = {
        one.doi
        for found in looked.found.values()
        for raw in found.references
        if isinstance(one := reference(raw), Work)
    }
    return expected_details([one for one in named if one])


def expected_details(dois: Iterable[Doi]) -> Expected:
    """Return what it takes to ask for the works of DOIs."""
    wanted = list(dois)
    odd = sum(not plain(one) for one in wanted)
    return Expected(odd + -(-(len(wanted) - odd) // AT_ONCE))


CROSSREF = Index(KEY, "Crossref", "api.crossref.org", (Direction.BACKWARD,), (KEY,), _look_up, _search, _expected)
