"""What a newer version of the rules would see differently, shown before anything changes.

The thing a reader would get wrong: a person's word holds under any rules, and a report on which somebody has decided
can be joined or parted all the same; so what the acting reviewer has decided on is named first. What colleagues have
decided on is not told apart: that would tell which reports they have finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.dedup import regrouping
from reviewkit.model import Comparison, Draft, LinkOrigin, Reviewer, Stage, nobody
from reviewkit.screening import turns
from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.dedup.regrouping import Regrouping
    from reviewkit.model import FileId, Link, Pair, Record, RecordId, Report, Told
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.session import Session
    from reviewkit.views import PairView


@dataclass(frozen=True, slots=True)
class Piece:
    """A report as it is, or as it would be."""

    records: tuple[RecordId, ...]
    title: str
    decided: bool
    """The acting reviewer may see a decision on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Reports that would be others."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    reasons: tuple[str, ...] = ()
    """Of the likeliest new link between two that would be one."""

    @property
    def decided(self) -> bool:
        """Return whether the acting reviewer may see a decision on any of them."""
        return any(piece.decided for piece in self.before)

    @property
    def words(self) -> str:
        """Return what would happen: `would be one`, `would be parted`, `would be grouped anew`."""
        if len(self.after) == 1:
            return "would be one"
        return "would be parted" if len(self.before) == 1 else "would be grouped anew"


@dataclass(frozen=True, slots=True)
class Changes:
    """All that newer rules would change."""

    rules: str
    """Their version."""
    newer: bool
    """Whether there are records that older ones hold for."""
    changes: tuple[Change, ...]
    """Those with decisions first, then by title."""
    uncertain: tuple[PairView, ...]
    """Pairs that a person would have to compare, and has not to now."""
    no_longer: int
    """Pairs that nobody would have to compare any more."""


class NewerRules:
    """The rules of this program, beside those that the review was compared by."""

    def __init__(self, session: Session, duplicates: Duplicates) -> None:
        """Work on a session."""
        self._session = session
        self._duplicates = duplicates
        self._found: tuple[tuple[FileId, ...], list[Link]] | None = None

    def exist(self) -> bool:
        """Return whether this program has newer rules than those that hold for some of the records."""
        return self._session.state.compared.is_older(dedup.RULES)

    def changes(self, told: Told = nobody) -> Changes:
        """Return what the rules of this program would change. Compares all records, and writes nothing.

        `told` hears how far that is. Raises `StoppedError` where it ends it.
        """
        if not self.exist():
            return Changes(dedup.RULES, False, (), (), 0)
        state = self._session.state
        persons = [link for link in state.links() if link.origin is LinkOrigin.PERSON]
        links = [*persons, *self._links(told)]
        after = dedup.reports(state.routes(), links)
        report_of = {record: report.id for report in after for record in report.records}
        before_pairs = {(pair.a, pair.b) for pair in state.pairs()}
        pairs = regrouping.waiting(report_of, links)
        new_pairs = [pair for pair in pairs if (pair.a, pair.b) not in before_pairs]
        return Changes(
            dedup.RULES,
            True,
            self._changes(regrouping.regrouped(state.reports().values(), after, links)),
            self._views(new_pairs),
            len(before_pairs) - (len(pairs) - len(new_pairs)),
        )

    def apply(self) -> int:
        """Let the rules of this program hold from now on; returns how many links were written.

        Nothing that a person said is changed.
        """
        session = self._session
        session.acting()
        session.refresh()
        if not self.exist():
            return 0
        links = self._links()
        done = Comparison(tuple(session.state.batches()), dedup.RULES, asked=True)
        session.write([*(Draft(link.a, link) for link in links), Draft("", done)])
        return len(links)

    def _links(self, told: Told = nobody) -> list[Link]:
        """Return what the rules of this program say; worked out once for the same records."""
        batches = tuple(self._session.state.batches())
        if self._found is None or self._found[0] != batches:
            records = self._session.records(self._session.state.origins())
            self._found = batches, dedup.links(list(records.values()), told=told)
        return self._found[1]

    # ---------------------------------------------------------------------------------------------- in words

    def _changes(self, regrouped: Sequence[Regrouping]) -> tuple[Change, ...]:
        records = self._session.records({one for each in regrouped for report in each.before for one in report.records})
        found = [
            Change(
                tuple(self._piece(report, records) for report in each.before),
                tuple(self._piece(report, records, known=False) for report in each.after),
                each.because.reasons if each.because is not None else (),
            )
            for each in regrouped
        ]
        return tuple(sorted(found, key=_decided_first))

    def _piece(self, report: Report, records: Mapping[RecordId, Record], *, known: bool = True) -> Piece:
        title = dedup.merged([records[one] for one in report.records]).title
        return Piece(report.records, title, known and self._is_decided(report))

    def _is_decided(self, report: Report) -> bool:
        """Return whether the acting reviewer may see a decision on a report."""
        state, reviewer = self._session.state, self._session.reviewer or Reviewer("")
        return any(turns.seen(state.outcome(report, stage), reviewer).votes for stage in Stage)

    def _views(self, pairs: Iterable[Pair]) -> tuple[PairView, ...]:
        return tuple(self._duplicates.view(pair) for pair in pairs)


def _decided_first(change: Change) -> tuple[bool, str, tuple[RecordId, ...]]:
    first = change.before[0]
    return not change.decided, folded(first.title), first.records
