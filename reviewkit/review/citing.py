"""Citation searching: the plan, the run, and what all runs came to.

The thing a reader would get wrong: what an index answers goes through the ordinary import, one search for each index
and direction of a round; the `SeedSearched` events written after it say which seed brought which record. A run that was
cut anywhere is simply run again: every answer that came is kept on this device, and the same answers make the same
export, which is not imported twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.citations import ledger as account
from reviewkit.citations import seeds
from reviewkit.citations.asking import fault
from reviewkit.citations.nouns import Seed
from reviewkit.citations.plan import INDEXES, LIMIT, asked, of_index
from reviewkit.errors import NetworkError, NotAllowedError
from reviewkit.model import Direction, RecordId, ReportId
from reviewkit.review.citation_records import Written, included, not_followed, rounds_of, said
from reviewkit.review.citation_runs import CameOfIndex, CameOfRun, CitationPlan, Watch
from reviewkit.review.indexes import Indexes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.citations.asking import Asker
    from reviewkit.citations.ledger import Ledger, RoundCount
    from reviewkit.citations.plan import OfIndex
    from reviewkit.model import Record, Report, SeedSearched
    from reviewkit.net import Client
    from reviewkit.review.citation_records import Said
    from reviewkit.review.citation_runs import Heard, Progress
    from reviewkit.review.indexes import Reach
    from reviewkit.review.searches import Searches
    from reviewkit.review.session import Session


def _ignore(_progress: Progress) -> None:
    """Hear nothing."""


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
        return included(self._session)

    def next_seeds(self) -> list[ReportId]:
        """Return the reports included at full text that no citations were followed from yet."""
        return not_followed(self._session)

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
        heard: Heard = _ignore,
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
        watch = Watch(heard)
        client = self._indexes.client(again=again, offline=offline, tell=tell, waiting=watch)
        spent, price = client.spent, 0
        found: list[OfIndex] = []
        gone: dict[str, str] = {}
        before: list[tuple[str, Direction, int]] = []
        for index, direction in wanted:
            left, done = (known, 0) if again else self._left(known, index.name, direction, limit)
            if done:
                before.append((index.name, direction, done))
            if not left:
                continue
            asker = self._indexes.asker(client, index.services, watch)
            watch.begin(index, direction, asker, client)
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
            client.spent - spent,
            price,
            tuple(gone.items()),
            tuple(before),
        )

    def _left(self, known: Sequence[Seed], index: str, direction: Direction, limit: int) -> tuple[list[Seed], int]:
        """Return the seeds that are left to ask for, and how many were searched in full before, up to the limit.

        In neither are those of which it is written already that they have no number to be asked by, as they still have.
        """
        of_index = [one for one in said(self._session) if (one.body.index, one.body.direction) == (index, direction)]
        done = {
            one.report
            for one in of_index
            if not one.body.fault
            and (one.body.limit is None or len(one.body.found) < one.body.limit or one.body.limit >= limit)
        }
        faults = {one.report: one.body.fault for one in of_index if one.report not in done}
        open_ = [seed for seed in known if self._id(seed) not in done]
        left = [seed for seed in open_ if not seeds.still_lacks(seed, faults.get(self._id(seed) or ReportId(""), ""))]
        return left, len(known) - len(open_)

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
        heard: Heard = _ignore,
    ) -> CameOfRun:
        """Ask what a plan says and import what comes, index by index.

        `heard` may raise `StoppedError` to end it: what was imported stands, what was answered is kept, and the next
        run goes on there. Raises `NetworkError` if no index gives anything, `NotAllowedError`, `StorageError`.
        """
        self._session.acting()
        watch = Watch(heard)
        client = self._indexes.client(again=plan.again, offline=plan.offline, budget=budget, tell=tell, waiting=watch)
        came: list[CameOfIndex] = []
        gone: dict[str, str] = {}
        error: NetworkError | None = None
        for one in plan.indexes:
            index, before = INDEXES[one.index], client.spent
            asker = self._indexes.asker(client, index.services, watch)
            watch.begin(index, one.direction, asker, client)
            looked = asker.answers(index.look_up(list(one.seeds), one.direction))
            watch.expected = asker.answered + one.expected.requests
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
                remedy="Run it again with a network; offline, what was answered before on this device can be used.",
                status=error.status,
            )
        return CameOfRun(plan.round, tuple(came), tuple(gone.items()))

    # ---------------------------------------------------------------------------------------------- the account

    def ledger(self) -> Ledger:
        """Return what each index had to say of each seed, what came of it, and how the indexes overlap."""
        state = self._session.state
        found = said(self._session)
        first_round = self._first_round(found)

        def report_of(record: RecordId) -> ReportId | None:
            report = state.report_of(record)
            return report.id if report is not None else None

        return account.ledger([(one.report, one.body) for one in found], report_of, first_round)

    def _first_round(self, found: Sequence[Said]) -> Callable[[ReportId], int]:
        """Return what tells the round that first found a report, 0 if it came in another way."""
        reports = self._session.state.reports()
        rounds: dict[RecordId, int] = {}
        for one in found:
            for record in one.body.found:
                rounds[record] = min(one.body.round, rounds.get(record, one.body.round))
        return lambda report: min(rounds.get(one, 0) for one in reports[report].records)

    def found(
        self, *, round_: int | None = None, index: str = "", direction: Direction | None = None, seed: str = ""
    ) -> Mapping[RecordId, bool]:
        """Return the record that stands for each report found, and whether its round was the first to find it.

        What is not given is left open; `seed` is a report.
        """
        state = self._session.state
        whole = said(self._session)
        first_round = self._first_round(whole)
        found: dict[RecordId, bool] = {}
        for one in whole:
            body = one.body
            if (
                round_ in (None, body.round)
                and index in ("", body.index)
                and direction in (None, body.direction)
                and seed in ("", one.report)
            ):
                for report in filter(None, map(state.report_of, body.found)):
                    found[report.kept] = found.get(report.kept, False) or first_round(report.id) == body.round
        return found

    def reach(self) -> Reach:
        """Return which indexes there are, and what of keys and address this person has given. Raises `InputError`."""
        return self._indexes.reach()

    def asked(self, indexes: Sequence[str], directions: Sequence[Direction]) -> list[tuple[str, Direction]]:
        """Return which index is asked in which direction: those named in all that they can, else the usual ones."""
        return [(index.key, direction) for index, direction in asked(indexes, directions)]

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
        sum(seeds.lacks_number(body.fault) for body in bodies),
        records,
        sum(len(body.unresolved) for body in bodies),
        sum(bool(body.fault) and not seeds.lacks_number(body.fault) for body in bodies),
        requests,
        price,
    )
