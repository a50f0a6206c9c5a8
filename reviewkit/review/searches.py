"""Searches and their exports: import a file, add a record by hand, say what came of each search."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.formats import ris
from reviewkit.model import Draft, Import, Search, SearchId
from reviewkit.store.folder import reading_of
from reviewkit.views import Imported, SearchCount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reviewkit.formats import Export
    from reviewkit.model import EventId, Record
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.session import Session

_LARGEST = 512 * 2**20


class Searches:
    """The searches of a review."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session; new records are compared by `duplicates`."""
        self._session = session
        self._duplicates = duplicates

    def counts(self) -> list[SearchCount]:
        """Return each search with the number of its records, its rejections and what the platform announced."""
        state = self._session.state
        imports = state.imports()
        counted = []
        for identity, search in state.searches().items():
            own = [
                (file, event, event.body)
                for file, event in imports.items()
                if isinstance(event.body, Import) and event.body.search == identity
            ]
            rejections = [one for file, event, _ in own for one in self._session.store.rejections(file, event.device)]
            records = sum(body.records for _, _, body in own)
            names = tuple(sorted(body.name for _, _, body in own))
            counted.append(SearchCount(identity, search, names, records, tuple(rejections)))
        return counted

    def find(self, name: str) -> SearchId | None:
        """Return the search of that name, case aside; None if there is none."""
        for identity, search in self._session.state.searches().items():
            if search.name.casefold() == name.strip().casefold():
                return identity
        return None

    def correct(self, search: SearchId, corrected: Search) -> None:
        """Write down what is right about a search; nothing of the past is changed."""
        _check_date(corrected)
        self._session.write([Draft(search, corrected, self._own_versions(search))])

    def _own_versions(self, search: SearchId) -> frozenset[EventId]:
        actor = self._session.acting()
        return frozenset(event.id for event in self._session.state.search_events(search) if event.actor == actor)

    def import_file(self, path: Path, search: Search | SearchId, columns: Mapping[str, str] | None = None) -> Imported:
        """Read an export into records under a search, new or known, and compare them with what is there.

        `columns` says what columns of a table hold, where the program cannot tell.
        All or nothing; a file that was imported before adds nothing. Raises `InputError`, `StorageError`.
        """
        return self._import(_bytes(path), path.name, search, columns or {})

    def add_by_hand(self, record: Record, search: Search | SearchId) -> Imported:
        """Add one record that a person found, as an export of its own in RIS. Raises `NotAllowedError`."""
        if not record.title.strip():
            raise NotAllowedError("a record needs a title", remedy="Give it with --title, or fill the title in.")
        return self._import(ris.write(record).encode(), f"by-hand-{self._session.now()[:10]}.ris", search, {})

    def _import(self, data: bytes, name: str, search: Search | SearchId, columns: Mapping[str, str]) -> Imported:
        session = self._session
        _check_date(search)
        session.acting()
        session.refresh()
        export = formats.read(data, name, columns)
        known = session.state.imports().get(export.file)
        if known is not None and isinstance(known.body, Import):
            rejections = tuple(session.store.rejections(export.file, known.device))
            body = known.body
            return Imported(body.search, body.name, body.format, body.records, rejections, known=True)
        return self._store_export(data, name, export, search, columns)

    def _store_export(
        self, data: bytes, name: str, export: Export, search: Search | SearchId, columns: Mapping[str, str]
    ) -> Imported:
        session = self._session
        kept = session.store.keep_export(data, name)
        identity = SearchId(session.new_id()) if isinstance(search, Search) else search
        described = f"{export.format} ({export.dialect})" if export.dialect else export.format
        body = Import(
            identity, kept, described, len(export.records), len(export.rejections), tuple(sorted(columns.items()))
        )
        drafts = [Draft(identity, search)] if isinstance(search, Search) else []
        reading = reading_of(export.file, session.store.device, kept, export.records, export.rejections)
        session.write([*drafts, Draft(export.file, body)], reading)
        linked, uncertain = self._duplicates.compare()
        return Imported(
            identity, kept, described, body.records, export.rejections, known=False, linked=linked, uncertain=uncertain
        )


def _check_date(search: Search | SearchId) -> None:
    if isinstance(search, Search) and search.date:
        try:
            datetime.date.fromisoformat(search.date)
        except ValueError:
            raise NotAllowedError(
                f'"{search.date}" is no date of a search', remedy="Write it as 2018-10-15: year, month, day."
            ) from None


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise InputError(
                f"is {size // 2**20} MB; an export of more than {_LARGEST // 2**20} MB is not read",
                where=path.name,
                remedy="Export the search in parts.",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path and your right to read it."
        ) from error
