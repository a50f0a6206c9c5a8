"""Laws of the features and scores, on made-up reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit import ranking
from reviewkit.model import Record, RecordId
from reviewkit.ranking.counting import Counts, counted, stem

if TYPE_CHECKING:
    pass

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


def test_words_and_pairs_of_a_text_are_counted() -> None:
    found = counted(["Wolves howl wolves howl, a wolf", "", "snow"])

    assert held(found) == {
        (0, "wolves"): 2,
        (0, "howl"): 2,
        (0, "wolves howl"): 2,
        (0, "howl wolves"): 1,
        (0, "howl wolf"): 1,  # a single letter is no word
        (0, "wolf"): 1,
        (2, "snow"): 1,
    }


def test_pairs_do_not_reach_into_the_next_text() -> None:
    found = counted(["wolf", "bear"])
    assert set(held(found)) == {(0, "wolf"), (1, "bear")}


def test_a_script_without_blanks_counts_by_its_characters() -> None:
    found = counted(["日本語"])
    assert set(held(found)) == {(0, one) for one in ("日", "本", "語", "日 本", "本 語")}


def test_plain_letters_are_split_like_any_others() -> None:
    text = "".join(map(chr, range(128))) + " x-ray (p<0.05); wolf_den's"
    plain, other = (counted([one]) for one in (text, f"{text} é"))
    assert held(plain).items() <= held(other).items()


def held(counts: Counts) -> dict[tuple[int, str], int]:
    """Return how often each row holds each word and pair."""
    words = counts.words
    names = dict(enumerate(words)) | {
        (first + 1) * len(words) + second: f"{one} {two}"
        for first, one in enumerate(words)
        for second, two in enumerate(words)
    }
    rows = zip(counts.rows.tolist(), counts.keys.tolist(), counts.times.tolist(), strict=True)
    return {(row, names[key]): times for row, key, times in rows}


@given(_records)
@settings(max_examples=60, deadline=None)
def test_every_row_has_length_1_with_what_it_holds_alone_unless_it_is_empty(records: list[Record]) -> None:
    made = ranking.features(records)
    shared = made.shared.toarray()
    lengths = (shared**2).sum(axis=1) + made.own

    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    assert np.all((shared > 0).sum(axis=0) >= 2)
    assert len(made.keys) == shared.shape[1]


def test_a_report_is_explained_by_words_as_they_are_written() -> None:
    made = ranking.features(
        reports("studies of wolves", "study of bears", "studies of wolves in dens", "bears in dens")
    )
    found = ranking.words(made, np.array([0, 1]), np.array([True, False]), 2)

    assert found[0].weight > 0
    assert {word.text for word in found if word.weight > 0} >= {"wolves", "of wolves"}
    assert {word.text for word in ranking.words(made, np.array([0, 1]), np.array([True, False]), 3)} >= {"bears"}


@given(_records, st.lists(st.booleans(), max_size=12))
@settings(max_examples=60, deadline=None)
def test_all_words_of_a_report_together_are_its_score(records: list[Record], said: list[bool]) -> None:
    relevant = np.array(said[: len(records)], dtype=bool)
    made, decided = ranking.features(records), np.arange(len(relevant))
    for row in range(len(records)):
        words = ranking.words(made, decided, relevant, row, most=1_000)
        assert sum(word.weight for word in words) == pytest.approx(ranking.scores(made, decided, relevant)[row])
        assert [abs(word.weight) for word in words] == sorted((abs(word.weight) for word in words), reverse=True)


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
