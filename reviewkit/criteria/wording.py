"""How faults are worded: for a researcher who writes criteria and no programs."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PLACE = re.compile(r"\(at ([^()]+)\)$")
LARGE = 10**15
_TYPOGRAPHIC = frozenset("“”„«»‘’")

_FOUND: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a table"),
)
"""TOML's types in plain words; bool goes first because Python counts it as int."""


def listed(items: Iterable[str]) -> str:
    """Return items as they stand in a sentence: `"a", "b"`."""
    return ", ".join(f'"{item}"' for item in items)


def close_to(word: str, known: Iterable[str]) -> str:
    """Return the known word that is probably meant; empty if none is near."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def repeated(items: Iterable[str], form: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return the items whose form has stood before them."""
    seen: set[str] = set()
    again = []
    for item in items:
        if form(item) in seen:
            again.append(item)
        seen.add(form(item))
    return tuple(again)


def found(value: object) -> str:
    """Return what a value is, in plain words."""
    return next((words for kind, words in _FOUND if isinstance(value, kind)), "a date or time")


def shown(value: object) -> str:
    """Return a scalar as it would be written, empty for what cannot or should not be repeated."""
    if isinstance(value, int) and abs(value) > LARGE:
        return ""
    return "" if isinstance(value, list | dict) else str(value)


def syntax_fault(name: str, text: str, error: Exception) -> str:
    """Return the fault of a file that is no TOML: its line and what is probably wrong with it."""
    message = (
        str(error) if isinstance(error, tomllib.TOMLDecodeError) else "Something here is nested or numbered wildly"
    )
    found = _PLACE.search(message)
    place = found.group(1) if found else "end of document"
    lines = text.split("\n")
    number = re.search(r"line (\d+)", place)
    at = int(number.group(1)) if number else len(lines)
    where = place if number else f"line {at}, the last"
    written = lines[at - 1] if at <= len(lines) else ""
    return f"{name}, {where}: {_PLACE.sub('', message).strip()}. {_syntax_remedy(written if number else None)}"


def _syntax_remedy(written: str | None) -> str:
    if written is None:
        return "A quote or a bracket that was opened further up is probably not closed."
    if _TYPOGRAPHIC.intersection(written):
        return 'The line has typographic quotes in it; text stands in straight ones: "like this".'
    return 'Text stands in straight double quotes, items of a list are parted by commas: name = ["one", "two"].'
