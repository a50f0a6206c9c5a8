"""What is found when a review is held to its promises: how bad, where, what, what to do, and what can be repaired.

The thing a reader would get wrong: a finding holds names of files, actors and devices as they came from outside;
whoever prints it makes it harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MANY = 5


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    """The history is not what was written, or a number may be wrong."""
    WARNING = "warning"
    """Somebody should look, and decide."""
    HINT = "hint"
    """Good to know; nothing is wrong yet."""


class Repair(StrEnum):
    """What `check --repair` can do without losing anything; none of these deletes a file or an event."""

    MEND = "mend"
    """Append to the own journals what they lack."""
    REWRITE = "rewrite"
    """Put the own journal aside as it is and write it anew from the database."""
    SPREAD = "spread"
    """Write others' events that the folder lacks into a journal that only this device writes."""
    TIDY = "tidy"
    """Put a file aside of which everything is known and stands elsewhere."""
    COMPARE = "compare"
    """Compare the records that have not been compared."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency."""

    kind: str
    """One word for programs, the same in every version: `edited`, `gap`, ..."""
    severity: Severity
    where: str
    what: str
    remedy: str = ""
    repair: Repair | None = None
    target: str = ""
    """The file that the repair puts aside, below the review's folder."""

    def __str__(self) -> str:
        """Return the finding in one line, without its remedy."""
        return f"{self.severity}: {self.where}: {self.what}" if self.where else f"{self.severity}: {self.what}"


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, worst first, otherwise in the order given."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def ranges(numbers: Iterable[int]) -> str:
    """Return whole numbers as people write them: `4 to 6, 9`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(" to ".join(map(str, run)) for run in runs)


def some(names: Sequence[str]) -> str:
    """Return the first few of many names, and how many more there are."""
    rest = len(names) - _MANY
    return ", ".join(names[:_MANY]) + (f" and {rest} more" if rest > 0 else "")
