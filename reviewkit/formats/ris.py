"""RIS: entries from TY to ER, whatever is missing, doubled or between them; and one entry written.

An entry begins at a TY line and ends at its ER line, at the next TY, or with the file. What stands between entries
(numbers, links) belongs to none of them. Tag lines there are either an entry that lost its TY, if a title is among
them, or left-overs of the entry before (a doubled ER, Ovid's NL line), kept as its `extra`.
A line within an abstract counts as a tag only if it has the shape `XX  - `; with a single blank before the hyphen, only
in entries whose TY is written so too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.formats import tagged
from reviewkit.formats.entry import Entry, Pair
from reviewkit.text import line as one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reviewkit.formats.tagged import Line
    from reviewkit.model import Record

_START = re.compile(
    r"\n(?:\d{1,7}\.[ \t]*\r?\n)?[\ufeff \t]*"
    r"(?=TY(?:[ \t]{2,3}-|\t-|[ ]-[ \t]*[A-Za-z]{2,10}[ \t]*\r?(?:\n|\Z)))"
)
_TAG = re.compile(r"\n(?!ER[ \t]+-\S)([A-Z][A-Z0-9])(?:  | ?\t)-(?!-)")
_TAG_AFTER_ONE_BLANK = re.compile(r"\n([A-Z][A-Z0-9])[ \t]{1,3}-(?=\s|\Z)")
_TITLES = frozenset({"TI", "T1"})
_NO_TYPE = "the entry has neither a TY line nor a title"


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of a RIS file in their order."""
    whole = "\n" + text
    flat = tagged.unified(whole)
    starts = list(_START.finditer(flat))
    begins = [match.end() for match in starts]
    ends = [*(match.start() for match in starts[1:]), len(flat)]
    yield from _headless(flat, whole, 0, starts[0].start() if starts else len(flat))
    for begin, end, line in zip(begins, ends, tagged.line_numbers(flat, begins), strict=False):
        yield from _between_types(flat, whole, begin, end, line)


def _between_types(flat: str, whole: str, begin: int, end: int, line: int) -> Iterable[Entry]:
    """Return the entry that begins here; more than one if another follows that lost its TY."""
    chunk = flat[begin - 1 : end] if flat[begin - 1] == "\n" else "\n" + flat[begin:end]
    tag = _TAG_AFTER_ONE_BLANK if chunk.startswith("\nTY -") else _TAG
    tags, texts = tagged.split(chunk, tag)
    closed = "ER" in tags
    if closed and tags.index("ER") < len(tags) - 1:
        return _around_ends(whole, tagged.lines(chunk, tag), begin - 1, line)
    after = ""
    if closed:
        after = texts.pop().partition("\n")[2]
        end -= len(after)
        del tags[-1]
    return (Entry(line, whole[begin:end].rstrip(), _pairs(tags, texts), after=after),)


def _pairs(tags: list[str], texts: list[str]) -> tuple[Pair, ...]:
    """Return tags and values; lines below TY that are no tag lines are nobody's, and not part of the type."""
    found = tagged.pairs(tags, texts)
    if found and "\n" in found[0][1] and found[0][0] == "TY":
        type_, _, stray = found[0][1].partition("\n")
        found[:1] = [("TY", type_), ("", stray)]
    return tuple(found)


def _headless(flat: str, whole: str, begin: int, end: int) -> Iterable[Entry]:
    """Return the entries before the first TY."""
    lines = tagged.lines(flat[begin:end], _TAG)
    return _around_ends(whole, lines, begin, 1) if lines else ()


def _around_ends(whole: str, lines: list[Line], offset: int, line: int) -> Iterator[Entry]:
    """Return the entries of lines with an ER among them; their places count from `offset`, `line` is the first's."""
    parts = [part for part in _parts(lines) if any(each.tag != "ER" for each in part)]
    heads = [part for part in parts if part is parts[0] or any(each.tag in _TITLES for each in part)]
    for head in heads:
        extra = [*_followers(parts, heads, head)]
        start, end = offset + head[0].start, offset + (extra or head)[-1].end
        own = tuple((each.tag, each.value) for each in head if each.tag != "ER")
        yield Entry(
            line=line + whole.count("\n", offset + lines[0].start, start),
            raw=whole[start:end].rstrip(),
            pairs=own,
            extra=tuple((each.tag, each.value) for each in extra if each.tag != "ER"),
            fault="" if own[0][0] == "TY" or any(tag in _TITLES for tag, _ in own) else _NO_TYPE,
        )


def _parts(lines: list[Line]) -> list[list[Line]]:
    """Return the lines cut behind each ER."""
    parts: list[list[Line]] = [[]]
    for each in lines:
        parts[-1].append(each)
        if each.tag == "ER":
            parts.append([])
    return parts


def _followers(parts: list[list[Line]], heads: list[list[Line]], head: list[Line]) -> Iterator[Line]:
    """Return the lines between this head and the next one."""
    place = next(index for index, part in enumerate(parts) if part is head)
    for part in parts[place + 1 :]:
        if any(part is other for other in heads):
            return
        yield from part


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
