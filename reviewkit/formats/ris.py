"""RIS: entries from TY to ER, whatever is missing, doubled or between them; and one entry written.

An entry begins at a TY line and ends at its ER line, at the next TY, or with the file. What stands between entries
(numbers, links) belongs to none of them.
A line within an abstract counts as a tag only if it has the shape `XX  - `; with a single blank before the hyphen, only
in entries whose TY is written so too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged
from reviewkit.text import line as one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.formats.entry import Entry, Pair
    from reviewkit.model import Record

_START = re.compile(
    r"\n(?=[T\d\ufeff \t])(?:\d{1,7}\.[ \t]*\r?\n)?[\ufeff \t]*"
    r"(?=TY(?:[ \t]{2,3}-|\t-|[ ]-[ \t]*[A-Za-z]{2,10}[ \t]*\r?(?:\n|\Z)))"
)
_TAG = re.compile(r"\n(?!ER[ \t]+-\S)([A-Z][A-Z0-9])(?:  | ?\t)-(?!-) ?")
_TAG_AFTER_ONE_BLANK = re.compile(r"\n([A-Z][A-Z0-9])[ \t]{1,3}-(?=\s|\Z)")


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of a RIS file in their order."""
    return tagged.entries(text, _LAYOUT)


def _starts(flat: str) -> list[tuple[int, int]]:
    return [match.span() for match in _START.finditer(flat)]


def _tag(chunk: str) -> re.Pattern[str]:
    return _TAG_AFTER_ONE_BLANK if chunk.startswith("\nTY -") else _TAG


def _told(tags: list[str], values: list[str]) -> tuple[list[str], list[str]]:
    """Return tags and values; lines below TY that are no tag lines are nobody's, and not part of the type."""
    if tags and tags[0] == "TY" and "\n" in values[0]:
        type_, _, stray = values[0].partition("\n")
        return ["TY", "", *tags[1:]], [type_, stray, *values[1:]]
    return tags, values


_LAYOUT = tagged.Layout(
    starts=_starts,
    tag=_tag,
    telling=frozenset({"TI", "T1"}),
    fault="the entry has neither a TY line nor a title",
    end="ER",
    first="TY",
    prose=frozenset({"AB", "N2"}),
    told=_told,
)

# --------------------------------------------------------------------------------------------------------- writing

_CODE = re.compile(r"[A-Z]{3,6}")


def write(record: Record) -> str:
    r"""Return one RIS entry of a record filled in by hand, from TY to ER, lines ended by `\n`.

    Reading it gives the same fields, white space apart, so long as authors and keywords hold no semicolon; a first type
    that is no RIS code goes behind TY GEN, and `peer_reviewed`, which RIS has no tag for, is not written.
    """
    coded = bool(record.types) and _CODE.fullmatch(record.types[0]) is not None
    rows = [("TY", record.types[0] if coded else "GEN"), ("DP", "reviewkit"), *_rows(record, coded)]
    return "".join(f"{tag}  - {text}\n" for tag, value in rows if (text := _escaped(value))) + "ER  - \n"


def _rows(record: Record, coded: bool) -> Sequence[Pair]:
    return [
        ("TI", record.title),
        *(("AU", author) for author in record.authors),
        ("PY", str(record.year or "")),
        *(("JF", record.journal), ("VL", record.volume), ("IS", record.issue), ("SP", record.pages)),
        ("AB", record.abstract),
        *(("KW", keyword) for keyword in record.keywords),
        ("DO", record.doi or ""),
        *(("SN", number) for number in (*record.issn, *record.isbn)),
        *(("AN", number) for number in record.accession),
        *(("M3", kind) for kind in record.types[1 if coded else 0 :]),
        *(("LA", record.language), ("DB", record.database), ("PB", record.publisher), ("UR", record.url)),
    ]


def _escaped(value: str) -> str:
    """Return a value as one line; what reads like an HTML entity is kept from being read as one."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", one_line(value))
