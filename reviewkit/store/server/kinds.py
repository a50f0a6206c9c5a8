"""Which kinds of event a server keeps back from colleagues, and until when.

The gate of an event is what a colleague has to have finished on the same report to see it: a stage, `quality` or
`coding`; `nobody` stays one's own. A `stage` is the one that the event names. An `undo` without one is kept as what it
takes back, a `memo` on a report as its coding, unless it is meant for oneself.
"""

from __future__ import annotations

from reviewkit.store.codec import KINDS

_KEPT = {
    "decision": "stage",
    "resolution": "stage",
    "passed_on": "stage",
    "undo": "undo",
    "tags": "nobody",
    "appraisal": "quality",
    "settled": "quality",
    "coding": "coding",
    "reconciled": "coding",
    "quotation": "coding",
    "memo": "memo",
}
GATES: dict[str, str | None] = {kind: _KEPT.get(kind) for kind in KINDS}
"""Gate of each kind; None for what everybody sees at once."""
