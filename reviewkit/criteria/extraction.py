"""criteria/extraction.toml: the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.criteria.wording import repeated
from reviewkit.model import NOT_REPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.criteria.tables import Table

_KINDS = ("one", "several", "number", "text")
_CHOSEN = frozenset({"one", "several"})
_NAME_COLUMNS = 40


def extraction_of(root: Table) -> Extraction:
    """Return what extraction.toml says; a review without a codebook has no fields in it."""
    fields = tuple(_field(table) for table in root.tables("field"))
    for again in repeated(field.id for field in fields if field.id):
        root.fault("", f'two fields have the id "{again}"', "Give each its own.")
    names = {field.id: field.name for field in fields if field.name}  # that an id stands twice is one fault, not two
    for again in repeated(names.values(), str.casefold):
        root.fault("", f'two fields have the name "{again}"', "Give each its own: tables are headed by it.")
    return Extraction(fields, tuple(_published(root.table("published"), fields)))


def _published(table: Table, fields: Sequence[Field]) -> Iterator[tuple[str, str, tuple[int | None, int | None]]]:
    """Yield what a printed description of the sample says: `[published.design]` and below it `survey = [8, 33]`."""
    known = {field.id: field for field in fields}
    for name in table.names():
        own = table.table(name)
        if name not in known:
            table.fault(name, "there is no such field", "Write the id of a field.")
            continue
        for choice in own.names():
            row = own.counts(choice, 2)
            if choice not in known[name].choices:
                own.fault(choice, "is no choice of the field", "Write a choice as it stands in the field.")
            elif len(row) == 2:  # else a fault has been noted
                yield name, choice, (row[0], row[1])


def _field(table: Table) -> Field:
    kind = table.choice("kind", _KINDS, "text")
    choices = table.distinct("choices", required=kind in _CHOSEN)
    if choices and kind not in _CHOSEN | {""}:
        table.fault("choices", f'a field of the kind "{kind}" has none', 'Take them out, or write kind = "one".')
    for choice in choices:
        if choice.casefold() == NOT_REPORTED:
            table.fault("choices", f'"{choice}" need not be a choice', "Take it out: every field can be answered so.")
        if ";" in choice:
            table.fault("choices", f'"{choice}" has a semicolon, which parts choices in tables', "Write a comma.")
    return Field(
        id=table.slug(),
        name=table.label("name", _NAME_COLUMNS),
        kind=kind,
        choices=choices,
        guidance=table.text("guidance"),
        evidence=table.truth("evidence", default=False),
        double=table.truth("double", default=False),
    )
