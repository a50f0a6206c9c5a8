"""Bytes of a database export to records and rejections, nothing lost on the way; and records to files for others.

The format is found from the content; a file's name serves messages only. What differs between platforms is a table in
`tables/`: a new dialect is one table there and one small file in tests/data/exports.

The thing a reader would get wrong: an entry is what the export shows as one, readable or not. Every entry has an
ordinal, and becomes either a record or a rejection, so that `len(records) + len(rejections)` is the number of entries.
An entry cut short by the end of the file is a record as soon as one of its fields can be read (RIS, nbib); where the
end of the last field cannot be known (a BibTeX brace or a CSV quotation mark never closed) it is a rejection.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.collector import no_collector
from reviewkit.errors import InputError
from reviewkit.formats import (
    bibtex,
    decoding,
    delimited,
    detection,
    endnote,
    ids,
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
from reviewkit.formats.entry import filled
from reviewkit.formats.fields import record
from reviewkit.formats.shapes import Shapes
from reviewkit.formats.writing import FORMATS, table, write
from reviewkit.model import FileId, Record, Rejection, nobody, record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reviewkit.formats.entry import Entry
    from reviewkit.model import Told

__all__ = ["FORMATS", "LARGEST", "Export", "columns", "identified", "read", "refuse_large", "table", "write"]

_ENTRIES: dict[str, Callable[[str, str], Iterator[Entry]]] = {
    "RIS": ris.entries,
    "nbib": nbib.entries,
    "Web of Science text": webofscience.entries,
    "EndNote text": endnote.entries,
    "BibTeX": bibtex.entries,
    "XML": markup.entries,
    "JSON": jsontext.entries,
}

_OFTEN = 500
"""Entries after which it is told how far the reading is."""


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


def read(data: bytes, name: str, columns: Mapping[str, str] | None = None, told: Told = nobody) -> Export:
    """Return the records and rejections of an export, ordinals from 1 in the order of the file.

    `columns` says of a table's columns which field of a record each holds, `""` for none; see `columns()`. `told` hears
    from time to time how much of the file is read. Raises InputError, with `name` as the place, where the file as a
    whole is none of the formats, and what `told` raises.
    """
    return _read(data, name, columns or {}, told, None)


def identified(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> tuple[Export, tuple[str, ...]]:
    """Return the same, and what the file itself calls each of its entries, rejected ones too: `ids.chosen`."""
    called: list[ids.Called] = []
    return _read(data, name, columns or {}, nobody, called), ids.chosen(called)


def _read(data: bytes, name: str, columns: Mapping[str, str], told: Told, called: list[ids.Called] | None) -> Export:
    refuse_large(len(data), name)
    format_, encoding, entries = _entries(data, name, columns)
    if called is not None:
        entries = ids.noted(entries, called)
    if told is not nobody:
        entries = _heard(entries, len(data), told)
    file = FileId(hashlib.sha256(data).hexdigest())
    family = tables.FAMILIES[format_]
    if columns:
        family = Family(family.base, (), family.silent)
    with no_collector():
        records, rejections, dialects = _sorted(entries, file, family)
    if not records and not rejections:
        raise InputError(f"no entries in this {format_} file", where=name, remedy=detection.EXPORT_AGAIN)
    return Export(file, format_, _commonest(dialects), tuple(records), tuple(rejections), encoding)


def _heard(entries: Iterable[Entry], size: int, told: Told) -> Iterator[Entry]:
    """Pass entries on, and tell how much of the file has passed; characters are counted for its bytes."""
    done = 0
    for number, entry in enumerate(entries, 1):
        done += len(entry.raw)
        if number % _OFTEN == 0:
            told(min(done, size), size)
        yield entry


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
    shapes = Shapes(family)
    for ordinal, found in enumerate(entries, 1):
        entry = found if all(found.values) else filled(found)
        shape = shapes.of(entry.tags)
        fault = entry.fault or shape.fault
        if fault:
            rejections.append(Rejection(ordinal, entry.line, fault, entry.raw))
            continue
        places = shape.places(entry)
        dialects[places.dialect.name] += 1
        records.append(record(entry, places, record_id(file, ordinal)))
    return records, rejections, dialects


def _commonest(dialects: Counter[str]) -> str:
    return next((name for name, _ in dialects.most_common() if name), "")
