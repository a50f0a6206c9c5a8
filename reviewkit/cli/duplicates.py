"""Commands about which records are one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_json, echo_line, json_option, plural
from reviewkit.model import LinkVerdict, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.model import ReportId
    from reviewkit.review import Against, Change, Changes, Explained, Group, PairView, Regrouped


@group.command(epilog="Example: reviewkit compare")
@pass_where
def compare(where: Where) -> None:
    """Compare records that have not been compared yet, as after two devices imported at once."""
    with where.review() as review:
        linked, uncertain = review.duplicates.compare()
    click.echo(f"{plural(linked, 'duplicate link')} and {plural(uncertain, 'uncertain pair')} are new.")


@group.command(epilog="Example: reviewkit pairs --disputed")
@click.option("--disputed", is_flag=True, help="Instead what two of you see differently, and what contradicts itself.")
@json_option
@pass_where
def pairs(where: Where, disputed: bool, as_json: bool) -> None:
    """List the pairs of records that a person has to compare."""
    if disputed:
        _tell_disputes(where, as_json)
        return
    with where.review() as review:
        waiting = review.duplicates.pairs()
    if as_json:
        echo_json(waiting)
        return
    _tell_pairs(waiting)
    if not waiting:
        click.echo("No pair waits for a decision.")


def _tell_pairs(pairs: tuple[PairView, ...] | list[PairView]) -> None:
    for pair in pairs:
        echo_line(f"score {pair.score}: {', '.join(pair.reasons)}")
        for record in (pair.a, pair.b):
            _indented(f"{citation(record)}")


def _tell_disputes(where: Where, as_json: bool) -> None:
    with where.review() as review:
        found, contradictions = review.meeting.disputes(), review.duplicates.contradictions()
    if as_json:
        echo_json({"disputes": found, "contradictions": contradictions})
        return
    for pair in found:
        echo_line(", ".join(f"{name}: {' and '.join(said)}" for name, said in pair.said))
        for paper in (pair.a, pair.b):
            click.echo(f"  {short_id(paper.id)}  {line(paper.title) or '(no title)'} · {line(paper.source)}")
    for one in contradictions:
        who = " and ".join(one.by) or f"the rules ({', '.join(one.reasons)})"
        echo_line(f"one paper by {who}, but {_apart(one.against)}:")
        for record in (one.a, one.b):
            _indented(f"{citation(record)}")
    if not found and not contradictions:
        click.echo("Nobody says different things of a pair, and nothing contradicts itself.")


def _apart(against: tuple[Against, ...]) -> str:
    return "; ".join(one.words for one in against)


@group.command(epilog="Example: reviewkit link 3f2a9c1b:12 9d41aa07:3 same")
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=click.Choice([LinkVerdict.SAME.value, LinkVerdict.DIFFERENT.value]))
@pass_where
def link(where: Where, a: str, b: str, verdict: str) -> None:
    """Say that two records are the SAME report or DIFFERENT ones; holds before any rule."""
    with where.review() as review:
        first, second = review.reports.record(a), review.reports.record(b)
        review.duplicates.link(first, second, LinkVerdict(verdict))
        against = review.duplicates.against(first, second) if verdict == LinkVerdict.SAME else ()
    echo_line(f"{a} and {b}: {verdict}.")
    _tell_against(against)


def _tell_against(against: tuple[Against, ...]) -> None:
    if against:
        echo_line(f"They stay two reports as long as this stands: {_apart(against)}.")


# ------------------------------------------------------------------------------------------------- whole reports


@group.command("group", epilog="Example: reviewkit group 3f2a9c1b:12")
@click.argument("report")
@json_option
@pass_where
def group_(where: Where, report: str, as_json: bool) -> None:
    """Show the records that a report is made of, where they differ, and where each of its fields comes from."""
    with where.review() as review:
        found = review.groups.view(review.reports.find(report))
    if as_json:
        echo_json(found)
    else:
        _tell_group(found)


def _tell_group(found: Group) -> None:
    searches = {member.record.id: member.search for member in found.members}
    for member in found.members:
        echo_line(citation(member.record))
        _indented(f"from {', '.join(part for part in (member.search, member.record.database) if part)}")
        if member.why:
            _indented(f"{member.why}")
    click.echo()
    for name, origins in found.origins.items():
        value = getattr(found.record, name)
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        where = ", ".join(f"{short_id(one)} {searches[one]}".strip() for one in origins)
        echo_line(f"{name.replace('_', ' ')}: {text[:300]}{'…' * (len(text) > 300)} [{where}]")
    for filled in found.filled:
        echo_line(f"{filled.field}: filled in by {filled.by}, from {filled.source}")
    for one in found.links[1:]:
        echo_line(f"also: {one}")


@group.command(epilog="Example: reviewkit split 9d41aa07:3")
@click.argument("record")
@pass_where
def split(where: Where, record: str) -> None:
    """Split a record out of its report: it is a paper of its own, the others stay one report."""
    with where.review() as review:
        done = review.groups.split(review.reports.record(record))
    echo_line(f"{record} is split out.")
    _tell_regrouped(done)


@group.command(epilog="Example: reviewkit join 3f2a9c1b:12 9d41aa07:3")
@click.argument("a")
@click.argument("b")
@pass_where
def join(where: Where, a: str, b: str) -> None:
    """Join two reports into one: they are one paper."""
    with where.review() as review:
        done = review.groups.join(review.reports.find(a), review.reports.find(b))
    if not done.against:
        echo_line(f"{a} and {b} are one report.")
    _tell_against(done.against)
    _tell_regrouped(done)


def _tell_regrouped(done: Regrouped) -> None:
    click.echo(f"{plural(len(done.reports), 'report')}: {', '.join(map(_short, done.reports))}.")
    if done.waiting:
        waits = "waits" if len(done.waiting) == 1 else "wait"
        click.echo(f"{', '.join(map(_short, done.waiting))} {waits} for your decision.")


def _indented(text: str) -> None:
    click.echo(f"  {line(text)}")


def _short(report: ReportId) -> str:
    return short_id(report)


# ------------------------------------------------------------------------------------- what `dedupe` says of a review


def tell_explained(where: Where, a: str, b: str, *, as_json: bool) -> None:
    """Print why two records are one report or are not."""
    with where.review() as review:
        found = review.explaining.pair(review.reports.record(a), review.reports.record(b))
    if as_json:
        echo_json(found)
    else:
        _tell_explained(found)


def _tell_explained(found: Explained) -> None:
    for record, source in zip((found.a, found.b), found.sources, strict=True):
        echo_line(f"{citation(record)} [{source}]")
    click.echo()
    for one in found.explanation.fields:
        echo_line(f"{one.name}: {one.says}")
        if one.a or one.b:
            for text in dict.fromkeys((one.a, one.b)):
                _indented(f"{text[:300] or '–'}{'…' * (len(text) > 300)}")
    echo_line(f"likeness of the titles by letters: {found.explanation.likeness}")
    click.echo()
    for rule, holds in found.explanation.said:
        echo_line(f"{'yes' if holds else 'no':<4}{rule}")
    echo_line(f"for and against: {', '.join(found.explanation.reasons)}")
    click.echo()
    for said in found.said:
        by = (
            f"{said.by} at {said.time}"
            if not said.rules
            else f"rules version {said.rules}, with {said.by} at {said.time}"
        )
        echo_line(f"{said.verdict} by {by}{'' if said.counts else ' (counts no longer)'}")
    for text in found.words:
        echo_line(text)
    for step in found.through:
        _indented(f"{short_id(step.a)} and {short_id(step.b)}: {step.why}")


def tell_update(where: Where, *, yes: bool, as_json: bool) -> None:
    """Print what newer rules would change; asks before they hold, unless told not to or asked for JSON."""
    with where.review() as review:
        found = review.newer_rules.changes()
        if as_json and not yes:
            echo_json(found)
            return
        if not as_json:
            _tell_changes(found)
        if not found.newer or not (yes or click.confirm(f"Let rules version {found.rules} hold from now on?")):
            return
        written = review.newer_rules.apply()
    if as_json:
        echo_json({**_plain_changes(found), "written": written})
    else:
        click.echo(f"Rules version {found.rules} holds now: {plural(written, 'link')} written.")


def _plain_changes(found: Changes) -> dict[str, object]:
    import dataclasses

    return {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}


def _tell_changes(found: Changes) -> None:
    if not found.newer:
        click.echo(f"Every comparison here is by rules version {found.rules}, the program's own, or newer.")
        return
    click.echo(f"Rules version {found.rules} is newer than what records here were compared by. It would change:")
    for change in found.changes:
        _tell_change(change)
    click.echo(
        f"{plural(len(found.changes), 'change')} of reports, "
        f"{sum(change.decided for change in found.changes)} with decisions; "
        f"{plural(len(found.uncertain), 'new uncertain pair')}, {found.no_longer} no longer asked."
    )
    _tell_pairs(found.uncertain)


def _tell_change(change: Change) -> None:
    decided = " (decided on)" if change.decided else ""
    reasons = f": {', '.join(change.reasons)}" if change.reasons else ""
    click.echo(f"{plural(len(change.before), 'report')} {change.words}{decided}{line(reasons)}")
    for piece in change.before:
        _indented(f"{', '.join(map(short_id, piece.records))}  {piece.title or '(no title)'}")
    if len(change.after) > 1:
        for piece in change.after:
            _indented(f"-> {', '.join(map(short_id, piece.records))}  {piece.title or '(no title)'}")
