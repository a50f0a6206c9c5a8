"""Commands that keep a review: backups of this device's database, and the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural

if TYPE_CHECKING:
    from reviewkit.review import Verified


@group.command(epilog="Example: reviewkit backup")
@click.option("--list", "only_list", is_flag=True, help="Make none; list those there are.")
@json_option
@pass_where
def backup(where: Where, only_list: bool, as_json: bool) -> None:
    """Make a backup of this device's database now, and list those there are."""
    with where.review() as review:
        made = None if only_list else review.keeping.backup()
        found = review.keeping.backups()
    if as_json:
        echo_json({"made": made.name if made is not None else None, "backups": found})
        return
    if made is not None:
        echo_line(f"Made: {made}")
    for one in found:
        echo_line(f"{one.name}  {one.size / 2**20:.1f} MB")
    if not found:
        click.echo("There is no backup yet; one is made on each day on which you write.")


@group.command(epilog="Example: reviewkit restore 2026-05-03T10-15-00Z-daily.sqlite")
@click.argument("name", required=False, default="")
@json_option
@pass_where
def restore(where: Where, name: str, as_json: bool) -> None:
    """Put a backup of this device's database back: the newest, or NAME. Loses nothing that the folder holds."""
    from reviewkit.review import Review

    done = Review.restore(where.here(), name)
    if as_json:
        echo_json(done)
        return
    echo_line(f"{done.backup} is back, with {plural(done.newer, 'newer event')} from the folder and this device.")
    if done.aside:
        echo_line(f"The database that was there is kept as {done.aside}.")
    if done.new_device:
        click.echo(
            "Colleagues hold events of this device that are nowhere here, so it goes on as a new device. "
            "They come back with the next exchange."
        )


@group.command(epilog="Example: reviewkit archive my-review.zip --without-abstracts")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-abstracts", is_flag=True, help="Leave out abstracts and exports, where licences ask for it.")
@json_option
@pass_where
def archive(where: Where, file: Path | None, without_abstracts: bool, as_json: bool) -> None:
    """Write the whole review with its outputs and checksums to one zip; `reviewkit verify FILE` checks it."""
    with where.review() as review:
        made = review.keeping.archive(file, abstracts=not without_abstracts)
    if as_json:
        echo_json({"file": str(made.path), "files": made.files, "left_out": made.left_out, "texts": made.texts})
        return
    echo_line(f"{plural(made.files, 'file')} written to {made.path}.")
    for one in made.left_out:
        echo_line(f"Left out: {one}")
    if without_abstracts:
        click.echo("Notes that reviewers wrote are in it: if one quotes an abstract, that is in it too.")
        if made.texts:
            texts = plural(made.texts, "text")
            click.echo(f"So are {texts} that people filled in or repaired themselves, as part of the history.")


def tell_verified(found: Verified, *, as_json: bool) -> int:
    """Print what came of an archive, and return the exit code."""
    if as_json:
        echo_json(found)
        return 1 if found.faults else 0
    echo_line(f"{found.title}: {plural(found.events, 'event')}, written by {found.program}.")
    for note in found.notes:
        echo_line(f"Note: {note}")
    for fault in found.faults:
        echo_line(f"WRONG: {fault}")
    if not found.faults:
        echo_line(f"Every checksum holds; made anew and equal, byte for byte: {', '.join(found.outputs)}.")
    return 1 if found.faults else 0
