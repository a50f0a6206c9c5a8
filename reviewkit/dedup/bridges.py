"""Links that would make one paper of two through a record between them, handed to a person.

Two papers of one group in one journal differ in what one of their records leaves out: its year, pages or the end of its
title. That record agrees with both, pair by pair. The thing a reader would get wrong: such a link is no worse than
others; it is the company that it would bring together which cannot be one paper. So links apply the surest first, and
each that would bring together two records that are apart is a person's to decide.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from reviewkit.dedup.alike import likeness
from reviewkit.dedup.blocks import LARGEST
from reviewkit.dedup.evidence import Evidence
from reviewkit.dedup.group import Groups
from reviewkit.dedup.rules import apart, verdict
from reviewkit.model import LinkVerdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.dedup.forms import Form
    from reviewkit.model import Link, RecordId

    Pair = tuple[RecordId, RecordId]


BRIDGE = "would join two papers through this record"


def bridges(forms: Mapping[RecordId, Form], known: Iterable[RecordId], links: Iterable[Link]) -> set[Pair]:
    """Return the pairs of SAME links by which records would come together that are apart.

    What was known before is taken to be as the rules have it, and holds.
    """
    same = sorted(
        (link for link in links if link.verdict is LinkVerdict.SAME), key=lambda one: (-one.score, one.a, one.b)
    )
    pairs = [(one.a, one.b) for one in same]
    given = _given(forms, set(known), pairs)
    turns: defaultdict[RecordId, list[tuple[Pair, bool]]] = defaultdict(list)
    all_ = [*((pair, True) for pair in given), *((pair, False) for pair in pairs)]
    top = _tops(pair for pair, _ in all_)
    for pair, holds in all_:
        turns[top[pair[0]]].append((pair, holds))
    return {pair for together in turns.values() if len(together) > 1 for pair in _refused(forms, together)}


def _tops(pairs: Iterable[Pair]) -> dict[RecordId, RecordId]:
    """Return for each record one that stands for all that it is linked with."""
    all_ = list(pairs)
    groups = Groups({record for pair in all_ for record in pair})
    for a, b in all_:
        groups.join(a, b)
    return {record: members[0] for members in groups.members() for record in members}


def _refused(forms: Mapping[RecordId, Form], together: Sequence[tuple[Pair, bool]]) -> Iterator[Pair]:
    """Yield the pairs of one group, in their turn, that would join two records that are apart."""
    linked = {pair for pair, _ in together}
    members = sorted({record for pair in linked for record in pair})
    parted = [pair for pair in _unlinked(forms, members, linked) if apart(evidence(forms[pair[0]], forms[pair[1]]))]
    if not parted:
        return
    groups = Groups(members)
    for pair in parted:
        groups.keep_apart(*pair)
    for pair, holds in together:
        if not groups.join(*pair) and not holds:
            yield pair


def _unlinked(forms: Mapping[RecordId, Form], members: Sequence[RecordId], linked: set[Pair]) -> list[Pair]:
    """Return the pairs of a group without a link; of records that say the same, one stands for all."""
    if len(members) * (len(members) - 1) // 2 == len(linked):
        return []
    first = list({forms[record]: record for record in reversed(members)}.values())[::-1]
    return [pair for pair in combinations(first, 2) if pair not in linked] if len(first) <= LARGEST else []


def _given(forms: Mapping[RecordId, Form], known: set[RecordId], pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs of known records, called as those are that something new is linked with, that are the same."""
    met = {_called(forms[record]) for pair in pairs for record in pair if record in known}
    if not met:
        return []
    alike: defaultdict[str, list[RecordId]] = defaultdict(list)
    for record in sorted(known):
        if (name := _called(forms[record])) in met:
            alike[name].append(record)
    among = (pair for some in alike.values() if len(some) <= LARGEST for pair in combinations(some, 2))
    return [pair for pair in among if verdict(evidence(forms[pair[0]], forms[pair[1]])) is LinkVerdict.SAME]


def _called(form: Form) -> str:
    return form.title.main.replace(" ", "")


def evidence(a: Form, b: Form) -> Evidence:
    """Return what two forms say of each other."""
    return Evidence(a, b, likeness(a.title.words, b.title.words))
