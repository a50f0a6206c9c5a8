"""A record in the form that is compared.

The thing a reader would get wrong: a form holds no record id, so that records with equal forms are known to be alike
in everything the rules look at, and can be linked without comparing each with each.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from reviewkit.dedup.people import Author, authors
from reviewkit.dedup.places import Journal, Pages, journal, number, numbers, pages
from reviewkit.dedup.titles import Title, title
from reviewkit.model import Record
from reviewkit.text import Doi, folded

ERIC, PUBMED = "ERIC number", "PubMed number"
OTHER = "accession number"

_ERIC = re.compile(r"(?:^|:)(E[JD]\d{6,7})$", re.IGNORECASE)
_ERIC_URL = re.compile(r"\beric\.ed\.gov/(?:\S*[?&]id=)?(E[JD]\d{6,7})\b", re.IGNORECASE)
# EBSCO's MEDLINE databases (mnh: with Full Text, cmedm: as searched through Discovery) number entries by PMID.
_PUBMED = re.compile(r"^(?:pmid|pubmed|ebsco:mnh|ebsco:cmedm):(?:pmid:?\s*)?0*(\d{1,9})$", re.IGNORECASE)
_PREPRINT = re.compile(
    r"\b(?:bio|med|chem|eng|psy|soc|edu|ed|eco|africa|metaa|sport)?a?rxiv\b|\bpreprints?\b|\bssrn\b|\bresearch square\b"
    r"|\bf1000research posters\b|\bosf\b"
)
_PREPRINT_DOI = re.compile(r"10\.(?:1101/\d|2139/ssrn|48550/|31234/|31219/|31235/|35542/|21203/|20944/|26434/|22541/)")
_SUPPLEMENT = re.compile(r"\bsup(?:pl?)?\b|suppl|meeting abstract", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:structured )?(?:abstract|summary|background|context|introduction|objectives?|aims?|purpose|importance"
    r"|rationale|motivation|goals?|hypothesis|question|problem|methods?|and) )+"
)
_ABSTRACT_PAGES = frozenset({"s", "a", "p", "o", "abstract", "suppl"})
_OPENING = 240
"""Letters of an abstract that are compared; two platforms cut, label and sign the same abstract differently behind."""
_TELLING_OPENING = 120
"""Letters below which the beginning of an abstract tells no papers apart: `An abstract is not available`."""


@dataclass(frozen=True, slots=True)
class Form:
    """All that the rules look at."""

    title: Title
    authors: tuple[Author, ...]
    year: int | None
    journal: Journal
    volume: str
    issue: frozenset[str]
    """All numbers in it: `4 Suppl 1` is known as 4, as 1 and as both."""
    supplement: bool
    """It is in a supplement, or on a page such as S12, where many abstracts may share all that is said of the place."""
    pages: Pages | None
    doi: Doi | None
    accession: frozenset[tuple[str, str]]
    """Kind and number each, the kind in plain words: an ERIC number is the same one on any platform."""
    abstract: str
    """Its beginning, as it stands; `opening` gives what is compared."""
    preprint: bool
    """It says so itself: by its journal or its DOI's prefix."""


def form(record: Record) -> Form:
    """Return the form of a record."""
    place = pages(record.pages)
    return Form(
        title=title(record.title, record.types),
        authors=authors(record.authors),
        year=record.year,
        journal=journal(record.journal, record.issn, record.isbn),
        volume=number(record.volume),
        issue=numbers(record.issue),
        supplement=_in_supplement(record, place),
        pages=place,
        doi=record.doi,
        accession=accessions(record),
        abstract=record.abstract[: 2 * _OPENING],
        preprint=_is_preprint(record),
    )


def accessions(record: Record) -> frozenset[tuple[str, str]]:
    """Return the accession numbers of a record, with ERIC's where only its address has it."""
    if not record.accession and not record.url:
        return frozenset()
    return frozenset(_accession(entry) for entry in (*record.accession, *_ERIC_URL.findall(record.url)))


def _in_supplement(record: Record, place: Pages | None) -> bool:
    lettered = place is not None and place.prefix in _ABSTRACT_PAGES
    return lettered or _SUPPLEMENT.search(f"{record.issue} {record.volume} {record.pages}") is not None


def _is_preprint(record: Record) -> bool:
    return _is_server(record.journal) or (record.doi is not None and _PREPRINT_DOI.match(record.doi) is not None)


@lru_cache(maxsize=65536)
def _is_server(journal: str) -> bool:
    return _PREPRINT.search(journal.lower()) is not None


@lru_cache(maxsize=16384)
def opening(abstract: str) -> str:
    """Return the beginning of an abstract, folded, without the headings that only some platforms keep.

    Empty where there is too little to tell papers apart by.
    """
    plain = folded(abstract)
    label = _LABEL.match(plain)
    found = plain[label.end() if label else 0 :][:_OPENING]
    return found if len(found) >= _TELLING_OPENING else ""


def _accession(entry: str) -> tuple[str, str]:
    plain = entry.strip()
    if eric := _ERIC.search(plain):
        return ERIC, eric.group(1).upper()
    if pubmed := _PUBMED.search(plain):
        return PUBMED, pubmed.group(1)
    return OTHER, plain.casefold()
