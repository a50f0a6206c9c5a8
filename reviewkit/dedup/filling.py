"""The fields that may be filled in where no record of a report has them: what lacks, and what a text says in each.

The thing a reader would get wrong: a value is checked when it is written, and read again with care, since an event was
written by anybody; what is none of its kind then is nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reviewkit import text
from reviewkit.dedup.retracted import RETRACTED, is_retracted
from reviewkit.errors import NotAllowedError
from reviewkit.model import NOTICES, Fillable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.model import Record

_LONGEST = 100_000
"""Characters of one value."""
_WORDS = {Fillable.DOI: "DOI", Fillable.TYPES: "publication types", Fillable.OPEN_ACCESS: "address of an open copy"}
_REMEDIES = {
    Fillable.DOI: "A DOI begins with 10. and has a slash: 10.1080/1350293X.2020.1836582.",
    Fillable.YEAR: "A year has four digits: 2011.",
    Fillable.OPEN_ACCESS: "An address begins with https:// or http://.",
}
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_SAYS_SO = "a record of it says so"
_VALUES: dict[Fillable, Callable[[Sequence[str]], Any]] = {
    Fillable.ABSTRACT: "\n".join,
    Fillable.DOI: lambda values: text.doi(values[0]),
    Fillable.LANGUAGE: "; ".join,
    Fillable.KEYWORDS: tuple,
    Fillable.YEAR: lambda values: text.year(values[0]),
    Fillable.TYPES: tuple,
    Fillable.OPEN_ACCESS: lambda values: match.group() if (match := _ADDRESS.fullmatch(text.line(values[0]))) else "",
    Fillable.RETRACTION: lambda values: text.line(values[0]),
}
"""What a record's field holds of the texts filled in; of notices, which records have no field for, what is kept."""


def words(field: Fillable) -> str:
    """Return what people call a field."""
    return _WORDS.get(field, field.value)


def lacks(record: Record, field: Fillable) -> bool:
    """Return whether a record says nothing in a field."""
    return not said(record, field)


def said(record: Record, field: Fillable) -> tuple[str, ...]:
    """Return what a record says in a field, as texts that can be filled in elsewhere."""
    if field in NOTICES:
        return (_SAYS_SO,) if field is Fillable.RETRACTION and is_retracted(record) else ()
    value = getattr(record, field)
    values = value if isinstance(value, tuple) else (str(value),) if value else ()
    return tuple(stripped for one in values if (stripped := one.strip()))


def with_filled(record: Record, filled: Mapping[Fillable, Sequence[str]]) -> Record:
    """Return a record with what was filled in of the fields that it leaves empty.

    A retraction is among its types then, and an open copy is its address if it has none.
    """
    taken = {field: _VALUES[field](values) for field, values in filled.items() if values and lacks(record, field)}
    own = {str(field): value for field, value in taken.items() if value and field not in NOTICES}
    whole = replace(record, **own)
    return replace(
        whole,
        types=(*whole.types, RETRACTED) if taken.get(Fillable.RETRACTION) else whole.types,
        url=whole.url or taken.get(Fillable.OPEN_ACCESS, ""),
    )


def usable(field: Fillable, values: Sequence[str]) -> tuple[str, ...]:
    """Return texts as they are kept, none if a field can hold none of them."""
    try:
        return checked(field, values)
    except NotAllowedError:
        return ()


def checked(field: Fillable, values: Sequence[str]) -> tuple[str, ...]:
    """Return texts as they are kept. Raises `NotAllowedError` if there is none, or none that a field can hold."""
    given = tuple(stripped for value in values if (stripped := value.strip()))
    if not given:
        raise NotAllowedError(f"no {words(field)} was given", remedy="Give some text, or leave it as it is.")
    if sum(map(len, given)) > _LONGEST:
        raise NotAllowedError(f"that is longer than {_LONGEST} characters, and so no {words(field)}")
    value = _VALUES[field](given)
    if not value:
        raise NotAllowedError(
            f'"{text.line(given[0])[:60]}" is no {words(field)}', remedy=_REMEDIES.get(field, "Give some text.")
        )
    return value if isinstance(value, tuple) else (str(value),)
