"""Keeping a review: backups of this device's database, and the archive that holds the whole review in one file.

An archive's outputs are never copied from the folder: they are made anew from exactly what the archive holds, as
`verify_archive` makes them again. Both do so as nobody, so that they do not depend on who asks.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError, StorageError
from reviewkit.integrity.findings import Severity
from reviewkit.model import Fillable, Filling, Repair
from reviewkit.review.duplicates import Duplicates
from reviewkit.review.exporting import Exporting
from reviewkit.review.integrity import Integrity
from reviewkit.review.results import OUT, Results
from reviewkit.review.session import Session, read_criteria
from reviewkit.store import archive, backup, place, restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.integrity.findings import Finding
    from reviewkit.model import Event
    from reviewkit.store.backup import Backup
    from reviewkit.store.restore import Restored

_INCLUDED = "included.csv"
_MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Archived:
    """What went into an archive."""

    path: Path
    files: int
    left_out: tuple[str, ...]
    """What of the folder is not in it, and why."""
    texts: int = 0
    """Abstracts that people filled in and entries that they repaired: part of the history, so they are always in it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of an archive that was opened and rebuilt."""

    program: str
    """That wrote it: `reviewkit 0.1.0`."""
    title: str
    abstracts: bool
    events: int
    outputs: tuple[str, ...]
    """The files that were made anew and compared."""
    faults: tuple[str, ...]
    """Files that differ from their checksum, outputs from what was made anew, a broken history; empty if none."""
    notes: tuple[str, ...]
    """What is not in the archive, and what somebody should look at."""


class Keeping:
    """Copies of a review."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def backup(self) -> Path:
        """Make a backup of this device's database now and return where it is. Raises `StorageError`."""
        return backup.make(self._session.database, self._session.now(), backup.Why.ASKED)

    def backups(self) -> list[Backup]:
        """Return the backups there are, newest first."""
        return backup.backups(self._session.database)

    def archive(self, path: Path | None = None, *, abstracts: bool = True) -> Archived:
        """Write the review and its outputs, made anew, to a zip; without a path to data/out/archive.zip.

        Raises `NotAllowedError` if the folder lacks what this device knows, `InputError`, `StorageError`.
        """
        session = self._session
        target = path or session.folder / OUT / "archive.zip"
        if target.suffix.lower() != ".zip":
            raise NotAllowedError(f'"{target.name}" is not a zip file', remedy="Give a name that ends in .zip.")
        session.refresh()
        session.store.mend_journals()
        if session.store.behind is not None:
            raise session.store.behind
        with tempfile.TemporaryDirectory(prefix="reviewkit-archive-") as temporary:
            tree = Path(temporary) / "review"
            left_out = tuple(archive.snapshot(session.folder, tree, abstracts=abstracts))
            with _Rebuilt(tree, Path(temporary) / "state") as rebuilt:
                self._check_complete(rebuilt)
                rebuilt.write_outputs()
            review = session.criteria.review
            about = archive.Manifest(_program(), review.id, review.title, abstracts, left_out)
            files = archive.write(target, tree, about)
        return Archived(target, files, left_out, sum(map(_holds_text, session.state.events())))

    def _check_complete(self, rebuilt: _Rebuilt) -> None:
        known = {event.id for event in self._session.state.events()}
        lacking = known - {event.id for event in rebuilt.session.state.events()}
        if lacking:
            raise NotAllowedError(
                f"the folder lacks {len(lacking)} events that this device has",
                where=str(self._session.folder),
                remedy="`reviewkit check` says which; bring back the journals that are missing, then archive again.",
            )


def _holds_text(event: Event) -> bool:
    body = event.body
    return isinstance(body, Repair) or (isinstance(body, Filling) and body.field is Fillable.ABSTRACT)


class _Rebuilt:
    """A folder opened apart from everything that this device remembers, by nobody."""

    def __init__(self, tree: Path, state: Path) -> None:
        self.session = Session.open(tree, reviewer=None, state=state, now=_no_time, new_id=_no_id)
        self._results = Results(self.session)

    def __enter__(self) -> _Rebuilt:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.store.close()

    def write_outputs(self) -> None:
        """Make every output of an archive in the folder's data/out/."""
        self._results.write_flow()
        Exporting(self.session, self._results).write(self.session.folder / OUT / _INCLUDED)

    def findings(self, *, exports: bool) -> list[Finding]:
        """Return what is wrong with the history and the records; exports that were left out are not missed."""
        found = Integrity(self.session, Duplicates(self.session)).verify().findings
        return [finding for finding in found if exports or finding.kind != _MISSING]


def _no_time() -> str:
    return "1970-01-01T00:00:00Z"


def _no_id() -> str:
    return "00000000-0000-0000-0000-000000000000"


def _program() -> str:
    return f"reviewkit {version('reviewkit')}"


def verify_archive(path: Path) -> Verified:
    """Hold an archive to its checksums, make every output anew from the rest of it, and compare byte for byte.

    Its history and records are held to what `Integrity.verify` asks of a folder.

    Everything happens in a temporary place. Raises `InputError` for what is no archive or could do harm, and what
    opening the review in it raises.
    """
    with tempfile.TemporaryDirectory(prefix="reviewkit-verify-") as temporary:
        tree, stated = Path(temporary) / "review", Path(temporary) / "stated"
        tree.mkdir()
        manifest, faults = archive.opened(path, tree)
        (tree / OUT).mkdir(parents=True, exist_ok=True)
        (tree / OUT).rename(stated)
        with _Rebuilt(tree, Path(temporary) / "state") as rebuilt:
            rebuilt.write_outputs()
            findings = rebuilt.findings(exports=manifest.abstracts)
            events = sum(1 for _ in rebuilt.session.state.events())
        faults += _differing(stated, tree / OUT, manifest.program)
        faults += [str(finding) for finding in findings if finding.severity is Severity.ERROR]
        notes = [*manifest.left_out, *(str(one) for one in findings if one.severity is not Severity.ERROR)]
        outputs = tuple(sorted(one.name for one in (tree / OUT).iterdir()))
    return Verified(manifest.program, manifest.title, manifest.abstracts, events, outputs, tuple(faults), tuple(notes))


def _differing(stated: Path, rebuilt: Path, program: str) -> list[str]:
    names = sorted({path.name for folder in (stated, rebuilt) for path in folder.iterdir()})
    other = f"; it was written by {program}, this is {_program()}" if program != _program() else ""
    return [
        f"{OUT}/{name}: differs from what is made anew from the events{other}"
        for name in names
        if _content(stated / name) != _content(rebuilt / name)
    ]


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def restored(
    folder: Path, name: str, *, state: Path | None, now: Callable[[], str], new_id: Callable[[], str]
) -> Restored:
    """Put a backup back, the newest if `name` is empty; the review need not, and may be too damaged to, open.

    Raises `NotAllowedError` if there is no such backup, `NoReviewError`, `CriteriaError`, `StorageError`.
    """
    whole = folder.resolve()
    try:
        database = place.database_folder(state or place.state_folder(), read_criteria(whole)[0].review.id, whole)
    except OSError as error:
        raise StorageError(f"cannot be made ({error.strerror})", where=str(state or place.state_folder())) from error
    return restore.restore(whole, database, name, now=now(), new_id=new_id)
