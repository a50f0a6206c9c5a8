from collections.abc import Mapping
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup import reports
from reviewkit.model import Link, LinkOrigin, LinkVerdict, RecordId, Route

A, B, C, D = (RecordId(letter) for letter in "abcd")
SAME, DIFFERENT, UNCERTAIN = LinkVerdict.SAME, LinkVerdict.DIFFERENT, LinkVerdict.UNCERTAIN
PERSON, RULE = LinkOrigin.PERSON, LinkOrigin.RULE
ALL = dict.fromkeys((A, B, C, D), Route.DATABASE)


def rule(a: RecordId, b: RecordId, score: int = 95) -> Link:
    return Link(a, b, SAME, RULE, score)


def person(a: RecordId, b: RecordId, verdict: LinkVerdict = SAME) -> Link:
    return Link(a, b, verdict, PERSON, 100)


def grouped(*links: Link, routes: Mapping[RecordId, Route] = ALL) -> list[str]:
    return ["".join(report.records) for report in reports(routes, links)]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], ["a", "b", "c", "d"]),
        ([rule(A, B), rule(B, C)], ["abc", "d"]),
        ([Link(A, B, UNCERTAIN, RULE, 89)], ["a", "b", "c", "d"]),
        ([rule(A, B), person(A, B, DIFFERENT)], ["a", "b", "c", "d"]),
        ([person(A, B), person(A, B, DIFFERENT)], ["a", "b", "c", "d"]),
        ([rule(A, B, 91), rule(B, C, 99), person(A, C, DIFFERENT)], ["a", "bc", "d"]),
        ([rule(A, B, 95), rule(B, C, 95), person(A, C, DIFFERENT)], ["ab", "c", "d"]),
        ([rule(A, B, 99), person(B, C), person(A, C, DIFFERENT)], ["a", "bc", "d"]),
        ([rule(A, B, 99), rule(C, D, 99), rule(B, C, 98), person(A, D, DIFFERENT)], ["ab", "cd"]),
        (
            [person(A, D, DIFFERENT), person(B, C, DIFFERENT), rule(A, B, 99), rule(B, D, 98), rule(A, C, 97)],
            ["ab", "c", "d"],
        ),
        ([Link(A, B, DIFFERENT, RULE, 0), rule(A, B)], ["ab", "c", "d"]),
        ([rule(A, RecordId("z")), rule(RecordId("z"), B), person(A, RecordId("z"), DIFFERENT)], ["a", "b", "c", "d"]),
    ],
)
def test_links_apply_in_order_and_never_against_a_person(links: list[Link], expected: list[str]) -> None:
    assert grouped(*links) == expected


def test_a_report_counts_under_the_first_route_and_keeps_a_record_of_it() -> None:
    routes = {A: Route.CITATION, B: Route.REGISTER, C: Route.REGISTER, D: Route.DATABASE}
    (report, alone) = reports(routes, [rule(A, B), rule(B, C)])
    assert (report.records[0], report.route, report.kept) == (A, Route.REGISTER, B)
    assert (alone.records[0], alone.route, alone.kept) == (D, Route.DATABASE, D)


def test_a_long_chain_ends_as_one_report() -> None:
    ids = [RecordId(f"{number:05d}") for number in range(5000)]
    chain = [rule(a, b) for a, b in pairwise(ids)]
    assert len(reports(dict.fromkeys(ids, Route.DATABASE), chain)) == 1


def test_many_pairs_kept_apart_follow_their_groups_as_these_grow() -> None:
    ids = [RecordId(f"{number:04d}") for number in range(600)]
    apart = [person(ids[0], other, DIFFERENT) for other in ids[300:]]
    chains = [rule(a, b, 99) for a, b in pairwise(ids) if b != ids[300]]
    found = reports(dict.fromkeys(ids, Route.DATABASE), [*apart, *chains, rule(ids[299], ids[300], 91)])
    assert [report.records for report in found] == [tuple(ids[:300]), tuple(ids[300:])]


IDS = [RecordId(letter) for letter in "abcdefgh"]
ROUTES = st.fixed_dictionaries(dict.fromkeys(IDS, st.sampled_from(Route)))
PAIRS = st.sampled_from(list(combinations([*IDS, RecordId("z")], 2)))
LINKS = st.lists(
    st.builds(
        lambda ends, verdict, origin, score: Link(ends[0], ends[1], verdict, origin, score),
        PAIRS,
        st.sampled_from(LinkVerdict),
        st.sampled_from(LinkOrigin),
        st.integers(90, 92),
    ),
    max_size=25,
)


@given(ROUTES, LINKS, st.data())
def test_reports_do_not_depend_on_the_order_of_links_nor_on_repetition(
    routes: dict[RecordId, Route], links: list[Link], data: st.DataObject
) -> None:
    repeated = links + (data.draw(st.lists(st.sampled_from(links))) if links else [])
    assert reports(routes, data.draw(st.permutations(repeated))) == reports(routes, links)


@given(ROUTES, LINKS)
def test_every_record_is_in_exactly_one_report(routes: dict[RecordId, Route], links: list[Link]) -> None:
    found = reports(routes, links)
    assert sorted(record for report in found for record in report.records) == sorted(routes)
    assert [str(report.id) for report in found] == sorted(report.records[0] for report in found)
    assert all(report.records == tuple(sorted(report.records)) for report in found)


@given(ROUTES, LINKS)
def test_no_report_holds_a_pair_that_a_person_marked_different(
    routes: dict[RecordId, Route], links: list[Link]
) -> None:
    held = {pair for report in reports(routes, links) for pair in combinations(report.records, 2)}
    assert not held & {(link.a, link.b) for link in links if link.origin is PERSON and link.verdict is DIFFERENT}


@given(ROUTES, LINKS)
def test_every_skipped_link_would_have_joined_a_pair_marked_different(
    routes: dict[RecordId, Route], links: list[Link]
) -> None:
    where = {record: set(report.records) for report in reports(routes, links) for record in report.records}
    apart = {(link.a, link.b) for link in links if link.origin is PERSON and link.verdict is DIFFERENT}
    for link in links:
        if link.verdict is SAME and link.a in routes and link.b in routes and where[link.a] != where[link.b]:
            assert any((min(a, b), max(a, b)) in apart for a in where[link.a] for b in where[link.b])
