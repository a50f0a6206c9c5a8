"""How often each text holds each word and each pair of neighbouring words, as sparse matrices.

The things a reader would get wrong: words are counted by their stems, found once for each different word, not once for
each place where it stands; and a script that is written without blanks (Chinese, Japanese) counts by its characters,
so that pairs of neighbours are what stands for its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Matrix: TypeAlias = sparse.csr_matrix
    Numbers: TypeAlias = NDArray[Any]

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_END = "\x00"
"""Stands behind each part of a text, and is no part of a word."""
_WORD = re.compile(rf"[^\W{_UNSPACED}]{{2,}}|[{_UNSPACED}]|{_END}")
_ENDING = re.compile(r"(?:ies|es|s|ing|ed|ly)$")
_SHORTEST = 3
"""Letters that are left of a word at least; of a shorter one nothing is cut."""
_AT_ONCE = 2_000
"""Parts whose words are in memory as texts at a time."""


def stem(word: str) -> str:
    """Return a word without the commonest endings of English; crude on purpose, since it is only for comparing."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def counted(texts: Sequence[tuple[str, str]]) -> tuple[Matrix, Matrix]:
    """Return how often each text of two parts holds each stem and pair of stems, and how often its first part does.

    Both have a row for each text and the same columns.
    """
    stems, lengths = _stems(part for parts in texts for part in parts)
    numbers = np.arange(len(lengths), dtype=np.int32).repeat(lengths)
    columns = np.empty(2 * len(stems), dtype=np.int32)
    columns[::2] = stems
    columns[1::2] = _pairs(stems, numbers // 2)
    numbers = numbers.repeat(2)
    first = numbers % 2 == 0
    first[1:-1:2] &= first[2::2]  # a pair is in the first part if both of its words are
    shape = (len(texts), int(columns.max(initial=-1)) + 1)
    rows, real = numbers // 2, columns >= 0
    titles = real & first
    return _counts(columns[real], rows[real], shape), _counts(columns[titles], rows[titles], shape)


def _stems(parts: Iterable[str]) -> tuple[Numbers, Numbers]:
    """Return the numbers of all stems in their order, and how many of them each part has."""
    forms: defaultdict[str, int] = defaultdict()
    forms.default_factory = forms.__len__
    forms[_END]  # its number is 0
    found = [np.empty(0, dtype=np.int32)]
    for some in _batches(parts):
        words = _WORD.findall("".join(f"{part.replace(_END, ' ')}{_END}" for part in some).lower())
        found.append(np.fromiter(map(forms.__getitem__, words), dtype=np.int32, count=len(words)))
    stems: dict[str, int] = {}
    named = np.array([stems.setdefault(stem(form), len(stems)) for form in forms], dtype=np.int32)
    numbers = named[np.concatenate(found)]
    ends = np.flatnonzero(numbers == 0)
    return numbers[numbers > 0] - 1, np.diff(ends, prepend=-1) - 1


def _batches(parts: Iterable[str]) -> Iterable[list[str]]:
    """Return the parts, not too many at a time."""
    rest = iter(parts)
    return iter(lambda: list(islice(rest, _AT_ONCE)), [])


def _pairs(stems: Numbers, texts: Numbers) -> Numbers:
    """Return for each stem the column of the pair that it begins, -1 for the last of a text."""
    width = int(stems.max(initial=-1)) + 1
    columns = np.full(len(stems), -1, dtype=np.int32)
    begins = np.flatnonzero(texts[:-1] == texts[1:])
    _, pairs = np.unique(stems[begins] * np.int64(width) + stems[begins + 1], return_inverse=True)
    columns[begins] = pairs + width
    return columns


def _counts(columns: Numbers, rows: Numbers, shape: tuple[int, int]) -> Matrix:
    """Return how often each column stands in each row; the rows rise."""
    starts = np.searchsorted(rows, np.arange(shape[0] + 1))
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
    counts.sum_duplicates()
    return counts
