"""Meeting over what is seen differently: what waits, in whose name it is settled, and an agenda to print.

The thing a reader would get wrong: that a conflict was handed to the adjudicator shows only while it is a conflict.
Where one of the two has taken the own decision back, it would tell of the other's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Draft, LinkVerdict, PassedOn, Settlement, Stage, Undo, short_id
from reviewkit.review.duplicates import Duplicates
from reviewkit.review.results import OUT
from reviewkit.review.rulings import beside
from reviewkit.review.settling import Settling
from reviewkit.screening import agenda, turns
from reviewkit.screening.agenda import Agenda, Dispute, Item, Paper, Said, Touched
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reviewkit.criteria import Reason
    from reviewkit.model import Event, Outcome, Record, RecordId, Report, ReportId, Reviewer, Standing
    from reviewkit.review.duplicates import Contradiction
    from reviewkit.review.session import Session

AGENDA = "agenda.md"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits to be settled."""

    report: ReportId
    reason_only: bool
    """All exclude it; only the primary reason is open."""


class Meeting:
    """What people settle together."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    # ---------------------------------------------------------------------------------------------- what waits

    def waiting(self, stage: Stage) -> list[Waiting]:
        """Return what waits at a stage in the order of the agenda: conflicts, then reasons alone."""
        found = self._unsettled(stage)
        merged = self._session.merged(report for report, _ in found)
        numbers = {one.id: number for number, one in enumerate(self._session.criteria.reasons(stage), 1)}

        def place(one: tuple[Report, Standing]) -> tuple[object, ...]:
            report, standing = one
            given = [numbers.get(reason, 0) for vote in standing.votes for reason in vote.reasons]
            first = min([number for number in given if number], default=len(numbers) + 1 if given else 0)
            return agenda.place(standing.reason_open, first, merged[report.id].title, report.id)

        return [Waiting(report.id, standing.reason_open) for report, standing in sorted(found, key=place)]

    def _unsettled(self, stage: Stage) -> list[tuple[Report, Standing]]:
        at = [(report, turns.at(own, stage)) for report, own in self._session.state.standings()]
        return [(report, one) for report, one in at if one is not None and turns.is_unsettled(one)]

    # ---------------------------------------------------------------------------------------------- who settles

    def settling(self, report: ReportId, stage: Stage) -> Settling:
        """Return in whose name the one who acts settles a conflict: all who decided and are still here.

        An adjudicator who has never decided on the report settles it alone.
        """
        session = self._session
        actor, found = session.acting(), self._report(report)
        voters = [vote.reviewer for vote in session.state.outcome(found, stage).votes]
        if actor == session.criteria.review.adjudicator and not session.state.has_decided(found, actor):
            return Settling((actor,), Settlement.ADJUDICATION)
        here = session.deciding()
        present = tuple(voter for voter in voters if voter in here)
        return Settling(
            present or (actor,), Settlement.CONSENSUS, tuple(voter for voter in voters if voter not in here)
        )

    def passed_on(self, report: ReportId, stage: Stage) -> tuple[Reviewer, ...]:
        """Return who has handed a conflict to the adjudicator, sorted."""
        found = self._report(report)
        outcome = self._session.state.outcome(found, stage)
        return self._passed_on(found, stage, outcome)

    def _passed_on(self, report: Report, stage: Stage, outcome: Outcome) -> tuple[Reviewer, ...]:
        if not turns.is_unsettled(outcome):
            return ()
        said = {event.actor for event in self._handed_on(report, stage)}
        return tuple(vote.reviewer for vote in outcome.votes if vote.reviewer in said)

    def _handed_on(self, report: Report, stage: Stage) -> list[Event]:
        """Return the events that hand a report on at a stage and have not been taken back."""
        said = self._session.state.said_of(report, PassedOn)
        return [head for head, act in said if isinstance(act.body, PassedOn) and act.body.stage is stage]

    def pass_on(self, report: ReportId, stage: Stage) -> bool:
        """Hand a conflict to the adjudicator, or take it back; returns whether the one who acts has handed it on now.

        Raises `NotAllowedError` if there is no conflict, or no adjudicator who has not decided on the report.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found, adjudicator = self._report(report), session.criteria.review.adjudicator
        self._check_can_adjudicate(found, adjudicator)
        outcome = session.state.outcome(found, stage)
        if not turns.is_unsettled(outcome) or all(vote.reviewer != actor for vote in outcome.votes):
            raise NotAllowedError(f"report {short_id(found.id)} is no conflict of yours at {stage.words}")
        own = [event for event in self._handed_on(found, stage) if event.actor == actor]
        back = [Draft(event.subject, Undo(), frozenset({event.id})) for event in own]
        session.write(back or [Draft(found.id, PassedOn(stage))])
        return not own

    def _check_can_adjudicate(self, report: Report, adjudicator: Reviewer | None) -> None:
        if adjudicator is None:
            raise NotAllowedError(
                "nobody is named as the adjudicator",
                remedy='Settle it together, or write adjudicator = "NAME" into criteria/review.toml.',
            )
        if self._session.state.has_decided(report, adjudicator):
            raise NotAllowedError(
                f"{adjudicator} has decided on report {short_id(report.id)} and cannot adjudicate it",
                remedy="Settle it together.",
            )

    def _report(self, report: ReportId) -> Report:
        found = self._session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return found

    # ---------------------------------------------------------------------------------------------- the agenda

    def agenda(self, stages: Sequence[Stage] = tuple(Stage)) -> Agenda:
        """Return all that waits at these stages, and the pairs of records that are called one paper and two at once."""
        review = self._session.criteria.review
        items = tuple(item for stage in stages for item in self._items(stage))
        pairs = (*self.disputes(), *map(_contradiction, Duplicates(self._session).contradictions()))
        return Agenda(review.title, review.watermark or "", items, pairs)

    def _items(self, stage: Stage) -> list[Item]:
        state = self._session.state
        waiting = [(self._report(one.report), one.reason_only) for one in self.waiting(stage)]
        merged = self._session.merged(report for report, _ in waiting)
        rulings = beside(self._session)
        found = []
        for report in state.at_hand([report for report, _ in waiting]):
            outcome = state.outcome(report, stage)
            said = tuple(Said(one.reviewer, one.verdict, one.reasons, one.note) for one in outcome.votes)
            given = dict.fromkeys(reason for one in said for reason in one.reasons)
            passed_on = self._passed_on(report, stage, outcome)
            paper = _paper(report.id, merged[report.id])
            touched = self._touched(stage, given, rulings)
            found.append(Item(paper, stage, outcome.reason_open, said, touched, passed_on))
        return found

    def _touched(
        self, stage: Stage, given: Iterable[str], rulings: Mapping[str, tuple[str, ...]]
    ) -> tuple[Touched, ...]:
        """Return the criteria given as reasons in the file's order, those that the stage has no more last."""
        asked = set(given)
        known = enumerate(self._session.criteria.reasons(stage), 1)
        found = [_criterion(number, one, rulings) for number, one in known if one.id in asked]
        gone = sorted(asked.difference(one.id for one in found))
        return (*found, *(Touched(one, one, rulings=rulings.get(one, ())) for one in gone))

    def disputes(self) -> tuple[Dispute, ...]:
        """Return the pairs of records that one person calls the same report and another does not."""
        found = self._session.state.disputes()
        records = self._session.records({record for pair in found for record in pair})
        return tuple(
            Dispute(
                _paper(a, records[a]), _paper(b, records[b]), tuple((name, tuple(own)) for name, own in said.items())
            )
            for (a, b), said in found.items()
        )

    def as_markdown(self, found: Agenda) -> str:
        """Return an agenda as Markdown; the same state gives the same bytes."""
        return agenda.as_markdown(found)

    def as_text(self, found: Agenda, width: int) -> str:
        """Return an agenda for a terminal of `width` columns."""
        return agenda.as_text(found, width)

    def write(self, found: Agenda, path: Path | None = None) -> Path:
        """Write an agenda as Markdown, to data/out/agenda.md unless told otherwise; returns where."""
        target = path or self._session.folder / OUT / AGENDA
        write_whole(target, agenda.as_markdown(found).encode())
        return target


def _paper(identity: RecordId | ReportId, record: Record) -> Paper:
    return Paper(identity, record.title, record.authors, record.year, record.journal)


def _contradiction(found: Contradiction) -> Dispute:
    rules = () if found.by else (f"The rules: same ({', '.join(found.reasons)})",)
    said = tuple((name, (LinkVerdict.SAME.value,)) for name in found.by)
    notes = (*rules, *(one.words for one in found.against))
    return Dispute(_paper(found.a.id, found.a), _paper(found.b.id, found.b), said, notes)


def _criterion(number: int, one: Reason, rulings: Mapping[str, tuple[str, ...]]) -> Touched:
    return Touched(one.id, one.name, number, one.include, one.exclude, rulings.get(one.id, ()))
