"""Which database each record came from, and what each database brought.

A record's own word goes first, since one search of a platform may go through several databases; where the record is
silent it is the search's database, if that has exactly one, else nobody knows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from reviewkit.flow.counts import DUPLICATES, IDENTIFIED, INCLUDED, SCREENED, adds_up
from reviewkit.flow.table import Column, Table, Value, counted
from reviewkit.model import Route
from reviewkit.text import folded, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.flow.counts import Boxes, Flow
    from reviewkit.model import RecordId, Report, Search

UNKNOWN = "unknown"
QUERIED = (Route.DATABASE, Route.REGISTER)
"""Routes whose records come out of databases and registers; those of the others do not."""
OF_A_DATABASE = (IDENTIFIED, DUPLICATES, SCREENED)
"""Boxes of records, of which can be asked what came from one database: `screened.ERIC`."""

_EBSCO = {
    "a9h": "Academic Search Complete",
    "aph": "Academic Search Premier",
    "asn": "Academic Search Ultimate",
    "bth": "Business Source Complete",
    "buh": "Business Source Premier",
    "ccm": "CINAHL Complete",
    "cmedm": "MEDLINE",
    "ehh": "Education Research Complete",
    "eric": "ERIC",
    "eue": "Education Source",
    "lxh": "Library, Information Science & Technology Abstracts",
    "pbh": "Psychology and Behavioral Sciences Collection",
    "pdh": "APA PsycArticles",
    "psyh": "APA PsycInfo",
    "rzh": "CINAHL",
    "sih": "SocINDEX with Full Text",
    "ufh": "Communication & Mass Media Complete",
}
"""EBSCOhost's short names, which its exports carry in place of the names that people know."""


def databases(
    named: Mapping[RecordId, str], routes: Mapping[RecordId, Route], searches: Mapping[RecordId, Search]
) -> dict[RecordId, str]:
    """Return the database of each record that came from a database or register.

    `named` is what records say themselves, `searches` the search of each record. Names that differ in case or
    punctuation only are one, written as most records have it.
    """
    found = {
        record: _EBSCO.get(line(said).casefold(), line(said))
        for record, route in routes.items()
        if route in QUERIED
        for said in [named.get(record, "") or _of_search(searches.get(record))]
    }
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    forms = {name: folded(name) or name for name in set(found.values())}
    for name, number in Counter(found.values()).items():
        spellings[forms[name]][name] = number
    usual = {form: min(own, key=lambda name: (-own[name], name)) for form, own in spellings.items()}
    return {record: usual[forms[name]] for record, name in found.items()}


def _of_search(search: Search | None) -> str:
    return search.databases[0] if search is not None and len(search.databases) == 1 else UNKNOWN


def identified(boxes: Boxes, of: Mapping[RecordId, str]) -> dict[str, tuple[RecordId, ...]]:
    """Return the records identified in each database, most first. Raises `FlowError` if they do not add up."""
    found: defaultdict[str, list[RecordId]] = defaultdict(list)
    for record in boxes.get(IDENTIFIED, ()):
        if record in of:
            found[of[record]].append(record)
    queried = tuple(record for record in boxes.get(IDENTIFIED, ()) if record in of)
    parted = {
        name: tuple(records)
        for name, records in sorted(found.items(), key=lambda one: (one[0] == UNKNOWN, -len(one[1]), one[0]))
    }
    adds_up("databases", {IDENTIFIED: queried, **parted}, IDENTIFIED, parted)
    return parted


def by_database(flow: Flow, of: Mapping[RecordId, str], reports: Iterable[Report]) -> Table:
    """Return what each database brought: records, how many of them were screened, and the included found there."""
    found = identified(flow.total, of)
    duplicates, screened = set(flow.total.get(DUPLICATES, ())), set(flow.total.get(SCREENED, ()))
    included = set(flow.total.get(INCLUDED, ()))
    among, alone, anywhere = Counter[str](), Counter[str](), set[str]()
    for report in reports:
        if report.kept in included:
            there = {of[record] for record in report.records if record in of}
            anywhere.update([report.kept] if there else [])
            among.update(there)
            alone.update(there if len(there) == 1 and all(one in of for one in report.records) else ())
    rows: list[tuple[Value, ...]] = [
        (name, len(own), len(duplicates.intersection(own)), len(screened.intersection(own)), among[name], alone[name])
        for name, own in found.items()
    ]
    everything = [record for own in found.values() for record in own]
    sums = (len(everything), len(duplicates.intersection(everything)), len(screened.intersection(everything)))
    columns = (
        Column("Database"),
        counted("Records identified"),
        counted("Duplicate records removed"),
        counted("Records screened"),
        counted("Included reports found here"),
        counted("Included reports found only here"),
    )
    notes = (
        "A record counts as a duplicate where another record of its report, from this database or another, is kept.",
        "A report found in several databases counts in each of them, and once in the total.",
    )
    boxes = tuple(("", *(f"{box}.{name}" for box in OF_A_DATABASE), "", "") for name in found)
    rows.append(("Total", *sums, len(anywhere), alone.total()))
    return Table(
        "by_database",
        "Records by database",
        columns,
        tuple(rows),
        total=True,
        notes=notes,
        boxes=(*boxes, ("",) * len(columns)),
    )
