"""Tables of ratings for the tests, and the published ones with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.agreement import Ratings, Scale, ratings

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEMS_WITH_GAPS: list[list[str | int | None]] = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, None, 3, None],
]  # fmt: skip
"""K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C; in irrCAC as cac.raw4raters."""

PSYCHIATRISTS = " ".join((
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445",
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555",
)).split()  # fmt: skip
"""J. L. Fleiss (1971), Measuring nominal scale agreement among many raters, table 1: 30 patients, 6 raters each."""

FOURTEEN_RATERS = "0 0 0 0 14/0 2 6 4 2/0 0 3 5 6/0 3 9 2 0/2 2 8 1 1/7 7 0 0 0/3 2 6 3 0/2 5 3 2 2/6 5 2 1 0/0 2 2 3 7"
"""How many of 14 raters gave ten items each of five ratings: the worked example of Fleiss' kappa in Wikipedia."""

ANXIETY = " ".join(("332 361 344 464 523 542 221 346 531 231", "221 632 133 533 221 221 113 233 432 342")).split()
"""Three raters of 20 people's anxiety from 1 to 6, as in the documentation of the R package irr."""


def of_table(counts: Sequence[Sequence[int]], names: str = "abcdefgh", scale: Scale = Scale.NOMINAL) -> Ratings:
    """Two raters, rows the first one's ratings."""
    pairs = [(i, j) for i, row in enumerate(counts) for j, count in enumerate(row) for _ in range(count)]
    return of_items([(names[i], names[j]) for i, j in pairs], names[: len(counts)], scale)


def of_items(
    rows: Sequence[Sequence[str | int | None]], categories: Sequence[str] = (), scale: Scale = Scale.NOMINAL
) -> Ratings:
    """A row an item, a rating a rater; None is missing."""
    return ratings(
        (
            (f"item {i}", f"rater {j}", None if rating is None else str(rating))
            for i, row in enumerate(rows)
            for j, rating in enumerate(row)
        ),
        categories,
        scale=scale,
    )
