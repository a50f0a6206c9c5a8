"""Citation searching in sentences, from its account: what TARCiS and PRISMA-S (items 5 and 16) want said.

Source: Hirt et al., Guidance on terminology, application, and reporting of citation searching: the TARCiS statement,
BMJ 2024;385:e078384; Rethlefsen et al., PRISMA-S, Systematic Reviews 2021;10:39. The thing a reader would get wrong: a
number of references that an index counts and does not give is said as such, not passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Direction
from reviewkit.report.words import counted, joined, sentence, verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.citations.ledger import Ledger, RoundCount, Row

_WAYS = {Direction.BACKWARD: "backward (what a report cites)", Direction.FORWARD: "forward (what cites a report)"}


def sentences(found: Ledger | None) -> list[str]:
    """Return how citations were followed and what came of it; nothing if none were."""
    if found is None or not found.rows:
        return []
    return [*_ways(found.rows), *(_round(one) for one in found.rounds), *_lacks(found), _same_way()]


def _ways(rows: Iterable[Row]) -> list[str]:
    every = list(rows)
    said = []
    for direction, words in _WAYS.items():
        own = [row for row in every if row.direction is direction]
        if own:
            seeds = len({row.seed for row in own})
            indexes = joined(sorted({row.index for row in own}))
            said.append(f"Citations were followed {words} from {counted(seeds, 'report')} through {indexes}.")
    return said


def _round(one: RoundCount) -> str:
    return (
        f"Round {one.number} began from {counted(one.seeds, 'report')} and identified "
        f"{counted(one.records, 'record')} of {counted(one.reports, 'report')}, of which {one.known} "
        f"{verb(one.known)} known already and {one.new} {verb(one.new)} new."
    )


def _lacks(found: Ledger) -> list[str]:
    unknown = len({seed for one in found.rounds for seed in one.unknown_seeds})
    unresolved = sum(len(row.unresolved) for row in found.rows)
    missing = sum(row.missing for row in found.rows)
    faults = len({row.seed for row in found.rows if row.fault})
    texts = (
        (unknown, f"{counted(unknown, 'seed')} {verb(unknown)} known to none of the indexes."),
        (
            unresolved,
            f"{counted(unresolved, 'reference')} could not be resolved to {verb(unresolved, 'a record', 'records')}.",
        ),
        (missing, f"{counted(missing, 'work')} that the indexes count {verb(missing)} not given by them."),
        (faults, f"For {counted(faults, 'seed')} an index did not answer in full."),
    )
    return [sentence(text) for number, text in texts if number]


def _same_way() -> str:
    return "What was found was compared with all other records for duplicates and screened like them."
