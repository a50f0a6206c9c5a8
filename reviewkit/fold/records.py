"""From imports and record files to the records of the review.

The thing a reader would get wrong: an import counts once its record file and its search are here, and of several of one
file one alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.fold.repairs import Repairs
from reviewkit.model import DeviceId, Event, FileId, Import, Origin, RecordId, Repair, Route, record_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reviewkit.fold.repairs import Repaired
    from reviewkit.ledger import Ledger


class Records(Repairs):
    """What searches brought."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has, and no record file."""
        super().__init__(ledger)
        self._readings: dict[tuple[FileId, DeviceId], tuple[RecordId, ...]] = {}
        self._known_imports: dict[FileId, Event] | None = None

    def add_reading(self, file: FileId, device: DeviceId, records: Sequence[RecordId]) -> None:
        """Take in one complete record file: the ids of the records that `device` read from `file`."""
        self._readings[file, device] = tuple(records)
        self._regroup()

    def _regroup(self) -> None:
        """Forget what stands on searches, imports and repairs."""
        self._known_searches = self._known_imports = self._mended = None

    def imports(self) -> dict[FileId, Event]:
        """Return for each file the import that counts: of those that are complete the one of lowest id.

        Complete means that the record file is here, and what is known of the search: the route is part of every number.
        """
        if self._known_imports is None:
            complete = {FileId(file): list(self._complete(FileId(file))) for file in sorted(self._facts[Import])}
            self._known_imports = {
                file: min(events, key=lambda event: event.id) for file, events in complete.items() if events
            }
        return self._known_imports

    def _complete(self, file: FileId) -> Iterator[Event]:
        for event in self._facts[Import][file].values():
            if (
                (file, event.device) in self._readings
                and isinstance(event.body, Import)
                and event.body.search in self.searches()
            ):
                yield event

    def arriving(self) -> list[Event]:
        """Return the imports whose record file or search is not there or not complete yet."""
        complete = self.imports()
        return [
            event
            for file, events in sorted(self._facts[Import].items())
            if file not in complete
            for event in sorted(events.values(), key=lambda event: event.id)
        ]

    def repairs(self) -> dict[RecordId, Repaired]:
        """Return the rejected entries that count as records since somebody mended them, sorted by id."""
        if not self._facts[Repair]:  # as in most reviews, and this is asked often
            return {}
        return {
            entry: repaired
            for file, event in self.imports().items()
            if isinstance(event.body, Import)
            for entry, repaired in self._repaired_of(file, event, event.body).items()
        }

    def _repaired_of(self, file: FileId, event: Event, body: Import) -> dict[RecordId, Repaired]:
        """Return what counts of what people have mended in a file: entries that the reading which counts rejected."""
        mended = self._mended_in(file)
        read = frozenset(self._readings[file, event.device]) if mended else frozenset()
        last = body.records + body.rejected
        return {entry: one for entry, one in mended.items() if entry not in read and 1 <= _ordinal(file, entry) <= last}

    def _records_of(self, file: FileId, event: Event, body: Import) -> Sequence[RecordId]:
        read, repaired = self._readings[file, event.device], self._repaired_of(file, event, body)
        return sorted([*read, *repaired]) if repaired else read

    def origins(self) -> dict[RecordId, Origin]:
        """Return where each record came from, sorted by record id."""
        return {
            record: Origin(event.body.search, file)
            for file, event in self.imports().items()
            if isinstance(event.body, Import)
            for record in self._records_of(file, event, event.body)
        }

    def identified(self) -> dict[Route, int]:
        """Return how many records each route that has any brought, in the order of `Route`."""
        brought: defaultdict[Route, int] = defaultdict(int)
        for file, event in self.imports().items():
            if isinstance(event.body, Import):
                brought[self.searches()[event.body.search].route] += len(self._records_of(file, event, event.body))
        return {route: brought[route] for route in Route if brought[route]}

    def routes(self) -> dict[RecordId, Route]:
        """Return the route that each record came by."""
        found = {}
        for file, event in self.imports().items():
            if isinstance(event.body, Import):
                route = self.searches()[event.body.search].route
                found.update(dict.fromkeys(self._records_of(file, event, event.body), route))
        return found

    def reading(self, file: FileId) -> DeviceId | None:
        """Return the device whose reading of the file counts."""
        event = self.imports().get(file)
        return event.device if event is not None else None


def _ordinal(file: FileId, entry: RecordId) -> int:
    """Return the number of an entry; 0 for what is no id of one."""
    digits = entry.partition(":")[2]
    return int(digits) if digits.isdecimal() and record_id(file, int(digits)) == entry else 0
