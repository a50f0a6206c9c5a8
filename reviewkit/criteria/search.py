"""criteria/search.toml: the search strategy. What it says restricts what is looked for, never what is eligible.

The thing a reader would get wrong: a term that no database could take is not a fault of the file, since that would
keep people from screening; `reviewkit query` says of each platform which terms it left out and why.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import FIELDS, Block, Database, Limits, Reporting, Strategy

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table

VOCABULARIES = ("ebsco", "eric", "mesh", "proquest")


def strategy_of(root: Table) -> Strategy:
    """Return what search.toml says."""
    fields = root.choices("fields", FIELDS) or FIELDS[:3]
    return Strategy(
        blocks=tuple(_block(table, fields) for table in root.tables("block")),
        databases=tuple(
            Database(table.text("name", required=True, example="ERIC"), table.text("platform"))
            for table in root.tables("database")
        ),
        limits=_limits(root.table("limits")),
        date=root.text("date"),
        note=root.text("note"),
        known=root.texts("known", example="10.1080/1350293X.2020.1836582"),
        reporting=_reporting(root.table("reporting")),
    )


def _block(table: Table, fields: tuple[str, ...]) -> Block:
    thesaurus, written_out = table.table("thesaurus"), table.table("written_out")
    return Block(
        name=table.text("name", required=True, example="parents"),
        terms=table.texts("terms", required=True, example="Parents"),
        fields=table.choices("fields", FIELDS) or fields,
        thesaurus={key: items for key in VOCABULARIES if (items := thesaurus.texts(key, example="Parents"))},
        written_out={key: written_out.texts(key, required=True, example="parents") for key in written_out.names()},
    )


def _limits(table: Table) -> Limits:
    first, last = table.years()
    return Limits(
        first,
        last,
        table.distinct("languages"),
        table.truth("peer_reviewed", default=False),
        table.text("reason"),
    )


def _reporting(table: Table) -> Reporting:
    return Reporting(**{field.name: table.text(field.name) for field in dataclasses.fields(Reporting)})
