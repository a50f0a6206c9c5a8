"""A random sample that everybody can draw again: the reports whose draw is lowest.

The thing a reader would get wrong: a draw depends on the seed and the report alone, so a larger sample by the same seed
holds the smaller one, and nothing that anybody decided has a part in it. It is another draw than the one that says
which reports two people decide on, so that a pilot is no sample of those alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.model import ReportId


def sample(reports: Iterable[ReportId], size: int, seed: int) -> tuple[ReportId, ...]:
    """Return `size` of the reports, or all if there are fewer, in the order of their ids."""
    drawn = sorted(reports, key=lambda report: (_draw(seed, report), report))
    return tuple(sorted(drawn[: max(0, size)]))


def _draw(seed: int, report: ReportId) -> bytes:
    return hashlib.sha256(f"sample:{seed}:{report}".encode()).digest()
