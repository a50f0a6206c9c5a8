"""Who decided, and how it ended, in sentences that claim no more than the decisions show.

The thing a reader would get wrong: what criteria/review.toml asks for (two decisions) is not what happened. A sentence
is chosen by the decisions that stand, and only those that were made unseen are called independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Order, Stage
from reviewkit.report.words import counted, joined, sentence, verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import QueueOrder
    from reviewkit.report.facts import AtStage, Facts

_WHERE = {
    Stage.TITLE_ABSTRACT: "at title and abstract",
    Stage.FULL_TEXT: "at full text",
    Stage.QUALITY: "in the quality assessment",
}


def who_decided(stage: Stage, found: AtStage) -> list[str]:
    """Return who decided at a stage, independently or not; nothing where nothing is over."""
    if not found.over:
        return []
    return [*_decided(_WHERE[stage], found), *_brought(found)]


def _decided(where: str, found: AtStage) -> list[str]:
    people = f"{_NUMBER.get(len(found.raters), str(len(found.raters)))} reviewers ({joined(found.raters)})"
    number = counted(found.over, "report")
    alone = found.over - found.double
    seen = found.double - found.independent
    if found.independent == found.over:
        if len(found.raters) == 2:
            return [sentence(f"{where}, {people} decided on {_each(found.over)} independently of each other")]
        return [sentence(f"{where}, at least two of {people} decided on {_each(found.over)} independently")]
    if alone == found.over:
        if len(found.raters) == 1:
            return [sentence(f"{where}, one reviewer ({found.raters[0]}) decided on {_each(found.over)} alone")]
        return [sentence(f"{where}, one of {people} decided on {_each(found.over)} alone; nobody checked it")]
    parts = [
        f"on {found.independent} two or more decided independently" if found.independent else "",
        f"on {seen} two or more decided, but not independently" if seen else "",
        f"on {alone} one reviewer decided alone" if alone else "",
    ]
    by = people if len(found.raters) > 1 else f"one reviewer ({joined(found.raters)})"
    return [
        sentence(
            f"{where}, {number} {verb(found.over)} decided on by {by}: {'; '.join(part for part in parts if part)}"
        )
    ]


_NUMBER = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _each(number: int) -> str:
    return "the one report" if number == 1 else f"each of the {number} reports"


def _brought(found: AtStage) -> list[str]:
    if not found.brought_over:
        return []
    number = counted(found.brought_over, "decision")
    return [f"{sentence(number)[:-1]} {verb(found.brought_over)} made in another program and brought over."]


def in_which_order(stage: Stage, facts: Facts) -> list[str]:
    """Return in which order each reviewer read at a stage; nothing where all read as imported."""
    chosen = {name: plans for (at, name), plans in facts.orders.items() if at is stage}
    if all(plan.order is Order.IMPORTED for plans in chosen.values() for plan in plans):
        return []
    usual = [name for name in facts.stages[stage].raters if name not in chosen]
    each = [f"by {name} {_orders(plans)}" for name, plans in sorted(chosen.items())]
    others = [f"by {joined(usual)} as imported"] if usual else []
    return [sentence(f"{_WHERE[stage]}, reports were read {'; '.join([*each, *others])}")]


def _orders(plans: Sequence[QueueOrder]) -> str:
    each = list(dict.fromkeys(_order(plan) for plan in plans))
    return each[0] if len(each) == 1 else f"partly {' and partly '.join(each)}"


def _order(plan: QueueOrder) -> str:
    share = f", with {plan.random_share} of every 100 picked at random" if plan.random_share else ""
    return f"{_ORDERS[plan.order]}{share}"


_ORDERS = {
    Order.IMPORTED: "as imported",
    Order.RANDOM: "in random order",
    Order.LIKELY: "in the order of likely relevance",
    Order.UNCERTAIN: "with those first of whose relevance least could be said",
    Order.MIXED: "with a likely relevant one and one of whose relevance least could be said in turn",
}


def how_learned(facts: Facts) -> list[str]:
    """Return how a ranking came about, if anybody read by one."""
    if not any(plan.order.is_learned for plans in facts.orders.values() for plan in plans):
        return []
    return [
        "What was likely relevant was learned, again and again while a reviewer read, from that reviewer's own "
        "decisions by a linear support vector machine on words and pairs of words of title, abstract and keywords "
        f"({facts.program})."
    ]


def how_settled(stage: Stage, facts: Facts) -> list[str]:
    """Return how disagreements at a stage ended, and which have not."""
    found, left = facts.stages[stage], facts.at(stage, "conflict")
    if not found.double:
        return []
    ended = found.consensus + found.adjudicated
    if not ended and not left and not found.reason_open:
        return [f"No disagreement {_WHERE[stage]} had to be settled."]
    said = [_ended(stage, found)] if ended else []
    if left:
        said.append(
            f"{left} {'disagreement' if left == 1 else 'disagreements'} {_WHERE[stage]} {verb(left, 'is', 'are')} not "
            f"settled yet; {verb(left, 'that report counts', 'those reports count')} as pending, neither included nor "
            "excluded."
        )
    if found.reason_open:
        said.append(
            f"On the main reason of {counted(found.reason_open, 'exclusion')} {_WHERE[stage]} the reviewers differ, "
            "and that is not settled yet."
        )
    return said


def _ended(stage: Stage, found: AtStage) -> str:
    ended = found.consensus + found.adjudicated
    head = f"{counted(ended, 'disagreement')} {_WHERE[stage]} {verb(ended)} settled"
    by = f"by an adjudicator ({joined(found.adjudicators)})"
    if found.consensus and found.adjudicated:
        return f"{head}, {found.consensus} by consensus and {found.adjudicated} {by}."
    return f"{head} by consensus." if found.consensus else f"{head} {by}."


def still_open(stage: Stage, facts: Facts) -> list[str]:
    """Return how many are still to be decided on at a stage."""
    number = facts.open_at(stage)
    return [f"{number} {verb(number, 'report is', 'reports are')} still to be decided on {_WHERE[stage]}."] * bool(
        number
    )


def pilots(facts: Facts) -> list[str]:
    """Return the pilot rounds."""
    rounds = [(stage, name, size) for stage, found in facts.stages.items() for name, size in found.pilots]
    if not rounds:
        return []
    each = [f"“{name}” ({counted(size, 'report')} {_WHERE[stage]})" for stage, name, size in rounds]
    return [
        f"Before, the reviewers tried out the criteria in {counted(len(each), 'pilot round')}: {joined(each)}; "
        "what was decided in them stands, and is left out of the agreement."
    ]


def removed(facts: Facts) -> list[str]:
    """Return what rules took out before anybody read it."""
    each = [
        f"{facts.named(box.removeprefix('removed.'))} {number}"
        for box, number in sorted(facts.boxes.items())
        if box.startswith("removed.") and number
    ]
    number = facts.n("removed")
    if not number:
        return []
    return [
        f"{counted(number, 'report')} {verb(number)} removed before screening by rules that the review had switched on "
        f"and that look at the record alone ({', '.join(each)})."
    ]
