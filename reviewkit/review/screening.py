"""Deciding: the queue, decisions, undo, conflicts and whether a full text could be had. The same for every stage."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.errors import NotAllowedError
from reviewkit.model import (
    Access,
    Appraisal,
    Coding,
    Decision,
    Draft,
    Reconciled,
    Resolution,
    Retrieval,
    Reviewer,
    Settled,
    Settlement,
    Stage,
    Status,
    Tags,
    Undo,
    Verdict,
    short_id,
)
from reviewkit.review.filling import filled_in
from reviewkit.review.rulings import beside
from reviewkit.review.settling import settlement
from reviewkit.screening import turns
from reviewkit.screening.facts import fact
from reviewkit.text import line
from reviewkit.views import CriterionView, ReportView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Event, Record, Report, ReportId
    from reviewkit.review.session import Session

_NO_LONGER_OPEN = frozenset({Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT})


class Screening:
    """What reviewers do at title and abstract, full text and quality."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    # ---------------------------------------------------------------------------------------------- looking

    def queue(self, stage: Stage) -> list[ReportId]:
        """Return the reports that wait for the acting reviewer at a stage, in the order of their ids."""
        state, actor = self._session.state, self._session.acting()
        if actor not in state.rules.reviewers:  # an adjudicator settles, and decides on nothing
            return []
        waiting = turns.queue(state.standings(), stage, actor)
        own = [report for report in waiting if state.is_turn_of(report, stage, actor)]
        # What is in a pilot comes first; within either the order of ids.
        return [report.id for report in sorted(own, key=lambda one: state.pilot_of(one, stage) is None)]

    def unsettled(self, stage: Stage) -> list[ReportId]:
        """Return the reports at a stage that are in conflict or excluded for reasons that differ."""
        return [report.id for report in turns.unsettled(self._session.state.standings(), stage)]

    def reached(self, stage: Stage) -> int:
        """Return how many reports have reached a stage."""
        return sum(turns.at(own, stage) is not None for _, own in self._session.state.standings())

    def view(self, report: ReportId, stage: Stage) -> ReportView:
        """Return a report as the acting reviewer may see it at a stage."""
        session = self._session
        found = self._report(report)
        records = session.records(found.records)
        outcome = session.state.outcome(found, stage)
        seen = turns.seen(outcome, session.reviewer or Reviewer(""))
        votes = seen.votes if session.reviewer else ()
        own = next((vote for vote in votes if vote.reviewer == session.reviewer), None)
        open_still = not votes and outcome.status not in turns.UNVOTED
        own_records = [records[one] for one in found.records]
        merged = session.merged([found], records)[found.id]
        return ReportView(
            report=found,
            record=merged,
            stage=stage,
            status=Status.PENDING if open_still else outcome.status,
            own=own,
            votes=votes,
            outcome=None if open_still else seen,
            criteria=self.criteria(stage, merged),
            access=session.state.access(found),
            sources=tuple(session.search_name(one) for one in found.records),
            tags=session.state.tags(found, session.reviewer) if session.reviewer else (),
            origins=dedup.origins(own_records),
            links=dedup.links_of(own_records),
            filled=filled_in(session, found, own_records),
        )

    def criteria(self, stage: Stage, record: Record | None = None) -> tuple[CriterionView, ...]:
        """Return the criteria of a stage in their order, with what the record itself tells of each."""
        rulings = beside(self._session)
        return tuple(
            CriterionView(
                one.id,
                one.name,
                one.include,
                one.exclude,
                one.notes,
                fact(one.fact, record).value if record is not None and one.fact is not None else "",
                rulings.get(one.id, ()),
            )
            for one in self._session.criteria.reasons(stage)
        )

    def _report(self, report: str) -> Report:
        found = self._session.state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        return found

    # ---------------------------------------------------------------------------------------------- deciding

    def decide(
        self, report: ReportId, stage: Stage, verdict: Verdict, reasons: Sequence[str] = (), note: str = ""
    ) -> Event:
        """Write the acting reviewer's decision; it replaces the own earlier ones on this report at this stage.

        Raises `NotAllowedError` for a report that has not reached the stage, an unknown reason, or an exclusion at full
        text or quality without a reason.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._report(report)
        self._check_reached(found, stage)
        self._check_not_appraised(found, stage)
        ordered = self._ordered(stage, verdict, reasons)
        state = session.state
        if actor not in state.rules.reviewers:
            raise NotAllowedError(
                f"{actor} adjudicates in this review and does not decide on reports",
                remedy="Name reviewers in criteria/review.toml, or settle conflicts.",
            )
        body = Decision(stage, verdict, ordered, note.strip(), blind=state.is_blind(found, stage, actor))
        return session.write([Draft(found.id, body, state.own_replaced(found, stage, actor))])[-1]

    def _check_reached(self, report: Report, stage: Stage) -> None:
        progress = self._session.state.progress(report)
        if stage not in progress.outcomes:
            at = list(progress.outcomes)[-1]
            seen = self.view(report.id, at).status.value.replace("_", " ")
            raise NotAllowedError(
                f"report {short_id(report.id)} has not reached {stage.words}: it is {seen} at {at.words}"
            )

    def _check_not_appraised(self, report: Report, stage: Stage) -> None:
        """Refuse a bare verdict on a study that is rated by criterion: it would contradict its ratings."""
        state = self._session.state
        if stage is not Stage.QUALITY:
            return
        standing = state.appraised([report])
        if standing.is_over or self._session.acting() in standing.by:
            raise NotAllowedError(
                f"the study of {short_id(report.id)} is appraised by criterion, and its verdict follows from that",
                remedy="Change or finish the appraisal, or settle where the raters differ.",
            )

    def _ordered(self, stage: Stage, verdict: Verdict, reasons: Sequence[str]) -> tuple[str, ...]:
        criteria = self._session.criteria
        ordered, unknown = criteria.ordered(stage, reasons)
        known = ", ".join(one.id for one in criteria.reasons(stage))
        if unknown:
            raise NotAllowedError(
                f"{', '.join(unknown)}: no criterion of {stage.words}", remedy=f"The criteria are {known}."
            )
        if ordered and verdict is Verdict.INCLUDE:
            raise NotAllowedError("a reason says which criterion fails, so it goes with exclude or unsure")
        if verdict is Verdict.EXCLUDE and not ordered and stage is not Stage.TITLE_ABSTRACT and known:
            raise NotAllowedError(f"an exclusion at {stage.words} needs a reason", remedy=f"The criteria are {known}.")
        return ordered

    def undo(self) -> tuple[Event, ReportId | None] | None:
        """Take back the last act of the acting reviewer on this device that still counts.

        Returns the act taken back and the report it was about; None if there is nothing left to take back.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        last = session.state.last_act(actor, session.store.device)
        if last is None:
            return None
        act, head = last
        together = session.state.together_with(act) or [(act, head)]
        session.write([draft for one, its_head in together for draft in self._undo_drafts(one, its_head)])
        report = session.state.report_of(act.subject)
        return act, report.id if report is not None else None

    def _undo_drafts(self, act: Event, head: Event) -> list[Draft]:
        """Return an undo for each act that counts again, or one that brings nothing back."""
        state = self._session.state
        stage = act.body.stage if isinstance(act.body, Decision | Resolution | Undo) else None
        report = state.report_of(act.subject)
        blind = report is None or self._was_blind(report, act)
        before = [] if isinstance(act.body, Resolution | Settled | Reconciled) else state.replaced_by(act)
        taken_back = frozenset({head.id})
        if not before:
            return [Draft(act.subject, Undo(stage, None, blind), taken_back)]
        return [Draft(one.subject, Undo(stage, one.id, blind), taken_back) for one in before]

    def _was_blind(self, report: Report, act: Event) -> bool:
        state = self._session.state
        match act.body:
            case Decision() | Resolution() | Undo(stage=Stage()):
                return state.is_blind(report, act.body.stage or Stage.QUALITY, act.actor)
            case Appraisal():
                return state.appraises_blind(state.appraised([report]), act.actor)
            case Coding():
                return state.codes_blind(state.coded([report]), act.actor)
            case _:
                return True

    # ---------------------------------------------------------------------------------------------- settling

    def resolve(
        self,
        report: ReportId,
        stage: Stage,
        verdict: Verdict,
        *,
        by: Sequence[str],
        reasons: Sequence[str] = (),
        note: str = "",
    ) -> Event:
        """Write how a conflict ended: `by` all who decided, or the adjudicator alone.

        Who decided and is no reviewer any more is written down as absent, named in `by` or not; where nobody else had
        decided, the acting reviewer settles it.
        Raises `NotAllowedError` if there is no conflict, if those who decided are not all named, or if the adjudicator
        has decided on this report.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._report(report)
        self._check_not_appraised(found, stage)
        outcome = session.state.outcome(found, stage)
        if outcome.status is not Status.CONFLICT and not outcome.reason_open and outcome.resolution is None:
            raise NotAllowedError(f"there is no conflict on report {short_id(found.id)} at {stage.words}")
        voters = [vote.reviewer for vote in outcome.votes]
        absent = tuple(voter for voter in voters if voter not in session.deciding())
        present = tuple(voter for voter in voters if voter not in absent)
        named = {session.known_reviewer(name) for name in by if name not in absent}
        names = tuple(sorted(named if named or present else {actor}))
        how = settlement(session.criteria.review.adjudicator, names, present, absent)
        if how is Settlement.ADJUDICATION and session.state.has_decided(found, names[0]):
            raise NotAllowedError(
                f"{names[0]} has decided on report {short_id(found.id)} and cannot adjudicate it",
                remedy="All who decided settle it together.",
            )
        ordered = self._ordered(stage, _settled_verdict(verdict), reasons)
        settles = tuple(sorted(event for vote in outcome.votes for event in (vote.event, *vote.also)))
        left_out = absent if how is Settlement.CONSENSUS else ()
        body = Resolution(stage, verdict, settles, names, how, ordered, note.strip(), left_out)
        own = frozenset(event.id for event in session.state.own_resolutions(found, stage, actor))
        return session.write([Draft(found.id, body, own)])[-1]

    def set_access(self, report: ReportId, access: Access, reason: str = "") -> Event:
        """Write down whether the full text of a report could be had."""
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._report(report)
        self._check_reached(found, Stage.FULL_TEXT)
        own = session.state.own_access_heads(found, actor)
        return session.write([Draft(found.id, Retrieval(access, reason.strip()), own)])[-1]

    # ---------------------------------------------------------------------------------------------- tags

    def tag(self, report: ReportId, tags: Sequence[str]) -> Event | None:
        """Put words on a report, for oneself, in place of those that are there; None if they are there already.

        A word is kept in small letters without blanks around it.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self._report(report)
        wanted = tuple(sorted({line(tag).lower() for tag in tags if line(tag)}))
        if wanted == session.state.tags(found, actor):
            return None
        own = session.state.own_heads_of(found, actor, Tags)
        return session.write([Draft(found.id, Tags(wanted), own)])[-1]

    def tags_used(self) -> dict[str, int]:
        """Return the words that the acting reviewer has put on reports, and on how many each."""
        tagged = self._session.state.tagged(self._session.acting())
        return dict(sorted(Counter(tag for tags in tagged.values() for tag in tags).items()))


def _settled_verdict(verdict: Verdict) -> Verdict:
    if verdict is Verdict.UNSURE:
        raise NotAllowedError("a conflict is settled as include or exclude")
    return verdict
