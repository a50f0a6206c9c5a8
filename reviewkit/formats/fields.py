"""An entry's tags and values to the typed fields of a record, as the dialect's table says.

The thing a reader would get wrong: typed fields are made readable (lines joined, HTML entities resolved), `raw` and
`unmapped` are not. A value that no field took stays in `unmapped`, and that includes the second of two titles.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from reviewkit import text
from reviewkit.formats import identifiers
from reviewkit.model import Record, RecordId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.formats.dialects import Dialect, Tags
    from reviewkit.formats.entry import Entry, Pair

_BREAK = re.compile(r"\s*\n\s*")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_COMPACT_DATE = re.compile(r"(?:1[5-9]|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d")
_COPYRIGHT = re.compile(r"Copyright of .{1,400}? is the property of ", re.DOTALL)
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
_OVID_NO, _OVID_SPECIFIED = [("SP", "No")], [("EP", "Specified")]  # of "No Pagination Specified"
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


class _Fields:
    """An entry's pairs by tag, and which of them a field has taken.

    Pairs are told apart by identity, as the same tag may stand there twice with the same value.
    """

    __slots__ = ("_groups", "_pairs", "_taken", "by_tag")

    def __init__(self, pairs: Sequence[Pair], groups: Tags) -> None:
        self.by_tag: dict[str, list[Pair]] = {}
        self._pairs = pairs
        self._groups = groups
        self._taken: set[int] = set()
        for pair in pairs:
            tag, value = pair
            if not value:
                continue
            if tag in self.by_tag:
                self.by_tag[tag].append(pair)
            else:
                self.by_tag[tag] = [pair]

    def free(self, field: str) -> list[Pair]:
        """Return all pairs that the field may use and no other has taken, the preferred first."""
        by_tag, found = self.by_tag, []
        for group in self._groups.get(field, ()):
            for tag in group:
                if tag in by_tag:
                    found += by_tag[tag]
        return [pair for pair in found if id(pair) not in self._taken] if found else found

    def first(self, field: str) -> str:
        """Take the most preferred value."""
        by_tag, taken = self.by_tag, self._taken
        for group in self._groups.get(field, ()):
            for tag in group:
                if tag in by_tag:
                    for pair in by_tag[tag]:
                        if id(pair) not in taken:
                            taken.add(id(pair))
                            return readable(pair[1])
        return ""

    def best(self, field: str) -> list[Pair]:
        """Return all pairs of the most preferred group that has any; not taken yet."""
        for group in self._groups.get(field, ()):
            found = [pair for tag in group for pair in self.by_tag.get(tag, ())]
            if found:
                return found
        return []

    def take(self, pairs: Iterable[Pair]) -> None:
        """Keep these from other fields and from what is left."""
        self._taken.update(map(id, pairs))

    def left(self) -> list[Pair]:
        """Return what no field has taken."""
        return [pair for pair in self._pairs if id(pair) not in self._taken and pair[1]]


def record(entry: Entry, dialect: Dialect, id_: RecordId) -> Record:
    """Return the record of a readable entry."""
    fields = _Fields(entry.pairs, dialect.tags)
    doi = _doi(fields)
    issn, isbn = _serials(fields)
    return Record(
        id=id_,
        title=_title(fields, stopped=dialect.stopped_titles),
        authors=_authors(fields),
        year=_year(fields),
        journal=fields.first("journal"),
        volume=fields.first("volume"),
        issue=fields.first("issue"),
        pages=_pages(fields),
        abstract=_abstract(fields),
        keywords=_keywords(fields),
        doi=doi,
        issn=issn,
        isbn=isbn,
        accession=_accession(fields, dialect.numbers),
        types=_types(fields),
        peer_reviewed=_YES_NO.get(fields.first("peer_reviewed").casefold()),
        language=_language(fields),
        database=fields.first("database"),
        publisher=fields.first("publisher"),
        url=_url(fields),
        unmapped=(*fields.left(), *entry.extra),
        line=entry.line,
        raw=entry.raw,
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _title(fields: _Fields, *, stopped: bool) -> str:
    title = fields.first("title")
    return title.removesuffix(".") if stopped else title


def _authors(fields: _Fields) -> tuple[str, ...]:
    found = fields.best("authors")
    fields.take(found)
    return tuple(author for _, value in found for name in readable(value).split(";") if (author := _author(name)))


def _author(name: str) -> str:
    """Return `Family, Given` for `Family,Given` and for `Family , Given,`."""
    name = name.strip()
    if name.count(",") == name.count(", ") <= 1 and " ," not in name:
        return name
    return ", ".join(part for word in name.split(",") if (part := word.strip()))


def _year(fields: _Fields) -> int | None:
    for pair in fields.free("year"):
        date = pair[1]
        year = text.year(date[:4] if _COMPACT_DATE.fullmatch(date) else date)
        if year is not None:
            fields.take((pair,))
            return year
    return None


def _pages(fields: _Fields) -> str:
    """Return `423-441` from a range, or from a first and a last page; what is no page at all stays unmapped."""
    if fields.by_tag.get("SP") == _OVID_NO and fields.by_tag.get("EP") == _OVID_SPECIFIED:
        return ""
    pages = fields.first("pages") or fields.first("first_page")
    end = fields.first("last_page")
    if not pages.isalnum():
        pages = _DASHES.sub("-", pages)
    if not end or end == pages or "-" in pages:
        return pages
    return f"{pages}-{end}" if pages else end


def _abstract(fields: _Fields) -> str:
    """Return the abstract, in all its languages, without EBSCO's copyright notice and without `NA`."""
    found = [pair for pair in fields.best("abstract") if not _is_no_abstract(pair[1])]
    fields.take(found)
    return "\n\n".join(readable(value) for _, value in found)


def _is_no_abstract(value: str) -> bool:
    return bool(_COPYRIGHT.match(value)) or (len(value) < 30 and value.casefold() in _NO_ABSTRACT)


def _keywords(fields: _Fields) -> tuple[str, ...]:
    found = fields.best("keywords")
    fields.take(found)
    words: list[str] = []
    for _, value in found:
        if ";" in value or "\n" in value:
            words += [word for part in readable(value.replace("\n", ";")).split(";") if (word := part.strip())]
        else:
            words.append(value)
    return _unique(words)


def _doi(fields: _Fields) -> text.Doi | None:
    for pair in fields.free("doi"):
        doi = identifiers.doi(pair[1]) or (None if "://" in pair[1] else text.doi(pair[1]))
        if doi:
            fields.take((pair,))
            return doi
    return next((doi for _, value in fields.free("doi_else") if (doi := identifiers.doi(value))), None)


def _serials(fields: _Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    issns: list[str] = []
    isbns: list[str] = []
    for pair in fields.free("issn"):
        found = identifiers.serials(pair[1])
        if found[0] or found[1]:
            fields.take((pair,))
            issns += found[0]
            isbns += found[1]
    return _unique(issns), _unique(isbns)


def _accession(fields: _Fields, numbers: identifiers.Numbers) -> tuple[str, ...]:
    """Return the numbers in the tags for them, else those that another tag mentions."""
    found: list[str] = []
    for pair in fields.free("accession"):
        own = numbers(*pair, fields.by_tag)
        if own:
            fields.take((pair,))
            found += own
    for pair in fields.free("mentions"):
        found = found or list(numbers(*pair, fields.by_tag))
    return _unique(found)


def _types(fields: _Fields) -> tuple[str, ...]:
    found = [pair for pair in fields.free("types") if not identifiers.doi(pair[1])]
    fields.take(found)
    return _unique(readable(value) for _, value in found)


def _language(fields: _Fields) -> str:
    language = fields.first("language")
    return _LANGUAGES.get(language.casefold(), language)


def _url(fields: _Fields) -> str:
    """Return the first address of the paper; EBSCO puts ORCID links and e-mail addresses under the same tag."""
    for pair in fields.free("url"):
        if pair[1].startswith(_WEB) and "//orcid.org/" not in pair[1]:
            fields.take((pair,))
            return pair[1]
    return ""
