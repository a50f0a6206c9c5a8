"""Links in, reports out.

The thing a reader would get wrong: a link that is skipped, because it would join a pair that a person marked different,
stays skipped even where its own two records were never compared by anybody: what counts is every pair across the two
groups that it would join. So the order of joining matters, and it is fixed: a person's links, then the higher score,
then the smaller ids.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewkit.model import Link, LinkOrigin, LinkVerdict, RecordId, Report, ReportId, Route

_ROUTES = list(Route)


def reports(routes: Mapping[RecordId, Route], links: Iterable[Link]) -> list[Report]:
    """Return the reports that the records form, sorted by id; `routes` has each record's first route.

    A link that names a record not in `routes` is ignored, since that record may be still arriving. Rules never part
    records: of DIFFERENT links only a person's count, and they go before anybody's SAME.
    """
    arrived = [link for link in links if link.a in routes and link.b in routes and link.a != link.b]
    groups = Groups({record for link in arrived for record in (link.a, link.b)})
    for link in arrived:
        if link.verdict is LinkVerdict.DIFFERENT and link.origin is LinkOrigin.PERSON:
            groups.keep_apart(link.a, link.b)
    for link in sorted((link for link in arrived if link.verdict is LinkVerdict.SAME), key=_turn):
        groups.join(link.a, link.b)
    return grouped(routes, groups.members())


def grouped(routes: Mapping[RecordId, Route], groups: Iterable[Sequence[RecordId]]) -> list[Report]:
    """Return the reports that the records form, sorted by id: each group is one, and each record in none."""
    together = [_report(members, routes) for members in groups if len(members) > 1]
    taken = {record for report in together for record in report.records}
    alone = [
        Report(ReportId(record), (record,), route, record) for record, route in routes.items() if record not in taken
    ]
    return sorted([*together, *alone], key=lambda report: report.id)


def _turn(link: Link) -> tuple[bool, int, RecordId, RecordId]:
    return link.origin is not LinkOrigin.PERSON, -link.score, min(link.a, link.b), max(link.a, link.b)


def _report(members: Iterable[RecordId], routes: Mapping[RecordId, Route]) -> Report:
    records = tuple(sorted(members))
    route = min((routes[record] for record in records), key=_ROUTES.index)
    kept = next(record for record in records if routes[record] is route)
    return Report(ReportId(records[0]), records, route, kept)


class Groups:
    """Disjoint groups of records, each with the groups that it must not be joined with.

    Joining moves the shorter list of such groups into the longer one (small to large), so n joins move at most
    n log n entries.
    """

    def __init__(self, records: Iterable[RecordId]) -> None:
        """Take in records, each alone."""
        self._parent = {record: record for record in records}
        self._apart: defaultdict[RecordId, set[RecordId]] = defaultdict(set)

    def keep_apart(self, a: RecordId, b: RecordId) -> None:
        """Mark two records, each still alone, as never to be joined."""
        self._apart[a].add(b)
        self._apart[b].add(a)

    def join(self, a: RecordId, b: RecordId) -> bool:
        """Join the groups of two records, unless that would join a pair kept apart; returns whether they are one."""
        small, large = sorted((self._top(a), self._top(b)), key=lambda top: len(self._apart[top]))
        if small == large or large in self._apart[small]:
            return small == large
        self._parent[small] = large
        for other in self._apart.pop(small):
            self._apart[other].discard(small)
            self._apart[other].add(large)
            self._apart[large].add(other)
        return True

    def members(self) -> list[list[RecordId]]:
        """Return the groups, each with its records."""
        groups: defaultdict[RecordId, list[RecordId]] = defaultdict(list)
        for record in self._parent:
            groups[self._top(record)].append(record)
        return list(groups.values())

    def _top(self, record: RecordId) -> RecordId:
        """Return the record that stands for a group, shortening the way to it for the next time."""
        while (parent := self._parent[record]) != record:
            self._parent[record] = self._parent[parent]
            record = self._parent[record]
        return record
