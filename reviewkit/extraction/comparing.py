"""Where coders of one study differ, and what they say together.

The thing a reader would get wrong: a field need not be answered by everybody. Where the codebook has double coded
fields, one person codes the others; so what is compared is what several have answered, asked of them or not.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reviewkit.model import Answer, Coding, Reconciled

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)


def answers(given: Coding | Reconciled) -> dict[str, tuple[str, ...]]:
    """Return what was answered in a form to compare, by field; `()` is the answer `not reported`."""
    return {one.field: _compared(one.values) for one in given.answers}


def _compared(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(map(_form, values)))


@functools.lru_cache(maxsize=10_000)  # most are choices, the same again and again
def _form(value: str) -> str:
    """Return a value without what makes no other answer of it: capitals, blanks, `12.0` for `12`."""
    text = " ".join(value.split()).casefold()
    if not _NUMBER.fullmatch(text):
        return text
    number = Decimal(text)
    return format(number.normalize() if number else Decimal(0), "f")


def differing(codings: Sequence[Coding]) -> tuple[str, ...]:
    """Return the fields that those who answered them do not answer alike, in the order of the first who did."""
    given: dict[str, set[tuple[str, ...]]] = {}
    for coding in codings:
        for one in coding.answers:
            given.setdefault(one.field, set()).add(one.values)
    # Most are equal as they stand.
    return tuple(field for field, each in given.items() if len(each) > 1 and len({*map(_compared, each)}) > 1)


def together(codings: Sequence[Coding], differing: Collection[str] = ()) -> tuple[Answer, ...]:
    """Return what all who answered a field say, without the fields that they differ on.

    Evidence is that of the first who gave any. Fields come in the order of the first who answers them.
    """
    said: dict[str, list[Answer]] = {}
    for coding in codings:
        for one in coding.answers:
            if one.field not in differing:
                said.setdefault(one.field, []).append(one)
    return tuple(next((one for one in each if one.quotation or one.page), each[0]) for each in said.values())
