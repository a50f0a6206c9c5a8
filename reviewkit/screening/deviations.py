"""The protocol's deviations: what changed in the rules of the review after it had begun, from the history alone.

The thing a reader would get wrong: criteria are edited in files, and the history takes note of an edit when somebody
next writes an event. So the person and the time of a deviation are those of the first act under the new criteria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.changes import Kind, changed, changed_fields, differences
from reviewkit.history import follows, latest
from reviewkit.model import Decision, Ruling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.criteria import Criteria, Criterion, QualityCriterion, Reason
    from reviewkit.criteria.changes import Change
    from reviewkit.model import Event, Reviewer


@dataclass(frozen=True, slots=True)
class Amendment:
    """One thing that is otherwise than before."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """What changed at one time."""

    time: str
    """UTC time of the first act under it; empty where nobody has done anything under it yet."""
    by: Reviewer | None
    """Who did that."""
    decisions: int
    """How many decisions, of all reviewers and at all stages, its writer knew then."""
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What the history holds that deviations are written from."""

    texts: Sequence[Event]
    """Each time that criteria were noted down."""
    rulings: Sequence[Event]
    """Those that stand."""
    imports: Sequence[Event]
    decisions: Sequence[Event]
    codings: Sequence[Event] = ()


def deviations(
    past: Past, read: Callable[[Event], Criteria | None], now: Criteria, fingerprint: str
) -> list[Deviation]:
    """Return the deviations in the order in which they were written, those not on record yet last.

    `read` returns the criteria that an event notes down, None for what this program cannot read; `now` are those in
    force, by their `fingerprint`. What changed before the first import or decision was drafting, and is none; so
    is what changed in the codebook before the first study was coded.
    """
    begun = [*past.imports, *past.decisions]
    found: list[Deviation] = []
    before: list[tuple[Event, Criteria]] = []
    for event in in_order([*_first_of_each(past.texts), *past.rulings]):
        if isinstance(event.body, Ruling):
            found.append(_deviation(event, past.decisions, [_ruled(event.body, now)]))
        elif (criteria := read(event)) is not None:
            old = _base(event, before)
            before.append((event, criteria))
            if old is not None and any(follows(event, one) for one in begun):
                coded = any(follows(event, one) for one in past.codings)
                changes = amendments(old, criteria) + (_of_codebook(old, criteria) if coded else [])
                found.append(_deviation(event, past.decisions, changes))
    if before and begun and fingerprint not in {event.subject for event in latest(past.texts)}:
        last = before[-1][1]
        changes = amendments(last, now) + (_of_codebook(last, now) if past.codings else [])
        found.append(Deviation("", None, _number(past.decisions), tuple(changes)))
    return [one for one in found if one.amendments]


def _first_of_each(texts: Iterable[Event]) -> list[Event]:
    """Return of the same criteria, which two devices may note down unknown to each other, the first note."""
    found: dict[str, Event] = {}
    for event in in_order(texts):
        found.setdefault(event.subject, event)
    return list(found.values())


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events so that each stands behind all that its writer knew; of those unknown to each other by time."""
    left = sorted(events, key=lambda event: (event.time, event.id))
    ordered: list[Event] = []
    while left:
        # A damaged history may hold a ring of events that each say to have seen the other; then time alone decides.
        first = next(
            (one for one in left if not any(follows(one, other) for other in left if other is not one)), left[0]
        )
        left.remove(first)
        ordered.append(first)
    return ordered


def _base(event: Event, before: Sequence[tuple[Event, Criteria]]) -> Criteria | None:
    """Return the last criteria that the writer knew, else the last of all."""
    known = [criteria for earlier, criteria in before if follows(event, earlier)]
    return known[-1] if known else before[-1][1] if before else None


def _deviation(event: Event, decisions: Sequence[Event], changes: Iterable[Amendment]) -> Deviation:
    known = [one for one in decisions if follows(event, one)]
    return Deviation(event.time, event.actor, _number(known), tuple(changes))


def _number(decisions: Iterable[Event]) -> int:
    """Return how many decisions there are, a change of mind not counted again."""
    return len({(one.actor, one.subject, one.body.stage) for one in decisions if isinstance(one.body, Decision)})


def _ruled(ruling: Ruling, criteria: Criteria) -> Amendment:
    known = {one.id: _called(one) for one in criteria.screening.criteria}
    known |= {one.id: _called(one) for one in criteria.quality.criteria}
    name = known.get(ruling.criterion, ruling.criterion)
    return Amendment(f"ruling on {name}", "", ruling.text)


# ------------------------------------------------------------------------------------------------ between two criteria


def amendments(old: Criteria, new: Criteria) -> list[Amendment]:
    """Return what differs in who decides how, in eligibility and in the appraisal; the search is told elsewhere."""
    found = [Amendment(what, *both) for what, of in _SETTINGS.items() if (both := (of(old), of(new)))[0] != both[1]]
    found += _reasons("criterion", old.screening.criteria, new.screening.criteria)
    found += _stages(old.screening.criteria, new.screening.criteria)
    quality = ([one.reason for one in criteria.quality.criteria] for criteria in (old, new))
    return found + _reasons("quality criterion", *quality)


def _of_codebook(old: Criteria, new: Criteria) -> list[Amendment]:
    return _amended("field", changed_fields(old.extraction.fields, new.extraction.fields))


_SETTINGS: dict[str, Callable[[Criteria], str]] = {
    "reviewers": lambda of: ", ".join(of.review.reviewers),
    "adjudicator": lambda of: of.review.adjudicator or "",
    "decisions that a report needs": lambda of: str(of.review.decisions),
    "share of the reports that two decide on": lambda of: f"{of.review.dual_share:g}",
    "seed that says which those are": lambda of: str(of.review.seed),
    "rule for stopping": lambda of: str(of.review.stopping or ""),
    "rules that remove records": lambda of: ", ".join(of.screening.rules),
    "appraisal excludes studies": lambda of: "yes" if of.quality.excludes else "no",
    "what a study has to reach": lambda of: of.quality.threshold,
    "ratings of the appraisal": lambda of: ", ".join(of.quality.scale),
    "designs of the appraisal": lambda of: ", ".join(of.quality.designs),
}


def _called(one: Reason | QualityCriterion) -> str:
    return f"{one.name} ({one.id})"


def _reasons(kind: str, old: Sequence[Reason], new: Sequence[Reason]) -> list[Amendment]:
    """Return each criterion that was added, retired or worded otherwise, and a new order of those that stayed."""
    return _amended(kind, changed(old, new)) + _order(kind, old, new)


def _amended(kind: str, changes: Mapping[str, Change]) -> list[Amendment]:
    found = []
    for change in changes.values():
        name = f"{kind} {change.name} ({change.criterion})"
        if change.kind is Kind.REWORDED:
            found += [Amendment(f"{name}, {part}", before, after) for part, before, after in change.what]
        else:
            before, after = (_whole(change.what, side) for side in (1, 2))
            found.append(Amendment(f"{name} {change.kind.value}", before, after))
    return found


def _whole(parts: Iterable[tuple[str, str, str]], side: int) -> str:
    return "; ".join(f"{one[0]}: {one[side]}" for one in parts if one[0] != "name" and one[side])


def _order(kind: str, old: Sequence[Reason], new: Sequence[Reason]) -> list[Amendment]:
    before = [one.id for one in old if one.id in {other.id for other in new}]
    after = [one.id for one in new if one.id in before]
    what = f"order of the {kind.replace('criterion', 'criteria')}, the first being the primary reason"
    return [Amendment(what, ", ".join(before), ", ".join(after))] if before != after else []


def _stages(old: Sequence[Criterion], new: Sequence[Criterion]) -> list[Amendment]:
    before, after = ({one.id: ", ".join(stage.words for stage in one.stages) for one in side} for side in (old, new))
    names = {one.id: _called(one) for one in new}
    both = {one: before[one] for one in before if one in after}
    return [
        Amendment(f"criterion {names[one]}, {part}", a, b)
        for one in both
        for part, a, b in differences({"stages": before[one]}, {"stages": after[one]})
    ]
