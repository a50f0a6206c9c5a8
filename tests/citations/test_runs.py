"""Runs against servers that misbehave: each ends, takes what it can, says what it could not, and asks no faster."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from reviewkit.citations.asking import Asker, batches
from reviewkit.citations.nouns import Index, Listing, Looked, Seed, Service
from reviewkit.citations.plan import INDEXES
from reviewkit.model import Direction, RecordId
from reviewkit.net import Cache, Client, Manners
from reviewkit.text import Doi
from tests.indexes import World, doi
from tests.servers import Asked, Clock, Reply, Server, serving

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
    "nulls": Reply(
        b'{"meta": null, "results": [null, {}, {"id": null}], "data": [null], "message": {"items": [null]}}'
    ),
    "an empty page": Reply(b'{"meta": {"count": 400, "next_cursor": "x"}, "results": []}'),
    "a redirection in a circle": Reply(b"", 301, {"Location": "works"}),
    "a redirection elsewhere": Reply(b"", 301, {"Location": "http://example.org/"}),
}


def asker(server: Server, folder: Path, *, tries: int = 2, clock: Clock | None = None) -> Asker:
    clock = clock or Clock()
    manners = Manners(rate=20.0, tries=tries, pause=0.01, read=0.3, whole=1e9, longest_wait=5.0)
    client = Client(manners, cache=Cache(folder), sleep=clock.sleep, clock=clock, wall=clock)
    return Asker(client, {key: Service(f"{server.url}/{key.replace('-', '_')}") for key in INDEXES})


def run(index: Index, way: Direction, asker: Asker, most: int = 1000) -> tuple[Listing, ...]:
    looked = asker.answers(index.look_up([Seed(RecordId("s"), doi=Doi(doi(1)))], way))
    found = asker.answers(index.search(looked, way, most))
    assert all(key in found.works for one in found.listings for key in one.works)
    return found.listings


def last(index: str, asked: Asked) -> bool:
    """Whether it asks for the last part of what the seed cites or is cited by, which is where it goes wrong."""
    part = asked.params.get("filter", "")
    if index == "openalex":
        return "W309" in part or ("cites:" in part and asked.params["cursor"] == "200")
    if index == "crossref":
        return doi(309) in part
    return "paper/1/" in asked.path


CASES = [
    *(("openalex", way, bad) for way in Direction for bad in BAD),
    *(("crossref", Direction.BACKWARD, bad) for bad in ("500", "404 in HTML", "nulls")),
    *(("semantic-scholar", Direction.FORWARD, bad) for bad in ("429 until tomorrow", "404 in HTML", "null", "nulls")),
]


@pytest.mark.parametrize(("index", "way", "bad"), CASES)
def test_every_run_ends_says_what_it_could_not_get_and_the_next_makes_it_good(
    index: str, way: Direction, bad: str, tmp_path: Path
) -> None:
    world = World({1: range(10, 310)} | {number: [1] for number in range(400, 700)})
    wrong = True

    def answer(asked: Asked) -> Reply:
        return BAD[bad] if wrong and last(index, asked) else world.answer(asked)

    with serving(answer) as server:
        least = 0 if index == "semantic-scholar" else 200  # there all of it is on one page
        first = asker(server, tmp_path)
        (listing,) = run(INDEXES[index], way, first)
        assert len(server.asked) < 250
        assert len(listing.works) >= least
        if (index, bad) != ("crossref", "404 in HTML"):  # where each is then asked for alone, and comes
            assert listing.fault
            assert len(listing.works) + len(listing.unresolved) < 300
        wrong = False
        (listing,) = run(INDEXES[index], way, asker(server, tmp_path))
    assert (listing.listed, len(listing.works), listing.unresolved, listing.fault) == (300, 300, (), "")


@pytest.mark.parametrize("cursor", ["200", "{}"])
def test_a_cursor_that_never_ends_is_followed_no_further_than_the_results_can_fill(cursor: str, tmp_path: Path) -> None:
    world = World({1: []} | {number: [1] for number in range(400, 1400)})

    def endless(asked: Asked) -> Reply:
        if asked.params.get("cursor", "*") == "*":
            return world.answer(asked)
        page = b'{"meta": {"count": 1000, "next_cursor": "%s"}, "results": [{"id": "W400"}]}'
        return Reply(page % cursor.format(len(server.asked)).encode())

    with serving(endless) as server:
        (listing,) = run(INDEXES["openalex"], Direction.FORWARD, asker(server, tmp_path))
        assert len(server.asked) < 40
    assert "without end" in listing.fault
    assert len(listing.works) == 100


def test_a_slow_drip_is_given_up_and_the_rest_taken(tmp_path: Path) -> None:
    world = World({1: range(10, 210)})

    def answer(asked: Asked) -> Reply:
        slow = "W209" in asked.params.get("filter", "")
        return Reply(b'{"meta": {"count": 100}}', drip=0.05) if slow else world.answer(asked)

    with serving(answer) as server:
        dripped = asker(server, tmp_path)
        dripped.client = Client(Manners(rate=1000.0, tries=1, whole=0.2), cache=Cache(tmp_path))
        (listing,) = run(INDEXES["openalex"], Direction.BACKWARD, dripped)
    assert (len(listing.works), "too slow" in listing.fault) == (100, True)


def test_the_rate_is_never_exceeded_whatever_goes_wrong(tmp_path: Path) -> None:
    world = World({1: range(10, 510)})
    clock = Clock()
    sent: list[float] = []

    def answer(asked: Asked) -> Reply:
        sent.append(clock.now)
        return Reply(b"oops", 500) if len(sent) % 3 == 2 else world.answer(asked)

    with serving(answer) as server:
        (listing,) = run(INDEXES["openalex"], Direction.BACKWARD, asker(server, tmp_path, tries=4, clock=clock))
    assert listing.fault == ""
    assert min(b - a for a, b in itertools.pairwise(sent)) >= 1 / 20 - 1e-6


def test_a_batch_that_one_bad_item_spoils_is_halved_until_only_that_is_left(tmp_path: Path) -> None:
    world = World({1: range(10, 74)})

    def picky(asked: Asked) -> Reply:
        return Reply(b"{}", 400) if doi(33) in unquote(asked.path) + str(asked.params) else world.answer(asked)

    with serving(picky) as server:
        (listing,) = run(INDEXES["crossref"], Direction.BACKWARD, asker(server, tmp_path))
        assert len(server.asked) == 1 + 1 + 2 * 6
    assert len(listing.works) == 63
    assert listing.fault.startswith("1 of 64 could not be looked up: ")


def test_an_index_that_knows_no_seed_or_cannot_be_asked_for_it_says_which(tmp_path: Path) -> None:
    seeds = [Seed(RecordId("unknown"), doi=Doi("10.1/none")), Seed(RecordId("bare"), "A title")]
    found: Callable[[Index, Asker], Looked] = lambda index, one: one.answers(  # noqa: E731 - used once, four times
        index.look_up(seeds, index.directions[0])
    )
    with serving(World({1: [2]}).answer) as server:
        for index in INDEXES.values():
            looked = found(index, asker(server, tmp_path))
            assert dict(looked.found) == {}
            assert list(looked.faults) == ["bare"]


def test_batches_hold_no_more_than_an_address_can() -> None:
    items = [f"10.1000/{'x' * 200}{number}" for number in range(100)]
    found = list(batches([*items, *items], 100))
    assert [one for batch in found for one in batch] == items
    assert max(sum(map(len, batch)) for batch in found) < 6000
