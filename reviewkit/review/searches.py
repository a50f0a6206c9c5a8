"""Searches and their exports: import a file, add a record by hand, say what came of each search."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError, NotAllowedError, StoppedError
from reviewkit.formats import ris
from reviewkit.formats.columns import SETTABLE
from reviewkit.model import Draft, Import, Record, Search, SearchId, nobody, record_id
from reviewkit.store.folder import reading_of
from reviewkit.views import Imported, SearchCount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reviewkit.formats import Export
    from reviewkit.model import EventId, Told
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.session import Session


class Searches:
    """The searches of a review."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session; new records are compared by `duplicates`."""
        self._session = session
        self._duplicates = duplicates

    def counts(self) -> list[SearchCount]:
        """Return each search with the number of its records, its rejections and what the platform announced."""
        state = self._session.state
        imports, repaired = state.imports(), state.repairs()
        counted = []
        for identity, search in state.searches().items():
            own = [
                (file, event, event.body)
                for file, event in imports.items()
                if isinstance(event.body, Import) and event.body.search == identity
            ]
            rejections = [
                one
                for file, event, _ in own
                for one in self._session.store.rejections(file, event.device)
                if record_id(file, one.ordinal) not in repaired
            ]
            mended = sum(file == entry.partition(":")[0] for file, *_ in own for entry in repaired)
            records = sum(body.records for _, _, body in own) + mended
            names = tuple(sorted(body.name for _, _, body in own))
            counted.append(SearchCount(identity, search, names, records, tuple(rejections), mended))
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

    def columns(self, path: Path) -> dict[str, str]:
        """Return which field each column of a table is taken for, empty for none; nothing if the file is no table.

        What `import_file` takes as its `columns` has this form. Raises `InputError`.
        """
        return formats.columns(_bytes(path), path.name)

    @staticmethod
    def column_fields() -> tuple[str, ...]:
        """Return the fields that a column can hold, in the order of a record."""
        order = [one.name for one in fields(Record)]
        return (*(name for name in order if name in SETTABLE), *sorted(SETTABLE.difference(order)))

    def import_file(
        self,
        path: Path,
        search: Search | SearchId,
        columns: Mapping[str, str] | None = None,
        told: Told = nobody,
    ) -> Imported:
        """Read an export into records under a search, new or known, and compare them with what is there.

        `columns` says what columns of a table hold, where the program cannot tell.
        All or nothing; a file that was imported before adds nothing. Where `told` stops it before it is all in, nothing
        is; where it stops the comparing, the import stands. Raises `InputError`, `StorageError`, `StoppedError`.
        """
        return self._import(_bytes(path), path.name, search, columns or {}, told)

    def add_by_hand(self, record: Record, search: Search | SearchId, told: Told = nobody) -> Imported:
        """Add one record that a person found, as an export of its own in RIS; `told` as in `import_file`.

        Raises `NotAllowedError`, `StoppedError`.
        """
        if not record.title.strip():
            raise NotAllowedError("a record needs a title", remedy="Give it with --title, or fill the title in.")
        return self._import(ris.write(record).encode(), f"by-hand-{self._session.now()[:10]}.ris", search, {}, told)

    def _import(
        self, data: bytes, name: str, search: Search | SearchId, columns: Mapping[str, str], told: Told
    ) -> Imported:
        session = self._session
        _check_date(search)
        _check_titles(columns)
        session.acting()
        session.refresh()
        done = self._stored(data, name, search, columns, told)
        if done.known:
            return done
        try:
            linked, uncertain = self._duplicates.compare(told)
        except StoppedError:
            return replace(done, compared=False)
        return replace(done, linked=linked, uncertain=uncertain)

    def _stored(
        self, data: bytes, name: str, search: Search | SearchId, columns: Mapping[str, str], told: Told
    ) -> Imported:
        """Return what has been stored, or what was before; nothing of the file itself outlives this."""
        session = self._session
        export = formats.read(data, name, columns, told)
        known = session.state.imports().get(export.file)
        if known is not None and isinstance(known.body, Import):
            rejections = tuple(session.store.rejections(export.file, known.device))
            body = known.body
            return Imported(body.search, body.name, body.format, body.records, rejections, known=True)
        told(0, 0)
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
        return Imported(identity, kept, described, body.records, export.rejections, known=False)


def _check_titles(columns: Mapping[str, str]) -> None:
    titles = [column for column, field in columns.items() if field == "title"]
    if len(titles) > 1:
        raise NotAllowedError(
            f"more than one column is said to hold the title: {', '.join(titles)}",
            remedy="Choose one, and say of the others what they hold, or nothing.",
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
        formats.refuse_large(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path and your right to read it."
        ) from error
