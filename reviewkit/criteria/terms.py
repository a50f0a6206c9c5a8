"""A term of the search as it is written in search.toml, taken apart into its words.

Several words are a phrase, with quotes or without: `"child care"` and `child care` are the same. A `*` at the end of a
word stands for any ending, the empty one too. Nothing else is syntax, so that a term means the same for every platform.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTES = "\"'“”„«»"
_WORD = re.compile(r"[\w&'’./+-]+\*?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a term."""

    text: str
    """Without the asterisk."""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One word or one phrase."""

    written: str
    words: tuple[Word, ...] = ()
    fault: str = ""
    """Why it is no term; it has no words then."""

    @property
    def truncated(self) -> bool:
        """Return whether any word stands for several."""
        return any(word.truncated for word in self.words)


def term(written: str) -> Term:
    """Return the words of a term, or what keeps it from being one."""
    words = written.strip().strip(_QUOTES).split()
    if not any(word.strip("*") for word in words):
        return Term(written, fault="is empty")
    if any(word in ("AND", "OR", "NOT") for word in words):
        return Term(written, fault="joins terms; write each as a term of its own, or as a block")
    odd = [word for word in words if not _WORD.fullmatch(word)]
    if any("*" in word.rstrip("*") or word.endswith("**") or word == "*" for word in words):
        return Term(written, fault="has an asterisk that does not end a word; write the words out")
    if odd:
        return Term(written, fault=f'has a sign that databases take for syntax ("{odd[0]}"); write it in plain words')
    return Term(written, tuple(Word(word.removesuffix("*"), word.endswith("*")) for word in words))
