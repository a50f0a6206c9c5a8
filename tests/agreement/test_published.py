"""Published examples, and what irrCAC 0.4.4, statsmodels 0.15.0 and krippendorff 0.9.0 say, to their digits."""

from __future__ import annotations

import numpy as np
import pytest

from reviewkit.agreement import Measures, Options, Scale, Weights, measures, ratings, statistics, variances
from reviewkit.agreement.patterns import patterns
from tests.agreement.tables import (
    ANXIETY,
    FOURTEEN_RATERS,
    ITEMS_WITH_GAPS,
    PSYCHIATRISTS,
    of_items,
    of_table,
)

QUICK = Options(resamples=0)
BALANCED = [[40, 9], [6, 45]]
SKEWED = [[80, 10], [5, 5]]
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
REPORTS = [[25, 1], [1, 0]]


def values(found: Measures, names: str) -> list[float | None]:
    return [getattr(found, name).value for name in names.split()]


@pytest.mark.parametrize(
    ("table", "share", "kappa", "pabak", "ac1"),
    [
        # A. R. Feinstein and D. V. Cicchetti (1990), High agreement but low kappa; K. L. Gwet, irrCAC's README.
        (BALANCED, 0.85, 0.699519, 0.7, 0.700748),
        (SKEWED, 0.85, 0.318182, 0.7, 0.808),
        (ABSTRACTORS, 0.89, 0.796409, 0.835, 0.849331),
        ([[50, 0], [0, 50]], 1.0, 1.0, 1.0, 1.0),
        (REPORTS, 0.925926, -0.038462, 0.851852, 0.920236),
    ],
)
def test_two_raters(table: list[list[int]], share: float, kappa: float, pabak: float, ac1: float) -> None:
    found = measures(of_table(table), QUICK)
    assert values(found, "percent_agreement kappa pabak ac1") == pytest.approx([share, kappa, pabak, ac1], abs=5e-7)


def test_27_reports_with_25_joint_includes_and_one_disagreement_each_way() -> None:
    found = measures(of_table(REPORTS, names=("include", "exclude")), QUICK)  # type: ignore[arg-type]  # any names do
    printed = [f"{value:.3f}" for value in values(found, "percent_agreement kappa pabak ac1") if value is not None]
    assert printed == ["0.926", "-0.038", "0.852", "0.920"]
    assert "misleads" in found.warnings[0]
    assert '52 of 54 ratings are "include"' in found.warnings[0]


@pytest.mark.parametrize(
    ("table", "prevalence", "bias", "first", "second"),
    [(BALANCED, 0.05, 0.03, 0.842105, 0.857143), (SKEWED, 0.75, 0.05, 0.914286, 0.4)],
)
def test_indices_and_agreement_on_each_category_of_feinstein_and_cicchetti(
    table: list[list[int]], prevalence: float, bias: float, first: float, second: float
) -> None:
    found = measures(of_table(table), QUICK)
    assert found.two_by_two is not None
    indices = (found.two_by_two.prevalence_index, found.two_by_two.bias_index)
    agreement = (found.two_by_two.negative_agreement, found.two_by_two.positive_agreement)
    assert indices == pytest.approx((prevalence, bias), abs=5e-7)
    assert agreement == pytest.approx((first, second), abs=5e-7)  # "b" is positive, since it is the last
    assert [one.agreement for one in found.specific] == pytest.approx([first, second], abs=5e-7)


@pytest.mark.parametrize(
    ("table", "name", "error", "low", "high"),
    [
        (ABSTRACTORS, "ac1", 0.04321747, 0.76358, 0.93508),
        (ABSTRACTORS, "kappa", 0.05891072, 0.67952, 0.9133),
        (ABSTRACTORS, "alpha", 0.05905473, 0.68008, 0.91444),
        (BALANCED, "ac1", 0.0713518, 0.55917, 0.84233),
        (BALANCED, "kappa", 0.0713936, 0.55786, 0.84118),
        (SKEWED, "ac1", 0.05212942, 0.70456, 0.91144),
        (SKEWED, "kappa", 0.13345652, 0.05338, 0.58299),
        (SKEWED, "alpha", 0.13547676, 0.0489, 0.58653),
        (REPORTS, "ac1", 0.05828059, 0.80044, 1.0),
        (REPORTS, "kappa", 0.02717629, -0.09432, 0.0174),
    ],
)
def test_intervals_of_two_raters_as_irrcac_has_them(
    table: list[list[int]], name: str, error: float, low: float, high: float
) -> None:
    found = getattr(measures(of_table(table), QUICK), name)
    assert found.error == pytest.approx(error, abs=5e-9)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-6)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [(BALANCED, 0.5595903, 0.8394481), (SKEWED, 0.0566118, 0.5797518), (ABSTRACTORS, 0.6809465, 0.9118723)],
)
def test_the_large_sample_interval_of_kappa_as_statsmodels_has_it(
    table: list[list[int]], low: float, high: float
) -> None:
    found = measures(of_table(table), QUICK).kappa.others[0]
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-8)


def test_the_binomial_interval_of_pabak_as_irrcac_has_it_stands_beside_wilsons() -> None:
    found = measures(of_table(ABSTRACTORS), QUICK).pabak
    assert (found.others[0].low, found.others[0].high) == pytest.approx((0.74187, 0.92813), abs=5e-6)
    assert found.error == pytest.approx(0.04693346, abs=5e-9)


def test_wilsons_interval_of_percent_agreement() -> None:
    # R. G. Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3: 81 of 263.
    found = measures(of_table([[40, 90], [92, 41]]), QUICK).percent_agreement
    assert (f"{found.low:.4f}", f"{found.high:.4f}") == ("0.2553", "0.3662")


@pytest.mark.parametrize(
    ("weights", "kappa", "error", "ac2"),
    [(Weights.LINEAR, 0.842902, 0.04787212, 0.90002272), (Weights.QUADRATIC, 0.892157, 0.03535151, 0.94023688)],
)
def test_weights_of_an_ordered_scale(weights: Weights, kappa: float, error: float, ac2: float) -> None:
    found = measures(of_table(ABSTRACTORS, scale=Scale.ORDINAL), Options(weights, resamples=0))
    assert found.kappa.value == pytest.approx(kappa, abs=5e-7)
    assert found.kappa.error == pytest.approx(error, abs=5e-9)
    assert found.ac2 is not None
    assert found.kappa_unweighted is not None
    assert found.ac2.value == pytest.approx(ac2, abs=5e-9)
    assert (found.kappa_unweighted.value, found.ac1.value) == pytest.approx((0.796409, 0.849331), abs=5e-7)


@pytest.mark.parametrize(
    ("weights", "kappa", "error", "ac2", "ac2_error"),
    [
        (Weights.LINEAR, 0.18918919, 0.13129501, 0.44401544, 0.11928945),
        (Weights.QUADRATIC, 0.29676512, 0.15700646, 0.65156794, 0.11075241),
    ],
)
def test_weights_count_every_point_of_the_scale_also_unused_ones(
    weights: Weights, kappa: float, error: float, ac2: float, ac2_error: float
) -> None:
    two = of_items([row[:2] for row in ANXIETY], "123456", Scale.ORDINAL)
    found = measures(two, Options(weights, resamples=0))
    assert found.ac2 is not None
    assert (found.kappa.value, found.ac2.value) == pytest.approx((kappa, ac2), abs=5e-9)
    assert (found.kappa.error, found.ac2.error) == pytest.approx((error, ac2_error), abs=5e-9)
    assert found.kappa_unweighted is not None
    assert found.kappa_unweighted.value == pytest.approx(0.11949686, abs=5e-9)


@pytest.mark.parametrize(
    ("scale", "alpha"),
    [
        (Scale.NOMINAL, 0.743421052631579),
        (Scale.ORDINAL, 0.8153875037548814),
        (Scale.INTERVAL, 0.8491071428571428),
        (Scale.RATIO, 0.7974027747116121),
    ],
)
def test_alpha_of_krippendorffs_four_observers_with_missing_ratings(scale: Scale, alpha: float) -> None:
    found = measures(of_items(ITEMS_WITH_GAPS, scale=scale), QUICK)
    assert found.alpha.value == pytest.approx(alpha, abs=1e-9)
    assert (found.n, found.items, found.missing) == (11, 12, 7)


@pytest.mark.parametrize(
    ("scale", "alpha"),
    [(Scale.NOMINAL, -0.0237252), (Scale.ORDINAL, 0.2283869), (Scale.INTERVAL, 0.1700986), (Scale.RATIO, 0.1418013)],
)
def test_alpha_of_the_anxiety_ratings(scale: Scale, alpha: float) -> None:
    assert measures(of_items(ANXIETY, scale=scale), QUICK).alpha.value == pytest.approx(alpha, abs=5e-8)


def test_four_raters_with_missing_ratings_as_in_irrcacs_readme() -> None:
    found = measures(of_items(ITEMS_WITH_GAPS), QUICK)
    printed = {
        name: (round(one.value, 5), round(one.error, 5), round(one.low, 3), one.high)
        for name in ("percent_agreement", "kappa", "pabak", "ac1")
        if (one := getattr(found, name))
    }
    assert printed == {
        "percent_agreement": (0.81818, 0.12561, 0.542, 1.0),
        "kappa": (0.76117, 0.15302, 0.424, 1.0),
        "pabak": (0.77273, 0.14472, 0.454, 1.0),
        "ac1": (0.77544, 0.14295, 0.461, 1.0),
    }


def test_the_interval_of_alpha_with_missing_ratings_prints_as_irrcacs() -> None:
    # The standard errors differ a little (0.14548, irrCAC 0.14557), since irrCAC centres the agreement of items with
    # few ratings on the corrected mean; on complete tables they are equal.
    found = measures(of_items(ITEMS_WITH_GAPS), QUICK).alpha
    assert found.low is not None
    assert (f"{found.low:.3f}", found.high) == ("0.419", 1.0)
    assert found.error == pytest.approx(0.14557, abs=1e-4)


def test_ratings_given_once_do_not_widen_the_interval_that_takes_their_number_as_known() -> None:
    for estimate in (found := measures(of_items(ITEMS_WITH_GAPS), QUICK)).ac1, found.kappa, found.percent_agreement:
        assert estimate.low is not None
        assert estimate.low < estimate.others[0].low < (estimate.value or 0)


def test_the_psychiatrists_of_fleiss() -> None:
    found = measures(of_items(PSYCHIATRISTS), QUICK)
    assert values(found, "kappa ac1 alpha pabak") == pytest.approx([0.430245, 0.447885, 0.433410, 0.444444], abs=5e-7)
    errors = (found.kappa.error, found.ac1.error, found.alpha.error, found.pabak.error)
    assert errors == pytest.approx((0.054199, 0.055662, 0.054199, 0.055123), abs=5e-7)
    assert (found.kappa.low, found.kappa.high) == pytest.approx((0.319395, 0.541094), abs=5e-7)


def test_fourteen_raters() -> None:
    rows = ["".join(str(k) * int(n) for k, n in enumerate(row.split(), 1)) for row in FOURTEEN_RATERS.split("/")]
    assert measures(of_items(rows), QUICK).kappa.value == pytest.approx(0.20993070, abs=5e-9)


def test_weighted_fleiss_and_ac2_with_missing_ratings() -> None:
    found = measures(of_items(ITEMS_WITH_GAPS, scale=Scale.ORDINAL), QUICK)
    assert found.ac2 is not None
    assert (found.kappa.value, found.ac2.value) == pytest.approx((0.81794477, 0.85873914), abs=5e-9)
    assert (found.kappa.error, found.ac2.error) == pytest.approx((0.14850436, 0.11732902), abs=5e-9)


@pytest.mark.parametrize(
    ("shares", "disagreement", "kappa", "weighted", "variances_"),
    [
        # J. Cohen (1968), Weighted kappa, table 1: kappa .492, weighted .348 (doi 10.1037/h0026256).
        ("44 07 09/05 20 05/01 03 06", "0 1 3/1 0 6/3 6 0", 0.492, 0.348, None),
        # J. L. Fleiss, J. Cohen and B. S. Everitt (1969), Large sample standard errors (doi 10.1037/h0028106).
        ("53 05 02/11 14 05/01 06 03", "0 9 5/9 0 3/5 3 0", 0.429, 0.507, (0.002885, 0.003248)),
    ],
)
def test_weights_of_any_kind_as_in_cohen_and_as_in_fleiss_cohen_and_everitt(
    shares: str, disagreement: str, kappa: float, weighted: float, variances_: tuple[float, float] | None
) -> None:
    counts = [[2 * int(share) for share in row.split()] for row in shares.split("/")]
    apart = np.array([[float(weight) for weight in row.split()] for row in disagreement.split("/")])
    found = patterns(of_table(counts))
    weights = [statistics.identity(3), 1 - apart / apart.max()]
    got = [float(statistics.kappa(found, found.times[None], each)[0]) for each in weights]
    assert got == pytest.approx([kappa, weighted], abs=5e-4)
    if variances_ is not None:
        errors = [variances.standard_error(variances.kappa(found, each), 2) for each in weights]
        assert [error**2 for error in errors] == pytest.approx(variances_, abs=5e-7)


def test_categories_outside_the_order_leave_the_statistics_of_the_others_as_they_are() -> None:
    plain = measures(of_table(ABSTRACTORS, scale=Scale.ORDINAL), QUICK)
    cells = [
        (f"item {i}", f"rater {j}", "abc"[code])
        for i, row in enumerate(of_table(ABSTRACTORS).codes)
        for j, code in enumerate(row)
    ]
    beside = measures(ratings(cells, "abcd", scale=Scale.ORDINAL, outside="d"), QUICK)
    assert (beside.kappa.value, beside.kappa.error) == (plain.kappa.value, plain.kappa.error)
    assert beside.alpha.value == pytest.approx(0.843, abs=5e-3)  # near linear kappa: alpha is by the same weights
