"""Exports into another format, and what is in them, without a review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import group
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.records import column_option, mapping_of
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.review.exports import Account


@group.command(epilog="Example: reviewkit convert eric.nbib scopus.csv -o all.ris")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write, by its ending.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@column_option
@json_option
def convert(files: tuple[Path, ...], out: Path | None, force: bool, columns: tuple[str, ...], as_json: bool) -> None:
    """Read exports in any format and write their records as .ris, .bib, .csv, .xlsx or .json (CSL JSON).

    Needs no review and changes none. Entries that cannot be read are listed with file, line and reason; they are not in
    the file written, and the exit code is 0 all the same. Duplicates stay: `reviewkit dedupe` finds them. Without
    -o, --json alone says what is in the files.
    """
    from reviewkit.review import exports

    if out is None:
        if not as_json:
            raise click.UsageError("say where the records go with -o FILE, or only what is in the files with --json")
        done = exports.accounts(files, mapping_of(columns))
    else:
        done = exports.convert(files, out, mapping_of(columns), replace=force)
    tell_rejected(done)
    if as_json:
        echo_json({"files": done})
    else:
        _tell(done, out)


def tell_rejected(accounts: Iterable[Account]) -> None:
    """List on stderr the entries that could not be read."""
    for one in accounts:
        for entry in one.rejected:
            click.echo(line(f"{one.file}, line {entry.line}: {entry.reason}"), err=True)


def _tell(done: Iterable[Account], out: Path | None) -> None:
    written = lost = 0
    for one in done:
        platform = f" ({one.platform})" if one.platform else ""
        entries, rejected = plural(one.entries, "entry", "entries"), plural(len(one.rejected), "rejection")
        echo_line(f"{one.file}: {one.format}{platform}, {entries}, {plural(one.records, 'record')}, {rejected}.")
        written += one.records
        lost += len(one.rejected)
    unread = f" {plural(lost, 'entry', 'entries')} could not be read and are not in it." if lost else ""
    echo_line(f"{plural(written, 'record')} written to {out}.{unread}")
