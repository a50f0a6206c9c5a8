"""Citation searching over a real folder and real servers, well-behaved and not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewkit.citations.openalex import OPENALEX
from reviewkit.errors import NetworkError, NotAllowedError, StoppedError
from reviewkit.model import Direction, Draft, Fillable, Route, SeedSearched
from reviewkit.net import Cache, Client, Manners
from reviewkit.report.methods import CITATIONS
from reviewkit.review import Progress
from reviewkit.review.citing import Citing
from reviewkit.review.indexes import Indexes
from tests.citing import at, quick, review
from tests.indexes import World, doi, title
from tests.servers import Asked, Reply, serving

BOTH = tuple(Direction)
INDEXES = ("openalex", "crossref", "semantic-scholar", "opencitations")


def test_what_included_reports_cite_becomes_records_and_known_ones_are_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: [2, 3, 10, 11], 2: [2, 11, 12]})  # the second cites itself, and both cite what is here
    ada = review(tmp_path, [1, 2, 3], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        plan = citing.plan()
        came = citing.run(plan)
    assert [(one.index, one.seeds, one.records, one.faults) for one in came.came] == [
        ("OpenAlex", 3, 5, 0),
        ("Crossref", 3, 5, 0),
    ]
    found = citing.ledger()
    rows = {(row.seed, row.index): row for row in found.rows}
    first, second, third = sorted(ada.session.state.reports())[:3]
    assert [
        (row.listed, row.resolved, row.known, row.new) for row in (rows[first, "OpenAlex"], rows[second, "Crossref"])
    ] == [
        (4, 4, 2, 2),
        (3, 3, 1, 2),
    ]
    assert rows[third, "OpenAlex"].listed == 0
    (counted,) = found.rounds
    assert (counted.records, counted.reports, counted.known, counted.new) == (10, 5, 2, 3)
    assert [(one.indexes, one.reports) for one in found.overlaps] == [(("Crossref", "OpenAlex"), 5)]
    assert len(ada.results.why("citation.identified")) == 10
    assert citing.next_seeds() == []
    with pytest.raises(NotAllowedError, match="no index"):
        citing.plan(indexes=["scopus"])
    with pytest.raises(NotAllowedError, match="Crossref cannot be asked"):
        citing.plan(indexes=["crossref"], directions=[Direction.FORWARD])
    assert citing.plan().indexes == ()


def test_a_record_keeps_what_the_index_wrote_and_what_cites_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex", "crossref", "semantic-scholar", "opencitations"], directions=BOTH))
    (seed,) = {one.kept for one in ada.session.state.reports().values() if one.route is Route.DATABASE}
    records = [one for one in ada.session.records(ada.session.state.origins()).values() if one.doi == doi(10)]
    assert len(records) == 4
    for one in records:
        assert (one.title, one.year) == (title(10), 2001)
        assert dict(one.unmapped)["found.cited_by"] == seed
        assert json.loads(one.raw)["found"]["retrieved"].endswith("Z")
    assert {one.abstract for one in records} == {"Homes matter.", ""}
    assert "<i>" not in "".join(one.title for one in records)


ODD = [
    "10.1002/(sici)1097-4571(198909)40:5<342::aid-asi7>3.0.co;2-u",
    "10.1000/a,b|c",
    "10.1000/50%#x?y=1&z",
    "10.1000/+plus+/deep/er",
]


def test_dois_with_odd_characters_are_found_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = range(1, 1 + len(ODD))
    world = World({one: [one + 50] for one in numbers}, dois=dict(zip(numbers, ODD, strict=True)) | {51: ODD[0] + "2"})
    ada = review(tmp_path, numbers, world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex", "crossref", "semantic-scholar", "opencitations"]))
    assert Counter((row.listed, row.resolved) for row in citing.ledger().rows) == {(1, 1): 4 * len(ODD)}


@pytest.mark.slow
def test_a_hundred_seeds_with_5000_references_take_few_requests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = range(1, 101)
    world = World({one: range(1000 + 50 * one, 1050 + 50 * one) for one in seeds})
    ada = review(tmp_path, seeds, world, include=False)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        plan = citing.plan(list(ada.session.state.reports()))
        assert (len(server.asked), plan.requests, plan.price) == (3, 3, 100)  # 1 to OpenAlex, 2 to Crossref
        assert [(one.listed, one.expected.requests, one.expected.price) for one in plan.indexes] == [
            (5000, 50, 5000),
            (5000, 50, 0),
        ]
        asker = Indexes(ada.session).asker(citing._indexes.client(), ["openalex"])
        looked = asker.answers(OPENALEX.look_up(list(plan.indexes[0].seeds), Direction.BACKWARD))
        found = asker.answers(OPENALEX.search(looked, Direction.BACKWARD, 1000))
        assert len(found.works) == 5000
        assert len(server.asked) == 3 + 50


def test_merged_works_are_followed_and_deleted_ones_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10, 11, 12]}, merged={10: 20}, deleted=frozenset({11}))
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex"]))
    (row,) = citing.ledger().rows
    assert (row.listed, row.resolved, row.unresolved, row.fault) == (3, 2, ("https://openalex.org/W11",), "")


def test_more_citing_works_than_wanted_are_counted_before_and_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({number: [1] for number in range(100, 20_100)} | {2: [1, 3], 5: [3]})
    ada = review(tmp_path, [1, 3], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        plan = citing.plan(directions=[Direction.FORWARD], limit=150)
        assert [[there for _, there in one.over] for one in plan.indexes] == [[20_001]] * 2
        before = len(server.asked)
        citing.run(plan)
        assert len(server.asked) - before == (2 + 1) + (1 + 1)  # pages of OpenAlex; of Semantic Scholar
    rows = [(row.index, row.listed, row.resolved, row.fault) for row in citing.ledger().rows]
    assert rows == [
        ("OpenAlex", 20_001, 150, ""),
        ("Semantic Scholar", 20_001, 150, ""),
        ("OpenAlex", 2, 2, ""),
        ("Semantic Scholar", 2, 2, ""),
    ]


# ---------------------------------------------------------------------------------------------- what goes wrong


def test_what_was_not_complete_is_made_so_by_the_next_run_without_asking_or_importing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: range(10, 260)})
    ada = review(tmp_path, [1], world)
    wrong = True

    def answer(asked: Asked) -> Reply:
        bad = wrong and "W259" in asked.params.get("filter", "")
        return Reply(b"oops", 500) if bad else world.answer(asked)

    with serving(answer) as server:
        at(server, monkeypatch)
        quick(ada).run(quick(ada).plan(indexes=["openalex"]))
        (row,) = quick(ada).ledger().rows
        assert (row.listed, row.resolved, row.missing) == (250, 200, 50)
        assert "status 500" in row.fault
        wrong, before = False, len(server.asked)
        came = quick(ada).run(quick(ada).plan(indexes=["openalex"]))
        assert len(server.asked) == before + 1
    assert (came.came[0].records, came.came[0].faults) == (50, 0)
    (row,) = quick(ada).ledger().rows
    assert (row.listed, row.resolved, row.known, row.new, row.fault) == (250, 250, 0, 250, "")
    assert quick(ada).ledger().rounds[0].records == 250
    assert quick(ada).plan(indexes=["openalex"]).indexes == ()


def test_without_a_network_it_is_said_at_once_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        known = quick(ada).plan(indexes=["openalex"])
    citing = quick(ada, tries=5)
    with pytest.raises(NetworkError):
        citing.run(known)
    citing = Citing(ada.session, ada.searches, Client(Manners(pause=0.01)))
    before = ada.session.store.position()
    plan = citing.plan()
    assert [name for name, _ in plan.gone] == ["OpenAlex", "Crossref"]
    assert plan.requests == 4  # twice each
    with pytest.raises(NetworkError) as caught:
        citing.run(plan)
    assert "offline" in caught.value.remedy
    assert ada.session.store.position() == before


def test_a_run_can_be_stopped_and_goes_on_and_is_replayed_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: range(10, 1010)})
    ada = review(tmp_path, [1], world)

    def stop(far: Progress) -> None:
        if far.answered == 6:
            assert (far.expected, far.requests, far.failed) == (11, 5, 0)  # the seed was looked up for the plan
            raise StoppedError("enough")

    with serving(world.answer) as server:
        at(server, monkeypatch)
        plan = quick(ada).plan(indexes=["openalex"])
        with pytest.raises(StoppedError):
            quick(ada).run(plan, heard=stop)
        assert quick(ada).ledger().rows == ()
        assert len(server.asked) == 6
        quick(ada).run(plan)
        assert len(server.asked) == 11  # the seed, and ten times a hundred
    other = review(tmp_path / "other", [1], world)
    (tmp_path / "kept").symlink_to(ada.session.database / "answers")
    client = Client(Manners(), cache=Cache(tmp_path / "kept"), offline=True)
    replay = Citing(other.session, other.searches, client)
    replay.run(replay.plan(indexes=["openalex"]))
    names = [next((one.session.folder / "data" / "searches").glob("openalex*")) for one in (ada, other)]
    assert len({path.read_bytes() for path in names}) == 1
    assert replay.ledger().rounds == quick(ada).ledger().rounds


def test_who_waits_for_a_server_can_be_stopped_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world)

    def stop(_: Progress) -> None:
        raise StoppedError("enough")

    with serving([Reply(b"later", 429, {"Retry-After": "60"})]) as server:
        at(server, monkeypatch)
        started = time.monotonic()
        with pytest.raises(StoppedError):
            ada.citing.plan(indexes=["openalex"], heard=stop)
        assert time.monotonic() - started < 30
        assert len(server.asked) == 1


def test_seeds_without_a_number_are_said_once_and_asked_when_they_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world, dois=False)
    (report,) = ada.session.state.reports()
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        plan = citing.plan(indexes=INDEXES)
        came = citing.run(plan)
        assert plan.unidentified == (report,)
        assert [(one.numberless, one.faults) for one in came.came] == [(1, 0)] * len(INDEXES)
        assert citing.ledger().rounds[0].numberless == 1
        assert citing.plan(indexes=INDEXES).indexes == ()
        assert not server.asked
        ada.filling.fill(report, Fillable.DOI, [doi(1)])
        assert [one.known for one in citing.plan(indexes=INDEXES).indexes] == [1] * len(INDEXES)


def test_what_was_found_is_told_by_round_index_and_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [2, 10, 11], 2: [11]})
    ada = review(tmp_path, [1, 2], world)
    first, second = sorted(ada.session.state.reports())
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan([first], indexes=["openalex"]))
        citing.run(citing.plan([second]))
    counts = [(one.round, one.index, one.records, one.known, one.new, one.unknown) for one in citing.ledger().indexes]
    assert counts == [(1, "OpenAlex", 3, 1, 2, 0), (2, "Crossref", 1, 1, 0, 0), (2, "OpenAlex", 1, 1, 0, 0)]
    assert sorted(citing.found(round_=1).values()) == [False, True, True]
    assert sorted(citing.found(round_=2, index="OpenAlex").values()) == [False]
    assert len(citing.found(seed=first)) == 3
    plan = citing.plan()
    assert plan.before == (("OpenAlex", Direction.BACKWARD, 2), ("Crossref", Direction.BACKWARD, 1))


CUT = """
import sys
from pathlib import Path
from tests.making import open_review
ada = open_review(Path(sys.argv[1]), "Ada")
ada.citing.run(ada.citing.plan(indexes=["openalex"]))
"""


@pytest.mark.slow
def test_a_run_that_is_killed_asks_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: range(10, 710)})
    ada = review(tmp_path, [1], world)

    def slow(asked: Asked) -> Reply:
        if len(server.asked) == 5:
            time.sleep(20)
        return world.answer(asked)

    with serving(slow) as server:
        at(server, monkeypatch)
        process = subprocess.Popen(
            [sys.executable, "-c", CUT, str(ada.session.folder)], env=os.environ | {"PYTHONPATH": "."}
        )
        while len(server.asked) < 5:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        quick(ada).run(quick(ada).plan(indexes=["openalex"]))
        assert len(server.asked) == 5 + 4
    assert quick(ada).ledger().rows[0].new == 700


def test_an_import_that_was_cut_before_its_seeds_were_noted_is_not_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World({1: [1, 10, 11]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        plan = citing.plan(indexes=["openalex"])
        whole = ada.session.write
        monkeypatch.setattr(ada.session, "write", lambda drafts, *rest: _no_seeds(whole, list(drafts), *rest))
        with pytest.raises(KeyboardInterrupt):
            citing.run(plan)
        monkeypatch.setattr(ada.session, "write", whole)
        quick(ada).run(quick(ada).plan(indexes=["openalex"]))
    assert [one.records for one in ada.searches.counts()] == [1, 3]
    assert [(row.resolved, row.known, row.new) for row in quick(ada).ledger().rows] == [(3, 1, 2)]


def _no_seeds(write: Callable[..., object], drafts: list[Draft], *rest: object) -> object:
    if any(isinstance(one.body, SeedSearched) for one in drafts):
        raise KeyboardInterrupt
    return write(drafts, *rest)


def test_keys_go_to_the_service_and_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        monkeypatch.setenv("REVIEWKIT_OPENALEX_KEY", "sesame-one")
        monkeypatch.setenv("REVIEWKIT_SEMANTIC_SCHOLAR_KEY", "sesame-two")
        ada.citing.run(ada.citing.plan(indexes=["openalex", "semantic-scholar"]))
        assert {one.params.get("api_key") for one in server.asked if "openalex" in one.path} == {"sesame-one"}
        assert {one.headers.get("x-api-key") for one in server.asked if "scholar" in one.path} == {"sesame-two"}
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and b"sesame" in path.read_bytes()]
    assert kept == []


def test_the_methods_say_what_was_followed_and_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [2, 10], 3: [10, 11]}, deleted=frozenset({11}))
    ada = review(tmp_path, [1, 2, 4], world)  # nobody knows the last
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex"], directions=BOTH))
    paper = next(one for one in ada.reporting.papers() if any(part.heading == CITATIONS for part in one.sections))
    section = next(part for part in paper.sections if part.heading == CITATIONS)
    text = str(section)
    for sentence in (
        "Citations were followed backward (what a report cites) from 3 reports through OpenAlex.",
        "Citations were followed forward (what cites a report) from 3 reports through OpenAlex.",
        "Round 1 began from 3 reports and identified 3 records of 3 reports, of which 2 were known "
        "already and 1 was new.",
        "1 seed was known to none of the indexes.",
    ):
        assert sentence in text


def test_what_one_round_has_found_is_known_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10, 11], 10: [1, 11, 12]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex"]))
        plan = citing.plan([ada.reports.find(doi(10))], indexes=["openalex"])
        assert plan.round == 2
        citing.run(plan)
        again = citing.plan([ada.reports.find(one) for one in (doi(1), doi(10))], directions=BOTH)
        assert (again.round, [len(one.seeds) for one in again.indexes]) == (2, [2, 2, 2])  # OpenAlex forward is left
        citing.run(citing.plan([ada.reports.find(doi(1))], indexes=["openalex"], directions=BOTH))
    rounds = [(one.number, one.records, one.known, one.new) for one in citing.ledger().rounds]
    assert rounds == [(1, 3, 0, 2), (2, 3, 2, 1)]
    assert [one.search.name for one in ada.searches.counts()][1:] == [
        "OpenAlex, round 1, backward",
        "OpenAlex, round 1, forward",
        "OpenAlex, round 2, backward",
    ]
