"""The extraction in tables and sentences: the description of the sample, the studies, the themes and their quotations.

The thing a reader would get wrong: everything here is over the studies of which it is known what holds; those that are
not coded yet, or not settled, are counted and named as such, and in no denominator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Extraction
from reviewkit.extraction.summaries import Held, by_choice, compared, summaries
from reviewkit.flow.document import estimated
from reviewkit.flow.table import Column, Table, counted
from reviewkit.model import NOT_REPORTED
from reviewkit.report.words import counted as number_of
from reviewkit.report.words import joined, sentence, verb
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.agreement import Measures
    from reviewkit.criteria.nouns import Field as Asked
    from reviewkit.extraction.summaries import Summary
    from reviewkit.flow.table import Value
    from reviewkit.model import Answer

_YES = "×"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage, as it stands in a table."""

    theme: str
    codes: str
    study: str
    text: str
    page: str
    coder: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What is known of the coding."""

    codebook: Extraction
    studies: tuple[Held, ...] = ()
    """Those of which it is known what holds."""
    open: int = 0
    """Studies that are not coded yet by as many as have to."""
    differing: int = 0
    """Studies whose coders differ, not settled yet."""
    settled: int = 0
    """Studies whose coders differed and settled it."""
    independent: int = 0
    """Studies that two or more coded without seeing what the other had finished."""
    coders: tuple[str, ...] = ()
    """Who coded any of the studies that are over, sorted."""
    quotations: tuple[Quoted, ...] = ()
    """By theme in the order of the codebook."""
    agreement: Mapping[str, Measures] = field(default_factory=dict)
    """On each field or choice, by what people call it."""
    equal: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of each number and text how many of the studies coded twice have equal answers, and those studies."""

    @property
    def over(self) -> int:
        """Return how many studies as many have coded as have to."""
        return len(self.studies) + self.differing


NOTHING_CODED = Extracted(Extraction())


# ------------------------------------------------------------------------------------------------------ tables


def sample(found: Extracted) -> Table:
    """Return n and percentage of each choice of each field, with what is in print and differs among the notes."""
    each = summaries(found.codebook, found.studies)
    rows = [row for one in each for row in _shares(one)]
    columns = (Column("Field"), Column("Answer"), counted("n"), counted("of"), Column("%", numeric=True, share=True))
    notes = [one.note for one in each if one.note]
    notes += [
        f"{one.field.name}: {number_of(one.open, 'study', 'studies')} {verb(one.open, 'has', 'have')} no answer and "
        f"{verb(one.open, 'is', 'are')} not counted."
        for one in each
        if one.open and found.studies
    ]
    notes += [one.sentence for one in compared(found.codebook, each)] + left_out(found)
    return Table("sample", "Description of the sample", columns, tuple(rows), notes=tuple(map(line, notes)))


def _shares(summary: Summary) -> list[tuple[Value, ...]]:
    name, of = line(summary.field.name), summary.answered
    return [(name, line(one.value), one.n, of, one.share if of else None) for one in summary.shares]


def numbers(found: Extracted) -> Table:
    """Return what the number fields come to."""
    heads = ("Field", "Studies", "Lowest", "Median", "Mean", "Highest", "Total")
    rows = [
        (line(one.field.name), own.n, own.lowest, own.median, own.mean, own.highest, own.total)
        for one in summaries(found.codebook, found.studies)
        if (own := one.numbers) is not None
    ]
    columns = tuple(Column(head, numeric=bool(place)) for place, head in enumerate(heads))
    return Table("numbers", "Numbers in the studies", columns, tuple(rows))


def studies(found: Extracted) -> Table:
    """Return a row a study, the fields side by side."""
    fields = found.codebook.fields
    rows = [
        (one.label, *(said(by[field.id]) if field.id in by else "" for field in fields))
        for one in found.studies
        for by in [{own.field: own for own in one.answers}]
    ]
    columns = (Column("Study"), *(Column(line(field.name)) for field in fields))
    return Table(
        "studies", "Characteristics of the included studies", columns, tuple(rows), notes=tuple(left_out(found))
    )


def said(answer: Answer) -> str:
    """Return an answer in one cell."""
    return "; ".join(map(line, answer.values)) if answer.values else NOT_REPORTED


def matrices(found: Extracted) -> list[Table]:
    """Return which study has which choice, a table for each field of several choices."""
    fields = [one for one in found.codebook.fields if one.kind == "several"]
    return [table for one in fields if (table := _matrix(one, found)).rows]


def _matrix(asked: Asked, found: Extracted) -> Table:
    rows = by_choice(asked, found.studies)
    each = [(label, *(_YES if has else "" for has in own)) for label, own in rows]
    totals = [sum(own[place] for _, own in rows) for place in range(len(asked.choices))]
    last: list[tuple[Value, ...]] = [("Total", *totals)] if rows else []
    columns = (Column("Study"), *(Column(line(choice)) for choice in asked.choices))
    return Table(f"{asked.id}_by_study", f"{line(asked.name)} by study", columns, (*each, *last), total=True)


def quotations(found: Extracted) -> Table:
    """Return the passages by theme."""
    heads = ("Theme", "Codes", "Study", "Quotation", "Page", "Coder")
    rows = tuple((one.theme, one.codes, one.study, one.text, one.page, one.coder) for one in found.quotations)
    return Table("quotations", "Quotations by theme", tuple(map(Column, heads)), rows)


def tables(found: Extracted) -> tuple[Table, ...]:
    """Return all that have a row: the sample, numbers, studies, matrices, quotations."""
    every = (sample(found), numbers(found), studies(found), *matrices(found), quotations(found))
    return tuple(one for one in every if one.rows) if found.studies else ()


def left_out(found: Extracted) -> list[str]:
    """Return how many studies are in no table and why; nothing where all are in."""
    parts = [
        f"{number_of(found.open, 'study', 'studies')} not coded yet" if found.open else "",
        f"{number_of(found.differing, 'study', 'studies')} on which the coders differ" if found.differing else "",
    ]
    named = joined([part for part in parts if part])
    return [f"Not in it: {named}."] if named else []


# ------------------------------------------------------------------------------------------------------ sentences


def methods(found: Extracted) -> list[str]:
    """Return what was noted of studies, by whom, and how often by two; nothing without a codebook."""
    fields = found.codebook.fields
    if not fields:
        return []
    names = joined([field.name for field in fields])
    head = f"Of each study {number_of(len(fields), 'field')} of a codebook {verb(len(fields))} noted: {names}."
    double = [field.name for field in fields if field.double]
    asked = (
        [f"{sentence(joined(double))[:-1]} {verb(len(double))} to be coded twice, each coder alone."] if double else []
    )
    if not found.over:
        return [line(one) for one in (head, *asked, "No study has been coded yet by as many as have to.")]
    by = f"{number_of(found.over, 'study', 'studies')} {verb(found.over)} coded by {joined(found.coders)}"
    twice = (
        f", {found.independent} of them by two or more who had not seen what the other had noted"
        if found.independent
        else ", none of them by two who had not seen what the other had noted"
    )
    differed = found.settled + found.differing
    ended = [
        f"{found.settled} {verb(found.settled)} settled" if found.settled else "",
        f"{found.differing} {verb(found.differing, 'is', 'are')} not settled yet" if found.differing else "",
    ]
    how = f"On {number_of(differed, 'study', 'studies')} the coders differed: {joined([one for one in ended if one])}."
    return [line(one) for one in (head, *asked, sentence(f"{by}{twice}"), *([how] if differed else []))]


def results(found: Extracted) -> list[str]:
    """Return the description of the sample in sentences, a field each."""
    if not found.studies:
        return []
    each = [
        f"{one.field.name}: {'; '.join(f'{own.value} {own.n} ({own.share:.1%})' for own in one.shares if own.n)}."
        for one in summaries(found.codebook, found.studies)
        if one.field.choices and one.answered
    ]
    notes = [note for one in summaries(found.codebook, found.studies) if (note := one.note)]
    head = (
        f"{number_of(len(found.studies), 'study', 'studies')} {verb(len(found.studies), 'is', 'are')} described here."
    )
    return [line(one) for one in (sentence(head[:-1]), *each, *notes, *left_out(found))]


def agreed(found: Extracted) -> list[str]:
    """Return how well the coders agreed on each field or choice, and on numbers and texts how often they were equal."""
    each = [
        f"In the coding, {line(name)}: {one.percent_agreement.value or 0:.1%} of {number_of(one.n, 'answer')} given "
        f"twice, {estimated('kappa', one.kappa)}, {estimated('AC1', one.ac1)}."
        for name, one in found.agreement.items()
    ]
    equal = [
        f"In the coding, {line(name)}: equal in {same} of {number_of(of, 'study', 'studies')} coded twice."
        for name, (same, of) in found.equal.items()
    ]
    return each + equal
