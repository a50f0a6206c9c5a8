"""Commands of the quality appraisal: rate a study, see where raters differ, settle that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural
from reviewkit.model import Rating, Status, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.review import AppraisedStudy, Review, StudyAppraisal

_NAMED = ("value", "quotation", "page", "note")


def _answers(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that say something of a study."""
    options = (
        click.option("--design", default="", help="One of the designs in criteria/quality.toml."),
        click.option("--rate", "rates", multiple=True, metavar="CRITERION=RATING", help="May be given again."),
        click.option("--quotation", "quotations", multiple=True, metavar="CRITERION=TEXT", help="What it rests on."),
        click.option("--page", "pages", multiple=True, metavar="CRITERION=PAGE", help="Where that stands."),
        click.option("--about", "notes", multiple=True, metavar="CRITERION=TEXT", help="A note on one rating."),
        click.option("--judgement", default="", help="Overall, where raters judge themselves."),
        click.option("--note", default="", help="A note on the whole study."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@group.command(epilog="Example: reviewkit appraise 3f2a9c1b:12 --design qualitative --rate coherence=met --finish")
@click.argument("report")
@_answers
@click.option("--finish", is_flag=True, help="The study is rated: it counts, and the colleague may see it.")
@pass_where
def appraise(
    where: Where,
    report: str,
    design: str,
    rates: tuple[str, ...],
    quotations: tuple[str, ...],
    pages: tuple[str, ...],
    notes: tuple[str, ...],
    judgement: str,
    note: str,
    finish: bool,
) -> None:
    """Rate a study on the quality criteria for its design; without options, show how far you are."""
    given = _ratings(rates, quotations, pages, notes)
    with where.review() as review:
        found = review.reports.find(report)
        if design or given or judgement or note:
            review.appraising.fill(found, design=design, ratings=given, judgement=judgement, note=note)
        if finish:
            review.appraising.finish(found)
        view = review.appraising.view(found)
    _tell(view)


def _ratings(
    rates: Sequence[str], quotations: Sequence[str], pages: Sequence[str], notes: Sequence[str]
) -> list[Rating]:
    """Return what was said of each criterion, in the order of the options. Raises `BadParameter`."""
    said: dict[str, Rating] = {}
    for name, parts in zip(_NAMED, (rates, quotations, pages, notes), strict=True):
        for part in parts:
            criterion, equals, text = part.partition("=")
            if not equals or not criterion:
                raise click.BadParameter(f'"{line(part)}" is not of the form CRITERION=TEXT')
            said[criterion] = replace(said.get(criterion, Rating(criterion, "")), **{name: text})
    return list(said.values())


def _tell(view: StudyAppraisal) -> None:
    first = view.reports[0]
    echo_line(f"{short_id(first.id)}  {first.record.title or '(no title)'}")
    own = view.own
    given = {one.criterion: one for one in own.ratings} if own is not None else {}
    echo_line(f"  design: {own.design if own is not None and own.design else '—'}")
    for one in view.criteria:
        rating = given.get(one.id)
        page = f", p. {rating.page}" if rating is not None and rating.page else ""
        echo_line(f"  {one.id}: {rating.value if rating is not None and rating.value else '—'}{page}")
    for old in view.retired:
        echo_line(f"  {old}: {given[old].value} (no longer asked for)")
    if own is not None and own.judgement:
        echo_line(f"  overall: {own.judgement}")
    echo_line(f"  {_standing(view)}")


def _standing(view: StudyAppraisal) -> str:
    if view.own is None or not view.own.finished:
        return "not finished: --finish does"
    if view.status is Status.CONFLICT:
        return f"you differ on {', '.join(view.differing)}: reviewkit settle, or the terminal UI"
    return "settled" if view.settled is not None else "agreed" if view.status is Status.INCLUDED else "finished"


@group.command(epilog="Example: reviewkit appraisals --differing")
@click.option("--differing", is_flag=True, help="Only studies that the raters have to settle.")
@json_option
@pass_where
def appraisals(where: Where, differing: bool, as_json: bool) -> None:
    """List the studies and how they are rated, as far as you may see it."""
    with where.review() as review:
        studies = [one for one in review.appraising.studies() if not differing or one.status is Status.CONFLICT]
        waiting = len(review.appraising.queue()) if review.session.reviewer is not None else 0
    if as_json:
        echo_json(studies)
        return
    for one in studies:
        echo_line(f"{short_id(one.id)}  {one.label}: {_said(one)}")
    click.echo(f"{plural(len(studies), 'study', 'studies')}, {waiting} left for you.", err=True)


def _said(study: AppraisedStudy) -> str:
    if study.status is Status.CONFLICT:
        return "to be settled"
    if study.agreed is not None:
        judged = study.agreed.judgement or "appraised"
        return f"{study.agreed.design}, {judged}{', excluded' if study.excluded else ''}"
    return "you have finished" if study.raters else "open"


@group.command(epilog="Example: reviewkit settle 3f2a9c1b:12 --rate coherence=met --by Ada --by Grace")
@click.argument("report")
@_answers
@click.option(
    "--by", multiple=True, metavar="NAME", help="Who agreed: all who appraised (the default), or the adjudicator."
)
@pass_where
def settle(
    where: Where,
    report: str,
    design: str,
    rates: tuple[str, ...],
    quotations: tuple[str, ...],
    pages: tuple[str, ...],
    notes: tuple[str, ...],
    judgement: str,
    note: str,
    by: tuple[str, ...],
) -> None:
    """Write down what the raters of a study agreed on; what they said alike holds unless you say otherwise."""
    given = _ratings(rates, quotations, pages, notes)
    with where.review() as review:
        found = review.reports.find(report)
        _settle(review, found, design, given, judgement, note, by)
        view = review.appraising.view(found)
    settled = view.settled
    judged = f": {settled.judgement}" if settled is not None and settled.judgement else ""
    click.echo(f"{short_id(view.reports[0].id)} is settled{line(judged)}.")


def _settle(
    review: Review, report: object, design: str, given: Sequence[Rating], judgement: str, note: str, by: Sequence[str]
) -> None:
    found = review.reports.find(str(report))
    alike = review.appraising.alike(found)
    ratings = {one.criterion: one for one in alike.ratings} | {one.criterion: one for one in given}
    review.appraising.settle(
        found, design or alike.design, list(ratings.values()), judgement or alike.judgement, by=by, note=note
    )


@group.command(epilog="Example: reviewkit instruments domains > criteria/quality.toml")
@click.argument("name", required=False)
@json_option
def instruments(name: str | None, as_json: bool) -> None:
    """List the quality instruments that come along, or print one as a start for your criteria/quality.toml."""
    from reviewkit.review import instrument
    from reviewkit.review import instruments as known

    if name is not None:
        echo_json({"name": name, "text": instrument(name)}) if as_json else echo_block(instrument(name).rstrip("\n"))
    elif as_json:
        echo_json(list(known()))
    else:
        for one, text in known().items():
            echo_line(f"{one}: {text.partition(chr(10))[0].lstrip('# ')}")
