"""The nouns of a citation search: what it is going to ask, how far it is, what came of it.

The thing a reader would get wrong: what a run is expected to ask is counted from what the indexes say they have, and
answers that are kept on this device are not taken off, so the real requests and the real price are often fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.citations.asking import Asker
    from reviewkit.citations.nouns import Index
    from reviewkit.citations.plan import OfIndex
    from reviewkit.model import Direction, ReportId
    from reviewkit.net import Client


def dollars(price: int) -> str:
    """Return a price in millionths of a dollar as people read it."""
    return f"${price / 1_000_000:.4f}" if price else "free"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one index is in one direction."""

    index: str
    """Its name."""
    direction: Direction
    answered: int
    """Requests that were answered, kept answers and failures included."""
    expected: int
    """About how many there will be; 0 while seeds are looked up for a plan, when nobody knows."""
    failed: int
    requests: int
    """Those that went out, tries again included."""
    price: int
    """Millionths of a dollar."""


Heard = Callable[[Progress], None]
"""Hears how far it is, after each answer and some times a second while it waits; may raise `StoppedError` to end it."""


class Watch:
    """Tells whoever wants to hear how far the index that is being asked is."""

    def __init__(self, heard: Heard) -> None:
        """Tell `heard`."""
        self._heard = heard
        self._of: Callable[[], Progress] | None = None
        self.expected = 0

    def begin(self, index: Index, direction: Direction, asker: Asker, client: Client) -> None:
        """Watch an index from here on; its expected requests are those said with `expect`, later."""
        before = client.spent
        self.expected = 0
        self._of = lambda: Progress(
            index.name,
            direction,
            asker.answered,
            max(self.expected, asker.answered) if self.expected else 0,
            asker.answered - asker.came,
            client.spent - before,
            asker.price,
        )

    def __call__(self, _answered: int = 0) -> None:
        """Tell how far it is."""
        if self._of is not None:
            self._heard(self._of())


@dataclass(frozen=True, slots=True)
class CitationPlan:
    """What a citation search is going to ask."""

    round: int
    seeds: tuple[ReportId, ...]
    indexes: tuple[OfIndex, ...]
    """What is left to ask; empty: everything was asked before."""
    unidentified: tuple[ReportId, ...]
    """Seeds without a number that any index could be asked by; they need a DOI first."""
    limit: int
    """Works citing one seed that are asked for at most."""
    again: bool
    """What was asked before is asked anew."""
    offline: bool
    requests: int
    """How many went out to make the plan."""
    price: int
    """Millionths of a dollar, for these."""
    gone: tuple[tuple[str, str], ...]
    """Indexes that could not be asked, and why."""
    before: tuple[tuple[str, Direction, int], ...] = ()
    """Index, direction, and how many of the seeds it was searched for in full before and is not asked for again."""

    @property
    def expected_requests(self) -> int:
        """Return about how many requests the run will take, answers that are kept already not taken off."""
        return sum(one.expected.requests for one in self.indexes)

    @property
    def expected_price(self) -> int:
        """Return about what the run will cost, in millionths of a dollar."""
        return sum(one.expected.price for one in self.indexes)


@dataclass(frozen=True, slots=True)
class CameOfIndex:
    """What came of one index in one direction."""

    index: str
    direction: Direction
    search: str
    """The name of the search that its records are of."""
    seeds: int
    unknown: int
    """Seeds that it does not know."""
    numberless: int
    """Seeds that it could not be asked for, as they have no number that it takes."""
    records: int
    """Records imported."""
    unresolved: int
    faults: int
    """Seeds of which not everything came."""
    requests: int
    price: int


@dataclass(frozen=True, slots=True)
class CameOfRun:
    """What came of a run."""

    round: int
    came: tuple[CameOfIndex, ...]
    gone: tuple[tuple[str, str], ...]
    """Indexes that gave nothing, and why; running it again asks them again."""
