"""The command that writes sets of reports to files."""

from __future__ import annotations

from pathlib import Path

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import plural


class _Listing(click.Command):
    """A command whose help lists sets, formats and columns, looked up only when somebody asks."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the lists above the example."""
        from reviewkit.review import EXPORT_COLUMNS, EXPORT_FORMATS, SETS

        listed = {
            "Sets": (*SETS, "or any box of the flow, as with `flow --why`"),
            "Formats, by the ending of FILE": tuple(f"{ending} {name}" for ending, name in EXPORT_FORMATS.items()),
            "Columns": EXPORT_COLUMNS,
        }
        for heading, words in listed.items():
            with formatter.section(heading):
                formatter.write_text(", ".join(words))
        super().format_epilog(ctx, formatter)


@group.command(cls=_Listing, epilog="Example: reviewkit export excluded.xlsx --box excluded_at_full_text")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--box", default="included", show_default=True, help="A set, or a box of the flow.")
@click.option(
    "--columns", default="", metavar="NAME,NAME,...", help="What is told of each report; default: nearly all."
)
@click.option("--excel", is_flag=True, help="Of CSV: so that Excel shows every letter and keeps rows whole.")
@pass_where
def export(where: Where, file: Path, box: str, columns: str, excel: bool) -> None:
    """Write a set of reports to a file, one row or one reference a report, safe to open in a spreadsheet.

    The ending of FILE says how. RIS, BibTeX and CSL JSON are for Zotero, EndNote and the like: they hold what a report
    is, not how it was decided on. Nothing of a colleague's work is told on what you have not decided on.
    """
    with where.review() as review:
        number = review.exporting.write(file, box, columns.split(","), excel=excel)
    click.echo(f"{plural(number, 'report')} written to {file}.")
