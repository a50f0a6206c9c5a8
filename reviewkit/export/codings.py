"""What was coded as rows: long, a row a study, coder and field, or wide, a row a study.

The thing a reader would get wrong: several choices stand in one cell with semicolons between them in the long form, and
in the wide one each has a column of its own, which says yes or no, and nothing where the field was not answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.export.ratings import AGREED
from reviewkit.model import NOT_REPORTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.model import Answer, Reviewer

_STUDY = ("study_id", "study", "title", "reports", "status")
LONG = (*_STUDY, "coder", "settled", "field", "name", "answer", "quotation", "page", "note")
QUOTATIONS = ("study_id", "study", "report_id", "coder", "quotation", "page", "codes", "themes", "note")


@dataclass(frozen=True, slots=True)
class Coded:
    """A study and what its coders say of it, as far as that may be seen."""

    id: str
    label: str
    title: str
    reports: int
    status: str
    settled: str
    """How it was: `consensus: Ada, Grace`; empty where nothing had to be."""
    agreed: tuple[Answer, ...] | None
    said: Mapping[Reviewer, tuple[Answer, ...]]
    """By coder."""
    quotations: tuple[tuple[str, ...], ...] = ()
    """Report, coder, text, page, codes, themes and note of each."""


def long(studies: Sequence[Coded], codebook: Extraction) -> list[list[str]]:
    """Return a row an answer, the heads first; what was agreed on stands beside what each coder says."""
    names = {field.id: field.name for field in codebook.fields}
    rows = [
        [*_of_study(study), coder or AGREED, "" if coder else study.settled, *_of_answer(one, names)]
        for study in studies
        for coder, answers in (*study.said.items(), ("", study.agreed))
        for one in answers or ()
    ]
    return [list(LONG), *rows]


def _of_study(one: Coded) -> list[str]:
    return [one.id, one.label, one.title, str(one.reports), one.status]


def _of_answer(one: Answer, names: Mapping[str, str]) -> list[str]:
    return [one.field, names.get(one.field, ""), _cell(one), one.quotation, one.page, one.note]


def _cell(one: Answer) -> str:
    return "; ".join(one.values) if one.values else NOT_REPORTED


def wide(studies: Sequence[Coded], codebook: Extraction) -> list[list[str]]:
    """Return a row a study, the heads first: what was agreed on, a column a field and a column a choice of several.

    Fields that the codebook has no longer come last, under their ids.
    """
    given = {one.field for study in studies for one in study.agreed or ()}
    gone = sorted(given.difference(field.id for field in codebook.fields))
    heads = [*_STUDY, "settled", *(head for field in codebook.fields for head in _heads(field)), *gone]
    return [heads, *(_wide_row(study, codebook, gone) for study in studies)]


def _heads(field: Field) -> list[str]:
    """Return the heads of a field, which has a colon where it has several: no id has one."""
    return [field.id, *(f"{field.id}: {choice}" for choice in field.choices if field.kind == "several")]


def _wide_row(study: Coded, codebook: Extraction, gone: Sequence[str]) -> list[str]:
    own = {one.field: one for one in study.agreed or ()}
    cells = [cell for field in codebook.fields for cell in _cells(field, own.get(field.id))]
    rest = [_cell(own[field]) if field in own else "" for field in gone]
    return [*_of_study(study), study.settled, *cells, *rest]


def _cells(field: Field, answer: Answer | None) -> list[str]:
    if answer is None:
        return [""] * len(_heads(field))
    if field.kind != "several":
        return [_cell(answer)]
    return [_cell(answer), *("yes" if choice in answer.values else "no" for choice in field.choices)]


def quotations(studies: Sequence[Coded]) -> list[list[str]]:
    """Return a row a quotation, the heads first."""
    return [list(QUOTATIONS), *([one.id, one.label, *row] for one in studies for row in one.quotations)]
