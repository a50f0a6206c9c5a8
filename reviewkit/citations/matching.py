"""Which record a printed reference means: among those of the review, or among what an index offers for it.

A DOI decides where the title does not speak against it; otherwise title, year and authors are scored together. The
thing a reader would get wrong: the title as read from print may hold a journal's name or lack its end, so a record's
title is also looked for in the whole reference; and titles alike but for a number or a word (`Part I`, `in boys`) are
two papers, however high they score.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.dedup.forms import form
from reviewkit.dedup.people import shared
from reviewkit.dedup.titles import Relation, relation, title
from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.dedup.forms import Form
    from reviewkit.model import Record

SURE = 88
"""Score from which a reference is taken to be a record."""
LIKELY = 70
"""Score from which a person is asked."""
_NEAR = 82
"""Likeness of titles, of 100, below which two are simply two."""
_AGAINST = {"year": 14, "authors": 14, "place": 6, "words": 20, "DOI": 25}
"""What is taken from the score for what does not fit."""
_UNKNOWN = {"year": 3, "authors": 3}
_A_YEAR_APART = 2
"""Online first and in print."""
_SHORTEST = 20
"""Letters of a title that is looked for in the whole reference."""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A record that a reference may mean."""

    place: int
    """Of the record among those given."""
    score: int
    """0 to 100; from `SURE` on it is the one, from `LIKELY` on a person has to say."""
    why: str


def matches(references: Sequence[Record], records: Sequence[Record]) -> list[list[Match]]:
    """Return for each reference the records that it may mean: at most five, the likeliest first."""
    shelf = _Shelf(records)
    likely = _alike(references, shelf)
    return [_ranked(one, places | shelf.beside(one), shelf) for one, places in zip(references, likely, strict=True)]


def ranked(reference: Record, candidates: Sequence[Record]) -> list[Match]:
    """Return which of the candidates of a bibliographic query the reference may mean, as `matches` does."""
    return _ranked(reference, set(range(len(candidates))), _Shelf(candidates))


class _Shelf:
    """Records by what a reference can tell of them."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.forms = [form(one) for one in records]
        self._by_doi: defaultdict[str, set[int]] = defaultdict(set)
        self._by_name: defaultdict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(self.forms):
            if one.doi:
                self._by_doi[one.doi].add(place)
            for word in one.authors[0].words if one.authors else ():
                self._by_name[word].add(place)

    def beside(self, reference: Record) -> set[int]:
        """Return the records with the DOI, and those of a first author named at its front in about its year."""
        same = self._by_doi.get(reference.doi, set()) if reference.doi else set()
        words = set(folded(reference.raw)[:_FRONT].split())
        named = {place for word in words for place in self._by_name.get(word, ())}
        return same | {place for place in named if _about(reference.year, self.forms[place].year)}


_FRONT = 160
"""Letters of a reference in which its first author stands."""


def _about(ours: int | None, theirs: int | None) -> bool:
    return ours is None or theirs is None or abs(ours - theirs) <= 1


def _alike(references: Sequence[Record], shelf: _Shelf) -> list[set[int]]:
    """Return for each reference the records with a title like the one that was read of it."""
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    ours = [title(one.title).solid for one in references]
    theirs = [one.title.solid for one in shelf.forms]
    if not ours or not theirs:
        return [set() for _ in ours]
    found = []
    for begin in range(0, len(ours), _AT_ONCE):
        scores = cdist(ours[begin : begin + _AT_ONCE], theirs, scorer=ratio, score_cutoff=_NEAR, dtype=np.uint8)
        found += [set(np.flatnonzero(row).tolist()) for row in scores]
    return found


_AT_ONCE = 50
"""References whose titles are compared with all others at once, which takes a byte a pair."""


def _ranked(reference: Record, places: set[int], shelf: _Shelf) -> list[Match]:
    ours = form(reference)
    found = [
        Match(place, *scored)
        for place in sorted(places)
        if (scored := _score(reference, ours, shelf.forms[place])) and scored[0] >= LIKELY
    ]
    found.sort(key=lambda one: (-one.score, one.place))
    return found[:_MOST]


def _score(reference: Record, ours: Form, theirs: Form) -> tuple[int, str] | None:
    """Return how well a record fits a reference, and why; None if their titles are two."""
    alike, words = _title_score(reference, ours, theirs)
    same_doi = ours.doi is not None and ours.doi == theirs.doi
    if same_doi:
        agrees = alike >= _NEAR or not theirs.title.solid or not ours.title.solid
        return (100, "the same DOI") if agrees else (LIKELY, "the same DOI, another title")
    alike = max(alike, _beside_title(ours, theirs))
    if alike < _NEAR:
        return None
    against = dict(_against(ours, theirs))
    against |= {"words": _AGAINST["words"]} if words else {}
    fits = [name for name in ("title", "year", "authors") if name not in against]
    said = f"{', '.join(fits)} agree" if len(fits) > 1 else f"the {''.join(fits) or 'text'} agrees"
    but = [name if name in ("DOI", "words") else f"the {name}" for name in against]
    return max(0, round(alike - sum(against.values()))), f"{said}{'; not ' + ', '.join(but) if but else ''}"


def _beside_title(ours: Form, theirs: Form) -> float:
    """Return what speaks for a record whose title is not like that of the reference: its beginning, or the place."""
    if not shared(ours.authors[:1], theirs.authors) or ours.year != theirs.year:
        return 0.0
    words = sorted((ours.title.words, theirs.title.words), key=len)
    short = len(words[0].split()) > 1 and words[1].startswith(f"{words[0]} ")
    same_place = _same_place(ours, theirs)
    return SURE if short and same_place else _NEAR if short or same_place else 0.0


def _same_place(ours: Form, theirs: Form) -> bool:
    """Return whether volume and first page are the same."""
    if ours.pages is None or theirs.pages is None or not ours.volume:
        return False
    return (ours.volume, ours.pages.first) == (theirs.volume, theirs.pages.first)


def _title_score(reference: Record, ours: Form, theirs: Form) -> tuple[float, bool]:
    """Return the likeness of the titles, and whether they differ by a word or number that tells papers apart."""
    from rapidfuzz.fuzz import partial_ratio, ratio

    alike = ratio(ours.title.solid, theirs.title.solid) if ours.title.solid and theirs.title.solid else 0.0
    kind = relation(ours.title, theirs.title, alike)
    if kind in _ONE:
        return 100.0 if kind is not Relation.SUBTITLE else 97.0, False
    other = alike >= _NEAR and (ours.title.numbers != theirs.title.numbers or kind is Relation.NEAR)
    whole = theirs.title.solid
    within = 0.0
    if len(whole) >= _SHORTEST:
        within = partial_ratio(whole, folded(reference.raw).replace(" ", ""), score_cutoff=_NEAR)
    # A title that is not the same may be another paper's, so elsewhere than in the same place a person has to look.
    found = max(alike, within)
    return found if _same_place(ours, theirs) else min(found, SURE - 1), other


_ONE = frozenset({Relation.SAME, Relation.SPELLING, Relation.SUBTITLE})


def _against(ours: Form, theirs: Form) -> Iterator[tuple[str, int]]:
    """Yield what does not fit, or cannot be told, and what it takes from the score."""
    if ours.year is None or theirs.year is None:
        yield "year", _UNKNOWN["year"]
    elif ours.year != theirs.year:
        yield "year", _A_YEAR_APART if abs(ours.year - theirs.year) == 1 else _AGAINST["year"]
    if not ours.authors or not theirs.authors:
        yield "authors", _UNKNOWN["authors"]
    elif not shared(ours.authors[:1], theirs.authors):
        yield "authors", _AGAINST["authors"]
    if ours.doi and theirs.doi:
        yield "DOI", _AGAINST["DOI"]
    if ours.pages and theirs.pages and ours.pages != theirs.pages and ours.volume != theirs.volume:
        yield "place", _AGAINST["place"]
