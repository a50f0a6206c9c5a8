"""The full texts on the shelf: which reports are sought, which files people have put to them, and what those say.

Whether a full text could be had, and by which file, is known to all; decisions on it are not looked at here. The thing
a reader would get wrong: an event names a file by its sha256; the name only says what it was called there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NotAllowedError, NotHereError
from reviewkit.model import FullText, Stage, short_id
from reviewkit.review import viewing
from reviewkit.screening import turns
from reviewkit.store import fulltexts as files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reviewkit.model import Event, Record, Report, ReportId, Reviewer, Standing
    from reviewkit.review.session import Session
    from reviewkit.store.fulltexts import Contents, Found


@dataclass(frozen=True, slots=True)
class Held:
    """A file that somebody put to a report."""

    name: str
    sha256: str
    by: tuple[Reviewer, ...]
    """Who holds it, or held it: those who put it there."""
    date: str
    path: Path | None
    """Where it is on this device; None if it is not."""


class Shelf:
    """The full texts of a review, to be looked at."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session
        self._hashes = files.Hashes()

    @property
    def folder(self) -> Path:
        """Return the drop folder."""
        return self._session.folder / files.FULLTEXTS

    # ---------------------------------------------------------------------------------------------- reports

    def _sought(self) -> dict[Report, Standing]:
        standings = self._session.state.standings()
        return {report: at for report, own in standings if (at := turns.at(own, Stage.FULL_TEXT)) is not None}

    def _records(self, reports: Iterable[Report]) -> dict[ReportId, Record]:
        return self._session.merged(reports)

    def _record(self, report: Report) -> Record:
        return self._records([report])[report.id]

    def _here(self) -> dict[str, Found]:
        """Return the files on this device by sha256; what cannot be read is not there."""
        found: dict[str, Found] = {}
        for file in files.found(self.folder):
            try:
                found.setdefault(self._hashes.of(file), file)
            except InputError:
                continue
        return found

    def _report(self, report: str) -> Report:
        found = self._session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return found

    # ---------------------------------------------------------------------------------------------- files

    def files(self, report: ReportId) -> list[Held]:
        """Return the files that people have put to a report, those on this device first, each once."""
        here = self._here()
        by_sha: dict[str, list[tuple[Event, FullText]]] = {}
        for head, act in self._session.state.said_of(self._report(report), FullText):
            if isinstance(act.body, FullText):
                by_sha.setdefault(act.body.sha256, []).append((head, act.body))
        held = [_held(said, here.get(sha256)) for sha256, said in by_sha.items()]
        return sorted(held, key=lambda one: (one.path is None, not one.name.lower().endswith(".pdf"), one.name))

    def file(self, report: ReportId, name: str = "") -> Path:
        """Return where the full text of a report is on this device: the first of its files, or the one of that name.

        Raises `NotHereError` that says who holds it.
        """
        return self._found(report, name)[0].path

    def _found(self, report: ReportId, name: str) -> tuple[Found, str]:
        held = [one for one in self.files(report) if not name or one.name == name]
        for one in held:
            if one.path is not None:
                return files.Found(one.path, one.name), one.sha256
        what = f"report {short_id(self._report(report).id)}"
        drop = f"Put it into {files.FULLTEXTS}/ and take it in, or attach it."
        if not held:
            raise NotHereError(f"no file has been put to {what}", remedy=drop)
        who = "; ".join(f"{', '.join(one.by)} put “{one.name}” to it on {one.date}" for one in held)
        raise NotHereError("the file is not on this device", where=what, remedy=f"{who}. {drop}")

    def text(self, report: ReportId, name: str = "") -> Contents:
        """Return the words of a report's full text, page by page. Raises `NotHereError`, `InputError`."""
        file, sha256 = self._found(report, name)
        return files.contents(self._session.database, file, sha256)

    def open(self, report: ReportId, name: str = "") -> Path:
        """Show a report's full text in the system's viewer and return where it is. Raises `NotHereError`."""
        path = self.file(report, name)
        viewing.show(path)
        return path


def _held(said: Sequence[tuple[Event, FullText]], file: Found | None) -> Held:
    first = min(said, key=lambda one: one[0].id)
    names = tuple(sorted({head.actor for head, _ in said}))
    name = file.name if file is not None else first[1].name
    return Held(name, first[1].sha256, names, first[0].time[:10], file.path if file is not None else None)
