"""What a title says, in forms that can be compared.

The thing a reader would get wrong: two titles that are alike by letters may name two papers ("in boys" and "in girls",
"Part I" and "Part II", "hypertension" and "hypotension"), so likeness is never enough. `relation` says how they are
alike, and only spelling, word joins and articles count as the same words.
"""

import html
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from reviewkit.text import folded

_LANGUAGES = (
    "arabic|chinese|croatian|czech|danish|dutch|english|french|german|hungarian|italian|japanese|korean|norwegian"
    "|persian|polish|portuguese|russian|spanish|swedish|turkish|ukrainian"
)

_LANGUAGE_TAG = re.compile(rf"[\[(]\s*(?:in |article in )?(?:{_LANGUAGES})\s*[\])]\.?\s*$", re.IGNORECASE)
# Ovid and PubMed add these to the article's own title.
_NOTE = re.compile(
    r"[.\s]*\[(?:corrected|see comments?|(?:published )?(?:erratum|corrigendum|correction|comment|retraction)s?"
    r" (?:appears? )?in)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"^(?:(?:short|brief|case|research) report|original (?:article|paper|research)|(?:research|review) article)"
    r"\s*[:.]\s+",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SUBTITLE = re.compile(r"\s*[:;?!\u2013\u2014]\s+|\s+[-\u2010\u2011]+\s*|\s*\u2014\s*|\s+[(\[]")
_DIGITS = re.compile(r"\d+")
_NO_TITLE = frozenset({"", "unknown", "untitled", "no title", "no title available", "title not available", "n a", "na"})
_ARTICLES = frozenset({"a", "an", "the", "and"})

_NUMERALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15,
}  # fmt: skip
_PART = re.compile(
    r"\b(?:part|section|study|phase|paper|volume|report|chapter|module|wave|cohort) ([a-h])\b|\b([b-h])$"
)

_NOTICES = {
    "correction": re.compile(
        r"\b(?:erratum|errata|corrigend(?:um|a)|addendum)\b|^(?:author |publisher )?corrections?\b(?= to| in|$)"
        r"|\bvol \d+ (?:pg|p|pp|art|issue|no) "
    ),
    "retraction": re.compile(
        r"^(?:retract(?:ion|ed)|withdrawn|withdrawal|notice of retraction)\b|expression of concern"
    ),
    "comment": re.compile(
        r"^(?:comments?|commentary|discussion|invited comment\w*|editorial comment\w*) (?:on|to|about)\b"
        r"|\b(?:comments?|commentary)$|^commentary\b|^letter to\b|^re\b"
    ),
    "reply": re.compile(
        r"^(?:(?:the )?authors? )?(?:reply|replies|response|rejoinder|rebuttal)\b|\b(?:reply|rejoinder)$"
    ),
}
_NOTICE_TYPES = {
    "correction": re.compile(r"\b(?:erratum|corrigendum|correction)\b"),
    "retraction": re.compile(r"\b(?:retraction|expression of concern)\b"),
}
_GENERIC = re.compile(
    r"^(?:(?:guest |special issue )?editorial(?: (?:introduction|note|comment|board|statement))?"
    r"|(?:an |the )?introduction(?: to (?:the|this) .*)?|introductory remarks"
    r"|preface|foreword|afterword|prologue|epilogue"
    r"|(?:book|film|media|software|product) reviews?(?: .*)?|reviews?(?: of books)?|letters?(?: to the editors?)?"
    r"|correspondence|in this issue|from the editors?(?: .*)?"
    r"|editors? (?:note|notes|introduction|comment|page|choice)s?"
    r"|(?:table of )?contents|index|news|notes|abstracts?|poster abstracts?|conference abstracts?|proceedings"
    r"|announcements?|obituary|in memoriam|acknowledge?ments?|reviewers?|commentary|comments?|discussion|conclusions?"
    r"|reply|response|erratum|errata|corrigendum|corrections?|retraction|annual report(?: .*)?|about the authors?"
    r"|(?:presidential|presidents) (?:address|message|column)|message from .*|call for papers"
    r"|calendar|appendix|abstract .*)$"
)
_SHORT_WORDS, _SHORT_LETTERS = 4, 22
_LONG_WORDS, _LONG_LETTERS = 6, 38


_NEAR = 90
"""Likeness by letters below which two titles are simply two titles."""


class Relation(Enum):
    """How two titles are alike, the most alike first."""

    SAME = "same"
    SPELLING = "spelling"
    """The same words but for spelling, word joins and articles."""
    SUBTITLE = "subtitle"
    """One has a subtitle that the other leaves out."""
    NEAR = "near"
    """Much alike with another word in it, or one goes on where the other ends."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Title:
    """A title's forms for comparing; all empty where the export gives none or says `UNKNOWN`."""

    words: str = ""
    """Folded, without the name of a language at the end."""
    main: str = ""
    """The words before the subtitle."""
    numbers: tuple[int, ...] = ()
    """Numbers, numerals and parts in it, sorted; `II`, `2` and `two` are one."""
    notices: frozenset[str] = frozenset()
    """What sets it apart from the article that it is about: correction, retraction, comment, reply."""

    @property
    def solid(self) -> str:
        """Return the letters alone, so that `e-learning` and `elearning` are the same."""
        return self.words.replace(" ", "")

    @property
    def generic(self) -> bool:
        """Return whether many papers bear such a title: `Editorial`, or anything very short."""
        return _is_generic(self.words)

    @property
    def long(self) -> bool:
        """Return whether two papers by chance will hardly both bear this title."""
        return len(self.words.split()) >= _LONG_WORDS and len(self.words) >= _LONG_LETTERS


def title(text: str, types: tuple[str, ...] = ()) -> Title:
    """Return the forms of a title as printed; `types` are the record's publication types."""
    plain = _LABEL.sub("", _NOTE.sub("", html.unescape(html.unescape(text)).strip()))
    plain = _THOUSANDS.sub("", _LANGUAGE_TAG.sub("", plain))
    words = _fold(plain)
    if words in _NO_TITLE:
        return Title()
    return Title(words, _main(plain, words), _numbers(words), _notices(words, types))


def relation(a: Title, b: Title, score: float) -> Relation:
    """Return how two titles are alike, given their likeness by letters from 0 to 100."""
    if not a.words or not b.words:
        return Relation.OTHER
    if a.solid == b.solid:
        return Relation.SAME
    if a.main == b.words or b.main == a.words:
        return Relation.SUBTITLE
    if score < _NEAR:
        return Relation.NEAR if _goes_on(a.words, b.words) else Relation.OTHER
    return Relation.SPELLING if a.numbers == b.numbers and _only_spelling(a.words, b.words) else Relation.NEAR


def _fold(text: str) -> str:
    plain = text.replace("&", " and ").replace("'", "").replace("\u2019", "")
    return folded(plain if plain.isascii() else "".join(map(_spelt, plain)))


@lru_cache(maxsize=1024)
def _spelt(character: str) -> str:
    """Return a Greek letter by its name and a crossed letter without its stroke; NFKD takes neither apart."""
    name = unicodedata.name(character, "")
    if name.startswith("GREEK SMALL LETTER ") and " WITH " not in name:
        return name.rsplit(" ", 1)[1].lower()
    if name.startswith("LATIN ") and " WITH STROKE" in name:
        return name.split(" WITH ")[0].rsplit(" ", 1)[1].lower()
    return {"æ": "ae", "œ": "oe", "Æ": "ae", "Œ": "oe", "ı": "i"}.get(character, character)


def _main(plain: str, words: str) -> str:
    """Return the words before the first subtitle that leaves enough of the title to know it by."""
    for mark in _SUBTITLE.finditer(plain):
        before = _fold(plain[: mark.start()])
        if len(before.split()) >= _SHORT_WORDS and len(before) >= _SHORT_LETTERS:
            return before
    return words


def _numbers(words: str) -> tuple[int, ...]:
    found = [int(digits[:18]) for digits in _DIGITS.findall(words)]
    found += [_NUMERALS[word] for word in words.split() if word in _NUMERALS]
    found += [-ord(one or other) for one, other in _PART.findall(words)]
    return tuple(sorted(found))


def _notices(words: str, types: tuple[str, ...]) -> frozenset[str]:
    kinds = [folded(kind) for kind in types]
    from_types = {notice for notice, form in _NOTICE_TYPES.items() if any(map(form.search, kinds))}
    return frozenset(from_types | {notice for notice, form in _NOTICES.items() if form.search(words)})


@lru_cache(maxsize=65536)
def _is_generic(words: str) -> bool:
    short = len(words.split()) < _SHORT_WORDS or len(words) < _SHORT_LETTERS
    return short or _GENERIC.match(words) is not None


def _goes_on(a: str, b: str) -> bool:
    short, full = sorted((a, b), key=len)
    return full.startswith(f"{short} ") and not _is_generic(short)


def _only_spelling(a: str, b: str) -> bool:
    """Return whether each word of one has its like in the other, articles aside."""
    left, right = _joined(a.split(), b.split()), _joined(b.split(), a.split())
    ours = sorted(word for word in (left - right).elements() if word not in _ARTICLES)
    theirs = sorted(word for word in (right - left).elements() if word not in _ARTICLES)
    if len(ours) != len(theirs):
        return False
    return all(_one_word(one, other) for one, other in zip(ours, theirs, strict=True))


def _joined(words: list[str], others: list[str]) -> Counter[str]:
    """Return the words counted, with two of them as one where the other title writes them so: `non immune`."""
    whole, counted, rest = set(others), Counter[str](), iter(pairwise([*words, ""]))
    for first, second in rest:
        join = bool(second) and first + second in whole
        counted[first + second if join else first] += 1
        if join:
            next(rest, None)
    return counted


def _one_word(a: str, b: str) -> bool:
    """Return whether two words are one letter or ending apart; `typical` and `atypical` are two words."""
    from rapidfuzz.distance import OSA

    short, full = sorted((a, b), key=len)
    if len(short) >= 4 and full in (f"{short}ed", f"{short}es"):
        return True

    long_enough = min(len(a), len(b)) >= 4 and a.isalpha() and b.isalpha()
    return long_enough and a[0] == b[0] and OSA.distance(a, b, score_cutoff=1) <= 1
