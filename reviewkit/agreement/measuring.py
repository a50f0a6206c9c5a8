"""From a table of ratings to its measures. Here numpy is loaded, when a function is called and not before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.agreement import words
from reviewkit.agreement.nouns import Options
from reviewkit.agreement.ratings import by_criterion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reviewkit.agreement.nouns import Estimate, Measures
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

    def bare(one: Estimate) -> Estimate:
        return replace(one, low=None, high=None, interval=why, error=None, bootstrap=None, others=())

    result = replace(
        found,
        percent_agreement=bare(found.percent_agreement),
        kappa=bare(found.kappa),
        pabak=bare(found.pabak),
        ac1=bare(found.ac1),
        alpha=bare(found.alpha),
        kappa_unweighted=found.kappa_unweighted and bare(found.kappa_unweighted),
        ac2=found.ac2 and bare(found.ac2),
    )
    return replace(result, warnings=words.warnings(result))
