"""Commands that hold the review to its promises: verify and check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.keeping import tell_verified
from reviewkit.cli.printing import echo_json, echo_line, json_option, plural
from reviewkit.model import short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.review import Evidence, Finding, Verification

_MANY = 10


@group.command(epilog="Example: reviewkit verify, or: reviewkit verify my-review.zip")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--report", "name", metavar="REPORT", help="The evidence of one report in full.")
@json_option
@pass_where
def verify(where: Where, file: Path | None, name: str | None, as_json: bool) -> int:
    """Tell an unbroken history from an edited, reordered or cut one, and how independent decisions were.

    With FILE, an archive: hold it to its checksums, make its outputs anew and compare.
    """
    if file is not None:
        from reviewkit.review import verify_archive

        return tell_verified(verify_archive(file), as_json=as_json)
    with where.review() as review:
        if name is not None:
            evidence = review.integrity.evidence(review.reports.find(name))
            _tell_evidence(evidence, as_json=as_json)
            return 0
        found = review.integrity.verify()
    if as_json:
        echo_json(
            {
                "broken": found.broken,
                "devices": found.devices,
                "exports": found.exports,
                "findings": found.findings,
                "evidence": _as_values(found.evidence),
                "assumption": found.assumption,
            }
        )
    else:
        _tell(found)
    return 1 if found.broken else 0


def _tell(found: Verification) -> None:
    for device in found.devices:
        actors = ", ".join(f"{actor} {number}" for actor, number in device.actors)
        several = "; several people wrote on this device, or one used another's name" if device.actors[1:] else ""
        echo_line(f"Device {device.id}: {plural(device.events, 'event')} ({actors}){several}")
    click.echo(f"{plural(found.exports, 'export')} held to their sha256, and the records to the exports.")
    _tell_findings(found.findings)
    if found.broken:
        click.echo("The history is BROKEN, or a file is not what it was; see above.")
    else:
        click.echo("The history is unbroken: no event was changed, reordered or cut, as far as hashes can tell.")
    click.echo("The last event of a device is vouched for only by those who took it in.")
    _tell_independence(found.evidence)
    echo_line(found.assumption)


def _tell_independence(evidence: Sequence[Evidence]) -> None:
    grounds = Counter(one.ground.value for one in evidence)
    click.echo(
        f"{plural(len(evidence), 'pair')} of decisions: {grounds['apart']} independent (neither device had taken in "
        f"the other's decision), {grounds['hidden']} where a device held the other's decision and did not show it, "
        f"{grounds['shown']} not blind."
    )
    exceptions = [one for one in evidence if one.ground.value != "apart"]
    for one in exceptions[:_MANY]:
        for sentence in one.sentences():
            _echo_indented(f"{short_id(one.report)} at {one.where}: {sentence}")
    if len(exceptions) > _MANY:
        click.echo(f"  ... and {len(exceptions) - _MANY} more; --json lists all, --report shows one.")


def _as_values(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    return [
        {
            "report": one.report,
            "stage": one.stage or one.where,
            "ground": one.ground,
            "made": one.made,
            "held": one.held,
            "sentences": one.sentences(),
        }
        for one in evidence
    ]


def _tell_evidence(evidence: Sequence[Evidence], *, as_json: bool) -> None:
    if as_json:
        echo_json(_as_values(evidence))
        return
    for one in evidence:
        made = "; ".join(f"{by.reviewer}: event {by.seq} of device {by.device}" for by in one.made)
        echo_line(f"{short_id(one.report)} at {one.where} ({made})")
        for sentence in one.sentences():
            _echo_indented(sentence)
    if not evidence:
        click.echo("No two decisions on this report that you may see yet.")


@group.command(epilog="Example: reviewkit check --repair")
@click.option("--repair", is_flag=True, help="Do what is safe; nothing is deleted.")
@json_option
@pass_where
def check(where: Where, repair: bool, as_json: bool) -> int:
    """Find and explain every inconsistency; exit 1 while there is an error or a warning."""
    with where.review() as review:
        repaired = review.integrity.repair() if repair else []
        found = review.integrity.check()
    if as_json:
        echo_json({"findings": found, "repaired": repaired})
    else:
        for one in repaired:
            echo_line(f"{'Repaired' if one.done else 'NOT repaired'}: {one.what}")
        _tell_findings(found)
        click.echo(_summary(found))
    return 1 if any(finding.severity.value != "hint" for finding in found) else 0


def _tell_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        echo_line(str(finding))
        if finding.remedy:
            _echo_indented(finding.remedy)
        if finding.repair is not None:
            _echo_indented("`reviewkit check --repair` does what is safe about it.")


def _echo_indented(text: str) -> None:
    click.echo(f"  {line(text)}")


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Everything fits together."
    counts = Counter(finding.severity.value for finding in findings)
    return ", ".join(plural(counts[name], name) for name in ("error", "warning", "hint")) + "."
