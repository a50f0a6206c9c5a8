"""One reviewer at one stage: which report is next, what was just decided, which notes wait, and how quick it goes.

Holds the queue, so that a key costs one report and not all of them; the screen only paints. Everything written goes
through `review.screening`, which has it on disk before it returns; if that raises, nothing here has changed.

In an order that is learned, what was learned is put in place between two reports (`take_order`): the report in view
stays, and behind it what undo has put off, and in the end what was put off for later.

The thing a reader would get wrong: reasons given by digit at title and abstract belong to the report *just* excluded,
while a note belongs to the report in view.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Decision, Filling, Order, Retrieval, Stage, Status, Tags, Verdict
from reviewkit.review import Asked, Known, about, seconds_left

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.model import Access, Event, Report, ReportId
    from reviewkit.review import CriterionView, ReportView, Review


_AHEAD = 1_000
"""Reports that are put into a learned order at a time: far more than are read before it is learned anew."""


@dataclass(frozen=True, slots=True)
class Just:
    """The decision written last in this sitting."""

    report: ReportId
    title: str
    verdict: Verdict
    reasons: tuple[str, ...]
    note: str


class Sitting:
    """The reports that wait for the acting reviewer at one stage."""

    def __init__(
        self,
        review: Review,
        stage: Stage,
        notes: dict[ReportId, str],
        only: ReportId | None = None,
        *,
        put_off: list[ReportId] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with all that wait, or with one report alone.

        `notes` outlive the sitting until they are written, as do the reports `put_off`, which come last; `clock` gives
        seconds.
        """
        self._review = review
        self.stage = stage
        self.only = only
        self.notes = notes
        self.just: Just | None = None
        self.total = 0
        self._put_off = put_off if put_off is not None else []
        self._clock = clock
        self._since = clock()
        self._seen: ReportView | None = None
        """What was shown last."""
        self._gaps = review.pace.gaps(stage)
        self._earlier = len(self._gaps)
        self._queue: list[ReportId] = []
        self._held = 1
        """Reports at the front that no order moves: the one in view, and those that gave way to an undo."""
        self.plan = review.ordering.plan(stage)
        self._own: dict[ReportId, bool] = {}
        self._settled: Mapping[ReportId, bool] = {}
        self.learned: int | None = None
        """Own decisions that the order was learned from; None before it was."""
        self.take_in()

    # ---------------------------------------------------------------------------------------------- looking

    def take_in(self) -> None:
        """Look anew at what waits; the report in view stays, what is new goes to the end."""
        self._seen = None
        self.total = self._review.screening.reached(self.stage)
        if self.only is not None:
            self._queue = [self.only]
            return
        ordering = self._review.ordering
        began = not self._queue
        self.plan = ordering.plan(self.stage)
        waiting = self._review.screening.queue(self.stage)
        in_order = ordering.at_once(waiting, self.plan)
        if self.is_learned:
            decided = ordering.known(self.stage)
            self._own, self._settled = dict(decided.own), decided.settled
        waiting = self._put_off_last(in_order)
        known, open_still = set(self._queue), set(waiting)
        kept = [one for one in self._queue if one in open_still or (one == self._queue[0] and self._is_known(one))]
        self._held = max(1, len(set(self._queue[: self._held]).intersection(kept)))
        self._queue = kept + [one for one in waiting if one not in known]
        if self.plan.order is Order.RANDOM and not began:
            self.take_order(in_order)

    def regrouped(self, record: ReportId) -> None:
        """Look anew after reports were split or joined: the one that has a record by now comes first, if it waits.

        Notes and what was put off go with the reports that the ones they were on are now.
        """
        now = {one: found.id for one in (record, *self.notes, *self._put_off) if (found := self._report_of(one))}
        for report in [one for one in self.notes if now.get(one, one) != one]:
            both = (self.notes.get(now[report], ""), self.notes.pop(report))
            self.notes[now[report]] = " ".join(note for note in both if note)
        self._put_off[:] = dict.fromkeys(now.get(one, one) for one in self._put_off)
        self.only = now.get(record, record) if self.only is not None else None
        self.take_in()
        if now.get(record) in self._queue:
            self._queue.sort(key=lambda one: one != now[record])

    def _report_of(self, record: ReportId) -> Report | None:
        return self._review.session.state.report_of(record)

    def _put_off_last(self, waiting: list[ReportId]) -> list[ReportId]:
        if not self._put_off:
            return waiting
        still, later = set(waiting), set(self._put_off)
        return [*(one for one in waiting if one not in later), *(one for one in self._put_off if one in still)]

    def _is_known(self, report: ReportId) -> bool:
        found = self._report_of(report)
        return found is not None and found.id == report

    # ---------------------------------------------------------------------------------------------- the order

    @property
    def is_learned(self) -> bool:
        """Return whether the order is learned from decisions."""
        return self.only is None and self.plan.order.is_learned

    @property
    def is_due(self) -> bool:
        """Return whether enough was decided since the order was learned to learn it anew."""
        return self.is_learned and self.left > 1 and self._review.ordering.is_due(self.learned, self.decided)

    @property
    def decided(self) -> int:
        """Return how many own decisions the order can be learned from."""
        return len(self._own)

    def ask(self) -> Asked:
        """Return what is to be ordered, and from what, as of now: for a thread."""
        later = set(self._put_off)
        behind = [one for one in self._queue[self._held :] if one not in later]
        known = Known(dict(self._own), self._settled)
        first = self._review.ordering.pilots(self.stage)
        return Asked(behind, self.plan, known, self.decided + self._held, first, _AHEAD)

    def take_order(self, order: Sequence[ReportId], learned: int | None = None) -> None:
        """Put what waits into an order; what is held, what was put off and what has come since stays where it is."""
        held, behind, later = self._queue[: self._held], self._queue[self._held :], set(self._put_off)
        free = {one for one in behind if one not in later}
        moved = [one for one in order if one in free]
        in_order = set(moved)
        self._queue = held + moved + [one for one in behind if one not in in_order]
        self.learned = learned

    def reorder(self) -> None:
        """Read on in the order that was just chosen; the report in view stays."""
        self.learned = None
        self.take_in()
        if not self.is_learned:
            self.take_order(self._review.ordering.at_once(self._review.screening.queue(self.stage), self.plan))

    def _note_decided(self, report: ReportId) -> None:
        """Take note of what one's own decision on a report says by now."""
        if self.is_learned:
            label = self._review.ordering.own(report, self.stage)
            self._own.pop(report, None)
            if label is not None:
                self._own[report] = label

    @property
    def current(self) -> ReportId | None:
        """Return the report in view; None when nothing waits."""
        return self._queue[0] if self._queue else None

    def view(self) -> ReportView | None:
        """Return the report in view as the reviewer may see it."""
        self._seen = self._review.screening.view(self._queue[0], self.stage) if self._queue else None
        return self._seen

    @property
    def position(self) -> int:
        """Return the number of the report in view among all of the stage, from 1."""
        return max(1, self.total - len(self._queue) + 1)

    @property
    def left(self) -> int:
        """Return how many wait, the one in view among them."""
        return len(self._queue)

    @property
    def time_left(self) -> str:
        """Return how long what waits will take at the own pace, such as `about 50 min`; empty if that is not known."""
        return about(seconds_left(self.stage, self._gaps, self.left)) if self.only is None else ""

    def end(self) -> None:
        """Remember the pace, and what comes next, for the next sitting."""
        if self.learned is not None:
            self._review.ordering.remember(self.plan, self._queue)
        if len(self._gaps) > self._earlier:
            self._review.pace.remember(self.stage, self._gaps)

    @property
    def needs_reason(self) -> bool:
        """Return whether an exclusion at this stage has to say why."""
        return self.stage is not Stage.TITLE_ABSTRACT and bool(self.criteria())

    def criteria(self) -> tuple[CriterionView, ...]:
        """Return the criteria of the stage in the order of the digits."""
        return self._review.screening.criteria(self.stage)

    # ---------------------------------------------------------------------------------------------- deciding

    def decide(self, verdict: Verdict, reasons: Sequence[str] = ()) -> Just | None:
        """Write a decision on the report in view and go on to the next. None if nothing is in view."""
        view = self._seen if self._seen is not None and self._seen.report.id == self.current else self.view()
        if view is None:
            return None
        report = view.report.id
        standing = view.own.note if view.own is not None else ""
        note = self.notes.get(report, standing)
        self._review.screening.decide(report, self.stage, verdict, reasons, note)
        self._seen = None
        self._note_decided(report)
        self.notes.pop(report, None)
        self.just = Just(report, view.record.title, verdict, tuple(reasons), note)
        self._pass()
        return self.just

    def _pass(self) -> None:
        if self.only is None:
            gone = self._leave()
            if gone in self._put_off:
                self._put_off.remove(gone)
            now = self._clock()
            self._gaps.append(now - self._since)
            self._since = now

    def _leave(self) -> ReportId:
        """Take the report in view out of the queue."""
        self._held = max(1, self._held - 1)
        return self._queue.pop(0)

    def reason(self, number: int) -> str:
        """Return the criterion of a digit. Raises `NotAllowedError` for one that there is not."""
        criteria = self.criteria()
        if not 1 <= number <= len(criteria):
            raise NotAllowedError(
                f"there is no criterion {number} at {self.stage.words}", remedy=f"The digits are 1 to {len(criteria)}."
            )
        return criteria[number - 1].id

    def why(self, number: int) -> Just | None:
        """Put a reason on the report just excluded, or take it off; None if the last decision was no exclusion."""
        just = self.just
        if just is None or just.verdict is not Verdict.EXCLUDE:
            return None
        reason = self.reason(number)
        others = tuple(one for one in just.reasons if one != reason)
        wanted = others if reason in just.reasons else (*just.reasons, reason)
        self._seen = None
        event = self._review.screening.decide(just.report, self.stage, just.verdict, wanted, just.note)
        ordered = event.body.reasons if isinstance(event.body, Decision) else wanted
        self.just = replace(just, reasons=ordered)
        return self.just

    def note(self, text: str) -> bool:
        """Keep a note for the decision on the report in view; returns True if it stands already, so was written."""
        view = self.view()
        if view is None:
            return False
        if view.own is None:
            self.notes[view.report.id] = text
            return False
        own = view.own
        self._seen = None
        self._review.screening.decide(view.report.id, self.stage, own.verdict, own.reasons, text)
        return True

    def later(self) -> None:
        """Move the report in view to the end; one that is decided and was only looked at again leaves."""
        if self.only is None and self._queue:
            view = self.view()
            first = self._leave()
            if view is None or view.own is None:
                self._queue.append(first)
                self._put_off[:] = [*(one for one in self._put_off if one != first), first]

    def tag(self, tags: Sequence[str]) -> bool:
        """Put words on the report in view in place of those that it has; returns whether that changed any."""
        report = self.current
        return report is not None and self._review.screening.tag(report, tags) is not None

    def undo(self) -> tuple[Event, ReportId | None] | None:
        """Take back the last act and put its report in view, if it was one of this stage."""
        undone = self._review.screening.undo()
        if undone is None:
            return None
        event, report = undone
        self.just = self._seen = None
        self._since = self._clock()
        if report is not None and self._is_of_stage(event, report):
            if self.only is not None:
                self.only = report
            self._held += report != self.current and self.left > 0
            self._note_decided(report)
            self._queue = [report, *(one for one in self._queue if one != report and self.only is None)]
        return undone

    def _is_of_stage(self, event: Event, report: ReportId) -> bool:
        match event.body:
            case Retrieval():
                return self.stage is Stage.FULL_TEXT
            case Tags() | Filling():
                return report in self._queue
            case Decision() as body:
                return body.stage is self.stage
            case _:
                return False

    def set_access(self, access: Access, reason: str) -> None:
        """Write whether the full text of the report in view was had; one that was not leaves the queue."""
        report = self.current
        if report is not None:
            self._review.screening.set_access(report, access, reason)
            self.just = None
            view = self.view()
            if self.only is None and view is not None and (view.own is not None or view.status is not Status.PENDING):
                self._leave()
