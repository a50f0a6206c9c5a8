"""Bytes of a database export to records and rejections, nothing lost on the way; and records to files for others.

The format is found from the content; a file's name serves messages only. What differs between platforms is a table in
`tables/`: a new dialect is one table there and one small file in tests/data/exports.

The thing a reader would get wrong: an entry is what the export shows as one, readable or not. Every entry has an
ordinal, and becomes either a record or a rejection, so that `len(records) + len(rejections)` is the number of entries.
An entry cut short by the end of the file is a record as soon as one of its fields can be read (RIS, nbib); where the
end of the last field cannot be known (a BibTeX brace or a CSV quotation mark never closed) it is a rejection.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import (
    bibtex,
    decoding,
    delimited,
    detection,
    endnote,
    jsontext,
    markup,
    nbib,
    ris,
    tables,
    webofscience,
    workbook,
)
from reviewkit.formats import columns as mapping
from reviewkit.formats.detection import LARGEST, refuse_large
from reviewkit.formats.dialects import Family
from reviewkit.formats.entry import by_tag
from reviewkit.formats.fields import record
from reviewkit.formats.writing import FORMATS, write
from reviewkit.model import FileId, Record, Rejection, record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reviewkit.formats.entry import Entry

__all__ = ["FORMATS", "LARGEST", "Export", "columns", "read", "refuse_large", "write"]

_ENTRIES: dict[str, Callable[[str, str], Iterator[Entry]]] = {
    "RIS": ris.entries,
    "nbib": nbib.entries,
    "Web of Science text": webofscience.entries,
    "EndNote text": endnote.entries,
    "BibTeX": bibtex.entries,
    "XML": markup.entries,
    "JSON": jsontext.entries,
}


@dataclass(frozen=True, slots=True)
class Export:
    """One export as read."""

    file: FileId
    """sha256 of the bytes."""
    format: str
    """One of those in `tables.FAMILIES`: `RIS`, `nbib`, `BibTeX`, `CSV`, `Excel`, `XML`, `JSON`, two tagged texts."""
    dialect: str
    """The platform that most of the records show marks of; empty if none does."""
    records: tuple[Record, ...]
    rejections: tuple[Rejection, ...]
    encoding: str = "UTF-8"
    """`UTF-8`, `UTF-16`, or a longer text where some bytes are no valid UTF-8 and were taken for Windows-1252."""


def read(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> Export:
    """Return the records and rejections of an export, ordinals from 1 in the order of the file.

    `columns` says of a table's columns which field of a record each holds, `""` for none; see `columns()`.
    Raises InputError, with `name` as the place, where the file as a whole is none of the formats.
    """
    refuse_large(len(data), name)
    format_, encoding, entries = _entries(data, name, columns or {})
    file = FileId(hashlib.sha256(data).hexdigest())
    family = tables.FAMILIES[format_]
    if columns:
        family = Family(family.base, (), family.silent)
    with _no_collector():
        records, rejections, dialects = _sorted(entries, file, family)
    if not records and not rejections:
        raise InputError(f"no entries in this {format_} file", where=name, remedy=detection.EXPORT_AGAIN)
    return Export(file, format_, _commonest(dialects), tuple(records), tuple(rejections), encoding)


def columns(data: bytes, name: str = "the table") -> dict[str, str]:
    """Return which field of a record each column of a table is taken for, empty for none; nothing if it is no table.

    What `read` takes as its `columns` has this form. Raises InputError as `read` does, but not for a lack of titles.
    """
    if workbook.is_workbook(data):
        return mapping.guess(*workbook.table(data, name, {"": ""}))
    detection.refuse_binary(data, name)
    text, _ = decoding.text(data, name)
    layout = delimited.layout(text)
    try:
        format_ = detection.format_of(text, name)
    except InputError:
        if len(layout.header) < 2:
            raise
        format_ = "CSV"
    return mapping.guess(layout, delimited.rows(text, layout)) if format_ == "CSV" else {}


def _entries(data: bytes, name: str, columns: Mapping[str, str]) -> tuple[str, str, Iterable[Entry]]:
    """Return the format, the encoding and the entries."""
    if workbook.is_workbook(data):
        return "Excel", "", workbook.entries(data, name, columns)
    detection.refuse_binary(data, name)
    text, encoding = decoding.text(data, name)
    format_ = "CSV" if columns else detection.format_of(text, name)
    if format_ == "CSV":
        return format_, encoding, delimited.entries(text, name, columns)
    return format_, encoding, _ENTRIES[format_](text, name)


def _sorted(
    entries: Iterable[Entry], file: FileId, family: Family
) -> tuple[list[Record], list[Rejection], Counter[str]]:
    """Return the entries that can be read, those that cannot, and how often each platform's marks were seen."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    dialects: Counter[str] = Counter()
    for ordinal, entry in enumerate(entries, 1):
        values = by_tag(entry.pairs)
        fault = entry.fault or family.lack(values)
        if fault:
            rejections.append(Rejection(ordinal, entry.line, fault, entry.raw))
            continue
        dialect = family.dialect(values, entry.after)
        dialects[dialect.name] += 1
        records.append(record(entry, dialect, record_id(file, ordinal), values))
    return records, rejections, dialects


@contextmanager
def _no_collector() -> Iterator[None]:
    """Leave Python's search for cycles off: there are none here, and it takes a fifth of the time of a large file."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _commonest(dialects: Counter[str]) -> str:
    return next((name for name, _ in dialects.most_common() if name), "")
