"""How a seed is found in an index: by DOI, else another number, else title, year and author, which a person judges.

The thing a reader would get wrong: the score is for putting candidates in order and for leaving out what is certainly
another work. Nothing is taken for a seed on its score alone; a person says yes, which fills in the DOI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.citations.nouns import Seed, Work

LIKELY = 70
"""Of 100; what scores less is not shown."""
_TITLE, _YEAR, _AUTHOR = 70, 15, 15


def identified(seed: Seed) -> bool:
    """Return whether any index can be asked for a seed by a number."""
    return bool(seed.doi or seed.numbers("PMID") or seed.numbers("OpenAlex"))


def question(seed: Seed) -> str:
    """Return the words that a seed is looked for by: first author, year, title."""
    return " ".join(filter(None, (*seed.authors[:1], str(seed.year or ""), seed.title)))


def score(seed: Seed, work: Work) -> int:
    """Return how well a work fits a seed, 0 to 100: 70 for the title, 15 each for the year and the first author.

    A year that is one off counts half, as an article is often printed the year after it appeared online.
    """
    from rapidfuzz import fuzz

    title = fuzz.ratio(folded(seed.title), folded(work.title)) / 100
    return round(_TITLE * title + _YEAR * _year(seed.year, work.year) + _AUTHOR * _author(seed.authors, work.authors))


def _year(a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return 0.5
    return {0: 1.0, 1: 0.5}.get(abs(a - b), 0.0)


def _author(a: Sequence[str], b: Sequence[str]) -> float:
    if not a or not b:
        return 0.5
    ours, theirs = folded(a[0].partition(",")[0]).split(), folded(b[0]).split()
    return float(bool(ours) and ours[-1] in theirs)


def fitting(seed: Seed, works: Sequence[Work]) -> list[tuple[int, Work]]:
    """Return the works that a seed may be, each with its score, the best first."""
    scored = [(score(seed, one), one) for one in works]
    return sorted((one for one in scored if one[0] >= LIKELY), key=lambda one: (-one[0], one[1].key))
