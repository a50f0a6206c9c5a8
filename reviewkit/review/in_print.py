"""A published table or diagram held against its own arithmetic, and against the events where there is a review.

The thing a reader would get wrong: the arithmetic alone needs no review and opens none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.flow import counts, published, published_file
from reviewkit.flow.databases import QUERIED
from reviewkit.formats import decoding
from reviewkit.model import Route, Stage, Status

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.flow.counts import Boxes
    from reviewkit.flow.published import Finding, InPrint
    from reviewkit.flow.search_results import SearchResults
    from reviewkit.review.counting import Counted


@dataclass(frozen=True, slots=True)
class Compared:
    """What is in print, and the cells of it that differ."""

    source: str
    arithmetic: tuple[Finding, ...]
    events: tuple[Finding, ...] | None = None
    """None where there was no review to hold it against."""
    notes: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Return each cell that differs in a sentence, or that none does."""
        if not self.arithmetic and not self.events:
            against = "adds up" + (", and the events say the same" if self.events is not None else "")
            return [f"{self.source} {against}.", *self.notes]
        found = [*self.arithmetic, *(self.events or ())]
        return [*(finding.sentence(self.source) for finding in found), *self.notes]


def compared(path: Path) -> Compared:
    """Return what a file's own arithmetic contradicts. Raises `InputError`, `CriteriaError`."""
    found = _read(path)
    return Compared(found.source, tuple(published.findings(found)), notes=tuple(published.notes(found)))


def compared_with(path: Path, counted: Counted, printed: SearchResults) -> Compared:
    """Return what a file's own arithmetic contradicts, and what the events do. Raises `InputError`, `CriteriaError`."""
    found = _read(path)
    events = [*published.against_table(printed, found.rows), *published.against_diagram(_boxes(counted), found.diagram)]
    known = {row.label for row in printed.rows}
    unknown = tuple(f'The events have no row "{label}".' for label in found.rows if label not in known)
    arithmetic = tuple(published.findings(found))
    return Compared(found.source, arithmetic, tuple(events), (*published.notes(found), *unknown))


def _read(path: Path) -> InPrint:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path and your right to read it."
        ) from error
    return published_file.read(decoding.text(data, path.name)[0], path.name)


_OF = {
    "identified": counts.IDENTIFIED,
    "duplicates": counts.DUPLICATES,
    "automation": counts.REMOVED,
    "other_reasons": counts.REMOVED_OTHER,
    "screened": counts.SCREENED,
    "excluded": counts.key(Stage.TITLE_ABSTRACT, Status.EXCLUDED),
    "sought": counts.SOUGHT,
    "not_retrieved": counts.key(Stage.FULL_TEXT, Status.NOT_RETRIEVED),
    "assessed": counts.ASSESSED,
    "reports_excluded": counts.key(Stage.FULL_TEXT, Status.EXCLUDED),
    "quality_excluded": counts.key(Stage.QUALITY, Status.EXCLUDED),
}


def _boxes(counted: Counted) -> dict[str, int]:
    """Return the numbers of the diagram as the events have them, by the keys of `published.BOXES`."""
    drawn = counted.drawn()
    routes = drawn.flow.routes
    queried = counts.together(own for route, own in routes.items() if route in QUERIED)
    other = counts.together(own for route, own in routes.items() if route not in QUERIED)

    def numbers(boxes: Boxes, prefix: str) -> dict[str, int]:
        return {f"{prefix}{name}": len(boxes.get(box, ())) for name, box in _OF.items()}

    found = numbers(queried, "") | numbers(other, "other.")
    for name, route in (("databases", Route.DATABASE), ("registers", Route.REGISTER)):
        found[name] = len(routes.get(route, {}).get(counts.IDENTIFIED, ()))
    versions = (("", drawn.included), ("previous_", drawn.previous), ("total_", drawn.total))
    for prefix, own in versions:
        if own is not None:
            found |= {f"{prefix}studies": own.studies, f"{prefix}reports": own.reports}
    return found
