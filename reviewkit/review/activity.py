"""What each reviewer has done since a day, for a mail to the other: counts only, as the rule of blindness asks."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Decision, Import, Link, LinkOrigin, Resolution, Reviewer, Stage
from reviewkit.views import Activity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Event
    from reviewkit.review.session import Session

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day(text: str, today: datetime.date) -> datetime.date:
    """Return the day that `today`, `yesterday`, `3 days`, `tuesday` (the last one) or `2026-05-03` means.

    Raises `NotAllowedError` for anything else.
    """
    said = text.strip().lower()
    if said in ("today", "yesterday"):
        return today - datetime.timedelta(days=said == "yesterday")
    if said in _WEEKDAYS:
        return today - datetime.timedelta(days=(today.weekday() - _WEEKDAYS.index(said)) % 7)
    if match := re.fullmatch(r"(\d{1,4}) days?", said):
        return today - datetime.timedelta(days=int(match.group(1)))
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        raise NotAllowedError(
            f'"{text}" is no day', remedy="Say today, yesterday, tuesday, 3 days, or a date such as 2026-05-03."
        ) from None


def activity(session: Session, since: str) -> list[Activity]:
    """Return what each reviewer has done since a day (UTC) and not taken back, by the clocks of the devices."""
    start = day(since, datetime.date.fromisoformat(session.now()[:10])).isoformat()
    heads = session.state.heads_since(start)
    return [
        _of(session, name, [event for event in heads if event.actor == name]) for name in session.state.rules.reviewers
    ]


def _of(session: Session, reviewer: Reviewer, heads: Sequence[Event]) -> Activity:
    said = [(event.subject, session.state.body(event)) for event in heads]
    decided = {(subject, body.stage) for subject, body in said if isinstance(body, Decision)}
    return Activity(
        reviewer,
        {stage: number for stage in Stage if (number := sum(at is stage for _, at in decided))},
        sum(isinstance(body, Resolution) for _, body in said),
        sum(isinstance(body, Import) for _, body in said),
        sum(isinstance(body, Link) and body.origin is LinkOrigin.PERSON for _, body in said),
        max((event.time for event in heads), default=""),
    )
