r"""Lines of the form `TAG - value`, which RIS and nbib share: where tags stand and what belongs to them.

Everything up to the next tag is the value: wrapped lines, blank lines and all. Offsets count in a text whose line ends
are `\n` or `\r\n`; a lone `\r` becomes `\n`, so that offsets are the same in both and `raw` can be cut from the
original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.formats.entry import Pair

_LONE_RETURN = re.compile(r"\r(?!\n)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One tag with its value, and where it stands."""

    tag: str
    value: str
    start: int
    end: int


def unified(text: str) -> str:
    r"""Return the text with each lone `\r` as `\n`, so that all else stays where it is."""
    return _LONE_RETURN.sub("\n", text) if _LONE_RETURN.search(text) else text


def split(flat: str, tag: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """Return the tags, and the unstripped text after each, of a text that begins with a line end."""
    parts = tag.split(flat)
    return parts[1::2], parts[2::2]


def pairs(tags: list[str], texts: list[str]) -> list[Pair]:
    r"""Return tags and values; the lines of a wrapped value end in `\n`."""
    stripped = [value(text) if "\n" in text else text for text in map(str.strip, texts)]
    return list(zip(tags, stripped, strict=True))


def lines(flat: str, tag: re.Pattern[str]) -> list[Line]:
    """Return the same with places, each value ending before the first blank line."""
    matches = list(tag.finditer(flat))
    ends = [*(match.start() for match in matches[1:]), len(flat)]
    return [_line(flat, match, end) for match, end in zip(matches, ends, strict=False)]


def _line(flat: str, match: re.Match[str], end: int) -> Line:
    blank = _BLANK_LINE.search(flat, match.end(), end)
    last = blank.start() if blank else end
    return Line(match.group(1), value(flat[match.end() : last]), match.start() + 1, last)


def value(text: str) -> str:
    """Return the text after a tag without the white space around its lines, and without blank lines."""
    text = text.strip()
    if "\n" not in text:
        return text
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


def line_numbers(flat: str, starts: Sequence[int]) -> list[int]:
    """Return the numbers, from 1, of the lines in which these ascending offsets stand."""
    numbers = []
    number = place = 0
    for start in starts:
        number += flat.count("\n", place, start)
        place = start
        numbers.append(number)
    return numbers
