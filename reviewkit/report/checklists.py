"""PRISMA 2020, PRISMA-S and GRRAS together: where each item is answered, what is said to it, and what is missing.

Source of PRISMA-S: Rethlefsen et al. (2021), doi 10.1186/s13643-020-01542-z. The thing a reader would get wrong: a
place named here is a section of this report; what is said there may still lack something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.report import methods
from reviewkit.report.grras import GRRAS
from reviewkit.report.items import METHODS, Answered, Item
from reviewkit.report.nouns import Section, table
from reviewkit.report.prisma_2020 import PRISMA_2020
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.report.facts import Facts


def prisma_2020(facts: Facts) -> list[Answered]:
    """Return the 27 items, those with parts by part."""
    return [_answered(item, facts) for item in PRISMA_2020]


def grras(facts: Facts) -> list[Answered]:
    """Return the 15 items on reliability and agreement."""
    return [_answered(item, facts) for item in GRRAS]


def prisma_s(facts: Facts) -> list[Answered]:
    """Return the 16 items on the search."""
    where = f"{METHODS}{methods.SEARCH}"
    return [
        Answered(str(one.number), one.name, one.asked, where if one.said else "", one.said, one.missing)
        for one in facts.prisma_s
    ]


def _answered(item: Item, facts: Facts) -> Answered:
    said, missing = item.answer(facts)
    return Answered(
        item.number, item.topic, item.asked, item.where if said else "", tuple(map(line, said)), tuple(missing)
    )


def section(name: str, found: Sequence[Answered]) -> Section:
    """Return a checklist as a section of a document."""
    rows = tuple((one.number, one.topic, one.asked, _where(one), "; ".join(one.missing) or "nothing") for one in found)
    complete = sum(one.complete for one in found)
    heads = ("Item", "Topic", "What is asked", "Where it is answered", "What is missing")
    return Section(name, (table(name, f"{name}: {complete} of {len(found)} items answered", heads, rows),))


def _where(one: Answered) -> str:
    said = " ".join(text if text.endswith(".") else f"{text};" for text in one.said).removesuffix(";")
    return f"{one.where}: {said}" if one.where and said else said or "nowhere yet"


def checklists(facts: Facts) -> tuple[Section, ...]:
    """Return all three."""
    return (
        section("PRISMA 2020", prisma_2020(facts)),
        section("PRISMA-S", prisma_s(facts)),
        section("GRRAS", grras(facts)),
    )
