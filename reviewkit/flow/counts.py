"""From where each report stands to the boxes of the flow, which add up, or raise.

A box holds its records, not their number, so that every number can be asked "which ones?". Boxes that count records
hold record ids; boxes that count reports hold the id of the record that stands for each report. A record counts under
the route it came by, a report under the first of its records' routes, so the boxes of each route add up on their own.
Studies are no boxes: several reports may be of one, so they are counted over a box's reports by `Flow.studies_in`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.errors import FlowError
from reviewkit.model import RecordId, Route, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reviewkit.model import Report, Standings

Boxes = dict[str, tuple[RecordId, ...]]
"""Key of a box, such as `full_text.excluded.language`, to what is in it."""

IDENTIFIED = "identified"
DUPLICATES = "duplicates"
REMOVED = "removed"
"""By a rule, before anybody read them."""
REMOVED_OTHER = "removed_other"
"""Before anybody read them, and not by a rule."""
SCREENED = "screened"
NOT_READ = f"{Stage.TITLE_ABSTRACT}.{Status.NOT_READ}"
"""Left unread when screening was stopped; nothing is known of them, so they are neither excluded nor pending."""
SOUGHT = "sought"
"""Reports whose full text was sought."""
ASSESSED = "assessed"
"""Reports that were read in full, whether their assessors agree or not."""
INCLUDED = "included"
UNSETTLED_REASON = "reason_open"
NO_REASON = "no_reason"

_OPEN = (Status.PENDING, Status.CONFLICT, Status.AWAITING)
_ASSESSED = (Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT)
_PLAIN = frozenset({IDENTIFIED, DUPLICATES, REMOVED_OTHER, SCREENED, SOUGHT, ASSESSED, INCLUDED})
_OF_ANYTHING = frozenset({REMOVED, REMOVED_OTHER, IDENTIFIED, DUPLICATES, SCREENED})
"""Boxes that are parted by names of people's own: rules, reasons, databases."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What takes reports out of the flow and is no event; each by the record that stands for the report."""

    removed: Mapping[RecordId, str] = field(default_factory=dict)
    """Removed before screening and not by a rule, with the reason."""


NOTHING_APART = Apart()


@dataclass(frozen=True, slots=True)
class Flow:
    """The boxes of each route, and of all routes together."""

    routes: Mapping[Route, Boxes]
    total: Boxes
    studies: Mapping[RecordId, str] = field(default_factory=dict)
    """The study of each report that shares one, by the record that stands for it; another is a study of its own."""

    def studies_in(self, reports: Iterable[RecordId]) -> set[str]:
        """Return the studies that reports are of, each report named by the record that stands for it."""
        return {self.studies.get(one, one) for one in reports}


def key(stage: Stage, status: Status) -> str:
    """Return the key of the box of a stage and status."""
    return f"{stage}.{status}"


def is_box(name: str) -> bool:
    """Return whether a flow can have a box of that name, holding something or not."""
    first, _, rest = name.partition(".")
    if set(first.split("+")) <= set(Route):
        return is_box(rest)
    if first == REMOVED:
        return True
    if not rest:
        return first in _PLAIN
    return first in _OF_ANYTHING or (first in set(Stage) and rest.partition(".")[0] in set(Status))


def counts(
    routes: Mapping[RecordId, Route],
    standings: Iterable[tuple[Report, Standings]],
    *,
    quality_excludes: bool,
    studies: Mapping[RecordId, str] | None = None,
    known: Collection[RecordId] = (),
    apart: Apart = NOTHING_APART,
) -> Flow:
    """Return the flow of all records, by the route each came by. Raises `FlowError` if it does not add up.

    `known` are records of reports that are counted elsewhere, as in an earlier version of the review.
    """
    boxes: defaultdict[Route, defaultdict[str, list[RecordId]]] = defaultdict(lambda: defaultdict(list))
    for record, route in routes.items():
        boxes[route][IDENTIFIED].append(record)
    for record in known:
        boxes[routes[record]][DUPLICATES].append(record)
    decided = _Decided(quality_excludes=quality_excludes)
    for report, reached in standings:
        kept, own = report.kept, boxes[report.route]
        for record in report.records:
            if record != kept:
                boxes[routes[record]][DUPLICATES].append(record)
        for box in _passed(kept, reached, apart, decided):
            own[box].append(kept)
    by_route = {
        route: {box: tuple(sorted(records)) for box, records in boxes[route].items()}
        for route in Route
        if boxes[route].get(IDENTIFIED)
    }
    flow = Flow(by_route, together(by_route.values()), studies or {})
    _check(flow, routes, quality_excludes=quality_excludes)
    return flow


def together(parts: Iterable[Boxes]) -> Boxes:
    """Return the boxes of several routes as one."""
    total: defaultdict[str, list[RecordId]] = defaultdict(list)
    for boxes in parts:
        for box, records in boxes.items():
            total[box].extend(records)
    return {box: tuple(sorted(records)) for box, records in total.items()}


class _Decided:
    """The boxes of those who stand alike, worked out once: there are few ways to stand, and many reports."""

    def __init__(self, *, quality_excludes: bool) -> None:
        self._quality_excludes = quality_excludes
        # By identity, since equal ones are mostly one object and their hashes are long to work out; kept beside what
        # they come to, so that no other object can get the same identity.
        self._known: dict[int, tuple[Standings, list[str]]] = {}

    def of(self, standings: Standings) -> list[str]:
        known = self._known.get(id(standings))
        if known is None:
            boxes = [SCREENED, *_decided(standings, quality_excludes=self._quality_excludes)]
            known = self._known[id(standings)] = (standings, boxes)
        return known[1]


def _passed(kept: RecordId, standings: Standings, apart: Apart, decided: _Decided) -> list[str]:
    """Return the boxes that a report stands in, from before screening to the included."""
    first = standings[0].status
    if first is Status.REMOVED:
        return [REMOVED, f"{REMOVED}.{standings[0].reasons[0]}"]
    if kept in apart.removed:
        return [REMOVED_OTHER, f"{REMOVED_OTHER}.{apart.removed[kept] or NO_REASON}"]
    return decided.of(standings)


def _decided(standings: Standings, *, quality_excludes: bool) -> list[str]:
    passed = []
    reached = dict(zip(Stage, standings, strict=False))
    for stage, outcome in reached.items():
        passed.append(key(stage, outcome.status))
        if outcome.status is Status.EXCLUDED:
            reason = UNSETTLED_REASON if outcome.reason_open else (outcome.reasons[:1] or (NO_REASON,))[0]
            passed.append(f"{key(stage, outcome.status)}.{reason}")
    if (full_text := reached.get(Stage.FULL_TEXT)) is not None:
        passed += [SOUGHT, ASSESSED] if full_text.status in _ASSESSED else [SOUGHT]
    last = reached.get(Stage.QUALITY if quality_excludes else Stage.FULL_TEXT)
    if last is not None and last.status is Status.INCLUDED:
        passed.append(INCLUDED)
    return passed


def pending(boxes: Boxes, stage: Stage) -> tuple[RecordId, ...]:
    """Return the reports that could still pass a stage: open there or at an earlier one."""
    found: list[RecordId] = []
    for earlier in Stage:
        for status in _OPEN:
            found += boxes.get(key(earlier, status), ())
        if earlier is stage:
            return tuple(sorted(found))
    return tuple(sorted(found))


# ------------------------------------------------------------------------------------------------- adding up


def _check(flow: Flow, routes: Mapping[RecordId, Route], *, quality_excludes: bool) -> None:
    """Raise `FlowError` unless every record is in exactly one box at every stage."""
    for name, boxes in [*((str(route), own) for route, own in flow.routes.items()), ("all routes", flow.total)]:
        _check_boxes(name, boxes, quality_excludes=quality_excludes)
    if sorted(flow.total.get(IDENTIFIED, ())) != sorted(routes):
        raise FlowError("the records identified are not the records imported", where="all routes")


def _check_boxes(name: str, boxes: Boxes, *, quality_excludes: bool) -> None:
    adds_up(name, boxes, IDENTIFIED, [DUPLICATES, REMOVED, REMOVED_OTHER, SCREENED])
    adds_up(name, boxes, REMOVED, _below(boxes, REMOVED))
    adds_up(name, boxes, REMOVED_OTHER, _below(boxes, REMOVED_OTHER))
    entered = SCREENED
    for stage in Stage:
        left = [key(stage, status) for status in Status if status is not Status.REMOVED]
        adds_up(name, boxes, entered, left)
        excluded = key(stage, Status.EXCLUDED)
        adds_up(name, boxes, excluded, _below(boxes, excluded))
        entered = key(stage, Status.INCLUDED)
    adds_up(name, boxes, SOUGHT, [key(Stage.TITLE_ABSTRACT, Status.INCLUDED)])
    adds_up(name, boxes, ASSESSED, [key(Stage.FULL_TEXT, status) for status in _ASSESSED])
    last = key(Stage.QUALITY if quality_excludes else Stage.FULL_TEXT, Status.INCLUDED)
    adds_up(name, boxes, last, [INCLUDED])


def _below(boxes: Boxes, box: str) -> list[str]:
    return [one for one in boxes if one.startswith(f"{box}.")]


def adds_up(name: str, boxes: Boxes, whole: str, parts: Iterable[str]) -> None:
    """Raise `FlowError`, naming the records, unless the parts of a box hold exactly what it holds."""
    parts = list(parts)
    if _is_parted(boxes.get(whole, ()), [boxes.get(part, ()) for part in parts]):
        return
    entered = Counter(boxes.get(whole, ()))
    left = Counter(record for part in parts for record in boxes.get(part, ()))
    if entered != left:
        odd = sorted(((entered - left) + (left - entered)).keys())[:3]
        raise FlowError(
            f"{whole} holds {entered.total()}, but {' + '.join(parts)} hold {left.total()} (see {', '.join(odd)})",
            where=name,
            remedy="This is a fault of reviewkit, not of your data; please report it with the output of this command.",
        )


def _is_parted(whole: tuple[RecordId, ...], parts: list[tuple[RecordId, ...]]) -> bool:
    """Return whether parts hold exactly what the whole does, nothing twice; sets are quicker than counting."""
    return sum(map(len, parts)) == len(whole) and len(own := set(whole)) == len(whole) and own == set().union(*parts)
