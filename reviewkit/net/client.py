"""Requests sent with patience: one after the other, at most so many a second, tried again where that can help."""

from __future__ import annotations

import datetime
import json as json_
import threading
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from reviewkit.errors import NetworkError
from reviewkit.net.addresses import check, without
from reviewkit.net.answer import Answer, host
from reviewkit.net.faults import come_again, refused, too_large, unreached
from reviewkit.net.manners import Manners, retry_after, stated_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import requests

    from reviewkit.net.cache import Cache

_REDIRECTS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may well succeed."""
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    headers: Mapping[str, str]
    secrets: Mapping[str, str]
    data: bytes | None
    json: bool
    answers: Collection[int]

    @property
    def key(self) -> str:
        """Return what tells it from other requests; no secret is part of it."""
        return f"{'GET' if self.data is None else 'POST'} {self.url}\n{(self.data or b'').decode()}"


class _AgainError(Exception):
    """The try failed in a way that another may not; `wait` is what the server asks for."""

    def __init__(self, error: NetworkError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Client:
    """Sends requests for one run. Safe for threads: they take turns."""

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        cache: Cache | None = None,
        budget: int | None = None,
        offline: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        wall: Callable[[], float] = time.time,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Send at most `budget` requests; none at all if `offline`, when all answers come from the cache.

        `tell` gets a sentence whenever the client has to wait for long.
        """
        self.manners = manners or Manners()
        self.cache = cache
        self.budget = budget
        self.offline = offline
        self.spent = 0
        """How many requests went out, retries and redirections included."""
        self.tell = tell
        self._clock, self._sleep, self._wall = clock, sleep, wall
        self._free: dict[str, float] = {}
        self._stated: dict[str, float] = {}
        self._turn = threading.RLock()
        self._session: requests.Session | None = None

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        secrets: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: bool = True,
        fresh: bool = False,
        answers: Collection[int] = (),
    ) -> Answer:
        """Return the answer to a GET request: from the cache if it is there and not to be `fresh`.

        With `json` a body that is no JSON is a failed try. Statuses in `answers` (such as 404) are answers like 200.
        `secrets` are parameters that nobody may see; headers are shown to nobody either.

        Raises `NetworkError`, `StorageError`.
        """
        whole = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url
        return self._answer(_Request(whole, headers or {}, secrets or {}, None, json, frozenset(answers)), fresh)

    def post(
        self,
        url: str,
        value: object,
        *,
        secrets: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        fresh: bool = False,
        answers: Collection[int] = (),
    ) -> Answer:
        """Return the JSON answer to a JSON value that is sent; otherwise as `get`.

        For look-ups only, since it may be sent twice.
        """
        data = json_.dumps(value, sort_keys=True).encode()
        sent = {**(headers or {}), "content-type": "application/json"}
        return self._answer(_Request(url, sent, secrets or {}, data, json=True, answers=frozenset(answers)), fresh)

    def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    # ---------------------------------------------------------------------------------------------- one answer

    def _answer(self, request: _Request, fresh: bool) -> Answer:
        check(request.url, request.url)
        kept = None if fresh or self.cache is None else self.cache.get(request.key)
        if kept is not None:
            return kept
        if self.offline:
            raise NetworkError(
                "is not asked, since you work offline, and no earlier answer is kept",
                where=host(request.url),
                remedy="Go online for this; whatever was answered before can be looked at offline.",
            )
        with self._turn:
            answer = self._patiently(request)
        if self.cache is not None and not fresh:
            self.cache.put(request.key, answer)
        return answer

    def _patiently(self, request: _Request) -> Answer:
        for attempt in range(1, self.manners.tries + 1):
            try:
                return self._followed(request)
            except _AgainError as again:
                self.close()  # or what is left of a bad answer in a kept connection is read as the next one's beginning
                wait = max(again.wait or 0.0, self.manners.backoff(attempt))
                if (again.wait or 0.0) > self.manners.longest_wait:
                    raise come_again(again.error, again.wait or 0.0) from None
                if attempt == self.manners.tries:
                    raise again.error from None
                self._pause(wait, f"{host(request.url)}: {again.error.what}; trying again in {wait:.0f} s.")
        raise AssertionError("a client tries at least once")

    def _pause(self, seconds: float, why: str) -> None:
        self.tell(why)
        self._sleep(seconds)

    def _followed(self, request: _Request) -> Answer:
        """Send the request and follow where it is redirected to, without secrets if that is another host."""
        url, seen = request.url, 0
        while True:
            response = self._sent(url, request, at_home=host(url) == host(request.url))
            try:
                location = response.headers.get("location", "")
                if response.status_code not in _MOVED or not location:
                    return self._judged(response, url, request)
                seen += 1
                if seen > _REDIRECTS or request.data is not None:
                    raise NetworkError("redirects without end", where=host(request.url), status=response.status_code)
                before, url = url, without(urljoin(url, location), request.secrets)
                check(url, before)
            finally:
                response.close()

    def _sent(self, url: str, request: _Request, *, at_home: bool) -> requests.Response:
        import requests

        self._wait_turn(host(url))
        self._spend(host(url))
        try:
            return self._connection().request(
                "GET" if request.data is None else "POST",
                url,
                params=dict(request.secrets) if at_home else None,
                data=request.data,
                headers=dict(request.headers) if at_home else None,
                stream=True,
                allow_redirects=False,
                timeout=(self.manners.connect, self.manners.read),
            )
        except requests.RequestException as error:
            raise _AgainError(unreached(url, error)) from None

    def _connection(self) -> requests.Session:
        import requests

        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
            self._session.headers["User-Agent"] = self.manners.agent(version("reviewkit"))
            if self.manners.proxy:
                self._session.proxies = {"http": self.manners.proxy, "https": self.manners.proxy}
        return self._session

    def _wait_turn(self, at: str) -> None:
        allowed = self.manners.rates.get(at, self.manners.rate)
        rate = min(allowed, self._stated.get(at, allowed))
        now = self._clock()
        start = max(now, self._free.get(at, now))
        self._free[at] = start + 1.0 / rate
        if start > now:
            self._sleep(start - now)

    def _spend(self, at: str) -> None:
        if self.budget is not None and self.spent >= self.budget:
            raise NetworkError(
                f"is not asked any more: the {self.budget} requests of this run are used up",
                where=at,
                remedy="What was answered is kept. Run it again, or allow more requests.",
            )
        self.spent += 1

    # ---------------------------------------------------------------------------------------------- judging it

    def _judged(self, response: requests.Response, url: str, request: _Request) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if (rate := stated_rate(headers)) is not None:
            self._stated[host(url)] = rate
        status, hidden = response.status_code, (*request.secrets.values(), *request.headers.values())
        answer = Answer(url, status, headers, self._body(response, url), _iso(self._wall()))
        if status in _AGAIN:
            wait = retry_after(headers.get("retry-after", ""), self._wall())
            raise _AgainError(refused(answer, hidden), wait)
        if status in request.answers:
            return answer
        if status != 200:
            raise refused(answer, hidden)
        if request.json:
            try:
                answer.json()
            except NetworkError as error:
                raise _AgainError(error) from None
        return answer

    def _body(self, response: requests.Response, url: str) -> bytes:
        """Return the whole body, unpacked; a body shorter than announced is a failed try."""
        import requests
        import urllib3

        until = self._clock() + self.manners.whole
        said = response.headers.get("content-length", "")
        if said.isdigit() and int(said[:18]) > self.manners.largest:
            raise too_large(url, self.manners.largest)
        parts, size = [], 0
        try:
            while part := _next_part(response.raw):
                parts.append(part)
                size += len(part)
                if size > self.manners.largest:
                    raise too_large(url, self.manners.largest)
                if self._clock() > until:
                    raise _AgainError(NetworkError("is too slow: the answer did not end", where=host(url)))
        except (urllib3.exceptions.HTTPError, requests.RequestException, OSError):
            raise _AgainError(
                NetworkError("broke the connection off in the middle of an answer", where=host(url))
            ) from None
        return b"".join(parts)


def _next_part(raw: Any) -> bytes:
    # `read` would wait until so many bytes are there, so a server that drips could hold it up without end.
    part: bytes = (
        raw.read1(2**16, decode_content=True) if hasattr(raw, "read1") else raw.read(2**13, decode_content=True)
    )
    return part


def _iso(now: float) -> str:
    return datetime.datetime.fromtimestamp(now, datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
