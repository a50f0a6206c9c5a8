"""What the folder and the database of a review hold, as the values that `integrity` looks at.

The thing a reader would get wrong: the folded state knows events under people's present names, and hashes hold for
events as they were written. Histories are therefore read from the stored lines, decisions from the state. Files are
found by listing the folder, never by a name that somebody wrote into an event.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from reviewkit import criteria, formats
from reviewkit.errors import CriteriaError, InputError
from reviewkit.integrity.chain import OnServer, Written
from reviewkit.integrity.checks import Facts, Said, Settled
from reviewkit.integrity.exports import Imported, Reading, Stored
from reviewkit.integrity.journals import Journal, Line, Shelf, places
from reviewkit.model import Appraisal, CriteriaText, Decision, DeviceId, FileId, Import, Reviewer, Stage, Undo
from reviewkit.screening import turns
from reviewkit.store import codec
from reviewkit.store import folder as files
from reviewkit.store.server import exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.fold.appraisals import Standing
    from reviewkit.fold.codings import Standing as CodingStanding
    from reviewkit.model import Event, Outcome, Report, ReportId
    from reviewkit.review.session import Session

_WRITING = ".writing-*"
_PLACES = (files.JOURNALS, files.RECORDS, files.SEARCHES, "data/out", "criteria")


# ------------------------------------------------------------------------------------------------ history


def shelf(session: Session) -> Shelf:
    """Return the journals of the folder, and all events of the database with where each stands."""
    stored = [(codec.event(codec.parsed(line)), codec.digest(line)) for line in session.store.event_lines()]
    by_digest = {digest: event for event, digest in stored}
    names = {f"{event.actor}@{event.device}": (event.actor, event.device) for event in by_digest.values()}
    journals = [
        _journal(path, name, by_digest, names.get(path.stem), session.store.device)
        for path, name in files.files(session.folder, files.JOURNALS)
    ]
    stands = places(journals)
    known = {event.id: Written(event, digest, stands.get(event.id, "")) for event, digest in stored}
    return Shelf(journals, known, session.store.device, frozenset(on_server(session)))


def on_server(session: Session) -> dict[DeviceId, OnServer]:
    """Return how much of each device's history the server has, as of the last time it was asked."""
    return {DeviceId(device): OnServer(*own) for device, own in exchange.kept(session.store).histories.items()}


def _journal(
    path: Path, name: str, known: Mapping[str, Event], of: tuple[Reviewer, DeviceId] | None, device: DeviceId
) -> Journal:
    try:
        data = files.content(path, name)
        lines = [_line(number, raw, known) for number, raw in files.complete_lines(data)]
    except InputError as error:
        lines = [Line(0, None, fault=error.what)]
    return Journal(name, lines, of is not None and of[1] == device, of)


def _line(number: int, raw: bytes, known: Mapping[str, Event]) -> Line:
    """Return a line of a journal; one that the database has just so needs no parsing."""
    digest = hashlib.sha256(raw).hexdigest()
    if digest in known:
        return Line(number, known[digest], digest)
    try:
        value = codec.parsed(raw)
        return Line(number, codec.event(value), codec.digest(codec.canonical(value)))
    except (InputError, RecursionError) as error:
        return Line(number, None, fault=error.what if isinstance(error, InputError) else "it is nested too deep")


# ------------------------------------------------------------------------------------------------ exports and records


def stored(folder: Path) -> list[Stored]:
    """Return the files in data/searches with their sha256; links and folders are named, not followed."""
    place = folder / files.SEARCHES
    if place.is_symlink() or not place.is_dir():
        return []
    return [_stored(path) for path in sorted(place.iterdir()) if not path.name.startswith(".")]


def _stored(path: Path) -> Stored:
    if path.is_symlink() or not path.is_file():
        return Stored(path.name, "", "is a link or no regular file, so it is not read")
    try:
        with path.open("rb") as file:
            return Stored(path.name, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        return Stored(path.name, "", f"cannot be read ({error.strerror})")


def imported(events: Iterable[Event]) -> list[Imported]:
    """Return the exports that events say were imported."""
    return [Imported(FileId(event.subject), event.body.name) for event in events if isinstance(event.body, Import)]


def readings(session: Session) -> list[Reading]:
    """Return the complete record files of the folder; damaged ones are among the store's faults."""
    imports = {(event.subject, event.device): event for event in session.state.import_events()}
    found = []
    for path, name in files.files(session.folder, files.RECORDS):
        with contextlib.suppress(InputError):
            one = files.read_reading(files.content(path, name))
            if one is not None:
                event = imports.get((one.file, one.device))
                version = event.version if event is not None else ""
                columns = event.body.columns if event is not None and isinstance(event.body, Import) else ()
                found.append(Reading(one.file, one.device, name, _signatures(one), version, columns))
    return found


def reread(folder: Path, export: Stored, reading: Reading) -> dict[int, str]:
    """Return what this program reads in an export. Raises `InputError` if that is nothing."""
    data = files.content(folder / files.SEARCHES / export.name, export.name)
    now = formats.read(data, export.name, dict(reading.columns))
    return _signatures(files.reading_of(now.file, reading.device, export.name, now.records, now.rejections))


def _signatures(reading: files.Reading) -> dict[int, str]:
    return {entry.ordinal: codec.digest(f"{entry.rejected}{entry.line}") for entry in reading.entries}


def leftovers(folder: Path) -> list[str]:
    """Return the temporary files that interrupted writes of this program left, below the review's folder."""
    return [
        f"{below}/{path.name}"
        for below in _PLACES
        for path in sorted((folder / below).glob(_WRITING))
        if path.is_file() and not path.is_symlink() and not (folder / below).is_symlink()
    ]


# ------------------------------------------------------------------------------------------------ decisions


def acts(session: Session) -> dict[tuple[Report, Stage], list[Event]]:
    """Return the decisions and undos on each report at each stage, under people's present names."""
    found: dict[tuple[Report, Stage], list[Event]] = {}
    for event in session.state.events():
        if isinstance(event.body, Decision | Undo) and event.body.stage is not None:
            report = session.state.report_of(event.subject)
            if report is not None:
                found.setdefault((report, event.body.stage), []).append(event)
    return dict(sorted(found.items(), key=lambda item: (item[0][0].id, list(Stage).index(item[0][1]))))


def appraisals(session: Session) -> dict[ReportId, tuple[Standing, list[Event]]]:
    """Return where each study that somebody has begun to appraise stands, with all that was said, by study."""
    state = session.state
    subjects = {event.subject for event in state.events() if isinstance(event.body, Appraisal)}
    reports = {report.id: report for one in subjects if (report := state.report_of(one)) is not None}
    studies = {state.study_of(report): report for report in reports.values()}
    standings = {study: state.appraised([studies[study]]) for study in sorted(studies)}
    return {study: (one, state.about_appraisal(one)) for study, one in standings.items()}


def codings(session: Session) -> dict[ReportId, tuple[CodingStanding, list[Event]]]:
    """Return the same of the coding, of studies that several have to code each alone."""
    state = session.state
    subjects = {event.subject for event in state.coding_events()} if state.rules.coders > 1 else set()
    reports = {report.id: report for one in subjects if (report := state.report_of(one)) is not None}
    studies = {state.study_of(report): report for report in reports.values()}
    standings = {study: state.coded([studies[study]]) for study in sorted(studies)}
    return {study: (one, state.about_coding(one)) for study, one in standings.items()}


def may_know(session: Session, outcome: Outcome) -> bool:
    """Return whether the acting reviewer may know what colleagues decided, as on the screens."""
    return bool(turns.seen(outcome, session.reviewer or Reviewer("")).votes)


def facts(session: Session) -> Facts:
    """Return all that the checks look at."""
    state, folded = session.state, list(session.state.events())
    texts = {event.subject: dict(event.body.files) for event in folded if isinstance(event.body, CriteriaText)}
    found = acts(session)
    return Facts(
        reviewers=state.rules.reviewers,
        adjudicator=state.rules.adjudicator,
        former=frozenset(_named_in(texts.values())),
        reasons={stage: {one.id for one in session.criteria.reasons(stage)} for stage in Stage},
        retired={*session.criteria.screening.retired, *session.criteria.quality.retired},
        fingerprint=session.fingerprint,
        criteria=texts,
        events=folded,
        records=state.origins().keys(),
        links=state.links(),
        arriving=state.arriving(),
        uncompared=state.uncompared(),
        said=[one for (report, stage), events in found.items() for one in _said(session, report, stage, events)],
        settled=list(_settled(session, found)),
        leftovers=leftovers(session.folder),
        behind=str(session.store.behind or ""),
        repairs={entry: state.repairs_of(entry) for entry in state.repaired_once()},
        repaired={entry: record for entry, (_, record) in state.repairs().items()},
    )


def _named_in(texts: Iterable[Mapping[str, str]]) -> Iterator[Reviewer]:
    for one in texts:
        with contextlib.suppress(CriteriaError):
            review = criteria.read(one).review
            yield from review.reviewers
            if review.adjudicator is not None:
                yield review.adjudicator


def _said(session: Session, report: Report, stage: Stage, events: Sequence[Event]) -> Iterator[Said]:
    state = session.state
    known = may_know(session, state.outcome(report, stage))
    reached = stage in state.progress(report).outcomes
    for reviewer in sorted({event.actor for event in events}):
        bodies = (state.body(head) for head in state.own_heads(report, stage, reviewer))
        decisions = tuple(body for body in bodies if isinstance(body, Decision))
        if decisions:
            yield Said(report.id, stage, reviewer, decisions, reached, known or reviewer == session.reviewer)


def _settled(session: Session, found: Iterable[tuple[Report, Stage]]) -> Iterator[Settled]:
    for report, stage in found:
        outcome = session.state.outcome(report, stage)
        if outcome.resolution is not None:
            voters = tuple(vote.reviewer for vote in outcome.votes)
            yield Settled(report.id, stage, outcome.resolution, voters)
