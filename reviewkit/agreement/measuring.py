"""From a table of ratings to its measures. Here numpy is loaded, when a function is called and not before."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from reviewkit.agreement import words
from reviewkit.agreement.nouns import Estimate, Options
from reviewkit.agreement.ratings import by_criterion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reviewkit.agreement.nouns import Measures
    from reviewkit.agreement.ratings import Ratings

_DEFAULT = Options()


def measures(ratings: Ratings, options: Options = _DEFAULT) -> Measures:
    """Return everything about a table of ratings; what it does not allow is undefined and says why.

    Raises `InputError` where the scale needs numbers and the categories are none.
    """
    from reviewkit.agreement import estimates

    return estimates.measures(ratings, options)


def measures_by_criterion(
    reasons: Mapping[str, Mapping[str, Collection[str]]], criteria: Sequence[str], options: Options = _DEFAULT
) -> dict[str, Measures]:
    """Return the agreement on each criterion as a yes-or-no rating; `reasons` as in `by_criterion`."""
    return {criterion: measures(found, options) for criterion, found in by_criterion(reasons, criteria).items()}


def without_intervals(found: Measures, why: str) -> Measures:
    """Return the measures without any interval, for items that are not independent of each other."""
    each = {one.name: getattr(found, one.name) for one in fields(found)}
    bare = {
        name: replace(one, low=None, high=None, interval=why, error=None, bootstrap=None, others=())
        for name, one in each.items()
        if isinstance(one, Estimate)
    }
    result = replace(found, **bare)
    return replace(result, warnings=words.warnings(result))
