"""What an index answered, put into the review: one import, and an event for each seed that says what came of it.

The thing a reader would get wrong: a seed that was asked for again, since not everything had come, brings only what was
not there; its event then names the records of both imports, and replaces the person's own earlier one.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.citations import lines
from reviewkit.citations.nouns import Listing
from reviewkit.citations.plan import INDEXES
from reviewkit.errors import InputError
from reviewkit.model import (
    Direction,
    Draft,
    FileId,
    RecordId,
    ReportId,
    Route,
    Search,
    SearchId,
    SeedSearched,
    Stage,
    Status,
    record_id,
)
from reviewkit.screening import turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.citations.nouns import Answered, Looked, Seed
    from reviewkit.citations.plan import OfIndex
    from reviewkit.model import EventId, Reviewer
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session

_SHOWN = 100
"""Characters of a seed without a DOI in the query of a search."""
_WORDS = {Direction.BACKWARD: "what {} cite", Direction.FORWARD: "what cites {}"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was written of one seed, index and direction."""

    event: EventId
    actor: Reviewer
    seed: RecordId
    report: ReportId
    """That the seed belongs to now."""
    body: SeedSearched

    def about(self, report: ReportId, index: str, direction: Direction) -> bool:
        """Return whether it is about this."""
        return (self.report, self.body.index, self.body.direction) == (report, index, direction)


def said(session: Session) -> list[Said]:
    """Return all that stands of citation searches, sorted by round, seed, index and event.

    Of what was written of one seed, index and direction only what is complete is taken, if any of it is.
    """
    state = session.state
    found = [
        Said(event.id, event.actor, RecordId(event.subject), report.id, event.body)
        for event in state.seed_searches()
        if isinstance(event.body, SeedSearched) and (report := state.report_of(RecordId(event.subject))) is not None
    ]
    complete = {_key(one) for one in found if not one.body.fault}
    kept = [one for one in found if not one.body.fault or _key(one) not in complete]
    return sorted(kept, key=lambda one: (one.body.round, one.report, one.body.index, one.body.direction, one.event))


def included(session: Session) -> list[ReportId]:
    """Return every report that is included at full text, sorted."""
    return [
        report.id
        for report, standings in session.state.standings()
        if (one := turns.at(standings, Stage.FULL_TEXT)) is not None and one.status is Status.INCLUDED
    ]


def not_followed(session: Session) -> list[ReportId]:
    """Return the reports included at full text that no citations were followed from yet."""
    before = {one.report for one in said(session)}
    return [one for one in included(session) if one not in before]


def rounds_of(found: Iterable[Said]) -> dict[ReportId, int]:
    """Return the round that each report was a seed in, the first if there are several."""
    rounds: dict[ReportId, int] = {}
    for one in found:
        rounds[one.report] = min(one.body.round, rounds.get(one.report, one.body.round))
    return rounds


def _key(one: Said) -> tuple[ReportId, str, Direction]:
    return one.report, one.body.index, one.body.direction


class Written:
    """One index and direction of a round, put into the review."""

    def __init__(self, session: Session, searches: Searches, one: OfIndex, number: int, limit: int) -> None:
        """Write what comes of `one` in the round of this number, no more than `limit` works citing each seed."""
        self._session = session
        self._searches = searches
        self._one = one
        self._round = number
        self._limit = limit

    def write(self, looked: Looked, answered: Answered) -> tuple[str, int, list[SeedSearched]]:
        """Import what was answered; returns the search's name, the records that came in, what is said of each seed.

        Raises `InputError`, `StorageError`; nothing is half done then that running it again does not complete.
        """
        session, one = self._session, self._one
        session.refresh()
        standing = said(session)
        reports = {seed.record: self._report(seed) for seed in one.seeds}
        before = {
            seed: [old for old in standing if old.about(report, one.name, one.direction)]
            for seed, report in reports.items()
        }
        rounds = rounds_of(standing)
        earlier = {seed: self._records(some) for seed, some in before.items()}
        keys = lines.keys(answered, {(seed, one.direction): set(known) for seed, known in earlier.items()})
        came = max((answered.works[key].retrieved for key in keys), default="") or session.now()
        search = self._search(came[:10])
        identity, records, number = self._imported(search, lines.export(one.name, answered, keys), keys)
        listings = {listing.seed: listing for listing in answered.listings}
        bodies = {
            seed.record: self._body(
                identity,
                listings.get(seed.record)
                or Listing(seed.record, one.direction, None, fault=looked.faults.get(seed.record, "")),
                records,
                earlier[seed.record],
                rounds.get(reports[seed.record], self._round),
            )
            for seed in one.seeds
        }
        actor = session.acting()
        session.write(
            [
                Draft(seed, body, frozenset(old.event for old in before[seed] if old.actor == actor))
                for seed, body in bodies.items()
            ]
        )
        return session.state.searches()[identity].name, number, list(bodies.values())

    def _report(self, seed: Seed) -> ReportId:
        report = self._session.state.report_of(seed.record)
        return report.id if report is not None else ReportId(seed.record)

    def _records(self, before: Sequence[Said]) -> dict[str, RecordId]:
        """Return the records that a seed brought before, by the keys of their works."""
        found = self._session.records({record for one in before for record in one.body.found})
        return {key: identity for identity, record in found.items() if (key := lines.key_of(record.raw))}

    def _body(
        self,
        search: SearchId,
        listing: Listing,
        records: Mapping[str, RecordId],
        earlier: Mapping[str, RecordId],
        number: int,
    ) -> SeedSearched:
        """Return what is said of a seed; what it brought before it still has brought, whatever comes now."""
        found = [*earlier.values(), *(records[key] for key in listing.works if key in records)]
        unread = [key for key in listing.works if key not in records and key not in earlier]
        lost = tuple(f"{key}: the entry could not be read" for key in unread)
        return SeedSearched(
            search,
            listing.direction,
            self._one.name,
            listing.listed,
            tuple(sorted(set(found))),
            (*listing.unresolved, *lost),
            listing.fault,
            number,
            self._limit if listing.direction is Direction.FORWARD else None,
        )

    # ---------------------------------------------------------------------------------------------- the import

    def _search(self, date: str) -> Search:
        one = self._one
        name = start = f"{one.name}, round {self._round}, {one.direction}"
        number = 1
        while self._searches.find(name) is not None:
            number += 1
            name = f"{start} ({number})"
        reports = f"{len(one.seeds)} report{'s' * (len(one.seeds) != 1)}"
        what = _WORDS[one.direction].format(reports)
        limited = f" Of each at most {self._limit} were asked for." if one.direction is Direction.FORWARD else ""
        return Search(
            name=name,
            route=Route.CITATION,
            databases=(one.name,),
            platform=INDEXES[one.index].site,
            date=date,
            query="; ".join(seed.doi or seed.title[:_SHOWN] for seed in one.seeds),
            note=f"Run by reviewkit: {what}.{limited}",
        )

    def _imported(self, search: Search, data: bytes, keys: Sequence[str]) -> tuple[SearchId, dict[str, RecordId], int]:
        """Import an export and return its search, the record of each key, and how many records came in."""
        if not data:
            identity = SearchId(self._session.new_id())
            self._session.write([Draft(identity, search)])
            return identity, {}, 0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{self._one.index}-{self._one.direction}-{search.date}.jsonl"
            path.write_bytes(data)
            done = self._searches.import_file(path, search)
        entries = done.records + len(done.rejections)
        if entries != len(keys):
            raise InputError(
                f"{len(keys)} works of {self._one.name} were read as {entries} entries",
                where=done.name,
                remedy="This is a fault of the program; please report it with that file.",
            )
        file, rejected = FileId(hashlib.sha256(data).hexdigest()), {wrong.ordinal for wrong in done.rejections}
        records = {key: record_id(file, ordinal) for ordinal, key in enumerate(keys, 1) if ordinal not in rejected}
        return done.search, records, 0 if done.known else done.records
