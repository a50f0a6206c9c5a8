"""The own journals of a device: completed from the database, and known again at the next start if nobody touched them.

A journal was left complete if its size and its time of change are as they were when this device had last seen to it,
and if the database holds no own event beyond those that it was then seen to hold. Anything else has it compared line
by line. That somebody changed bytes and put back size and time cannot be told here; it shows in a check of the whole
folder, and when that has them mended the journals are compared whatever they look like.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from reviewkit.errors import InputError, StorageError
from reviewkit.model import Reviewer
from reviewkit.store import codec, folder, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from reviewkit.model import DeviceId

_TOUCHED = -1
"""No file's time of change: others changed the journal too, so it has to be compared at the next start."""
_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Mark:
    """How this device left one of its own journals."""

    size: int
    modified: int
    """Nanoseconds since 1970, compared for equality only."""
    events: int
    """How many own events it holds."""


class Outbox:
    """The own journals of one device, below one review's folder. Whoever calls holds the device's lock."""

    def __init__(
        self, review_folder: Path, device: DeviceId, reading: Callable[[], AbstractContextManager[sa.Connection]]
    ) -> None:
        """See to the journals of a device; `reading` gives a connection to what they have to hold."""
        self._folder = review_folder
        self._device = device
        self._reading = reading
        self._left: dict[str, Mark] = {}
        self.behind: StorageError | None = None
        """Why a journal lacks events that are safely in the database; None if none lacks any."""

    def deliver(self, actor: Reviewer, new_lines: Sequence[str]) -> None:
        """Append new lines to the actor's journal, or all that it lacks if it isn't as left; `behind` if that fails."""
        name = folder.journal_name(actor, self._device)
        path = self._folder / name
        left, now = self._left.get(name), _mark(path)
        try:
            if left is not None and now is not None and now.size == left.size:
                self._left[name] = extended(path, left, new_lines)
            else:
                self._left[name] = mended(path, self._own_lines(actor))
            self.behind = None
        except StorageError as error:
            self.behind = error

    def complete(self) -> None:
        """Compare every journal with the database and append what it lacks; `behind` says why if that fails."""
        self._left = {}
        writers = sa.select(schema.event.c.actor, schema.event.c.device).distinct()  # out of an index alone
        with self._reading() as connection:
            actors = [actor for actor, device in connection.execute(writers) if device == self._device]
        failures = []
        for actor in actors:
            self.deliver(Reviewer(actor), ())
            failures += [self.behind] if self.behind is not None else []
        self.behind = failures[0] if failures else None

    def resume(self, remembered: str) -> bool:
        """Go on from a text that `state` returned; False if the journals are not as they were left, or lack events."""
        ending = folder.journal_name(Reviewer(""), self._device).removeprefix(f"{folder.JOURNALS}/")
        left = {name: Mark(*one) for name, one in json.loads(remembered).items() if name.endswith(ending)}
        own = sa.select(sa.func.count()).where(schema.event.c.device == self._device)
        with self._reading() as connection:
            events = connection.scalar(own)
        untouched = all(_mark(self._folder / name, one.events) == one for name, one in left.items())
        if not untouched or sum(one.events for one in left.values()) != events:
            return False
        self._left = left
        return True

    def state(self) -> str:
        """Return how the journals were left, as a text to be remembered; empty while none was seen to."""
        return json.dumps({name: astuple(one) for name, one in sorted(self._left.items())}) if self._left else ""

    def size_left(self, name: str) -> int | None:
        """Return the size that a journal was left with; None for what is no journal of this device."""
        left = self._left.get(name)
        return left.size if left is not None else None

    def _own_lines(self, actor: Reviewer) -> Iterator[tuple[str, str]]:
        event = schema.event.c
        own = sa.select(event.id, event.line).where(event.device == self._device, event.actor == actor)
        with self._reading() as connection:
            ordered = own.order_by(event.seq, event.id).execution_options(yield_per=_ROWS)
            yield from ((identity, line) for identity, line in connection.execute(ordered))


def extended(path: Path, left: Mark, lines: Sequence[str]) -> Mark:
    """Append lines to a journal that has the size it was left with, if perhaps not the time. Raises `StorageError`."""
    untouched = _mark(path, left.events) == left
    size, modified = folder.append_lines(path, lines)
    return Mark(size, modified if untouched else _TOUCHED, left.events + len(lines))


def mended(path: Path, own: Iterable[tuple[str, str]]) -> Mark:
    """Cut a journal's torn last line and append the lines that are missing.

    `own` are (event id, line) of all own events, oldest first. Raises `StorageError`.
    """
    try:
        folder.make_whole(path)
        left = _mark(path) or Mark(0, _TOUCHED, 0)
        with path.open("rb") as file:
            missing, events = _missing((line for _, line in folder.complete_lines(file)), own)
    except OSError as error:
        raise folder.cannot_write(path, error) from error
    left = replace(left, events=events - len(missing))
    return extended(path, left, missing) if missing else left


def _missing(journal: Iterator[bytes], own: Iterable[tuple[str, str]]) -> tuple[list[str], int]:
    """Return the own lines that a journal lacks, and how many own ones there are.

    As far as both are the same, line by line, nothing is kept or parsed; beyond that only lines that are no own one.
    """
    expected = iter(own)
    beyond, strangers, same = [], set(), 0
    for event, line in itertools.zip_longest(expected, journal):
        if event is None or event[1].encode() != line:
            beyond = [event, *expected] if event is not None else []
            strangers = {line, *journal} if line is not None else set()
            break
        same += 1
    lines = {line.encode(): identity for identity, line in beyond}
    lacking = {identity for line, identity in lines.items() if line not in strangers}
    if lacking:
        lacking -= _ids(strangers - lines.keys())
    return [line for identity, line in beyond if identity in lacking], same + len(beyond)


def _ids(lines: Iterable[bytes]) -> set[object]:
    """Return the ids in lines that may be anything."""
    found: set[object] = set()
    for line in lines:
        with contextlib.suppress(InputError):
            identity = codec.parsed(line).get("id")
            if isinstance(identity, str):
                found.add(identity)
    return found


def _mark(path: Path, events: int = 0) -> Mark | None:
    """Return the mark of a file as it is now; None if there is none that can be looked at."""
    with contextlib.suppress(OSError):
        stat = path.stat()
        return Mark(stat.st_size, stat.st_mtime_ns, events)
    return None
