"""In which order one reviewer reads what waits: from scores, a way to use them, and a seed to a sequence of reports.

The things a reader would get wrong: nothing here is drawn anew. Each report has one draw, from the seed and its id
alone, and a random pick is whichever unread report has the lowest; which places are random picks depends on how many
reports the reviewer had decided on, so a queue that is made again after every decision goes on as it would have.
Likeliness may put a report forward whose draw would have come later. What was drawn is told by `drawn` all the same.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING

from reviewkit.history import follows, latest
from reviewkit.model import Decision, Order, QueueOrder, Reviewer, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import Event, ReportId

OrdersRead = dict[tuple[Stage, Reviewer], tuple[QueueOrder, ...]]
MOST = 50
"""Of a hundred reports that can be picked at random."""
_PART = 20
_LONGEST = 50
_DRAWS = 100_000
"""Draws that are at hand; to draw for each of very many reports again and again would hold up keys."""


def due(learned: int, decided: int) -> bool:
    """Return whether to learn anew: after every decision up to 40, then after each twentieth part, 50 at the most."""
    return abs(decided - learned) >= min(_LONGEST, max(1, learned // _PART))


@functools.lru_cache(maxsize=_DRAWS)
def draw(seed: int, report: ReportId) -> float:
    """Return a number from 0 up to 1 that only the seed and the report decide; another draw than those of samples."""
    digest = hashlib.sha256(f"order:{seed}:{report}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def is_random_place(place: int, share: int) -> bool:
    """Return whether the report read at a place, from 0, is picked at random: `share` of each 100, spread evenly."""
    return (place + 1) * share // 100 > place * share // 100


def drawn(seed: int, reports: Iterable[ReportId], read: Collection[ReportId]) -> list[ReportId]:
    """Return the random sample, in the order drawn, that has been read: those drawn before the first that is unread.

    Whoever reads with a random share goes through the draw from its beginning, so these are a random sample of all
    `reports` although some were read early for being likely; that the last run of it ends at an unread one makes its
    share of relevant reports a little too high, never too low. With no random share it is no sample of anything.
    """
    return list(takewhile(read.__contains__, sorted(reports, key=lambda one: (draw(seed, one), one))))


def orders_read(orders: Iterable[Event], decisions: Iterable[Event]) -> OrdersRead:
    """Return for each stage and reviewer the orders in which decisions were made, those that were chosen.

    `orders` and `decisions` are events, counting still or not; what was brought over from another program was read
    there. A reviewer who never chose an order at a stage is left out.
    """
    chosen: defaultdict[tuple[Stage, Reviewer], list[Event]] = defaultdict(list)
    for event in orders:
        if isinstance(event.body, QueueOrder):
            chosen[event.body.stage, event.actor].append(event)
    found: dict[tuple[Stage, Reviewer], set[QueueOrder]] = {whose: set() for whose in sorted(chosen)}
    for event in decisions:
        whose = (event.body.stage, event.actor) if isinstance(event.body, Decision) and not event.body.source else None
        if whose in found:
            held = latest(one for one in chosen[whose] if follows(event, one))
            bodies = [one.body for one in held[:1] if isinstance(one.body, QueueOrder)]
            found[whose].update(bodies or [QueueOrder(whose[0], Order.IMPORTED)])
    return {whose: tuple(sorted(bodies, key=_by_kind)) for whose, bodies in found.items() if bodies}


def _by_kind(plan: QueueOrder) -> tuple[int, int, int]:
    return tuple(Order).index(plan.order), plan.random_share, plan.seed


def sequence(
    waiting: Sequence[ReportId],
    plan: QueueOrder,
    scores: Mapping[ReportId, float],
    *,
    read: int = 0,
    first: Collection[ReportId] = frozenset(),
    most: int | None = None,
) -> list[ReportId]:
    """Return what waits in the order of reading, of very much the `most` that come next.

    What is `first`, as in a pilot round, leads as it stands. Scores are above 0 where a report is more like what was
    included than like what was excluded; one without a score has 0, and of equal ones the first in `waiting` goes
    before. `read` is how many the reviewer has decided on. Mixed takes a likely one and an uncertain one in turn.
    """
    leading = [one for one in waiting if one in first]
    rest = [one for one in waiting if one not in first] if leading else list(waiting)
    lanes = [_lane(rest, order, plan.seed, scores) for order in _TURNS.get(plan.order, (plan.order,))]
    share = plan.random_share if plan.order is not Order.RANDOM else 0
    picked = _lane(rest, Order.RANDOM, plan.seed, scores) if share else []
    return list(islice(chain(leading, _merged(lanes, picked, share, read + len(leading))), most))


_TURNS = {Order.MIXED: (Order.LIKELY, Order.UNCERTAIN)}


def _lane(rest: list[ReportId], order: Order, seed: int, scores: Mapping[ReportId, float]) -> list[ReportId]:
    match order:
        case Order.RANDOM:
            return sorted(rest, key=lambda one: draw(seed, one))  # no two alike among 2**53
        case Order.LIKELY:
            return sorted(rest, key=lambda one: -scores.get(one, 0.0))
        case Order.UNCERTAIN:
            return sorted(rest, key=lambda one: abs(scores.get(one, 0.0)))
        case _:
            return rest


def _merged(lanes: Sequence[list[ReportId]], random: list[ReportId], share: int, start: int) -> Iterator[ReportId]:
    """Yield each report once: at random places the next of `random`, at the others of the lanes in turn."""
    if len(lanes) == 1 and not share:
        yield from lanes[0]
        return
    ranked, picked = [iter(lane) for lane in lanes], iter(random)
    taken: set[ReportId] = set()
    for place in range(start, start + len(lanes[0])):
        turn = place - place * share // 100
        lane = picked if is_random_place(place, share) else ranked[turn % len(ranked)]
        one = next(one for one in lane if one not in taken)
        taken.add(one)
        yield one
