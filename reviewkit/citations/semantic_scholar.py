"""Semantic Scholar: seeds five hundred at once, then each one's references and citations a thousand a page.

Source: api.semanticscholar.org/graph/v1 (recorded answers in tests/data/citations): a batch answers in the order of its
ids with null for those it does not know; `next` is absent on the last page; `data` is null where a publisher does not
want its references shown. With a key one request a second is allowed, without one all share what there is.

The thing a reader would get wrong: a reference whose `paperId` is null is a scrap of the text, often no paper at all
(`Table 7: ...`), and so never becomes a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reviewkit.citations.asking import fault, in_batches, listed, mapping, number, words
from reviewkit.citations.nouns import Answered, Expected, Found, Index, Listing, Looked, Request, Work
from reviewkit.errors import NetworkError
from reviewkit.model import Direction
from reviewkit.text import doi

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.citations.nouns import Asking, Seed
    from reviewkit.model import RecordId

BASE = "https://api.semanticscholar.org/graph/v1"
KEY = "semantic-scholar"
AT_ONCE = 500
PAGE = 1000
_ABSENT = frozenset({"application/json"})
_OF_SEEDS = "externalIds,title,referenceCount,citationCount"
_ASKED = (
    "title,externalIds,year,publicationDate,authors,venue,journal,abstract,publicationTypes,url,isOpenAccess,"
    "openAccessPdf"
)
_WAYS = {Direction.BACKWARD: ("references", "citedPaper"), Direction.FORWARD: ("citations", "citingPaper")}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of references or citations."""

    papers: tuple[Mapping[str, Any], ...]
    following: int | None
    """Where the next begins; None where this is the last."""
    withheld: bool
    """The list is null: there is one, and it is not shown."""


# ---------------------------------------------------------------------------------------------- what answers say


def papers(answer: Any) -> list[Mapping[str, Any] | None]:
    """Return the papers of a batch in the order they were asked for, None for those that are not known."""
    if not isinstance(answer, list):
        raise TypeError("no batch")
    return [one if isinstance(one, dict) and words(one.get("paperId")) else None for one in answer]


def page(answer: Any) -> Page:
    """Return a page; null entries are passed over."""
    if "data" not in answer and number(answer.get("total")) != 0:
        raise KeyError("data")
    data = answer.get("data", [])
    entries = [mapping(one) for one in listed(data)]
    inner = [mapping(one.get("citedPaper") or one.get("citingPaper")) for one in entries]
    if entries and not any(inner):
        raise ValueError("nothing but nulls")
    return Page(tuple(one for one in inner if one), number(answer.get("next")), withheld=data is None)


def work(raw: Mapping[str, Any], retrieved: str = "") -> Work | str:
    """Return a paper as Semantic Scholar has it, or the words of what it could not tell which paper it is."""
    identity, title = words(raw.get("paperId")), words(raw.get("title"))
    number_ = doi(words(mapping(raw.get("externalIds")).get("DOI")))
    if not identity or not (title or number_):
        return title or "no title"
    copy = mapping(raw.get("openAccessPdf"))
    return Work(
        identity,
        title,
        number_,
        number(raw.get("year")),
        tuple(filter(None, (words(mapping(one).get("name")) for one in listed(raw.get("authors"))))),
        raw,
        retrieved,
        open_access=words(copy.get("url")),
    )


# ---------------------------------------------------------------------------------------------- as an index


def _identity(seed: Seed) -> str:
    medline = seed.numbers("PMID")
    return f"DOI:{seed.doi}" if seed.doi else f"PMID:{medline[0]}" if medline else ""


def _batch(ids: Sequence[str]) -> Request:
    def read(answer: Any) -> dict[str, Mapping[str, Any] | None]:
        return dict(zip(ids, papers(answer), strict=True))

    return Request(KEY, "paper/batch", read, {"fields": _OF_SEEDS}, {"ids": list(ids)})


def _look_up(seeds: list[Seed], _direction: Direction) -> Asking[Looked]:
    named = {one.record: _identity(one) for one in seeds}
    heard, faults = yield from in_batches([one for one in named.values() if one], AT_ONCE, _batch)
    known = {identity: raw for one in heard for identity, raw in one.value.items() if raw is not None}
    return Looked(
        {seed: _found(known[one]) for seed, one in named.items() if one in known},
        {seed: faults[one] for seed, one in named.items() if one in faults}
        | {seed: "it has no DOI or PubMed number" for seed, one in named.items() if not one},
    )


def _found(raw: Mapping[str, Any]) -> Found:
    return Found(words(raw.get("paperId")), number(raw.get("referenceCount")), number(raw.get("citationCount")))


def _search(looked: Looked, direction: Direction, most: int) -> Asking[Answered]:
    works_: dict[str, Work] = {}
    listings = []
    limit = most if direction is Direction.FORWARD else None
    for seed, found in looked.found.items():
        listing, some = yield from _listed(seed, found, direction, limit)
        listings.append(listing)
        works_ |= {one.key: one for one in some}
    return Answered(tuple(listings), works_)


def _listed(seed: RecordId, found: Found, direction: Direction, most: int | None) -> Asking[tuple[Listing, list[Work]]]:
    there = _count(found, direction)
    works_: dict[str, Work] = {}
    scraps: list[str] = []
    come, offset, why, fresh = 0, 0, "", False
    while True:
        reply = yield _page_of(found.id, direction, offset, most, fresh=fresh)
        if isinstance(reply, NetworkError) or reply.value is None:
            why = fault(reply) if isinstance(reply, NetworkError) else "Semantic Scholar does not have it any more"
            break
        page_: Page = reply.value
        stuck = not page_.papers and not page_.withheld and come < min(there, most or there)
        stuck = stuck or (page_.following is not None and page_.following <= offset)
        if stuck and not fresh:
            fresh = True  # what is kept may be the answer of a bad moment
            continue
        read = [work(raw, reply.retrieved) for raw in page_.papers]
        come += len(read)
        works_ |= {one.key: one for one in read if isinstance(one, Work)}
        scraps += [one for one in read if isinstance(one, str)]
        why = "the publisher does not want the list shown" if page_.withheld else ""
        if stuck:
            why = f"{come} of {there} came, then a page without papers"
        if stuck or page_.following is None or (most is not None and come >= most):
            break
        offset, fresh = page_.following, False
    keys = tuple(works_)[:most]
    return Listing(seed, direction, max(there, come), keys, tuple(scraps), why), [works_[one] for one in keys]


def _count(found: Found, direction: Direction) -> int:
    return (found.cites if direction is Direction.BACKWARD else found.cited) or 0


def _page_of(identity: str, direction: Direction, offset: int, most: int | None, *, fresh: bool) -> Request:
    asked = {"fields": _ASKED, "offset": str(offset), "limit": str(min(PAGE, most or PAGE))}
    return Request(
        KEY, f"paper/{quote(identity, safe='')}/{_WAYS[direction][0]}", page, asked, absent=_ABSENT, fresh=fresh
    )


def _expected(looked: Looked, direction: Direction, most: int) -> Expected:
    there = [_count(found, direction) for found in looked.found.values()]
    if direction is Direction.FORWARD:
        there = [min(one, most) for one in there]
    return Expected(sum(max(1, -(-one // PAGE)) for one in there))


SEMANTIC_SCHOLAR = Index(
    KEY, "Semantic Scholar", "api.semanticscholar.org", tuple(Direction), (KEY,), _look_up, _search, _expected
)
