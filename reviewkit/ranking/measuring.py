"""How good a ranking was, from the places at which relevant reports were read.

`reports` is always the number of reports that were to be read and `places` those of the relevant ones among them, from
1 and rising; what a replay started from is in neither. Sources: WSS, Cohen et al. (2006), J Am Med Inform Assoc
13:206; mean place (average time to discovery), Ferdinands et al. (2023), Syst Rev 12:100; loss, ASReview's.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TARGET = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Measures:
    """What one replay came to."""

    wss95: float
    """Work saved over sampling: (n - k) / n - 0.05, with k reports read when ceil(0.95 R) of R relevant are found."""
    recall10: float
    """Share of the relevant reports that are among the first tenth (rounded down) of those to be read."""
    atd: float
    """Mean place of the relevant reports."""
    atd_norm: float
    """The same as a share of the reports to be read."""
    loss: float
    """Area between the recall curve and a perfect one, as a share of that between the worst and a perfect one."""


def measures(places: Sequence[int], reports: int) -> Measures:
    """Return the measures of a replay that found something, and in which not all was relevant."""
    found = len(places)
    enough = places[-(-_TARGET.numerator * found // _TARGET.denominator) - 1]
    early = sum(place <= reports // 10 for place in places)
    mean = sum(places) / found
    return Measures(
        wss95=(reports - enough) / reports - 0.05,
        recall10=early / found,
        atd=mean,
        atd_norm=mean / reports,
        loss=(mean - (found + 1) / 2) / (reports - found),
    )
