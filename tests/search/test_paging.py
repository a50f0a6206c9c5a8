"""Runs through an open API, page by page, against a real server that counts, lies and breaks off."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewkit.errors import NetworkError
from reviewkit.net import Client, Manners
from reviewkit.search.eric import ERIC
from reviewkit.search.openalex import OPENALEX
from reviewkit.search.paging import Kept, Retrieved, Source, export, retrieve
from tests.servers import Asked, Clock, Reply, Server, serving

ABOUT = {"query": "q", "day": "2026-05-03"}


def eric(total: int) -> Callable[[Asked], Reply]:
    """ERIC with so many results."""

    def answer(asked: Asked) -> Reply:
        start, rows = int(asked.params["start"]), int(asked.params["rows"])
        docs = [{"id": f"EJ{number:06d}", "title": "Ø"} for number in range(start, min(start + rows, total))]
        return said({"response": {"numFound": total, "start": start, "docs": docs}})

    return answer


def openalex(total: int) -> Callable[[Asked], Reply]:
    """OpenAlex with so many works, whose last cursor leads to an empty page."""

    def answer(asked: Asked) -> Reply:
        cursor, size = asked.params["cursor"], int(asked.params["per_page"])
        start = 0 if cursor == "*" else int(cursor)
        works = [{"id": f"https://openalex.org/W{number}"} for number in range(start, min(start + size, total))]
        following = str(start + size) if works else None
        return said({"meta": {"count": total, "next_cursor": following}, "results": works})

    return answer


def said(value: Any) -> Reply:
    return Reply(json.dumps(value).encode())


def client() -> Client:
    clock = Clock()
    return Client(Manners(rate=1000, tries=3), clock=clock, sleep=clock.sleep, wall=clock)


def run(source: Source, server: Server, folder: Path, **settings: Any) -> Retrieved:
    here = dataclasses.replace(source, base=f"{server.url}/", size=settings.pop("size", 10))
    return retrieve(here, "the query", client(), Kept(folder, ABOUT), **settings)


def ids(came: Retrieved) -> list[str]:
    pages = [json.loads(page) for page in came.pages]
    return [doc["id"] for page in pages for doc in page.get("results", page.get("response", {}).get("docs"))]


@pytest.mark.parametrize(("source", "service"), [(ERIC, eric), (OPENALEX, openalex)], ids=["eric", "openalex"])
@pytest.mark.parametrize("total", [0, 1, 10, 11, 47])
def test_all_pages_come_in_order_and_each_result_once(
    source: Source, service: Callable[[int], Any], total: int, tmp_path: Path
) -> None:
    with serving(service(total)) as server:
        came = run(source, server, tmp_path / "run")
    assert (came.items, came.total, came.ended) == (total, total, "")
    assert len(set(ids(came))) == len(ids(came)) == total


@pytest.mark.parametrize(("source", "service"), [(ERIC, eric), (OPENALEX, openalex)], ids=["eric", "openalex"])
def test_a_run_that_was_cut_goes_on_and_asks_nothing_twice(
    source: Source, service: Callable[[int], Any], tmp_path: Path
) -> None:
    good = service(47)

    def breaks(asked: Asked) -> Reply:
        return good(asked) if len(server.asked) < 4 else Reply(status=500)

    with serving(breaks) as server, pytest.raises(NetworkError):
        run(source, server, tmp_path / "run")
    with serving(good) as again:
        came = run(source, again, tmp_path / "run")
    assert (came.items, came.ended, came.resumed) == (47, "", 3)
    assert len(set(ids(came))) == 47
    assert len(again.asked) == len(came.pages) - 3


def test_the_same_question_of_another_day_begins_anew(tmp_path: Path) -> None:
    with serving(eric(20)) as server:
        run(ERIC, server, tmp_path)
        assert Kept(tmp_path, ABOUT).pages
        assert not Kept(tmp_path, ABOUT | {"day": "2026-05-04"}).pages
        assert not Kept(tmp_path, ABOUT).pages


def test_a_page_missing_in_the_middle_ends_what_is_kept(tmp_path: Path) -> None:
    with serving(eric(40)) as server:
        run(ERIC, server, tmp_path)
        (tmp_path / "000002.json").unlink()
        came = run(ERIC, server, tmp_path)
    assert (came.resumed, came.items, came.ended) == (1, 40, "")


def test_a_limit_ends_the_run_and_says_so(tmp_path: Path) -> None:
    with serving(eric(100)) as server:
        came = run(ERIC, server, tmp_path, most=15)
    assert (came.items, came.total) == (20, 100)
    assert came.ended == "no more than 15 were asked for"


def test_the_key_goes_along_and_is_kept_nowhere(tmp_path: Path) -> None:
    with serving(openalex(5)) as server:
        came = run(OPENALEX, server, tmp_path, key="hush")
    assert {asked.params["api_key"] for asked in server.asked} == {"hush"}
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"hush" not in kept + export(OPENALEX, "q", "t", came.pages)


def endless(_: Asked) -> Reply:
    return said({"meta": {"count": 30, "next_cursor": "again"}, "results": [{"id": "W1"}]})


def counting(asked: Asked) -> Reply:
    cursor = asked.params["cursor"] + "x"
    return said({"meta": {"count": 3, "next_cursor": cursor}, "results": [{"id": cursor}]})


def shrinking(asked: Asked) -> Reply:
    docs = [{"id": "EJ1"}] if asked.params["start"] == "0" else []
    return said({"response": {"numFound": 50, "docs": docs}})


@pytest.mark.parametrize(
    ("source", "answer", "words"),
    [
        (OPENALEX, endless, "led back to a page"),
        (OPENALEX, counting, "without end"),
        (ERIC, shrinking, "without results came after 1 of 50"),
    ],
    ids=["a cursor that comes again", "cursors for ever", "an empty page in the middle"],
)
def test_a_service_that_never_ends_is_left_with_what_came(
    source: Source, answer: Callable[[Asked], Reply], words: str, tmp_path: Path
) -> None:
    with serving(answer) as server:
        came = run(source, server, tmp_path)
    assert words in came.ended
    assert came.items >= 1


@pytest.mark.parametrize(
    "body",
    [b"[]", b"null", b'{"error": "bad"}', b'{"response": null}', b'{"response": {"numFound": "x", "docs": []}}', b"7"],
)
@pytest.mark.parametrize("source", [ERIC, OPENALEX], ids=["eric", "openalex"])
def test_an_answer_that_is_no_page_is_an_error_and_not_kept(source: Source, body: bytes, tmp_path: Path) -> None:
    with serving([Reply(body)]) as server, pytest.raises(NetworkError, match="no page of results"):
        run(source, server, tmp_path)
    assert not Kept(tmp_path, ABOUT).pages


def test_the_export_holds_every_answer_as_it_came() -> None:
    pages = [b'{"a": 1.0}', '\ufeff{"b": "Ø"}'.encode(), '{"c": "é"}'.encode("utf-16")]
    data = export(ERIC, 'title:"x"\nOR y', "2026-05-03T00:00:00Z", pages)
    value = json.loads(data)
    assert list(value) == ["source", "url", "query", "retrieved", "pages"]
    assert (value["source"], value["query"]) == ("ERIC API", 'title:"x"\nOR y')
    assert value["pages"] == [{"a": 1.0}, {"b": "Ø"}, {"c": "é"}]
    assert b'{"a": 1.0}' in data
    assert json.loads(export(ERIC, "q", "t", [])) == {**json.loads(export(ERIC, "q", "t", [b"1"])), "pages": []}
