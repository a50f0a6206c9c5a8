"""How likely each report is relevant, learned from those that somebody has decided on.

A linear support vector machine with squared hinge loss, in which all relevant reports together weigh `_RATIO` times as
much as all irrelevant ones. What is typical of all reports is learned as irrelevant too, since most are (the presumed
negatives of Cormack & Grossman's AutoTAR, arXiv:1504.06868, as one row): with few decisions it tells what words are
common here. Cost and ratio were chosen so that they hold for other questions put to the same texts, too, not only for
the labels of the sets at hand. The thing a reader would get wrong: scores are for putting reports into an order; they
are no probabilities and cannot be compared between two calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn import config_context
from sklearn.svm import LinearSVC

if TYPE_CHECKING:
    from reviewkit.ranking.counting import Numbers
    from reviewkit.ranking.features import Features, Matrix

_COST = 0.11
_RATIO = 20.0
_TYPICAL = 0.2
"""Weight of what is typical of all reports, as a share of that of all irrelevant ones."""
_TOLERANCE = 0.3
"""How exactly the machine is solved; a tenth of it gives scores that correlate by 0.999, and no better order."""


def scores(features: Features, labelled: Numbers, relevant: Numbers) -> Numbers:
    """Return a score for each report, the likeliest highest.

    `labelled` are the rows of the reports that are decided on, `relevant` says for each of these if it is relevant.
    While none is relevant, unlikeness to their mean counts; while there are none at all, all scores are 0.
    """
    ranked: Numbers = features.shared @ weights(features, labelled, relevant)
    return ranked


def weights(features: Features, labelled: Numbers, relevant: Numbers) -> Numbers:
    """Return what each shared column adds to a score for each unit of its value."""
    if not len(labelled) or not features.shared.shape[1]:
        return np.zeros(features.shared.shape[1])
    return _learned(features, labelled, relevant) if relevant.any() else -_mean(features.shared[labelled])


def _learned(features: Features, labelled: Numbers, relevant: Numbers) -> Numbers:
    rows = sparse.vstack([features.shared[labelled], features.typical], format="csr")
    importance = _importance(relevant)
    # A column that one row alone has adds its square to that row's diagonal of the dual problem, as does 1 / (2 cost).
    importance[:-1] /= 1 + 2 * _COST * importance[:-1] * features.own[labelled]
    machine = LinearSVC(C=_COST, dual=True, tol=_TOLERANCE, random_state=0)
    with config_context(assume_finite=True, skip_parameter_validation=True):
        machine.fit(rows, np.append(relevant, False), sample_weight=importance)
    learned: Numbers = machine.coef_[0]
    return learned


def _mean(rows: Matrix) -> Numbers:
    return np.asarray(rows.mean(axis=0)).ravel()


def _importance(relevant: Numbers) -> Numbers:
    """Return the weight of each decided report, in sum their number, and last that of what is typical of all."""
    found = relevant.sum()
    against = found / _RATIO
    weights = np.where(relevant, 1.0, against / max(len(relevant) - found, 1))
    importance: Numbers = np.append(weights, _TYPICAL * against) * (len(relevant) / weights.sum())
    return importance
