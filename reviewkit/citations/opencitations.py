"""OpenCitations: pairs of DOIs, one cited by the other; what works they are, Crossref is asked.

Source: api.opencitations.net/index/v2 (an empty list is all that it says of what it does not know) and the recorded
answer of its first version in tests/data/citations; a DOI stands bare there, and amid other numbers in the second.

The thing a reader would get wrong: a list comes in one piece, however long it is. Of what cites a work no more is kept
than was asked for, and a list that is too long to be held at once is not asked for at all, which the ledger says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reviewkit.citations import crossref
from reviewkit.citations.asking import fault, listed, mapping, number, words
from reviewkit.citations.nouns import Answered, Expected, Found, Index, Listing, Looked, Request, Work
from reviewkit.errors import NetworkError
from reviewkit.model import Direction
from reviewkit.text import doi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.citations.nouns import Asking, Seed
    from reviewkit.model import RecordId
    from reviewkit.text import Doi

BASE = "https://api.opencitations.net/index/v2"
KEY = "opencitations"
LONGEST = 50_000
"""Pairs of one list, about 15 MB; longer ones have a few hundred works of all."""
_WAYS = {Direction.BACKWARD: ("references", "cited"), Direction.FORWARD: ("citations", "citing")}
_COUNTS = {Direction.BACKWARD: "reference-count", Direction.FORWARD: "citation-count"}


def pairs(answer: Any) -> list[Mapping[str, Any]]:
    """Return the pairs of an answer; null entries are passed over."""
    if not isinstance(answer, list):
        raise TypeError("no pairs")
    return [one for one in answer if isinstance(one, dict)]


def others(answer: Any, direction: Direction, most: int | None = None) -> tuple[list[Doi], list[str]]:
    """Return the DOIs at the other end of the pairs, each once, and what is named there without one; `most` of both."""
    named = dict.fromkeys(filter(None, (words(one.get(_WAYS[direction][1])) for one in pairs(answer))))
    found: dict[Doi, None] = {}
    texts: list[str] = []
    for text in named:
        if most is not None and len(found) + len(texts) >= most:
            break
        identity = doi(text)
        if identity is None:
            texts.append(text)
        else:
            found[identity] = None
    return list(found), texts


def counted(answer: Any) -> int:
    """Return the number in an answer such as `[{"count": "12"}]`."""
    found = number(mapping(listed(answer)[0]).get("count"))
    if found is None:
        raise ValueError("no count")
    return found


def _path(what: str, one: str) -> str:
    return f"{what}/doi:{quote(one, safe='')}"


def _look_up(seeds: list[Seed], direction: Direction) -> Asking[Looked]:
    found, faults = {}, {}
    for seed in seeds:
        if seed.doi is None:
            faults[seed.record] = "it has no DOI, by which OpenCitations is asked"
            continue
        reply = yield Request(KEY, _path(_COUNTS[direction], seed.doi), counted)
        if isinstance(reply, NetworkError):
            faults[seed.record] = fault(reply)
        elif reply.value:
            backward = direction is Direction.BACKWARD
            found[seed.record] = Found(seed.doi, *((reply.value, None) if backward else (None, reply.value)))
    return Looked(found, faults)


def _search(looked: Looked, direction: Direction, most: int) -> Asking[Answered]:
    named: dict[RecordId, tuple[list[Doi], list[str], str]] = {}
    for seed, found in looked.found.items():
        named[seed] = yield from _named(found, direction, most)
    known, faults = yield from crossref.details(one for dois, _, _ in named.values() for one in dois)
    bare = {one for dois, _, _ in named.values() for one in dois if one not in known and one not in faults}
    works_ = {str(key): one for key, one in known.items()}
    works_ |= {one: Work(one, "", one, None, (), {"DOI": one, "as": "reference"}) for one in bare}
    listings = [
        _listing(seed, direction, _count(looked.found[seed], direction), said, faults) for seed, said in named.items()
    ]
    return Answered(tuple(listings), works_)


def _named(found: Found, direction: Direction, most: int) -> Asking[tuple[list[Doi], list[str], str]]:
    def read(answer: Any) -> tuple[list[Doi], list[str]]:
        return others(answer, direction, most if direction is Direction.FORWARD else None)

    if _count(found, direction) > LONGEST:
        return [], [], f"{_count(found, direction)} works in one piece are too many to take; ask another index"
    reply = yield Request(KEY, _path(_WAYS[direction][0], found.id), read)
    if isinstance(reply, NetworkError):
        return [], [], fault(reply)
    dois, texts = reply.value or ([], [])
    return dois, texts, ""


def _listing(
    seed: RecordId,
    direction: Direction,
    there: int,
    said: tuple[list[Doi], list[str], str],
    faults: Mapping[str, str],
) -> Listing:
    dois, texts, why = said
    failed = [one for one in dois if one in faults]
    if failed:
        why = f"{len(failed)} of {there} could not be looked up: {faults[failed[0]]}"
    keys = tuple(str(one) for one in dois if one not in faults)
    return Listing(seed, direction, max(there, len(dois) + len(texts)), keys, tuple(texts), why)


def _count(found: Found, direction: Direction) -> int:
    return (found.cites if direction is Direction.BACKWARD else found.cited) or 0


def _expected(looked: Looked, direction: Direction, most: int) -> Expected:
    there = [count for found in looked.found.values() if (count := _count(found, direction)) <= LONGEST]
    asked = [min(one, most) if direction is Direction.FORWARD else one for one in there]
    return Expected(len(asked) + -(-sum(asked) // crossref.AT_ONCE))


OPENCITATIONS = Index(
    KEY,
    "OpenCitations",
    "api.opencitations.net",
    tuple(Direction),
    (KEY, crossref.KEY),
    _look_up,
    _search,
    _expected,
)
