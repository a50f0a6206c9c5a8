from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.flow.counts import counts
from reviewkit.fold import State
from reviewkit.model import (
    Access,
    Decision,
    DeviceId,
    Event,
    EventId,
    FileId,
    Import,
    Link,
    LinkOrigin,
    LinkVerdict,
    Resolution,
    Retrieval,
    Reviewer,
    Route,
    Search,
    SearchId,
    Stage,
    Status,
    Undo,
    Verdict,
    record_id,
)
from reviewkit.screening.outcome import Rules
from tests.strategies import ACTORS, DEVICES, FILES, READINGS, RECORDS, REJECTED, histories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.model import Body, Report

RULES = Rules(ACTORS[:2], ACTORS[2])
ADA, GRACE = ACTORS[:2]


def folded(events: Iterable[Event], readings: Iterable[tuple[FileId, DeviceId]] = tuple(READINGS)) -> State:
    state = State(RULES)
    for key in readings:
        state.add_reading(*key, READINGS[key])
    state.add(events)
    return state


def summary(state: State) -> object:
    """All that a state answers."""
    reports = state.reports()
    return (
        state.searches(),
        state.imports(),
        reports,
        state.pairs(),
        sorted(state.links(), key=repr),
        state.disputes(),
        (state.skipped(), state.uncompared(), state.compared.is_older("2")),
        {one.id: state.progress(one) for one in reports.values()},
        state.standings(),
        state.identified(),
        (state.pilots(), {key: body for key, (body, _) in state.rulings().items()}, state.removals()),
        [state.stopped(stage) for stage in Stage],
        {one.id: (state.study_of(one), state.full_texts(one), state.removed_by(one)) for one in reports.values()},
        {(one.id, actor): state.tags(one, actor) for one in reports.values() for actor in ACTORS},
        {(one.id, stage): state.outcome(one, stage) for one in reports.values() for stage in Stage},
        {(one.id, stage): state.blind_votes(one, stage) for one in reports.values() for stage in Stage},
        {one.id: state.access(one) for one in reports.values()},
        (state.repairs(), state.uncompared(), {one: state.repairs_of(one) for one in REJECTED}),
        ([_appraised(state, one) for one in reports.values()], state.seed_searches()),
        ({one.id: state.filled(one) for one in reports.values()}, state.fillings()),
        [
            (one.id, actor, stage, state.is_blind(one, stage, actor))
            for one in reports.values()
            for actor in ACTORS
            for stage in Stage
        ],
    )


def _appraised(state: State, report: Report) -> object:
    """All that a state answers of the appraisal of a report's study."""
    standing = state.appraised([report])
    blind = [state.appraises_blind(standing, actor) for actor in ACTORS]
    return standing, standing.status, standing.differing, state.blind_appraisals(standing, state.not_blind()), blind


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_any_order_split_or_repetition_folds_to_the_same_state(events: list[Event], random: object) -> None:
    shuffled = [*events, *events]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    state = State(RULES)
    for number, event in enumerate(shuffled):
        state.add([event])
        if number % 3 == 0:
            summary(state)
    for key in reversed(READINGS):
        state.add_reading(*key, READINGS[key])
    assert summary(state) == summary(folded(events))


@given(histories())
@settings(max_examples=200, deadline=None)
def test_every_record_is_in_exactly_one_box_whatever_happened(events: list[Event]) -> None:
    state = folded(events)
    searches = state.searches()
    routes = {one: searches[origin.search].route for one, origin in state.origins().items()}
    flow = counts(routes, state.standings(), quality_excludes=True)
    assert len(flow.total.get("identified", ())) == len(state.origins())
    entries = [
        record_id(file, ordinal)
        for file, event in state.imports().items()
        if isinstance(event.body, Import)
        for ordinal in range(1, event.body.records + event.body.rejected + 1)
    ]
    rejected = [one for one in entries if one not in RECORDS and one not in state.repairs()]
    assert sorted([*state.origins(), *rejected]) == entries


class Past:
    """A history written one event after the other, each writer having seen all before it unless told otherwise."""

    def __init__(self, rejected: int = 0) -> None:
        self.events: list[Event] = []
        for file in FILES:
            self.add(ADA, file, Import(SearchId("s1"), "x.ris", "RIS", 3, rejected))
        self.add(ADA, "s1", Search("ERIC", Route.DATABASE, ("ERIC",)))

    def add(
        self,
        actor: Reviewer,
        subject: str,
        body: Body,
        supersedes: Iterable[EventId] = (),
        device: DeviceId | None = None,
        unseen: Iterable[EventId] = (),
    ) -> EventId:
        at = device or DEVICES[ACTORS.index(actor)]
        hidden = set(unseen)
        last: dict[DeviceId, int] = {}
        for event in self.events:
            if event.id not in hidden:
                last[event.device] = max(last.get(event.device, 0), event.seq)
        seq = max((event.seq for event in self.events if event.device == at), default=0) + 1
        identity = EventId(f"00000000-0000-0000-0000-{len(self.events):012d}")
        seen = {other: seq for other, seq in last.items() if other != at}
        self.events.append(Event(identity, actor, at, seq, "", "", subject, body, "0", "", seen, frozenset(supersedes)))
        return identity

    def decide(self, actor: Reviewer, verdict: Verdict, **more: object) -> EventId:
        supersedes = more.pop("supersedes", ())
        device = more.pop("device", None)
        stage = more.pop("stage", Stage.TITLE_ABSTRACT)
        reasons = more.pop("reasons", ())
        body = Decision(stage, verdict, reasons, **more)  # type: ignore[arg-type]
        return self.add(actor, RECORDS[0], body, supersedes, device)  # type: ignore[arg-type]

    def report(self) -> tuple[State, Report]:
        state = folded(self.events)
        found = state.report_of(RECORDS[0])
        assert found is not None
        return state, found

    def status(self, stage: Stage = Stage.TITLE_ABSTRACT) -> Status:
        state, report = self.report()
        return state.outcome(report, stage).status


def test_unsure_counts_as_include_at_title_and_abstract_and_as_a_conflict_at_full_text() -> None:
    past = Past()
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        past.decide(ADA, Verdict.UNSURE, stage=stage)
        past.decide(GRACE, Verdict.INCLUDE, stage=stage)
    assert past.status() is Status.INCLUDED
    assert past.status(Stage.FULL_TEXT) is Status.CONFLICT


def test_two_heads_of_one_reviewer_that_differ_return_the_report_to_the_queue() -> None:
    past = Past()
    past.decide(GRACE, Verdict.INCLUDE)
    one = past.decide(ADA, Verdict.INCLUDE)
    two = past.decide(ADA, Verdict.EXCLUDE, device=DEVICES[2])
    assert past.status() is Status.PENDING
    past.decide(ADA, Verdict.INCLUDE, supersedes=(one, two))
    assert past.status() is Status.INCLUDED


def test_somebody_else_cannot_supersede_a_decision() -> None:
    past = Past()
    own = past.decide(ADA, Verdict.INCLUDE)
    past.decide(GRACE, Verdict.INCLUDE, supersedes=(own,))
    assert past.status() is Status.INCLUDED


def test_a_resolution_holds_until_a_decision_that_it_names_changes() -> None:
    past = Past()
    one, two = past.decide(ADA, Verdict.INCLUDE), past.decide(GRACE, Verdict.EXCLUDE)
    past.add(ADA, RECORDS[0], Resolution(Stage.TITLE_ABSTRACT, Verdict.INCLUDE, (one, two), (ADA, GRACE)))
    assert past.status() is Status.INCLUDED
    past.decide(GRACE, Verdict.EXCLUDE, supersedes=(two,), note="I think it over", blind=False)
    assert past.status() is Status.CONFLICT


def test_two_resolutions_unknown_to_each_other_that_differ_leave_the_conflict_open() -> None:
    past = Past()
    named = past.decide(ADA, Verdict.INCLUDE), past.decide(GRACE, Verdict.EXCLUDE)
    into = Resolution(Stage.TITLE_ABSTRACT, Verdict.INCLUDE, named, (ADA, GRACE))
    first = past.add(ADA, RECORDS[0], into)
    past.add(GRACE, RECORDS[0], replace(into, verdict=Verdict.EXCLUDE), unseen=[first])
    assert past.status() is Status.CONFLICT
    past.add(GRACE, RECORDS[0], replace(into, verdict=Verdict.EXCLUDE))
    assert past.status() is Status.EXCLUDED


def test_excluders_with_different_primary_reasons_are_excluded_with_the_reason_open() -> None:
    past = Past()
    for stage in (Stage.TITLE_ABSTRACT,):
        past.decide(ADA, Verdict.INCLUDE, stage=stage)
        past.decide(GRACE, Verdict.INCLUDE, stage=stage)
    past.decide(ADA, Verdict.EXCLUDE, stage=Stage.FULL_TEXT, reasons=("timeframe",))
    past.decide(GRACE, Verdict.EXCLUDE, stage=Stage.FULL_TEXT, reasons=("language", "timeframe"))
    state, report = past.report()
    outcome = state.outcome(report, Stage.FULL_TEXT)
    assert (outcome.status, outcome.reason_open, outcome.reasons) == (Status.EXCLUDED, True, ())


def test_undo_brings_back_what_the_undone_decision_replaced() -> None:
    past = Past()
    past.decide(GRACE, Verdict.INCLUDE)
    one = past.decide(ADA, Verdict.INCLUDE)
    two = past.decide(ADA, Verdict.EXCLUDE, supersedes=(one,))
    past.add(ADA, RECORDS[0], Undo(Stage.TITLE_ABSTRACT, one), (two,))
    assert past.status() is Status.INCLUDED


def test_a_change_of_mind_after_both_are_in_is_not_the_blind_vote() -> None:
    past = Past()
    one = past.decide(ADA, Verdict.INCLUDE)
    past.decide(GRACE, Verdict.EXCLUDE)
    state, report = past.report()
    assert not state.is_blind(report, Stage.TITLE_ABSTRACT, ADA)
    past.decide(ADA, Verdict.EXCLUDE, supersedes=(one,), blind=False)
    state, report = past.report()
    assert state.outcome(report, Stage.TITLE_ABSTRACT).status is Status.EXCLUDED
    votes = state.blind_votes(report, Stage.TITLE_ABSTRACT)
    assert {name: vote.verdict for name, vote in votes.items()} == {ADA: Verdict.INCLUDE, GRACE: Verdict.EXCLUDE}


def test_a_slip_taken_back_before_the_colleague_decided_leaves_the_next_decision_blind() -> None:
    past = Past()
    slip = past.decide(ADA, Verdict.INCLUDE)
    past.add(ADA, RECORDS[0], Undo(Stage.TITLE_ABSTRACT), (slip,))
    past.decide(GRACE, Verdict.EXCLUDE)
    state, report = past.report()
    assert state.is_blind(report, Stage.TITLE_ABSTRACT, ADA)


def test_a_decision_taken_back_after_the_colleagues_showed_leaves_nothing_blind() -> None:
    past = Past()
    slip = past.decide(ADA, Verdict.INCLUDE)
    past.decide(GRACE, Verdict.EXCLUDE)
    past.add(ADA, RECORDS[0], Undo(Stage.TITLE_ABSTRACT, blind=False), (slip,))
    state, report = past.report()
    assert state.outcome(report, Stage.TITLE_ABSTRACT).status is Status.PENDING
    assert not state.is_blind(report, Stage.TITLE_ABSTRACT, ADA)
    assert state.blind_votes(report, Stage.TITLE_ABSTRACT)[ADA].verdict is Verdict.INCLUDE


def test_a_merge_of_reports_keeps_every_decision_and_a_split_returns_the_other_half_to_the_queue() -> None:
    past = Past()
    past.decide(ADA, Verdict.INCLUDE)
    past.add(GRACE, RECORDS[3], Decision(Stage.TITLE_ABSTRACT, Verdict.INCLUDE))
    assert past.status() is Status.PENDING
    same = Link(RECORDS[0], RECORDS[3], LinkVerdict.SAME, LinkOrigin.PERSON, 100)
    joined = past.add(ADA, RECORDS[0], same)
    assert past.status() is Status.INCLUDED
    past.add(ADA, RECORDS[0], replace(same, verdict=LinkVerdict.DIFFERENT), (joined,))
    assert past.status() is Status.PENDING


def test_who_has_the_full_text_goes_before_who_could_not_get_it() -> None:
    past = Past()
    past.decide(ADA, Verdict.INCLUDE)
    past.decide(GRACE, Verdict.INCLUDE)
    lost = past.add(ADA, RECORDS[0], Retrieval(Access.NOT_RETRIEVED, "no library holds it"))
    assert past.status(Stage.FULL_TEXT) is Status.NOT_RETRIEVED
    past.add(GRACE, RECORDS[0], Retrieval(Access.RETRIEVED), unseen=[lost])
    assert past.status(Stage.FULL_TEXT) is Status.PENDING


def test_of_two_readings_of_one_file_the_import_of_lowest_id_counts() -> None:
    past = Past()
    again = past.add(GRACE, FILES[0], Import(SearchId("s2"), "copy.ris", "RIS", 3, 0))
    chosen = folded(past.events).imports()[FILES[0]]
    assert chosen.id == min(again, past.events[0].id)


def test_an_import_whose_record_file_is_not_complete_is_arriving_and_not_counted() -> None:
    past = Past()
    state = folded(past.events, [key for key in READINGS if key[0] == FILES[0]])
    assert set(state.imports()) == {FILES[0]}
    assert [event.subject for event in state.arriving()] == [FILES[1]]


def test_an_import_whose_search_has_not_arrived_is_not_counted_under_any_route() -> None:
    past = Past()
    past.add(GRACE, FILES[1], Import(SearchId("unknown yet"), "b.ris", "RIS", 3, 0))
    without = [event for event in past.events if event.subject != "s1"]
    assert folded(without).origins() == {}
    assert len(folded(without).arriving()) == 3
    assert len(folded(past.events).origins()) == 6


def test_what_an_event_replaces_on_another_report_is_worked_out_anew() -> None:
    past = Past()
    one = past.decide(ADA, Verdict.INCLUDE)
    two = past.add(ADA, RECORDS[1], Decision(Stage.TITLE_ABSTRACT, Verdict.INCLUDE))
    state = folded(past.events)
    summary(state)
    past.decide(ADA, Verdict.EXCLUDE, supersedes=(one, two))
    state.add(past.events[-1:])
    assert summary(state) == summary(folded(past.events))


def test_a_slip_on_a_settled_report_taken_back_leaves_it_settled() -> None:
    past = Past()
    one, two = past.decide(ADA, Verdict.INCLUDE), past.decide(GRACE, Verdict.EXCLUDE)
    past.add(ADA, RECORDS[0], Resolution(Stage.TITLE_ABSTRACT, Verdict.INCLUDE, (one, two), (ADA, GRACE)))
    slip = past.decide(ADA, Verdict.UNSURE, supersedes=(one,), blind=False)
    past.add(ADA, RECORDS[0], Undo(Stage.TITLE_ABSTRACT, one, blind=False), (slip,))
    assert past.status() is Status.INCLUDED


def test_a_merge_that_brings_another_decision_reopens_what_was_settled() -> None:
    for other_first in (True, False):  # so that its id is once the lower, once the higher
        past, other = Past(), Decision(Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
        if other_first:
            past.add(ADA, RECORDS[3], other)
        one, two = past.decide(ADA, Verdict.INCLUDE), past.decide(GRACE, Verdict.EXCLUDE)
        past.add(ADA, RECORDS[0], Resolution(Stage.TITLE_ABSTRACT, Verdict.INCLUDE, (one, two), (ADA, GRACE)))
        if not other_first:
            past.add(ADA, RECORDS[3], other)
        past.add(ADA, RECORDS[0], Link(RECORDS[0], RECORDS[3], LinkVerdict.SAME, LinkOrigin.PERSON, 100))
        assert past.status() is Status.CONFLICT


def test_of_two_proposals_on_one_pair_the_higher_score_shows_in_any_order() -> None:
    past = Past()
    for score in (60, 70, 65):
        link = Link(RECORDS[0], RECORDS[1], LinkVerdict.UNCERTAIN, LinkOrigin.RULE, score, (), str(score))
        past.add(ADA, RECORDS[0], link)
    assert [pair.score for pair in folded(past.events).pairs()] == [70]
    assert [pair.score for pair in folded(reversed(past.events)).pairs()] == [70]
