"""The own decisions and codings that deserve another look: made under criteria that were worded otherwise since.

Nothing lapses by itself. A decision made anew, the same or another, is made under the present wording and leaves the
list. The thing a reader would get wrong: this reads decisions only where criteria have changed, and of those only the
ones that a change can touch, so it costs nothing while nothing has changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import criteria as criteria_
from reviewkit.criteria.changes import Kind, changed_criteria, changed_fields, touching
from reviewkit.errors import CriteriaError
from reviewkit.model import CriteriaText, Decision, Stage
from reviewkit.screening import turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reviewkit.criteria import Criteria
    from reviewkit.criteria.changes import Change
    from reviewkit.model import Answer, Event, Record, Report, ReportId
    from reviewkit.review.coding import Coding
    from reviewkit.review.session import Session

Changes = dict[tuple[str, Stage], tuple["Change", ...]]
"""What differs now from the criteria of a hash, at a stage; nothing where nothing does."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An own decision that a change of the criteria touches."""

    report: Report
    record: Record
    """The best of each field across the report's records."""
    stage: Stage
    decision: Decision
    why: tuple[str, ...]
    """What changed, in words: `English: include reworded`."""


@dataclass(frozen=True, slots=True)
class TouchedAnswer:
    """What a change of the codebook makes of an own answer."""

    report: ReportId
    """The first of the study's."""
    title: str
    field: str
    """Its id."""
    answer: Answer | None
    """None where the field is new."""
    why: str
    """What changed, in words: `Design: choices reworded`."""


class AnotherLook:
    """What the acting reviewer may want to look at again."""

    def __init__(self, session: Session, coding: Coding) -> None:
        """Work on a session; `coding` knows what was coded."""
        self._session, self._coding = session, coding

    def decisions(self) -> list[Touched]:
        """Return the own decisions that a change of the criteria touches, in the order of stages and report ids."""
        changes = self._changes()
        found = list(self._touched(changes)) if changes else []
        merged = self._session.merged(report for report, *_ in found)
        views = [Touched(report, merged[report.id], stage, decision, why) for report, stage, decision, why in found]
        return sorted(views, key=lambda one: (list(Stage).index(one.stage), one.report.id))

    def answers(self) -> list[TouchedAnswer]:
        """Return the own answers that a change of the codebook touches since, of finished codings, by study.

        Finishing the coding of a study anew takes all of its answers off the list.
        """
        session, actor = self._session, self._session.acting()
        past = readable([one for one in session.state.criteria_events() if one.subject != session.fingerprint])
        now = session.criteria.extraction.fields
        by_hash = {one: changed_fields(before.extraction.fields, now) for one, before in past.items()}
        by_hash = {one: changes for one, changes in by_hash.items() if changes}
        found = []
        for report, own in self._coding.finished_by(actor) if by_hash else ():
            said = {one.field: one for one in own.says.answers}
            for field, change in by_hash.get(own.criteria, {}).items():
                if field in said or change.kind is Kind.ADDED:
                    found.append((report, field, said.get(field), _words(change)))
        merged = session.merged({report.id: report for report, *_ in found}.values())
        return [
            TouchedAnswer(report.id, merged[report.id].title, field, answer, why)
            for report, field, answer, why in found
        ]

    def _changes(self) -> Changes:
        session = self._session
        past = readable([one for one in session.state.criteria_events() if one.subject != session.fingerprint])
        found = {
            (fingerprint, stage): tuple(changed_criteria(before, session.criteria, stage).values())
            for fingerprint, before in past.items()
            for stage in Stage
        }
        return {key: changes for key, changes in found.items() if changes}

    def _touched(self, changes: Changes) -> Iterator[tuple[Report, Stage, Decision, tuple[str, ...]]]:
        state, actor = self._session.state, self._session.acting()
        candidates = self._candidates(changes)
        for report in state.at_hand(list(candidates)):
            for stage in candidates[report]:
                acts = state.own_acts(report, stage, actor)
                touched = [_by(changes, act) for act in acts]
                if acts and all(touched) and isinstance(body := acts[0].body, Decision):
                    yield report, stage, body, tuple(map(_words, touched[0]))

    def _candidates(self, changes: Changes) -> dict[Report, list[Stage]]:
        """Return the stages of each report at which some change would touch the own vote, whenever it was cast."""
        actor = self._session.acting()
        by_stage: defaultdict[Stage, list[Change]] = defaultdict(list)
        for (_, stage), some in changes.items():
            by_stage[stage] += some
        found: defaultdict[Report, list[Stage]] = defaultdict(list)
        for report, standings in self._session.state.standings():
            for stage, changed in by_stage.items():
                standing = turns.at(standings, stage)
                own = next((one for one in standing.votes if one.reviewer == actor), None) if standing else None
                if own is not None and touching(changed, own.verdict, own.reasons):
                    found[report].append(stage)
        return found


def _by(changes: Changes, act: Event) -> tuple[Change, ...]:
    """Return the changes that touch a decision."""
    body = act.body
    if not isinstance(body, Decision):
        return ()
    return touching(changes.get((act.criteria, body.stage), ()), body.verdict, body.reasons)


def _words(change: Change) -> str:
    if change.kind is Kind.REWORDED:
        return f"{change.name}: {', '.join(part for part, *_ in change.what)} reworded"
    return f"{change.name}: {change.kind.value}"


def readable(events: list[Event]) -> Mapping[str, Criteria]:
    """Return the criteria of each text that this program can read, by their hash."""
    found = {}
    for event in events:
        if event.subject not in found and (criteria := read_text(event)) is not None:
            found[event.subject] = criteria
    return found


def read_text(event: Event) -> Criteria | None:
    """Return the criteria that an event holds the texts of; None where this program cannot read them."""
    try:
        return criteria_.read(dict(event.body.files)) if isinstance(event.body, CriteriaText) else None
    except CriteriaError:
        return None
