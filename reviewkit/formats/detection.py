"""Which format a text is, from its content alone, and words for what cannot be read.

XML and JSON are known by their first character, a table by a column of titles in its first rows. Of the others, the
format whose first entry begins earliest wins, since an abstract may quote any of them further down.
"""

from __future__ import annotations

import re

from reviewkit.errors import InputError
from reviewkit.formats import delimited, jsontext, markup

EXPORT_AGAIN = "Export the results again, as RIS if the database offers it."
LARGEST = 512 * 2**20
"""Bytes of a file that is read at most."""

_FIRST_ENTRY = {
    "RIS": re.compile(r"^[\ufeff \t]*TY[ \t]{1,3}-(?=\s|$|[A-Z])", re.MULTILINE),
    "nbib": re.compile(r"^[\ufeff]?(?:PMID|OWN) {0,2}-(?=\s|$)", re.MULTILINE),
    "BibTeX": re.compile(r"^[\ufeff \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE),
    "Web of Science text": re.compile(
        r"^\ufeff?(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\w*[ \t]*$(?=[\s\S]{1,400}^(?:AU|TI|AF|SO) ))",
        re.MULTILINE,
    ),
    "EndNote text": re.compile(r"^\ufeff?(?:%0 \w|%[AT] \S)", re.MULTILINE),
}
_LOST_START = {
    "RIS": re.compile(r"^(?:TI|T1|AU|A1)  - \S", re.MULTILINE),
    "nbib": re.compile(r"^(?:TI|AU)  - \S", re.MULTILINE),
}

_BEGINNING = 50_000
"""Characters looked at first: in a large file there is no need to look for the other formats all the way down."""

# How the beginning of a file, in lower case, gives away what it is. Tried in order.
_BINARY = (
    (re.compile(r"%pdf"), "this is a PDF, not an export"),
    (re.compile(r"pk\x03\x04"), "this is a ZIP archive, not an export", "Unpack it and give the files in it."),
    (
        re.compile(r"\x1f\x8b|7z\u00bc\u00af|rar!|bzh|\u00fd7zxz"),
        "this is a packed file, not an export",
        "Unpack it and give the files in it.",
    ),
    (re.compile("\u00f0\u00ef\x11\u00e0"), "this is an old Office file without a workbook, not an export"),
    (re.compile(r"\{\\rtf"), "this is an RTF document, not an export"),
)
_JSON = re.compile(r"[\[{]\s*[\[{\"]")
_WEB_PAGE = re.compile(r"(?:<[^>]*>\s*)*(?:<!doctype html|<html[\s>])")


def refuse_large(size: int, name: str) -> None:
    """Raise InputError for a file of more bytes than are read; meant to be asked before reading it."""
    if size > LARGEST:
        raise InputError(
            f"the file has {size // 2**20} MB; an export of more than {LARGEST // 2**20} MB is not read",
            where=name,
            remedy="Export the search in parts.",
        )


def refuse_binary(data: bytes, name: str) -> None:
    """Raise InputError for bytes that begin like a file that holds no plain text."""
    head = data[:64].decode("latin-1").lstrip("\u00ef\u00bb\u00bf \t\r\n").lower()
    for sign, what, *remedy in _BINARY:
        if sign.match(head):
            raise InputError(what, where=name, remedy=remedy[0] if remedy else EXPORT_AGAIN)


def format_of(text: str, name: str) -> str:
    """Return the format of a text, one of those in `tables.FAMILIES`; raise InputError for anything else."""
    head = text[:2000].lstrip("\ufeff \t\r\n")
    if _WEB_PAGE.match(head.lower()):
        raise InputError("this is a web page, perhaps a login page", where=name, remedy=EXPORT_AGAIN)
    if head.startswith("<"):
        return _sure("XML", markup.is_known(text), "of EBSCOhost, PubMed or EndNote", name)
    if _JSON.match(head):
        return _sure("JSON", jsontext.is_known(text), "of a kind that is read: no work with a title is in it", name)
    if delimited.has_title_column(text):
        return "CSV"
    format_ = _first(text[:_BEGINNING], _FIRST_ENTRY) or _first(text, _FIRST_ENTRY) or _first(text, _LOST_START)
    if format_:
        return format_
    raise delimited.no_title_column(text, name)


def _sure(format_: str, known: bool, kind: str, name: str) -> str:
    if not known:
        raise InputError(f"this {format_} is not {kind}", where=name, remedy=EXPORT_AGAIN)
    return format_


def _first(text: str, forms: dict[str, re.Pattern[str]]) -> str:
    """Return the format whose first entry begins earliest, or an empty text if there is none."""
    flat = text.replace("\r", "\n")
    places = {format_: match.start() for format_, first in forms.items() if (match := first.search(flat))}
    return min(places, key=lambda format_: places[format_], default="")
