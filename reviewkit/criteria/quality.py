"""criteria/quality.toml: what studies are appraised on, by design, and whether that excludes any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Quality, QualityCriterion
from reviewkit.criteria.screening import NAME_COLUMNS
from reviewkit.criteria.wording import listed

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table


def quality_of(root: Table) -> Quality:
    """Return what quality.toml says; a review without appraisal has no criteria in it."""
    tables = root.tables("criterion")
    designs = root.distinct("designs", required=bool(tables), example="qualitative")
    found = Quality(
        excludes=root.truth("excludes", default=False),
        threshold=root.text("threshold"),
        scale=root.distinct("scale", required=bool(tables), example="met"),
        designs=designs,
        criteria=tuple(_criterion(table, designs) for table in tables),
        retired=root.distinct("retired", example="old_id"),
    )
    _note_gaps(root, found)
    return found


def _criterion(table: Table, designs: tuple[str, ...]) -> QualityCriterion:
    return QualityCriterion(
        id=table.slug(),
        name=table.label("name", NAME_COLUMNS),
        designs=table.choices("designs", designs, required=True),
        guidance=table.text("guidance"),
    )


def _note_gaps(root: Table, found: Quality) -> None:
    if found.excludes and not found.criteria:
        root.fault("excludes", "is true, but there is no [[criterion]]", "Add the criteria, or write excludes = false.")
    if len(found.scale) == 1:
        root.fault("scale", "has one rating only", 'Write two at least, the best first: scale = ["met", "not met"].')
    without = [design for design in found.designs if design and found.criteria and not found.criteria_for(design)]
    if without:
        remedy = "Name the design in the designs of at least one criterion, or take it out here."
        root.fault("designs", f"no criterion is for {listed(without)}", remedy)
