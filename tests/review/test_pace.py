from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.model import Stage
from reviewkit.review import about, seconds_left
from tests.making import decide_all, open_review, two_devices

if TYPE_CHECKING:
    from pathlib import Path

TITLE, FULL = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT


def test_five_gaps_are_needed_and_pauses_are_none_of_them() -> None:
    assert seconds_left(TITLE, [10, 20, 30, 40, 9999], 10) is None
    assert seconds_left(TITLE, [10, 20, 30, 40, 50, 9999, 400], 10) == 300
    assert seconds_left(FULL, [1200] * 5, 3) == 3600
    assert seconds_left(TITLE, [10] * 9, 0) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (1, "about 1 min"),
        (61, "about 2 min"),
        (47 * 60, "about 50 min"),
        (3600, "about 1 h"),
        (6541, "about 1 h 50 min"),
        (601, "about 15 min"),
        (3601, "about 1 h 10 min"),
        (36000, "about 10 h"),
    ],
)
def test_a_time_is_never_less_than_it_is(seconds: float | None, words: str) -> None:
    assert about(seconds) == words


def test_the_pace_is_the_reviewers_own_and_outlives_the_program(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, 4)
    ada.pace.remember(TITLE, [12.34] * 7)
    state = ada.session.database.parents[1]
    ada.close()
    again = open_review(ada.session.folder, "Ada", 1, state)
    assert again.pace.gaps(TITLE) == [12.3] * 7
    assert again.pace.gaps(FULL) == []
    assert again.home().step.sentence == "4 left for you at title and abstract, about 1 min."
    again.close()
    grace = open_review(ada.session.folder, "Grace", 1, state)
    assert grace.pace.gaps(TITLE) == []


def test_what_was_kept_badly_counts_as_nothing(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, 2)
    for bad in ("{", '{"a": 1}', '["x"]', "[null]", "7"):
        ada.session.store.remember("pace of Ada at title_abstract", bad)
        assert ada.pace.gaps(TITLE) == []
    decide_all(ada, TITLE)
    assert "about" not in ada.home().step.sentence
