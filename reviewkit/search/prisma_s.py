"""PRISMA-S: what the review's searches already answer of its sixteen items, and what nobody has said yet.

Source: Rethlefsen et al. (2021), PRISMA-S, Systematic Reviews 10:39, doi 10.1186/s13643-020-01542-z, Table 1; the items
are named as there and asked in our words. The thing a reader would get wrong: "nothing of the kind was done" is an
answer too, and has to be said; so an item is open as long as neither a search nor search.toml says anything of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.model import Route
from reviewkit.text import line, markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.criteria import Strategy
    from reviewkit.views import SearchCount

_QUERIED = frozenset({Route.DATABASE, Route.REGISTER})
_BROWSED = frozenset({Route.WEBSITE, Route.ORGANISATION, Route.HAND})
_SILENT = frozenset({"ebscohost", "ebsco"})
"""Platforms that drop duplicates between databases without a number."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of the searching."""

    searches: tuple[SearchCount, ...]
    strategy: Strategy
    deduplication: str
    """How duplicates were found in this review, in words."""

    def by(self, routes: Iterable[Route]) -> list[SearchCount]:
        """Return the searches of some routes."""
        return [one for one in self.searches if one.search.route in routes]


@dataclass(frozen=True, slots=True)
class Answer:
    """One item, with what is said of it and what is not."""

    number: int
    name: str
    asked: str
    said: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether something is said and nothing is missing."""
        return bool(self.said) and not self.missing


@dataclass(frozen=True, slots=True)
class Item:
    """One item and where its answer is taken from."""

    number: int
    name: str
    asked: str
    answer: Callable[[Said], tuple[list[str], list[str]]]
    """What is said, what is missing."""


def answers(said: Said) -> list[Answer]:
    """Return all sixteen items in order."""
    found = []
    for item in PRISMA_S:
        told, missing = item.answer(said)
        found.append(Answer(item.number, item.name, item.asked, tuple(told), tuple(missing)))
    return found


def as_markdown(found: Sequence[Answer]) -> str:
    """Return the items as a Markdown table, with how many are answered above it."""
    rows = [
        f"| {one.number} | {markdown(one.name)} | {_cell(one.said)} | {_cell(one.missing)} |" for one in found
    ]  # the list has an entry a line
    head = [
        f"PRISMA-S: {sum(one.complete for one in found)} of {len(found)} items are answered.",
        "",
        "| Item | Name | Answer | Missing |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _cell(lines: Iterable[str]) -> str:
    return "<br>".join(markdown(line(one)) for one in lines)


# ---------------------------------------------------------------------------------------------- where answers are


def _place(one: SearchCount) -> str:
    search = one.search
    return f"{', '.join(search.databases) or search.name}{f' ({search.platform})' if search.platform else ''}"


def _databases(said: Said) -> tuple[list[str], list[str]]:
    found = said.by({Route.DATABASE})
    missing = [f"{one.search.name}: which databases" for one in found if not one.search.databases]
    missing += [f"{one.search.name}: through which platform" for one in found if not one.search.platform]
    return [_place(one) for one in found], missing or ([] if found else ["no database was searched yet"])


def _at_once(said: Said) -> tuple[list[str], list[str]]:
    found = [one for one in said.by(_QUERIED) if len(one.search.databases) > 1]
    if not found:
        return (["No search covered several databases at once."], []) if said.by(_QUERIED) else ([], [])
    missing = [
        f"{one.search.name}: how many duplicates the platform dropped between its databases; EBSCOhost does not tell, "
        "so export each database by itself, or say that the number is not known (--search-note)"
        if one.search.platform.strip().casefold() in _SILENT
        else f"{one.search.name}: whether the platform removed duplicates between its databases, and how many"
        for one in found
        if one.search.removed_by_platform is None
    ]
    return [_place(one) for one in found], missing


def _of(routes: Iterable[Route], field: str) -> Callable[[Said], tuple[list[str], list[str]]]:
    """Return an answer that searches of some routes give, with the team's words on it in [reporting]."""
    wanted = frozenset(routes)

    def answer(said: Said) -> tuple[list[str], list[str]]:
        words: str = getattr(said.strategy.reporting, field)
        found = said.by(wanted)
        told = [f"{_place(one)}{f': {one.search.note}' if one.search.note else ''}" for one in found]
        missing = [f"{one.search.name}: how it was done" for one in found if not one.search.note and not words]
        return [*([words] if words else []), *told], missing or ([] if words or found else [_unsaid(field)])

    return answer


def _unsaid(field: str) -> str:
    return f'nothing is said; in criteria/search.toml, [reporting], {field} = "…"'


def _words(field: str) -> Callable[[Said], tuple[list[str], list[str]]]:
    """Return an answer that the team gives in [reporting], for all searches or with each of them."""

    def answer(said: Said) -> tuple[list[str], list[str]]:
        words: str = getattr(said.strategy.reporting, field)
        each = [(one.search.name, getattr(one.search, field, "")) for one in said.by(_QUERIED)]
        told = [f"{name}: {text}" for name, text in each if text]
        missing = [] if words or told else [_unsaid(field)]
        return [*([words] if words else []), *told], missing

    return answer


def _strategies(said: Said) -> tuple[list[str], list[str]]:
    found = said.by(_QUERIED)
    told = [f"{one.search.name}: {one.search.query}" for one in found if one.search.query]
    return told, [f"{one.search.name}: the search string as it was run" for one in found if not one.search.query]


def _limits(said: Said) -> tuple[list[str], list[str]]:
    told, missing = _words("limits")(said)
    limits = said.strategy.limits
    parts = [
        f"years {limits.first or '…'}-{limits.last or '…'}" if limits.first or limits.last else "",
        f"languages {', '.join(limits.languages)}" if limits.languages else "",
        "peer-reviewed only" if limits.peer_reviewed else "",
    ]
    stated = "; ".join(part for part in parts if part)
    if not stated:
        return told, missing
    reason = f", because {limits.reason}" if limits.reason else ""
    why = [] if limits.reason or said.strategy.reporting.limits else ["why the search is limited: [limits], reason"]
    return [f"{stated}{reason}", *told], why


def _dates(said: Said) -> tuple[list[str], list[str]]:
    told = [f"{one.search.name}: {one.search.date}" for one in said.searches if one.search.date]
    return told, [f"{one.search.name}: when it was run" for one in said.searches if not one.search.date]


def _totals(said: Said) -> tuple[list[str], list[str]]:
    told = [f"{one.search.name}: {one.entries}" for one in said.searches]
    missing = [
        f"{one.search.name}: how many results the platform announced"
        for one in said.by(_QUERIED)
        if one.search.announced is None
    ]
    missing += [
        f"{one.search.name}: why {one.entries} came where {one.search.announced} were announced"
        for one in said.searches
        if one.difference
    ]
    return told, missing


def _duplicates(said: Said) -> tuple[list[str], list[str]]:
    dropped = [
        f"{one.search.name}: {one.search.removed_by_platform} removed by the platform"
        for one in said.searches
        if one.search.removed_by_platform is not None
    ]
    words = said.strategy.reporting.deduplication
    return [*([words] if words else []), said.deduplication, *dropped], []


PRISMA_S = (
    Item(1, "Database name", "Which databases, each through which platform?", _databases),
    Item(2, "Multi-database searching", "Which were searched together on one platform?", _at_once),
    Item(3, "Study registries", "Which registries?", _of({Route.REGISTER}, "registers")),
    Item(4, "Online resources and browsing", "What was browsed or read through, and how?", _of(_BROWSED, "browsing")),
    Item(5, "Citation searching", "Cited or citing works, of which, and how?", _of({Route.CITATION}, "citation")),
    Item(6, "Contacts", "Were authors, experts or others asked?", _of({Route.CONTACT}, "contacts")),
    Item(7, "Other methods", "Anything else?", _words("other_methods")),
    Item(8, "Full search strategies", "The strings, exactly as run?", _strategies),
    Item(9, "Limits and restrictions", "Which limits, and why; or that there were none?", _limits),
    Item(10, "Search filters", "Which published filters, changed or not?", _words("filters")),
    Item(11, "Prior work", "Was a strategy taken over from another review?", _words("prior_work")),
    Item(12, "Updates", "How was the search kept up to date?", _words("updates")),
    Item(13, "Dates of searches", "When was each search last run?", _dates),
    Item(14, "Peer review", "Who appraised the strategy, and by what?", _words("peer_review")),
    Item(15, "Total records", "How many from each source?", _totals),
    Item(16, "Deduplication", "How, and with what?", _duplicates),
)
"""The items in the statement's order."""
