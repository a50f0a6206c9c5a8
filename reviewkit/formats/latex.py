"""LaTeX in BibTeX values to plain characters: accents, letters, escapes and markup that stands around text.

Only what is known is replaced. A general LaTeX reader drops commands that it does not know and everything behind a bare
`%`, and with them a `<` from an abstract; databases write `%` and `&` unescaped.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = dict(
    zip(
        "`'^~=.\"uvHrcdbk",
        "\u0300\u0301\u0302\u0303\u0304\u0307\u0308\u0306\u030c\u030b\u030a\u0327\u0323\u0331\u0328",
        strict=True,
    )
)
_ACCENT = re.compile(
    r"\\(?:([`'^~=.\"])\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\([ij])(?![A-Za-z])|([A-Za-z]))"
    r"|([uvHrcdbk])(?:\s*\{\s*\\?([A-Za-z])\s*\}|\s+([A-Za-z])(?![A-Za-z])))"
)
_COMMANDS = """
    ae=æ AE=Æ oe=œ OE=Œ aa=å AA=Å o=ø O=Ø l=ł L=Ł ss=ß i=ı j=ȷ dh=ð DH=Ð dj=đ DJ=Đ th=þ TH=Þ ng=ŋ NG=Ŋ
    textless=< textgreater=> textendash=– textemdash=— textquoteright=’ textquoteleft=‘ textquotedblleft=“
    textquotedblright=” textasciitilde=~ textbar=| textdegree=° textregistered=® texttrademark=™
    textasciicircum=^ textunderscore=_ ldots=… dots=… copyright=© pounds=£ euro=€ S=§
"""
_NAMED: dict[str, str] = dict(row.split("=") for row in _COMMANDS.split())
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\}|[ \t]+(?=\w)|(?![A-Za-z]))")
_MARKUP = re.compile(
    r"\\(?:emph|text(?:it|bf|sc|rm|sf|tt|sl|up|md|normal|superscript|subscript)|url|mbox|uppercase|lowercase)\s*(?=\{)"
)
_BRACE = re.compile(r"(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\([&%$#_{} ])")
_BACKSLASH = "\ue0ff"
"""A backslash that stands for itself, while others are read; a character that no text has."""
_NAMED["textbackslash"] = _BACKSLASH
_SPECIALS = {character: f"\\{character}" for character in "{}%&#$_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[{}%&#$_\\~^]")
_DOUBLED = re.compile(r"([-'`])(?=\1)")
_MARKS_OF_LATEX = ("\\", "{", "}", "~", "--", "``", "''")
_TIE = re.compile(r"(?<=[A-Za-z.])~(?=[A-Za-z])")


def plain(value: str) -> str:
    """Return the value as people read it; commands that are not known stay as they are."""
    if not any(sign in value for sign in _MARKS_OF_LATEX):
        return value
    value = _TIE.sub(" ", value)
    if "\\" in value:
        value = _MARKUP.sub("", _ACCENT.sub(_accented, value))
        value = _COMMAND.sub(lambda match: _NAMED.get(match.group(1), match.group()), value)
    value = value.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return unescaped(_BRACE.sub("", value)).replace(_BACKSLASH, "\\")


def escaped(value: str) -> str:
    """Return plain characters as LaTeX, such that `plain` gives them back."""
    return _DOUBLED.sub(r"\1{}", _SPECIAL.sub(lambda match: _SPECIALS[match.group()], value))


def address(value: str) -> str:
    r"""Return an address or a number with what BibTeX would trip over escaped, as `unescaped` undoes it."""
    return re.sub(r"[{}]", r"\\\g<0>", value)


def unescaped(value: str) -> str:
    r"""Return the value with `\_`, `\%` and the like as the characters they stand for: all that an address needs."""
    return _ESCAPED.sub(r"\1", value) if "\\" in value else value


def _accented(match: re.Match[str]) -> str:
    groups = match.groups()
    letter = next(found for found in (*groups[1:4], *groups[5:]) if found)
    return unicodedata.normalize("NFC", letter + _MARKS[groups[0] or groups[4]])
