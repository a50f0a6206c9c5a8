"""Bytes to text. No byte is lost or replaced without a word: what is not valid is either told or refused.

Exports are UTF-8 nearly always. Single bytes that are no valid UTF-8 are taken for Windows-1252 one by one, so that one
broken character (or a file joined from two) does not spoil the accents of all the others.
"""

from __future__ import annotations

import codecs
import re

from reviewkit.errors import InputError

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SHIFTED = "\u0a00"
"""No character, but what a line end becomes behind a lost byte."""
_SAVE_AS_UTF8 = "Export the results again as RIS, or open the file in a text editor and save it as UTF-8."


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are no valid UTF-8 as Windows-1252, or as Latin-1 where that has no character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


codecs.register_error("reviewkit-windows-1252", _as_windows_1252)


def text(data: bytes, name: str) -> tuple[str, str]:
    """Return the text without its byte order mark, and the name of the encoding.

    Raises InputError for an empty file and for bytes that are no text.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise InputError("the file is empty", where=name, remedy="Download the export again.")
    utf16 = _utf16(data)
    if utf16:
        return _strict(data, utf16, name), "UTF-16"
    if b"\x00" in data:
        raise InputError("this is not a text file", where=name, remedy=_SAVE_AS_UTF8)
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        guessed = data.decode("utf-8", errors="reviewkit-windows-1252").removeprefix("\ufeff")
        return guessed, "UTF-8, other bytes taken for Windows-1252"


def _utf16(data: bytes) -> str:
    """Return the UTF-16 codec that a byte order mark or the place of the zero bytes tells of, else an empty text."""
    if data[:2] in _UTF16:
        return _UTF16[data[:2]]
    sample = data[:4096]
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if high > len(sample) // 4 and not low:
        return "utf-16-le"
    return "utf-16-be" if low > len(sample) // 4 and not high else ""


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        text = data.decode(codec).removeprefix("\ufeff")
        if _SHIFTED in text:
            raise InputError("the file is UTF-16, but a byte is missing in it", where=name, remedy=_SAVE_AS_UTF8)
        return text
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is UTF-16, but broken at byte {error.start + 1}", where=name, remedy=_SAVE_AS_UTF8
        ) from error


# ------------------------------------------------------------------------------------------------- mangled before us

_MANGLED = re.compile("[\u00c2-\u00c5\u00ce\u00cf\u00d0\u00d1\u00e2\u00e3][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
_SIGNS = "\u00c3\u00c2\u00e2\u00c4\u00c5\u00ce\u00cf\u00d0\u00d1\u00e3"
_LATIN_1 = {character: character.encode("latin-1") for character in map(chr, range(256))}


def may_be_mangled(text: str) -> bool:
    """Return whether a text holds a character that mangled text begins with; asked first, as it is quick to tell."""
    return any(sign in text for sign in _SIGNS)


def unmangled(values: list[str]) -> list[str]:
    """Return values with those mended that another program wrote as UTF-8 and read as Windows-1252.

    `lÃ¦rer` becomes `lærer`. A value is mended only if every character of it beyond ASCII is part of such a sequence:
    `«MANHÃ»` is not.
    """
    return [value if value.isascii() else _unmangled(value) for value in values]


def _unmangled(value: str) -> str:
    for _ in range(2):  # as often as it is seen to have happened
        if not _MANGLED.search(value):
            break
        try:
            value = b"".join(map(_byte, value)).decode()
        except UnicodeError:
            break
    return value


def _byte(character: str) -> bytes:
    """Return the byte that was shown as this character."""
    return _LATIN_1.get(character) or character.encode("cp1252")
