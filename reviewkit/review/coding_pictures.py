"""The pictures of the included studies: by year, by each field with choices, and the themes by study.

The thing a reader would get wrong: the years are those of all included studies, coded or not; everything else is over
the studies of which it is known what holds, and says how many are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.extraction.answering import holds, theme
from reviewkit.extraction.summaries import Held, summaries
from reviewkit.plots.shares import field_bars
from reviewkit.plots.themes import Themes, theme_matrix
from reviewkit.plots.years import year_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.model import Answer
    from reviewkit.plots.nouns import Plot
    from reviewkit.review.coded import CodedStudy


def coding_plots(
    codebook: Extraction, studies: Sequence[CodedStudy], left: Sequence[str], notes: Sequence[str], columns: int
) -> Iterator[Plot]:
    """Yield the pictures that there is something for; `columns` of their texts.

    `left` says which studies nothing is known of, and `notes` stand below each.
    """
    if studies:
        yield year_columns([one.year for one in studies], notes, columns)
    below = [*left, *notes]
    held = tuple(Held(one.label, one.agreed) for one in studies if one.agreed is not None)
    for summary in summaries(codebook, held):
        if summary.field.choices and summary.answered:
            yield field_bars(summary, below, columns)
    for field in codebook.fields:
        rows = [_row(field, one, one.agreed) for one in studies if one.agreed is not None]
        if _is_matrix(field, rows):
            yield theme_matrix(field, rows, below, columns)


def _row(field: Field, study: CodedStudy, agreed: Sequence[Answer]) -> Themes:
    own = next((one.values for one in agreed if one.field == field.id and holds(field, one)), ())
    named = [name for view in study.quotations for name in view.themes]
    return Themes(
        study.label,
        tuple(choice in own for choice in field.choices),
        tuple(named.count(theme(field.id, choice)) for choice in field.choices),
    )


def _is_matrix(field: Field, rows: Sequence[Themes]) -> bool:
    """Return whether a field has a matrix: where several can be chosen, or where passages stand under its choices."""
    return any(any(row.quoted) or (field.kind == "several" and any(row.coded)) for row in rows)
