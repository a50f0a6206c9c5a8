"""In which order the acting reviewer reads: chosen by that reviewer for each stage, learned from the own decisions.

What is learned from, and why it is blind. At title and abstract only the own decisions that stand: a colleague's would
tell, by where a report comes, what is hidden. At full text the own decisions there; as long as these are not of both
kinds, also what was settled at title and abstract. Everybody may know that, since a stage that is over shows to all,
and it is the same whatever a colleague decides at full text. Later it would only blur: what was excluded by its title
teaches the topic, and full texts fail on finer points. The thing a reader would get wrong: at title and abstract a
settled outcome is not taken even where it may be seen, so that what others decide never moves a report of one's own.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError, StorageError
from reviewkit.model import Draft, Order, QueueOrder, Stage, Status, Verdict
from reviewkit.report.facts import NOT_ASKED, NOT_WRITTEN
from reviewkit.review.learning import Asked, Known, Learning, closing
from reviewkit.review.simulating import at_best
from reviewkit.screening import turns
from reviewkit.screening.order import MOST, due, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.model import Event, ReportId, Reviewer, Standing
    from reviewkit.review.learning import Why
    from reviewkit.review.screening import Screening
    from reviewkit.review.session import Session

_STAGES = (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)
_SETTLED = {Status.INCLUDED: True, Status.EXCLUDED: False}
_KEPT = 50
"""Reports of an order that are remembered, so that the next sitting begins with them while it learns anew."""
_ENOUGH = 30
"""Own decisions from which it can be guessed how many reports are relevant."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """In which order one reads at a stage, and what that can save."""

    stage: Stage
    order: Order
    random_share: int
    """How many of a hundred reports are picked at random."""
    seed: int
    decided: int
    """Own decisions at the stage, from which a ranking learns."""
    relevant: int
    """Of these, include or unsure."""
    waiting: int
    saving: str
    """In words; empty where no report has reached the stage."""


class Ordering:
    """The order of reading of the acting reviewer."""

    def __init__(self, session: Session, screening: Screening) -> None:
        """Work on a session, over what waits."""
        self._session = session
        self._screening = screening

    # ---------------------------------------------------------------------------------------------- choosing

    def plan(self, stage: Stage) -> QueueOrder:
        """Return the order that the acting reviewer has chosen at a stage; as imported if none was."""
        session = self._session
        chosen = session.state.order_of(stage, session.reviewer) if session.reviewer else None
        return chosen or QueueOrder(stage, Order.IMPORTED, seed=session.criteria.review.seed)

    def choose(self, stage: Stage, order: Order, random_share: int = 0, seed: int | None = None) -> Event | None:
        """Write down in which order one reads from here on; None if it is so already. The seed is the review's if none.

        Raises `NotAllowedError` for a share that is none, or that goes with no ranking, and at quality.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        if stage not in _STAGES:
            raise NotAllowedError(f"at {stage.words} studies come as they stand", remedy="Choose an earlier stage.")
        if not 0 <= random_share <= MOST:
            raise NotAllowedError(f"{random_share} of 100 is no share of random picks", remedy=f"Say 0 to {MOST}.")
        if random_share and not order.is_learned:
            raise NotAllowedError(
                f"random picks are drawn among what a ranking puts first, and {order} has none",
                remedy=f"A share goes with {', '.join(one for one in Order if one.is_learned)}.",
            )
        body = QueueOrder(stage, order, random_share, session.criteria.review.seed if seed is None else seed)
        if body == self.plan(stage):
            return None
        return session.write([Draft(stage, body, session.state.own_facts(QueueOrder, stage, actor))])[-1]

    def view(self, stage: Stage) -> OrderView:
        """Return in which order the acting reviewer reads at a stage."""
        plan, known = self.plan(stage), self.known(stage)
        reached, waiting = self._screening.reached(stage), len(self._screening.queue(stage))
        return OrderView(
            stage,
            plan.order,
            plan.random_share,
            plan.seed,
            len(known.own),
            known.relevant,
            waiting,
            saving(reached, len(known.own), known.relevant),
        )

    # ---------------------------------------------------------------------------------------------- ordering

    def queue(self, stage: Stage) -> list[ReportId]:
        """Return what waits for the acting reviewer at a stage in the order of reading; learning takes a while.

        Raises `StorageError` if it could not be learned.
        """
        plan, waiting = self.plan(stage), self._screening.queue(stage)
        if plan.order is Order.IMPORTED or not waiting:
            return waiting
        known, first = self.known(stage), self.pilots(stage)
        if plan.order is Order.RANDOM:
            return sequence(waiting, plan, {}, first=first)
        with closing(self.learning()) as learning:
            return learning.order(Asked(waiting, plan, known, len(known.own), first))

    def at_once(self, waiting: Sequence[ReportId], plan: QueueOrder) -> list[ReportId]:
        """Return what waits in an order for which nothing has to be learned; the others as last time, as far as known.

        Nothing of it is slow.
        """
        if plan.order is Order.RANDOM:
            return sequence(waiting, plan, {}, first=self.pilots(plan.stage))
        return self._as_last_time(waiting, plan) if plan.order.is_learned else list(waiting)

    def pilots(self, stage: Stage) -> frozenset[ReportId]:
        """Return the reports of the pilot rounds of a stage, which come first in any order."""
        state = self._session.state
        found = [
            state.report_of(one) for body in state.pilots().values() if body.stage is stage for one in body.records
        ]
        return frozenset(report.id for report in found if report is not None)

    def known(self, stage: Stage) -> Known:
        """Return what a ranking for the acting reviewer at a stage may learn from."""
        actor = self._session.acting()
        own: dict[ReportId, bool] = {}
        settled: dict[ReportId, bool] = {}
        for report, standings in self._session.state.standings():
            label = _own(turns.at(standings, stage), actor)
            if label is not None:
                own[report.id] = label
            if stage is Stage.FULL_TEXT and standings[0].status in _SETTLED:
                settled[report.id] = _SETTLED[standings[0].status]
        return Known(own, settled)

    def own(self, report: ReportId, stage: Stage) -> bool | None:
        """Return whether the own decision on one report at a stage calls it relevant; None if there is none."""
        found = self._session.state.report_of(report)
        if found is None:
            return None
        return _own(turns.at(self._session.state.standing(found), stage), self._session.acting())

    # ---------------------------------------------------------------------------------------------- learning

    @staticmethod
    def is_due(learned: int | None, decided: int) -> bool:
        """Return whether to learn anew, given from how many decisions it was learned; None: not at all."""
        return learned is None or due(learned, decided)

    def learning(self) -> Learning:
        """Return what can learn about all reports as they are now; to be closed in the end."""
        session, state = self._session, self._session.state
        said = [event.id for fields in state.fillings().values() for event, _ in fields.values()]
        made_from = [sorted(state.imports()), sorted(event.id for event, _ in state.repairs().values()), sorted(said)]
        reports = list(state.reports().values())
        cache = session.database / "ranking.npz"
        return Learning(cache, json.dumps(made_from), reports, session.reading(), list(self._wanted()))

    def why(self, report: ReportId, stage: Stage) -> tuple[Why, ...]:
        """Return the words that raised or lowered a report for the acting reviewer. Raises `StorageError`."""
        with closing(self.learning()) as learning:
            return learning.words(report, self.known(stage))

    def _wanted(self) -> Iterator[str]:
        """Yield the review's question and what its criteria ask for, without what nobody has written yet.

        What a record tells by itself, as its year, is no word to look for.
        """
        criteria = self._session.criteria
        question = criteria.review.question.strip()
        yield question if question != NOT_ASKED else ""
        for one in criteria.screening.criteria:
            text = f"{one.name} {one.include}"
            if one.fact is None and not one.include.strip().startswith(NOT_WRITTEN):
                yield text

    # ---------------------------------------------------------------------------------------------- between sittings

    def remember(self, plan: QueueOrder, waiting: Sequence[ReportId]) -> None:
        """Keep the beginning of an order on this device for the next sitting."""
        if plan.order.is_learned and self._session.reviewer:
            with contextlib.suppress(StorageError):  # the next sitting would only begin as imported
                self._session.store.remember(self._name(plan), json.dumps(waiting[:_KEPT]))

    def _as_last_time(self, waiting: Sequence[ReportId], plan: QueueOrder) -> list[ReportId]:
        """Return what waits, those first with which the last sitting ended."""
        try:
            kept = {
                one: place for place, one in enumerate(json.loads(self._session.store.fact(self._name(plan)) or ""))
            }
        except (ValueError, TypeError):
            return list(waiting)
        first = self.pilots(plan.stage)
        return sorted(waiting, key=lambda one: (one not in first, kept.get(one, _KEPT)))

    def _name(self, plan: QueueOrder) -> str:
        return f"order of {self._session.reviewer} at {plan.stage}, {plan.order}, {plan.random_share}, {plan.seed}"


def _own(standing: Standing | None, actor: Reviewer) -> bool | None:
    """Return whether a reviewer's own vote calls a report relevant; a doubt does, as one reads on for it."""
    votes = standing.votes if standing is not None else ()
    verdicts = [vote.verdict for vote in votes if vote.reviewer == actor]
    return verdicts[0] is not Verdict.EXCLUDE if verdicts else None


def saving(reports: int, decided: int, relevant: int) -> str:
    """Return in words what a perfect order could save at this size; relevant ones as frequent as among the decided."""
    if not reports:
        return ""
    shares = (relevant / decided,) if decided >= _ENOUGH and relevant else (1 / 3, 1 / 20)
    guesses = sorted({max(1, round(reports * share)) for share in shares}, reverse=True)
    each = [f"{_spared(reports, one)} if about {one} {'is' if one == 1 else 'are'} relevant" for one in guesses]
    few = " So few are best read all." if at_best(reports, 1).small else ""
    why = "To be sure of the rest, enough of it has to be read."
    return f"Of {reports} reports even a perfect order spares you {', '.join(each)}. {why}{few}"


def _spared(reports: int, relevant: int) -> str:
    spared = round(100 * at_best(reports, relevant).saved)
    return f"{spared} %" if spared else "nothing"
