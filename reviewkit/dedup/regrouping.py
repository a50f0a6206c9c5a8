"""What a person's split or join of reports says, pair by pair; and why two records are, or are not, one report.

The thing a reader would get wrong: records are one report through one another. Where the one that is split out held
the others together, they have to be said the same, or they would fall apart with it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.model import Link, LinkOrigin, LinkVerdict, Pair, RecordId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import Report, ReportId

_CERTAIN = {LinkVerdict.SAME: 100, LinkVerdict.DIFFERENT: 0, LinkVerdict.UNCERTAIN: 50}


def said(a: RecordId, b: RecordId, verdict: LinkVerdict, together: str = "") -> Link:
    """Return a person's word on two records."""
    first, second = sorted((a, b))
    return Link(first, second, verdict, LinkOrigin.PERSON, _CERTAIN[verdict], together=together)


def split(record: RecordId, members: Collection[RecordId], links: Iterable[Link], together: str) -> list[Link]:
    """Return what is said where `record` is none of the report that `members` form; `links` are those that count.

    It differs from every other member. Where only it held others together, these are the same, first with first.
    """
    rest = sorted(set(members) - {record})
    first = [part[0] for part in parts(rest, links)]
    held = [said(a, b, LinkVerdict.SAME, together) for a, b in itertools.pairwise(first)]
    return [*held, *(said(record, one, LinkVerdict.DIFFERENT, together) for one in rest)]


def parts(records: Collection[RecordId], links: Iterable[Link]) -> list[list[RecordId]]:
    """Return which of the records hang together by SAME links among themselves, each part and the parts sorted."""
    among = set(records)
    beside = _neighbours(link for link in links if link.a in among and link.b in among)
    found: list[list[RecordId]] = []
    seen: set[RecordId] = set()
    for one in sorted(among):
        if one not in seen:
            part = sorted(_ways(one, beside))
            seen.update(part)
            found.append(part)
    return found


def chain(a: RecordId, b: RecordId, members: Collection[RecordId], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the fewest SAME links that lead from one member of a report to another; empty if none do."""
    beside = _neighbours(link for link in links if link.a in members and link.b in members)
    ways = _ways(a, beside)
    return tuple(_back(b, ways)) if b in ways else ()


def _neighbours(links: Iterable[Link]) -> Mapping[RecordId, Sequence[tuple[RecordId, Link]]]:
    found: defaultdict[RecordId, list[tuple[RecordId, Link]]] = defaultdict(list)
    for link in sorted((one for one in links if one.verdict is LinkVerdict.SAME), key=_strongest):
        found[link.a].append((link.b, link))
        found[link.b].append((link.a, link))
    return found


def _strongest(link: Link) -> tuple[bool, int, RecordId, RecordId, str]:
    return link.origin is not LinkOrigin.PERSON, -link.score, link.a, link.b, link.rules


def _ways(
    start: RecordId, beside: Mapping[RecordId, Sequence[tuple[RecordId, Link]]]
) -> dict[RecordId, tuple[RecordId, Link] | None]:
    """Return each record that can be reached, with the record before it on a shortest way and the link between."""
    ways: dict[RecordId, tuple[RecordId, Link] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other, link in beside.get(here, ()):
            if other not in ways:
                ways[other] = (here, link)
                waiting.append(other)
    return ways


def _back(at: RecordId, ways: Mapping[RecordId, tuple[RecordId, Link] | None]) -> list[Link]:
    found = []
    while (step := ways[at]) is not None:
        at, link = step
        found.append(link)
    return found[::-1]


def waiting(report_of: Mapping[RecordId, ReportId], links: Iterable[Link]) -> list[Pair]:
    """Return the pairs that wait for a person, likeliest duplicates first: of two reports, and judged by nobody."""
    given = list(links)
    judged = {(link.a, link.b) for link in given if link.origin is LinkOrigin.PERSON}
    found: dict[tuple[RecordId, RecordId], Pair] = {}
    for link in given:
        if link.verdict is LinkVerdict.UNCERTAIN and (link.a, link.b) not in judged:
            a, b = report_of.get(link.a), report_of.get(link.b)
            if a is not None and b is not None and a != b:
                pair = Pair(link.a, link.b, link.score, link.reasons)
                known = found.get((link.a, link.b), pair)
                found[link.a, link.b] = max(known, pair, key=lambda one: (one.score, one.reasons))
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.a, pair.b))


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Reports that others take the place of: all that hang together."""

    before: tuple[Report, ...]
    after: tuple[Report, ...]
    because: Link | None
    """The strongest link between two that become one; None where reports are only parted."""


def regrouped(before: Iterable[Report], after: Iterable[Report], links: Iterable[Link]) -> list[Regrouping]:
    """Return how some reports differ from others of the same records; `links` are those that `after` stands on."""
    old, new = {report.records: report for report in before}, {report.records: report for report in after}
    gone, come = [old[one] for one in old if one not in new], [new[one] for one in new if one not in old]
    old_of, new_of = _by_record(gone), _by_record(come)
    beside = _neighbours(link for report in (*gone, *come) for link in _held_together(report))
    joining = sorted((link for link in links if _joins(link, old_of, new_of)), key=_strongest)
    found, seen = [], set[RecordId]()
    for report in gone:
        if report.records[0] not in seen:
            records = sorted(_ways(report.records[0], beside))
            seen.update(records)
            ours = tuple(dict.fromkeys(old_of[one] for one in records))
            theirs = tuple(dict.fromkeys(new_of[one] for one in records))
            found.append(Regrouping(ours, theirs, next((link for link in joining if link.a in records), None)))
    return found


def _by_record(reports: Iterable[Report]) -> dict[RecordId, Report]:
    return {record: report for report in reports for record in report.records}


def _held_together(report: Report) -> Iterator[Link]:
    return (said(report.records[0], one, LinkVerdict.SAME) for one in report.records)


def _joins(link: Link, old_of: Mapping[RecordId, Report], new_of: Mapping[RecordId, Report]) -> bool:
    """Return whether a link says that records of two reports are one, and they become one."""
    a, b = old_of.get(link.a), old_of.get(link.b)
    moved = a is not None and b is not None and a != b
    return moved and link.verdict is LinkVerdict.SAME and new_of[link.a] == new_of[link.b]


def skipped(reports: Mapping[RecordId, Sequence[RecordId]], links: Iterable[Link]) -> list[tuple[Link, list[Link]]]:
    """Return the SAME links that could not be followed, each with the words that stand against it through a third.

    `reports` has for each record the records of its report. A link whose own pair a person calls different is not
    among them: that pair has been decided.
    """
    apart: defaultdict[RecordId, list[Link]] = defaultdict(list)
    same = []
    for link in links:
        if link.verdict is LinkVerdict.SAME:
            same.append(link)
        elif link.verdict is LinkVerdict.DIFFERENT and link.origin is LinkOrigin.PERSON:
            apart[link.a].append(link)
            apart[link.b].append(link)
    found = []
    for link in sorted(set(same), key=_strongest):
        ours, theirs = reports.get(link.a), reports.get(link.b)
        if ours is None or theirs is None or link.a in theirs:
            continue
        against = sorted(
            {one for record in ours for one in apart.get(record, ()) if {one.a, one.b} & set(theirs)}, key=_strongest
        )
        if all((one.a, one.b) != (link.a, link.b) for one in against):
            found.append((link, against))
    return found
