"""The tables of a report as one XLSX workbook, numbers as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.export.workbook import Sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.flow.table import Table


def tables_as_xlsx(tables: Iterable[Table], watermark: str) -> bytes:
    """Return a workbook with a sheet a table."""
    return workbook([_sheet(table) for table in tables], watermark)


def _sheet(table: Table) -> Sheet:
    rows = [["" if value is None else value for value in row] for row in table.rows]
    return Sheet(table.name, [column.head for column in table.columns], rows, (table.caption, *table.notes))
