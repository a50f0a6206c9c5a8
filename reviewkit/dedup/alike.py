"""Which candidate pairs may be one paper by their titles or a shared number, told for very many at once.

The thing a reader would get wrong: what is set aside here is not weighed and found wanting. It is what no rule could
call one paper, so nothing that a rule may want to see must be missing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.dedup.titles import NEAR, SHORT_LETTERS, goes_on
from reviewkit.model import nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reviewkit.dedup.blocks import Indices, Pairs
    from reviewkit.dedup.forms import Form
    from reviewkit.model import Told

    Flags = NDArray[np.bool_]
    Scores = NDArray[np.float32]

BATCH = 20_000
"""Pairs compared at once; after so many it is told how far the work is."""


def alike(forms: Sequence[Form], candidates: Pairs, told: Told = nobody) -> Iterator[tuple[int, int, float]]:
    """Yield the candidates whose titles may be one or that share an identifier, with the likeness of their titles.

    All others are two papers to the rules; they are most, so they are set aside many at once.
    """
    import numpy as np

    first, second = candidates
    words = [form.title.words for form in forms]
    numbered = _Numbered(forms)
    for start in range(0, len(first), BATCH):
        told(start, len(first))
        ours, theirs = first[start : start + BATCH], second[start : start + BATCH]
        likenesses = _likenesses([words[i] for i in ours.tolist()], [words[j] for j in theirs.tolist()])
        kept = (likenesses >= NEAR) | numbered.sharing(ours, theirs)
        for place in np.flatnonzero(kept | numbered.beside(ours, theirs)).tolist():
            i, j = int(ours[place]), int(theirs[place])
            if kept[place] or goes_on(words[i], words[j]):
                yield i, j, float(likenesses[place]) or likeness(words[i], words[j])


class _Numbered:
    """The texts of forms that are compared whole, a number each, so that very many pairs are compared at once."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Give each text a number; a form without it has one of its own."""
        import numpy as np

        numbers: dict[str, int] = {}
        unlike = range(-2, -2 - len(forms), -1)

        def numbered(texts: Iterable[str | None]) -> Indices:
            found = (
                numbers.setdefault(text, len(numbers)) if text else own for text, own in zip(texts, unlike, strict=True)
            )
            return np.fromiter(found, dtype=np.int64, count=len(forms))

        self._words = numbered(form.title.words for form in forms)
        self._mains = numbered(form.title.main for form in forms)
        self._heads = numbered(form.title.words[:SHORT_LETTERS] for form in forms)
        self._tails = numbered(form.title.words[-SHORT_LETTERS:] for form in forms)
        self._dois = numbered(form.doi for form in forms)
        self._accessions = [form.accession for form in forms]
        self._has_accession = np.fromiter(map(bool, self._accessions), dtype=bool, count=len(forms))

    def sharing(self, first: Indices, second: Indices) -> Flags:
        """Return for each pair whether it has one DOI, one number, or one title but for the subtitle."""
        import numpy as np

        words, mains, dois = self._words, self._mains, self._dois
        found: Flags = (mains[first] == words[second]) | (mains[second] == words[first]) | (dois[first] == dois[second])
        for place in np.flatnonzero(self._has_accession[first] & self._has_accession[second] & ~found).tolist():
            found[place] = not self._accessions[first[place]].isdisjoint(self._accessions[second[place]])
        return found

    def beside(self, first: Indices, second: Indices) -> Flags:
        """Return for each pair whether one title may go on where the other ends, or end as it does."""
        heads, tails = self._heads, self._tails
        found: Flags = (heads[first] == heads[second]) | (tails[first] == tails[second])
        return found


def _likenesses(ours: Sequence[str], theirs: Sequence[str]) -> Scores:
    """Return the likeness of each pair of texts, all pairs at once; 0 for what is below `NEAR`."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    scores: Scores = cpdist(ours, theirs, scorer=ratio, score_cutoff=NEAR)
    return scores


def likeness(ours: str, theirs: str) -> float:
    """Return the likeness of two texts, 0 to 100 (normalised indel similarity)."""
    from rapidfuzz.fuzz import ratio

    return ratio(ours, theirs)
