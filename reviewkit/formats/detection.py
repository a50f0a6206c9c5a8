"""Which format a text is, from its content alone, and words for what cannot be read.

The format whose first entry begins earliest wins, since an abstract may quote any of the others further down.
"""

from __future__ import annotations

import re

from reviewkit.errors import InputError
from reviewkit.formats import delimited

EXPORT_AGAIN = "Export the results again, as RIS if the database offers it."

_FIRST_ENTRY = {
    "RIS": re.compile(r"^[\ufeff \t]*TY[ \t]{1,3}-(?=\s|$|[A-Z])", re.MULTILINE),
    "nbib": re.compile(r"^[\ufeff]?(?:PMID|OWN) {0,2}-(?=\s|$)", re.MULTILINE),
    "BibTeX": re.compile(r"^[\ufeff \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE),
}

_BEGINNING = 50_000
"""Characters looked at first: in a large file there is no need to look for the other formats all the way down."""

# How the beginning of a file, in lower case, gives away what it is. Tried in order.
_BINARY = (
    (re.compile(r"%pdf"), "this is a PDF, not an export"),
    (re.compile(r"pk\x03\x04"), "this is a ZIP archive or an Excel workbook, not an export in text form"),
    (re.compile("\u00f0\u00ef\x11\u00e0"), "this is an old Excel or Word file, not an export in text form"),
    (re.compile(r"\{\\rtf"), "this is an RTF document, not an export"),
)
_NOT_READ = (
    (re.compile(r"fn (?:clarivate|thomson)"), "this is Web of Science's tagged format, which is not read yet"),
    (re.compile(r"%0 "), "this is EndNote's tagged format, which is not read yet"),
    (re.compile(r"(?:<[^>]*>\s*)*(?:<!doctype html|<html[\s>])"), "this is a web page, perhaps a login page"),
    (re.compile(r"<"), "this is XML, which is not read yet"),
    (re.compile(r"\[?\s*\{"), "this is JSON, which is not read yet"),
)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError for bytes that begin like a file that holds no plain text."""
    _refuse(data[:64].decode("latin-1").lstrip("\u00ef\u00bb\u00bf \t\r\n").lower(), name, _BINARY)


def format_of(text: str, name: str) -> str:
    """Return `RIS`, `nbib`, `BibTeX` or `CSV`; raise InputError for anything else."""
    _refuse(text[:2000].lstrip("\ufeff \t\r\n").lower(), name, _NOT_READ)
    if delimited.has_title_column(text):
        return "CSV"
    format_ = _first_entry(text[:_BEGINNING]) or _first_entry(text)
    if format_:
        return format_
    raise delimited.no_title_column(text, name)


def _first_entry(text: str) -> str:
    """Return the format whose first entry begins earliest, or an empty text if there is none."""
    flat = text.replace("\r", "\n")
    places = {format_: match.start() for format_, first in _FIRST_ENTRY.items() if (match := first.search(flat))}
    return min(places, key=lambda format_: places[format_], default="")


def _refuse(head: str, name: str, signs: tuple[tuple[re.Pattern[str], str], ...]) -> None:
    for sign, what in signs:
        if sign.match(head):
            raise InputError(what, where=name, remedy=EXPORT_AGAIN)
