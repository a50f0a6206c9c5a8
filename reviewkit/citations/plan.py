"""Which indexes are asked for which seeds, and what that will take: asked of the indexes themselves, before anything.

The thing a reader would get wrong: a plan has looked the seeds up already, which costs a request for each 50 to 500 of
them and is kept, so that the run which follows does not ask for them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.citations import crossref, openalex, opencitations, semantic_scholar
from reviewkit.citations.crossref import CROSSREF
from reviewkit.citations.nouns import Expected, Service
from reviewkit.citations.openalex import OPENALEX
from reviewkit.citations.opencitations import OPENCITATIONS
from reviewkit.citations.semantic_scholar import SEMANTIC_SCHOLAR
from reviewkit.model import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.citations.nouns import Index, Looked, Seed
    from reviewkit.model import RecordId

INDEXES: dict[str, Index] = {one.key: one for one in (OPENALEX, CROSSREF, SEMANTIC_SCHOLAR, OPENCITATIONS)}
USUAL = {
    Direction.BACKWARD: (OPENALEX.key, CROSSREF.key),
    Direction.FORWARD: (OPENALEX.key, SEMANTIC_SCHOLAR.key),
}
"""Two for each direction, as TARCiS advises more than one."""
LIMIT = 1000
"""Works that cite a seed, of which more are asked for only where somebody says so."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is, and how much of it may be asked."""

    base: str
    rate: float
    """Requests a second."""
    setting: str
    """What its settings begin with: `openalex_key`, `openalex_url`."""
    key_parameter: str = ""
    key_header: str = ""

    def service(self, base: str, key: str) -> Service:
        """Return the service, asked with a key if there is one."""
        return Service(
            base,
            {self.key_parameter: key} if self.key_parameter and key else {},
            {self.key_header: key} if self.key_header and key else {},
        )


ADDRESSES = {
    openalex.KEY: Address(openalex.BASE, 5.0, "openalex", key_parameter="api_key"),
    crossref.KEY: Address(crossref.BASE, 3.0, "crossref"),
    semantic_scholar.KEY: Address(semantic_scholar.BASE, 0.9, "semantic_scholar", key_header="x-api-key"),
    opencitations.KEY: Address(opencitations.BASE, 1.0, "opencitations"),
}


@dataclass(frozen=True, slots=True)
class OfIndex:
    """What one index is going to be asked in one direction."""

    index: str
    """Its key."""
    name: str
    direction: Direction
    seeds: tuple[Seed, ...]
    known: int
    """Seeds that it knows."""
    faults: Mapping[RecordId, str]
    """Seeds that it could not be asked for, and why."""
    listed: int
    """References or citing works that it says the seeds have, one of two seeds counted twice."""
    over: tuple[tuple[RecordId, int], ...]
    """Seeds that more works cite than will be asked for, and how many."""
    expected: Expected


def of_index(index: Index, seeds: Iterable[Seed], direction: Direction, looked: Looked, limit: int) -> OfIndex:
    """Return what an index is going to be asked, given what it knows of the seeds."""
    forward = direction is Direction.FORWARD
    listed = {seed: (one.cited if forward else one.cites) or 0 for seed, one in looked.found.items()}
    return OfIndex(
        index.key,
        index.name,
        direction,
        tuple(seeds),
        len(listed),
        looked.faults,
        sum(listed.values()),
        tuple((seed, there) for seed, there in listed.items() if forward and there > limit),
        index.expected(looked, direction, limit),
    )


def asked(indexes: Iterable[str], directions: Iterable[Direction]) -> list[tuple[Index, Direction]]:
    """Return which index is asked in which direction: those named in all that they can, else the usual ones."""
    wanted, named = set(directions), set(indexes)
    return [
        (index, one)
        for one in Direction
        for key, index in INDEXES.items()
        if one in wanted and one in index.directions and (key in named if named else key in USUAL[one])
    ]
