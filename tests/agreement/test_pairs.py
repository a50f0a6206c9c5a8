from __future__ import annotations

import pytest

from reviewkit.agreement import agreement

# Tables of joint ratings with the values that their authors print: A. R. Feinstein and D. V. Cicchetti (1990), High
# agreement but low kappa, J Clin Epidemiol 43(6), 543-549; K. L. Gwet, irrCAC's README (abstractors).
PUBLISHED = [
    ([[40, 9], [6, 45]], 0.85, 0.699519),
    ([[80, 10], [5, 5]], 0.85, 0.318182),
    ([[13, 0, 0], [0, 20, 7], [0, 4, 56]], 0.89, 0.796409),
]


def ratings(table: list[list[int]]) -> list[tuple[str, str]]:
    return [(str(i), str(j)) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(("table", "percent", "kappa"), PUBLISHED)
def test_published_tables_give_their_published_values(table: list[list[int]], percent: float, kappa: float) -> None:
    found = agreement(ratings(table))
    assert found.percent == pytest.approx(percent)
    assert found.kappa == pytest.approx(kappa, abs=5e-7)


def test_27_reports_with_25_joint_includes_and_one_disagreement_each_way_have_a_kappa_below_zero() -> None:
    found = agreement(ratings([[25, 1], [1, 0]]))
    assert found.percent == pytest.approx(0.926, abs=5e-4)
    assert found.kappa == pytest.approx(-0.04, abs=5e-3)


def test_raters_who_always_said_the_same_one_thing_have_no_kappa() -> None:
    found = agreement([("include", "include")] * 5)
    assert found.kappa is None
    assert found.undefined == 'undefined, because both raters said "include" every time'


def test_nothing_rated_by_both_has_no_agreement() -> None:
    found = agreement([])
    assert (found.percent, found.kappa) == (None, None)
    assert "no report was rated by both" in found.undefined
