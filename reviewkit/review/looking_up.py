"""Works looked up one by one or for their details: a report added by its number, and what reports lack filled in.

The thing a reader would get wrong: what a service says is taken by DOI alone. Where a report has none, the works that
it may be are shown with how well they fit, and a person fills the right one's DOI in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.citations import crossref, lines, matching, openalex, seeds
from reviewkit.dedup.filling import lacks, said, usable
from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.model import NOTICES, Fillable
from reviewkit.review.filling import Proposed, stated
from reviewkit.review.indexes import Indexes
from reviewkit.search import paging
from reviewkit.search.eric import ERIC
from reviewkit.text import doi, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reviewkit.citations.nouns import Asking, Work
    from reviewkit.fold.fillings import Filled
    from reviewkit.model import Record, ReportId, Search, SearchId
    from reviewkit.net import Client
    from reviewkit.review.filling import FillingIn
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session
    from reviewkit.text import Doi
    from reviewkit.views import Imported

    Details = Callable[[Iterable[Doi]], Asking[tuple[dict[Doi, Work], dict[str, str]]]]

_ERIC = re.compile(r"(?:ERIC:)?\s*(E[JD]\d{5,8})", re.IGNORECASE)
_PMID = re.compile(r"(?:PMID[:\s]*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)(\d{1,8})/?|(\d{5,8})", re.IGNORECASE)
PROVIDERS: dict[str, tuple[str, str, Details]] = {
    "openalex": (openalex.KEY, "OpenAlex", openalex.by_doi),
    "crossref": (crossref.KEY, "Crossref", crossref.details),
}
"""By name on the command line: the service, what it is called, and how works are asked for."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a service knows of reports."""

    source: str
    asked: int
    """Reports that have a DOI and were asked for."""
    found: int
    proposed: tuple[Proposed, ...]
    """What could be filled in, and which notices no longer hold; nothing is written yet."""
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
        """Return what Crossref or OpenAlex say of a DOI or a PubMed number, or ERIC of its own.

        Raises `NotAllowedError` for what is no such number or is not known, and `NetworkError`.
        """
        eric, medline = (form.fullmatch(identifier.strip()) for form in (_ERIC, _PMID))
        number = doi(identifier)
        if eric is not None:
            found = self._eric(eric.group(1).upper())
        elif medline is not None:
            found = self._pmid(medline.group(1) or medline.group(2))
        elif number is not None:
            found = self._doi(number)
        else:
            raise NotAllowedError(
                f'"{line(identifier)}" is neither a DOI nor a PubMed or ERIC number',
                remedy="They look like 10.1080/1350293X.2020.1836582, PMID 29456894 and EJ1050530.",
            )
        if not found:
            raise NotAllowedError(
                f"nobody who was asked knows {line(identifier)}", remedy="Give its title and authors by hand instead."
            )
        return found[0]

    def add(self, identifier: str, search: Search | SearchId) -> Imported:
        """Add the report of a DOI, a PubMed or an ERIC number, as a record found in this search. Raises as `record`."""
        self._session.acting()
        return self._searches.add_by_hand(self.record(identifier), search)

    def _pmid(self, number: str) -> list[Record]:
        asker = self._indexes.asker(self._indexes.client(), [openalex.KEY])
        works, faults = asker.answers(openalex.by_pmid(number))
        if faults and not works:
            raise NetworkError(faults[number], remedy="Try again later, or give its title and authors by hand.")
        found = _records("OpenAlex", works)
        better = self._doi(found[0].doi) if found and found[0].doi else found  # which may tell names apart
        own = f"PMID:{number}"
        return [replace(one, accession=tuple(dict.fromkeys((*one.accession, own)))) for one in better[:1]]

    def _doi(self, number: Doi) -> list[Record]:
        wanted = [number]
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

    def plan(self, provider: str, fields: Sequence[Fillable] = tuple(Fillable), *, again: bool = False) -> LookedUp:
        """Return what a provider could fill in of the reports that lack one of these fields and have a DOI.

        For the sake of notices (retractions, open copies) all that have a DOI are asked for; what the provider said of
        them before and no longer says is to be withdrawn. `again` asks anew what is kept on this device, once a day.
        Writes nothing. Raises `NotAllowedError`, `NetworkError`.
        """
        if provider not in PROVIDERS:
            raise NotAllowedError(f'"{provider}" cannot be asked', remedy=f"There are {', '.join(PROVIDERS)}.")
        key, name, details = PROVIDERS[provider]
        gaps, notices = [one for one in fields if one not in NOTICES], [one for one in fields if one in NOTICES]
        wanted = {report.id for field in gaps for report, _ in self._filling.lacking(field)}
        merged = self._session.merged(self._session.state.reports().values())
        asked = {one: record for one, record in merged.items() if record.doi and (notices or one in wanted)}
        asker = self._indexes.asker(self._indexes.client(again=again), [key])
        works, faults = asker.answers(details(record.doi for record in asked.values() if record.doi))
        if faults and not works:
            raise NetworkError(next(iter(faults.values())), remedy="Try again later; what was answered before is kept.")
        known = {one.doi: one for one in _records(name, works.values())}
        proposed = [
            Proposed(report, field, values, name)
            for report, record in asked.items()
            if (there := known.get(record.doi)) is not None
            for field in gaps
            if lacks(record, field) and (values := said(there, field))
        ]
        before = self._session.state.fillings()
        proposed += [
            notice
            for report, record in asked.items()
            if record.doi and (work := works.get(record.doi)) is not None
            for notice in _noticed(report, work, name, notices, before.get(report, {}))
        ]
        found = sum(record.doi in known for record in asked.values())
        return LookedUp(name, len(asked), found, tuple(proposed), tuple(dict.fromkeys(faults.values())))

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


def _noticed(report: ReportId, work: Work, name: str, fields: Iterable[Fillable], before: Filled) -> Iterator[Proposed]:
    """Yield what a service says of a work today that it did not say before; another's word stands until it ends."""
    for field in fields:
        now = usable(field, [work.retraction if field is Fillable.RETRACTION else work.open_access])
        known = before[field][1] if field in before else None
        own = known is not None and known.source == name
        if (own and known is not None and known.values != now) or (now and not own and not stated(before, field)):
            yield Proposed(report, field, now, name)


def _records(name: str, works: Iterable[Work]) -> list[Record]:
    data = lines.of_works(name, works)
    return list(formats.read(data, f"{name}.jsonl").records) if data else []
