"""Commands that report: the flow, agreement, exports."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import drawn_without_table, of_table, print_table, width


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
            agreed = {stage: one.decisions for stage, one in review.results.agreement().items()}
            echo_json({"routes": boxes.routes, "total": boxes.total, "agreement": agreed})
            return
        document, files = review.results.write_flow()
        text = review.results.as_text(document, width())
        written = ", ".join(str(path.relative_to(review.session.folder)) for path in files)
    echo_block(text)
    click.echo(f"Written: {written}", err=True)


@group.command(epilog="Example: reviewkit agreement --ratings ratings.csv --ordinal low,medium,high --json")
@of_table
@json_option
@pass_where
def agreement(where: Where, /, as_json: bool, ratings: Path | None, **wishes: Any) -> None:
    """Print how well you agree at each stage and on each criterion, on blind decisions; pilot rounds apart.

    Percent agreement, kappa, PABAK, AC1 and Krippendorff's alpha with 95% intervals, the 2x2 table, and a warning where
    kappa misleads. --bootstrap N adds intervals from N resamples.

    With --ratings FILE the same about a plain table, without a review. The table is CSV, long (item, rater, rating) or
    wide (the item, then a column a rater); a blank cell or NA is a missing rating.
    """
    if ratings is not None:
        print_table(ratings, wishes, as_json)
        return
    drawn = drawn_without_table(wishes)
    with where.review() as review:
        found = review.results.full_agreement(**drawn)
        text = review.results.agreement_as_text(found, width())
    if as_json:
        echo_json({stage: {**_fields(one.decisions), **_fields(one)} for stage, one in found.items()})
        return
    echo_block(text.rstrip("\n") or "No report has two independent decisions yet.")


def _fields(found: Any) -> dict[str, Any]:
    """Return the fields of a dataclass; the agreement on decisions stands beside the others, not below them."""
    own = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    return {name: value for name, value in own.items() if name != "decisions"}


@group.command(epilog="Example: reviewkit export included.csv")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--box", default="included", show_default=True, help="A box of the flow, as with `flow --why`.")
@pass_where
def export(where: Where, file: Path, box: str) -> None:
    """Write a set of reports as CSV, one row a report, safe to open in a spreadsheet."""
    with where.review() as review:
        number = review.results.export(file, box)
    click.echo(f"{plural(number, 'report')} written to {file}.")
