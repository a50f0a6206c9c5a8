"""The open folder: its criteria, its store, the folded state, who acts, and the one way to write."""

from __future__ import annotations

import contextlib
import functools
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING

from reviewkit import criteria as criteria_
from reviewkit import dedup
from reviewkit.collector import no_collector
from reviewkit.errors import CriteriaError, NoReviewError, StorageError, UnknownReviewerError
from reviewkit.fold import State
from reviewkit.ledger import OnDemand
from reviewkit.model import CriteriaText, Draft, FileId, Import, Reviewer
from reviewkit.review import remembering
from reviewkit.screening.outcome import Rules
from reviewkit.store import backup, place
from reviewkit.store.store import Stamp, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from reviewkit.criteria import Criteria
    from reviewkit.fold.fillings import Filled
    from reviewkit.model import DeviceId, Event, Fillable, Record, RecordId, Report, ReportId
    from reviewkit.store.folder import Reading

_REVIEWER = "reviewer"
_FEW = 50
"""Reports of which each can be asked for what was filled in."""
_MANY = 1000
"""Reports, which take some 0.1 s to work out and to write down."""


class Session:
    """One program's hold of a review."""

    def __init__(self, folder: Path, state: Path, now: Callable[[], str], new_id: Callable[[], str]) -> None:
        """Open a folder's review with a database below the folder `state`."""
        self.folder = folder
        self.new_id = new_id
        self.now = now
        self._read_criteria()
        try:
            self.database = place.database_folder(state, self.criteria.review.id, folder)
        except OSError as error:
            raise StorageError(
                f"cannot be made ({error.strerror})",
                where=str(state),
                remedy="Give yourself the right to write there, or name another place in REVIEWKIT_STATE.",
            ) from error
        self.store = Store(folder, self.database, new_id)
        self.state = State(_rules(self.criteria))  # until `open` has taken in the folder
        self.reviewer: Reviewer | None = None
        self.overridden = False
        """The reviewer was named for this call and is not the one whom the device remembers."""
        self.unkept: StorageError | None = None
        """Why today's backup could not be made; None if it was, or if nothing has been written yet."""
        self.news = 0
        """How often something new was taken in: also by what looks into the folder before it writes."""
        self.searches_seen = False
        """Somebody has looked at the searches' numbers while this program ran."""
        self.wrote: Callable[[Sequence[Event]], None] | None = None
        """Is told of what was written, once it is safe on this device."""
        self._kept_day = ""
        self._keeping = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        reviewer: str | None,
        state: Path | None,
        now: Callable[[], str],
        new_id: Callable[[], str],
    ) -> Session:
        """Open, settle who acts, take in all journals, and complete the own ones."""
        session = cls(folder.resolve(), state or place.state_folder(), now, new_id)
        session._settle_reviewer(reviewer)  # the constructor's second half
        # In this order: a restored database has to learn from the own journals before it adds to them.
        session._start()
        session.store.mend_journals()
        return session

    def close(self) -> None:
        """Let go of the database; everything acknowledged is already there."""
        self.remember_what_took_long()
        self.store.close()

    # ---------------------------------------------------------------------------------------------- who

    def known_reviewer(self, name: str) -> Reviewer:
        """Return the reviewer or adjudicator of that name, former or present, case aside.

        Raises `UnknownReviewerError`.
        """
        names = self.deciding()
        wanted = name.strip().casefold()
        renamed = {old.casefold(): new.casefold() for old, new in self.criteria.review.renamed.items()}
        for known in names:
            if known.casefold() == renamed.get(wanted, wanted):
                return known
        raise UnknownReviewerError(name, names)

    def deciding(self) -> tuple[Reviewer, ...]:
        """Return who can decide and settle now: the reviewers, and the adjudicator if that is somebody else."""
        review = self.criteria.review
        extra = review.adjudicator if review.adjudicator not in review.reviewers else None
        return (*review.reviewers, extra) if extra else review.reviewers

    def _settle_reviewer(self, named: str | None) -> None:
        remembered = self.store.fact(_REVIEWER)
        if named is not None:
            self.reviewer = self.known_reviewer(named)
            self.overridden = remembered is not None and remembered != self.reviewer
        elif remembered is not None:
            with contextlib.suppress(UnknownReviewerError):  # who has left can still look, and can be followed here
                self.reviewer = self.known_reviewer(remembered)

    def remember_reviewer(self, name: str) -> Reviewer:
        """Remember on this device who works here."""
        reviewer = self.known_reviewer(name)
        self.store.remember(_REVIEWER, reviewer)
        self.reviewer = reviewer
        self.overridden = False
        return reviewer

    def acting(self) -> Reviewer:
        """Return who acts. Raises `UnknownReviewerError` if nobody has said so."""
        if self.reviewer is None:
            raise UnknownReviewerError("", self.criteria.review.reviewers)
        return self.reviewer

    # ---------------------------------------------------------------------------------------------- criteria

    def _read_criteria(self) -> None:
        stamp = _stamp(self.folder / "criteria")
        self.criteria, self._criteria_files = read_criteria(self.folder)
        self.fingerprint = criteria_.fingerprint(self._criteria_files)
        self._criteria_stamp = stamp

    # ---------------------------------------------------------------------------------------------- in and out

    def _start(self) -> None:
        """Take in what is new in the folder, and fold on from where the last program of this device ended."""
        rules = _rules(self.criteria)
        kept = remembering.read(self.store.fact(remembering.FACT), rules)
        with no_collector():
            arrivals, known = self.store.start(kept[0] if kept else None)
            self.state = State(rules, OnDemand(self.store.lookup, rules.renamed))
            if kept is not None and known:
                for key in kept[1].readings:
                    self.state.add_reading(*key, arrivals.readings.pop(key, ()))
                self.state.resume(kept[1])
            for (file, device), records in arrivals.readings.items():
                self.state.add_reading(file, device, records)
            self.state.add(arrivals.events)

    def remember_what_took_long(self) -> None:
        """Keep where all reports stand, if many of them had to be worked out."""
        if self.state.worked_out >= _MANY:
            self.remember()

    def remember(self) -> None:
        """Keep where all reports stand, for the next program of this device."""
        with contextlib.suppress(StorageError):  # nobody misses it: it would only have saved time
            kept = remembering.text(self.state.remembered(), self.store.position(), self.state.rules)
            self.store.remember(remembering.FACT, kept)
            self.state.worked_out = 0

    def refresh(self) -> bool:
        """Take in what is new in the folder, criteria too; returns whether anything was."""
        changed = _stamp(self.folder / "criteria") != self._criteria_stamp
        if changed:
            self._read_criteria()
            self._follow_rules(_rules(self.criteria))
        with no_collector():
            arrivals = self.store.take_in()
            for (file, device), records in arrivals.readings.items():
                self.state.add_reading(file, device, records)
            self.state.add(arrivals.events)
        new = changed or bool(arrivals.readings or arrivals.events)
        self.news += new
        return new

    def _follow_rules(self, rules: Rules) -> None:
        if rules.renamed == self.state.rules.renamed:
            self.state.rules = rules
            return
        self.state = self.state.under(rules)
        if self.reviewer is not None:
            self.reviewer = rules.renamed.get(self.reviewer, self.reviewer)

    def write(
        self, drafts: Iterable[Draft], reading: Reading | None = None, *, as_reviewer: Reviewer | None = None
    ) -> list[Event]:
        """Write events as the acting reviewer; they are safe on this device when this returns.

        `as_reviewer` writes them as a colleague, as when one person brings over what both decided in another program.
        That assumes an honest device, as `--as` does, and shows: each event bears the actor and this device, and the
        colleague's journal of this device is a file of its own.
        Criteria that the history does not hold yet are written first. Raises `UnknownReviewerError`, `StorageError`.
        """
        stamp = Stamp(as_reviewer or self.acting(), self.now(), _program(), self.fingerprint)
        before = [] if self.state.knows_criteria(self.fingerprint) else [self._criteria_draft()]
        self.keep_daily(stamp.time)
        events = self.store.append([*before, *drafts], stamp, reading)
        if reading is not None:
            self.refresh()
        self.state.add(events)
        if self.wrote is not None:
            self.wrote(events)
        return events

    def keep_daily(self, now: str) -> None:
        """Make the backup of the day, unless there is one or a thread is at it: a large one takes seconds.

        Before the day's first write at the latest; that it cannot be made keeps nobody from deciding.
        """
        if now[:10] == self._kept_day or not self._keeping.acquire(blocking=False):
            return
        try:
            if backup.daily(self.database, now):
                self._kept_day = now[:10]
            self.unkept = None
        except StorageError as error:
            self.unkept = error
        finally:
            self._keeping.release()

    def _criteria_draft(self) -> Draft:
        return Draft(self.fingerprint, CriteriaText(tuple(sorted(self._criteria_files.items()))))

    # ---------------------------------------------------------------------------------------------- records

    def records(self, ids: Iterable[RecordId]) -> dict[RecordId, Record]:
        """Return the records of those ids, each in the reading that counts; an entry that was repaired as it was."""
        asked, repairs = list(ids), self.state.repairs()
        found = self.store.records(self._readings(), asked)
        return found | {one: repairs[one][1] for one in asked if one in repairs}

    def merged(
        self, reports: Iterable[Report], known: Mapping[RecordId, Record] | None = None
    ) -> dict[ReportId, Record]:
        """Return the best of each field across each report's records, and where they all are silent what people say.

        All that shows or writes a report takes it from here. `known` are the records, where somebody has them.
        """
        given = list(reports)
        records = known or self.records([one for report in given for one in report.records])
        filled = self._filled(given)
        return {
            report.id: dedup.merged([records[one] for one in report.records], filled.get(report.id)) for report in given
        }

    def reading(self) -> Callable[[Sequence[Report]], dict[ReportId, Record]]:
        """Return what `merged` is of reports as of now: it asks the state nothing more, so that a thread may use it."""
        readings, repairs, filled = self._readings(), dict(self.state.repairs()), self._values(self.state.fillings())

        def merged(reports: Sequence[Report]) -> dict[ReportId, Record]:
            records = self.store.records(readings, [one for report in reports for one in report.records])
            records |= {one: repairs[one][1] for report in reports for one in report.records if one in repairs}
            return {one.id: dedup.merged([records[own] for own in one.records], filled.get(one.id)) for one in reports}

        return merged

    def _filled(self, reports: Sequence[Report]) -> dict[ReportId, dict[Fillable, tuple[str, ...]]]:
        """Return what was filled in of each report; of few they are looked up one by one."""
        few = len(reports) <= _FEW
        return self._values({one.id: self.state.filled(one) for one in reports} if few else self.state.fillings())

    @staticmethod
    def _values(filled: Mapping[ReportId, Filled]) -> dict[ReportId, dict[Fillable, tuple[str, ...]]]:
        return {one: {field: body.values for field, (_, body) in said.items()} for one, said in filled.items()}

    def _readings(self) -> dict[FileId, DeviceId]:
        return {file: event.device for file, event in self.state.imports().items()}

    def search_name(self, record: RecordId) -> str:
        """Return the name of the search that a record came by."""
        event = self.state.imports().get(FileId(record.partition(":")[0]))  # not origins(): it lists every record
        body = event.body if event is not None else None
        search = self.state.searches().get(body.search) if isinstance(body, Import) else None
        return search.name if search is not None else ""


def read_criteria(folder: Path) -> tuple[Criteria, dict[str, str]]:
    """Return the criteria of a review's folder, and their texts. Raises `NoReviewError`, `CriteriaError`."""
    place_ = folder / "criteria"
    if not (place_ / "review.toml").is_file():
        raise NoReviewError(
            "holds no review (no criteria/review.toml)",
            where=str(folder),
            remedy="Start one with `reviewkit init FOLDER`, or go to the folder of a review.",
        )
    files = {path.name: _text(path) for path in _criteria_files(place_)}
    return criteria_.read(files), files


@functools.cache
def _program() -> str:
    """Return this program's version; asking for it reads a file."""
    return version("reviewkit")


def _rules(criteria: Criteria) -> Rules:
    review = criteria.review
    return Rules(
        reviewers=tuple(Reviewer(name) for name in review.reviewers),
        adjudicator=Reviewer(review.adjudicator) if review.adjudicator else None,
        decisions=review.decisions,
        dual_share=review.dual_share,
        seed=review.seed,
        shares=review.shares,
        quality_excludes=criteria.quality.excludes,
        renamed=review.renamed,
        double_coded=criteria.extraction.double,
    )


def _criteria_files(place_: Path) -> list[Path]:
    """Return all TOML files of the criteria: a synchroniser's copy of a conflict too, so that it is named.

    Names with a leading dot are what systems leave behind (`._review.toml` on a stick), not criteria.
    """
    return sorted(path for path in place_.glob("*.toml") if path.is_file() and not path.name.startswith("."))


def _stamp(place_: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what tells whether a criteria file was saved anew."""
    return tuple((path.name, (stat := path.stat()).st_size, stat.st_mtime_ns) for path in _criteria_files(place_))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CriteriaError(
            (f"{path.name}: byte {error.start + 1} is not UTF-8",),
            where="criteria",
            remedy="Save the file as UTF-8 text.",
        ) from error
    except OSError as error:
        raise CriteriaError((f"{path.name}: cannot be read ({error.strerror})",), where="criteria") from error
