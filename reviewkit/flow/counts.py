"""From where each report stands to the boxes of the flow, which add up, or raise.

A box holds its records, not their number, so that every number can be asked "which ones?". Boxes that count records
hold record ids; boxes that count reports hold the id of the record that stands for each report. A record counts under
the route it came by, a report under the first of its records' routes, so the boxes of each route add up on their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import FlowError
from reviewkit.model import RecordId, Route, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.model import Report, Standings

Boxes = dict[str, tuple[RecordId, ...]]
"""Key of a box, such as `full_text.excluded.language`, to what is in it."""

IDENTIFIED = "identified"
DUPLICATES = "duplicates"
REMOVED = "removed"
"""By a rule, before anybody read them."""
SCREENED = "screened"
INCLUDED = "included"
UNSETTLED_REASON = "reason_open"
NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Flow:
    """The boxes of each route, and of all routes together."""

    routes: Mapping[Route, Boxes]
    total: Boxes


def key(stage: Stage, status: Status) -> str:
    """Return the key of the box of a stage and status."""
    return f"{stage}.{status}"


def is_box(name: str) -> bool:
    """Return whether a flow can have a box of that name, holding something or not."""
    first, _, rest = name.partition(".")
    if first in set(Route):
        return is_box(rest)
    if first == REMOVED:
        return True
    if not rest:
        return first in (IDENTIFIED, DUPLICATES, SCREENED, INCLUDED)
    return first in set(Stage) and rest.partition(".")[0] in set(Status)


def counts(
    routes: Mapping[RecordId, Route], standings: Iterable[tuple[Report, Standings]], *, quality_excludes: bool
) -> Flow:
    """Return the flow of all records, by the route each came by. Raises `FlowError` if it does not add up."""
    boxes: defaultdict[Route, defaultdict[str, list[RecordId]]] = defaultdict(lambda: defaultdict(list))
    for record, route in routes.items():
        boxes[route][IDENTIFIED].append(record)
    for report, reached in standings:
        kept, own = report.kept, boxes[report.route]
        for record in report.records:
            if record != kept:
                boxes[routes[record]][DUPLICATES].append(record)
        if reached[0].status is Status.REMOVED:
            for box in (REMOVED, f"{REMOVED}.{reached[0].reasons[0]}"):
                own[box].append(kept)
            continue
        own[SCREENED].append(kept)
        for box in _passed(reached, quality_excludes=quality_excludes):
            own[box].append(kept)
    by_route = {
        route: {box: tuple(sorted(records)) for box, records in boxes[route].items()}
        for route in Route
        if boxes[route].get(IDENTIFIED)
    }
    total: defaultdict[str, list[RecordId]] = defaultdict(list)
    for own_boxes in by_route.values():
        for box, records in own_boxes.items():
            total[box].extend(records)
    flow = Flow(by_route, {box: tuple(sorted(records)) for box, records in total.items()})
    _check(flow, routes, quality_excludes=quality_excludes)
    return flow


def _passed(standings: Standings, *, quality_excludes: bool) -> list[str]:
    """Return the boxes that a report stands in, stage by stage."""
    passed = []
    reached = dict(zip(Stage, standings, strict=False))
    for stage, outcome in reached.items():
        passed.append(key(stage, outcome.status))
        if outcome.status is Status.EXCLUDED:
            reason = UNSETTLED_REASON if outcome.reason_open else (outcome.reasons[:1] or (NO_REASON,))[0]
            passed.append(f"{key(stage, outcome.status)}.{reason}")
    last = reached.get(Stage.QUALITY if quality_excludes else Stage.FULL_TEXT)
    if last is not None and last.status is Status.INCLUDED:
        passed.append(INCLUDED)
    return passed


def pending(boxes: Boxes, stage: Stage) -> tuple[RecordId, ...]:
    """Return the reports that could still pass a stage: open there or at an earlier one."""
    found: list[RecordId] = []
    for earlier in Stage:
        for status in (Status.PENDING, Status.CONFLICT, Status.AWAITING):
            found += boxes.get(key(earlier, status), ())
        if earlier is stage:
            return tuple(sorted(found))
    return tuple(sorted(found))


def _check(flow: Flow, routes: Mapping[RecordId, Route], *, quality_excludes: bool) -> None:
    """Raise `FlowError` unless every record is in exactly one box at every stage."""
    for name, boxes in [*((str(route), own) for route, own in flow.routes.items()), ("all routes", flow.total)]:
        _adds_up(name, boxes, IDENTIFIED, [DUPLICATES, REMOVED, SCREENED])
        _adds_up(name, boxes, REMOVED, [box for box in boxes if box.startswith(f"{REMOVED}.")])
        entered = SCREENED
        for stage in Stage:
            _adds_up(name, boxes, entered, [key(stage, status) for status in Status if status is not Status.REMOVED])
            excluded = key(stage, Status.EXCLUDED)
            _adds_up(name, boxes, excluded, [box for box in boxes if box.startswith(f"{excluded}.")])
            entered = key(stage, Status.INCLUDED)
        last = key(Stage.QUALITY if quality_excludes else Stage.FULL_TEXT, Status.INCLUDED)
        _adds_up(name, boxes, last, [INCLUDED])
    if sorted(flow.total.get(IDENTIFIED, ())) != sorted(routes):
        raise FlowError("the records identified are not the records imported", where="all routes")


def _adds_up(name: str, boxes: Boxes, whole: str, parts: list[str]) -> None:
    entered = Counter(boxes.get(whole, ()))
    left = Counter(record for part in parts for record in boxes.get(part, ()))
    if entered != left:
        odd = sorted(((entered - left) + (left - entered)).keys())[:3]
        raise FlowError(
            f"{whole} holds {entered.total()}, but {' + '.join(parts)} hold {left.total()} (see {', '.join(odd)})",
            where=name,
            remedy="This is a fault of reviewkit, not of your data; please report it with the output of this command.",
        )
