"""Rayyan's articles file, CSV or RIS: all members' decisions on one article stand in its note.

The thing a reader would get wrong: the reasons are the article's. They are one member's for sure only if one alone
excluded it, or if there is one reason that all excluders share; otherwise nobody is given them, and each excluder's
note says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Verdict
from reviewkit.switching import source as source_
from reviewkit.switching import verdicts
from reviewkit.switching.marks import Marks, has_marks, marks
from reviewkit.switching.nouns import Label, Labels, Row

if TYPE_CHECKING:
    from reviewkit.formats.entry import Entry
    from reviewkit.switching.source import Source

NOTES = frozenset({"N1", "notes", "Notes", "note"})
REMARK = (
    "Rayyan states reasons for an article, not for a person: where several people excluded it for several reasons, "
    "the reasons go into each one's note."
)
_LOG = frozenset({"article_id", "user_email", "key", "value"})


def is_rayyan(found: Source) -> bool:
    """Return whether any note bears marks."""
    return any(has_marks(note) for entry in found.entries for note in source_.values(entry.pairs, NOTES))


def is_log(found: Source) -> bool:
    """Return whether this is the log that Rayyan puts beside the articles file."""
    return set(found.columns) >= _LOG


def labels(found: Source) -> Labels:
    """Return what a file with marks in its notes says."""
    read = [(entry, marks("\n".join(source_.values(entry.pairs, NOTES)))) for entry in found.entries]
    program = "Rayyan" if any(one.program == "Rayyan" for _, one in read) else "reviewkit"
    rows = tuple(_row(found, entry, one) for entry, one in read)
    return Labels(program, rows, found.unread, remarks=(REMARK,) if program == "Rayyan" else ())


def _row(found: Source, entry: Entry, said: Marks) -> Row:
    excluders = [name for name, words in said.said.items() if _verdict(words)[0] is Verdict.EXCLUDE]
    own = tuple(_label(name, said, excluders) for name in said.said)
    whole = tuple(Label("", None, fault=fault) for fault in said.faults)
    return Row(
        line=entry.line,
        record=source_.paper(found, entry, NOTES),
        report=said.report,
        labels=(*own, *whole),
        tags=tuple(said.labels),
    )


def _verdict(words: list[str]) -> tuple[Verdict | None, str]:
    """Return what one name's decisions in a note come to: a note that was imported with marks may hold two."""
    found = [verdicts.verdict(word, verdicts.RAYYAN) for word in words]
    faults = [fault for _, fault in found if fault]
    decided = {verdict for verdict, fault in found if verdict is not None}
    if not faults and len(decided) > 1:
        faults = [f"two decisions in one note: {', '.join(sorted(decided))}"]
    return (None, faults[0]) if faults else (next(iter(decided), None), "")


def _label(name: str, said: Marks, excluders: list[str]) -> Label:
    verdict, fault = _verdict(said.said[name])
    notes, own = said.notes.get(name, []), said.own_reasons.get(name, [])
    reasons = tuple(own)
    if not own and verdict is Verdict.EXCLUDE and said.reasons:
        if len(excluders) == 1 or len(said.reasons) == 1:
            reasons = tuple(said.reasons)
        elif not any(said.own_reasons.values()):
            notes = [*notes, f"reasons in Rayyan, whose is not said: {'; '.join(said.reasons)}"]
    return Label(name, verdict, reasons, "\n".join(notes), fault=fault)
