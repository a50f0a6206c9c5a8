"""A search through an open API, page by page, kept on disk, so that a run that was cut goes on where it was.

The thing a reader would get wrong: a page is on disk before the next is asked for, and only pages of one question asked
on one day belong together, since a database that grew between two pages would have moved its results.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewkit.errors import NetworkError
from reviewkit.net.cache import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from reviewkit.net import Client

_PAGE = re.compile(r"\d{6}\.json")
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer says of the whole."""

    total: int
    """How many results there are, all pages together."""
    items: int
    """How many this page has."""
    following: Mapping[str, str] | None
    """The parameters that differ for the next page; None where this is the last."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open API that a strategy can be run through."""

    key: str
    """What it is called on the command line."""
    name: str
    """As it stands in the export: `ERIC API`."""
    database: str
    platform: str
    """The key of its syntax in `platforms.PLATFORMS`."""
    site: str
    """Where it is, for people and for the notes of a search."""
    base: str
    """The address that is asked; others are for tests and mirrors."""
    rate: float
    """Requests a second."""
    size: int
    """Results a page."""
    key_name: str
    """The name of the parameter that takes a key; empty where there is none."""
    price: str
    """What a run costs, for people."""
    first: Callable[[str, int], dict[str, str]]
    """A query and a page's size → the parameters of the first page."""
    page: Callable[[Any, int], Page]
    """An answer and how many results came before it → what it says; raises where it is no such answer."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What came of a run."""

    pages: tuple[bytes, ...]
    total: int
    """How many results the API said there were, on its last page."""
    items: int
    """How many came."""
    ended: str
    """Empty where the API had no more; else why the run stopped."""
    resumed: int
    """How many of the pages had been there from an earlier run."""


class Kept:
    """The pages of one run on disk, and when the last of them had come."""

    def __init__(self, folder: Path, about: Mapping[str, object]) -> None:
        """Take up the run of the folder if it is about the same; else begin anew. Raises `StorageError`."""
        self.folder = folder
        self.pages = waiting(folder, about)
        if not self.pages:
            self.discard()
            write_whole(folder / _ABOUT, _about(about))

    def add(self, page: bytes) -> None:
        """Keep one more page. Raises `StorageError`."""
        write_whole(self.folder / _name(len(self.pages) + 1), page)
        self.pages.append(page)

    def ended(self, now: str) -> str:
        """Return when the run ended: `now`, or what was said the first time, so that its export stays the same."""
        path = self.folder / f"ended-{len(self.pages)}"
        if not path.is_file():
            write_whole(path, now.encode())
        return path.read_text(encoding="utf-8")

    def discard(self) -> None:
        """Forget the run."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.pages = []


def waiting(folder: Path, about: Mapping[str, object]) -> list[bytes]:
    """Return the pages that a folder holds of a run, in their order up to the first that is missing."""
    try:
        if (folder / _ABOUT).read_bytes() != _about(about):
            return []
        there = {one.name for one in folder.iterdir() if _PAGE.fullmatch(one.name)}
    except OSError:
        return []
    numbers = itertools.takewhile(lambda number: _name(number) in there, itertools.count(1))
    return [(folder / _name(number)).read_bytes() for number in numbers]


def _about(about: Mapping[str, object]) -> bytes:
    return json.dumps(about, sort_keys=True).encode()


def _name(number: int) -> str:
    return f"{number:06d}.json"


def retrieve(
    source: Source,
    query: str,
    client: Client,
    kept: Kept,
    *,
    key: str = "",
    most: int | None = None,
    tell: Callable[[int, int], None] = lambda _come, _total: None,
) -> Retrieved:
    """Return all pages of a query, or the first ones that hold `most` results; `tell` gets how many came of how many.

    Ends whatever the server does: it stops, and says so in `ended`, at a page without results, at a cursor that comes
    again, and where more pages come than the results can fill. Raises `NetworkError`, `StorageError`; what had come by
    then is in `kept`.
    """
    resumed = len(kept.pages)
    parameters: dict[str, str] = source.first(query, source.size)
    pages: list[bytes] = []
    items = total = 0
    asked: set[str] = set()
    while True:
        number = len(pages)
        asked.add(json.dumps(parameters, sort_keys=True))
        body = kept.pages[number] if number < resumed else _asked(source, parameters, client, key)
        page = _read(source, body, items)
        if number >= resumed:
            kept.add(body)
        pages.append(body)
        items, total = items + page.items, page.total
        tell(items, total)
        ended = _end(page, items, most)
        if ended is None and page.following is not None:
            parameters = {**parameters, **page.following}
            if json.dumps(parameters, sort_keys=True) in asked:
                ended = "the service led back to a page that had come before"
            elif len(pages) > 2 * (total // source.size + 2):
                ended = "the service went on without end"
        if ended is not None:
            return Retrieved(tuple(pages), total, items, ended, min(resumed, len(pages)))


def _end(page: Page, items: int, most: int | None) -> str | None:
    """Return why a run ends with a page: empty where it is complete; None where it goes on."""
    if page.following is None:
        return "" if items >= page.total else f"the service ended after {items} of {page.total}"
    if page.items == 0:
        return f"a page without results came after {items} of {page.total}"
    if most is not None and items >= most:
        return f"no more than {most} were asked for"
    return None


def _asked(source: Source, parameters: Mapping[str, str], client: Client, key: str) -> bytes:
    secrets = {source.key_name: key} if source.key_name and key else {}
    return client.get(source.base, parameters, secrets=secrets, fresh=True).body


def _read(source: Source, body: bytes, before: int) -> Page:
    try:
        return source.page(json.loads(body), before)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NetworkError(
            "answered with something that is no page of results",
            where=source.site,
            remedy="Run it again; if it stays so, the service has changed. The pages that came are kept.",
        ) from None


def export(source: Source, query: str, retrieved: str, pages: Iterable[bytes]) -> bytes:
    """Return the export file of a run: one JSON object with every answer as it came.

    `{"source": "ERIC API", "url": …, "query": …, "retrieved": UTC ISO time, "pages": [answer, …]}`.
    """
    about = {"source": source.name, "url": source.base, "query": query, "retrieved": retrieved}
    head = json.dumps(about, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return head[:-1] + b', "pages": [\n' + b",\n".join(_utf8(page) for page in pages) + b"\n]}\n"


def _utf8(page: bytes) -> bytes:
    """Return the bytes of a JSON text as UTF-8 without byte order mark, which JSON may also come without."""
    return page.decode(json.detect_encoding(page)).encode("utf-8", "surrogatepass").strip()
