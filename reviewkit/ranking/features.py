"""Reports as rows of numbers that a linear model learns from, made once.

Words and pairs of words of title, abstract and keywords count by their logarithm and the rarer the more (sublinear
tf-idf); those of the title are counted apart once more, at a lower weight. The thing a reader would get wrong: what
only one report holds teaches nothing about another, so it has no column; but it does tell how much of that report the
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
    from reviewkit.ranking.counting import Counts, Numbers

    Matrix: TypeAlias = sparse.csr_matrix

_TITLE = 0.15
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
    typical: Matrix
    """One row: what is typical of all reports."""
    own: Numbers
    """For each report what no other holds, as its share of the squared length, 1, of all that it holds."""
    words: str
    """The words that are counted, as they are mostly written, each on its line."""
    keys: Numbers
    """What each shared column counts: a word's line from 0, or of a pair (first + 1) * lines + second."""
    titles: int
    """The shared column from which on they count in titles alone."""


@dataclass(frozen=True, slots=True)
class _Weighted:
    """Weighed counts; a column is a run of values."""

    keys: Numbers
    """For each column."""
    holders: Numbers
    """For each column how many reports hold it: the length of its run."""
    rows: Numbers
    """For each value."""
    values: Numbers


def features(records: Sequence[Record]) -> Features:
    """Return the features of these records; a row without any word is all zero."""
    number = len(records)
    counts = counted([(one.title, " ".join((one.abstract, *one.keywords))) for one in records])
    texts, titles = _weighted(counts.texts, number), _weighted(counts.titles, number)
    rows = np.concatenate((texts.rows, titles.rows))
    values = _of_length_1(np.concatenate((texts.values, _TITLE * titles.values)), rows, number)
    holders = np.concatenate((texts.holders, titles.holders))
    several = holders > 1
    alone, common = np.repeat(holders == 1, holders), np.repeat(several, holders)
    own = np.bincount(rows[alone], values[alone] ** 2, minlength=number)
    shared = sparse.csc_matrix(
        (values[common], rows[common], np.append(0, holders[several].cumsum())), shape=(number, several.sum())
    ).tocsr()
    keys = np.concatenate((texts.keys, titles.keys))[several]
    return Features(shared, _typical(shared), own, "\n".join(counts.words), keys, int(several[: len(texts.keys)].sum()))


def _typical(shared: Matrix) -> Matrix:
    """Return the mean of all reports, of which only the heaviest columns are kept, since a full row slows learning."""
    mean = np.asarray(shared.sum(axis=0)).ravel() / max(shared.shape[0], 1)
    heaviest = np.sort(np.argsort(-mean, kind="stable")[:_TYPICAL])
    return sparse.csr_matrix((mean[heaviest], heaviest, [0, len(heaviest)]), shape=(1, len(mean)))


def _weighted(counts: Counts, reports: int) -> _Weighted:
    """Return sublinear tf-idf (1 + ln tf)(1 + ln (1 + n) / (1 + df)), without what nearly all reports hold."""
    starts = np.flatnonzero(np.diff(counts.keys, prepend=-1))
    holders = np.diff(starts, append=len(counts.keys))
    rarity = np.log((1 + reports) / (1 + holders)) + 1
    telling = holders <= _NEARLY_ALL * reports
    kept = np.repeat(telling, holders)
    rows, holders = counts.rows[kept], holders[telling]
    values = (np.log(counts.times[kept]) + 1) * np.repeat(rarity[telling], holders)
    return _Weighted(counts.keys[starts[telling]], holders, rows, _of_length_1(values, rows, reports))


def _of_length_1(values: Numbers, rows: Numbers, reports: int) -> Numbers:
    """Return the values divided by the length of their row."""
    lengths: Numbers = np.sqrt(np.bincount(rows, values**2, minlength=reports))
    scaled: Numbers = values / lengths[rows]
    return scaled
