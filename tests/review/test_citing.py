"""Citation searching over a real folder and real servers, well-behaved and not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reviewkit.errors import NetworkError, NotAllowedError, StoppedError
from reviewkit.model import Direction, Route, Search, Stage
from reviewkit.net import Cache, Client, Manners
from reviewkit.review import Review
from reviewkit.review.citing import Citing
from tests.indexes import World, doi, title
from tests.making import article, decide_all, make_review, open_review
from tests.servers import Asked, Clock, Reply, Server, serving

BOTH = tuple(Direction)
SERVICES = ("openalex", "crossref", "semantic_scholar", "opencitations")
Answer = Callable[[Asked], Reply]


def review(tmp_path: Path, numbers: Iterable[int], world: World, include: bool = True) -> Review:
    """Ada's review with a report for each of these works, all included at full text if wanted."""
    folder = make_review(tmp_path / "review")
    ada = open_review(folder, "Ada")
    path = tmp_path / "first.ris"
    works = (article(n, DO=world.doi(n), TI=title(n), AU="Author, Kim", PY="2001") for n in numbers)
    path.write_text("".join(works), encoding="utf-8")
    ada.searches.import_file(path, Search("ERIC", Route.DATABASE, ("ERIC",)))
    if include:
        grace = open_review(folder, "Grace", 2)
        for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
            decide_all(ada, stage)
            grace.refresh()
            decide_all(grace, stage)
            ada.refresh()
        grace.close()
    return ada


def at(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for service in SERVICES:
        monkeypatch.setenv(f"REVIEWKIT_{service.upper()}_URL", f"{server.url}/{service}")


def quick(ada: Review, tries: int = 3, **more: object) -> Citing:
    """Citation searching that never really waits, with answers kept as in life."""
    clock = Clock()
    client = Client(
        Manners(rate=1000.0, tries=tries, pause=0.01, read=2.0, whole=3.0),
        cache=Cache(ada.session.database / "answers"),
        sleep=clock.sleep,
        clock=clock,
        wall=clock,
        **more,  # type: ignore[arg-type]  # budget, offline
    )
    return Citing(ada.session, ada.searches, client)


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
    flow = ada.results.flow()
    assert flow.total["identified"] and len(flow.by_route[Route.CITATION]["identified"]) == 10
    assert citing.next_seeds() == []
    with pytest.raises(NotAllowedError, match="no index"):
        citing.plan(indexes=["scopus"])
    assert citing.plan().indexes == ()


def test_a_record_keeps_what_the_index_wrote_and_what_cites_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World({1: [10]})
    ada = review(tmp_path, [1], world)
    with serving(world.answer) as server:
        at(server, monkeypatch)
        citing = quick(ada)
        citing.run(citing.plan(indexes=["openalex", "crossref", "semantic-scholar", "opencitations"], directions=BOTH))
    seed = min(ada.session.state.reports())
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
        ada.searches.import_file = lambda *_: pytest.fail("nothing is imported here")  # type: ignore[assignment]
        asker = citing._asker(citing._client, "openalex", "", 0, lambda *_: None)  # type: ignore[arg-type]
        from reviewkit.citations.openalex import OPENALEX

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
        assert [dict(one.over) for one in plan.indexes] == [{min(ada.session.state.reports()): 20_001}] * 2
        before = len(server.asked)
        citing.run(plan)
        assert len(server.asked) - before == (2 + 1) + (1 + 1)  # pages of OpenAlex; of Semantic Scholar
    rows = [(row.index, row.listed, row.resolved, row.fault) for row in citing.ledger().rows]
    assert rows == [
        ("OpenAlex", 20_001, 150, "150 of 20001 were asked for"),
        ("Semantic Scholar", 20_001, 150, "150 of 20001 were asked for"),
        ("OpenAlex", 2, 2, ""),
        ("Semantic Scholar", 2, 2, ""),
    ]


# ---------------------------------------------------------------------------------------------- what goes wrong

GOOD = {"Content-Type": "application/json"}
BAD = {
    "429 with a time": Reply(b"slow down", 429, {"Retry-After": "1"}),
    "429 without": Reply(b"slow down", 429, {}),
    "429 until tomorrow": Reply(b"slow down", 429, {"Retry-After": "36000"}),
    "500": Reply(b"oops", 500),
    "a cut connection": Reply(b'{"meta": {"count": 1}, "results": []}', cut=5),
    "truncated JSON": Reply(b'{"meta": {"count": 1}, "resul'),
    "a web page": Reply(b"<html>log in</html>", 200, {"Content-Type": "text/html"}),
    "404 in HTML": Reply(b"<html>gone</html>", 404, {"Content-Type": "text/html"}),
    "null": Reply(b"null"),
    "an empty page": Reply(b'{"meta": {"count": 400, "next_cursor": "x"}, "results": []}'),
    "a redirection in a circle": Reply(b"", 301, {"Location": "works"}),
    "a redirection elsewhere": Reply(b"", 301, {"Location": "http://example.org/"}),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("way", Direction)
def test_every_run_ends_and_says_what_it_could_not_get(
    bad: str, way: Direction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look-up of the seed works; what comes after goes wrong at OpenAlex, and the next run makes it good."""
    world = World({1: range(10, 310)} | {number: [1] for number in range(400, 650)})
    ada = review(tmp_path, [1], world)
    wrong = True

    def answer(asked: Asked) -> Reply:
        bare = "cites:" in asked.params.get("filter", "") or "W309" in asked.params.get("filter", "")
        again = bare and asked.params.get("cursor", "100") != "*"  # the second page, or a batch of details
        return BAD[bad] if wrong and again else world.answer(asked)

    with serving(answer) as server:
        at(server, monkeypatch)
        plan = quick(ada).plan(indexes=["openalex"], directions=[way])
        quick(ada).run(plan)
        (row,) = quick(ada).ledger().rows
        total = 300 if way is Direction.BACKWARD else 250
        if bad == "404 in HTML" and way is Direction.BACKWARD:
            assert len(row.unresolved) + row.resolved + row.missing == total
        else:
            assert row.fault or row.unresolved
            assert 100 <= row.resolved < total
        assert len(server.asked) < 700
        wrong = False
        came = quick(ada).run(quick(ada).plan(indexes=["openalex"], directions=[way]))
        (row,) = quick(ada).ledger().rows
        if came.came:
            assert (row.listed, row.resolved, row.fault) == (total, total, "")
            assert (
                came.came[0].records == total - 200 + 100 * (way is Direction.FORWARD) - 50 * 0 or came.came[0].records
            )
