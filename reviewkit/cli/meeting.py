"""The command that prepares a meeting: the agenda of all that has to be settled together."""

from __future__ import annotations

from pathlib import Path

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, json_option
from reviewkit.cli.ratings import width
from reviewkit.model import Stage


@group.command(epilog="Example: reviewkit agenda --stage full_text --out agenda.md")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), help="Default: all stages.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write Markdown to a file."
)
@json_option
@pass_where
def agenda(where: Where, stage: str | None, markdown: bool, out: Path | None, as_json: bool) -> None:
    """Print what you have to settle together: conflicts, reasons, disputed pairs, with room for the outcome."""
    stages = [Stage(stage)] if stage else list(Stage)
    with where.review() as review:
        found = review.meeting.agenda(stages)
        text = review.meeting.as_markdown(found) if markdown else review.meeting.as_text(found, width())
        written = review.meeting.write(found, out) if out is not None else None
    if as_json:
        echo_json(found)
    elif written is not None:
        click.echo(f"The agenda is written to {written}.")
    else:
        echo_block(text.rstrip("\n"))
