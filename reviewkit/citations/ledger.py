"""What each index had to say of each seed, and what came of it.

The thing a reader would get wrong: what is `known` and what is `new` is a matter of reports, as the flow counts them: a
record is known if its report was found in another way than citation searching, or in an earlier round. Two indexes of
one round that bring the same new report have both brought a new one; `reports` counts it once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.citations.seeds import lacks_number
from reviewkit.model import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.model import RecordId, ReportId, SeedSearched

_Key = tuple[int, str, Direction]
"""Round, index, direction."""


@dataclass(frozen=True, slots=True)
class Row:
    """One seed in one index and direction."""

    round: int
    seed: ReportId
    index: str
    direction: Direction
    listed: int | None
    """How many works the index says there are; None if it does not know the seed."""
    resolved: int
    """How many became records."""
    known: int
    new: int
    """Reports that nothing but this round has found."""
    unresolved: tuple[str, ...]
    fault: str

    @property
    def missing(self) -> int:
        """Return how many the index counts and did not give."""
        return max(0, (self.listed or 0) - self.resolved - len(self.unresolved))

    @property
    def numberless(self) -> bool:
        """Return whether the index could not be asked, as the seed has no number that it takes."""
        return lacks_number(self.fault)

    @property
    def incomplete(self) -> bool:
        """Return whether something did not come that asking again may bring."""
        return bool(self.fault) and not self.numberless


@dataclass(frozen=True, slots=True)
class RoundCount:
    """What a round came to."""

    number: int
    seeds: int
    indexes: tuple[str, ...]
    records: int
    """Records of all its indexes together."""
    reports: int
    """Reports that they are of."""
    known: int
    new: int
    unresolved: int
    unknown_seeds: tuple[ReportId, ...]
    """Seeds that none of the indexes asked knows, those without a number among them."""
    numberless: int
    """Seeds that no index could be asked for, as they have no number that it takes."""
    faults: int
    """Rows that are not complete."""


@dataclass(frozen=True, slots=True)
class IndexCount:
    """What one index came to in a round and direction."""

    round: int
    index: str
    direction: Direction
    seeds: int
    unknown: int
    """Seeds that it does not know."""
    numberless: int
    """Seeds that it could not be asked for, as they have no number that it takes."""
    records: int
    reports: int
    known: int
    new: int
    """Reports that this round was the first to find, though another index of it may have found them too."""
    missing: int
    """Works that it counts and did not give, one of two seeds counted twice."""
    unresolved: int
    faults: int
    """Seeds of which not everything came."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many reports exactly these indexes have found, in all rounds and both directions."""

    indexes: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of all citation searching."""

    rows: tuple[Row, ...]
    rounds: tuple[RoundCount, ...]
    indexes: tuple[IndexCount, ...]
    """Sorted by round, index and direction."""
    overlaps: tuple[Overlap, ...]


def ledger(
    said: Iterable[tuple[ReportId, SeedSearched]],
    report_of: Callable[[RecordId], ReportId | None],
    first_round: Callable[[ReportId], int],
) -> Ledger:
    """Return the account of what was written of seeds.

    `first_round` is that in which a report was first found, 0 if it came in another way.
    """
    rows: list[Row] = []
    found: defaultdict[int, dict[RecordId, ReportId]] = defaultdict(dict)
    of_index: defaultdict[_Key, dict[RecordId, ReportId]] = defaultdict(dict)
    by_report: defaultdict[ReportId, set[str]] = defaultdict(set)
    for seed, body in said:
        number = body.round
        records = {one: report for one in body.found if (report := report_of(one)) is not None}
        found[number] |= records
        of_index[number, body.index, body.direction] |= records
        for report in records.values():
            by_report[report].add(body.index)
        new = {report for report in records.values() if first_round(report) == number}
        rows.append(_row(seed, body, len(records), len(new), len(set(records.values()))))
    rows.sort(key=lambda one: (one.round, one.seed, one.index, one.direction))
    numbers = sorted({one.round for one in rows})
    return Ledger(
        tuple(rows),
        tuple(
            _round(number, [one for one in rows if one.round == number], found[number], first_round)
            for number in numbers
        ),
        tuple(
            _of_index(key, [one for one in rows if _key(one) == key], of_index[key], first_round)
            for key in sorted({_key(one) for one in rows})
        ),
        _overlaps(by_report.values()),
    )


def _row(seed: ReportId, body: SeedSearched, records: int, new: int, reports: int) -> Row:
    return Row(
        body.round,
        seed,
        body.index,
        body.direction,
        body.listed,
        records,
        reports - new,
        new,
        body.unresolved,
        body.fault,
    )


def _round(
    number: int, rows: Sequence[Row], found: dict[RecordId, ReportId], first_round: Callable[[ReportId], int]
) -> RoundCount:
    reports = set(found.values())
    new = sum(first_round(one) == number for one in reports)
    seeds = {one.seed for one in rows}
    known = {one.seed for one in rows if one.listed is not None}
    return RoundCount(
        number,
        len(seeds),
        tuple(sorted({one.index for one in rows})),
        len(found),
        len(reports),
        len(reports) - new,
        new,
        sum(len(one.unresolved) for one in rows),
        tuple(sorted(seeds - known)),
        len(seeds - {one.seed for one in rows if not one.numberless}),
        sum(one.incomplete for one in rows),
    )


def _key(row: Row) -> _Key:
    return row.round, row.index, row.direction


def _of_index(
    key: _Key, rows: Sequence[Row], found: dict[RecordId, ReportId], first_round: Callable[[ReportId], int]
) -> IndexCount:
    number, index, direction = key
    reports = set(found.values())
    new = sum(first_round(one) == number for one in reports)
    return IndexCount(
        number,
        index,
        direction,
        len(rows),
        sum(one.listed is None and not one.fault for one in rows),
        sum(one.numberless for one in rows),
        len(found),
        len(reports),
        len(reports) - new,
        new,
        sum(one.missing for one in rows),
        sum(len(one.unresolved) for one in rows),
        sum(one.incomplete for one in rows),
    )


def _overlaps(found: Iterable[set[str]]) -> tuple[Overlap, ...]:
    counted: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for indexes in found:
        counted[tuple(sorted(indexes))] += 1
    return tuple(Overlap(key, counted[key]) for key in sorted(counted, key=lambda one: (len(one), one)))
