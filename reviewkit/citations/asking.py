"""Sending what the indexes' modules ask, and asking for many things at once.

The thing a reader would get wrong: a fault is an answer like others, handed to whoever asked, who goes on with the
rest. Only where a service is out of reach altogether is it not asked again in the same run; what was answered before
still counts then, as the client's cache gives it without asking.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from reviewkit.citations.nouns import Heard
from reviewkit.errors import NetworkError
from reviewkit.net.faults import CANNOT_BE_REACHED
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reviewkit.citations.nouns import Asking, Request, Service
    from reviewkit.net import Answer, Client

T = TypeVar("T")
_SPLIT = frozenset({400, 413, 414})
"""Statuses that one bad item of a batch, or its length, may have brought about."""
_GONE = frozenset({401, 403, 429})
"""Statuses that every further request would meet as well."""
_PATIENCE = 3
"""Requests in a row that fail, after which a service is left alone."""
_LONGEST = 6000
"""Characters of the values in one address; servers refuse addresses above 8,000."""


class Asker:
    """Sends requests for one run and keeps account."""

    def __init__(self, client: Client, services: Mapping[str, Service], told: Callable[[int], None] = lambda _: None):
        """Ask services by name; `told` gets the number of requests answered, after each, and may raise to end it."""
        self.client = client
        self.services = services
        self.told = told
        self.price = 0
        """Millionths of a dollar, for what was not in the cache."""
        self.answered = 0
        self.came = 0
        """How many of these had an answer, of the cache or not."""
        self.gone: dict[str, NetworkError] = {}
        self._failed: dict[str, int] = {}

    def answers(self, asking: Asking[T]) -> T:
        """Return what the answers to all requests say together."""
        try:
            request = next(asking)
            while True:
                heard = self._heard(request)
                self.answered += 1
                self.told(self.answered)
                request = asking.send(heard)
        except StopIteration as end:
            found: T = end.value
            return found

    def _heard(self, request: Request) -> Heard | NetworkError:
        try:
            heard = self._read(request)
        except NetworkError as error:
            self._note(request.service, error)
            return error
        self._failed[request.service] = 0
        self.came += 1
        return heard

    def _note(self, service: str, error: NetworkError) -> None:
        """Leave a service alone that every further request would fail at."""
        self._failed[service] = self._failed.get(service, 0) + (error.status not in _SPLIT)
        alone = error.what == CANNOT_BE_REACHED or error.status in _GONE or self._spent()
        if alone or self._failed[service] >= _PATIENCE:
            self.gone.setdefault(service, error)

    def _spent(self) -> bool:
        return self.client.budget is not None and self.client.spent >= self.client.budget

    def _read(self, request: Request) -> Heard:
        answer = self._sent(request)
        try:
            return _read(request, answer)
        except NetworkError:
            if not answer.cached:
                raise
        return _read(request, self._sent(replace(request, fresh=True)))  # what is kept was taken for an answer once

    def _sent(self, request: Request) -> Answer:
        service, client = self.services[request.service], self.client
        offline, manners = client.offline, client.manners
        gone = self.gone.get(request.service)
        client.offline = offline or gone is not None
        if not self.came:
            client.manners = replace(manners, tries=min(2, manners.tries))  # no network is to be said at once
        try:
            return self._once(service, request)
        except NetworkError as error:
            if gone is not None:
                raise gone from None
            if self.came or client.offline or error.what == CANNOT_BE_REACHED or client.manners == manners:
                raise
            client.manners = manners
            return self._once(service, request)
        finally:
            client.offline, client.manners = offline, manners

    def _once(self, service: Service, request: Request) -> Answer:
        url, headers = f"{service.base}/{request.path}", dict(service.headers)
        answers, fresh = {404} if request.absent else (), request.fresh
        if request.value is None:
            answer = self.client.get(
                url, request.params, secrets=service.secrets, headers=headers, fresh=fresh, answers=answers
            )
        else:
            whole = f"{url}?{urlencode(request.params)}"
            answer = self.client.post(
                whole, request.value, secrets=service.secrets, headers=headers, fresh=fresh, answers=answers
            )
        self.price += 0 if answer.cached else request.price
        return answer


def _read(request: Request, answer: Answer) -> Heard:
    try:
        if answer.status == 404 and answer.kind in request.absent:
            return Heard(None, answer.retrieved)
        return Heard(request.read(answer.json()), answer.retrieved)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise NetworkError(
            "answered with something else than what was asked for",
            where=answer.url.partition("?")[0],
            remedy="Run it again; if it stays so, the service has changed.",
        ) from None


# ---------------------------------------------------------------------------------------------- many at once


def in_batches(
    items: Sequence[str], most: int, request: Callable[[Sequence[str]], Request]
) -> Asking[tuple[list[Heard], dict[str, str]]]:
    """Ask for items, at most so many at once; returns what was heard, and why of which items nothing was.

    A batch that is refused as such is halved until only what is wrong in it is left.
    """
    heard: list[Heard] = []
    faults: dict[str, str] = {}
    waiting = list(batches(items, most))[::-1]
    while waiting:
        batch = waiting.pop()
        reply = yield request(batch)
        refused = reply.status in _SPLIT if isinstance(reply, NetworkError) else reply.value is None
        if refused and len(batch) > 1:
            middle = len(batch) // 2
            waiting += [batch[middle:], batch[:middle]]
        elif isinstance(reply, NetworkError):
            faults |= dict.fromkeys(batch, fault(reply))
        elif not refused:
            heard.append(reply)
    return heard, faults


def batches(items: Sequence[str], most: int) -> Iterator[list[str]]:
    """Yield items in their order, each once, at most so many together and no more than an address can hold."""
    batch: list[str] = []
    size = 0
    for item in dict.fromkeys(items):
        length = len(quote(item, safe="")) + 7  # and what joins them
        if batch and (len(batch) >= most or size + length > _LONGEST):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield batch


def fault(error: NetworkError) -> str:
    """Return a fault in one line, as the ledger keeps it."""
    return f"{error.where}: {error.what}" if error.where else error.what


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a JSON object; an empty one for null or anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """Return a JSON list; an empty one for null or anything else."""
    return value if isinstance(value, list) else []


def words(value: Any) -> str:
    """Return a JSON text as one line; an empty one for null or anything else."""
    return line(value) if isinstance(value, str) else ""


def number(value: Any) -> int | None:
    """Return a JSON number that counts something, or a text of digits; None for null or anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
