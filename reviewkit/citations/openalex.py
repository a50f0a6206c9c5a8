"""OpenAlex: references as ids that come with each work, works that cite others by filter, details a hundred at once.

Source: developers.openalex.org (one work by its id or DOI is free, a list $0.0001; up to 100 values in one filter, 100
works a page, cursors until none is left; a merged work answers 301 to the one it was merged into).

The thing a reader would get wrong: a list of references can be empty though the work has some, and an id in it can be
of a work that was merged or deleted, which a filter passes over in silence; such ids are therefore looked up alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reviewkit.citations.asking import fault, in_batches, listed, mapping, number, words
from reviewkit.citations.crossref import plain
from reviewkit.citations.nouns import Answered, Expected, Found, Index, Listing, Looked, Request, Work
from reviewkit.errors import NetworkError
from reviewkit.model import Direction
from reviewkit.text import doi

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.citations.nouns import Asking, Heard, Seed
    from reviewkit.model import RecordId
    from reviewkit.text import Doi

BASE = "https://api.openalex.org"
KEY = "openalex"
AT_ONCE = 100
LIST_PRICE = 100
_ALONE = 10
"""Ids of one batch that are looked up alone where the batch does not bring them."""
_FEW = 200
"""Works citing a seed up to which it shares its pages with others; `page * per_page` is 10,000 at most."""
_ABSENT = frozenset({"text/html", "text/plain", "application/json"})
_OF_SEEDS = ("id", "doi", "title", "ids", "referenced_works", "cited_by_count")
_ASKED = (
    "id", "doi", "title", "display_name", "publication_year", "publication_date", "ids", "language",
    "primary_location", "type", "authorships", "biblio", "is_retracted", "open_access", "keywords",
    "abstract_inverted_index",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    total: int
    works: tuple[Mapping[str, Any], ...]
    cursor: str


# ---------------------------------------------------------------------------------------------- what answers say


def page(answer: Any) -> Page:
    """Return a page of works; null entries are passed over."""
    works_ = tuple(one for one in answer["results"] if isinstance(one, dict) and _id(one))
    total = number(answer["meta"]["count"])
    if total is None:
        raise ValueError("no count")
    return Page(max(total, len(works_)), works_, words(answer["meta"].get("next_cursor")))


def single(answer: Any) -> Page:
    """Return one work as a page of it alone. Raises `ValueError` if it is none."""
    if not _id(answer):
        raise ValueError("no work")
    return Page(1, (answer,), "")


def work(raw: Mapping[str, Any], retrieved: str = "") -> Work:
    """Return a work as OpenAlex has it."""
    names = [mapping(one) for one in listed(raw.get("authorships"))]
    authors = (
        words(mapping(one.get("author")).get("display_name")) or words(one.get("raw_author_name")) for one in names
    )
    access = mapping(raw.get("open_access"))
    return Work(
        _id(raw),
        words(raw.get("title")) or words(raw.get("display_name")),
        doi(words(raw.get("doi"))),
        number(raw.get("publication_year")),
        tuple(filter(None, authors)),
        {name: value for name, value in raw.items() if name in _ASKED},
        retrieved,
        "marked as retracted, no notice named" if raw.get("is_retracted") is True else "",
        words(access.get("oa_url")) if access.get("is_oa") is True else "",
    )


def references(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the works that a work cites, such as `W2741809807`."""
    return tuple(dict.fromkeys(filter(None, map(_bare, listed(raw.get("referenced_works"))))))


def _id(raw: Any) -> str:
    return _bare(mapping(raw).get("id"))


def _bare(value: Any) -> str:
    return words(value).rpartition("/")[2].upper()


# ---------------------------------------------------------------------------------------------- what is asked


def _filtered(
    condition: str, values: Sequence[str], fields: Sequence[str], *, cursor: str = "", fresh: bool = False
) -> Request:
    asked = {"filter": f"{condition}:{'|'.join(values)}", "select": ",".join(fields), "per_page": "100"}
    return Request(KEY, "works", page, asked | ({"cursor": cursor} if cursor else {}), price=LIST_PRICE, fresh=fresh)


def _alone(path: str, fields: Sequence[str]) -> Request:
    return Request(KEY, f"works/{path}", single, {"select": ",".join(fields)}, absent=_ABSENT)


def _by(condition: str, values: Iterable[str], fields: Sequence[str]) -> Asking[tuple[list[Heard], dict[str, str]]]:
    """Ask for works by numbers of one kind; a single one is free, and so is each that cannot stand in a filter."""
    wanted = list(dict.fromkeys(values))
    odd = [one for one in wanted if condition == "doi" and not plain(one)]
    others = [one for one in wanted if one not in set(odd)]
    if len(others) == 1:
        odd, others = wanted, []
    together, faults = yield from in_batches(others, AT_ONCE, lambda batch: _filtered(condition, batch, fields))
    prefix = {"doi": "doi:", "pmid": "pmid:"}.get(condition, "")
    alone, more = yield from in_batches(odd, 1, lambda one: _alone(f"{prefix}{quote(one[0], safe='')}", fields))
    return [*together, *alone], faults | more


def by_doi(dois: Iterable[Doi]) -> Asking[tuple[dict[Doi, Work], dict[str, str]]]:
    """Return the works of DOIs, and why which of them could not be asked for; others are not at OpenAlex."""
    heard, faults = yield from _by("doi", dois, _ASKED)
    found = [work(raw, one.retrieved) for one in heard for raw in one.value.works]
    return {one.doi: one for one in found if one.doi is not None}, faults


def by_pmid(medline: str) -> Asking[tuple[list[Work], dict[str, str]]]:
    """Return the work of a PubMed number, none if it is not at OpenAlex, and why it could not be asked for."""
    heard, faults = yield from _by("pmid", [medline], _ASKED)
    return [work(raw, one.retrieved) for one in heard for raw in one.value.works[:1]], faults


def details(ids: Iterable[str]) -> Asking[tuple[dict[str, Work], dict[str, str]]]:
    """Return the works of ids, also of those that were merged into others, and why which could not be asked for."""
    wanted = list(dict.fromkeys(ids))
    heard, faults = yield from _by("openalex", wanted, _ASKED)
    found = {_id(raw): work(raw, one.retrieved) for one in heard for raw in one.value.works}
    if len(wanted) == 1:
        return dict(zip(wanted, found.values(), strict=False)), faults  # a merged one answers under its new id
    missing = [one for one in wanted if one not in found and one not in faults]
    if len(missing) > _ALONE:  # so many are not merged or deleted: the index left a page of them out
        again, more = yield from in_batches(
            missing, AT_ONCE, lambda batch: _filtered("openalex", batch, _ASKED, fresh=True)
        )
        found |= {_id(raw): work(raw, one.retrieved) for one in again for raw in one.value.works}
        faults |= more
        missing = [one for one in missing if one not in found and one not in faults]
    alone = missing[: _ALONE * (len(wanted) // AT_ONCE + 1)]
    for identity in alone:
        reply = yield _alone(quote(identity, safe=""), _ASKED)
        if isinstance(reply, NetworkError):
            faults[identity] = fault(reply)
        elif reply.value is not None:
            found[identity] = work(reply.value.works[0], reply.retrieved)
    return found, faults | dict.fromkeys(missing[len(alone) :], "the index passed them over")


# ---------------------------------------------------------------------------------------------- as an index


def _look_up(seeds: list[Seed], _direction: Direction) -> Asking[Looked]:
    named = {one.record: _identity(one) for one in seeds}
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    faults: dict[tuple[str, str], str] = {}
    for condition in ("doi", "openalex", "pmid"):
        values = [value for kind, value in named.values() if kind == condition]
        heard, wrong = yield from _by(condition, values, _OF_SEEDS)
        faults |= {(condition, value): why for value, why in wrong.items()}
        for raw in sorted((raw for one in heard for raw in one.value.works), key=_much):
            found |= {(kind, value): raw for kind, value in _numbers(raw) if kind == condition}
        if len(values) == 1 and heard and heard[0].value.works:
            found.setdefault((condition, values[0]), heard[0].value.works[0])
    none = {seed: "it has no DOI, PubMed or OpenAlex number" for seed, (kind, _) in named.items() if not kind}
    return Looked(
        {seed: _found(found[key]) for seed, key in named.items() if key in found},
        none | {seed: faults[key] for seed, key in named.items() if key in faults and key not in found},
    )


def _identity(seed: Seed) -> tuple[str, str]:
    if seed.doi:
        return "doi", seed.doi
    own, medline = seed.numbers("OpenAlex"), seed.numbers("PMID")
    return ("openalex", own[0]) if own else ("pmid", medline[0]) if medline else ("", "")


def _numbers(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("doi", doi(words(raw.get("doi"))) or ""),
        ("openalex", _id(raw)),
        ("pmid", words(mapping(raw.get("ids")).get("pmid")).rstrip("/").rpartition("/")[2]),
    ]


def _much(raw: Mapping[str, Any]) -> tuple[int, int, str]:
    """Return what tells the fuller of two works with one DOI."""
    return len(references(raw)), number(raw.get("cited_by_count")) or 0, _id(raw)


def _found(raw: Mapping[str, Any]) -> Found:
    cites = references(raw)
    return Found(_id(raw), len(cites), number(raw.get("cited_by_count")) or 0, cites)


def _search(looked: Looked, direction: Direction, most: int) -> Asking[Answered]:
    if direction is Direction.BACKWARD:
        listings, works_ = yield from _backward(looked)
    else:
        listings, works_ = yield from _forward(looked, most)
    return Answered(tuple(listings), works_)


def _backward(looked: Looked) -> Asking[tuple[list[Listing], dict[str, Work]]]:
    found, faults = yield from details(one for seed in looked.found.values() for one in seed.references)
    listings = []
    for seed, known in looked.found.items():
        keys = [found[one].key for one in known.references if one in found]
        failed = [one for one in known.references if one in faults and one not in found]
        gone = tuple(
            f"https://openalex.org/{one}" for one in known.references if one not in found and one not in faults
        )
        why = f"{len(failed)} of {known.cites} could not be looked up: {faults[failed[0]]}" if failed else ""
        listings.append(Listing(seed, Direction.BACKWARD, known.cites, tuple(dict.fromkeys(keys)), gone, why))
    return listings, {one.key: one for one in found.values()}


# ---------------------------------------------------------------------------------------------- who cites them


def _forward(looked: Looked, most: int) -> Asking[tuple[list[Listing], dict[str, Work]]]:
    works_: dict[str, Work] = {}
    listings = [Listing(seed, Direction.FORWARD, 0) for seed, one in looked.found.items() if one.cited == 0]
    waiting = _groups(looked.found, most)[::-1]
    while waiting:
        group = waiting.pop()
        raws, total, why = yield from _citing([one.id for one in group.values()], most if len(group) == 1 else None)
        cited = {one.id: seed for seed, one in group.items()}
        by_seed: dict[RecordId, list[str]] = {seed: [] for seed in group}
        orphans = 0
        for raw, when in raws:
            targets = group if len(group) == 1 else [cited[one] for one in references(raw) if one in cited]
            orphans += not targets
            for seed in targets:
                by_seed[seed].append(_id(raw))
            works_[_id(raw)] = work(raw, when)
        if orphans:  # whom they cite is not to be told from the answer, but from asking for one seed at a time
            waiting += [{seed: one} for seed, one in group.items()]
            continue
        for seed, one in group.items():
            there = total if len(group) == 1 else max(one.cited or 0 if why else 0, len(by_seed[seed]))
            keys = tuple(dict.fromkeys(by_seed[seed]))
            listings.append(Listing(seed, Direction.FORWARD, max(there, len(keys)), keys, (), why))
    return listings, works_


def _groups(found: Mapping[RecordId, Found], most: int) -> list[dict[RecordId, Found]]:
    """Return seeds in groups that are asked for together; one that many works cite is alone, so that a limit holds."""
    groups: list[dict[RecordId, Found]] = []
    shared: dict[RecordId, Found] = {}
    for seed, one in found.items():
        if (one.cited or 0) > min(most, _FEW):
            groups.append({seed: one})
        elif one.cited != 0:
            shared[seed] = one
            if len(shared) == AT_ONCE:
                groups.append(shared)
                shared = {}
    return [*([shared] if shared else []), *groups]


def _citing(ids: Sequence[str], most: int | None) -> Asking[tuple[list[tuple[Mapping[str, Any], str]], int, str]]:
    """Return the works that cite any of some, how many there are, and why some are missing, if any are."""
    raws: dict[str, tuple[Mapping[str, Any], str]] = {}
    cursor, seen, total, fresh = "*", set[str](), 0, False
    while True:
        reply = yield _filtered("cites", ids, (*_ASKED, "referenced_works"), cursor=cursor, fresh=fresh)
        if isinstance(reply, NetworkError):
            return list(raws.values()), total, f"{len(raws)} of {total} came: {fault(reply)}" if total else fault(reply)
        total = max(total, reply.value.total) if reply.value.works or not total else total
        raws |= {_id(raw): (raw, reply.retrieved) for raw in reply.value.works}
        following = reply.value.cursor
        if len(raws) >= min(total, total if most is None else most):
            return list(raws.values())[:most], total, ""
        stuck = _stuck(reply.value, following in {*seen, cursor}, len(seen))
        if stuck and fresh:
            return list(raws.values()), total, f"{len(raws)} of {total} came: {stuck}"
        fresh = bool(stuck)  # what is kept may be the answer of a bad moment
        if not stuck:
            seen.add(cursor)
            cursor = following


def _stuck(answered: Page, again: bool, pages: int) -> str:
    """Return why there is no going on from a page that is not the last; empty if there is."""
    if not answered.works:
        return "an empty page came"
    if not answered.cursor:
        return "the index ended"
    return "the index went on without end" if again or pages > 2 * (answered.total // AT_ONCE + 2) else ""


def _pages(group: Mapping[RecordId, Found], most: int) -> int:
    cited = sum(one.cited or 0 for one in group.values())
    return max(1, -(-(min(cited, most) if len(group) == 1 else cited) // AT_ONCE))


def _expected(looked: Looked, direction: Direction, most: int) -> Expected:
    if direction is Direction.BACKWARD:
        lists = -(-len({one for found in looked.found.values() for one in found.references}) // AT_ONCE)
    else:
        lists = sum(_pages(group, most) for group in _groups(looked.found, most))
    return Expected(lists, lists * LIST_PRICE)


OPENALEX = Index(KEY, "OpenAlex", "api.openalex.org", tuple(Direction), (KEY,), _look_up, _search, _expected)
