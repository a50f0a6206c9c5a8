"""Quality appraisal: rating studies, each rater alone, and settling where raters differ.

The thing a reader would get wrong: what excludes a report at the quality stage is still a decision like any other. It
is written right behind the appraisal that it follows from, in the same transaction, so that flow and conflicts need to
know nothing of ratings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import DESIGN, OVERALL
from reviewkit.appraisal.judging import excludes, judged, missing, reasons
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR
from reviewkit.errors import NotAllowedError
from reviewkit.model import (
    Appraisal,
    Decision,
    Draft,
    Rating,
    Resolution,
    Settled,
    Stage,
    Undo,
    Verdict,
    short_id,
)
from reviewkit.review.rated import Rated
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.criteria.nouns import Quality
    from reviewkit.fold.appraisals import Standing
    from reviewkit.model import Event, Report, ReportId, Reviewer
    from reviewkit.review.settling import Settling


class Appraising(Rated):
    """What raters do with the studies that are included at full text."""

    # ---------------------------------------------------------------------------------------------- rating

    def set_design(self, report: ReportId, design: str) -> Event:
        """Say what design the study has. Ratings of criteria that both designs ask for stay."""
        return self._change(report, lambda own: self._with_design(own, design))

    def rate(self, report: ReportId, criterion: str, value: str) -> Event:
        """Rate a criterion for the study's design; evidence that was noted stays."""
        return self._change(report, lambda own: self._rated(own, criterion, value=value))

    def evidence(self, report: ReportId, criterion: str, quotation: str, page: str = "", note: str = "") -> Event:
        """Note down what the rating of a criterion rests on, also before it is rated."""
        given = {"quotation": quotation.strip(), "page": page.strip(), "note": note.strip()}
        return self._change(report, lambda own: self._rated(own, criterion, **given))

    def judge(self, report: ReportId, judgement: str) -> Event:
        """Judge the study overall. Raises `NotAllowedError` where a rule does."""
        return self._change(report, lambda own: self._judged(own, judgement))

    def note(self, report: ReportId, text: str) -> Event:
        """Note something on the whole study."""
        return self._change(report, lambda own: replace(own, note=text.strip()))

    def fill(
        self, report: ReportId, *, design: str = "", ratings: Sequence[Rating] = (), judgement: str = "", note: str = ""
    ) -> Event:
        """Say several things at once; what is left empty stays as it was. Raises as the single ones do."""

        def changed(own: Appraisal) -> Appraisal:
            filled = self._with_design(own, design) if design else own
            for one in ratings:
                given = {"value": one.value, "quotation": one.quotation, "page": one.page, "note": one.note}
                filled = self._rated(filled, one.criterion, **{name: said for name, said in given.items() if said})
            filled = self._judged(filled, judgement) if judgement else filled
            return replace(filled, note=note.strip() or filled.note)

        return self._change(report, changed)

    def finish(self, report: ReportId) -> Event:
        """Say that the study is rated; from now on colleagues who have finished theirs see it, and the other way.

        Raises `NotAllowedError` that names what is missing.
        """
        instrument, state = self.instrument, self._session.state
        actor, standing = self._open(report)
        own = standing.by.get(actor)
        given = own.says if own is not None else Appraisal("")
        if own is not None and own.finished:
            return self._finish_late(standing, actor, given)
        _check_complete(instrument, given, f"the appraisal of {short_id(standing.up[0].id)}")
        judgement = judged(instrument, given.design, given.ratings, given.judgement)
        body = replace(given, judgement=judgement, finished=True, blind=state.appraises_blind(standing, actor))
        return self._write(standing, body, actor, self._decisions(standing.up, actor, body))

    def _finish_late(self, standing: Standing, actor: Reviewer, given: Appraisal) -> Event:
        """Write the decisions on reports that came to a study after its appraisal was finished."""
        late = self._undecided(standing, actor)
        if not late:
            raise NotAllowedError(f"the appraisal of {short_id(standing.up[0].id)} is finished already")
        return self._session.write(self._decisions(late, actor, given))[0]

    def _write(self, standing: Standing, body: Appraisal, actor: Reviewer, more: Sequence[Draft]) -> Event:
        """Write an appraisal in place of all that the rater has said of the study, and what follows from it."""
        draft = Draft(standing.up[0].id, body, self._session.state.own_appraisal_heads(standing, actor))
        return next(event for event in self._session.write([draft, *more]) if event.body == body)

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

    def _with_design(self, own: Appraisal, design: str) -> Appraisal:
        _known("design", design, self.instrument.designs)
        return replace(own, design=design)

    def _judged(self, own: Appraisal, judgement: str) -> Appraisal:
        if self.instrument.judgement_by == "rule":
            raise NotAllowedError("the judgement follows from the ratings, by the rule in criteria/quality.toml")
        _known("judgement", judgement, self.instrument.judgements)
        return replace(own, judgement=judgement)

    def _rated(self, own: Appraisal, criterion: str, **changes: str) -> Appraisal:
        """Return an appraisal with something said of a criterion. Raises `NotAllowedError`."""
        if "value" in changes:
            _known("rating", changes["value"], (*self.instrument.scale, *_BESIDES))
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
        actor, standing = self._open(report)
        if standing.is_over and actor in standing.finished:
            raise NotAllowedError(
                "this appraisal is finished, and so is the colleague's",
                remedy="A change of mind is part of settling it: see the differences.",
            )
        own = standing.by.get(actor)
        before = own.says if own is not None else Appraisal("")
        blind = self._session.state.appraises_blind(standing, actor)
        after = replace(changed(before), finished=False, blind=blind)
        taken_back = self._taken_back(standing.up, actor) if own is not None and own.finished else []
        return self._write(standing, after, actor, taken_back)

    def _taken_back(self, reports: Sequence[Report], actor: Reviewer) -> list[Draft]:
        state = self._session.state
        return [
            Draft(report.id, Undo(Stage.QUALITY, None, state.is_blind(report, Stage.QUALITY, actor)), heads)
            for report in reports
            if (heads := frozenset(one.id for one in state.own_heads(report, Stage.QUALITY, actor)))
        ]

    def _open(self, report: ReportId) -> tuple[Reviewer, Standing]:
        """Return who appraises, and where the study stands. Raises `NotAllowedError` if it is not theirs to rate."""
        session, instrument = self._session, self.instrument
        actor = session.acting()
        session.refresh()
        if not instrument.criteria:
            raise NotAllowedError(
                "criteria/quality.toml has no criteria",
                remedy="Write them first, or start from one that `reviewkit instruments` lists.",
            )
        if instrument.excludes and not instrument.threshold:
            raise NotAllowedError(
                "appraisal excludes studies here, but criteria/quality.toml does not say in words which",
                remedy='State it before the first appraisal, for the report: threshold = "...".',
            )
        standing = self._standing(report)
        if actor not in session.state.rules.reviewers:
            raise NotAllowedError(
                f"{actor} adjudicates in this review and does not appraise studies",
                remedy="Name reviewers in criteria/review.toml, or settle where raters differ.",
            )
        return actor, standing

    # ---------------------------------------------------------------------------------------------- settling

    def alike(self, report: ReportId) -> Appraisal:
        """Return what all who have finished a study say alike; what they differ on is left out."""
        standing = self._standing(report)
        finished = list(standing.finished.values())
        if not standing.may_see(self._session.reviewer) or not finished:
            raise NotAllowedError(f"the appraisal of {short_id(standing.up[0].id)} is not finished")
        first, differing = finished[0].says, standing.differing
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
        standing = self._standing(report)
        self._check_over(standing, "appraisal")
        said = {one.criterion: one for one in ratings}
        given = tuple(said[one.id] for one in instrument.criteria_for(design) if one.id in said)
        judgement = judged(instrument, design, given, judgement)
        _check_complete(instrument, Appraisal(design, given, judgement), "what was agreed on", evidence=False)
        names, how = self._who(standing, actor, by)
        settles = tuple(sorted(act for own in standing.finished.values() for act in own.acts))
        body = Settled(design, given, judgement, settles, names, how, note.strip())
        draft = Draft(standing.up[0].id, body, session.state.own_settlements(standing, actor))
        events = session.write([draft, *self._resolutions(standing.up, actor, body)])
        return next(event for event in events if event.body == body)

    def settling(self, report: ReportId) -> Settling:
        """Return in whose name the one who acts settles a study: all who appraised it and are still here.

        An adjudicator who has never decided on any of its reports settles it alone.
        """
        return self._settling(self._standing(report), self._session.acting())

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


_BESIDES = (UNCLEAR, NOT_APPLICABLE)
_MOST_NAMED = 4


def _known(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise NotAllowedError(f'there is no {what} "{line(given)}" here', remedy=f"There are: {', '.join(known)}.")


def _check_complete(instrument: Quality, given: Appraisal, what: str, *, evidence: bool = True) -> None:
    """Raise `NotAllowedError` that names what an appraisal lacks."""
    lacking = missing(instrument, given, evidence=evidence)
    if lacking:
        more = f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else ""
        raise NotAllowedError(f"{what} lacks {', '.join(lacking[:_MOST_NAMED])}{more}")
