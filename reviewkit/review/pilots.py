"""Pilot rounds: a random sample that all reviewers screen first, to see whether they read the criteria alike.

The thing a reader would get wrong: a round's agreement is told once everybody has finished it, and a disagreement only
to those who have decided on that report themselves. A sample is drawn from what is open, which everybody may know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit import agreement
from reviewkit.agreement import Options
from reviewkit.errors import NotAllowedError
from reviewkit.flow.document import measured
from reviewkit.model import Draft, Pilot, RecordId, Reviewer, Stage, Status, Verdict
from reviewkit.screening import turns
from reviewkit.screening.outcome import counted
from reviewkit.screening.sample import sample
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Measures, Ratings
    from reviewkit.model import Decision, Report, ReportId
    from reviewkit.review.session import Session

_LONGEST = 60
SIZE = 30
"""Reports of a round if nobody says how many."""
QUICK = Options(resamples=0)
"""Without the bootstrap, which a screen would have to wait for."""


@dataclass(frozen=True, slots=True)
class Round:
    """A pilot round, as far as it is."""

    id: str
    name: str
    stage: Stage
    seed: int
    reports: tuple[ReportId, ...]
    """Those of its sample that are to be decided on at the stage, by id: not what a rule has removed since."""
    done: Mapping[Reviewer, int]
    """How many each of those whom it is for, and who are reviewers still, has decided on."""

    @property
    def finished(self) -> bool:
        """Return whether everybody has decided on all of it, whoever has left aside."""
        return bool(self.reports and self.done) and all(number == len(self.reports) for number in self.done.values())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A report of a round on which people decided otherwise than each other, unseen by each other."""

    report: ReportId
    votes: Mapping[Reviewer, Decision]


class Pilots:
    """The pilot rounds of a review."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def start(self, name: str, stage: Stage = Stage.TITLE_ABSTRACT, size: int = SIZE, seed: int | None = None) -> Round:
        """Draw a sample of the open reports of a stage for all reviewers; the seed is the review's unless given.

        Raises `NotAllowedError` for a name that is taken, fewer than two reviewers, or more reports than there are.
        """
        session = self._session
        session.acting()
        session.refresh()
        called = self._free_name(name)
        reviewers = session.state.rules.reviewers
        if len(reviewers) < 2:
            raise NotAllowedError(
                "a pilot round needs two reviewers", remedy="Name the other one in criteria/review.toml first."
            )
        open_ = self._open(stage)
        if not 0 < size <= len(open_):
            raise NotAllowedError(
                f"a sample of {size} cannot be drawn: {len(open_)} reports are open and in no round at {stage.words}",
                remedy=f"Say a number from 1 to {len(open_)}." if open_ else "Import records first.",
            )
        drawn_with = session.criteria.review.seed if seed is None else seed
        drawn = tuple(RecordId(one) for one in sample(open_, size, drawn_with))
        body = Pilot(called, stage, drawn, drawn_with, reviewers)
        identity = session.new_id()
        session.write([Draft(identity, body)])
        return self.find(identity)

    def _free_name(self, name: str) -> str:
        called = line(name)
        if not called or len(called) > _LONGEST:
            raise NotAllowedError(
                "a pilot round needs a name" if not called else f"the name is longer than {_LONGEST} characters",
                remedy='Call it "first", for instance.',
            )
        if any(called.casefold() == one.name.casefold() for one in self.rounds()):
            raise NotAllowedError(f'there is a pilot round "{called}" already', remedy="Give this one another name.")
        return called

    def _open(self, stage: Stage) -> list[ReportId]:
        """Return what is open at a stage and in no round there: all of it is known to everybody."""
        state = self._session.state
        return [
            report.id
            for report, own in state.standings()
            if (at := turns.at(own, stage)) is not None
            and at.status is Status.PENDING
            and state.pilot_of(report, stage) is None
        ]

    def open(self, stage: Stage) -> int:
        """Return how many reports a sample could be drawn from."""
        return len(self._open(stage))

    def rounds(self) -> list[Round]:
        """Return the rounds in the order of their names, with how far everybody is."""
        return [self._round(identity, body) for identity, body in self._session.state.pilots().items() if body.records]

    def find(self, name: str) -> Round:
        """Return the round of a name, case aside, or an id. Raises `NotAllowedError` if there is none, or several."""
        rounds = self.rounds()
        found = [one for one in rounds if one.id == name or one.name.casefold() == line(name).casefold()]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f'"{one.name}" ({one.id})' for one in found or rounds)
        raise NotAllowedError(
            f'{len(found) or "no"} pilot round{"s are" if found else " is"} called "{line(name)}"',
            remedy=f"There are {listed}; the id names one." if listed else "Start one with `reviewkit pilot start`.",
        )

    def withdraw(self, name: str) -> Round:
        """Take a round back; its reports are as all others again. Raises `NotAllowedError` once it is finished."""
        session = self._session
        actor = session.acting()
        session.refresh()
        found = self.find(name)
        if found.finished:
            raise NotAllowedError(
                f'the pilot round "{found.name}" is finished, and its agreement is part of the record',
                remedy="Start another round instead.",
            )
        empty = replace(session.state.pilots()[found.id], records=())
        session.write([Draft(found.id, empty, session.state.own_facts(Pilot, found.id, actor))])
        return found

    def _round(self, identity: str, body: Pilot) -> Round:
        state = self._session.state
        reports = self._reports(body)
        outcomes = [state.outcome(report, body.stage) for report in reports]
        return Round(
            identity,
            body.name,
            body.stage,
            body.seed,
            tuple(report.id for report in reports),
            {name: sum(turns.has_voted(one, name) for one in outcomes) for name in state.readers(body)},
        )

    def _reports(self, body: Pilot) -> list[Report]:
        state = self._session.state
        found = {report.id: report for one in body.records if (report := state.report_of(one)) is not None}
        return [
            report
            for _, report in sorted(found.items())
            if body.stage in state.progress(report).outcomes
            and state.outcome(report, body.stage).status is not Status.REMOVED
        ]

    # ---------------------------------------------------------------------------------------------- what came of it

    def agreement(self, of: Round, options: Options = QUICK) -> Measures | None:
        """Return how well all agreed on a round, on blind votes; None until everybody has finished it.

        `unsure` counts as the stage counts it.
        """
        if not of.finished:
            return None
        return agreement.measures(self._ratings(of), options)

    def agreement_as_text(self, of: Round, width: int = 100) -> str:
        """Return the agreement of a round for a terminal, or what it waits for."""
        found = self.agreement(of)
        if found is not None:
            return agreement.as_text(found, width)
        return (
            f'The agreement of "{of.name}" is told once everybody has decided on all {len(of.reports)} of its reports.'
        )

    def sentence(self, of: Round) -> str:
        """Return the agreement of a round in a sentence, or what it waits for."""
        found = self.agreement(of)
        return f"Agreement: {measured(found)}" if found is not None else self.agreement_as_text(of)

    def _ratings(self, of: Round) -> Ratings:
        cells = [
            (report, rater, vote.verdict.value)
            for report in of.reports
            for rater, vote in sorted(self._blind(report, of.stage).items())
        ]
        into = {one.value: to.value for one in Verdict if (to := counted(of.stage, one)) is not one}
        categories = [Verdict.EXCLUDE.value, Verdict.UNSURE.value, Verdict.INCLUDE.value]
        return agreement.merged(
            agreement.ratings(cells, categories, raters=sorted({rater for _, rater, _ in cells})), into
        )

    def disagreements(self, of: Round) -> list[Disagreement]:
        """Return the reports of a round on which blind votes differ, of those that the acting reviewer has decided on.

        Votes differ by verdict as it counts at the stage, or by the primary reason where two exclude and say why.
        """
        state, actor = self._session.state, self._session.acting()
        found = []
        for report in of.reports:
            # On a report that is over, or decided on by oneself, all votes show; on any other none does.
            if turns.seen(state.outcome(state.reports()[report], of.stage), actor).votes:
                votes = self._blind(report, of.stage)
                if _differ(of.stage, list(votes.values())):
                    found.append(Disagreement(report, votes))
        return found

    def _blind(self, report: ReportId, stage: Stage) -> dict[Reviewer, Decision]:
        return self._session.state.blind_votes(self._session.state.reports()[report], stage)


def _differ(stage: Stage, votes: Sequence[Decision]) -> bool:
    reasons = {vote.reasons[0] for vote in votes if vote.verdict is Verdict.EXCLUDE and vote.reasons}
    return len({counted(stage, vote.verdict) for vote in votes}) > 1 or len(reasons) > 1
