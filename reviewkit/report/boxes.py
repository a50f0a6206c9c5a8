"""The flow's boxes in words, and the lists of what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow import counts
from reviewkit.flow.breakdowns import ROWS
from reviewkit.flow.narrowing import Round
from reviewkit.model import Route, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Callable

_WHOLE = {**ROWS, counts.INCLUDED: "Included"}
_STATUS = {
    Status.PENDING: "Still to be decided on at {}",
    Status.CONFLICT: "In conflict at {}",
    Status.INCLUDED: "Included at {}",
    Status.EXCLUDED: "Excluded at {}",
    Status.AWAITING: "Awaited at {}",
    Status.NOT_RETRIEVED: "Not retrieved at {}",
    Status.REMOVED: "Removed at {}",
    Status.NOT_READ: "Records not read after stopping",
}
_ORDER = (
    counts.IDENTIFIED,
    counts.DUPLICATES,
    counts.REMOVED,
    counts.REMOVED_OTHER,
    counts.SCREENED,
    *(f"{stage}.{status}" for stage in Stage for status in Status),
    counts.SOUGHT,
    counts.ASSESSED,
    counts.INCLUDED,
)


MOST = 2000
"""Entries of one list on the page; whoever needs more of them takes the set as a file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record or report in a list."""

    text: str
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is behind a number."""

    box: str
    label: str
    number: int
    entries: tuple[Entry, ...]
    """`MOST` of them where there are more."""
    open: int = 0
    """How many of the number are left out because they are not decided on yet."""


def label(box: str, named: Callable[[str], str], routes: Callable[[Route], str] = str) -> str:
    """Return what a box holds, in words: `Excluded at full text: English`."""
    first, _, rest = box.partition(".")
    if first in set(Round):
        return f"{'Update' if first == Round.UPDATE else 'Previous version'}: {label(rest, named, routes)}"
    if _is_route(first):
        return f"{', '.join(routes(Route(one)) for one in first.split('+'))}: {label(rest, named, routes)}"
    if first in set(Stage):
        status, _, reason = rest.partition(".")
        if status in set(Status):
            said = _STATUS[Status(status)].format(Stage(first).words)
            return f"{said}: {named(reason)}" if reason else said
    if box in _WHOLE:
        return _WHOLE[box]
    return f"{_WHOLE.get(first, first)}: {named(rest)}" if rest else box


def _is_route(first: str) -> bool:
    return set(first.split("+")) <= set(Route)


def order(box: str) -> tuple[int, int, str]:
    """Return by what boxes are sorted: all routes first, then by round and route, each along the flow."""
    first, _, rest = box.partition(".")
    if first in set(Round):
        before, place, name = order(rest)
        return 100 * (1 + list(Round).index(Round(first))) + before, place, name
    if _is_route(first):
        return 1 + list(Route).index(Route(first.partition("+")[0])), *order(rest)[1:]
    place = next((at for at, known in enumerate(_ORDER) if box == known or box.startswith(f"{known}.")), len(_ORDER))
    return 0, place, box
