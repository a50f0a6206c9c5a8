"""Standard errors: how much each item moves a statistic, formula by formula.

Each function returns a `Terms`: a value for each pattern whose mean over the items is the statistic and whose spread
gives the variance (linearisation). Sources: Fleiss, Cohen & Everitt 1969, doi 10.1037/h0028106, for Cohen's kappa,
weighted too; Gwet 2008, doi 10.1348/000711006X126600, and Gwet 2014 for the others.
What a reader would get wrong: the sum of squares is divided by n * n for two raters, as those papers and irrCAC's
tables do, and by n * (n - 1) for more, as irrCAC does. And items that one rater alone rated widen Gwet's intervals, as
if their number were chance, although they tell nothing of agreement; with `given` it is taken as it is (linearisation
of a ratio, W. G. Cochran 1977, Sampling Techniques, section 2.11). Where nothing is missing both are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reviewkit.agreement import statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.agreement.patterns import Floats, Patterns

_STEP = 1e-4
_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """One statistic in terms of its items."""

    values: Floats
    """A value for each pattern."""
    times: Floats
    """How many items of each pattern count here."""

    @property
    def items(self) -> int:
        """Return how many items count."""
        return int(self.times.sum())


def standard_error(terms: Terms, raters: int) -> float:
    """Return the standard error of the mean of the terms; 0 where all are equal."""
    items = terms.items
    mean = float(terms.times @ terms.values) / items
    squares = float(terms.times @ (terms.values - mean) ** 2)
    return float(np.sqrt(squares / (items * (items - 1 if raters > 2 else items))))


def observed(found: Patterns, *, given: bool) -> Terms:
    """Return the terms of percent agreement (Gwet 2014)."""
    return Terms(_agreed(found, found.times, statistics.identity(found.categories), 0.0, given=given), found.times)


def pabak(found: Patterns, *, given: bool) -> Terms:
    """Return the terms of PABAK, chance being 1 / q whatever the ratings are (Gwet 2014)."""
    chance = 1 / found.categories
    agreed = _agreed(found, found.times, statistics.identity(found.categories), chance, given=given)
    return Terms(agreed / (1 - chance), found.times)


def kappa(found: Patterns, weights: Floats) -> Terms:
    """Return the terms of Cohen's kappa: only items that both rated count (Fleiss, Cohen & Everitt 1969)."""
    times = found.times * found.paired
    first, second = (margin[0] for margin in statistics.margins(found, found.times[None]))
    expected = (
        (found.chosen(0) * (weights @ second)).sum(axis=1) + (found.chosen(1) * (first @ weights)).sum(axis=1)
    ) / 2
    return Terms(_corrected(found, times, weights, expected, given=True), times)


def fleiss(found: Patterns, weights: Floats, *, given: bool) -> Terms:
    """Return the terms of Fleiss' kappa (Gwet 2014)."""
    common = statistics.shares(found, found.times[None])[0]
    expected = found.counts @ (weights @ common) / found.rated
    return Terms(_corrected(found, found.times, weights, expected, given=given), found.times)


def gwet(found: Patterns, weights: Floats, *, given: bool) -> Terms:
    """Return the terms of AC1 and AC2 (Gwet 2008, 2014)."""
    common = statistics.shares(found, found.times[None])[0]
    expected = statistics.gwet_factor(found, weights) * (found.counts @ (1 - common)) / found.rated
    return Terms(_corrected(found, found.times, weights, expected, given=given), found.times)


def _agreed(found: Patterns, times: Floats, weights: Floats, chance: float, *, given: bool) -> Floats:
    """Return the terms of po - pe, pe taken as known."""
    each, scaled = statistics.agreed(found, weights), times.sum() / found.pairs * found.paired
    if not given:
        return np.asarray(scaled * (each - chance))
    mean = float(times @ each) / found.pairs
    return np.asarray(scaled * (each - mean) + mean - chance)


def _corrected(found: Patterns, times: Floats, weights: Floats, expected: Floats, *, given: bool) -> Floats:
    """Return the terms of (po - pe) / (1 - pe), `expected` being each pattern's terms of pe."""
    chance = float(times @ expected / times.sum())
    agreed = _agreed(found, times, weights, chance, given=given)
    left = 1 - chance
    value = float(times @ agreed / times.sum()) / left
    return np.asarray(agreed / left - 2 * (1 - value) * (expected - chance) / left)


def alpha(found: Patterns, difference: Floats) -> Terms:
    """Return the terms of alpha for differences that do not depend on the ratings (the delta method, as in Gwet 2014).

    Its mean is alpha without the correction for small samples; as irrCAC does, the spread is left uncorrected too.
    """
    times = found.times * found.paired
    items = times.sum()
    values = statistics.pairable(found, found.times[None])[0]
    within = statistics.disagreeing(found, difference)
    expected = float(values @ difference @ values) / items
    ratio = float(times @ within) * float(values.sum()) / (expected * items)
    moved = within / max(float(times @ within) / items, np.finfo(float).tiny)
    moved = moved + found.rated / (values.sum() / items) - 2 * (found.counts @ (difference @ values)) / expected
    return Terms(1 - ratio - ratio * moved, times)


def jackknifed(found: Patterns, statistic: Callable[[Floats], Floats]) -> Terms:
    """Return the terms of any smooth statistic by the infinitesimal jackknife, the slope as one item's weight grows.

    Source: L. A. Jaeckel (1972), The infinitesimal jackknife; B. Efron (1982), The jackknife, the bootstrap and other
    resampling plans, chapter 6, doi 10.1137/1.9781611970319.
    """
    times = found.times * found.paired
    slopes = np.zeros(len(times))
    for start in range(0, len(times), _AT_ONCE):
        step = _STEP * np.eye(len(times))[start : start + _AT_ONCE]
        slopes[start : start + _AT_ONCE] = (statistic(times + step) - statistic(times - step)) / (2 * _STEP)
    return Terms(float(statistic(times[None])[0]) + times.sum() * slopes, times)
