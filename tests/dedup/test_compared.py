from __future__ import annotations

from itertools import combinations_with_replacement

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup.compared import Compared, version
from reviewkit.model import Comparison, FileId, Link, LinkOrigin, LinkVerdict, record_id

FILES = tuple(FileId(letter * 64) for letter in "abcde")
A, B, C, *_ = FILES
_some = st.lists(st.sampled_from(FILES), min_size=1, unique=True).map(tuple)


@st.composite
def _comparison(draw: st.DrawFn) -> Comparison:
    files = draw(_some)
    new = draw(st.one_of(st.just(()), st.lists(st.sampled_from(files), unique=True).map(tuple)))
    return Comparison(files, draw(st.sampled_from(("1", "2", "10"))), new, draw(st.booleans()))


comparisons = st.lists(_comparison(), max_size=6)


def covers(comparison: Comparison, a: FileId, b: FileId) -> bool:
    new = comparison.new or comparison.files
    return a in comparison.files and b in comparison.files and (a in new or b in new)


@given(comparisons, st.randoms(use_true_random=False))
def test_what_was_asked_for_holds_newest_first_and_else_what_came_first(some: list[Comparison], random: object) -> None:
    shuffled = [*some, *some]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    compared = Compared(FILES, shuffled)
    for a, b in combinations_with_replacement(FILES, 2):
        asked = [one.rules for one in some if one.asked and covers(one, a, b)]
        first = [one.rules for one in some if not one.asked and covers(one, a, b)]
        expected = max(asked, key=version) if asked else min(first, key=version) if first else None
        assert compared.rules(a, b) == compared.rules(b, a) == expected


@given(comparisons)
def test_comparing_what_is_missing_with_everything_leaves_nothing_missing(some: list[Comparison]) -> None:
    missing = Compared(FILES, some).missing()
    after = Compared(FILES, [*some, Comparison(FILES, "2", tuple(missing))] if missing else some)
    assert after.missing() == []
    assert bool(missing) == any(
        not any(covers(one, a, b) for one in some) for a, b in combinations_with_replacement(FILES, 2)
    )


def test_of_two_devices_imports_one_is_compared_anew_and_not_both() -> None:
    assert Compared([A, B, C], [Comparison((A, B), "1"), Comparison((A, C), "1")]).missing() == [C]


def test_a_newer_program_that_imports_leaves_the_old_pairs_to_the_old_rules() -> None:
    compared = Compared([A, B, C], [Comparison((A, B), "1"), Comparison((A, B, C), "2", (C,))])
    assert (compared.rules(A, B), compared.rules(A, C), compared.rules(C, C)) == ("1", "2", "2")
    assert compared.versions() == ["1", "2"]
    assert compared.is_older("2")
    assert not Compared([A, B, C], [Comparison((A, B, C), "3")]).is_older("2")


def test_a_rules_link_counts_under_the_version_that_holds_and_a_persons_always() -> None:
    compared = Compared([A, B], [Comparison((A, B), "1"), Comparison((A, B), "2", asked=True)])
    link = Link(record_id(A, 1), record_id(B, 1), LinkVerdict.SAME, LinkOrigin.RULE, 95, (), "1")
    said = Link(link.a, link.b, LinkVerdict.SAME, LinkOrigin.PERSON, 100)
    newer = Link(link.a, link.b, LinkVerdict.SAME, LinkOrigin.RULE, 95, (), "2")
    assert [compared.counts(one) for one in (link, newer, said)] == [False, True, True]
    assert Compared([A, B], []).counts(link)
