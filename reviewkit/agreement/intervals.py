"""95% intervals: Wilson's, Student's, the normal one, and the bootstrap's.

What a reader would get wrong: an interval without any width (all raters agree on every item) is no certainty; only
Wilson's has a width there.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from reviewkit.agreement.nouns import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.agreement.nouns import Options
    from reviewkit.agreement.patterns import Floats, Patterns

_TAIL = 0.025
NORMAL = NormalDist().inv_cdf(1 - _TAIL)
_EXACT = 200
"""Up to this many degrees of freedom the t distribution is summed, beyond it is expanded (error below 1e-9)."""
_AT_ONCE = 250

WILSON = "Wilson's score interval (E. B. Wilson 1927, doi 10.1080/01621459.1927.10502953)"
STUDENT = "linearisation standard error and Student's t with n - 1 degrees of freedom (Gwet 2014)"
JACKKNIFE = (
    "infinitesimal jackknife (Efron 1982, doi 10.1137/1.9781611970319) and Student's t with n - 1 degrees of freedom"
)
GIVEN = "as above, given how many items two or more rated (Cochran 1977, section 2.11)"
LARGE_SAMPLE = (
    "large-sample standard error and the normal distribution (Fleiss, Cohen & Everitt 1969, doi 10.1037/h0028106)"
)
WALD = "the binomial standard error and Student's t, as irrCAC has it for tables"


def wilson(agreed: float, items: int) -> tuple[float, float]:
    """Return Wilson's interval of a share; it has a width even where all agree."""
    share, square = agreed / items, NORMAL**2
    centre = (share + square / (2 * items)) / (1 + square / items)
    half = NORMAL * math.sqrt(share * (1 - share) / items + square / (4 * items**2)) / (1 + square / items)
    return max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share))


def around(value: float, half: float, lowest: float = -1.0) -> tuple[float, float]:
    """Return value ± half, kept from `lowest` to 1."""
    return min(value, max(lowest, value - half)), max(value, min(1.0, value + half))


def t_quantile(freedom: int) -> float:
    """Return the 97.5% quantile of Student's t.

    Source: Abramowitz & Stegun (1964), 26.7.3 and 26.7.4 for the sum, 26.7.5 for the expansion.
    """
    if freedom > _EXACT:
        z = NORMAL
        return (
            z
            + (z**3 + z) / (4 * freedom)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        )
    low, high = 1.9, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 1 - 2 * _TAIL else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies from -t to t."""
    angle = math.atan(t / math.sqrt(freedom))
    square, odd = math.cos(angle) ** 2, freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for step in range(1 + odd, freedom, 2):
        total += term
        term *= square * step / (step + 1)
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


def bootstrap(found: Patterns, statistic: Callable[[Floats], Floats], options: Options) -> Interval | None:
    """Return the percentile interval over resamples of the items with replacement (Efron & Tibshirani 1993).

    The draws are numpy's frozen `RandomState`, so that a seed means the same on every machine and under every version.
    """
    items = int(found.times.sum())
    if items < 2 or options.resamples < 1:
        return None
    draw = np.random.RandomState(options.seed)
    chances = found.times / items
    values = [
        statistic(draw.multinomial(items, chances, size=size).astype(np.float64)) for size in _sizes(options.resamples)
    ]
    each = np.concatenate(values)
    defined = each[~np.isnan(each)]
    if not defined.size:
        return None
    low, high = np.percentile(defined, [100 * _TAIL, 100 * (1 - _TAIL)])
    lost = options.resamples - defined.size
    method = f"percentiles of {options.resamples} resamples of the items, seed {options.seed}"
    return Interval(rounded(low), rounded(high), f"{method}; {lost} without a value are left out" if lost else method)


def _sizes(resamples: int) -> list[int]:
    whole, rest = divmod(resamples, _AT_ONCE)
    return [_AT_ONCE] * whole + [rest] * (rest > 0)


def rounded(value: float) -> float:
    """Return the number to ten decimals, which any machine's arithmetic agrees on; never -0."""
    return round(float(value), 10) + 0.0
