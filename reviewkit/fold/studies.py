"""From what people say of studies to where each study stands: who has finished, whether they agree, what settled it.

A study is appraised, and a study is coded; here is what both have in common. The thing a reader would get wrong: what
is said of a study is said of the whole, so events on any record of any of its reports belong to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reviewkit.fold.decisions import Decisions
from reviewkit.fold.facts import brought_back
from reviewkit.history import heads, latest, may_follow
from reviewkit.model import Appraisal, Coding, Reconciled, Settled, Stage, Status, Undo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reviewkit.ledger import Ledger
    from reviewkit.model import Event, EventId, Report, ReportId, Reviewer
    from reviewkit.screening.outcome import Rules

_Given = TypeVar("_Given", Appraisal, Coding)
_Agreed = TypeVar("_Agreed", Settled, Reconciled)
_About = dict[str, list["Event"]]
_FEW = 20
"""So many studies are looked up one by one."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[_Given, _Agreed]):
    """One way of saying something of a study."""

    given: type[_Given]
    """What each person says."""
    agreed: type[_Agreed]
    """What they agree on where they said different things."""
    answers: Callable[[_Given | _Agreed], Mapping[str, object]]
    """All that can be answered alike or not, by what was asked."""
    differing: Callable[[Sequence[_Given]], tuple[str, ...]]
    """What those who have finished do not all answer alike."""
    stage: Stage | None = None
    """Whose decisions follow from it; None: it decides nothing."""


@dataclass(frozen=True, slots=True)
class Own(Generic[_Given]):
    """What one person's heads say of a study."""

    says: _Given
    acts: tuple[EventId, ...]
    """The events that say so, sorted: more than one after a merge of reports."""
    criteria: str
    """Hash of the criteria that it was made under."""
    time: str
    """Of the last of them, for showing."""
    at_odds: bool = False
    """The person's own heads differ, as after work on two devices; the study waits for the person again."""

    @property
    def finished(self) -> bool:
        """Return whether it counts."""
        return self.says.finished and not self.at_odds


@dataclass(frozen=True, slots=True)
class Standing(Generic[_Given, _Agreed]):
    """Where one study stands."""

    reports: tuple[Report, ...]
    """All reports of the study, sorted by id."""
    up: tuple[Report, ...]
    """Those of them that this is asked of, sorted by id."""
    needed: int
    by: Mapping[Reviewer, Own[_Given]]
    """Everyone who has begun, by name."""
    differing: tuple[str, ...] = ()
    """What those who have finished answer differently."""
    settled: _Agreed | None = None

    @property
    def finished(self) -> dict[Reviewer, Own[_Given]]:
        """Return what is finished, by name."""
        return {name: own for name, own in self.by.items() if own.finished}

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
        """Return whether what colleagues have finished may be shown to somebody."""
        return self.is_over or (reviewer is not None and reviewer in self.finished)


class Studies(Decisions):
    """What people have said of studies."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(rules, ledger)
        self._members: dict[ReportId, tuple[Report, ...]] = {}
        self._members_as_of: object = None
        self._known_studies: defaultdict[str, dict[ReportId, Standing[Any, Any]]] = defaultdict(dict)
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
            self._forget_studies()  # one that comes together again may have been spoken of in parts meanwhile
        return self._members.get(study, (report,))

    def said_of_studies(
        self, kind: Kind[_Given, _Agreed], studies: Sequence[Sequence[Report]]
    ) -> Iterator[Standing[_Given, _Agreed]]:
        """Yield where each study stands, given those of its reports that this is asked of.

        For many of them what was said is read in one go.
        """
        self._forget_changed()
        missing = sum(self._known(kind, up) is None for up in studies)
        said = self._all_said(kind) if missing > _FEW else None
        for up in studies:
            known = self._known(kind, up)
            if known is None:
                reports = self.reports_of_study(up[0])
                acts = self._said_of_study(kind, reports) if said is None else _of(said, reports)
                known = self._stands(kind, reports, tuple(up), acts)
                self._known_studies[kind.given.__name__][self.study_of(up[0])] = known
            yield known

    def _known(self, kind: Kind[_Given, _Agreed], up: Sequence[Report]) -> Standing[_Given, _Agreed] | None:
        members = self.reports_of_study(up[0])
        known = self._known_studies[kind.given.__name__].get(self.study_of(up[0]))
        return known if known is not None and (known.reports, known.up) == (members, tuple(up)) else None

    def _stands(
        self, kind: Kind[_Given, _Agreed], reports: tuple[Report, ...], up: tuple[Report, ...], acts: Sequence[Event]
    ) -> Standing[_Given, _Agreed]:
        by: defaultdict[Reviewer, list[Event]] = defaultdict(list)
        for act in acts:
            if isinstance(act.body, kind.given):
                by[act.actor].append(act)
        needed = max(self._needed_of_study(kind, report) for report in reports)
        standing: Standing[_Given, _Agreed] = Standing(
            reports, up, needed, {name: _own(kind, by[name]) for name in sorted(by)}
        )
        if not standing.is_over:
            return standing
        differing = kind.differing([own.says for own in standing.finished.values()])
        return replace(standing, differing=differing, settled=_holding(kind, standing, acts))

    def _needed_of_study(self, kind: Kind[_Given, _Agreed], report: Report) -> int:
        return self._rules.coders if kind.stage is None else self.needed(report, kind.stage)

    def _said_of_study(self, kind: Kind[_Given, _Agreed], reports: Sequence[Report]) -> list[Event]:
        """Return what counts of all that was said of a study in this way: each act."""
        return [act for report in reports for one in (kind.given, kind.agreed) for _, act in self.said_of(report, one)]

    def _all_said(self, kind: Kind[_Given, _Agreed]) -> _About:
        """Return the same of all studies, by subject."""
        found_heads = self._ledger.heads(kind.given, kind.agreed, Undo)
        self._ledger.fetch_events({old for head in found_heads for old in brought_back(head)})
        found: _About = defaultdict(list)
        for head in found_heads:
            if isinstance(self.body(head), (kind.given, kind.agreed)):
                found[head.subject].append(self._act(head))
        return found

    def _forget_study_of(self, subject: str) -> None:
        self._changed.add(subject)

    def _forget_studies(self) -> None:
        self._known_studies = defaultdict(dict)

    def _forget_changed(self) -> None:
        """Forget where those studies stood that events have been about since, and all if the rules are others."""
        if self._rules is not self._known_under:
            self._forget_studies()
            self._known_under = self._rules
        for subject in self._changed:
            report = self.report_of(subject)
            if report is not None:
                for known in self._known_studies.values():
                    known.pop(self.study_of(report), None)
        self._changed = set()

    # ---------------------------------------------------------------------------------------------- of one person

    def own_of_study(
        self, standing: Standing[_Given, _Agreed], actor: Reviewer, kind: type[_Given | _Agreed]
    ) -> frozenset[EventId]:
        """Return the heads by which somebody has said one kind of thing of a study: what the next replaces."""
        return frozenset(one for report in standing.reports for one in self.own_heads_of(report, actor, kind))

    def has_not_seen(
        self,
        kind: Kind[_Given, _Agreed],
        standing: Standing[_Given, _Agreed],
        actor: Reviewer,
        shown_alone: Callable[[Event], bool],
    ) -> bool:
        """Return whether nothing that a colleague has finished on a study was visible to somebody so far.

        `shown_alone` tells whether a colleague's was all there was to wait for at some time, and so showed.
        """
        events = self.about_study(kind, standing)
        others = [one for one in events if one.actor != actor and self._has_finished(kind, one)]
        if not others:
            return True
        if standing.may_see(actor) or any(map(shown_alone, others)):
            return False
        own = [one for one in events if one.actor == actor]
        superseding = {old: one for one in own for old in one.supersedes}
        return not any(
            may_follow(superseding[one.id], other)
            for one in own
            if self._says_finished(kind, one) and one.id in superseding
            for other in others
        )

    def last_blind(
        self, kind: Kind[_Given, _Agreed], standing: Standing[_Given, _Agreed], not_blind: Collection[str]
    ) -> dict[Reviewer, _Given]:
        """Return what each person said last that was finished and blind; of two that differ none.

        `not_blind` are the records of that name, asked for once by whoever asks this of many studies.
        """
        if not any(record in not_blind for report in standing.reports for record in report.records):
            return {name: own.says for name, own in standing.finished.items()}
        events = [
            one
            for one in self.about_study(kind, standing)
            if isinstance(one.body, (kind.given, Undo)) and one.body.blind
        ]
        found: dict[Reviewer, _Given] = {}
        for actor in sorted({one.actor for one in events}):
            bodies = [self.body(one) for one in heads(one for one in events if one.actor == actor)]
            given = [one for one in bodies if isinstance(one, kind.given)]
            says = {(str(kind.answers(one)), one.finished): one for one in given}
            if len(says) == 1 and (last := next(iter(says.values()))).finished:
                found[actor] = last
        return found

    def about_study(self, kind: Kind[_Given, _Agreed], standing: Standing[_Given, _Agreed]) -> list[Event]:
        """Return what each person said of a study in this way, finished or not, and the undos of some of it."""
        return [
            event
            for report in standing.reports
            for record in report.records
            for event in self._ledger.about(record)
            if isinstance(event.body, kind.given)
            or (isinstance(event.body, Undo) and any(self._is_of(kind, old) for old in event.supersedes))
        ]

    def _has_finished(self, kind: Kind[_Given, _Agreed], event: Event) -> bool:
        return isinstance(event.body, kind.given) and event.body.finished

    def _says_finished(self, kind: Kind[_Given, _Agreed], event: Event) -> bool:
        said = self.body(event)
        return isinstance(said, kind.given) and said.finished

    def _is_of(self, kind: Kind[_Given, _Agreed], identity: EventId) -> bool:
        event = self._ledger.event(identity)
        return event is not None and (isinstance(event.body, kind.given) or isinstance(self.body(event), kind.given))


def _of(said: _About, reports: Sequence[Report]) -> list[Event]:
    return [act for report in reports for record in report.records for act in said.get(record, ())]


def _holding(kind: Kind[_Given, _Agreed], standing: Standing[_Given, _Agreed], acts: Sequence[Event]) -> _Agreed | None:
    """Return the settlement of exactly what has been finished; None where two contradict each other unseen."""
    named = {act for own in standing.finished.values() for act in own.acts}
    settling = [act for act in acts if isinstance(act.body, kind.agreed) and set(act.body.settles) == named]
    last = [event.body for event in latest(settling) if isinstance(event.body, kind.agreed)]
    return last[0] if len({str(kind.answers(body)) for body in last}) == 1 else None


def _own(kind: Kind[_Given, _Agreed], acts: Sequence[Event]) -> Own[_Given]:
    """Return what the acts of one person that count say together."""
    ordered = sorted(acts, key=lambda one: (one.seq, one.id))
    said = [(act, act.body) for act in ordered if isinstance(act.body, kind.given)]
    last, says = said[-1]
    alike = {(str(kind.answers(body)), body.finished) for _, body in said} if len(said) > 1 else ()
    ids = tuple(sorted({act.id for act, _ in said}))
    return Own(says, ids, last.criteria, last.time, at_odds=len(alike) > 1)
