"""Commands about the search itself: its words for each platform, known articles, runs through open APIs, PRISMA-S."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.review import KnownItem, Plan, Rendered, Run


@group.command(epilog="Example: reviewkit query ebscohost")
@click.argument("platform", required=False)
@json_option
@pass_where
def query(where: Where, platform: str | None, as_json: bool) -> None:
    """Print the search of criteria/search.toml in a platform's syntax, and what the platform cannot say.

    PLATFORM is ebscohost, eric, eric-api, proquest, pubmed or openalex; all of them if none is named.
    """
    with where.review() as review:
        found = [review.searching.query(one) for one in ([platform] if platform else review.searching.platforms())]
    if as_json:
        echo_json(found if platform is None else found[0])
        return
    for one in found:
        if platform is None:
            click.echo(f"\n{one.name}")
        _tell_query(one)


def _tell_query(one: Rendered) -> None:
    if one.query:
        echo_line(one.query)
    else:
        click.echo("There is no query for it: it would not be this search.", err=True)
    for cannot in one.cannot:
        click.echo(f"  CANNOT SAY {line(str(cannot))}", err=True)
    for note in one.notes:
        click.echo(f"  Note: {line(note)}", err=True)


@group.command(epilog="Example: reviewkit known --fetch")
@click.option("--fetch", is_flag=True, help="Look those up at OpenAlex that the review has no abstract of.")
@json_option
@pass_where
def known(where: Where, fetch: bool, as_json: bool) -> int:
    """Tell which of the articles that a good search has to find were missed, and which block lost them.

    Exit 1 if one was. They are listed as `known` in criteria/search.toml.
    """
    with where.review() as review:
        items = review.searching.known(fetch=fetch, tell=_aside)
    missed = [item for item in items if item.verdict != "found"]
    if as_json:
        echo_json(items)
    else:
        for item in items:
            _tell_known(item)
        click.echo(f"{len(items) - len(missed)} of {plural(len(items), 'known article')} found by the searches.")
    return 1 if missed else 0


def _tell_known(item: KnownItem) -> None:
    came = f" ({', '.join(item.searches)})" if item.searches else ""
    echo_line(f"{item.written}: {item.verdict}{came}")
    if not item.judged_on:
        click.echo("  No record of it is here to hold against the blocks; --fetch looks it up.")
        return
    lost = set(item.lost_by)
    click.echo(f"  held against the blocks by its {', '.join(item.judged_on)}:")
    for block in item.blocks:
        near = f"; near: {', '.join(block.near)}" if block.near else ""
        echo_line(f"  {block.block}: {'LOST' + near if block.block in lost else ', '.join(block.terms)}")


@group.command(epilog="Example: reviewkit search eric --dry-run")
@click.argument("source", type=click.Choice(["eric", "openalex"]))
@click.option("--max", "most", type=click.IntRange(min=1), help="Stop after the page that brings so many results.")
@click.option("--name", default="", help="What the search is called; default: the database and the day.")
@click.option("--budget", type=click.IntRange(min=1), help="Send no more requests than this.")
@click.option("--dry-run", is_flag=True, help="Only say what would be asked.")
@json_option
@pass_where
def search(
    where: Where, source: str, most: int | None, name: str, budget: int | None, dry_run: bool, as_json: bool
) -> int:
    """Run the search of criteria/search.toml through an open API, and import what comes.

    A run that was cut goes on where it was when it is started again on the same day.
    """
    with where.review() as review:
        if dry_run:
            plan = review.searching.plan(source)
            _show_plan(plan, as_json=as_json)
            return 0 if plan.rendered.query else 1
        run = review.searching.run(source, name=name, most=most, budget=budget, tell=_aside, progress=_progress)
    if as_json:
        echo_json(run)
    else:
        _tell_run(run)
    return 0


def _show_plan(plan: Plan, *, as_json: bool) -> None:
    if as_json:
        echo_json(plan)
        return
    echo_line(f"{plan.site}: pages of {plan.size}, {plan.price}; {'with' if plan.keyed else 'without'} a key.")
    if plan.waiting:
        click.echo(f"{plural(plan.waiting, 'page')} of a run of today that was cut are here and are not asked again.")
    _tell_query(plan.rendered)


def _tell_run(run: Run) -> None:
    imported = run.imported
    resumed = f" and {plural(run.resumed, 'page')} from before" if run.resumed else ""
    echo_line(
        f"{imported.name}: {run.items} of {run.total} results with {plural(run.requests, 'request')}{resumed}; "
        f"{plural(imported.records, 'record')}, {plural(len(imported.rejections), 'rejection')}."
    )
    if run.ended:
        echo_line(f"NOT COMPLETE: {run.ended}.")
    click.echo(f"{plural(imported.linked, 'duplicate link')}, {plural(imported.uncertain, 'uncertain pair')}.")


def _aside(text: str) -> None:
    click.echo(line(text), err=True)


def _progress(come: int, total: int) -> None:
    click.echo(f"{come} of {total} results", err=True)


def tell_prisma_s(where: Where, *, as_json: bool) -> None:
    """Print what the searches say to PRISMA-S, as Markdown or JSON."""
    from reviewkit.review import as_markdown

    with where.review() as review:
        found = review.searching.prisma_s()
    if as_json:
        echo_json(found)
    else:
        echo_block(as_markdown(found).rstrip("\n"))
