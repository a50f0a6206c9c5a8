"""What a full text is called on disk: a name that a person reads and every system takes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewkit.model import Record

_MOST_BYTES = 120
_MOST_WORDS = 10


def readable(record: Record) -> str:
    """Return author, year and the first words of the title: `Whitmarsh 2011 Othered voices`, without an ending.

    Letters and digits of all scripts, blanks and hyphens only; at most 120 bytes, so that a number and an ending fit.
    """
    author = record.authors[0].partition(",")[0] if record.authors else ""
    title = " ".join(_plain(record.title).split()[:_MOST_WORDS])
    words = " ".join(f"{_plain(author)} {record.year or ''} {title}".split())
    return _fitting(words) or "full text"


def _plain(text: str) -> str:
    kept = unicodedata.normalize("NFC", text)
    return "".join(one if one.isalnum() or one == "-" else " " for one in kept).strip("- ")


def _fitting(words: str) -> str:
    """Return as many whole words as fit; of a first word that does not, as much as does."""
    while len(words.encode()) > _MOST_BYTES:
        words = words.rpartition(" ")[0] if " " in words else words[:-1]
    return words.strip("- ")
