"""The tables behind the statistics: who said what together, the 2×2 table and its indices, agreement by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.agreement.intervals import rounded
from reviewkit.agreement.nouns import CrossTable, Specific, TwoByTwo

if TYPE_CHECKING:
    from reviewkit.agreement.patterns import Patterns
    from reviewkit.agreement.ratings import Ratings


def cross_table(ratings: Ratings, found: Patterns) -> CrossTable | None:
    """Return how often two raters gave each pair of ratings; None for other than two raters."""
    if len(ratings.raters) != 2:
        return None
    size = len(ratings.categories)
    joint = found.chosen(0).T @ (found.times[:, None] * found.chosen(1))
    counts = tuple(tuple(round(cell) for cell in row[:size]) for row in joint.tolist()[:size])
    return CrossTable(*ratings.raters, ratings.categories, counts)


def two_by_two(table: CrossTable | None) -> TwoByTwo | None:
    """Return the 2×2 table with its indices; None without items or with other than two categories.

    Sources: T. Byrt, J. Bishop and J. B. Carlin (1993), Bias, prevalence and kappa, doi 10.1016/0895-4356(93)90018-V;
    D. V. Cicchetti and A. R. Feinstein (1990), doi 10.1016/0895-4356(90)90159-M.
    """
    if table is None or len(table.categories) != 2:
        return None
    (neither, second), (first, both) = table.counts
    items = neither + second + first + both
    if not items:
        return None
    return TwoByTwo(
        table.categories[-1],
        both,
        first,
        second,
        neither,
        rounded(abs(both - neither) / items),
        rounded(abs(first - second) / items),
        _share(2 * both, 2 * both + first + second),
        _share(2 * neither, 2 * neither + first + second),
    )


def specific(ratings: Ratings, found: Patterns) -> tuple[Specific, ...]:
    """Return the agreement on each category, for two categories and raters the positive and negative agreement.

    Of all ordered pairs of ratings on one item whose first is the category, the share whose second is too. Source:
    J. S. Uebersax (1982), A design-independent method for measuring the reliability of psychiatric diagnosis, Journal
    of Psychiatric Research 17(4), 335-342.
    """
    used = found.times @ (found.counts * found.paired[:, None])
    agreeing = found.times @ (found.counts * (found.counts - 1))
    possible = found.times @ (found.counts * (found.rated[:, None] - 1))
    return tuple(
        Specific(category, round(used[place]), _share(float(agreeing[place]), float(possible[place])))
        for place, category in enumerate(ratings.categories)
    )


def _share(part: float, whole: float) -> float | None:
    return rounded(part / whole) if whole else None
