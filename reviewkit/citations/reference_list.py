"""A pasted list of references, or the text of a paper that ends in one, to its single references in order.

Every piece of the text that is no blank is in exactly one reference or in what was set aside, with the reason: that is
a law here and not an aim. The thing a reader would get wrong: line breaks say little. A reference goes over several
lines, pages and columns, and a PDF's text holds several in one line; so a reference begins where its form says so, in
a line or within one, and only if the one before it can be over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewkit.citations import starts
from reviewkit.citations.byline import dated
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]


class Aside(StrEnum):
    """Why a piece of the text belongs to no reference."""

    BEFORE = "before the references"
    AFTER = "after the references"
    HEADING = "a heading"
    EDGE = "the head or foot of a page"


@dataclass(frozen=True, slots=True)
class Printed:
    """One reference as it stands in the text."""

    spans: tuple[Span, ...]
    """Where its lines stand; what lies between them, such as the foot of a page, is none of it."""
    text: str
    """In one line, words that were broken over lines whole again."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line, or the rest of one, that belongs to no reference."""

    span: Span
    text: str
    why: Aside


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The references in a text, and what else is in it."""

    references: tuple[Printed, ...]
    aside: tuple[SetAside, ...]
    headed: bool
    """A heading says where the list begins; without one, all of the text was taken for it."""


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    after_blank: bool
    page: int
    at_edge: bool = False


_LINE = re.compile(r"[^\n\f\r\x0b\x1c-\x1e\x85\u2028\u2029]+")
_WORDS = (
    r"references?(?: cited| list| and notes| and further reading)?|list of references|bibliograph(?:y|ie)|works cited"
    r"|literature(?: cited)?|reference list|cited literature|literatur(?:verzeichnis|liste)?|quellen(?:verzeichnis)?"
    r"|referanser|referenser|litteratur(?:liste|förteckning)?|kirjallisuus|lähteet|bibliograf[ií]a|referencias"
    r"(?: bibliogr[aá]ficas)?|références(?: bibliographiques)?|riferimenti bibliografici|参考文献|參考文獻"
)
_NUMBERING = r"(?:(?:chapter\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Z])[.)]?\s+)?"
_HEADING = re.compile(rf"\W*{_NUMBERING}(?:{_WORDS})\W*", re.IGNORECASE)
_HEADING_IN_LINE = re.compile(rf"{_NUMBERING}(?:{_WORDS})\s*:?\s+(?=\S)", re.IGNORECASE)
_FIRST_LABEL = re.compile(r"[\[(]?1[\].)]")
_ENDING = re.compile(
    r"(?:appendi(?:x|ces)\b|notes? on (?:the )?contributors?|about the authors?|acknowledge?ments?\b"
    r"|author(?:['’]?s['’]?)? (?:bio|note|contrib|details|information|affiliation)"
    r"|supplementa\w+ (?:material|information|data)|supporting information|conflicts? of interest|declaration of"
    r"|disclosure statement|funding\W*$|correspond(?:ence|ing author)\b|(?:manuscript )?received:? .{3,40}\d{4}"
    r"|(?:end)?notes\W*$|orcid\b|how to cite|cite this article|(?:table|figure|fig\.) \d{1,2}\b"
    r"|address(?:es)? for correspondence|biographical notes?\b|publisher['’]s note)",
    re.IGNORECASE,
)
_LONGEST_ENDING = 90
_ALWAYS_EDGE = re.compile(
    r"(?:[|–—-]?\s*(?:[Pp]age|p\.|[Ss]eite|[Ss]ide)?\s*\d{1,4}(?:\s*(?:of|/|von|av)\s*\d{1,4})?\s*[|–—-]?"
    r"|[Dd]ownloaded (?:by|from|at)\b.*"
    r"|[Tt]his (?:content|article|document) (?:downloaded|is|was)\b.*"
    r"|\W*(?:©|[Cc]opyright\b|\([cC]\)).*|.*\ball rights reserved\.?"
    r"|[A-Z][A-Z\s.,&:’'–-]{5,80}\s\d{1,4}|\d{1,4}\s[A-Z][A-Z\s.,&:’'–-]{3,80})"
)
_PLACE = re.compile(r"\d\s?[-\u2010-\u2015]\s?\d|\(\d{1,4}\)|\d[:.,;]?\s\d|\.$")
"""A volume or pages, which end many references alike."""
_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
_LONGEST_EDGE = 130
_LEAST_WITHIN = 2
"""References that a section has at least, where several headings could be the one."""
_DIGITS = re.compile(r"\d{1,6}\.?")
_NEARLY = 0.8
"""Of the width of the column that a line fills at least where an address was broken for want of room."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ADDRESS_LAST = re.compile(r"(?:https?:|www\.|doi[.:]|\b10\.\d{4,9}/)\S*$|https?:$|\bdoi:?$", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(r"[\w()/._:;%?=&~+-]*(?:\d|/)[\w()/._:;%?=&~+-]*(?=\s|$)|[a-z][a-z./]*\.\w+/?\S*")


def reference_list(text: str, *, paper: bool = False) -> ReferenceList:
    """Return the references in a text, pages parted by form feeds.

    A `paper` has other text around its list, which a heading sets off: without the heading nothing is taken for a
    reference. Any other text is a list if it has no such heading.
    """
    lines = _lines(text)
    edges = _edges(lines)
    section, headed = _section(lines, edges, paper=paper)
    aside = [SetAside(lines[at].span, lines[at].text, why) for at, why in section.items() if why is not None]
    body = [lines[at] for at, why in section.items() if why is None]
    flow, places = _flow(body)
    cuts = starts.of(flow)
    if not cuts or not flow:
        aside += [SetAside(one.span, one.text, Aside.BEFORE) for one in body]
        return ReferenceList((), tuple(sorted(aside, key=lambda one: one.span)), headed)
    for span in _spans(0, cuts[0], places):
        if text[slice(*span)].strip():
            aside.append(SetAside(span, text[slice(*span)].strip(), Aside.BEFORE))
    known = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", flow.casefold()))
    found = []
    for begin, end in zip(cuts, [*cuts[1:], len(flow)], strict=True):
        spans = tuple(span for span in _spans(begin, end, places) if text[slice(*span)].strip())
        if spans:
            found.append(Printed(spans, _joined([text[slice(*span)].strip() for span in spans], known)))
    return ReferenceList(tuple(found), tuple(sorted(aside, key=lambda one: one.span)), headed)


# ------------------------------------------------------------------------------------------------- lines


def _lines(text: str) -> list[_Line]:
    """Return the lines of a text that are not blank; the first and last two of a page are at its edge."""
    found: list[_Line] = []
    before = 0
    for match in _LINE.finditer(text):
        if not match.group().strip():
            continue
        between = text[before : match.start()]
        page = (found[-1].page if found else 0) + between.count("\f")
        breaks = len(re.findall(r"\r\n|[\n\r\x0b\x85\u2028\u2029]", between))
        bare = match.group().strip()
        start = match.start() + match.group().index(bare)
        cut = _end_of_heading(bare)
        for low, high in ((0, cut), (cut, len(bare))):
            if part := bare[low:high].strip():
                at = start + low
                found.append(_Line((at, at + len(part)), part, breaks > 1, page))
        before = match.end()
    pages = Counter(one.page for one in found)
    return [
        _Line(one.span, one.text, one.after_blank, one.page, place < 2 or place >= pages[one.page] - 2)
        for one, place in zip(found, _places_in_pages(found), strict=True)
    ]


def _end_of_heading(text: str) -> int:
    """Return where the list begins in a line that its heading was joined to; 0 for any other line."""
    match = _HEADING_IN_LINE.match(text)
    if match is None:
        return 0
    return match.end() if _FIRST_LABEL.match(text, match.end()) or dated(text, match.end()) else 0


def _places_in_pages(lines: Sequence[_Line]) -> Iterator[int]:
    counted: Counter[int] = Counter()
    for one in lines:
        yield counted[one.page]
        counted[one.page] += 1


def _edges(lines: Sequence[_Line]) -> set[int]:
    """Return the lines that are heads or feet of pages: alike on several pages, or of a form that nothing else has."""
    paged = bool(lines) and lines[-1].page > 0
    labels = _labels(lines) | _ends_of_addresses(lines)
    candidates = [one.text for one in lines if one.at_edge or not paged]
    exact, alike = Counter(candidates), Counter(map(_skeleton, candidates))
    found = set()
    for at, one in enumerate(lines):
        if at in labels or len(one.text) > _LONGEST_EDGE:
            continue
        repeated = exact[one.text] > 1 or (alike[_skeleton(one.text)] > 1 and not _PLACE.search(one.text))
        told = repeated and (one.at_edge if paged else _numbered_edge(one.text))
        if _ALWAYS_EDGE.fullmatch(one.text) or (told and not _HEADING.fullmatch(one.text) and not dated(one.text)):
            found.add(at)
    return found


def _skeleton(text: str) -> str:
    return re.sub(r"[\d\s]+", " ", text.casefold()).strip()


def _numbered_edge(text: str) -> bool:
    """Return whether a line without page breaks around it may be a page's head: its number stands first or last."""
    return re.match(r"\d{1,4}\s+[A-Z]", text) is not None or re.search(r"[a-zA-Z]\s+\d{1,4}$", text) is not None


def _labels(lines: Sequence[_Line]) -> set[int]:
    """Return the lines that hold nothing but the number of the reference that follows, 1, 2, 3 and on."""
    found: list[int] = []
    for at, one in enumerate(lines):
        match = _NUMBER.fullmatch(one.text)
        if match and int(match.group(1)) == len(found) + 1:
            found.append(at)
    return set(found) if len(found) >= 3 else set()


def _ends_of_addresses(lines: Sequence[_Line]) -> set[int]:
    """Return the lines of digits alone that end the address or DOI of the line before, and are no page's number."""
    widest = sorted(len(one.text) for one in lines)[9 * len(lines) // 10] if lines else 0
    return {
        at
        for at, (before, one) in enumerate(pairwise(lines), 1)
        if _DIGITS.fullmatch(one.text)
        and not one.after_blank
        and (before.page == one.page and (not one.at_edge or lines[-1].page == 0))
        and _ADDRESS_LAST.search(before.text)
        and (before.text[-1] in "./-_" or len(before.text) >= _NEARLY * widest)
    }


def _section(lines: Sequence[_Line], edges: set[int], *, paper: bool) -> tuple[dict[int, Aside | None], bool]:
    """Return for each line why it is set aside, None for those of the list; and whether a heading was found."""
    inside = not paper
    headings = [at for at, one in enumerate(lines) if at not in edges and _HEADING.fullmatch(one.text)]
    ends = dict(pairwise([*headings, len(lines)]))
    real = [at for at, after in ends.items() if _holds(lines, edges, at + 1, after)]
    first = (real or headings or [0 if inside else len(lines)])[0]
    found: dict[int, Aside | None] = {}
    ended = False
    for at, one in enumerate(lines):
        if at in headings:
            found[at] = Aside.HEADING
            ended = ended and at not in real
        elif at < first and (headings or paper):
            found[at] = Aside.BEFORE
        elif at in edges:
            found[at] = Aside.EDGE
        else:
            ended = ended or (at > first and _ends(one.text))
            found[at] = Aside.AFTER if ended else None
    return found, bool(headings)


def _holds(lines: Sequence[_Line], edges: set[int], begin: int, end: int) -> bool:
    """Return whether references follow a heading: contents pages and running heads name them too."""
    flow, _ = _flow([lines[at] for at in range(begin, end) if at not in edges])
    return len(starts.of(flow)) >= _LEAST_WITHIN


def _ends(text: str) -> bool:
    return len(text) <= _LONGEST_ENDING and _ENDING.match(text) is not None and dated(text) is None


# ------------------------------------------------------------------------------------------------- flow


def _flow(lines: Sequence[_Line]) -> tuple[str, list[tuple[int, int, int]]]:
    """Return the lines as one text, a blank line before those that had one, and where each part of it stands."""
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = 0
    for one in lines:
        gap = ("\n\n" if one.after_blank else "\n") if parts else ""
        parts.append(gap + one.text)
        places.append((at + len(gap), one.span[0], len(one.text)))
        at += len(parts[-1])
    return "".join(parts), places


def _spans(begin: int, end: int, places: Sequence[tuple[int, int, int]]) -> Iterator[Span]:
    """Yield where a part of the flow stands in the text, a span a line."""
    first = max(0, bisect_right(places, (begin, float("inf"), 0)) - 1)
    for at, start, length in places[first:]:
        if at >= end:
            return
        low, high = max(begin, at), min(end, at + length)
        if low < high:
            yield start + low - at, start + high - at


def _joined(parts: Sequence[str], known: Counter[str]) -> str:
    """Return the lines of a reference as one: words and addresses that were broken over them are whole again."""
    whole: list[str] = []
    for before, part in pairwise(["", *parts]):
        if not before:
            whole.append(part)
        elif _ADDRESS_LAST.search(before):
            whole.append(part if _ADDRESS_GOES_ON.match(part) else f" {part}")
        elif not _HYPHEN.search(before):
            whole.append(f" {part}")
        else:
            whole[-1] = whole[-1][:-1] if _only_broken(before, part, known) else whole[-1]
            whole.append(part)
    return line("".join(whole).replace("\u00ad", ""))


def _only_broken(before: str, part: str, known: Counter[str]) -> bool:
    """Return whether a hyphen at a line's end only broke the word: it is known whole, or not known with the hyphen."""
    first, second = re.search(r"[^\W\d_]+$", before[:-1]), re.match(r"[^\W\d_]+", part)
    if first is None or second is None or not part[0].islower():
        return False
    ours, theirs = first.group().casefold(), second.group().casefold()
    return known[f"{ours}{theirs}"] > 0 or known[f"{ours}-{theirs}"] == 0
