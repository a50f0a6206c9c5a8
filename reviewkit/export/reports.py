"""A set of reports as a file: a table (CSV, XLSX) with a row a report, or references (RIS, BibTeX, CSL JSON).

The thing a reader would get wrong: references hold what a report is, not how it was decided on; who asks for a column
that the format has no place for is told so, since a file that silently lacks it would be believed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import NotAllowedError
from reviewkit.export.columns import Column, ReportLine, chosen, columns
from reviewkit.export.workbook import Sheet, fitting, workbook
from reviewkit.model import Record
from reviewkit.text import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Reviewer

FORMATS = {".csv": "CSV", ".xlsx": "XLSX", ".ris": "RIS", ".bib": "BibTeX", ".json": "CSL JSON"}
"""What is written, by the ending of the file's name."""
_REFERENCES = frozenset(formats.FORMATS) - {"CSV"}
_RECORD_FIELDS = {
    "accession_numbers": "accession",
    "publication_types": "types",
    "databases": "database",
} | {
    name: name
    for name in (
        *("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "language", "url", "abstract"),
        *("keywords", "issn", "isbn", "publisher", "peer_reviewed"),
    )
}
"""Column to the field of a record that references have a place for."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    format: str
    """A value of `FORMATS`."""
    names: tuple[str, ...] = ()
    """Columns asked for; the usual ones if empty."""
    excel: bool = False
    """Of CSV: so that Excel opens it as UTF-8 and keeps rows whole."""
    reviewers: Sequence[Reviewer] = field(default_factory=tuple)
    """Whose decisions come first; people who decided and are not among them come after."""
    watermark: str = ""


def format_of(name: str) -> str:
    """Return the format that a file name's ending stands for. Raises `NotAllowedError`."""
    found = FORMATS.get(PurePath(name).suffix.lower())
    if found is None:
        listed = ", ".join(f"{ending} ({format_})" for ending, format_ in FORMATS.items())
        raise NotAllowedError(f'"{name}" has no ending that says what to write', remedy=f"Let it end in {listed}.")
    return found


def written(lines: Sequence[ReportLine], form: Form) -> bytes:
    """Return the file of the reports in the order given. Raises `NotAllowedError` for columns it has no place for."""
    names = chosen(form.names)
    if form.excel and form.format != "CSV":
        raise NotAllowedError("--excel is for CSV", remedy="An .xlsx file opens in Excel as it is.")
    if form.format in _REFERENCES:
        kept = _kept(names, form.format) if form.names else None
        return formats.write([_only(one.record, kept) for one in lines], form.format, note=form.watermark)
    table = columns(names, [*form.reviewers, *_others(lines, form.reviewers)])
    if form.format == "XLSX":
        return workbook([Sheet("reports", [one.head for one in table], _rows(lines, table))], form.watermark)
    marked = [*table, Column("watermark", lambda _: form.watermark)] if form.watermark else table
    return as_csv([[one.head for one in marked], *_rows(lines, marked)], excel=form.excel)


def _rows(lines: Sequence[ReportLine], table: Sequence[Column]) -> list[list[str]]:
    return [[column.of(one) for column in table] for one in lines]


def as_csv(rows: Sequence[Sequence[str]], *, excel: bool) -> bytes:
    """Return rows as CSV with LF; for Excel with a byte order mark, CRLF, and cells cut to what it holds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n" if excel else "\n")
    cells = ([cell(text) for text in row] for row in rows)
    writer.writerows([fitting(text) for text in row] for row in cells) if excel else writer.writerows(cells)
    return (_BOM * excel + out.getvalue()).encode()


def _others(lines: Sequence[ReportLine], reviewers: Sequence[Reviewer]) -> list[Reviewer]:
    """Return who else has decided on these reports, such as somebody who has left."""
    votes = (vote for one in lines for outcome in one.progress.outcomes.values() for vote in outcome.votes)
    return sorted({vote.reviewer for vote in votes}.difference(reviewers))


def _kept(names: Sequence[str], format_: str) -> frozenset[str]:
    """Return the fields of a record behind the columns asked for. Raises `NotAllowedError` where there is none."""
    homeless = [name for name in names if name not in _RECORD_FIELDS]
    if homeless:
        raise NotAllowedError(
            f"{format_} has no place for {', '.join(homeless)}",
            remedy=f"It takes {', '.join(_RECORD_FIELDS)}; the others go into .csv or .xlsx.",
        )
    return frozenset(_RECORD_FIELDS[name] for name in names)


def _only(record: Record, kept: frozenset[str] | None) -> Record:
    """Return a record with nothing but these fields; all of it if None."""
    if kept is None:
        return record
    values = {one.name: getattr(record, one.name) for one in fields(Record) if one.name in kept}
    return Record(record.id, **values)
