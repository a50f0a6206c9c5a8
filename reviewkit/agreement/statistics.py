"""The statistics themselves, formula by formula, for any `times` (see patterns.py); nan where one is undefined.

Sources, named at the formulas: Cohen 1960, doi 10.1177/001316446002000104; Cohen 1968, doi 10.1037/h0026256;
Fleiss 1971, doi 10.1037/h0031619; Brennan & Prediger 1981, doi 10.1177/001316448104100307; Byrt, Bishop & Carlin 1993,
doi 10.1016/0895-4356(93)90018-V; Gwet 2008, doi 10.1348/000711006X126600; Gwet 2014, Handbook of Inter-Rater
Reliability, 4th ed. (AC2, missing ratings); Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reviewkit.agreement.ratings import Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.agreement.patterns import Floats, Patterns

_NO_CHANCE_LEFT = 1e-12
"""Below this, what chance leaves over is rounding."""


def identity(categories: int) -> Floats:
    """Return the weights that count nothing but the same category as agreement."""
    return np.eye(categories)


def distance_weights(values: Sequence[float], power: int) -> Floats:
    """Return 1 - (distance / greatest distance) ** power: linear weights for 1, quadratic for 2 (Cohen 1968)."""
    place = np.asarray(values, dtype=np.float64)
    if len(place) < 2:
        return identity(2)
    distance = np.abs(place[:, None] - place[None, :])
    return np.asarray(1 - (distance / distance.max()) ** power)


def partly_ordered(within: Floats, ordered: Sequence[int], categories: int) -> Floats:
    """Return weights for all categories where only some have an order: `within` among these, else identity.

    Cohen (1968) leaves the weights to whoever knows the categories, and Gwet (2014) takes any that are symmetric with 1
    for the same category.
    """
    weights = identity(categories)
    if len(ordered) > 1:
        weights[np.ix_(ordered, ordered)] = within
    return weights


def agreed(found: Patterns, weights: Floats) -> Floats:
    """Return each pattern's share of agreeing pairs of raters, 0 where fewer than two rated (Gwet 2014)."""
    rated = found.rated
    agreeing = (found.counts * (found.counts @ weights - 1)).sum(axis=1)
    return np.asarray(found.paired * agreeing / np.maximum(rated * (rated - 1), 1))


def observed(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return the agreement observed: the mean over the items that two or more rated."""
    return _share(times @ agreed(found, weights), times @ found.paired)


def shares(found: Patterns, times: Floats) -> Floats:
    """Return each category's share of the ratings, resamples × categories, each item counting alike (Gwet 2014)."""
    return _share(times @ (found.counts / found.rated[:, None]), times.sum(axis=1)[:, None])


def margins(found: Patterns, times: Floats) -> tuple[Floats, Floats]:
    """Return how each of two raters used the categories on the items that both rated."""
    both = (times @ found.paired)[:, None]
    return _share(times @ found.chosen(0), both), _share(times @ found.chosen(1), both)


def cohen_expected(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return the agreement expected from each rater's own margins (Cohen 1960; with weights Cohen 1968)."""
    first, second = margins(found, times)
    return np.asarray(((first @ weights) * second).sum(axis=1))


def fleiss_expected(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return the agreement expected from the margins of all raters together (Fleiss 1971; weights, gaps: Gwet 2014)."""
    common = shares(found, times)
    return np.asarray(((common @ weights) * common).sum(axis=1))


def gwet_expected(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return the agreement expected among ratings made at random (Gwet 2008; with weights, for AC2, Gwet 2014)."""
    common = shares(found, times)
    return np.asarray(gwet_factor(found, weights) * (common * (1 - common)).sum(axis=1))


def gwet_factor(found: Patterns, weights: Floats) -> float:
    """Return the sum of the weights over q (q - 1), q categories."""
    return float(weights.sum()) / (found.categories * (found.categories - 1))


def kappa(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return Cohen's kappa of two raters on the items that both rated."""
    return _corrected(observed(found, times, weights), cohen_expected(found, times, weights))


def fleiss(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return Fleiss' kappa; ratings may be missing."""
    return _corrected(observed(found, times, weights), fleiss_expected(found, times, weights))


def gwet(found: Patterns, times: Floats, weights: Floats) -> Floats:
    """Return Gwet's AC1, or AC2 with weights."""
    return _corrected(observed(found, times, weights), gwet_expected(found, times, weights))


def pabak(found: Patterns, times: Floats) -> Floats:
    """Return (q po - 1) / (q - 1): Byrt et al. 1993 for two categories, Brennan & Prediger 1981 for q."""
    return prevalence_free(observed(found, times, identity(found.categories)), found.categories)


def prevalence_free(share: Floats, categories: int) -> Floats:
    """Return PABAK for a share of agreement; it is no more than another scale for it."""
    return np.asarray((categories * share - 1) / (categories - 1))


def pairable(found: Patterns, times: Floats) -> Floats:
    """Return how many ratings each category has on items that two or more rated (Krippendorff's n_c)."""
    return np.asarray(times @ (found.counts * found.paired[:, None]))


def differences(scale: Scale, values: Sequence[float]) -> Floats:
    """Return Krippendorff's squared difference of each two categories (2011, section D), other than ordinal."""
    place = np.asarray(values, dtype=np.float64)
    if scale is Scale.NOMINAL or len(place) < 2:
        return 1 - np.eye(max(len(place), 2))
    distance = place[:, None] - place[None, :]
    if scale is Scale.RATIO:
        distance = _share(distance, place[:, None] + place[None, :], empty=0.0)
    return np.asarray(distance**2)


def disagreeing(found: Patterns, difference: Floats) -> Floats:
    """Return what an item of each pattern adds to the disagreement observed, sums of o_ck times the difference."""
    within = ((found.counts @ difference) * found.counts).sum(axis=1)
    return np.asarray(found.paired * within / np.maximum(found.rated - 1, 1))


def alpha(found: Patterns, times: Floats, difference: Floats) -> Floats:
    """Return Krippendorff's alpha, 1 - (n - 1) sum(o_ck d_ck) / sum(n_c n_k d_ck) (2011, section D)."""
    values = pairable(found, times)
    expected = ((values @ difference) * values).sum(axis=1)
    return _alpha(values.sum(axis=1), times @ disagreeing(found, difference), expected)


def ordinal_alpha(found: Patterns, times: Floats) -> Floats:
    """Return alpha with Krippendorff's ordinal difference, the squared difference of the categories' mid-ranks.

    The sum over g from c to k of n_g, less (n_c + n_k) / 2, is the distance of two mid-ranks, so that the sums over
    pairs of categories are sums over categories. The ranks are those of the ratings themselves, anew in each
    resample.
    """
    values = pairable(found, times)
    total = values.sum(axis=1)
    rank = values.cumsum(axis=1) - values / 2
    expected = 2 * (total * (values * rank**2).sum(axis=1) - (values * rank).sum(axis=1) ** 2)
    rated = found.rated
    within = 2 * (rated * (rank**2 @ found.counts.T) - (rank @ found.counts.T) ** 2)
    return _alpha(total, (times * found.paired * within / np.maximum(rated - 1, 1)).sum(axis=1), expected)


def _alpha(total: Floats, found: Floats, expected: Floats) -> Floats:
    # Sums of squares of ranks leave rounding of the size of total**4 times the machine's precision.
    sure = np.where(expected > _NO_CHANCE_LEFT * np.maximum(total, 1) ** 2, expected, 0)
    return np.asarray(1 - _share((total - 1) * found, sure))


def _corrected(share: Floats, chance: Floats) -> Floats:
    left = np.where(1 - chance > _NO_CHANCE_LEFT, 1 - chance, 0)
    return _share(share - chance, left)


def _share(part: Floats, whole: Floats, empty: float = np.nan) -> Floats:
    """Return part / whole, and `empty` where the whole is nothing."""
    whole = np.broadcast_to(np.asarray(whole, dtype=np.float64), np.shape(part))
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(part), empty), where=whole != 0))
