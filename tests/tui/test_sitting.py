"""The sitting on real reviews, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import NotAllowedError
from reviewkit.model import Access, Order, Stage, Verdict
from reviewkit.tui.sitting import Sitting
from tests.tui.team import ANNA, BERIT, decide, decisions, imported, papers, ris

if TYPE_CHECKING:
    from reviewkit.review import Review
    from tests.tui.team import Team

STAGE = Stage.TITLE_ABSTRACT


def sitting(review: Review, stage: Stage = STAGE) -> Sitting:
    return Sitting(review, stage, {})


def test_all_that_wait_come_once_each_in_order(anna: Review) -> None:
    waiting = anna.screening.queue(STAGE)
    here = sitting(anna)
    seen = []
    while here.current is not None:
        seen.append(here.current)
        here.decide(Verdict.INCLUDE)
    assert seen == waiting
    assert anna.screening.queue(STAGE) == []
    assert here.decide(Verdict.INCLUDE) is None


def test_a_digit_adds_a_reason_to_the_report_just_excluded_and_takes_it_off_again(anna: Review) -> None:
    here = sitting(anna)
    excluded = here.current
    here.decide(Verdict.EXCLUDE)
    here.why(5)
    here.why(1)
    here.why(5)
    assert here.current != excluded
    assert [one.reasons for one in decisions(anna)] == [
        (),
        ("population",),
        ("timeframe", "population"),
        ("timeframe",),
    ]
    assert excluded is not None
    own = anna.screening.view(excluded, STAGE).own
    assert own is not None
    assert own.reasons == ("timeframe",)


def test_a_digit_after_an_include_does_nothing(anna: Review) -> None:
    here = sitting(anna)
    here.decide(Verdict.INCLUDE)
    assert here.why(1) is None
    assert len(decisions(anna)) == 1


def test_a_digit_without_a_criterion_is_refused(anna: Review) -> None:
    here = sitting(anna)
    here.decide(Verdict.EXCLUDE)
    with pytest.raises(NotAllowedError, match="no criterion 9"):
        here.why(9)


def test_a_note_goes_with_the_report_it_was_written_on_even_if_that_is_put_off(anna: Review) -> None:
    here = sitting(anna)
    noted = here.current
    here.note("two samples")
    here.later()
    here.decide(Verdict.INCLUDE)
    while here.current != noted:
        here.decide(Verdict.INCLUDE)
    here.decide(Verdict.EXCLUDE)
    assert [one.note for one in decisions(anna)] == ["", "", "", "", "", "two samples"]
    assert here.notes == {}


def test_a_note_on_a_decided_report_is_written_at_once(anna: Review) -> None:
    here = sitting(anna)
    here.decide(Verdict.EXCLUDE)
    here.why(3)
    here.undo()
    assert here.note("read it again") is True
    assert decisions(anna)[-1].note == "read it again"
    assert decisions(anna)[-1].verdict is Verdict.EXCLUDE


def test_undo_walks_back_one_act_at_a_time_and_shows_each_report(anna: Review) -> None:
    here = sitting(anna)
    first = here.current
    here.decide(Verdict.INCLUDE)
    second = here.current
    here.decide(Verdict.EXCLUDE)
    here.why(1)
    here.undo()
    view = here.view()
    assert view is not None
    assert (view.report.id, view.own.reasons if view.own else None) == (second, ())
    here.undo()
    assert here.current == second
    here.undo()
    assert here.current == first
    assert here.undo() is None
    assert anna.screening.queue(STAGE)[:2] == [first, second]


def test_a_colleagues_reports_join_at_the_end_and_the_one_in_view_stays(team: Team, anna: Review) -> None:
    here = sitting(anna)
    here.later()
    in_view = here.current
    berit = team.open(BERIT)
    imported(berit, ris(papers(9)[6:]), name="more.ris")
    assert anna.refresh()
    here.take_in()
    assert here.current == in_view
    assert (here.total, here.left) == (9, 9)


def test_a_full_text_that_was_not_retrieved_leaves_the_queue(team: Team, anna: Review) -> None:
    berit = team.open(BERIT)
    decide(anna, STAGE, "include", "include")
    decide(berit, STAGE, "include", "include")
    anna.refresh()
    here = sitting(anna, Stage.FULL_TEXT)
    assert here.needs_reason
    gone = here.current
    here.set_access(Access.NOT_RETRIEVED, "no copy in any library")
    assert here.current != gone
    here.set_access(Access.RETRIEVED, "")
    assert here.left == 1


def test_somebody_elses_acts_are_never_taken_back(team: Team, anna: Review) -> None:
    decide(anna, STAGE, "include")
    berit = team.open(BERIT)
    assert sitting(berit).undo() is None
    assert team.open(ANNA).screening.undo() is not None


def test_the_pace_is_taken_between_decisions_and_remembered_at_the_end(anna: Review) -> None:
    times = iter([0.0, 10, 30, 60, 100, 150, 210])
    here = Sitting(anna, STAGE, {}, clock=lambda: next(times))
    assert here.time_left == ""
    for _ in range(4):
        here.decide(Verdict.INCLUDE)
    assert here.time_left == ""
    here.decide(Verdict.INCLUDE)
    assert here.time_left == "about 1 min"
    here.end()
    assert anna.pace.gaps(STAGE) == [10.0, 20.0, 30.0, 40.0, 50.0]


def test_what_is_put_off_is_last_for_the_next_sitting_until_it_is_decided(anna: Review) -> None:
    waiting, later = anna.screening.queue(STAGE), []  # type: ignore[var-annotated]  # as the app keeps it
    here = Sitting(anna, STAGE, {}, put_off=later)
    here.later()
    here.decide(Verdict.INCLUDE)
    again = Sitting(anna, STAGE, {}, put_off=later)
    assert again.current == waiting[2]
    for _ in range(4):
        again.decide(Verdict.INCLUDE)
    assert again.current == waiting[0]
    again.decide(Verdict.INCLUDE)
    assert later == []


def test_an_order_that_was_learned_moves_neither_what_is_in_view_nor_later_nor_what_undo_has_put_off(
    anna: Review,
) -> None:
    anna.ordering.choose(STAGE, Order.LIKELY)
    here = sitting(anna)
    waiting = anna.screening.queue(STAGE)
    due = [here.is_due]
    here.later()
    here.decide(Verdict.INCLUDE)
    here.take_order(list(reversed(here.ask().waiting)), 1)
    due.append(here.is_due)
    assert due == [True, False]
    assert [here.current, here.left] == [waiting[2], 5]
    here.undo()
    asked = here.ask()
    assert (asked.waiting, asked.read) == ([waiting[5], waiting[4], waiting[3]], 2)
    here.take_order([waiting[4], waiting[3], waiting[0], waiting[1], waiting[5]], 0)
    seen = []
    while here.current is not None:
        seen.append(here.current)
        here.decide(Verdict.EXCLUDE)
    assert seen == [waiting[place] for place in (1, 2, 4, 3, 5, 0)]


def test_a_sitting_begins_with_what_the_last_one_in_this_order_would_have_gone_on_with(anna: Review) -> None:
    anna.ordering.choose(STAGE, Order.LIKELY)
    here = sitting(anna)
    waiting = anna.screening.queue(STAGE)
    here.take_order([waiting[3], waiting[1]], 0)
    here.decide(Verdict.INCLUDE)
    here.end()
    again = sitting(anna)
    assert (again.current, again.learned, again.is_due) == (waiting[3], None, True)
    anna.ordering.choose(STAGE, Order.IMPORTED)
    again.reorder()
    assert [again.current, *again.ask().waiting] == [waiting[3], waiting[1], waiting[2], *waiting[4:]]


def test_in_random_order_what_comes_in_is_shuffled_among_the_rest(team: Team, anna: Review) -> None:
    anna.ordering.choose(STAGE, Order.RANDOM, seed=3)
    here = sitting(anna)
    first = here.current
    berit = team.open(BERIT)
    imported(berit, ris(papers(30)[6:]), name="more.ris")
    anna.refresh()
    here.take_in()
    order = [one for one in anna.ordering.queue(STAGE) if one != first]
    assert [here.current, *here.ask().waiting] == [first, *order]
