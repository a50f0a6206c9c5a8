"""criteria/quality.toml: what studies are appraised on, by design, how they are judged, whether that excludes any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR, JudgementRule, Quality, QualityCriterion
from reviewkit.criteria.screening import NAME_COLUMNS
from reviewkit.criteria.wording import listed

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table

_BESIDES = (UNCLEAR, NOT_APPLICABLE)
_BY = ("rater", "rule")
_MOST = 1000


def quality_of(root: Table) -> Quality:
    """Return what quality.toml says; a review without appraisal has no criteria in it."""
    tables = root.tables("criterion")
    designs = root.distinct("designs", required=bool(tables), example="qualitative")
    scale = root.distinct("scale", required=bool(tables), example="met")
    points = tuple(point for point in scale if point not in _BESIDES)
    judged = root.has("rule") or root.has("excluding")
    judgements = root.distinct("judgements", required=judged, example="good enough")
    criteria = tuple(_criterion(table, designs) for table in tables)
    found = Quality(
        excludes=root.truth("excludes", default=False),
        threshold=root.text("threshold"),
        scale=points,
        ordinal=root.truth("ordinal", default=False),
        judgements=judgements,
        judgement_by=root.choice("judgement_by", _BY, "rule") if root.has("judgement_by") else "rater",
        rules=tuple(_rule(table, points, judgements, criteria) for table in root.tables("rule")),
        excluding=root.choices("excluding", judgements),
        designs=designs,
        criteria=criteria,
        retired=root.distinct("retired", example="old_id"),
    )
    _note_gaps(root, found, stated=bool(scale))
    return found


def _criterion(table: Table, designs: tuple[str, ...]) -> QualityCriterion:
    return QualityCriterion(
        id=table.slug(),
        name=table.label("name", NAME_COLUMNS),
        designs=table.choices("designs", designs, required=True),
        guidance=table.text("guidance"),
        evidence=table.truth("evidence", default=False),
    )


def _rule(
    table: Table, points: tuple[str, ...], judgements: tuple[str, ...], criteria: tuple[QualityCriterion, ...]
) -> JudgementRule:
    return JudgementRule(
        judgement=table.choice("judgement", judgements, "falls short"),
        rating=table.choice("rating", (*points, *_BESIDES), "not met"),
        at_least=(table.whole("at_least", 1, _MOST) or 1) if table.has("at_least") else 1,
        criteria=table.choices("criteria", [one.id for one in criteria]),
    )


def _note_gaps(root: Table, found: Quality, *, stated: bool) -> None:
    if found.excludes and not found.criteria:
        root.fault("excludes", "is true, but there is no [[criterion]]", "Add the criteria, or write excludes = false.")
    if len(found.scale) == 1 or (stated and not found.scale):
        root.fault(
            "scale",
            "has one rating only" if found.scale else "has no rating of its own",
            'Write two at least, the best first: scale = ["met", "not met"]. Everything can be "unclear", too.',
        )
    without = [design for design in found.designs if design and found.criteria and not found.criteria_for(design)]
    if without:
        remedy = "Name the design in the designs of at least one criterion, or take it out here."
        root.fault("designs", f"no criterion is for {listed(without)}", remedy)
    _note_judging(root, found)


def _note_judging(root: Table, found: Quality) -> None:
    if len(found.judgements) == 1:
        root.fault("judgements", "has one judgement only", "Write two at least, the best first, or leave it out.")
    if found.judgement_by == "rule" and not found.rules:
        root.fault("judgement_by", 'is "rule", but there is no [[rule]]', 'Add a [[rule]], or write "rater".')
    if found.rules and found.judgement_by != "rule":
        root.fault("rule", "is there, but raters judge themselves", 'Write judgement_by = "rule", or take it out.')
    if found.excludes and found.judgements and not found.excluding:
        remedy = f'Name those that exclude: excluding = ["{found.judgements[-1]}"].'
        root.fault("excluding", "is missing: excludes is true", remedy)
