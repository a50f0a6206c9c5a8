"""Rejected entries that people have mended, and which mending of an entry counts.

The thing a reader would get wrong: what replaces a repair or takes it back is about the same entry, and what was worked
out from the text before no longer holds. So it is the head that counts which later events have to follow: the repair,
or the undo that brought it back.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.fold.facts import Facts
from reviewkit.history import latest
from reviewkit.model import FileId, RecordId, Repair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.ledger import Ledger
    from reviewkit.model import Event, EventId, Record, Reviewer

Repaired = tuple["Event", "Record"]
"""The head that says so, and the record that the entry is by it."""


class Repairs(Facts):
    """What people have mended."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(ledger)
        self._mended: dict[FileId, dict[RecordId, Repaired]] | None = None

    def repairs_of(self, entry: str) -> list[Repaired]:
        """Return what people together say of a rejected entry, that which counts first.

        Whoever had seen the other's goes before; of those unknown to each other the one of lowest id.
        """
        heads = [event for event in self._ledger.about(entry) if self._is_head(event)]
        said = {event.id: record for event in heads if (record := self._mended_record(event)) is not None}
        return [(event, said[event.id]) for event in latest(one for one in heads if one.id in said)]

    def _mended_record(self, head: Event) -> Record | None:
        act = self._act(head)
        body = self.body(head)
        right = isinstance(body, Repair) and act.subject == head.subject == body.record.id
        return body.record if right and isinstance(body, Repair) else None

    def own_repair_heads(self, entry: str, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has repaired an entry: what the next repair replaces."""
        return frozenset(
            event.id
            for event in self._ledger.about(entry)
            if event.actor == actor and self._is_head(event) and isinstance(self.body(event), Repair)
        )

    def repaired_once(self) -> list[RecordId]:
        """Return the entries that anybody has ever repaired, sorted, also what does not count."""
        return sorted(RecordId(entry) for entry in self._facts[Repair])

    def _mended_in(self, file: FileId) -> Mapping[RecordId, Repaired]:
        """Return the entries of a file that people have mended, by the ids kept for them, sorted."""
        if self._mended is None:
            self._ledger.fetch(self._facts[Repair])
            found: defaultdict[FileId, dict[RecordId, Repaired]] = defaultdict(dict)
            for entry in sorted(self._facts[Repair]):
                for first in self.repairs_of(entry)[:1]:
                    found[FileId(entry.partition(":")[0])][RecordId(entry)] = first
            self._mended = dict(found)
        return self._mended.get(file, {})
