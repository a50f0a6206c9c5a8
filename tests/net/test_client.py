"""The client against a real server that misbehaves; its clock is the test's, so nothing waits."""

from __future__ import annotations

import email.utils
import gzip
import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest

from reviewkit.errors import NetworkError
from reviewkit.net import Cache, Client, Manners
from tests.servers import Asked, Clock, Reply, serving

GOOD = Reply(b'{"a": 1}')
HTML = Reply(b"<html>Welcome to the hotel</html>", headers={"Content-Type": "text/html"})


def client(clock: Clock | None = None, cache: Path | None = None, **settings: Any) -> Client:
    clock = clock or Clock()
    own = {name: settings.pop(name) for name in ("budget", "offline", "tell") if name in settings}
    manners = Manners(**({"rate": 1000.0, "pause": 1.0} | settings))
    kept = Cache(cache) if cache is not None else None
    return Client(manners, cache=kept, clock=clock, sleep=clock.sleep, wall=clock, **own)


@pytest.mark.parametrize(
    "bad",
    [
        Reply(status=500),
        Reply(status=503, body=b"<html>down</html>", headers={"Content-Type": "text/html"}),
        Reply(status=429),
        Reply(b'{"a": 1}', cut=3),
        Reply(b'{"a": 1}', length=500),
        Reply(b'{"a": 1}', length=4),
        Reply(b'{"a": '),
        Reply(b""),
        HTML,
    ],
    ids=["500", "503", "429", "cut", "too long a length", "too short a length", "half a JSON", "empty", "html"],
)
def test_a_bad_answer_is_asked_for_again_and_never_taken_for_good(bad: Reply) -> None:
    clock = Clock()
    with serving([bad, bad, GOOD]) as server:
        assert client(clock).get(server.url).json() == {"a": 1}
    assert len(server.asked) == 3
    assert [pause for pause in clock.slept if pause >= 1] == [1.0, 2.0]


def test_after_the_last_try_the_error_says_what_where_and_what_to_do() -> None:
    with serving([HTML]) as server, pytest.raises(NetworkError) as caught:
        client(tries=3).get(f"{server.url}/works?a=b")
    assert len(server.asked) == 3
    assert caught.value.what == "answered with something of the type text/html where JSON was expected"
    assert caught.value.where == server.url.removeprefix("http://")
    assert caught.value.remedy


@pytest.mark.parametrize("form", ["17", "date"])
def test_retry_after_is_waited_for_whether_seconds_or_a_date(form: str) -> None:
    clock = Clock()
    value = form if form != "date" else email.utils.formatdate(clock.now + 17, usegmt=True)
    with serving([Reply(status=429, headers={"Retry-After": value}), GOOD]) as server:
        client(clock).get(server.url)
    assert max(clock.slept) == pytest.approx(17, abs=1)


def test_a_wait_that_nobody_sits_out_is_an_error_that_says_when_to_come_again() -> None:
    clock = Clock()
    with serving([Reply(status=429, headers={"Retry-After": "7200"})]) as server, pytest.raises(NetworkError) as caught:
        client(clock).get(server.url)
    assert "121 minutes" in caught.value.remedy
    assert (len(server.asked), clock.slept) == (1, [])


@pytest.mark.parametrize("value", ["soon", "-5", "", "99999999999999999999999999", "Wed, 99 Foo"])
def test_a_retry_after_that_nobody_can_read_does_no_harm(value: str) -> None:
    with serving([Reply(status=429, headers={"Retry-After": value} if value else {}), GOOD]) as server:
        if value.startswith("999"):
            with pytest.raises(NetworkError):
                client().get(server.url)
        else:
            assert client().get(server.url).status == 200


def test_requests_keep_the_stated_rate_retries_included() -> None:
    clock = Clock()
    sent: list[float] = []

    def answer(_: Asked) -> Reply:
        sent.append(clock.now)
        return Reply(status=500) if len(sent) % 3 == 1 else GOOD

    with serving(answer) as server:
        host = server.url.removeprefix("http://")
        patient = client(clock, rates={host: 4.0}, pause=0.01)
        for number in range(6):
            patient.get(f"{server.url}/{number}")
    assert min(later - earlier for earlier, later in itertools.pairwise(sent)) >= 0.25 - 1e-6


def test_a_server_that_states_a_slower_rate_is_believed() -> None:
    clock = Clock()
    slow = Reply(headers={"X-Rate-Limit-Limit": "1", "X-Rate-Limit-Interval": "2s"})
    with serving([slow]) as server:
        patient = client(clock)
        for number in range(4):
            patient.get(f"{server.url}/{number}")
    assert clock.slept[-2:] == [pytest.approx(2.0), pytest.approx(2.0)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 414])
def test_a_refusal_is_final_and_tells_what_the_server_said(status: int) -> None:
    with (
        serving([Reply(b'{"error": "no such field"}', status=status)]) as server,
        pytest.raises(NetworkError) as caught,
    ):
        client().get(server.url)
    assert (len(server.asked), caught.value.status) == (1, status)
    assert "no such field" in caught.value.what


def test_a_status_that_the_caller_takes_for_an_answer_is_one() -> None:
    with serving([Reply(b"Resource not found.", status=404, headers={"Content-Type": "text/plain"})]) as server:
        assert client().get(server.url, answers={404}).status == 404


def test_a_server_that_drips_is_left() -> None:
    begun = time.monotonic()
    with serving([Reply(b'{"a": 1}' * 40, drip=0.05)]) as server, pytest.raises(NetworkError) as caught:
        Client(Manners(rate=1000.0, whole=0.4, tries=1)).get(server.url)
    assert time.monotonic() - begun < 3
    assert "too slow" in caught.value.what


def test_a_server_that_says_nothing_is_left() -> None:
    def answer(_: Asked) -> Reply:
        time.sleep(1.0)
        return GOOD

    with serving(answer) as server, pytest.raises(NetworkError) as caught:
        Client(Manners(rate=1000.0, read=0.2, tries=2, pause=0.01)).get(server.url)
    assert "does not answer in time" in caught.value.what


def test_no_server_at_all_is_told_as_such() -> None:
    with serving([GOOD]) as server:
        pass
    with pytest.raises(NetworkError, match="cannot be reached"):
        client(tries=2).get(server.url)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"[" + b"1," * 600_000 + b"1]"),
        Reply(b"[]", length=10**12),
        Reply(
            gzip.compress(b" " * 5_000_000 + b"1"),
            headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
        ),
    ],
    ids=["huge", "huge by its own word", "packed bomb"],
)
def test_a_huge_answer_is_refused_before_it_fills_the_memory(reply: Reply) -> None:
    with serving([reply]) as server, pytest.raises(NetworkError, match="more than 1 MB"):
        client(largest=2**20).get(server.url)
    assert len(server.asked) == 1


def test_a_packed_answer_is_unpacked() -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    with serving([Reply(gzip.compress(b'{"a": 2}'), headers=headers)]) as server:
        assert client().get(server.url).json() == {"a": 2}


def test_a_redirect_is_followed_and_the_answer_names_where_it_came_from() -> None:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/old":
            return Reply(status=301, headers={"Location": "/new?x=1"})
        return Reply(json.dumps(asked.params).encode())

    with serving(answer) as server:
        found = client().get(f"{server.url}/old", secrets={"api_key": "hush"})
    assert found.json() == {"x": "1", "api_key": "hush"}
    assert found.url == f"{server.url}/new?x=1"


def test_no_key_goes_along_to_another_host() -> None:
    with serving([GOOD]) as other, serving([Reply(status=302, headers={"Location": other.url})]) as server:
        client().get(server.url, secrets={"api_key": "hush"}, headers={"x-api-key": "hush"})
    assert server.asked[0].params == {"api_key": "hush"}
    assert other.asked[0].params == {}
    assert "x-api-key" not in other.asked[0].headers


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://example.org/", "http://example.org/", "//", "data:,x"]
)
def test_a_redirect_to_anywhere_else_is_refused(location: str) -> None:
    with serving([Reply(status=302, headers={"Location": location})]) as server, pytest.raises(NetworkError):
        client().get(f"{server.url}/x")
    assert len(server.asked) <= 6


@pytest.mark.parametrize("url", ["http://example.org/", "file:///etc/passwd", "ftp://example.org/x", "nonsense"])
def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(NetworkError, match="not gone to"):
        client().get(url)


def test_a_circle_of_redirects_ends() -> None:
    with serving([Reply(status=302, headers={"Location": "/again"})]) as server, pytest.raises(NetworkError):
        client().get(server.url)
    assert len(server.asked) == 6


def test_the_budget_counts_every_request_and_ends_the_run() -> None:
    with serving([Reply(status=500), GOOD]) as server:
        frugal = client(budget=3)
        frugal.get(f"{server.url}/1")
        frugal.get(f"{server.url}/2")
        with pytest.raises(NetworkError, match="used up"):
            frugal.get(f"{server.url}/3")
    assert (len(server.asked), frugal.spent) == (3, 3)


def test_an_answer_is_kept_with_its_day_and_asked_for_once(tmp_path: Path) -> None:
    clock = Clock()
    with serving([GOOD, Reply(b'{"a": 2}')]) as server:
        first = client(clock, tmp_path).get(server.url, {"q": "x"}, secrets={"api_key": "hush"})
        clock.now += 10**6
        again = client(clock, tmp_path).get(server.url, {"q": "x"}, secrets={"api_key": "other"})
        fresh = client(clock, tmp_path).get(server.url, {"q": "x"}, fresh=True)
    assert (again.body, again.retrieved, again.cached) == (first.body, first.retrieved, True)
    assert fresh.json() == {"a": 2}
    assert len(server.asked) == 2
    offline = client(clock, tmp_path, offline=True).get(server.url, {"q": "x"})
    assert offline.body == first.body


def test_offline_says_so_at_once_and_asks_nothing(tmp_path: Path) -> None:
    with serving([GOOD]) as server, pytest.raises(NetworkError, match="offline"):
        client(cache=tmp_path, offline=True).get(server.url)
    assert server.asked == []


def test_a_damaged_answer_on_disk_counts_as_none(tmp_path: Path) -> None:
    with serving([GOOD]) as server:
        client(cache=tmp_path).get(server.url)
        (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
        whole = kept.read_bytes()
        for damaged in (whole[:-1], b"", b"{}\n", whole[10:], whole.replace(b'"a"', b'"b"')):
            kept.write_bytes(damaged)
            assert client(cache=tmp_path).get(server.url).json() == {"a": 1}
    assert len(server.asked) == 6


def test_a_bad_answer_is_not_kept(tmp_path: Path) -> None:
    with serving([HTML]) as server, pytest.raises(NetworkError):
        client(cache=tmp_path, tries=1).get(server.url)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_key_is_in_no_file_and_no_message(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        echo = f'{{"error": "key {asked.params["api_key"]} and {asked.headers["x-api-key"]} refused"}}'
        return GOOD if asked.path == "/good" else Reply(echo.encode(), status=403)

    told: list[str] = []
    with serving(answer) as server:
        own = client(cache=tmp_path, tell=told.append)
        hidden = {"secrets": {"api_key": "hush-hush"}, "headers": {"x-api-key": "sesame"}}
        found = own.get(f"{server.url}/good", **hidden)  # type: ignore[arg-type]  # two mappings by name
        with pytest.raises(NetworkError) as caught:
            own.get(server.url, **hidden)  # type: ignore[arg-type]  # two mappings by name
    texts = [str(caught.value), repr(caught.value), repr(found), *told]
    texts += [path.read_bytes().decode() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in texts if "hush" in text or "sesame" in text]


def test_the_environments_proxy_and_passwords_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    with serving([GOOD]) as server:
        client().get(server.url)
    assert "authorization" not in server.asked[0].headers


def test_the_server_learns_who_asks() -> None:
    with serving([GOOD]) as server:
        client(contact="ada@example.org").get(server.url)
    assert server.asked[0].headers["user-agent"].startswith("reviewkit/")
    assert "(mailto:ada@example.org)" in server.asked[0].headers["user-agent"]


def test_a_value_can_be_posted_and_its_answer_is_kept_by_what_was_sent(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(asked.body)) as server:
        own = client(cache=tmp_path)
        assert own.post(server.url, {"ids": ["a"]}).json() == {"ids": ["a"]}
        assert own.post(server.url, {"ids": ["b"]}).json() == {"ids": ["b"]}
        assert own.post(server.url, {"ids": ["a"]}).cached
    assert len(server.asked) == 2
