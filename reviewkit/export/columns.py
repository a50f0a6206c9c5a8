"""What can be told of a report in a table, by column: what it is, and how it was decided on at each stage.

The thing a reader would get wrong: a column is asked for by name (`doi`, `full_text.decisions`), but what it brings may
be several, since each reviewer's decision, reasons and note stand in columns of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Fillable, Stage, short_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.model import Outcome, Progress, Record, ReportId, Resolution, Reviewer, Vote


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What a row is made of."""

    progress: Progress
    record: Record
    """The best of each field across the report's records."""
    searches: tuple[str, ...]
    study: ReportId
    """The study that it reports: the smallest id of that study's reports."""
    databases: tuple[str, ...] = ()
    """Those that its records name themselves."""
    notices: Mapping[Fillable, str] = field(default_factory=dict)
    """What services say of it, and which."""


FIELDS: dict[str, Callable[[ReportLine], str]] = {
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
"""What is told of a report unless somebody chooses."""
MORE: dict[str, Callable[[ReportLine], str]] = {
    "keywords": lambda one: "; ".join(one.record.keywords),
    "issn": lambda one: "; ".join(one.record.issn),
    "isbn": lambda one: "; ".join(one.record.isbn),
    "publisher": lambda one: one.record.publisher,
    "peer_reviewed": lambda one: {True: "yes", False: "no", None: ""}[one.record.peer_reviewed],
    "databases": lambda one: "; ".join(one.databases),
    "open_access": lambda one: one.notices.get(Fillable.OPEN_ACCESS, ""),
    "retraction": lambda one: one.notices.get(Fillable.RETRACTION, ""),
}
"""What is told only if it is asked for."""
OF_A_STAGE = ("outcome", "reasons", "decisions", "settled")
"""What can be told of each stage: where the report stands, why it was excluded, who decided what, who settled it."""
_OF_A_STAGE_ALONE = ("outcome", "decisions", "settled")
NAMES = (*FIELDS, *MORE, *map(str, Stage), *(f"{stage}.{part}" for stage in Stage for part in OF_A_STAGE))
"""All that can be asked for; a stage alone stands for its outcome, decisions and who settled it."""
USUAL = (*FIELDS, *map(str, Stage))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    head: str
    of: Callable[[ReportLine], str]


def chosen(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names asked for, each once; the usual ones if none is. Raises `NotAllowedError` for an unknown one."""
    wanted = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise NotAllowedError(f'there is no column "{unknown[0]}"', remedy=f"There are {', '.join(NAMES)}.")
    return wanted or USUAL


def columns(names: Sequence[str], reviewers: Sequence[Reviewer]) -> list[Column]:
    """Return the columns behind names of `NAMES`, in their order, each once."""
    found: dict[str, Column] = {}
    for name in names:
        for one in _columns(name, reviewers):
            found.setdefault(one.head, one)
    return list(found.values())


def _columns(name: str, reviewers: Sequence[Reviewer]) -> list[Column]:
    of = FIELDS.get(name) or MORE.get(name)
    if of is not None:
        return [Column(name, of)]
    stage, _, part = name.partition(".")
    parts = [part] if part else _OF_A_STAGE_ALONE
    return [column for one in parts for column in _STAGE_COLUMNS[one](Stage(stage), reviewers)]


def _outcome(stage: Stage, _: Sequence[Reviewer]) -> list[Column]:
    return [_at(stage, str(stage), lambda outcome: outcome.status)]


def _why(stage: Stage, _: Sequence[Reviewer]) -> list[Column]:
    return [_at(stage, f"{stage}: reasons", lambda outcome: "; ".join(outcome.reasons))]


def _settled(stage: Stage, _: Sequence[Reviewer]) -> list[Column]:
    return [_at(stage, f"{stage}: settled by", lambda outcome: _settlement(outcome.resolution))]


def _decisions(stage: Stage, reviewers: Sequence[Reviewer]) -> list[Column]:
    return [column for reviewer in reviewers for column in _of_reviewer(stage, reviewer)]


def _of_reviewer(stage: Stage, reviewer: Reviewer) -> list[Column]:
    def own(part: Callable[[Vote], str]) -> Callable[[Outcome], str]:
        return lambda outcome: next((part(vote) for vote in outcome.votes if vote.reviewer == reviewer), "")

    return [
        _at(stage, f"{stage}: {reviewer}", own(lambda vote: vote.verdict)),
        _at(stage, f"{stage}: {reviewer} (reasons)", own(lambda vote: "; ".join(vote.reasons))),
        _at(stage, f"{stage}: {reviewer} (note)", own(lambda vote: vote.note)),
    ]


def _at(stage: Stage, head: str, of: Callable[[Outcome], str]) -> Column:
    """Return a column of a stage, empty for a report that has not reached it."""

    def told(one: ReportLine) -> str:
        outcome = one.progress.outcomes.get(stage)
        return of(outcome) if outcome is not None else ""

    return Column(head, told)


def _settlement(settled: Resolution | None) -> str:
    if settled is None:
        return ""
    absent = f" (absent: {', '.join(settled.absent)})" if settled.absent else ""
    return f"{settled.how}: {', '.join(settled.by)}{absent}"


_STAGE_COLUMNS: dict[str, Callable[[Stage, Sequence[Reviewer]], list[Column]]] = {
    "outcome": _outcome,
    "reasons": _why,
    "decisions": _decisions,
    "settled": _settled,
}
