"""What does not fit together in a review whose history is whole: one function a kind of finding, and the table of them.

The thing a reader would get wrong: a finding must not tell a reviewer what a colleague decided on a report that the
reviewer has yet to decide on. What is said about a decision is said of those in `Said` alone whose `visible` is true;
the colleague's own device names the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reviewkit.history import follows, latest
from reviewkit.integrity import repaired
from reviewkit.integrity.findings import Finding, Repair, Severity, some
from reviewkit.model import Decision, Import, Settlement, short_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

    from reviewkit.model import (
        DeviceId,
        Event,
        FileId,
        Link,
        Record,
        RecordId,
        ReportId,
        Resolution,
        Reviewer,
        Stage,
    )

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Said:
    """What one reviewer's heads state on a report at a stage."""

    report: ReportId
    stage: Stage
    reviewer: Reviewer
    decisions: tuple[Decision, ...]
    reached: bool
    """The report has reached that stage."""
    visible: bool
    """The acting reviewer may know of it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A resolution that holds, and whose decisions it settles."""

    report: ReportId
    stage: Stage
    resolution: Resolution
    voters: tuple[Reviewer, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the checks look at."""

    reviewers: tuple[Reviewer, ...]
    adjudicator: Reviewer | None
    former: Set[Reviewer]
    """Who was a reviewer or adjudicator under some criteria that the history knows."""
    reasons: Mapping[Stage, Set[str]]
    """Ids of the criteria of each stage."""
    retired: Set[str]
    fingerprint: str
    """Of the criteria in this folder."""
    criteria: Mapping[str, Mapping[str, str]]
    """Texts of the criteria that the history knows, by fingerprint, each by file name."""
    events: Sequence[Event]
    records: Set[RecordId]
    """Those that are counted."""
    links: Sequence[Link]
    arriving: Sequence[Event]
    uncompared: Sequence[FileId]
    said: Sequence[Said]
    settled: Sequence[Settled]
    leftovers: Sequence[str]
    """Temporary files of interrupted writes, below the review's folder."""
    behind: str
    """Why the own journal could not be written; empty if it could."""
    repairs: Mapping[RecordId, Sequence[tuple[Event, Record]]] = field(default_factory=dict)
    """What people say of each rejected entry that anybody ever repaired, that which counts first."""
    repaired: Mapping[RecordId, Record] = field(default_factory=dict)
    """What these entries are, as far as a repair of them counts."""


def findings(facts: Facts) -> list[Finding]:
    """Return what does not fit together."""
    return [found for check in CHECKS for found in check(facts)]


# ------------------------------------------------------------------------------------------------ the folder


def _behind(facts: Facts) -> Iterator[Finding]:
    if facts.behind:
        yield Finding("behind", Severity.ERROR, "data/journal", facts.behind, "", Repair.MEND)


def _arriving(facts: Facts) -> Iterator[Finding]:
    for event in facts.arriving:
        name = event.body.name if isinstance(event.body, Import) else event.subject
        yield Finding(
            "arriving",
            Severity.HINT,
            f"data/records/{event.subject[:8]}...-{event.device}.jsonl",
            f'the records of "{name}", imported by {event.actor}, are not all here yet; none of them is counted',
            "Wait until the folder is in sync. If it stays, copy the file again from the device that imported it.",
        )


def _leftovers(facts: Facts) -> Iterator[Finding]:
    for path in facts.leftovers:
        yield Finding(
            "leftover",
            Severity.HINT,
            path,
            "was left behind by an interrupted write; nothing in it counts",
            "It does no harm. Close other programs on this review before you tidy.",
            Repair.TIDY,
            path,
        )


def _uncompared(facts: Facts) -> Iterator[Finding]:
    if facts.uncompared:
        yield Finding(
            "uncompared",
            Severity.WARNING,
            "data/records",
            f"{len(facts.uncompared)} imports have not been compared with all others: duplicates may be counted twice",
            "`reviewkit compare`",
            Repair.COMPARE,
        )


# ------------------------------------------------------------------------------------------------ criteria


def _other_criteria(facts: Facts) -> Iterator[Finding]:
    """Yield reviewers who last wrote under other criteria than those of this folder."""
    under = [event for event in facts.events if event.criteria == facts.fingerprint]
    for actor in facts.reviewers:
        for event in _last_of(facts.events, actor):
            if event.criteria != facts.fingerprint:
                knew = any(follows(event, one) for one in under)
                yield Finding(
                    "criteria",
                    Severity.WARNING if knew else Severity.HINT,
                    f"device {event.device}",
                    f"{actor} last wrote there under other criteria than those here"
                    + (", having taken in events under these" if knew else ", before these were taken in there")
                    + _which_files(facts, event.criteria),
                    "Compare the criteria/ folders of the two devices, and make them the same; no decision lapses.",
                )


def _last_of(events: Iterable[Event], actor: Reviewer) -> list[Event]:
    last: dict[DeviceId, Event] = {}
    for event in events:
        if event.actor == actor and (event.device not in last or last[event.device].seq < event.seq):
            last[event.device] = event
    return sorted(latest(last.values()), key=lambda event: event.device)


def _which_files(facts: Facts, fingerprint: str) -> str:
    here, there = facts.criteria.get(facts.fingerprint), facts.criteria.get(fingerprint)
    if here is None or there is None:
        return ""
    names = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    return f"; {', '.join(names)} differ" if names[1:] else f"; {''.join(names)} differs"


def _gone_reasons(facts: Facts) -> Iterator[Finding]:
    """Yield reasons in standing decisions that no criterion of the stage has."""
    told = [(one.stage, one.report, body.reasons) for one in facts.said if one.visible for body in one.decisions]
    told += [(one.stage, one.report, one.resolution.reasons) for one in facts.settled]
    reasons = (
        ((stage, reason), report)
        for stage, report, named in told
        for reason in named
        if reason not in facts.reasons.get(stage, ())
    )
    for (stage, reason), reports in _grouped(reasons).items():
        retired = reason in facts.retired
        elsewhere = any(reason in ids for ids in facts.reasons.values())
        state = "is retired" if retired else f"is no criterion of {stage.words}" if elsewhere else "is in no criteria"
        yield Finding(
            "reason",
            Severity.HINT if retired else Severity.ERROR,
            _reports(reports),
            f'decided on at {stage.words} with the reason "{reason}", which {state}',
            "The decisions count on; decide again where the criterion no longer holds."
            if retired
            else "Bring the criterion back, list its id under `retired` in criteria/screening.toml or quality.toml, or "
            "decide again.",
        )


# ------------------------------------------------------------------------------------------------ people


def _not_reviewers(facts: Facts) -> Iterator[Finding]:
    named = {*facts.reviewers, facts.adjudicator}
    unknown = _grouped((one.reviewer, one.report) for one in facts.said if one.reviewer not in named)
    for reviewer, reports in unknown.items():
        left = reviewer in facts.former
        yield Finding(
            "reviewer",
            Severity.HINT if left else Severity.ERROR,
            "criteria/review.toml",
            f'"{reviewer}" is {"no longer" if left else "not"} named here; decisions of that name stand on '
            f"{_number(len(set(reports)), 'report')}",
            "Who leaves keeps their decisions."
            if left
            else "If it is a reviewer, name them; if the name was mistyped or changed, say so under [renamed]; if "
            "nobody knows it, the events are forged: `reviewkit verify` names the device.",
        )


def _differing_heads(facts: Facts) -> Iterator[Finding]:
    for one in facts.said:
        says = {(body.verdict, body.reasons[:1]) for body in one.decisions}
        if one.visible and len(says) > 1:
            yield Finding(
                "heads",
                Severity.WARNING,
                _reports([one.report]),
                f"{one.reviewer} has {len(one.decisions)} decisions at {one.stage.words} that differ, written unknown "
                "to each other or on reports that are now one; none counts",
                f"{one.reviewer} decides again; that replaces all of them.",
            )


def _wrong_settlers(facts: Facts) -> Iterator[Finding]:
    for one in facts.settled:
        by, voters = set(one.resolution.by), set(one.voters)
        if one.resolution.how is Settlement.ADJUDICATION:
            wrong = "" if by == {facts.adjudicator} else "who is not the adjudicator"
            wrong = "who had decided on it too" if by & voters else wrong
        else:
            absent = set(one.resolution.absent) - set(facts.reviewers)
            agreed = by == voters or (absent and by and by >= voters - absent)
            wrong = "" if agreed else f"though {', '.join(sorted(voters))} decided on it"
        if wrong:
            yield Finding(
                "resolution",
                Severity.ERROR,
                _reports([one.report]),
                f"settled at {one.stage.words} by {', '.join(sorted(by)) or 'nobody'}, {wrong}",
                "Settle it again: by all who decided, or by an adjudicator who did not decide on it.",
            )


# ------------------------------------------------------------------------------------------------ records


def _links_to_nothing(facts: Facts) -> Iterator[Finding]:
    named = {one for link in facts.links for one in (link.a, link.b)}
    missing = sorted(named - facts.records - facts.repairs.keys())
    if missing:
        yield Finding(
            "link",
            Severity.HINT if _all_arriving(missing, facts) else Severity.ERROR,
            _reports(missing),
            "linked as a duplicate or as different, but no such record is here",
            "Its record file is missing or still arriving: copy data/records from a colleague.",
        )


def _decisions_on_nothing(facts: Facts) -> Iterator[Finding]:
    """Yield how many decisions lie on records that are not here, by reviewer; never which."""
    unknown = _grouped(
        (event.actor, event.subject)
        for event in facts.events
        if isinstance(event.body, Decision)
        and event.subject not in facts.records
        and event.subject not in facts.repairs
    )
    for actor, subjects in unknown.items():
        yield Finding(
            "nowhere",
            Severity.HINT if _all_arriving(subjects, facts) else Severity.ERROR,
            "data/records",
            f"{actor} decided on {_number(len(set(subjects)), 'record')} that are not here",
            "Their record file is missing or still arriving: copy data/records from a colleague.",
        )


def _all_arriving(records: Iterable[str], facts: Facts) -> bool:
    files = {event.subject for event in facts.arriving}
    return all(record.partition(":")[0] in files for record in records)


def _ahead(facts: Facts) -> Iterator[Finding]:
    early = _grouped(((one.reviewer, one.stage), one.report) for one in facts.said if one.visible and not one.reached)
    for (reviewer, stage), reports in early.items():
        yield Finding(
            "ahead",
            Severity.HINT,
            _reports(reports),
            f"{reviewer} has decided at {stage.words}, which the report has not reached (any more)",
            "Something before it was changed since. The decision waits and counts once the report gets there.",
        )


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    found: defaultdict[_K, list[_V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: found[key] for key in sorted(found, key=repr)}


def _reports(ids: Iterable[str]) -> str:
    return some([short_id(one) for one in sorted(set(ids))])


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


CHECKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    _behind,
    _arriving,
    _leftovers,
    _uncompared,
    _other_criteria,
    _gone_reasons,
    _not_reviewers,
    _differing_heads,
    _wrong_settlers,
    _links_to_nothing,
    _decisions_on_nothing,
    _ahead,
    *repaired.CHECKS,
)
