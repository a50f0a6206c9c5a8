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
    from collections.abc import Iterator, Sequence

    from reviewkit.formats.entry import Entry, Pair

_TAG = re.compile(r"\n\ufeff?(?=.{4,5}-)([A-Z][A-Z0-9]{1,3}) {0,2}-(?=\s|\Z)")
_START = re.compile(r"\n\ufeff?(PMID|OWN) {0,2}-(?=\s|\Z)")
_BLANK_BEFORE = re.compile(r"\n[ \t\r]*\Z")


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of an nbib file in their order."""
    return tagged.entries(text, _LAYOUT)


def _starts(flat: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    seen: set[str] = set()
    last = 0
    for match in _START.finditer(flat):
        blank = _BLANK_BEFORE.search(flat, max(0, match.start() - 8), match.start())
        between = blank and places and _TAG.search(flat, last, match.start() + 1)
        if not places or match.group(1) in seen or between:
            places.append((match.start(), match.start() + 1))
            seen = set()
        seen.add(match.group(1))
        last = match.end()
    return places


def _pairs(tags: Sequence[str], values: Sequence[str]) -> tuple[Pair, ...]:
    """Return tags and values; PubMed's short names only with a comma, where there are no full ones."""
    pairs = tuple(zip(tags, values, strict=True))
    if "FAU" in tags or ("OWN", "ERIC") in pairs:
        return pairs
    return tuple((tag, inverted(value) if tag == "AU" else value) for tag, value in pairs)


_LAYOUT = tagged.Layout(
    starts=_starts,
    tag=lambda _chunk: _TAG,
    telling=frozenset({"PMID", "OWN", "TI"}),
    fault="the entry has neither a PMID or OWN line nor a title",
    title="TI",
    pairs=_pairs,
)
