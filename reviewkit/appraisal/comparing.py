"""Where raters of one study differ: in the design, in a criterion, in the overall judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.appraisal.judging import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Appraisal, Settled

DESIGN, OVERALL = "the design", "the judgement"
"""Keys of what is answered of the whole study, among those of criteria, whose ids have no blank."""


def answers(given: Appraisal | Settled) -> dict[str, str]:
    """Return everything that can be answered alike or not, by criterion, the design first and the judgement last."""
    found = {DESIGN: given.design, **values(given.ratings), OVERALL: given.judgement}
    return {name: value for name, value in found.items() if value}


def differing(appraisals: Sequence[Appraisal]) -> tuple[str, ...]:
    """Return what the appraisals do not all answer alike, in the order of the first that answers it."""
    given = [answers(one) for one in appraisals]
    asked = dict.fromkeys(name for one in given for name in one)
    return tuple(name for name in asked if len({one.get(name, "") for one in given}) > 1)
