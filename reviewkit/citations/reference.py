"""One printed reference to the fields of a record, whatever the style: APA, Harvard, Chicago, Vancouver, MLA.

What is looked for in this order takes its part of the text, and what is left is the next one's: DOI and address,
authors and date at the front, volume, issue and pages at the back, and between them the title and what it appeared in.
The thing a reader would get wrong: no style is ever decided on, since one list holds several; each part is told by its
own form.
`raw` is the reference as printed, and nothing is guessed into a field that the print leaves open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.citations.byline import MONTH, SAME_AUTHOR, UNDATED, YEAR, dated, names, undated
from reviewkit.model import Record, RecordId
from reviewkit.text import doi, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.text import Doi

LABEL = re.compile(r"\s*(?:\[\d{1,4}\]|\(\d{1,3}\)|\d{1,4}[.)](?=\s|[^\W\d_])|\d{1,3}(?=\s+[^\W\d_]))\s*")
_BUTTONS = re.compile(
    r"\[?\b(?:Cross ?[Rr]ef|Google Scholar|Web of Science|PubMed(?: Central)?|Medline|View (?:Article|Online|Record in "
    r"Scopus)|Full ?Text|Scopus|Article PubMed)\s*\u00ae?\]?[,;]?(?=\s|$|\[)"
)
_BROKEN_DOI = (
    (re.compile(r"(https?:)\s*//\s*"), r"\1//"),
    (re.compile(r"\b(dx\.\s?)?doi\.\s?org\s?/\s?(?=10)"), "doi.org/"),
    (re.compile(r"\b(10\.\d{4,9})\s?/\s?(?=\S)"), r"\1/"),
    (re.compile(r"\b(10\.\d{4,9}/\S*[/._\-()]) (?=[\w(]*\d)"), r"\1"),
)
_DOI = re.compile(
    r"[\[(]?(?:\bdoi\s*(?:number)?\s*:?\s*)?(?:https?://(?:dx\.)?doi\.org/)?\b10\.\d{4,9}/\S+", re.IGNORECASE
)
_RETRIEVED = re.compile(
    r"[\[(]?\b(?:retrieved|accessed|last accessed|available (?:at|from|online)|viewed|hentet(?: fra)?|verfügbar unter|"
    r"epub ahead of print|advance online publication|published online|online first|first published)\b[^\"“”]{0,60}?"
    r"(?=https?:|www\.|[.\])]\s*$|$)[\])]?",
    re.IGNORECASE,
)
_URL = re.compile(r"<?(?:https?://|www\.)[^\s<>]+>?")
_MEDIUM = re.compile(
    r"[\s.,;]*(?:\b(?:print|web)\.?(?:\s*\d{1,2}\s+\w{3,9}\.?\s+\d{4})?|\[online\])[\s.]*$", re.IGNORECASE
)
_PAGE = r"[A-Za-z]{0,2}\d{1,9}"
_PAGES = (
    rf"(?P<pages>(?:{_PAGE}(?:\s?[-\u2010-\u2015\u2212]+\s?{_PAGE})?|(?-i:[ivxlc]{{1,7}}[-–][ivxlc]{{1,7}})))"
    rf"(?:\s*,\s*(?!(?:1[5-9]|20)\d\d\b){_PAGE}(?:-{_PAGE})?)?"
)
_PP = r"(?:(?-i:[Pp]p?\.|pp?)|pages?|pgs?\.?|(?-i:s\.)|article(?:\s(?:no\.?|id))?|art\.(?:\s?no\.)?)"
_Y = r"(?:1[5-9]|20)\d\d"
_LOCATOR = re.compile(
    rf"""[\s,.;]{{0,6}}(?<![\w-])(?<!pp\.\s)(?<!pp\s)(?<!pages\s)(?<!\bp\.\s)(?<!pp\.)(?<!\bp\.)
    (?:\(?(?P<before>{_Y})[a-z]?\)?(?:\s+\w{{3,9}}\.?(?:[-/\s]\w{{1,9}}\.?){{0,2}})?\s*[;,]\s*)?
    (?P<vol>vol(?:ume)?\.?\s*|bd\.?\s*)?(?P<volume>[A-Z]?\d{{1,4}}(?:[-–/]\d{{1,3}})?)
    (?:\s*\(\s*(?!{_Y}\s*\))(?P<issue1>[^()]{{1,30}}?)\s*\)|\.(?P<issue2>\d{{1,3}}(?:[-–/]\d{{1,3}})?)(?=\s*[(,:])
      |\s*[,.]?\s*(?:no|nr|issue|iss|number|heft)s?\.?\s*
        (?P<issue3>\d[\w–/-]*(?:\s(?:pt|part|suppl?)\.?\s?\w{{1,3}})?))?
    (?:\s*,?\s*\(\s*(?:\w{{3,9}}\.?,?\s+)?(?P<within>{_Y})[a-z]?\s*\)
      |\s*,\s*(?:\w{{3,9}}\.?\s+)?(?P<after>{_Y})(?=\s*,\s*pp?\.))?
    (?:\s*[,:;.]?\s*(?P<pp>{_PP}\s*)?(?<!\d){_PAGES})?
    (?:\s*[,.;]\s*(?:\w{{3,9}}\.?\s+)?\(?(?P<last>{_Y})\)?)?
    [\s.,;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_PAGES = re.compile(
    rf"[\s,.;:(]+(?:[^()]{{0,20}}\bvol(?:ume)?\.?\s*(?P<volume>\d{{1,4}}),\s*)?\b{_PP}\s*{_PAGES}\)?(?=[\s.,;)]|$)",
    re.IGNORECASE,
)
_BARE_PAGES = re.compile(
    rf",\s+(?P<pages>(?!{_Y}[-–](?:19|20)?\d\d\b)\d{{1,5}}\s?[-\u2010-\u2015]\s?\d{{1,5}})(?=\.|$)"
)
_REPRINTED = re.compile(r"\.?\s+\(?Reprinted (?:in|from)\b.*$")
_UNDATED_LAST = re.compile(rf"[\s,.;(\[]+(?:{UNDATED.pattern})[\s.)\]]*$", re.IGNORECASE)
_LAST_YEAR = re.compile(rf"(?i)[\s,.;(]+(?:{MONTH}(?:\s\d{{1,2}})?,?\s+)?(?P<year>{_Y})[a-z]?\)?[\s.,;)]*$")
_QUOTES = {"“": "”", '"': '"', "„": "“”", "«": "»", "‘": "’", "'": "'’", "`": "'’", "\u201f": "”"}
_STOP = re.compile(
    r"(?<=[\w)\]\"”’'])(?<!\b[A-Z])[.?!]+[\"”’')\]]*\s+(?=[^\W\d_a-z]|[\"“‘'(]|the\b)"
    r"|(?<=[.?!][)\]])\s+(?=[A-Z])"
)
_IN = re.compile(r"(?:[.?!][\"”’')]*|[,;\"”’'])\s+(?P<within>(?:In|in)(?::\s*|\s+))(?=[^\W_])")
_EDITORS = re.compile(
    r"^(?:[^()]{0,300}?\((?:eds?|editors?|hrsg|hg|orgs?|coords?)\.?\)"
    r"|[^()]{0,200}?,\s(?:eds?\.|editors?|eds)(?=,))\s*[,.:]*\s*",
    re.IGNORECASE,
)
_EDITORS_LAST = re.compile(r"[,.]\s*(?:edited by|ed\.|eds\.)\s.*$", re.IGNORECASE)
_PUBLISHED = re.compile(r"[.,;]\s+[^.,:;()]{2,40}(?:,\s[^.:;()]{2,30})?:\s+[^:]{2,80}$")
_NOT_LETTER = re.compile(r"^[\s.,;:\-–—()\[\]/]+|[\s,;:\-–—(\[/]+$")
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{1,9}\.?\s?){1,2}")
_ENDS_ABBREVIATED = re.compile(r"\.[^\W\d_]\.$")
_PERIODICAL = re.compile(
    r"\b(?:journal|review|quarterly|annals|bulletin|transactions|proceedings|proc(?=\.)|trans(?=\.)"
    r"|zeitschrift|tidsskrift|revista"
    r"|revue|magazine|letters|frontiers in)\b",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 8
_LONGEST = 3000
"""Characters of a reference that are looked at: a paper of a hundred authors. What is longer is no single reference."""


@dataclass(slots=True)
class _Left:
    """What no field has taken yet."""

    text: str

    def take(self, form: re.Pattern[str]) -> str:
        """Return the first match, which is then gone; a blank is left in its place."""
        match = form.search(self.text)
        if match is None:
            return ""
        self.text = f"{self.text[: match.start()].rstrip()} {self.text[match.end() :].lstrip()}".strip()
        return match.group()


def records(printed: Iterable[str]) -> list[Record]:
    """Return a record of each reference of a list in order; a dash in place of authors means those before."""
    found: list[Record] = []
    authors: tuple[str, ...] = ()
    for one in printed:
        found.append(reference(one, authors))
        authors = found[-1].authors or authors
    return found


def reference(printed: str, authors_before: tuple[str, ...] = ()) -> Record:
    """Return the fields of one reference; what is not told stays empty, and `raw` is the reference as printed.

    `authors_before` are those of the reference before, for whom a dash may stand. The record has no id yet.
    """
    whole = line(printed)[:_LONGEST]
    label = LABEL.match(whole)
    left = _Left(whole[label.end() :] if label else whole)
    while left.take(_BUTTONS):
        pass
    identity, url = _addresses(left)
    start = dated(left.text)
    year = start.year if start else None
    if start is not None:
        authors = authors_before if start.same else names(start.authors)
        body = left.text[start.end :]
    elif dash := SAME_AUTHOR.match(left.text):
        authors, body = authors_before, left.text[dash.end() :]
    else:
        end = undated(left.text)
        authors, body = names(left.text[:end]), left.text[end:]
    title, rest = _quoted(body) or ("", body)
    place, rest = _located(_UNDATED_LAST.sub("", _REPRINTED.sub("", rest)))
    if start is None and "year" not in place and re.fullmatch(_Y, place.get("pages", "")):
        place["year"] = place.pop("pages")
    if year is None and not (start is not None and UNDATED.search(left.text[: start.end])):
        year, rest = _year(place, rest)
    title, container = (title, rest) if title else _parted(rest, place)
    container, publisher = _container(container, place)
    return Record(
        id=RecordId(""),
        title=_clean(title),
        authors=authors,
        year=year,
        journal=container,
        volume=place.get("volume", ""),
        issue=place.get("issue", ""),
        pages=place.get("pages", ""),
        doi=identity,
        publisher=publisher,
        url=url,
        raw=printed,
    )


def is_readable(record: Record) -> bool:
    """Return whether enough was read of a reference to look for it: a DOI, or a title with an author or a year."""
    letters = sum(character.isalpha() for character in record.title)
    named = bool(record.authors or record.year)
    return record.doi is not None or (named and letters >= (2 if not record.title.isascii() else _FEWEST_LETTERS))


# ------------------------------------------------------------------------------------------------- front


def _addresses(left: _Left) -> tuple[Doi | None, str]:
    """Take the DOI and the address out, broken ones mended."""
    for form, mended in _BROKEN_DOI:
        left.text = form.sub(mended, left.text)
    identity = doi(left.take(_DOI))
    while left.take(_DOI):
        pass
    left.take(_RETRIEVED)
    url = left.take(_URL).strip("<>.,;")
    while left.take(_URL):
        pass
    left.text = _MEDIUM.sub("", left.text)
    return identity, url


def _quoted(body: str) -> tuple[str, str] | None:
    """Return the title that stands in quotation marks at the front, and the rest."""
    text = body.lstrip(" .,:").replace("``", "\u201c").replace("''", "\u201d")
    closing = _QUOTES.get(text[:1])
    if closing is None:
        return None
    marks = re.escape(closing + ("\u201d" if text[0] == "\u201c" else ""))
    ends = (rf"(?<=[.,?!])[{marks}]", rf"[{marks}](?=\s*[.,;])", rf"[{marks}](?=\s+[A-Z(]|\s*$)", rf"[{marks}]")
    for end in ends[: 2 if text[0] in "'\u2018`" else 4] or ends:
        if match := re.compile(end).search(text, 2):
            return text[1 : match.start()], text[match.end() :]
    return None


# ------------------------------------------------------------------------------------------------- back


def _located(text: str) -> tuple[dict[str, str], str]:
    """Return volume, issue, pages and year from the back of a reference, and what stands before them."""
    match = _LOCATOR.search(text)
    if match is not None and _is_place(match):
        issue = match["issue1"] or match["issue2"] or match["issue3"]
        year = match["before"] or match["within"] or match["after"] or match["last"]
        found = {"volume": match["volume"], "issue": _plain_issue(issue), "pages": _range(match["pages"]), "year": year}
        return {field: value for field, value in found.items() if value}, text[: match.start()]
    if match := _BARE_PAGES.search(text):
        return {"pages": _range(match["pages"])}, f"{text[: match.start()]}. {text[match.end() :].lstrip(' .')}"
    if match := _ONLY_PAGES.search(text):
        rest = f"{text[: match.start()]}. {text[match.end() :].lstrip(' .,)')}"
        return {"pages": _range(match["pages"])} | ({"volume": match["volume"]} if match["volume"] else {}), rest
    return {}, text


def _is_place(match: re.Match[str]) -> bool:
    """Return whether it is more than a number at the end, such as a year."""
    is_year = re.fullmatch(_Y, match["volume"]) is not None and not match["vol"]
    marked = match["issue1"] or match["issue2"] or match["issue3"] or match["pages"] or match["vol"] or match["before"]
    is_range = re.search("[-–]", match["volume"]) is not None
    return bool(marked) and not ((is_year or is_range) and not match["issue1"] and not match["pages"])


def _plain_issue(issue: str | None) -> str:
    return re.sub(r"^(?:no|nr|issue|iss|number)s?\.?\s*", "", issue or "", flags=re.IGNORECASE)


def _range(pages: str | None) -> str:
    return re.sub(r"\s?[-\u2010-\u2015\u2212]+\s?", "-", pages or "")


def _year(place: dict[str, str], rest: str) -> tuple[int | None, str]:
    """Return the year that does not stand behind the authors, and the text without it where it stands last."""
    if "year" in place:
        return int(place["year"]), rest
    if match := _LAST_YEAR.search(rest):
        return int(match["year"]), rest[: match.start()]
    years = YEAR.findall(rest)
    return (int(years[-1]) if years else None), rest


# ------------------------------------------------------------------------------------------------- between


def _parted(text: str, place: dict[str, str]) -> tuple[str, str]:
    """Return the title and what it appeared in, of a text that holds both."""
    if within := _IN.search(text):
        return text[: within.start("within")], text[within.start("within") :]
    stops = list(_STOP.finditer(text.strip(" ,;")))
    text = text.strip(" ,;")
    if not stops:
        title, comma, journal = text.rpartition(", ")
        return (title, journal) if comma and place and journal[:1].isupper() and len(title) > 20 else (text, "")
    if "volume" not in place:
        return text[: stops[0].end()], text[stops[0].end() :]
    cut = len(stops) - 1
    while cut > 0 and _ABBREVIATED.fullmatch(text[stops[cut - 1].end() : stops[cut].end()].strip()):
        cut -= 1
    return text[: stops[cut].end()], text[stops[cut].end() :]


def _container(text: str, place: dict[str, str]) -> tuple[str, str]:
    """Return the journal or book that a title appeared in, and the publisher."""
    inside = re.match(r"[\s.,:;\"”’']*(?:In|in)\b:?\s+", text)
    plain = _clean(text[inside.end() :] if inside else text)
    if inside:
        book = _EDITORS.sub("", plain)
        named = _PUBLISHED.search(book)
        stop = _STOP.search(book)
        cut = min((one.start() for one in (named, stop) if one), default=len(book))
        return _clean(_EDITORS_LAST.sub("", book[:cut])), _clean(book[cut:])
    if "volume" in place or _PERIODICAL.search(plain):
        return plain, ""
    return "", plain


def _clean(text: str) -> str:
    """Return a text without what stood between it and its neighbours."""
    bare = _NOT_LETTER.sub("", text.strip()).strip(' "“”«»')
    bare = re.sub(r"(?<!\.)\.$", "", bare) if not _ENDS_ABBREVIATED.search(bare) else bare
    return _NOT_LETTER.sub("", bare) if bare.count("(") == bare.count(")") else bare
