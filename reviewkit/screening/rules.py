"""Which reports a rule takes out: those whose record says that a criterion is not met.

The thing a reader would get wrong: what a record does not say is never held against it, so `unknown` stays in and a
person looks. A rule reads records only; what anybody decided has no part in it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.model import FileId
from reviewkit.screening.facts import Fact, fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.criteria import FactRule
    from reviewkit.model import Record, RecordId, Report


def failing(rule: FactRule, reports: Iterable[tuple[Report, Record]]) -> list[Report]:
    """Return the reports that a rule takes out, in the order given; each comes with the best of its records' fields."""
    return [report for report, record in reports if fact(rule, record) is Fact.NOT_MET]


def by_file(records: Iterable[RecordId]) -> tuple[tuple[FileId, tuple[int, ...]], ...]:
    """Return records as a `Removal` names them: the ordinals of each file, both in their order."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for record in records:
        file, _, ordinal = record.partition(":")
        found[file].add(int(ordinal))
    return tuple((FileId(file), tuple(sorted(ordinals))) for file, ordinals in sorted(found.items()))
