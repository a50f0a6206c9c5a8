"""The bytes of a file to its entries, whatever program wrote it: RIS, a table, or Rayyan's zip with a table in it.

The scanners are those of `formats`, so encodings, broken quotation marks and lines are dealt with as at an import. What
is different: a table needs no column of titles here, if an id or a DOI says which papers it is about.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import decoding, delimited, detection, ris, tables
from reviewkit.formats.entry import Entry, filled
from reviewkit.formats.fields import record
from reviewkit.formats.shapes import Shapes
from reviewkit.model import RecordId
from reviewkit.switching.nouns import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.formats.entry import Pair
    from reviewkit.model import Record

_ARTICLES = re.compile(r"(?:^|/)articles[^/]*\.(?:csv|ris)$", re.IGNORECASE)
_LARGEST = 500 * 2**20
"""Bytes: more than this in a zip is no review's export."""
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
_JOINED = re.compile(r"\s+and\s+")
_AUTHORS = frozenset({"authors", "author"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it stands there."""

    format: str
    """`RIS` or `CSV`."""
    columns: tuple[str, ...]
    """Of a table: its header, known names of bibliographic columns in their short form. Empty for RIS."""
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]


def source(data: bytes, name: str) -> Source:
    """Return the entries of a file. Raises InputError for what is neither RIS nor a table nor Rayyan's zip."""
    data, name = _unpacked(data, name)
    detection.refuse_binary(data, name)
    text, _ = decoding.text(data, name)
    columns = delimited.header(text)
    if len(columns) > 1 and not text.lstrip("\ufeff \t\r\n").startswith(("TY  -", "<", "{", "@")):
        return _split("CSV", columns, delimited.entries(text, name))
    found = detection.format_of(text, name)
    if found != "RIS":
        raise InputError(
            f"this is {found}; decisions are read from CSV and RIS files",
            where=name,
            remedy="Export again as CSV (Rayyan, Covidence, ASReview) or as RIS (Rayyan, ASReview).",
        )
    return _split("RIS", (), ris.entries(text, name))


def _split(format_: str, columns: tuple[str, ...], entries: Iterable[Entry]) -> Source:
    shapes = Shapes(tables.FAMILIES[format_])
    good: list[Entry] = []
    unread: list[Unread] = []
    for entry in entries:
        fault = entry.fault or shapes.of(filled(entry).tags).fault
        if fault:
            unread.append(Unread(entry.line, fault))
        else:
            good.append(entry)
    return Source(format_, columns, tuple(good), tuple(unread))


def paper(found: Source, entry: Entry, without: frozenset[str] = frozenset()) -> Record:
    """Return what an entry tells of its paper; pairs under the tags `without` are not looked at."""
    pairs = ((tag, _told(tag, value)) for tag, value in entry.pairs if tag not in without)
    told = Entry.of(entry.line, entry.raw, pairs, after=entry.after)
    return record(told, Shapes(tables.FAMILIES[found.format]).of(told.tags).places(told), RecordId(""))


def _told(tag: str, value: str) -> str:
    """Return a value without the guard against formulas, and Rayyan's authors, `A and B`, with semicolons."""
    plain = unguarded(value)
    return _JOINED.sub("; ", plain) if tag in _AUTHORS and ";" not in plain else plain


def unguarded(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from reading a formula."""
    return _GUARDED.sub("", text, count=1) if text.startswith("'") else text


def cells(entry: Entry) -> dict[str, str]:
    """Return the cells of a row by column, the guard against formulas taken off; of two with one name the first."""
    found: dict[str, str] = {}
    for column, value in entry.pairs:
        found.setdefault(column, unguarded(value))
    return found


def values(pairs: Iterable[Pair], tags: frozenset[str]) -> list[str]:
    """Return the values of these tags in their order."""
    return [value for tag, value in pairs if tag in tags]


def _unpacked(data: bytes, name: str) -> tuple[bytes, str]:
    """Return the articles file in Rayyan's zip, and any other file as it is."""
    if data[:4] != b"PK\x03\x04":
        return data, name
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if _ARTICLES.search(one.filename)]
            if len(members) == 1 and members[0].file_size <= _LARGEST:
                return archive.read(members[0]), f"{name}: {members[0].filename}"
            inside = len(members)
            workbook = any(one.startswith("xl/") for one in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise InputError(f"the zip cannot be read ({error})", where=name, remedy="Download it again.") from error
    if workbook:
        raise InputError("this is an Excel workbook", where=name, remedy="Save the sheet as CSV and give that file.")
    raise InputError(
        f"the zip holds {inside} files called articles.csv or articles.ris; one is read",
        where=name,
        remedy="Unpack it and give the one file.",
    )
