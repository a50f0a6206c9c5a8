"""The words that raised or lowered a report's place, as a reader reads them.

The thing a reader would get wrong: forms of a word count as one (study, studies), and the one that is written most is
shown, so it need not be the one in this report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reviewkit.ranking.scoring import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.ranking.counting import Numbers
    from reviewkit.ranking.features import Features


@dataclass(frozen=True, slots=True)
class Word:
    """What a word, or two neighbouring ones, did to a score."""

    text: str
    """As it is mostly written, in small letters; between the words of a pair is a blank."""
    weight: float
    """What it added to the score, or took from it; to be compared within one report only."""


def words(features: Features, labelled: Numbers, relevant: Numbers, row: int, most: int = 8) -> tuple[Word, ...]:
    """Return what raised or lowered the score of `row` most, strongest first; the other arguments are as in `scores`.

    What did nothing is left out, so that a report without a known word, and any while nothing is decided, has none.
    """
    report = features.shared[[row]]
    parts = report.data * weights(features, labelled, relevant)[report.indices]
    heaviest = [place for place in np.argsort(-np.abs(parts), kind="stable")[:most] if parts[place]]
    forms = features.words.split("\n")
    return tuple(
        Word(_text(int(features.keys[column]), forms), float(parts[place]))
        for place, column in zip(heaviest, report.indices[heaviest], strict=True)
    )


def _text(key: int, forms: Sequence[str]) -> str:
    first, second = divmod(key, len(forms))
    return f"{forms[first - 1]} {forms[second]}" if first else forms[second]
