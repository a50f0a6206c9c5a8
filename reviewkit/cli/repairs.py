"""Commands about what exports left out: entries that could not be read, and fields that are empty."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_json, echo_line, json_option, plural
from reviewkit.cli.records import mapping_of
from reviewkit.errors import InputError
from reviewkit.model import Fillable, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.review import FillPlan, Proposed, RejectedEntry, Repaired, Review

_SHOWN = 20
_FIELDS = click.Choice([field.value for field in Fillable])
_from_option = click.option(
    "--from", "source", metavar="FILE", help="Read the text from a file; - reads it from standard input."
)


@group.command(epilog="Example: reviewkit rejected")
@json_option
@pass_where
def rejected(where: Where, as_json: bool) -> None:
    """List the entries of exports that could not be read, and which of them are repaired."""
    with where.review() as review:
        found = review.repairs.entries()
    if as_json:
        echo_json(found)
        return
    for one in found:
        mended = f"; repaired by {', '.join(one.by)}: {one.record.title}" if one.record is not None else ""
        echo_line(f"{short_id(one.id):<14} {one.search}, {one.file}, line {one.line}: {one.reason}{mended}")
    left = sum(one.record is None for one in found)
    click.echo(f"{plural(len(found), 'rejected entry', 'rejected entries')}, {left} not repaired.", err=True)


@group.command(epilog="Example: reviewkit repair 3f2a9c1b:12 --from mended.txt")
@click.argument("entry")
@_from_option
@click.option("--take-back", is_flag=True, help="Take back your own repair; the entry counts as rejected again.")
@json_option
@pass_where
def repair(where: Where, entry: str, source: str | None, take_back: bool, as_json: bool) -> None:
    """Mend an entry that could not be read, in your editor ($VISUAL, $EDITOR) or from a file; it becomes a record.

    The export itself is never changed. A text that cannot be read either is kept, and the next try begins with it.
    """
    with where.review() as review:
        found = review.repairs.find(entry)
        if take_back:
            review.repairs.take_back(found.id)
            click.echo(f"Entry {short_id(found.id)} is rejected again; nothing that was decided on it is lost.")
            return
        text = _read(source) if source is not None else _edited(review, found)
        done = review.repairs.repair(found.id, text)
    if as_json:
        echo_json(done)
        return
    _tell_repaired(done)


def _edited(review: Review, entry: RejectedEntry) -> str:
    """Return the text as the person leaves it. Raises `InputError` if it is as it was, `NotHereError`."""
    before = review.repairs.text(entry)
    review.repairs.edit(entry)
    text = review.repairs.text(entry)
    if text == before and text == (entry.record.raw if entry.record is not None else entry.raw):
        raise InputError("nothing was changed", where=f"entry {short_id(entry.id)}", remedy="It is as it was.")
    return text


def _read(source: str) -> str:
    """Return the text of a file, or of standard input. Raises `InputError`."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=source, remedy="Check the path.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start + 1} is not UTF-8", where=source, remedy="Save the text as UTF-8."
        ) from error


def _tell_repaired(done: Repaired) -> None:
    echo_line(f"Repaired: {citation(done.record)}")
    click.echo(
        f"{plural(done.linked, 'duplicate link')} found, {plural(done.uncertain, 'uncertain pair')} for a person "
        "to decide (`reviewkit pairs`)."
    )


# ------------------------------------------------------------------------------------------------- empty fields


@group.command(epilog="Example: reviewkit missing abstract")
@click.argument("field", type=_FIELDS, default=Fillable.ABSTRACT.value)
@json_option
@pass_where
def missing(where: Where, field: str, as_json: bool) -> None:
    """List the reports of which no record has a field, such as the abstract, and nobody has filled it in."""
    with where.review() as review:
        found = review.filling.lacking(Fillable(field))
        of_all = len(review.session.state.reports())
        names = {identity: search.name for identity, search in review.session.state.searches().items()}
        by_search = review.filling.lacking_by_search(Fillable(field))
    if as_json:
        listed = [_described(report.id, one) for report, one in found]
        echo_json({"field": field, "reports": of_all, "by_search": by_search, "missing": listed})
        return
    for _, record in found:
        echo_line(citation(record))
    for search, number in by_search.items():
        if number:
            click.echo(f"{line(names[search])}: {plural(number, 'report')} without {field}.", err=True)
    click.echo(f"{len(found)} of {plural(of_all, 'report')} without {field}.", err=True)


def _described(report: str, record: object) -> dict[str, object]:
    fields = ("title", "authors", "year", "journal", "doi", "accession")
    return {"report": report, **{name: getattr(record, name) for name in fields}}


@group.command("fill-in", epilog="Example: reviewkit fill-in 3f2a9c1b:12 doi 10.1080/1350293X.2020.1836582")
@click.argument("report")
@click.argument("field", type=_FIELDS)
@click.argument("values", nargs=-1)
@_from_option
@click.option("--origin", default="", help="Where it comes from; default: the file, or `pasted`.")
@pass_where
def fill_in(where: Where, report: str, field: str, values: tuple[str, ...], source: str | None, origin: str) -> None:
    """Fill in a field of a report that all its records leave empty; keywords and types may be several."""
    if source is not None:
        values = (_read(source),)
        origin = origin or ("" if source == "-" else f"file {Path(source).name}")
    if not values:
        raise click.UsageError("give the text, or --from FILE")
    with where.review() as review:
        found = review.reports.find(report)
        event = review.filling.fill(found, Fillable(field), values, origin)
    click.echo(f"{short_id(found)}: {field} {'filled in' if event is not None else 'was filled in so before'}.")


@group.command(epilog="Example: reviewkit fill more.ris --field abstract --dry-run")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--from", "provider", type=click.Choice(["openalex", "crossref"]), help="Ask it by DOI, instead of a FILE."
)
@click.option("--again", is_flag=True, help="With --from: ask anew what was answered on an earlier day.")
@click.option("--field", "fields", multiple=True, type=_FIELDS, help="Only this field; may be given again.")
@click.option("--column", "columns", multiple=True, metavar="NAME=FIELD", help="As with `import`.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--take-back", is_flag=True, help="Take back what you filled in from a file of this name.")
@json_option
@pass_where
def fill(
    where: Where,
    file: Path | None,
    provider: str | None,
    again: bool,
    fields: tuple[str, ...],
    columns: tuple[str, ...],
    dry_run: bool,
    take_back: bool,
    as_json: bool,
) -> None:
    """Fill in what reports lack from another export of the same papers: abstracts, DOIs, languages, keywords.

    With --from a service is asked for what it has of their DOIs. That some were retracted, and where copies are that
    everybody can read, is kept with its origin, and withdrawn once the service no longer says so. With `--from crossref
    --field doi` those without one are looked for by title; what they may be is listed with how well it fits, and
    `reviewkit fill-in` takes it.

    Papers are found as duplicates are; where a doubt remains, nothing is taken and the entry is listed. Records are
    never changed, and what they say themselves goes before.
    """
    if (file is None) == (provider is None):
        raise click.UsageError("give either a FILE or --from")
    chosen = [Fillable(field) for field in fields] or list(Fillable)
    with where.review() as review:
        if take_back:
            source = review.looking_up.source(provider) if provider else f"file {file.name}" if file else ""
            number = review.filling.take_back(source)
            click.echo(f"{plural(number, 'field')} filled in by you from {line(source)} taken back.")
            return
        if file is None:
            _from_provider(review, str(provider), chosen, again=again, dry_run=dry_run, as_json=as_json)
            return
        plan = review.filling.plan(file, chosen, mapping_of(columns))
        written = None if dry_run else review.filling.fill_all(plan.proposed)
    if as_json:
        echo_json({"plan": plan, "written": written})
        return
    _tell_plan(plan)
    click.echo(
        "Nothing is written: this was a dry run." if written is None else f"{plural(written, 'field')} filled in."
    )


def _from_provider(
    review: Review, provider: str, fields: list[Fillable], *, again: bool, dry_run: bool, as_json: bool
) -> None:
    """Fill in from a service, or list what reports without a DOI may be, where only that is asked for."""
    if fields == [Fillable.DOI]:
        found = review.looking_up.may_be()
        if as_json:
            echo_json(found)
            return
        for one in found:
            echo_line(
                f"{short_id(one.report):<14} {one.score} of 100: {one.doi} {one.title}{f' ({one.why})' * bool(one.why)}"
            )
        click.echo(f"{plural(len(found), 'work')} listed; `reviewkit fill-in REPORT doi DOI` takes one.")
        return
    looked = review.looking_up.plan(provider, fields, again=again)
    written = None if dry_run else review.filling.fill_all(looked.proposed)
    if as_json:
        echo_json({"looked_up": looked, "written": written})
        return
    echo_line(f"{looked.source}: {looked.found} of {plural(looked.asked, 'report')} with a DOI known there.")
    _tell_proposed(looked.proposed)
    for fault in looked.faults:
        echo_line(f"NOT COMPLETE: {fault}")
    click.echo(
        "Nothing is written: this was a dry run." if written is None else f"{plural(written, 'field')} filled in."
    )


def _tell_plan(plan: FillPlan) -> None:
    reports = len({one.report for one in plan.proposed})
    echo_line(
        f"{plan.file}: {plural(plan.entries, 'entry', 'entries')}, {plan.matched} of papers that are here; "
        f"{plural(len(plan.proposed), 'empty field')} of {plural(reports, 'report')} can be filled in."
    )
    _tell_proposed(plan.proposed)
    if plan.passed:
        click.echo("Left:")
    for other in plan.passed[:_SHOWN]:
        echo_line(f"  line {other.line}: {other.title or '(no title)'}: {other.why}")
    _more(len(plan.passed))


def _tell_proposed(proposed: Sequence[Proposed]) -> None:
    for one in proposed[:_SHOWN]:
        said = line("; ".join(one.values))[:80] or f"no longer said by {one.source}"
        echo_line(f"  {short_id(one.report):<14} {_name(one.field)}: {said}")
    _more(len(proposed))


def _name(field: Fillable) -> str:
    return "RETRACTED" if field is Fillable.RETRACTION else field.replace("_", " ")


def _more(number: int) -> None:
    if number > _SHOWN:
        click.echo(f"  and {number - _SHOWN} more; --json lists all")
