"""Values taken out of a TOML table with every fault noted, so that reading goes on and all faults appear together.

The thing to know: after a fault a stand-in value is returned, so whatever is built from it must not leave this package;
`reviewkit.criteria.read` raises if any fault was noted. Which keys a table may have is not listed anywhere: it is what
was asked for, so every optional key has to be asked for on every path.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, TypeVar

from reviewkit.criteria.wording import LARGE, close_to, columns, found, listed, repeated, shown, syntax_fault
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_T = TypeVar("_T")
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")


class File:
    """One file of criteria: its name, its tables and its faults."""

    def __init__(self, name: str, text: str | None) -> None:
        """Parse the text, None where the file is missing; a file that cannot be read has that one fault only."""
        self.name = name
        self.faults: list[str] = []
        self._readable = text is not None
        self._tables: list[Table] = []
        self.root = Table(self._values(text or ""), self, "")

    def _values(self, text: str) -> Mapping[str, object]:
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            self._readable = False
            self.faults.append(line(syntax_fault(self.name, text, error)))
            return {}

    def add(self, table: Table) -> None:
        """Remember a table for `note_unknown_keys`."""
        self._tables.append(table)

    def fault(self, place: str, what: str, instead: str) -> None:
        """Note a fault: where it is, what is wrong, what to write instead."""
        if self._readable:
            where = ", ".join(part for part in (self.name, place) if part)
            self.faults.append(line(f"{where}: {what}. {instead}"))

    def note_unknown_keys(self) -> None:
        """Note each key that nothing asked for; to be called when all the file has been read."""
        for table in self._tables:
            table.note_unknown_keys(self.root)


class Table:
    """One TOML table: hands out values by key, and notes what is wrong with them."""

    def __init__(self, values: Mapping[str, object], file: File, place: str) -> None:
        """Wrap the values of the table that stands at `place` of a file."""
        self._values = values
        self._file = file
        self._place = place
        self._asked: set[str] = set()
        file.add(self)

    def fault(self, key: str, what: str, instead: str) -> None:
        """Note a fault of the value at `key`."""
        self._file.fault(", ".join(part for part in (self._place, key) if part), what, instead)

    def has(self, key: str) -> bool:
        """Return whether the key is written."""
        self._asked.add(key)
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """Return the keys that are written, for a table whose keys are the team's own."""
        return tuple(self._values)

    def asks_for(self, key: str) -> bool:
        """Return whether the table may have the key."""
        return key in self._asked

    def note_unknown_keys(self, root: Table) -> None:
        """Note each key that nothing asked for, with what is probably meant."""
        for key in self._values:
            if key not in self._asked:
                self.fault(key, "there is no such key here", self._unknown_remedy(key, root))

    def _unknown_remedy(self, key: str, root: Table) -> str:
        near = close_to(key, self._asked)
        if near:
            return f'Did you mean "{near}"?'
        if self is not root and root.asks_for(key):
            return f'Move "{key}" up, above the first line in square brackets: what follows one belongs to it.'
        return f"Take it out, or use one of {listed(sorted(self._asked))}."

    def _value(self, key: str, kind: type[_T], wanted: str, example: str) -> _T | None:
        """Return the value at `key` if it is of the kind, None if it is absent or a fault."""
        if not self.has(key):
            return None
        value = self._values[key]
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.fault(key, f"is {found(value)} where {wanted} belongs", f"Write {key} = {example}.")
        return None

    def _missing(self, key: str, example: str) -> None:
        if key not in self._values:
            self.fault(key, "is missing", f"Add {key} = {example}.")

    def text(self, key: str, *, required: bool = False, example: str = "…") -> str:
        """Return a text without surrounding blanks; empty if absent. A required one must say something."""
        instead = shown(self._values.get(key, "")) or example
        value = self._value(key, str, "a text", f'"{instead}"')
        if not required:
            return (value or "").strip()
        self._missing(key, f'"{example}"')
        if value is not None and not value.strip():
            self.fault(key, "is empty", f'Write {key} = "{example}".')
        return (value or "").strip()

    def texts(self, key: str, *, required: bool = False, example: str = "…") -> tuple[str, ...]:
        """Return a list of texts; empty if absent. A required one must have an item, and no item may be blank."""
        written = self._values.get(key)
        instead = f'["{written if isinstance(written, str) else example}"]'
        items = self._value(key, list, "a list of texts", instead)
        if required:
            self._missing(key, instead)
        if items is None:
            return ()
        if required and not items:
            self.fault(key, "is an empty list", f"Write {key} = {instead}.")
        return tuple(self._item(key, number, item) for number, item in enumerate(items, start=1))

    def _item(self, key: str, number: int, item: object) -> str:
        if isinstance(item, str) and item.strip():
            return item.strip()
        what = "is empty" if isinstance(item, str) else f"is {found(item)} where a text belongs"
        self.fault(key, f"item {number} {what}", f'Write "{shown(item).strip() or "…"}" in its place, or take it out.')
        return ""

    def distinct(self, key: str, *, required: bool = False, example: str = "…") -> tuple[str, ...]:
        """Return a list of texts, none of which may stand in it twice, in whatever case."""
        items = self.texts(key, required=required, example=example)
        for again in repeated((item for item in items if item), str.casefold):
            self.fault(key, f'"{again}" stands in it twice', "Take one of the two out.")
        return items

    def choice(self, key: str, allowed: Sequence[str], example: str) -> str:
        """Return a text that has to be one of those allowed; empty after a fault."""
        value = self.text(key, required=True, example=example)
        return value if value and self._is_allowed(key, value, allowed) else ""

    def choices(self, key: str, allowed: Sequence[str], *, required: bool = False) -> tuple[str, ...]:
        """Return a list of distinct texts, each one of those allowed."""
        example = allowed[0] if allowed else "…"
        items = self.distinct(key, required=required, example=example)
        return tuple(item for item in items if item and self._is_allowed(key, item, allowed))

    def _is_allowed(self, key: str, value: str, allowed: Sequence[str]) -> bool:
        if value in allowed:
            return True
        near = close_to(value.casefold(), allowed)
        known = f"Write one of {listed(allowed)}." if allowed else "Write first what there is to choose from."
        instead = f'Did you mean "{near}"?' if near else known
        self.fault(key, f'"{value}" is not known', instead)
        return False

    def truth(self, key: str, *, default: bool) -> bool:
        """Return true or false, the default if absent."""
        value = self._value(key, bool, "true or false", f"true or {key} = false")
        return default if value is None else value

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number from `least` to `most`, None if absent."""
        value = self._value(key, int, "a whole number", str(max(least, 0)))
        if value is None or least <= value <= most:
            return value
        self.fault(key, "is out of range", f"Write a whole number from {least} to {most}.")
        return None

    def share(self, key: str, default: float) -> float:
        """Return a number from 0 to 1, the default if absent."""
        if isinstance(self._values.get(key), float):
            value = self._value(key, float, "a number", "0.2")
        else:
            value = self._value(key, int, "a number", "0.2")
        if value is None or 0 <= value <= 1:
            return default if value is None else float(value)
        self.fault(key, "is out of range", f"Write a number from 0 to 1: {key} = 0.2 for every fifth.")
        return default

    def counts(self, key: str, length: int) -> tuple[int | None, ...]:
        """Return a row of so many whole numbers; an empty text stands for an empty cell, which is None."""
        example = "[" + ", ".join(['""', *"1" * (length - 1)]) + "]"
        items = self._value(key, list, "a list of numbers", example)
        if items is None:
            return ()
        if len(items) != length or not all(item == "" or _is_count(item) for item in items):
            self.fault(
                key, f"is not a row of {length} numbers", f'Write {length}, with "" for an empty cell: {example}.'
            )
        return tuple(item if _is_count(item) else None for item in items)

    def slug(self, key: str = "id") -> str:
        """Return an id: small letters, digits and underscores, 40 at most."""
        value = self.text(key, required=True, example="language")
        if value and not _SLUG.fullmatch(value):
            suggestion = re.sub(r"[^a-z0-9]+", "_", value.casefold()).strip("_")[:40]
            example = suggestion if _SLUG.fullmatch(suggestion) else "language"
            self.fault(
                key,
                f'"{value}" does not do as an id',
                f'Use small letters, digits and underscores, a letter first: {key} = "{example}".',
            )
        return value

    def label(self, key: str, most: int) -> str:
        """Return a required text of at most so many columns of a terminal."""
        value = self.text(key, required=True, example="…")
        if columns(value) > most:
            self.fault(
                key, f'"{value}" is {columns(value)} columns wide', f"Shorten it to {most}: it stands in a list."
            )
        return value

    def years(self) -> tuple[int | None, int | None]:
        """Return the years at `from` and `to`, None where open."""
        first, last = self.whole("from", 1500, 2099), self.whole("to", 1500, 2099)
        if first is not None and last is not None and first > last:
            self.fault("from", f"{first} is after {last}", f"Write from = {last}, to = {first}.")
        return first, last

    def table(self, key: str) -> Table:
        """Return the table at `key` of the file or of a table in single brackets, an empty one if absent."""
        value = self._values[key] if self.has(key) else {}
        inside = self._place.startswith("[[")
        heading = f"{self._place.strip('[]')}.{key}" if self._place else key
        if not isinstance(value, dict):
            what = f"is {found(value)} where a table belongs"
            below = f"Write what belongs to it below a line [{heading}]."
            self.fault(key, what, f"Write it in curly brackets: {key} = {{ … }}." if inside else below)
            value = {}
        return Table(value, self._file, self._inner(key) if inside else f"[{heading}]")

    def tables(self, key: str, *, required: bool = False) -> tuple[Table, ...]:
        """Return the tables headed `[[key]]`, in the file's order."""
        if required and not self.has(key):
            self.fault("", f"has no [[{key}]]", f"Add a line [[{key}]] and below it what belongs to it.")
        if not self.has(key):
            return ()
        found_tables = _tables(self._values[key])
        if found_tables is None:
            self.fault(key, "is not a list of tables", f"Head each with two square brackets: [[{key}]].")
        return tuple(
            Table(one, self._file, self._inner(_heading(key, number, one)))
            for number, one in enumerate(found_tables or (), start=1)
        )

    def one_or_more(self, key: str) -> tuple[Table, ...]:
        """Return the table, or the list of tables, written at `key` in curly brackets."""
        if not self.has(key):
            return ()
        value = self._values[key]
        found_tables = _tables(value if isinstance(value, list) else [value])
        if not found_tables:
            instead = f'Write {key} = {{ field = "language", any = ["English"] }}.'
            self.fault(key, f"is {found(value)} where a table belongs", instead)
        return tuple(Table(one, self._file, self._inner(key)) for one in found_tables or ())

    def _inner(self, place: str) -> str:
        return ", ".join(part for part in (self._place, place) if part)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGE


def _tables(value: object) -> list[dict[str, object]] | None:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return value
    return None


def _heading(key: str, number: int, values: Mapping[str, object]) -> str:
    called = values.get("id", values.get("name"))
    return f'[[{key}]] {number} "{called}"' if isinstance(called, str) else f"[[{key}]] {number}"
