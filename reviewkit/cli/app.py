"""The group of commands, what they share, and the terminal UI when there is no command."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.review import Review


@dataclass(frozen=True, slots=True)
class Where:
    """The review and the reviewer that a call names."""

    folder: Path | None
    reviewer: str | None

    def here(self) -> Path:
        """Return the review's folder: the one named, or the one that the working directory is in."""
        from reviewkit.review import find_review

        return self.folder or find_review(Path.cwd()) or Path.cwd()

    @contextlib.contextmanager
    def review(self, *, meet: bool = True) -> Iterator[Review]:
        """Open the review for one command; says so when the reviewer is not the device's own.

        Where it has a server, the device is brought level with it before and after, unless that is left to the command.
        """
        from reviewkit.review import Review

        review = Review.open(self.here(), reviewer=self.reviewer)
        try:
            if review.session.overridden:
                click.echo(f"Acting as {review.session.reviewer} for this command.", err=True)
            if meet:
                _tell(review.server.meet_if_possible())
            yield review
            if meet and review.server.waiting():
                _tell(review.server.meet_if_possible())
            if review.session.store.behind is not None:
                click.echo(f"Saved on this device, not yet in the folder: {review.session.store.behind}", err=True)
            if review.session.unkept is not None:
                click.echo(f"Saved, but without today's backup: {review.session.unkept}", err=True)
        finally:
            review.close()


def _tell(sentence: str) -> None:
    if sentence:
        click.echo(sentence, err=True)


pass_where = click.make_pass_decorator(Where)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: `reviewkit` alone opens the review of this folder in the terminal UI.",
)
@click.option("--review", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder of the review.")
@click.option("--as", "reviewer", metavar="NAME", help="Act as this reviewer for this command.")
@click.version_option(package_name="reviewkit")
@click.pass_context
def group(context: click.Context, folder: Path | None, reviewer: str | None) -> int | None:
    """Carry a systematic review from database exports to the included set."""
    context.obj = Where(folder, reviewer)
    return _open_ui(context.obj) if context.invoked_subcommand is None else None


def _open_ui(where: Where) -> int:
    from reviewkit.review import find_review

    here = where.folder or find_review(Path.cwd())
    if here is None:
        return _offer_review()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the terminal UI needs a terminal; `reviewkit --help` lists the commands")
    if os.environ.get("TERM") in ("dumb", "unknown"):
        raise click.UsageError("this terminal cannot place text; `reviewkit --help` lists the commands")
    from reviewkit import tui

    with where.review(meet=False) as review:
        return tui.run(review)


def _offer_review() -> int:
    from reviewkit.cli.start import init

    folder = Path.cwd()
    click.echo(f"There is no review in {folder}.", err=True)
    if not (sys.stdin.isatty() and click.confirm("Start one here?", err=True)):
        click.echo("Start one with `reviewkit init FOLDER`, or go to the folder of a review.", err=True)
        return 1
    click.get_current_context().invoke(init, folder=folder)
    return 0


from reviewkit.cli import (  # noqa: E402  # they add themselves to the group
    appraising,
    citing,
    codebook,
    coding,
    convert,
    decisions,
    dedupe,
    duplicates,
    export,
    flow,
    fulltexts,
    integrity,
    keeping,
    meeting,
    numbers,
    ordering,
    people,
    plots,
    records,
    references,
    repairs,
    report,
    rounds,
    rules,
    search,
    server,
    settings,
    simulate,
    start,
    stopping,
    switching,
)

__all__ = [
    "appraising",
    "citing",
    "codebook",
    "coding",
    "convert",
    "decisions",
    "dedupe",
    "duplicates",
    "export",
    "flow",
    "fulltexts",
    "group",
    "integrity",
    "keeping",
    "meeting",
    "numbers",
    "ordering",
    "people",
    "plots",
    "records",
    "references",
    "repairs",
    "report",
    "rounds",
    "rules",
    "search",
    "server",
    "settings",
    "simulate",
    "start",
    "stopping",
    "switching",
]
