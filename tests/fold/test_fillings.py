"""What people have filled in of a report, and whose word counts."""

from __future__ import annotations

from reviewkit.model import Fillable, Filling, Link, LinkOrigin, LinkVerdict, Undo
from tests.strategies import RECORDS
from tests.test_fold import ADA, GRACE, Past, folded


def abstract(text: str) -> Filling:
    return Filling(Fillable.ABSTRACT, (text,), "pasted")


def said(past: Past) -> list[str]:
    state, report = past.report()
    assert state.fillings().get(report.id, {}) == state.filled(report)
    return [body.values[0] for _, body in state.filled(report).values()]


def test_of_two_fillings_unknown_to_each_other_the_one_of_lowest_id_counts() -> None:
    past = Past()
    first = past.add(ADA, RECORDS[0], abstract("by Ada"))
    past.add(GRACE, RECORDS[0], abstract("by Grace"), unseen=[first])
    assert said(past) == ["by Ada"]


def test_a_filling_that_saw_the_other_goes_before_and_taken_back_leaves_the_other() -> None:
    past = Past()
    past.add(ADA, RECORDS[0], abstract("by Ada"))
    second = past.add(GRACE, RECORDS[0], abstract("by Grace"))
    assert said(past) == ["by Grace"]
    past.add(GRACE, RECORDS[0], Undo(), {second})
    assert said(past) == ["by Ada"]


def test_fields_are_filled_in_one_by_one_and_belong_to_the_report_that_holds_the_record() -> None:
    past = Past()
    past.add(ADA, RECORDS[1], abstract("of the second"))
    past.add(ADA, RECORDS[1], Filling(Fillable.KEYWORDS, ("kites", "ropes"), "OpenAlex"))
    assert said(past) == []
    past.add(ADA, RECORDS[0], Link(RECORDS[0], RECORDS[1], LinkVerdict.SAME, LinkOrigin.PERSON, 100))
    assert said(past) == ["of the second", "kites"]
    assert [str(one) for one in folded(past.events).fillings()] == [RECORDS[0]]
