"""Commands about pilot rounds: draw a sample, see how far everybody is, see how well they agreed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import width
from reviewkit.model import Stage
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.review import Disagreement, Review, Round


@group.group(epilog="Example: reviewkit pilot start first --size 30")
def pilot() -> None:
    """Screen a random sample together first, to see whether you read the criteria alike."""


@pilot.command(epilog="Example: reviewkit pilot start first --size 30 --stage title_abstract")
@click.argument("name")
@click.option("--size", type=int, default=30, show_default=True, help="How many reports.")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), default=Stage.TITLE_ABSTRACT.value)
@click.option("--seed", type=int, help="Which reports are drawn. Default: the seed in criteria/review.toml.")
@json_option
@pass_where
def start(where: Where, name: str, size: int, stage: str, seed: int | None, as_json: bool) -> None:
    """Draw a round of open reports; they come first in everybody's queue, and all reviewers decide on them."""
    with where.review() as review:
        drawn = review.pilots.start(name, Stage(stage), size, seed)
    if as_json:
        echo_json(drawn)
        return
    echo_line(f"{drawn.name}: {plural(len(drawn.reports), 'report')} drawn at {drawn.stage.words}, seed {drawn.seed}.")


@pilot.command("list", epilog="Example: reviewkit pilot list --json")
@json_option
@pass_where
def list_(where: Where, as_json: bool) -> None:
    """List the rounds, and how many reports of each everybody has decided on."""
    with where.review() as review:
        rounds = review.pilots.rounds()
    if as_json:
        echo_json([_plain(one) for one in rounds])
        return
    for one in rounds:
        done = ", ".join(f"{name} {number}" for name, number in one.done.items())
        state = "finished" if one.finished else "under way"
        echo_line(f"{one.name}: {plural(len(one.reports), 'report')} at {one.stage.words}; decided: {done}; {state}")
    if not rounds:
        click.echo("There is no pilot round.")


def _plain(one: Round) -> dict[str, object]:
    return {**dataclasses.asdict(one), "finished": one.finished}


@pilot.command(epilog="Example: reviewkit pilot agreement first")
@click.argument("name")
@json_option
@pass_where
def agreement(where: Where, name: str, as_json: bool) -> None:
    """Tell how well a round was agreed on once all have finished it, and on which reports it was not.

    Of the reports that not all have decided on, nothing is told.
    """
    with where.review() as review:
        found = review.pilots.find(name)
        measured = review.pilots.agreement(found)
        differing = review.pilots.disagreements(found)
        if as_json:
            echo_json({"round": _plain(found), "agreement": measured, "disagreements": differing})
            return
        echo_block(review.pilots.agreement_as_text(found, width()))
        for one in differing:
            _tell(review, found.stage, one)


def _tell(review: Review, stage: Stage, one: Disagreement) -> None:
    echo_line(citation(review.screening.view(one.report, stage).record))
    for name, vote in one.votes.items():
        reasons = f" ({', '.join(vote.reasons)})" if vote.reasons else ""
        note = f" “{vote.note}”" if vote.note else ""
        echo_block(f"  {line(f'{name}: {vote.verdict}{reasons}{note}')}")


@pilot.command(epilog="Example: reviewkit pilot withdraw first")
@click.argument("name")
@pass_where
def withdraw(where: Where, name: str) -> None:
    """Take a round back that is not finished; what was decided on its reports stands."""
    with where.review() as review:
        found = review.pilots.withdraw(name)
    echo_line(f"{found.name} is taken back; its {plural(len(found.reports), 'report')} are as all others again.")
