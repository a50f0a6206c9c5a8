import pytest
from rapidfuzz.fuzz import ratio

from reviewkit.dedup.titles import Relation, relation, title


def related(a: str, b: str) -> Relation:
    ours, theirs = title(a), title(b)
    return relation(ours, theirs, ratio(ours.words, theirs.words))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Play &amp; learning in kindergarten", "Play and Learning in Kindergarten."),
        ("E-learning for nursery teachers", "Elearning for nursery teachers"),
        ("L'évaluation des élèves à l’école", "L'evaluation des eleves a l'ecole"),
        ("Effects of β-blockers in children", "Effects of beta-blockers in children"),
        ("A study of Sørensen’s index", "A study of Sorensen's index"),
        ("CO<sub>2</sub> in 1,000 classrooms", "CO2 in 1000 classrooms"),
        ("[Play in nursery schools]. [Chinese]", "Play in nursery schools"),
        (
            "Play in nursery schools.[Erratum appears in Early Years. 2013;27(3):377 Note: A [added]]",
            "Play in nursery schools",
        ),
        ("Short report: play in nursery schools", "Play in nursery schools"),
    ],
)
def test_titles_that_exports_print_in_two_ways_are_the_same(a: str, b: str) -> None:
    assert related(a, b) is Relation.SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The behaviour of toddlers in large groups outdoors", "Behavior of toddlers in large groups outdoors"),
        ("A randomised trial of reading aloud with parents", "A randomized trial of reading aloud with parents"),
        ("A double-blinded trial in non-immune young children", "A double-blind trial in nonimmune young children"),
    ],
)
def test_spelling_articles_and_word_joins_make_no_other_title(a: str, b: str) -> None:
    assert related(a, b) is Relation.SPELLING


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reading aloud and vocabulary in preschool boys", "Reading aloud and vocabulary in preschool girls"),
        ("Language development of typical toddlers at home", "Language development of atypical toddlers at home"),
        ("Outcomes of childhood hypertension after ten years", "Outcomes of childhood hypotension after ten years"),
        ("Growth in reading in kindergarten: Part I", "Growth in reading in kindergarten: Part II"),
        ("Reading in early childhood with support", "Reading in early childhood without support"),
    ],
)
def test_one_word_that_means_something_else_is_never_only_spelling(a: str, b: str) -> None:
    assert related(a, b) is Relation.NEAR


def test_a_letter_is_missing_in_a_short_word_too_but_a_numeral_is_another_one() -> None:
    assert related("Working memory n primary care patients", "Working memory in primary care patients") is Relation.TYPO
    assert related("Working memory in patients, part i", "Working memory in patients, part ii") is Relation.NEAR


def test_a_subtitle_left_out_is_seen() -> None:
    assert related("Play in the nursery school: a review", "Play in the nursery school") is Relation.SUBTITLE


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("Growth in reading, part 2", "Growth in reading, part II", True),
        ("Growth in reading, part two", "Growth in reading, part II", True),
        ("Growth in reading, part A", "Growth in reading, part B", False),
        ("Annual report of the institute 2015", "Annual report of the institute 2016", False),
        ("Child development, second edition", "Child development, third edition", False),
    ],
)
def test_numbers_are_compared_however_they_are_written(a: str, b: str, *, equal: bool) -> None:
    assert (title(a).numbers == title(b).numbers) is equal


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("Correction to: Play in nursery schools", "correction"),
        ("Play in nursery schools (vol 12, pg 30, 2008)", "correction"),
        ("Retraction: Play in nursery schools", "retraction"),
        ("Comment on “Play in nursery schools”", "comment"),
        ("Play in nursery schools: reply", "reply"),
    ],
)
def test_a_notice_is_told_from_the_article_that_it_is_about(text: str, notice: str) -> None:
    assert title(text).notices == {notice}
    assert not title("Correcting reply letters in nursery schools").notices


@pytest.mark.parametrize(
    "text", ["Editorial", "Book review: Play", "Introduction to the special issue on play", "Play"]
)
def test_titles_that_many_papers_bear_are_generic(text: str) -> None:
    assert title(text).generic


@pytest.mark.parametrize("text", ["", "UNKNOWN", "[No title available]", " . "])
def test_what_says_there_is_no_title_is_none(text: str) -> None:
    assert title(text) == title("")
