"""What `reviewkit agreement --ratings FILE` asks and prints: agreement on a plain table, no review needed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.printing import echo_block, echo_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SCALES = click.Choice(["nominal", "ordinal", "interval", "ratio"])
_WEIGHTS = click.Choice(["linear", "quadratic"])
_SEEDS = click.IntRange(min=0, max=2**32 - 1)
_RESAMPLES = click.IntRange(min=0, max=100_000)


def of_table(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about a plain table of ratings; those not given are None or empty."""
    options = (
        click.option("--ratings", metavar="FILE", type=click.Path(path_type=Path), help="A table of ratings, CSV."),
        click.option(
            "--categories", metavar="LIST", help="The ratings that could be chosen, with commas between them."
        ),
        click.option("--ordinal", metavar="LIST", help="The same from low to high, where near misses count in part."),
        click.option("--scale", type=_SCALES, help="What the ratings are to each other; --ordinal says ordinal."),
        click.option("--weights", type=_WEIGHTS, help="How near misses count with an order: linear unless said."),
        click.option("--count-as", multiple=True, metavar="OLD=NEW", help="Count a rating as another: unsure=include."),
        click.option(
            "--bootstrap",
            type=_RESAMPLES,
            metavar="N",
            help="Resamples; 2000 of a table, none of a review unless said.",
        ),
        click.option("--seed", type=_SEEDS, metavar="N", help="Of the bootstrap, 1 unless said."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def drawn_without_table(wishes: Mapping[str, Any]) -> dict[str, int]:
    """Return how the bootstrap was wished for; raise for an option that only means something with --ratings."""
    for name, value in wishes.items():
        if value not in (None, ()) and name not in ("bootstrap", "seed"):
            raise click.UsageError(f"--{name.replace('_', '-')} belongs to --ratings FILE")
    if wishes["seed"] is not None and not wishes["bootstrap"]:
        raise click.UsageError("--seed belongs to --bootstrap N, or to --ratings FILE")
    given = {"resamples": wishes["bootstrap"], "seed": wishes["seed"]}
    return {name: value for name, value in given.items() if value is not None}


def width() -> int:
    """Return how wide a text for this terminal may be."""
    return max(40, min(100, shutil.get_terminal_size().columns - 2))


def print_table(file: Path, wishes: Mapping[str, Any], as_json: bool) -> None:
    """Print the agreement in a table of ratings."""
    from reviewkit.review import ratings

    ordinal = wishes["ordinal"]
    if ordinal and (wishes["categories"] or wishes["scale"] not in (None, "ordinal")):
        raise click.UsageError(
            "--ordinal LIST says both the categories and the scale; leave --categories and --scale out"
        )
    given = {"weights": wishes["weights"], "resamples": wishes["bootstrap"], "seed": wishes["seed"]}
    if given["weights"] is not None:
        given["weights"] = ratings.Weights(given["weights"])
    found = ratings.agreement_of_file(
        file,
        categories=_listed(ordinal or wishes["categories"] or ""),
        scale=ratings.Scale.ORDINAL if ordinal else ratings.Scale(wishes["scale"] or "nominal"),
        counted_as=dict(_pair(text) for text in wishes["count_as"]),
        options=ratings.Options(**{name: value for name, value in given.items() if value is not None}),
    )
    if as_json:
        echo_json(found)
    else:
        echo_block(ratings.as_text(found, width()))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old.strip() and equals and new.strip()):
        raise click.UsageError(f'--count-as is OLD=NEW, such as unsure=include, not "{text}"')
    return old.strip(), new.strip()
