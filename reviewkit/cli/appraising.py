"""Commands of the quality appraisal: rate a study, see where raters differ, settle that."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural
from reviewkit.model import Rating, Status, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.review import AppraisedStudy, StudyAppraisal

_SAID = {"rate": "value", "quotation": "quotation", "page": "page", "about": "note"}
"""What each option that may be given again says of a criterion."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the options of a command say of a study."""

    design: str
    ratings: tuple[Rating, ...]
    judgement: str
    note: str


def _answers(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that say something of a study; it gets them as `answers`."""
    options = (
        click.option("--design", default="", help="One of the designs in criteria/quality.toml."),
        click.option("--rate", multiple=True, metavar="CRITERION=RATING", help="May be given again."),
        click.option("--quotation", multiple=True, metavar="CRITERION=TEXT", help="What it rests on."),
        click.option("--page", multiple=True, metavar="CRITERION=PAGE", help="Where that stands."),
        click.option("--about", multiple=True, metavar="CRITERION=TEXT", help="A note on one rating."),
        click.option("--judgement", default="", help="Overall, where raters judge themselves."),
        click.option("--note", default="", help="A note on the whole study."),
    )

    @functools.wraps(command)
    def answered(*given: object, design: str, judgement: str, note: str, **others: Any) -> object:
        ratings = _ratings({name: others.pop(name) for name in _SAID})
        return command(*given, answers=Answers(design, ratings, judgement, note), **others)

    for option in reversed(options):
        answered = option(answered)
    return answered


def _ratings(said: Mapping[str, Sequence[str]]) -> tuple[Rating, ...]:
    """Return what was said of each criterion, in the order of the options. Raises `BadParameter`."""
    found: dict[str, Rating] = {}
    for option, parts in said.items():
        for part in parts:
            criterion, equals, text = part.partition("=")
            if not equals or not criterion:
                raise click.BadParameter(f'"{line(part)}" is not of the form CRITERION=TEXT')
            found[criterion] = replace(found.get(criterion, Rating(criterion, "")), **{_SAID[option]: text})
    return tuple(found.values())


@group.command(epilog="Example: reviewkit appraise 3f2a9c1b:12 --design qualitative --rate coherence=met --finish")
@click.argument("report")
@_answers
@click.option("--finish", is_flag=True, help="The study is rated: it counts, and the colleague may see it.")
@pass_where
def appraise(where: Where, report: str, answers: Answers, finish: bool) -> None:
    """Rate a study on the quality criteria for its design; without options, show how far you are."""
    with where.review() as review:
        found = review.reports.find(report)
        if any((answers.design, answers.ratings, answers.judgement, answers.note)):
            review.appraising.fill(
                found, design=answers.design, ratings=answers.ratings, judgement=answers.judgement, note=answers.note
            )
        if finish:
            review.appraising.finish(found)
        view = review.appraising.view(found)
    _tell(view)


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
def settle(where: Where, report: str, answers: Answers, by: tuple[str, ...]) -> None:
    """Write down what the raters of a study agreed on; what they said alike holds unless you say otherwise."""
    with where.review() as review:
        found = review.reports.find(report)
        alike = review.appraising.alike(found)
        ratings = {one.criterion: one for one in (*alike.ratings, *answers.ratings)}
        design, judgement = answers.design or alike.design, answers.judgement or alike.judgement
        review.appraising.settle(found, design, list(ratings.values()), judgement, by=by, note=answers.note)
        view = review.appraising.view(found)
    settled = view.settled
    judged = f": {settled.judgement}" if settled is not None and settled.judgement else ""
    click.echo(f"{short_id(view.reports[0].id)} is settled{line(judged)}.")


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
