"""Bytes of a database export to records and rejections, nothing lost on the way.

The format is found from the content; a file's name serves messages only. What differs between platforms is a table in
`tables.py`: a new dialect is one table there and one small file in tests/data/exports.

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

from reviewkit.errors import InputError
from reviewkit.formats import bibtex, decoding, delimited, detection, nbib, ris, tables
from reviewkit.formats.fields import record
from reviewkit.model import FileId, Record, Rejection, record_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.formats.dialects import Family
    from reviewkit.formats.entry import Entry

__all__ = ["Export", "read"]

_ENTRIES = {"RIS": ris.entries, "nbib": nbib.entries, "BibTeX": bibtex.entries, "CSV": delimited.entries}


@dataclass(frozen=True, slots=True)
class Export:
    """One export as read."""

    file: FileId
    """sha256 of the bytes."""
    format: str
    """`RIS`, `nbib`, `BibTeX`, `CSV`."""
    dialect: str
    """The platform that most of the records show marks of; empty if none does."""
    records: tuple[Record, ...]
    rejections: tuple[Rejection, ...]
    encoding: str = "UTF-8"
    """`UTF-8`, `UTF-16`, or a longer text where some bytes are no valid UTF-8 and were taken for Windows-1252."""


def read(data: bytes, name: str) -> Export:
    """Return the records and rejections of an export, ordinals from 1 in the order of the file.

    Raises InputError, with `name` as the place, where the file as a whole is none of the formats.
    """
    detection.refuse_binary(data, name)
    text, encoding = decoding.text(data, name)
    format_ = detection.format_of(text, name)
    file = FileId(hashlib.sha256(data).hexdigest())
    records, rejections, dialects = _sorted(_ENTRIES[format_](text, name), file, tables.FAMILIES[format_])
    if not records and not rejections:
        raise InputError(f"no entries in this {format_} file", where=name, remedy=detection.EXPORT_AGAIN)
    return Export(file, format_, _commonest(dialects), tuple(records), tuple(rejections), encoding)


def _sorted(
    entries: Iterable[Entry], file: FileId, family: Family
) -> tuple[list[Record], list[Rejection], Counter[str]]:
    """Return the entries that can be read, those that cannot, and how often each platform's marks were seen."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    dialects: Counter[str] = Counter()
    for ordinal, entry in enumerate(entries, 1):
        fault = entry.fault or family.fault(entry.pairs)
        if fault:
            rejections.append(Rejection(ordinal, entry.line, fault, entry.raw))
            continue
        dialect = family.dialect_of(entry.pairs, entry.after)
        dialects[dialect.name] += 1
        records.append(record(entry, dialect, record_id(file, ordinal)))
    return records, rejections, dialects


def _commonest(dialects: Counter[str]) -> str:
    return next((name for name, _ in dialects.most_common() if name), "")
