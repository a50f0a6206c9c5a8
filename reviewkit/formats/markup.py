"""XML of EBSCOhost, PubMed and EndNote: each entry's element is cut out of the text and parsed alone.

So one broken entry spoils no other, `raw` is the text as it stands, and no entity can be declared: a document type
stands before the root, where nothing is parsed. The thing a reader would get wrong: what stands between two entries is
looked at too, since the first tag of an entry may be the broken one.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats.entry import Entry, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

_OPEN = re.compile(r"<(rec|record|PubmedArticle|PubmedBookArticle)(?=[\s>/])")
_SIBLINGS = {
    "PubmedArticle": ("PubmedArticle", "PubmedBookArticle"),
    "PubmedBookArticle": ("PubmedArticle", "PubmedBookArticle"),
}
_OURS = re.compile(r"<(?:header|MedlineCitation|BookDocument|ref-type|source-app|titles)[\s>]")
_ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)

_DROPPED = re.compile(r"^(?:header/controlInfo/|header/(?=displayInfo)|MedlineCitation/)")
_NOISE = frozenset(
    {"face", "font", "size", "charset", "MajorTopicYN", "UI", "ValidYN", "Version", "CompleteYN", "EmptyYN", "PubModel"}
)
"""Attributes that say nothing of the paper."""
_QUALIFIED = {"ui": "type", "ArticleId": "IdType", "ELocationID": "EIdType"}
"""Elements whose meaning an attribute tells: it becomes part of their tag."""
_INLINE = frozenset(
    {"style", "i", "b", "u", "em", "strong", "sup", "sub", "bold", "italic", "emph", "br", "DispFormula", "math"}
)

_NO_CHARACTER = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));",
    re.IGNORECASE,
)
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31};)")
_LOOSE_LESS = re.compile(r"<(?![/!?A-Za-z])")
_PREFIX = re.compile(r"(</?)[\w.-]+:(?=\w)|(?<=\s)[\w.-]+:(?=[\w.-]+=)")


def is_known(text: str) -> bool:
    """Return whether the text has entries of a kind that is read."""
    return bool(_OPEN.search(text) and _OURS.search(text))


def entries(text: str, name: str) -> Iterator[Entry]:
    """Return the entries of an XML file in their order. Raises InputError where it declares entities."""
    first = _OPEN.search(text)
    if first is None:
        return
    if _ENTITIES.search(text, 0, first.start()):
        raise InputError(
            "the XML declares entities, which could stand for anything",
            where=name,
            remedy="Export the results again; no database's export needs them.",
        )
    names = _SIBLINGS.get(first.group(1), (first.group(1),))
    starts = [match for match in _OPEN.finditer(text) if match.group(1) in names]
    line, place = 1, 0
    for begin, raw, fault in _parts(text, starts, names):
        line += text.count("\n", place, begin)
        place = begin
        yield Entry(line, raw, fault=fault) if fault else _entry(raw, line)


def _parts(text: str, starts: Sequence[re.Match[str]], names: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """Return where each entry begins, its text, and the fault of a text that lost its first tag."""
    last = 0
    ends = [*(match.start() for match in starts[1:]), len(text)]
    for match, end in zip(starts, ends, strict=True):
        yield from _stray(text, last, match.start(), names)
        close = re.compile(rf"</{match.group(1)}\s*>").search(text, match.start(), end)
        last = close.end() if close else end
        yield match.start(), text[match.start() : last].rstrip(), ""
    yield from _stray(text, last, len(text), names)


_STRAY = "this XML stands between two entries and belongs to none; its first tag may be broken"


def _stray(text: str, begin: int, end: int, names: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """Return the text between two entries if it is part of one."""
    between = text[begin:end]
    if _OURS.search(between) or re.search(rf"</(?:{'|'.join(names)})\s*>", between):
        yield end - len(between.lstrip()), between.strip(), _STRAY


def _entry(raw: str, line: int) -> Entry:
    try:
        return Entry.of(line, raw, _pairs(_element(raw)))
    except SyntaxError as error:  # what ElementTree raises
        return Entry(line, raw, fault=f"this XML entry cannot be read: {error}")


def _element(raw: str) -> Element:
    """Return the entry's element, mended where it cannot be read as it is. Raises SyntaxError."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        return fromstring(raw)  # noqa: S314  # it has no document type, so there is nothing to expand
    except ParseError:
        mended = _NO_CHARACTER.sub("", _PREFIX.sub(r"\1", raw))
        mended = _LOOSE_LESS.sub("&lt;", _LOOSE_AMPERSAND.sub("&amp;", mended))
        return fromstring(_NAMED.sub(_character, mended))  # noqa: S314  # as above


def _character(entity: re.Match[str]) -> str:
    return html5.get(entity.group(1), f"&amp;{entity.group(1)}").replace("<", "&lt;")


def _pairs(root: Element) -> Iterator[Pair]:
    """Return the path and text of everything in an element, in its order."""
    waiting = [(child, child.tag) for child in reversed(root)]
    while waiting:
        element, path = waiting.pop()
        tag = _DROPPED.sub("", path)
        qualifier = _QUALIFIED.get(element.tag, "")
        yield from (
            (f"{tag}@{name}", value.strip())
            for name, value in element.attrib.items()
            if name not in _NOISE and name != qualifier
        )
        if element.tag == "Author":
            yield tag, _author(element)
        elif all(child.tag in _INLINE for child in element):
            label = element.get("Label", "") if element.tag == "AbstractText" else ""
            kind = element.get(qualifier) if qualifier else None
            yield f"{tag}@{kind}" if kind else tag, f"{label}: {_text(element)}" if label else _text(element)
        else:
            if (element.text or "").strip():
                yield tag, (element.text or "").strip()
            waiting += [(child, f"{path}/{child.tag}") for child in reversed(element)]


def _text(element: Element) -> str:
    return "".join(element.itertext()).replace("\r\n", "\n").replace("\r", "\n").strip()


def _author(element: Element) -> str:
    """Return PubMed's author as `Family, Given`, or the institution."""
    part = {child.tag: _text(child) for child in element}
    family = f"{part.get('LastName', '')} {part.get('Suffix', '')}".strip()
    given = part.get("ForeName", "") or part.get("Initials", "")
    return ", ".join(filter(None, (family, given))) or part.get("CollectiveName", "")
