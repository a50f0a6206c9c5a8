"""A screening replayed on a set whose labels are all known: in which places the relevant reports would have been read.

The thing a reader would get wrong: the two reports that a replay starts from are known beforehand and are read by
nobody, so they take no place and are left out of every figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reviewkit.ranking.scoring import scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewkit.ranking.counting import Numbers
    from reviewkit.ranking.features import Features

    Scores = Callable[[Numbers, Numbers], Numbers]
    """From the rows read and whether each is relevant to a score for every row."""


def drawn(relevant: Numbers, seed: int) -> Numbers:
    """Return the rows of one relevant and one irrelevant report, drawn by numpy's default generator with this seed."""
    generator = np.random.default_rng(seed)
    return np.array([generator.choice(np.flatnonzero(relevant == kind)) for kind in (True, False)])


def places(features: Features, relevant: Numbers, priors: Numbers, interval: int) -> Numbers:
    """Return the places, from 1, at which the relevant reports are read; of equal scores the first row goes first.

    The ranking learns anew after every `interval` reports read. The replay ends with the last relevant one.
    """
    return replayed(lambda rows, known: scores(features, rows, known), relevant, priors, interval)


def replayed(score: Scores, relevant: Numbers, priors: Numbers, interval: int) -> Numbers:
    """Return the same for any way to score."""
    read = priors
    left = int(relevant.sum() - relevant[priors].sum())
    while left:
        ranked = score(read, relevant[read]).copy()
        ranked[read] = -np.inf
        following = np.argsort(-ranked, kind="stable")[: min(interval, len(relevant) - len(read))]
        read = np.concatenate((read, following))
        left -= int(relevant[following].sum())
    return np.flatnonzero(relevant[read[len(priors) :]]) + 1
