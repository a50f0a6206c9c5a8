"""Commands about full texts and studies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.model import RecordId, short_id

if TYPE_CHECKING:
    from reviewkit.model import ReportId
    from reviewkit.review import Counts, Review, TakenIn, Wanted


@group.group(
    invoke_without_command=True,
    epilog="Example: reviewkit fulltexts --worklist worklist.csv",
)
@click.option("--worklist", type=click.Path(path_type=Path, dir_okay=False), help="Write what is still wanted as CSV.")
@click.option("--resolver", metavar="URL", help="Link resolver of the library; default: that of the settings.")
@json_option
@click.pass_context
def fulltexts(context: click.Context, worklist: Path | None, resolver: str | None, as_json: bool) -> None:
    """List the full texts that are sought, and what came of it; a subcommand takes files in."""
    if context.invoked_subcommand is not None:
        return
    with context.obj.review() as review:
        if worklist is not None:
            number = review.full_texts.worklist_csv(worklist.absolute(), resolver)
            click.echo(f"{plural(number, 'report')} written to {worklist}.")
            return
        rows = review.full_texts.rows()
        counts = review.full_texts.status(rows)
    if as_json:
        echo_json({"counts": counts, "reports": [_as_json(row) for row in rows]})
        return
    for row in rows:
        echo_line(f"{citation(row.record)} [{_standing(row)}]")
    echo_line(sentence(counts))


def _as_json(row: Wanted) -> dict[str, object]:
    record = row.record
    bibliographic = {"title": record.title, "authors": record.authors, "year": record.year, "doi": record.doi}
    said = {"status": row.status, "reason": row.reason, "date": row.date, "files": row.files, "here": row.here}
    return {"report": row.report.id, **bibliographic, **said, "study": row.study}


def _standing(row: Wanted) -> str:
    dated = f" ({row.date}{', ' + row.reason if row.reason else ''})" if row.date else ""
    files = f"; {'; '.join(row.files)}{'' if row.here else ' (not on this device)'}" if row.files else ""
    return f"{row.status}{dated}{files}{f'; study {row.study}' if row.study else ''}"


def sentence(counts: Counts) -> str:
    """Return the counts in one sentence."""
    return (
        f"{plural(counts.sought, 'report')} sought: {counts.retrieved} retrieved, {counts.awaiting} awaiting, "
        f"{counts.not_retrieved} not retrieved, {counts.unsaid} open; {counts.here} with a file on this device."
    )


@fulltexts.command("take-in", epilog="Example: reviewkit fulltexts take-in ~/Downloads")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@json_option
@pass_where
def take_in(where: Where, folder: Path | None, as_json: bool) -> None:
    """Find the report of each new file in data/fulltext/, or copy those of another folder there."""
    with where.review() as review:
        found = review.full_texts.take_in(folder.absolute() if folder is not None else None)
    if as_json:
        echo_json(found)
        return
    _tell(found)


def _tell(found: TakenIn) -> None:
    for one in found.matched:
        echo_line(f"{one.name}: {short_id(one.report)} {one.title} ({one.why})")
    for other in found.unmatched:
        echo_line(f"{other.name}: {other.why}")
        for candidate in other.candidates:
            echo_line(f"    {short_id(candidate.report)} {candidate.title} ({candidate.year or 'n.d.'})")
    click.echo(
        f"{plural(len(found.matched), 'file')} taken in, {len(found.unmatched)} left over, {found.known} known before.",
        err=True,
    )
    if any(one.candidates for one in found.unmatched):
        click.echo("Say which with `reviewkit fulltexts attach REPORT FILE`.", err=True)


@fulltexts.command(epilog='Example: reviewkit fulltexts attach 3f2a9c1b:12 "Whitmarsh 2011.pdf"')
@click.argument("report")
@click.argument("file", type=click.Path(path_type=Path))
@pass_where
def attach(where: Where, report: str, file: Path) -> None:
    """Put a file to a report; it is copied to data/fulltext/ under a name that people can read."""
    with where.review() as review:
        found = review.reports.find(report)
        # Not resolved: a link is refused by what the review does, not followed here.
        path = Path(os.path.abspath(file))  # noqa: PTH100  # Path.resolve would follow it
        kept = review.full_texts.attach(found, path if path.exists() else review.full_texts.folder / file)
    echo_line(f"{short_id(found)}: {kept.name}")


@fulltexts.command(epilog='Example: reviewkit fulltexts detach 3f2a9c1b:12 "Whitmarsh 2011.pdf"')
@click.argument("report")
@click.argument("name")
@pass_where
def detach(where: Where, report: str, name: str) -> None:
    """Take back that a file is the full text of a report; the file stays."""
    with where.review() as review:
        found = review.reports.find(report)
        review.full_texts.detach(found, name)
    echo_line(f"{short_id(found)}: {name} is taken back.")


@fulltexts.command("open", epilog="Example: reviewkit fulltexts open 3f2a9c1b:12")
@click.argument("report")
@click.option("--file", "name", default="", help="Name of the file, where there are several.")
@pass_where
def open_(where: Where, report: str, name: str) -> None:
    """Show the full text of a report in the system's viewer."""
    with where.review() as review:
        path = review.full_texts.open(review.reports.find(report), name)
    echo_line(f"Opened {path.name}.")


@fulltexts.command(epilog="Example: reviewkit fulltexts text 3f2a9c1b:12")
@click.argument("report")
@click.option("--file", "name", default="", help="Name of the file, where there are several.")
@json_option
@pass_where
def text(where: Where, report: str, name: str, as_json: bool) -> None:
    """Print the words of a report's full text, page by page."""
    with where.review() as review:
        found = review.full_texts.text(review.reports.find(report), name)
    if as_json:
        echo_json({"pages": found.pages, "cut": found.cut})
        return
    for number, page in enumerate(found.pages, 1):
        click.echo(f"--- page {number}")
        echo_block(page)
    if found.cut:
        click.echo(f"Only {found.cut}.", err=True)


@fulltexts.command(epilog="Example: reviewkit fulltexts letter 3f2a9c1b:12")
@click.argument("report")
@pass_where
def letter(where: Where, report: str) -> None:
    """Print a letter to an author, asking for the full text, and write it to data/out/letters/."""
    with where.review() as review:
        written, path = review.full_texts.write_letter(review.reports.find(report))
    echo_block(written.rstrip("\n"))
    click.echo(f"Written: {path.relative_to(review.session.folder)}", err=True)


# ------------------------------------------------------------------------------------------------- studies


@group.group(epilog="Example: reviewkit study link 3f2a9c1b:12 3f2a9c1b:40")
def study() -> None:
    """Say which reports tell of one study."""


def _two(review: Review, a: str, b: str) -> tuple[ReportId, ReportId]:
    return review.reports.find(a), review.reports.find(b)


@study.command(epilog="Example: reviewkit study link 3f2a9c1b:12 3f2a9c1b:40")
@click.argument("a")
@click.argument("b")
@pass_where
def link(where: Where, a: str, b: str) -> None:
    """Put two reports together as reports of one study."""
    with where.review() as review:
        first, second = _two(review, a, b)
        event = review.studies.link(first, second)
        reports = review.studies.of(first).reports
    known = "" if event is not None else " That was known."
    click.echo(f"One study in {plural(len(reports), 'report')}: {', '.join(map(short_id, reports))}.{known}")


@study.command(epilog="Example: reviewkit study unlink 3f2a9c1b:12 3f2a9c1b:40")
@click.argument("a")
@click.argument("b")
@pass_where
def unlink(where: Where, a: str, b: str) -> None:
    """Take back that two reports are of one study."""
    with where.review() as review:
        first, second = _two(review, a, b)
        review.studies.unlink(first, second)
    click.echo(f"{short_id(first)} and {short_id(second)} are not put together any more.")


@study.command("list", epilog="Example: reviewkit study list --json")
@json_option
@pass_where
def list_(where: Where, as_json: bool) -> None:
    """List the studies that have several reports."""
    with where.review() as review:
        studies = review.studies.all()
        records = review.session.records(RecordId(report) for one in studies for report in one.reports)
    if as_json:
        echo_json(studies)
        return
    for one in studies:
        echo_line(f"Study {short_id(one.id)}")
        for report in one.reports:
            echo_line(f"    {citation(records[RecordId(report)])}")
    click.echo(plural(len(studies), "study", "studies"), err=True)
