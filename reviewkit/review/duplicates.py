"""Records compared with one another, and the pairs that a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.errors import NotAllowedError
from reviewkit.model import Comparison, Draft, EventId, Link, LinkOrigin, LinkVerdict, RecordId, short_id
from reviewkit.views import PairView

if TYPE_CHECKING:
    from reviewkit.model import Event, Pair
    from reviewkit.review.session import Session


class Duplicates:
    """Which records describe one report."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def compare(self) -> tuple[int, int]:
        """Compare the records of files that have not been compared; returns how many links and uncertain pairs are new.

        Also finds what two devices imported unknown to each other.
        """
        state = self._session.state
        fresh = set(state.uncompared(dedup.RULES))
        if not fresh:
            return 0, 0
        ids = list(state.origins())
        records = self._session.records(ids)
        new = [records[one] for one in ids if one in records and one.partition(":")[0] in fresh]
        known = [records[one] for one in ids if one in records and one.partition(":")[0] not in fresh]
        said = {(link.a, link.b, link.verdict) for link in state.links() if link.origin is LinkOrigin.RULE}
        links = [link for link in dedup.links(new, known) if (link.a, link.b, link.verdict) not in said]
        done = Comparison(tuple(state.imports()), dedup.RULES)
        self._session.write([*(Draft(link.a, link) for link in links), Draft("", done)])
        same = sum(link.verdict is LinkVerdict.SAME for link in links)
        return same, len(links) - same

    def is_complete(self) -> bool:
        """Return whether all records here have been compared with one another."""
        return not self._session.state.uncompared(dedup.RULES)

    def pairs(self) -> list[PairView]:
        """Return the pairs that wait for a person, likeliest duplicates first."""
        return [self.view(pair) for pair in self.waiting()]

    def waiting(self) -> list[Pair]:
        """Return the same pairs without their records, which costs a look into the database each."""
        return self._session.state.pairs()

    def view(self, pair: Pair) -> PairView:
        """Return a pair with its records side by side."""
        records = self._session.records([pair.a, pair.b])
        return PairView(records[pair.a], records[pair.b], pair.score, pair.reasons)

    def link(self, a: RecordId, b: RecordId, verdict: LinkVerdict) -> Event:
        """Write down a person's word on two records. Raises `NotAllowedError` for one record twice."""
        if a == b:
            raise NotAllowedError(f"{short_id(a)} is one record; name two")
        first, second = sorted((a, b))
        body = Link(first, second, verdict, LinkOrigin.PERSON, 100 if verdict is LinkVerdict.SAME else 0)
        return self._session.write([Draft(first, body, self._own_heads(first, second))])[-1]

    def _own_heads(self, a: RecordId, b: RecordId) -> frozenset[EventId]:
        return self._session.state.own_link_heads(a, b, self._session.acting())
