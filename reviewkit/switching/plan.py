"""What bringing over a file would do, as values and in words, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.model import ReportId, Reviewer, Stage, Verdict
    from reviewkit.switching.choosing import Choice, Left

_ONLY_BLIND = (
    "They are marked as not blind and stay out of the agreement, which counts blind decisions only; "
    "--blind says that each was made without the other's."
)
_BLIND = "They are marked as blind, as you state, and count in the agreement where both reviewers' are."


@dataclass(frozen=True, slots=True)
class Share:
    """What a plan holds for one reviewer."""

    reviewer: Reviewer
    names: tuple[str, ...]
    """What the file calls this reviewer."""
    decisions: Mapping[Verdict, int]
    """Decisions in the file that could be written, whether or not some stand here already."""
    undecided: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What bringing over a file would do; nothing is written yet."""

    file: str
    program: str
    stage: Stage
    blind: bool
    replace: bool
    rows: int
    matched: int
    shares: tuple[Share, ...]
    new: int
    """Decisions of the acting reviewer's that would be written because nothing of theirs stands."""
    standing: int
    """Decisions of the acting reviewer's that stand here already."""
    differing: tuple[Left, ...]
    """Where the acting reviewer's decision here is another one: kept, or replaced if `replace`."""
    tags: int
    """Reports that would get tags of the acting reviewer's."""
    unmatched: tuple[Left, ...]
    ambiguous: tuple[Left, ...]
    refused: tuple[Left, ...]
    unread: tuple[Left, ...]
    repeated: int
    other_stage: int
    unknown_reasons: Mapping[str, int]
    not_asked_for: Mapping[str, int]
    remarks: tuple[str, ...]
    choices: tuple[Choice, ...] = field(repr=False)
    tagged: tuple[tuple[ReportId, tuple[str, ...]], ...] = field(repr=False)

    @property
    def source(self) -> str:
        """Return what the decisions will bear as their source."""
        return f"{self.file} ({self.program})"

    def sentences(self) -> list[str]:
        """Return the plan in words, without its lists."""
        found = [
            f"{self.program}, {self.rows} rows: {self.matched} found here, {len(self.unmatched)} not found, "
            f"{len(self.ambiguous)} ambiguous; {len(self.unread)} more could not be read.",
            *(_share_words(share) for share in self.shares),
            f"Yours: {self.new} new, {self.standing} already so, {len(self.differing)} other than your decision here"
            f"{f', which {_are(self.replace)}' if self.differing else ''}; tags on {self.tags} reports.",
            _BLIND if self.blind else _ONLY_BLIND,
            *self.remarks,
        ]
        counted = (
            (self.repeated, "rows say the same of a report again."),
            (self.other_stage, f"decisions are of another stage than {self.stage.words} and are left."),
            (len(self.refused), "decisions cannot be brought over as they are."),
        )
        found += [f"{number} {words}" for number, words in counted if number]
        found += [
            f'"{name}" in the file: {number} decisions, not asked for.' for name, number in self.not_asked_for.items()
        ]
        found += [
            f'"{reason}" is no criterion here and goes into the note ({number} times).'
            for reason, number in self.unknown_reasons.items()
        ]
        return found


@dataclass(frozen=True, slots=True)
class Brought:
    """What was written."""

    decisions: int
    """Of the acting reviewer's."""
    tags: int
    handed: Mapping[Reviewer, int]
    """Colleague to how many decisions of theirs were handed over; those that stood already were left as they are."""


def _share_words(share: Share) -> str:
    said = ", ".join(f"{number} {verdict}" for verdict, number in share.decisions.items())
    names = ", ".join(f'"{name}"' for name in share.names)
    return f"{names} is {share.reviewer}: {said}; {share.undecided} undecided."


def _are(replace: bool) -> str:
    return "are replaced" if replace else "stay as they are"
