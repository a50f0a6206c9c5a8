from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.integrity.independence import Ground
from reviewkit.model import Appraisal, Decision, Rating, Resolution, Settled, Stage, Status, Verdict
from reviewkit.review import DESIGN, NOT_APPLICABLE, OVERALL, UNCLEAR
from tests.making import decide_all, open_review, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId, Vote
    from reviewkit.review import Review

INSTRUMENT = """
excludes = {excludes}
threshold = "A study that falls short leaves."
scale = ["met", "partly met", "not met", "unclear"]
judgements = ["good", "weak"]
judgement_by = "rule"
excluding = ["weak"]
designs = ["survey", "interviews"]
[[rule]]
judgement = "weak"
rating = "not met"
[[criterion]]
id = "validity"
name = "validity"
designs = ["survey"]
[[criterion]]
id = "clarity"
name = "clarity"
designs = ["survey", "interviews"]
"""
GOOD = {"validity": "met", "clarity": "partly met"}
WEAK = {"validity": "not met", "clarity": "met"}


def reviews(tmp: Path, articles: int = 2, *, excludes: bool = True) -> tuple[Review, Review]:
    """Ada's and Grace's review, everything included at full text."""
    ada, grace = two_devices(tmp, articles)
    for review in (ada, grace):
        text = INSTRUMENT.format(excludes=str(excludes).lower())
        (review.session.folder / "criteria/quality.toml").write_text(text, encoding="utf-8")
        review.refresh()
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        for review in (ada, grace):
            decide_all(review, stage)
        sync(ada, grace)
    return ada, grace


def appraise(review: Review, report: ReportId, ratings: dict[str, str], *, design: str = "survey") -> None:
    """Rate one key at a time, and finish."""
    review.appraising.set_design(report, design)
    for criterion, value in ratings.items():
        review.appraising.rate(report, criterion, value)
    review.appraising.finish(report)


def test_two_raters_agree_and_the_flow_knows(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path)
    first, second = ada.appraising.queue()
    appraise(ada, first, GOOD)
    appraise(ada, second, WEAK)
    assert ada.appraising.queue() == []
    sync(ada, grace)
    appraise(grace, first, GOOD)
    appraise(grace, second, WEAK)
    sync(ada, grace)
    good, weak = ada.appraising.studies()
    assert (good.status, good.excluded) == (weak.status, not weak.excluded) == (Status.INCLUDED, False)
    assert good.label == "Aa 2000" or good.label.endswith("2000")
    state = ada.session.state
    outcomes = [state.outcome(report, Stage.QUALITY) for report in state.reports().values()]
    assert [(one.status, one.reasons) for one in outcomes] == [
        (Status.INCLUDED, ()),
        (Status.EXCLUDED, ("validity",)),
    ]
    assert ada.results.flow().total
    assert {(one.criterion, one.value) for one in ada.appraising.blind_ratings() if one.study == second} == {
        (DESIGN, "survey"),
        *WEAK.items(),
        (OVERALL, "weak"),
    }


def test_nothing_shows_before_ones_own_is_finished(tmp_path: Path) -> None:
    worlds = []
    for which, ratings in (("a", GOOD), ("b", WEAK), ("c", None)):
        ada, grace = reviews(tmp_path / which)
        report = ada.appraising.queue()[0]
        ada.appraising.set_design(report, "survey")
        if ratings is not None:
            appraise(grace, report, ratings)
            grace.appraising.view(report)
        sync(ada, grace)
        worlds.append((ada.appraising.view(report), ada.appraising.studies(), ada.appraising.queue()))
        worlds[-1] += (ada.appraising.unsettled(), ada.appraising.blind_ratings())  # type: ignore[assignment]
        with pytest.raises(NotAllowedError):
            ada.appraising.alike(report)
        event = ada.appraising.rate(report, "clarity", UNCLEAR)
        assert event.body.blind  # type: ignore[union-attr]
    assert worlds[0] == worlds[1] == worlds[2]


def test_differences_are_settled_and_a_late_change_reopens_nothing_unsaid(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    appraise(ada, report, GOOD)
    appraise(grace, report, WEAK)
    sync(ada, grace)
    assert ada.appraising.unsettled() == [report]
    view = ada.appraising.view(report)
    assert view.differing == ("validity", "clarity", OVERALL)
    assert [one.rater for one in view.others] == ["Grace"]
    with pytest.raises(NotAllowedError, match="finished"):
        ada.appraising.rate(report, "clarity", "met")
    with pytest.raises(NotAllowedError, match="lacks a rating of validity"):
        ada.appraising.settle(report, "survey", [Rating("clarity", "met")])
    with pytest.raises(NotAllowedError, match="by criterion"):
        ada.screening.resolve(report, Stage.QUALITY, Verdict.INCLUDE, by=["Ada", "Grace"])
    ada.appraising.settle(
        report, "survey", [Rating("validity", "not met"), Rating("clarity", "met")], note="read again"
    )
    sync(ada, grace)
    for review in (ada, grace):
        state = review.session.state
        assert review.appraising.view(report).status is Status.INCLUDED
        assert state.outcome(state.reports()[report], Stage.QUALITY).status is Status.EXCLUDED
        assert review.appraising.unsettled() == []
        (study,) = review.appraising.studies()
        assert study.excluded
    blind = {(one.rater, one.value) for one in ada.appraising.blind_ratings() if one.criterion == OVERALL}
    assert blind == {("Ada", "good"), ("Grace", "weak")}
    ada.screening.undo()
    assert ada.appraising.unsettled() == [report]


def test_an_undo_takes_back_the_finishing_whole_and_then_rating_by_rating(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    appraise(ada, report, GOOD)
    state, found = ada.session.state, ada.session.state.reports()[report]
    assert len(state.outcome(found, Stage.QUALITY).votes) == 1
    ada.screening.undo()
    view = ada.appraising.view(report)
    assert view.own is not None
    assert not view.own.finished
    assert [one.value for one in view.own.ratings] == ["met", "partly met"]
    assert state.outcome(found, Stage.QUALITY).votes == ()
    ada.screening.undo()
    view = ada.appraising.view(report)
    assert view.own is not None
    assert [one.value for one in view.own.ratings] == ["met"]


def test_an_own_finished_one_can_be_taken_up_again_before_the_colleague_has_finished(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    appraise(ada, report, WEAK)
    ada.appraising.rate(report, "validity", "met")
    state, found = ada.session.state, ada.session.state.reports()[report]
    assert state.outcome(found, Stage.QUALITY).votes == ()
    assert ada.appraising.queue() == [report]
    ada.appraising.finish(report)
    appraise(grace, report, {"validity": "met", "clarity": "met"})
    sync(ada, grace)
    assert ada.appraising.unsettled() == []
    assert state.outcome(found, Stage.QUALITY).status is Status.INCLUDED


def test_where_appraisal_does_not_exclude_it_decides_nothing(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 1, excludes=False)
    (report,) = ada.appraising.queue()
    appraise(ada, report, WEAK)
    appraise(grace, report, {"clarity": NOT_APPLICABLE}, design="interviews")
    sync(ada, grace)
    (made,) = [one for one in ada.integrity.verify().evidence if one.stage is Stage.QUALITY]
    assert [(one.reviewer, one.blind) for one in made.made] == [("Ada", True), ("Grace", True)]
    assert made.ground is Ground.APART
    assert ada.appraising.view(report).differing == (DESIGN, "validity", "clarity", OVERALL)
    ada.appraising.settle(report, "interviews", [Rating("clarity", "not met")], by=["Ada", "Grace"])
    (study,) = ada.appraising.studies()
    assert (study.excluded, study.agreed is not None) == (False, True)
    state = ada.session.state
    assert not state.outcome(state.reports()[report], Stage.QUALITY).votes


def test_what_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    for wrong in (
        lambda: ada.appraising.rate(report, "clarity", "met"),  # the design is open
        lambda: ada.appraising.set_design(report, "essay"),
        lambda: ada.appraising.finish(report),
        lambda: ada.appraising.judge(report, "good"),
        lambda: ada.appraising.settle(report, "survey", []),
        lambda: ada.appraising.view("nowhere"),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowedError):
            wrong()
    ada.appraising.set_design(report, "interviews")
    for criterion, value in (("validity", "met"), ("clarity", "splendid"), ("gone", "met")):
        with pytest.raises(NotAllowedError):
            ada.appraising.rate(report, criterion, value)
    long = "A page of text. " * 500
    ada.appraising.evidence(report, "clarity", long, "12-13")
    own = ada.appraising.view(report).own
    assert own is not None
    assert own.ratings[0].quotation == long.strip()


def test_ratings_of_a_criterion_that_is_gone_are_carried_and_named(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    ada.appraising.set_design(report, "survey")
    ada.appraising.rate(report, "validity", "met")
    path = ada.session.folder / "criteria/quality.toml"
    path.write_text(INSTRUMENT.format(excludes="true").replace('id = "validity"', 'id = "soundness"'), encoding="utf-8")
    ada.refresh()
    view = ada.appraising.view(report)
    assert (view.retired, view.older) == (("validity",), True)
    ada.appraising.rate(report, "soundness", "met")
    ada.appraising.rate(report, "clarity", "met")
    ada.appraising.finish(report)
    assert not ada.appraising.view(report).older


def test_reports_of_one_study_are_appraised_together(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 2)
    first, second = ada.appraising.queue()
    ada.studies.link(first, second)
    assert ada.appraising.queue() == [first]
    appraise(ada, second, WEAK)
    state = ada.session.state
    assert [len(state.outcome(one, Stage.QUALITY).votes) for one in state.reports().values()] == [1, 1]


def test_two_devices_of_one_rater_that_differ_bring_the_study_back(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    again = open_review(grace.session.folder, "Ada", 3)
    appraise(ada, report, GOOD)
    appraise(again, report, WEAK)
    sync(ada, grace)
    view = ada.appraising.view(report)
    assert view.at_odds
    assert ada.appraising.queue() == [report]
    ada.appraising.rate(report, "validity", "met")
    ada.appraising.finish(report)
    assert not ada.appraising.view(report).at_odds
    again.close()


def test_taking_up_a_finished_one_is_undone_with_the_decision_that_went_with_it(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    state, found = ada.session.state, ada.session.state.reports()[report]
    appraise(ada, report, WEAK)
    ada.appraising.rate(report, "validity", "met")
    seen = []
    for _ in range(2):
        ada.screening.undo()
        own = ada.appraising.view(report).own
        assert own is not None
        seen.append((own.finished, own.ratings[0].value, [vote.verdict for vote in _votes(ada, report)]))
    assert seen == [(True, "not met", [Verdict.EXCLUDE]), (False, "not met", [])]
    assert state.outcome(found, Stage.QUALITY).status is Status.PENDING


def _votes(review: Review, report: ReportId) -> tuple[Vote, ...]:
    state = review.session.state
    return state.outcome(state.reports()[report], Stage.QUALITY).votes


def test_a_report_that_joins_an_appraised_study_waits_until_its_raters_have_let_it_follow(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 2)
    first, second = ada.appraising.queue()
    for review in (ada, grace):
        appraise(review, first, WEAK)
    sync(ada, grace)
    ada.studies.link(first, second)
    assert ada.appraising.queue() == [first]
    for review in (ada, grace):
        sync(ada, grace)
        review.appraising.finish(second)
        assert review.appraising.queue() == []
    sync(ada, grace)
    state = ada.session.state
    assert [state.outcome(one, Stage.QUALITY).status for one in state.reports().values()] == [Status.EXCLUDED] * 2
    with pytest.raises(NotAllowedError, match="finished already"):
        ada.appraising.finish(first)


def test_an_appraisal_stays_with_the_study_when_the_report_it_was_written_on_leaves(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, 2, excludes=False)
    first, second = ada.appraising.queue()
    ada.studies.link(first, second)
    appraise(ada, first, GOOD)
    for review in (ada, grace):
        sync(ada, grace)
        review.screening.decide(first, Stage.FULL_TEXT, Verdict.EXCLUDE, ["language"])
    sync(ada, grace)
    assert (ada.appraising.queue(), grace.appraising.queue()) == ([], [second])
    appraise(grace, second, GOOD)
    sync(ada, grace)
    (study,) = ada.appraising.studies()
    assert (study.id, study.status, len(study.raters)) == (second, Status.INCLUDED, 2)


def test_what_was_said_while_a_study_was_in_two_parts_is_there_when_it_is_one_again(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 2)
    first, second = ada.appraising.queue()
    ada.studies.link(first, second)
    assert ada.appraising.view(first).own is None
    ada.studies.unlink(first, second)
    ada.appraising.set_design(second, "survey")
    assert ada.appraising.view(second).own is not None
    ada.studies.link(first, second)
    own = ada.appraising.view(first).own
    assert own is not None
    assert own.design == "survey"


def test_criteria_changed_elsewhere_do_not_make_an_appraisal_older(tmp_path: Path) -> None:
    ada, _ = reviews(tmp_path, 1)
    (report,) = ada.appraising.queue()
    appraise(ada, report, GOOD)
    path = ada.session.folder / "criteria/extraction.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# A note.\n", encoding="utf-8")
    ada.refresh()
    assert not ada.appraising.view(report).older


@pytest.mark.parametrize("seed", range(3))
def test_what_the_flow_counts_follows_from_the_appraisals_whatever_is_done(tmp_path: Path, seed: int) -> None:
    team = reviews(tmp_path, 2)
    chance = Random(seed)
    for _ in range(40):
        review = chance.choice(team)
        act = chance.choice((_rate_some, _rate_some, _rate_some, _settle_one, _take_back, _exchange))
        act(review, team, chance)
        state = review.session.state
        for study in review.appraising.studies():
            votes = {one.reviewer for one in _votes(review, study.id)}
            assert {one.rater for one in study.raters} <= votes
            assert (review.session.reviewer in votes) is any(o.rater == review.session.reviewer for o in study.raters)
            if study.agreed is not None:
                outcome = state.outcome(state.reports()[study.id], Stage.QUALITY)
                assert outcome.status is (Status.EXCLUDED if study.excluded else Status.INCLUDED)
                assert bool(outcome.reasons) is study.excluded


def _rate_some(review: Review, _: object, chance: Random) -> None:
    for report in review.appraising.queue()[:1]:
        ratings = {criterion: chance.choice(("met", "not met")) for criterion in GOOD}
        appraise(review, report, ratings)


def _settle_one(review: Review, _: object, chance: Random) -> None:
    for report in review.appraising.unsettled()[:1]:
        given = [Rating(criterion, chance.choice(("met", "not met"))) for criterion in GOOD]
        review.appraising.settle(report, "survey", given)


def _take_back(review: Review, _: object, chance: Random) -> None:
    state, device = review.session.state, review.session.store.device
    last = state.last_act(review.session.acting(), device)
    if last is not None and isinstance(last[0].body, Appraisal | Settled | Decision | Resolution):
        at = getattr(last[0].body, "stage", Stage.QUALITY)
        if at is Stage.QUALITY:
            review.screening.undo()


def _exchange(_: Review, team: tuple[Review, Review], chance: Random) -> None:
    sync(*team)
