from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Stage
from reviewkit.review.activity import day
from tests.making import decide_all, sync, two_devices

WEDNESDAY = datetime.date(2026, 5, 6)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("today", "2026-05-06"),
        ("Yesterday", "2026-05-05"),
        ("tuesday", "2026-05-05"),
        ("wednesday", "2026-05-06"),
        ("thursday", "2026-04-30"),
        ("3 days", "2026-05-03"),
        ("2026-01-02", "2026-01-02"),
    ],
)
def test_a_day_can_be_said_in_words(said: str, meant: str) -> None:
    assert day(said, WEDNESDAY).isoformat() == meant


def test_what_is_no_day_says_what_is() -> None:
    with pytest.raises(NotAllowedError, match="yesterday"):
        day("soon", WEDNESDAY)


def test_a_colleagues_day_is_told_in_numbers(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.screening.undo()
    sync(ada, grace)
    of_ada, of_grace = grace.activity("2026-05-03")
    assert (of_ada.decisions, of_ada.imports, of_grace.decisions) == ({Stage.TITLE_ABSTRACT: 2}, 1, {})
    assert grace.activity("2026-05-04")[0].decisions == {}
