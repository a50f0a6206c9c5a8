"""Commands about stopping before everything is read."""

from __future__ import annotations

import dataclasses
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural

if TYPE_CHECKING:
    from reviewkit.review import StoppingFigures

_WIDTH, _HEIGHT = 78, 10


@group.command(epilog="Example: reviewkit stopping --curve found.svg")
@click.option("--curve", type=click.Path(path_type=Path, dir_okay=False), help="Write the curve to this SVG file.")
@json_option
@pass_where
def stopping(where: Where, curve: Path | None, as_json: bool) -> None:
    """Tell how many relevant reports are likely left at title and abstract, and whether the rule lets you stop.

    Figures are of settled reports. How many are left is told from those alone that were drawn at random: see
    `reviewkit order`. The rule stands in criteria/review.toml, below [stopping]; stopping is yours to do.
    """
    with where.review() as review:
        from reviewkit.review import stopping_words as words

        found = review.stopping.figures()
        drawn = review.stopping.curve(found, _WIDTH, _HEIGHT)
        if curve is not None:
            review.stopping.write_curve(found, curve)
    if as_json:
        echo_json({**dataclasses.asdict(found), "advice": words.advice(found)})
        return
    echo_block("\n".join([*drawn, *[""] * bool(drawn), *_told(found)]))
    if curve is not None:
        echo_line(f"Written: {curve}")


def _told(found: StoppingFigures) -> list[str]:
    from reviewkit.review import stopping_words as words

    figures = [f"{one.label:<18}{one.number:>9}  {one.more}".rstrip() for one in words.lines(found)]
    checklist = [
        f"{one.phase}  {one.text:<52}{one.figure:<22}{words.MARKS[one.met]}".rstrip() for one in found.conditions
    ]
    advice = [part for one in words.advice(found) for part in textwrap.wrap(one, _WIDTH)]
    return [*figures, "", "SAFE", *checklist, "", *advice]


@group.command(epilog='Example: reviewkit stop --reason "The rule is met."')
@click.option("--reason", default="", help="Why, in a sentence; reports print it.")
@click.option("--against-the-rule", is_flag=True, help="Stop although the rule is not met, or none is stated.")
@click.option("--go-on", is_flag=True, help="Take the stop back: what was not read waits again.")
@json_option
@pass_where
def stop(where: Where, reason: str, against_the_rule: bool, go_on: bool, as_json: bool) -> None:
    """Read titles and abstracts no further: what nobody has read is not read, and has its own box in the flow.

    What anybody has read is completed, and what is imported later is read. The figures of this moment are recorded.
    """
    if go_on and against_the_rule:
        raise click.UsageError("--go-on takes a stop back; --against-the-rule belongs to stopping")
    with where.review() as review:
        number = review.stopping.go_on(reason) if go_on else 0
        found = None if go_on else review.stopping.stop(reason, against_rule=against_the_rule)
        stopped = review.stopping.stopped()
    if as_json:
        echo_json({"stopped": stopped, "back": number})
    elif found is None:
        echo_line(f"{plural(number, 'report')} to be read again.")
    else:
        rule = dict(found.said)["rule"]
        echo_line(f"Stopped, the rule being {rule}: {plural(found.unread, 'report')} not read.")
