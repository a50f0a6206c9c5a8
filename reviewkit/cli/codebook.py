"""Commands about how the criteria are read: rulings, decisions that deserve another look, the protocol's deviations."""

from __future__ import annotations

import dataclasses

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_block, echo_json, echo_line, json_option, plural
from reviewkit.model import NOT_REPORTED, short_id
from reviewkit.text import line

_markdown_option = click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, for a document.")


@group.group(invoke_without_command=True, epilog="Example: reviewkit rulings --markdown > codebook.md")
@_markdown_option
@json_option
@click.pass_context
def rulings(context: click.Context, as_markdown: bool, as_json: bool) -> None:
    """List how unclear cases were ruled on, by criterion; --markdown prints the whole codebook."""
    if context.invoked_subcommand is not None:
        return
    where = context.ensure_object(Where)
    with where.review() as review:
        found = review.rulings.all()
        text = review.rulings.as_markdown()
    if as_json:
        echo_json(found)
    elif as_markdown:
        echo_block(text.rstrip("\n"))
    else:
        for one in found:
            echo_line(f"{one.name} ({one.criterion}): {one.text} [{one.by}, {one.time[:10]}]")
        click.echo(plural(len(found), "ruling"), err=True)


@rulings.command(
    epilog='Example: reviewkit rulings record population "A home language other than the majority\'s counts."'
)
@click.argument("criterion")
@click.argument("text")
@click.option("--about", metavar="REPORT", help="The report that it was made on.")
@pass_where
def record(where: Where, criterion: str, text: str, about: str | None) -> None:
    """Write down how a criterion is read in a case that it left open; it stands beside the criterion from then on."""
    with where.review() as review:
        made = review.rulings.record(criterion, text, review.reports.find(about) if about else None)
    echo_line(f"{made.name}: {made.text}")


@rulings.command(epilog='Example: reviewkit rulings change "home language" "Only the language spoken at home counts."')
@click.argument("ruling")
@click.argument("text")
@pass_where
def change(where: Where, ruling: str, text: str) -> None:
    """Word a ruling anew; RULING is its id, or words that only its text has."""
    with where.review() as review:
        made = review.rulings.change(review.rulings.find(ruling).id, text)
    echo_line(f"{made.name}: {made.text}")


@rulings.command(epilog='Example: reviewkit rulings withdraw "home language"')
@click.argument("ruling")
@pass_where
def withdraw(where: Where, ruling: str) -> None:
    """Take a ruling back; RULING is its id, or words that only its text has."""
    with where.review() as review:
        gone = review.rulings.withdraw(review.rulings.find(ruling).id)
    echo_line(f"Taken back: {gone.name}: {gone.text}")


@group.command("another-look", epilog="Example: reviewkit another-look")
@json_option
@pass_where
def another_look(where: Where, as_json: bool) -> None:
    """List your own decisions and answers that a changed wording of the criteria or the codebook touches.

    Deciding anew takes a decision off the list, finishing the coding of a study anew its answers.
    """
    with where.review() as review:
        found = review.another_look.decisions()
        answers = review.another_look.answers()
    if as_json:
        echo_json(
            [
                {
                    "report": one.report.id,
                    "title": one.record.title,
                    "stage": one.stage,
                    "verdict": one.decision.verdict,
                    "reasons": one.decision.reasons,
                    "why": one.why,
                }
                for one in found
            ]
            + [dataclasses.asdict(one) for one in answers]
        )
        return
    for one in found:
        echo_line(f"{citation(one.record)} [{one.stage.words}: {one.decision.verdict}]")
        echo_block(f"  {'; '.join(map(line, one.why))}")
    for touched in answers:
        given = touched.answer
        said = "; ".join(given.values) or NOT_REPORTED if given is not None else "not answered"
        echo_line(f"{short_id(touched.report)} {touched.title} [{touched.field}: {said}]")
        echo_line(f"  {touched.why}")
    more = f" and {plural(len(answers), 'answer')}" if answers else ""
    click.echo(f"{plural(len(found), 'decision')}{more} of yours to look at again.", err=True)


@group.command(epilog="Example: reviewkit deviations --markdown")
@_markdown_option
@json_option
@pass_where
def deviations(where: Where, as_markdown: bool, as_json: bool) -> None:
    """Tell how the review went otherwise than its protocol: each change of its rules since it began, and rulings."""
    with where.review() as review:
        if as_json:
            echo_json({"registration": review.protocol.registration, "deviations": review.protocol.deviations()})
        elif as_markdown:
            echo_block(review.protocol.as_markdown().rstrip("\n"))
        else:
            echo_block(review.protocol.as_text())
