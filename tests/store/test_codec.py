from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import (
    Decision,
    DeviceId,
    Event,
    EventId,
    Record,
    RecordId,
    Reviewer,
    Stage,
    Verdict,
)
from reviewkit.store import codec

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), VALUES))
def test_a_canonical_line_is_sorted_without_blanks_and_means_the_same(value: dict[str, object]) -> None:
    line = codec.canonical(value)
    assert line == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert codec.parsed(line) == value


def test_what_has_its_default_value_is_not_written() -> None:
    event = Event(
        id=EventId("00000000-0000-0000-0000-000000000001"),
        actor=Reviewer("Ada"),
        device=DeviceId("d1"),
        seq=1,
        previous="",
        time="2026-05-03T10:00:00Z",
        subject="s",
        body=Decision(Stage.TITLE_ABSTRACT, Verdict.INCLUDE),
        version="1",
        criteria="c",
    )
    assert codec.event_line(event) == (
        '{"actor":"Ada","body":{"stage":"title_abstract","verdict":"include"},"criteria":"c","device":"d1",'
        '"id":"00000000-0000-0000-0000-000000000001","kind":"decision","previous":"","seq":1,"subject":"s",'
        '"time":"2026-05-03T10:00:00Z","v":1,"version":"1"}'
    )
    record = Record(RecordId("f:0000001"), title="On kites", authors=("Kim, A.",), year=2001, unmapped=(("XX", "y"),))
    assert codec.record_line(record) == (
        '{"authors":["Kim, A."],"id":"f:0000001","title":"On kites","unmapped":[["XX","y"]],"year":2001}'
    )
