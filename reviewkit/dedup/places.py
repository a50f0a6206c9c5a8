"""Where it appeared: journal, volume, issue and pages in forms that can be compared.

The thing a reader would get wrong: two page ranges that differ are not always two papers. An article read online first
is numbered from 1 or has an article number, so such pages say nothing against printed ones.
"""

import html
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from reviewkit import text

_LEFT_OUT = re.compile("and|de|der|des|die|di|du|et|for|fur|in|la|le|of|on|the|und")
_AFTER_NAME = re.compile(r"\s*(?:[:;=/(\[]|\.\s).*$", re.DOTALL)
_PAGE = re.compile(r"([a-z]{0,4})\.?\s?(\d{1,15})")
_PAGE_COUNT = re.compile(r"^\s*\d+\s*(?:p|pp|pgs?|pages|leaves|s)\b\.?\s*$", re.IGNORECASE)
_PAGE_WORDS = frozenset({"p", "pp", "pg", "page", "seite", "s.", "art"})
_NUMBER = re.compile(r"\d+")
_ARTICLE_NUMBER_DIGITS = 5
_LONGEST = 60
"""Pages of an article at most; a longer range is that of the whole supplement or proceedings."""
_NO_NAME = frozenset(
    {"", "na", "n a", "nan", "none", "null", "unknown", "not available", "wos", "web of science", "pubmed", "medline"}
    | {"embase", "scopus", "psycinfo", "cinahl", "ovid", "proquest", "ebsco", "ebscohost", "google scholar", "cochrane"}
)
"""What stands where a table has no journal: a placeholder, or the name of the database."""


class Match(Enum):
    """What one field says of two records."""

    SAME = "same"
    CLOSE = "close"
    UNKNOWN = "unknown"
    """Missing on a side, or not to be compared."""
    DIFFER = "differ"

    __hash__ = object.__hash__  # Enum's own works out a name's, and these are looked up many times a pair


AGREE = frozenset({Match.SAME, Match.CLOSE})


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal's name as words that count, whole and without what follows it, and its numbers."""

    words: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    """ISSN and ISBN without hyphens; both forms of an ISBN are one."""


@dataclass(frozen=True, slots=True)
class Pages:
    """First and last page, with the letters before the first."""

    prefix: str
    first: int
    last: int | None

    @property
    def online(self) -> bool:
        """Return whether they may be of an online version: from 1, or an article number."""
        alone = self.last is None and len(str(self.first)) >= _ARTICLE_NUMBER_DIGITS
        return alone or self.first == 1 or self.prefix not in ("", "s")


@lru_cache(maxsize=65536)
def journal(name: str, issn: tuple[str, ...] = (), isbn: tuple[str, ...] = ()) -> Journal:
    """Return the forms of a journal's name as printed and of its numbers."""
    plain = html.unescape(name)
    if text.folded(plain) in _NO_NAME:
        plain = ""
    parts = (part for entry in issn + isbn for part in re.split(r"[;,\s]+", entry.lower()))
    numbers = frozenset(filter(None, map(_serial, parts)))
    return Journal(_words(plain), _words(_AFTER_NAME.sub("", plain)), numbers)


def number(printed: str) -> str:
    """Return the first number in a volume or issue as printed, without leading zeros; empty if there is none."""
    match = _NUMBER.search(printed)
    return match.group().lstrip("0") if match else ""


def numbers(printed: str) -> frozenset[str]:
    """Return all numbers in an issue as printed, without leading zeros."""
    return frozenset(filter(None, (digits.lstrip("0") for digits in _NUMBER.findall(printed.removesuffix(".0")))))


def pages(printed: str) -> Pages | None:
    """Return the pages as printed; None where no page is named, as in `215 p.`, which is how many there are."""
    match = _PAGE.search(printed.lower())
    if match is None or _PAGE_COUNT.match(printed):
        return None
    prefix = "" if match.group(1) in _PAGE_WORDS else match.group(1)
    first = int(match.group(2))
    span = text.pages(printed)
    return Pages(prefix, first, span[1] if span and span[0] == first else None)


def same_journal(a: Journal, b: Journal) -> Match:
    """Return SAME for one name or number, CLOSE for an abbreviation or a name with more after it."""
    if a.numbers & b.numbers or (a.words and a.words == b.words):
        return Match.SAME
    if not a.words or not b.words:
        return Match.UNKNOWN
    few, many = sorted((a, b), key=lambda one: len("".join(one.words)))
    alike = _abbreviates(few.words, many.words) or _abbreviates(few.name, many.name) or _contains(few.words, many.words)
    return Match.CLOSE if alike or a.name == b.name else Match.DIFFER


def same_number(a: str, b: str) -> Match:
    """Return whether two volumes or issues are one; UNKNOWN where either is missing."""
    if not a or not b:
        return Match.UNKNOWN
    return Match.SAME if a == b else Match.DIFFER


def same_issue(a: frozenset[str], b: frozenset[str]) -> Match:
    """Return SAME where one issue has all numbers of the other: `3 Suppl 1` and `3`, `11-12` and `11`."""
    if not a or not b:
        return Match.UNKNOWN
    return Match.SAME if a <= b or b <= a else Match.DIFFER


def one_extent(a: Pages | None, b: Pages | None, least: int) -> bool:
    """Return whether both have the same range of pages, with `least` after the first, as long as an article may be.

    No other paper begins and ends where one does. Ranges from page 1 are left out: where every article begins there,
    they say only how long it is.
    """
    if a is None or b is None or a.last is None:
        return False
    return a == b and a.first > 1 and least <= a.last - a.first <= _LONGEST


def same_pages(a: Pages | None, b: Pages | None) -> Match:
    """Return SAME for the same pages, CLOSE where one range begins or ends inside the other at the same page."""
    if a is None or b is None:
        return Match.UNKNOWN
    if a.prefix != b.prefix:
        return _of_unlike_kind(a, b)
    if a.first == b.first:
        return Match.SAME if a.last == b.last else Match.CLOSE
    if a.last is not None and a.last == b.last:
        return Match.CLOSE
    return Match.UNKNOWN if a.online or b.online else Match.DIFFER


def _of_unlike_kind(a: Pages, b: Pages) -> Match:
    if a.first == b.first and not (a.prefix and b.prefix):
        return Match.CLOSE
    return Match.UNKNOWN if a.online or b.online else Match.DIFFER


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in text.folded(name.replace("&", " and ")).split() if not _LEFT_OUT.fullmatch(word))


def _serial(printed: str) -> str:
    """Return an ISSN, or what an ISBN of 10 and of 13 digits share (nine before the check digit); empty if neither."""
    digits = re.sub(r"[^0-9x]", "", printed)
    return {8: digits, 10: digits[:9], 13: digits[3:12]}.get(len(digits), "")


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Return whether each short word begins the full word at its place, or one word is made of their initials."""
    if not short or not full:
        return False
    if len(short) == len(full):
        return all(_shortens(one, whole) for one, whole in zip(short, full, strict=True))
    initials = "".join(word[0] for word in full)
    return len(short) == 1 and len(short[0]) > 2 and short[0] == initials


def _shortens(short: str, whole: str) -> bool:
    """Return whether letters left out of a word give the short form, as `natl` is short for `national`."""
    if whole.startswith(short) or short.startswith(whole):
        return True
    rest = iter(whole)
    return len(short) > 1 and short[0] == whole[0] and all(letter in rest for letter in short)


def _contains(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Return whether the longer name begins with the shorter one, as a name with its town or society does."""
    return len(few) > 1 and few == many[: len(few)]
