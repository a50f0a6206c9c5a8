"""What a good order saves at the most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.screening.saving import least_read


def test_in_the_reference_case_even_a_perfect_ranking_saves_a_quarter_only() -> None:
    assert least_read(143, 47) == 107


@given(st.integers(2, 3000), st.data())
def test_never_less_than_the_relevant_nor_more_than_all_must_be_read(reports: int, data: st.DataObject) -> None:
    relevant = data.draw(st.integers(1, reports))
    assert relevant <= least_read(reports, relevant) <= reports
