"""The figures on stopping in words, the same in the terminal and on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.report.words import counted, joined, verb

if TYPE_CHECKING:
    from reviewkit.review.stopping import StoppingFigures

MARKS = {True: "met", False: "not met", None: "yours to say"}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure."""

    label: str
    number: str
    more: str = ""


def lines(found: StoppingFigures) -> list[Line]:
    """Return the figures, a line each."""
    sure = f"with {found.rule.confidence} % confidence"
    return [
        Line("Settled", f"{found.settled:,}", f"of {found.reports:,} reports"),
        *[Line("Read, not settled", f"{found.open:,}", "is completed in any case")] * bool(found.open),
        Line("Relevant", f"{found.relevant:,}", _relevant(found)),
        Line("Read by nobody", f"{found.unread:,}", _put_off(found)),
        Line("Drawn at random", f"{found.drawn:,}", f"{found.drawn_relevant:,} of them relevant"),
        _left(found),
        Line("Found at least", f"{found.recall} %", f"of all relevant ones, {sure}"),
        Line("Rule", f"{found.rule.target} %", f"{sure}{'' if found.stated else ' (usual; none is stated)'}"),
        Line("p, by the rule", f"{found.chance:.3f}", f"{found.allowed} at most; from random picks alone"),
        Line("p, as published", f"{found.chance_if_ranked:.3f}", "as if the last stretch were drawn; a hint only"),
    ]


def _relevant(found: StoppingFigures) -> str:
    conflicts = f"; {counted(found.conflicts, 'conflict')} among them" if found.conflicts else ""
    return f"none in the last {found.since_last:,}{conflicts}" if found.settled else ""


def _put_off(found: StoppingFigures) -> str:
    return f"{found.put_off:,} of them drawn and put off" if found.put_off else ""


def _left(found: StoppingFigures) -> Line:
    if found.left is None:
        return Line("Likely left", "?", "nothing was drawn at random")
    return Line(
        "Likely left",
        f"{found.left.left:,}",
        f"{found.left.low:,} to {found.left.high:,}, {found.rule.confidence} % interval",
    )


def advice(found: StoppingFigures) -> list[str]:
    """Return what follows, a sentence each, the first of them what matters most."""
    return [
        *_stopped(found),
        *_small(found),
        *([] if found.stopped else [_said(found)]),
        *_time_to_draw(found),
        *["The rule was changed, or first stated, after reading had begun."] * found.stated_late,
    ]


def _stopped(found: StoppingFigures) -> list[str]:
    one = found.stopped
    if one is None:
        return []
    rule = dict(one.figures).get("rule", "not stated")
    number = f"{counted(one.not_read, 'report')} {verb(one.not_read, 'is', 'are')} not read"
    return [f"Stopped by {joined(one.by)}, the rule being {rule}: {one.reason} {number}."]


def _small(found: StoppingFigures) -> list[str]:
    if not found.small or not found.unread:
        return []
    return [
        f"Of {counted(found.reports, 'report')} reading all is quicker than being sure of what one has not read: even "
        f"in a perfect order {found.least_read:,} would have to be read first."
    ]


def _said(found: StoppingFigures) -> str:
    if not found.unread:
        return "Everything has been read or begun, so there is nothing to stop."
    why = found.why_not()
    return f"Read on: {why}." if why else "The rule is met: you may stop. It is yours to decide."


def _time_to_draw(found: StoppingFigures) -> list[str]:
    ready = found.chance_if_ranked <= (100 - found.rule.confidence) / 100
    if not ready or found.drawing or found.small or found.stopped is not None or not found.unread:
        return []
    return ["The last stretch looks empty: read on in random order, which alone can tell how much is left."]
