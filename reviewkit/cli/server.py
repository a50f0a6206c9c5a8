"""Commands about the server where a team of many meets: its setting up, its people, a folder brought there and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.review import Handout

_AT = click.option("--at", "url", metavar="URL", default="", help="Default: REVIEWKIT_DATABASE, or the criteria's.")


@group.group(epilog="Example: reviewkit server status")
def server() -> None:
    """Meet on a PostgreSQL server, which keeps everybody blind by itself, instead of in a shared folder."""


@server.command(epilog="Example: reviewkit server init postgresql://localhost/families")
@click.argument("url")
@pass_where
def init(where: Where, url: str) -> None:
    """Set this review up in a database that you own, or bring it there to the present criteria and program.

    Prints once what to hand to each reviewer who is new there. All of it happens, or nothing.
    """
    with where.review(meet=False) as review:
        made = review.server.set_up(url)
        at = review.server.at(url).shown
    echo_line(f"The review is set up at {at}.")
    _hand_out(made, url)
    click.echo("`reviewkit server push` puts there what this folder holds.")


@server.command(epilog='Example: reviewkit server add "Mary Anning"')
@click.argument("name")
@_AT
@pass_where
def add(where: Where, name: str, url: str) -> None:
    """Let a reviewer of the criteria in, also one who was closed; prints once what to hand over."""
    with where.review(meet=False) as review:
        made = review.server.add(url, name)
    _hand_out([made], url)


def _hand_out(made: Sequence[Handout], url: str) -> None:
    from reviewkit.review import handed

    for one in made:
        click.echo()
        echo_line(f"For {one.name}, over a channel that nobody else reads; it is shown this once:")
        for text in handed(one, url):
            echo_line(f"    {text}")


@server.command(epilog='Example: reviewkit server rename "M. Anning" "Mary Anning"')
@click.argument("name")
@click.argument("new")
@_AT
@pass_where
def rename(where: Where, name: str, new: str, url: str) -> None:
    """Let a person write under a new name; say so under [renamed] in criteria/review.toml as well."""
    with where.review(meet=False) as review:
        review.server.rename(url, name, new)
    echo_line(f"{name} writes there as {new} from now on.")


@server.command(epilog='Example: reviewkit server close "Mary Anning"')
@click.argument("name")
@_AT
@pass_where
def close(where: Where, name: str, url: str) -> None:
    """Let a person in no longer, also where connected now; what they did stays."""
    with where.review(meet=False) as review:
        role = review.server.close(url, name)
    echo_line(f"{name} ({role}) cannot connect any more.")


@server.command(epilog="Example: reviewkit server status --json")
@json_option
@pass_where
def status(where: Where, as_json: bool) -> None:
    """Tell whether the server can be reached, what waits to be sent, and how far everybody is; never with what."""
    with where.review(meet=False) as review:
        found = review.server.status()
    if as_json:
        echo_json(found)
        return
    if not found.server:
        click.echo("This review has no server; people meet in its folder.")
        return
    reachable = "can be reached" if found.reachable else "cannot be used now"
    echo_line(
        f"The server {found.server} {reachable}; {plural(found.waiting, 'event waits', 'events wait')} to be sent."
    )
    if found.why:
        echo_line(found.why)
    for name, what, number in found.finished:
        echo_line(f"{name} has finished {number} at {what.replace('_', ' ')}.")
    for one in found.people:
        state = "closed" if one.closed else f"connects as {one.role}" if one.role else "cannot connect"
        echo_line(f"{one.names[0]}: {state}, {plural(one.events, 'event')}")


@server.command(epilog="Example: reviewkit server push")
@_AT
@pass_where
def push(where: Where, url: str) -> None:
    """Put all that this folder holds, in everybody's name, onto the server; for its owner. Can be repeated."""
    with where.review(meet=False) as review:
        found = review.server.push(url)
    click.echo(f"{plural(found.sent, 'event')} and {plural(found.files, 'file')} sent; the rest was there already.")


@server.command(epilog="Example: reviewkit server pull ~/families --at postgresql://ada@review.example.org/families")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@_AT
@pass_where
def pull(where: Where, folder: Path | None, url: str) -> None:
    """Bring all that you may see from the server into this folder, or into a new one, journals and criteria too."""
    from reviewkit.review import begin_from_server

    at = folder or where.here()
    if begin_from_server(at, url):
        echo_line(f"The criteria of the review are in {at}.")
    with Where(at, where.reviewer).review(meet=False) as review:
        found, kept_back = review.server.pull(url)
    click.echo(f"{plural(found.received, 'event')} and {plural(found.files, 'file')} came.")
    if kept_back:
        click.echo(f"{plural(kept_back, 'event')} of colleagues {'is' if kept_back == 1 else 'are'} kept from you yet.")
