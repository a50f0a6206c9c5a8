"""What somebody did, in a few words: for the journal, and for what was just taken back.

The thing a reader would get wrong: a colleague's acts are never worded, only counted, so all of these are one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from reviewkit.model import (
    Appraisal,
    Code,
    Coding,
    Comparison,
    CriteriaText,
    Decision,
    Filling,
    FullText,
    Import,
    Link,
    LinkOrigin,
    Memo,
    PassedOn,
    Pilot,
    QueueOrder,
    Quotation,
    Reconciled,
    Removal,
    Repair,
    Resolution,
    Retrieval,
    Ruling,
    SameStudy,
    Search,
    SeedSearched,
    Settled,
    Stopping,
    Tags,
    Undo,
)
from reviewkit.text import line
from reviewkit.tui.words import ACCESSES, VERDICTS, counted, cut

if TYPE_CHECKING:
    from reviewkit.model import Body


def act(body: Body) -> str:
    """Return what an event says: `exclude at title and abstract (language)`, `full text awaiting`."""
    match body:
        case Decision():
            why = f" ({', '.join(line(one) for one in body.reasons)})" if body.reasons else ""
            return f"{VERDICTS[body.verdict]} at {body.stage.words}{why}"
        case Resolution():
            return f"settled as {VERDICTS[body.verdict]} at {body.stage.words}"
        case PassedOn():
            return f"passed on to the adjudicator at {body.stage.words}"
        case Retrieval():
            return f"full text {ACCESSES[body.access]}"
        case FullText():
            return f"attached {line(body.name)}"
        case Tags():
            return f"tags {line(', '.join(body.tags)) or 'taken off'}"
        case Link() if body.together:
            return "a record split out of its report"
        case Link():
            return f"“{body.verdict}” for two records{'' if body.origin is LinkOrigin.PERSON else ', by rule'}"
        case SameStudy():
            return "reports of one study" if body.same else "reports of two studies"
        case Appraisal():
            rated = counted(sum(bool(one.value) for one in body.ratings), "rating")
            return f"appraisal finished ({rated})" if body.finished else f"appraisal so far: {rated}"
        case Settled():
            return (
                f"settled the appraisal, judged {line(body.judgement)}" if body.judgement else "settled the appraisal"
            )
        case Coding():
            answers = counted(len(body.answers), "answer")
            return f"coding finished ({answers})" if body.finished else f"coding so far: {answers}"
        case Reconciled():
            return "settled the coding"
        case Quotation():
            return f"quoted “{cut(line(body.text), 40)}”" if body.text else "a quotation taken back"
        case Memo():
            return f"memo: {cut(line(body.text), 40)}" if body.text else "a memo taken back"
        case Undo():
            return "took back what was done before"
        case _:
            return _noted(body)


def _noted(
    body: Search
    | Import
    | Comparison
    | Pilot
    | Ruling
    | Removal
    | Repair
    | Filling
    | SeedSearched
    | QueueOrder
    | Stopping
    | Code
    | CriteriaText,
) -> str:
    match body:
        case Search():
            return f"search {line(body.name)}"
        case Import():
            entries = f"{counted(body.records, 'record')}, {counted(body.rejected, 'rejection')}"
            return f"imported {line(body.name)}: {entries}"
        case Comparison():
            return f"compared the records of {counted(len(body.files), 'file')}"
        case Pilot():
            return f"pilot round {line(body.name)}, {counted(len(body.records), 'report')}"
        case Ruling():
            return f"ruling on {line(body.criterion)}: {line(body.text) or 'taken back'}"
        case Removal():
            return f"rule run over {counted(sum(len(ordinals) for _, ordinals in body.records), 'record')}"
        case Repair():
            return f"mended the entry that begins on line {body.record.line:,}"
        case Filling():
            what = body.field.replace("_", " ")
            if not body.values:
                return f"{what} withdrawn, as {line(body.source)} no longer says so"
            return f"filled in the {what}, from {line(body.source)}"
        case SeedSearched():
            return f"searched the citations of a report ({body.direction}, {line(body.index)})"
        case QueueOrder():
            share = f", {body.random_share} of 100 at random" if body.random_share else ""
            return f"reads {body.stage.words} {body.order}{share}"
        case Stopping():
            count = counted(sum(len(ordinals) for _, ordinals in body.records), "record")
            return f"stopped {body.stage.words}, {count} not read" if body.records else f"{body.stage.words} goes on"
        case Code():
            return f"code {line(body.name)}{' merged into another' if body.into else ''}"
        case CriteriaText():
            return "the criteria as they were from here on"
        case _:
            assert_never(body)
