"""Works looked up one by one or for their details: a report added by its number, and what reports lack filled in.

The thing a reader would get wrong: what a service says is taken by DOI alone. Where a report has none, the works that
it may be are shown with how well they fit, and a person fills the right one's DOI in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.citations import crossref, lines, matching, openalex, seeds
from reviewkit.dedup.filling import lacks, said
from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.model import Fillable
from reviewkit.review.filling import Proposed
from reviewkit.review.indexes import Indexes
from reviewkit.search import paging
from reviewkit.search.eric import ERIC
from reviewkit.text import doi, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.citations.nouns import Asking, Work
    from reviewkit.model import Record, ReportId, Search, SearchId
    from reviewkit.net import Client
    from reviewkit.review.filling import FillingIn
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session
    from reviewkit.text import Doi
    from reviewkit.views import Imported

    Details = Callable[[Iterable[Doi]], Asking[tuple[dict[Doi, Work], dict[str, str]]]]

_ERIC = re.compile(r"(?:ERIC:)?\s*(E[JD]\d{5,8})", re.IGNORECASE)
PROVIDERS: dict[str, tuple[str, str, Details]] = {
    "openalex": (openalex.KEY, "OpenAlex", openalex.by_doi),
    "crossref": (crossref.KEY, "Crossref", crossref.details),
}
"""By name on the command line: the service, what it is called, and how works are asked for."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a service says of a report besides."""

    report: ReportId
    title: str
    retracted: bool
    open_access: str
    """Address of a copy that everybody can read; empty if it names none."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a service knows of reports."""

    source: str
    asked: int
    """Reports that have a DOI and were asked for."""
    found: int
    proposed: tuple[Proposed, ...]
    """What could be filled in; nothing is yet."""
    noticed: tuple[Noticed, ...]
    """Reports that it calls retracted, or of which it knows an open copy."""
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MayBe:
    """A work that a report without a DOI may be."""

    report: ReportId
    doi: Doi
    title: str
    score: int
    """0 to 100."""
    why: str


class LookingUp:
    """Works by their numbers."""

    def __init__(self, session: Session, searches: Searches, filling: FillingIn, client: Client | None = None) -> None:
        """Work on a session; `client` is for tests."""
        self._session = session
        self._searches = searches
        self._filling = filling
        self._indexes = Indexes(session, client)

    # ---------------------------------------------------------------------------------------------- one by its number

    def record(self, identifier: str) -> Record:
        """Return what Crossref or OpenAlex say of a DOI, or ERIC of its number; asks for it anew.

        Raises `NotAllowedError` for what is no such number or is not known, and `NetworkError`.
        """
        eric = _ERIC.fullmatch(identifier.strip())
        number = doi(identifier)
        if eric is None and number is None:
            raise NotAllowedError(
                f'"{line(identifier)}" is neither a DOI nor an ERIC number',
                remedy="A DOI looks like 10.1080/1350293X.2020.1836582, an ERIC number like EJ1050530.",
            )
        found = self._eric(eric.group(1).upper()) if eric is not None else self._doi(number)
        if not found:
            raise NotAllowedError(
                f"nobody who was asked knows {line(identifier)}", remedy="Give its title and authors by hand instead."
            )
        return found[0]

    def add(self, identifier: str, search: Search | SearchId) -> Imported:
        """Add the report of a DOI or an ERIC number, as a record found in this search. Raises as `record`."""
        self._session.acting()
        return self._searches.add_by_hand(self.record(identifier), search)

    def _doi(self, number: Doi | None) -> list[Record]:
        wanted = [number] if number is not None else []
        faults: list[str] = []
        for key, name, details in (PROVIDERS["crossref"], PROVIDERS["openalex"]):  # the first tells names apart
            asker = self._indexes.asker(self._indexes.client(), [key])
            works, wrong = asker.answers(details(wanted))
            if works:
                return _records(name, works.values())
            faults += wrong.values()
        if faults:
            raise NetworkError(faults[0], remedy="Try again later, or give its title and authors by hand.")
        return []

    def _eric(self, number: str) -> list[Record]:
        client = self._indexes.client()
        base = self._indexes.address("eric", ERIC.base)
        answer = client.get(base, ERIC.first(f"id:{number}", 1))
        try:
            if not ERIC.page(answer.json(), 0).items:
                return []
        except (KeyError, TypeError, ValueError):
            raise NetworkError("answered with something that is no page of results", where=ERIC.site) from None
        page = paging.export(ERIC, number, answer.retrieved, [answer.body])
        return [one for one in formats.read(page, f"{number}.json").records if f"ERIC:{number}" in one.accession]

    # ---------------------------------------------------------------------------------------------- many by DOI

    @staticmethod
    def source(provider: str) -> str:
        """Return what a provider is called where it has filled something in."""
        return PROVIDERS[provider][1]

    def plan(
        self, provider: str, fields: Sequence[Fillable] = tuple(Fillable), *, everything: bool = False
    ) -> LookedUp:
        """Return what a provider could fill in of the reports that lack one of these fields and have a DOI.

        With `everything` all that have a DOI are asked for, for the sake of what is noticed. Writes nothing.
        Raises `NotAllowedError`, `NetworkError`.
        """
        if provider not in PROVIDERS:
            raise NotAllowedError(f'"{provider}" cannot be asked', remedy=f"There are {', '.join(PROVIDERS)}.")
        key, name, details = PROVIDERS[provider]
        lacking = {field: {report.id for report, _ in self._filling.lacking(field)} for field in fields}
        wanted = set[str]().union(*lacking.values())
        merged = self._session.merged(self._session.state.reports().values())
        asked = {one: record for one, record in merged.items() if record.doi and (everything or one in wanted)}
        asker = self._indexes.asker(self._indexes.client(), [key])
        works, faults = asker.answers(details(record.doi for record in asked.values() if record.doi))
        if faults and not works:
            raise NetworkError(next(iter(faults.values())), remedy="Try again later; what was answered before is kept.")
        known = {one.doi: one for one in _records(name, works.values())}
        proposed = [
            Proposed(report, field, values, name)
            for report, record in asked.items()
            if (there := known.get(record.doi)) is not None
            for field in fields
            if lacks(record, field) and (values := said(there, field))
        ]
        noticed = [
            Noticed(report, record.title, work.retracted, work.open_access)
            for report, record in asked.items()
            if record.doi and (work := works.get(record.doi)) is not None and (work.retracted or work.open_access)
        ]
        found = sum(record.doi in known for record in asked.values())
        return LookedUp(name, len(asked), found, tuple(proposed), tuple(noticed), tuple(dict.fromkeys(faults.values())))

    # ---------------------------------------------------------------------------------------------- none by number

    def may_be(self, reports: Iterable[ReportId] | None = None) -> list[MayBe]:
        """Return what Crossref takes reports without a DOI for, as far as it fits; all of them unless some are named.

        One free request each. Raises `NetworkError`.
        """
        wanted = set(reports) if reports is not None else None
        asker = self._indexes.asker(self._indexes.client(), [crossref.KEY])
        found = []
        for report, record in self._filling.lacking(Fillable.DOI):
            if record.title and (wanted is None or report.id in wanted):
                question = seeds.question(record.title, record.authors, record.year)
                offered = _records("Crossref", [one.work for one in asker.answers(crossref.candidates(question))])
                found += [
                    MayBe(report.id, there, offered[one.place].title, one.score, one.why)
                    for one in matching.ranked(record, offered)
                    if (there := offered[one.place].doi) is not None
                ]
        return found


def _records(name: str, works: Iterable[Work]) -> list[Record]:
    data = lines.of_works(name, works)
    return list(formats.read(data, f"{name}.jsonl").records) if data else []
