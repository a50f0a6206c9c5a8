"""Quality appraisal: rating studies, each rater alone, and settling where raters differ.

The thing a reader would get wrong: what excludes a report at the quality stage is still a decision like any other. It
is written right behind the appraisal that it follows from, in the same transaction, so that flow and conflicts need to
know nothing of ratings.
"""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import DESIGN, OVERALL, answers
from reviewkit.appraisal.judging import excludes, judged, missing, reasons
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR
from reviewkit.errors import NotAllowedError
from reviewkit.model import (
    Appraisal,
    Decision,
    Draft,
    Rating,
    Resolution,
    Reviewer,
    Settled,
    Settlement,
    Stage,
    Status,
    Undo,
    Verdict,
    short_id,
)
from reviewkit.review.appraised import AppraisedStudy, BlindRating, RaterAppraisal, StudyAppraisal, StudyReport
from reviewkit.review.meeting import Settling
from reviewkit.review.screening import settlement
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reviewkit.criteria.nouns import Quality
    from reviewkit.fold.appraisals import Own, Standing
    from reviewkit.model import Event, Record, Report, ReportId
    from reviewkit.review.session import Session


class Appraising:
    """What raters do with the studies that are included at full text."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    @property
    def instrument(self) -> Quality:
        """Return the quality criteria in force."""
        return self._session.criteria.quality

    # ---------------------------------------------------------------------------------------------- looking

    def queue(self) -> list[ReportId]:
        """Return the first report of each study that waits for the acting rater, begun ones first, then by id."""
        actor = self._session.acting()
        rules = self._session.state.rules
        if actor not in rules.reviewers or not self.instrument.criteria:
            return []
        waiting = [one for one in self._standings() if self._waits(one, actor)]
        return [one.reports[0].id for one in sorted(waiting, key=lambda one: actor not in one.raters)]

    def unsettled(self) -> list[ReportId]:
        """Return the first report of each study whose raters differ; that both have finished may be known to all."""
        return [one.reports[0].id for one in self._standings() if one.status is Status.CONFLICT]

    def view(self, report: ReportId) -> StudyAppraisal:
        """Return the study of a report as the acting rater may see it. Raises `NotAllowedError`."""
        session, actor = self._session, self._session.reviewer
        standing = session.state.appraised(self._study(report))
        own = standing.raters.get(actor) if actor is not None else None
        seen = standing.may_see(actor)
        others = self._finished(standing, without=actor) if seen else ()
        criteria = self.instrument.criteria_for(own.appraisal.design) if own is not None else ()
        asked = {one.id for one in criteria}
        queue = self.queue() if actor is not None else []
        first = standing.reports[0].id
        return StudyAppraisal(
            reports=self._reports(standing.reports),
            instrument=self.instrument,
            criteria=criteria,
            retired=tuple(one.criterion for one in own.appraisal.ratings if one.criterion not in asked) if own else (),
            own=own.appraisal if own is not None else None,
            older=own is not None and self._is_older(own),
            at_odds=own is not None and own.at_odds,
            others=others,
            differing=standing.differing if seen else (),
            settled=standing.settled if seen else None,
            status=standing.status if seen else Status.PENDING,
            place=(queue.index(first) + 1 if first in queue else 0, len(queue)),
        )

    def studies(self) -> list[AppraisedStudy]:
        """Return every study that is up for appraisal as the acting rater may see it, sorted by id."""
        session, actor = self._session, self._session.reviewer
        standings = list(self._standings())
        reports = [report for one in standings for report in one.reports]
        merged = session.merged(reports)
        labels = _labels([merged[one.reports[0].id] for one in standings])
        return [
            self._appraised(one, label, merged[one.reports[0].id], actor)
            for one, label in zip(standings, labels, strict=True)
        ]

    def blind_ratings(self) -> list[BlindRating]:
        """Return the answers given blind, of studies that all who have to have finished, by study and rater."""
        state = self._session.state
        return [
            BlindRating(one.reports[0].id, rater, criterion, value)
            for one in self._standings()
            if one.is_over
            for rater, given in sorted(state.blind_appraisals(one.reports).items())
            for criterion, value in answers(given).items()
        ]

    def _appraised(self, standing: Standing, label: str, record: Record, actor: Reviewer | None) -> AppraisedStudy:
        seen = standing.may_see(actor)
        own = {actor: standing.raters[actor]} if actor is not None and actor in standing.finished else {}
        raters = self._finished(standing) if seen else tuple(self._rater(name, one) for name, one in own.items())
        agreed = _agreed(standing) if seen else None
        instrument = self.instrument
        return AppraisedStudy(
            id=standing.reports[0].id,
            label=label,
            title=record.title,
            reports=tuple(report.id for report in standing.reports),
            raters=raters,
            agreed=agreed,
            settled=standing.settled if seen else None,
            status=standing.status if seen else Status.PENDING,
            excluded=agreed is not None and excludes(instrument, agreed.design, agreed.ratings, agreed.judgement),
        )

    def _finished(self, standing: Standing, without: Reviewer | None = None) -> tuple[RaterAppraisal, ...]:
        return tuple(self._rater(name, own) for name, own in standing.finished.items() if name != without)

    def _rater(self, name: Reviewer, own: Own) -> RaterAppraisal:
        return RaterAppraisal(name, own.appraisal, own.time, self._is_older(own))

    def _is_older(self, own: Own) -> bool:
        return own.criteria != self._session.fingerprint

    def _reports(self, reports: Sequence[Report]) -> tuple[StudyReport, ...]:
        state, merged = self._session.state, self._session.merged(reports)
        return tuple(
            StudyReport(one.id, merged[one.id], tuple(file.name for file in state.full_texts(one))) for one in reports
        )

    def _waits(self, standing: Standing, actor: Reviewer) -> bool:
        own, state = standing.raters.get(actor), self._session.state
        if own is not None and (own.finished or not standing.is_over):
            return not own.finished
        return not standing.is_over and any(
            state.is_turn_of(report, Stage.QUALITY, actor) for report in standing.reports
        )

    def _standings(self) -> Iterator[Standing]:
        """Yield where each study stands that is up for appraisal, by the id of its first report."""
        state = self._session.state
        up = [report for report, own in state.standings() if len(own) > _FULL and own[_FULL].status is Status.INCLUDED]
        open_to_all = {report.id for report in up}
        for report in state.at_hand(up):
            reports = self._up(state.reports_of_study(report), open_to_all)
            if reports[0].id == report.id:
                yield state.appraised(reports)

    @staticmethod
    def _up(reports: Sequence[Report], included: set[ReportId]) -> tuple[Report, ...]:
        return tuple(one for one in reports if one.id in included)

    def _study(self, report: ReportId) -> tuple[Report, ...]:
        """Return the reports of a study that are included at full text. Raises `NotAllowedError`."""
        state = self._session.state
        found = state.report_of(report)
        if found is None:
            raise NotAllowedError(f'there is no report "{report}" in this review')
        reports = tuple(one for one in state.reports_of_study(found) if _is_included(state.progress(one).outcomes))
        if not reports or found.id not in {one.id for one in reports}:
            raise NotAllowedError(f"report {short_id(found.id)} is not included at full text, so it is not appraised")
        return reports

    # ---------------------------------------------------------------------------------------------- rating

    def set_design(self, report: ReportId, design: str) -> Event:
        """Say what design the study has. Ratings of criteria that both designs ask for stay."""
        _known("design", design, self.instrument.designs)
        return self._change(report, lambda own: replace(own, design=design))

    def rate(self, report: ReportId, criterion: str, value: str) -> Event:
        """Rate a criterion for the study's design; evidence that was noted stays."""
        _known("rating", value, (*self.instrument.scale, *_BESIDES))
        return self._change(report, lambda own: self._rated(own, criterion, value=value))

    def evidence(self, report: ReportId, criterion: str, quotation: str, page: str = "", note: str = "") -> Event:
        """Note down what the rating of a criterion rests on, also before it is rated."""
        given = {"quotation": quotation.strip(), "page": page.strip(), "note": note.strip()}
        return self._change(report, lambda own: self._rated(own, criterion, **given))

    def judge(self, report: ReportId, judgement: str) -> Event:
        """Judge the study overall. Raises `NotAllowedError` where a rule does."""
        if self.instrument.judgement_by == "rule":
            raise NotAllowedError("the judgement follows from the ratings, by the rule in criteria/quality.toml")
        _known("judgement", judgement, self.instrument.judgements)
        return self._change(report, lambda own: replace(own, judgement=judgement))

    def note(self, report: ReportId, text: str) -> Event:
        """Note something on the whole study."""
        return self._change(report, lambda own: replace(own, note=text.strip()))

    def fill(
        self, report: ReportId, *, design: str = "", ratings: Sequence[Rating] = (), judgement: str = "", note: str = ""
    ) -> Event:
        """Say several things at once; what is left empty stays as it was. Raises as the single ones do."""
        instrument = self.instrument
        if design:
            _known("design", design, instrument.designs)
        for one in ratings:
            if one.value:
                _known("rating", one.value, (*instrument.scale, *_BESIDES))
        if judgement and instrument.judgement_by == "rule":
            raise NotAllowedError("the judgement follows from the ratings, by the rule in criteria/quality.toml")
        if judgement:
            _known("judgement", judgement, instrument.judgements)

        def changed(own: Appraisal) -> Appraisal:
            filled = replace(
                own, design=design or own.design, judgement=judgement or own.judgement, note=note.strip() or own.note
            )
            for one in ratings:
                given = {"value": one.value, "quotation": one.quotation, "page": one.page, "note": one.note}
                filled = self._rated(filled, one.criterion, **{name: said for name, said in given.items() if said})
            return filled

        return self._change(report, changed)

    def finish(self, report: ReportId) -> Event:
        """Say that the study is rated; from now on colleagues who have finished theirs see it, and the other way.

        Raises `NotAllowedError` that names what is missing.
        """
        session, instrument = self._session, self.instrument
        actor, reports, standing = self._open(report)
        own = standing.raters.get(actor)
        given = own.appraisal if own is not None else Appraisal("")
        lacking = missing(instrument, given)
        if lacking:
            raise NotAllowedError(
                f"the appraisal of {short_id(reports[0].id)} lacks {', '.join(lacking[:_MOST_NAMED])}"
                + (f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else "")
            )
        state = session.state
        judgement = judged(instrument, given.design, given.ratings, given.judgement)
        body = replace(given, judgement=judgement, finished=True, blind=state.appraises_blind(reports, actor))
        heads = state.own_appraisal_heads(reports, actor)
        drafts = [Draft(reports[0].id, body, heads), *self._decisions(reports, actor, body)]
        return session.write(drafts)[-1]

    def _decisions(self, reports: Sequence[Report], actor: Reviewer, given: Appraisal) -> list[Draft]:
        """Return the decisions at the quality stage that follow from an appraisal."""
        if not self.instrument.excludes:
            return []
        verdict, why = self._verdict(given.design, given.ratings, given.judgement)
        state = self._session.state
        return [
            Draft(
                report.id,
                Decision(Stage.QUALITY, verdict, why, given.note, blind=given.blind),
                state.own_replaced(report, Stage.QUALITY, actor),
            )
            for report in reports
        ]

    def _verdict(self, design: str, ratings: Sequence[Rating], judgement: str) -> tuple[Verdict, tuple[str, ...]]:
        if not excludes(self.instrument, design, ratings, judgement):
            return Verdict.INCLUDE, ()
        why = reasons(self.instrument, design, ratings)
        if not why:
            raise NotAllowedError(
                f'"{judgement}" excludes the study, but no criterion is rated below "{self.instrument.scale[0]}"',
                remedy="Rate the criterion that it fails, or judge it otherwise.",
            )
        return Verdict.EXCLUDE, why

    def _rated(self, own: Appraisal, criterion: str, **changes: str) -> Appraisal:
        if not own.design:
            raise NotAllowedError(
                "the design of the study is open", remedy="Say it first: the criteria follow from it."
            )
        order = [one.id for one in self.instrument.criteria_for(own.design)]
        _known("criterion", criterion, order)
        ratings = {one.criterion: one for one in own.ratings}
        ratings[criterion] = replace(ratings.get(criterion, Rating(criterion, "")), **changes)
        every = {one.id: place for place, one in enumerate(self.instrument.criteria)}
        ordered = sorted(ratings.values(), key=lambda one: (every.get(one.criterion, len(every)), one.criterion))
        return replace(own, ratings=tuple(ordered))

    def _change(self, report: ReportId, changed: Callable[[Appraisal], Appraisal]) -> Event:
        """Write the own appraisal anew; one that was finished is taken up again, its decisions taken back."""
        session = self._session
        actor, reports, standing = self._open(report)
        own = standing.raters.get(actor)
        before = own.appraisal if own is not None else Appraisal("")
        after = replace(changed(before), finished=False, blind=session.state.appraises_blind(reports, actor))
        drafts = [Draft(reports[0].id, after, session.state.own_appraisal_heads(reports, actor))]
        if own is not None and own.finished:
            drafts += self._taken_back(reports, actor)
        return session.write(drafts)[-1]

    def _taken_back(self, reports: Sequence[Report], actor: Reviewer) -> list[Draft]:
        state = self._session.state
        return [
            Draft(report.id, Undo(Stage.QUALITY, None, state.is_blind(report, Stage.QUALITY, actor)), heads)
            for report in reports
            if (heads := frozenset(one.id for one in state.own_heads(report, Stage.QUALITY, actor)))
        ]

    def _open(self, report: ReportId) -> tuple[Reviewer, tuple[Report, ...], Standing]:
        """Return who appraises what, and where it stands. Raises `NotAllowedError` if it is not theirs to appraise."""
        session = self._session
        actor = session.acting()
        session.refresh()
        if not self.instrument.criteria:
            raise NotAllowedError(
                "criteria/quality.toml has no criteria", remedy="Write them first, or copy one of the templates."
            )
        if self.instrument.excludes and not self.instrument.threshold.strip():
            raise NotAllowedError(
                "appraisal excludes studies here, but criteria/quality.toml does not say in words which",
                remedy='State it before the first appraisal, for the report: threshold = "...".',
            )
        reports = self._study(report)
        if actor not in session.state.rules.reviewers:
            raise NotAllowedError(
                f"{actor} adjudicates in this review and does not appraise studies",
                remedy="Name reviewers in criteria/review.toml, or settle where raters differ.",
            )
        standing = session.state.appraised(reports)
        if standing.is_over and actor in standing.finished:
            raise NotAllowedError(
                "this appraisal is finished, and so is the colleague's",
                remedy="A change of mind is part of settling it: see the differences.",
            )
        return actor, reports, standing

    # ---------------------------------------------------------------------------------------------- settling

    def alike(self, report: ReportId) -> Appraisal:
        """Return what all who have finished a study say alike; what they differ on is left out."""
        session = self._session
        standing = session.state.appraised(self._study(report))
        finished = list(standing.finished.values())
        if not standing.may_see(session.reviewer) or not finished:
            raise NotAllowedError(f"the appraisal of {short_id(standing.reports[0].id)} is not finished")
        first, differing = finished[0].appraisal, standing.differing
        return replace(
            first,
            design="" if DESIGN in differing else first.design,
            ratings=tuple(one for one in first.ratings if one.criterion not in differing),
            judgement="" if OVERALL in differing else first.judgement,
            note="",
        )

    def settle(
        self,
        report: ReportId,
        design: str,
        ratings: Sequence[Rating],
        judgement: str = "",
        *,
        by: Sequence[str] = (),
        note: str = "",
    ) -> Event:
        """Write what the raters agreed on: `by` all who appraised (the default), or the adjudicator alone.

        Raises `NotAllowedError` while not all have finished, if something is missing, or if they cannot settle it.
        """
        session, instrument = self._session, self.instrument
        actor = session.acting()
        session.refresh()
        reports = self._study(report)
        standing = session.state.appraised(reports)
        if not standing.is_over:
            raise NotAllowedError(f"the appraisal of {short_id(reports[0].id)} is not finished by all who have to")
        given = Appraisal(design, tuple(ratings), judgement)
        asked = {one.id for one in instrument.criteria_for(design)}
        given = replace(given, ratings=tuple(one for one in ratings if one.criterion in asked))
        lacking = [one for one in missing(instrument, given) if not one.startswith("a quotation")]
        if lacking:
            raise NotAllowedError(f"what was agreed on lacks {', '.join(lacking[:_MOST_NAMED])}")
        names, how = self._who(standing, actor, by)
        judgement = judged(instrument, design, given.ratings, judgement)
        settles = tuple(sorted(act for own in standing.finished.values() for act in own.acts))
        body = Settled(design, given.ratings, judgement, settles, names, how, note.strip())
        own = session.state.own_settlements(reports, actor)
        drafts = [Draft(reports[0].id, body, own), *self._resolutions(reports, actor, body)]
        return session.write(drafts)[-1]

    def settling(self, report: ReportId) -> Settling:
        """Return in whose name the one who acts would settle a study. Raises `NotAllowedError`."""
        session = self._session
        standing = session.state.appraised(self._study(report))
        names, how = self._who(standing, session.acting(), ())
        return Settling(names, how, tuple(one for one in standing.finished if one not in session.deciding()))

    def _who(self, standing: Standing, actor: Reviewer, by: Sequence[str]) -> tuple[tuple[Reviewer, ...], Settlement]:
        session = self._session
        voters = tuple(standing.finished)
        present = tuple(one for one in voters if one in session.deciding())
        absent = tuple(one for one in voters if one not in present)
        adjudicator = session.criteria.review.adjudicator
        alone = (actor,) if actor == adjudicator and actor not in voters else present or (actor,)
        names = tuple(sorted({session.known_reviewer(name) for name in by})) if by else alone
        return names, settlement(adjudicator, names, present, absent)

    def _resolutions(self, reports: Sequence[Report], actor: Reviewer, agreed: Settled) -> list[Draft]:
        """Return the resolutions at the quality stage that follow from what was agreed on."""
        state = self._session.state
        if not self.instrument.excludes:
            return []
        verdict, why = self._verdict(agreed.design, agreed.ratings, agreed.judgement)
        drafts = []
        for report in reports:
            votes = state.outcome(report, Stage.QUALITY).votes
            settles = tuple(sorted(event for vote in votes for event in (vote.event, *vote.also)))
            alike = {(vote.verdict, vote.reasons[:1]) for vote in votes} == {(verdict, why[:1])}
            before = frozenset(one.id for one in state.own_resolutions(report, Stage.QUALITY, actor))
            if settles and (not alike or before):
                body = Resolution(Stage.QUALITY, verdict, settles, agreed.by, agreed.how, why, agreed.note)
                drafts.append(Draft(report.id, body, before))
        return drafts


_FULL = tuple(Stage).index(Stage.FULL_TEXT)
_BESIDES = (UNCLEAR, NOT_APPLICABLE)
_MOST_NAMED = 4


def _is_included(outcomes: object) -> bool:
    at = outcomes.get(Stage.FULL_TEXT) if isinstance(outcomes, dict) else None
    return at is not None and at.status is Status.INCLUDED


def _agreed(standing: Standing) -> Appraisal | None:
    """Return what holds of a study: what was settled, or what all who finished say."""
    settled = standing.settled
    if settled is not None:
        return Appraisal(settled.design, settled.ratings, settled.judgement, settled.note, finished=True)
    if standing.status is not Status.INCLUDED:
        return None
    return next(iter(standing.finished.values())).appraisal


def _known(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise NotAllowedError(f'there is no {what} "{line(given)}" here', remedy=f"There are: {', '.join(known)}.")


def _labels(records: Sequence[Record]) -> list[str]:
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
