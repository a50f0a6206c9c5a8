"""An entry's tags and values to the typed fields of a record, as the dialect's table says.

The thing a reader would get wrong: typed fields are made readable (lines joined, HTML entities resolved), `raw` and
`unmapped` are not. A value that no field took stays in `unmapped`, and that includes the second of two titles.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.entities import html5
from typing import TYPE_CHECKING, TypeVar

from reviewkit import text
from reviewkit.formats import decoding, identifiers
from reviewkit.formats.names import several
from reviewkit.model import Record, RecordId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.formats.entry import Entry
    from reviewkit.formats.shapes import Places

    Values = Sequence[str]
    """The values of an entry, and behind them an empty one for the fields that it does not have."""
    Left = list[int]
    """Where the values stand that the fields which looked at them did not want."""

T = TypeVar("T")

_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLAIN_NAME = r"[^,;|&\n]*+(?<! ), [^,;|&\n]++"
_PLAIN_NAMES = re.compile(rf"(?!.* and )(?:{_PLAIN_NAME}(?:\n{_PLAIN_NAME})*+)?", re.DOTALL)
"""Names such as `Family, Given`, none of which needs to be taken apart."""
_SEVERAL = re.compile(r"[;|&\n]| and |,[^,]+,")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_RANGE = re.compile(r"\w+-\w+")
_COMPACT_DATE = re.compile(r"(?:1[5-9]|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d")
_YEARS = {str(year): year for year in range(1500, 2100)}
_NO_ABSTRACT = frozenset({"na", "n/a", "[no abstract available]", "no abstract available", "[no abstract available.]"})
_LANGUAGE_CODES = """
    en=English eng=English de=German ger=German deu=German fr=French fre=French fra=French es=Spanish spa=Spanish
    pt=Portuguese por=Portuguese it=Italian ita=Italian nl=Dutch dut=Dutch nld=Dutch no=Norwegian nor=Norwegian
    sv=Swedish swe=Swedish da=Danish dan=Danish fi=Finnish fin=Finnish is=Icelandic ice=Icelandic isl=Icelandic
    pl=Polish pol=Polish ru=Russian rus=Russian tr=Turkish tur=Turkish zh=Chinese chi=Chinese zho=Chinese
    ja=Japanese jpn=Japanese ko=Korean kor=Korean ar=Arabic ara=Arabic
"""
_LANGUAGES: dict[str, str] = dict(row.split("=") for row in _LANGUAGE_CODES.split())
_LANGUAGES |= {name.casefold(): name for name in _LANGUAGES.values()}
_WEB = ("http://", "https://", "www.")
_NO_PAGES = ("No", "Specified")  # Ovid makes these of "No Pagination Specified"
_YES_NO = {"true": True, "t": True, "yes": True, "y": True, "1": True}
_YES_NO |= {"false": False, "f": False, "no": False, "n": False, "0": False}


def readable(value: str) -> str:
    """Return a value as one line, with its HTML entities as characters."""
    if "\n" in value:
        value = " ".join([part for line in value.split("\n") if (part := line.strip())])
    if "&" in value and ";" in value:
        value = _ENTITY.sub(_character, value).strip()
    return value


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return html.unescape(entity.group()) if name[0] == "#" else html5.get(f"{name};", entity.group())


# --------------------------------------------------------------------------------------------------- one entry


def record(entry: Entry, places: Places, id_: RecordId) -> Record:
    """Return the record of a readable entry in which the fields stand at these places."""
    values = [*entry.values, ""]
    dialect = places.dialect
    if not (dialect.own or entry.raw.isascii()) and decoding.may_be_mangled(entry.raw):
        values = decoding.unmangled(values)
    left: Left = []
    single = places.single(values)
    marked = "".join(single)
    if "&" in marked or "\n" in marked:
        single = tuple(map(readable, single))
    title, journal, volume, issue, language, database, publisher = single
    title = title.removesuffix(".") if dialect.stopped_titles else title
    authors = _authors(places.authors(values), own=dialect.own)
    keywords = _keywords(places.keywords(values))
    abstract = _abstract(values, places.abstract, left)
    year = _first(values, places.year, _year, left)
    pages = _pages(values, places, left)
    doi = _doi(values, places, left)
    issn, isbn = _serials(values, places.issn, left)
    accession = _accession(values, places, left)
    types = _types(values, places, left)
    reviewed = _first(values, places.peer_reviewed, _yes_no, left) if places.peer_reviewed else None
    language = language if dialect.own else _language(language)
    url = _first(values, places.url, _web_address, left) or ""
    unmapped = _unmapped(values, places, left) + entry.extra
    # fmt: off
    return Record(  # by place: naming the fields takes as long as filling them
        id_, title, authors, year, journal, volume, issue, pages, abstract, keywords, doi, issn, isbn, accession,
        types, reviewed, language, database, publisher, url, unmapped, entry.line, entry.raw,
    )
    # fmt: on


def _unmapped(values: Values, places: Places, left: Left) -> tuple[tuple[str, str], ...]:
    """Return what no field took, in the order of the entry."""
    if not left:
        return tuple(zip(places.spare_tags, places.spare_values(values), strict=True))
    return tuple((places.tags[place], values[place]) for place in sorted((*places.spare, *left)))


def _first(values: Values, places: Sequence[int], found: Callable[[str], T | None], left: Left) -> T | None:
    """Return what is found in the most preferred value in which anything is; the other values are left."""
    for place in places:
        result = found(values[place])
        if result is not None:
            left += [other for other in places if other != place] if len(places) > 1 else ()
            return result
    left += places
    return None


# ------------------------------------------------------------------------------------------------- field by field


def _authors(names: Values, *, own: bool) -> tuple[str, ...]:
    if _PLAIN_NAMES.fullmatch("\n".join(names)):
        return tuple(names)
    parted = [part for name in names for part in (readable(name).split(";") if own else _parted(name))]
    return tuple([author for name in parted if (author := _author(name))])


def _parted(value: str) -> list[str]:
    return several(readable(value)) if _SEVERAL.search(value) else [value]


def _author(name: str) -> str:
    """Return `Family, Given` for `Family,Given` and for `Family , Given,`."""
    name = name.strip()
    if name.count(",") == name.count(", ") <= 1 and " ," not in name:
        return name
    return ", ".join(part for word in name.split(",") if (part := word.strip()))


@lru_cache(maxsize=4096)
def _year(date: str) -> int | None:
    if date[:4] in _YEARS and not date[4:5].isdigit():
        return _YEARS[date[:4]]
    return text.year(date[:4] if _COMPACT_DATE.fullmatch(date) else date)


def _pages(values: Values, places: Places, left: Left) -> str:
    """Return `423-441` from a range, or from a first and a last page; what is no page at all stays unmapped."""
    pages, end = values[places.pages], values[places.last_page]
    if (pages, end) == _NO_PAGES:
        left += (places.pages, places.last_page)
        return ""
    if not (pages.isalnum() or _RANGE.fullmatch(pages)):
        pages = _DASHES.sub("-", readable(pages))
    if not end or end == pages:
        return pages
    if "-" in pages:
        if not pages.endswith(end):
            left.append(places.last_page)
        return pages
    return f"{pages}-{end}" if pages else end


def _abstract(values: Values, places: Sequence[int], left: Left) -> str:
    """Return the abstract, in all its languages, without EBSCO's copyright notice and without `NA`."""
    found = []
    for place in places:
        value = values[place]
        if _is_abstract(value):
            found.append(readable(value))
        else:
            left.append(place)
    return "\n\n".join(found)


def _is_abstract(value: str) -> bool:
    if value.startswith("Copyright of "):
        return " is the property of " not in value[:440]
    return len(value) >= 30 or value.casefold() not in _NO_ABSTRACT


def _keywords(values: Values) -> tuple[str, ...]:
    together = "".join(values)
    if ";" in together or "\n" in together:
        parts = [part for value in values for part in readable(value.replace("\n", ";")).split(";")]
        values = [word for part in parts if (word := part.strip())]
    return tuple(dict.fromkeys(values))


def _doi(values: Values, places: Places, left: Left) -> text.Doi | None:
    doi = _first(values, places.doi, _own_doi, left)
    if doi:
        return doi
    elsewhere = (identifiers.doi(values[place]) for place in places.doi_else)
    return next(filter(None, elsewhere), None)


def _own_doi(value: str) -> text.Doi | None:
    return identifiers.doi(value) or (None if "://" in value else text.doi(value))


def _serials(values: Values, places: Sequence[int], left: Left) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if len(places) == 1:
        found = identifiers.serials(values[places[0]])
        left += () if any(found) else places
        return found
    several_ = [identifiers.serials(values[place]) for place in places]
    left += [place for place, found in zip(places, several_, strict=True) if not any(found)]
    issns, isbns = ([number for found in several_ for number in found[kind]] for kind in (0, 1))
    return tuple(dict.fromkeys(issns)), tuple(dict.fromkeys(isbns))


def _accession(values: Values, places: Places, left: Left) -> tuple[str, ...]:
    """Return the numbers in the tags for them, else those that another tag mentions."""
    tags, numbers = places.tags, places.dialect.numbers
    codes = places.codes(values)
    found: list[str] = []
    for place in places.accession:
        some = numbers(tags[place], values[place], codes)
        found += some
        if not some:
            left.append(place)
    for place in places.accession_else:
        found += numbers(tags[place], values[place], codes)
    if not found:
        mentions = (numbers(tags[place], values[place], codes) for place in places.mentions)
        found = next(filter(None, mentions), [])
    return tuple(dict.fromkeys(found))


def _types(values: Values, places: Places, left: Left) -> tuple[str, ...]:
    found: list[str] = []
    for place in places.types:
        several_ = [readable(values[place])] if places.dialect.own else _several_types(values[place])
        found += [type_ for type_ in several_ if type_ not in found]
        if not several_:
            left.append(place)
    return tuple(found)


@lru_cache(maxsize=4096)
def _several_types(value: str) -> tuple[str, ...]:
    """Return the types in a value; none if it is a DOI, which some write under the same tag."""
    if "10." in value and identifiers.doi(value) is not None:
        return ()
    return tuple([type_ for part in readable(value.replace("\n", ";")).split(";") if (type_ := part.strip())])


def _yes_no(value: str) -> bool | None:
    return _YES_NO.get(value.casefold().removeprefix("peer-reviewed: "))


@lru_cache(maxsize=4096)
def _language(value: str) -> str:
    """Return `English` for `eng`, `en-GB` and `english`; what is not known as it is."""
    name = value.casefold()
    return _LANGUAGES.get(name) or _LANGUAGES.get(name[:2] if name[2:3] in ("-", "_") else "", value)


def _web_address(value: str) -> str | None:
    """Return an address of the paper; EBSCO puts ORCID links and e-mail addresses under the same tag."""
    return value if value.startswith(_WEB) and "//orcid.org/" not in value else None
