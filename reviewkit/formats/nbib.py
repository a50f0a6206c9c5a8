"""nbib, the tagged format of PubMed and of eric.ed.gov.

There is no end tag. PubMed begins a record with PMID followed by OWN, ERIC with OWN after a blank line. So either of
the two begins an entry if the entry before has it already, or if it stands behind a blank line and other fields.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged
from reviewkit.formats.names import inverted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.formats.entry import Entry

_TAG = re.compile(r"\n(?=.{4,5}-)([A-Z][A-Z0-9]{1,3}+) {0,2}+-(?!\S)")
_START = re.compile(r"\n\ufeff?(?=(PMID|OWN) {0,2}-(?!\S))")
_BLANK_BEFORE = re.compile(r"\n[ \t\r]*\Z")


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of an nbib file in their order."""
    return tagged.entries(text, _LAYOUT)


def _starts(flat: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    seen: set[str] = set()
    last = 0
    for match in _START.finditer(flat):
        if not places or match.group(1) in seen or _is_apart(flat, last, match.start()):
            places.append(match.span())
            seen = set()
        seen.add(match.group(1))
        last = match.end()
    return places


def _is_apart(flat: str, last: int, place: int) -> bool:
    """Return whether the line that ends here is blank, and there are fields between it and the last beginning."""
    blank = _BLANK_BEFORE.search(flat, max(0, place - 8), place)
    return blank is not None and _TAG.search(flat, last, place + 1) is not None


def _told(tags: list[str], values: list[str]) -> tuple[list[str], list[str]]:
    """Return tags and values; PubMed's short names, with a comma, stand for the full ones where there are none."""
    if "FAU" in tags or "AU" not in tags or ("OWN", "ERIC") in zip(tags, values, strict=True):
        return tags, values
    names = ["FAU" if tag == "AU" else tag for tag in tags]
    return names, [inverted(value) if tag == "AU" else value for tag, value in zip(tags, values, strict=True)]


_LAYOUT = tagged.Layout(
    starts=_starts,
    tag=lambda _chunk: _TAG,
    telling=frozenset({"PMID", "OWN", "TI"}),
    fault="the entry has neither a PMID or OWN line nor a title",
    title="TI",
    told=_told,
)
