"""Commands that follow citations, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.progress import stoppable
from reviewkit.model import Direction, RecordId, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.model import ReportId, Told
    from reviewkit.review import CameOfRun, CitationLedger, CitationPlan, IndexCount, Progress, Review

_SHOWN = 20
_INDEXES = click.Choice(["openalex", "crossref", "semantic-scholar", "opencitations"])


@group.command(epilog="Example: reviewkit cite --plan, then: reviewkit cite --yes")
@click.option("--backward", is_flag=True, help="What the seeds cite; this alone is the default.")
@click.option("--forward", is_flag=True, help="What cites the seeds.")
@click.option("--index", "indexes", multiple=True, type=_INDEXES, help="Ask this index; may be given again.")
@click.option("--seed", "seeds", multiple=True, metavar="REPORT", help="Follow this report; may be given again.")
@click.option("--next", "next_", is_flag=True, help="Only the included reports that were not followed yet.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Citing works of one seed.")
@click.option("--budget", type=click.IntRange(min=1), help="Send no more requests than this.")
@click.option("--again", is_flag=True, help="Ask anew what was asked before, as for an update of the review.")
@click.option("--offline", is_flag=True, help="Use only what was answered before on this device.")
@click.option("--plan", "plan_only", is_flag=True, help="Only look the seeds up, and say what a run would take.")
@click.option("--yes", is_flag=True, help="Run without asking first.")
@json_option
@pass_where
def cite(
    where: Where,
    backward: bool,
    forward: bool,
    indexes: tuple[str, ...],
    seeds: tuple[str, ...],
    next_: bool,
    limit: int,
    budget: int | None,
    again: bool,
    offline: bool,
    plan_only: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """Follow citations from every report included at full text, and import what is found as searches of their own.

    Backward OpenAlex and Crossref are asked, forward OpenAlex and Semantic Scholar, unless --index names others. A run
    that was stopped or cut goes on where it was when it is started again. Exit 1 if an index gave nothing, or something
    is missing.
    """
    ways = [Direction.BACKWARD] if backward or not forward else []
    ways += [Direction.FORWARD] if forward else []
    with where.review() as review:
        chosen = _chosen(review, seeds, next_=next_)
        with stoppable("Looking the seeds up ...") as told:
            plan = review.citing.plan(
                chosen,
                indexes=indexes,
                directions=ways,
                limit=limit,
                again=again,
                offline=offline,
                tell=_aside,
                heard=_heard(told),
            )
        if plan_only or not plan.indexes:
            _show_plan(plan, as_json=as_json)
            return 1 if plan.gone else 0
        if not yes:
            _tell_plan(plan, err=True)
            click.confirm("Ask them?", err=True, abort=True)
        with stoppable("Asking ...") as told:
            came = review.citing.run(plan, budget=budget, tell=_aside, heard=_heard(told))
    if as_json:
        echo_json(came)
    else:
        _tell_run(came)
    return 1 if came.gone or any(one.faults for one in came.came) else 0


def _chosen(review: Review, seeds: tuple[str, ...], *, next_: bool) -> list[ReportId] | None:
    if seeds and next_:
        raise click.UsageError("give --seed or --next, not both")
    if next_:
        return review.citing.next_seeds()
    return [review.reports.find(one) for one in seeds] if seeds else None


def _heard(told: Told) -> Callable[[Progress], None]:
    def heard(one: Progress) -> None:
        told(one.answered, max(one.answered, one.expected))

    return heard


def _aside(text: str) -> None:
    click.echo(line(text), err=True)


def _price(price: int) -> str:
    from reviewkit.review import dollars

    return dollars(price)


# ---------------------------------------------------------------------------------------------- the plan


def _show_plan(plan: CitationPlan, *, as_json: bool) -> None:
    if as_json:
        echo_json(
            {"plan": plan, "expected_requests": plan.expected_requests, "expected_price": plan.expected_price / 1e6}
        )
    else:
        _tell_plan(plan)


def _tell_plan(plan: CitationPlan, *, err: bool = False) -> None:
    def say(text: str) -> None:
        click.echo(line(text), err=err)

    say(f"Round {plan.round}, {plural(len(plan.seeds), 'seed')}.")
    for one in plan.indexes:
        what = "references" if one.direction is Direction.BACKWARD else "citing works"
        say(
            f"{one.name}, {one.direction}: knows {one.known} of {plural(len(one.seeds), 'seed')} with {one.listed} "
            f"{what}; about {plural(one.expected.requests, 'request')}, {_price(one.expected.price)}."
        )
        for seed, there in one.over[:_SHOWN]:
            say(f"  {short_id(seed)} is cited by {there}, of which {plan.limit} are asked for (--limit).")
    for name, direction, seeds in plan.before:
        say(f"{name}, {direction}: {plural(seeds, 'seed')} searched in full before, not asked for again.")
    for name, why in plan.gone:
        say(f"{name} CANNOT BE ASKED: {why}")
    if not plan.indexes:
        say("Nothing is left to ask: all of it was searched before. --again asks anew.")
    if plan.unidentified:
        say("These have no DOI or other number to be asked for by; `reviewkit fill-in REPORT doi ...` gives them one:")
        say("  " + ", ".join(short_id(one) for one in plan.unidentified))
    say(f"Looking up took {plural(plan.requests, 'request')}, {_price(plan.price)}.")


def _tell_run(came: CameOfRun) -> None:
    for one in came.came:
        echo_line(
            f"{one.search}: {plural(one.records, 'record')} of {plural(one.seeds, 'seed')}, {one.unknown} not known "
            f"there; {plural(one.unresolved, 'reference')} left as text; {plural(one.requests, 'request')}, "
            f"{_price(one.price)}."
        )
        if one.numberless:
            echo_line(f"  {plural(one.numberless, 'seed')} without a number that it could be asked by.")
        if one.faults:
            echo_line(f"  NOT COMPLETE for {plural(one.faults, 'seed')}; `reviewkit cited` says why, cite asks again.")
    for name, why in came.gone:
        echo_line(f"{name} gave NOTHING: {why}")


# ---------------------------------------------------------------------------------------------- the account


@group.command(epilog="Example: reviewkit cited --json")
@click.option("--unresolved", is_flag=True, help="List the references that no record could be made of, as printed.")
@json_option
@pass_where
def cited(where: Where, unresolved: bool, as_json: bool) -> None:
    """Account for the citation searches: for each seed and index what is listed, resolved, known and new."""
    with where.review() as review:
        found = review.citing.ledger()
        seeds = {RecordId(row.seed) for row in found.rows}
        titles = {one: record.title for one, record in review.session.records(seeds).items()}
    if as_json:
        echo_json(found)
        return
    for row in found.rows:
        if unresolved:
            for text in row.unresolved:
                echo_line(f"{short_id(row.seed)} {row.index}: {text}")
            continue
        listed = "not known there" if row.listed is None else f"{row.listed} listed"
        missing = f", {row.missing} not given" if row.missing else ""
        echo_line(
            f"{row.round} {short_id(row.seed)} {row.index} {row.direction}: {listed}, {row.resolved} records{missing}, "
            f"{row.known} known, {row.new} new, {len(row.unresolved)} as text; {titles.get(RecordId(row.seed), '')}"
        )
        if row.fault:
            echo_line(f"  {'NOT COMPLETE' if row.incomplete else 'NOT ASKED'}: {row.fault}")
    if not unresolved:
        _tell_rounds(found)


def _tell_index(one: IndexCount) -> None:
    unknown = f", {plural(one.unknown, 'seed')} not known there" if one.unknown else ""
    echo_line(
        f"  {one.index}, {one.direction}: identified {plural(one.records, 'record')} of "
        f"{plural(one.reports, 'report')}, {one.known} known already, {one.new} new{unknown}; "
        f"{plural(one.unresolved, 'reference')} left as text."
    )


def _tell_rounds(found: CitationLedger) -> None:
    for one in found.rounds:
        echo_line(
            f"Round {one.number}: {plural(one.seeds, 'seed')}, {', '.join(one.indexes)}: identified "
            f"{plural(one.records, 'record')} of {plural(one.reports, 'report')}, {one.known} known already, "
            f"{one.new} new."
        )
        if one.unknown_seeds:
            echo_line(f"  No index knows {', '.join(short_id(seed) for seed in one.unknown_seeds)}.")
        for index in found.indexes:
            if index.round == one.number:
                _tell_index(index)
    for overlap in found.overlaps:
        echo_line(
            f"Found by {' and '.join(overlap.indexes)}{' only' * (len(overlap.indexes) == 1)}: {overlap.reports}."
        )
    if not found.rows:
        click.echo("No citations were followed yet; `reviewkit cite --plan` says what that would take.")
