"""Which entries of some files describe one paper, without a review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.duplicates import tell_explained, tell_update
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.records import column_option, mapping_of
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.review.file_duplicates import FileGroups


_WAYS = (
    "name the files and where the groups go: --files FILE... --out groups.csv; or, of a review, --explain A B "
    "or --update"
)


@group.command(epilog="Example: reviewkit dedupe --files eric.nbib scopus.csv --out groups.csv")
@click.option(
    "--files",
    "first",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE...",
    help="Exports to compare, in any format that is read, all formats mixed.",
)
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV", help="Where the groups go.")
@column_option
@click.option("--explain", "pair", nargs=2, metavar="A B", help="Of a review: why two records are one, or are not.")
@click.option("--update", is_flag=True, help="Of a review: what newer rules would change; asks before they hold.")
@click.option("--yes", is_flag=True, help="With --update: do not ask.")
@json_option
@pass_where
def dedupe(
    where: Where,
    /,
    first: tuple[Path, ...],
    more: tuple[Path, ...],
    out: Path | None,
    columns: tuple[str, ...],
    pair: tuple[str, str] | None,
    update: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Find the entries of exports that describe one paper; no review is needed and none is changed.

    Of a review, --explain says why two of its records are one report or are not, and --update what newer rules would
    change.

    The CSV has a row an entry: file, entry (from 1), id (the file's own, if it has a column of ids), group, and kept:
    1 for the fullest entry of each group, 0 for the others. Pairs that a person should look at go into a second file
    beside it, as in groups-uncertain.csv. An entry that cannot be read is a group of its own.
    """
    paths = (*first, *more)
    if bool(pair) + update + bool(paths) != 1:
        raise click.UsageError(_WAYS)
    if pair:
        tell_explained(where, *pair, as_json=as_json)
        return
    if update:
        tell_update(where, yes=yes, as_json=as_json)
        return
    from reviewkit.review.file_duplicates import file_groups, write_groups

    if out is None:
        raise click.UsageError(_WAYS)
    found = file_groups(paths, mapping_of(columns))
    written = write_groups(found, out, paths)
    for one in found.rejected:
        click.echo(line(f"{one.file}, entry {one.entry}, line {one.line}: {one.reason}"), err=True)
    if as_json:
        echo_json(_counts(found, written))
        return
    removed = len(found.entries) - found.groups
    echo_line(
        f"{plural(len(found.entries), 'entry', 'entries')}, {len(found.rejected)} that could not be read; "
        f"{plural(found.groups, 'paper')}, {plural(removed, 'duplicate')}, "
        f"{plural(len(found.uncertain), 'uncertain pair')}."
    )
    echo_line(f"Written: {written[0]}, {written[1]}")


def _counts(found: FileGroups, written: Iterable[Path]) -> dict[str, object]:
    entries, rejected = len(found.entries), len(found.rejected)
    return {
        "entries": entries,
        "records": entries - rejected,
        "rejected": rejected,
        "groups": found.groups,
        "removed": entries - found.groups,
        "uncertain": len(found.uncertain),
        "rules": found.rules,
        "written": list(map(str, written)),
        "rejections": found.rejected,
    }
