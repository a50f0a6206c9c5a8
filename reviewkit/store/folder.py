"""The files of the shared folder: journals, record files and exports.

They are read with suspicion and written so that a crash leaves either the old state or the new one.

Others write here too: a synchronising program may deliver files late, halfway, twice or under another name, and a
stranger may have put anything in. Only complete lines count, symbolic links are not followed, and what a line says
about itself counts, not what the file is called.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import json
import os
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, StorageError
from reviewkit.model import DeviceId, FileId, Record, Rejection, Reviewer, record_id
from reviewkit.store import codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

JOURNALS = "data/journal"
RECORDS = "data/records"
SEARCHES = "data/searches"
_LARGEST_FILE = 2**30
_BLOCK = 2**20
LONGEST_LINE = 2**24
"""Bytes of a journal's line; all the criteria's texts fit into one many times."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line or file that could not be taken in; nothing of it counts."""

    path: str
    line: int
    """From 1; 0 for the file as a whole."""
    what: str

    def __str__(self) -> str:
        """Return the fault as a person reads it."""
        return f"{self.path}, line {self.line}: {self.what}" if self.line else f"{self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or rejection as its line in a record file."""

    ordinal: int
    rejected: bool
    line: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One complete record file: how one device read one export."""

    file: FileId
    device: DeviceId
    header: str
    entries: tuple[Entry, ...]


def journal_name(actor: Reviewer, device: DeviceId) -> str:
    """Return the path, below the review's folder, of what a reviewer did on a device."""
    return f"{JOURNALS}/{actor}@{device}.jsonl"


def files(folder: Path, below: str) -> Iterator[tuple[Path, str]]:
    """Yield each .jsonl file directly below, with its path in the review, sorted by name.

    What in a name is no text stands there as an escape, so that the name can be kept and shown.
    """
    place = folder / below
    try:
        if place.is_symlink() or not place.is_dir():
            return
        paths = sorted(place.iterdir())
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(place), remedy="Give yourself the right to read it."
        ) from error
    for path in paths:
        if path.suffix == ".jsonl" and not path.name.startswith("."):
            yield path, f"{below}/{path.name}".encode("utf-8", "backslashreplace").decode()


def content(path: Path, name: str) -> bytes:
    """Return the bytes of a regular file. Raises `InputError` for a link or what cannot be read."""
    with opened(path, name) as file:
        return file.read()


@contextlib.contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a regular file. Raises `InputError` for a link or what cannot be read, also while it is being read."""
    try:
        if path.is_symlink() or not path.is_file():
            raise InputError("is a link or no regular file, so it is not read", where=name)
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > _LARGEST_FILE:
                raise InputError(f"is larger than {_LARGEST_FILE // 2**20} MB, so it is not read", where=name)
            yield file
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=name) from error


class Journal:
    """The lines of a journal as they are read, none of them kept: how many bytes they were, and their sha256."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin at the beginning."""
        self._file = file
        self.size = 0
        self._lines = 0
        self._sha256 = hashlib.sha256()

    def goes_on_after(self, size: int, digest: str) -> bool:
        """Pass over the first `size` bytes if they have that sha256; if not, nothing is passed over."""
        passed, lines = hashlib.sha256(), 0
        left = size
        while left and (block := self._file.read(min(left, _BLOCK))):
            passed.update(block)
            lines += block.count(b"\n")
            left -= len(block)
        if left or passed.hexdigest() != digest:
            self._file.seek(0)
            return False
        self.size, self._lines, self._sha256 = size, lines, passed
        return True

    def complete_lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of each line that is to come, as `complete_lines` does."""
        yield from complete_lines(self._noted(), after=self._lines)

    def _noted(self) -> Iterator[bytes]:
        for line in self._file:
            if line.endswith(b"\n"):
                self.size += len(line)
                self._sha256.update(line)
            yield line

    def digest(self) -> str:
        """Return the sha256 of all complete lines so far."""
        return self._sha256.hexdigest()


def complete_lines(data: bytes | Iterable[bytes], after: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each line that ends in a line feed, blank ones passed over, CR stripped.

    `data` is a file's content, or its lines with their line feeds beginning after the line of number `after`.
    """
    lines = io.BytesIO(data) if isinstance(data, bytes) else data
    for number, line in enumerate(lines, start=after + 1):
        if line.endswith(b"\n") and not line.isspace():
            yield number, line.rstrip(b"\r\n")


def complete_size(data: bytes) -> int:
    """Return how many bytes belong to complete lines."""
    return data.rfind(b"\n") + 1


# ------------------------------------------------------------------------------------------------- writing


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> tuple[int, int]:
    """Write a file beside its place, flush it to disk and rename it into place. Raises `StorageError`.

    `data` is all of it or its pieces. Returns its size and time of change, in nanoseconds.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines((data,) if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)  # noqa: PTH101  # mkstemp gives a path as text
            stat = os.stat(temporary)  # noqa: PTH116  # before others can change it
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise
        return stat.st_size, stat.st_mtime_ns
    except OSError as error:
        raise cannot_write(path, error) from error


def append_lines(path: Path, lines: Iterable[str]) -> tuple[int, int]:
    """Append lines to a journal that ends in a complete one; returns its new size and time of change, in nanoseconds.

    Raises `StorageError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            size = file.tell()
        return size, path.stat().st_mtime_ns  # only now: some systems note the time when a file is closed
    except OSError as error:
        raise cannot_write(path, error) from error


def make_whole(path: Path) -> None:
    """Cut what follows the last complete line of one's own journal, or make an empty one. Raises `OSError`."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with path.open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - 1, 0))
        if file.read() in (b"", b"\n"):
            return
        file.seek(0)
        whole = complete_size(file.read())
    os.truncate(path, whole)


def cannot_write(path: Path, error: OSError) -> StorageError:
    """Return what to raise where the disk refused a write."""
    return StorageError(
        f"cannot be written ({error.strerror or error})",
        where=str(path),
        remedy="Make room or give yourself the right to write there, then do the last step again.",
    )


# ------------------------------------------------------------------------------------------------- record files


def reading_of(
    file: FileId, device: DeviceId, name: str, records: Sequence[Record], rejections: Sequence[Rejection]
) -> Reading:
    """Return what one device read from one export."""
    header = {
        "v": codec.FORMAT,
        "sha256": file,
        "device": device,
        "name": name,
        "records": len(records),
        "rejections": len(rejections),
    }
    entries = [Entry(int(record.id.partition(":")[2]), False, codec.record_line(record)) for record in records]
    entries += [Entry(one.ordinal, True, codec.rejection_line(one)) for one in rejections]
    return Reading(file, device, codec.canonical(header), tuple(sorted(entries, key=lambda entry: entry.ordinal)))


def write_reading(folder: Path, reading: Reading) -> tuple[str, tuple[int, int]]:
    """Write a record file, whole or not at all; returns its path in the review, its size and time of change."""
    name = f"{RECORDS}/{reading.file}-{reading.device}.jsonl"
    lines = (entry.line if not entry.rejected else f'{{"rejected":{entry.line}}}' for entry in reading.entries)
    return name, write_whole(folder / name, (f"{line}\n".encode() for line in itertools.chain([reading.header], lines)))


def read_reading(data: bytes) -> Reading | None:
    """Return the reading in a record file; None while it is still arriving. Raises `InputError` if it is damaged."""
    lines = complete_lines(data)
    first = next(lines, None)
    if first is None:
        return None
    header = codec.parsed(first[1])
    codec.check_format(header)
    stated = [header.get("records"), header.get("rejections")]
    file, device = header.get("sha256"), header.get("device")
    if not (isinstance(file, str) and len(file) == 64 and isinstance(device, str)):
        raise InputError("its first line does not say which export and device it is of")
    total = sum(number for number in stated if isinstance(number, int))
    there = sum(1 for _ in complete_lines(data)) - 1
    if there < total:
        return None
    entries = tuple(_entry(FileId(file), number, line) for number, line in itertools.islice(lines, max(total, 0)))
    found = [sum(not entry.rejected for entry in entries), sum(entry.rejected for entry in entries)]
    if found != stated or there > total:
        raise InputError(f"its first line states {stated[0]} records and {stated[1]} rejections; it holds {found}")
    return Reading(FileId(file), DeviceId(device), codec.canonical(header), entries)


def _entry(file: FileId, number: int, line: bytes) -> Entry:
    value = codec.parsed(line)
    try:
        if "rejected" in value:
            rejection = codec.decode(Rejection, codec.parsed(json.dumps(value["rejected"])))
            return Entry(rejection.ordinal, True, codec.rejection_line(rejection))
        record = codec.decode(Record, value)
        ordinal = int(record.id.partition(":")[2])
        if record.id != record_id(file, ordinal):
            raise InputError(f"record {record.id} is not of this file")
        return Entry(ordinal, False, codec.record_line(record))
    except (InputError, ValueError) as error:
        raise InputError(f"line {number} cannot be read: {error}") from error


def keep_export(folder: Path, data: bytes, name: str) -> str:
    """Put an export into data/searches/ exactly as downloaded, and return the name it has there.

    A file of that name with other bytes is left alone; the new one gets a number.
    """
    stem, dot, ending = plain_name(name).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    wanted = hashlib.sha256(data).digest()
    number = 1
    while True:
        candidate = f"{stem}{f'-{number}' if number > 1 else ''}{dot}{ending}"
        path = folder / SEARCHES / candidate
        if not path.exists():
            write_whole(path, data)
            return candidate
        if path.is_file() and hashlib.sha256(path.read_bytes()).digest() == wanted:
            return candidate
        number += 1


def plain_name(name: str) -> str:
    """Return a file name without folders, leading dots or characters that some system refuses."""
    last = name.replace("\\", "/").rpartition("/")[2].lstrip(".")
    kept = "".join("_" if character in '<>:"|?*' or ord(character) < 32 else character for character in last)
    return kept[:120].strip() or "export"
