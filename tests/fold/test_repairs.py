"""Which repair of a rejected entry counts, and what was worked out from another text of it."""

from __future__ import annotations

import pytest

from reviewkit.model import (
    Comparison,
    Decision,
    Link,
    LinkOrigin,
    LinkVerdict,
    Record,
    Repair,
    Stage,
    Undo,
    Verdict,
    record_id,
)
from tests.strategies import FILES, RECORDS
from tests.test_fold import ADA, GRACE, Past, folded

ENTRY = record_id(FILES[0], 4)
SAME = Link(RECORDS[0], ENTRY, LinkVerdict.SAME, LinkOrigin.RULE, 90, rules="1")


def repair(title: str) -> Repair:
    return Repair(Record(ENTRY, title=title))


class Rejecting(Past):
    """A past in which each file had two entries that could not be read, number 4 and 5."""

    def __init__(self) -> None:
        super().__init__(rejected=2)

    def title(self) -> str | None:
        repaired = folded(self.events).repairs().get(ENTRY)
        return repaired[1].title if repaired is not None else None


def test_of_two_repairs_unknown_to_each_other_the_one_of_lowest_id_counts_and_both_are_known() -> None:
    past = Rejecting()
    first = past.add(ADA, ENTRY, repair("By Ada"))
    past.add(GRACE, ENTRY, repair("By Grace"), unseen=[first])
    assert past.title() == "By Ada"
    assert [record.title for _, record in folded(past.events).repairs_of(ENTRY)] == ["By Ada", "By Grace"]


def test_whoever_has_seen_the_others_repair_goes_before_and_undo_brings_the_others_back() -> None:
    past = Rejecting()
    past.add(ADA, ENTRY, repair("By Ada"))
    second = past.add(GRACE, ENTRY, repair("By Grace"))
    assert past.title() == "By Grace"
    past.add(GRACE, ENTRY, Undo(), {second})
    assert past.title() == "By Ada"


def test_a_repair_taken_back_takes_its_report_out_and_its_decisions_count_again_with_the_next() -> None:
    past = Rejecting()
    one = past.add(ADA, ENTRY, repair("On kites"))
    past.add(GRACE, ENTRY, Decision(Stage.TITLE_ABSTRACT, Verdict.EXCLUDE))
    past.add(ADA, ENTRY, Undo(), {one})
    assert folded(past.events).report_of(ENTRY) is None
    past.add(ADA, ENTRY, repair("On kites again"))
    state = folded(past.events)
    report = state.report_of(ENTRY)
    assert report is not None
    assert [vote.reviewer for vote in state.outcome(report, Stage.TITLE_ABSTRACT).votes] == [GRACE]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        (RECORDS[0], Repair(Record(RECORDS[0], title="Read all right"))),
        (record_id(FILES[0], 6), Repair(Record(record_id(FILES[0], 6), title="No such entry"))),
        (record_id(FILES[0], 5), repair("Another entry's record")),
        (f"{FILES[0]}:4", Repair(Record(record_id(FILES[0], 4), title="Another spelling"))),
    ],
)
def test_only_an_entry_that_was_rejected_can_become_a_record(subject: str, body: Repair) -> None:
    past = Rejecting()
    past.add(ADA, subject, body)
    assert folded(past.events).repairs() == {}


def test_what_a_rule_said_of_another_text_of_the_entry_does_not_count() -> None:
    past = Rejecting()
    wrong = past.add(ADA, ENTRY, repair("The title of somebody else's paper"))
    past.add(ADA, RECORDS[0], SAME)
    assert len(folded(past.events).reports()) == 6
    past.add(ADA, ENTRY, repair("The right title"), {wrong})
    assert len(folded(past.events).reports()) == 7
    past.add(ADA, RECORDS[0], SAME)
    assert len(folded(past.events).reports()) == 6


def test_an_entry_that_was_repaired_is_compared_although_its_file_was() -> None:
    past = Rejecting()
    past.add(ADA, "", Comparison(FILES, "1"))
    assert folded(past.events).uncompared() == []
    head = past.add(ADA, ENTRY, repair("On kites"))
    state = folded(past.events)
    assert [str(one) for one in state.uncompared()] == [head]
    past.add(ADA, "", Comparison(tuple(state.batches()), "1", tuple(state.uncompared())))
    assert folded(past.events).uncompared() == []
