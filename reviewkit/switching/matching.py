"""Which report a row is about: by our own id, DOI, accession number, then title, year and authors.

The thing a reader would get wrong: the first hit is not enough. Somebody sorts one column of a spreadsheet and not the
others, and each id stands beside another paper's title. So all that a row tells is looked up, and a report is found
only if nothing points elsewhere; what is left open is said, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.dedup.forms import OTHER, form
from reviewkit.dedup.people import shared
from reviewkit.model import ReportId, short_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reviewkit.dedup.forms import Form
    from reviewkit.model import Record, RecordId
    from reviewkit.switching.nouns import Row
    from reviewkit.text import Doi


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking for a row's report."""

    report: ReportId | None
    ambiguous: bool = False
    """More than one report could be meant, or what the row tells contradicts itself."""
    why: str = ""
    """In words, where no report was found."""


class Index:
    """All records of a review by what a row can tell of them."""

    def __init__(self, records: Iterable[Record], report_of: Callable[[RecordId], ReportId | None]) -> None:
        """Index the records of a review; `report_of` names the report that holds one."""
        self._by_id: defaultdict[str, set[ReportId]] = defaultdict(set)
        self._by_doi: defaultdict[str, set[ReportId]] = defaultdict(set)
        self._by_number: defaultdict[tuple[str, str], set[ReportId]] = defaultdict(set)
        self._by_title: defaultdict[str, list[tuple[ReportId, Form]]] = defaultdict(list)
        self._dois: defaultdict[ReportId, set[Doi]] = defaultdict(set)
        for record in records:
            report = report_of(record.id)
            if report is not None:
                self._add(record, report)

    def _add(self, record: Record, report: ReportId) -> None:
        own = form(record)
        self._by_id[short_id(record.id)].add(report)
        if own.doi:
            self._by_doi[own.doi].add(report)
            self._dois[report].add(own.doi)
        for number in own.accession:
            self._by_number[number].add(report)
        if own.title.solid:
            self._by_title[own.title.solid].append((report, own))

    def find(self, row: Row) -> Found:
        """Return the report that a row is about."""
        own = form(row.record)
        by_id = self._by_id.get(row.report.strip().casefold(), set())
        clues = [
            ("id", by_id),
            ("DOI", self._by_doi.get(own.doi, set()) if own.doi else set()),
            ("accession number", self._numbered(own)),
            ("title", self._titled(own, bool(by_id))),
        ]
        pointed = [(clue, reports) for clue, reports in clues if reports]
        if not pointed:
            return Found(None, why=self._why_none(own))
        common = set.intersection(*(reports for _, reports in pointed))
        if len(common) == 1:
            return Found(common.pop())
        return Found(None, ambiguous=True, why=_contradiction(pointed, common))

    def _numbered(self, own: Form) -> set[ReportId]:
        """Return the reports with any of the row's numbers; numbers of an unknown kind count for nothing."""
        numbers = [number for number in own.accession if number[0] != OTHER or ":" in number[1]]
        return {report for number in numbers for report in self._by_number.get(number, ())}

    def _titled(self, own: Form, known: bool) -> set[ReportId]:
        """Return the reports with the row's title, unless year, authors or DOI are others'.

        A title that many papers bear finds nothing without year and authors, and of a report that is known by its id
        it is enough that the title is the same.
        """
        alike = self._by_title.get(own.title.solid, []) if own.title.solid else []
        if known:
            return {report for report, _ in alike}
        return {
            report
            for report, other in alike
            if _same_year(own, other) and _same_authors(own, other) and not self._other_doi(own, report)
        }

    def _other_doi(self, own: Form, report: ReportId) -> bool:
        """Return whether the row and the report have DOIs, and not the same."""
        return own.doi is not None and bool(self._dois.get(report)) and own.doi not in self._dois[report]

    def _why_none(self, own: Form) -> str:
        alike = self._by_title.get(own.title.solid, []) if own.title.solid else []
        if not alike:
            return "nothing here has its DOI, accession number or title" if own.title.solid or own.doi else _NO_CLUE
        if own.title.generic:
            return "its title is one that many papers bear, and its year, authors or DOI do not fit or are missing"
        years = ", ".join(map(str, sorted({other.year for _, other in alike if other.year is not None})))
        return f"the title is here, but its year, authors or DOI are others (here {years or 'without a year'})"


_NO_CLUE = "the row has neither an id nor a DOI or a title"


def _same_year(a: Form, b: Form) -> bool:
    if a.year is None or b.year is None:
        return not a.title.generic
    return a.year == b.year


def _same_authors(a: Form, b: Form) -> bool:
    if not a.authors or not b.authors:
        return not a.title.generic
    return shared(a.authors, b.authors) > 0


def _contradiction(pointed: list[tuple[str, set[ReportId]]], common: set[ReportId]) -> str:
    if common or len(pointed) == 1:
        reports = common or pointed[0][1]
        return f"{len(reports)} reports fit: {', '.join(short_id(one) for one in sorted(reports)[:5])}"
    said = (f"{clue} points to {', '.join(short_id(one) for one in sorted(reports)[:3])}" for clue, reports in pointed)
    return f"what the row tells contradicts itself: {'; '.join(said)}"
