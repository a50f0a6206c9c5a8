from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.extraction.comparing import differing, together
from reviewkit.extraction.summaries import Held, by_choice, compared, summaries
from reviewkit.model import Answer, Coding

DESIGN = Field("design", "Design", "one", ("survey", "interviews"))
GROUP = Field("group", "Group", "several", ("Latino", "Asian"))
SIZE = Field("n", "Participants", "number")
BOOK = Extraction((DESIGN, GROUP, SIZE))


def held(label: str, **answers: tuple[str, ...]) -> Held:
    return Held(label, tuple(Answer(field, values) for field, values in answers.items()))


STUDIES = (
    held("A 2001", design=("survey",), group=("Latino", "Asian"), n=("10",)),
    held("B 2002", design=("interviews",), group=("Latino",), n=("3.5",)),
    held("C 2003", design=(), group=("Asian",), n=()),
    held("D 2004", design=("essay",)),
)


def test_n_and_share_are_over_the_studies_that_the_field_was_answered_for() -> None:
    design, group, size = summaries(BOOK, STUDIES)
    assert [(one.value, one.n, one.studies) for one in design.shares] == [
        ("survey", 1, ("A 2001",)),
        ("interviews", 1, ("B 2002",)),
        ("not reported", 1, ("C 2003",)),
    ]
    assert (design.answered, design.open, design.note) == (3, 1, "")  # an essay is no choice any more
    assert [one.share for one in group.shares] == [2 / 3, 2 / 3]
    assert "1 study has more than one, so the percentages, each of 3 studies, add up to more than 100" in group.note
    assert [(one.value, one.n) for one in size.shares] == [("reported", 2), ("not reported", 1)]
    assert size.numbers is not None
    assert (size.numbers.n, size.numbers.lowest, size.numbers.median, size.numbers.total) == (2, 3.5, 6.75, 13.5)


def test_a_theme_by_study_matrix_leaves_out_who_was_not_asked() -> None:
    assert by_choice(GROUP, STUDIES) == [("A 2001", (True, True)), ("B 2002", (True, False)), ("C 2003", (False, True))]


@pytest.mark.parametrize(
    ("n", "percent", "says"),
    [
        (1, 33, ""),
        (1, 34, "34%"),
        (2, None, "2 in print"),
        (None, 33, ""),
        (2, 33, "2 and 33% in print, coded 1 of 3, which is 33.3%"),
    ],
)
def test_a_printed_number_that_the_coding_does_not_come_to_is_named(
    n: int | None, percent: int | None, says: str
) -> None:
    book = Extraction(BOOK.fields, (("design", "survey", (n, percent)),))
    found = [one.sentence for one in compared(book, summaries(book, STUDIES))]
    assert [says in one for one in found] == [True] * bool(says)


@given(st.lists(st.sets(st.sampled_from(["Latino", "Asian"])), max_size=12))
def test_every_study_is_counted_under_each_of_its_choices_or_as_not_reported(chosen: list[set[str]]) -> None:
    studies = [held(str(number), group=tuple(sorted(own))) for number, own in enumerate(chosen)]
    _, group, _ = summaries(BOOK, studies)
    counts = {one.value: one.n for one in group.shares}
    assert sum(counts.values()) == sum(max(1, len(own)) for own in chosen)
    assert group.more_than_one == sum(len(own) > 1 for own in chosen)
    assert bool(group.note) is (sum(one.share for one in group.shares) > 1.0000001)


def test_coders_differ_on_what_both_answered_and_not_by_blanks_or_zeros() -> None:
    first = Coding((Answer("n", ("12.0",)), Answer("note", ("two  Schools",)), Answer("group", ("Asian", "Latino"))))
    second = Coding((Answer("n", ("12",), page="3"), Answer("note", ("Two schools",)), Answer("group", ("Latino",))))
    third = Coding((Answer("design", ()),))
    assert differing([first, second, third]) == ("group",)
    kept = together([first, second, third], ("group",))
    assert [(one.field, one.page) for one in kept] == [("n", "3"), ("note", ""), ("design", "")]
