"""What the flow would be without a reason, a rule or some records: a sensitivity analysis, which decides nothing.

The thing a reader would get wrong: a report that was excluded for one reason alone would have gone on to the next
stage, where nobody has decided on it; so it waits there, and is not included. Only at the last stage is going on being
included. A report that anybody excluded for another reason as well stays excluded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow.breakdowns import ROWS
from reviewkit.flow.counts import INCLUDED, counts, pending
from reviewkit.flow.narrowing import narrowed
from reviewkit.flow.table import Column, Table, counted
from reviewkit.model import RecordId, Stage, Standing, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reviewkit.flow.counts import Flow
    from reviewkit.model import Report, Route, Standings

    Where = list[tuple[Report, Standings]]

_STAGES = tuple(Stage)
_WENT_ON = Standing(Status.INCLUDED)
_WAITS = Standing(Status.PENDING)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The flow as it is and as it would be; reports by the record that stands for them as it is."""

    without: str
    """What is left out, in words."""
    before: Flow
    after: Flow
    appeared: tuple[RecordId, ...]
    """Reports that would be included."""
    vanished: tuple[RecordId, ...]
    """Reports that would not be included."""
    gone_on: tuple[RecordId, ...]
    """Reports that would wait for a decision that nobody has made."""
    studies: tuple[int, int]
    """Studies included as it is, and as it would be."""
    with_others: int = 0
    """Reports excluded for the reason and for another one too: they stay excluded."""


def without_reason(standings: Iterable[tuple[Report, Standings]], reason: str, stages: Collection[Stage]) -> Where:
    """Return where reports would stand had nobody excluded any for this reason alone at these stages."""
    return [(report, _ignoring(own, reason, stages)) for report, own in standings]


def _ignoring(own: Standings, reason: str, stages: Collection[Stage]) -> Standings:
    last = len(own) - 1
    if own[last].status is not Status.EXCLUDED or _STAGES[last] not in stages or named(own[last]) != {reason}:
        return own
    after = (_WAITS,) if _STAGES[last] is not _STAGES[-1] else ()
    return (*own[:last], _WENT_ON, *after)


def named(excluded: Standing) -> set[str]:
    """Return every reason that a report was excluded for, whoever named it."""
    votes = (vote.reasons for vote in excluded.votes if vote.verdict is Verdict.EXCLUDE)
    return set(excluded.reasons).union(*votes)


def beside_others(standings: Iterable[tuple[Report, Standings]], reason: str, stages: Collection[Stage]) -> int:
    """Return how many reports are excluded for a reason and for another one too."""
    ends = ((_STAGES[len(own) - 1], own[-1]) for _, own in standings if own[-1].status is Status.EXCLUDED)
    return sum(stage in stages and {reason} < named(end) for stage, end in ends)


def without_rule(standings: Iterable[tuple[Report, Standings]], rule: str) -> Where:
    """Return where reports would stand had the rule removed none: those it removed wait to be read."""
    return [
        (report, (_WAITS,) if own[0].status is Status.REMOVED and own[0].reasons[:1] == (rule,) else own)
        for report, own in standings
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """The review as it is."""

    routes: Mapping[RecordId, Route]
    standings: Where
    studies: Mapping[RecordId, str]
    """As in `counts`."""
    quality_excludes: bool

    def flow(self, standings: Where | None = None, routes: Mapping[RecordId, Route] | None = None) -> Flow:
        """Return the flow, of what is given in place of what is known."""
        return counts(
            self.routes if routes is None else routes,
            self.standings if standings is None else standings,
            quality_excludes=self.quality_excludes,
            studies=self.studies,
        )


def what_if(words: str, known: Known, standings: Where, with_others: int = 0) -> WhatIf:
    """Return what it would be if reports stood elsewhere."""
    return _compared(words, known, known.flow(standings), with_others)


def what_if_left_out(words: str, known: Known, records: Collection[RecordId]) -> WhatIf:
    """Return what it would be if these records had not been found."""
    routes = {record: route for record, route in known.routes.items() if record not in records}
    return _compared(words, known, known.flow(narrowed(known.standings, routes), routes))


def _compared(words: str, known: Known, after: Flow, with_others: int = 0) -> WhatIf:
    kept = {record: report.kept for report, _ in known.standings for record in report.records}
    before = known.flow()
    last = Stage.QUALITY if known.quality_excludes else Stage.FULL_TEXT

    def reports(flow: Flow, box: str) -> set[RecordId]:
        return {kept[record] for record in (flow.total.get(box, ()) if box else pending(flow.total, last))}

    was, would = reports(before, INCLUDED), reports(after, INCLUDED)
    return WhatIf(
        words,
        before,
        after,
        appeared=tuple(sorted(would - was)),
        vanished=tuple(sorted(was - would)),
        gone_on=tuple(sorted(reports(after, "") - reports(before, ""))),
        studies=(len(before.studies_in(was)), len(before.studies_in(would))),
        with_others=with_others,
    )


def as_table(found: WhatIf) -> Table:
    """Return the boxes that hold anything, as it is and as it would be."""
    rows = []
    for box, words in ROWS.items():
        was, would = (len(flow.total.get(box, ())) for flow in (found.before, found.after))
        if was or would:
            rows.append((words, was, would, would - was))
    studies = ("Studies included in review", *found.studies, found.studies[1] - found.studies[0])
    columns = (Column(""), counted("As it is"), counted("Without"), counted("Difference"))
    caption = f"Sensitivity analysis: the flow without {found.without}"
    return Table("what_if", caption, columns, (*rows, studies), notes=tuple(sentences(found)))


def sentences(found: WhatIf) -> list[str]:
    """Return what it would come to, in sentences."""
    said = [
        "A sensitivity analysis: nothing is written, nothing is decided.",
        f"{_counted(len(found.appeared))} would be included that {_is(found.appeared)} not; "
        f"{_counted(len(found.vanished))} would not be included that {_is(found.vanished)}.",
    ]
    if found.gone_on:
        said.append(f"{_counted(len(found.gone_on))} would have gone on to a stage where nobody has decided.")
    if found.with_others:
        said.append(f"{_counted(found.with_others)} excluded for it and for another reason too would stay excluded.")
    return said


def _counted(number: int) -> str:
    return f"{number} report{'s' * (number != 1)}"


def _is(reports: Collection[RecordId]) -> str:
    return "is" if len(reports) == 1 else "are"
