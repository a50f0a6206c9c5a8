"""Each statistic of a table of ratings with its intervals, or why it is undefined; imported by `measures` alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reviewkit.agreement import intervals, statistics, tables, variances, words
from reviewkit.agreement.intervals import rounded
from reviewkit.agreement.nouns import Estimate, Interval, Measures, Weights
from reviewkit.agreement.patterns import patterns
from reviewkit.agreement.ratings import MISSING, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.agreement.nouns import Options
    from reviewkit.agreement.patterns import Floats, Patterns
    from reviewkit.agreement.ratings import Ratings
    from reviewkit.agreement.variances import Terms

_POWER = {Weights.LINEAR: 1, Weights.QUADRATIC: 2}


@dataclass(frozen=True, slots=True)
class _Case:
    """One table on its way."""

    ratings: Ratings
    found: Patterns
    options: Options
    undefined: str
    """Why nothing at all can be said, or empty."""


def measures(ratings: Ratings, options: Options) -> Measures:
    """Return everything about a table of ratings."""
    present = _with_ratings(ratings)
    found = patterns(present)
    case = _Case(present, found, options, words.nothing_rated(present, found.pairs))
    table = tables.cross_table(present, found)
    plain = _kappa(case, statistics.identity(found.categories), "")
    ordered = present.scale is not Scale.NOMINAL
    weights, name = _weights(case), f" with {options.weights} weights"
    kappa = _kappa(case, weights, name) if ordered else plain
    result = Measures(
        n=found.pairs,
        percent_agreement=_percent(case),
        kappa=kappa,
        pabak=_pabak(case),
        ac1=_gwet(case, statistics.identity(found.categories), "Gwet's AC1 (Gwet 2008, doi 10.1348/000711006X126600)"),
        alpha=_alpha(case),
        kappa_unweighted=plain if ordered else None,
        ac2=_gwet(case, weights, f"Gwet's AC2{name} (Gwet 2014)") if ordered else None,
        landis_koch=words.landis_koch(kappa.value),
        mchugh=words.mchugh(kappa.value),
        items=len(ratings.items),
        missing=sum(row.count(MISSING) for row in present.codes),
        raters=present.raters,
        categories=present.categories,
        scale=present.scale,
        table=table,
        two_by_two=tables.two_by_two(table),
        specific=tables.specific(present, found),
        warnings=(),
        notes=present.notes,
        options=options,
    )
    return replace(result, warnings=words.warnings(result))


def _with_ratings(ratings: Ratings) -> Ratings:
    """Return the table without the raters who rated nothing, and a note of who they are."""
    silent = [place for place in range(len(ratings.raters)) if all(row[place] == MISSING for row in ratings.codes)]
    if not silent or not ratings.items:
        return ratings
    kept = [place for place in range(len(ratings.raters)) if place not in silent]
    names = ", ".join(ratings.raters[place] for place in silent)
    return replace(
        ratings,
        raters=tuple(ratings.raters[place] for place in kept),
        codes=tuple(tuple(row[place] for place in kept) for row in ratings.codes),
        notes=(*ratings.notes, f"Left out, without any rating: {names}."),
    )


def _places(ratings: Ratings) -> tuple[float, ...]:
    """Return where the categories stand on the scale: their numbers, or their ranks."""
    if ratings.scale in (Scale.INTERVAL, Scale.RATIO):
        return ratings.numbers()
    return tuple(float(place) for place in range(len(ratings.categories)))


def _weights(case: _Case) -> Floats:
    ratings = case.ratings
    power = _POWER[case.options.weights]
    if not ratings.outside:
        return statistics.distance_weights(_places(ratings), power)
    ordered = [place for place, name in enumerate(ratings.categories) if name not in ratings.outside]
    within = statistics.distance_weights(list(range(len(ordered))), power)
    return statistics.partly_ordered(within, ordered, case.found.categories)


def _percent(case: _Case) -> Estimate:
    """Return the share of agreement; two raters' is a share of items, so that Wilson's interval holds."""
    found, method = (
        case.found,
        "Percent agreement: share of the pairs of raters who agree, averaged over the items that two or more rated",
    )
    statistic = partial(statistics.observed, found, weights=statistics.identity(found.categories))
    if case.undefined or len(case.ratings.raters) != 2:
        return _with_gaps(case, method, statistic, variances.observed, lowest=0.0)
    share = _point(found, statistic)
    low, high = intervals.wilson(share * found.pairs, found.pairs)
    wald = _wald(case, share, 1.0)
    return _given(
        case, "Percent agreement: share of the items on which both agree", statistic, share, (low, high), wald
    )


def _pabak(case: _Case) -> Estimate:
    """Return PABAK; its interval is that of percent agreement on PABAK's scale."""
    found = case.found
    statistic = partial(statistics.pabak, found)
    method = (
        f"PABAK: (q po - 1) / (q - 1) with po the percent agreement and q = {found.categories} categories "
        "(Byrt et al. 1993, doi 10.1016/0895-4356(93)90018-V; for q > 2 Brennan & Prediger 1981)"
    )
    if case.undefined or len(case.ratings.raters) != 2:
        return _with_gaps(case, method, statistic, variances.pabak)
    share = _point(found, partial(statistics.observed, found, weights=statistics.identity(found.categories)))
    stretch = found.categories / (found.categories - 1)
    low, high = (1 - stretch * (1 - end) for end in intervals.wilson(share * found.pairs, found.pairs))
    value = _point(found, statistic)
    return _given(case, method, statistic, value, (low, high), _wald(case, value, stretch))


def _wald(case: _Case, value: float, stretch: float) -> tuple[float, float, float] | None:
    """Return the binomial standard error of a share that was stretched, and the interval from it; None for one item."""
    items = case.found.pairs
    if items < 2:
        return None
    share = 1 - (1 - value) / stretch
    error = stretch * math.sqrt(max(share * (1 - share), 0) / items)
    return (error, *intervals.around(value, intervals.t_quantile(items - 1) * error, 1 - stretch))


def _given(
    case: _Case,
    method: str,
    statistic: Callable[[Floats], Floats],
    value: float,
    ends: tuple[float, float],
    wald: tuple[float, float, float] | None,
) -> Estimate:
    """Return an estimate whose interval is Wilson's."""
    others = (Interval(rounded(wald[1]), rounded(wald[2]), intervals.WALD),) if wald else ()
    return Estimate(
        rounded(value),
        rounded(ends[0]),
        rounded(ends[1]),
        method=method,
        interval=intervals.WILSON,
        error=rounded(wald[0]) if wald else None,
        bootstrap=intervals.bootstrap(case.found, statistic, case.options),
        others=others,
    )


def _kappa(case: _Case, weights: Floats, weighted: str) -> Estimate:
    """Return Cohen's kappa of two raters, Fleiss' of more."""
    found = case.found
    if len(case.ratings.raters) <= 2:
        source = "Cohen 1968, doi 10.1037/h0026256" if weighted else "Cohen 1960, doi 10.1177/001316446002000104"
        method = f"Cohen's kappa{weighted} on the items that both rated ({source})"
        cohen = partial(statistics.kappa, found, weights=weights)
        estimate = _estimate(case, method, cohen, partial(variances.kappa, weights=weights))
        return _with_large_sample(estimate)
    method = f"Fleiss' kappa{weighted} (Fleiss 1971, doi 10.1037/h0031619; missing ratings as in Gwet 2014)"
    fleiss = partial(statistics.fleiss, found, weights=weights)
    return _with_gaps(case, method, fleiss, partial(variances.fleiss, weights=weights))


def _with_large_sample(estimate: Estimate) -> Estimate:
    if estimate.value is None or estimate.low is None or estimate.error is None:
        return estimate
    low, high = intervals.around(estimate.value, intervals.NORMAL * estimate.error)
    return replace(estimate, others=(Interval(rounded(low), rounded(high), intervals.LARGE_SAMPLE),))


def _gwet(case: _Case, weights: Floats, method: str) -> Estimate:
    statistic = partial(statistics.gwet, case.found, weights=weights)
    return _with_gaps(case, method, statistic, partial(variances.gwet, weights=weights))


def _alpha(case: _Case) -> Estimate:
    """Return Krippendorff's alpha on the scale of the ratings.

    Where categories stand outside the order there are no ranks of all ratings, so that the difference of two is what
    their weight leaves to 1, as Gwet (2014) has it.
    """
    found, scale = case.found, case.ratings.scale
    method = f"Krippendorff's alpha, {scale} (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability)"
    if scale is Scale.ORDINAL and case.ratings.outside:
        apart = 1 - _weights(case)
        by_weight = f"{method}, two ratings differing by 1 less their weight (Gwet 2014)"
        weighted = partial(statistics.alpha, found, difference=apart)
        return _estimate(case, by_weight, weighted, partial(variances.alpha, difference=apart))
    if scale is Scale.ORDINAL:
        ordinal = partial(statistics.ordinal_alpha, found)
        jackknifed = partial(variances.jackknifed, statistic=ordinal)
        return _estimate(case, method, ordinal, jackknifed, made=intervals.JACKKNIFE)
    difference = statistics.differences(scale, _places(case.ratings))
    statistic = partial(statistics.alpha, found, difference=difference)
    return _estimate(case, method, statistic, partial(variances.alpha, difference=difference))


def _point(found: Patterns, statistic: Callable[[Floats], Floats]) -> float:
    return float(statistic(found.times[None])[0])


def _estimate(
    case: _Case,
    method: str,
    statistic: Callable[[Floats], Floats],
    terms: Callable[[Patterns], Terms],
    *,
    lowest: float = -1.0,
    made: str = intervals.STUDENT,
) -> Estimate:
    """Return an estimate whose interval comes from its terms, or why there is no value."""
    if case.undefined:
        return Estimate(None, None, None, case.undefined, method)
    value = _point(case.found, statistic)
    if math.isnan(value):
        return Estimate(None, None, None, words.only_one_category(case.ratings), method)
    spread = _spread(case, value, terms(case.found), lowest)
    if spread is None:
        reason = "no interval, because one item shows no spread"
        return Estimate(rounded(value), None, None, method=method, interval=reason)
    error, low, high = spread
    bootstrap = intervals.bootstrap(case.found, statistic, case.options)
    return Estimate(rounded(value), low, high, "", method, made, error, bootstrap)


def _spread(case: _Case, value: float, terms: Terms, lowest: float) -> tuple[float, float, float] | None:
    """Return the standard error and the ends of Student's interval; None for a single item."""
    two = len(case.ratings.raters) == 2
    freedom = (case.found.pairs if two else terms.items) - 1
    if freedom < 1:
        return None
    error = variances.standard_error(terms, len(case.ratings.raters))
    low, high = intervals.around(value, intervals.t_quantile(freedom) * error, lowest)
    return rounded(error), rounded(low), rounded(high)


def _with_gaps(
    case: _Case,
    method: str,
    statistic: Callable[[Floats], Floats],
    terms: Callable[..., Terms],
    *,
    lowest: float = -1.0,
) -> Estimate:
    """Return an estimate to which items that one rater alone rated belong: for more than two raters as Gwet has it.

    For two raters, where a review under way has many such items, their number is taken as it is.
    """
    two = len(case.ratings.raters) == 2
    estimate = _estimate(case, method, statistic, partial(terms, given=two), lowest=lowest)
    if two or estimate.value is None or estimate.low is None or case.found.paired.all():
        return estimate
    known = _spread(case, estimate.value, terms(case.found, given=True), lowest)
    others = () if known is None else (Interval(known[1], known[2], intervals.GIVEN),)
    return replace(estimate, others=others)
