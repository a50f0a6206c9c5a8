"""What the front ends show: plain values, so that a screen or a command needs to know no more than this.

Whatever stands here has passed the rule of blindness: a view is made for one reviewer and holds nothing of a
colleague's work on a report that this reviewer has not decided on at that stage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.model import (
        Access,
        Cast,
        Fillable,
        Outcome,
        Record,
        RecordId,
        Rejection,
        Report,
        Reviewer,
        Route,
        Search,
        SearchId,
        Stage,
        Status,
        Vote,
    )


@dataclass(frozen=True, slots=True)
class SearchCount:
    """One search and what came of it."""

    id: SearchId
    search: Search
    files: tuple[str, ...]
    records: int
    rejections: tuple[Rejection, ...]
    """Those that nobody has repaired."""
    repaired: int = 0
    """Of the records, those that were rejected and are repaired."""

    @property
    def entries(self) -> int:
        """Return how many entries the exports hold: records and rejections."""
        return self.records + len(self.rejections)

    @property
    def difference(self) -> int | None:
        """Return entries received less entries announced; None if no number was announced."""
        return None if self.search.announced is None else self.entries - self.search.announced


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import did."""

    search: SearchId
    name: str
    format: str
    records: int
    rejections: tuple[Rejection, ...]
    known: bool
    """The same file was imported before, so nothing was added."""
    linked: int = 0
    """New records that are duplicates of records already there or of each other."""
    uncertain: int = 0
    """New pairs that a person has to compare."""
    compared: bool = True
    """False if somebody stopped that: the records still wait to be compared."""


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as it stands beside a report."""

    id: str
    name: str
    include: str = ""
    exclude: str = ""
    notes: tuple[str, ...] = ()
    fact: str = ""
    """`met`, `not met` or `unknown` where the record itself can tell; else empty."""
    rulings: tuple[str, ...] = ()
    """How it was read in cases that it left open, oldest first: `Sami counts (ruling of 3 May 2026)`."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A field of a report that none of its records has, and somebody has filled in."""

    field: Fillable
    source: str
    """Where it comes from: `pasted`, `file eric.ris`."""
    by: Reviewer
    time: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as one reviewer may see it at one stage."""

    report: Report
    record: Record
    """The best of each field across the report's records."""
    stage: Stage
    status: Status
    """PENDING as long as the reviewer has not voted, whatever the colleague did."""
    own: Vote | None
    votes: tuple[Vote, ...]
    """All that this reviewer may see, the own one among them."""
    outcome: Outcome | None
    """None while it must not be seen."""
    criteria: tuple[CriterionView, ...]
    """In the order of the number keys, 1 first."""
    access: Access | None = None
    sources: tuple[str, ...] = ()
    """Name of the search behind each of the report's records."""
    tags: tuple[str, ...] = ()
    """Words that this reviewer has put on it; a colleague's are never shown."""
    origins: Mapping[str, tuple[RecordId, ...]] = field(default_factory=dict)
    """Which of the report's records state each field so, the most complete first."""
    links: tuple[str, ...] = ()
    """Every address that any of the report's records names."""
    filled: tuple[FilledIn, ...] = ()
    """What of the record comes from people and not from an export."""


@dataclass(frozen=True, slots=True)
class PairView:
    """Two records side by side."""

    a: Record
    b: Record
    score: int
    reasons: tuple[str, ...]
    sources: tuple[str, str] = ("", "")
    """Names of the searches that they came by."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line in the list of all reports."""

    report: Report
    record: Record
    stage: Stage
    """The stage that it has reached, as far as this reviewer may know."""
    status: Status
    own: Cast | None
    """The own vote at that stage."""
    reasons: tuple[str, ...]
    """Of its exclusion."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """How far a stage is."""

    stage: Stage
    reports: int
    """Reports that have reached it."""
    decided: Mapping[Reviewer, int]
    """How many each has decided on, never which: the reviewers, then whoever has left; the same at every stage."""
    settled: int
    included: int
    excluded: int
    unsettled: int
    """Conflicts, exclusions for reasons that differ, and appraisals that do."""
    left: int
    """How many wait for this reviewer: reports, or studies where those are appraised."""
    not_read: int = 0
    """Left unread when the stage was stopped; none of `reports`."""


@dataclass(frozen=True, slots=True)
class CodingCount:
    """How far the coding of the included studies is."""

    finished: Mapping[Reviewer, int]
    """Reports of the studies that each has finished, never which."""
    coded: int
    """Reports of the studies on which all agree who had to code them, or that were settled."""
    unsettled: int
    """Studies whose coders differ."""
    waiting: Mapping[Reviewer, int]
    """Studies that wait for each reviewer."""
    left: int
    """Studies that wait for the one who acts."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next sensible thing to do: one sentence, and where it is done."""

    sentence: str
    screen: str
    """`reviewer`, `import`, `searches`, `duplicates`, `screening`, `conflicts`, `appraising`, `differences`,
    `coding`, `reconciling`, `fulltexts` or `flow`."""
    stage: Stage | None = None
    search: SearchId | None = None
    """Which search to look at."""


@dataclass(frozen=True, slots=True)
class Home:
    """All that the first screen tells."""

    title: str
    watermark: str
    reviewer: Reviewer | None
    step: Step
    identified: tuple[tuple[str, int], ...]
    """Label of each route that has records, and how many."""
    linked: int
    uncertain: int
    odds: int
    """Pairs of records that are called one paper and two at once."""
    newer_rules: bool
    """This program has newer rules on duplicates than those that hold for some of the records."""
    stages: tuple[StageCount, ...]
    coding: CodingCount | None
    """None where nothing is coded: without a codebook, or while no study is included."""
    included: int
    pending: int
    """Reports whose fate is open."""
    heard: tuple[tuple[Reviewer, str], ...]
    """For each other reviewer the UTC time of the last event that arrived; empty text if none has."""
    arriving: int
    """Imports whose record file is not complete here yet."""
    faults: tuple[str, ...] = ()
    """Lines and files of the folder that could not be taken in."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports a list shows; an empty field admits all."""

    text: str = ""
    """Each word has to stand in title, authors, journal or year."""
    stage: Stage | None = None
    """Reports that have reached it."""
    status: Status | None = None
    own: str = ""
    """`include`, `exclude`, `unsure` or `none`: the own vote at the stage."""
    reason: str = ""
    route: Route | None = None
    tag: str = ""
    """Reports on which this reviewer has put the word."""
    lacks: Fillable | None = None
    """Reports of which nobody has the field."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What one reviewer has done since a day: how many of each, never on which report."""

    reviewer: Reviewer
    decisions: Mapping[Stage, int]
    """Reports decided on, each counted once a stage."""
    settled: int
    """Conflicts whose end this reviewer wrote down."""
    imports: int
    pairs: int
    """Pairs of records judged."""
    last: str
    """UTC time of the last thing done; empty if nothing was."""
