"""criteria/extraction.toml: the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.criteria.wording import repeated

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table

_KINDS = ("one", "several", "number", "text")
_CHOSEN = frozenset({"one", "several"})
_NAME_COLUMNS = 40


def extraction_of(root: Table) -> Extraction:
    """Return what extraction.toml says; a review without a codebook has no fields in it."""
    fields = tuple(_field(table) for table in root.tables("field"))
    for again in repeated(field.id for field in fields if field.id):
        root.fault("", f'two fields have the id "{again}"', "Give each its own.")
    return Extraction(fields)


def _field(table: Table) -> Field:
    kind = table.choice("kind", _KINDS, "text")
    choices = table.distinct("choices", required=kind in _CHOSEN)
    if choices and kind not in _CHOSEN | {""}:
        table.fault("choices", f'a field of the kind "{kind}" has none', 'Take them out, or write kind = "one".')
    return Field(
        id=table.slug(),
        name=table.label("name", _NAME_COLUMNS),
        kind=kind,
        choices=choices,
        guidance=table.text("guidance"),
        evidence=table.truth("evidence", default=False),
        double=table.truth("double", default=False),
    )
