"""From what a file says to what may be written: which report, whose decision, which of our criteria.

Nothing is dropped in silence: every label of a person asked for becomes a choice, is undecided, is of another stage, or
stands in one of the lists with its line and the reason why. The thing a reader would get wrong: a reason that is no
criterion of ours is not lost, it goes into the note; only where an exclusion must have a reason is it left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.model import Stage, Verdict
from reviewkit.text import folded, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.criteria import Criteria
    from reviewkit.model import ReportId, Reviewer
    from reviewkit.switching.matching import Index
    from reviewkit.switching.nouns import Label, Labels, Row


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the file that is not brought over."""

    line: int
    what: str
    """The title, cut, or what else names the entry."""
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision that the file holds, ready to be written."""

    line: int
    title: str
    report: ReportId
    reviewer: Reviewer
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Criterion ids, in the order of the criteria."""
    note: str = ""


@dataclass(slots=True)
class Chosen:
    """What came of a file. Every list is in the order of its lines."""

    choices: list[Choice] = field(default_factory=list)
    tags: dict[ReportId, set[str]] = field(default_factory=dict)
    matched: int = 0
    """Rows whose report was found."""
    unmatched: list[Left] = field(default_factory=list)
    ambiguous: list[Left] = field(default_factory=list)
    refused: list[Left] = field(default_factory=list)
    """What is no decision, decisions that contradict each other, exclusions without a reason that they must have."""
    undecided: Counter[Reviewer] = field(default_factory=Counter)
    other_stage: int = 0
    repeated: int = 0
    """The same decision again, on another row of the same report."""
    unknown_reasons: Counter[str] = field(default_factory=Counter)
    """Reasons that are no criterion, and how often each is given."""
    not_asked_for: Counter[str] = field(default_factory=Counter)
    """Names in the file whose decisions nobody asked for, and how many each has made."""


class Reasons:
    """Which of our criteria another program's reasons are."""

    def __init__(self, criteria: Criteria, stage: Stage, said: Mapping[str, str]) -> None:
        """Take criteria by id and by name, and what somebody said a reason means: text to id."""
        self._criteria, self._stage = criteria, stage
        self._ids = {folded(one.name): one.id for one in criteria.reasons(stage)}
        self._ids |= {folded(one.id): one.id for one in criteria.reasons(stage)}
        self._ids |= {folded(text): id_ for text, id_ in said.items()}
        self.must = bool(criteria.reasons(stage)) and stage is not Stage.TITLE_ABSTRACT
        """An exclusion needs a reason here."""

    def of(self, texts: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
        """Return the criteria meant, in their order, and the texts that mean none."""
        known = [self._ids[folded(text)] for text in texts if folded(text) in self._ids]
        unknown = [text for text in texts if folded(text) not in self._ids]
        return self._criteria.ordered(self._stage, known)[0], unknown


def chosen(labels: Labels, index: Index, whose: Mapping[str, Reviewer], stage: Stage, reasons: Reasons) -> Chosen:
    """Return what a file holds for these people: `whose` maps names in it, case aside, to reviewers."""
    result = Chosen()
    found: defaultdict[tuple[ReportId, Reviewer], list[tuple[Row, Label]]] = defaultdict(list)
    for row in labels.rows:
        wanted = _wanted(result, row, whose, stage)
        place = index.find(row)
        if place.report is None:
            (result.ambiguous if place.ambiguous else result.unmatched).append(Left(row.line, _title(row), place.why))
            continue
        result.matched += 1
        if row.tags:
            result.tags.setdefault(place.report, set()).update(row.tags)
        for reviewer, label in wanted:
            found[place.report, reviewer].append((row, label))
    for (report, reviewer), said in found.items():
        if _agree(result, reviewer, said):
            row, label = max(said, key=lambda one: len(one[1].reasons))
            result.choices += _choices(result, row, label, (report, reviewer), reasons)
            result.repeated += len(said) - 1
    result.choices.sort(key=lambda one: (one.line, one.reviewer))
    result.refused.sort(key=lambda one: one.line)
    return result


def _title(row: Row) -> str:
    return line(row.record.title)[:80] or row.record.doi or line(row.report)[:20] or "(no title)"


def _wanted(result: Chosen, row: Row, whose: Mapping[str, Reviewer], stage: Stage) -> list[tuple[Reviewer, Label]]:
    """Return the decisions of those asked for; all that is none is counted or listed."""
    wanted = []
    for label in row.labels:
        reviewer = whose.get(label.name.casefold())
        if label.fault and (reviewer is not None or not label.name):
            result.refused.append(Left(row.line, _title(row), label.fault))
        elif reviewer is None:
            result.not_asked_for[label.name] += label.verdict is not None
        elif label.stage not in (None, stage):
            result.other_stage += 1
        elif label.verdict is None:
            result.undecided[reviewer] += 1
        else:
            wanted.append((reviewer, label))
    return wanted


def _agree(result: Chosen, reviewer: Reviewer, said: Sequence[tuple[Row, Label]]) -> bool:
    """Return whether all that one person says of one report is one verdict; if not, list it."""
    if len({label.verdict for _, label in said}) == 1:
        return True
    words = ", ".join(f"{label.verdict} in line {row.line}" for row, label in said[:4])
    result.refused += [Left(row.line, _title(row), f"{reviewer} says two things: {words}") for row, _ in said]
    return False


def _choices(
    result: Chosen, row: Row, label: Label, whose: tuple[ReportId, Reviewer], reasons: Reasons
) -> list[Choice]:
    """Return the label as a choice; none if it lacks a reason that it must have, which is listed."""
    report, reviewer = whose
    known, unknown = reasons.of(label.reasons)
    result.unknown_reasons.update(unknown)
    assert label.verdict is not None  # `_wanted` has taken out the others  # noqa: S101
    if label.verdict is Verdict.INCLUDE:
        known, unknown = (), list(label.reasons)
    if label.verdict is Verdict.EXCLUDE and reasons.must and not known:
        given = f"; given: {', '.join(unknown)}" if unknown else ""
        why = f"{reviewer}'s exclusion needs a reason that is a criterion here{given}"
        result.refused.append(Left(row.line, _title(row), why))
        return []
    note = "\n".join(part for part in (label.note, f"reasons: {'; '.join(unknown)}" if unknown else "") if part)
    return [Choice(row.line, _title(row), report, reviewer, label.verdict, known, note)]


def names(labels: Labels) -> dict[str, int]:
    """Return the names in a file and how many decisions each has made, most first."""
    counted: Counter[str] = Counter()
    for label in _all(labels):
        counted[label.name] += label.verdict is not None
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _all(labels: Labels) -> Iterable[Label]:
    return (label for row in labels.rows for label in row.labels if label.name)
