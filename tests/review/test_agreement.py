from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.agreement import Options
from reviewkit.cli import run
from reviewkit.model import Draft, LinkVerdict, Pilot, RecordId, Stage, Status, Verdict
from reviewkit.review import agreement
from tests.making import decide_all, open_review, sync, two_devices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reviewkit.review import Review

TITLE, TEXT = Stage.TITLE_ABSTRACT, Stage.FULL_TEXT
INCLUDE, EXCLUDE, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE


def both_decide(
    ada: Review, grace: Review, stage: Stage, plan: Sequence[tuple[Verdict, Verdict]], *reasons: Sequence[str]
) -> None:
    """Decide blind on the first reports that wait, a pair of verdicts each, excluding for Ada's and Grace's reasons."""
    waiting = ada.screening.queue(stage)
    for review, which in ((ada, 0), (grace, 1)):
        why = reasons[which] if reasons else ()
        for report, verdicts in zip(waiting, plan, strict=False):
            given = why if verdicts[which] is EXCLUDE else ()
            review.screening.decide(report, stage, verdicts[which], given)
    sync(ada, grace)


def text_of(review: Review, width: int = 78) -> str:
    return review.results.agreement_as_text(review.results.full_agreement(), width)


@pytest.fixture
def published(tmp_path: Path) -> tuple[Review, Review]:
    """27 reports as in the reference case: 25 that both include, and one disagreement each way."""
    ada, grace = two_devices(tmp_path, articles=27)
    both_decide(ada, grace, TITLE, [(INCLUDE, INCLUDE)] * 25 + [(INCLUDE, EXCLUDE), (EXCLUDE, INCLUDE)])
    return ada, grace


def test_the_published_numbers_come_out_of_two_devices_with_the_warning(published: tuple[Review, Review]) -> None:
    for review in published:
        found = review.results.agreement()[TITLE].decisions
        values = (found.percent_agreement, found.kappa, found.pabak, found.ac1)
        assert [round(one.value or 0, 3) for one in values] == [0.926, -0.038, 0.852, 0.92]
        (sentence,) = [one for one in review.results.sentences(review.results.document()) if "Agreement" in one]
        assert sentence.startswith(
            "Agreement at title and abstract: 92.6% of 27 reports (25 agreed), Cohen's kappa -0.04 "
            "(95% interval -0.09 to 0.02), AC1 0.92. Kappa misleads here:"
        )
        assert "Warning: Kappa misleads here: 52 of 54 ratings" in text_of(review)


def test_both_reviewers_read_the_same_text_and_it_fits_80_columns(published: tuple[Review, Review]) -> None:
    texts = [text_of(review) for review in published]
    assert texts[0] == texts[1]
    assert max(len(line) for line in texts[0].splitlines()) <= 80
    for words in (
        "poor (Landis & Koch 1977); none (McHugh 2012)",
        "Rows Ada, columns Grace:",
        "prevalence index 0.926, bias index",
        '"unsure" is counted as "include" (0 ratings).',
    ):
        assert words in texts[0]


def test_the_json_has_each_statistic_with_its_interval_and_the_bootstrap_if_asked_for(
    published: tuple[Review, Review], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = published[0].session.folder
    monkeypatch.setenv("REVIEWKIT_STATE", str(folder.parent / "another device"))
    command = ["--review", str(folder), "agreement", "--json"]
    assert run(command) == 0
    plain = json.loads(capsys.readouterr().out)["title_abstract"]
    assert {plain[name]["bootstrap"] for name in ("percent_agreement", "kappa", "pabak", "ac1", "alpha")} == {None}
    assert plain["n"] == 27
    assert plain["two_by_two"]["both_positive"] == 25
    assert run([*command, "--bootstrap", "200", "--seed", "3"]) == 0
    drawn = json.loads(capsys.readouterr().out)["title_abstract"]
    assert "200 resamples of the items, seed 3" in drawn["kappa"]["bootstrap"]["method"]
    assert drawn["kappa"]["value"] == plain["kappa"]["value"]


def test_unsure_counts_as_include_at_first_and_is_a_category_of_its_own_later(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    both_decide(ada, grace, TITLE, [(UNSURE, INCLUDE), (INCLUDE, INCLUDE), (INCLUDE, UNSURE), (UNSURE, UNSURE)])
    both_decide(ada, grace, TEXT, [(UNSURE, INCLUDE), (INCLUDE, INCLUDE)])
    found = ada.results.agreement()
    assert found[TITLE].decisions.percent_agreement.value == 1
    assert found[TITLE].decisions.notes == ('"unsure" is counted as "include" (4 ratings).',)
    assert found[TEXT].decisions.percent_agreement.value == 0.5
    assert found[TEXT].decisions.categories == ("exclude", "unsure", "include")
    assert found[TEXT].decisions.notes == ('"unsure" is a category of its own (1 rating).',)


def test_what_everybody_includes_is_undefined_and_says_why(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    both_decide(ada, grace, TITLE, [(INCLUDE, INCLUDE)] * 3)
    kappa = ada.results.agreement()[TITLE].decisions.kappa
    assert (kappa.value, kappa.undefined) == (None, 'undefined, because both raters said "include" every time')
    assert "Cohen's kappa undefined, because" in " ".join(ada.results.sentences(ada.results.document()))


def test_each_criterion_is_a_rating_of_its_own_where_reasons_were_given(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    both_decide(ada, grace, TITLE, [(INCLUDE, INCLUDE)] * 4)
    plan = [(EXCLUDE, EXCLUDE), (EXCLUDE, INCLUDE), (INCLUDE, INCLUDE), (INCLUDE, INCLUDE)]
    both_decide(ada, grace, TEXT, plan, ["population", "design"], ["population"])
    found = ada.results.full_agreement()
    assert found[TITLE].criteria == {}
    agreed = {name: one.percent_agreement.value for name, one in found[TEXT].criteria.items()}
    assert (agreed["population"], agreed["design"], agreed["language"]) == (0.75, 0.5, 1)
    assert list(agreed) == [one.id for one in ada.screening.criteria(TEXT)]
    assert "undefined, because both raters said" in text_of(ada)


def test_who_excludes_at_title_and_abstract_without_a_reason_has_said_nothing_on_the_criteria(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    both_decide(ada, grace, TITLE, [(EXCLUDE, EXCLUDE), (INCLUDE, INCLUDE)], ["language"], [])
    both_decide(ada, grace, TITLE, [(EXCLUDE, EXCLUDE), (INCLUDE, INCLUDE)], ["language"], ["language"])
    language = ada.results.full_agreement()[TITLE].criteria["language"]
    assert (language.n, language.percent_agreement.value, language.missing) == (3, 1, 1)


def test_a_pilot_round_is_told_apart_and_left_out_of_the_stage(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    first, second = sorted(ada.session.state.reports())[:2]
    records = (RecordId(first), RecordId(second))
    pilot = Pilot("round 1", TITLE, records, reviewers=ada.session.state.rules.reviewers)
    ada.session.write([Draft("p1", pilot)])
    sync(ada, grace)
    plan = {first: (INCLUDE, EXCLUDE), second: (INCLUDE, INCLUDE)}
    for report in sorted(ada.session.state.reports()):
        for review, verdict in zip((ada, grace), plan.get(report, (EXCLUDE, EXCLUDE)), strict=True):
            review.screening.decide(report, TITLE, verdict)
    sync(ada, grace)
    found = ada.results.full_agreement()[TITLE]
    assert (found.decisions.n, found.decisions.percent_agreement.value) == (2, 1)
    assert (found.pilots["round 1"].n, found.pilots["round 1"].percent_agreement.value) == (2, 0.5)
    assert "Pilot rounds are left out: 2 reports." in found.decisions.notes
    assert 'Title and abstract, pilot round "round 1"' in text_of(ada)


def test_a_second_look_is_not_counted_and_what_was_never_blind_is_named(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    first, second, third = ada.screening.queue(TITLE)
    both_decide(ada, grace, TITLE, [(INCLUDE, EXCLUDE), (INCLUDE, INCLUDE)])
    ada.screening.decide(first, TITLE, EXCLUDE)
    ada.screening.decide(third, TITLE, INCLUDE)
    found = ada.results.agreement()[TITLE].decisions
    assert (found.n, found.percent_agreement.value) == (2, 0.5)
    share(ada, "1.0", "0.0")
    share(grace, "1.0", "0.0")
    sync(ada, grace)
    grace.screening.decide(third, TITLE, INCLUDE)  # who has been able to see Ada's
    sync(ada, grace)
    after = ada.results.agreement()[TITLE].decisions
    assert after.n == 2
    assert "Left out, not decided on blind by two people: 1 report." in after.notes
    assert second in ada.session.state.reports()


def share(review: Review, old: str, new: str) -> None:
    path = review.session.folder / "criteria/review.toml"
    text = path.read_text(encoding="utf-8").replace(f"dual_share = {old}", f"dual_share = {new}")
    path.write_text(text, encoding="utf-8")
    review.refresh()


def test_of_three_who_rated_gaps_are_allowed_and_each_two_are_told(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    decide_all(ada, TITLE)
    grace.screening.decide(grace.screening.queue(TITLE)[0], TITLE, EXCLUDE)
    sync(ada, grace)
    path = grace.session.folder / "criteria/review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Ada", "Grace"', '"Grace", "Lin"'), encoding="utf-8")
    lin = open_review(grace.session.folder, "Lin", 3)
    decide_all(lin, TITLE)
    found = lin.results.agreement()[TITLE]
    assert (found.decisions.n, found.decisions.raters) == (4, ("Ada", "Grace", "Lin"))
    assert {name: (one.n, one.agreed) for name, one in found.pairs.items()} == {
        "Ada and Grace": (1, 0),
        "Ada and Lin": (3, 3),
    }


_steps = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 1), st.integers(0, 2), st.sampled_from(Verdict)),
        st.tuples(st.just("undo"), st.integers(0, 1)),
        st.tuples(st.just("sync")),
        st.tuples(st.just("link"), st.integers(0, 1), st.sampled_from((LinkVerdict.SAME, LinkVerdict.DIFFERENT))),
    ),
    min_size=4,
    max_size=16,
)


@given(_steps)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_where_all_was_blind_the_votes_that_stand_are_the_blind_ones(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    """So that agreement need not read the events of reports of which the standings say it all."""
    both = two_devices(tmp_path_factory.mktemp("team"))
    records = sorted(both[0].session.state.origins())
    for kind, *rest in steps:
        match kind, rest:
            case "decide", [int(who), int(record), Verdict() as verdict]:
                report = both[who].session.state.report_of(records[record])
                assert report is not None
                both[who].screening.decide(report.id, TITLE, verdict)
            case "undo", [int(who)]:
                both[who].screening.undo()
            case "link", [int(who), LinkVerdict() as verdict]:
                both[who].duplicates.link(records[0], records[1], verdict)
            case _:
                sync(*both)
    state = both[0].session.state
    not_blind = state.not_blind()
    for report, own in state.standings():
        if own[0].status in (Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT) and not_blind.isdisjoint(
            report.records
        ):
            said = {one.reviewer: (one.verdict, one.reasons) for one in own[0].votes}
            blind = state.blind_votes(report, TITLE)
            assert said == {name: (one.verdict, one.reasons) for name, one in blind.items()}


def test_the_reports_are_in_one_order_whether_their_events_were_read_or_not(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    both_decide(ada, grace, TITLE, [(INCLUDE, EXCLUDE), (INCLUDE, INCLUDE), (EXCLUDE, EXCLUDE), (INCLUDE, INCLUDE)])
    before = agreement.stages(ada.session.state, {}, {}, Options(resamples=50))
    second = sorted(ada.session.state.reports())[1]
    ada.screening.decide(second, TITLE, UNSURE)
    assert agreement.stages(ada.session.state, {}, {}, Options(resamples=50)) == before
    rated = agreement._blind(ada.session.state)[TITLE].rated
    assert all(a < b for a, b in pairwise(rated))
