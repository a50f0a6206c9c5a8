"""What is known about the agreement of raters, as values: each statistic with its intervals, tables, words.

The thing a reader would get wrong: `kappa` and `alpha` follow the scale (weighted, ordinal), while
`percent_agreement`, `pabak` and `ac1` never do; the weighted twin of AC1 is `ac2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.agreement.ratings import Scale


class Weights(StrEnum):
    """How much a near miss counts where the scale has an order."""

    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True, slots=True)
class Options:
    """How the intervals and weights are made."""

    weights: Weights = Weights.LINEAR
    resamples: int = 2000
    """Resamples of the bootstrap; 0 leaves it out."""
    seed: int = 1
    """The same seed gives the same intervals on any machine."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% interval."""

    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic; None with a reason where it is undefined."""

    value: float | None
    low: float | None
    """Lower end of the 95% interval; None where the statistic or the interval is undefined."""
    high: float | None
    undefined: str = ""
    """Why there is no value, `undefined, because ...`."""
    method: str = ""
    """What was computed, with its source."""
    interval: str = ""
    """How the interval was made, or why there is none."""
    error: float | None = None
    """Standard error by linearisation."""
    bootstrap: Interval | None = None
    """From resampled items; None where it was not asked for or there is no value."""
    others: tuple[Interval, ...] = ()
    """Further 95% intervals that papers print."""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How often two raters gave each pair of ratings, on the items that both rated."""

    rows: str
    """The rater whose ratings are the rows."""
    columns: str
    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """The table of two raters and two categories, and what it does to kappa (Byrt, Bishop & Carlin 1993)."""

    positive: str
    """The category called positive: the last in order, as include, yes and 1 are."""
    both_positive: int
    first_only: int
    """Positive for the first rater only."""
    second_only: int
    both_negative: int
    prevalence_index: float
    """Difference of the two agreeing cells over n, 0 to 1; the nearer to 1, the lower kappa."""
    bias_index: float
    """Difference of the two disagreeing cells over n, 0 to 1; the nearer to 1, the higher kappa."""
    positive_agreement: float | None
    """2a / (2a + b + c) (Cicchetti & Feinstein 1990); None where nobody said so."""
    negative_agreement: float | None


@dataclass(frozen=True, slots=True)
class Specific:
    """Agreement on one category (Uebersax 1982); positive and negative agreement are this for two raters."""

    category: str
    ratings: int
    """How many ratings chose it, on items that two raters or more rated."""
    agreement: float | None
    """Of the others' ratings beside these, the share that chose it too; None where nobody did."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything about one table of ratings."""

    n: int
    """Items that two raters or more rated."""
    percent_agreement: Estimate
    """As a share, 0 to 1."""
    kappa: Estimate
    """Cohen's for two raters, Fleiss' for more; weighted where the scale has an order."""
    pabak: Estimate
    ac1: Estimate
    alpha: Estimate
    """Krippendorff's, on the scale given."""
    kappa_unweighted: Estimate | None
    """Only where `kappa` is weighted."""
    ac2: Estimate | None
    """Only where the scale has an order."""
    landis_koch: str
    """Label of kappa; empty where it is undefined."""
    mchugh: str
    items: int
    """Items in the table, rated or not."""
    missing: int
    """Ratings that were not given."""
    raters: tuple[str, ...]
    categories: tuple[str, ...]
    scale: Scale
    table: CrossTable | None
    """Only for two raters."""
    two_by_two: TwoByTwo | None
    """Only for two raters and two categories."""
    specific: tuple[Specific, ...]
    """Agreement on each category."""
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    options: Options
