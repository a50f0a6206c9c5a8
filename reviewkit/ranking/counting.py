"""How often each report holds each word and each pair of neighbouring words, as sparse matrices.

The things a reader would get wrong: words are counted by their stems, found once for each different word, not once for
each place where it stands; and a script that is written without blanks (Chinese, Japanese) counts by its characters,
so that pairs of neighbours are what stands for its words.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix: TypeAlias = sparse.csr_matrix
    Numbers: TypeAlias = NDArray[Any]

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]{{2,}}")
_ENDING = re.compile(r"(?:ies|es|s|ing|ed|ly)$")
_SHORTEST = 3
"""Letters that are left of a word at least; of a shorter one nothing is cut."""


def stem(word: str) -> str:
    """Return a word without the commonest endings of English; crude on purpose, since it is only for comparing."""
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def counted(texts: Sequence[str]) -> Matrix:
    """Return a row for each text and a column for each stem and each pair of neighbouring stems."""
    stems, ends = _stems(texts)
    starts = np.concatenate(([0], ends))
    words = _counts(stems, starts)
    inside = np.ones(max(len(stems) - 1, 0), dtype=bool)
    inside[ends[(ends > 0) & (ends < len(stems))] - 1] = False
    places = np.concatenate(([0], np.cumsum(inside)))
    pairs = (stems[:-1] * words.shape[1] + stems[1:])[inside]
    _, named = np.unique(pairs, return_inverse=True)
    return sparse.hstack([words, _counts(named, places[np.minimum(starts, max(len(stems) - 1, 0))])], format="csr")


def _stems(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Return the numbers of all stems in their order, and behind which of them each text ends."""
    forms: dict[str, int] = {}
    found, ends = array("i"), []
    for text in texts:
        found.extend([forms.setdefault(word, len(forms)) for word in _WORD.findall(text.lower())])
        ends.append(len(found))
    stems: dict[str, int] = {}
    named = np.array([stems.setdefault(stem(form), len(stems)) for form in forms], dtype=np.int64)
    return named[np.frombuffer(found, dtype=np.int32)] if len(found) else named, np.array(ends, dtype=np.int64)


def _counts(columns: Numbers, starts: Numbers) -> Matrix:
    width = int(columns.max()) + 1 if len(columns) else 0
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(starts) - 1, width))
    counts.sum_duplicates()
    return counts
