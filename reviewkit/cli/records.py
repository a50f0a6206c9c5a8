"""Commands about searches and their records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.progress import stoppable
from reviewkit.model import Record, RecordId, Route, Search
from reviewkit.text import doi, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.model import SearchId
    from reviewkit.review import Imported, Review, SearchCount

_ROUTES = click.Choice([route.value for route in Route])


def _provenance(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a search was run."""
    options = (
        click.option("--database", "databases", multiple=True, help="A database searched; may be given again."),
        click.option("--platform", default="", help="EBSCOhost, eric.ed.gov, ..."),
        click.option("--date", default="", metavar="YYYY-MM-DD", help="When the search was run."),
        click.option("--query", default="", help="The search string as run."),
        click.option("--announced", type=click.IntRange(min=0), help="Results that the platform said there were."),
        click.option("--search-note", "note", default="", help="Anything else about the search."),
        click.option("--limits", default="", help="Limits set on the platform and why, or `none`."),
        click.option("--filters", default="", help="Published search filters used, or `none`."),
        click.option("--prior-work", default="", help="The review that the strategy was taken over from."),
        click.option("--updates", default="", help="How the search is kept up to date."),
        click.option("--peer-review", default="", help="Who appraised the strategy, and by what."),
        click.option(
            "--removed-by-platform", type=click.IntRange(min=0), help="Duplicates that the platform itself dropped."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


column_option: Callable[[Any], Any] = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=FIELD",
    help='What a column of a table holds, as in "Paper name=title"; may be given again.',
)


@group.command("import", epilog="Example: reviewkit import eric.nbib --search ERIC --date 2018-10-15 --announced 81")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--search", "name", help="What the search is called; a known name adds the file to that search.")
@click.option("--route", type=_ROUTES, default=Route.DATABASE.value, show_default=True)
@column_option
@_provenance
@json_option
@pass_where
def import_(
    where: Where,
    /,
    files: tuple[Path, ...],
    name: str | None,
    route: str,
    columns: tuple[str, ...],
    as_json: bool,
    **provenance: Any,
) -> int:
    """Read database exports in any of their formats, compare them with what is there, and keep them.

    Several FILEs are the parts of one search. Nothing is kept unless all can be read; entries that cannot be read are
    listed, and the exit code is 0. Ctrl-C ends it between two files: who imports all again goes on there.
    """
    from reviewkit.review.exports import account

    with where.review() as review:
        search = _search(review, name or files[0].stem, Route(route), provenance)
        with stoppable("Importing ...") as told:
            done = list(review.searches.import_files(files, search, mapping_of(columns), told))
        counted = next((count for count in review.searches.counts() if count.id == done[-1].search), None)
    if as_json:
        accounts = [
            account(file, one.format, one.records, one.rejections) for file, one in zip(files, done, strict=True)
        ]
        echo_json({"files": accounts, "imported": done, "search": counted})
    else:
        for one in done:
            _tell_import(one)
        if counted is not None:
            _tell_search(counted)
    return 0 if all(one.compared for one in done) else 130


def mapping_of(columns: Iterable[str]) -> dict[str, str]:
    """Return what --column NAME=FIELD says, given any number of times."""
    parted = [column.rpartition("=") for column in columns]
    for name, _, field in parted:
        if not name:
            raise click.BadParameter(f'"{field}" names no column', param_hint='--column "NAME=FIELD"')
    return {name.strip(): field.strip() for name, _, field in parted}


def _search(review: Review, name: str, route: Route, provenance: dict[str, Any]) -> Search | SearchId:
    return review.searches.find(name) or Search(name=name, route=route, **provenance)


def _tell_import(imported: Imported) -> None:
    if imported.known:
        echo_line(
            f"{imported.name} was imported before; nothing was added, and nothing said now of the search was kept."
        )
        click.echo("What is noted of a search is mended with `reviewkit correct-search`.")
        if imported.compared and not (imported.linked or imported.uncertain):
            return
    else:
        echo_line(
            f"{imported.name}: {imported.format}, "
            f"{plural(imported.records + len(imported.rejections), 'entry', 'entries')}, "
            f"{plural(imported.records, 'record')}, {plural(len(imported.rejections), 'rejection')}."
        )
        for one in imported.rejections:
            echo_line(f"  entry {one.ordinal}, line {one.line}: {one.reason}")
    if not imported.compared:
        click.echo("It was stopped before all were compared; `reviewkit compare` goes on there.")
        return
    click.echo(
        f"{plural(imported.linked, 'duplicate link')} found, "
        f"{plural(imported.uncertain, 'uncertain pair')} for a person to decide (`reviewkit pairs`)."
    )


def _tell_search(counted: SearchCount) -> None:
    search = counted.search
    announced = "no number announced" if search.announced is None else f"{search.announced} announced"
    text = f"{search.name} ({search.route}): {announced}, {counted.entries} received"
    if counted.difference:
        text += f", DIFFERENCE {counted.difference:+d}"
    echo_line(f"{text}; {counted.records} records, {len(counted.rejections)} rejected.")


@group.command(epilog="Example: reviewkit searches --prisma-s")
@click.option("--prisma-s", is_flag=True, help="What is said to the 16 items of PRISMA-S, and what is missing.")
@json_option
@pass_where
def searches(where: Where, prisma_s: bool, as_json: bool) -> None:
    """List the searches: announced against received, records, rejections."""
    if prisma_s:
        from reviewkit.cli.search import tell_prisma_s

        tell_prisma_s(where, as_json=as_json)
        return
    with where.review() as review:
        counted = review.searches.counts()
    if as_json:
        echo_json(counted)
        return
    _tell_table(counted)
    for one in counted:
        for rejection in one.rejections:
            echo_line(f"{one.search.name}, entry {rejection.ordinal}, line {rejection.line}: {rejection.reason}")
    if any(one.rejections for one in counted):
        click.echo("What was rejected can be mended: `reviewkit rejected`, then `reviewkit repair`.", err=True)


def _tell_table(counted: Sequence[SearchCount]) -> None:
    """Print a line a search; a difference says in words which way it goes, and stands out where there are colours."""
    names = [f"{line(one.search.name)} ({one.search.route})" for one in counted]
    width = max(map(len, ("search", *names)))
    click.echo(f"{'search':<{width}}  entries  records  rejected  announced  difference")
    for name, one in zip(names, counted, strict=True):
        announced = "" if one.search.announced is None else f"{one.search.announced}"
        numbers = f"{one.entries:>7}  {one.records:>7}  {len(one.rejections):>8}  {announced:>9}"
        click.echo(f"{name:<{width}}  {numbers}  {_apart(one)}".rstrip())


def _apart(one: SearchCount) -> str:
    apart = one.difference
    if not apart:
        return "none" if apart == 0 else ""
    words = f"{abs(apart)} {'more' if apart > 0 else 'fewer'} than announced"
    return words if os.environ.get("NO_COLOR") else click.style(words, fg="red", bold=True)


@group.command("correct-search", epilog="Example: reviewkit correct-search ERIC --announced 81")
@click.argument("name")
@click.option("--route", type=_ROUTES)
@_provenance
@pass_where
def correct_search(where: Where, /, name: str, route: str | None, **provenance: Any) -> None:
    """Write down what is right about a search; what was said before stays in the history."""
    import dataclasses

    with where.review() as review:
        known = next((one for one in review.searches.counts() if one.id == review.searches.find(name)), None)
        if known is None:
            raise click.UsageError(f'there is no search called "{name}"')
        given: dict[str, Any] = {key: value for key, value in provenance.items() if value not in ("", (), None)}
        if route is not None:
            given["route"] = Route(route)
        review.searches.correct(known.id, dataclasses.replace(known.search, **given))
    echo_line(f"{name} is corrected.")


@group.command(epilog='Example: reviewkit add --title "Othered voices" --year 2011, or: reviewkit add EJ1050530')
@click.argument("identifier", required=False, metavar="[DOI, PMID or ERIC number]")
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="RIS, BibTeX or nbib.")
@click.option("--title")
@click.option("--author", "authors", multiple=True, metavar='"FAMILY, GIVEN"', help="May be given again.")
@click.option("--year", type=click.IntRange(1500, 2099))
@click.option("--journal", default="")
@click.option("--volume", default="")
@click.option("--issue", default="")
@click.option("--pages", default="")
@click.option("--doi", "doi_text", default="")
@click.option("--url", default="")
@click.option("--abstract", default="")
@click.option("--route", type=_ROUTES, default=Route.HAND.value, show_default=True)
@click.option("--search", "name", help="Where it was found; default: the route.")
@json_option
@pass_where
def add(
    where: Where,
    /,
    identifier: str | None,
    file: Path | None,
    title: str | None,
    doi_text: str,
    route: str,
    name: str | None,
    as_json: bool,
    **fields: Any,
) -> None:
    """Add one report that you found yourself: in references, by hand, on a website, through a contact.

    With a DOI, a PubMed or an ERIC number alone, Crossref, OpenAlex or ERIC say what it is; with --file, a file
    that you saved of one or a few. --route and --search say where it was found.
    """
    if sum(one is not None for one in (identifier, file, title)) != 1:
        raise click.UsageError(
            "give either a DOI, a PubMed or an ERIC number, --file, or --title and what else is known"
        )
    if title is None and (doi_text or any(fields.values())):
        raise click.UsageError("of a number or a file the fields are read; give them with --title instead")
    if doi_text and doi(doi_text) is None:
        raise click.UsageError(f'"{doi_text}" is no DOI; one looks like 10.1080/1350293X.2020.1836582')
    with where.review() as review:
        search = _search(review, name or route, Route(route), {})
        if identifier is not None:
            imported = review.looking_up.add(identifier, search)
        elif file is not None:
            imported = review.searches.import_file(file, search)
        else:
            record = Record(id=RecordId(""), title=title or "", doi=doi(doi_text), **fields)
            imported = review.searches.add_by_hand(record, search)
    if as_json:
        echo_json(imported)
    else:
        _tell_import(imported)
