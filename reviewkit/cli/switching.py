"""Commands that bring decisions over from other programs, and write ours for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.model import Stage
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.review import Review
    from reviewkit.review.switching import Left, Plan

_SHOWN = 20
_PROGRAMS = ("rayyan", "covidence", "asreview", "spreadsheet")
_LISTS = ("irrelevant", "screen", "select", "excluded", "included")
_stage_option = click.option(
    "--stage", type=click.Choice([stage.value for stage in Stage]), required=True, help="That they were decided at."
)


def _about_the_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a file of another program does not say itself."""
    options = (
        _stage_option,
        click.option(
            "--reviewer",
            "reviewers",
            multiple=True,
            metavar='"NAME IN FILE=REVIEWER"',
            help="Whose the decisions under a name are; may be given again. Default: those under your own name.",
        ),
        click.option(
            "--reason",
            "reasons",
            multiple=True,
            metavar='"REASON IN FILE=CRITERION"',
            help="Which criterion a reason is; by id or name it is known without.",
        ),
        click.option("--list", "list_", type=click.Choice(_LISTS), default=None, help="Which of Covidence's lists."),
        click.option("--blind", is_flag=True, help="Each decided without seeing the other's decisions."),
        click.option("--replace", is_flag=True, help="Replace your own decisions here that differ."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@group.command(
    "import-decisions",
    epilog='Example: reviewkit import-decisions articles.csv --stage title_abstract --reviewer "Anna B.=Ada" --dry-run',
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_about_the_file
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--take-back", is_flag=True, help="Take back your decisions that came from a file of this name.")
@click.option("--yes", is_flag=True, help="A colleague made the decisions that are brought over as the colleague's.")
@json_option
@pass_where
def import_decisions(
    where: Where, /, file: Path, *, dry_run: bool, take_back: bool, yes: bool, as_json: bool, **about: Any
) -> int:
    """Bring over decisions, reasons, notes and labels from Rayyan, Covidence, ASReview or a spreadsheet.

    Read are Rayyan's zip, articles.csv or RIS; Covidence's lists as CSV; ASReview's CSV or RIS; and CSV tables with a
    column a reviewer, or with columns called reviewer and decision. Papers are found by our short id, DOI, accession
    number, or title, year and authors; what is not found, or fits two reports, is listed and left. The same file again
    changes nothing, and decisions of yours that stand here stay unless --replace.
    """
    stage = Stage(about.pop("stage"))
    with where.review() as review:
        if take_back:
            number = review.switching.take_back(file.name, stage)
            click.echo(f"{plural(number, 'decision')} of yours from {file.name} at {stage.words} taken back.")
            return 0
        plan = _plan(review, file, stage, about)
        if not as_json:
            _tell(plan)
        brought = None if dry_run else review.switching.bring_over(plan, confirmed=yes or _confirmed(review, plan))
    if as_json:
        echo_json({"plan": _plain(plan), "written": brought})
    elif brought is None:
        click.echo("Nothing is written: this was a dry run.")
    else:
        click.echo(f"Written: {plural(brought.decisions, 'decision')} of yours, tags on {brought.tags} reports.")
        for other, number in brought.handed.items():
            echo_line(f"Handed over as {other}'s: {plural(number, 'decision')}; what stood already is as it was.")
    return 0


def _plan(review: Review, file: Path, stage: Stage, about: dict[str, Any]) -> Plan:
    return review.switching.plan(
        file,
        stage,
        _pairs(about["reviewers"], "--reviewer"),
        blind=about["blind"],
        replace=about["replace"],
        reasons=_pairs(about["reasons"], "--reason"),
        list_=about["list_"] or "",
    )


def _pairs(given: Sequence[str], option: str) -> dict[str, str]:
    """Return what stands before the last `=` of each, and what after it."""
    found: dict[str, str] = {}
    for text in given:
        left, equals, right = text.rpartition("=")
        if not (left.strip() and equals and right.strip()):
            raise click.UsageError(f'{option} is "IN THE FILE=HERE", not "{text}"')
        if left.strip().casefold() in map(str.casefold, found):
            raise click.UsageError(f'{option} names "{left.strip()}" twice')
        found[left.strip()] = right.strip()
    return found


def _confirmed(review: Review, plan: Plan) -> bool:
    others = {choice.reviewer for choice in plan.choices} - {review.session.reviewer}
    if not others or not sys.stdin.isatty():
        return False
    return click.confirm(f"Did {', '.join(sorted(others))} make these decisions?", err=True)


def _tell(plan: Plan) -> None:
    for sentence in plan.sentences():
        echo_line(sentence)
    _list("Not found:", plan.unmatched)
    _list("Ambiguous, so nothing is written:", plan.ambiguous)
    _list("Cannot be brought over:", plan.refused)
    _list("Could not be read:", plan.unread)
    _list("Other than your decision here:", plan.differing)


def _list(heading: str, entries: Sequence[Left]) -> None:
    if entries:
        click.echo(heading)
    for one in entries[:_SHOWN]:
        click.echo("  " + line(f"line {one.line}: {f'{one.what}: ' if one.what else ''}{one.why}"))
    if len(entries) > _SHOWN:
        click.echo(f"  and {len(entries) - _SHOWN} more; --json lists all")


def _plain(plan: Plan) -> dict[str, object]:
    import dataclasses

    kept = [one.name for one in dataclasses.fields(plan) if one.name not in ("choices", "tagged")]
    return {"sentences": plan.sentences(), **{name: getattr(plan, name) for name in kept}}


@group.command(
    "export-decisions",
    epilog="Example: reviewkit export-decisions to-rayyan.csv --to rayyan --stage title_abstract",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "program", type=click.Choice(_PROGRAMS), required=True, help="Who is to read it.")
@_stage_option
@click.option("--box", default="", help="Only the reports behind a box of the flow; default: all.")
@pass_where
def export_decisions(where: Where, file: Path, program: str, stage: str, box: str) -> None:
    """Write the reports with the decisions that you may see for Rayyan, Covidence, ASReview or a spreadsheet.

    The file's ending says its kind: .csv or .ris for rayyan and asreview, .ris for covidence, .csv for a spreadsheet.
    Every entry bears our short id, so that `import-decisions` finds it again.
    """
    with where.review() as review:
        number, losses = review.switching.write(file, program, Stage(stage), box)
    click.echo(f"{plural(number, 'report')} written to {file}.")
    if losses:
        click.echo(losses)
