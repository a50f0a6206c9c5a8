"""What two decisions on one report say themselves about having been made without each other.

Every event names how far its device had taken in the other devices, so it can be told whether the colleague's decision
was on the device at all. The thing a reader would get wrong: it usually was, for whoever decided second in a shared
folder, and the program then hid it. That is weaker evidence, and said apart. All of it assumes that devices are honest:
somebody who alters the program can write whatever `seen` and `blind` they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reviewkit.history import effective, follows, heads
from reviewkit.model import Appraisal, Coding, Decision, DeviceId, Event, ReportId, Reviewer, Stage, Undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Body

ASSUMPTION = (
    "This evidence assumes honest devices: it is what each device wrote down about itself, and nobody signs it. It "
    "cannot tell whether two people talked, or whether somebody opened a journal with an editor."
)


class Ground(StrEnum):
    """What independence rests on, strongest first."""

    APART = "apart"
    """Neither device had taken in the other's decision."""
    HIDDEN = "hidden"
    """A device held the colleague's decision, and the program did not show it."""
    SHOWN = "shown"
    """A decision was made with the colleague's in view; agreement leaves it out."""


@dataclass(frozen=True, slots=True)
class Made:
    """One reviewer's decision as it counts for agreement: the last blind one, else the last.

    Where an undo brought an earlier decision back, the undo is meant: keeping to it was decided then.
    """

    reviewer: Reviewer
    device: DeviceId
    seq: int
    blind: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A decision was written on a device that had already taken in a colleague's."""

    made: Made
    other: Made
    """The earliest of the colleague's decisions that the device held."""

    def __str__(self) -> str:
        """Return it in words."""
        me, colleague = self.made.reviewer, self.other.reviewer
        place = f"event {self.other.seq} of device {self.other.device}"
        if self.made.device == self.other.device:
            how = f"{me} decided after {colleague}, on the same device ({place})"
        else:
            how = f"{me}'s device had taken in {colleague}'s decision ({place}) before {me} decided"
        blind = "it is marked blind: the program did not show it" if self.made.blind else "it is not marked blind"
        return f"{how}; {blind}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How far two or more decisions on one report at one stage were independent."""

    report: ReportId
    stage: Stage | None
    """None: they are the codings of a study."""
    made: tuple[Made, ...]
    held: tuple[Held, ...]
    """Empty if neither device had taken in the other's decision."""

    @property
    def where(self) -> str:
        """Return at what they were made, in words."""
        return self.stage.words if self.stage is not None else "coding"

    @property
    def ground(self) -> Ground:
        """Return what the independence rests on."""
        if not all(one.blind for one in self.made):
            return Ground.SHOWN
        return Ground.HIDDEN if self.held else Ground.APART

    def sentences(self) -> list[str]:
        """Return the evidence in words."""
        unmarked = [
            f"{one.reviewer} decided with the colleague's decision in view (not marked blind); agreement leaves it out"
            for one in self.made
            if not one.blind
        ]
        held = [str(one) for one in self.held]
        return unmarked + held or ["independent: neither device had taken in the other's decision"]


def evidence(report: ReportId, stage: Stage | None, acts: Sequence[Event]) -> Evidence | None:
    """Return the evidence in the decisions and undos on one report at one stage; None if fewer than two decided.

    A finished appraisal of a study is a decision in this sense, where none follows from it, and so is a coding.
    A decision that replaces one made earlier is held against what its device held when it was written, so of several
    blind ones the last speaks.
    """
    last = [one for actor in sorted({act.actor for act in acts}) if (one := _last(acts, actor)) is not None]
    if len(last) < 2:
        return None
    held = tuple(
        Held(_made(one), _made(first))
        for one in last
        for other in last
        if other is not one and (first := _first_held(one, other.actor, acts)) is not None
    )
    return Evidence(report, stage, tuple(map(_made, last)), held)


def _last(acts: Sequence[Event], actor: Reviewer) -> Event | None:
    """Return the reviewer's last blind decision, the one that agreement uses; without any, the last that counts."""
    own = [act for act in acts if act.actor == actor]
    blind = [act for act in own if _is_blind(act)]
    return _standing(blind, own) or _standing(own, own)


def _standing(candidates: Sequence[Event], own: Sequence[Event]) -> Event | None:
    known = {act.id: act for act in own}
    stated = [act for act in heads(candidates) if _decides(effective(act, known.get))]
    return max(stated, key=lambda act: (act.seq, act.id), default=None)


def _first_held(one: Event, colleague: Reviewer, acts: Sequence[Event]) -> Event | None:
    held = [act for act in acts if act.actor == colleague and _decides(act.body) and follows(one, act)]
    return min(held, key=lambda act: (act.seq, act.id), default=None)


def _made(event: Event) -> Made:
    return Made(event.actor, event.device, event.seq, _is_blind(event))


def _is_blind(event: Event) -> bool:
    return isinstance(event.body, Decision | Appraisal | Coding | Undo) and event.body.blind


def _decides(body: Body | None) -> bool:
    return isinstance(body, Decision) or (isinstance(body, Appraisal | Coding) and body.finished)
