"""What has changed between two states of the criteria, codebook included, and which decisions that touches.

The thing a reader would get wrong: texts are compared word by word, so a line broken elsewhere changes nothing, and a
criterion that is no longer for a stage counts as retired there although it goes on elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from reviewkit.criteria.facts import fact_words
from reviewkit.model import Stage, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.criteria.nouns import Criteria, Field, Reason


class Kind(StrEnum):
    """What became of a criterion, or of a field of the codebook."""

    ADDED = "added"
    RETIRED = "retired"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one criterion or field."""

    criterion: str
    """Its id."""
    name: str
    """As it is called now; of one that is gone, as it was called."""
    kind: Kind
    what: tuple[tuple[str, str, str], ...]
    """Each part that differs: its name, the old text and the new one."""


def texts(reason: Reason) -> dict[str, str]:
    """Return what a criterion says, by the name of the part."""
    return {
        "name": reason.name,
        "include": reason.include,
        "exclude": reason.exclude,
        "notes": " / ".join(reason.notes),
        "fact": fact_words(reason.fact),
    }


def _field_texts(field: Field) -> dict[str, str]:
    """Return what a field of the codebook says, by the name of the part."""
    return {
        "name": field.name,
        "kind": field.kind,
        "choices": "; ".join(field.choices),
        "guidance": field.guidance,
        "evidence": "asked for" if field.evidence else "",
        "coded": "by two" if field.double else "",
    }


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def changed_criteria(before: Criteria, now: Criteria, stage: Stage) -> dict[str, Change]:
    """Return what became of the criteria of a stage, by their ids: those in force in their order, then those gone."""
    return changed(before.reasons(stage), now.reasons(stage))


def changed(before: Sequence[Reason], now: Sequence[Reason]) -> dict[str, Change]:
    """Return what became of criteria, by their ids: those in force in their order, then those gone."""
    return _changed(before, now, texts)


def changed_fields(before: Sequence[Field], now: Sequence[Field]) -> dict[str, Change]:
    """Return what became of the fields of the codebook, as `changed` does of criteria."""
    return _changed(before, now, _field_texts)


def _changed(before: Sequence[_N], now: Sequence[_N], say: Callable[[_N], Mapping[str, str]]) -> dict[str, Change]:
    old, new = {one.id: one for one in before}, {one.id: one for one in now}
    ids = [*new, *(one for one in old if one not in new)]
    found = {one: _change(old.get(one), new.get(one), say) for one in ids}
    return {one: change for one, change in found.items() if change is not None}


def _change(old: _N | None, new: _N | None, say: Callable[[_N], Mapping[str, str]]) -> Change | None:
    what = differences(say(old) if old else {}, say(new) if new else {})
    if new is None:
        return Change(old.id, old.name, Kind.RETIRED, what) if old is not None else None
    if old is None:
        return Change(new.id, new.name, Kind.ADDED, what)
    return Change(new.id, new.name, Kind.REWORDED, what) if what else None


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return the parts whose words differ, each with the old text and the new one; an absent part is empty."""
    pairs = ((part, old.get(part, ""), new.get(part, "")) for part in dict.fromkeys([*old, *new]))
    return tuple((part, a, b) for part, a, b in pairs if a.split() != b.split())


def touching(changes: Iterable[Change], verdict: Verdict, reasons: Sequence[str]) -> tuple[Change, ...]:
    """Return the changes that a decision made before them may not have come through.

    An inclusion said that every criterion is met, so a new or other wording counts; an exclusion rests on the criteria
    it names, or on any if it names none; a doubt may have been about anything.
    """
    return tuple(change for change in changes if _touches(change, verdict, reasons))


def _touches(change: Change, verdict: Verdict, reasons: Sequence[str]) -> bool:
    match verdict:
        case Verdict.INCLUDE:
            return change.kind is not Kind.RETIRED
        case Verdict.EXCLUDE:
            return change.kind is not Kind.ADDED and (change.criterion in reasons or not reasons)
        case Verdict.UNSURE:
            return True
