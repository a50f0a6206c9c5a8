"""Normal forms of bibliographic text, and outside text made harmless.

A normal form is for comparing, never for showing: what a person sees is the text as it came, passed through
`line` or `block` (terminal), `cell` (spreadsheet) or `markdown`. A `Doi` can only come from `doi`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NewType
from urllib.parse import unquote

Doi = NewType("Doi", str)
"""A DOI in lower case without resolver or prefix, such as `10.1080/1350293x.2020.1836582`."""

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_PAGES = re.compile(r"([A-Za-z]*)(\d{1,15})\s*[-\u2010-\u2015]+\s*([A-Za-z]*)(\d{1,15})")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# Explicit bidirectional controls reorder what stands around them ("Trojan Source", CVE-2021-42574).
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# All that `block` changes; most texts hold none of it, which one search tells.
_ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def doi(text: str) -> Doi | None:
    """Return the DOI in a text such as a bare DOI, `doi:...` or a resolver's URL; None if there is none."""
    candidate = unquote(text) if "%2f" in text.lower() else text
    match = _DOI.search(html.unescape(candidate))
    if match is None:
        return None
    found = match.group().lower().rstrip(".,;:\"'")
    for opening, closing in ("()", "[]", "<>"):
        if found.endswith(closing) and found.count(closing) > found.count(opening):
            found = found[:-1]
    return Doi(found)


def year(text: str) -> int | None:
    """Return the first year from 1500 to 2099 in a date such as `2014/10/06/` or `9999///Spring/Summer2019`."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def pages(text: str) -> tuple[int, int] | None:
    """Return first and last page, so that `221-8` and `221-228` are the same; None where there is no range."""
    match = _PAGES.search(text)
    if match is None:
        return None
    first, last = match.group(2), match.group(4)
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return int(first), int(last)


def folded(text: str) -> str:
    """Return the words of a text for comparing: no markup, no accents, no case, no punctuation, single blanks."""
    plain = _TAG.sub(" ", html.unescape(text))
    return _NOT_WORD.sub(" ", (plain if plain.isascii() else _unaccented(plain)).casefold()).strip()


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def block(text: str) -> str:
    """Return outside text for a terminal, line breaks kept: no control characters, no reordering, tabs as blanks."""
    if not _ACTS.search(text):
        return text
    kept = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "):
        category = unicodedata.category(character)
        if character == "\n" or (category not in ("Cc", "Cs", "Zl", "Zp") and character not in _BIDI):
            kept.append(character)
        elif category in ("Zl", "Zp"):
            kept.append("\n")
    return "".join(kept)


def line(text: str) -> str:
    """Return outside text for one line of a terminal: as `block`, with every run of white space as one blank."""
    return _SPACE.sub(" ", block(text)).strip()


def cell(text: str) -> str:
    """Return outside text for a spreadsheet: a leading apostrophe where a program would read a formula.

    Source: OWASP, CSV Injection (the characters that start a formula in Excel, LibreOffice and Google Sheets).
    """
    harmless = line(text)
    return f"'{harmless}" if text.startswith(_FORMULA) or harmless.startswith(_FORMULA) else harmless


def markdown(text: str) -> str:
    """Return outside text for a cell of a Markdown table: one line, nothing in it read as markup."""
    return re.sub(r"([\\`*_{}\[\]|<>~&$])", r"\\\1", line(text))
