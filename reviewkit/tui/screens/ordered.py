"""What a screen with a queue does about its order: tell it, let it be chosen, learn it, say why a report comes now.

The thing a reader would get wrong: learning is no slow work as `Framed` has it, which would keep the keys from acting.
A thread waits for another process, and what comes of it is put in place between two reports.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.worker import Worker, WorkerState

from reviewkit.errors import ReviewkitError
from reviewkit.model import Order
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Choice, Choose, Told
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.words import BOLD, DIM, counted, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import ReportId
    from reviewkit.review import Asked, Learning, Review, Why
    from reviewkit.tui.sitting import Sitting

LEARNING = "learning"
"""Group of the workers that learn an order."""
_ORDERS = {
    Order.IMPORTED: ("As imported", "everything is read"),
    Order.RANDOM: ("At random", "shuffled"),
    Order.LIKELY: ("Likely first", "like those you included"),
    Order.UNCERTAIN: ("Uncertain first", "of which least can be said"),
    Order.MIXED: ("Mixed", "a likely and an uncertain one in turn"),
}
_SHARES = (0, 5, 10, 20)
_SHARE_WHY = "Random picks show what the order overlooks; without them no estimate of what is left is honest."
_BARS = 8


class Ordered(Framed):
    """A screen on a queue whose order can be chosen."""

    def __init__(self, review: Review) -> None:
        """Learn nothing yet."""
        super().__init__(review)
        self._sitting: Sitting | None = None
        self._learning: Learning | None = None
        self._with_settled = False
        self._fault = ""
        self._left = False

    def on_unmount(self) -> None:
        """Learn no longer."""
        self._left = True
        self._stop_learning()

    def _stop_learning(self) -> None:
        if self._learning is not None:
            self._learning.close()
            self._learning = None

    # ---------------------------------------------------------------------------------------------- learning

    def learn(self) -> None:
        """Have the order learned anew, if it is time; keys go on meanwhile."""
        sitting = self._sitting
        if sitting is None or self._left or self._fault or not sitting.is_due or self._is_learning:
            return
        asked = sitting.ask()
        if self._learning is None or not self._learning.covers(asked.waiting):
            self._stop_learning()
            self._learning = self.review.ordering.learning()
        work = partial(_learned, self._learning, asked)
        self.run_worker(work, group=LEARNING, thread=True, exit_on_error=False)

    @property
    def _is_learning(self) -> bool:
        return any(one.group == LEARNING and one.node is self and not one.is_finished for one in self.app.workers)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Read on in the order that was learned, or say why there is none."""
        worker, sitting = event.worker, self._sitting
        if worker.group != LEARNING or sitting is None or self._learning is None:
            return
        if event.state is WorkerState.SUCCESS and worker.result is not None:
            asked, order = worker.result
            if asked.plan == sitting.plan:  # else another order was chosen meanwhile
                sitting.take_order(order, len(asked.known.own))
                self._with_settled = asked.known.needs_settled
        elif event.state is WorkerState.ERROR:
            self._fault = line(str(worker.error.what if isinstance(worker.error, ReviewkitError) else worker.error))
        self.show_order()
        self.learn()

    # ---------------------------------------------------------------------------------------------- telling

    def show_order(self) -> None:
        """Say in which order one reads, unless it is the usual one."""
        said = self._order_words() if self._sitting is not None and self._sitting.only is None else ""
        self.show("#order", Content.styled(said, DIM))
        self.set_class(bool(said), "ordered")

    def _order_words(self) -> str:
        sitting = self._sitting
        if sitting is None or sitting.plan.order is Order.IMPORTED:
            return ""
        name, share = _ORDERS[sitting.plan.order][0], sitting.plan.random_share
        if not sitting.plan.order.is_learned:
            return f"{name}."
        at_random = f" {share} of 100 at random." if share else ""
        return f"{name}, {self._fault or _source(sitting, with_settled=self._with_settled)}.{at_random}"

    def action_words(self) -> None:
        """Show the words that raised or lowered the report in view."""
        sitting, learning = self._sitting, self._learning
        report = sitting.current if sitting is not None else None
        if sitting is None or report is None:
            return
        if learning is None or sitting.learned is None:
            key = keys.letter("screening", "order", {})
            self.say(f"No order has been learned: {key} chooses one." if not sitting.is_learned else "Still learning …")
            return
        known = sitting.ask().known
        self.slowly("", lambda: learning.words(report, known), self._show_words)

    def _show_words(self, found: Sequence[Why]) -> None:
        said = _words(found) if found else Content("No word of this report has been learned about yet.")
        self.app.push_screen(Told("Why this report comes when it does, as learned from you", said))

    # ---------------------------------------------------------------------------------------------- choosing

    def action_order(self) -> None:
        """Ask in which order to read."""
        sitting = self._sitting
        if sitting is None or sitting.only is not None:
            return
        choices = [
            Choice(name, "so it is now" if one is sitting.plan.order else said) for one, (name, said) in _ORDERS.items()
        ]
        saving = self.review.ordering.view(sitting.stage).saving
        self.app.push_screen(Choose("In which order do you read?", choices, saving), self._ask_share)

    def _ask_share(self, number: int | None) -> None:
        if number is None:
            return
        order = tuple(_ORDERS)[number - 1]
        if not order.is_learned:
            self._choose(order, 0)
            return
        choices = [Choice(f"{share} of 100" if share else "None") for share in _SHARES]
        ask = Choose("How many reports are picked at random among them?", choices, _SHARE_WHY)
        self.app.push_screen(ask, lambda share: self._choose(order, _SHARES[share - 1]) if share else None)

    def _choose(self, order: Order, share: int) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        seed = sitting.plan.seed
        if self.tried(lambda: self.review.ordering.choose(sitting.stage, order, share, seed)):
            self._fault = ""
            sitting.reorder()
            if not sitting.is_learned:
                self._stop_learning()
            self.show_order()
            self.learn()
            self.say(f"{_ORDERS[order][0]}, from the next report on.")


def _learned(learning: Learning, asked: Asked) -> tuple[Asked, list[ReportId]]:
    return asked, learning.order(asked)


def _source(sitting: Sitting, *, with_settled: bool) -> str:
    """Return what an order was learned from."""
    if sitting.learned is None:
        return "learning …"
    own = [f"{counted(sitting.learned, 'decision')} of yours"] if sitting.learned else []
    parts = [*own, *(["what was settled at title and abstract"] if with_settled else [])]
    return f"learned from {' and '.join(parts)}" if parts else "by the question and the criteria"


def _words(found: Sequence[Why]) -> Content:
    strongest = max(abs(one.weight) for one in found)
    width = max(len(line(one.text)) for one in found)
    return lines(
        _word(one, strongest, width, raised=raised)
        for raised in (True, False)
        for one in found
        if (one.weight > 0) is raised
    )


def _word(one: Why, strongest: float, width: int, *, raised: bool) -> Content:
    bars = "▮" * max(1, round(_BARS * abs(one.weight) / strongest))
    return Content.assemble(
        ("raised   " if raised else "lowered  ", DIM),
        (f"{line(one.text):<{width}}", BOLD),
        f"  {bars:<{_BARS}}",
    )
