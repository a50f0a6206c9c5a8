"""criteria/search.toml: the search strategy. What it says restricts what is looked for, never what is eligible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Block, Database, Limits, Strategy

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table


def strategy_of(root: Table) -> Strategy:
    """Return what search.toml says."""
    return Strategy(
        blocks=tuple(_block(table) for table in root.tables("block")),
        databases=tuple(
            Database(table.text("name", required=True, example="ERIC"), table.text("platform"))
            for table in root.tables("database")
        ),
        limits=_limits(root.table("limits")),
        date=root.text("date"),
        note=root.text("note"),
        known=root.texts("known", example="10.1080/1350293X.2020.1836582"),
    )


def _block(table: Table) -> Block:
    name = table.text("name", required=True, example="parents")
    return Block(name, table.texts("terms", required=True, example="Parents"))


def _limits(table: Table) -> Limits:
    first, last = table.years()
    return Limits(first, last, table.distinct("languages"), table.truth("peer_reviewed", default=False))
