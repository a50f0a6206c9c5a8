"""What reading the likely ones first would save, on a labelled file and without a review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import group
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.records import column_option, mapping_of

if TYPE_CHECKING:
    from reviewkit.review.simulating import Simulation

_COLUMNS = ("wss95", "recall10", "atd", "atd_norm", "loss", "seconds")
_DIGITS = {"atd": 1, "seconds": 2}


@group.command(epilog="Example: reviewkit simulate screened.csv --label included --seeds 10 --picture recall.svg")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--label", required=True, metavar="COLUMN", help="The column that says which records are relevant.")
@click.option("--seeds", type=click.IntRange(1, 10_000), default=10, show_default=True, help="Replays: seeds from 0.")
@click.option(
    "--interval",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="Records read after which the ranking learns anew.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the recall curves, .svg or .png."
)
@column_option
@json_option
def simulate(
    file: Path, label: str, seeds: int, interval: int, picture: Path | None, columns: tuple[str, ...], as_json: bool
) -> None:
    """Screen a labelled file again, the likely ones first, and say what that would have saved.

    FILE is in any format that is read, also packed by gzip; needs no review and changes none. Labels may be yes/no,
    1/0, true/false, include/exclude; a record without a label is left out. Each seed starts from one relevant and one
    irrelevant record, which are left out of its figures.

    \b
    wss95     work saved: (n - k)/n - 0.05, k records read when 95 % are found
    recall10  share of the relevant found in the first tenth
    atd       mean place of the relevant; atd_norm: as a share of n
    loss      area between the recall curve and a perfect one, as a share of
              that between the worst and a perfect one
    seconds   CPU time for this seed alone, making the features included
    """  # noqa: D301  # click reads \b as: leave these lines as they are
    from reviewkit.review.simulating import picture_kind, simulation, write_picture

    if picture:
        picture_kind(picture)  # refuses before anything is computed
    done = simulation(file, label, seeds, interval, mapping_of(columns))
    if picture:
        write_picture(done, picture)
    for note in done.notes:
        click.echo(note, err=True)
    if as_json:
        echo_json(_document(done))
    else:
        _tell(done)
        if picture:
            echo_line(f"Drawn: {picture}")


def _document(done: Simulation) -> dict[str, object]:
    return {
        name: getattr(done, name)
        for name in ("file", "records", "relevant", "interval", "seeds", "mean", "at_best", "notes")
    }


def _tell(done: Simulation) -> None:
    echo_line(
        f"{done.file}: {plural(done.records, 'record')}, {done.relevant} relevant; learned anew after every "
        f"{plural(done.interval, 'record')}; one of each kind to start from, left out of the figures."
    )
    click.echo()
    click.echo("seed  " + "".join(f"{name:>10}" for name in _COLUMNS))
    rows = [(str(one.seed), {name: getattr(one, name) for name in _COLUMNS}) for one in done.seeds]
    for name, figures in [*rows, ("mean", done.mean)]:
        click.echo(f"{name:<6}" + "".join(f"{figures[column]:>10.{_DIGITS.get(column, 3)}f}" for column in _COLUMNS))
    click.echo()
    click.echo(_at_best(done))


def _at_best(done: Simulation) -> str:
    best = done.at_best
    small = "This is a small review: even" if best.small else "Even"
    plan = " Reading everything is the safer plan." if best.small else ""
    return (
        f"{small} after a perfect ranking, {best.read} of {done.records} must be read before one could say with 95 % "
        f"confidence that 95 % are found, so that at most {best.saved:.0%} are saved.{plan}"
    )
