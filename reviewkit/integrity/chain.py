"""Each device's history held to itself and to what the other devices saw of it.

A device numbers its events from 1 without gaps, each names the sha256 of the one before, and what it has seen of the
others only grows. The thing a reader would get wrong: nobody vouches for the content of a device's last event until
another follows it, and for its existence until another device names it in `seen`. A database that took the original in
knows better; `journals` holds the files against that.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import criteria
from reviewkit.integrity.findings import Finding, Severity
from reviewkit.model import CriteriaText, DeviceId, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import Reviewer

_RESTORE = "Bring the original of that journal back: from the device that wrote it, a backup, or the folder's history."


@dataclass(frozen=True, slots=True)
class Written:
    """An event, the sha256 of its canonical line, and where in the folder it stands."""

    event: Event
    digest: str
    place: str = ""
    """`data/journal/Ada@3f2a.jsonl, line 12`; empty if no journal in the folder has it."""

    @property
    def where(self) -> str:
        """Return file, line and position in the history."""
        here = position(self.event.device, self.event.seq)
        return f"{self.place} ({here})" if self.place else here


@dataclass(frozen=True, slots=True)
class Device:
    """One device's history in short."""

    id: DeviceId
    events: int
    last: int
    """Its highest seq: equal to `events` in an unbroken history."""
    actors: tuple[tuple[Reviewer, int], ...]
    """Whose names its events bear, and how many bear each. Several are possible, and shown: nothing signs a name."""


@dataclass(frozen=True, slots=True)
class OnServer:
    """How much of a device's history a server says it has."""

    events: int
    last: int
    """Highest seq."""


def position(device: DeviceId, seq: int) -> str:
    """Return where an event stands in its device's history, as people read it."""
    return f"device {device}, event {seq}"


def devices(history: Iterable[Written]) -> list[Device]:
    """Return each device of a history, sorted by id."""
    return [
        Device(
            device,
            len(own),
            own[-1].event.seq,
            tuple(sorted(Counter(one.event.actor for one in own).items())),
        )
        for device, own in sorted(_by_device(history).items())
    ]


def findings(history: Iterable[Written], on_server: Mapping[DeviceId, OnServer] | None = None) -> list[Finding]:
    """Return what is wrong with a history; nothing for one as devices wrote it, in any order.

    What a server has and keeps back is not missing.
    """
    by_device, there = _by_device(history), on_server or {}
    whole = {device: own for device, own in by_device.items() if not _is_kept_back(own, there.get(device))}
    within = [found for own in by_device.values() for check in _WITHIN for found in check(own)]
    gaps = [found for own in whole.values() for found in _gaps(own)]
    across = [found for check in _ACROSS for found in check(by_device)]
    return gaps + within + list(_cut(by_device, there)) + across


def _is_kept_back(own: Sequence[Written], there: OnServer | None) -> bool:
    """Return whether a server has all that is missing in the history of a device."""
    seqs = {one.event.seq for one in own}
    return there is not None and len(own) + max(seqs) - len(seqs) <= there.events


def _by_device(history: Iterable[Written]) -> dict[DeviceId, list[Written]]:
    found: defaultdict[DeviceId, list[Written]] = defaultdict(list)
    for one in history:
        found[one.event.device].append(one)
    return {device: sorted(own, key=lambda one: (one.event.seq, one.event.id)) for device, own in sorted(found.items())}


# ------------------------------------------------------------------------------------------ one device by itself


def _by_seq(own: Sequence[Written]) -> dict[int, list[Written]]:
    return {seq: list(group) for seq, group in itertools.groupby(own, key=lambda one: one.event.seq)}


def _gaps(own: Sequence[Written]) -> Iterator[Finding]:
    before = 0
    for one in own:
        seq = one.event.seq
        if seq > before + 1:
            missing = str(before + 1) if seq == before + 2 else f"{before + 1} to {seq - 1}"
            yield Finding(
                "gap",
                Severity.ERROR,
                f"device {one.event.device}, before event {seq}",
                f"event {missing} of this device is missing: removed, made unreadable, or not arrived yet",
                _RESTORE,
            )
        before = seq


def _forks(own: Sequence[Written]) -> Iterator[Finding]:
    for group in _by_seq(own).values():
        if len(group) > 1:
            first, *others = group
            yield Finding(
                "fork",
                Severity.ERROR,
                first.where,
                f"{len(group)} events claim this place in the history; the others: "
                + "; ".join(f"{one.where}, by {one.event.actor}, id {one.event.id}" for one in others),
                "One device writes each number once. Ask its owner which is genuine: another may be forged, or one "
                "database was copied to two computers.",
            )


def _edits(own: Sequence[Written]) -> Iterator[Finding]:
    by_seq = _by_seq(own)
    for one in own:
        event = one.event
        before = by_seq.get(event.seq - 1, [])
        expected = {earlier.digest for earlier in before} if event.seq > 1 else {""}
        if expected and event.previous not in expected:
            earlier = before[0].where if before else one.where
            yield Finding(
                "edited",
                Severity.ERROR,
                earlier,
                f"is not what stood there when event {event.seq} was written (its sha256 differs): this event was "
                "changed afterwards, or the next one was"
                if before
                else "is a first event that names one before it",
                _RESTORE,
            )


def _shrinking(own: Sequence[Written]) -> Iterator[Finding]:
    most: dict[DeviceId, tuple[int, int]] = {}
    for one in own:
        for device, seq in one.event.seen.items():
            before, at = most.get(device, (0, 0))
            if seq < before:
                yield Finding(
                    "unseen",
                    Severity.ERROR,
                    one.where,
                    f"had taken in less of device {device} (up to {seq}) than event {at} before it (up to {before})",
                    "What a device has taken in only grows: one of the two events was changed, or is forged.",
                )
            most[device] = max((before, at), (seq, one.event.seq))


# ------------------------------------------------------------------------------------------ devices against each other

_History = dict[DeviceId, list[Written]]


def _cut(by_device: _History, there: Mapping[DeviceId, OnServer]) -> Iterator[Finding]:
    """Yield devices of which others had taken in more than there is."""
    claims: dict[DeviceId, tuple[int, Written]] = {}
    for own in by_device.values():
        for one in own:
            for device, seq in (*one.event.seen.items(), *one.event.heard.items()):
                if device != one.event.device and seq > claims.get(device, (0, one))[0]:
                    claims[device] = (seq, one)
    for device, (seq, witness) in sorted(claims.items()):
        last = by_device[device][-1].event.seq if device in by_device else 0
        if seq > max(last, there[device].last if device in there else 0):
            yield Finding(
                "cut",
                Severity.ERROR,
                f"device {device}, after event {last}",
                f"events up to {seq} are missing: {witness.where} by {witness.event.actor} had taken them in. The "
                "journal was cut, or has not all arrived yet",
                "Wait until the folder is in sync, then " + _RESTORE[0].lower() + _RESTORE[1:],
            )


def _impossible(by_device: _History) -> Iterator[Finding]:
    """Yield pairs of events each of which claims that the other was there before it."""
    at = {(device, one.event.seq): one for device, own in by_device.items() for one in own}
    for own in by_device.values():
        for one in own:
            for device, seq in one.event.seen.items():
                other = at.get((device, seq))
                if other is not None and device > one.event.device and _had_seen(other.event, one.event):
                    yield Finding(
                        "impossible",
                        Severity.ERROR,
                        one.where,
                        f"claims to have been written after {other.where}, and that one after this",
                        "One of the two was changed, or is forged.",
                    )


def _had_seen(later: Event, earlier: Event) -> bool:
    return later.seen.get(earlier.device, 0) >= earlier.seq


def _replacing_others(by_device: _History) -> Iterator[Finding]:
    """Yield events that claim to replace somebody else's; they have no effect."""
    actors: Mapping[str, Reviewer] = {one.event.id: one.event.actor for own in by_device.values() for one in own}
    for own in by_device.values():
        for one in own:
            others = sorted({actors.get(old, one.event.actor) for old in one.event.supersedes} - {one.event.actor})
            if others:
                yield Finding(
                    "replaces",
                    Severity.WARNING,
                    one.where,
                    f"is by {one.event.actor} and claims to replace what {', '.join(others)} wrote; that has no effect",
                    "reviewkit writes no such event: ask who did.",
                )


def _criteria(by_device: _History) -> Iterator[Finding]:
    """Yield texts of criteria that are not those whose sha256 they stand under."""
    for own in by_device.values():
        for one in own:
            body = one.event.body
            if isinstance(body, CriteriaText) and criteria.fingerprint(dict(body.files)) != one.event.subject:
                yield Finding(
                    "criteria",
                    Severity.ERROR,
                    one.where,
                    "holds criteria that are not those they claim to be (their sha256 differs)",
                    _RESTORE,
                )


_WITHIN = (_forks, _edits, _shrinking)
_ACROSS = (_impossible, _replacing_others, _criteria)
