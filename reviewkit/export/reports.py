"""A set of reports as CSV: one row a report, Unicode intact, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.model import Stage, short_id
from reviewkit.text import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.model import Outcome, Progress, Record, ReportId, Resolution, Reviewer


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What a row is made of."""

    progress: Progress
    record: Record
    """The best of each field across the report's records."""
    searches: tuple[str, ...]
    study: ReportId
    """The study that it reports: the smallest id of that study's reports."""


_FIELDS: dict[str, Callable[[ReportLine], str]] = {
    "report": lambda one: short_id(one.progress.report.id),
    "title": lambda one: one.record.title,
    "authors": lambda one: "; ".join(one.record.authors),
    "year": lambda one: str(one.record.year or ""),
    "journal": lambda one: one.record.journal,
    "volume": lambda one: one.record.volume,
    "issue": lambda one: one.record.issue,
    "pages": lambda one: one.record.pages,
    "doi": lambda one: one.record.doi or "",
    "accession_numbers": lambda one: "; ".join(one.record.accession),
    "language": lambda one: one.record.language,
    "publication_types": lambda one: "; ".join(one.record.types),
    "url": lambda one: one.record.url,
    "abstract": lambda one: one.record.abstract,
    "route": lambda one: one.progress.report.route.value,
    "searches": lambda one: "; ".join(one.searches),
    "records": lambda one: "; ".join(short_id(record) for record in one.progress.report.records),
    "study": lambda one: short_id(one.study),
}


def as_csv(lines: Sequence[ReportLine], reviewers: Sequence[Reviewer], watermark: str) -> str:
    """Return the reports as CSV with LF line ends, in the order given.

    After the bibliographic fields, for each stage: its outcome, each reviewer's decision, reasons and note, and who
    settled a conflict. People who decided and are not among `reviewers` come after those. A watermark, where the review
    has one, is the last column.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    reviewers = [*reviewers, *_others(lines, reviewers)]
    decisions = [name for stage in Stage for name in _stage_columns(stage, reviewers)]
    writer.writerow([*_FIELDS, *decisions, *(["watermark"] if watermark else [])])
    for one in lines:
        cells = [of(one) for of in _FIELDS.values()]
        for stage in Stage:
            cells += _stage_cells(one.progress.outcomes.get(stage), reviewers)
        writer.writerow([cell(text) for text in [*cells, *([watermark] if watermark else [])]])
    return out.getvalue()


def _others(lines: Sequence[ReportLine], reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Return who else has decided on these reports, such as somebody who has left."""
    votes = (vote for one in lines for outcome in one.progress.outcomes.values() for vote in outcome.votes)
    return sorted({vote.reviewer for vote in votes}.difference(reviewers))


def _stage_columns(stage: Stage, reviewers: Sequence[Reviewer]) -> list[str]:
    own = [f"{stage}: {reviewer}{part}" for reviewer in reviewers for part in ("", " (reasons)", " (note)")]
    return [f"{stage}", *own, f"{stage}: settled by"]


def _stage_cells(outcome: Outcome | None, reviewers: Sequence[Reviewer]) -> list[str]:
    if outcome is None:
        return [""] * (2 + 3 * len(reviewers))
    votes = {vote.reviewer: vote for vote in outcome.votes}
    own: list[str] = []
    for reviewer in reviewers:
        vote = votes.get(reviewer)
        own += [vote.verdict, "; ".join(vote.reasons), vote.note] if vote else ["", "", ""]
    settled = outcome.resolution
    return [outcome.status, *own, _settlement(settled) if settled else ""]


def _settlement(settled: Resolution) -> str:
    absent = f" (absent: {', '.join(settled.absent)})" if settled.absent else ""
    return f"{settled.how}: {', '.join(settled.by)}{absent}"
