"""Searches and their exports: import a file, add a record by hand, say what came of each search."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import NotAllowedError, StoppedError
from reviewkit.formats import ris
from reviewkit.formats.columns import SETTABLE
from reviewkit.model import Draft, Import, Record, Search, SearchId, nobody, record_id
from reviewkit.review import exports
from reviewkit.store.folder import reading_of
from reviewkit.views import Imported, SearchCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        return formats.columns(exports.content(path), path.name)

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
        return next(self.import_files([path], search, columns, told))

    def import_files(
        self,
        paths: Sequence[Path],
        search: Search | SearchId,
        columns: Mapping[str, str] | None = None,
        told: Told = nobody,
    ) -> Iterator[Imported]:
        """Do the same with the parts of one search, and yield what came of each once it is in.

        Nothing is stored unless all of them can be read; each then is all or nothing. Who stops between two of them
        finds those before imported, and goes on by importing all again.
        """
        self._check(search, columns or {})
        waiting = exports.read(paths, columns, told)[::-1]
        while waiting:
            done = self._compared(self._stored(waiting.pop(), search, told), told)
            search = search if done.known else done.search
            yield done

    def add_by_hand(self, record: Record, search: Search | SearchId, told: Told = nobody) -> Imported:
        """Add one record that a person found, as an export of its own in RIS; `told` as in `import_file`.

        Raises `NotAllowedError`, `StoppedError`.
        """
        if not record.title.strip():
            raise NotAllowedError("a record needs a title", remedy="Give it with --title, or fill the title in.")
        self._check(search, {})
        data, name = ris.write(record).encode(), f"by-hand-{self._session.now()[:10]}.ris"
        one = exports.ReadExport(Path(name), data, {}, formats.read(data, name))
        return self._compared(self._stored(one, search, told), told)

    def _check(self, search: Search | SearchId, columns: Mapping[str, str]) -> None:
        """Raise what speaks against an import before anything is read, and take in what is new."""
        _check_date(search)
        _check_titles(columns)
        self._session.acting()
        self._session.refresh()

    def _compared(self, done: Imported, told: Told) -> Imported:
        """Return the import with what comparing found; of a known file too, as somebody may have stopped that."""
        try:
            linked, uncertain = self._duplicates.compare(told)
        except StoppedError:
            return replace(done, compared=False)
        return replace(done, linked=linked, uncertain=uncertain)

    def _stored(self, one: exports.ReadExport, search: Search | SearchId, told: Told) -> Imported:
        """Return what has been stored, or what was before."""
        session, export = self._session, one.export
        known = session.state.imports().get(export.file)
        if known is not None and isinstance(known.body, Import):
            rejections = tuple(session.store.rejections(export.file, known.device))
            body = known.body
            return Imported(body.search, body.name, body.format, body.records, rejections, known=True)
        told(0, 0)  # from here on it is not stopped
        kept = session.store.keep_export(one.data, one.path.name)
        reading = reading_of(export.file, session.store.device, kept, export.records, export.rejections)
        identity = SearchId(session.new_id()) if isinstance(search, Search) else search
        body = Import(
            identity,
            kept,
            exports.described(export),
            len(export.records),
            len(export.rejections),
            tuple(sorted(one.columns.items())),
        )
        drafts = [Draft(identity, search)] if isinstance(search, Search) else []
        session.write([*drafts, Draft(export.file, body)], reading)
        return Imported(identity, kept, body.format, body.records, export.rejections, known=False)


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
