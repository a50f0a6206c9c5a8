"""criteria/screening.toml: the eligibility criteria in the order in which they are given as reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Criterion, Every, FactRule, Languages, PeerReviewed, Screening, Types, Years
from reviewkit.model import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.criteria.tables import Table

NAME_COLUMNS = 20
_KEYS = ("any", "from", "is", "none", "to")
_STAGES = (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)


def screening_of(root: Table) -> Screening:
    """Return what screening.toml says."""
    criteria = tuple(_criterion(table) for table in root.tables("criterion", required=True))
    if criteria and not any(Stage.FULL_TEXT in criterion.stages for criterion in criteria):
        remedy = 'An exclusion at full text needs a reason: write stages = ["title_abstract", "full_text"] in one.'
        root.fault("", "no criterion is for the full text", remedy)
    retired = root.distinct("retired", example="old_id")
    return Screening(criteria, retired, _rules_of(root, criteria))


def _rules_of(root: Table, criteria: tuple[Criterion, ...]) -> tuple[str, ...]:
    rules = root.distinct("rules", example="language")
    with_fact = [criterion.id for criterion in criteria if criterion.fact is not None]
    for rule in rules:
        if rule not in with_fact:
            remedy = f"Of these a record can tell: {', '.join(with_fact) or 'none'}."
            root.fault("rules", f'"{rule}" is no criterion with a fact', remedy)
    return rules


def _criterion(table: Table) -> Criterion:
    stages = table.choices("stages", _STAGES, required=table.has("stages"))
    return Criterion(
        id=table.slug(),
        name=table.label("name", NAME_COLUMNS),
        include=table.text("include", required=True),
        exclude=table.text("exclude"),
        notes=table.texts("notes"),
        fact=_fact(table),
        stages=tuple(stage for stage in _STAGES if stage in stages) or _STAGES,
    )


def _fact(table: Table) -> FactRule | None:
    rules = tuple(rule for rule in map(_rule, table.one_or_more("fact")) if rule is not None)
    return rules[0] if len(rules) == 1 else Every(rules) if rules else None


def _rule(table: Table) -> Years | Languages | Types | PeerReviewed | None:
    field = table.choice("field", tuple(_RULES), "year")
    if field:
        return _RULES[field](table)
    for key in _KEYS:  # which of them are right depends on the field, so none is a fault while that is wrong
        table.has(key)
    return None


def _years(table: Table) -> Years:
    if not table.has("from") and not table.has("to"):
        table.fault("", "says neither from nor to", "Add from = 2000, to = 2018, or one of the two.")
    return Years(*table.years())


def _languages(table: Table) -> Languages:
    return Languages(table.texts("any", required=True, example="English"))


def _types(table: Table) -> Types:
    rule = Types(table.texts("any", example="Journal Articles"), table.texts("none", example="Book"))
    if not rule.allowed and not rule.refused:
        table.fault("", "says neither any nor none", 'Add any = ["Journal Articles"], or none = ["Book"], or both.')
    both = [word for word in rule.allowed if word.casefold() in map(str.casefold, rule.refused)]
    for word in filter(None, both):
        table.fault("any", f'"{word}" stands in none as well', "Take it out of one of the two.")
    return rule


def _peer_reviewed(table: Table) -> PeerReviewed:
    if not table.has("is"):
        table.fault("is", "is missing", "Add is = true.")
    return PeerReviewed(table.truth("is", default=True))


_RULES: dict[str, Callable[[Table], Years | Languages | Types | PeerReviewed]] = {
    "year": _years,
    "language": _languages,
    "type": _types,
    "peer_reviewed": _peer_reviewed,
}
