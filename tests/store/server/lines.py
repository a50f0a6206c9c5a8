"""Events as lines, written by hand: what somebody with a password and psql could send."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from reviewkit.model import Decision, DeviceId, Event, EventId, Reviewer, Stage, Verdict
from reviewkit.store import codec

if TYPE_CHECKING:
    from collections.abc import Iterable

    import psycopg

    from reviewkit.model import Body

FILE = "ab" * 32
DEVICES = {"Ada": "adas0device0", "Grace": "graces0device", "Mary": "marys0device"}
SECRET = "a note that tells"


def record(number: int) -> str:
    return f"{FILE}:{number:07d}"


def identity(number: int) -> EventId:
    return EventId(str(uuid.UUID(int=number)))


def line(
    number: int,
    actor: str,
    subject: str,
    body: Body,
    *,
    seq: int | None = None,
    device: str = "",
    supersedes: Iterable[int] = (),
) -> str:
    return codec.event_line(
        Event(
            identity(number),
            Reviewer(actor),
            DeviceId(device or DEVICES[actor]),
            seq or number,
            "",
            "2026-05-03T10:00:00Z",
            subject,
            body,
            "1",
            "c",
            supersedes=frozenset(identity(one) for one in supersedes),
        )
    )


def decision(number: int, actor: str, subject: str, verdict: Verdict = Verdict.INCLUDE, **other: object) -> str:
    body = Decision(
        Stage.TITLE_ABSTRACT,
        verdict,
        ("timeframe",) if verdict is Verdict.EXCLUDE else (),
        SECRET if actor == "Grace" else "",
    )
    return line(number, actor, subject, body, **other)  # type: ignore[arg-type]  # what `line` takes


def put(connection: psycopg.Connection[object], *lines: str) -> None:
    connection.execute("INSERT INTO reviewkit.event (line) SELECT unnest(%s::text[])", (list(lines),))


def seen(connection: psycopg.Connection[object]) -> set[str]:
    """The ids of the events that somebody can see."""
    return {str(row[0]) for row in connection.execute("SELECT id FROM reviewkit.event").fetchall()}  # type: ignore[index]  # rows
