"""Entries that could not be read, mended by people.

The thing a reader would get wrong: the export and its record file stay as they are. A repair is an event that carries
the record, which takes the place that was kept for it; entries are records and rejections, before and after.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NotAllowedError, StorageError
from reviewkit.model import Draft, FileId, Import, Repair, Undo, record_id, short_id
from reviewkit.review import alone, editing
from reviewkit.store import folder as files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reviewkit.model import Event, Record, RecordId, Rejection, Reviewer, SearchId
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.session import Session

_DRAFTS = "drafts"


@dataclass(frozen=True, slots=True)
class RejectedEntry:
    """An entry of an export that could not be read, and what has become of it."""

    id: RecordId
    """Kept for the record that it becomes once it is repaired."""
    search: str
    file: str
    line: int
    reason: str
    raw: str
    record: Record | None = None
    """What it is by the repair that counts; None while it is not repaired."""
    by: tuple[Reviewer, ...] = ()
    """Who repaired it: more than one if unknown to each other, and then the first one's counts."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What one repair did."""

    record: Record
    linked: int
    """Duplicates found of it."""
    uncertain: int
    """Pairs with it that a person has to compare."""


class Repairs:
    """The rejected entries of a review."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session; what is repaired is compared by `duplicates`."""
        self._session = session
        self._duplicates = duplicates

    # ---------------------------------------------------------------------------------------------- looking

    def entries(self, search: SearchId | None = None) -> list[RejectedEntry]:
        """Return the entries that could not be read, of a search or all, by search and file; repaired ones too."""
        return [
            self._entry(file, body, one)
            for file, event, body in self._imports(search)
            for one in self._session.store.rejections(file, event.device)
        ]

    def _imports(self, search: SearchId | None) -> Iterator[tuple[FileId, Event, Import]]:
        state = self._session.state
        order = {one: place for place, one in enumerate(state.searches())}
        found = [(file, event, event.body) for file, event in state.imports().items() if isinstance(event.body, Import)]
        for file, event, body in sorted(found, key=lambda one: (order[one[2].search], one[2].name, one[0])):
            if body.rejected and search in (None, body.search):
                yield file, event, body

    def _entry(self, file: FileId, body: Import, one: Rejection) -> RejectedEntry:
        state, identity = self._session.state, record_id(file, one.ordinal)
        repairs = state.repairs_of(identity) if identity in state.repairs() else []
        return RejectedEntry(
            id=identity,
            search=state.searches()[body.search].name,
            file=body.name,
            line=one.line,
            reason=one.reason,
            raw=one.raw,
            record=repairs[0][1] if repairs else None,
            by=tuple(dict.fromkeys(head.actor for head, _ in repairs)),
        )

    def find(self, name: str) -> RejectedEntry:
        """Return the rejected entry of an id such as `3f2a9c1b:12`. Raises `NotAllowedError`."""
        file, colon, ordinal = name.strip().partition(":")
        known = self.entries()
        right = []
        if colon and len(file) >= 4 and ordinal.isdecimal():
            right = [one for one in known if one.id.startswith(file) and _number(one) == int(ordinal)]
        if len(right) != 1:
            some = ", ".join(short_id(one.id) for one in known[:10])
            raise NotAllowedError(
                f'"{name}" is no rejected entry' if not right else f'"{name}" fits {len(right)} rejected entries',
                remedy=f"There are {some}{' and more' if len(known) > 10 else ''}; `reviewkit rejected` lists them."
                if known
                else "No entry of any export was rejected.",
            )
        return right[0]

    # ---------------------------------------------------------------------------------------------- mending

    def draft(self, entry: RejectedEntry) -> Path:
        """Return a file on this device with the text to mend: an earlier try, else the text as it is now.

        The file stays until a repair is made of it, so no work on it is lost. Raises `StorageError`.
        """
        path = self._draft(entry.id)
        if not path.exists():
            text = entry.record.raw if entry.record is not None else entry.raw
            files.write_whole(path, text.encode("utf-8", "replace"))
        return path

    def _draft(self, entry: RecordId) -> Path:
        file, _, ordinal = entry.partition(":")
        return self._session.database / _DRAFTS / f"{file[:16]}-{ordinal}.txt"

    def text(self, entry: RejectedEntry) -> str:
        """Return what `draft` holds. Raises `StorageError`, and `InputError` if it is no UTF-8."""
        path = self.draft(entry)
        try:
            return path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise StorageError(f"cannot be read ({error.strerror})", where=str(path)) from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"byte {error.start + 1} is not UTF-8",
                where=str(path),
                remedy="Save the text as UTF-8 with the editor.",
            ) from error

    def edit(self, entry: RejectedEntry) -> None:
        """Open what `draft` holds in the person's editor and wait. Raises `NotHereError` if there is none."""
        editing.edit(self.draft(entry))

    @staticmethod
    def has_editor() -> bool:
        """Return whether the person has named an editor."""
        return bool(editing.editor())

    def repair(self, entry: RecordId, text: str) -> Repaired:
        """Make a record of a rejected entry from its mended text, and compare it with what is there.

        A later repair goes in the place of an earlier one. The text is kept for another try wherever this raises:
        `InputError` unless it is one entry that the export's reader reads, `NotAllowedError` for what was not rejected.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        known = self.find(entry)
        kept = self._draft(known.id)
        if not text.strip():
            self._discard(kept)
            raise InputError(
                "the text is empty", where=f"entry {short_id(known.id)}", remedy="Nothing was written; it is as it was."
            )
        files.write_whole(kept, text.encode("utf-8", "replace"))
        record = self._read(known, text)
        if known.record == record:
            raise NotAllowedError(f"entry {short_id(known.id)} says just this already", remedy="Nothing was written.")
        own = session.state.own_repair_heads(known.id, actor)
        session.write([Draft(known.id, Repair(record), own)])
        self._discard(kept)
        linked, uncertain = self._duplicates.compare()
        return Repaired(record, linked, uncertain)

    @staticmethod
    def _discard(draft: Path) -> None:
        with contextlib.suppress(OSError):  # what is left of it is only where the next try would begin
            draft.unlink()

    def _read(self, entry: RejectedEntry, text: str) -> Record:
        """Return the record that a mended text is. Raises `InputError`."""
        file = FileId(entry.id.partition(":")[0])
        body = self._session.state.imports()[file].body
        if not isinstance(body, Import):
            raise NotAllowedError(f"entry {short_id(entry.id)} is of no export")
        source = alone.Source(
            body.name, body.format.partition(" (")[0], dict(body.columns), lambda: self._export(file, body.name)
        )
        read = alone.read(text, source, f"entry {short_id(entry.id)}")
        return replace(read, id=entry.id, line=entry.line, raw=text.strip("\r\n"))

    def _export(self, file: FileId, name: str) -> bytes:
        """Return the bytes of an export, found by its content. Raises `InputError` if it is not here."""
        place = self._session.folder / files.SEARCHES
        paths = sorted(place.iterdir(), key=lambda path: path.name != name) if place.is_dir() else []
        for path in paths:
            with contextlib.suppress(InputError):
                data = files.content(path, path.name)
                if hashlib.sha256(data).hexdigest() == file:
                    return data
        raise InputError(
            "the export is not in data/searches, and its rows cannot be read without the header",
            where=name,
            remedy="Bring the file back from a colleague's folder or a backup.",
        )

    def take_back(self, entry: RecordId) -> None:
        """Take back the own repair of an entry; decisions on its record stay, and count again if it is repaired again.

        Raises `NotAllowedError` if the acting reviewer has not repaired it.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        own = session.state.own_repair_heads(entry, actor)
        if not own:
            raise NotAllowedError(
                f"you have not repaired entry {short_id(entry)}", remedy="A repair is taken back by who made it."
            )
        session.write([Draft(entry, Undo(), own)])


def _number(entry: RejectedEntry) -> int:
    return int(entry.id.partition(":")[2])
