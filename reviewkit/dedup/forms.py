"""A record in the form that is compared.

The thing a reader would get wrong: a form holds no record id, so that records with equal forms are known to be alike
in everything the rules look at, and can be linked without comparing each with each.
"""

import re
from dataclasses import dataclass

from reviewkit.dedup.people import Author, authors
from reviewkit.dedup.places import Journal, Pages, journal, number, pages
from reviewkit.dedup.titles import Title, title
from reviewkit.model import Record
from reviewkit.text import Doi

ERIC, PUBMED = "ERIC number", "PubMed number"
OTHER = "accession number"

_ERIC = re.compile(r"(?:^|:)(E[JD]\d{6,7})$", re.IGNORECASE)
_ERIC_URL = re.compile(r"\beric\.ed\.gov/(?:\S*[?&]id=)?(E[JD]\d{6,7})\b", re.IGNORECASE)
# EBSCO's MEDLINE databases (mnh: with Full Text, cmedm: as searched through Discovery) number entries by PMID.
_PUBMED = re.compile(r"^(?:pmid|pubmed|ebsco:mnh|ebsco:cmedm):(?:pmid:?\s*)?0*(\d{1,9})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """All that the rules look at."""

    title: Title
    authors: tuple[Author, ...]
    year: int | None
    journal: Journal
    volume: str
    issue: str
    pages: Pages | None
    doi: Doi | None
    accession: frozenset[tuple[str, str]]
    """Kind and number each, the kind in plain words: an ERIC number is the same one on any platform."""


def form(record: Record) -> Form:
    """Return the form of a record."""
    return Form(
        title=title(record.title, record.types),
        authors=authors(record.authors),
        year=record.year,
        journal=journal(record.journal, record.issn, record.isbn),
        volume=number(record.volume),
        issue=number(record.issue),
        pages=pages(record.pages),
        doi=record.doi,
        accession=frozenset(_accession(entry) for entry in (*record.accession, *_ERIC_URL.findall(record.url))),
    )


def _accession(entry: str) -> tuple[str, str]:
    plain = entry.strip()
    if eric := _ERIC.search(plain):
        return ERIC, eric.group(1).upper()
    if pubmed := _PUBMED.search(plain):
        return PUBMED, pubmed.group(1)
    return OTHER, plain.casefold()
