"""Agreement on a plain table of ratings, without a review: a file in, measures or their text out.

The thing a reader would get wrong: this opens no review and needs none, so nothing here knows blind votes or pilot
rounds; the table holds what is to be counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit import agreement
from reviewkit.agreement import Measures, Options, Scale, Weights, as_text
from reviewkit.errors import InputError
from reviewkit.formats import decoding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Measures", "Options", "Scale", "Weights", "agreement_of_file", "as_text"]

_SAVE = "Save the table as CSV in UTF-8: a header, then a row a rating (item, rater, rating) or a row an item."


def agreement_of_file(
    path: Path,
    *,
    categories: Sequence[str] = (),
    scale: Scale = Scale.NOMINAL,
    counted_as: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> Measures:
    """Return the agreement in a table of ratings, long or wide (see `agreement.reading`).

    `categories` are those that could be chosen, from low to high where `scale` has an order; `counted_as` merges one
    into another, such as `unsure` into `include`. Raises `InputError` that names the lines at fault.
    """
    found = agreement.table(_text(path), path.name, categories=categories, scale=scale)
    unknown = [old for old in counted_as or {} if old not in found.categories]
    if unknown:
        raise InputError(
            f'no rating is "{unknown[0]}"', where=path.name, remedy=f"There are {', '.join(found.categories[:12])}."
        )
    return agreement.measures(agreement.merged(found, counted_as or {}), options or Options())


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path and your right to read it."
        ) from error
    try:
        return decoding.text(data, path.name)[0]
    except InputError as error:
        raise InputError(error.what, where=error.where, remedy=_SAVE) from error
