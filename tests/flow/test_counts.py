"""What adds up, whatever happened: as a whole, by round, by database, and with anything left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.errors import FlowError
from reviewkit.flow.counts import Apart, adds_up, counts, is_box
from reviewkit.flow.databases import UNKNOWN, databases, identified
from reviewkit.flow.narrowing import Round, rounds
from reviewkit.flow.what_if import Known, what_if, what_if_left_out, without_reason, without_rule
from reviewkit.fold import State
from reviewkit.model import Event, Route, Search, Stage, Status
from reviewkit.screening.outcome import Rules
from tests.flow.flows import INCLUDED, drawn, excluded, reports, stands
from tests.strategies import ACTORS, READINGS, RECORDS, histories


def folded(events: list[Event]) -> State:
    state = State(Rules(ACTORS[:2], ACTORS[2]))
    for key, records in READINGS.items():
        state.add_reading(*key, records)
    state.add(events)
    return state


@given(histories(), st.sets(st.sampled_from(RECORDS)), st.booleans(), st.data())
@settings(max_examples=30, deadline=None)
def test_every_round_and_every_what_if_adds_up_whatever_happened(
    events: list[Event], some: set[str], quality_excludes: bool, data: st.DataObject
) -> None:
    arriving = data.draw(st.permutations(events))
    first = data.draw(st.integers(0, len(arriving)))
    state = folded(arriving[:first])
    Known(state.routes(), state.standings(), {}, quality_excludes).flow()  # while the others are on their way
    state.add(arriving[first:])
    routes, standings = state.routes(), state.standings()
    known = Known(routes, standings, {}, quality_excludes)
    whole = known.flow()  # raises where anything does not add up, as all below do
    updating = {record for record in routes if record in some}
    parts = rounds(routes, standings, updating, quality_excludes=quality_excludes)
    for box in ("identified", "included", "full_text.excluded"):
        assert len(whole.total.get(box, ())) == sum(len(one.total.get(box, ())) for one in parts.values())
    left_out = what_if_left_out("them", known, updating)
    assert set(left_out.after.total.get("identified", ())) == set(routes) - updating
    assert not left_out.appeared
    for reason in ("timeframe", "language"):
        found = what_if(reason, known, without_reason(standings, reason, list(Stage)))
        assert not found.vanished
        assert len(found.after.total.get("identified", ())) == len(routes)
        what_if(reason, known, without_rule(standings, reason))


@given(histories(), st.sets(st.sampled_from(RECORDS)))
@settings(max_examples=15, deadline=None)
def test_what_was_not_read_or_removed_otherwise_is_in_one_box_only(events: list[Event], some: set[str]) -> None:
    state = folded(events)
    kept = [report.kept for report, _ in state.standings() if report.kept in some]
    apart = Apart(dict.fromkeys(kept, "a retracted preprint"))
    flow = counts(state.routes(), state.standings(), quality_excludes=True, apart=apart)
    named, not_read = state.stopped(Stage.TITLE_ABSTRACT), set(flow.total.get("title_abstract.not_read", ()))
    assert not_read <= {report.kept for report, _ in state.standings() if named.issuperset(report.records)}
    assert set(flow.total.get("removed_other.a retracted preprint", ())) <= set(kept)
    assert not not_read & (set(kept) | set(flow.total.get("title_abstract.pending", ())))


def test_a_box_whose_parts_lack_a_record_raises_and_names_it() -> None:
    one, other = RECORDS[:2]
    with pytest.raises(FlowError, match=other):
        adds_up("a route", {"whole": (one, other), "part": (one,)}, "whole", ["part"])
    with pytest.raises(FlowError):
        adds_up("a route", {"whole": (one, other), "part": (one, one)}, "whole", ["part"])


def test_sought_is_assessed_and_what_could_not_be_assessed() -> None:
    awaiting, lost = stands(Status.INCLUDED, Status.AWAITING), stands(Status.INCLUDED, Status.NOT_RETRIEVED)
    conflict = stands(Status.INCLUDED, Status.CONFLICT)
    rows = [(Route.DATABASE, own, 2) for own in (awaiting, lost, conflict, excluded(1, "language"), INCLUDED)]
    boxes = drawn(rows).flow.total
    assert [len(boxes[box]) for box in ("sought", "assessed", "included")] == [10, 6, 2]


def test_a_record_of_the_update_that_was_known_before_is_a_duplicate_of_the_update() -> None:
    routes, rows = reports([(Route.DATABASE, INCLUDED, 1), (Route.CITATION, INCLUDED, 1)])
    (old, standing), (new, _) = rows
    both = type(old)(old.id, (*old.records, *new.records), old.route, old.kept)
    found = rounds(routes, [(both, standing)], set(new.records), quality_excludes=True)
    assert found[Round.PREVIOUS].total["included"] == old.records
    assert found[Round.UPDATE].total == {"identified": new.records, "duplicates": new.records}


def test_the_database_is_the_record_s_own_word_then_the_only_one_of_its_search_then_unknown() -> None:
    routes, _ = reports([(Route.DATABASE, INCLUDED, 5), (Route.HAND, INCLUDED, 1)])
    ids = list(routes)
    named = {ids[0]: "aph", ids[1]: "ERIC", ids[2]: "eric", ids[5]: "ERIC"}
    several, one = Search("Both", databases=("A", "B")), Search("ERIC", databases=("Eric",))
    searches = dict(zip(ids, (several, several, several, one, several, one), strict=True))
    found = databases(named, routes, searches)
    assert list(found.values()) == ["Academic Search Premier", "ERIC", "ERIC", "ERIC", UNKNOWN]
    boxes = {"identified": tuple(ids)}
    assert {name: len(own) for name, own in identified(boxes, found).items()} == {
        "ERIC": 3, "Academic Search Premier": 1, UNKNOWN: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("citation+hand.included", True),
        ("title_abstract.not_read", True),
        ("removed_other.preprint", True),
        ("identified.ERIC", True),
        ("sought", True),
        ("citation+nowhere.included", False),
        ("assessed.twice", False),
    ],
)
def test_a_name_is_one_of_a_box_or_not(name: str, known: bool) -> None:
    assert is_box(name) is known


def test_without_a_reason_a_report_goes_on_and_is_included_at_the_last_stage_only() -> None:
    alone, beside = excluded(1, "language"), excluded(1, "language", "design")
    routes, rows = reports([(Route.DATABASE, own, 1) for own in (alone, beside, excluded(2, "reliability"))])
    known = Known(routes, rows, {}, quality_excludes=True)
    ids = list(routes)
    found = what_if("language", known, without_reason(rows, "language", [Stage.FULL_TEXT]))
    assert (found.gone_on, found.appeared, found.vanished) == ((ids[0],), (), ())
    found = what_if("reliability", known, without_reason(rows, "reliability", [Stage.QUALITY]))
    assert (found.gone_on, found.appeared, found.studies) == ((), (ids[2],), (0, 1))


def test_without_a_route_a_report_that_another_found_too_stays() -> None:
    routes, rows = reports([(Route.DATABASE, INCLUDED, 1), (Route.CITATION, INCLUDED, 2)])
    (first, standing), (second, _), third = rows
    both = type(first)(first.id, (*first.records, *second.records), first.route, first.kept)
    known = Known(routes, [(both, standing), third], {}, quality_excludes=True)
    found = what_if_left_out("databases", known, set(first.records))
    assert (found.appeared, found.vanished) == ((), ())
    assert found.after.routes[Route.CITATION]["included"] == (*second.records, *third[0].records)
    assert what_if_left_out("citations", known, {*second.records, *third[0].records}).vanished == third[0].records
