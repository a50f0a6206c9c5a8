"""The command that reads a report's list of references from a text or its full text, and takes what is confirmed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.cli.progress import stoppable
from reviewkit.errors import InputError
from reviewkit.model import short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.review import Listed, ListProposal, Review, TakenList


@group.command(epilog="Example: reviewkit references 3f2a9c1b:12 --file list.txt --take all")
@click.argument("report")
@click.option("--file", "file", metavar="TEXT", help="The list as a text file, UTF-8; - reads what is typed or piped.")
@click.option("--pdf", is_flag=True, help="The list at the end of the report's attached full text.")
@click.option("--look-up", is_flag=True, help="Ask Crossref for the references without a DOI, one request each, free.")
@click.option("--same", metavar="1,3-7", default="", help="These are what the review has that is like them.")
@click.option("--new", metavar="1,3-7", default="", help="These are not.")
@click.option("--take", metavar="all|1,3-7", help="Make records of these; without it nothing is written.")
@json_option
@pass_where
def references(
    where: Where,
    report: str,
    file: str | None,
    pdf: bool,
    look_up: bool,
    same: str,
    new: str,
    take: str | None,
    as_json: bool,
) -> None:
    """Show the references that a report prints, each as known, likely, new or unreadable; --take makes records of them.

    They are imported as a search of the route citation; known ones are linked to what the review has. Of likely ones
    somebody has to say first which they are, with --same or --new.
    """
    if (file is None) is not pdf:
        raise click.UsageError("give the list with --file or --pdf, one of them")
    with where.review() as review:
        found = review.reports.find(report)
        lists = review.reference_lists
        proposal = lists.from_pdf(found) if file is None else lists.read_list(found, _text(file))
        if look_up:
            with stoppable("Asking Crossref ...") as told:
                proposal = lists.look_up(proposal, told, _aside)
        proposal = _decided(proposal, same, new)
        taken = _take(review, proposal, take) if take is not None else None
    if as_json:
        echo_json(proposal if taken is None else taken)
    elif taken is None:
        _show(proposal)
    else:
        _tell(taken)


def _take(review: Review, proposal: ListProposal, take: str) -> TakenList:
    numbers = proposal.ready() if take.strip().casefold() == "all" else _numbers(take)
    with stoppable("Importing ...") as told:
        return review.reference_lists.take(proposal, numbers, told)


def _text(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=file) from error
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start + 1} is not UTF-8", where=file, remedy="Save it as UTF-8 text.") from error


def _numbers(written: str) -> tuple[int, ...]:
    """Return the numbers in a text such as `1,3-7`."""
    found: list[int] = []
    for part in written.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or max(map(len, (first, last))) > 6:
            raise click.UsageError(f'"{written}" are no numbers of references; write them as 1,3-7')
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def _decided(proposal: ListProposal, same: str, new: str) -> ListProposal:
    from reviewkit.review import meaning

    known, others = (set(_numbers(said)) if said else set() for said in (same, new))
    return replace(
        proposal,
        references=tuple(
            meaning(one, known=one.number in known) if one.number in known | others else one
            for one in proposal.references
        ),
    )


def _aside(text: str) -> None:
    click.echo(line(text), err=True)


def _show(proposal: ListProposal) -> None:
    from reviewkit.review import ListStanding

    for one in proposal.references:
        _show_one(one)
    counted = [(standing, sum(one.standing is standing for one in proposal.references)) for standing in ListStanding]
    said = ", ".join(f"{number} {standing}" for standing, number in counted if number)
    click.echo(f"{plural(len(proposal.references), 'reference')}: {said}.")
    if proposal.cut:
        echo_line(f"Only {proposal.cut} could be read.")
    if proposal.aside:
        click.echo(f"{plural(len(proposal.aside), 'line')} set aside as no reference; --json lists them.", err=True)


def _show_one(one: Listed) -> None:
    from reviewkit.review import ListStanding

    click.echo(f"{one.number:>4}  {one.standing:<10}  {line(one.printed)}")
    record = one.record
    if one.standing is ListStanding.NEW:
        names = "; ".join(record.authors) or "no author"
        _echo_below(f"read as: {names} ({record.year or 'n.d.'}) {record.title} [{record.journal or 'no journal'}]")
    for meant in one.meant[:1] if one.standing in (ListStanding.KNOWN, ListStanding.TAKEN) else one.meant:
        _echo_below(f"{short_id(meant.record)} {meant.title} ({meant.year or 'n.d.'}), {meant.score}: {meant.why}")
    for offered, score in one.offered:
        _echo_below(f"Crossref: {offered.title} ({offered.year or 'n.d.'}) {offered.doi or ''}, {score}")


def _echo_below(text: str) -> None:
    click.echo(f"      {line(text)}")


def _tell(taken: TakenList) -> None:
    echo_line(f"{taken.search}: {plural(taken.listed, 'reference')} listed.")
    click.echo(f"{taken.identified} taken: {taken.known} known already, {taken.new} new; {taken.left} left as printed.")
    if taken.uncertain:
        click.echo(f"{plural(taken.uncertain, 'pair')} to compare: `reviewkit pairs`.", err=True)
