"""ASReview's exports, version 0 to 3: one label a record, 1, 0 or nothing.

CSV: `asreview_label` (version 2), else `included` and its kin (version 0 and 1, and labelled data sets, where `-1` is
"not seen"); notes in `asreview_note` or `exported_notes_1`; the screener in `asreview_user_name`, if it is known.
RIS: `ASReview_relevant`, `ASReview_irrelevant` or `ASReview_not_seen` anywhere in N1, and `asreview_note: "..."`.
Sources: asreview.readthedocs.io, "Progress and results" and "Data format"; asreview/data/ris.py.
The thing a reader would get wrong: a data set that was labelled before the screening has its old labels beside the new
ones, and the new ones alone count, blank or not.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from reviewkit.model import Stage, Verdict
from reviewkit.switching import source as source_
from reviewkit.switching import verdicts
from reviewkit.switching.marks import has_marks, marks
from reviewkit.switching.nouns import Label, Labels, Row
from reviewkit.text import block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.formats.entry import Entry
    from reviewkit.switching.source import Source

_LABELS = (
    *("asreview_label", "included", "label", "final_included", "label_included", "included_label", "included_final"),
    *("included_flag", "include"),
)
"""In ASReview's own order of preference."""
_ABSTRACT_STAGE = "label_abstract_screening"
"""In the labelled data sets of its makers: passed title and abstract, beside `label_included` for the end."""
_ITS_OWN = frozenset({_LABELS[0], _ABSTRACT_STAGE, "asreview_prior", "asreview_ranking", "asreview_time"})
_NOTE = re.compile(r"asreview_note|exported_notes(?:_\d+)?")
_USER = "asreview_user_name"
_TAG = re.compile(r"asreview_tag_(.+)")
_N1 = frozenset({"N1"})
_WORDS = {"ASReview_relevant": Verdict.INCLUDE, "ASReview_irrelevant": Verdict.EXCLUDE, "ASReview_not_seen": None}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_FIELD = re.compile(r"\s*asreview_(\w+): (.*)", re.DOTALL)
_NOBODY = "ASReview"


def is_asreview(found: Source) -> bool:
    """Return whether a file was made by ASReview."""
    if found.format == "CSV":
        return not _ITS_OWN.isdisjoint(_folded(found.columns))
    return any(_WORD.search(note) for entry in found.entries for note in _notes(entry))


def could_be_asreview(found: Source, decided: Iterable[str]) -> bool:
    """Return whether a table is one for ASReview, given the columns of it that hold decisions."""
    return not set(_LABELS).isdisjoint(_folded(found.columns)) and _folded(decided) <= set(_LABELS)


def _folded(columns: Iterable[str]) -> set[str]:
    return {column.casefold() for column in columns}


def labels(found: Source) -> Labels:
    """Return what such a file says."""
    rows = tuple(
        _table_row(found, entry) if found.format == "CSV" else _ris_row(found, entry) for entry in found.entries
    )
    return Labels("ASReview", rows, found.unread, named=any(one.name != _NOBODY for row in rows for one in row.labels))


# --------------------------------------------------------------------------------------------------------------- CSV


def _table_row(found: Source, entry: Entry) -> Row:
    cells = {column.casefold(): value for column, value in source_.cells(entry).items()}
    note = "\n".join(block(value) for column, value in sorted(cells.items()) if _NOTE.fullmatch(column))
    name = " ".join(cells.get(_USER, "").split()) or _NOBODY
    own = tuple(_label(name, cells.get(column, ""), note, stage) for column, stage in _label_columns(found))
    tags = tuple(match.group(1) for column, value in cells.items() if (match := _TAG.fullmatch(column)) and _set(value))
    return Row(entry.line, source_.paper(found, entry), cells.get("report", ""), own, tags)


def _label_columns(found: Source) -> list[tuple[str, Stage | None]]:
    """Return the column that counts; two where the data set tells the stages apart."""
    columns = _folded(found.columns)
    last = next((column for column in _LABELS if column in columns), "")
    if _ABSTRACT_STAGE not in columns or last == _LABELS[0]:
        return [(last, None)]
    return [(_ABSTRACT_STAGE, Stage.TITLE_ABSTRACT), *([(last, Stage.FULL_TEXT)] if last else [])]


def _label(name: str, value: str, note: str, stage: Stage | None) -> Label:
    verdict, fault = verdicts.verdict(value, verdicts.ASREVIEW)
    return Label(name, verdict, (), note.strip(), stage, fault)


def _set(value: str) -> bool:
    return verdicts.verdict(value, verdicts.NUMBERS)[0] is Verdict.INCLUDE


# --------------------------------------------------------------------------------------------------------------- RIS


def _notes(entry: Entry) -> list[str]:
    """Return the notes but for those with marks, in which anybody may have quoted ASReview."""
    return [note for note in source_.values(entry.pairs, _N1) if not has_marks(note)]


def _ris_row(found: Source, entry: Entry) -> Row:
    notes = _notes(entry)
    said = [word for note in notes if not _FIELD.match(note) for word in _WORD.findall(note)]
    fields = {match.group(1): _text(match.group(2)) for note in notes if (match := _FIELD.match(note))}
    decided = {_WORDS[word] for word in said}
    fault = f"two labels in one entry: {', '.join(sorted(set(said)))}" if len(decided) > 1 else ""
    verdict = None if fault else next(iter(decided), None)
    name = fields.get("user_name") or _NOBODY
    return Row(
        line=entry.line,
        record=source_.paper(found, entry, _N1),
        report=marks("\n".join(source_.values(entry.pairs, _N1))).report,
        labels=(Label(name, verdict, (), fields.get("note", ""), fault=fault),),
    )


def _text(value: str) -> str:
    """Return a value that ASReview wrote as JSON."""
    try:
        read = json.loads(value)
    except ValueError:
        return block(value).strip()
    return block(read).strip() if isinstance(read, str) else ""
