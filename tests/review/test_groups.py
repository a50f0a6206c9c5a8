"""Splitting and joining reports, at any time: what becomes of records and decisions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError
from reviewkit.fold import State
from reviewkit.model import LinkVerdict, Route, Search, Stage, Status, Verdict
from tests.making import article, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import RecordId, ReportId
    from reviewkit.review import Review

STAGE = Stage.TITLE_ABSTRACT


def three_in_one(tmp_path: Path) -> tuple[Review, Review, tuple[Any, ...]]:
    """Two devices, and a report whose three records have one DOI; the second import has two of them."""
    ada, grace = two_devices(tmp_path, articles=1)
    path = tmp_path / "second.ris"
    path.write_text(
        article(50, DO="10.1234/x") + article(50, DO="10.1234/x", UR="https://b.org") + article(50, DO="10.1234/x")
    )
    ada.searches.import_file(path, Search("Scopus", Route.DATABASE))
    sync(ada, grace)
    records = next(report.records for report in ada.session.state.reports().values() if len(report.records) == 3)
    return ada, grace, records


def grouped(review: Review) -> set[tuple[RecordId, ...]]:
    return {report.records for report in review.session.state.reports().values()}


def waits(review: Review) -> list[ReportId]:
    return review.screening.queue(STAGE)


def test_a_split_is_one_act_against_all_others_and_is_taken_back_as_one(tmp_path: Path) -> None:
    ada, grace, (one, two, three) = three_in_one(tmp_path)
    before = grouped(ada)
    done = ada.groups.split(two)
    assert done.reports == (one, two)
    assert {(one, three), (two,)} < grouped(ada)
    words = {(link.a, link.b): link.verdict for _, link in ada.session.state.words_on({one, two, three})}
    assert words == {(one, two): LinkVerdict.DIFFERENT, (two, three): LinkVerdict.DIFFERENT}
    sync(ada, grace)
    assert grouped(grace) == grouped(ada)
    assert ada.screening.undo() is not None
    assert grouped(ada) == before
    assert ada.screening.undo() is None


def test_who_held_the_others_together_leaves_them_one_report(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=3)
    one, two, three = sorted(ada.session.state.origins())
    ada.duplicates.link(two, one, LinkVerdict.SAME)
    ada.duplicates.link(two, three, LinkVerdict.SAME)
    ada.groups.split(two)
    assert grouped(ada) == {(one, three), (two,)}
    ada.screening.undo()
    assert grouped(ada) == {(one, two, three)}


def test_a_join_takes_back_what_oneself_said_against_it_and_undo_says_it_again(tmp_path: Path) -> None:
    ada, _, (one, two, three) = three_in_one(tmp_path)
    ada.groups.split(two)
    split = grouped(ada)
    assert ada.groups.join(one, two).reports == (one,)
    assert (one, two, three) in grouped(ada)
    ada.screening.undo()
    assert grouped(ada) == split
    ada.screening.undo()
    assert (one, two, three) in grouped(ada)


def test_a_join_that_a_colleague_contradicts_is_said_and_not_followed(tmp_path: Path) -> None:
    ada, grace, (one, two, three) = three_in_one(tmp_path)
    grace.groups.split(three)
    sync(ada, grace)
    done = ada.groups.join(one, three)
    assert [(against.a, against.b, against.by) for against in done.against] == [
        (one, three, ("Grace",)),
        (two, three, ("Grace",)),
    ]
    assert {(one, two), (three,)} < grouped(ada)
    assert [(pair.a.id, pair.b.id) for pair in ada.meeting.disputes()] == [(one, three)]
    sync(ada, grace)
    grace.groups.join(one, three)
    assert (one, two, three) in grouped(grace)


def test_one_record_alone_is_not_split_and_one_report_not_joined_with_itself(tmp_path: Path) -> None:
    ada, _, (one, two, _) = three_in_one(tmp_path)
    alone = next(report for report in ada.session.state.reports().values() if len(report.records) == 1)
    with pytest.raises(NotAllowedError, match="by itself"):
        ada.groups.split(alone.records[0])
    with pytest.raises(NotAllowedError, match="already"):
        ada.groups.join(one, two)


def test_in_the_middle_of_screening_a_split_record_waits_and_a_join_of_two_opinions_waits_again(tmp_path: Path) -> None:
    ada, _, (one, _, three) = three_in_one(tmp_path)
    other = next(report for report in ada.session.state.reports() if report != one)
    ada.screening.decide(one, STAGE, Verdict.INCLUDE)
    ada.screening.decide(other, STAGE, Verdict.EXCLUDE)
    done = ada.groups.split(three)
    assert (done.reports, done.waiting) == ((one, three), (three,))
    assert waits(ada) == [three]
    joined = ada.groups.join(one, other)
    assert joined.waiting == joined.reports
    ada.screening.decide(joined.reports[0], STAGE, Verdict.EXCLUDE)
    assert waits(ada) == [three]
    ada.groups.split(ada.reports.record(other))
    assert waits(ada) == sorted([three, max(one, other)])  # the decision stays with the record that it was made on


def test_why_each_record_is_there_and_where_each_field_comes_from(tmp_path: Path) -> None:
    ada, _, (one, two, three) = three_in_one(tmp_path)
    found = ada.groups.view(one)
    assert [member.search for member in found.members] == ["Scopus"] * 3
    assert found.members[0].why == ""
    assert "same DOI" in found.members[1].why
    assert found.links == ("https://b.org",)
    assert found.origins["url"] == (two,)
    assert set(found.origins["doi"]) == {one, two, three}
    view = ada.screening.view(one, STAGE)
    assert (view.origins, view.links) == (found.origins, found.links)


def test_candidates_for_a_join_are_found_by_author_or_title_and_are_never_the_report_itself(tmp_path: Path) -> None:
    ada, _, (one, *_) = three_in_one(tmp_path)
    other = next(report for report in ada.session.state.reports() if report != one)
    assert [row.report.id for row in ada.groups.candidates(one, "families authora")] == [other]
    assert ada.groups.candidates(other, "authora") == []


# ------------------------------------------------------------------------------------------------- whatever is done

RECORDS = 5
_places = st.integers(0, RECORDS - 1)
_acts = st.tuples(st.sampled_from(("split", "join", "link", "decide", "undo")), st.booleans(), _places, _places)


def act(review: Review, what: str, records: list[RecordId], first: int, second: int) -> bool:
    """Do something if it can be done."""
    a, b = records[first], records[second]
    state = review.session.state
    one, other = state.report_of(a), state.report_of(b)
    assert one is not None
    assert other is not None
    try:
        match what:
            case "split":
                review.groups.split(a)
            case "join":
                review.groups.join(one.id, other.id)
            case "link":
                review.duplicates.link(a, b, LinkVerdict.DIFFERENT if (first + second) % 2 else LinkVerdict.SAME)
            case "decide":
                review.screening.decide(one.id, STAGE, list(Verdict)[second % 3])
            case _:
                return review.screening.undo() is not None
    except NotAllowedError:
        return False
    return True


def standing(review: Review) -> Counter[str]:
    """The decisions that count, by whoever made them, on whichever report they are."""
    state = review.session.state
    return Counter(
        decision.id
        for report in state.reports().values()
        for name in state.rules.reviewers
        for decision in state.own_acts(report, STAGE, name)
    )


@given(st.lists(_acts, min_size=3, max_size=14), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_splits_joins_and_undos_loses_a_record_or_a_decision(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[str, bool, int, int]], random: object
) -> None:
    ada, grace = two_devices(tmp_path_factory.mktemp("regrouping"), articles=RECORDS)
    records = sorted(ada.session.state.origins())
    for number, (what, is_ada, first, second) in enumerate(plan):
        review = ada if is_ada else grace
        before, groups = standing(review), grouped(review)
        done = act(review, what, records, first, second)
        assert sorted(one for report in grouped(review) for one in report) == records
        if what in ("split", "join", "link"):
            assert standing(review) == before
            if done:
                review.screening.undo()
                assert (grouped(review), standing(review)) == (groups, before)
                act(review, what, records, first, second)
                if what == "split":
                    assert len(review.session.state.report_of(records[first]).records) == 1  # type: ignore[union-attr]
        if number % 4 == 3:
            sync(ada, grace)
    sync(ada, grace)
    assert (grouped(ada), standing(ada)) == (grouped(grace), standing(grace))
    events = list(ada.session.state.events())
    random.shuffle(events)  # type: ignore[attr-defined]
    state = State(ada.session.state.rules)
    state.add(events)
    for event in ada.session.state.imports().values():
        state.add_reading(event.subject, event.device, records)  # type: ignore[arg-type]
    assert {report.records for report in state.reports().values()} == grouped(ada)
    for review in (ada, grace):
        review.close()


# ------------------------------------------------------------------------------------------------- a search is updated


def test_an_update_of_a_search_brings_only_new_reports_into_the_queue(tmp_path: Path) -> None:
    ada, grace, (one, two, three) = three_in_one(tmp_path)
    for review in (ada, grace):
        review.screening.decide(one, STAGE, Verdict.INCLUDE)
        for report in waits(review):
            review.screening.decide(report, STAGE, Verdict.EXCLUDE, ["language"])
    sync(ada, grace)
    reports, flow = len(ada.session.state.reports()), ada.home()
    later = tmp_path / "later.ris"
    later.write_text(article(50, DO="10.1234/x", AB="Another abstract.") + article(70) + article(0, T2="x"))
    done = ada.searches.import_file(later, Search("ERIC, update", Route.DATABASE))
    sync(ada, grace)
    assert done.linked > 0
    assert len(ada.session.state.reports()) == reports + 1
    for review in (ada, grace):
        new = waits(review)
        assert [review.screening.view(report, STAGE).record.title for report in new] == [
            "How families and schools talk about tunnels apples"
        ]
        joined = review.session.state.report_of(one)
        assert joined is not None
        assert len(joined.records) == 4
        assert {one, two, three} < set(joined.records)
        assert review.session.state.outcome(joined, STAGE).status is Status.INCLUDED
    assert (ada.home().stages[0].included, ada.home().stages[0].excluded) == (
        flow.stages[0].included,
        flow.stages[0].excluded,
    )


def test_a_new_record_that_fits_both_halves_of_a_split_goes_with_one_and_the_other_link_is_told(tmp_path: Path) -> None:
    ada, _, (_, _, three) = three_in_one(tmp_path)
    ada.groups.split(three)
    before = set(ada.session.state.origins())
    later = tmp_path / "later.ris"
    later.write_text(article(50, DO="10.1234/x", AB="Another abstract."))
    ada.searches.import_file(later, Search("Update", Route.DATABASE))
    (new,) = set(ada.session.state.origins()) - before
    assert any(new in group and len(group) > 1 for group in grouped(ada))
    found = ada.duplicates.contradictions()
    assert found
    assert all(new in (told.a.id, told.b.id) for told in found)
    assert {against.by for told in found for against in told.against} == {("Ada",)}
