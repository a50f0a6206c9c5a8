"""nbib, the tagged format of PubMed and of eric.ed.gov.

There is no end tag. PubMed begins a record with PMID followed by OWN, ERIC with OWN after a blank line. So either of
the two begins an entry if the entry before has it already, or if it stands behind a blank line and other fields.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged
from reviewkit.formats.entry import Entry
from reviewkit.formats.names import inverted

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"\n\ufeff?(?=.{4,5}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?=\s|\Z)")
_START = re.compile(r"\n\ufeff?(PMID|OWN) {0,2}-(?=\s|\Z)")
_BLANK_BEFORE = re.compile(r"\n[ \t\r]*\Z")
_TELLING = frozenset({"PMID", "OWN", "TI"})
_NO_START = "the entry has neither a PMID or OWN line nor a title"


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of an nbib file in their order."""
    whole = "\n" + text
    flat = tagged.unified(whole)
    places = _starts(flat)
    lead = flat[: places[0]] if places else flat
    if _TAG.search(lead):
        places.insert(0, 0)
    ends = [*places[1:], len(flat)]
    numbers = tagged.line_numbers(flat, [place + 1 for place in places])
    for begin, end, line in zip(places, ends, numbers, strict=True):
        yield _entry(flat[begin:end], whole[begin + 1 : end].strip("\ufeff\r\n"), line)


def _starts(flat: str) -> list[int]:
    """Return where entries begin: the offsets of the line ends before them."""
    places: list[int] = []
    seen: set[str] = set()
    last = 0
    for match in _START.finditer(flat):
        blank = _BLANK_BEFORE.search(flat, max(0, match.start() - 8), match.start())
        between = blank and places and _TAG.search(flat, last, match.start() + 1)
        if not places or match.group(1) in seen or between:
            places.append(match.start())
            seen = set()
        seen.add(match.group(1))
        last = match.end()
    return places


def _entry(flat: str, raw: str, line: int) -> Entry:
    pairs = tagged.pairs(*tagged.split(flat, _TAG))
    tags = {tag for tag, _ in pairs}
    if "FAU" not in tags and ("OWN", "ERIC") not in pairs:
        pairs = [(tag, inverted(value) if tag == "AU" else value) for tag, value in pairs]
    return Entry(line, raw, tuple(pairs), fault="" if tags & _TELLING else _NO_START)
