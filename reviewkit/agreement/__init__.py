"""How well raters agree, each statistic with its source, its intervals, and the words to read it by.

`agreement` counts pairs of ratings in plain Python, exact and quick, for sentences; `measures` gives everything, for
any number of raters and with missing ratings, on numpy. The thing a reader would get wrong: numpy is loaded inside
`measures` only, so importing this package costs nothing.
"""

from __future__ import annotations

from reviewkit.agreement.document import as_text, criteria_as_text, methods_as_text, ratings_as_text
from reviewkit.agreement.measuring import measures, measures_by_criterion, without_intervals
from reviewkit.agreement.nouns import (
    CrossTable,
    Estimate,
    Interval,
    Measures,
    Options,
    Specific,
    TwoByTwo,
    Weights,
)
from reviewkit.agreement.pairs import Agreement, agreement
from reviewkit.agreement.ratings import Ratings, Scale, by_criterion, merged, ratings
from reviewkit.agreement.reading import table
from reviewkit.agreement.words import landis_koch, mchugh

__all__ = [
    "Agreement",
    "CrossTable",
    "Estimate",
    "Interval",
    "Measures",
    "Options",
    "Ratings",
    "Scale",
    "Specific",
    "TwoByTwo",
    "Weights",
    "agreement",
    "as_text",
    "by_criterion",
    "criteria_as_text",
    "landis_koch",
    "mchugh",
    "measures",
    "measures_by_criterion",
    "merged",
    "methods_as_text",
    "ratings",
    "ratings_as_text",
    "table",
    "without_intervals",
]
