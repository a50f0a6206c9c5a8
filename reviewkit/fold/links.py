"""What is said of pairs of records: by people, by which rules, and which of it counts.

The thing a reader would get wrong: a person's word counts as long as nothing of the same person replaces it; a rule's
also needs to be of the version that holds for its two files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.dedup.compared import Compared, file_of
from reviewkit.fold.facts import brought_back
from reviewkit.fold.records import Records
from reviewkit.history import follows
from reviewkit.model import Comparison, Event, EventId, FileId, Link, LinkOrigin, RecordId, Reviewer, Undo

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reviewkit.ledger import Ledger


class Links(Records):
    """Which records were compared, and what came of it."""

    def __init__(self, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(ledger)
        self._links: dict[EventId, Event] | None = None
        self._comparisons: list[Comparison] = []
        self._compared: Compared | None = None
        self._heads: dict[RecordId, FileId] | None = None
        self._said: list[tuple[Reviewer, Link]] | None = None

    def _regroup(self) -> None:
        super()._regroup()
        self._compared = self._heads = self._said = None

    # ---------------------------------------------------------------------------------------------- compared

    @property
    def compared(self) -> Compared:
        """Return which files have been compared with which, and by which rules."""
        if self._compared is None:
            self._compared = Compared(self.batches(), self._comparisons, self.batch_of)
        return self._compared

    def batches(self) -> list[FileId]:
        """Return what was read at once and is compared as one: each export, and each entry that a person mended."""
        return [*self.imports(), *self._mended_heads.values()]

    def batch_of(self, record: RecordId) -> FileId:
        """Return which of `batches` a record belongs to."""
        return self._mended_heads.get(record) or file_of(record)

    @property
    def _mended_heads(self) -> dict[RecordId, FileId]:
        if self._heads is None:
            self._heads = {entry: FileId(head.id) for entry, (head, _) in self.repairs().items()}
        return self._heads

    def uncompared(self) -> list[FileId]:
        """Return the batches to be compared with all others, so that every batch was with every other."""
        return self.compared.missing()

    def _notice_comparison(self, comparison: Comparison) -> None:
        self._comparisons.append(comparison)
        self._regroup()

    # ---------------------------------------------------------------------------------------------- said

    def links(self) -> list[Link]:
        """Return what counts of what is said of pairs of records, undos followed."""
        return [link for _, link in self._said_links()]

    def _said_links(self) -> Sequence[tuple[Reviewer, Link]]:
        """Return what counts of what is said of pairs of records, and who says so."""
        if self._links is None:
            events = self._ledger.of(Link, Undo)
            self._ledger.fetch_events({one for event in events for one in brought_back(event)})
            self._links = {event.id: event for event in events if self._may_say_a_link(event)}
        if self._said is None:
            self._said = [
                (event.actor, body)
                for event in self._links.values()
                if self._is_head(event) and isinstance(body := self.body(event), Link) and self._counts(event, body)
            ]
        return self._said

    def _counts(self, event: Event, link: Link) -> bool:
        """Return whether a head's link counts; a rule's says nothing of a text that was not there when it ran."""
        mended = (self._mended_heads.get(record) for record in (link.a, link.b)) if self._mended_heads else ()
        heads = (self._ledger.event(EventId(head)) for head in mended if head is not None)
        seen = link.origin is LinkOrigin.PERSON or all(head is not None and follows(event, head) for head in heads)
        return seen and self.compared.counts(link)

    def _may_say_a_link(self, event: Event) -> bool:
        """Return whether an event says something of a pair: also an undo that brings back what has not arrived yet."""
        unknown = any(self._ledger.event(one) is None for one in brought_back(event))
        return unknown or isinstance(self.body(event), Link)

    def own_link_heads(self, a: RecordId, b: RecordId, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which a person has spoken on a pair."""
        return frozenset(
            event.id
            for event in self._ledger.about(a)
            if event.actor == actor
            and self._is_head(event)
            and isinstance(body := self.body(event), Link)
            and (body.a, body.b, body.origin) == (a, b, LinkOrigin.PERSON)
        )

    def links_on(self, records: Collection[RecordId]) -> list[tuple[Event, Link]]:
        """Return what counts of what is said of pairs among some records: each head, sorted by id, and what it says."""
        found = [
            (event, body)
            for record in records
            for event in self._ledger.about(record)
            if self._is_head(event)
            and isinstance(body := self.body(event), Link)
            and body.a in records
            and body.b in records
            and self._counts(event, body)
        ]
        return sorted(found, key=lambda one: one[0].id)

    def words_on(self, records: Collection[RecordId]) -> list[tuple[Event, Link]]:
        """Return the same as far as people say it."""
        return [(event, link) for event, link in self.links_on(records) if link.origin is LinkOrigin.PERSON]

    def link_events(self, a: RecordId, b: RecordId) -> list[tuple[Event, bool]]:
        """Return every event that ever linked two records (a < b), sorted by id, each with whether it counts now."""
        events = list(self._ledger.about(a))
        counting = {self._act(event).id for event in events if self._is_head(event) and self.body(event) is not None}
        return [
            (event, event.id in counting and self._counts(event, event.body))
            for event in sorted(events, key=lambda event: event.id)
            if isinstance(event.body, Link) and (event.body.a, event.body.b) == (a, b)
        ]

    def together_with(self, act: Event) -> list[tuple[Event, Event]]:
        """Return all that one act of a person wrote, as far as it still counts: each event, and the head that says so.

        The one given is among them, the last written first.
        """
        if not isinstance(act.body, Link) or not act.body.together:
            return []
        found = []
        for event in self._ledger.newest_first(act.actor, act.device):
            body = event.body
            if isinstance(body, Link) and body.together == act.body.together:
                found += [(event, head) for head in self._heads_of(event)]
            elif found and event.seq < act.seq:
                break
        return found

    def _heads_of(self, act: Event) -> list[Event]:
        return [one for one in self._ledger.about(act.subject) if self._is_head(one) and self._act(one).id == act.id]
