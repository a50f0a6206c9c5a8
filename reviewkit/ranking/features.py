"""Reports as rows of numbers that a linear model learns from, made once.

Words and pairs of words of title, abstract and keywords count by their logarithm and the rarer the more (sublinear
tf-idf); a title weighed apart brought nothing on other sets. The thing a reader would get wrong: what only one report
holds teaches nothing about another, so it has no column; but it does tell how much of that report the
rest is, so it is kept as one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse

from reviewkit.ranking.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Record
    from reviewkit.ranking.counting import Numbers

    Matrix: TypeAlias = sparse.csr_matrix

_TYPICAL = 1_000
"""Columns of what is typical of all reports."""
_NEARLY_ALL = 0.95
"""Share of the reports above which a word is in too many to tell them apart."""


@dataclass(frozen=True, slots=True)
class Features:
    """The reports' features; rows are in the order of the records they were made from."""

    shared: Matrix
    """A column for each word or pair that two reports or more hold."""
    typical: Matrix
    """One row: what is typical of all reports."""
    own: Numbers
    """For each report what no other holds, as its share of the squared length, 1, of all that it holds."""
    words: str
    """The words that are counted, as they are mostly written, each on its line."""
    keys: Numbers
    """What each shared column counts: a word's line from 0, or of a pair (first + 1) * lines + second."""


def features(records: Sequence[Record]) -> Features:
    """Return the features of these records; a row without any word is all zero."""
    reports = len(records)
    counts = counted([" ".join((one.title, one.abstract, *one.keywords)) for one in records])
    starts = np.flatnonzero(np.diff(counts.keys, prepend=-1))
    holders = np.diff(starts, append=len(counts.keys))
    telling = holders <= _NEARLY_ALL * reports
    kept = np.repeat(telling, holders)
    keys, holders, rows = counts.keys[starts[telling]], holders[telling], counts.rows[kept]
    values = _weighted(counts.times[kept], rows, holders, reports)
    several = holders > 1
    alone, common = np.repeat(~several, holders), np.repeat(several, holders)
    own = np.bincount(rows[alone], values[alone] ** 2, minlength=reports)
    shared = sparse.csc_matrix(
        (values[common], rows[common], np.append(0, holders[several].cumsum())), shape=(reports, several.sum())
    ).tocsr()
    return Features(shared, _typical(shared), own, "\n".join(counts.words), keys[several])


def _typical(shared: Matrix) -> Matrix:
    """Return the mean of all reports, of which only the heaviest columns are kept, since a full row slows learning."""
    mean = np.asarray(shared.sum(axis=0)).ravel() / max(shared.shape[0], 1)
    heaviest = np.sort(np.argsort(-mean, kind="stable")[:_TYPICAL])
    return sparse.csr_matrix((mean[heaviest], heaviest, [0, len(heaviest)]), shape=(1, len(mean)))


def _weighted(times: Numbers, rows: Numbers, holders: Numbers, reports: int) -> Numbers:
    """Return sublinear tf-idf (1 + ln tf)(1 + ln (1 + n) / (1 + df)) for each value, rows scaled to length 1.

    `holders` says of each column how many reports hold it, which is the length of its run of values.
    """
    rarity = np.log((1 + reports) / (1 + holders)) + 1
    values = (np.log(times) + 1) * np.repeat(rarity, holders)
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=reports))
    scaled: Numbers = values / lengths[rows]
    return scaled
