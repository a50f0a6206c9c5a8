"""What the coding of studies comes to: of each field how often each choice was made, and of how many studies.

The thing a reader would get wrong: the denominator of a percentage is the studies that the field was answered for,
`not reported` among them, and never those that nobody has coded yet. Where several choices can be made, a study counts
under each of them, so that percentages may add up to more than 100.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reviewkit.extraction.answering import holds
from reviewkit.model import NOT_REPORTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.criteria.nouns import Extraction, Field
    from reviewkit.model import Answer


@dataclass(frozen=True, slots=True)
class Held:
    """A study and what holds of it."""

    label: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many studies have one answer to a field."""

    value: str
    n: int
    share: float
    """Of the studies that the field was answered for, 0 to 1; 0 where there are none."""
    studies: tuple[str, ...]
    """Their labels, in the order of the studies."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the numbers of a field come to; studies that report none are left out."""

    n: int
    lowest: float
    median: float
    mean: float
    highest: float
    total: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What one field comes to."""

    field: Field
    answered: int
    """Studies that it was answered for: the denominator."""
    open: int
    """Studies that it was not answered for, or with what the codebook does not have any more."""
    shares: tuple[Share, ...]
    """Choices in the order of the codebook, also those of no study; of numbers and texts whether they are reported."""
    more_than_one: int
    """Studies with several of the choices."""
    numbers: Numbers | None = None

    @property
    def note(self) -> str:
        """Return why the percentages add up to more than 100; empty where they do not."""
        if not self.more_than_one:
            return ""
        has = "study has" if self.more_than_one == 1 else "studies have"
        return (
            f"{self.field.name}: {self.more_than_one} {has} more than one, so the percentages, each of "
            f"{self.answered} studies, add up to more than 100."
        )


def summaries(codebook: Extraction, studies: Sequence[Held]) -> tuple[Summary, ...]:
    """Return what each field of the codebook comes to, over studies of which it is known what holds."""
    given = [({one.field: one for one in study.answers}, study.label) for study in studies]
    return tuple(
        _summary(field, [(answers[field.id], label) for answers, label in given if field.id in answers], len(given))
        for field in codebook.fields
    )


def _summary(field: Field, given: Sequence[tuple[Answer, str]], studies: int) -> Summary:
    held = [(answer.values, label) for answer, label in given if holds(field, answer)]
    by_value: dict[str, list[str]] = {value: [] for value in field.choices or ("reported",)}
    for values, label in held:
        for value in (values if field.choices else ("reported",)) if values else (NOT_REPORTED,):
            by_value.setdefault(value, []).append(label)
    return Summary(
        field,
        len(held),
        studies - len(held),
        tuple(Share(value, len(own), len(own) / max(1, len(held)), tuple(own)) for value, own in by_value.items()),
        sum(len(values) > 1 for values, _ in held),
        _numbers([Decimal(values[0]) for values, _ in held if values]) if field.kind == "number" else None,
    )


def _numbers(given: Sequence[Decimal]) -> Numbers | None:
    if not given:
        return None
    total = sum(given, Decimal(0))
    figures = (min(given), statistics.median(given), total / len(given), max(given), total)
    return Numbers(len(given), *map(float, figures))


@dataclass(frozen=True, slots=True)
class Differs:
    """A number in print that is not what the coding comes to."""

    field: str
    value: str
    printed: tuple[int | None, int | None]
    """How many studies and what percentage; None where the print does not say."""
    n: int
    answered: int

    @property
    def sentence(self) -> str:
        """Return what is in print, and what was coded."""
        n, percent = self.printed
        said = " and ".join([*([str(n)] * (n is not None)), *([f"{percent}%"] * (percent is not None))])
        of = f"{self.n} of {self.answered}"
        exact = f", which is {self.n / self.answered:.1%}" if self.answered else ""
        return f"{self.field}, {self.value}: {said} in print, coded {of}{exact}."


def compared(codebook: Extraction, found: Sequence[Summary]) -> tuple[Differs, ...]:
    """Return where what `[published]` in the codebook says differs from the coding.

    A percentage in print may be rounded to whole numbers, halves either way.
    """
    shares = {(one.field.id, share.value): (one, share) for one in found for share in one.shares}
    differing = []
    for field, value, printed in codebook.published:
        if (field, value) in shares:
            summary, share = shares[field, value]
            n, percent = printed
            wrong_count = n is not None and n != share.n
            of = summary.answered
            wrong_percent = percent is not None and 2 * abs(percent * of - 100 * share.n) > of
            if of and (wrong_count or wrong_percent):
                differing.append(Differs(summary.field.name, value, printed, share.n, of))
    return tuple(differing)


def by_choice(field: Field, studies: Sequence[Held]) -> list[tuple[str, tuple[bool, ...]]]:
    """Return whether each study that a field was answered for has each of its choices, by the study's label."""
    rows = []
    for study in studies:
        own = next((one for one in study.answers if one.field == field.id), None)
        if own is not None and holds(field, own):
            rows.append((study.label, tuple(choice in own.values for choice in field.choices)))
    return rows
