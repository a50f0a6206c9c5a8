"""What a title says, in forms that can be compared.

The thing a reader would get wrong: two titles that are alike by letters may name two papers ("in boys" and "in girls",
"Part I" and "Part II", "hypertension" and "hypotension"), so likeness is never enough. `relation` says how they are
alike, and only spelling, word joins and articles count as the same words.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from reviewkit.dedup.letters import spelt
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
_SUBTITLE = re.compile(r"[:;?!\u2013]\s|\u2014|\s[-\u2010\u2011(\[]")
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
        r"^in (?:reply|response) to\b"
        r"|^(?:(?:the )?authors? )?(?:reply|replies|response|rejoinder|rebuttal)\b|\b(?:reply|rejoinder)$"
    ),
}
_NOTICE_TYPES = {
    "correction": re.compile(r"\b(?:erratum|corrigendum|correction)\b"),
    "retraction": re.compile(r"\b(?:retraction|expression of concern)\b"),
}
_WORDS_OF_NOTICES = {
    "correction": "errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|corrections?",
    "retraction": "retraction(?: notice)?|retracted(?: article| paper)?|withdrawn(?: article)?|withdrawal",
    "comment": "comments?|(?:invited )?commentary",
    "reply": "reply|replies|response|rejoinder|authors?['\u2019]?s? (?:reply|response)",
}
_SET_OFF = {
    notice: re.compile(
        rf"^\W*(?:(?:author|publisher)['\u2019]?s? )?(?:{words})\s*(?:[:.\u2013\u2014\])]|-\s)"
        rf"|(?:[:.(\[\u2013\u2014]|\s-)\s*(?:an? |the )?(?:{words})\W*$",
        re.IGNORECASE,
    )
    for notice, words in _WORDS_OF_NOTICES.items()
}
"""The same words where a mark sets them off the title they are about: `Correction: ...`, `... (retracted)`. The mark
tells them from `Correction of myopia` and `The immune response`."""
_ANY_NOTICE = re.compile(
    r"errat|corrig|addend|correct|retract|withdr|concern|comment|discuss|letter to|re\b|repl|respon|rejoin|rebut|vol \d"
)
"""One of these is in every title that has a notice; asked first, since hardly any title has."""
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
_SHORT_WORDS, SHORT_LETTERS = 4, 22
"""Fewer words or letters than these tell no papers apart."""

_LONG_WORDS, _LONG_LETTERS = 6, 38

_MISSING = 2
"""Words that a damaged title lacks at most."""
_TYPO = 3
"""Letters that a word has at least of which one may be wrong; of two letters, as in `in`, one may be missing."""

NEAR = 90
"""Likeness by letters below which two titles are simply two titles."""


class Relation(Enum):
    """How two titles are alike, the most alike first."""

    SAME = "same"
    SPELLING = "spelling"
    """The same words but for spelling, word joins and articles."""
    SUBTITLE = "subtitle"
    """One has a subtitle that the other leaves out."""
    TYPO = "typo"
    """One word is a letter apart: `group size` and `group ize`, but also `in rats` and `in cats`."""
    DAMAGED = "damaged"
    """One goes on where the other ends, or lacks a word or two: one title on one page, or else two."""
    NEAR = "near"
    """Much alike, with another word in it."""
    OTHER = "other"

    __hash__ = object.__hash__  # as `Match` has it


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
    solid: str = field(init=False, compare=False)
    """The letters alone, so that `e-learning` and `elearning` are the same."""
    generic: bool = field(init=False, compare=False)
    """Many papers bear such a title: `Editorial`, or anything very short."""

    def __post_init__(self) -> None:
        """Work out once what is asked for every pair."""
        object.__setattr__(self, "solid", self.words.replace(" ", ""))
        object.__setattr__(self, "generic", _is_generic(self.words))

    @property
    def standing(self) -> bool:
        """Return whether it is one that issue after issue has: `Editorial`, `Book reviews`, `Annual report 2016`."""
        return _GENERIC.match(self.words) is not None

    @property
    def long(self) -> bool:
        """Return whether two papers by chance will hardly both bear this title."""
        return len(self.words.split()) >= _LONG_WORDS and len(self.words) >= _LONG_LETTERS


@lru_cache(maxsize=65536)
def title(text: str, types: tuple[str, ...] = ()) -> Title:
    """Return the forms of a title as printed; `types` are the record's publication types."""
    plain = html.unescape(html.unescape(text)) if "&" in text else text
    plain = _LABEL.sub("", _NOTE.sub("", plain.strip()) if "[" in plain else plain.strip())
    plain = _THOUSANDS.sub("", _LANGUAGE_TAG.sub("", plain) if plain[-2:-1] in "])" or plain[-1:] in "])" else plain)
    words = _fold(plain)
    if words in _NO_TITLE:
        return Title()
    return Title(words, _main(plain, words), _numbers(words), _notices(plain, words, types))


def relation(a: Title, b: Title, score: float) -> Relation:
    """Return how two titles are alike, given their likeness by letters from 0 to 100."""
    if not a.words or not b.words:
        return Relation.OTHER
    if a.solid == b.solid:
        return Relation.SAME
    if a.main == b.words or b.main == a.words:
        return Relation.SUBTITLE
    if goes_on(a.words, b.words):
        return Relation.DAMAGED
    if score < NEAR:
        return Relation.OTHER
    ours, theirs = _unlike(a.words, b.words)
    if a.numbers == b.numbers and _only_spelling(ours, theirs):
        return Relation.SPELLING
    if _only_a_letter(ours, theirs):
        return Relation.TYPO
    return Relation.DAMAGED if _only_missing(ours, theirs) else Relation.NEAR


def _fold(text: str) -> str:
    return folded(spelt(text.replace("&", " and ").replace("'", "").replace("\u2019", "")))


def _main(plain: str, words: str) -> str:
    """Return the words before the first subtitle that leaves enough of the title to know it by."""
    for mark in _SUBTITLE.finditer(plain):
        before = _fold(plain[: mark.start()])
        if len(before.split()) >= _SHORT_WORDS and len(before) >= SHORT_LETTERS:
            return before
    return words


def _numbers(words: str) -> tuple[int, ...]:
    found = [int(digits[:18]) for digits in _DIGITS.findall(words)]
    found += [_NUMERALS[word] for word in words.split() if word in _NUMERALS]
    found += [-ord(one or other) for one, other in _PART.findall(words)]
    return tuple(sorted(found))


def _notices(plain: str, words: str, types: tuple[str, ...]) -> frozenset[str]:
    from_types = _of_types(types)
    if not _ANY_NOTICE.search(words):
        return from_types
    from_words = {notice for notice, form in _NOTICES.items() if form.search(words)}
    set_off = {notice for notice, form in _SET_OFF.items() if form.search(plain)}
    return from_types | from_words | set_off


@lru_cache(maxsize=4096)
def _of_types(types: tuple[str, ...]) -> frozenset[str]:
    kinds = [folded(kind) for kind in types]
    return frozenset(notice for notice, form in _NOTICE_TYPES.items() if any(map(form.search, kinds)))


@lru_cache(maxsize=65536)
def _is_generic(words: str) -> bool:
    short = len(words.split()) < _SHORT_WORDS or len(words) < SHORT_LETTERS
    return short or _GENERIC.match(words) is not None


def goes_on(a: str, b: str) -> bool:
    """Return whether one title is the beginning or the end of the other, as with a translated twin beside it."""
    short, full = (a, b) if len(a) < len(b) else (b, a)
    beside = full.startswith(short) or full.endswith(short)
    return beside and (full.startswith(f"{short} ") or full.endswith(f" {short}")) and not _is_generic(short)


def _unlike(a: str, b: str) -> tuple[list[str], list[str]]:
    """Return the words of each that the other has not, sorted, articles aside."""
    left, right = _joined(a.split(), b.split()), _joined(b.split(), a.split())
    ours = sorted(word for word in (left - right).elements() if word not in _ARTICLES)
    theirs = sorted(word for word in (right - left).elements() if word not in _ARTICLES)
    return ours, theirs


def _only_spelling(ours: list[str], theirs: list[str]) -> bool:
    """Return whether each word of one has its like in the other."""
    return len(ours) == len(theirs) and all(_one_word(one, other) for one, other in zip(ours, theirs, strict=True))


def _only_missing(ours: list[str], theirs: list[str]) -> bool:
    return not (ours and theirs) and len(ours) + len(theirs) <= _MISSING


def _only_a_letter(ours: list[str], theirs: list[str]) -> bool:
    """Return whether one word differs, and that by a letter; `typical` and `atypical` are two words."""
    if not len(ours) == len(theirs) == 1:
        return False
    from rapidfuzz.distance import OSA

    short, full = sorted((ours[0], theirs[0]), key=len)
    least = _TYPO if len(full) == len(short) or short in _NUMERALS else 2
    wordly = len(full) >= least and short.isalpha() and full.isalpha() and full != f"a{short}"
    return wordly and OSA.distance(short, full, score_cutoff=1) <= 1


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
