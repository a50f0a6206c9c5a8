"""Where references begin in a list of them, told by number, by names and date, or by names and a title.

The thing a reader would get wrong: the second line of a reference often looks like the first of another, as where the
authors' names go on. What tells is the text before: a reference that has no date yet, or ends in a comma, goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from reviewkit.citations.byline import FURTHEST, SAME_AUTHOR, UNDATED, YEAR, dated, is_byline, undated

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABELS = (r"\[{}\]\s*", r"\({}\)\s+", r"{}\.\)?(?:\s+|(?=[^\W\d_]))", r"{}\)\s*", r"{}\s+(?=[^\W\d_a-z])")
"""A number as styles print it; the last, bare one needs a capital behind it."""
_FEWEST_NUMBERED = 2
_FEWEST_BARE = 3
_MISSING = 3
"""Numbers in a row that may be lost before a numbered list is taken to be over."""
_LINE_START = re.compile(r"(?:\A|(?<=\n))(?=\S)")
_WITHIN = re.compile(r"(?<=[.)\]\d/\"”’®])[ \t]+(?=[^\W\d_a-z]|[—–_-]{2}|(?:v[ao]n|d[aei]|de[nrl]|ten?|ter)\s)")
_PAGES_OVER = re.compile(r"\d[-\u2010-\u2015]\d+\.$|10\.\d{4,9}/\S+$")
"""Ends a reference surely, so that another can begin in the same line."""
_YEARS = re.compile(r"[(\[](?:1[5-9]|20)\d\d\s?[-\u2010-\u2015/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)[)\]]")
"""Of what went on for some: `(2007–2008)`."""
_SENTENCE_OVER = re.compile(r"[^\W\d_]{4,}\.\s")
_LINE_OVER = re.compile(r"[^\W\d_]{4,}\.[^\S\n]*\n")
"""Within names, where it ends the reference before them: `Greenwood. De Houwer, A.`; they begin behind it."""
_GOES_ON = re.compile(
    r"(?:[,;:&(/\u2010\u00ad-]|\b(?:and|und|og|et|in|of|the|for|on|to|a|an|with|from|by|vol|no|pp?|eds?)\.?)$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|[\s.,(])[^\W\d_]\.$")
_OVER = re.compile(r"(?:[.)\]\"”’>]|\d|(?:https?:|www\.|10\.)\S+)$")
_ADDRESS_CUT = re.compile(
    r"(?:https?:|doi\.?(?:org)?[:/]?|10\.\d{4,9}/?)$|(?:https?:|www\.|10\.\d{4,9})\S*[/_-]$", re.IGNORECASE
)
_ADDRESS_NEXT = re.compile(r"\S*[\d/]\S*(?:\n|$)|\S+\.\w+/")
_PERSON = re.compile(r"[^\W\d_],\s+[^\W\d_]|\b[^\W\d_a-z]\.|[^\W\d_]{2}\s[^\W\d_a-z]{1,3}[.,:]")
"""What a name has and a title has not: a comma behind the family name, or initials."""
_OFFICE_DATED = re.compile(r"[^\W\d_a-z][^\n,.:;?!\d]{2,80}\.?\s\((?:1[5-9]|20)\d\d[a-z]?(?:,[^)\n]{0,30})?\)[.,:]")
"""Such as `Statistisk sentralbyrå. (2018).`, which no capitals give away."""
_OFFICIAL = re.compile(
    r"(?:St\.\s?meld\.|Meld\.\s?St\.|Ot\.\s?prp\.|Innst\.|Prop\.|NOU|SOU|Dir\.|Council Directive|Public Law)\s"
    r"[^\n()]{0,40}(?:\((?=(?:1[5-9]|20)\d\d)|(?:1[5-9]|20)\d\d:\s?\d)"
)
"""Such as `St.meld. nr. 23 (2007–2008).` and `NOU 2012: 1`: governments' papers by their numbers, with no author."""
_TAIL = 200
"""Characters before a place that tell whether a reference can be over there."""
_SAMPLE = 150
"""Lines that tell whether a list has its dates at the front."""
_SHORT_BYLINE = 4
"""Words of a name without comma that a date without brackets makes a start."""


def of(flow: str) -> list[int]:
    """Return where references begin in a text of nothing else, in order; lines as they were, blank ones kept."""
    if not flow.strip():
        return []
    return _numbered(flow) or _told(flow)


# ------------------------------------------------------------------------------------------------- numbers


def _numbered(flow: str) -> list[int]:
    """Return where the numbers of a numbered list stand; empty if it has none."""
    best: list[int] = []
    for form in _LABELS:
        first = re.search(rf"(?m)^[ \t]*(?:{form.format(r'(?P<number>[0-9]{1,3})')})\S", flow)
        if first is None or flow[: first.start()].count("\n") > 3:
            continue
        found = _counted(flow, form, int(first["number"]), first.start())
        fewest = _FEWEST_BARE if form is _LABELS[-1] else _FEWEST_NUMBERED
        if len(found) >= fewest and len(found) > len(best):
            best = found
    return best


def _counted(flow: str, form: str, number: int, at: int) -> list[int]:
    """Return where each number stands behind the one before it, at a line's start or, if nowhere, in a line."""
    found: list[int] = []
    lost = 0
    while lost <= _MISSING:
        label = form.format(number)
        match = re.compile(rf"(?m)^[ \t]*{label}(?=\S)").search(flow, at)
        within = rf"(?<=[.)\]\w/][ \t])(?<![,;][ \t]){label}(?=[^\W\d_a-z\"“‘])"
        match = match or re.compile(within).search(flow, at)
        if match is None:
            lost += 1
        else:
            lost = 0
            found.append(match.start())
            at = match.end()
        number += 1
    return found


# ------------------------------------------------------------------------------------------------- names


def _told(flow: str) -> list[int]:
    """Return where names and a date, or names and a title, begin a reference."""
    line_starts = [match.start() for match in _LINE_START.finditer(flow)]
    dates = sorted(match.start() for form in (YEAR, UNDATED, _YEARS) for match in form.finditer(flow))
    titled = _is_titled(flow, line_starts[:_SAMPLE])
    alone = _one_a_line(flow)
    inside = {match.end() for match in _WITHIN.finditer(flow)}
    if alone and not titled:
        inside = {at for at in inside if _PAGES_OVER.search(flow[max(0, at - _TAIL) : at].rstrip())}
    found: list[int] = []
    for at in sorted({*line_starts, *inside}):
        at_line = at not in inside
        if not _any_between(dates, at, at + FURTHEST):
            continue
        if found and not (_any_between(dates, found[-1], at) and _may_be_over(flow, found[-1], at)):
            continue
        loose = at_line and (alone or flow[max(0, at - 2) : at] == "\n\n") and _capital(flow, at)
        over = loose and _OVER.search(flow[max(0, at - _TAIL) : at].rstrip()) is not None
        if over or _begins(flow, at, at_line=at_line, titled=titled):
            found.append(at)
    return found


def _is_titled(flow: str, places: Sequence[int]) -> bool:
    """Return whether most lines that names begin have a title behind them, not a date."""
    with_date = sum(dated(flow, at) is not None for at in places)
    return sum(_titled(flow, at) for at in places) > with_date


def _any_between(places: list[int], begin: int, end: int) -> bool:
    first = bisect_left(places, begin)
    return first < len(places) and places[first] < end


def _one_a_line(flow: str) -> bool:
    """Return whether nearly every line is a whole reference, as where a list comes from a word processor."""
    lines = [one for one in flow.split("\n") if one.strip()]
    whole = sum(_has_date(one) and _OVER.search(one.rstrip()) is not None and _capital(one, 0) for one in lines)
    return len(lines) > 1 and whole >= 0.8 * len(lines) and sum(map(len, lines)) > 60 * len(lines)


def _has_date(text: str) -> bool:
    return YEAR.search(text) is not None or UNDATED.search(text) is not None


def _capital(flow: str, at: int) -> bool:
    head = flow[at : at + 3].lstrip("\"“‘'([—–_-")
    return bool(head) and not head[0].islower() and not head[0].isdigit()


def _may_be_over(flow: str, begin: int, at: int) -> bool:
    """Return whether the reference that begins at `begin` can be over at a place."""
    tail = flow[max(begin, at - _TAIL) : at].rstrip()
    return not _GOES_ON.search(tail) and not (_ADDRESS_CUT.search(tail) and _ADDRESS_NEXT.match(flow, at))


def _begins(flow: str, at: int, *, at_line: bool, titled: bool) -> bool:
    found = dated(flow, at)
    if found is not None:
        over = _LINE_OVER if at_line else _SENTENCE_OVER
        if over.search(found.authors.rstrip()):
            return False
        if at_line:
            return found.same or found.bracketed or "," in found.authors or _few_words(found.authors)
        strict = found.same or re.search(
            r"[^\W\d_],\s[^\W\d_]\.|[^\W\d_]{2,}\s[A-Z]{1,3}\b|,\s[^\W\d_]\w+", found.authors
        )
        return bool(strict or (found.bracketed and _few_words(found.authors))) and not _INITIAL.search(
            flow[max(0, at - 6) : at].rstrip()
        )
    if at_line and any(form.match(flow, at) for form in _NO_PERSON):
        return True
    return titled and at_line and _titled(flow, at)


_NO_PERSON = (SAME_AUTHOR, _OFFICE_DATED, _OFFICIAL)


def _titled(flow: str, at: int) -> bool:
    """Return whether names and a title stand at a place, as in styles that have the date at the end."""
    end = undated(flow, at)
    after = flow[end : end + 2].lstrip("\"“‘'`„«")[:1]
    return _PERSON.search(flow, at, end) is not None and after.isalpha() and not after.islower()


def _few_words(authors: str) -> bool:
    return len(authors.split()) <= _SHORT_BYLINE or is_byline(authors)
