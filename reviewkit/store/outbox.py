"""The own journals of a device: completed from the database, and known again at the next start if nobody touched them.

A journal was left complete if its size and its time of change are as they were when this device had last seen to it,
and if the database holds no own event beyond those that it was then seen to hold. Anything else has it compared line
by line. That somebody changed bytes and put back size and time cannot be told here; it shows in a check of the whole
folder, and the journals are compared again when that mends them.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.store import codec, folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_TOUCHED = -1
"""No file's time of change: the journal was changed by others too, so it has to be compared at the next start."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How this device left one of its own journals."""

    size: int
    modified: int
    """Nanoseconds since 1970, compared for equality only."""
    events: int
    """How many own events it holds."""


def extended(path: Path, left: Mark, lines: Sequence[str]) -> Mark:
    """Append lines to a journal that still has the size it was left with. Raises `StorageError`."""
    untouched = mark(path, left.events) == left
    size, modified = folder.append_lines(path, lines)
    return Mark(size, modified if untouched else _TOUCHED, left.events + len(lines))


def mended(path: Path, own: Iterable[tuple[str, str]]) -> Mark:
    """Cut a journal's torn last line and append the lines that are missing.

    `own` are (event id, line) of all own events, oldest first. Raises `StorageError`.
    """
    try:
        folder.cut_torn_line(path)
        left = mark(path)
        with path.open("rb") if left is not None else contextlib.nullcontext(()) as file:
            missing, events = _missing((line for _, line in folder.complete_lines(file)), own)
    except OSError as error:
        raise folder.cannot_write(path, error) from error
    if missing or left is None:
        return Mark(*folder.append_lines(path, missing), events)
    return replace(left, events=events)


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


def mark(path: Path, events: int = 0) -> Mark | None:
    """Return the mark of a file as it is now; None if there is none that can be looked at."""
    with contextlib.suppress(OSError):
        stat = path.stat()
        return Mark(stat.st_size, stat.st_mtime_ns, events)
    return None


def text(left: Mapping[str, Mark]) -> str:
    """Return the marks of journals as a text to be remembered."""
    return json.dumps({name: astuple(one) for name, one in sorted(left.items())})


def marks(remembered: str) -> dict[str, Mark]:
    """Return the marks of journals in a remembered text."""
    return {name: Mark(*left) for name, left in json.loads(remembered).items()}


def are_as_left(review_folder: Path, left: Mapping[str, Mark], events: int) -> bool:
    """Return whether the journals of a device are as it left them, and hold as many own events together."""
    untouched = all(mark(review_folder / name, one.events) == one for name, one in left.items())
    return untouched and sum(one.events for one in left.values()) == events
