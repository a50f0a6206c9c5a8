"""Citation searching: the plan, the run, and what all runs came to.

The thing a reader would get wrong: what an index answers goes through the ordinary import, one search for each index
and direction of a round; the `SeedSearched` events written after it say which seed brought which record. A run that was
cut anywhere is simply run again: every answer that came is kept on this device, and the same answers make the same
export, which is not imported twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.citations import ledger as account
from reviewkit.citations import seeds
from reviewkit.citations.asking import fault
from reviewkit.citations.nouns import Seed
from reviewkit.citations.plan import INDEXES, LIMIT, OfIndex, asked, of_index
from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.model import Direction, RecordId, Stage, Status
from reviewkit.review.citation_records import Written, rounds_of, said
from reviewkit.review.indexes import Indexes
from reviewkit.screening import turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.citations.asking import Asker
    from reviewkit.citations.ledger import Ledger, RoundCount
    from reviewkit.citations.nouns import Index
    from reviewkit.model import Record, Report, ReportId, SeedSearched
    from reviewkit.net import Client
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session

Heard = Callable[[str, int, int], None]
"""Hears the name of an index, how many requests were answered and about how many there will be; may raise to end it."""


def _nobody(_index: str, _done: int, _expected: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True)
class CitationPlan:
    """What a citation search is going to ask."""

    round: int
    seeds: tuple[ReportId, ...]
    indexes: tuple[OfIndex, ...]
    """What is left to ask; empty: everything was asked before."""
    unidentified: tuple[ReportId, ...]
    """Seeds without a number that any index could be asked by; they need a DOI first."""
    limit: int
    """Works citing one seed that are asked for at most."""
    again: bool
    """What was asked before is asked anew."""
    offline: bool
    requests: int
    """How many went out to make the plan."""
    price: int
    """Millionths of a dollar, for these."""
    gone: tuple[tuple[str, str], ...]
    """Indexes that could not be asked, and why."""

    @property
    def expected_requests(self) -> int:
        """Return about how many requests the run will take, answers that are kept already not taken off."""
        return sum(one.expected.requests for one in self.indexes)

    @property
    def expected_price(self) -> int:
        """Return about what the run will cost, in millionths of a dollar."""
        return sum(one.expected.price for one in self.indexes)


@dataclass(frozen=True, slots=True)
class CameOfIndex:
    """What came of one index in one direction."""

    index: str
    direction: Direction
    search: str
    """The name of the search that its records are of."""
    seeds: int
    unknown: int
    """Seeds that it does not know."""
    records: int
    """Records imported."""
    unresolved: int
    faults: int
    """Seeds of which not everything came."""
    requests: int
    price: int


@dataclass(frozen=True, slots=True)
class CameOfRun:
    """What came of a run."""

    round: int
    came: tuple[CameOfIndex, ...]
    gone: tuple[tuple[str, str], ...]
    """Indexes that gave nothing, and why; running it again asks them again."""


class Citing:
    """The citation searches of a review."""

    def __init__(self, session: Session, searches: Searches, client: Client | None = None) -> None:
        """Work on a session; `client` is for tests, otherwise each run has one of its own."""
        self._session = session
        self._searches = searches
        self._indexes = Indexes(session, client)

    # ---------------------------------------------------------------------------------------------- seeds

    def included(self) -> list[ReportId]:
        """Return every report that is included at full text, sorted: the seeds that TARCiS advises."""
        return [
            report.id
            for report, standings in self._session.state.standings()
            if (one := turns.at(standings, Stage.FULL_TEXT)) is not None and one.status is Status.INCLUDED
        ]

    def next_seeds(self) -> list[ReportId]:
        """Return the reports included at full text that no citations were followed from yet."""
        before = {one.report for one in said(self._session)}
        return [one for one in self.included() if one not in before]

    def _seeds(self, reports: Sequence[ReportId]) -> list[Seed]:
        found = [report for one in dict.fromkeys(reports) if (report := self._report(one)) is not None]
        merged = self._session.merged(found)
        return [_seed(report, merged[report.id]) for report in found]

    def _report(self, record: str) -> Report | None:
        return self._session.state.report_of(RecordId(record))

    # ---------------------------------------------------------------------------------------------- the plan

    def plan(
        self,
        reports: Sequence[ReportId] | None = None,
        *,
        indexes: Sequence[str] = (),
        directions: Sequence[Direction] = (Direction.BACKWARD,),
        limit: int = LIMIT,
        again: bool = False,
        offline: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        heard: Heard = _nobody,
    ) -> CitationPlan:
        """Return what a search is going to ask: of `reports`, by default all that are included at full text.

        Looks the seeds up at the indexes, which is nearly free and asked once; `offline` knows what was answered before
        only. What a search has brought in full is left out unless `again`. Raises `NotAllowedError`, `StorageError`.
        """
        unknown = [one for one in indexes if one not in INDEXES]
        if unknown:
            raise NotAllowedError(
                f'"{unknown[0]}" is no index that is known', remedy=f"There are {', '.join(INDEXES)}."
            )
        wanted = asked(indexes, directions)
        if not wanted:
            raise NotAllowedError(
                f"{' and '.join(INDEXES[one].name for one in indexes)} cannot be asked what cites a report",
                remedy="Crossref knows references only; ask OpenAlex, Semantic Scholar or OpenCitations.",
            )
        chosen = list(self.included() if reports is None else reports)
        if not chosen:
            raise NotAllowedError(
                "there is no seed to follow citations from",
                remedy="Seeds are the reports included at full text; name others by their ids to follow them anyway.",
            )
        known = self._seeds(chosen)
        client = self._indexes.client(again=again, offline=offline, tell=tell)
        before, price = client.spent, 0
        found: list[OfIndex] = []
        gone: dict[str, str] = {}
        for index, direction in wanted:
            left = known if again else self._left(known, index.name, direction, limit)
            if not left:
                continue
            asker = self._asker(client, index, 0, heard)
            looked = asker.answers(index.look_up(left, direction))
            price += asker.price
            gone |= _gone(index.name, asker)
            found.append(of_index(index, left, direction, looked, limit))
        return CitationPlan(
            self._round_of([seed for one in found for seed in one.seeds]),
            tuple(chosen),
            tuple(found),
            tuple(one for seed in known if not seeds.identified(seed) and (one := self._id(seed)) is not None),
            limit,
            again,
            offline,
            client.spent - before,
            price,
            tuple(gone.items()),
        )

    def _left(self, known: Sequence[Seed], index: str, direction: Direction, limit: int) -> list[Seed]:
        """Return the seeds that were not searched in full before, or not up to the limit."""
        done = {
            one.report
            for one in said(self._session)
            if (one.body.index, one.body.direction) == (index, direction)
            and not one.body.fault
            and (one.body.limit is None or len(one.body.found) < one.body.limit or one.body.limit >= limit)
        }
        return [seed for seed in known if self._id(seed) not in done]

    def _id(self, seed: Seed) -> ReportId | None:
        report = self._report(seed.record)
        return report.id if report is not None else None

    def _round_of(self, left: Sequence[Seed]) -> int:
        """Return the last round of seeds, a new one if one of them has none yet."""
        known = rounds_of(said(self._session))
        last = max(known.values(), default=0)
        own = [known.get(one) if (one := self._id(seed)) is not None else None for seed in left]
        return max(filter(None, own), default=last or 1) if all(own) else last + 1

    # ---------------------------------------------------------------------------------------------- the run

    def run(
        self,
        plan: CitationPlan,
        *,
        budget: int | None = None,
        tell: Callable[[str], None] = lambda _: None,
        heard: Heard = _nobody,
    ) -> CameOfRun:
        """Ask what a plan says and import what comes, index by index.

        `heard` may raise `StoppedError` to end it: what was imported stands, what was answered is kept, and the next
        run goes on there. Raises `NetworkError` if no index gives anything, `NotAllowedError`, `StorageError`.
        """
        self._session.acting()
        client = self._indexes.client(again=plan.again, offline=plan.offline, budget=budget, tell=tell)
        came: list[CameOfIndex] = []
        gone: dict[str, str] = {}
        error: NetworkError | None = None
        for one in plan.indexes:
            index, before = INDEXES[one.index], client.spent
            asker = self._asker(client, index, one.expected.requests, heard)
            looked = asker.answers(index.look_up(list(one.seeds), one.direction))
            answered = asker.answers(index.search(looked, one.direction, plan.limit))
            if asker.gone and not answered.works:
                gone |= _gone(one.name, asker)
                error = next(iter(asker.gone.values()))
                continue
            written = Written(self._session, self._searches, one, plan.round, plan.limit)
            name, records, bodies = written.write(looked, answered)
            came.append(_came(one, name, records, bodies, client.spent - before, asker.price))
        if not came and error is not None:
            raise NetworkError(
                f"{error.what}, so that no citations could be followed",
                where=error.where,
                remedy="Run it again with a network; without one, --offline uses what was answered before.",
                status=error.status,
            )
        return CameOfRun(plan.round, tuple(came), tuple(gone.items()))

    def _asker(self, client: Client, index: Index, expected: int, heard: Heard) -> Asker:
        return self._indexes.asker(client, index.services, lambda done: heard(index.name, done, max(done, expected)))

    # ---------------------------------------------------------------------------------------------- the account

    def ledger(self) -> Ledger:
        """Return what each index had to say of each seed, what came of it, and how the indexes overlap."""
        state = self._session.state
        found = said(self._session)
        rounds: dict[RecordId, int] = {}
        for one in found:
            for record in one.body.found:
                rounds[record] = min(one.body.round, rounds.get(record, one.body.round))

        def report_of(record: RecordId) -> ReportId | None:
            report = state.report_of(record)
            return report.id if report is not None else None

        def first_round(report: ReportId) -> int:
            return min(rounds.get(one, 0) for one in state.reports()[report].records)

        return account.ledger([(one.report, one.body) for one in found], report_of, first_round)

    def rounds(self) -> tuple[RoundCount, ...]:
        """Return what each round came to."""
        return self.ledger().rounds


def _seed(report: Report, record: Record) -> Seed:
    # `kept`, since what it is found to cite may be a record of itself, which could change the report's id
    return Seed(report.kept, record.title, record.doi, record.accession, record.year, record.authors)


def _gone(name: str, asker: Asker) -> dict[str, str]:
    """Return why an index is out of reach, if it is."""
    first = next(iter(asker.gone.values()), None)
    return {name: fault(first)} if first is not None else {}


def _came(
    one: OfIndex, name: str, records: int, bodies: Sequence[SeedSearched], requests: int, price: int
) -> CameOfIndex:
    return CameOfIndex(
        one.name,
        one.direction,
        name,
        len(bodies),
        sum(body.listed is None and not body.fault for body in bodies),
        records,
        sum(len(body.unresolved) for body in bodies),
        sum(bool(body.fault) for body in bodies),
        requests,
        price,
    )
