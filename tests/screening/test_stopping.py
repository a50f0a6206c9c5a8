"""The rule for stopping: its error rate, its arithmetic, and what it says of what is left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.screening.safe import Seen, conditions
from reviewkit.screening.stopping import (
    Reading,
    chance,
    chance_if_ranked,
    estimate,
    fewest_left,
    least_missed,
    most_left,
    since_last,
)
from tests.bench.stopping import hypergeometric, phase, ranked, screening, stop

_readings = st.lists(st.builds(Reading, st.booleans(), st.booleans()), max_size=40)


@pytest.mark.parametrize("kind", ["stragglers", "none"])
def test_over_a_thousand_screenings_it_misses_no_more_often_than_its_confidence_allows(kind: str) -> None:
    runs = [screening(ranked(kind, 120, 24, seed), 10, seed) for seed in range(1000)]
    stops = [stop(read, chance, 90, 0.1) for read in runs]
    assert sum(one.missed for one in stops) <= 100
    assert sum(one.read < 1 for one in stops) > 500  # it is not that it never lets one stop


def test_the_published_test_is_deceived_by_a_ranking_that_leaves_some_for_last_and_the_rule_is_not() -> None:
    read = [*[Reading(relevant=True)] * 60, *[Reading(relevant=False)] * 200]
    assert chance_if_ranked(read, 100, 95) < 0.05
    assert chance(read, 100, 95) == 1


@given(_readings, st.integers(0, 30), st.integers(50, 99))
@settings(max_examples=30, deadline=None)
def test_the_published_p_is_the_smallest_of_all_stretches(readings: list[Reading], unread: int, target: int) -> None:
    found = sum(one.relevant for one in readings)
    pool, total = len(readings) + unread, least_missed(found, target)
    before = [sum(one.relevant for one in readings[:start]) for start in range(len(readings) + 1)]
    each = [
        hypergeometric(found - own, pool - start, total - own, len(readings) - start)
        for start, own in enumerate(before)
    ]
    wanted = min(each) if total <= found + unread else 0.0
    assert chance_if_ranked(readings, unread, target) == pytest.approx(wanted, abs=1e-9)


@given(_readings, st.integers(0, 30), st.integers(0, 15))
@settings(max_examples=50, deadline=None)
def test_an_interval_holds_what_is_likeliest_and_grows_with_confidence(
    readings: list[Reading], unread: int, lower: int
) -> None:
    found = [estimate(readings, unread, confidence) for confidence in (95 - lower, 95)]
    for one in found:
        assert (one is None) == (not any(own.drawn for own in readings))
        assert one is None or 0 <= one.low <= one.left <= one.high <= unread
    narrow, wide = found
    assert narrow is None or wide is None or wide.low <= narrow.low <= narrow.high <= wide.high


def test_with_nothing_found_in_a_long_random_stretch_little_can_be_left_and_with_much_found_much_is() -> None:
    ranked_first = [Reading(relevant=True)] * 20
    for_nothing = [*ranked_first, *[Reading(relevant=False, drawn=True)] * 280]
    assert most_left(for_nothing, 100, 0.05) <= 4
    assert chance(for_nothing, 100, 90) < 0.05 < chance(for_nothing, 100, 99)
    assert chance([*ranked_first, *[Reading(relevant=False)] * 280], 100, 50) == 1
    every_fifth = [Reading(place % 5 == 0, drawn=True) for place in range(200)]
    assert fewest_left(every_fifth, 800, 0.05) > 50
    found = estimate(every_fifth, 800, 95)
    assert found is not None
    assert 130 <= found.left <= 190


def test_the_wager_comes_close_to_the_published_p_of_a_random_phase_that_brings_nothing() -> None:
    read = [*[Reading(relevant=True)] * 50, *[Reading(relevant=False)] * 30]
    read += [Reading(relevant=False, drawn=True)] * 300
    assert phase(read, 300, 95) <= chance(read, 300, 95) <= phase(read, 300, 95) ** 0.75


def test_where_too_few_are_left_for_the_target_to_be_missed_there_is_no_chance_that_it_is() -> None:
    read = [Reading(relevant=True)] * 40
    assert (chance(read, 2, 95), chance_if_ranked(read, 2, 95), least_missed(40, 95)) == (0, 0, 43)
    assert since_last([*read, Reading(relevant=False)]) == 1
    assert since_last([]) == 0


def test_the_conditions_of_safe_say_what_is_met_and_leave_the_rest_to_people() -> None:
    met = conditions(Seen(1000, 120, 9, 50, 12, 1, 2, 2))
    assert [one.met for one in met] == [True, True, True, False, True, True, None, None]
    assert "84 expected" in met[3].figure
    nothing = conditions(Seen(0, 0, 0, 0, 0, 0, 0, 0))
    assert [one.met for one in nothing] == [True, False, None, False, False, False, None, None]


def test_seeds_make_the_same_screening() -> None:
    assert screening(ranked("good", 50, 5, 3), 10, 3) == screening(ranked("good", 50, 5, 3), 10, 3)
    assert np.isclose(sum(ranked("stragglers", 300, 60, 1)[-6:]), 6)
