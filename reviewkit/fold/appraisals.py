"""From appraisals to where each study stands: who has finished, whether they agree, and what settled it.

The thing a reader would get wrong: a study is appraised as a whole, so events on any record of any of its
reports belong to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import answers, differing
from reviewkit.fold.decisions import Decisions
from reviewkit.fold.facts import brought_back
from reviewkit.history import follows, heads, latest
from reviewkit.model import Appraisal, Decision, Resolution, SeedSearched, Settled, Stage, Status, Undo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reviewkit.ledger import Ledger
    from reviewkit.model import Body, Event, EventId, Report, ReportId, Reviewer
    from reviewkit.screening.outcome import Rules

_SAID = (Appraisal, Settled)
_Said = dict[str, list["Event"]]
_FEW = 20
"""So many studies are looked up one by one."""


@dataclass(frozen=True, slots=True)
class Own:
    """What one rater's heads say of a study."""

    appraisal: Appraisal
    acts: tuple[EventId, ...]
    """The appraisals that say so, sorted: more than one after a merge of reports."""
    criteria: str
    """Hash of the criteria that it was made under."""
    time: str
    """Of the last of them, for showing."""
    at_odds: bool = False
    """The rater's own heads differ, as after work on two devices; it waits for the rater again."""

    @property
    def finished(self) -> bool:
        """Return whether it counts."""
        return self.appraisal.finished and not self.at_odds


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one study stands in its appraisal."""

    reports: tuple[Report, ...]
    """All reports of the study, sorted by id."""
    up: tuple[Report, ...]
    """Those of them that are up for appraisal, sorted by id."""
    needed: int
    raters: Mapping[Reviewer, Own]
    """Everyone who has begun, by name."""
    differing: tuple[str, ...] = ()
    """What those who have finished answer differently."""
    settled: Settled | None = None

    @property
    def finished(self) -> dict[Reviewer, Own]:
        """Return what is finished, by name."""
        return {name: own for name, own in self.raters.items() if own.finished}

    @property
    def is_over(self) -> bool:
        """Return whether as many have finished as are needed."""
        return len(self.finished) >= max(1, self.needed)

    @property
    def status(self) -> Status:
        """Return PENDING, CONFLICT, or INCLUDED where all is agreed on or settled, whatever was agreed on."""
        if self.settled is not None:
            return Status.INCLUDED
        if not self.is_over:
            return Status.PENDING
        return Status.CONFLICT if self.differing else Status.INCLUDED

    def may_see(self, reviewer: Reviewer | None) -> bool:
        """Return whether the colleagues' appraisals may be shown to somebody."""
        return self.is_over or (reviewer is not None and reviewer in self.finished)


class Appraisals(Decisions):
    """What raters have said of studies."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(rules, ledger)
        self._members: dict[ReportId, tuple[Report, ...]] = {}
        self._members_as_of: object = None
        self._known_studies: dict[ReportId, Standing] = {}
        self._known_under = rules
        self._changed: set[str] = set()

    def reports_of_study(self, report: Report) -> tuple[Report, ...]:
        """Return all reports of the study that a report belongs to, sorted by id."""
        study = self.study_of(report)
        if self._members_as_of is not self._studies:
            known, members = self.reports(), defaultdict(list)
            for one, its_study in sorted((self._studies or {}).items()):
                members[its_study].append(known[one])
            self._members = {one: tuple(reports) for one, reports in members.items()}
            self._members_as_of = self._studies
            self._known_studies = {}  # a study that comes together again may have been appraised in parts meanwhile
        return self._members.get(study, (report,))

    def appraised(self, up: Sequence[Report]) -> Standing:
        """Return where the study of these reports, those of it that are up for appraisal, stands."""
        return next(self.all_appraised([up]))

    def all_appraised(self, studies: Sequence[Sequence[Report]]) -> Iterator[Standing]:
        """Yield where each study stands, as `appraised` does; for many of them what was said is read in one go."""
        self._forget_changed()
        missing = sum(self._known(up) is None for up in studies)
        said = self._all_said() if missing > _FEW else None
        for up in studies:
            known = self._known(up)
            if known is None:
                reports = self.reports_of_study(up[0])
                acts = self._said_of_quality(reports) if said is None else _of(said, reports)
                known = self._known_studies[self.study_of(up[0])] = self._appraised(reports, tuple(up), acts)
            yield known

    def _known(self, up: Sequence[Report]) -> Standing | None:
        known = self._known_studies.get(self.study_of(up[0]))
        as_asked = known is not None and (known.reports, known.up) == (self.reports_of_study(up[0]), tuple(up))
        return known if as_asked else None

    def _appraised(self, reports: tuple[Report, ...], up: tuple[Report, ...], acts: Sequence[Event]) -> Standing:
        by: defaultdict[Reviewer, list[Event]] = defaultdict(list)
        for act in acts:
            if isinstance(act.body, Appraisal):
                by[act.actor].append(act)
        needed = max(self.needed(report, Stage.QUALITY) for report in reports)
        standing = Standing(reports, up, needed, {name: _own(by[name]) for name in sorted(by)})
        if not standing.is_over:
            return standing
        given = [own.appraisal for own in standing.finished.values()]
        return replace(standing, differing=differing(given), settled=_holding(standing, acts))

    def _said_of_quality(self, reports: Sequence[Report]) -> list[Event]:
        """Return what counts of all that was said of a study's quality: each act."""
        return [act for report in reports for kind in _SAID for _, act in self.said_of(report, kind)]

    def _all_said(self) -> _Said:
        """Return the same of all studies, by subject."""
        heads = self._ledger.heads(*_SAID, Undo)
        self._ledger.fetch_events({old for head in heads for old in brought_back(head)})
        found: _Said = defaultdict(list)
        for head in heads:
            if isinstance(self.body(head), _SAID):
                found[head.subject].append(self._act(head))
        return found

    def _forget_appraisals_of(self, subject: str) -> None:
        self._changed.add(subject)

    def _forget_changed(self) -> None:
        """Forget where those studies stood that events have been about since, and all if the rules are others."""
        if self._rules is not self._known_under:
            self._known_studies, self._known_under = {}, self._rules
        for subject in self._changed:
            report = self.report_of(subject)
            if report is not None:
                self._known_studies.pop(self.study_of(report), None)
        self._changed = set()

    def own_appraisal_heads(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has appraised a study: what the next appraisal replaces."""
        return frozenset(one for report in standing.reports for one in self.own_heads_of(report, actor, Appraisal))

    def own_settlements(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has settled a study."""
        return frozenset(one for report in standing.reports for one in self.own_heads_of(report, actor, Settled))

    def appraises_blind(self, standing: Standing, actor: Reviewer) -> bool:
        """Return whether nothing of a colleague's on a study's quality has been visible to somebody so far."""
        reports = standing.reports
        if self._rules.quality_excludes and not all(self.is_blind(one, Stage.QUALITY, actor) for one in reports):
            return False
        events = self.about_appraisal(reports)
        others = [one for one in events if one.actor != actor and _is_finished(one)]
        if not others:
            return True
        # Where one appraisal was enough at some time, the colleague's was all there was to wait for, and showed.
        was_over = any(rules.needed(report) < 2 for rules in self._past_rules for report in reports)
        if was_over or standing.may_see(actor):
            return False
        own = [one for one in events if one.actor == actor]
        superseding = {old: one for one in own for old in one.supersedes}
        return not any(
            follows(superseding[one.id], other)
            for one in own
            if self._said_finished(one) and one.id in superseding
            for other in others
        )

    def blind_appraisals(self, standing: Standing, not_blind: Collection[str]) -> dict[Reviewer, Appraisal]:
        """Return each rater's last finished appraisal that was made blind; of two that differ none.

        `not_blind` are the records of that name, asked for once by whoever asks this of many studies.
        """
        if not any(record in not_blind for report in standing.reports for record in report.records):
            return {name: own.appraisal for name, own in standing.finished.items()}
        events = [
            one
            for one in self.about_appraisal(standing.reports)
            if isinstance(one.body, Appraisal | Undo) and one.body.blind
        ]
        found = {}
        for actor in sorted({one.actor for one in events}):
            bodies = [self.body(one) for one in heads(one for one in events if one.actor == actor)]
            says = {(str(answers(one)), one.finished): one for one in bodies if isinstance(one, Appraisal)}
            if len(says) == 1 and (last := next(iter(says.values()))).finished:
                found[actor] = last
        return found

    def about_appraisal(self, reports: Sequence[Report]) -> list[Event]:
        """Return the appraisals, finished or not, and the undos of some, on any of these reports."""
        return [
            event
            for report in reports
            for record in report.records
            for event in self._ledger.about(record)
            if isinstance(event.body, Appraisal)
            or (isinstance(event.body, Undo) and any(map(self._is_appraisal, event.supersedes)))
        ]

    def _said_finished(self, event: Event) -> bool:
        said = self.body(event)
        return isinstance(said, Appraisal) and said.finished

    def _is_appraisal(self, identity: EventId) -> bool:
        event = self._ledger.event(identity)
        return event is not None and (isinstance(event.body, Appraisal) or isinstance(self.body(event), Appraisal))

    # ---------------------------------------------------------------------------------------------- written at once

    def together_with(self, act: Event) -> list[tuple[Event, Event]]:
        """Return all that one act of a person wrote, as far as it still counts: each event, and the head that says so.

        Finishing an appraisal writes the decisions that follow from it right behind it, and settling one the
        resolutions.
        """
        return self._appraised_with(act) or super().together_with(act)

    def _appraised_with(self, act: Event) -> list[tuple[Event, Event]]:
        """Return an appraisal or settlement and what was written right behind it on the same study."""
        if not isinstance(act.body, Appraisal | Settled) and not _is_at_quality(act.body):
            return []
        behind: list[Event] = []
        for event in self._ledger.newest_first(act.actor, act.device):
            if isinstance(event.body, Appraisal | Settled) and event.seq <= act.seq:
                found = [event, *(one for one in reversed(behind) if self._is_same_study(one, event))]
                together = act.id in {one.id for one in found}
                return [(one, head) for one in found for head in self._heads_of(one)] if together else []
            if not _is_at_quality(event.body):
                if event.seq <= act.seq:
                    break
                behind = []
            else:
                behind.append(event)
        return []

    def _is_same_study(self, one: Event, other: Event) -> bool:
        reports = self.report_of(one.subject), self.report_of(other.subject)
        studies = {self.study_of(report) for report in reports if report is not None}
        return None not in reports and len(studies) == 1

    def seed_searches(self) -> list[Event]:
        """Return what indexes said of seeds, as far as it counts, sorted by id."""
        events = [event for about in self._facts[SeedSearched].values() for event in about.values()]
        return sorted((event for event in events if self._is_head(event)), key=lambda event: event.id)


def _of(said: _Said, reports: Sequence[Report]) -> list[Event]:
    return [act for report in reports for record in report.records for act in said.get(record, ())]


def _holding(standing: Standing, acts: Sequence[Event]) -> Settled | None:
    """Return the settlement of exactly these appraisals; None where two contradict each other unseen."""
    named = {act for own in standing.finished.values() for act in own.acts}
    settling = [act for act in acts if isinstance(act.body, Settled) and set(act.body.settles) == named]
    last = [event.body for event in latest(settling) if isinstance(event.body, Settled)]
    return last[0] if len({str(answers(body)) for body in last}) == 1 else None


def _is_at_quality(body: Body) -> bool:
    return isinstance(body, Decision | Resolution | Undo) and body.stage is Stage.QUALITY


def _is_finished(event: Event) -> bool:
    return isinstance(event.body, Appraisal) and event.body.finished


def _own(acts: Sequence[Event]) -> Own:
    """Return what the acts of one rater that count say together."""
    ordered = sorted(acts, key=lambda one: (one.seq, one.id))
    said = [(act, act.body) for act in ordered if isinstance(act.body, Appraisal)]
    last, appraisal = said[-1]
    alike = {(str(answers(body)), body.finished) for _, body in said}
    ids = tuple(sorted({act.id for act, _ in said}))
    return Own(appraisal, ids, last.criteria, last.time, at_odds=len(alike) > 1)
