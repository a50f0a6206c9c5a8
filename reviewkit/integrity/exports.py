"""Exports held to their sha256, and record files to the exports that they were read from.

The thing a reader would get wrong: a file is found by its content, never by the name that an event gives, since an
event's name was written by anybody and could lead out of the folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.integrity.findings import Finding, Severity, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.model import DeviceId, FileId

FOLDER = "data/searches"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in data/searches."""

    name: str
    sha256: str
    """Empty if it is not read."""
    fault: str = ""
    """Why it is not read."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An export that an event says was imported under a name."""

    file: FileId
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one device read one export, entry by entry."""

    file: FileId
    device: DeviceId
    path: str
    """Of the record file, below the review's folder."""
    entries: Mapping[int, str]
    """Something that differs where entries differ, by ordinal."""
    version: str = ""
    """Of the program that read it; empty if no event says."""
    columns: tuple[tuple[str, str], ...] = ()
    """What people said that its columns hold."""


def findings(stored: Sequence[Stored], imported: Iterable[Imported]) -> list[Finding]:
    """Return exports that are missing, changed, renamed or unknown."""
    wanted = sorted(set(imported), key=lambda one: (one.name, one.file))
    by_name, by_content = {one.name: one for one in stored}, {one.sha256: one for one in stored if one.sha256}
    found = [one for export in wanted for one in _of_import(export, by_name, by_content)]
    contents, names = {one.file for one in wanted}, {one.name for one in wanted}
    return found + [one for file in stored for one in _of_file(file, contents, names)]


def _of_import(export: Imported, by_name: Mapping[str, Stored], by_content: Mapping[str, Stored]) -> Iterator[Finding]:
    here, there = by_name.get(export.name), by_content.get(export.file)
    where = f"{FOLDER}/{export.name}"
    remedy = f"Bring the file with the sha256 {export.file} back from a colleague's folder or a backup; no program can "
    remedy += "make it again. The records read from it stand and count."
    if there is not None and there.name != export.name:
        yield Finding("renamed", Severity.HINT, where, f"is called {there.name} now; its content is right")
    elif there is None and here is not None and not here.fault:
        what = f"was changed after its import: its sha256 is {here.sha256[:12]}..., not {export.file[:12]}..."
        yield Finding("changed", Severity.ERROR, where, what, remedy)
    elif there is None:
        yield Finding("missing", Severity.ERROR, where, "the export is not here", remedy)


def _of_file(file: Stored, contents: set[FileId], names: set[str]) -> Iterator[Finding]:
    where = f"{FOLDER}/{file.name}"
    if file.fault:
        yield Finding("unread", Severity.WARNING, where, file.fault, "Move it out of data/searches.")
    elif file.sha256 not in contents and file.name not in names:
        remedy = "Import it, or move it elsewhere."
        yield Finding("extra", Severity.HINT, where, "belongs to no import, so nothing of it is counted", remedy)


def reread(kept: Reading, now: Mapping[int, str], version: str) -> list[Finding]:
    """Return whether a record file says what its export says, read again by this program's `version`."""
    differing = differences(kept.entries, now)
    if not differing:
        return []
    same = kept.version == version
    return [
        Finding(
            "record",
            Severity.ERROR if same else Severity.WARNING,
            kept.path,
            f"entry {ranges(differing)} is not what the export says when read again"
            + ("" if same else f" by version {version}; version {kept.version or 'unknown'} read it at the import"),
            "The record file was changed: bring it back from another copy of the folder."
            if same
            else "The newer program may read these entries better, or the file was changed; compare them.",
        )
    ]


def readings(found: Iterable[Reading], counting: Mapping[FileId, DeviceId]) -> list[Finding]:
    """Return entries that two devices read differently; `counting` names whose reading counts."""
    known = {(one.file, one.device): one for one in found}
    differing = []
    for (file, device), one in sorted(known.items()):
        other = known.get((file, counting.get(file, device)))
        entries = differences(one.entries, other.entries) if other is not None and other is not one else []
        if other is not None and entries:
            differing.append(
                Finding(
                    "readings",
                    Severity.WARNING,
                    one.path,
                    f"device {device} read entry {ranges(entries)} differently from device {other.device}, whose "
                    "reading counts for everyone",
                    f"Compare them with {other.path}; usually one device has an older reviewkit (here "
                    f"{one.version or 'unknown'}, there {other.version or 'unknown'}).",
                )
            )
    return differing


def differences(a: Mapping[int, str], b: Mapping[int, str]) -> list[int]:
    """Return the ordinals whose entries differ, or that only one of the two has."""
    return sorted(ordinal for ordinal in a.keys() | b.keys() if a.get(ordinal) != b.get(ordinal))
