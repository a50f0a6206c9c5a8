from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError
from reviewkit.model import Pilot, Stage, Status, Verdict
from tests.making import decide_all, open_review, sync, two_devices
from tests.review.editing import edit, switch_on

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review

TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
IN, OUT, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE


def decide(review: Review, reports: tuple[ReportId, ...], *verdicts: Verdict) -> None:
    for report, verdict in zip(reports, verdicts, strict=False):
        review.screening.decide(report, TITLE, verdict)


def test_a_round_comes_first_in_everybodys_queue_and_is_the_same_sample_by_the_same_seed(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=20)
    drawn = ada.pilots.start("first", size=5, seed=3)
    sync(ada, grace)
    assert ada.screening.queue(TITLE)[:5] == grace.screening.queue(TITLE)[:5] == list(drawn.reports)
    ada.pilots.withdraw("First")
    assert ada.pilots.start("again", size=5, seed=3).reports == drawn.reports
    assert ada.pilots.start("next", size=5, seed=3).reports != drawn.reports


def test_progress_is_told_as_numbers_and_agreement_once_everybody_has_finished(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=12)
    reports = ada.pilots.start("first", size=4).reports
    sync(ada, grace)
    decide(grace, reports, IN, OUT, UNSURE, OUT)
    decide(ada, reports, IN, IN, IN)
    sync(ada, grace)
    [one] = ada.pilots.rounds()
    assert dict(one.done) == {"Ada": 3, "Grace": 4}
    assert ada.pilots.agreement(one) is None
    assert [found.report for found in ada.pilots.disagreements(one)] == [reports[1]]
    ada.screening.decide(reports[3], TITLE, OUT)
    [one] = ada.pilots.rounds()
    measured = ada.pilots.agreement(one)
    assert measured is not None
    assert (one.finished, measured.n, measured.percent_agreement.value) == (True, 4, 0.75)
    assert [vote.verdict for vote in ada.pilots.disagreements(one)[0].votes.values()] == [IN, OUT]


def test_two_excluders_who_give_different_primary_reasons_disagree_in_a_round(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    [first, second] = ada.pilots.start("first", size=2).reports
    sync(ada, grace)
    for review, reasons in ((ada, ("language", "topic")), (grace, ("timeframe", "topic"))):
        review.screening.decide(first, TITLE, OUT, reasons)
        review.screening.decide(second, TITLE, OUT, ("topic",))
    sync(ada, grace)
    [one] = ada.pilots.rounds()
    assert [found.report for found in ada.pilots.disagreements(one)] == [first]


def test_the_agreement_of_a_round_stays_as_it_was_blind_after_the_conflicts_are_settled(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    reports = ada.pilots.start("first", size=2).reports
    sync(ada, grace)
    decide(ada, reports, IN, IN)
    decide(grace, reports, IN, OUT)
    sync(ada, grace)
    ada.screening.decide(reports[1], TITLE, OUT)  # a change of mind, the other's vote before the eyes
    [one] = ada.pilots.rounds()
    measured = ada.pilots.agreement(one)
    assert measured is not None
    assert measured.percent_agreement.value == 0.5
    assert [found.report for found in ada.pilots.disagreements(one)] == [reports[1]]


def test_a_pilot_is_read_by_all_even_where_one_decision_is_enough_and_its_votes_are_blind(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=6)
    edit("review.toml", "decisions = 2", "decisions = 1", ada, grace)
    known = ada.screening.queue(TITLE)[0]
    ada.screening.decide(known, TITLE, IN)
    sync(ada, grace)
    assert [vote.reviewer for vote in grace.screening.view(known, TITLE).votes] == ["Ada"]
    drawn = ada.pilots.start("first", size=5)  # all but the one that is over, and may have been seen
    assert known not in drawn.reports
    decide(ada, drawn.reports, *[OUT] * 5)
    sync(ada, grace)
    assert set(drawn.reports) == set(grace.screening.queue(TITLE))
    assert grace.screening.view(drawn.reports[0], TITLE).votes == ()
    assert grace.screening.decide(drawn.reports[0], TITLE, OUT).body.blind  # type: ignore[union-attr]
    assert not grace.screening.decide(known, TITLE, OUT).body.blind  # type: ignore[union-attr]


def test_a_vote_cast_where_one_was_enough_before_the_pilot_was_known_is_taken_for_seen(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    edit("review.toml", "decisions = 2", "decisions = 1", ada, grace)
    drawn = ada.pilots.start("first", size=2)
    grace.screening.decide(drawn.reports[0], TITLE, IN)  # Grace has not heard of the pilot
    sync(ada, grace)
    assert not ada.screening.decide(drawn.reports[0], TITLE, OUT).body.blind  # type: ignore[union-attr]


def test_all_three_of_a_team_read_a_pilot_though_two_are_enough_and_nothing_shows_before(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    edit("review.toml", '"Grace"]', '"Grace", "Lin"]', ada)
    grace = open_review(ada.session.folder, "Grace", 2)
    lin = open_review(ada.session.folder, "Lin", 3)
    drawn = ada.pilots.start("first", size=2)
    for review, verdict in ((ada, IN), (grace, OUT)):
        review.refresh()
        decide(review, drawn.reports, verdict, verdict)
    lin.refresh()
    assert [lin.screening.view(one, TITLE).status for one in drawn.reports] == [Status.PENDING] * 2
    assert lin.pilots.disagreements(lin.pilots.find("first")) == []
    decide(lin, drawn.reports, IN, IN)
    one = lin.pilots.find("first")
    measured = lin.pilots.agreement(one)
    assert measured is not None
    assert measured.raters == ("Ada", "Grace", "Lin")
    assert lin.screening.view(drawn.reports[0], TITLE).status is Status.CONFLICT
    edit("review.toml", '"Lin"]', '"Lin", "Mary"]', ada)  # who joins later reopens nothing
    assert ada.screening.view(drawn.reports[0], TITLE).status is Status.CONFLICT
    assert dict(ada.pilots.find("first").done) == {"Ada": 2, "Grace": 2, "Lin": 2}


def test_who_leaves_holds_no_round_up_and_keeps_the_votes_in_its_agreement(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    reports = ada.pilots.start("first", size=2).reports
    sync(ada, grace)
    decide(grace, reports, IN, OUT)
    decide(ada, reports, IN)
    sync(ada, grace)
    edit("review.toml", '"Grace"]', '"Lin"]', ada)
    assert not ada.pilots.find("first").finished
    ada.screening.decide(reports[1], TITLE, IN)
    found = ada.pilots.agreement(ada.pilots.find("first"))
    assert found is not None
    assert (found.n, found.raters) == (2, ("Ada", "Grace"))


def test_the_agreement_of_the_others_leaves_a_pilot_out(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=6)
    reports = ada.pilots.start("first", size=2).reports
    sync(ada, grace)
    decide(ada, reports, IN, IN)
    decide(grace, reports, OUT, OUT)
    decide_all(ada, TITLE)
    decide_all(grace, TITLE)
    sync(ada, grace)
    found = ada.results.agreement()[TITLE].decisions
    assert (found.n, found.percent_agreement.value) == (4, 1.0)


def test_what_a_rule_has_removed_since_is_no_part_of_a_round(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=6)
    drawn = ada.pilots.start("first", size=6)
    switch_on("timeframe", ada, grace)
    edit("screening.toml", '"year", from = 2000 }', '"year", from = 2003 }', ada, grace)
    ada.rules.run("timeframe")
    assert len(ada.pilots.find("first").reports) == 3 < len(drawn.reports)


@pytest.mark.parametrize(
    ("name", "size", "says"),
    [
        ("", 2, "needs a name"),
        ("FIRST ", 1, "already"),
        ("x" * 61, 1, "longer"),
        ("next", 0, "cannot be drawn"),
        ("next", 3, "2 reports are open"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, size: int, says: str
) -> None:
    ada, _ = two_devices(tmp_path, articles=4)
    ada.pilots.start("first", size=2)
    before = len(list(ada.session.state.events()))
    with pytest.raises(NotAllowedError, match=says):
        ada.pilots.start(name, size=size)
    assert len(list(ada.session.state.events())) == before


def test_a_finished_round_cannot_be_taken_back_and_one_under_way_can_by_anybody(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    reports = ada.pilots.start("first", size=1).reports
    ada.pilots.start("second", size=1)
    sync(ada, grace)
    decide(ada, reports, IN)
    decide(grace, reports, IN)
    grace.pilots.withdraw("second")
    sync(ada, grace)
    assert [one.name for one in ada.pilots.rounds()] == ["first"]
    with pytest.raises(NotAllowedError, match="finished"):
        ada.pilots.withdraw("first")


def test_a_single_reviewer_has_nobody_to_pilot_with(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    edit("review.toml", '"Ada", "Grace"', '"Ada"', ada)
    with pytest.raises(NotAllowedError, match="two reviewers"):
        ada.pilots.start("first", size=1)


_verdicts = st.sampled_from(Verdict)


@given(st.lists(st.tuples(st.none() | _verdicts, _verdicts, _verdicts), min_size=4, max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_round_shows_before_one_has_decided_does_not_depend_on_what_the_colleague_said(
    tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[Verdict | None, Verdict, Verdict]]
) -> None:
    shown = []
    for which in (1, 2):
        ada, grace = two_devices(tmp_path_factory.mktemp("world"), articles=6)
        reports = ada.pilots.start("first", size=4).reports
        sync(ada, grace)
        for report, one in zip(reports, plan, strict=True):
            own = one[0]
            said = one[2] if which == 2 and own is None else one[1]
            if own is not None:
                ada.screening.decide(report, TITLE, own)
            grace.screening.decide(report, TITLE, said)
        sync(ada, grace)
        found = ada.pilots.find("first")
        finished = all(one[0] is not None for one in plan)
        assert (ada.pilots.agreement(found) is not None) is finished
        shown.append((ada.pilots.rounds(), ada.pilots.agreement(found), ada.pilots.disagreements(found)))
    assert shown[0] == shown[1]


def test_drawing_depends_on_nothing_that_a_colleague_alone_has_decided(tmp_path: Path) -> None:
    drawn = []
    for number in (0, 5):
        ada, grace = two_devices(tmp_path / str(number), articles=12)
        for report in grace.screening.queue(TITLE)[:number]:
            grace.screening.decide(report, TITLE, OUT)
        sync(ada, grace)
        drawn.append(ada.pilots.start("first", size=4).reports)
    assert drawn[0] == drawn[1]


def test_an_event_of_a_pilot_names_whom_it_was_for(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    ada.pilots.start("first", size=1)
    [body] = [event.body for event in ada.session.state.events() if isinstance(event.body, Pilot)]
    assert body.reviewers == ("Ada", "Grace")
