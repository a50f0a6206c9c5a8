"""What an index gave, as an export: a line of JSON a work, as the index wrote it, with which seeds it was found from.

    {"found": {"index": "OpenAlex", "retrieved": "2026-…Z", "cited_by": ["<record id>"], "cites": []}, "id": …, …}

The thing a reader would get wrong: a line is an entry, so the number of a work in `keys` is the ordinal of its record.
Nothing of the day it is written or of the round goes in, so that a run that was cut writes the same bytes again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reviewkit.model import Direction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reviewkit.citations.nouns import Answered, Work

_WAYS = {Direction.BACKWARD: "cited_by", Direction.FORWARD: "cites"}


def keys(answered: Answered, known: Mapping[tuple[str, Direction], Collection[str]]) -> list[str]:
    """Return the keys of the works to be written, sorted; those that `known` has of the same seed were written before.

    `known` holds keys by record id of the seed and direction.
    """
    return sorted(
        {
            key
            for one in answered.listings
            for key in one.works
            if key not in known.get((one.seed, one.direction), ()) and key in answered.works
        }
    )


def export(index: str, answered: Answered, keys_: Collection[str]) -> bytes:
    """Return the export of the works of these keys, in their order."""
    found: dict[str, dict[Direction, list[str]]] = {}
    for one in answered.listings:
        for key in one.works:
            found.setdefault(key, {}).setdefault(one.direction, []).append(one.seed)
    return b"".join(_line(index, answered.works[key], found[key]) for key in keys_)


def _line(index: str, work: Work, found: Mapping[Direction, list[str]]) -> bytes:
    ways = {name: sorted(set(found.get(direction, ()))) for direction, name in _WAYS.items()}
    about = {"index": index, "key": work.key, "retrieved": work.retrieved, **ways}
    text = json.dumps({"found": about, **work.raw}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def of_works(index: str, works: Iterable[Work]) -> bytes:
    """Return the export of works that no seed led to, in their order."""
    return b"".join(_line(index, one, {}) for one in works)


def key_of(raw: str) -> str:
    """Return the key in a line of such an export; empty if it is none."""
    try:
        return str(json.loads(raw)["found"]["key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
