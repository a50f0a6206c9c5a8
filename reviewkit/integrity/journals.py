"""The journals in the folder held against what the database took in.

The database's events cannot be changed; files can. The thing a reader would get wrong: the order of lines and the name
of a file mean nothing to the review, and an event may stand in several files. A journal out of order loses nothing, but
no device writes one, so it is named.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.integrity.chain import position
from reviewkit.integrity.findings import Finding, Repair, Severity, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from reviewkit.integrity.chain import Written
    from reviewkit.model import DeviceId, Event, EventId


@dataclass(frozen=True, slots=True)
class Line:
    """One complete line of a journal: the event in it, or why there is none."""

    number: int
    """From 1; 0 for the file as a whole."""
    event: Event | None
    digest: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """One file in data/journal."""

    path: str
    """Below the review's folder."""
    lines: Sequence[Line]
    mine: bool
    """It has the name of a journal of this device."""
    of: tuple[str, DeviceId] | None
    """Actor and device that its name says; None if it is called otherwise."""

    def at(self, line: Line) -> str:
        """Return file and line."""
        return f"{self.path}, line {line.number}" if line.number else self.path

    def events(self) -> Iterator[tuple[Line, Event]]:
        """Yield the lines that hold an event, with it."""
        for line in self.lines:
            if line.event is not None:
                yield line, line.event


@dataclass(frozen=True, slots=True)
class Shelf:
    """All journals of the folder, what the database holds, and which device it is of."""

    journals: Sequence[Journal]
    known: Mapping[EventId, Written]
    device: DeviceId
    on_server: Set[DeviceId] = frozenset()
    """Devices whose events came from a server, so that no journal here needs to have them."""


def findings(shelf: Shelf) -> list[Finding]:
    """Return where the journals are not what the database took in from them, or wrote into them."""
    return [found for check in _CHECKS for found in check(shelf)]


def places(journals: Iterable[Journal]) -> dict[EventId, str]:
    """Return file and line of each event, in the first file that has it."""
    found: dict[EventId, str] = {}
    for journal in journals:
        for line, event in journal.events():
            found.setdefault(event.id, journal.at(line))
    return found


def lacking(shelf: Shelf) -> dict[DeviceId, list[Event]]:
    """Return the events of the database that no journal has, by device, in order."""
    there = {event.id for journal in shelf.journals for _, event in journal.events()}
    found: defaultdict[DeviceId, list[Event]] = defaultdict(list)
    for identity, written in shelf.known.items():
        if identity not in there:
            found[written.event.device].append(written.event)
    return {device: sorted(events, key=lambda event: event.seq) for device, events in sorted(found.items())}


def _unreadable(shelf: Shelf) -> Iterator[Finding]:
    for journal in shelf.journals:
        for line in journal.lines:
            if line.event is None:
                yield Finding(
                    "unreadable",
                    Severity.ERROR,
                    journal.at(line),
                    f"cannot be read, so nothing of it counts: {line.fault}",
                    "Nothing else is affected. If a device wrote it, bring its journal back from there; if not, move "
                    "it out of data/journal.",
                )


def _edited(shelf: Shelf) -> Iterator[Finding]:
    for journal in shelf.journals:
        restorable = _restorable(journal, shelf)
        for line, event in journal.events():
            known = shelf.known.get(event.id)
            if known is not None and known.digest != line.digest:
                before = known.event
                yield Finding(
                    "edited",
                    Severity.ERROR,
                    journal.at(line),
                    f"is not the event that was first taken in under its id ({position(before.device, before.seq)}, by "
                    f"{before.actor}); the first one counts here, but a device that never had it takes this one",
                    "Bring the original of the file back, from the device that wrote it or the folder's history.",
                    Repair.REWRITE if restorable else None,
                    journal.path if restorable else "",
                )


def _not_taken_in(shelf: Shelf) -> Iterator[Finding]:
    for journal in shelf.journals:
        lines = [line for line, event in journal.events() if event.id not in shelf.known]
        if lines:
            yield Finding(
                "waiting",
                Severity.WARNING,
                journal.at(lines[0]),
                f"{len(lines)} events, from this line on, have not been taken in",
                "Run it again; if it stays, `reviewkit check` names the reason.",
            )


def _reordered(shelf: Shelf) -> Iterator[Finding]:
    for journal in shelf.journals:
        late = _late(journal)
        if late:
            restorable = _restorable(journal, shelf)
            yield Finding(
                "reordered",
                Severity.ERROR,
                journal.at(late[0]),
                "stands after an event that its device wrote later"
                + (f" (so do lines {ranges(line.number for line in late[1:])})" if late[1:] else "")
                + ": the file was rearranged, or lines were taken out and came back. No event is lost by that",
                "Order in a file means nothing to the review. Find out who edits journals.",
                Repair.REWRITE if restorable else None,
                journal.path if restorable else "",
            )


def _late(journal: Journal) -> list[Line]:
    """Return the lines that stand after a later event of their device; a line repeated is none."""
    highest: dict[DeviceId, int] = {}
    known = set()
    late = []
    for line, event in journal.events():
        if event.seq < highest.get(event.device, 0) and event.id not in known:
            late.append(line)
        known.add(event.id)
        highest[event.device] = max(highest.get(event.device, 0), event.seq)
    return late


def _restorable(journal: Journal, shelf: Shelf) -> bool:
    """Return whether writing an own journal anew from the database loses nothing that the file has."""
    return journal.mine and all(line.event is not None and line.event.id in shelf.known for line in journal.lines)


def _undelivered(shelf: Shelf) -> Iterator[Finding]:
    for device, events in lacking(shelf).items():
        where = f"device {device}, event {ranges(event.seq for event in events)}"
        if device == shelf.device:
            yield Finding(
                "undelivered",
                Severity.ERROR,
                where,
                "is safe in this device's database, but in no journal of the folder",
                "It is written at the next start that can write to data/journal.",
                Repair.MEND,
            )
        elif device not in shelf.on_server:
            yield Finding(
                "removed",
                Severity.ERROR,
                where,
                "was taken in by this device and now stands in no journal of the folder: cut, removed, or an older "
                "copy of the file came back",
                "The device that wrote it writes it again at its next start. If that device is lost, `reviewkit check "
                "--repair` writes it into the folder from here.",
                Repair.SPREAD,
            )


def _strangers(shelf: Shelf) -> Iterator[Finding]:
    """Yield files with the name of one journal that hold another's events."""
    for journal in shelf.journals:
        others = [
            (line, event)
            for line, event in journal.events()
            if journal.of is not None and (event.actor, event.device) != journal.of
        ]
        if journal.of is not None and others:
            line, event = others[0]
            yield Finding(
                "foreign",
                Severity.WARNING,
                journal.at(line),
                f"is by {event.actor} on device {event.device}, in a file that belongs to {journal.of[0]} on device "
                f"{journal.of[1]}; lines of this kind: {len(others)}. They count as what they say, not as the file's",
                "No device writes into another's file: ask who did.",
            )


def _copies(shelf: Shelf) -> Iterator[Finding]:
    """Yield files that repeat what stands in journals under their right names."""
    proper = {
        (event.id, line.digest)
        for journal in shelf.journals
        for line, event in journal.events()
        if journal.of == (event.actor, event.device)
    }
    for journal in shelf.journals:
        if (
            journal.of is None
            and journal.lines
            and all(
                line.event is not None and (line.event.id, line.digest) in proper and line.event.id in shelf.known
                for line in journal.lines
            )
        ):
            yield Finding(
                "copy",
                Severity.HINT,
                journal.path,
                "is a copy: each of its events stands in the journal of its own device as well",
                "It does no harm.",
                Repair.TIDY,
                journal.path,
            )


_CHECKS = (_unreadable, _edited, _not_taken_in, _reordered, _undelivered, _strangers, _copies)
