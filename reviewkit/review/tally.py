"""How many reports stand how: each combination once with the number of its reports, for there are few of those."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.screening import turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reviewkit.model import Report, Stage, Standing, Standings


class Tally:
    """Where reports stand, to be counted again and again."""

    def __init__(self, standings: Iterable[tuple[Report, Standings]]) -> None:
        """Count the reports of each combination."""
        # By identity, since equal ones are one object and their hashes are long to work out.
        found = {id(own): own for _, own in standings}
        numbers = Counter(id(own) for _, own in standings)
        self.alike = [(own, numbers[identity]) for identity, own in found.items()]

    def count(self, fits: Callable[[Standings], bool]) -> int:
        """Return how many reports stand so that it fits."""
        return sum(number for own, number in self.alike if fits(own))

    def at(self, stage: Stage, fits: Callable[[Standing], bool]) -> int:
        """Return how many reports that have reached a stage stand there so that it fits."""
        return self.count(lambda own: (standing := turns.at(own, stage)) is not None and fits(standing))
