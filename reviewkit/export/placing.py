"""Where a quotation stands in the text of its report, however lines, hyphens and quotation marks came out in either.

The thing a reader would get wrong: places are counted in characters (code points) of the text as it is written out,
from 0, and the end is the place after the last character. What is compared has no white space, hyphens, accents or
case, so a place in it is no place in the text; `_starts` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from reviewkit.text import block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BETWEEN_PAGES = "\n\n"
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Pd", "Zl", "Zp", "Zs"})
"""Unicode categories: controls, joiners and soft hyphens, dashes, white space."""
_MINUS = "\u2212"
_FIRST_PAGE = re.compile(r"\d{1,6}", re.ASCII)
_NOT_IN_XML = str.maketrans(dict.fromkeys("\ufffe\uffff", "\ufffd"))
_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u00ab\u00bb", '"'
)
_MOST = 100
"""Places of one quotation that are looked at."""


class _Folds(dict[str, str]):
    """What is compared of each character, worked out once."""

    def __missing__(self, character: str) -> str:
        plain = unicodedata.normalize("NFKD", character).casefold()
        kept = "".join(_QUOTES.get(one, one) for one in plain if not _is_left_out(one))
        self[character] = kept
        return kept


def _is_left_out(character: str) -> bool:
    """Return whether a character is not compared; accents of Latin, Greek and Cyrillic letters are not."""
    return character == _MINUS or "\u0300" <= character <= "\u036f" or unicodedata.category(character) in _LEFT_OUT


_folds = _Folds()


def compared(text: str) -> str:
    """Return what is compared of a text."""
    return "".join(_folds[one] for one in text)


def plain(text: str) -> str:
    """Return outside text as it is written out: harmless, and nothing in it that XML cannot hold."""
    return block(text).translate(_NOT_IN_XML)


class Pages:
    """A text of several pages, as it is written out."""

    def __init__(self, pages: Sequence[str]) -> None:
        """Hold pages, each as `plain`."""
        self.text = BETWEEN_PAGES.join(pages)
        self._begin = list(accumulate((len(page) + len(BETWEEN_PAGES) for page in pages[:-1]), initial=0))

    @cached_property
    def _folded(self) -> str:
        return compared(self.text)

    @cached_property
    def _starts(self) -> array[int]:
        """Return the place in the text of each character that is compared."""
        return array("I", (place for place, one in enumerate(self.text) for _ in _folds[one]))

    def span(self, quotation: str, page: str = "") -> tuple[int, int] | None:
        """Return where a quotation stands: on the page of that number if it is there, else the first time; or None."""
        wanted = compared(quotation)
        found = list(self._spans(wanted)) if wanted else []
        number = _FIRST_PAGE.match(page.strip())
        there = [one for one in found if number and bisect_right(self._begin, one[0]) == int(number.group())]
        return next(iter([*there, *found]), None)

    def _spans(self, wanted: str) -> Iterator[tuple[int, int]]:
        at = -1
        for _ in range(_MOST):
            at = self._folded.find(wanted, at + 1)
            if at < 0:
                return
            if self._is_whole(at) and self._is_whole(at + len(wanted)):
                yield self._starts[at], self._end(self._starts[at + len(wanted) - 1] + 1)

    def _is_whole(self, at: int) -> bool:
        """Return whether a place is not inside a character that is several when compared, such as a ligature."""
        return at in (0, len(self._starts)) or self._starts[at - 1] != self._starts[at]

    def _end(self, end: int) -> int:
        """Return an end behind the accents that belong to the last letter."""
        while end < len(self.text) and unicodedata.combining(self.text[end]):
            end += 1
        return end
