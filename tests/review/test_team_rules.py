"""Who gets what to decide: shares, one or two decisions, three reviewers, the adjudicator, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Search, Settlement, Stage, Status, Verdict
from tests.making import decide_all, export, make_review, open_review, two_devices
from tests.review.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.review import Review

TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
IN, OUT, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE
SHARES = "\n[screening.shares]\nAda = 0.75\nGrace = 0.25\n\n[labels]\n"


def three(tmp: Path, articles: int = 4, **changes: str) -> tuple[Review, Review, Review]:
    """Ada, Grace and Lin in one folder, each at an own device; `changes` edit review.toml."""
    ada, _ = two_devices(tmp, articles)
    edit("review.toml", '"Ada", "Grace"', '"Ada", "Grace", "Lin"', ada)
    for old, new in changes.items():
        edit("review.toml", {"labels": "\n[labels]\n", "adjudicator": '# adjudicator = "Grace Hopper"'}[old], new, ada)
    folder = ada.session.folder
    return ada, open_review(folder, "Grace", 2), open_review(folder, "Lin", 3)


def refresh(*reviews: Review) -> None:
    for review in reviews:
        review.refresh()


def test_two_of_three_are_enough_whoever_is_first_and_the_third_is_not_asked_any_more(tmp_path: Path) -> None:
    ada, grace, lin = three(tmp_path)
    first, *_ = ada.screening.queue(TITLE)
    ada.screening.decide(first, TITLE, IN)
    refresh(grace, lin)
    assert first in lin.screening.queue(TITLE)
    lin.screening.decide(first, TITLE, IN)
    refresh(ada, grace)
    assert first not in grace.screening.queue(TITLE)
    assert {vote.reviewer for vote in grace.screening.view(first, TITLE).votes} == {"Ada", "Lin"}
    assert first in grace.screening.queue(TEXT)


def test_a_third_vote_cast_unseen_counts_and_all_three_have_to_settle(tmp_path: Path) -> None:
    ada, grace, lin = three(tmp_path)
    report = ada.screening.queue(TITLE)[0]
    for review, verdict in ((ada, IN), (grace, IN), (lin, OUT)):
        review.screening.decide(report, TITLE, verdict)
    refresh(ada)
    assert ada.screening.view(report, TITLE).status is Status.CONFLICT
    with pytest.raises(NotAllowedError, match="alone"):
        ada.screening.resolve(report, TITLE, IN, by=["Ada", "Grace"])
    body = ada.screening.resolve(report, TITLE, IN, by=["Ada", "Grace", "Lin"]).body
    assert body.how is Settlement.CONSENSUS  # type: ignore[union-attr]


def test_with_shares_each_report_has_two_of_three_and_who_joined_the_team_no_more_than_that(tmp_path: Path) -> None:
    ada, grace, lin = three(tmp_path, 60, labels=SHARES)
    queues = [set(review.screening.queue(TITLE)) for review in (ada, grace, lin)]
    every = set().union(*queues)
    assert len(every) == 60
    assert all(sum(one in queue for queue in queues) == 2 for one in every)
    assert len(queues[1]) < len(queues[0]) < 60
    assert [review.home().stages[0].left for review in (ada, grace, lin)] == [len(queue) for queue in queues]


def test_everybody_may_decide_on_what_is_anothers_share_and_it_counts(tmp_path: Path) -> None:
    ada, grace, lin = three(tmp_path, 20, labels=SHARES)
    report = next(one for one in lin.screening.queue(TITLE) if one not in ada.screening.queue(TITLE))
    ada.screening.decide(report, TITLE, IN)
    refresh(grace)
    grace.screening.decide(report, TITLE, IN)
    refresh(lin)
    assert lin.screening.view(report, TITLE).status is Status.INCLUDED


def test_an_adjudicator_among_the_reviewers_settles_alone_what_the_two_others_decided(tmp_path: Path) -> None:
    ada, grace, lin = three(tmp_path, adjudicator='adjudicator = "Lin"')
    report, other, *_ = ada.screening.queue(TITLE)
    for review, verdict in ((ada, IN), (grace, OUT)):
        review.refresh()
        review.screening.decide(report, TITLE, verdict)
        review.screening.decide(other, TITLE, verdict)
    refresh(lin)
    assert lin.screening.unsettled(TITLE) == sorted([report, other])
    body = lin.screening.resolve(report, TITLE, OUT, by=["Lin"]).body
    assert body.how is Settlement.ADJUDICATION  # type: ignore[union-attr]
    lin.screening.decide(other, TITLE, OUT)
    with pytest.raises(NotAllowedError, match="cannot settle this alone"):
        lin.screening.resolve(other, TITLE, OUT, by=["Lin"])


@pytest.mark.parametrize(
    ("stage", "verdicts", "status"),
    [
        (TITLE, (UNSURE, UNSURE), Status.INCLUDED),
        (TITLE, (UNSURE, OUT), Status.CONFLICT),
        (TEXT, (UNSURE, IN), Status.CONFLICT),
        (TEXT, (UNSURE, UNSURE), Status.CONFLICT),
    ],
)
def test_a_doubt_goes_on_to_the_full_text_and_is_settled_there(
    tmp_path: Path, stage: Stage, verdicts: tuple[Verdict, Verdict], status: Status
) -> None:
    ada, grace, _ = three(tmp_path)
    report = ada.screening.queue(TITLE)[0]
    for before in [TITLE] if stage is TEXT else []:
        for review in (ada, grace):
            review.screening.decide(report, before, IN)
    refresh(ada, grace)
    for review, verdict in zip((ada, grace), verdicts, strict=True):
        review.screening.decide(report, stage, verdict, ["topic"] if verdict is OUT else [])
    refresh(ada)
    assert ada.screening.view(report, stage).status is status


def test_where_a_share_is_decided_on_by_two_raising_it_reopens_and_never_drops_a_decision(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review")
    ada = open_review(folder, "Ada", 1)
    ada.searches.import_file(export(tmp_path / "x.ris", range(40)), Search("ERIC"))
    edit("review.toml", "dual_share = 1.0", "dual_share = 0.25", ada)
    decide_all(ada, TITLE)
    over = ada.home().stages[0].settled
    assert 20 < over < 40
    grace = open_review(folder, "Grace", 2)
    assert len(grace.screening.queue(TITLE)) == 40 - over
    edit("review.toml", "dual_share = 0.25", "dual_share = 0.75", ada)
    refresh(grace)
    assert len(grace.screening.queue(TITLE)) > 40 - over
    assert ada.home().stages[0].decided["Ada"] == 40  # type: ignore[index]
