"""Files from a folder to the reports that they are the full texts of.

What is written is an event with the file's sha256, and that the full text was had. Where it is not plain which report
a file belongs to, nothing is written and a person is asked.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, NotAllowedError, StoppedError
from reviewkit.fulltext.names import readable
from reviewkit.model import Access, Draft, FullText, Retrieval, Stage, Undo, nobody, short_id
from reviewkit.review.shelf import Shelf
from reviewkit.store import fulltexts as files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reviewkit.fulltext.matching import Answer, File
    from reviewkit.model import Event, Record, Report, ReportId, Told
    from reviewkit.store.fulltexts import Found


@dataclass(frozen=True, slots=True)
class Matched:
    """A file that is known for a report's full text."""

    name: str
    report: ReportId
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that a file may be the full text of."""

    report: ReportId
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A file that a person has to look at."""

    name: str
    why: str
    candidates: tuple[Candidate, ...] = ()
    """The reports that it may be the full text of, the likeliest first."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of the files in a folder."""

    matched: tuple[Matched, ...]
    unmatched: tuple[Unmatched, ...]
    known: int
    """Files that had been put to a report before."""
    unread: int = 0
    """New files that were not read, since somebody stopped that."""


class Taking(Shelf):
    """The shelf, with files being put on it."""

    def take_in(self, folder: Path | None = None, told: Told = nobody) -> TakenIn:
        """Find out which report each new file of a folder belongs to, and write that down where it is plain.

        Without a folder: the drop folder. Files of another one are copied there once they are known. `told` hears how
        many files of how many have been read; where it stops that, the files read by then are taken in, each whole.
        Raises `InputError` for a folder that cannot be read, `StorageError`.
        """
        session = self._session
        session.acting()
        session.refresh()
        place = folder or self.folder
        if folder is not None and not folder.is_dir():
            raise InputError("is no folder", where=str(folder), remedy="Name the folder that the files are in.")
        sought = self._sought()
        new, unreadable, known = self._new_files(place, sought)
        read = self._read(new, told)
        records = self._records(sought)
        found = _answers([file for _, file, _ in read], records)
        matched, unmatched, drafts = [], unreadable, []
        for (file, _, trouble), answer in zip(read, found, strict=True):
            if answer.report is None:
                candidates = tuple(Candidate(one, records[one].title, records[one].year) for one in answer.candidates)
                unmatched.append(Unmatched(file.name, trouble or answer.why, candidates))
                continue
            matched.append(Matched(file.name, answer.report, records[answer.report].title, answer.why))
            drafts += self._drafts(self._report(answer.report), self._in_folder(file, records[answer.report]))
        if drafts:
            session.write(_each_once(drafts))
        return TakenIn(tuple(matched), tuple(unmatched), known, len(new) - len(read))

    def _new_files(self, place: Path, sought: Iterable[Report]) -> tuple[list[Found], list[Unmatched], int]:
        """Return the files that are new, those that are no full texts, and how many are known."""
        state = self._session.state
        known = {text.sha256 for report in state.at_hand(list(sought)) for text in state.full_texts(report)}
        new: dict[str, Found] = {}
        unreadable: list[Unmatched] = []
        before = 0
        for file in files.found(place):
            if not file.kind:
                unreadable.append(Unmatched(file.name, f"is none of {', '.join(sorted(files.KINDS))}"))
                continue
            try:
                sha256 = self._hashes.of(file)
            except InputError as error:
                unreadable.append(Unmatched(file.name, error.what))
                continue
            before += sha256 in known
            if sha256 not in known:
                new.setdefault(sha256, file)
        return list(new.values()), unreadable, before

    def _read(self, new: Sequence[Found], told: Told) -> list[tuple[Found, File, str]]:
        """Return each file, what its report is known by, and why its words cannot be read, if they cannot."""
        read: list[tuple[Found, File, str]] = []
        with contextlib.suppress(StoppedError):
            for file in new:
                told(len(read), len(new))
                read.append((file, *_looked_at(file)))
        return read

    def _in_folder(self, file: Found, record: Record) -> Found:
        inside = file.path.resolve().is_relative_to(self.folder.resolve())
        return file if inside else files.keep(self.folder, file.path, readable(record))

    def attach(self, report: ReportId, path: Path) -> Found:
        """Put a file to a report; one from elsewhere is copied into the drop folder under a name that people can read.

        Nothing there is overwritten. Raises `NotAllowedError` if the report has not reached the full text, `InputError`
        for a link, a file that cannot be read or is no full text by its ending, `StorageError`.
        """
        session = self._session
        session.acting()
        session.refresh()
        found = self._report(report)
        if Stage.FULL_TEXT not in session.state.progress(found).outcomes:
            raise NotAllowedError(
                f"the full text of report {short_id(found.id)} is not sought",
                remedy="It is once the report is included at title and abstract.",
            )
        here = {file.path.resolve(): file for file in files.found(self.folder)}
        is_link = path.is_symlink()  # which `keep` refuses, also one that points into the folder
        file = here.get(path.resolve()) if not is_link else None
        file = file or files.keep(self.folder, path, readable(self._record(found)))
        if not file.kind:
            raise InputError("is no full text by its ending", where=file.name)
        drafts = self._drafts(found, file)
        if drafts:
            session.write(drafts)
        return file

    def _drafts(self, report: Report, file: Found) -> list[Draft]:
        """Return what is to be written: the file, unless it is known, and that the full text was had, unless it is."""
        state, actor = self._session.state, self._session.acting()
        body = FullText(self._hashes.of(file), file.name)
        said = [(head, act.body) for head, act in state.said_of(report, FullText) if isinstance(act.body, FullText)]
        drafts = []
        if all(text.sha256 != body.sha256 for _, text in said):
            old = frozenset(head.id for head, text in said if head.actor == actor and text.name == body.name)
            drafts.append(Draft(report.id, body, old))
        if state.access(report) is not Access.RETRIEVED:
            drafts.append(Draft(report.id, Retrieval(Access.RETRIEVED), state.own_access_heads(report, actor)))
        return drafts

    def detach(self, report: ReportId, name: str) -> Event:
        """Take back that a file is the full text of a report; the file stays where it is.

        Raises `NotAllowedError` if the acting reviewer has not put a file of that name to it.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._report(report)
        said = session.state.said_of(found, FullText)
        own = [
            (head, act)
            for head, act in said
            if head.actor == actor and isinstance(act.body, FullText) and act.body.name == name
        ]
        if not own:
            names = [f"{held.name} ({', '.join(held.by)})" for held in self.files(report)]
            raise NotAllowedError(
                f'you have put no file "{name}" to report {short_id(found.id)}',
                remedy=f"It has {'; '.join(names) or 'none'}; each can be taken back by who put it there.",
            )
        return session.write([Draft(act.subject, Undo(), frozenset({head.id})) for head, act in own])[-1]


def _answers(found: Sequence[File], records: dict[ReportId, Record]) -> list[Answer]:
    from reviewkit.fulltext.matching import Sought, answers

    sought = [
        Sought(report, record.title, record.authors, record.year, record.doi) for report, record in records.items()
    ]
    return answers(found, sought)


def _looked_at(file: Found) -> tuple[File, str]:
    from reviewkit.fulltext.matching import File

    try:
        said = files.first_pages(file)
    except InputError as error:
        return File(file.name), error.what
    return File(file.name, said.pages, said.about), ""


def _each_once(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without repetitions: two files of one report both say that it was had."""
    return list(dict.fromkeys(drafts))
