"""What people take away from the quality appraisal, and the pictures of it and of the included studies."""

from __future__ import annotations

from pathlib import Path

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import width

_FORMATS = ("svg", "png", "pdf")


@group.command(epilog="Example: reviewkit ratings -o appendix.docx")
@click.option("--wide", is_flag=True, help="A row a study, the criteria side by side.")
@click.option("--long", "long_", is_flag=True, help="A row a study, rater and criterion, with quotation and page.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file: .csv, .xlsx or .docx.")
@click.option("--excel", is_flag=True, help="Of CSV: so that Excel shows every letter and keeps rows whole.")
@json_option
@pass_where
def ratings(where: Where, wide: bool, long_: bool, out: Path | None, excel: bool, as_json: bool) -> None:
    """Print or write how the studies are rated, by whom, and what that rests on.

    --long, which holds unless you say otherwise, has the evidence. A workbook has both forms, and a Word document the
    tables of an appendix: what was agreed on, how often, the evidence, the agreement. As far as you may see it.
    """
    if wide and long_:
        raise click.UsageError("--long and --wide are two forms; choose one")
    if excel and out is None:
        raise click.UsageError("--excel belongs to -o FILE.csv")
    with where.review() as review:
        tables = review.rating_tables
        if as_json:
            heads, *rows = tables.rows(wide=wide)
            echo_json([dict(zip(heads, row, strict=True)) for row in rows])
            return
        if out is None:
            echo_block(tables.as_csv(wide=wide).rstrip("\n"))
            return
        number = tables.write(out, wide=wide, excel=excel)
    click.echo(f"Ratings of {plural(number, 'study', 'studies')} written to {out}.")


@group.command(epilog="Example: reviewkit plots -o figures --format pdf")
@click.option(
    "-o", "--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="Default: data/out/plots/."
)
@click.option("--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="Default: all three.")
@click.option("--by-rater", is_flag=True, help="What each rater said, instead of what was agreed on.")
@click.option(
    "--weight",
    type=click.Choice(["studies", "reports"]),
    default="studies",
    show_default=True,
    help="What the bars count: each study once, or as many times as it has reports.",
)
@click.option("--text", is_flag=True, help="Draw them here.")
@json_option
@pass_where
def plots(
    where: Where, folder: Path | None, formats: tuple[str, ...], by_rater: bool, weight: str, text: bool, as_json: bool
) -> None:
    """Draw the quality appraisal and the included studies.

    Ratings of each study, how often each was given, agreement with its intervals; studies by year and by each field of
    the codebook that has choices, and how many quotations stand under each theme. Writes each as a picture and as CSV.
    Symbols, letters and hatching tell ratings apart in grey, too. --text draws them here and --json prints their
    tables; both write nothing.
    """
    if (text or as_json) and (folder is not None or formats):
        raise click.UsageError("-o and --format write files; --text and --json write none")
    with where.review() as review:
        pictures = review.pictures
        found = pictures.plots(by_rater=by_rater, by_reports=weight == "reports", columns=width())
        if as_json:
            echo_json(pictures.as_value(found))
            return
        if text:
            echo_block("\n".join(f"{one.title}\n\n{one.text}" for one in found).rstrip("\n"))
            return
        files, missing = pictures.write(folder, found, formats or _FORMATS)
    for path in files:
        echo_line(f"Written: {path}")
    for words in missing:
        echo_line(f'No font of this device has all letters of "{words}"; the SVG has them as text.')
