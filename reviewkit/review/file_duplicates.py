"""Which entries of some files describe one paper, without a review: exports in, a table of groups out.

The thing a reader would get wrong: every entry is a row, also one that cannot be read. Such an entry is a group of its
own, so that nobody who works on with the kept rows loses it. And an entry is known here by its file's place among those
named and by its number in it, never by the file's content: a file named twice is two files with the same entries.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit import dedup, formats
from reviewkit.collector import no_collector
from reviewkit.errors import NotAllowedError
from reviewkit.model import FileId, LinkVerdict, RecordId, Route, record_id
from reviewkit.review.exports import content
from reviewkit.store.folder import write_whole
from reviewkit.text import cell, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Link, Record, Rejection, Report

_HEADER = ("file", "entry", "id", "group", "kept")
_UNCERTAIN_HEADER = ("file_a", "entry_a", "id_a", "file_b", "entry_b", "id_b", "score", "reasons")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One entry of a file, and the group that it is in."""

    file: str
    """The path as it was given."""
    entry: int
    """From 1, in the order of the file."""
    id: str
    """What the file itself calls it; empty where it has no column that tells all entries apart."""
    group: int
    """From 1, in the order in which their first entries stand."""
    kept: bool
    """The one of its group that says most; of equals the first."""


@dataclass(frozen=True, slots=True)
class UncertainEntries:
    """Two entries of different groups that a person has to compare."""

    a: FileEntry
    b: FileEntry
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that could not be read."""

    file: str
    entry: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class FileGroups:
    """What was found in some files."""

    entries: tuple[FileEntry, ...]
    uncertain: tuple[UncertainEntries, ...]
    """The likeliest duplicates first."""
    rejected: tuple[Unread, ...]
    rules: str
    """Version of the rules."""

    @property
    def groups(self) -> int:
        """Return how many papers there are: all kept entries, those that could not be read among them."""
        return sum(entry.kept for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    records: tuple[Record, ...]
    rejections: tuple[Rejection, ...]
    ids: tuple[str, ...]
    said: frozenset[str]
    """Its columns of which somebody said what they hold."""


@no_collector()
def file_groups(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> FileGroups:
    """Return which entries of these exports describe one paper.

    `columns` says what columns of the tables among them hold; see `formats.read`. Raises `InputError` for a file that
    cannot be read as a whole, `NotAllowedError` for a column that none of them has.
    """
    files = [_file(place, path, columns or {}) for place, path in enumerate(paths)]
    if unknown := set(columns or {}).difference(*(file.said for file in files)):
        raise NotAllowedError(
            f'none of the files has a column "{min(unknown)}"', remedy="Name it as the file's first row does."
        )
    records = {record.id: record for file in files for record in file.records}
    links = dedup.links(list(records.values()))
    reports = dedup.reports(dict.fromkeys(records, Route.DATABASE), links)
    entries = _entries(files, _places(reports, records))
    return FileGroups(tuple(entries.values()), tuple(_uncertain(entries, links)), tuple(_unread(files)), dedup.RULES)


def _file(place: int, path: Path, columns: Mapping[str, str]) -> _File:
    data = content(path)
    own = _own(data, path.name, columns)
    export, ids = formats.identified(data, path.name, own)
    # the raw text is of no use here, and half of the memory
    named = (replace(record, id=_named(place, int(record.id.partition(":")[2])), raw="") for record in export.records)
    return _File(path, tuple(named), export.rejections, ids, frozenset(own))


def _own(data: bytes, name: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Return what is said of columns that this file has."""
    if not columns:
        return {}
    own = formats.columns(data, name)
    return {column: field for column, field in columns.items() if column in own}


def _named(place: int, ordinal: int) -> RecordId:
    return record_id(FileId(f"{place:064x}"), ordinal)


def _places(reports: Iterable[Report], records: Mapping[RecordId, Record]) -> dict[RecordId, tuple[RecordId, bool]]:
    """Return for each record the first one of its group, and whether it is kept."""
    found = {}
    for report in reports:
        kept = dedup.fullest([records[one] for one in report.records]).id
        found.update({one: (report.records[0], one == kept) for one in report.records})
    return found


def _entries(files: Sequence[_File], places: Mapping[RecordId, tuple[RecordId, bool]]) -> dict[RecordId, FileEntry]:
    """Return all entries in the order of the files."""
    numbers: dict[RecordId, int] = {}
    found = {}
    for place, file in enumerate(files):
        for ordinal, id_ in enumerate(file.ids, 1):
            record = _named(place, ordinal)
            first, kept = places.get(record, (record, True))
            group = numbers.setdefault(first, len(numbers) + 1)
            found[record] = FileEntry(str(file.path), ordinal, id_, group, kept)
    return found


def _uncertain(entries: Mapping[RecordId, FileEntry], links: Iterable[Link]) -> list[UncertainEntries]:
    pairs = [
        UncertainEntries(entries[link.a], entries[link.b], link.score, link.reasons)
        for link in links
        if link.verdict is LinkVerdict.UNCERTAIN and entries[link.a].group != entries[link.b].group
    ]
    return sorted(pairs, key=lambda pair: -pair.score)


def _unread(files: Iterable[_File]) -> list[Unread]:
    return [Unread(str(file.path), one.ordinal, one.line, one.reason) for file in files for one in file.rejections]


# ---------------------------------------------------------------------------------------------- written down


def write_groups(found: FileGroups, out: Path, sources: Iterable[Path]) -> tuple[Path, Path]:
    """Write the groups, and beside them the uncertain pairs, as CSV; returns where.

    Raises `NotAllowedError` if one of the two would replace a file that was read, `StorageError`.
    """
    if out.suffix.lower() != ".csv":
        raise NotAllowedError(f'"{out.name}" is not a CSV file', remedy="Give --out a name that ends in .csv.")
    beside = out.with_name(f"{out.stem}-uncertain{out.suffix}")
    read = {source.resolve() for source in sources}
    for path in (out, beside):
        if path.resolve() in read:
            raise NotAllowedError(f'"{path}" is one of the files to compare', remedy="Give --out another name.")
    write_whole(out, _csv(_HEADER, map(_row, found.entries)))
    write_whole(beside, _csv(_UNCERTAIN_HEADER, map(_pair, found.uncertain)))
    return out, beside


def _row(entry: FileEntry) -> tuple[str, ...]:
    return (*_known_by(entry), str(entry.group), str(int(entry.kept)))


def _pair(pair: UncertainEntries) -> tuple[str, ...]:
    return (*_known_by(pair.a), *_known_by(pair.b), str(pair.score), "; ".join(pair.reasons))


def _known_by(entry: FileEntry) -> tuple[str, str, str]:
    return cell(entry.file), str(entry.entry), _id(entry.id)


def _id(own: str) -> str:
    """Return an id as it stands in its file, so that it can be looked up there; only a formula is made harmless."""
    return own if own.lstrip("+-").isalnum() and own == line(own) else cell(own)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")
