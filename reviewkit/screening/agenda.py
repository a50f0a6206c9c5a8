"""The agenda of a meeting: what has to be settled together, in the order in which one talks about it.

Criterion by criterion, then by title, so that what is decided on one report helps with the next. The thing a reader
would get wrong: an agenda holds only what is over for everybody, so it tells nobody anything that is still to be
decided on, and no date, so that the same state gives the same bytes.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from reviewkit.model import Stage, short_id
from reviewkit.text import folded, line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.model import Reviewer, Verdict

_DOTS = "." * 60


@dataclass(frozen=True, slots=True)
class Paper:
    """What names a report or a record on paper."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    journal: str = ""

    @property
    def source(self) -> str:
        """Return who, when and where: `Whitmarsh, J.; Doe, A. · 2011 · Journal`."""
        return " · ".join(part for part in ("; ".join(self.authors), str(self.year or "n.d."), self.journal) if part)


@dataclass(frozen=True, slots=True)
class Said:
    """One reviewer's decision."""

    reviewer: Reviewer
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Criterion ids, the first is primary."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Touched:
    """A criterion that somebody gave as a reason."""

    id: str
    name: str
    number: int = 0
    """Its digit on the screen, from 1; 0 if the stage has it no more."""
    include: str = ""
    exclude: str = ""
    rulings: tuple[str, ...] = ()
    """How it has been read so far, oldest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """A report to settle."""

    report: Paper
    stage: Stage
    reason_only: bool
    """All exclude it, for different primary reasons."""
    decisions: tuple[Said, ...]
    criteria: tuple[Touched, ...]
    """In the order of the criteria file; none where nobody gave a reason."""
    passed_on: tuple[Reviewer, ...] = ()
    """Who would have the adjudicator settle it."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two records of which people say different things."""

    a: Paper
    b: Paper
    said: tuple[tuple[Reviewer, tuple[str, ...]], ...]
    """`same` or `different`; both where somebody said so on two devices."""
    notes: tuple[str, ...] = ()
    """What else is said, where the two are at odds through a third record or with the rules."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """All that waits for a meeting."""

    title: str
    """Of the review."""
    watermark: str
    items: tuple[Item, ...]
    """In the order of `place`."""
    pairs: tuple[Dispute, ...] = ()


def place(reason_only: bool, criterion: int, title: str, report: str) -> tuple[bool, bool, int, str, str]:
    """Return what a stage's items are sorted by; `criterion` is the number of the first touched, 0 for none.

    Conflicts go before reasons alone, and those that touch no criterion go last.
    """
    return (reason_only, criterion == 0, criterion, folded(title), report)


# ------------------------------------------------------------------------------------------------- as lines


class Kind(StrEnum):
    """What a line of the agenda is."""

    TITLE = "title"
    WATERMARK = "watermark"
    SECTION = "section"
    CRITERION = "criterion"
    WORDING = "wording"
    REPORT = "report"
    SOURCE = "source"
    POINT = "point"
    OUTCOME = "outcome"


_MARKDOWN = {
    Kind.TITLE: "# {}\n",
    Kind.WATERMARK: "> {}\n",
    Kind.SECTION: "## {}\n",
    Kind.CRITERION: "### {}\n",
    Kind.WORDING: "{}\n",
    Kind.REPORT: "#### {}\n",
    Kind.SOURCE: "{}\n",
    Kind.POINT: "- {}",
    Kind.OUTCOME: "\n{}\n",
}
_INDENTS = {Kind.REPORT: 2, Kind.SOURCE: 5, Kind.POINT: 5, Kind.OUTCOME: 5}
_SPACE_BEFORE = {Kind.WATERMARK, Kind.SECTION, Kind.CRITERION, Kind.REPORT, Kind.OUTCOME}


def as_markdown(agenda: Agenda) -> str:
    """Return the agenda as Markdown, to print and write on."""
    return "\n".join(_MARKDOWN[kind].format(markdown(text)) for kind, text in _lines(agenda)).rstrip("\n") + "\n"


def as_text(agenda: Agenda, width: int) -> str:
    """Return the agenda for a terminal."""
    parts = []
    for kind, text in _lines(agenda):
        indent = " " * _INDENTS.get(kind, 0)
        hanging = indent + "  " * (kind is Kind.POINT) + "   " * (kind is Kind.REPORT)
        wrapped = textwrap.fill(line(text), width, initial_indent=indent, subsequent_indent=hanging)
        parts += ["", wrapped] if kind in _SPACE_BEFORE else [wrapped]
        parts += ["─" * min(width, len(line(text)))] if kind is Kind.SECTION else []
    return "\n".join(parts) + "\n"


def _lines(agenda: Agenda) -> Iterator[tuple[Kind, str]]:
    yield Kind.TITLE, f"Agenda: {agenda.title}"
    if agenda.watermark:
        yield Kind.WATERMARK, agenda.watermark
    for (stage, reason_only), some in groupby(agenda.items, key=lambda item: (item.stage, item.reason_only)):
        yield from _section(stage, list(some), reason_only=reason_only)
    if agenda.pairs:
        yield Kind.SECTION, f"{_many(len(agenda.pairs), 'pair')} of records called one paper and two at once"
        for number, pair in enumerate(agenda.pairs, 1):
            yield from _dispute(number, pair)
    if not agenda.items and not agenda.pairs:
        yield Kind.WORDING, "Nothing waits to be settled."


def _section(stage: Stage, items: Sequence[Item], *, reason_only: bool) -> Iterator[tuple[Kind, str]]:
    what = f"{_many(len(items), 'reason')} to agree on" if reason_only else _many(len(items), "conflict")
    yield Kind.SECTION, f"{what} at {stage.words}"
    numbered = enumerate(items, 1)
    for touched, some in groupby(numbered, key=lambda pair: pair[1].criteria[:1]):
        yield Kind.CRITERION, _name(touched[0]) if touched else "No criterion named"
        for one in touched:
            yield from ((Kind.WORDING, text) for text in _wording(one))
        for number, item in some:
            yield from _item(number, item)


def _item(number: int, item: Item) -> Iterator[tuple[Kind, str]]:
    names = {one.id: _name(one) for one in item.criteria}
    yield Kind.REPORT, f"{number}. {item.report.title or '(no title)'}"
    yield Kind.SOURCE, f"{short_id(item.report.id)} · {item.report.source}"
    for said in item.decisions:
        why = f": {', '.join(names.get(reason, reason) for reason in said.reasons)}" if said.reasons else ""
        note = f" “{line(said.note)}”" if said.note else ""
        yield Kind.POINT, f"{said.reviewer}: {said.verdict}{why}{note}"
    for one in item.criteria[1:]:
        yield Kind.POINT, " ".join([f"{_name(one)}.", *_wording(one)])
    if item.passed_on:
        yield Kind.POINT, f"For the adjudicator, says {' and '.join(item.passed_on)}"
    yield Kind.OUTCOME, f"Outcome: {_DOTS}"


def _dispute(number: int, pair: Dispute) -> Iterator[tuple[Kind, str]]:
    yield Kind.REPORT, f"{number}. {pair.a.title or '(no title)'}"
    for paper in (pair.a, pair.b):
        yield Kind.POINT, f"{short_id(paper.id)}: {paper.title or '(no title)'} · {paper.source}"
    for reviewer, verdicts in pair.said:
        yield Kind.POINT, f"{reviewer}: {' and '.join(verdicts)}"
    yield from ((Kind.POINT, note) for note in pair.notes)
    yield Kind.OUTCOME, f"Outcome: {_DOTS}"


def _name(one: Touched) -> str:
    return f"{one.number} {one.name}" if one.number else one.name


def _wording(one: Touched) -> Iterator[str]:
    if one.include:
        yield f"In: {one.include}"
    if one.exclude:
        yield f"Out: {one.exclude}"
    yield from one.rulings


def _many(number: int, one: str) -> str:
    return f"{number} {one}{'s' * (number != 1)}"
