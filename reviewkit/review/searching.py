"""The search itself: the strategy in each platform's words, held against known articles, and run through open APIs.

The thing a reader would get wrong: a run leaves one export like any other in data/searches/, and nothing but that
counts; what came before the last page waits in the per-user state folder and is taken up by the next run of the day.
"""

from __future__ import annotations

import dataclasses
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from reviewkit import dedup, formats
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import Route, Search
from reviewkit.net.cache import write_whole
from reviewkit.review.services import services
from reviewkit.search import known, paging, prisma_s, query
from reviewkit.search.eric import ERIC
from reviewkit.search.openalex import OPENALEX
from reviewkit.search.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reviewkit.model import Record
    from reviewkit.net import Client
    from reviewkit.review.searches import Searches
    from reviewkit.review.services import Services
    from reviewkit.review.session import Session
    from reviewkit.search.known import KnownItem
    from reviewkit.search.nouns import Rendered
    from reviewkit.search.paging import Source
    from reviewkit.search.prisma_s import Answer
    from reviewkit.views import Imported

SOURCES = {one.key: one for one in (ERIC, OPENALEX)}
"""The open APIs by what they are called on the command line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would ask, before it asks."""

    source: str
    rendered: Rendered
    url: str
    site: str
    size: int
    """Results a page."""
    price: str
    keyed: bool
    """Whether a key is set."""
    waiting: int
    """Pages that are there from a run of today that was cut."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run."""

    imported: Imported
    total: int
    items: int
    ended: str
    """Empty where all came; else why the run stopped."""
    requests: int
    resumed: int


class Searching:
    """The strategy of a review, and its searches through open APIs."""

    def __init__(self, session: Session, searches: Searches, client: Client | None = None) -> None:
        """Work on a session; `client` is for tests, otherwise each run has one of its own."""
        self._session = session
        self._searches = searches
        self._client = client

    # ---------------------------------------------------------------------------------------------- in words

    def platforms(self) -> tuple[str, ...]:
        """Return the keys of the platforms that the strategy can be written for."""
        return tuple(PLATFORMS)

    def sources(self) -> tuple[str, ...]:
        """Return the keys of the open APIs that it can be run through."""
        return tuple(SOURCES)

    def query(self, platform: str) -> Rendered:
        """Return the strategy in a platform's syntax. Raises `NotAllowedError`."""
        return query.rendered(self._session.criteria.search, platform)

    def prisma_s(self) -> list[Answer]:
        """Return what the searches and search.toml say to the sixteen items of PRISMA-S."""
        said = prisma_s.Said(tuple(self._searches.counts()), self._session.criteria.search, self._deduplication())
        return prisma_s.answers(said)

    def _deduplication(self) -> str:
        state = self._session.state
        records, reports = len(state.origins()), len(state.reports())
        rules = state.compared.versions() or [dedup.RULES]
        versions = f"version{'s' * (len(rules) > 1)} {' and '.join(rules)}"
        return (
            f"reviewkit, rules {versions}, and persons for uncertain pairs: {records} records, "
            f"{records - reports} removed as duplicates."
        )

    # ---------------------------------------------------------------------------------------------- known items

    def known(self, *, fetch: bool = False, tell: Callable[[str], None] = lambda _: None) -> list[KnownItem]:
        """Return what became of the known articles that search.toml names.

        With `fetch` those that the review has no record with an abstract of are looked up at OpenAlex by DOI, free of
        charge; `tell` gets a sentence of each that it does not have. Raises `NotAllowedError`, `NetworkError`.
        """
        strategy = self._session.criteria.search
        if not strategy.known:
            raise NotAllowedError(
                "search.toml names no known articles",
                remedy='Add known = ["10.1080/…", "a title"] to criteria/search.toml, above the first [[block]].',
            )
        records = list(self._records())
        found = known.known_items(strategy, records)
        if not fetch:
            return found
        wanted = [item for item in found if "abstract" not in item.judged_on]
        return known.known_items(strategy, records, self._fetched(wanted, tell))

    def _records(self) -> Iterable[tuple[Record, str, Route]]:
        state = self._session.state
        origins, searches = state.origins(), state.searches()
        for identity, record in self._session.records(origins).items():
            search = searches[origins[identity].search]
            yield record, search.name, search.route

    def _fetched(self, items: Iterable[KnownItem], tell: Callable[[str], None]) -> list[Record]:
        source = self._source("openalex")
        client = self._client_for(source, None, tell)
        found: list[Record] = []
        for item in items:
            identity = known.known(item.written).doi
            if identity is None:
                tell(f'"{item.written}" has no DOI, so it is not looked up.')
                continue
            address = f"{source.base}/doi:{quote(identity, safe='')}"
            key = self._services().key(source.key)
            answer = client.get(address, secrets={source.key_name: key} if key else {}, answers={404})
            if answer.status == 404:
                tell(f"OpenAlex does not have {identity}.")
                continue
            page = b'{"meta": {"count": 1}, "results": [' + answer.body + b"]}"
            found += formats.read(paging.export(source, identity, answer.retrieved, [page]), "known.json").records
        return found

    # ---------------------------------------------------------------------------------------------- runs

    def plan(self, source: str) -> Plan:
        """Return what a run would ask, without asking. Raises `NotAllowedError`."""
        chosen = self._source(source)
        written = self.query(chosen.platform)
        waiting = paging.waiting(*self._run_of(chosen, written.query))
        keyed = bool(self._services().key(chosen.key))
        return Plan(source, written, chosen.base, chosen.site, chosen.size, chosen.price, keyed, len(waiting))

    def run(
        self,
        source: str,
        *,
        name: str = "",
        most: int | None = None,
        budget: int | None = None,
        tell: Callable[[str], None] = lambda _: None,
        progress: Callable[[int, int], None] = lambda _come, _total: None,
    ) -> Run:
        """Run the strategy through an open API and import what comes, as a search of its own.

        Goes on where a run of the same query on the same day was cut. `most` ends it after the page that fills it.
        Raises `NotAllowedError`, `NetworkError`, `StorageError`, `InputError`.
        """
        self._session.acting()
        chosen = self._source(source)
        written = self.query(chosen.platform)
        if not written.query:
            raise NotAllowedError(
                f"the strategy cannot be said for {chosen.name}: {written.cannot[-1]}",
                remedy=f"`reviewkit query {chosen.platform}` lists everything that it cannot say.",
            )
        name = name.strip() or f"{chosen.database} {self._session.now()[:10]}"
        if self._searches.find(name) is not None:
            raise NotAllowedError(
                f'there is a search called "{name}" already', remedy="Give this one a name of its own with --name."
            )
        client = self._client_for(chosen, budget, tell)
        before = client.spent
        kept = paging.Kept(*self._run_of(chosen, written.query))
        key = self._services().key(chosen.key)
        came = paging.retrieve(chosen, written.query, client, kept, key=key, most=most, tell=progress)
        if not came.items:
            kept.discard()
            raise NotAllowedError(
                f"{chosen.name} finds nothing for this search, so there is nothing to import",
                where=chosen.site,
                remedy="Try the query on the site itself; if there is nothing there either, report the search as such.",
            )
        imported = self._imported(chosen, written, came, name, kept.ended(self._session.now()))
        kept.discard()
        return Run(imported, came.total, came.items, came.ended, client.spent - before, came.resumed)

    def _imported(self, source: Source, written: Rendered, came: paging.Retrieved, name: str, ended: str) -> Imported:
        data = paging.export(source, written.query, ended, came.pages)
        search = _search(source, written, came, name, ended[:10])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{source.key}-{ended[:10]}.json"
            path.write_bytes(data)
            try:
                return self._searches.import_file(path, search)
            except InputError as error:
                rescued = self._place(source.key) / path.name
                write_whole(rescued, data)
                raise InputError(
                    error.what, where=error.where, remedy=f"What came is kept as {rescued}. {error.remedy}".strip()
                ) from error

    def _source(self, key: str) -> Source:
        chosen = SOURCES.get(key.strip().casefold())
        if chosen is None:
            raise NotAllowedError(f'"{key}" is no open API that is known', remedy=f"There are {', '.join(SOURCES)}.")
        return dataclasses.replace(chosen, base=self._services().url(chosen.key, chosen.base))

    def _services(self) -> Services:
        return services(self._session.database.parents[1])

    def _place(self, source: str) -> Path:
        return self._session.database / "runs" / source

    def _run_of(self, source: Source, text: str) -> tuple[Path, dict[str, object]]:
        """Return where the pages of a run of today are kept, and what tells it from others."""
        day = self._session.now()[:10]
        about = {"source": source.key, "base": source.base, "query": text, "day": day, "size": source.size}
        return self._place(source.key) / "pages", about

    def _client_for(self, source: Source, budget: int | None, tell: Callable[[str], None]) -> Client:
        if self._client is not None:
            return self._client
        folder = self._session.database / "answers"
        return self._services().client(folder, {source.base: source.rate}, budget=budget, tell=tell)


def _search(source: Source, written: Rendered, came: paging.Retrieved, name: str, date: str) -> Search:
    notes = [f"Run by reviewkit through {source.site}."]
    notes += [f"{came.items} of {came.total} results came: {came.ended}."] if came.ended else []
    notes += ["What the platform cannot express: " + " ".join(map(str, written.cannot))] if written.cannot else []
    return Search(
        name=name,
        route=Route.DATABASE,
        databases=(source.database,),
        platform=f"{source.name} ({source.site})",
        date=date,
        query=written.query,
        announced=came.total,
        note=" ".join(notes),
    )
