"""How well two raters agree, each statistic with its source. Pure arithmetic on pairs of ratings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two raters on the items that both rated."""

    n: int
    """Items rated by both."""
    agreed: int
    table: tuple[tuple[str, str, int], ...]
    """First rater's category, second rater's, how often; sorted, without zeros."""
    kappa: float | None
    """Cohen's kappa, -1 to 1; None where it is undefined."""
    undefined: str = ""
    """Why kappa is undefined."""

    @property
    def percent(self) -> float | None:
        """Return the share of items on which both agree, 0 to 1; None without items."""
        return self.agreed / self.n if self.n else None


def agreement(ratings: Sequence[tuple[str, str]]) -> Agreement:
    """Return the agreement in pairs of ratings (first rater, second rater), one pair an item.

    Kappa is (po - pe) / (1 - pe), with po the share of agreement observed and pe the share expected from each rater's
    own marginals. Source: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20(1), 37-46, doi 10.1177/001316446002000104.
    """
    n = len(ratings)
    table = tuple((a, b, count) for (a, b), count in sorted(Counter(ratings).items()))
    agreed = sum(count for a, b, count in table if a == b)
    if n == 0:
        return Agreement(0, 0, (), None, "undefined, because no report was rated by both")
    expected = _expected(ratings)
    if expected == n * n:
        return Agreement(n, agreed, table, None, f'undefined, because both raters said "{table[0][0]}" every time')
    return Agreement(n, agreed, table, (agreed * n - expected) / (n * n - expected))


def _expected(ratings: Sequence[tuple[str, str]]) -> int:
    """Return the agreement expected by chance, times n squared, so that it is exact."""
    first, second = Counter(a for a, _ in ratings), Counter(b for _, b in ratings)
    return sum(first[category] * second[category] for category in first)
