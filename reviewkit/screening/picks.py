"""Which reports were read because they were drawn at random, as the history tells it.

The thing a reader would get wrong: a pick is one from all that nobody had read, so it counts only if its writer knew
every import and removal that holds now; a draw from fewer reports says nothing of those that came later. Nor does what
was drawn say anything while it is put off: people may put off what is hard to decide on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.history import follows, place
from reviewkit.model import Decision, Order, QueueOrder
from reviewkit.screening.order import draw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import DeviceId, Event, ReportId, Reviewer

    First = tuple[ReportId, Event]
    """A report, and the first decision that anybody made on it."""


def picks(
    firsts: Sequence[First], plans: Iterable[Event], arrivals: Iterable[Event], unread: Collection[ReportId]
) -> dict[ReportId, QueueOrder]:
    """Return the reports that were drawn at random when they were first read, each with the plan that it was drawn by.

    `firsts` in their order; `plans` are the orders of reading that anybody chose at the stage, `arrivals` the imports
    and whatever else said which reports there are, `unread` the reports that nobody has read. Where everything is read
    in random order each report is a pick, else the one that had the lowest draw of all that nobody had read.
    """
    chosen, last = _by_person(plans), _last(arrivals)
    found: dict[ReportId, QueueOrder] = {}
    fronts: dict[int, _Front] = {}
    read: set[ReportId] = set()
    everything = [*(report for report, _ in firsts), *unread]
    for report, event in firsts:
        plan = next((own for one, own in reversed(chosen.get(event.actor, ())) if follows(event, one)), None)
        if plan is not None and _counts(event, last):
            if plan.seed not in fronts:
                fronts[plan.seed] = _Front(plan.seed, everything)
            drawn = plan.random_share > 0 and fronts[plan.seed].first(read) == report
            if plan.order is Order.RANDOM or drawn:
                found[report] = plan
        read.add(report)
    return found


def put_off(found: Mapping[ReportId, QueueOrder], unread: Iterable[ReportId]) -> list[ReportId]:
    """Return the unread reports whose turn had come in a random order before that of one that was picked in it."""
    furthest: dict[int, float] = {}
    for report, plan in found.items():
        if plan.order is Order.RANDOM:
            furthest[plan.seed] = max(furthest.get(plan.seed, 0.0), draw(plan.seed, report))
    return [one for one in unread if any(draw(seed, one) < most for seed, most in furthest.items())]


def _by_person(plans: Iterable[Event]) -> dict[Reviewer, list[tuple[Event, QueueOrder]]]:
    found: dict[Reviewer, list[tuple[Event, QueueOrder]]] = {}
    for event in sorted(plans, key=place):
        if isinstance(event.body, QueueOrder):
            found.setdefault(event.actor, []).append((event, event.body))
    return found


def _last(arrivals: Iterable[Event]) -> list[Event]:
    """Return the last arrival of each device."""
    found: dict[DeviceId, Event] = {}
    for event in sorted(arrivals, key=place):
        found[event.device] = event
    return list(found.values())


def _counts(event: Event, last: Iterable[Event]) -> bool:
    """Return whether a decision was made here, knowing all reports that there are."""
    here = isinstance(event.body, Decision) and not event.body.source
    return here and all(follows(event, one) for one in last)


class _Front:
    """How far a draw has been read."""

    def __init__(self, seed: int, reports: Iterable[ReportId]) -> None:
        self._left: Iterator[ReportId] = iter(sorted(reports, key=lambda one: (draw(seed, one), one)))
        self._first: ReportId | None = next(self._left, None)

    def first(self, read: Collection[ReportId]) -> ReportId | None:
        """Return the report with the lowest draw that is not among those read."""
        while self._first in read:
            self._first = next(self._left, None)
        return self._first
