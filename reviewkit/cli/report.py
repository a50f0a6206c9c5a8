"""The command that writes what a team hands in."""

from __future__ import annotations

from pathlib import Path

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural


@group.command(epilog="Example: reviewkit report --html review.html")
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to; default: data/out/report/.",
)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Instead one page for a browser.")
@click.option("--blind", is_flag=True, help="Of the page: list nothing that is still undecided.")
@json_option
@pass_where
def report(where: Where, folder: Path | None, page: Path | None, blind: bool, as_json: bool) -> None:
    """Write methods, results, checklists and appendix as Markdown and DOCX, and their tables as XLSX.

    Every number is from the events; what only a person can say is marked "To be written". --html writes one file with
    everything in it, the records behind each number too, which opens in any browser without a network. --json prints
    what is still to be written, and writes nothing.
    """
    if blind and page is None:
        raise click.UsageError("--blind goes with --html")
    with where.review() as review:
        if as_json:
            echo_json([{"section": section, "task": task} for section, task in review.reporting.to_write()])
            return
        if page is not None:
            review.reporting.write_page(page, blind=blind)
            echo_line(f"Written: {page}")
            return
        files, left = review.reporting.write(folder)
    for path in files:
        echo_line(f"Written: {path}")
    click.echo(f"{plural(left, 'thing')} still to be written by a person, marked in the text.")
