"""Who settles what people see differently, and how: all of them together, or the adjudicator alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Settlement

if TYPE_CHECKING:
    from reviewkit.model import Reviewer


@dataclass(frozen=True, slots=True)
class Settling:
    """In whose name a conflict would be settled by the one who acts."""

    by: tuple[Reviewer, ...]
    how: Settlement
    absent: tuple[Reviewer, ...] = ()
    """Who decided too and is no reviewer any more."""


def settlement(
    adjudicator: Reviewer | None,
    names: tuple[Reviewer, ...],
    voters: tuple[Reviewer, ...],
    absent: tuple[Reviewer, ...] = (),
) -> Settlement:
    """Return how these people settle it; `voters` are still here, and others may stand in for those `absent`.

    Raises `NotAllowedError` if they cannot.
    """
    if names == (adjudicator,) and adjudicator not in voters:
        return Settlement.ADJUDICATION
    if set(names) == set(voters) or (absent and set(names) > set(voters)):
        return Settlement.CONSENSUS
    raise NotAllowedError(
        f"{', '.join(names) or 'nobody'} cannot settle this alone",
        remedy=f"A consensus names all who decided ({', '.join(voters)}); an adjudicator, named in "
        "criteria/review.toml, must not have decided on the report.",
    )
