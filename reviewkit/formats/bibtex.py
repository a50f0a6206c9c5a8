"""BibTeX: an entry of the plainest form is read at a glance, any other by bibtexparser 2; what it holds is read here.

A file is cut where a line begins with `@word{`, as bibtexparser does where an entry is broken; so a broken one costs
no other. bibtexparser sets an entry aside whose field name occurs twice, or that it cannot read. The first is a record
like any other; an entry without a key is mended and read again; the rest are rejections, whose `raw` goes on to the
next entry, because the part that could not be read must not be lost. An entry whose braces never close is a rejection:
where its last value ends cannot be known.
"""

from __future__ import annotations

import logging
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewkit.formats import latex
from reviewkit.formats.entry import SEPARATOR, Entry, Pair
from reviewkit.formats.fields import readable
from reviewkit.formats.tables import bibtex as tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bibtexparser.model import Block
    from bibtexparser.model import Entry as BibEntry

    Parsed = tuple[str, str, list[Pair]]
    """Type, key, and the fields with all that encloses their values."""
    Found = tuple[int, int, Parsed | str]
    """Where an entry begins and ends, and what it holds or why it cannot be read."""

# A library's warnings on standard error would end up in the middle of a terminal screen.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_LONE_RETURN = re.compile(r"\r(?!\n)")
_START = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)
_VALUE = r"\{(?:[^{}\\]++|\\.|\{[^{}\\]*+\})*+\}|\"[^\"{}\\#]*+\"|\d++"
_FIELD = re.compile(rf"([A-Za-z][\w-]*+)[ \t]*+=[ \t]*+({_VALUE})", re.DOTALL)
_NAMED = rf"\s*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+(?:{_VALUE})[ \t]*+"
_PLAIN = re.compile(
    rf"\s*+@(\w++)[ \t]*+\{{[ \t]*+([^\s,{{}}=\"@\\]++)[ \t]*+,((?:{_NAMED},)*+(?:{_NAMED})?+)\s*+\}}\s*+", re.DOTALL
)
"""A whole entry with nothing broken or joined in it: what most files consist of, and read ten times as fast."""
_STRING = re.compile(r"@[ \t]*string\b", re.IGNORECASE)
_NO_ENTRY = re.compile(r"@[ \t]*(?:comment|string|preamble)\b", re.IGNORECASE)
_HEAD = re.compile(r"(@\w+[ \t]*[{(])(\s*[^\s,={}]+(?=\s+[\w-]+\s*=))?")
_NEXT_FIELD = re.compile(r"(?<=[}\"\d])\s*\n\s*([A-Za-z][\w-]*)\s*=\s*(?=[{\"\d])")
_ENCLOSING = re.compile(r"^[{} ]+|(?<!\\)[{} ]+$")
_ODD_NAME = re.compile(r"[{}\\~\n\t\"]|  |--|``|''")
_MACRO = re.compile(r"[A-Za-z][\w:.+-]*")
_ADDRESSES = frozenset({"doi", "url", "issn", "isbn", "pages", "year", "date", "volume", "number", "issue"})


def entries(text: str, _name: str) -> Iterator[Entry]:
    """Return the entries of a BibTeX file in their order; @comment, @string and @preamble are none."""
    flat = _LONE_RETURN.sub("\n", text)
    pieces = list(pairwise([0, *(match.start() for match in _START.finditer(flat) if match.start()), len(flat)]))
    defined = [flat[begin:end] for begin, end in pieces if _STRING.search(flat, begin, end)]
    macros = _macros([block for piece in defined for block in _blocks(piece)])
    line, last = 1, 0
    for begin, end in pieces:
        plain = _PLAIN.fullmatch(flat, begin, end)
        for start, stop, read in _plain(plain) if plain else _odd(flat[begin:end], begin):
            line += flat.count("\n", last, start)
            last = start
            raw = text[start:stop].rstrip()
            yield (
                Entry(line, raw, fault=read) if isinstance(read, str) else Entry.of(line, raw, _all_pairs(read, macros))
            )


def _plain(match: re.Match[str]) -> Iterator[Found]:
    """Return the entry of the plainest form."""
    if _NO_ENTRY.match(match.group().lstrip()):
        return
    fields = _FIELD.findall(match.group(3))
    yield match.start(1) - 1, match.end(), (match.group(1).lower(), match.group(2), fields)


def _odd(piece: str, offset: int) -> Iterator[Found]:
    """Return the entries in a piece of any other form, as bibtexparser finds them."""
    from bibtexparser.exceptions import ParserStateException

    try:
        blocks = _blocks(piece)
    except ParserStateException:
        yield offset, offset + len(piece), "this BibTeX entry cannot be read"
        return
    for block, (begin, end) in zip(blocks, _places(piece, blocks), strict=True):
        if _is_entry(block):
            parsed = _parsed(block) or _mended(piece[begin:end].rstrip())
            if parsed is None:
                yield offset + begin, offset + end, _reason(block)
            else:
                fields = [(field.key, field.value) for field in parsed.fields]
                yield offset + begin, offset + end, (parsed.entry_type, parsed.key, fields)


def _blocks(piece: str) -> Sequence[Block]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import ImplicitComment

    library = parse_string(piece, parse_stack=[])
    return [block for block in library.blocks if not isinstance(block, ImplicitComment)]


def _is_entry(block: Block) -> bool:
    return not _NO_ENTRY.match(block.raw or "")


def _places(flat: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return begin and end of each block; one that failed reaches to the next, as nobody knows where it ends."""
    from bibtexparser.model import Entry as BibEntry
    from bibtexparser.model import ParsingFailedBlock

    begins: list[int] = []
    place = 0
    for block in blocks:
        place = flat.index(block.raw or "", place)
        begins.append(place)
        place += 1
    ends = [*begins[1:], len(flat)]
    return [
        (
            begin,
            end
            if isinstance(block, ParsingFailedBlock) and not isinstance(block.ignore_error_block, BibEntry)
            else begin + len(block.raw or ""),
        )
        for block, begin, end in zip(blocks, begins, ends, strict=False)
    ]


def _macros(blocks: Sequence[Block]) -> dict[str, str]:
    """Return what the file's @string blocks say, names in lower case."""
    from bibtexparser.model import String

    macros: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, String):
            macros[block.key.lower()] = _whole(block.value, macros)
    return macros


def _all_pairs(read: Parsed, macros: Mapping[str, str]) -> tuple[Pair, ...]:
    entry_type, key, found = read
    fields = [(name.lower(), value) for name, value in found]
    if any("\n" in value for _, value in fields):
        fields = [pair for name, value in fields for pair in _separate(name, value)]
    pairs = [pair for name, value in fields for pair in _pairs(name, value, macros)]
    return (("entrytype", entry_type), ("key", key), *pairs)


def _parsed(block: Block) -> BibEntry | None:
    """Return the entry within a block, also one set aside for a key that occurs twice."""
    from bibtexparser.model import Entry as BibEntry
    from bibtexparser.model import ParsingFailedBlock

    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    return inner if isinstance(inner, BibEntry) else None


def _mended(raw: str) -> BibEntry | None:
    """Return the entry that the text holds once the comma behind its key, or before its first field, is put there."""
    blocks = _blocks(_HEAD.sub(r"\1\2,", raw, count=1))
    return _parsed(blocks[0]) if len(blocks) == 1 else None


def _reason(block: Block) -> str:
    error = str(getattr(getattr(block, "error", None), "abort_reason", "")).strip()
    if error.startswith("Unexpectedly reached end"):
        error = "a brace or a quotation mark in it is never closed"
    return f"this BibTeX entry cannot be read: {error}" if error else "this BibTeX entry cannot be read"


def _separate(key: str, value: str) -> Iterator[Pair]:
    """Return a field, or several where the comma between them is missing."""
    for match in _NEXT_FIELD.finditer(value):
        head = value[: match.start()]
        if head.count("{") == head.count("}"):
            yield key, head
            yield from _separate(match.group(1).lower(), value[match.end() :])
            return
    yield key, value


def _pairs(key: str, value: str, macros: Mapping[str, str]) -> list[Pair]:
    """Return what a field says, in plain characters where it is read, one pair a person."""
    inner = _value(value, macros)
    if key in tables.PERSONS:
        return [(key, person) for person in _persons(inner)]
    if key in _ADDRESSES:
        return [(key, latex.unescaped(_ENCLOSING.sub("", inner)))]
    if key in ("accession", "types"):
        return [(key, latex.plain(part)) for part in inner.split(SEPARATOR)]
    if key in ("keywords", "keyword"):
        words = readable(latex.plain(inner))
        return [(key, words if ";" in words else words.replace(",", ";"))]
    return [(key, latex.plain(inner) if key in tables.READ else inner)]


def _value(value: str, macros: Mapping[str, str]) -> str:
    """Return a value without what encloses it, its macros replaced and its parts joined, its lines stripped."""
    if value[:1] == "{" and value.find("}") == len(value) - 1 and "\n" not in value and "{" not in value[1:]:
        return value[1:-1].strip()
    return "\n".join(line for part in _whole(value, macros).split("\n") if (line := part.strip()))


def _whole(value: str, macros: Mapping[str, str]) -> str:
    """Return the same with its white space, which matters in a macro such as `and = " and "`."""
    return "".join(_part(part, macros) for part in _joined(value.strip()))


def _part(part: str, macros: Mapping[str, str]) -> str:
    part = part.strip()
    if len(part) >= 2 and part[0] + part[-1] in ("{}", '""'):
        return part[1:-1]
    return macros.get(part.lower(), part) if _MACRO.fullmatch(part) else part


def _joined(value: str) -> list[str]:
    """Return the parts of `stefan # " and " # {Other}`."""
    if "#" not in value:
        return [value]
    depth, quoted, last, parts = 0, False, 0, []
    for place, character in enumerate(value):
        if place and value[place - 1] == "\\":
            continue
        if character == '"' and depth == 0:
            quoted = not quoted
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == "#" and depth == 0 and not quoted:
            parts.append(value[last:place])
            last = place + 1
    return [*parts, value[last:]]


def _persons(value: str) -> list[str]:
    """Return the persons of an author field as `Family, Given`; a name in braces is an institution, as printed."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    if not _ODD_NAME.search(value):
        names = value.split(" and ")
        if all("," in name for name in names):
            return names
    names = split_multiple_persons_names(value.replace("\n", " "))
    return [latex.plain(person) for name in names if (person := _person(name)) != "others"]


def _person(name: str) -> str:
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if "," in name or ";" in name or (name.startswith("{") and name.endswith("}")):
        return name
    try:
        return parse_single_name_into_parts(name, strict=False).merge_last_name_first
    except InvalidNameError:
        return name
