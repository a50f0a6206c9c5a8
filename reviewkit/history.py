"""Which events count, and what their writers had seen. Pure, and blind to the clock.

An event counts while none of the same actor's events supersedes it: it is a head. `seen` and `seq` tell which of two
events its writer had already taken in; times are never compared. Both hold for any order in which events arrive,
also where a server lets some of a device's events through only later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.model import (
    Appraisal,
    Coding,
    Decision,
    Event,
    EventId,
    Memo,
    PassedOn,
    Quotation,
    Reconciled,
    Resolution,
    Settled,
    Tags,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.model import Body, Reviewer


KEPT_BACK = (
    Decision,
    Resolution,
    PassedOn,
    Tags,
    Appraisal,
    Settled,
    Coding,
    Reconciled,
    Quotation,
    Memo,
)
"""What a server keeps from colleagues, for a time or for ever; also the undo of a decision."""


def is_kept_back(body: Body) -> bool:
    """Return whether a server keeps such an event from colleagues, for a time or for ever."""
    return isinstance(body, KEPT_BACK) or (isinstance(body, Undo) and body.stage is not None)


def follows(later: Event, earlier: Event) -> bool:
    """Return whether the writer of `later` surely had `earlier` on the device when writing."""
    if later.device == earlier.device:
        return later.seq > earlier.seq
    if later.seen.get(earlier.device, 0) >= earlier.seq:
        return True
    return later.heard.get(earlier.device, 0) >= earlier.seq and not is_kept_back(earlier.body)


def may_follow(later: Event, earlier: Event) -> bool:
    """Return whether the writer of `later` may have had `earlier` on the device when writing."""
    return follows(later, earlier) or later.heard.get(earlier.device, 0) >= earlier.seq


def place(event: Event) -> tuple[int, str, int]:
    """Return where an event stands among all, by how much of the history its writer knew, and never by a clock.

    The same on every machine. What one device wrote keeps its order, and an event stands behind those that it follows,
    unless its device had taken in the others without what their writers knew; of two that are unknown to each other
    the one goes before whose writer had done and heard of less.
    """
    others = {**event.seen, **event.heard}
    return event.seq + sum(others.values()), event.device, event.seq


def heads(events: Iterable[Event]) -> list[Event]:
    """Return the events that none of the same actor's events supersedes, in the order given."""
    given = list(events)
    superseded = {(event.actor, old) for event in given for old in event.supersedes}
    return [event for event in given if (event.actor, event.id) not in superseded]


def latest(events: Iterable[Event]) -> list[Event]:
    """Return the events that no other of them follows, sorted by id: more than one if written unknown to each other."""
    given = sorted(events, key=lambda event: event.id)
    return [event for event in given if not any(follows(other, event) for other in given if other is not event)]


def effective(event: Event, known: Callable[[EventId], Event | None]) -> Body | None:
    """Return what a head says: its body, or for an undo the body that counts again, None if there is none."""
    if not isinstance(event.body, Undo):
        return event.body
    restored = known(event.body.to) if event.body.to is not None else None
    if restored is None or restored.actor != event.actor or isinstance(restored.body, Undo):
        return None
    return restored.body


def renamed(event: Event, names: Mapping[Reviewer, Reviewer]) -> Event:
    """Return an event under its people's present names. For folding only: what is hashed is the event as written."""
    body = event.body
    if isinstance(body, Resolution) and not names.keys().isdisjoint((*body.by, *body.absent)):
        by, absent = (tuple(sorted({names.get(name, name) for name in old})) for old in (body.by, body.absent))
        body = replace(body, by=by, absent=absent)
    if isinstance(body, Settled | Reconciled) and not names.keys().isdisjoint(body.by):
        body = replace(body, by=tuple(sorted({names.get(name, name) for name in body.by})))
    if body is event.body and event.actor not in names:
        return event
    return replace(event, actor=names.get(event.actor, event.actor), body=body)


def was_visible(own: Sequence[Event], others: Sequence[Event], *, standing: bool) -> bool:
    """Return whether one of `others` was on the screen of the writer of `own` at some time.

    `own` and `others` are the decisions and undos of one reviewer and of the colleagues on one report at one stage, as
    known to the writer's device. A colleague's decision shows as long as one's own stands: from the event that states
    it until the event that supersedes it; `standing` says whether the last of them still does.
    """
    if not others:
        return False
    if standing:
        return True
    superseding = {old: event for event in own for old in event.supersedes}
    return any(
        may_follow(superseding[event.id], other)
        for event in own
        if event.id in superseding and not (isinstance(event.body, Undo) and event.body.to is None)
        for other in others
    )
