"""A strategy put into a platform's syntax, without changing what it means behind anybody's back.

Whatever a platform cannot say is left out or said as nearly as possible, and stands in `cannot` with what that does to
the results. A concept of which nothing can be said would let everything through, so there is no query then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from reviewkit.criteria import FIELDS, term
from reviewkit.errors import NotAllowedError
from reviewkit.search.nouns import Cannot, Effect, Rendered
from reviewkit.search.platforms import PLATFORMS, Platform, Star, language_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.criteria import Block, Strategy, Term

_OPERATORS = frozenset({"and", "or", "not", "near", "to", "pre", "within"})
_PLAIN = re.compile(r"[^\W_]+")


def rendered(strategy: Strategy, platform: str) -> Rendered:
    """Return the strategy for a platform of `PLATFORMS`. Raises `NotAllowedError` if either is missing."""
    known = PLATFORMS.get(platform.strip().casefold())
    if known is None:
        raise NotAllowedError(
            f'"{platform}" is no platform that strategies are written for',
            remedy=f"There are {', '.join(PLATFORMS)}.",
        )
    if not strategy.blocks:
        raise NotAllowedError(
            "the strategy has no terms", remedy="State the concepts in criteria/search.toml, each as a [[block]]."
        )
    return _Rendering(known).of(strategy)


@dataclass
class _Rendering:
    """One strategy on its way into one syntax."""

    platform: Platform
    cannot: list[Cannot] = field(default_factory=list)

    def of(self, strategy: Strategy) -> Rendered:
        blocks = [(self._codes(block), block) for block in strategy.blocks]
        parts = [(codes, self._block(block, codes)) for codes, block in blocks]
        limits = self._limits(strategy)
        query = "" if any(not text for _, text in parts) else _joined(self.platform, parts, limits)
        if query and self.platform.largest and len(quote_plus(query)) > self.platform.largest:
            self._note(
                "the whole query",
                f"it is {len(quote_plus(query))} bytes long, and no more than {self.platform.largest} are taken",
                Effect.NARROWER,
                "Search in parts: give each part some of the terms of one block.",
            )
            query = ""
        return Rendered(
            self.platform.key,
            self.platform.name,
            query,
            tuple(dict.fromkeys(self.cannot)),
            self.platform.notes,
            self.platform.sources,
        )

    def _note(self, what: str, why: str, effect: Effect, remedy: str = "") -> None:
        self.cannot.append(Cannot(what, why, effect, remedy))

    # ---------------------------------------------------------------------------------------------- fields

    def _codes(self, block: Block) -> tuple[str, ...]:
        """Return the codes of the fields of a block, such that together they search all that can be searched."""
        wanted = frozenset({FIELDS[3]} if FIELDS[3] in block.fields else block.fields)
        chosen = []
        left = set(wanted)
        for code in sorted(self.platform.codes, key=lambda one: (not one.covers <= wanted, -len(one.covers))):
            if code.covers & left:
                chosen.append(code)
                left -= code.covers
        needed = [
            one for one in chosen if not any(one.covers < other.covers for other in chosen)
        ]  # a wider one, taken last for want of a better, makes narrower ones idle
        self._note_fields(block, frozenset().union(*(one.covers for one in needed)) - wanted, left)
        order = [one.name for one in self.platform.codes]
        return tuple(sorted((one.name for one in needed), key=order.index))

    def _note_fields(self, block: Block, extra: Iterable[str], left: Iterable[str]) -> None:
        name = self.platform.name
        where = f'block "{block.name}"'
        for one in sorted(extra):
            self._note(where, f"{name} cannot search the other fields without {one} too", Effect.WIDER)
        for one in sorted(left):
            self._note(where, f"{name} has no search in {one}", Effect.NARROWER)

    # ---------------------------------------------------------------------------------------------- blocks

    def _block(self, block: Block, codes: tuple[str, ...]) -> str:
        """Return the clause of a block without brackets; empty where nothing of it can be said."""
        written = [self._written(block, codes, one) for one in block.terms]
        terms = tuple(dict.fromkeys(text for texts in written for text in texts))
        clauses = [self.platform.clause(code, terms) for code in codes if terms]
        clauses += self._headings(block)
        if not clauses:
            self._note(
                f'block "{block.name}"',
                "nothing of it can be said, and without it everything would be found",
                Effect.WIDER,
                "Give its terms another form.",
            )
        return " OR ".join(clauses)

    def _written(self, block: Block, codes: tuple[str, ...], written: str) -> list[str]:
        """Return how a term is written; several where it had to be written out, none where it cannot be said."""
        found = term(written)
        why = self._objection(found, codes)
        if not why:
            return [self._expression(found)]
        instead = [term(one) for one in block.written_out.get(written, ())]
        left = [one for one in instead if self._objection(one, codes)]
        for one in left or ([] if instead else [found]):
            self._note(
                f'"{one.written}" in block "{block.name}"',
                f"{self._objection(one, codes)}, so it is left out",
                Effect.NARROWER,
                "" if one in left else f'Say what stands for it: written_out = {{ "{written}" = ["…", "…"] }}.',
            )
        return [self._expression(one) for one in instead if one not in left]

    def _objection(self, found: Term, codes: Sequence[str]) -> str:
        """Return why the platform cannot take a term; empty if it can."""
        platform = self.platform
        if found.fault:
            return f"it {found.fault.partition(';')[0]}"
        if any(sign in found.written for sign in platform.refused):
            return f"{platform.name} takes one of its signs for syntax"
        if not found.truncated:
            return ""
        if platform.stemmed.intersection(codes):
            return f"{platform.name} takes no asterisk in this field"
        if len(found.words) > 1 and platform.stars is Star.NOWHERE:
            return f"{platform.name} takes no asterisk in a phrase"
        if platform.stars is Star.LAST and any(word.truncated for word in found.words[:-1]):
            return f"{platform.name} takes an asterisk only at the end of a phrase"
        if any(word.truncated and len(word.text) < platform.stem for word in found.words):
            return f"{platform.name} wants {platform.stem} letters before an asterisk"
        if not platform.hyphen_star and any(word.truncated and not _PLAIN.fullmatch(word.text) for word in found.words):
            return f"{platform.name} takes an asterisk only after letters and digits"
        return ""

    def _expression(self, found: Term) -> str:
        words = [
            (word.text.lower() + self.platform.star) if word.truncated else word.text for word in found.words
        ]  # a truncated word is compared as it is with an index in lower case
        first = found.words[0]
        bare = len(words) == 1 and _PLAIN.fullmatch(first.text) and first.text.casefold() not in _OPERATORS
        return words[0] if bare else f'"{" ".join(words)}"'

    def _headings(self, block: Block) -> list[str]:
        platform = self.platform
        headings = dict.fromkeys(one for key in platform.vocabularies for one in block.thesaurus.get(key, ()))
        if block.thesaurus and not headings:
            known = f"none for it is given ({', '.join(platform.vocabularies)})" if platform.heading else "it has none"
            self._note(f'thesaurus terms of block "{block.name}"', f"{platform.name}: {known}", Effect.NARROWER)
        if platform.heading is None:
            return []
        for one in headings:
            if '"' in one:
                self._note(f"thesaurus term {one}", "it has a quotation mark in it", Effect.NARROWER)
        return [platform.heading(one) for one in headings if '"' not in one]

    # ---------------------------------------------------------------------------------------------- limits

    def _limits(self, strategy: Strategy) -> list[str]:
        limits, platform = strategy.limits, self.platform
        clauses = []
        if limits.first is not None or limits.last is not None:
            years = f"{limits.first or ''}-{limits.last or ''}"
            clauses.append(self._limit(f"years {years}", platform.years and platform.years(limits.first, limits.last)))
        if limits.languages:
            clauses.append(self._limit(f"languages {', '.join(limits.languages)}", self._languages(limits.languages)))
        if limits.peer_reviewed:
            clauses.append(self._limit("peer-reviewed only", platform.peer_reviewed))
        return [clause for clause in clauses if clause]

    def _languages(self, languages: Iterable[str]) -> str:
        to_clause = self.platform.language
        each = [to_clause(language_name(one)) if to_clause else "" for one in languages]
        if not all(each):
            return ""
        if len(each) == 1:
            return each[0]
        if self.platform.tail == ",":  # OpenAlex: values of one filter are joined by |
            return f"language:{'|'.join(one.partition(':')[2] for one in each)}"
        return f"({' OR '.join(each)})"

    def _limit(self, what: str, clause: str | None) -> str:
        if clause:
            return clause
        hand = dict(self.platform.by_hand).get(what.partition(" ")[0])
        self._note(
            what,
            f"{self.platform.name} has no words for it in a query",
            Effect.BY_HAND if hand else Effect.WIDER,
            f"On the screen: {hand}; and note it with the search." if hand else "",
        )
        return ""


def _joined(platform: Platform, parts: Sequence[tuple[tuple[str, ...], str]], limits: Sequence[str]) -> str:
    """Return blocks and limits as one query."""
    if platform.tail != ",":
        return platform.tail.join([" AND ".join(f"({text})" for _, text in parts), *limits])
    grouped: dict[str, list[str]] = {}
    for codes, text in parts:
        grouped.setdefault(codes[0], []).append(f"({text})")
    return ",".join([*(f"{code}:{' AND '.join(texts)}" for code, texts in grouped.items()), *limits])
