"""The flow: its table and diagram, what stands behind each number, and questions put to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import width
from reviewkit.errors import NoReviewError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reviewkit.model import RecordId
    from reviewkit.review import Review

_FILE = click.Path(path_type=Path, dir_okay=False)
_FORMS = click.Choice(["text", "markdown", "csv"])


@group.command(epilog="Example: reviewkit flow --why full_text.excluded.language")
@click.option("--why", metavar="BOX", help="List the records behind a number: `included`, `citation.screened`, ...")
@click.option("--diagram", metavar="FILE", type=_FILE, help="Draw the PRISMA 2020 diagram: .svg, .png or .pdf.")
@click.option("--text", is_flag=True, help="Draw the diagram here.")
@click.option("--official", is_flag=True, help="Of a diagram: no boxes that PRISMA's has not; footnotes instead.")
@click.option(
    "--table", metavar="NAME", help="by_route, by_database, by_round, reasons, near_misses, agreement, searches."
)
@click.option("--as", "form", type=_FORMS, help="Of a table: how it is printed.")
@click.option("--published", metavar="FILE", type=_FILE, help="Hold a table in print (TOML, CSV) against the events.")
@click.option("--without", metavar="WHAT", help="What if: without a criterion, a rule, a round, a route or a search.")
@json_option
@pass_where
def flow(where: Where, /, as_json: bool, official: bool, form: str | None, **asked: Any) -> None:
    """Print the search-results table and write the flow to data/out/ as Markdown, CSV and SVG.

    With one of the options it answers that instead, and writes nothing but the FILE of --diagram.

    --published works without a review too, on the numbers' own arithmetic. The file is TOML, with [rows] of numbers by
    label, [diagram] of boxes and [[share]] of percentages, or CSV: a table, or box,number, or what,number,percent,of.

    --without quality.reliability shows the flow as if nobody had excluded anything for that reason alone. It is a
    sensitivity analysis: nothing is decided.
    """
    given = [name for name, value in asked.items() if value]
    if len(given) > 1:
        raise click.UsageError(f"--{given[0]} and --{given[1]} are two questions; ask one")
    if official and given not in (["diagram"], ["text"]):
        raise click.UsageError("--official belongs to --diagram FILE or --text")
    if form and (given != ["table"] or as_json):
        raise click.UsageError("--as belongs to --table NAME, without --json")
    if given == ["published"]:
        _published(where, asked["published"], as_json)
        return
    with where.review() as review:
        answers: dict[str, Callable[[], None]] = {
            "why": lambda: _why(review, asked["why"], as_json),
            "diagram": lambda: _diagram(review, asked["diagram"], official, as_json),
            "text": lambda: _text(review, official, as_json),
            "table": lambda: _table(review, asked["table"], form, as_json),
            "without": lambda: _without(review, asked["without"], as_json),
        }
        (answers[given[0]] if given else lambda: _all(review, as_json))()


def _all(review: Review, as_json: bool) -> None:
    if as_json:
        echo_json(review.results.as_value())
        return
    document, files = review.results.write_flow()
    echo_block(review.results.as_text(document, width()))
    written = ", ".join(str(path.relative_to(review.session.folder)) for path in files)
    click.echo(f"Written: {written}", err=True)


def _why(review: Review, box: str, as_json: bool) -> None:
    found = review.results.why(box)
    if as_json:
        records = review.session.records(found)
        echo_json([records[one] for one in found])
        return
    _list(review, found)
    click.echo(plural(len(found), "record"), err=True)


def _list(review: Review, found: Iterable[RecordId]) -> None:
    ids = list(found)
    records = review.session.records(ids)
    for one in ids:
        echo_line(citation(records[one]))


def _diagram(review: Review, path: Path, official: bool, as_json: bool) -> None:
    missing = review.results.write_diagram(path, official=official)
    if as_json:
        echo_json({"written": str(path), "without_a_font": missing})
        return
    click.echo(f"Written: {path}", err=True)
    for text in missing:
        echo_line(f'No font of this device has all letters of "{text}"; the SVG has them as text.')


def _text(review: Review, official: bool, as_json: bool) -> None:
    if as_json:
        echo_json(review.results.diagram(official=official))
    else:
        echo_block(review.results.diagram_as_text(width(), official=official).rstrip("\n"))


def _table(review: Review, name: str, form: str | None, as_json: bool) -> None:
    found = review.results.flow_table(name)
    if as_json:
        echo_json(review.results.table_as_value(found))
    else:
        echo_block(review.results.table_as(found, form or "text", width()).rstrip("\n"))


def _without(review: Review, name: str, as_json: bool) -> None:
    found = review.results.without(name)
    if as_json:
        echo_json(found)
        return
    echo_block(review.results.what_if_as_text(found, width()).rstrip("\n"))
    for heading, reports in (
        ("Would be included", found.appeared),
        ("Would not be included", found.vanished),
        ("Would have gone on, undecided", found.gone_on),
    ):
        if reports:
            click.echo(f"\n{heading}:")
            _list(review, reports)


def _published(where: Where, path: Path, as_json: bool) -> None:
    from reviewkit.review import compared

    try:
        with where.review() as review:
            found = review.results.compared(path)
    except NoReviewError:
        found = compared(path)
    if as_json:
        echo_json(found)
        return
    for sentence in found.sentences():
        echo_line(sentence)
    if found.events is None:
        click.echo("There is no review here, so this is arithmetic alone.", err=True)
