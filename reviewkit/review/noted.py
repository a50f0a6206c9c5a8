"""Looking at the coding of studies: what waits for a coder, what coders differ on, and all that may be seen.

Coded are the studies that are included at full text and not excluded at quality since; what was said on any report of
a study counts. The thing a reader would get wrong: what of a colleague's may be seen. Where one coder is enough, all of
it, at once. Else nothing, quotations and memos with it, before one's own coding is finished or the study is over, and
then only of colleagues who have finished theirs. So nobody learns whether a colleague has been at a study.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.collector import no_collector
from reviewkit.extraction import codes
from reviewkit.extraction.answering import missing, ordered, retired, themes
from reviewkit.extraction.comparing import together
from reviewkit.model import Memo, Quotation, ReportId, Stage, Status
from reviewkit.review.coded import CodedStudy, CoderCoding, CodeView, MemoView, QuotationView, StudyCoding
from reviewkit.review.of_studies import OfStudies, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reviewkit.criteria import Criteria
    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.extraction.codes import Known
    from reviewkit.fold.codings import Own, Standing
    from reviewkit.model import Answer, Coding, Event, Report, Reviewer
    from reviewkit.review.appraised import StudyProgress


REVIEW = "review"
"""What a memo is about that is on no report and no code."""


class Coded(OfStudies):
    """The studies that are coded, as far as the acting coder may see them."""

    @property
    def codebook(self) -> Extraction:
        """Return the codebook in force."""
        return self._session.criteria.extraction

    def _part(self, criteria: Criteria) -> tuple[Field, ...]:
        return criteria.extraction.fields

    def queue(self) -> list[ReportId]:
        """Return the first report of each study that waits for the acting coder, unfinished ones first, then by id."""
        actor = self._session.acting()
        if actor not in self._session.state.rules.reviewers or not self.codebook.fields:
            return []
        waiting = [one for one in self._standings() if self._waits(one, actor)]
        return [one.up[0].id for one in sorted(waiting, key=lambda one: actor not in one.by)]

    def unsettled(self) -> list[ReportId]:
        """Return the first report of each study whose coders differ; that they have finished may be known to all."""
        return [one.up[0].id for one in self._standings() if one.status is Status.CONFLICT]

    def progress(self) -> StudyProgress:
        """Return how far it is, in one go through all studies."""
        return self._progress(list(self._standings()), self._waits)

    def view(self, report: ReportId) -> StudyCoding:
        """Return the study of a report as the acting coder may see it. Raises `NotAllowedError`."""
        actor, standing = self._session.reviewer, self._standing(report)
        own = standing.by.get(actor) if actor is not None else None
        answers = own.says.answers if own is not None else ()
        seen = standing.may_see(actor)
        fields = self._asked(standing, actor)
        quotations = self._quotation_views(standing, self._codes())
        quoted = {theme for one in quotations for theme in one.themes}
        return StudyCoding(
            reports=self._study_reports(standing.up),
            codebook=self.codebook,
            fields=fields,
            retired=retired(self.codebook, answers),
            own=own.says if own is not None else None,
            older=own is not None and self._is_older(own),
            at_odds=own is not None and own.at_odds,
            missing=missing(fields, answers, quoted),
            quotations=quotations,
            memos=self._memos_on(standing),
            others=tuple(
                CoderCoding(name, one.says, one.time, self._is_older(one))
                for name, one in standing.finished.items()
                if name != actor
            )
            if seen
            else (),
            differing=standing.differing if seen else (),
            reconciled=standing.settled if seen else None,
            status=standing.status if seen else Status.PENDING,
        )

    @no_collector()
    def studies(self) -> tuple[CodedStudy, ...]:
        """Return every study that is coded as the acting coder may see it, sorted by id."""
        session, actor = self._session, self._session.reviewer
        standings = list(self._standings())
        merged = session.merged([one.up[0] for one in standings])
        records = [merged[one.up[0].id] for one in standings]
        noted = session.state.all_quotations()
        known = self._codes(standings, noted)
        return tuple(
            CodedStudy(
                id=one.up[0].id,
                label=label,
                title=record.title,
                reports=tuple(report.id for report in one.up),
                coders=tuple(name for name in one.finished if name == actor or one.may_see(actor)),
                agreed=self.agreed(one) if one.may_see(actor) else None,
                quotations=self._quotation_views(one, known, noted),
                status=one.status if one.may_see(actor) else Status.PENDING,
                year=record.year,
            )
            for one, label, record in zip(standings, labels(records), records, strict=True)
        )

    def agreed(self, standing: Standing) -> tuple[Answer, ...] | None:
        """Return what holds of a study, in the order of the codebook: what was settled, or what its coders say."""
        if standing.settled is not None:
            return ordered(self.codebook, standing.settled.answers)
        if standing.status is not Status.INCLUDED:
            return None
        return ordered(self.codebook, together([own.says for own in standing.finished.values()]))

    def finished_by(self, coder: Reviewer) -> list[tuple[Report, Own]]:
        """Return what somebody has finished, each with the first report of its study."""
        return [(one.up[0], own) for one in self._standings() if (own := one.finished.get(coder)) is not None]

    def over(self) -> list[Standing]:
        """Return where the studies stand that as many have coded as have to, which everybody may know."""
        return [one for one in self._standings() if one.is_over]

    def blind_codings(self) -> list[tuple[ReportId, Mapping[Reviewer, Coding]]]:
        """Return what each coder noted blind of the studies that are over."""
        state = self._session.state
        not_blind = state.not_blind()
        return [(one.up[0].id, state.blind_codings(one, not_blind)) for one in self.over()]

    def said_by_coders(self) -> dict[ReportId, tuple[dict[Reviewer, tuple[Answer, ...]], str]]:
        """Return what each coder has finished of each study, as far as it may be seen, and how it was settled."""
        actor = self._session.reviewer
        found = {}
        for one in self._standings():
            said = {name: own.says.answers for name, own in one.finished.items() if name == actor or one.may_see(actor)}
            settled = one.settled if one.may_see(actor) else None
            found[one.up[0].id] = (said, f"{settled.how}: {', '.join(settled.by)}" if settled is not None else "")
        return found

    def themes(self) -> tuple[str, ...]:
        """Return every theme that a code can belong to, in the order of the codebook."""
        return themes(self.codebook)

    # ---------------------------------------------------------------------------------------------- which studies

    def _waits(self, standing: Standing, actor: Reviewer) -> bool:
        own, rules = standing.by.get(actor), self._session.state.rules
        if standing.is_over or (own is not None and own.finished):
            return False
        return own is not None or not rules.shares or actor in rules.assigned(standing.up[0], standing.needed)

    def _asked(self, standing: Standing, actor: Reviewer | None) -> tuple[Field, ...]:
        """Return the fields that somebody is asked of a study: of those not double coded one coder is, drawn by lot.

        Who that is must not depend on what a colleague has done. Where not all reviewers code each study, everybody is
        asked everything.
        """
        codebook, rules = self.codebook, self._session.state.rules
        everyone_codes = standing.needed >= len(rules.reviewers)
        if not codebook.double or not everyone_codes or actor in rules.assigned(standing.reports[0], 1):
            return codebook.fields
        return tuple(field for field in codebook.fields if field.double)

    def _standings(self) -> Iterator[Standing]:
        """Return where each study stands that is coded, by the id of its first report."""
        return self._session.state.all_coded(self._included(Stage.QUALITY))

    def _standing(self, report: ReportId) -> Standing:
        """Return where the study of a report stands. Raises `NotAllowedError` if it is not coded."""
        return self._session.state.coded(self._included_of_study(report, "coded", Stage.QUALITY))

    # ---------------------------------------------------------------------------------------------- what was noted

    def codes(self) -> tuple[CodeView, ...]:
        """Return the codes that the acting coder may see, by theme in the order of the codebook, then by name."""
        place = {theme: number for number, theme in enumerate(themes(self.codebook))}
        return tuple(
            sorted(
                self._codes().values(),
                key=lambda one: (place.get(one.theme, len(place)), one.theme, one.name.casefold(), one.id),
            )
        )

    def memos(self, about: str) -> tuple[MemoView, ...]:
        """Return the memos on a report's study, a code or the review that the acting coder may see, oldest first.

        Raises `NotAllowedError` if there is no such report among those that are coded.
        """
        state, actor = self._session.state, self._session.reviewer
        if about != REVIEW and about not in state.codes():
            return self._memos_on(self._standing(ReportId(about)))
        known = about == REVIEW or codes.merged_into(about, state.codes()) in self._codes()
        return tuple(one for one in _memo_views(state.noted([about], Memo), actor) if known or one.writer == actor)

    def _memos_on(self, standing: Standing) -> tuple[MemoView, ...]:
        acts = self._session.state.noted(_records(standing.reports), Memo)
        return _memo_views([one for one in acts if self._shows(standing, one)], self._session.reviewer)

    def _shows(self, standing: Standing, act: Event) -> bool:
        """Return whether the acting coder may see what somebody has noted on a study."""
        actor, writer = self._session.reviewer, act.actor
        if writer == actor or standing.needed < 2 or standing.is_over:
            return True
        return actor in standing.finished and writer in standing.finished

    def _codes(
        self, standings: Sequence[Standing] | None = None, noted: Mapping[str, Sequence[Event]] | None = None
    ) -> dict[str, CodeView]:
        """Return the codes that the acting coder may see, by id; a caller that has what it takes gives it."""
        state = self._session.state
        known = state.codes()
        if not known:
            return {}
        on: defaultdict[str, list[ReportId]] = defaultdict(list)
        noted = state.all_quotations() if noted is None else noted
        for one in standings if standings is not None else self._standings():
            for _, act in self._seen_on(one, noted):
                for code in {codes.merged_into(code, known) for code in _quotation(act).codes}:
                    on[code].append(one.up[0].id)
        found = codes.seen(known, self._session.reviewer, list(on))
        return {code: _code_view(code, known[code], on[code]) for code in sorted(found)}

    def _seen_on(self, standing: Standing, noted: Mapping[str, Sequence[Event]]) -> Iterator[tuple[Report, Event]]:
        for report in standing.reports:
            for record in report.records:
                for act in noted.get(record, ()):
                    if _stands(_quotation(act)) and self._shows(standing, act):
                        yield report, act

    def _quotation_views(
        self,
        standing: Standing,
        known: Mapping[str, CodeView],
        noted: Mapping[str, Sequence[Event]] | None = None,
    ) -> tuple[QuotationView, ...]:
        """Return the quotations on a study that may be seen: the own ones in the order made, then colleagues'."""
        state = self._session.state
        if noted is None:
            noted = {one: state.noted([one], Quotation) for one in _records(standing.reports)}
        elif not any(one in noted for one in _records(standing.reports)):
            return ()
        every, place = state.codes(), {theme: number for number, theme in enumerate(themes(self.codebook))}
        found = []
        for report, act in self._seen_on(standing, noted):
            body = _quotation(act)
            of = dict.fromkeys(codes.merged_into(code, every) for code in body.codes)
            views = tuple(known[code] for code in of if code in known)
            named = sorted({one.theme for one in views if one.theme}, key=lambda one: (place.get(one, len(place)), one))
            found.append((act, QuotationView(report.id, act.actor, body, views, tuple(named), act.time)))
        actor = self._session.reviewer
        found.sort(key=lambda one: (one[0].actor != actor, one[0].actor, one[0].time, one[0].seq, one[0].id))
        return tuple(view for _, view in found)


def _records(reports: Sequence[Report]) -> list[str]:
    return [record for report in reports for record in report.records]


def _quotation(act: Event) -> Quotation:
    return act.body if isinstance(act.body, Quotation) else Quotation("", "")


def _stands(quotation: Quotation) -> bool:
    return bool(quotation.text or quotation.codes)


def _code_view(code: str, known: Known, studies: Sequence[ReportId]) -> CodeView:
    said = known.says
    return CodeView(code, known.name, said.theme, said.description, len(studies), len({*studies}))


def _memo_views(acts: Sequence[Event], actor: Reviewer | None) -> tuple[MemoView, ...]:
    return tuple(
        MemoView(act.actor, act.body, act.time)
        for act in acts
        if isinstance(act.body, Memo) and act.body.text and (act.actor == actor or not act.body.own)
    )
