"""What appraising and coding studies have in common: which studies, how they are named, and who settles them."""

from __future__ import annotations

import string
from collections import Counter
from typing import TYPE_CHECKING, Any

from reviewkit.errors import NotAllowedError
from reviewkit.model import ReportId, Settlement, Stage, Status, short_id
from reviewkit.review.another_look import readable
from reviewkit.review.appraised import StudyProgress, StudyReport
from reviewkit.review.settling import Settling, settlement
from reviewkit.screening import turns
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.criteria import Criteria
    from reviewkit.fold.studies import Own, Standing
    from reviewkit.model import Outcome, Record, Report, Reviewer
    from reviewkit.review.session import Session


class OfStudies:
    """Studies of which people say something."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session
        self._past: dict[str, object] = {}

    def _part(self, criteria: Criteria) -> object:
        """Return what of the criteria this is done by."""
        raise NotImplementedError

    def _is_older(self, own: Own[Any]) -> bool:
        """Return whether it was made under another wording of that part; other wording elsewhere changes nothing."""
        session = self._session
        if own.criteria == session.fingerprint:
            return False
        if own.criteria not in self._past:
            known = readable([one for one in session.state.criteria_events() if one.subject == own.criteria])
            self._past[own.criteria] = self._part(known[own.criteria]) if own.criteria in known else None
        return self._past[own.criteria] != self._part(session.criteria)

    def _study_reports(self, reports: Sequence[Report]) -> tuple[StudyReport, ...]:
        state, merged = self._session.state, self._session.merged(reports)
        return tuple(
            StudyReport(one.id, merged[one.id], tuple(file.name for file in state.full_texts(one))) for one in reports
        )

    def _included(self, but_excluded_at: Stage | None = None) -> list[list[Report]]:
        """Return the reports of each study that are included at full text, and not excluded at a later stage."""
        state = self._session.state
        up: dict[ReportId, list[Report]] = {}
        for report, own in state.standings():
            at = turns.at(own, Stage.FULL_TEXT)
            later = turns.at(own, but_excluded_at) if but_excluded_at is not None else None
            gone = later is not None and later.status is Status.EXCLUDED
            if at is not None and at.status is Status.INCLUDED and not gone:
                up.setdefault(state.study_of(report), []).append(report)
        return list(up.values())

    def _included_of_study(self, report: ReportId, what: str, but_excluded_at: Stage | None = None) -> list[Report]:
        """Return the same of the study of a report. Raises `NotAllowedError` if that is not among them."""
        state = self._session.state
        found = state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{line(report)}" in this review')
        at = {one.id: state.progress(one).outcomes for one in state.reports_of_study(found)}
        included = [one for one, has in at.items() if _is(has.get(Stage.FULL_TEXT), Status.INCLUDED)]
        gone = [one for one in included if but_excluded_at and _is(at[one].get(but_excluded_at), Status.EXCLUDED)]
        if found.id in gone:
            raise NotAllowedError(f"report {short_id(found.id)} is excluded at quality, so it is not {what}")
        if found.id not in included:
            raise NotAllowedError(f"report {short_id(found.id)} is not included at full text, so it is not {what}")
        return [state.reports()[one] for one in included if one not in gone]

    def _progress(
        self, standings: Sequence[Standing[Any, Any]], waits: Callable[[Standing[Any, Any], Reviewer], bool]
    ) -> StudyProgress:
        """Return how far it is, given whether a study waits for somebody."""
        finished = Counter({name: 0 for one in standings for name in one.by})
        for one in standings:
            finished.update({name: len(one.up) for name in one.finished})
        differing = [one for one in standings if one.status is Status.CONFLICT]
        names = self._session.state.rules.reviewers
        return StudyProgress(
            waiting={name: sum(waits(one, name) for one in standings) for name in names},
            finished=finished,
            agreed=sum(len(one.up) for one in standings if one.status is Status.INCLUDED),
            differing=frozenset(report.id for one in differing for report in one.up),
            to_settle=len(differing),
        )

    # ---------------------------------------------------------------------------------------------- settling

    def _settling(self, standing: Standing[Any, Any], actor: Reviewer) -> Settling:
        """Return in whose name somebody settles a study: all who finished it and are still here.

        An adjudicator who has never decided on any of its reports settles it alone.
        """
        session, speakers = self._session, tuple(standing.finished)
        if actor == session.criteria.review.adjudicator and not self._has_decided(standing, actor):
            return Settling((actor,), Settlement.ADJUDICATION)
        here = session.deciding()
        present = tuple(one for one in speakers if one in here)
        return Settling(present or (actor,), Settlement.CONSENSUS, tuple(one for one in speakers if one not in here))

    def _has_decided(self, standing: Standing[Any, Any], name: Reviewer) -> bool:
        state = self._session.state
        return name in standing.finished or any(state.has_decided(one, name) for one in standing.up)

    def _who(
        self, standing: Standing[Any, Any], actor: Reviewer, by: Sequence[str]
    ) -> tuple[tuple[Reviewer, ...], Settlement]:
        """Return who settles a study and how. Raises `NotAllowedError` if these people cannot."""
        session, usual = self._session, self._settling(standing, actor)
        named = {session.known_reviewer(name) for name in by if name not in usual.absent}
        names = tuple(sorted(named)) if named else usual.by
        present = tuple(one for one in standing.finished if one not in usual.absent)
        how = settlement(session.criteria.review.adjudicator, names, present, usual.absent)
        if how is Settlement.ADJUDICATION and self._has_decided(standing, names[0]):
            raise NotAllowedError(f"{names[0]} has decided on this study before and cannot adjudicate it")
        return names, how

    def _check_over(self, standing: Standing[Any, Any], what: str) -> None:
        if not standing.is_over:
            raise NotAllowedError(
                f"the {what} of {short_id(standing.up[0].id)} is not finished by all who have to finish it"
            )


def labels(records: Sequence[Record]) -> list[str]:
    """Return author and year of each; of several alike the second gets a b, and so on."""
    names = [_label(one) for one in records]
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        again = seen[name] - 1
        found.append(name if not again else f"{name}{_letters(again)}")
    return found


def _letters(number: int) -> str:
    last = string.ascii_lowercase[number % 26]
    return last if number < 26 else _letters(number // 26 - 1) + last


def _label(record: Record) -> str:
    names = [line(one.partition(",")[0]) for one in record.authors]
    who = names[0] if names else line(record.title)[:30] or "no author"
    more = f" & {names[1]}" if len(names) == 2 else " et al." if len(names) > 2 else ""
    return f"{who}{more} {record.year or 'n.d.'}"


def _is(outcome: Outcome | None, status: Status) -> bool:
    return outcome is not None and outcome.status is status
