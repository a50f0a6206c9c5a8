"""Where terms stand in a text, whatever its case, accents and hyphens.

The thing a reader would get wrong: a folded text can be longer or shorter than the text (`ß` is two letters, a
combining accent none), so a place in the one is no place in the other; `_Folded.starts` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HYPHENS = "-\u2010\u2011\u2012\u2013"
_WORD = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(rf"[{_HYPHENS}]")
_JOINT = re.compile(rf"[{_HYPHENS}](?:\n[^\S\n]*)?")
"""What joins the parts of a word: also the end of a line, as in the text of a PDF."""
_GAP = re.compile(rf"[{_HYPHENS}\s'\"\u2018\u2019\u201c\u201d/,_]{{1,8}}")
"""What may stand between the words of a phrase: no end of a sentence."""
_PART = re.compile(r"[^\W_*?$#]*(?:[*?$#][^\W_*?$#]*)+|[^\W_]+")
_WILD = {"*": r"\w*", "$": r"\w*", "?": r"\w?", "#": r"\w?"}
_COMPOUND = 4
"""Words joined by hyphens that are also looked at as one."""
_REMEMBERED = 100_000

_Token = tuple[int, int, str]
"""Start, end and text of a word of a folded text."""


@dataclass(frozen=True, slots=True)
class _Folded:
    text: str
    starts: Sequence[int]
    """Of each of its characters, the character of the text that it came from; one more for the end."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a part as places in the text; accents that follow its last letter belong to it."""
        until = self.starts[end]
        return self.starts[start], until if until > self.starts[end - 1] else until + 1


@lru_cache(4096)
def _fold(character: str) -> str:
    """Return a character without case and accent; nothing for one that only is an accent or a soft hyphen."""
    if character == "\u00ad":
        return ""
    plain = unicodedata.normalize("NFKD", character)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def _folded(text: str) -> _Folded:
    if text.isascii():
        return _Folded(text.lower(), range(len(text) + 1))
    folds = [_fold(character) for character in text]
    starts = [place for place, fold in enumerate(folds) for _ in fold]
    return _Folded("".join(folds), [*starts, len(text)])


class Marker:
    """Finds some terms in texts.

    A term is a word or a phrase; `*` and `$` in it stand for any letters, `?` and `#` for one or none. Which words of
    the texts begin which terms is remembered, so that a long list of terms costs little from the second text on.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        """Look for terms; one without a letter or digit fits nothing."""
        self.terms = tuple(terms)
        phrases = [phrase for term in dict.fromkeys(self.terms) for phrase in _phrases(term)]
        self._plain: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            self._plain[phrase[0].pattern].append(phrase)
        self._wild = [phrase for phrase in phrases if not phrase[0].pattern.isalnum()]
        self._begun: dict[str, list[_Phrase]] = {}

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return start and end of each part of a text that a term fits, the longest at each place, none overlapping."""
        if not self._plain:
            return []
        folded = _folded(text)
        tokens = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(folded.text)]
        found, reached = [], 0
        for number, (start, _, _) in enumerate(tokens):
            if start >= reached and (end := self._longest(folded.text, tokens, number)):
                found.append(folded.span(start, end))
                reached = end
        return found

    def _longest(self, text: str, tokens: Sequence[_Token], number: int) -> int:
        """Return where the longest term ends that begins at a word; 0 if none does."""
        longest, begun = 0, set()
        for joined, last in _compounds(text, tokens, number):
            for phrase in self._begun_by(joined):
                if phrase not in begun:  # `parent*` is in `parent-teacher` as the first word, not as the whole
                    begun.add(phrase)
                    longest = max(longest, _end(phrase, text, tokens, last))
        return longest

    def _begun_by(self, word: str) -> list[_Phrase]:
        known = self._begun.get(word)
        if known is None:
            if len(self._begun) >= _REMEMBERED:
                self._begun.clear()
            wild = [phrase for phrase in self._wild if phrase[0].fullmatch(word)]
            known = self._begun[word] = [*self._plain.get(word, ()), *wild]
        return known


_Phrase = tuple[re.Pattern[str], ...]


def _phrases(term: str) -> list[_Phrase]:
    """Return the patterns of a term's words; a term with a hyphen is also looked for written as one word."""
    fold = _folded(term).text
    forms = dict.fromkeys((_HYPHEN.sub(" ", fold), _HYPHEN.sub("", fold)))
    phrases = [tuple(_pattern(part) for part in _PART.findall(form) if _WORD.search(part)) for form in forms]
    return [phrase for phrase in phrases if phrase]


@lru_cache(4096)
def _pattern(part: str) -> re.Pattern[str]:
    return re.compile("".join(_WILD.get(one, re.escape(one)) for one in part))


def _compounds(text: str, tokens: Sequence[_Token], number: int) -> Iterator[tuple[str, int]]:
    """Yield a word, then it with those hyphenated to it as one word, each with the number of its last."""
    _, end, joined = tokens[number]
    yield joined, number
    for last in range(number + 1, min(number + _COMPOUND, len(tokens))):
        start, next_end, word = tokens[last]
        if not _JOINT.fullmatch(text, end, start):
            return
        joined, end = joined + word, next_end
        yield joined, last


def _end(phrase: _Phrase, text: str, tokens: Sequence[_Token], last: int) -> int:
    """Return where a phrase ends whose first word is the token `last`; 0 if its other words do not follow."""
    for pattern in phrase[1:]:
        if last + 1 >= len(tokens) or not _GAP.fullmatch(text, tokens[last][1], tokens[last + 1][0]):
            return 0
        last += 1
        if not pattern.fullmatch(tokens[last][2]):
            return 0
    return tokens[last][1]
