"""Commands of the coding: code a study, quote, keep codes and memos, settle, and what it all comes to."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, echo_line, json_option, plural
from reviewkit.cli.ratings import width
from reviewkit.model import NOT_REPORTED, Answer, Status, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.review import CodedStudy, QuotationView, Review, StudyCoding


@dataclass(frozen=True, slots=True)
class Answers:
    """What the options of a command say of fields."""

    given: tuple[Answer, ...]
    cleared: tuple[str, ...]


def _answers(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that answer fields; it gets them as `answers`."""
    options = (
        click.option("--field", multiple=True, metavar="FIELD=ANSWER", help="Again for another field or choice."),
        click.option("--not-reported", multiple=True, metavar="FIELD", help="The study does not say."),
        click.option("--clear", multiple=True, metavar="FIELD", help="Take your answer out, so that it is open."),
        click.option("--quotation", multiple=True, metavar="FIELD=TEXT", help="What an answer rests on."),
        click.option("--page", multiple=True, metavar="FIELD=PAGE", help="Where that stands."),
        click.option("--about", multiple=True, metavar="FIELD=TEXT", help="A note on an answer."),
    )

    @functools.wraps(command)
    def answered(
        *given: object, field: Sequence[str], not_reported: Sequence[str], clear: Sequence[str], **others: Any
    ) -> object:
        values: dict[str, tuple[str, ...]] = dict.fromkeys(not_reported, ())
        for name, value in map(_parted, field):
            if values.get(name) == ():
                raise click.BadParameter(f'"{line(name)}" is not reported, so it has no other answer')
            values[name] = (*values.get(name, ()), value)
        rests = {part: dict(map(_parted, others.pop(part))) for part in ("quotation", "page", "about")}
        bare = [name for part in rests.values() for name in part if name not in values]
        if bare:
            raise click.BadParameter(f'say with --field what "{line(bare[0])}" is answered with')
        quoted, pages, notes = rests.values()
        every = (
            Answer(one, own, quoted.get(one, ""), pages.get(one, ""), notes.get(one, "")) for one, own in values.items()
        )
        return command(*given, answers=Answers(tuple(every), tuple(clear)), **others)

    for option in reversed(options):
        answered = option(answered)
    return answered


def _parted(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f'"{line(text)}" is not of the form FIELD=TEXT')
    return name.strip(), value


@group.command(epilog="Example: reviewkit code 3f2a9c1b:12 --field design=qualitative --page design=431 --finish")
@click.argument("report")
@_answers
@click.option("--finish", is_flag=True, help="The study is coded: it counts, and the colleague may see it.")
@json_option
@pass_where
def code(where: Where, report: str, answers: Answers, finish: bool, as_json: bool) -> None:
    """Answer fields of the codebook for a study; without options, show how far you are."""
    with where.review() as review:
        found = review.reports.find(report)
        for one in answers.given:
            given = {"quotation": one.quotation, "page": one.page, "note": one.note}
            review.coding.answer(found, one.field, one.values, **given)
        for field in answers.cleared:
            review.coding.clear(found, field)
        if finish:
            review.coding.finish(found)
        view = review.coding.view(found)
    echo_json(view) if as_json else _tell(view)


def _tell(view: StudyCoding) -> None:
    first, own = view.reports[0], view.own
    echo_line(f"{short_id(first.id)}  {first.record.title or '(no title)'}")
    given = {one.field: one for one in own.answers} if own is not None else {}
    for field in view.fields:
        echo_line(f"  {field.id}: {_said(given.get(field.id))}")
    for old in view.retired:
        echo_line(f"  {old.field}: {_said(old)} (no longer in the codebook)")
    for lacking in view.missing:
        echo_line(f"  needs {lacking}")
    echo_line(f"  {_standing(view)}")


def _said(answer: Answer | None) -> str:
    if answer is None:
        return "—"
    page = f", p. {answer.page}" if answer.page else ""
    return f"{'; '.join(answer.values) or NOT_REPORTED}{page}"


def _standing(view: StudyCoding) -> str:
    if view.own is None or not view.own.finished:
        return "not finished: --finish does"
    if view.status is Status.CONFLICT:
        return f"you differ on {', '.join(view.differing)}: reviewkit reconcile, or the terminal UI"
    return "settled" if view.reconciled is not None else "coded" if view.status is Status.INCLUDED else "finished"


@group.command(epilog="Example: reviewkit reconcile 3f2a9c1b:12 --field themes=language --by Ada --by Grace")
@click.argument("report")
@_answers
@click.option(
    "--by", multiple=True, metavar="NAME", help="Who agreed: all who coded (the default), or the adjudicator."
)
@click.option("--note", default="", help="Why.")
@pass_where
def reconcile(where: Where, report: str, answers: Answers, by: tuple[str, ...], note: str) -> None:
    """Write down what the coders of a study agreed on; what they said alike holds unless you say otherwise."""
    if answers.cleared:
        raise click.UsageError("--clear is for your own coding: reviewkit code")
    with where.review() as review:
        found = review.reports.find(report)
        review.coding.settle(found, answers.given, by=by, note=note)
    click.echo(f"{short_id(found)} is settled.")


@group.command(epilog="Example: reviewkit coded --differing")
@click.option("--differing", is_flag=True, help="Only studies that the coders have to settle.")
@json_option
@pass_where
def coded(where: Where, differing: bool, as_json: bool) -> None:
    """List the studies and how far their coding is, as far as you may see it."""
    with where.review() as review:
        studies = [one for one in review.coding.studies() if not differing or one.status is Status.CONFLICT]
        waiting = len(review.coding.queue()) if review.session.reviewer is not None else 0
    if as_json:
        echo_json(studies)
        return
    for one in studies:
        echo_line(f"{short_id(one.id)}  {one.label}: {_how_far(one)}")
    click.echo(f"{plural(len(studies), 'study', 'studies')}, {waiting} left for you.", err=True)


def _how_far(study: CodedStudy) -> str:
    if study.status is Status.CONFLICT:
        return "to be settled"
    quoted = f", {plural(len(study.quotations), 'quotation')}" if study.quotations else ""
    if study.agreed is not None:
        return f"coded{quoted}"
    return f"{'you have finished' if study.coders else 'open'}{quoted}"


@group.command(epilog="Example: reviewkit summary -o summary.docx")
@click.option("--markdown", is_flag=True, help="All of it as Markdown, studies and quotations too.")
@click.option("--wide", is_flag=True, help="Of CSV: a row a study, a column a field and a choice.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="As .csv, .xlsx, .docx, .md or .qdpx."
)
@click.option("--excel", is_flag=True, help="Of CSV: so that Excel shows every letter and keeps rows whole.")
@json_option
@pass_where
def summary(where: Where, markdown: bool, wide: bool, out: Path | None, excel: bool, as_json: bool) -> None:
    """Print or write what the coded studies are and say: n and percentage of each answer, themes by study, agreement.

    CSV has a row an answer, with the evidence, or with --wide a row a study. A workbook has both and the quotations, a
    Word document the tables of a paper. NVivo, ATLAS.ti and MAXQDA import .qdpx (REFI-QDA): codes, quotations in the
    full texts of this device, memos but those to yourself. As far as you may see it.
    """
    if (excel or wide) and out is None:
        raise click.UsageError("--wide and --excel belong to -o FILE.csv")
    with where.review() as review:
        tables = review.coding_tables
        if out is not None:
            number = tables.write(out, wide=wide, excel=excel)
            click.echo(f"Coding of {plural(number, 'study', 'studies')} written to {out}.")
        elif as_json:
            echo_json(tables.as_value())
        else:
            echo_block((tables.as_markdown() if markdown else tables.as_text(width())).rstrip("\n"))


# ---------------------------------------------------------------------------------------------- passages and codes


@group.command(epilog="Example: reviewkit quote 3f2a9c1b:12 'We never met.' --page 431 --code distance")
@click.argument("report")
@click.argument("text", required=False)
@click.option("--page", default="", help="Where it stands.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Its name or id; may be given again.")
@click.option("--note", default="", help="What you think of it.")
@click.option("--replace", "mark", default="", metavar="ID", help="Change this quotation of yours instead.")
@click.option("--take-back", metavar="ID", help="Take this quotation of yours back.")
@json_option
@pass_where
def quote(
    where: Where,
    report: str,
    text: str | None,
    page: str,
    codes: tuple[str, ...],
    note: str,
    mark: str,
    take_back: str | None,
    as_json: bool,
) -> None:
    """Note a passage of a report and its codes; without TEXT, list the quotations on it that you may see."""
    with where.review() as review:
        found = review.reports.find(report)
        if text is not None:
            review.coding.quote(found, text, page, codes, note, mark)
        if take_back is not None:
            review.coding.unquote(found, take_back)
        quotations = review.coding.view(found).quotations
    if as_json:
        echo_json(quotations)
        return
    for one in quotations:
        _tell_quotation(one)


def _tell_quotation(one: QuotationView) -> None:
    own = one.quotation
    named = ", ".join(code.name for code in one.codes) or "no code"
    page = f", p. {own.page}" if own.page else ""
    echo_line(f"{own.mark}  {one.coder}{page}, {named}: “{own.text}”")


@group.command(epilog="Example: reviewkit codes --new distance --theme 'themes/language'")
@click.option("--new", metavar="NAME", help="Make a code.")
@click.option("--rename", metavar="CODE=NAME", help="Give it another name.")
@click.option("--merge", metavar="CODE=INTO", help="What has the first has the second from now on.")
@click.option("--assign", metavar="CODE=THEME", help="Put it to a theme, field/choice; to none if that is empty.")
@click.option("--describe", metavar="CODE=TEXT", help="Say what it is for.")
@click.option("--drop", metavar="CODE", help="Take it back; no quotation may have it.")
@click.option("--theme", default="", help="With --new: the theme that it belongs to, field/choice.")
@json_option
@pass_where
def codes(where: Where, /, new: str | None, drop: str | None, theme: str, as_json: bool, **changes: str | None) -> None:
    """List the codes that you may see, by theme, or change one; a code is named by its name or id."""
    with where.review() as review:
        coding = review.coding
        if new is not None:
            coding.new_code(new, theme)
        for what, said in changes.items():
            if said is not None:
                getattr(coding, what)(*_parted(said))
        if drop is not None:
            coding.drop(drop)
        found = coding.codes()
    if as_json:
        echo_json(found)
        return
    for one in found:
        on = f"{plural(one.quotations, 'quotation')} in {plural(one.studies, 'study', 'studies')}"
        echo_line(f"{one.id}  {one.theme or 'no theme'}: {one.name} ({on})")


@group.command(epilog="Example: reviewkit memo review 'Fathers are hardly asked.'")
@click.argument("about")
@click.argument("text", required=False)
@click.option("--own", is_flag=True, help="A note to yourself, which nobody else is shown.")
@click.option(
    "--replace", "mark", default="", metavar="ID", help="Change this memo of yours; an empty TEXT takes it back."
)
@json_option
@pass_where
def memo(where: Where, about: str, text: str | None, own: bool, mark: str, as_json: bool) -> None:
    """Keep a thought on a report, a code or the `review`; without TEXT, list those that you may see."""
    with where.review() as review:
        subject = _subject(review, about)
        if text is not None:
            review.coding.memo(subject, text, own=own, mark=mark)
        found = review.coding.memos(subject)
    if as_json:
        echo_json(found)
        return
    for one in found:
        whose = f"{one.writer}{', for oneself' if one.memo.own else ''}"
        echo_line(f"{one.memo.mark}  {one.time[:10]} {whose}: {one.memo.text}")


def _subject(review: Review, about: str) -> str:
    """Return what a memo is about: the review, a code by its name or id, or a report."""
    named: Iterable[str] = (one.id for one in review.coding.codes() if about in (one.id, one.name))
    return "review" if about == "review" else next(iter(named), "") or review.reports.find(about)
