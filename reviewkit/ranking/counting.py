"""How often each text holds each word and each pair of neighbouring words.

The things a reader would get wrong: a single letter is no word, so that the words on both sides of an "a" are
neighbours, and a ranking is the better for it; and a script that is written without blanks (Chinese, Japanese) counts
by its characters, so that pairs of neighbours are what stands for its words.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[^\W{_UNSPACED}]{{2,}}|[{_UNSPACED}]")
_BLANKED = {place: " " for place in range(128) if not re.match(r"\w", chr(place))}
_ENDING = re.compile(r"(?:ies|es|s|ing|ed|ly)$")
_SHORTEST = 3
"""Letters that are left of a word at least; of a shorter one nothing is cut."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each of some texts holds each word and pair that stands in any, in the order of what is held."""

    keys: Numbers
    """What is held: the number of a word from 0, or of a pair (first + 1) * words + second."""
    rows: Numbers
    """By which text; of one key they rise."""
    times: Numbers
    """How often."""
    words: tuple[str, ...]
    """The words by their numbers; of the forms of a word the one that is written most stands for all."""


def stem(word: str) -> str:
    """Return a word without the commonest endings of English; crude on purpose, since it is only for comparing."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def counted(texts: Sequence[str]) -> Counts:
    """Return what each text holds."""
    numbers, lengths, words = _numbered(texts)
    rows = np.arange(len(texts), dtype=np.int32).repeat(lengths)
    begins = np.flatnonzero(rows[:-1] == rows[1:])
    pairs = (numbers[begins] + 1) * len(words) + numbers[begins + 1]
    held = np.concatenate((numbers, pairs)) * len(texts)
    held += np.concatenate((rows, rows[begins]))
    held.sort()  # one number for what is held and by which text: sorting is the quickest way to count
    starts = np.flatnonzero(np.diff(held, prepend=-1))
    times = np.diff(starts, append=len(held)).astype(np.int32)
    held = held[starts]
    keys = held // max(len(texts), 1)
    return Counts(keys, (held - keys * len(texts)).astype(np.int32), times, words)


def _numbered(texts: Sequence[str]) -> tuple[Numbers, Numbers, tuple[str, ...]]:
    """Return the numbers of all words in their order, how many of them each text has, and the words by number."""
    forms: defaultdict[str, int] = defaultdict()
    forms.default_factory = forms.__len__
    found, lengths = array("i"), array("i")
    for text in texts:
        words = _words(text.lower())
        lengths.append(len(words))
        found.extend(map(forms.__getitem__, words))
    standing = np.array(found, dtype=np.int32)
    stems: dict[str, int] = {}
    named = np.array([stems.setdefault(stem(form), len(stems)) for form in forms], dtype=np.int64)
    often = np.bincount(standing, minlength=len(forms))
    return named[standing], np.array(lengths, dtype=np.intp), _commonest(list(forms), named, often)


def _words(text: str) -> list[str]:
    """Return the words of a text; most are in plain letters, which are split the quicker way."""
    if not text.isascii():
        return _WORD.findall(text)
    return [word for word in text.translate(_BLANKED).split() if len(word) > 1]


def _commonest(forms: Sequence[str], stems: Numbers, often: Numbers) -> tuple[str, ...]:
    """Return the form of each stem that stands most often, of several the first."""
    order = np.lexsort((-np.arange(len(forms)), often))
    best = np.empty(int(stems.max(initial=-1)) + 1, dtype=np.intp)
    best[stems[order]] = order
    return tuple(forms[place] for place in best.tolist())
