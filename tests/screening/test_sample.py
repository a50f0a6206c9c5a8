from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import FileId, ReportId, record_id
from reviewkit.screening.outcome import Rules
from reviewkit.screening.sample import sample
from tests.screening.reports import report

REPORTS = [ReportId(record_id(FileId("a" * 64), number)) for number in range(1, 301)]
sizes, seeds = st.integers(0, 320), st.integers(-(2**63), 2**63)


@given(sizes, seeds, st.randoms(use_true_random=False))
def test_a_sample_is_as_large_as_asked_sorted_and_the_same_from_any_order(size: int, seed: int, random: object) -> None:
    shuffled = list(REPORTS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = sample(shuffled, size, seed)
    assert len(found) == min(size, len(REPORTS)) == len(set(found))
    assert found == tuple(sorted(found)) == sample(REPORTS, size, seed)


@given(sizes, sizes, seeds)
def test_a_larger_sample_holds_the_smaller_one(a: int, b: int, seed: int) -> None:
    assert set(sample(REPORTS, min(a, b), seed)) <= set(sample(REPORTS, max(a, b), seed))


@given(st.sets(st.sampled_from(REPORTS)), sizes, seeds)
def test_a_report_that_is_there_besides_never_changes_which_of_the_others_goes_first(
    some: set[ReportId], size: int, seed: int
) -> None:
    first = set(sample(REPORTS, size, seed)) & some
    assert first <= set(sample(some, size, seed))


def test_another_seed_draws_others_and_every_report_is_drawn_about_as_often() -> None:
    drawn = [one for seed in range(400) for one in sample(REPORTS, 30, seed)]
    counts = [drawn.count(one) for one in REPORTS]
    assert all(15 < count < 70 for count in counts)  # 40 expected, with a standard deviation of 6


def test_a_sample_is_not_drawn_from_what_two_people_decide_on_alone() -> None:
    rules = Rules((), dual_share=0.2, seed=7)
    drawn = sample(REPORTS, 60, 7)
    assert 3 < sum(rules.needed(report(one)) == 2 for one in drawn) < 25  # 12 expected
