"""EndNote's tagged text (.enw, also called refer): lines such as `%T Title`, an entry from each `%0`.

There is no end tag, and older programs leave out `%0` and put a blank line between entries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.formats.entry import Entry

_START = re.compile(r"\n\ufeff?(?=%0(?:[ \t]|\r?$))", re.MULTILINE)
_TAG = re.compile(r"\n(%[0-9A-Z!@#$^&*()+<>?\[\]~=:|',\"-])(?=[ \t]|\r?(?:\n|\Z))")
_A_LINE_EACH = frozenset({"%A", "%E", "%K", "%@"})


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of a file in their order."""
    return tagged.entries(text, _LAYOUT)


def _told(tags: list[str], values: list[str]) -> tuple[list[str], list[str]]:
    """Return a pair for each author and keyword; further ones may stand on lines of their own."""
    return tagged.a_line_each(tags, values, _A_LINE_EACH, "\n")


_LAYOUT = tagged.Layout(
    starts=lambda flat: [match.span() for match in _START.finditer(flat)],
    tag=lambda _chunk: _TAG,
    telling=frozenset({"%0", "%T"}),
    fault="the entry has neither a %0 line nor a title",
    title="%T",
    told=_told,
)
