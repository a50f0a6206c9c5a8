"""Records in, links out: forms, candidate pairs, likeness of titles for all pairs at once, evidence, verdict.

The thing a reader would get wrong: links are proposals of pairs and are not closed under "same of same"; `group` joins
them. A pair found uncertain may well end up in one report through a third record, and then nobody has to look at it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewkit.dedup.blocks import LARGEST, pairs
from reviewkit.dedup.evidence import evidence, reasons, score
from reviewkit.dedup.forms import Form, form
from reviewkit.dedup.reach import FEW, within_reach
from reviewkit.dedup.rules import POSSIBLE, RULES, SURE, verdict
from reviewkit.dedup.titles import NEAR, goes_on
from reviewkit.model import Link, LinkOrigin, LinkVerdict, nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reviewkit.dedup.blocks import Indices, Pairs
    from reviewkit.model import Record, RecordId, Told

    Flags = NDArray[np.bool_]
    Scores = NDArray[np.float32]

_BATCH = 20_000
"""Pairs compared at once; after so many it is told how far the work is."""
_BANDS = {LinkVerdict.SAME: SURE, LinkVerdict.UNCERTAIN: POSSIBLE}


def links(new: Sequence[Record], known: Sequence[Record] = (), told: Told = nobody) -> list[Link]:
    """Return the pairs within `new` and of `new` with `known` that are SAME or UNCERTAIN, sorted by (a, b).

    `told` hears how many of the pairs worth comparing have been.
    """
    near = within_reach(new, known) if len(new) <= FEW else known
    records = {record.id: record for record in (*near, *new)}
    ids = sorted(records)
    fresh = {record.id for record in new}
    forms = [form(records[record]) for record in _unhurried(ids, told)]
    compared, copies = _without_copies(forms)
    first, second = pairs([forms[i] for i in compared], [ids[i] in fresh for i in compared])
    chained = [pair for pair in copies if ids[pair[0]] in fresh or ids[pair[1]] in fresh]
    candidates = _all_of(compared, first, second, chained)
    return sorted(_judged(ids, forms, candidates, told), key=lambda link: (link.a, link.b))


def _all_of(compared: Sequence[int], first: Indices, second: Indices, chained: Sequence[tuple[int, int]]) -> Pairs:
    """Return the pairs of what was compared and those of chains together, as places among all forms."""
    import numpy as np

    places = np.array(compared, dtype=np.int64)
    more = np.array(chained, dtype=np.int64).reshape(-1, 2)
    return np.concatenate([places[first], more[:, 0]]), np.concatenate([places[second], more[:, 1]])


def _without_copies(forms: Sequence[Form]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return which forms to compare, and the chains through forms that very many records have.

    Of more than `LARGEST` records with one form, the first stands for all and the others hang on it in a chain;
    up to that many are compared like any others, since a chain would change when another copy arrives.
    """
    alike: defaultdict[Form, list[int]] = defaultdict(list)
    for index, one in enumerate(forms):
        alike[one].append(index)
    compared = [index for group in alike.values() for index in (group if len(group) <= LARGEST else group[:1])]
    return sorted(compared), [pair for group in alike.values() if len(group) > LARGEST for pair in pairwise(group)]


def _unhurried(ids: Sequence[RecordId], told: Told) -> Iterator[RecordId]:
    """Yield the ids, so that work on many of them can be stopped."""
    for number, record in enumerate(ids):
        if number % _BATCH == 0:
            told(0, 0)
        yield record


def _judged(ids: Sequence[RecordId], forms: Sequence[Form], candidates: Pairs, told: Told) -> Iterator[Link]:
    for i, j, likeness in _alike(forms, candidates, told):
        found = evidence(forms[i], forms[j], likeness)
        if said := verdict(found):
            low, high = _BANDS[said]
            points = low + (high - low) * score(found) // 100
            yield Link(ids[i], ids[j], said, LinkOrigin.RULE, points, reasons(found), RULES)


def _alike(forms: Sequence[Form], candidates: Pairs, told: Told) -> Iterator[tuple[int, int, float]]:
    """Yield the candidates whose titles may be one or that share an identifier, with the likeness of their titles.

    All others are two papers to the rules; they are most, so they are set aside many at once.
    """
    first, second = candidates
    words = [form.title.words for form in forms]
    identical = _Identical(forms)
    for start in range(0, len(first), _BATCH):
        told(start, len(first))
        ours, theirs = first[start : start + _BATCH], second[start : start + _BATCH]
        pairs_ = list(zip(ours.tolist(), theirs.tolist(), strict=True))
        likenesses = _likenesses([words[i] for i, _ in pairs_], [words[j] for _, j in pairs_])
        kept = ((likenesses >= NEAR) | identical.among(ours, theirs)).tolist()
        for place, (i, j) in enumerate(pairs_):
            if kept[place] or goes_on(words[i], words[j]):
                yield i, j, float(likenesses[place]) or _likeness(words[i], words[j])


class _Identical:
    """Which forms have one DOI, one number, or one title but for the subtitle."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Give each text that is compared a number; a form without it has one of its own."""
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
        self._dois = numbered(form.doi for form in forms)
        self._accessions = [form.accession for form in forms]
        self._has_accession = np.fromiter(map(bool, self._accessions), dtype=bool, count=len(forms))

    def among(self, first: Indices, second: Indices) -> Flags:
        """Return for each pair whether it has any of these in common."""
        import numpy as np

        words, mains, dois = self._words, self._mains, self._dois
        found: Flags = (mains[first] == words[second]) | (mains[second] == words[first]) | (dois[first] == dois[second])
        for place in np.flatnonzero(self._has_accession[first] & self._has_accession[second] & ~found).tolist():
            found[place] = not self._accessions[first[place]].isdisjoint(self._accessions[second[place]])
        return found


def _likenesses(ours: Sequence[str], theirs: Sequence[str]) -> Scores:
    """Return the likeness of each pair of texts, all pairs at once; 0 for what is below `NEAR`."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    scores: Scores = cpdist(ours, theirs, scorer=ratio, score_cutoff=NEAR)
    return scores


def _likeness(ours: str, theirs: str) -> float:
    """Return the likeness of two texts, 0 to 100 (normalised indel similarity)."""
    from rapidfuzz.fuzz import ratio

    return ratio(ours, theirs)
