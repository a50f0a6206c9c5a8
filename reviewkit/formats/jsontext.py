"""JSON of ERIC, OpenAlex, Crossref, Semantic Scholar and reference managers (CSL): works, lists, API pages, lines.

A file may hold several pages one after the other, as a search that was fetched page by page. The thing a reader would
get wrong: the works are found one by one in the text, so that each has its line and its `raw`, and so that a broken one
costs no other.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from reviewkit.formats.entry import Entry, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    Span = tuple[int, int, Any, str]
    """Begin, end, value and fault of what is, or ought to be, a work."""

_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[\s,\ufeff]*")
_OPEN = re.compile(r"[\[{]")
_OBJECT = re.compile(r"\{")
_CLOSE = re.compile(r"\s*\}?")
_KEY = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_LISTS = frozenset({"pages", "json", "response", "docs", "results", "message", "items", "data"})
"""Keys that lead to works."""
_A_LIST = re.compile(r'"(?:docs|results|items|data)"\s*:\s*\[')
_CITING = frozenset({"references", "citations"})
"""Keys under which a work of Semantic Scholar holds others."""
_DEEPEST = 12
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_HEADING = re.compile(r"^<jats:title>\s*Abstract\s*</jats:title>", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_WORK = "this JSON value is no work: it has neither a title nor a DOI"


def is_known(text: str) -> bool:
    """Return whether a work is in the text."""
    return any(not fault for _, _, _, fault in _spans(text))


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the works of a file in their order, and what ought to be one."""
    line, place = 1, 0
    for begin, end, value, fault in _spans(text):
        line += text.count("\n", place, begin)
        place = begin
        raw = text[begin:end].rstrip(" \t\r\n,")
        yield Entry(line, raw, fault=fault) if fault else Entry.of(line, raw, _pairs(value))


# ------------------------------------------------------------------------------------------- where the works stand


def _spans(text: str) -> Iterator[Span]:
    place = 0
    while match := _OPEN.search(text, place):
        place = yield from _within(text, match.start(), 0)


def _within(text: str, begin: int, depth: int) -> Generator[Span, None, int]:
    """Yield the works in the list or object that begins here, and return where it ends."""
    if depth > _DEEPEST:
        return (yield from _broken(text, begin, "too deeply nested"))
    return (yield from (_list if text[begin] == "[" else _object)(text, begin, depth + 1))


def _list(text: str, begin: int, depth: int) -> Generator[Span, None, int]:
    place = begin + 1
    while (place := _end(_SPACE, text, place)) < len(text) and text[place] != "]":
        value, end, reason = _decoded(text, place)
        if not reason and (isinstance(value, str | int | float) or _holds_works(value)):
            reason = "a work should stand here, alone"
        if reason:
            place = yield from _broken(text, place, reason)
        elif isinstance(value, list) or (isinstance(value, dict) and not _is_work(value) and _LISTS & value.keys()):
            place = yield from _within(text, place, depth)
        else:
            yield place, end, value, "" if _is_work(value) else _NO_WORK
            place = end
    return place + 1


def _object(text: str, begin: int, depth: int) -> Generator[Span, None, int]:
    """Yield the works in the lists of an object, or the object itself."""
    place, found, reason = begin + 1, False, ""
    while not reason and (key := _KEY.match(text, place)):
        place = key.end()
        if key.group(1) in _LISTS and text[place : place + 1] in ("[", "{"):
            found = True
            place = yield from _within(text, place, depth)
        else:
            _, place, reason = _decoded(text, place)
    if found:
        return _end(_CLOSE, text, place)
    value, end, reason = _decoded(text, begin)
    if not reason:
        return (yield from _whole(text, begin, end, value, depth))
    works = _A_LIST.search(text, begin)
    if works:
        return (yield from _list(text, works.end() - 1, depth))
    return (yield from _broken(text, begin, reason))


def _whole(text: str, begin: int, end: int, value: dict[str, Any], depth: int) -> Generator[Span, None, int]:
    """Yield a sound object if it is a work, or the works in a list of it whose name is not known."""
    if _is_work(value):
        yield begin, end, value, ""
        return end
    for key, some in value.items():
        if isinstance(some, list) and any(map(_is_work, some)):
            opening = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:\s*\[").search(text, begin, end)
            if opening:
                yield from _list(text, opening.end() - 1, depth)
    return end


def _broken(text: str, begin: int, reason: str) -> Generator[Span, None, int]:
    """Yield what cannot be read, up to the next work."""
    end = len(text)
    last = text.rfind('"title"', begin)  # a work that begins behind it has none
    for match in _OBJECT.finditer(text, begin + 1, max(begin + 1, last)):
        value, _, wrong = _decoded(text, match.start())
        if not wrong and "title" in value:
            end = match.start()
            break
    yield begin, end, None, f"this JSON cannot be read: {reason}"
    return end


def _decoded(text: str, begin: int) -> tuple[Any, int, str]:
    """Return the value that begins here, where it ends, and why it cannot be read."""
    try:
        return (*_DECODER.raw_decode(text, begin), "")
    except (ValueError, RecursionError) as error:
        return None, begin, getattr(error, "msg", "") or "too deeply nested"


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    match = pattern.match(text, place)
    return match.end() if match else place


def _is_work(value: object) -> bool:
    """Return whether a value describes a paper; CSL items may lack a title."""
    if not isinstance(value, dict):
        return False
    keys = value.keys()
    return bool(keys & {"title", "DOI", "article-title", "volume-title"}) or (
        "type" in keys and bool(keys & {"author", "issued", "container-title"})
    )


def _holds_works(value: object) -> bool:
    """Return whether a work has others in a list, as it looks where a bracket is broken that closed its authors."""
    return _is_work(value) and any(
        isinstance(one, dict) and "title" in one
        for key, some in cast("dict[str, object]", value).items()
        if isinstance(some, list) and key not in _CITING
        for one in some
    )


# --------------------------------------------------------------------------------------------------- what they hold


def _pairs(work: Mapping[str, Any]) -> Iterator[Pair]:
    """Return the path and text of everything in a work, in its order."""
    waiting: list[tuple[str, Any]] = [*work.items()][::-1]
    while waiting:
        path, value = waiting.pop()
        special = _SPECIAL.get(path)
        if special and isinstance(value, dict | list):
            yield from ((path, _safe(text)) for text in special(value))
        elif isinstance(value, dict):
            waiting += [(f"{path}.{key}", inner) for key, inner in [*value.items()][::-1]]
        elif isinstance(value, list):
            waiting += [(path, inner) for inner in reversed(value)]
        elif value is not None:
            yield path, _safe(_plain(path, value))


def _plain(path: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    if path == "abstract":
        return _MARKUP.sub(" ", _HEADING.sub("", text)).strip()
    return _MARKUP.sub("", text).strip() if path in _MARKED else text


def _safe(text: str) -> str:
    r"""Return a text without halves of characters (`\ud83d` alone), which no file can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def _names(persons: object) -> Iterator[str]:
    """Return CSL's persons as `Family, Given`, and institutions; ERIC's authors are text already."""
    for person in persons if isinstance(persons, list) else [persons]:
        if isinstance(person, str):
            yield person.strip()
        elif isinstance(person, dict):
            part = {key: value.strip() for key, value in person.items() if isinstance(value, str)}
            family = " ".join(filter(None, (part.get("non-dropping-particle"), part.get("family"), part.get("suffix"))))
            given = " ".join(filter(None, (part.get("given"), part.get("dropping-particle"))))
            yield ", ".join(filter(None, (family, given))) or part.get("literal") or part.get("name") or ""


def _dates(date: object) -> Iterator[str]:
    """Return a date such as `{"date-parts": [[2018, 2, 13]]}` as `2018-2-13`."""
    if isinstance(date, dict):
        parts = date.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and first and first[0] is not None:
            yield "-".join(map(str, first))
        else:
            yield str(date.get("raw") or date.get("literal") or "")


def _words(index: object) -> Iterator[str]:
    """Return OpenAlex's abstract, which it keeps as a list of places for each word."""
    if isinstance(index, dict):
        placed = [
            (place, str(word))
            for word, places in index.items()
            if isinstance(places, list)
            for place in places
            if isinstance(place, int)
        ]
        yield " ".join(word for _, word in sorted(placed))


_MARKED = frozenset({"title", "container-title", "display_name", "description"})
_SPECIAL: dict[str, Callable[[object], Iterator[str]]] = {
    "author": _names,
    "editor": _names,
    "issued": _dates,
    "published": _dates,
    "published-print": _dates,
    "published-online": _dates,
    "abstract_inverted_index": _words,
}
