"""What front ends see of the quality appraisal: plain values, made for one person.

As in `views`: nothing of a colleague's work stands here that this person may not see yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.criteria.nouns import Quality, QualityCriterion
    from reviewkit.model import Appraisal, Record, ReportId, Reviewer, Settled, Status


@dataclass(frozen=True, slots=True)
class StudyReport:
    """A report of a study that is appraised or coded."""

    id: ReportId
    record: Record
    """The best of each field across the report's records."""
    files: tuple[str, ...] = ()
    """Names of its full texts below data/fulltext/."""


@dataclass(frozen=True, slots=True)
class RaterAppraisal:
    """What one rater says of a study."""

    rater: Reviewer
    appraisal: Appraisal
    time: str
    older: bool = False
    """It was made under another wording of the instrument than the one in force."""
    criteria: str = ""
    """Hash of the criteria that it was made under."""


@dataclass(frozen=True, slots=True)
class StudyAppraisal:
    """A study as one rater may see it in the quality appraisal."""

    reports: tuple[StudyReport, ...]
    """The first gives the study its name."""
    instrument: Quality
    criteria: tuple[QualityCriterion, ...]
    """For the design of the own appraisal; none while that is open."""
    retired: tuple[str, ...]
    """Criteria that the own appraisal rates and that the instrument does not ask for any more."""
    own: Appraisal | None
    older: bool
    """The own one was made under another wording of the instrument."""
    at_odds: bool
    """The own ones from two devices differ, so it has to be finished again."""
    others: tuple[RaterAppraisal, ...]
    """Of colleagues, as far as they may be seen: finished ones, by name."""
    differing: tuple[str, ...]
    """What the raters answer differently: `the design`, ids of criteria, `the judgement`; none while hidden."""
    settled: Settled | None
    status: Status
    """PENDING as long as it must not be seen."""


@dataclass(frozen=True, slots=True)
class AppraisedStudy:
    """A study in a table of ratings, as far as one person may see it."""

    id: ReportId
    label: str
    """`Guo 2005`, the second of one name and year `Guo 2005b`."""
    title: str
    reports: tuple[ReportId, ...]
    raters: tuple[RaterAppraisal, ...]
    """Finished ones that may be seen, by name, the own one among them."""
    agreed: Appraisal | None
    """What holds: what all say, or what was settled; None while open, hidden or in conflict."""
    settled: Settled | None
    status: Status
    excluded: bool
    """By what was agreed on, where appraisal excludes."""


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """How far the appraisal or the coding is; how much a colleague has finished, never which."""

    waiting: Mapping[Reviewer, int]
    """How many studies each reviewer has left."""
    finished: Mapping[Reviewer, int]
    """Reports of the studies that each has finished."""
    agreed: int
    """Reports of the studies that all agree on, or that were settled."""
    differing: frozenset[ReportId]
    """Reports of the studies on which people differ, which everybody may know."""
    to_settle: int
    """How many studies those are."""


@dataclass(frozen=True, slots=True)
class BlindRating:
    """One answer of one rater to one question on one study, given blind."""

    study: ReportId
    rater: Reviewer
    criterion: str
    """`the design` and `the judgement` besides the ids of criteria."""
    value: str
