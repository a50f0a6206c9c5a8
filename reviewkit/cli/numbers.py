"""How well the reviewers agree."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from reviewkit.cli.app import Where, group, pass_where
from reviewkit.cli.printing import echo_block, echo_json, json_option
from reviewkit.cli.ratings import drawn_without_table, of_table, print_table, width

if TYPE_CHECKING:
    from pathlib import Path


@group.command(epilog="Example: reviewkit agreement --ratings ratings.csv --ordinal low,medium,high --json")
@of_table
@json_option
@pass_where
def agreement(where: Where, /, as_json: bool, ratings: Path | None, **wishes: Any) -> None:
    """Print how well you agree at each stage and on each criterion, on blind decisions; pilot rounds apart.

    Of the quality appraisal on each criterion, the design and the judgement, weighted where the scale has an order.

    Percent agreement, kappa, PABAK, AC1 and Krippendorff's alpha with 95% intervals, the 2x2 table, and a warning where
    kappa misleads. --bootstrap N adds intervals from N resamples.

    With --ratings FILE the same about a plain table, without a review. The table is CSV, long (item, rater, rating) or
    wide (the item, then a column a rater); a blank cell or NA is a missing rating.
    """
    if ratings is not None:
        print_table(ratings, wishes, as_json)
        return
    drawn = drawn_without_table(wishes)
    with where.review() as review:
        found = review.results.full_agreement(**drawn)
        text = review.results.agreement_as_text(found, width())
    if as_json:
        echo_json({stage: {**_fields(one.decisions), **_fields(one)} for stage, one in found.items()})
        return
    echo_block(text.rstrip("\n") or "No report has two independent decisions yet.")


def _fields(found: Any) -> dict[str, Any]:
    """Return the fields of a dataclass; the agreement on decisions stands beside the others, not below them."""
    own = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    return {name: value for name, value in own.items() if name != "decisions"}
