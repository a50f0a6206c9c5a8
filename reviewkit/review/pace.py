"""How quick one's own screening is, and how long what is left will take.

From the acting reviewer's own decisions on this device alone: a colleague's pace would tell when they worked on what.
It is remembered in the database of the device, which nobody else reads, and never written into the review.
"""

from __future__ import annotations

import contextlib
import json
import statistics
from typing import TYPE_CHECKING

from reviewkit.errors import StorageError
from reviewkit.model import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.review.session import Session

LONGEST = {Stage.TITLE_ABSTRACT: 300.0, Stage.FULL_TEXT: 3600.0, Stage.QUALITY: 3600.0}
"""Seconds; between two decisions that are further apart somebody did something else."""
_FEWEST = 5
_KEPT = 200


class Pace:
    """The pace of the acting reviewer at each stage, in seconds between two decisions, newest last."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def gaps(self, stage: Stage) -> list[float]:
        """Return the times between decisions in earlier sittings."""
        kept = self._session.store.fact(self._name(stage)) if self._session.reviewer else None
        with contextlib.suppress(ValueError, TypeError):
            return [float(one) for one in json.loads(kept or "[]")]
        return []

    def remember(self, stage: Stage, gaps: Sequence[float]) -> None:
        """Keep the times between decisions for the next sitting."""
        if self._session.reviewer and gaps:
            with contextlib.suppress(StorageError):  # it would only have told the time that is left
                self._session.store.remember(self._name(stage), json.dumps([round(one, 1) for one in gaps[-_KEPT:]]))

    def left(self, stage: Stage, reports: int) -> str:
        """Return how long so many reports will take, in words; empty if not enough is known."""
        return about(seconds_left(stage, self.gaps(stage), reports))

    def _name(self, stage: Stage) -> str:
        return f"pace of {self._session.reviewer} at {stage}"


def seconds_left(stage: Stage, gaps: Sequence[float], reports: int) -> float | None:
    """Return the median time between decisions times the reports left; None before five such times are known.

    Gaps longer than `LONGEST` are pauses and left out.
    """
    working = [one for one in gaps if 0 <= one <= LONGEST[stage]]
    return statistics.median(working) * reports if len(working) >= _FEWEST and reports else None


def about(seconds: float | None) -> str:
    """Return a time as a person would say it, never less than it is: `about 1 h 50 min`; empty for None."""
    if seconds is None:
        return ""
    minutes = -int(-seconds // 60)
    step = 1 if minutes <= 10 else 5 if minutes <= 60 else 10
    rounded = max(1, -(-minutes // step) * step)
    hours, rest = divmod(rounded, 60)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    return f"about {' '.join(part for part in parts if part)}"
