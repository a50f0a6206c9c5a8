"""What front ends see of the extraction: plain values, made for one person.

As in `views`: nothing of a colleague's work stands here that this person may not see yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.model import Answer, Coding, Memo, Quotation, Reconciled, ReportId, Reviewer, Status
    from reviewkit.review.appraised import StudyReport


@dataclass(frozen=True, slots=True)
class CoderCoding:
    """What one coder noted of a study."""

    coder: Reviewer
    coding: Coding
    time: str
    older: bool = False
    """It was made under another wording of the codebook than the one in force."""


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code that this person may see, merges followed."""

    id: str
    name: str
    theme: str
    """`field/choice` of the codebook; empty while it belongs to none."""
    description: str
    quotations: int
    """How many that this person may see have it."""
    studies: int


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A passage as this person may see it."""

    report: ReportId
    coder: Reviewer
    quotation: Quotation
    codes: tuple[CodeView, ...]
    themes: tuple[str, ...]
    """`field/choice` of its codes, each once, in the order of the codebook."""
    time: str


@dataclass(frozen=True, slots=True)
class MemoView:
    """A memo as this person may see it."""

    writer: Reviewer
    memo: Memo
    time: str


@dataclass(frozen=True, slots=True)
class StudyCoding:
    """A study as one coder may see it."""

    reports: tuple[StudyReport, ...]
    """The first gives the study its name."""
    codebook: Extraction
    fields: tuple[Field, ...]
    """Those that this coder is asked: all, or the double coded ones where the lot gives the rest to a colleague."""
    retired: tuple[Answer, ...]
    """Own answers to fields, or with choices, that the codebook does not have any more."""
    own: Coding | None
    older: bool
    at_odds: bool
    """The own ones from two devices differ, so it has to be finished again."""
    missing: tuple[str, ...]
    """Why it cannot be finished yet, one sentence each."""
    quotations: tuple[QuotationView, ...]
    """The own ones in the order made, behind them those of colleagues that may be seen."""
    memos: tuple[MemoView, ...]
    others: tuple[CoderCoding, ...]
    """Of colleagues, as far as they may be seen: finished ones, by name."""
    differing: tuple[str, ...]
    """Ids of the fields that the coders answer differently; none while hidden."""
    reconciled: Reconciled | None
    status: Status
    """PENDING as long as it must not be seen; CONFLICT while coders differ; INCLUDED once coded."""


@dataclass(frozen=True, slots=True)
class CodedStudy:
    """A study and what holds of it, as far as one person may see it."""

    id: ReportId
    label: str
    """`Guo 2005`, the second of one name and year `Guo 2005b`."""
    title: str
    reports: tuple[ReportId, ...]
    coders: tuple[Reviewer, ...]
    """Who has finished it, as far as that may be known."""
    agreed: tuple[Answer, ...] | None
    """What holds: what all say, or what was settled; None while open, hidden or in conflict."""
    quotations: tuple[QuotationView, ...]
    status: Status
    year: int | None
    """In which its first report was published."""
