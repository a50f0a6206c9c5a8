"""Who rated what how: items × raters, with gaps where somebody did not rate.

The thing a reader would get wrong: the categories are those that a rater could choose, not only those chosen; chance
corrections that count categories (PABAK, AC1) differ with them, so name them wherever they are known.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reviewkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

MISSING = -1
"""The code of a rating that was not given."""

MOST_CATEGORIES = 200
"""More different ratings than this are no categories but, say, notes or dates in the wrong column."""

NO, YES = "no", "yes"


class Scale(StrEnum):
    """What the categories mean to each other (Stevens 1946)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Ratings:
    """A table of ratings; build it with `ratings`, which checks it."""

    items: tuple[str, ...]
    raters: tuple[str, ...]
    codes: tuple[tuple[int, ...], ...]
    """A row an item, a column a rater: the place of the rating in `categories`, or `MISSING`."""
    categories: tuple[str, ...]
    """Lowest first where the scale has an order."""
    scale: Scale = Scale.NOMINAL
    notes: tuple[str, ...] = ()
    """What was done to the ratings before they were counted, a sentence each."""
    outside: tuple[str, ...] = ()
    """Categories of an ordinal scale that have no place in its order, such as `unclear`: near to nothing."""

    def numbers(self) -> tuple[float, ...]:
        """Return the categories' values on an interval or ratio scale. Raises `InputError` if they are none."""
        values = tuple(number for category in self.categories if (number := _number(category)) is not None)
        if len(set(values)) < len(self.categories) or (self.scale is Scale.RATIO and min(values, default=0) < 0):
            raise InputError(
                f"{', '.join(self.categories[:6])} are not different numbers as the {self.scale} scale needs them",
                remedy="Choose the nominal scale, or the ordinal one with the categories from low to high.",
            )
        return values


def ratings(
    cells: Iterable[tuple[str, str, str | None]],
    categories: Sequence[str] = (),
    *,
    scale: Scale = Scale.NOMINAL,
    raters: Sequence[str] = (),
    notes: Sequence[str] = (),
    outside: Collection[str] = (),
) -> Ratings:
    """Return the table of (item, rater, rating) cells, None for a rating not given; rows and columns as they come.

    Without `categories` they are those that occur, numbers by size and words by letter; `outside` are those of them
    that have no place in an order. Raises `InputError` for a
    second rating of one item by one rater, a rating that is none of the categories, and words on a scale that needs
    an order.
    """
    given: dict[tuple[str, str], str | None] = {}
    for item, rater, rating in cells:
        if (item, rater) in given:
            raise InputError(f'"{rater}" rated "{item}" twice', remedy="Keep one rating an item and rater.")
        given[item, rater] = rating
    items = tuple(dict.fromkeys(item for item, _ in given))
    columns = tuple(dict.fromkeys([*raters, *(rater for _, rater in given)]))
    names = tuple(dict.fromkeys(categories)) or _occurring(given.values(), scale)
    places = {category: place for place, category in enumerate(names)} | {None: MISSING}
    _check(given, names)
    codes = tuple(tuple(places[given.get((item, rater))] for rater in columns) for item in items)
    return Ratings(items, columns, codes, names, scale, tuple(notes), tuple(one for one in names if one in outside))


def _check(given: Mapping[tuple[str, str], str | None], categories: Sequence[str]) -> None:
    known = {*categories, None}
    for (item, rater), rating in given.items():
        if rating not in known:
            raise InputError(
                f'"{rater}" rated "{item}" as "{rating}", which is none of {", ".join(categories[:12])}',
                remedy="Correct the rating, or add it to the categories.",
            )
    if len(categories) > MOST_CATEGORIES:
        raise InputError(
            f"there are {len(categories)} different ratings, too many to be categories",
            remedy="Check that the right column is read; agreement needs ratings from a short list.",
        )


def _occurring(given: Iterable[str | None], scale: Scale) -> tuple[str, ...]:
    found = {rating for rating in given if rating is not None}
    numbers = {rating: number for rating in found if (number := _number(rating)) is not None}
    if len(numbers) == len(found):
        return tuple(sorted(found, key=lambda rating: (numbers[rating], rating)))
    if scale is Scale.ORDINAL:
        raise InputError(
            f"nobody said in which order {', '.join(sorted(found)[:6])} stand",
            remedy="Name the categories from low to high.",
        )
    return tuple(sorted(found))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def merged(found: Ratings, into: Mapping[str, str]) -> Ratings:
    """Return the ratings with some categories counted as others, `unsure` as `include`, and a note that says so."""
    used = Counter(found.categories[code] for row in found.codes for code in row if code != MISSING)
    names = tuple(dict.fromkeys(into.get(category, category) for category in found.categories))
    places = [names.index(into.get(category, category)) for category in found.categories] + [MISSING]  # at -1
    notes = tuple(
        f'"{old}" is counted as "{new}" ({used[old]} rating{"s" * (used[old] != 1)}).'
        for old, new in into.items()
        if old in found.categories
    )
    codes = tuple(tuple(places[code] for code in row) for row in found.codes)
    return replace(found, codes=codes, categories=names, notes=found.notes + notes)


def by_criterion(reasons: Mapping[str, Mapping[str, Collection[str]]], criteria: Sequence[str]) -> dict[str, Ratings]:
    """Return yes-or-no ratings for each criterion: whether each rater gave it as a reason.

    `reasons` has, for each item, the reasons of each rater who voted on it (none: an empty collection, which is "no" to
    every criterion; a rater who is absent did not vote, which is missing). Whether includes belong in, or only the
    items that all exclude, is for the caller to decide and to say.
    """
    cells = [(item, rater, frozenset(given)) for item, row in reasons.items() for rater, given in row.items()]
    return {
        criterion: ratings(
            ((item, rater, YES if criterion in given else NO) for item, rater, given in cells), (NO, YES)
        )
        for criterion in criteria
    }
