"""What does not fit together about entries that people have repaired: one function a kind of finding.

The thing a reader would get wrong: a decision on a repair that was taken back is no fault, and how many there are is
said, never on which entry: the acting reviewer may have to decide on it yet.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.integrity.findings import Finding, Severity
from reviewkit.model import Decision, short_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.integrity.checks import Facts


def _differently(facts: Facts) -> Iterator[Finding]:
    for entry, said in facts.repairs.items():
        if entry in facts.repaired and len({record for _, record in said}) > 1:
            names = list(dict.fromkeys(event.actor for event, _ in said))
            yield Finding(
                "repair",
                Severity.WARNING,
                short_id(entry),
                f"{' and '.join(names)} repaired this entry differently, unknown to each other; the repair by "
                f"{names[0]} counts for everyone",
                "Compare it with the export, and repair it once more if need be: that counts for all.",
            )


def _for_nothing(facts: Facts) -> Iterator[Finding]:
    """Yield repairs of what the reading that counts has as a record, or does not have."""
    arriving = {event.subject for event in facts.arriving}
    for entry, said in facts.repairs.items():
        if said and entry not in facts.repaired and entry.partition(":")[0] not in arriving:
            yield Finding(
                "repair",
                Severity.HINT,
                short_id(entry),
                f"{said[0][0].actor} repaired this entry, which the reading that counts has not rejected",
                "The repair does not count, and nothing has to be done.",
            )


def _decided(facts: Facts) -> Iterator[Finding]:
    """Yield how many decisions lie on repairs that were taken back, by reviewer; never on which."""
    found = Counter(
        event.actor
        for event in facts.events
        if isinstance(event.body, Decision) and event.subject in facts.repairs and event.subject not in facts.records
    )
    for actor, number in sorted(found.items()):
        yield Finding(
            "withdrawn",
            Severity.HINT,
            "data/journal",
            f"{actor} made {number} decision{'s' if number > 1 else ''} on entries whose repair was taken back",
            "They are kept, and count again if the entry is repaired again.",
        )


CHECKS = (_differently, _for_nothing, _decided)
