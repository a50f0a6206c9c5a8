"""Commands that decide: the queue, decisions, undo, conflicts, full texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.model import Access, Route, Stage, Status, Verdict, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.review import ReportView

_STAGES = click.Choice([stage.value for stage in Stage])
_stage_option = click.option("--stage", type=_STAGES, help="Default: the stage that the report has reached.")
_reasons_option = click.option("--reason", "reasons", multiple=True, metavar="CRITERION", help="May be given again.")


@group.command(epilog="Example: reviewkit queue --stage title_abstract")
@click.option("--stage", type=_STAGES, default=Stage.TITLE_ABSTRACT.value, show_default=True)
@json_option
@pass_where
def queue(where: Where, stage: str, as_json: bool) -> None:
    """List the reports that wait for you at a stage, in the order in which you read (`reviewkit order`)."""
    with where.review() as review:
        views = [review.screening.view(report, Stage(stage)) for report in review.ordering.queue(Stage(stage))]
    if as_json:
        echo_json([{"report": view.report.id, "title": view.record.title, "year": view.record.year} for view in views])
        return
    for view in views:
        echo_line(citation(view.record))
    click.echo(f"{plural(len(views), 'report')} left for you at {Stage(stage).words}.", err=True)


@group.command(epilog="Example: reviewkit show 3f2a9c1b:12")
@click.argument("report")
@_stage_option
@json_option
@pass_where
def show(where: Where, report: str, stage: str | None, as_json: bool) -> None:
    """Show one report, its criteria, and the decisions on it that you may see."""
    with where.review() as review:
        found = review.reports.find(report)
        view = review.screening.view(found, Stage(stage) if stage else review.reports.stage(found))
    if as_json:
        echo_json(view)
    else:
        _tell_report(view)


def _tell_report(view: ReportView) -> None:
    record = view.record
    echo_line(record.title or "(no title)")
    echo_line("; ".join(record.authors) or "(no authors)")
    volume = f" {record.volume}({record.issue})" if record.issue else f" {record.volume}".rstrip()
    echo_line(f"{record.year or 'n.d.'}, {record.journal}{volume}, {record.pages}".rstrip(", "))
    echo_line(f"records: {', '.join(short_id(one) for one in view.report.records)}; from {', '.join(view.sources)}")
    if record.doi:
        echo_line(f"https://doi.org/{record.doi}")
    click.echo()
    echo_block(record.abstract or "(no abstract in the export)")
    click.echo()
    for number, one in enumerate(view.criteria, start=1):
        echo_line(f"{number} {one.id}: {one.name}{f' [{one.fact}]' if one.fact else ''}")
        for ruling in one.rulings:
            echo_block(f"  {line(ruling)}")
    click.echo()
    echo_line(f"{view.stage.words}: {view.status.value.replace('_', ' ')}")
    for vote in view.votes:
        reasons = f" ({', '.join(vote.reasons)})" if vote.reasons else ""
        note = f' "{vote.note}"' if vote.note else ""
        echo_line(f"  {vote.reviewer}: {vote.verdict}{reasons}{note}")


@group.command(epilog="Example: reviewkit decide 3f2a9c1b:12 exclude --reason language")
@click.argument("report")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]))
@_stage_option
@_reasons_option
@click.option("--note", default="")
@pass_where
def decide(where: Where, report: str, verdict: str, stage: str | None, reasons: tuple[str, ...], note: str) -> None:
    """Decide on a report; a later decision replaces an earlier one of yours."""
    with where.review() as review:
        found = review.reports.find(report)
        at = Stage(stage) if stage else review.reports.stage(found)
        review.screening.decide(found, at, Verdict(verdict), reasons, note)
        left = len(review.screening.queue(at))
    click.echo(f"{short_id(found)} at {at.words}: {verdict}. {left} left for you.")


@group.command(epilog="Example: reviewkit undo")
@pass_where
def undo(where: Where) -> int:
    """Take back your last act on this device; again for the one before."""
    with where.review() as review:
        undone = review.screening.undo()
    if undone is None:
        click.echo("There is nothing left to take back.")
        return 1
    act, report = undone
    kind = type(act.body).__name__.lower()
    click.echo(f"The {kind} of {act.time}{f' on {short_id(report)}' if report else ''} is taken back.")
    return 0


@group.command(epilog="Example: reviewkit conflicts --stage full_text")
@click.option("--stage", type=_STAGES, help="Default: all stages.")
@json_option
@pass_where
def conflicts(where: Where, stage: str | None, as_json: bool) -> None:
    """List the reports that the reviewers have to settle."""
    stages = [Stage(stage)] if stage else list(Stage)
    with where.review() as review:
        views = [review.screening.view(report, at) for at in stages for report in review.screening.unsettled(at)]
    if as_json:
        echo_json(views)
        return
    for view in views:
        echo_line(f"{view.stage.words}: {citation(view.record)}")
        for vote in view.votes:
            echo_line(f"  {vote.reviewer}: {vote.verdict} {', '.join(vote.reasons)} {vote.note}")
    if not views:
        click.echo("No conflict waits.")


@group.command(
    epilog='Example: reviewkit resolve 3f2a9c1b:12 include --by "reviewer 1" --by "reviewer 2"',
)
@click.argument("report")
@click.argument("verdict", type=click.Choice([Verdict.INCLUDE.value, Verdict.EXCLUDE.value]))
@_stage_option
@_reasons_option
@click.option("--by", multiple=True, required=True, metavar="NAME", help="All who agreed, or the adjudicator alone.")
@click.option("--note", default="")
@pass_where
def resolve(
    where: Where, report: str, verdict: str, stage: str | None, reasons: tuple[str, ...], by: tuple[str, ...], note: str
) -> None:
    """Settle a conflict, by consensus of all who decided or by the adjudicator."""
    with where.review() as review:
        found = review.reports.find(report)
        at = Stage(stage) if stage else review.reports.stage(found)
        review.screening.resolve(found, at, Verdict(verdict), by=by, reasons=reasons, note=note)
    click.echo(f"{short_id(found)} at {at.words}: settled as {verdict}.")


@group.command(epilog='Example: reviewkit access 3f2a9c1b:12 not_retrieved --reason "no library holds it"')
@click.argument("report")
@click.argument("state", type=click.Choice([access.value for access in Access]))
@click.option("--reason", default="")
@pass_where
def access(where: Where, report: str, state: str, reason: str) -> None:
    """Say whether the full text of a report could be had."""
    with where.review() as review:
        found = review.reports.find(report)
        review.screening.set_access(found, Access(state), reason)
    click.echo(f"{short_id(found)}: {state.replace('_', ' ')}.")


@group.command(epilog="Example: reviewkit reports --stage full_text --status excluded")
@click.option("--text", default="", help="Words in title, authors, journal or year.")
@click.option("--stage", type=_STAGES)
@click.option("--status", type=click.Choice([status.value for status in Status]))
@click.option("--own", type=click.Choice([*(verdict.value for verdict in Verdict), "none"]), help="Your own decision.")
@click.option("--reason", default="", metavar="CRITERION")
@click.option("--route", type=click.Choice([route.value for route in Route]))
@json_option
@pass_where
def reports(
    where: Where,
    text: str,
    stage: str | None,
    status: str | None,
    own: str | None,
    reason: str,
    route: str | None,
    as_json: bool,
) -> None:
    """List the reports, those that fit all the options given."""
    from reviewkit.review import Filter

    wanted = Filter(
        text=line(text),
        stage=Stage(stage) if stage else None,
        status=Status(status) if status else None,
        own=own or "",
        reason=reason,
        route=Route(route) if route else None,
    )
    with where.review() as review:
        rows = review.reports.rows(wanted)
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        echo_line(f"{citation(row.record)} [{row.stage.words}: {row.status.value.replace('_', ' ')}]")
    click.echo(plural(len(rows), "report"), err=True)
