"""What stands in each section of the screen for what is done together: how to read it, a line and the words of each.

The thing a reader would get wrong: a section reads the review in a thread, as rules and another look may take seconds;
its lines are made of what was read and look at nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from reviewkit.model import Verdict
from reviewkit.text import block, line
from reviewkit.tui.words import BOLD, DIM, VERDICTS, counted, lines, padded, right, title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.review import Disagreement, Review, Round, RuleView, RulingView, Touched

SHORT = {Verdict.INCLUDE: "in", Verdict.EXCLUDE: "out", Verdict.UNSURE: "unsure"}
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class RoundRead:
    """A pilot round and what came of it, as far as one may know."""

    round: Round
    sentence: str
    """On its agreement, or what that waits for."""
    differing: Sequence[Disagreement]


@dataclass(frozen=True, slots=True)
class Section:
    """One section."""

    name: str
    one: str
    """What one line of it is."""
    keys: frozenset[str]
    """Labels of the keys that do something here, of those that do not everywhere."""
    empty: str
    """Where there is nothing."""
    read: Callable[[Review], Sequence[Any]]
    row: Callable[[Any, int], str]
    """A thing in a line of a width."""
    words: Callable[[Any], Content]
    """A thing in full."""


def _rounds(review: Review) -> list[RoundRead]:
    pilots = review.pilots
    return [RoundRead(one, pilots.sentence(one), pilots.disagreements(one)) for one in pilots.rounds()]


def _round_row(one: RoundRead, width: int) -> str:
    done = "  ".join(f"{line(name)} {number}" for name, number in one.round.done.items())
    state = "finished" if one.round.finished else f"of {len(one.round.reports)}"
    return f"{padded(line(one.round.name), max(12, width - len(done) - 12))}  {done}  {state}"


def _round_words(one: RoundRead) -> Content:
    found = one.round
    who = ", ".join(f"{line(name)} {number}" for name, number in found.done.items())
    parts = [
        Content.styled(f"{line(found.name)}, {found.stage.words}", BOLD),
        Content(f"{counted(len(found.reports), 'report')}, drawn with the seed {found.seed}. Decided: {who}."),
        Content(line(one.sentence)),
    ]
    if one.differing:
        parts.append(Content(f"You differ on {counted(len(one.differing), 'report')}: ⏎ lists them."))
    return lines(parts)


def _ruling_row(one: RulingView, width: int) -> str:
    name = min(22, max(8, width // 4))
    return f"{padded(line(one.name), name)} {padded(line(one.text), width - name - 1)}"


def _ruling_words(one: RulingView) -> Content:
    on = "" if one.about is None else ", on one report"
    return lines(
        [
            Content.styled(line(one.name), BOLD),
            Content(block(one.text)[:_LONGEST]),
            Content.styled(f"{line(one.by)}, {line(one.time[:10])}{on}", DIM),
        ]
    )


def _rule_row(one: RuleView, width: int) -> str:
    numbers = f"{right(f'{len(one.found):,} fail', 11)}{right(f'{len(one.removed):,} removed', 15)}"
    return f"{padded(line(one.name), max(8, width - 32))} {numbers} {' on' if one.switched_on else ' off'}"


def _rule_words(one: RuleView) -> Content:
    switch = (
        "The rule is switched on: x removes what fails it."
        if one.switched_on
        else f'A proposal only: rules = ["{line(one.id)}"] in criteria/screening.toml switches the rule on.'
    )
    said = [f"{counted(len(one.found), 'record says', 'records say')} that it is not so; unknown is never removed."]
    if one.settled:
        said.append(f"{counted(len(one.settled), 'is', 'are')} settled by people, and not removed.")
    if one.removed:
        said.append(f"{len(one.removed):,} removed; a run now adds {len(one.new):,}, puts {len(one.released):,} back.")
    parts = [Content.styled(line(one.name), BOLD), Content(line(one.fact)[:_LONGEST]), *map(Content, said)]
    return lines([*parts, Content.styled(switch, DIM)])


def _look_row(one: Touched, width: int) -> str:
    verdict = VERDICTS[one.decision.verdict]
    year = str(one.record.year or "")
    return f"{padded(title(one.record), max(12, width - 15))} {padded(year, 5)} {verdict}"


def _look_words(one: Touched) -> Content:
    decided = f"You decided {VERDICTS[one.decision.verdict]} at {one.stage.words}"
    why = f" ({', '.join(map(line, one.decision.reasons))})" if one.decision.reasons else ""
    return lines(
        [
            Content.styled(title(one.record), BOLD),
            Content(f"{decided}{why} under other criteria."),
            *(Content(line(text)) for text in one.why),
            Content.styled("⏎ opens it; deciding anew, the same or not, takes it off this list.", DIM),
        ]
    )


SECTIONS = (
    Section(
        "Pilot rounds",
        "round",
        frozenset({"⏎", "n", "w"}),
        "No pilot round yet. n draws a sample that all of you screen first.",
        _rounds,
        _round_row,
        _round_words,
    ),
    Section(
        "Rulings",
        "ruling",
        frozenset({"⏎", "n", "w"}),
        "No ruling yet. n records how a criterion is read; it stands beside the criterion then.",
        lambda review: review.rulings.all(),
        _ruling_row,
        _ruling_words,
    ),
    Section(
        "Rules",
        "rule",
        frozenset({"⏎", "x", "p"}),
        "No criterion has a fact that a record can tell; criteria/screening.toml says how to give it one.",
        lambda review: review.rules.proposals(),
        _rule_row,
        _rule_words,
    ),
    Section(
        "Another look",
        "decision",
        frozenset({"⏎"}),
        "No criterion has been worded anew since you decided.",
        lambda review: review.another_look.decisions(),
        _look_row,
        _look_words,
    ),
)
