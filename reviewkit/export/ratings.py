"""The ratings of a quality appraisal as rows: long, a row a study, rater and criterion, or wide, a row a study.

The thing a reader would get wrong: what was agreed on stands in rows of its own, beside what each rater had said, and a
rating of a criterion that the instrument has no longer is carried along under its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.export.reports import as_csv
from reviewkit.export.workbook import Sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Appraisal, Rating

AGREED = "agreed"
_HASH = 12
"""Letters of a hash that tell one wording of the criteria from another."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one rater says of a study, or what all agreed on."""

    appraisal: Appraisal
    rater: str = ""
    """Empty: agreed on."""
    how: str = ""
    """How it came to be agreed on: `consensus: Ada, Grace`; empty where nothing had to be settled."""
    time: str = ""
    criteria: str = ""
    """Hash of the criteria that it was made under."""
    older: bool = False
    """It was made under another wording of the instrument."""


@dataclass(frozen=True, slots=True)
class Study:
    """A study that is appraised, as far as one person may see it."""

    id: str
    label: str
    title: str
    reports: int
    status: str
    excluded: bool
    said: tuple[Said, ...]
    """Raters by name, what was agreed on last."""


_STUDY = ("study", "label", "title", "reports", "status", "excluded")
LONG = (
    *_STUDY,
    *("rater", "settled", "design", "criterion", "name", "rating", "quotation", "page", "note"),
    *("judgement", "study_note", "finished", "criteria_version", "earlier_wording"),
)


def long(studies: Sequence[Study], names: dict[str, str]) -> list[list[str]]:
    """Return a row a rating, the heads first; `names` of the criteria by id."""
    rows = [
        [*_of_study(study), *_of_rating(said, rating, names)]
        for study in studies
        for said in study.said
        for rating in said.appraisal.ratings
    ]
    return [list(LONG), *rows]


def _of_study(one: Study) -> list[str]:
    return [one.id, one.label, one.title, str(one.reports), one.status, _yes(one.excluded)]


def _of_rating(said: Said, one: Rating, names: dict[str, str]) -> list[str]:
    own = said.appraisal
    rated = [one.criterion, names.get(one.criterion, ""), one.value, one.quotation, one.page, one.note]
    after = [own.judgement, own.note, said.time, said.criteria[:_HASH], _yes(said.older)]
    return [said.rater or AGREED, said.how, own.design, *rated, *after]


def _yes(truth: bool) -> str:
    return "yes" if truth else ""


def wide(studies: Sequence[Study], criteria: Sequence[str]) -> list[list[str]]:
    """Return a row a study, the heads first: what was agreed on, then what each rater says, by criterion.

    `criteria` are the instrument's in their order; those that it has no longer come after them.
    """
    given = {rating.criterion for study in studies for said in study.said for rating in said.appraisal.ratings}
    order = [*criteria, *sorted(given.difference(criteria))]
    raters = sorted({said.rater for study in studies for said in study.said} - {""})
    parts = ["the design", *order, "the judgement"]  # no id of a criterion has a blank
    heads = [*_STUDY, "settled", *(f"{who or AGREED}: {part}" for who in ("", *raters) for part in parts)]
    return [heads, *(_wide_row(study, order, raters) for study in studies)]


def _wide_row(study: Study, order: Sequence[str], raters: Sequence[str]) -> list[str]:
    by = {said.rater: said for said in study.said}
    settled = by[""].how if "" in by else ""
    each = [cell for who in ("", *raters) for cell in _of_rater(by.get(who), order)]
    return [*_of_study(study), settled, *each]


def _of_rater(said: Said | None, order: Sequence[str]) -> list[str]:
    if said is None:
        return [""] * (len(order) + 2)
    given = {one.criterion: one.value for one in said.appraisal.ratings}
    return [said.appraisal.design, *(given.get(one, "") for one in order), said.appraisal.judgement]


def table_as_csv(rows: Sequence[Sequence[str]], watermark: str, *, excel: bool = False) -> bytes:
    """Return rows as CSV that is safe in a spreadsheet, the watermark in a column of its own."""
    if not watermark:
        return as_csv(rows, excel=excel)
    heads, *others = rows
    return as_csv([[*heads, "watermark"], *([*row, watermark] for row in others)], excel=excel)


def tables_as_xlsx(tables: dict[str, Sequence[Sequence[str]]], watermark: str) -> bytes:
    """Return a workbook with a sheet a table, by its name."""
    return workbook([Sheet(name, rows[0], rows[1:]) for name, rows in tables.items()], watermark)
