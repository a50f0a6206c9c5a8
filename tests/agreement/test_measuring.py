"""Laws of the statistics, tables that allow none, the bootstrap, and agreement by criterion."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.agreement import (
    Estimate,
    Measures,
    Options,
    Ratings,
    Scale,
    agreement,
    by_criterion,
    intervals,
    measures,
    measures_by_criterion,
    merged,
    ratings,
    statistics,
    variances,
)
from reviewkit.agreement.patterns import patterns
from reviewkit.errors import InputError
from tests.agreement.tables import ITEMS_WITH_GAPS, of_items, of_table

QUICK = Options(resamples=0)
NAMES = ("percent_agreement", "kappa", "pabak", "ac1", "alpha")

categories = st.sampled_from("abcd")
complete = st.integers(2, 4).flatmap(
    lambda raters: st.lists(st.lists(categories, min_size=raters, max_size=raters), min_size=2, max_size=12)
)
gappy = st.integers(2, 4).flatmap(
    lambda raters: st.lists(st.lists(categories | st.none(), min_size=raters, max_size=raters), min_size=1, max_size=12)
)
scales = st.sampled_from([Scale.NOMINAL, Scale.ORDINAL])


def estimates(found: Measures) -> dict[str, Estimate]:
    more = {"ac2": found.ac2, "kappa_unweighted": found.kappa_unweighted}
    return {name: getattr(found, name) for name in NAMES} | {k: v for k, v in more.items() if v is not None}


def numbers(found: Measures) -> list[float | None]:
    """Every value and interval, in one row; the share of ratings that say "a" is none of them."""
    return [number for one in estimates(found).values() for number in (one.value, one.low, one.high)]


def known(found: list[float | None]) -> list[float]:
    return [-9.0 if number is None else number for number in found]


@given(gappy, scales, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_neither_the_order_of_items_and_raters_nor_the_names_of_categories_matter(
    rows: list[list[str | None]], scale: Scale, shuffle: object
) -> None:
    import random

    assert isinstance(shuffle, random.Random)
    order = shuffle.sample(range(len(rows[0])), len(rows[0]))
    names = dict(zip("abcd", shuffle.sample(["include", "exclude", "unsure", "later"], 4), strict=True))
    other = [[names[row[j]] if row[j] is not None else None for j in order] for row in shuffle.sample(rows, len(rows))]  # type: ignore[index]  # None is handled
    first = measures(of_items(rows, "abcd", scale), QUICK)
    second = measures(of_items(other, [names[letter] for letter in "abcd"], scale), QUICK)
    assert known(numbers(first)) == pytest.approx(known(numbers(second)), abs=1e-8)


@given(gappy, scales)
@settings(max_examples=60, deadline=None)
def test_a_value_lies_in_its_interval_and_all_within_bounds_and_what_is_undefined_says_why(
    rows: list[list[str | None]], scale: Scale
) -> None:
    for name, one in estimates(measures(of_items(rows, "abcd", scale), QUICK)).items():
        if one.value is None:
            assert one.undefined.startswith("undefined, because "), name
            assert (one.low, one.high, one.interval) == (None, None, "")
        elif one.low is None or one.high is None:
            assert one.interval.startswith("no interval, because ")
        else:
            assert not one.undefined
            assert one.low <= one.value <= one.high <= 1, name


@given(st.lists(st.sampled_from("ab"), min_size=2, max_size=9), st.integers(2, 4), scales)
@settings(max_examples=40, deadline=None)
def test_raters_who_always_agree_have_1_or_nothing(said: list[str], raters: int, scale: Scale) -> None:
    found = measures(of_items([letter * raters for letter in said], "ab", scale), QUICK)
    for name, one in estimates(found).items():
        if len(set(said)) == 1 and name in ("kappa", "alpha", "kappa_unweighted"):
            assert one.value is None
            assert f'said "{said[0]}" every time' in one.undefined
        else:
            assert one.value == 1.0, name
    assert any("no certainty" in warning for warning in found.warnings)


@given(complete)
@settings(max_examples=40, deadline=None)
def test_every_item_twice_leaves_the_values_as_they_are_except_alphas_small_sample_correction(
    rows: list[list[str]],
) -> None:
    once, twice = measures(of_items(rows, "abcd"), QUICK), measures(of_items(rows + rows, "abcd"), QUICK)
    for name in ("percent_agreement", "kappa", "pabak", "ac1"):
        assert getattr(once, name).value == pytest.approx(getattr(twice, name).value, abs=1e-9), name
    if once.alpha.value is not None and twice.alpha.value is not None:
        n = sum(map(len, rows))  # 1 - alpha is (n - 1) times what repeating does not change, over n
        assert (1 - once.alpha.value) * n / (n - 1) == pytest.approx((1 - twice.alpha.value) * 2 * n / (2 * n - 1))


@given(complete)
@settings(max_examples=40, deadline=None)
def test_alpha_is_fleiss_kappa_with_a_small_sample_correction_where_nothing_is_missing(rows: list[list[str]]) -> None:
    found = patterns(of_items(rows, "abcd"))
    fleiss = statistics.fleiss(found, found.times[None], statistics.identity(4))[0]
    alpha, n = measures(of_items(rows, "abcd"), QUICK).alpha.value, sum(map(len, rows))
    if alpha is not None:
        assert 1 - alpha == pytest.approx((1 - fleiss) * (n - 1) / n, abs=1e-9)


@given(st.lists(st.tuples(categories, categories), max_size=12))
@settings(max_examples=40, deadline=None)
def test_it_is_the_agreement_that_is_counted_in_plain_python(pairs: list[tuple[str, str]]) -> None:
    exact, found = agreement(pairs), measures(of_items(pairs), QUICK)
    assert found.n == exact.n
    for one, other in ((found.percent_agreement.value, exact.percent), (found.kappa.value, exact.kappa)):
        assert known([one]) == pytest.approx(known([other]), abs=1e-9)


@given(complete.filter(lambda rows: len({letter for row in rows for letter in row}) > 1))
@settings(max_examples=30, deadline=None)
def test_the_formulas_of_the_variances_are_the_slopes_of_the_statistics(rows: list[list[str]]) -> None:
    found, weights = patterns(of_items(rows, "abcd")), statistics.distance_weights([0, 1, 2, 3], 1)
    cases = [
        (variances.gwet(found, weights, given=False), lambda times: statistics.gwet(found, times, weights)),
        (variances.fleiss(found, weights, given=True), lambda times: statistics.fleiss(found, times, weights)),
        (variances.pabak(found, given=False), lambda times: statistics.pabak(found, times)),
    ]
    if len(rows[0]) == 2:
        cases.append((variances.kappa(found, weights), lambda times: statistics.kappa(found, times, weights)))
    for terms, statistic in cases:
        slopes = variances.jackknifed(found, statistic)
        assert variances.standard_error(terms, 3) == pytest.approx(variances.standard_error(slopes, 3), abs=1e-5)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (ratings([]), "nothing was rated"),
        (ratings([], raters=("A", "B")), "nothing was rated"),
        (of_items([[None, None], [None, None]]), "nothing was rated"),
        (of_items([["a"], ["b"]]), "there is only one rater"),
        (of_items([["a", None], ["b", None]]), "there is only one rater"),
        (of_items([["a", None], [None, "b"]]), "no item was rated by two raters"),
    ],
)
def test_a_table_without_a_pair_of_ratings_has_no_statistic(found: Ratings, says: str) -> None:
    result = measures(found)
    assert result.n == 0
    assert {one.undefined for one in estimates(result).values()} == {f"undefined, because {says}"}
    assert (result.landis_koch, result.mchugh, result.warnings, result.two_by_two) == ("", "", (), None)


def test_one_item_has_values_but_no_spread() -> None:
    found = measures(of_items([["a", "b"]]))
    assert (found.percent_agreement.value, found.kappa.value, found.pabak.value) == (0.0, 0.0, -1.0)
    assert (found.kappa.low, found.kappa.bootstrap) == (None, None)
    assert found.kappa.interval == "no interval, because one item shows no spread"
    assert (found.percent_agreement.low, found.percent_agreement.high) == pytest.approx((0, 0.7935), abs=1e-4)


def test_one_category_has_percent_agreement_pabak_and_ac1_but_no_kappa_and_alpha() -> None:
    found = measures(of_items([["include"] * 2] * 5))
    assert (found.percent_agreement.value, found.pabak.value, found.ac1.value) == (1.0, 1.0, 1.0)
    assert found.kappa.undefined == 'undefined, because both raters said "include" every time'
    assert found.alpha.undefined == found.kappa.undefined


def test_a_rater_who_never_varies_is_named() -> None:
    found = measures(of_items([["include", "include"], ["include", "exclude"]] * 5))
    assert found.kappa.value == 0.0
    assert 'rater 0 said "include" every time' in found.warnings[0]


def test_opposite_habits_flatter_kappa() -> None:
    found = measures(of_table([[5, 45], [2, 8]]))
    assert any("flatters" in warning for warning in found.warnings)


def test_no_warning_where_kappa_is_fair() -> None:
    assert measures(of_table([[40, 9], [6, 45]])).warnings == ()


def test_the_categories_that_could_be_chosen_count_also_when_nobody_chose_them() -> None:
    two, three = (measures(of_items(["aa", "bb", "ab"], letters), QUICK) for letters in ("ab", "abc"))
    assert (two.pabak.value, three.pabak.value) == pytest.approx((1 / 3, 1 / 2))
    assert two.kappa.value == three.kappa.value


def test_a_second_seed_gives_another_bootstrap_and_the_same_seed_the_same() -> None:
    table = of_table([[40, 9], [6, 45]])
    first, again, other = (measures(table, Options(resamples=300, seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert first.ac1.bootstrap != other.ac1.bootstrap
    assert first.ac1.low == other.ac1.low


def test_the_bootstrap_is_near_the_analytic_interval_on_a_table_of_fair_size() -> None:
    found = measures(of_table([[40, 9], [6, 45]], scale=Scale.ORDINAL))
    for name, one in estimates(found).items():
        assert one.bootstrap is not None
        assert (one.bootstrap.low, one.bootstrap.high) == pytest.approx((one.low, one.high), abs=0.04), name


def test_a_seed_means_the_same_on_every_machine() -> None:
    found = measures(of_table([[40, 9], [6, 45]]), Options(resamples=500, seed=7)).percent_agreement.bootstrap
    assert found is not None
    assert (found.low, found.high) == (0.78475, 0.92)


def test_resamples_without_a_value_are_told() -> None:
    found = measures(of_table([[25, 1], [1, 0]])).kappa.bootstrap
    assert found is not None
    assert "without a value are left out" in found.method


def test_the_ordinal_interval_knows_that_the_ranks_are_chances_too() -> None:
    found = measures(of_items(ITEMS_WITH_GAPS * 20, scale=Scale.ORDINAL)).alpha
    assert found.bootstrap is not None
    assert (found.low, found.high) == pytest.approx((found.bootstrap.low, found.bootstrap.high), abs=0.01)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (10, 2.2281), (26, 2.0555), (99, 1.9842), (120, 1.9799), (10**6, 1.9600)],
)
def test_quantiles_of_students_t_as_tables_print_them(freedom: int, quantile: float) -> None:
    assert f"{intervals.t_quantile(freedom):.4f}" == f"{quantile:.4f}"


def test_the_sum_and_the_expansion_of_students_t_meet() -> None:
    assert intervals.t_quantile(200) == pytest.approx(1.9718962236, abs=1e-10)
    assert intervals.t_quantile(201) == pytest.approx(1.9718365058, abs=1e-9)


def test_merged_categories_are_told_of() -> None:
    found = measures(merged(of_items([["include", "unsure"], ["exclude", "exclude"]]), {"unsure": "include"}), QUICK)
    assert found.percent_agreement.value == 1.0
    assert found.categories == ("exclude", "include")
    assert found.notes == ('"unsure" is counted as "include" (1 rating).',)


def test_a_rater_without_any_rating_is_left_out_and_told_of() -> None:
    found = measures(of_items([["a", "a", None], ["a", "b", None]]), QUICK)
    assert found.raters == ("rater 0", "rater 1")
    assert found.notes == ("Left out, without any rating: rater 2.",)


REASONS = {
    "one": {"Ada": {"topic"}, "Lin": {"topic", "design"}},
    "two": {"Ada": {"design"}, "Lin": set[str]()},
    "three": {"Ada": set[str](), "Lin": set[str]()},
    "four": {"Ada": {"topic"}},
}


def test_each_criterion_is_a_question_answered_with_yes_or_no() -> None:
    found = measures_by_criterion(REASONS, ["topic", "design", "age"], QUICK)
    assert {name: one.percent_agreement.value for name, one in found.items()} == pytest.approx(
        {"topic": 1.0, "design": 1 / 3, "age": 1.0}, abs=1e-9
    )
    assert found["topic"].n == 3
    assert found["topic"].kappa.value == 1.0
    assert found["age"].kappa.undefined == 'undefined, because both raters said "no" every time'
    assert found["topic"].two_by_two is not None
    assert found["topic"].two_by_two.positive == "yes"


def test_a_rater_who_did_not_vote_is_missing_and_not_a_no() -> None:
    table = by_criterion(REASONS, ["topic"])["topic"]
    assert table.codes == ((1, 1), (0, 0), (0, 0), (1, -1))


@pytest.mark.parametrize(
    ("cells", "scale", "says"),
    [
        ([("1", "A", "x"), ("1", "A", "x")], Scale.NOMINAL, "twice"),
        ([("1", "A", "low"), ("1", "B", "high")], Scale.ORDINAL, "order"),
        ([(str(i), "A", f"note {i}") for i in range(300)], Scale.NOMINAL, "300 different ratings"),
    ],
)
def test_what_is_no_table_of_ratings_is_refused(cells: list[tuple[str, str, str]], scale: Scale, says: str) -> None:
    with pytest.raises(InputError, match=says):
        ratings(cells, scale=scale)


@pytest.mark.parametrize(("said", "scale"), [(["x", "y"], Scale.INTERVAL), (["-1", "1"], Scale.RATIO)])
def test_a_scale_of_numbers_needs_numbers(said: list[str], scale: Scale) -> None:
    with pytest.raises(InputError, match=f"as the {scale} scale needs them"):
        measures(of_items([said], scale=scale))


def test_numpy_is_not_loaded_before_something_is_measured() -> None:
    code = "import sys, reviewkit.agreement; print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_results_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        measures(ratings([])).n = 3  # type: ignore[misc]  # that it cannot be set is the point
