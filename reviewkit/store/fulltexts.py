"""The files of data/fulltext/ on this device: found, hashed, kept, and read for their words.

The folder is shared, so whatever lies in it may be anything: links are passed over, names are never joined to a path
unless this module found them, and a file is known by the sha256 of its bytes alone. Contents are read in a process of
their own (`reviewkit.fulltext`), which is stopped after a while, and kept beside the database, not in the review.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, StorageError
from reviewkit.store.folder import opened, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

FULLTEXTS = "data/fulltext"
KINDS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "txt"}
"""Kind of a full text by its ending."""
LARGEST = 300 * 2**20
"""Bytes of a full text."""
_BLOCK = 2**20
_MOST_FILES = 20_000
_SECONDS = 60
"""Of patience with a whole file; half of that with its first pages."""
_VERSION = 1
"""Of how words are read; another one reads all files anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies in the folder."""

    path: Path
    name: str
    """Below the folder, with slashes; what is no text in it stands there as an escape."""

    @property
    def kind(self) -> str:
        """Return `pdf`, `html` or `txt`; empty for anything else."""
        return KINDS.get(self.path.suffix.lower(), "")


@dataclass(frozen=True, slots=True)
class Contents:
    """What could be read of a file: page by page, what it says of itself, and in words what was left out."""

    pages: tuple[str, ...]
    about: str = ""
    cut: str = ""


def found(folder: Path) -> list[Found]:
    """Return the files in a folder and below, sorted by name; hidden ones, links and what is in links left out.

    Raises `InputError` for a folder that is a link, cannot be read, or holds more files than any review has.
    """
    if folder.is_symlink():
        raise InputError("is a link, so it is not looked into", where=str(folder), remedy="Make it a folder.")
    files = sorted(_walk(folder), key=lambda one: one.name)
    if len(files) > _MOST_FILES:
        raise InputError(f"holds more than {_MOST_FILES} files", where=str(folder), remedy="Name a smaller folder.")
    return files


def _walk(folder: Path) -> Iterator[Found]:
    def refuse(error: OSError) -> None:
        if folder.exists():
            raise InputError(
                f"cannot be read ({error.strerror})", where=str(folder), remedy="Give yourself the right to read it."
            ) from error

    number = 0
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                number += 1
                if number > _MOST_FILES + 1:
                    return
                yield Found(path, path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode())


class Hashes:
    """The sha256 of files, worked out once for each state of a file."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[tuple[str, int, int, int], str] = {}

    def of(self, file: Found) -> str:
        """Return the sha256 of a file. Raises `InputError` if it cannot be read or is too large."""
        try:
            stat = file.path.stat()
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", where=file.name) from error
        state = (str(file.path), stat.st_size, stat.st_mtime_ns, stat.st_ino)
        if state not in self._known:
            self._known[state] = _sha256(file)
        return self._known[state]


def _sha256(file: Found) -> str:
    with opened(file.path, file.name) as stream:
        if os.fstat(stream.fileno()).st_size > LARGEST:
            raise InputError(f"is larger than {LARGEST // 2**20} MB, so it is no full text", where=file.name)
        digest = hashlib.sha256()
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def keep(folder: Path, source: Path, wanted: str) -> Found:
    """Copy a full text into the folder under a wanted name, given without ending; the same bytes are kept once.

    A file of that name with other bytes is left alone; the new one gets a number. Raises `InputError` for a link, for
    what is no full text by its ending, and for what cannot be read; `StorageError` if the copy cannot be made.
    """
    ending = source.suffix.lower()
    if ending not in KINDS:
        raise InputError(
            "is no full text by its ending", where=str(source), remedy=f"There are {', '.join(sorted(KINDS))}."
        )
    if folder.is_symlink():
        raise StorageError("is a link, so nothing is put there", where=str(folder), remedy="Make it a folder.")
    with opened(source, str(source)) as stream:
        data = stream.read(LARGEST + 1)
    if not data or len(data) > LARGEST:
        what = f"is larger than {LARGEST // 2**20} MB" if data else "is empty"
        raise InputError(what, where=str(source), remedy="Download it again.")
    number = 1
    while True:
        path = folder / f"{wanted}{f'-{number}' if number > 1 else ''}{ending}"
        if not os.path.lexists(path):
            write_whole(path, data)
            return Found(path, path.name)
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            return Found(path, path.name)
        number += 1


# ------------------------------------------------------------------------------------------------- words


def contents(database: Path, file: Found, sha256: str, most_pages: int = 600) -> Contents:
    """Return the words of a file of that sha256, kept beside the database from the first time on.

    Raises `InputError` where it holds none, or takes too long.
    """
    kept = database / "texts" / f"{sha256}-{_VERSION}.json"
    known = _kept(kept)
    if known is None:
        known = first_pages(file, most_pages, _SECONDS)
        said = {"pages": known.pages, "about": known.about, "cut": known.cut}
        write_whole(kept, json.dumps(said).encode())
    return known


def first_pages(file: Found, most_pages: int = 2, seconds: float = _SECONDS / 2) -> Contents:
    """Return the words of the first pages of a file, read in another process. Raises `InputError`."""
    if not file.kind:
        raise InputError("is no full text by its ending", where=file.name)
    command = [sys.executable, "-P", "-m", "reviewkit.fulltext", file.kind, str(most_pages)]
    try:
        with opened(file.path, file.name) as stream:
            # -P: the folder that this runs in is shared, and Python would look for modules there first.
            # No stderr: a file can make its reader warn without end.
            done = subprocess.run(  # noqa: S603  # ours
                command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise _unreadable(file, f"could not be read within {seconds:.0f} seconds") from error
    said = _said(done.stdout)
    if "pages" not in said:
        raise _unreadable(file, str(said.get("what", "could not be read")), str(said.get("remedy", "")))
    return _contents(said)


def _unreadable(file: Found, what: str, remedy: str = "") -> InputError:
    return InputError(what, where=file.name, remedy=remedy or "Open it in the viewer.")


def _said(data: bytes) -> dict[str, object]:
    try:
        said = json.loads(data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _contents(said: dict[str, object]) -> Contents:
    pages = said.get("pages")
    kept = tuple(str(page) for page in pages) if isinstance(pages, list) else ()
    return Contents(kept, str(said.get("about", "")), str(said.get("cut", "")))


def _kept(path: Path) -> Contents | None:
    """Return the words that were kept; None if there are none, or if they were cut short."""
    try:
        said = _said(path.read_bytes())
    except OSError:
        return None
    return _contents(said) if said.get("pages") else None
