"""Laws of the features and scores, on made-up reports."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit import ranking
from reviewkit.model import Record, RecordId
from reviewkit.ranking.counting import counted, stem

_words = st.lists(st.sampled_from(["wolf", "wolves", "bear", "den", "snow", "der", "日本"]), max_size=8).map(" ".join)
_records = st.lists(st.builds(Record, id=st.just(RecordId("x")), title=_words, abstract=_words), max_size=12)


def reports(*texts: str) -> list[Record]:
    return [Record(RecordId(str(place)), title=text) for place, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("studies", "stud"), ("trials", "trial"), ("treated", "treat"), ("is", "is"), ("used", "used"), ("wolf", "wolf")],
)
def test_common_endings_are_cut_and_short_words_kept(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_words_and_pairs_of_a_text_are_counted_and_those_of_its_title_once_more() -> None:
    texts, titles = counted([("Wolves howl", "wolves howl, wolves"), ("", ""), ("snow", "a")])

    assert sorted(texts[[0]].data) == [2, 2, 2, 3]  # one pair reaches from title to abstract
    assert sorted(titles[[0]].data) == [1, 1, 1]
    assert [texts[[row]].nnz for row in (1, 2)] == [0, 1]
    assert texts.shape == titles.shape


def test_pairs_do_not_reach_into_the_next_text() -> None:
    apart, _ = counted([("wolf", ""), ("bear", "")])
    assert apart.shape == (2, 2)


def test_a_script_without_blanks_counts_by_its_characters() -> None:
    texts, _ = counted([("日本語", "")])
    assert texts.sum() == 3 + 2


@given(_records)
@settings(max_examples=60, deadline=None)
def test_every_row_has_length_1_unless_it_is_empty_and_the_last_is_the_mean(records: list[Record]) -> None:
    made = ranking.features(records)
    rows = made.whole[: len(records)].toarray()
    lengths = np.sqrt((rows**2).sum(axis=1))

    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    shared = rows[:, : made.shared.shape[1]]
    assert np.allclose(
        made.whole[[len(records)]].toarray()[0, : shared.shape[1]], shared.sum(axis=0) / max(1, len(rows))
    )
    assert np.all((shared > 0).sum(axis=0) >= 2)


@given(_records, st.lists(st.booleans(), max_size=12))
@settings(max_examples=60, deadline=None)
def test_scores_are_finite_the_same_again_and_equal_for_equal_reports(records: list[Record], said: list[bool]) -> None:
    relevant = np.array(said[: len(records)], dtype=bool)
    made = ranking.features(records)
    found = ranking.scores(made, np.arange(len(relevant)), relevant)

    assert np.all(np.isfinite(found))
    assert np.array_equal(found, ranking.scores(ranking.features(records), np.arange(len(relevant)), relevant))
    for text in {(one.title, one.abstract) for one in records}:
        same = [score for score, one in zip(found, records, strict=True) if (one.title, one.abstract) == text]
        assert max(same) - min(same) <= 1e-9


@pytest.mark.parametrize(
    ("decided", "relevant"), [([0, 1], [True, False]), ([0], [True]), ([1], [False])], ids=["both", "one", "none"]
)
def test_what_is_like_the_relevant_goes_before_what_is_like_the_irrelevant(
    decided: list[int], relevant: list[bool]
) -> None:
    made = ranking.features(reports("wolf den", "bear cave", "bear in a cave", "wolf in a den", "snow"))
    found = ranking.scores(made, np.array(decided), np.array(relevant))
    assert found[3] > found[2]


def test_nothing_decided_ranks_nothing() -> None:
    made = ranking.features(reports("wolf den", "wolf den", "bear"))
    assert not ranking.scores(made, np.array([], dtype=int), np.array([], dtype=bool)).any()
