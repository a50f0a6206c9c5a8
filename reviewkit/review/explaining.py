"""Why two records are one report, or are not: what the rules see in them, who said what, and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.dedup import regrouping
from reviewkit.dedup.explaining import Explanation, explained
from reviewkit.errors import NotAllowedError
from reviewkit.model import Link, LinkOrigin, LinkVerdict, short_id

if TYPE_CHECKING:
    from reviewkit.model import Event, Record, RecordId, Report, Reviewer
    from reviewkit.review.duplicates import Against, Duplicates
    from reviewkit.review.session import Session


@dataclass(frozen=True, slots=True)
class Said:
    """One event that links the two."""

    by: Reviewer
    """Who said so, or at whose device the rules did."""
    time: str
    verdict: LinkVerdict
    origin: LinkOrigin
    score: int
    reasons: tuple[str, ...]
    rules: str
    """Version of the rules; empty for a person's word."""
    counts: bool
    """It holds now: nothing has replaced it, and its rules are those that hold for the two."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain that makes two records one report."""

    a: RecordId
    b: RecordId
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """All that there is to say of two records."""

    a: Record
    b: Record
    sources: tuple[str, str]
    explanation: Explanation
    said: tuple[Said, ...]
    """By time, as the devices' clocks say, then by id."""
    one: bool
    """They are one report."""
    through: tuple[Step, ...]
    """What makes them one, from `a` to `b`: one step where they are linked themselves."""
    against: tuple[Against, ...]
    """What people call different and so keeps the two reports apart."""
    words: tuple[str, ...]
    """The verdict of the rules and what holds in the review, in a sentence each."""


_VERDICTS = {
    LinkVerdict.SAME: "one paper",
    LinkVerdict.UNCERTAIN: "perhaps one paper, a person has to look",
    LinkVerdict.DIFFERENT: "two papers",
    None: "two papers, or nobody could tell",
}


class Explaining:
    """Pairs of records explained."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session."""
        self._session = session
        self._duplicates = duplicates

    def pair(self, a: RecordId, b: RecordId) -> Explained:
        """Return why two records are one report or are not. Raises `NotAllowedError` for one record twice."""
        if a == b:
            raise NotAllowedError(f"{short_id(a)} is one record; name two")
        state = self._session.state
        records = self._session.records([a, b])
        seen = explained(records[a], records[b])
        report = state.report_of(a)
        one = report is not None and b in report.records
        through = self._chain(a, b, report) if report is not None and one else ()
        against = self._duplicates.against(a, b)
        first, second = sorted((a, b))
        said = [_said(event, counts) for event, counts in state.link_events(first, second)]
        return Explained(
            records[a],
            records[b],
            (self._session.search_name(a), self._session.search_name(b)),
            seen,
            tuple(sorted(said, key=lambda one: one.time)),
            one,
            through,
            against,
            (_verdict_words(seen), _report_words(through, against, one=one)),
        )

    def _chain(self, a: RecordId, b: RecordId, report: Report) -> tuple[Step, ...]:
        links = [link for _, link in self._session.state.links_on(report.records)]
        found, here = [], a
        for link in regrouping.chain(a, b, report.records, links):
            there = link.b if link.a == here else link.a
            found.append(Step(here, there, self._duplicates.why(link)))
            here = there
        return tuple(found)


def _said(event: Event, counts: bool) -> Said:
    body = event.body
    if not isinstance(body, Link):
        raise TypeError(f"{type(body).__name__} is no link")
    return Said(event.actor, event.time, body.verdict, body.origin, body.score, body.reasons, body.rules, counts)


def _verdict_words(seen: Explanation) -> str:
    score = f", score {seen.score}" if seen.verdict is not None else ""
    found = "" if seen.found else "; no title, name or number brings them together, so they are not compared"
    return f"Rules version {seen.rules}: {_VERDICTS[seen.verdict]}{score}{found}."


def _report_words(through: tuple[Step, ...], against: tuple[Against, ...], *, one: bool) -> str:
    if one and len(through) > 1:
        others = ", ".join(short_id(step.b) for step in through[:-1])
        return f"In this review they are one report, through {others}."
    if one:
        return "In this review they are one report."
    kept = "; ".join(one.words for one in against)
    return f"In this review they are two reports{': ' if kept else ''}{kept}."
