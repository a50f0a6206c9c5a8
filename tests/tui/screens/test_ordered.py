"""An order chosen, learned while one reads, explained, and left again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reviewkit.model import Order, QueueOrder, Stage
from reviewkit.tui.screens.ordered import LEARNING
from tests.tui.team import _settled, app, decide, imported, own, papers, ris, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reviewkit.review import Review
    from reviewkit.tui.app import ReviewkitApp


async def _learned(running: ReviewkitApp, pilot: Pilot[None]) -> None:
    """Wait until what is being learned is put in place."""
    for _ in range(2):
        await _settled(running, pilot)
        await running.workers.wait_for_complete([one for one in running.workers if one.group == LEARNING])


async def _journey(review: Review) -> list[str]:
    running, seen = app(review), []
    async with running.run_test(size=(80, 24)) as pilot:
        for keys in ("enter w", "o", "3", "3", "y", "w", "escape o 2"):
            await pilot.press(*keys.split())
            await _learned(running, pilot)
            seen.append(shown(running))
    return seen


def test_an_order_is_chosen_learned_while_one_reads_explained_and_left(anna: Review) -> None:
    imported(anna, ris(papers(20)[6:]), name="more.ris")
    decide(anna, Stage.TITLE_ABSTRACT, "include", "exclude", "exclude", "include")
    in_view = anna.screening.view(anna.screening.queue(Stage.TITLE_ABSTRACT)[0], Stage.TITLE_ABSTRACT).record.title
    plain, chosen, asked, learned, decided, why, left = asyncio.run(_journey(anna))
    assert "No order has been learned" in plain
    assert "so it is now" in chosen
    assert "Of 20 reports even a perfect order spares you" in chosen
    assert "10 of 100" in asked
    assert in_view[:30] in learned
    assert "learned from 4 decisions of yours. 10 of 100 at random." in learned
    assert "learned from 5 decisions of yours" in decided
    assert "raised" in why
    assert "At random." in left
    assert "learned from" not in left
    orders = [event.body for event in own(anna) if isinstance(event.body, QueueOrder)]
    assert [(one.order, one.random_share) for one in orders] == [(Order.LIKELY, 10), (Order.RANDOM, 0)]
