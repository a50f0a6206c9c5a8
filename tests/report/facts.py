"""Facts of reviews that never were, to hold sentences against."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.criteria import Criteria
from reviewkit.criteria.nouns import Criterion, Extraction, Quality, Review, Screening, Strategy
from reviewkit.model import Reviewer, Route, Search, SearchId, Stage
from reviewkit.report.facts import AtStage, Duplicates, Facts
from reviewkit.views import SearchCount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

BOTH = ("Ada", "Grace")
CRITERIA = Criteria(
    Review("id", "Families and schools", "What helps?", (Reviewer("Ada"), Reviewer("Grace"))),
    Strategy(),
    Screening((Criterion("language", "English", "In English.", "In others."),)),
    Quality(),
    Extraction(),
)
NOBODY = AtStage()
EMPTY = Facts(
    criteria=CRITERIA,
    searches=(),
    boxes={},
    by_route={},
    stages=dict.fromkeys(Stage, NOBODY),
    studies=0,
    duplicates=Duplicates("2"),
    agreement={},
    prisma_s=(),
    deviations=(),
    rulings=0,
    program="reviewkit 1.0",
    names={"language": "English"},
)


def facts(boxes: Mapping[str, int] | None = None, **fields: Any) -> Facts:
    """Facts that say nothing but this."""
    return replace(EMPTY, boxes=boxes or {}, **fields)


def at(stage: Stage, found: AtStage) -> dict[Stage, AtStage]:
    """Somebody decided at one stage, nobody elsewhere."""
    return {**EMPTY.stages, stage: found}


def searched(name: str = "ERIC", route: Route = Route.DATABASE, records: int = 81, **fields: Any) -> SearchCount:
    """A search that brought so many records."""
    return SearchCount(SearchId(name), Search(name, route, **fields), ("a.ris",), records, ())
