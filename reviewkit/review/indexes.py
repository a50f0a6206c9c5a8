"""The citation indexes as this person reaches them: addresses, keys, and the answers kept on this device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.citations.asking import Asker
from reviewkit.citations.plan import ADDRESSES
from reviewkit.review.services import services
from reviewkit.search.eric import ERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reviewkit.citations.nouns import Service
    from reviewkit.citations.plan import Address
    from reviewkit.net import Client
    from reviewkit.review.services import Services
    from reviewkit.review.session import Session


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
    ) -> Client:
        """Return a client that keeps answers on this device; those that are asked for `again` apart, by the day."""
        if self._client is not None:
            return self._client
        settings = self._settings()
        rates = {settings.url(one.setting, one.base): one.rate for one in ADDRESSES.values()}
        rates[settings.url(ERIC.key, ERIC.base)] = ERIC.rate
        folder = self._session.database / (f"answers of {self._session.now()[:10]}" if again else "answers")
        return settings.client(folder, rates, budget=budget, offline=offline, tell=tell)

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
        return services(self._session.database.parents[1])
