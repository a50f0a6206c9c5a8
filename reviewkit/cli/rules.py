"""Commands about rules, which remove records by what they say of themselves: year, language, publication type."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import citation, echo_json, echo_line, json_option, plural

if TYPE_CHECKING:
    from reviewkit.review import RuleView


@group.group(epilog="Example: reviewkit rules dry-run language")
def rules() -> None:
    """Let the criteria's facts propose what to remove, and remove it where criteria/screening.toml says so."""


@rules.command("list", epilog="Example: reviewkit rules list")
@json_option
@pass_where
def list_(where: Where, as_json: bool) -> None:
    """List what each criterion with a fact proposes, whether it is switched on, and what it has removed."""
    with where.review() as review:
        found = review.rules.proposals()
        hints = review.rules.hints()
    if as_json:
        echo_json({"rules": [_plain(one) for one in found], "hints": hints})
        return
    for one in found:
        echo_line(_told(one))
    for hint in hints:
        echo_line(hint)
    if not found:
        click.echo("No criterion has a fact that a record can tell.")


def _told(one: RuleView) -> str:
    switch = "switched on" if one.switched_on else "not switched on"
    settled = f", {len(one.settled)} of them settled by people, which stay" if one.settled else ""
    removed = f"; {len(one.removed)} removed" if one.removed else ""
    fails = "fails" if len(one.found) == 1 else "fail"
    return f"{one.id} ({one.fact}): {plural(len(one.found), 'report')} {fails} it{settled}{removed}; {switch}"


def _plain(one: RuleView) -> dict[str, object]:
    return {**dataclasses.asdict(one), "new": one.new, "released": one.released}


@rules.command("dry-run", epilog="Example: reviewkit rules dry-run language")
@click.argument("rule")
@json_option
@pass_where
def dry_run(where: Where, rule: str, as_json: bool) -> None:
    """List the reports that a run would remove; nothing is written."""
    with where.review() as review:
        found = review.rules.dry_run(rule)
        merged = {report.id: record for report, record in review.reports.merged().items()}
    if as_json:
        echo_json(_plain(found))
        return
    for one in found.found:
        echo_line(f"{'settled, stays: ' if one in found.settled else ''}{citation(merged[one])}")
    for one in found.released:
        echo_line(f"put back: {citation(merged[one])}")
    echo_line(f"{_told(found)}. Nothing was removed now.")


@rules.command(epilog="Example: reviewkit rules run language")
@click.argument("rule")
@json_option
@pass_where
def run(where: Where, rule: str, as_json: bool) -> None:
    """Remove what fails a rule that is switched on, before anybody reads it; `put-back` undoes it as a whole."""
    with where.review() as review:
        done = review.rules.run(rule)
    if as_json:
        echo_json(_plain(done))
        return
    back = f", {len(done.released)} put back" if done.released else ""
    echo_line(f"{done.id}: {plural(len(done.found), 'report')} named, {len(done.new)} of them new{back}.")


@rules.command("put-back", epilog="Example: reviewkit rules put-back language")
@click.argument("rule")
@json_option
@pass_where
def put_back(where: Where, rule: str, as_json: bool) -> None:
    """Put back all that a rule has removed, whoever ran it."""
    with where.review() as review:
        number = review.rules.put_back(rule)
    if as_json:
        echo_json({"rule": rule, "records": number})
        return
    echo_line(f"{rule}: {plural(number, 'record')} put back.")
