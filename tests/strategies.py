"""Generated histories: anything that devices could have written, sensible or not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from reviewkit.model import (
    Access,
    Answer,
    Appraisal,
    Code,
    Coding,
    Comparison,
    Decision,
    DeviceId,
    Direction,
    Event,
    EventId,
    FileId,
    Fillable,
    Filling,
    FullText,
    Import,
    Link,
    LinkOrigin,
    LinkVerdict,
    Memo,
    Order,
    PassedOn,
    Pilot,
    QueueOrder,
    Quotation,
    Rating,
    Reconciled,
    Record,
    Removal,
    Repair,
    Resolution,
    Retrieval,
    Reviewer,
    Route,
    Ruling,
    SameStudy,
    Search,
    SearchId,
    SeedSearched,
    Settled,
    Stage,
    Stopping,
    Tags,
    Undo,
    Verdict,
    record_id,
)

if TYPE_CHECKING:
    from reviewkit.model import Body

FILES = (FileId("a" * 64), FileId("b" * 64))
RECORDS = tuple(record_id(file, ordinal) for file in FILES for ordinal in (1, 2, 3))
REJECTED = tuple(record_id(file, ordinal) for file in FILES for ordinal in (4, 5))
"""Entries that no device could read."""
ACTORS = (Reviewer("Ada"), Reviewer("Grace"), Reviewer("Mary"))
DEVICES = (DeviceId("d1"), DeviceId("d2"), DeviceId("d3"))
READINGS = {
    (file, device): tuple(one for one in RECORDS if one.startswith(file)) for file in FILES for device in DEVICES
}

_VERSIONS = ("1", "2")
_reasons = st.lists(st.sampled_from(("timeframe", "language")), max_size=2, unique=True).map(tuple)


@st.composite
def _links(draw: st.DrawFn) -> Link:
    a, b = sorted(draw(st.lists(st.sampled_from((*RECORDS, *REJECTED)), min_size=2, max_size=2, unique=True)))
    verdict, origin = draw(st.sampled_from(LinkVerdict)), draw(st.sampled_from(LinkOrigin))
    rules = draw(st.sampled_from(_VERSIONS)) if origin is LinkOrigin.RULE else ""
    together = draw(st.sampled_from(("", "x"))) if origin is LinkOrigin.PERSON else ""
    return Link(a, b, verdict, origin, draw(st.integers(0, 100)), (), rules, together)


@st.composite
def _studies(draw: st.DrawFn) -> SameStudy:
    a, b = sorted(draw(st.lists(st.sampled_from(RECORDS), min_size=2, max_size=2, unique=True)))
    return SameStudy(a, b, draw(st.booleans()))


_stages = st.sampled_from(Stage)
# Made once: to make these anew for each event takes most of the time of the tests that draw histories.
_OTHER_BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(
        Decision,
        _stages,
        st.sampled_from(Verdict),
        _reasons,
        st.just(""),
        st.booleans(),
        st.sampled_from(["", "theirs.csv"]),
    ),
    st.builds(Retrieval, st.sampled_from(Access)),
    _links(),
    st.builds(Search, st.sampled_from(("ERIC", "EBSCO")), st.sampled_from(Route)),
    st.builds(
        Import,
        st.sampled_from((SearchId("s1"), SearchId("s2"))),
        st.just("x.ris"),
        st.just("RIS"),
        st.just(3),
        st.sampled_from((0, 2)),
    ),
    st.builds(
        Comparison,
        st.sampled_from((FILES, FILES[:1])),
        st.sampled_from(_VERSIONS),
        st.sampled_from(((), FILES[:1])),
        st.booleans(),
    ),
    st.builds(FullText, st.sampled_from(("c" * 64, "d" * 64)), st.just("x.pdf")),
    st.builds(Tags, st.sampled_from(((), ("methods",), ("late", "methods")))),
    st.builds(PassedOn, _stages),
    st.builds(
        Pilot,
        st.just("first"),
        _stages,
        st.lists(st.sampled_from(RECORDS), max_size=3).map(tuple),
        reviewers=st.sampled_from(((), ACTORS, ACTORS[:1])),
    ),
    st.builds(Ruling, st.just("language"), st.sampled_from(("", "Sami counts")), st.none()),
    st.builds(Removal, st.sets(st.sampled_from([(file, (1, 2)) for file in FILES]), max_size=2).map(tuple)),
    _studies(),
    st.builds(Repair, st.builds(Record, st.sampled_from((*REJECTED, RECORDS[0])), title=st.sampled_from(("A", "B")))),
    st.builds(Filling, st.sampled_from(Fillable), st.just(("2001",)), st.sampled_from(("pasted", "OpenAlex"))),
    st.builds(
        Appraisal,
        st.sampled_from(("", "qualitative")),
        st.sampled_from(((), (Rating("coherence", "met"),), (Rating("coherence", "not met", "a passage", "3"),))),
        st.sampled_from(("", "falls short")),
        finished=st.booleans(),
        blind=st.booleans(),
    ),
    st.builds(SeedSearched, st.just(SearchId("s1")), st.sampled_from(Direction), st.just("OpenAlex"), st.just(3)),
    st.builds(QueueOrder, _stages, st.sampled_from(Order), st.sampled_from((0, 10)), st.just(7)),
    st.builds(Stopping, _stages, st.sets(st.sampled_from([(file, (1, 2)) for file in FILES]), max_size=2).map(tuple)),
    st.builds(
        Coding,
        st.sampled_from(((), (Answer("design", ("qualitative",)),), (Answer("themes", ("language",), "a passage"),))),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        Quotation,
        st.sampled_from(("q1", "q2")),
        st.sampled_from(("", "a passage")),
        codes=st.sampled_from(((), ("c1",), ("c1", "c2"))),
    ),
    st.builds(Code, st.sampled_from(("", "trust")), st.sampled_from(("", "themes/language")), into=st.just("")),
    st.builds(Memo, st.just("m1"), st.sampled_from(("", "a thought")), st.booleans()),
)
_KINDS = st.integers(0, 23)


def _body(draw: st.DrawFn, known: tuple[EventId, ...]) -> Body:
    """Draw a body; of so many kinds, what settles and what undoes names events that are there."""
    match draw(_KINDS):
        case 0:
            settles = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
            verdict = draw(st.sampled_from((Verdict.INCLUDE, Verdict.EXCLUDE)))
            return Resolution(draw(_stages), verdict, tuple(settles), (ACTORS[0], ACTORS[1]), reasons=draw(_reasons))
        case 2:
            settles = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
            return Settled("qualitative", (Rating("coherence", "met"),), "", tuple(settles), (ACTORS[0], ACTORS[1]))
        case 3:
            settles = draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else []
            return Reconciled((Answer("design", ("qualitative",)),), tuple(settles), (ACTORS[0], ACTORS[1]))
        case 1:
            return Undo(draw(_stages), draw(st.sampled_from((None, *known))), draw(st.booleans()))
        case _:
            return draw(_OTHER_BODIES)


def _subject(draw: st.DrawFn, body: Body) -> str:
    match body:
        case Search():
            return draw(st.sampled_from(("s1", "s2")))
        case Import():
            return draw(st.sampled_from(FILES))
        case Link() | SameStudy():
            return body.a
        case Pilot() | Ruling():
            return draw(st.sampled_from(("p1", "p2")))
        case Removal():
            return draw(st.sampled_from(("language", "timeframe")))
        case QueueOrder() | Stopping():
            return body.stage
        case Code():
            return draw(st.sampled_from(("c1", "c2")))
        case Repair():
            return draw(st.sampled_from((body.record.id, body.record.id, *REJECTED)))
        case _:
            return draw(st.sampled_from((*RECORDS, *REJECTED)))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events of up to three devices, each with a sensible place in its device's history."""
    imports = [Import(SearchId("s1"), "a.ris", "RIS", 3, 2), Import(SearchId("s2"), "b.ris", "RIS", 3, 2)]
    events: list[Event] = []
    seqs = dict.fromkeys(DEVICES, 0)
    for number in range(draw(st.integers(2, 24))):
        device = draw(st.sampled_from(DEVICES))
        actor = draw(st.sampled_from(ACTORS))
        own = [event.id for event in events if event.actor == actor]
        body: Body = imports[number] if number < 2 else _body(draw, tuple(event.id for event in events))
        seqs[device] += 1
        events.append(
            Event(
                id=EventId(str(uuid.UUID(int=draw(st.integers(1, 2**40)) * 1000 + number))),
                actor=actor,
                device=device,
                seq=seqs[device],
                previous="",
                time="2026-05-03T10:00:00Z",
                subject=FILES[number] if number < 2 else _subject(draw, body),
                body=body,
                version="0",
                criteria="",
                seen={other: draw(st.integers(0, seqs[other])) for other in DEVICES if other != device and seqs[other]},
                supersedes=frozenset(draw(st.lists(st.sampled_from(own), max_size=2)) if own else ()),
            )
        )
    return events
