"""Rules: what a criterion's fact would take out before anybody reads it, tried first, run by name, undone as a whole.

A rule proposes always. It takes records out only if `rules` in criteria/screening.toml names it and somebody runs it.
The thing a reader would get wrong: nothing here looks at a decision that a colleague alone has made. A rule names the
records that fail it, read or not; where people have settled a report, that stands, and everybody may know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.facts import fact_words
from reviewkit.errors import NotAllowedError
from reviewkit.history import follows
from reviewkit.model import Draft, Removal
from reviewkit.review.another_look import readable
from reviewkit.screening import turns
from reviewkit.screening.rules import by_file, failing
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reviewkit.criteria import Criteria, Criterion
    from reviewkit.model import Event, Record, Report, ReportId
    from reviewkit.review.reports import Reports
    from reviewkit.review.session import Session


@dataclass(frozen=True, slots=True)
class RuleView:
    """What a rule proposes, and what it has done."""

    id: str
    """The criterion's."""
    name: str
    fact: str
    """What a record has to say: `year from 2000`."""
    switched_on: bool
    found: tuple[ReportId, ...]
    """Reports whose record says that it is not so."""
    removed: tuple[ReportId, ...]
    """Reports that the last run names."""
    settled: tuple[ReportId, ...]
    """Of `found`, those that people have settled, which stay where they are."""

    @property
    def new(self) -> tuple[ReportId, ...]:
        """Return what a run would name and the last one did not."""
        known = set(self.removed)
        return tuple(report for report in self.found if report not in known)

    @property
    def released(self) -> tuple[ReportId, ...]:
        """Return what the last run named and another would not: it would go back to the reviewers."""
        found = set(self.found)
        return tuple(report for report in self.removed if report not in found)


class RuleRuns:
    """The rules of a review and their runs."""

    def __init__(self, session: Session, reports: Reports) -> None:
        """Work on a session; `reports` knows what each report's records say together."""
        self._session = session
        self._reports = reports

    def proposals(self) -> list[RuleView]:
        """Return what each criterion with a fact proposes, switched on or not, in the order of the criteria."""
        merged = self._reports.merged()
        return [self._view(one, merged) for one in self._criteria()]

    def dry_run(self, rule: str) -> RuleView:
        """Return what a run of a rule would do; writes nothing. Raises `NotAllowedError` if there is no such rule."""
        return self._view(self._criterion(rule), self._reports.merged())

    def _criteria(self) -> list[Criterion]:
        return [one for one in self._session.criteria.screening.criteria if one.fact is not None]

    def _criterion(self, rule: str) -> Criterion:
        known = {one.id: one for one in self._criteria()}
        if rule not in known:
            raise NotAllowedError(
                f'"{line(rule)}" is no criterion with a fact that a record can tell',
                remedy=f"Those are {', '.join(known)}." if known else "None is; see `fact` in criteria/screening.toml.",
            )
        return known[rule]

    def _view(self, criterion: Criterion, merged: Mapping[Report, Record]) -> RuleView:
        state = self._session.state
        found = failing(criterion.fact, merged.items()) if criterion.fact is not None else []
        records = state.removals().get(criterion.id, frozenset())
        removed = [report for report in merged if records.issuperset(report.records)] if records else []
        standings = dict(state.standings())
        over = [report for report in found if turns.is_over(standings[report][0])]
        return RuleView(
            criterion.id,
            criterion.name,
            fact_words(criterion.fact),
            criterion.id in self._session.criteria.screening.rules,
            tuple(sorted(report.id for report in found)),
            tuple(sorted(report.id for report in removed)),
            tuple(sorted(report.id for report in over)),
        )

    # ---------------------------------------------------------------------------------------------- doing

    def run(self, rule: str) -> RuleView:
        """Take out all that fails a rule, with all records of each report, and return the rule as it was before.

        A run goes in the place of the one before: what fails no more is put back. Raises `NotAllowedError` unless the
        criteria switch the rule on.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self.dry_run(rule)
        if not found.switched_on:
            names = ", ".join(f'"{one}"' for one in (*session.criteria.screening.rules, rule))
            raise NotAllowedError(
                f'the rule "{rule}" is not switched on, so it proposes and removes nothing',
                remedy=f"To switch it on, write rules = [{names}] at the top of criteria/screening.toml.",
            )
        reports = session.state.reports()
        records = by_file(record for report in found.found for record in reports[report].records)
        if found.new or found.released:
            session.write([Draft(rule, Removal(records), session.state.own_facts(Removal, rule, actor))])
        return found

    def put_back(self, rule: str) -> int:
        """Put back all that a rule has removed, whoever ran it; returns how many records that were.

        Raises `NotAllowedError` if it has removed nothing.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        removed = session.state.removals()
        if rule not in removed:
            by = f"These have: {', '.join(removed)}." if removed else "No rule has."
            raise NotAllowedError(f'the rule "{line(rule)}" has removed nothing', remedy=by)
        session.write([Draft(rule, Removal(()), session.state.own_facts(Removal, rule, actor))])
        return len(removed[rule])

    def hints(self) -> list[str]:
        """Return what there is to do about rules, a sentence each."""
        return hints(self._session)


# ------------------------------------------------------------------------------------------------ what to look at


def hints(session: Session) -> list[str]:
    """Return what there is to do about rules, a sentence each; reads no record, so any screen can ask."""
    return [*_to_run(session), *_left_behind(session)]


def _to_run(session: Session) -> Iterator[str]:
    state = session.state
    if not state.identified():
        return
    for rule in session.criteria.screening.rules:
        runs = state.removal_events(rule)
        if not runs:
            yield f'The rule "{rule}" is switched on and has not been run yet.'
        elif rule in state.removals() and any(_has_news(session, run) for run in runs):
            yield f'Records have come or the criterion has changed since the rule "{rule}" was run: run it again.'


def _has_news(session: Session, run: Event) -> bool:
    """Return whether records came, or the rule was changed, since a run."""
    imports = session.state.imports().values()
    return any(not follows(run, one) for one in imports) or _is_other(session, run)


def _is_other(session: Session, run: Event) -> bool:
    if run.criteria == session.fingerprint:
        return False
    then = readable([one for one in session.state.criteria_events() if one.subject == run.criteria])
    return any(_fact(before, run.subject) != _fact(session.criteria, run.subject) for before in then.values())


def _left_behind(session: Session) -> Iterator[str]:
    for rule in session.state.removals():
        if rule not in session.criteria.screening.rules:
            yield f'The rule "{rule}" is no longer switched on, and what it removed is still out: put it back.'


def _fact(criteria: Criteria, rule: str) -> str:
    return next((fact_words(one.fact) for one in criteria.screening.criteria if one.id == rule), "")
