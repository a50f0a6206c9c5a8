"""Events of earlier formats, upgraded when they are read.

The line itself stays as it was written, in the journal and in the database, for its hash is part of a history; only
what is made of it is new. A change of the format is one function from the parsed line of one version to that of the
next, appended here and never changed afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

UPGRADES: Sequence[Callable[[Mapping[str, object]], Mapping[str, object]]] = ()
"""The first makes format 2 of format 1, and so on; each gets and gives a whole event, `v` aside."""
FORMAT = len(UPGRADES) + 1
"""Of the journals that this program writes. A greater number is refused: a newer program wrote it."""


def upgraded(
    value: Mapping[str, object],
    upgrades: Sequence[Callable[[Mapping[str, object]], Mapping[str, object]]] = UPGRADES,
) -> Mapping[str, object]:
    """Return a parsed event line as the newest format has it; `v` says which it is of, from 1."""
    version = value.get("v")
    for upgrade in upgrades[max(version, 1) - 1 :] if isinstance(version, int) else ():
        value = upgrade(value)
    return value
