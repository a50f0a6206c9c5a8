"""An entry's tags and values to the typed fields of a record, as the dialect's table says.

The thing a reader would get wrong: typed fields are made readable (lines joined, HTML entities resolved), `raw` and
`unmapped` are not. A value that no field took stays in `unmapped`, and that includes the second of two titles.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING, TypeVar

from reviewkit import text
from reviewkit.formats import decoding, identifiers
from reviewkit.formats.entry import by_tag
from reviewkit.formats.names import several
from reviewkit.model import Record, RecordId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reviewkit.formats.dialects import Dialect
    from reviewkit.formats.entry import Entry, Pair

    Taken = dict[str, list[str]]
    """The values of an entry by tag. A field takes its own out; what nobody took is left in the end."""
    AllTags = Mapping[str, tuple[str, ...]]

T = TypeVar("T")

_BREAK = re.compile(r"\s*\n\s*")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SEVERAL = re.compile(r"[;|&\n]| and |,[^,]+,")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
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
_WEB = ("http://", "https://", "www.")
_OVID_NO, _OVID_SPECIFIED = ["No"], ["Specified"]  # of "No Pagination Specified"
_YES_NO = {"true": True, "t": True, "yes": True, "y": True, "1": True}
_YES_NO |= {"false": False, "f": False, "no": False, "n": False, "0": False}


def readable(value: str) -> str:
    """Return a value as one line, with its HTML entities as characters."""
    if "\n" in value:
        value = _BREAK.sub(" ", value)
    if "&" in value and ";" in value:
        value = _ENTITY.sub(_character, value).strip()
    return value


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return html.unescape(entity.group()) if name[0] == "#" else html5.get(f"{name};", entity.group())


# ------------------------------------------------------------------------- taking values out of what an entry holds


def _first(values: Taken, tags: Sequence[str]) -> str:
    """Take the most preferred value."""
    for tag in tags:
        if tag in values:
            value, *left = values.pop(tag)
            if left:
                values[tag] = left
            return readable(value) if "&" in value or "\n" in value else value
    return ""


def _first_of(values: Taken, tags: Sequence[str], found: Callable[[str], T | None]) -> T | None:
    """Take the most preferred value of which something is found, and return that."""
    for tag in tags:
        if tag in values:
            for place, value in enumerate(values[tag]):
                result = found(value)
                if result is not None:
                    del values[tag][place]
                    if not values[tag]:
                        del values[tag]
                    return result
    return None


def _group(values: Taken, groups: Sequence[Sequence[str]]) -> list[str]:
    """Take all values of the most preferred group that has any."""
    for group in groups:
        found = [values.pop(tag) for tag in group if tag in values]
        if found:
            return found[0] if len(found) == 1 else [value for some in found for value in some]
    return []


def _sifted(values: Taken, tags: Iterable[str], wanted: Callable[[str], object]) -> list[str]:
    """Take the wanted values of these tags."""
    found: list[str] = []
    for tag in tags:
        if tag in values:
            left: list[str] = []
            for value in values.pop(tag):
                (found if wanted(value) else left).append(value)
            if left:
                values[tag] = left
    return found


def _left(values: Taken, pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Return what nobody took, in its order; of two equal values the first counts as taken."""
    if not values:
        return ()
    found = [pair for pair in pairs if pair[0] in values and pair[1]]
    if len(found) == sum(map(len, values.values())):
        return found
    some = []
    for pair in reversed(found):
        left = values[pair[0]]
        if left and left[-1] is pair[1]:
            left.pop()
            some.append(pair)
    return some[::-1]


# ------------------------------------------------------------------------------------------------- field by field


def record(entry: Entry, dialect: Dialect, id_: RecordId, values: Taken | None = None) -> Record:
    """Return the record of a readable entry; its `values` by tag are used up if they are given."""
    pairs = entry.pairs if dialect.own or entry.raw.isascii() else decoding.unmangled(entry.pairs)
    if values is None or pairs is not entry.pairs:
        values = by_tag(pairs)
    tags = dialect.all_tags
    doi = _doi(values, tags)
    issn, isbn = _serials(values, tags["issn"])
    title = _first(values, tags["title"])
    return Record(
        id=id_,
        title=title.removesuffix(".") if dialect.stopped_titles else title,
        authors=_authors(values, dialect),
        year=_first_of(values, tags["year"], _year),
        journal=_first(values, tags["journal"]),
        volume=_first(values, tags["volume"]),
        issue=_first(values, tags["issue"]),
        pages=_pages(values, tags),
        abstract=_abstract(values, dialect),
        keywords=_keywords(values, dialect),
        doi=doi,
        issn=issn,
        isbn=isbn,
        accession=_accession(values, dialect),
        types=_types(values, tags["types"]),
        peer_reviewed=_first_of(values, tags["peer_reviewed"], _yes_no),
        language=_language(values, tags["language"]),
        database=_first(values, tags["database"]),
        publisher=_first(values, tags["publisher"]),
        url=_first_of(values, tags["url"], _web_address) or "",
        unmapped=(*_left(values, pairs), *entry.extra),
        line=entry.line,
        raw=entry.raw,
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _authors(values: Taken, dialect: Dialect) -> tuple[str, ...]:
    several_ = _by_semicolons if dialect.own else several
    return tuple(
        [
            author
            for value in _group(values, dialect.tags["authors"])
            for name in (several_(readable(value)) if _SEVERAL.search(value) else (value,))
            if (author := _author(name))
        ]
    )


def _by_semicolons(value: str) -> list[str]:
    return value.split(";")


def _author(name: str) -> str:
    """Return `Family, Given` for `Family,Given` and for `Family , Given,`."""
    name = name.strip()
    if name.count(",") == name.count(", ") <= 1 and " ," not in name:
        return name
    return ", ".join(part for word in name.split(",") if (part := word.strip()))


def _year(date: str) -> int | None:
    if date[:4] in _YEARS and not date[4:5].isdigit():
        return _YEARS[date[:4]]
    return text.year(date[:4] if _COMPACT_DATE.fullmatch(date) else date)


def _pages(values: Taken, tags: AllTags) -> str:
    """Return `423-441` from a range, or from a first and a last page; what is no page at all stays unmapped."""
    if values.get("SP") == _OVID_NO and values.get("EP") == _OVID_SPECIFIED:
        return ""
    pages = _first(values, tags["pages"]) or _first(values, tags["first_page"])
    end = _first(values, tags["last_page"])
    if not pages.isalnum():
        pages = _DASHES.sub("-", pages)
    if not end or end == pages or "-" in pages:
        return pages
    return f"{pages}-{end}" if pages else end


def _abstract(values: Taken, dialect: Dialect) -> str:
    """Return the abstract, in all its languages, without EBSCO's copyright notice and without `NA`."""
    for group in dialect.tags["abstract"]:
        if any(tag in values for tag in group):
            return "\n\n".join(map(readable, _sifted(values, group, _is_abstract)))
    return ""


def _is_abstract(value: str) -> bool:
    if value.startswith("Copyright of "):
        return " is the property of " not in value[:440]
    return len(value) >= 30 or value.casefold() not in _NO_ABSTRACT


def _keywords(values: Taken, dialect: Dialect) -> tuple[str, ...]:
    words: list[str] = []
    for value in _group(values, dialect.tags["keywords"]):
        if ";" in value or "\n" in value:
            words += [word for part in readable(value.replace("\n", ";")).split(";") if (word := part.strip())]
        else:
            words.append(value)
    return _unique(words)


def _doi(values: Taken, tags: AllTags) -> text.Doi | None:
    doi = _first_of(values, tags["doi"], _own_doi)
    if doi:
        return doi
    elsewhere = (value for tag in tags["doi_else"] for value in values.get(tag, ()))
    return next((doi for value in elsewhere if (doi := identifiers.doi(value))), None)


def _own_doi(value: str) -> text.Doi | None:
    return identifiers.doi(value) or (None if "://" in value else text.doi(value))


def _serials(values: Taken, tags: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    issns: list[str] = []
    isbns: list[str] = []

    def wanted(value: str) -> bool:
        found = identifiers.serials(value)
        issns.extend(found[0])
        isbns.extend(found[1])
        return any(found)

    _sifted(values, tags, wanted)
    return _unique(issns), _unique(isbns)


def _accession(values: Taken, dialect: Dialect) -> tuple[str, ...]:
    """Return the numbers in the tags for them, else those that another tag mentions."""
    tags, numbers = dialect.all_tags, dialect.numbers
    found: list[str] = []
    for tag in tags["accession"]:
        if tag in values:
            own = [(value, numbers(tag, value, values)) for value in values[tag]]
            found += [number for _, some in own for number in some]
            left = [value for value, some in own if not some]
            if left:
                values[tag] = left
            else:
                del values[tag]
    if not found:
        mentions = ((tag, value) for tag in tags["mentions"] for value in values.get(tag, ()))
        found = next((some for tag, value in mentions if (some := numbers(tag, value, values))), [])
    return _unique(found)


def _types(values: Taken, tags: Sequence[str]) -> tuple[str, ...]:
    return _unique(map(readable, _sifted(values, tags, _is_no_doi)))


def _is_no_doi(value: str) -> bool:
    return "10." not in value or identifiers.doi(value) is None


def _yes_no(value: str) -> bool | None:
    return _YES_NO.get(value.casefold().removeprefix("peer-reviewed: "))


def _language(values: Taken, tags: Sequence[str]) -> str:
    language = _first(values, tags)
    return _LANGUAGES.get(language.casefold(), language)


def _web_address(value: str) -> str | None:
    """Return an address of the paper; EBSCO puts ORCID links and e-mail addresses under the same tag."""
    return value if value.startswith(_WEB) and "//orcid.org/" not in value else None
