"""Looking at the quality appraisal: what waits for a rater, what raters differ on, and all ratings that may be seen.

The thing a reader would get wrong: a study is rated as a whole, so what was said on any of its reports counts, also if
that report has left the review since. Only those of its reports that are included at full text are up for appraisal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import answers
from reviewkit.appraisal.judging import excludes
from reviewkit.model import Appraisal, ReportId, Stage, Status
from reviewkit.review.appraised import AppraisedStudy, BlindRating, RaterAppraisal, StudyAppraisal, StudyProgress
from reviewkit.review.of_studies import OfStudies, labels
from reviewkit.screening import turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.criteria import Criteria
    from reviewkit.criteria.nouns import Quality
    from reviewkit.fold.appraisals import Standing
    from reviewkit.model import Record, Report, Reviewer


class Rated(OfStudies):
    """The studies that are included at full text, and how they are rated."""

    @property
    def instrument(self) -> Quality:
        """Return the quality criteria in force."""
        return self._session.criteria.quality

    def queue(self) -> list[ReportId]:
        """Return the first report of each study that waits for the acting rater, begun ones first, then by id."""
        actor = self._session.acting()
        if actor not in self._session.state.rules.reviewers or not self.instrument.criteria:
            return []
        waiting = [one for one in self._standings() if self._waits(one, actor)]
        return [one.up[0].id for one in sorted(waiting, key=lambda one: actor not in one.by)]

    def unsettled(self) -> list[ReportId]:
        """Return the first report of each study whose raters differ; that both have finished may be known to all."""
        return [one.up[0].id for one in self._standings() if one.status is Status.CONFLICT]

    def view(self, report: ReportId) -> StudyAppraisal:
        """Return the study of a report as the acting rater may see it. Raises `NotAllowedError`."""
        actor, standing = self._session.reviewer, self._standing(report)
        own = standing.by.get(actor) if actor is not None else None
        seen = standing.may_see(actor)
        criteria = self.instrument.criteria_for(own.says.design) if own is not None else ()
        asked = {one.id for one in criteria}
        return StudyAppraisal(
            reports=self._study_reports(standing.up),
            instrument=self.instrument,
            criteria=criteria,
            retired=tuple(one.criterion for one in own.says.ratings if one.criterion not in asked) if own else (),
            own=own.says if own is not None else None,
            older=own is not None and self._is_older(own),
            at_odds=own is not None and own.at_odds,
            others=self._finished(standing, without=actor) if seen else (),
            differing=standing.differing if seen else (),
            settled=standing.settled if seen else None,
            status=standing.status if seen else Status.PENDING,
        )

    def studies(self) -> list[AppraisedStudy]:
        """Return every study that is up for appraisal as the acting rater may see it, sorted by id."""
        session = self._session
        standings = list(self._standings())
        merged = session.merged([one.up[0] for one in standings])
        records = [merged[one.up[0].id] for one in standings]
        labelled = zip(standings, labels(records), records, strict=True)
        return [self._appraised(one, label, record, session.reviewer) for one, label, record in labelled]

    def blind_ratings(self) -> list[BlindRating]:
        """Return the answers given blind, of studies that all who have to have finished, by study and rater."""
        state = self._session.state
        not_blind = state.not_blind()
        return [
            BlindRating(one.up[0].id, rater, criterion, value)
            for one in self._standings()
            if one.is_over
            for rater, given in sorted(state.blind_appraisals(one, not_blind).items())
            for criterion, value in answers(given).items()
        ]

    def progress(self) -> StudyProgress:
        """Return how far it is, in one go through all studies."""
        return self._progress(list(self._standings()), self._waits)

    def _appraised(self, standing: Standing, label: str, record: Record, actor: Reviewer | None) -> AppraisedStudy:
        seen = standing.may_see(actor)
        agreed = _agreed(standing) if seen else None
        return AppraisedStudy(
            id=standing.up[0].id,
            label=label,
            title=record.title,
            reports=tuple(report.id for report in standing.up),
            raters=self._finished(standing) if seen else (),
            agreed=agreed,
            settled=standing.settled if seen else None,
            status=standing.status if seen else Status.PENDING,
            excluded=agreed is not None and excludes(self.instrument, agreed.design, agreed.ratings, agreed.judgement),
        )

    def _finished(self, standing: Standing, without: Reviewer | None = None) -> tuple[RaterAppraisal, ...]:
        return tuple(
            RaterAppraisal(name, own.says, own.time, self._is_older(own), own.criteria)
            for name, own in standing.finished.items()
            if name != without
        )

    def _part(self, criteria: Criteria) -> Quality:
        return criteria.quality

    # ---------------------------------------------------------------------------------------------- which studies

    def _waits(self, standing: Standing, actor: Reviewer) -> bool:
        own, state = standing.by.get(actor), self._session.state
        if own is not None and own.finished:
            return bool(self._undecided(standing, actor))
        if standing.is_over:
            return False
        return own is not None or any(state.is_turn_of(report, Stage.QUALITY, actor) for report in standing.up)

    def _undecided(self, standing: Standing, actor: Reviewer) -> tuple[Report, ...]:
        """Return the reports on which a rater's appraisal has not been written as a decision.

        All until it is finished; then those that came to the study later, or all if it excluded nothing at the time.
        """
        if not self.instrument.excludes:
            return ()
        return tuple(one for one in standing.up if not self._has_vote(one, actor))

    def _has_vote(self, report: Report, actor: Reviewer) -> bool:
        at = turns.at(self._session.state.standing(report), Stage.QUALITY)
        return at is not None and turns.has_voted(at, actor)

    def _standings(self) -> Iterator[Standing]:
        """Return where each study stands that is up for appraisal, by the id of its first report."""
        return self._session.state.all_appraised(self._included())

    def _standing(self, report: ReportId) -> Standing:
        """Return where the study of a report stands. Raises `NotAllowedError` if it is not up for appraisal."""
        return self._session.state.appraised(self._included_of_study(report, "appraised"))


def _agreed(standing: Standing) -> Appraisal | None:
    """Return what holds of a study: what was settled, or what all who finished say."""
    settled = standing.settled
    if settled is not None:
        return Appraisal(settled.design, settled.ratings, settled.judgement, settled.note, finished=True)
    if standing.status is not Status.INCLUDED:
        return None
    return next(iter(standing.finished.values())).says
