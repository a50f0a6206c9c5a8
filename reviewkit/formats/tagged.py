r"""The one scanner of all tagged formats: RIS, nbib, Web of Science's text, EndNote's .enw.

A format is a `Layout`: what a tag looks like, where an entry begins, which tag ends it. Everything up to the next tag
is the value: wrapped lines, blank lines and all. Offsets count in a text whose line ends are `\n` or `\r\n`; a lone
`\r` becomes `\n`, so that offsets are the same in both and `raw` can be cut from the original.

The thing a reader would get wrong: with an end tag, what stands behind it is not nothing. Tag lines there are either an
entry that lost its first line, if a title is among them, or left-overs of the entry before (a doubled ER, Ovid's NL
line), kept as its `extra`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reviewkit.formats.entry import Entry, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Told = list[str]
    """An entry's tags, or the values that stand behind them."""

_LONE_RETURN = re.compile(r"\r(?!\n)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def told(tags: Told, values: Told) -> tuple[Told, Told]:
    """Return tags and values as they are."""
    return tags, values


def a_line_each(tags: Told, values: Told, several: frozenset[str], join: str) -> tuple[Told, Told]:
    """Return a tag and value for each line under the tags `several`; other values as one, their lines joined."""
    pairs = [
        (tag, line)
        for tag, value in zip(tags, values, strict=True)
        for line in (value.split("\n") if tag in several else [value.replace("\n", join)])
    ]
    return [tag for tag, _ in pairs], [line for _, line in pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one format marks its tags and its entries."""

    starts: Callable[[str], Sequence[tuple[int, int]]]
    """Where what stands before an entry ends, and where its first tag begins, of a text that begins with a line end."""
    tag: Callable[[str], re.Pattern[str]]
    r"""The form of the tags in an entry that begins so. A match begins at the line end before; group 1 is the tag."""
    telling: frozenset[str]
    """Lines before, between and behind entries are one of their own if any of these tags is among them."""
    fault: str
    """What to say of lines that are none."""
    end: str = ""
    """The tag that ends an entry; empty if there is none."""
    first: str = ""
    """A tag that begins an entry with an end tag: lines with it are an entry even without a title."""
    title: str = ""
    """Without an end tag: a second of these behind a blank line is one of another entry, which lost its first line."""
    prose: frozenset[str] = frozenset()
    """Tags of running text, of which a wrapped line may begin as an end tag does."""
    outside: frozenset[str] = frozenset()
    """Tags of the file as such."""
    told: Callable[[Told, Told], tuple[Told, Told]] = told
    """What else the format does with an entry's tags and values."""


def entries(text: str, layout: Layout) -> Iterator[Entry]:
    """Return the entries of a text in their order, whatever is missing, doubled or between them."""
    whole = "\n" + text
    flat = _LONE_RETURN.sub("\n", whole) if _LONE_RETURN.search(whole) else whole
    starts = layout.starts(flat)
    ends = [before for before, _ in starts[1:]] + [len(flat)]
    lead = flat[: starts[0][0]] if starts else flat
    yield from _scattered(lead, whole, 0, 1, layout)
    line, place = 1, 1
    between = _ended if layout.end else _open
    for (_, begin), end in zip(starts, ends, strict=False):
        line += flat.count("\n", place, begin)
        place = begin
        yield from between(flat, whole, begin, end, line, layout)


def stripped(texts: Sequence[str]) -> list[str]:
    r"""Return what stands after each tag without the white space around it; wrapped lines end in `\n`."""
    values = list(map(str.strip, texts))
    if "\n" in "".join(values):  # at once, since most entries have no wrapped value
        return [_lines(value) if "\n" in value else value for value in values]
    return values


def _lines(text: str) -> str:
    return "\n".join([line for part in text.split("\n") if (line := part.strip())])


def _from_line_end(flat: str, begin: int, end: int) -> str:
    """Return a part that begins with a line end, whether there is one before it or a byte order mark."""
    return flat[begin - 1 : end] if flat[begin - 1] == "\n" else "\n" + flat[begin:end]


def _open(flat: str, whole: str, begin: int, end: int, line: int, layout: Layout) -> Iterable[Entry]:
    """Return the entry between two places of a format without an end tag; more if others lost their first line."""
    chunk = _from_line_end(flat, begin, end)
    parts = layout.tag(chunk).split(chunk)
    tags = parts[1::2]
    if tags.count(layout.title) > 1:
        cuts = [begin, *_cuts(flat, begin, end, layout), end]
        lines = [line + flat.count("\n", begin, cut) for cut in cuts]
        return [
            _one(flat, whole, one, next_, number, layout)
            for (one, next_), number in zip(pairwise(cuts), lines, strict=False)
        ]
    return (_entry(tags, stripped(parts[2::2]), whole[begin:end], line, layout),)


def _one(flat: str, whole: str, begin: int, end: int, line: int, layout: Layout) -> Entry:
    parts = layout.tag(flat).split(_from_line_end(flat, begin, end))
    return _entry(parts[1::2], stripped(parts[2::2]), whole[begin:end], line, layout)


def _entry(tags: list[str], values: list[str], raw: str, line: int, layout: Layout) -> Entry:
    fault = "" if layout.telling.intersection(tags) else layout.fault
    return Entry(line, raw.strip("\r\n"), *layout.told(tags, values), fault=fault)


def _cuts(flat: str, begin: int, end: int, layout: Layout) -> Iterator[int]:
    """Return where lines begin that stand behind a blank line and have a title, as those before have."""
    titles = [match for match in layout.tag(flat).finditer(flat, begin - 1, end) if match.group(1) == layout.title]
    for one, another in pairwise(titles):
        blanks = list(_BLANK_LINE.finditer(flat, one.end(), another.start() + 1))
        if blanks:
            yield blanks[-1].end()


def _ended(flat: str, whole: str, begin: int, end: int, line: int, layout: Layout) -> Iterable[Entry]:
    """Return the entry that begins here; more than one if another follows that lost its first line."""
    chunk = _from_line_end(flat, begin, end)
    parts = layout.tag(chunk).split(chunk)
    tags, texts = parts[1::2], parts[2::2]
    place = _end_place(tags, texts, layout)
    if place + 1 < len(tags):
        behind = tags[place + 1 :]
        if layout.telling.isdisjoint(behind) and layout.outside.isdisjoint(behind):
            return (_with_more(tags, texts, chunk, whole, begin, line, layout),)
        return _around_ends(list(layout.tag(chunk).finditer(chunk)), chunk, whole, begin - 1, line, layout)
    after = ""
    if place < len(tags):
        after = texts.pop().partition("\n")[2]
        end -= len(after)
        del tags[-1]
    return (Entry(line, whole[begin:end].rstrip(), *layout.told(tags, stripped(texts)), after=after),)


def _end_place(tags: list[str], texts: list[str], layout: Layout) -> int:
    """Return where the end tag stands, or the number of tags; what only looks like one becomes text of the tag before.

    In an abstract a line may begin `ER  - positive tumours`: words follow it, then fields, but no other title.
    """
    if tags and tags[-1] == layout.end and tags.count(layout.end) == 1:  # as nearly always
        return len(tags) - 1
    while layout.end in tags:
        place = tags.index(layout.end)
        within = place > 0 and tags[place - 1] in layout.prose and layout.telling.isdisjoint(tags[place:])
        if not (within and place + 1 < len(tags) and texts[place].partition("\n")[0].strip()):
            return place
        texts[place - 1] += f"\n{tags.pop(place)}  - {texts.pop(place)}"
    return len(tags)


def _with_more(
    tags: list[str], texts: list[str], chunk: str, whole: str, begin: int, line: int, layout: Layout
) -> Entry:
    """Return an entry with tag lines behind its end that are none of their own; each reaches to a blank line."""
    place = tags.index(layout.end)
    more = [(tag, _BLANK_LINE.split(text, maxsplit=1)[0]) for tag, text in zip(tags, texts, strict=True)][place:]
    more = [(tag, text) for tag, text in more if tag != layout.end]
    blank = _BLANK_LINE.search(chunk, len(chunk) - len(texts[-1]))
    return Entry(
        line,
        whole[begin : begin - 1 + (blank.start() if blank else len(chunk))].rstrip(),
        *layout.told(tags[:place], stripped(texts[:place])),
        extra=_pairs(*layout.told([tag for tag, _ in more], stripped([text for _, text in more]))),
    )


def _pairs(tags: Told, values: Told) -> tuple[Pair, ...]:
    return tuple(zip(tags, values, strict=True))


def _scattered(flat: str, whole: str, begin: int, line: int, layout: Layout) -> Iterable[Entry]:
    """Return the entries before the first that begins as it should."""
    matches = [match for match in layout.tag(flat).finditer(flat) if match.group(1) not in layout.outside]
    if not matches:
        return ()
    if layout.end:
        return _around_ends(matches, flat, whole, begin, line, layout)
    return _open(flat, whole, begin + 1, begin + len(flat), line, layout)


def _around_ends(
    matches: Sequence[re.Match[str]], flat: str, whole: str, offset: int, line: int, layout: Layout
) -> Iterator[Entry]:
    """Return the entries of a text with end tags amid it, which stands at `offset`; `line` is that of its first tag."""
    matches = [match for match in matches if match.group(1) not in layout.outside]
    pieces = [piece for piece in _pieces(matches, layout.end) if any(one.group(1) != layout.end for one in piece)]
    heads = [
        place
        for place, piece in enumerate(pieces)
        if place == 0 or any(one.group(1) in layout.telling for one in piece)
    ]
    ends = {match.start(): after.start() for match, after in pairwise(matches)} | {matches[-1].start(): len(flat)}
    first = offset + matches[0].start() + 1
    for head, following in pairwise([*heads, len(pieces)]):
        tags, values = _told(pieces[head], flat, ends, layout, cut=False)
        rest = [match for piece in pieces[head + 1 : following] for match in piece]
        last = (rest or pieces[head])[-1]
        start = offset + pieces[head][0].start() + 1
        yield Entry(
            line=line + whole.count("\n", first, start),
            raw=whole[start : offset + _end(last, flat, ends)].rstrip(),
            tags=tags,
            values=values,
            extra=_pairs(*_told(rest, flat, ends, layout, cut=True)),
            fault="" if tags[0] == layout.first or layout.telling.intersection(tags) else layout.fault,
        )


def _pieces(matches: Sequence[re.Match[str]], end: str) -> list[list[re.Match[str]]]:
    """Return the tags cut behind each end tag."""
    pieces: list[list[re.Match[str]]] = [[]]
    for match in matches:
        pieces[-1].append(match)
        if match.group(1) == end:
            pieces.append([])
    return pieces


def _told(
    matches: Iterable[re.Match[str]], flat: str, ends: dict[int, int], layout: Layout, *, cut: bool
) -> tuple[Told, Told]:
    """Return tags and values; those behind an end tag reach to the first blank line only."""
    chosen = [match for match in matches if match.group(1) != layout.end]
    texts = [flat[match.end() : _end(match, flat, ends) if cut else ends[match.start()]] for match in chosen]
    return layout.told([match.group(1) for match in chosen], stripped(texts)) if chosen else ([], [])


def _end(match: re.Match[str], flat: str, ends: dict[int, int]) -> int:
    """Return where the text behind a tag ends: at the first blank line."""
    blank = _BLANK_LINE.search(flat, match.end(), ends[match.start()])
    return blank.start() if blank else ends[match.start()]
