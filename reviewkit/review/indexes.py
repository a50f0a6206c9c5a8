"""The citation indexes as this person reaches them: addresses, keys, and the answers kept on this device."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.citations.asking import Asker
from reviewkit.citations.plan import ADDRESSES, INDEXES
from reviewkit.review.services import FILE, services
from reviewkit.search.eric import ERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from reviewkit.citations.nouns import Service
    from reviewkit.citations.plan import Address
    from reviewkit.model import Direction
    from reviewkit.net import Client
    from reviewkit.review.services import Services
    from reviewkit.review.session import Session


_LOOK = 0.2
"""Seconds of waiting after which it is asked whether to wait on."""


@dataclass(frozen=True, slots=True)
class ReachOfIndex:
    """One index, as this person reaches it."""

    key: str
    name: str
    directions: tuple[Direction, ...]
    """In which it can be asked."""
    takes_key: bool
    has_key: bool
    setting: str
    """What its key is called in the file of settings; in the environment `REVIEWKIT_` stands before it, in capitals."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom this person can ask."""

    indexes: tuple[ReachOfIndex, ...]
    has_contact: bool
    """An e-mail address is given, which goes to each service that is asked."""
    file: str
    """Where keys and address can be written, if not in the environment."""


class Indexes:
    """Whom to ask, and by which client."""

    def __init__(self, session: Session, client: Client | None = None) -> None:
        """Serve a session; `client` is for tests, otherwise each run has one of its own."""
        self._session = session
        self._client = client

    def client(
        self,
        *,
        again: bool = False,
        offline: bool = False,
        budget: int | None = None,
        tell: Callable[[str], None] = lambda _: None,
        waiting: Callable[[], None] = lambda: None,
    ) -> Client:
        """Return a client that keeps answers on this device; those that are asked for `again` apart, by the day.

        `waiting` is called again and again while the client waits, and may raise to end it.
        """
        if self._client is not None:
            return self._client
        settings = self._settings()
        rates = {settings.url(one.setting, one.base): one.rate for one in ADDRESSES.values()}
        rates[settings.url(ERIC.key, ERIC.base)] = ERIC.rate
        folder = self._session.database / (f"answers of {self._session.now()[:10]}" if again else "answers")
        return settings.client(folder, rates, budget=budget, offline=offline, tell=tell, sleep=_asleep(waiting))

    def reach(self) -> Reach:
        """Return which indexes there are, and what of keys and address is given. Raises `InputError`."""
        settings = self._settings()
        found = []
        for key, index in INDEXES.items():
            there = ADDRESSES[key]
            takes = bool(there.key_parameter or there.key_header)
            has = takes and bool(settings.key(there.setting))
            found.append(ReachOfIndex(key, index.name, index.directions, takes, has, f"{there.setting}_key"))
        return Reach(tuple(found), bool(settings.contact), str(self._state / FILE))

    def asker(self, client: Client, wanted: Iterable[str], told: Callable[[int], None] = lambda _: None) -> Asker:
        """Return what asks these services; `told` gets the number of answers, after each."""
        return Asker(client, {one: self._service(ADDRESSES[one]) for one in wanted}, told)

    def address(self, service: str, usual: str) -> str:
        """Return where a service is that this person may have set an address for."""
        return self._settings().url(service, usual)

    def _service(self, there: Address) -> Service:
        settings = self._settings()
        base = settings.url(there.setting, there.base).rstrip("/")
        # a search's setting names the list of works, which here is a part of each path
        return there.service(base.removesuffix("/works"), settings.key(there.setting))

    def _settings(self) -> Services:
        return services(self._state)

    @property
    def _state(self) -> Path:
        return self._session.database.parents[1]


def _asleep(waiting: Callable[[], None]) -> Callable[[float], None]:
    """Return what waits so many seconds, calling `waiting` meanwhile."""

    def sleep(seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            waiting()
            time.sleep(min(left, _LOOK))

    return sleep
