"""Records in, links out: forms, candidate pairs, likeness of titles for all pairs at once, evidence, verdict.

The thing a reader would get wrong: links are proposals of pairs and are not closed under "same of same"; `group` joins
them. A pair found uncertain may well end up in one report through a third record, and then nobody has to look at it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reviewkit.dedup.blocks import LARGEST, pairs
from reviewkit.dedup.evidence import evidence, reasons, score
from reviewkit.dedup.forms import Form, form
from reviewkit.dedup.rules import POSSIBLE, RULES, SURE, verdict
from reviewkit.model import Link, LinkOrigin, LinkVerdict, Record, RecordId

_WORTH_A_LOOK = 80
"""Likeness of titles by letters below which a pair is dropped at once, unless both have one identifier."""
_BATCH = 200_000
_BANDS = {LinkVerdict.SAME: SURE, LinkVerdict.UNCERTAIN: POSSIBLE}


def links(new: Sequence[Record], known: Sequence[Record] = ()) -> list[Link]:
    """Return the pairs within `new` and of `new` with `known` that are SAME or UNCERTAIN, sorted by (a, b)."""
    records = {record.id: record for record in (*known, *new)}
    ids = sorted(records)
    fresh = {record.id for record in new}
    forms = [form(records[record]) for record in ids]
    compared, copies = _without_copies(forms)
    found = pairs([forms[i] for i in compared], [ids[i] in fresh for i in compared])
    candidates = [(compared[i], compared[j]) for i, j in sorted(found)]
    chained = [pair for pair in copies if ids[pair[0]] in fresh or ids[pair[1]] in fresh]
    return sorted(_judged(ids, forms, candidates + chained), key=lambda link: (link.a, link.b))


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


def _judged(ids: Sequence[RecordId], forms: Sequence[Form], candidates: Sequence[tuple[int, int]]) -> Iterator[Link]:
    for i, j, likeness in _alike(forms, candidates):
        found = evidence(forms[i], forms[j], likeness)
        if said := verdict(found):
            low, high = _BANDS[said]
            points = min(max(score(found), low), high)
            yield Link(ids[i], ids[j], said, LinkOrigin.RULE, points, reasons(found), RULES)


def _alike(forms: Sequence[Form], candidates: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Yield the candidates whose titles are alike or that share an identifier, with the likeness of their titles."""
    for start in range(0, len(candidates), _BATCH):
        batch = candidates[start : start + _BATCH]
        whole = _likeness((forms[i].title.words, forms[j].title.words) for i, j in batch)
        for (i, j), likeness in zip(batch, whole, strict=True):
            if likeness >= _WORTH_A_LOOK or _main_alike(forms[i], forms[j]) or _one_identifier(forms[i], forms[j]):
                yield i, j, likeness


def _likeness(texts: Iterable[tuple[str, str]]) -> list[float]:
    """Return the likeness of each pair of texts, 0 to 100 (normalised indel similarity), all pairs at once."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cpdist

    ours, theirs = zip(*texts, strict=True)
    scores: list[float] = cpdist(ours, theirs, scorer=ratio).tolist()
    return scores


def _main_alike(a: Form, b: Form) -> bool:
    return bool(a.title.words) and (a.title.main == b.title.words or b.title.main == a.title.words)


def _one_identifier(a: Form, b: Form) -> bool:
    return (a.doi is not None and a.doi == b.doi) or not a.accession.isdisjoint(b.accession)
