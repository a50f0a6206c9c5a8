"""All that the sentences and checklists are written from: what the events and the criteria say, as numbers and names.

The thing a reader would get wrong: `double` counts reports on which two people's decisions stand, `independent` those
on which two decided without seeing each other's. Only the second may be called independent in a paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.flow.breakdowns import ranked, reason_words
from reviewkit.flow.counts import NO_REASON, UNSETTLED_REASON
from reviewkit.model import Stage
from reviewkit.report.appraised import NOBODY_RATED, Appraised
from reviewkit.report.extracted import NOTHING_CODED, Extracted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.agreement import Measures
    from reviewkit.citations.ledger import Ledger
    from reviewkit.criteria import Criteria
    from reviewkit.flow.table import Table
    from reviewkit.model import QueueOrder, Reviewer, Route
    from reviewkit.report.stopped import Stopped
    from reviewkit.screening.deviations import Deviation
    from reviewkit.search.prisma_s import Answer
    from reviewkit.views import SearchCount


@dataclass(frozen=True, slots=True)
class AtStage:
    """Who decided at a stage, and how it ended."""

    over: int = 0
    """Reports on which enough people have decided: included, excluded or in conflict."""
    double: int = 0
    """Of these, on how many the decisions of two people or more stand."""
    independent: int = 0
    """Of these, on how many two or more decided without seeing a colleague's decision."""
    raters: tuple[str, ...] = ()
    """Who decided on any of them, sorted."""
    consensus: int = 0
    """Disagreements that ended by consensus."""
    adjudicated: int = 0
    adjudicators: tuple[str, ...] = ()
    brought_over: int = 0
    """Decisions that were made in another program and taken over."""
    reason_open: int = 0
    """Exclusions of which the main reason is not settled."""
    pilots: tuple[tuple[str, int], ...] = ()
    """Name and number of reports of each pilot round."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """How duplicates were found."""

    rules: str
    """Version of the rules."""
    pairs_judged: int = 0
    """Pairs of records that a person called the same or different."""
    pairs_waiting: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a review."""

    criteria: Criteria
    searches: tuple[SearchCount, ...]
    boxes: Mapping[str, int]
    """How many each box of the flow holds, all routes together; a box that is empty may be missing."""
    by_route: Mapping[Route, Mapping[str, int]]
    stages: Mapping[Stage, AtStage]
    studies: int
    """Included studies; several reports may belong to one."""
    duplicates: Duplicates
    agreement: Mapping[Stage, Measures]
    prisma_s: tuple[Answer, ...]
    deviations: tuple[Deviation, ...]
    rulings: int
    program: str
    """Name and version."""
    retracted: int = 0
    """Included reports that their records, or a service that was asked, call retracted."""
    arriving: int = 0
    """Imports of which the records are not all here."""
    tables: Mapping[str, Table] = field(default_factory=dict)
    """Of the flow, by name: search results, reasons, near misses and so on."""
    citations: Ledger | None = None
    """What came of following citations through indexes."""
    appraised: Appraised = NOBODY_RATED
    """What raters said of the studies' quality."""
    orders: Mapping[tuple[Stage, Reviewer], tuple[QueueOrder, ...]] = field(default_factory=dict)
    """For each stage the orders in which a reviewer decided who had chosen one."""
    extracted: Extracted = NOTHING_CODED
    """What coders noted of the studies."""
    stopped: Stopped | None = None
    """None where reading goes on, or went to its end."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of each criterion by its id, also of those that are gone."""

    def n(self, box: str) -> int:
        """Return how many a box holds."""
        return self.boxes.get(box, 0)

    def at(self, stage: Stage, status: str) -> int:
        """Return how many stand so at a stage."""
        return self.n(f"{stage}.{status}")

    def open_at(self, stage: Stage) -> int:
        """Return how many are still to be decided on at a stage."""
        return self.at(stage, "pending")

    def reasons(self, stage: Stage) -> list[tuple[str, int]]:
        """Return name and number of each reason for exclusion at a stage, the most frequent first."""
        start = f"{stage}.excluded."
        found = {box: number for box, number in self.boxes.items() if box.startswith(start) and number}
        return [(self.named(box.removeprefix(start)), found[box]) for box in ranked(found)]

    def named(self, reason: str) -> str:
        """Return what people call a reason."""
        return reason_words(reason, self.names)

    @property
    def question(self) -> str:
        """Return what the review asks; empty where nobody has written it."""
        question = self.criteria.review.question
        return "" if question.strip() == NOT_ASKED else question

    @property
    def near_misses(self) -> int:
        """Return how many reports were read in full and excluded."""
        return sum(self.at(stage, "excluded") for stage in LATE)

    @property
    def unexplained(self) -> int:
        """Return of how many of these the reason is not settled or not given."""
        return sum(self.at(stage, f"excluded.{none}") for stage in LATE for none in (UNSETTLED_REASON, NO_REASON))

    @property
    def is_open(self) -> int:
        """Return how many reports nobody can say yet of whether they end up included."""
        return sum(self.at(stage, status) for stage in self.deciding for status in _OPEN)

    @property
    def deciding(self) -> tuple[Stage, ...]:
        """Return the stages at which a report can leave the review."""
        return tuple(Stage) if self.criteria.quality.excludes else (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)


NOT_ASKED = "Write the review's question here."
"""What a new review has in place of its question."""
NOT_WRITTEN = "Write here "
"""What the texts of a new review's criteria begin with that nobody has written yet."""
_OPEN = ("pending", "conflict", "awaiting")
LATE = (Stage.FULL_TEXT, Stage.QUALITY)
"""What is excluded here was read in full."""
