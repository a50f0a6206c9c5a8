"""Commands about who works here, and how far everyone is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural

if TYPE_CHECKING:
    from reviewkit.review import Activity, Home


@group.command(epilog='Example: reviewkit reviewer "reviewer 1"')
@click.argument("name", required=False)
@pass_where
def reviewer(where: Where, name: str | None) -> None:
    """Say who works at this device, or ask."""
    with where.review() as review:
        if name is not None:
            click.echo(f"This device now remembers {review.session.remember_reviewer(name)}.")
        else:
            echo_line(review.session.acting())


@group.command(epilog="Example: reviewkit status --since yesterday")
@click.option("--since", metavar="DAY", help="Also what each has done since: yesterday, tuesday, 3 days, 2026-05-03.")
@json_option
@pass_where
def status(where: Where, since: str | None, as_json: bool) -> None:
    """Tell how far the review is and what is next."""
    with where.review() as review:
        home = review.home()
        done = review.activity(since) if since is not None else None
        hints = review.rules.hints()
    if as_json:
        echo_json(home if done is None else {"home": home, "since": done})
        return
    _tell_home(home)
    for hint in hints:
        echo_line(hint)
    for one in done or ():
        _tell_activity(one, since or "")


def _tell_activity(done: Activity, since: str) -> None:
    parts = [f"{plural(number, 'report')} at {stage.words}" for stage, number in done.decisions.items()]
    counted = (
        (done.settled, "conflict settled", "conflicts settled"),
        (done.imports, "import", ""),
        (done.pairs, "pair judged", "pairs judged"),
    )
    parts += [plural(number, one, many) for number, one, many in counted if number]
    echo_line(f"Since {since}, {done.reviewer}: {', '.join(parts) or 'nothing'}")


def _tell_home(home: Home) -> None:
    echo_line(home.title)
    if home.watermark:
        echo_line(home.watermark)
    echo_line(f"Next: {home.step.sentence}")
    for label, number in home.identified:
        echo_line(f"Identified through {label}: {number}")
    odds = f", {plural(home.odds, 'pair')} at odds (`reviewkit pairs --disputed`)" if home.odds else ""
    click.echo(f"Duplicates: {home.linked} linked, {plural(home.uncertain, 'uncertain pair')}{odds}")
    if removed := sum(number for _, number in home.identified) - home.linked - home.stages[0].reports:
        click.echo(f"Removed by rules: {removed}")
    for count in home.stages:
        decided = ", ".join(f"{name} {number}" for name, number in count.decided.items())
        echo_line(
            f"{count.stage.words.capitalize()}: {plural(count.reports, 'report')}; decided: {decided}; "
            f"{count.settled} settled, {count.included} in, {count.excluded} out, {count.unsettled} to settle"
            + (f"; {count.left} left for you" if home.reviewer else "")
        )
    click.echo(f"Included: {home.included}, pending: {home.pending}")
    for name, time in home.heard:
        echo_line(f"Last heard from {name}: {time or 'never'}")


@group.command(epilog="Example: reviewkit sync /media/stick/my-review")
@click.argument("other", type=click.Path(path_type=Path, file_okay=False))
@json_option
@pass_where
def sync(where: Where, other: Path, as_json: bool) -> None:
    """Bring this folder and another copy of it level: on a stick, from a mail, the colleague's own."""
    with where.review() as review:
        exchanged = review.sync(other)
    if as_json:
        echo_json(exchanged)
        return
    click.echo(f"{plural(len(exchanged.received), 'file')} received, {plural(len(exchanged.sent), 'file')} sent.")
    for refused in exchanged.refused:
        echo_line(f"Not copied: {refused}")
