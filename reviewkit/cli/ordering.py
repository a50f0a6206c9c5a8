"""The command about the order in which one reads."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.model import Order, Stage, short_id

if TYPE_CHECKING:
    from reviewkit.review import OrderView, Why

_ORDERS = {order.name.lower(): order for order in Order}
_STAGES = [Stage.TITLE_ABSTRACT.value, Stage.FULL_TEXT.value]


@group.command(epilog="Example: reviewkit order likely --random 10")
@click.argument("order", type=click.Choice(list(_ORDERS)), required=False)
@click.option("--stage", type=click.Choice(_STAGES), default=_STAGES[0], show_default=True)
@click.option("--random", "share", type=int, default=0, metavar="N", help="N of 100 reports are picked at random.")
@click.option("--seed", type=int, help="Of what is random. Default: the seed in criteria/review.toml.")
@click.option("--why", metavar="REPORT", help="The words that raised or lowered a report, as learned from you.")
@json_option
@pass_where
def order(
    where: Where, order: str | None, stage: str, share: int, seed: int | None, why: str | None, as_json: bool
) -> None:
    """Tell in which order you read, or choose another; `reviewkit queue` lists what waits in it.

    Likely, uncertain and mixed are learned from your own decisions, on this device. Nobody has to: as imported is the
    default, and each reviewer chooses alone.
    """
    at = Stage(stage)
    with where.review() as review:
        if order is not None:
            review.ordering.choose(at, _ORDERS[order], share, seed)
        if why is not None:
            report = review.reports.find(why)
            words = review.ordering.why(report, at)
            _tell_words(report, words) if not as_json else echo_json({"report": report, "words": words})
            return
        view = review.ordering.view(at)
    if as_json:
        echo_json({**dataclasses.asdict(view), "order": view.order.name.lower()})
    else:
        _tell(view)


def _tell(view: OrderView) -> None:
    drawn = f", {view.random_share} of 100 at random" if view.random_share else ""
    seeded = f" (seed {view.seed})" if view.random_share or view.order is Order.RANDOM else ""
    echo_line(f"You read at {view.stage.words}: {view.order}{drawn}{seeded}; {plural(view.waiting, 'report')} left.")
    if view.order.is_learned:
        of_these = f"{view.relevant} of them include or unsure"
        echo_line(f"It is learned from {plural(view.decided, 'decision')} of yours, {of_these}.")
    if view.saving:
        echo_line(view.saving)


def _tell_words(report: str, words: tuple[Why, ...]) -> None:
    for one in words:
        echo_line(f"{'raised' if one.weight > 0 else 'lowered':<8} {one.weight:+.3f}  {one.text}")
    if not words:
        echo_line(f"No word of {short_id(report)} has been learned about yet.")
