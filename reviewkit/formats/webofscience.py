r"""Web of Science's own tagged text, plain (.txt) and for EndNote (.ciw): entries from PT to ER.

A tag stands at the beginning of a line and one blank before its value; wrapped lines begin with three blanks. The thing
a reader would get wrong: a line break separates two authors, but not two keywords, where it is only wrapping.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reviewkit.formats.entry import Entry

_START = re.compile(r"\n\ufeff?(?=PT [A-Z]\w*[ \t]*\r?(?:\n|\Z))")
_TAG = re.compile(r"\n([A-Z][A-Z0-9])(?= \S|[ \t]*\r?(?:\n|\Z))")
_A_LINE_EACH = frozenset({"AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "CR"})


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of a file in their order."""
    return tagged.entries(text, _LAYOUT)


def _told(tags: list[str], values: list[str]) -> tuple[list[str], list[str]]:
    """Return a pair for each author, and the other values as one line."""
    return tagged.a_line_each(tags, values, _A_LINE_EACH, " ")


_LAYOUT = tagged.Layout(
    starts=lambda flat: [match.span() for match in _START.finditer(flat)],
    tag=lambda _chunk: _TAG,
    telling=frozenset({"TI"}),
    fault="the entry has neither a PT line nor a title",
    end="ER",
    first="PT",
    outside=frozenset({"FN", "VR", "EF"}),
    told=_told,
)
