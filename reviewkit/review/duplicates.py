"""Records compared with one another, the pairs that a person decides, and what contradicts itself.

The thing a reader would get wrong: comparing looks at what is new only. Where a newer version of the rules would see
old pairs differently, nothing changes until somebody asks for it; see `newer_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.dedup import regrouping
from reviewkit.errors import NotAllowedError
from reviewkit.model import Comparison, Draft, LinkOrigin, LinkVerdict, nobody, short_id
from reviewkit.views import PairView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.model import Event, Link, Pair, Record, RecordId, Reviewer, Told
    from reviewkit.review.session import Session


@dataclass(frozen=True, slots=True)
class Against:
    """Two records that people call two papers."""

    a: RecordId
    b: RecordId
    by: tuple[Reviewer, ...]
    """Sorted."""

    @property
    def words(self) -> str:
        """Return who called what different, in a sentence without its full stop."""
        return f"{' and '.join(self.by)} called {short_id(self.a)} and {short_id(self.b)} different"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records said to be one paper, which cannot be followed: it would join what people call two papers."""

    a: Record
    b: Record
    by: tuple[Reviewer, ...]
    """Who says that they are one; nobody where the rules alone do."""
    score: int
    reasons: tuple[str, ...]
    against: tuple[Against, ...]


class Duplicates:
    """Which records describe one report."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    # ---------------------------------------------------------------------------------------------- comparing

    def compare(self, told: Told = nobody) -> tuple[int, int]:
        """Compare what has not been compared, and nothing else; returns how many links and waiting pairs are new.

        An uncertain pair that is one report already, through other records or a person's word, waits for nobody.
        Also finds what two devices imported unknown to each other. Nothing is written before all is compared, so where
        `told` stops it, all is still to be compared.
        """
        state = self._session.state
        fresh = set(state.uncompared())
        if not fresh:
            return 0, 0
        ids = list(state.origins())
        records = self._session.records(ids)
        new = [records[one] for one in ids if one in records and state.batch_of(one) in fresh]
        known = [records[one] for one in ids if one in records and state.batch_of(one) not in fresh]
        links = self._not_said(link for link in dedup.links(new, known, told) if self._is_first(link))
        batches = tuple(state.batches())
        done = Comparison(batches, dedup.RULES, tuple(sorted(fresh)) if len(fresh) < len(batches) else ())
        self._session.write([*(Draft(link.a, link) for link in links), Draft("", done)])
        unsure = {(link.a, link.b) for link in links if link.verdict is LinkVerdict.UNCERTAIN}
        waiting = sum((pair.a, pair.b) in unsure for pair in self.waiting()) if unsure else 0
        return sum(link.verdict is LinkVerdict.SAME for link in links), waiting

    def _is_first(self, link: Link) -> bool:
        """Return whether the files of two records were never compared before."""
        state = self._session.state
        return state.compared.rules(state.batch_of(link.a), state.batch_of(link.b)) is None

    def _not_said(self, links: Iterable[Link]) -> list[Link]:
        said = {
            (link.a, link.b, link.verdict, link.rules)
            for link in self._session.state.links()
            if link.origin is LinkOrigin.RULE
        }
        return [link for link in links if (link.a, link.b, link.verdict, link.rules) not in said]

    def is_complete(self) -> bool:
        """Return whether all records here have been compared with one another."""
        return not self._session.state.uncompared()

    # ---------------------------------------------------------------------------------------------- pairs

    def pairs(self) -> list[PairView]:
        """Return the pairs that wait for a person, likeliest duplicates first."""
        return [self.view(pair) for pair in self.waiting()]

    def waiting(self) -> list[Pair]:
        """Return the same pairs without their records, which costs a look into the database each."""
        return self._session.state.pairs()

    def view(self, pair: Pair) -> PairView:
        """Return a pair with its records side by side."""
        records = self._session.records([pair.a, pair.b])
        sources = self._session.search_name(pair.a), self._session.search_name(pair.b)
        return PairView(records[pair.a], records[pair.b], pair.score, pair.reasons, sources)

    def link(self, a: RecordId, b: RecordId, verdict: LinkVerdict) -> Event:
        """Write down a person's word on two records. Raises `NotAllowedError` for one record twice."""
        if a == b:
            raise NotAllowedError(f"{short_id(a)} is one record; name two")
        body = regrouping.said(a, b, verdict)
        own = self._session.state.own_link_heads(body.a, body.b, self._session.acting())
        return self._session.write([Draft(body.a, body, own)])[-1]

    # ---------------------------------------------------------------------------------------------- contradictions

    def at_odds(self) -> list[Contradiction]:
        """Return all that is called one paper and two at once: pairs that people see differently, then contradictions.

        A pair that people see differently is two reports until they agree.
        """
        found = self._session.state.disputes()
        records = self._session.records({record for pair in found for record in pair})
        return [
            *(self._dispute(records[a], records[b], said) for (a, b), said in found.items()),
            *self.contradictions(),
        ]

    def odds(self) -> int:
        """Return how many there are of `at_odds`."""
        return len(self._session.state.disputes()) + len(self._session.state.skipped())

    def _dispute(self, a: Record, b: Record, said: Mapping[Reviewer, Sequence[LinkVerdict]]) -> Contradiction:
        same, apart = (
            tuple(name for name, own in said.items() if verdict in own)
            for verdict in (LinkVerdict.SAME, LinkVerdict.DIFFERENT)
        )
        links = [link for _, link in self._session.state.links_on((a.id, b.id)) if link.origin is LinkOrigin.RULE]
        score, reasons = max(((link.score, link.reasons) for link in links), default=(0, ()))
        return Contradiction(a, b, same, score, reasons, (Against(a.id, b.id, apart),))

    def contradictions(self) -> list[Contradiction]:
        """Return what is said to be one paper and cannot be followed, as it would join what people call two.

        Pairs of which people themselves say different things are not among them; see `at_odds`.
        """
        found = self._session.state.skipped()
        records = self._session.records({record for link, _ in found for record in (link.a, link.b)})
        return [
            Contradiction(
                records[link.a],
                records[link.b],
                self._who_says(link),
                link.score,
                link.reasons,
                tuple(Against(one.a, one.b, self._who_says(one)) for one in against),
            )
            for link, against in found
        ]

    def against(self, a: RecordId, b: RecordId) -> tuple[Against, ...]:
        """Return which words of people keep the reports of two records apart; none if they are one report."""
        state = self._session.state
        ours, theirs = state.report_of(a), state.report_of(b)
        if ours is None or theirs is None or ours.id == theirs.id:
            return ()
        words = {
            (link.a, link.b): Against(link.a, link.b, self._who_says(link))
            for _, link in state.words_on({*ours.records, *theirs.records})
            if link.verdict is LinkVerdict.DIFFERENT and (link.a in ours.records) != (link.b in ours.records)
        }
        return tuple(words[pair] for pair in sorted(words))

    def why(self, said: Link) -> str:
        """Return why two records are linked, in words: `same DOI, same year`, `Ada and Grace say so`."""
        if said.origin is LinkOrigin.RULE:
            return ", ".join(said.reasons)
        names = self._who_says(said)
        return f"{' and '.join(names)} {'says' if len(names) == 1 else 'say'} so"

    def _who_says(self, said: Link) -> tuple[Reviewer, ...]:
        """Return which people say this of the pair."""
        if said.origin is not LinkOrigin.PERSON:
            return ()
        words = self._session.state.words_on({said.a, said.b})
        return tuple(sorted({event.actor for event, link in words if link.verdict is said.verdict}))
