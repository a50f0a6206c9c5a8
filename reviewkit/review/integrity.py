"""The review held to its promises, and what can be repaired without losing anything.

The thing a reader would get wrong: no repair deletes. A file that is in the way is put aside, under data/out/tidied.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from reviewkit.errors import InputError, ReviewkitError, StorageError
from reviewkit.integrity import chain, checks, exports, independence, journals
from reviewkit.integrity.findings import Finding, Repair, Severity, by_severity
from reviewkit.model import Stage
from reviewkit.review import inventory
from reviewkit.review.rules import hints
from reviewkit.store import codec
from reviewkit.store import folder as files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reviewkit.integrity.chain import Device
    from reviewkit.integrity.independence import Evidence
    from reviewkit.integrity.journals import Shelf
    from reviewkit.model import ReportId
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.session import Session

TIDIED = "data/out/tidied"


@dataclass(frozen=True, slots=True)
class Verification:
    """What the history, the exports and the decisions testify."""

    devices: tuple[Device, ...]
    exports: int
    """Imported exports."""
    findings: tuple[Finding, ...]
    """Worst first."""
    evidence: tuple[Evidence, ...]
    """Of each report and stage that two have decided on, as far as the acting reviewer may know."""
    assumption: str = independence.ASSUMPTION

    @property
    def broken(self) -> bool:
        """Return whether anything is not as it was written."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Repaired:
    """One repair that was tried."""

    repair: Repair
    what: str
    done: bool


class Integrity:
    """Whether the review is as its people left it."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session; records that were not compared are compared by `duplicates`."""
        self._session = session
        self._duplicates = duplicates

    def verify(self) -> Verification:
        """Return what holds and what does not, and how independent the decisions are.

        Reads every file and every export again, so it takes as long as importing all of them.
        """
        session, shelf = self._session, inventory.shelf(self._session)
        history = list(shelf.known.values())
        return Verification(
            devices=tuple(chain.devices(history)),
            exports=len(session.state.imports()),
            findings=tuple(by_severity([*self._history(shelf), *self._exports(), *self._records()])),
            evidence=tuple(self._evidence()),
        )

    def evidence(self, report: ReportId) -> list[Evidence]:
        """Return how independent the decisions on one report were, stage by stage."""
        return [one for one in self._evidence() if one.report == report]

    def check(self) -> list[Finding]:
        """Return every inconsistency that can be found, worst first; exports are hashed, not read again."""
        session = self._session
        counting = {file: event.device for file, event in session.state.imports().items()}
        found = [*self._history(inventory.shelf(session)), *self._exports()]
        found += exports.readings(inventory.readings(session), counting)
        return by_severity([*found, *checks.findings(inventory.facts(session)), *self._rules()])

    # ---------------------------------------------------------------------------------------------- finding

    def _history(self, shelf: Shelf) -> list[Finding]:
        there = inventory.on_server(self._session)
        found = [*chain.findings(shelf.known.values(), there), *journals.findings(shelf)]
        return found + list(self._refused([finding.where for finding in found]))

    def _refused(self, named: Sequence[str]) -> Iterator[Finding]:
        """Yield what the store could not take in and nothing else has named."""
        for fault in self._session.store.faults():
            where = f"{fault.path}, line {fault.line}" if fault.line else fault.path
            if not any(one.startswith(where) for one in named):
                yield Finding(
                    "unreadable",
                    Severity.ERROR,
                    where,
                    f"was not taken in: {fault.what}",
                    "What was taken in before stands. Bring the file's original back, or move it out of the folder.",
                )

    def _exports(self) -> list[Finding]:
        session = self._session
        return exports.findings(inventory.stored(session.folder), inventory.imported(session.state.events()))

    def _rules(self) -> Iterator[Finding]:
        for what in hints(self._session):
            remedy = "`reviewkit rules list` tells what each proposes; `rules run` and `rules put-back` do it."
            yield Finding("rule", Severity.HINT, "criteria/screening.toml", what, remedy)

    def _records(self) -> Iterator[Finding]:
        by_content = {one.sha256: one for one in inventory.stored(self._session.folder) if one.sha256}
        now = version("reviewkit")
        for reading in inventory.readings(self._session):
            export = by_content.get(reading.file)
            if export is not None:
                try:
                    again = inventory.reread(self._session.folder, export, reading)
                except InputError as error:
                    yield Finding("record", Severity.ERROR, reading.path, f"its export cannot be read: {error.what}")
                else:
                    yield from exports.reread(reading, again, now)

    def _evidence(self) -> Iterator[Evidence]:
        session = self._session
        for (report, stage), events in inventory.acts(session).items():
            if inventory.may_know(session, session.state.outcome(report, stage)):
                found = independence.evidence(report.id, stage, events)
                if found is not None:
                    yield found
        if not session.criteria.quality.excludes:  # else each appraisal has its decision, made in the same moment
            yield from self._of_appraisals()
        for study, (standing, events) in inventory.codings(self._session).items():
            coded = independence.evidence(study, None, events)
            if coded is not None and standing.may_see(self._session.reviewer):
                yield coded

    def _of_appraisals(self) -> Iterator[Evidence]:
        for study, (standing, events) in inventory.appraisals(self._session).items():
            found = independence.evidence(study, Stage.QUALITY, events)
            if found is not None and standing.may_see(self._session.reviewer):
                yield found

    # ---------------------------------------------------------------------------------------------- repairing

    def repair(self) -> list[Repaired]:
        """Do what can be done safely about what `check` finds, and return what was tried.

        Files are put aside before journals are written anew; one repair that fails does not keep the others.
        """
        targets: dict[Repair, list[str]] = {}
        for finding in self.check():
            if finding.repair is not None:
                targets.setdefault(finding.repair, []).append(finding.target)
        return [self._tried(repair, _REPAIRS[repair], targets[repair]) for repair in _REPAIRS if repair in targets]

    def _tried(
        self, repair: Repair, act: Callable[[Integrity, Sequence[str]], str], targets: Sequence[str]
    ) -> Repaired:
        try:
            return Repaired(repair, act(self, sorted(set(targets))), done=True)
        except ReviewkitError as error:
            return Repaired(repair, str(error), done=False)

    def _tidy(self, targets: Sequence[str]) -> str:
        moved = [_put_aside(self._session.folder, target) for target in targets]
        return f"put aside in {TIDIED}: {', '.join(moved)}"

    def _rewrite(self, targets: Sequence[str]) -> str:
        return f"{self._tidy(targets)}; {self._mend(())}"

    def _mend(self, _targets: Sequence[str]) -> str:
        store = self._session.store
        store.mend_journals()
        if store.behind is not None:
            raise store.behind
        return "the journals of this device hold all its events"

    def _spread(self, _targets: Sequence[str]) -> str:
        session = self._session
        own = session.store.device
        shelf = inventory.shelf(session)
        lost = {
            shelf.known[event.id].digest
            for device, events in journals.lacking(shelf).items()
            for event in events
            if device != own
        }
        lines = [line for line in session.store.event_lines() if codec.digest(line) in lost]
        name = f"{files.JOURNALS}/recovered-by-{own}.jsonl"
        files.append_lines(session.folder / name, lines)
        return f"{len(lines)} events of other devices written to {name}"

    def _compare(self, _targets: Sequence[str]) -> str:
        linked, uncertain = self._duplicates.compare()
        return f"records compared: {linked} new duplicate links, {uncertain} new uncertain pairs"


_REPAIRS: dict[Repair, Callable[[Integrity, Sequence[str]], str]] = {
    Repair.TIDY: Integrity._tidy,
    Repair.REWRITE: Integrity._rewrite,
    Repair.MEND: Integrity._mend,
    Repair.SPREAD: Integrity._spread,
    Repair.COMPARE: Integrity._compare,
}


def _put_aside(folder: Path, target: str) -> str:
    """Move a file of the review to `TIDIED`, beside what is there already, and return its new name."""
    source, there = folder / target, folder / TIDIED
    try:
        there.mkdir(parents=True, exist_ok=True)
        number, name = 1, source.name.lstrip(".")
        while (there / name).exists():
            number += 1
            name = f"{number}-{source.name.lstrip('.')}"
        source.rename(there / name)
    except OSError as error:
        raise StorageError(
            f"cannot be put aside ({error.strerror})", where=target, remedy="Close what has it open, then repair again."
        ) from error
    return name
