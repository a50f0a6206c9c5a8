"""Where every report stood when the last program of this device ended, so that the next one need not work it out.

Derived, and only a help: it is kept in the database that it was worked out from, and counts only for the very events,
rules and program code that it came from. Events beyond it are folded on top.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit import fold, history, ledger, model
from reviewkit.dedup import compared, group
from reviewkit.fold import Remembered
from reviewkit.model import Cast, Pair, Standing, Status, Verdict
from reviewkit.screening import outcome
from reviewkit.store.store import Position

if TYPE_CHECKING:
    from reviewkit.screening.outcome import Rules

FACT = "standings"


def text(remembered: Remembered, position: Position, rules: Rules) -> str:
    """Return what is to be kept."""
    return json.dumps(
        {
            "from": _origin(rules),
            "arrival": position.arrival,
            "events": position.events,
            "readings": remembered.readings,
            "groups": remembered.groups,
            "reports": remembered.reports,
            "standings": [[_plain(one) for one in own] for own in remembered.combinations],
            "of": remembered.of,
            "pairs": [[pair.a, pair.b, pair.score, pair.reasons] for pair in remembered.pairs],
        }
    )


def read(kept: str | None, rules: Rules) -> tuple[Position, Remembered] | None:
    """Return what was kept; None if there is nothing, or if it came from other rules or other code."""
    value = json.loads(kept) if kept else {}
    if value.get("from") != _origin(rules) or "arrival" not in value:
        return None
    remembered = Remembered(
        readings=[(file, device) for file, device in value["readings"]],
        reports=value["reports"],
        groups=[tuple(members) for members in value["groups"]],
        combinations=[tuple(_standing(one) for one in own) for own in value["standings"]],
        of=value["of"],
        pairs=[Pair(a, b, score, tuple(reasons)) for a, b, score, reasons in value["pairs"]],
    )
    return Position(value["arrival"], value["events"]), remembered


def _plain(one: Standing) -> list[object]:
    votes = [[vote.reviewer, vote.verdict, vote.reasons] for vote in one.votes]
    return [one.status, votes, one.reasons, one.reason_open]


def _standing(value: tuple[str, list[tuple[model.Reviewer, str, list[str]]], list[str], bool]) -> Standing:
    status, votes, reasons, reason_open = value
    cast = tuple(Cast(reviewer, Verdict(verdict), tuple(own)) for reviewer, verdict, own in votes)
    return Standing(Status(status), cast, tuple(reasons), reason_open)


def _origin(rules: Rules) -> str:
    """Return what tells whether the same events would still be worked out the same."""
    digest = hashlib.sha256(repr(rules).encode())
    own = sorted(Path(fold.__file__).parent.glob("*.py"))
    others = [Path(module.__file__ or "") for module in (model, history, ledger, group, compared, outcome)]
    for path in (*own, *others):
        digest.update(path.read_bytes())
    return digest.hexdigest()
