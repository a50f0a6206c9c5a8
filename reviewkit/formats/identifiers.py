"""Numbers that identify a paper, found in the values of an export: DOI, ISSN, ISBN, accession numbers.

The thing a reader would get wrong: a wrong number is worse than none, since two records with different DOIs are never
taken for one paper. A DOI is therefore read from an address only where the address says where it ends, and a bare
number becomes an accession number only where the platform is known.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reviewkit import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Numbers = Callable[[str, str, Sequence[str]], list[str]]
    """A tag, one of its values and what may hold the database's code, to the accession numbers in that value."""

_WHOLE_DOI = re.compile(r"(?:doi\b[:\s]*)?(10\.\d{4,9}(?:\.\d+)*/\S+)(?:\s*\[doi\])?", re.IGNORECASE)
_PLAIN_DOI = re.compile(r"(10\.\d{4,9}/[\w./:+-]*\w)(?: \[doi\])?", re.ASCII)
_DOI_IN_ADDRESS = re.compile(
    r"(?:\bdoi[.-]org[^/\s]*/|[?&](?:rft\.)?doi=|info:doi/|[?&]id=doi:)(10\.\d{4,9}(?:\.\d+)*(?:/|%2F)[^\s&?#]+)"
    r"|/doi/(?:[a-z]+/)?(10\.\d{4,9}(?:\.\d+)*/[^\s/&?#]+)(?:[?#]|$)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,;:\s()\[\]]+")
_PREFIX = re.compile(r"^(?:E?ISSN|P-?ISSN|ISBN(?:-?1[03])?)-", re.IGNORECASE)
_PLAIN_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")
_ISSN = re.compile(r"\d{7}[\dX]")
_ISBN = re.compile(r"(?:97[89])?\d{9}[\dX]")

_STATED = re.compile(r"(?:ERIC|EBSCO|ProQuest|PMID|WOS|Scopus|PsycINFO|OpenAlex):\S+")
_KNOWN = re.compile(
    r"\b(?P<ERIC>E[JD]\d{5,8})\b"
    r"|\bWOS:(?P<WOS>\w+)"
    r"|\b(?P<PsycINFO>(?:19|20)\d\d-\d{5}-\d{3})\b"
    r"|\b(?P<Scopus>2-s2\.0-\d+)\b"
    r"|\bPMID: ?(?P<PMID>\d{1,8})\b"
)
_OPENALEX = re.compile(r"https?://(?:openalex\.org/(W\d+)|pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?)")
_EBSCO_LABEL = re.compile(r"Accession Number: ?([\w.-]*\w)")
_EBSCO_ADDRESS = re.compile(r"[?&]AN=([\w.-]+)")
_EBSCO_DATABASE = re.compile(r"db=(?<=[?&]db=)(\w+)")
_EBSCO_OWN = frozenset({"AN", "an", "accessionnumber", "header@uiTerm"})
_EBSCO_CODE = re.compile(r"[a-z][a-z0-9]{1,9}")
_DIGITS = re.compile(r"\b\d+\b")


def doi(value: str) -> text.Doi | None:
    """Return the DOI that a value consists of, or that an address names as such; None for one amid other words."""
    if "10." not in value:
        return None
    plain = _PLAIN_DOI.fullmatch(value)
    if plain:
        return text.Doi(plain.group(1).lower())
    if "://" in value or value.startswith("www."):
        match = _DOI_IN_ADDRESS.search(value) or _DOI_IN_ADDRESS.search(unquote(value))
        return text.doi(match.group(1) or match.group(2)) if match else None
    whole = _WHOLE_DOI.fullmatch(value)
    return text.doi(whole.group(1)) if whole else None


@lru_cache(maxsize=4096)
def serials(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ISSNs, as `1234-567X`, and the ISBNs, without hyphens, of a value such as `1361-4533, 1361-4533`."""
    if _PLAIN_ISSN.fullmatch(value):
        return (f"{value[:4]}-{value[-4:].upper()}",), ()
    issns: list[str] = []
    isbns: list[str] = []
    for word in _SEPARATORS.split(value):
        if not (word[-1:].isdigit() or word[-1:] in ("x", "X")):
            continue
        number = _PREFIX.sub("", word).replace("-", "").replace("\u2010", "").upper()
        if _ISSN.fullmatch(number):
            issns.append(f"{number[:4]}-{number[4:]}")
        elif _ISBN.fullmatch(number):
            isbns.append(number)
    return tuple(dict.fromkeys(issns)), tuple(dict.fromkeys(isbns))


def known(value: str) -> list[str]:
    """Return the accession numbers whose form tells their source: `ERIC:EJ1050530`, `PsycINFO:2019-65183-001`."""
    if value.isdecimal():
        return []
    if _STATED.fullmatch(value):
        return [value]
    return [f"{match.lastgroup}:{match.group(match.lastgroup)}" for match in _KNOWN.finditer(value) if match.lastgroup]


def plain(tag: str, value: str, _codes: Sequence[str]) -> list[str]:
    """Return the numbers known by their form, and PubMed's, which are known by their tag or column."""
    if tag.casefold() in ("pmid", "pubmedid"):
        return [f"PMID:{digits}" for digits in ([value] if value.isdecimal() else _DIGITS.findall(value))]
    return known(value)


def national_library(*tags: str) -> Numbers:
    """Return a function for a platform that has PubMed's bare numbers under these tags."""

    def numbers(tag: str, value: str, codes: Sequence[str]) -> list[str]:
        if tag in tags and value.isdecimal():
            return [f"PMID:{value}"]
        return plain(tag, value, codes)

    return numbers


def medline(tag: str, value: str, codes: Sequence[str]) -> list[str]:
    """Return PubMed's bare numbers, which a database of that name has, and those known by their form."""
    if value.isdecimal() and any("medline" in code.casefold() for code in codes):
        return [f"PMID:{value}"]
    return plain(tag, value, codes)


def works(_tag: str, value: str, _codes: Sequence[str]) -> list[str]:
    """Return the numbers that OpenAlex writes as addresses: `OpenAlex:W2741809807`, `PMID:29456894`."""
    match = _OPENALEX.fullmatch(value)
    return [f"OpenAlex:{match.group(1)}" if match.group(1) else f"PMID:{match.group(2)}"] if match else known(value)


def ebsco(tag: str, value: str, codes: Sequence[str]) -> list[str]:
    """Return `EBSCO:aph:150283836` from AN, the label in N1 or ID, or a link.

    A bare ID is left alone: other programs that export EBSCO's records put their own running number there.
    """
    if value.isalnum():
        number = value if tag in _EBSCO_OWN else ""
    else:
        label = _EBSCO_LABEL.search(value) or _EBSCO_ADDRESS.search(unquote(value))
        number = label.group(1) if label else ""
    found = known(number or value)
    if number and (code := _ebsco_database(codes)):
        found.append(f"EBSCO:{code}:{number}")
    return found


def _ebsco_database(codes: Sequence[str]) -> str:
    """Return EBSCO's code of the database; DB holds its long name instead where the interface is not in English."""
    for value in codes:
        match = _EBSCO_DATABASE.search(unquote(value) if "%" in value else value)
        if match:
            return match.group(1)
    return next((value for value in codes if _EBSCO_CODE.fullmatch(value)), "")


def numbered(source: str) -> Numbers:
    """Return a function for a platform whose accession numbers are bare digits."""

    def numbers(_tag: str, value: str, _codes: Sequence[str]) -> list[str]:
        return [*(f"{source}:{digits}" for digits in _DIGITS.findall(value)), *known(value)]

    return numbers
