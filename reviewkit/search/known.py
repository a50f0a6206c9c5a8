"""The known-item test: whether the search finds what it has to find, and if not, which concept is to blame.

The thing a reader would get wrong: a record is held against the terms as they are written, letter by letter (case and
accents aside), in the title, abstract and keywords that we have of it. Platforms add plurals and more of their own, so
a block that is not met here may be met there; one that is met here is met everywhere the same text is indexed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reviewkit.criteria import FIELDS, term
from reviewkit.model import Route
from reviewkit.text import doi, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.criteria import Block, Strategy, Term
    from reviewkit.model import Record
    from reviewkit.text import Doi

SEARCHED = frozenset({Route.DATABASE, Route.REGISTER})
"""Routes by which the strategy itself finds records; what came another way, the strategy missed."""
_LEAST_WORDS = 4
_LEAST_STEM = 4


class Verdict(StrEnum):
    """What the searches did with a known article."""

    FOUND = "found"
    OTHER_ROUTE = "not found by the searches, came another way"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Known:
    """An article that a good search has to find."""

    written: str
    doi: Doi | None
    title: str
    """As `folded`; empty where a DOI is given."""


@dataclass(frozen=True, slots=True)
class BlockMatch:
    """One concept held against one record."""

    block: str
    terms: tuple[str, ...]
    """The terms and headings that the record meets; empty: this block loses it."""
    near: tuple[str, ...] = ()
    """Where no term is met: words of the record that begin like one."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What became of a known article."""

    written: str
    verdict: Verdict
    searches: tuple[str, ...]
    """Names of the searches that hold it, whatever their route."""
    title: str
    """Of the record held against the blocks; empty if there is none."""
    judged_on: tuple[str, ...]
    """Which of title, abstract and keywords that record has; empty: nothing can be said of the blocks."""
    blocks: tuple[BlockMatch, ...]
    lost_by: tuple[str, ...]
    """Names of the blocks that the record does not meet."""


def known(written: str) -> Known:
    """Return the article that an entry of `known` names, by DOI if there is one in it, else by title."""
    identity = doi(written)
    return Known(written, identity, "" if identity else folded(written))


def is_of(item: Known, record: Record) -> bool:
    """Return whether a record is the known article: the same DOI, or the same title with or without its subtitle."""
    if item.doi is not None:
        return record.doi == item.doi
    title = folded(record.title)
    if not item.title or not title:
        return False
    if title == item.title:
        return True
    shorter, longer = sorted((title, item.title), key=len)
    return len(shorter.split()) >= _LEAST_WORDS and longer.startswith(f"{shorter} ")


def known_items(
    strategy: Strategy, records: Iterable[tuple[Record, str, Route]], fetched: Iterable[Record] = ()
) -> list[KnownItem]:
    """Return what became of each known article of the strategy, in its order.

    `records` are those of the review with the name and route of the search behind each; `fetched` are records of known
    articles that come from elsewhere, only to be held against the blocks.
    """
    items = [known(written) for written in strategy.known]
    by_doi = {item.doi for item in items if item.doi}
    titles = [item for item in items if not item.doi]
    candidates = [
        one for one in records if one[0].doi in by_doi or any(is_of(item, one[0]) for item in titles)
    ]  # most records are neither, and are looked at once
    extra = list(fetched)
    return [
        _outcome(item, strategy.blocks, [one for one in candidates if is_of(item, one[0])], extra) for item in items
    ]


def _outcome(
    item: Known, blocks: Sequence[Block], own: Sequence[tuple[Record, str, Route]], extra: Iterable[Record]
) -> KnownItem:
    searched = any(route in SEARCHED for _, _, route in own)
    verdict = Verdict.FOUND if searched else Verdict.OTHER_ROUTE if own else Verdict.MISSED
    texts = [*(record for record, _, _ in own), *(record for record in extra if is_of(item, record))]
    record = max(texts, key=_fullness, default=None)
    matches = tuple(match(block, record) for block in blocks) if record is not None else ()
    return KnownItem(
        written=item.written,
        verdict=verdict,
        searches=tuple(sorted({name for _, name, _ in own})),
        title=record.title if record is not None else "",
        judged_on=_parts(record) if record is not None else (),
        blocks=matches,
        lost_by=tuple(one.block for one in matches if not one.terms),
    )


def _parts(record: Record) -> tuple[str, ...]:
    has = {"title": record.title, "abstract": record.abstract, "keywords": record.keywords}
    return tuple(name for name, value in has.items() if value)


def _fullness(record: Record) -> tuple[int, int]:
    return len(_parts(record)), len(record.abstract)


_TEXTS: dict[str, Callable[[Record], tuple[str, ...]]] = {
    "title": lambda record: (record.title,),
    "abstract": lambda record: (record.abstract,),
    "keywords": lambda record: record.keywords,
    "anywhere": lambda record: (
        record.title, record.abstract, *record.keywords, *record.authors, record.journal, record.publisher
    ),
}  # fmt: skip


def match(block: Block, record: Record) -> BlockMatch:
    """Return which terms and headings of a block a record meets."""
    wanted = (FIELDS[3],) if FIELDS[3] in block.fields else block.fields
    texts = [folded(text) for name in wanted for text in _TEXTS[name](record)]
    terms = [one for one in (term(written) for written in block.terms) if one.words]
    met = [one.written for one in terms if any(_pattern(one).search(text) for text in texts)]
    keywords = {folded(keyword) for keyword in record.keywords}
    headings = dict.fromkeys(one for heads in block.thesaurus.values() for one in heads)
    met += [heading for heading in headings if folded(heading) in keywords and heading not in met]
    return BlockMatch(block.name, tuple(met), () if met else _near(terms, texts))


def _pattern(found: Term) -> re.Pattern[str]:
    words = (re.escape(folded(word.text)) + (r"\w*" if word.truncated else "") for word in found.words)
    return re.compile(rf"(?<!\w){' '.join(words)}(?!\w)")


def _near(terms: Iterable[Term], texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words that begin as a term's only word does, but for its last letters: what a `*` would have met."""
    stems = {folded(one.words[0].text)[:-2] for one in terms if len(one.words) == 1}
    long = tuple(stem for stem in stems if len(stem) >= _LEAST_STEM)
    return tuple(sorted({word for text in texts for word in text.split() if word.startswith(long)})) if long else ()
