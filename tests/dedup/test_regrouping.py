from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.dedup import regrouping, reports
from reviewkit.model import FileId, Link, LinkOrigin, LinkVerdict, RecordId, Route, record_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.model import Report

RECORDS = tuple(record_id(FileId("a" * 64), number) for number in range(1, 8))
R, A, B, C, D, *_ = RECORDS
ROUTES = dict.fromkeys(RECORDS, Route.DATABASE)


@st.composite
def _links(draw: st.DrawFn) -> Link:
    a, b = sorted(draw(st.lists(st.sampled_from(RECORDS), min_size=2, max_size=2, unique=True)))
    verdict = draw(st.sampled_from(LinkVerdict))
    return Link(a, b, verdict, draw(st.sampled_from(LinkOrigin)), draw(st.integers(50, 100)))


links = st.lists(_links(), max_size=12)


def same(a: RecordId, b: RecordId, score: int = 95) -> Link:
    first, second = sorted((a, b))
    return Link(first, second, LinkVerdict.SAME, LinkOrigin.RULE, score)


def grouped(some: Iterable[Link]) -> dict[RecordId, Report]:
    return {record: report for report in reports(ROUTES, some) for record in report.records}


@given(links, st.sampled_from(RECORDS))
def test_whoever_is_split_out_is_with_none_of_the_others_and_rules_alone_keep_these_together(
    some: list[Link], record: RecordId
) -> None:
    rules = [link for link in some if link.origin is LinkOrigin.RULE]
    for given_ in (some, rules):
        members = grouped(given_)[record].records
        after = grouped([*given_, *regrouping.split(record, members, given_, "x")])
        rest = [one for one in members if one != record]
        assert all(after[one] != after[record] for one in rest)
        if given_ is rules:
            assert len({after[one].id for one in rest}) <= 1


def test_where_the_one_split_out_held_the_others_together_they_are_said_the_same() -> None:
    star = [same(R, A), same(R, B), same(A, C)]
    said = regrouping.split(R, (R, A, B, C), star, "x")
    assert [(one.a, one.b) for one in said if one.verdict is LinkVerdict.SAME] == [(A, B)]
    assert {(one.a, one.b) for one in said if one.verdict is LinkVerdict.DIFFERENT} == {(R, A), (R, B), (R, C)}
    assert {one.together for one in said} == {"x"}


@given(links)
def test_two_records_are_one_report_just_where_a_chain_leads_from_one_to_the_other(some: list[Link]) -> None:
    of = grouped(some)
    for a in RECORDS:
        for b in RECORDS:
            chain = regrouping.chain(a, b, of[a].records, some)
            assert bool(chain) == (a != b and of[a] == of[b])
            assert all(link.verdict is LinkVerdict.SAME for link in chain)


@given(links)
def test_each_same_link_is_followed_or_told_with_what_stands_against_it(some: list[Link]) -> None:
    of = grouped(some)
    told = dict(regrouping.skipped({one: report.records for one, report in of.items()}, some))
    overruled = {
        (one.a, one.b) for one in some if (one.verdict, one.origin) == (LinkVerdict.DIFFERENT, LinkOrigin.PERSON)
    }
    for link in some:
        if link.verdict is LinkVerdict.SAME and of[link.a] != of[link.b]:
            assert ((link.a, link.b) in overruled) != (link in told)
    for link, against in told.items():
        assert against
        for one in against:
            assert {of[one.a], of[one.b]} == {of[link.a], of[link.b]}


def test_a_contradiction_through_a_third_record_names_the_weaker_link() -> None:
    apart = Link(A, C, LinkVerdict.DIFFERENT, LinkOrigin.PERSON, 0)
    some = [same(A, B, 97), same(B, C, 93), apart]
    of = grouped(some)
    assert regrouping.skipped({one: report.records for one, report in of.items()}, some) == [(same(B, C, 93), [apart])]


@given(links, links)
def test_what_is_regrouped_is_whole_and_is_what_differs(before: list[Link], after: list[Link]) -> None:
    old, new = reports(ROUTES, before), reports(ROUTES, after)
    found = regrouping.regrouped(old, new, after)
    for one in found:
        assert sorted(r for report in one.before for r in report.records) == sorted(
            r for report in one.after for r in report.records
        )
    assert {report for one in found for report in one.before} == set(old) - set(new)
    assert {report for one in found for report in one.after} == set(new) - set(old)
    assert all((one.because is None) == (len(one.before) == 1) for one in found if len(one.after) == 1)
