"""What stands behind a review: the tables of the flow, near misses, agreement by criterion, search log, deviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.agreement.ratings import YES
from reviewkit.flow.table import Column, Table, counted
from reviewkit.report import extracted
from reviewkit.report.nouns import Bullets, Said, Section
from reviewkit.screening import codebook
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.agreement import Measures
    from reviewkit.flow.table import Value
    from reviewkit.model import Stage
    from reviewkit.report.facts import Facts
    from reviewkit.report.nouns import Part

SEARCH_RESULTS, REASONS, NEAR_MISSES = "Search results", "Reasons for exclusion", "Excluded near misses"
AGREEMENT, SEARCH_LOG, DEVIATIONS = "Agreement", "Search log", "Deviations from the protocol"
APPRAISAL = "Ratings of quality"
CODING = "Included studies"
_WAYS = (
    (SEARCH_RESULTS, ("search_results", "by_route", "by_database", "by_round"), "There are no numbers yet."),
    (REASONS, ("reasons",), "No report has been excluded yet."),
    (NEAR_MISSES, ("near_misses",), "No report has been excluded after title and abstract."),
    (AGREEMENT, ("agreement", "criteria"), "No report has two decisions that were made independently of each other."),
    (SEARCH_LOG, ("searches",), "No search has been imported yet."),
)
"""Heading, names of the tables below it, and what is said where none of them has a row."""


def appendix(facts: Facts, criteria: Mapping[Stage, Mapping[str, Measures]]) -> tuple[Section, ...]:
    """Return the appendix; `criteria` is the agreement on each criterion."""
    tables = {**facts.tables, "criteria": by_criterion(facts, criteria)}
    sections = [Section(heading, _tables(tables, names, otherwise)) for heading, names, otherwise in _WAYS]
    sections[-2:-2] = [Section(APPRAISAL, facts.appraised.tables)] if facts.appraised.over else []
    coded = extracted.tables(facts.extracted)
    sections[-2:-2] = [Section(CODING, coded)] if coded else []
    sections[-1] = Section(SEARCH_LOG, (*sections[-1].parts, *_notes(facts)))
    return (*sections, *deviations(facts))


def _tables(tables: Mapping[str, Table], names: tuple[str, ...], otherwise: str) -> tuple[Part, ...]:
    found = tuple(tables[name] for name in names if name in tables and tables[name].rows)
    return found or (Said(otherwise),)


def by_criterion(facts: Facts, criteria: Mapping[Stage, Mapping[str, Measures]]) -> Table:
    """Return the agreement on each criterion that somebody gave as a reason."""
    numeric = [Column(head, numeric=True) for head in ("Kappa", "95% low", "95% high", "AC1")]
    columns = (
        *(Column("Stage"), Column("Criterion"), counted("Given"), counted("Reports rated twice")),
        *(Column("Percent agreement", numeric=True, share=True), *numeric),
    )
    rows = [
        _criterion(stage, facts.named(name), found)
        for stage, each in criteria.items()
        for name, found in each.items()
        if _given(found)
    ]
    return Table("agreement_by_criterion", "Agreement on each criterion", columns, tuple(rows))


def _given(found: Measures) -> int:
    """Return how many ratings name the criterion."""
    return sum(one.ratings for one in found.specific if one.category == YES)


def _criterion(stage: Stage, name: str, found: Measures) -> tuple[Value, ...]:
    kappa = found.kappa
    first = (stage.words, name, _given(found), found.n, found.percent_agreement.value)
    return (*first, kappa.value, kappa.low, kappa.high, found.ac1.value)


def _notes(facts: Facts) -> tuple[Part, ...]:
    """Return what is noted of the searches beside the table."""
    notes = tuple(f"{line(one.search.name)}: {line(one.search.note)}" for one in facts.searches if one.search.note)
    return (Bullets(notes),) if notes else ()


def deviations(facts: Facts) -> tuple[Section, ...]:
    """Return what changed in the rules of the review after it had begun."""
    introduction = codebook.introduction(facts.criteria.review.registration, facts.deviations)
    each = (
        Section(
            line(codebook.when(one)),
            (Bullets(tuple(line(f"{a.what}: {codebook.amended(a.before, a.after)}") for a in one.amendments)),),
            3,
        )
        for one in facts.deviations
    )
    return (Section(DEVIATIONS, (Said(line(introduction)),)), *each)
