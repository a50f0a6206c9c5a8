"""Items that were rated alike, counted once with how often: the form in which every statistic is computed.

A statistic is a function of the patterns and of how often each occurs, `times`, an array of shape (resamples,
patterns); the point estimate is the row of the observed counts, a bootstrap is many rows at once. So values depend
neither on the order of the items nor on how many thousand there are. Needs numpy; imported by `measures` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from reviewkit.agreement.ratings import MISSING

if TYPE_CHECKING:
    from reviewkit.agreement.ratings import Ratings

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The different rows of a table of ratings that hold a rating at all."""

    codes: Integers
    """Patterns × raters."""
    times: Floats
    """How many items show each pattern."""
    counts: Floats
    """Patterns × categories: how many raters chose each. At least two categories, since one alone is no choice."""

    @property
    def rated(self) -> Floats:
        """Return how many raters rated an item of each pattern, 1 or more."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def paired(self) -> Floats:
        """Return 1 for each pattern with two ratings or more, else 0."""
        return np.asarray(self.rated >= 2, dtype=np.float64)

    @property
    def categories(self) -> int:
        """Return how many categories there are, at least two."""
        return int(self.counts.shape[1])

    @property
    def pairs(self) -> int:
        """Return how many items have two ratings or more."""
        return int(self.times @ self.paired)

    def chosen(self, rater: int) -> Floats:
        """Return patterns × categories: 1 where this rater chose it on an item that another rated too."""
        return np.asarray(self.codes[:, rater, None] == np.arange(self.categories), dtype=float) * self.paired[:, None]


def patterns(found: Ratings) -> Patterns:
    """Return the patterns of a table, in an order that does not depend on that of the items."""
    codes = np.array(found.codes, dtype=np.int64).reshape(len(found.items), len(found.raters))
    codes = codes[(codes != MISSING).any(axis=1)]
    rows, times = np.unique(codes, axis=0, return_counts=True) if codes.size else (codes, np.zeros(0))
    wide = max(len(found.categories), 2)
    counts = (rows[:, :, None] == np.arange(wide)).sum(axis=1)
    return Patterns(rows, np.asarray(times, dtype=np.float64), np.asarray(counts, dtype=np.float64))
