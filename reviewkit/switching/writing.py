"""Our reports and the votes that may be seen, in the form that each program imports; the same bytes for the same input.

What each program takes, and what is lost on the way:
- Rayyan (CSV, RIS) imports references; the decisions travel in their notes, which it keeps and exports again.
- Covidence (RIS) imports references only. The decisions stand in their notes for people; send it one box of reports.
- ASReview (CSV, RIS) takes one label a record, 1 or 0: those of whoever exports. It has no unsure, which stays blank.
- A spreadsheet (CSV) gets everything, a column a reviewer.
Every entry bears our short id, so it is found again whatever the other program does to its title.
Sources: rayyansys/rayyan-formats-plugins (CSV columns), help.rayyan.ai; asreview.readthedocs.io, "Data format";
support.covidence.org on imports.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.formats import ris
from reviewkit.model import Verdict, short_id
from reviewkit.switching.marks import note
from reviewkit.text import cell, line

if TYPE_CHECKING:
    from reviewkit.model import Record, ReportId, Reviewer, Stage, Vote


@dataclass(frozen=True, slots=True)
class Line:
    """One report as it is written."""

    report: ReportId
    record: Record
    votes: tuple[Vote, ...]
    """Those that whoever exports may see, at one stage."""
    tags: tuple[str, ...]
    """Of whoever exports."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for all lines."""

    stage: Stage
    actor: Reviewer
    reviewers: tuple[Reviewer, ...]
    watermark: str = ""


Writer = Callable[[Sequence[Line], Frame], str]

_RAYYAN_WORDS = {Verdict.INCLUDE: "Included", Verdict.EXCLUDE: "Excluded", Verdict.UNSURE: "Maybe"}
_ASREVIEW_LABELS = {Verdict.INCLUDE: "1", Verdict.EXCLUDE: "0"}
_ASREVIEW_WORDS = {"1": "ASReview_relevant", "0": "ASReview_irrelevant", "": "ASReview_not_seen"}

_BIBLIOGRAPHY: dict[str, Callable[[Line], str]] = {
    "report": lambda one: short_id(one.report),
    "title": lambda one: one.record.title,
    "authors": lambda one: "; ".join(one.record.authors),
    "year": lambda one: str(one.record.year or ""),
    "journal": lambda one: one.record.journal,
    "doi": lambda one: one.record.doi or "",
    "accession_numbers": lambda one: "; ".join(one.record.accession),
}
_FOR_MODELS: dict[str, Callable[[Line], str]] = {
    **_BIBLIOGRAPHY,
    "keywords": lambda one: "; ".join(one.record.keywords),
    "url": lambda one: one.record.url,
    "abstract": lambda one: one.record.abstract,
}
_RAYYAN_COLUMNS: dict[str, Callable[[Line], str]] = {
    "key": lambda one: short_id(one.report),
    "title": lambda one: one.record.title,
    "year": lambda one: str(one.record.year or ""),
    "month": lambda _: "",
    "day": lambda _: "",
    "journal": lambda one: one.record.journal,
    "issn": lambda one: ", ".join(one.record.issn),
    "volume": lambda one: one.record.volume,
    "issue": lambda one: one.record.issue,
    "pages": lambda one: one.record.pages,
    "authors": lambda one: " and ".join(one.record.authors),
    "url": lambda one: one.record.url,
    "language": lambda one: one.record.language,
    "publisher": lambda one: one.record.publisher,
    "location": lambda _: "",
    "abstract": lambda one: one.record.abstract,
}


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([cell(text) for text in row] for row in (header, *rows))
    return out.getvalue()


# ------------------------------------------------------------------------------------------------ Rayyan, Covidence


def _marked(one: Line, frame: Frame, prefix: str) -> str:
    """Return the note of a report: what everybody said of it."""
    excluders = [vote for vote in one.votes if vote.verdict is Verdict.EXCLUDE]
    text = note(
        prefix=prefix,
        report=short_id(one.report),
        said={vote.reviewer: _RAYYAN_WORDS[vote.verdict] for vote in one.votes},
        labels=one.tags,
        reasons=list(dict.fromkeys(reason for vote in excluders for reason in vote.reasons)),
        notes={vote.reviewer: _notes(vote) for vote in one.votes},
    )
    return f"{line(frame.watermark)} | {text}" if frame.watermark else text


def _notes(vote: Vote) -> list[str]:
    return [text for text in (f"reasons: {'; '.join(vote.reasons)}" if vote.reasons else "", vote.note) if text]


def _rayyan_csv(lines: Sequence[Line], frame: Frame) -> str:
    rows = [[*(of(one) for of in _RAYYAN_COLUMNS.values()), _marked(one, frame, "RAYYAN")] for one in lines]
    return _table([*_RAYYAN_COLUMNS, "notes"], rows)


def _rayyan_ris(lines: Sequence[Line], frame: Frame) -> str:
    return "".join(_entry(one, [_marked(one, frame, "RAYYAN")]) for one in lines)


def _covidence_ris(lines: Sequence[Line], frame: Frame) -> str:
    return "".join(_entry(one, [_marked(one, frame, "REVIEWKIT")]) for one in lines)


def _entry(one: Line, notes: Sequence[str]) -> str:
    whole, end = ris.write(one.record), "ER  - \n"
    return whole.removesuffix(end) + "".join(f"N1  - {line(text)}\n" for text in notes) + end


# ---------------------------------------------------------------------------------------------------------- ASReview


def _label(one: Line, frame: Frame) -> str:
    own = next((vote for vote in one.votes if vote.reviewer == frame.actor), None)
    return _ASREVIEW_LABELS.get(own.verdict, "") if own is not None else ""


def _asreview_csv(lines: Sequence[Line], frame: Frame) -> str:
    marked = [frame.watermark] if frame.watermark else []
    rows = [[*(of(one) for of in _FOR_MODELS.values()), _label(one, frame), *marked] for one in lines]
    return _table([*_FOR_MODELS, "included", *(["watermark"] if marked else [])], rows)


def _asreview_ris(lines: Sequence[Line], frame: Frame) -> str:
    marked = [frame.watermark] if frame.watermark else []
    return "".join(
        _entry(one, [_ASREVIEW_WORDS[_label(one, frame)], f"REVIEWKIT-REPORT: {short_id(one.report)}", *marked])
        for one in lines
    )


# ------------------------------------------------------------------------------------------------------- spreadsheet


def _spreadsheet_csv(lines: Sequence[Line], frame: Frame) -> str:
    others = {vote.reviewer for one in lines for vote in one.votes}.difference(frame.reviewers)
    people = [*frame.reviewers, *sorted(others)]
    columns = [f"{frame.stage}: {name}{part}" for name in people for part in ("", " (reasons)", " (note)")]
    marked = [frame.watermark] if frame.watermark else []
    rows = []
    for one in lines:
        votes = {vote.reviewer: vote for vote in one.votes}
        own = [text for name in people for text in _said(votes.get(name))]
        rows.append([*(of(one) for of in _BIBLIOGRAPHY.values()), *own, "; ".join(one.tags), *marked])
    return _table([*_BIBLIOGRAPHY, *columns, "tags", *(["watermark"] if marked else [])], rows)


def _said(vote: Vote | None) -> tuple[str, str, str]:
    return (vote.verdict, "; ".join(vote.reasons), vote.note) if vote is not None else ("", "", "")


WRITERS: dict[str, dict[str, Writer]] = {
    "rayyan": {".csv": _rayyan_csv, ".ris": _rayyan_ris},
    "covidence": {".ris": _covidence_ris},
    "asreview": {".csv": _asreview_csv, ".ris": _asreview_ris},
    "spreadsheet": {".csv": _spreadsheet_csv},
}
"""Program to the kinds of file that it takes, the better one first."""

LOSSES = {
    "rayyan": "Rayyan keeps the decisions as text in the notes; it does not take them for its members' own.",
    "covidence": "Covidence takes references only: decisions, reasons and tags stand in the notes, for people.",
    "asreview": "ASReview has one label, 1 or 0: yours. What you are unsure of is blank; reasons and tags stay here.",
    "spreadsheet": "",
}
"""What a program does not take, in a sentence."""
