from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviewkit.integrity import chain
from reviewkit.integrity.chain import Written
from reviewkit.integrity.findings import Finding, ranges
from reviewkit.model import CriteriaText, DeviceId, Event, EventId, Retrieval, Reviewer
from reviewkit.store import codec
from tests.strategies import histories


def as_written(events: list[Event]) -> list[Written]:
    """The events as honest devices would have written them: chained, and never having seen less than before."""
    last: dict[DeviceId, Event] = {}
    digests: dict[DeviceId, str] = {}
    written = []
    for event in events:
        before = last[event.device].seen if event.device in last else {}
        seen = {device: max(before.get(device, 0), event.seen.get(device, 0)) for device in {**before, **event.seen}}
        honest = replace(event, seen=seen, previous=digests.get(event.device, ""))
        last[event.device], digests[event.device] = honest, codec.digest(codec.event_line(honest))
        written.append(Written(honest, digests[event.device]))
    return written


def changed(one: Written, **fields: object) -> Written:
    event = replace(one.event, **fields)  # type: ignore[arg-type]  # any field of an event
    return Written(event, codec.digest(codec.event_line(event)))


def found(history: list[Written]) -> set[tuple[str, str]]:
    return {(finding.kind, finding.where) for finding in chain.findings(history)}


honest = histories().map(as_written)


def has_later(history: list[Written], one: Written) -> bool:
    return any(other.event.device == one.event.device and other.event.seq > one.event.seq for other in history)


@given(honest, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_an_honest_history_is_clean_in_any_order(history: list[Written], random: object) -> None:
    random.shuffle(history)  # type: ignore[attr-defined]
    assert chain.findings(history) == []


@given(honest, st.data())
@settings(max_examples=100, deadline=None)
def test_a_changed_event_is_named_once_another_follows_it(history: list[Written], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(history) - 1))
    one = history[place]
    assume(has_later(history, one))
    field, value = data.draw(st.sampled_from([("subject", "other"), ("actor", "Eve"), ("time", "1999")]))
    history[place] = changed(one, **{field: value})
    assert ("edited", f"device {one.event.device}, event {one.event.seq}") in found(history)


@given(honest, st.data())
@settings(max_examples=100, deadline=None)
def test_a_removed_event_is_named_if_its_device_went_on_or_another_had_seen_it(
    history: list[Written], data: st.DataObject
) -> None:
    one = history.pop(data.draw(st.integers(0, len(history) - 1)))
    device, seq = one.event.device, one.event.seq
    if has_later(history, one):
        assert ("gap", f"device {device}, before event {seq + 1}") in found(history)
    elif any(other.event.seen.get(device, 0) >= seq for other in history):
        assert found(history) == {("cut", f"device {device}, after event {seq - 1}")}
    else:
        assert found(history) == set()  # nobody vouches for it: said in the README


@given(honest, st.data())
@settings(max_examples=100, deadline=None)
def test_two_events_that_changed_places_are_named(history: list[Written], data: st.DataObject) -> None:
    device = data.draw(st.sampled_from([one.event.device for one in history]))
    own = [place for place, one in enumerate(history) if one.event.device == device]
    assume(len(own) > 1)
    a, b = sorted(data.draw(st.lists(st.sampled_from(own), min_size=2, max_size=2, unique=True)))
    first, second = history[a], history[b]
    history[a], history[b] = changed(second, seq=first.event.seq), changed(first, seq=second.event.seq)
    assert "edited" in {kind for kind, _ in found(history)}


def one(seq: int, previous: str = "", device: str = "d1", **fields: object) -> Written:
    event = Event(
        EventId(f"00000000-0000-0000-0000-{seq:011d}{device[-1]}"),
        Reviewer("Ada"),
        DeviceId(device),
        seq,
        previous,
        "",
        "r",
        Retrieval("retrieved"),  # type: ignore[arg-type]  # its value is enough here
        "0",
        "",
    )
    return changed(Written(event, ""), **fields)


def kinds(*history: Written) -> list[str]:
    return [finding.kind for finding in chain.findings(history)]


def test_two_events_at_one_place_are_a_fork_and_both_are_named() -> None:
    twin = one(1, id=EventId("10000000-0000-0000-0000-000000000001"), actor=Reviewer("Eve"))
    (fork,) = chain.findings([one(1), twin])
    assert fork.kind == "fork"
    assert "Eve" in fork.what
    assert twin.event.id in fork.what


def test_a_first_event_that_names_one_before_it_is_named() -> None:
    assert kinds(one(1, "f" * 64)) == ["edited"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({DeviceId("d2"): 1}, {}, None),
        ({DeviceId("d2"): 2}, {DeviceId("d2"): 1}, "unseen"),
    ],
)
def test_a_device_that_had_seen_less_later_is_named(
    first: dict[DeviceId, int], second: dict[DeviceId, int], kind: str | None
) -> None:
    start = one(1, seen=first)
    later = one(2, start.digest, seen=second)
    others = [one(1, device="d2")]
    others.append(one(2, others[0].digest, device="d2"))
    assert kinds(start, later, *others) == ([kind] if kind else [])


def test_two_events_that_each_claim_the_other_was_there_before_are_impossible() -> None:
    assert kinds(one(1, seen={DeviceId("d2"): 1}), one(1, device="d2", seen={DeviceId("d1"): 1})) == ["impossible"]


def test_an_absurd_number_is_a_gap_and_not_a_long_wait() -> None:
    (gap,) = chain.findings([one(1), one(10**18)])
    assert (gap.kind, gap.where) == ("gap", f"device d1, before event {10**18}")


def test_replacing_what_somebody_else_wrote_is_named_and_has_no_effect() -> None:
    mine = one(1)
    theirs = one(1, device="d2", actor=Reviewer("Eve"), supersedes=frozenset({mine.event.id}))
    (finding,) = chain.findings([mine, theirs])
    assert finding.kind == "replaces"
    assert "Eve" in finding.what


def test_criteria_that_are_not_what_they_claim_to_be_are_named() -> None:
    assert kinds(one(1, subject="a" * 64, body=CriteriaText((("review.toml", "x"),)))) == ["criteria"]


def test_several_names_on_one_device_show() -> None:
    first = one(1)
    (device,) = chain.devices([first, one(2, first.digest, actor=Reviewer("Grace"))])
    assert (device.events, device.last, device.actors) == (2, 2, (("Ada", 1), ("Grace", 1)))


@pytest.mark.parametrize(("numbers", "words"), [([], ""), ([3], "3"), ([9, 4, 5, 6], "4 to 6, 9"), ([1, 2], "1 to 2")])
def test_numbers_read_as_people_write_them(numbers: list[int], words: str) -> None:
    assert ranges(numbers) == words


def test_a_finding_says_how_bad_where_and_what() -> None:
    assert str(Finding("gap", "error", "here", "missing")) == "error: here: missing"  # type: ignore[arg-type]  # its value is enough here
