"""Records in, links out: forms, candidate pairs, likeness of titles for all pairs at once, evidence, verdict.

The thing a reader would get wrong: links are proposals of pairs and are not closed under "same of same"; `group` joins
them. A pair found uncertain may well end up in one report through a third record, and then nobody has to look at it;
two records that are apart may not, see `bridges`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewkit.collector import no_collector
from reviewkit.dedup.alike import BATCH, alike
from reviewkit.dedup.blocks import LARGEST, pairs
from reviewkit.dedup.bridges import BRIDGE, bridges, evidence
from reviewkit.dedup.evidence import Evidence, reasons, score
from reviewkit.dedup.forms import Form, form
from reviewkit.dedup.reach import FEW, within_reach
from reviewkit.dedup.rules import POSSIBLE, RULES, SURE, verdict
from reviewkit.model import Link, LinkOrigin, LinkVerdict, nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from reviewkit.dedup.blocks import Indices, Pairs
    from reviewkit.model import Record, RecordId, Told

_BANDS = {LinkVerdict.SAME: SURE, LinkVerdict.UNCERTAIN: POSSIBLE}


@no_collector()
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
    judged = _judged(ids, forms, candidates, told)
    return sorted(_unbridged(dict(zip(ids, forms, strict=True)), fresh, judged), key=lambda link: (link.a, link.b))


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
    titled = Counter(one.title.words for one in forms)
    alike: defaultdict[Form, list[int]] = defaultdict(list)
    for index, one in enumerate(forms):
        if titled[one.title.words] > LARGEST:
            alike[one].append(index)
    floods = [group for group in alike.values() if len(group) > LARGEST]
    hung = {index for group in floods for index in group[1:]}
    return [index for index in range(len(forms)) if index not in hung], [p for group in floods for p in pairwise(group)]


def _unhurried(ids: Sequence[RecordId], told: Told) -> Iterator[RecordId]:
    """Yield the ids, so that work on many of them can be stopped."""
    for number, record in enumerate(ids):
        if number % BATCH == 0:
            told(0, 0)
        yield record


def _judged(ids: Sequence[RecordId], forms: Sequence[Form], candidates: Pairs, told: Told) -> Iterator[Link]:
    for i, j, likeness in alike(forms, candidates, told):
        found = Evidence(forms[i], forms[j], likeness)
        if said := verdict(found):
            yield Link(ids[i], ids[j], said, LinkOrigin.RULE, _points(said, found), reasons(found), RULES)


def _points(said: LinkVerdict, found: Evidence) -> int:
    low, high = _BANDS[said]
    return low + (high - low) * score(found) // 100


def _unbridged(forms: Mapping[RecordId, Form], fresh: AbstractSet[RecordId], judged: Iterable[Link]) -> Iterator[Link]:
    """Yield the links, those that would make one paper of two as UNCERTAIN."""
    links = list(judged)
    doubtful = bridges(forms, forms.keys() - fresh, links)
    for link in links:
        if (link.a, link.b) in doubtful:
            found = evidence(forms[link.a], forms[link.b])
            points = _points(LinkVerdict.UNCERTAIN, found)
            yield replace(link, verdict=LinkVerdict.UNCERTAIN, score=points, reasons=(*link.reasons, BRIDGE))
        else:
            yield link
