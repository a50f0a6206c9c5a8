"""Commands that report: the flow, agreement, exports."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import of_table, print_table, refuse_without_table


@group.command(epilog="Example: reviewkit flow --why full_text.excluded.language")
@click.option("--why", metavar="BOX", help="List the records behind a number, such as `included`.")
@json_option
@pass_where
def flow(where: Where, why: str | None, as_json: bool) -> None:
    """Print the search-results table and write it to data/out/ as Markdown and CSV."""
    with where.review() as review:
        if why is not None:
            ids = review.results.why(why)
            records = review.session.records(ids)
            found = [records[one] for one in ids]
            if as_json:
                echo_json(found)
                return
            for record in found:
                echo_line(citation(record))
            click.echo(plural(len(found), "record"), err=True)
            return
        if as_json:
            boxes = review.results.flow()
            echo_json({"routes": boxes.routes, "total": boxes.total, "agreement": review.results.agreement()})
            return
        document, files = review.results.write_flow()
        text = review.results.as_text(document, min(100, shutil.get_terminal_size().columns - 2))
        written = ", ".join(str(path.relative_to(review.session.folder)) for path in files)
    echo_block(text)
    click.echo(f"Written: {written}", err=True)


@group.command(epilog="Example: reviewkit agreement --ratings ratings.csv --ordinal low,medium,high --json")
@of_table
@json_option
@pass_where
def agreement(where: Where, /, as_json: bool, ratings: Path | None, **wishes: Any) -> None:
    """Print percent agreement and Cohen's kappa of each stage, on blind decisions.

    With --ratings FILE instead everything about a plain table, without a review: percent agreement, kappa, PABAK, AC1
    and Krippendorff's alpha with 95% intervals. The table is CSV, long (item, rater, rating) or wide (the item, then
    a column a rater); a blank cell or NA is a missing rating.
    """
    if ratings is not None:
        print_table(ratings, wishes, as_json)
        return
    refuse_without_table(wishes)
    with where.review() as review:
        found = review.results.agreement()
        sentences = review.results.agreement_sentences()
    if as_json:
        echo_json(found)
        return
    for sentence in sentences:
        echo_line(sentence)
    if not sentences:
        click.echo("No report has two independent decisions yet.")


@group.command(epilog="Example: reviewkit export included.csv")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--box", default="included", show_default=True, help="A box of the flow, as with `flow --why`.")
@pass_where
def export(where: Where, file: Path, box: str) -> None:
    """Write a set of reports as CSV, one row a report, safe to open in a spreadsheet."""
    with where.review() as review:
        number = review.results.export(file, box)
    click.echo(f"{plural(number, 'report')} written to {file}.")
