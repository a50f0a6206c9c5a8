"""Reports as rows of numbers that a linear model learns from, made once.

Words and pairs of words of title, abstract and keywords count by their logarithm and the rarer the more (sublinear
tf-idf); those of the title are counted apart once more, at a lower weight. The thing a reader would get wrong: what
only one report holds teaches nothing about another, but it does tell how much of that report the rest is. All of it
is therefore one column of the report's own; a linear model then gives the same scores, from a fifth of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from reviewkit.ranking.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Record
    from reviewkit.ranking.counting import Matrix, Numbers

_TITLE = 0.3
"""Weight of the title's own columns beside those of the whole text, of length 1."""
_TYPICAL = 1_000
"""Columns of what is typical of all reports."""
_NEARLY_ALL = 0.95
"""Share of the reports above which a word is in too many to tell them apart."""


@dataclass(frozen=True, slots=True)
class Features:
    """The reports' features; rows are in the order of the records they were made from."""

    shared: Matrix
    """A column for each word or pair that two reports or more hold."""
    whole: Matrix
    """The same, and behind it for each report the column of its own; the last row is what is typical of all."""


def features(records: Sequence[Record]) -> Features:
    """Return the features of these records; a row without any word is all zero."""
    texts, titles = counted([(one.title, " ".join((one.abstract, *one.keywords))) for one in records])
    rows = _of_length_1(sparse.hstack([_weighted(texts), _TITLE * _weighted(titles)], format="csr"))
    holders = _holders(rows)
    shared = rows[:, np.flatnonzero(holders > 1)]
    alone = rows[:, np.flatnonzero(holders == 1)]
    own = np.sqrt(_row_sums(alone, alone.data**2))
    return Features(shared, sparse.bmat([[shared, sparse.diags(own)], [_typical(shared), None]], format="csr"))


def _typical(shared: Matrix) -> Matrix:
    """Return the mean of all reports, of which only the heaviest columns are kept, since a full row slows learning."""
    mean = np.asarray(shared.sum(axis=0)).ravel() / max(shared.shape[0], 1)
    heaviest = np.sort(np.argsort(-mean, kind="stable")[:_TYPICAL])
    return sparse.csr_matrix((mean[heaviest], heaviest, [0, len(heaviest)]), shape=(1, len(mean)))


def _weighted(counts: Matrix) -> Matrix:
    """Return sublinear tf-idf (1 + ln tf)(1 + ln (1 + n) / (1 + df)), without what nearly all reports hold."""
    reports, holders = counts.shape[0], _holders(counts)
    kept = np.flatnonzero(holders <= _NEARLY_ALL * reports)
    rows = counts[:, kept]
    rarity = np.log((1 + reports) / (1 + holders[kept])) + 1
    rows.data = (np.log(rows.data) + 1) * rarity[rows.indices]
    return _of_length_1(rows)


def _holders(rows: Matrix) -> Numbers:
    """Return how many reports hold each column."""
    return np.bincount(rows.indices, minlength=rows.shape[1])


def _row_sums(rows: Matrix, values: Numbers) -> Numbers:
    number = rows.shape[0]
    return np.bincount(np.repeat(np.arange(number), np.diff(rows.indptr)), values, minlength=number)


def _of_length_1(rows: Matrix) -> Matrix:
    lengths = np.sqrt(_row_sums(rows, rows.data**2))
    rows.data = rows.data / np.repeat(lengths, np.diff(rows.indptr))
    return rows
