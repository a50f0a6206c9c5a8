"""The nouns of citation searching.

The thing a reader would get wrong: what is asked of an index is written as a generator of requests that is sent what
each answer says, so that everything an index needs can be read, tested and counted without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from reviewkit.errors import NetworkError

if TYPE_CHECKING:
    from reviewkit.model import Direction, RecordId
    from reviewkit.text import Doi

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seed:
    """A report that citations are followed from."""

    record: RecordId
    title: str = ""
    doi: Doi | None = None
    accession: tuple[str, ...] = ()
    year: int | None = None
    authors: tuple[str, ...] = ()

    def numbers(self, source: str) -> tuple[str, ...]:
        """Return the accession numbers of a source such as `PMID`."""
        start = f"{source}:"
        return tuple(one.removeprefix(start) for one in self.accession if one.startswith(start))


@dataclass(frozen=True, slots=True)
class Work:
    """A work as an index has it."""

    key: str
    """What tells it from the others of its index."""
    title: str
    doi: Doi | None
    year: int | None
    authors: tuple[str, ...]
    raw: Mapping[str, Any] = field(repr=False)
    """As the index wrote it."""
    retrieved: str = ""
    """When it came, UTC."""
    retraction: str = ""
    """What says that it was retracted, in words; empty if the index says no such thing."""
    open_access: str = ""
    """Address of a copy that everybody can read; empty if the index names none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that a reference in words may mean."""

    work: Work
    score: float
    """The service's own; only those of one question can be held against each other."""


# ---------------------------------------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Service:
    """Where requests go, and what goes with them."""

    base: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One look-up, as a value."""

    service: str
    path: str
    read: Callable[[Any], Any]
    """The answer's JSON → what it says; raises where it is no such answer."""
    params: Mapping[str, str] = field(default_factory=dict)
    value: object = None
    """JSON that is sent; None for a plain request."""
    price: int = 0
    """Millionths of a dollar."""
    absent: frozenset[str] = frozenset()
    """Content types with which status 404 says that the service does not have it; with others it is a fault."""
    fresh: bool = False
    """What is kept of it is passed over."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a request."""

    value: Any
    """As `Request.read` returns it; None where the service does not have what was asked for."""
    retrieved: str


Asking = Generator[Request, Heard | NetworkError, T]
"""Yields requests, is sent what came of each, and returns what they say together."""


# ---------------------------------------------------------------------------------------------- what indexes say


@dataclass(frozen=True, slots=True)
class Found:
    """A seed as an index knows it."""

    id: str
    cites: int | None
    """How many references the index says it has."""
    cited: int | None
    """How many works the index says cite it."""
    references: tuple[Any, ...] = ()
    """Where they come with the seed: ids, or references as deposited."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What an index knows of seeds."""

    found: Mapping[RecordId, Found] = field(default_factory=dict)
    faults: Mapping[RecordId, str] = field(default_factory=dict)
    """Why it could not be asked for a seed; seeds in neither are unknown to it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an index has of one seed in one direction."""

    seed: RecordId
    direction: Direction
    listed: int | None
    """How many works it says there are; None if it does not know the seed."""
    works: tuple[str, ...] = ()
    """Keys of those that came."""
    unresolved: tuple[str, ...] = ()
    """Those that it names in a way that no record can be made of, as printed."""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """All that an index had to say to a search."""

    listings: tuple[Listing, ...]
    works: Mapping[str, Work]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a search will take; counted from what the index says of its seeds, so nearly right at best."""

    requests: int = 0
    price: int = 0
    """Millionths of a dollar."""


@dataclass(frozen=True, slots=True)
class Index:
    """A citation index that can be asked."""

    key: str
    """What it is called on the command line."""
    name: str
    site: str
    directions: tuple[Direction, ...]
    services: tuple[str, ...]
    """Whom it asks: itself, and whoever knows the details of what it names."""
    look_up: Callable[[list[Seed], Direction], Asking[Looked]]
    search: Callable[[Looked, Direction, int], Asking[Answered]]
    """What was looked up, which way, and how many works that cite a seed are asked for at most."""
    expected: Callable[[Looked, Direction, int], Expected]
