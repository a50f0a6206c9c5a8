"""Commands that start a review and say what it decides by."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.model import Stage


@group.command(epilog='Example: reviewkit init my-review --title "Partnerships" --reviewer Ada --reviewer Grace')
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the review is called.")
@click.option("--reviewer", "reviewers", multiple=True, metavar="NAME", help="A reviewer; give it twice.")
def init(folder: Path, title: str | None = None, reviewers: tuple[str, ...] = ()) -> None:
    """Start a new review in FOLDER, with commented criteria to fill in."""
    from reviewkit.review import new_review

    names = reviewers or ("reviewer 1", "reviewer 2")
    new_review(folder, identity=str(uuid.uuid4()), title=title or folder.resolve().name, reviewers=names)
    click.echo(f"A new review is in {folder}.")
    click.echo("Next: fill in criteria/*.toml with an editor, then run `reviewkit` in that folder.")


@group.command(epilog="Example: reviewkit criteria")
@json_option
@pass_where
def criteria(where: Where, as_json: bool) -> None:
    """Check the criteria, and list what each stage decides by."""
    with where.review() as review:
        by_stage = {stage: review.screening.criteria(stage) for stage in Stage}
        if as_json:
            echo_json({"fingerprint": review.session.fingerprint, "stages": by_stage})
            return
        for stage, criteria_ in by_stage.items():
            click.echo(f"{stage.words}: {plural(len(criteria_), 'criterion', 'criteria')}")
            for number, one in enumerate(criteria_, start=1):
                echo_line(f"  {number} {one.id} ({one.name})")
