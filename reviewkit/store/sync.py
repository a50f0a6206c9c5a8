"""Two copies of a review's folder brought level: a stick, a mail attachment, the colleague's folder.

Nothing is ever overwritten by something that is not its continuation. Exports and record files are written once, so a
missing one is copied; of two journals of one name, the one that continues the other replaces it; where neither does,
the other's is laid beside under a name of its own, and its events are taken in all the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NotAllowedError
from reviewkit.store.folder import JOURNALS, RECORDS, SEARCHES, content, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Which files came, which went, and which could not be read."""

    received: tuple[str, ...]
    sent: tuple[str, ...]
    refused: tuple[str, ...]


def exchange(here: Path, there: Path, review_id: str, other_id: str) -> Exchanged:
    """Bring two folders of one review level. Raises `NotAllowedError` if they are not of one review.

    Also raises `StorageError`; what was copied until then stays.
    """
    if review_id != other_id:
        raise NotAllowedError(
            "is another review (its criteria/review.toml has another id)",
            where=str(there),
            remedy="Name the folder that holds a copy of this review.",
        )
    refused: list[str] = []
    received = tuple(_copied(there, here, refused))
    sent = tuple(_copied(here, there, refused))
    return Exchanged(received, sent, tuple(refused))


def _copied(source: Path, target: Path, refused: list[str]) -> Iterator[str]:
    for below in (SEARCHES, RECORDS, JOURNALS):
        for path in _files(source / below):
            name = f"{below}/{path.name}"
            try:
                data = content(path, name)
            except InputError as error:
                refused.append(str(error))
                continue
            place = free_place(data, target / below / path.name, journal=below == JOURNALS)
            if place is not None:
                write_whole(place, data)
                yield name


def _files(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def free_place(data: bytes, wanted: Path, *, journal: bool) -> Path | None:
    """Return where to write `data`; None if it is there already, or part of what is there."""
    if not wanted.exists():
        return wanted
    known = content(wanted, wanted.name)
    if known == data or (journal and known.startswith(data)):
        return None
    if journal and data.startswith(known):
        return wanted
    beside = wanted.with_name(f"{wanted.stem} ({hashlib.sha256(data).hexdigest()[:8]}){wanted.suffix}")
    return None if beside.exists() else beside
