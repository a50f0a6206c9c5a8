"""What the flow is counted from: routes, rounds and databases of the records, studies of the reports.

The thing a reader would get wrong: nothing here is kept between two calls, since a colleague's events may have come in
between; whoever needs several of these asks once for `Counted`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reviewkit.dedup.retracted import is_retracted
from reviewkit.errors import NotAllowedError
from reviewkit.flow import counts, databases
from reviewkit.flow.breakdowns import ROWS
from reviewkit.flow.diagram import Drawn, Included
from reviewkit.flow.narrowing import Round, rounds
from reviewkit.flow.what_if import Known
from reviewkit.model import RecordId, Route, SearchId, record_id
from reviewkit.review.studies import Studies
from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviewkit.flow.counts import Boxes, Flow
    from reviewkit.model import Report, Search, Standings
    from reviewkit.review.session import Session


@dataclass(frozen=True)
class Counted:
    """The review as it stands, counted in every way; each way when it is first asked for."""

    session: Session

    # ---------------------------------------------------------------------------------------------- the flow

    @cached_property
    def routes(self) -> dict[RecordId, Route]:
        """The route that each record came by."""
        return self.session.state.routes()

    @cached_property
    def standings(self) -> list[tuple[Report, Standings]]:
        """Where each report stands."""
        return self.session.state.standings()

    @cached_property
    def studies(self) -> dict[RecordId, str]:
        """The study of each report that shares one, by the record that stands for it."""
        reports = self.session.state.reports()
        return {
            reports[report].kept: reports[study.id].kept
            for study in Studies(self.session).all()
            for report in study.reports
        }

    @cached_property
    def flow(self) -> Flow:
        """All records. Raises `FlowError` if they do not add up."""
        return self.known.flow()

    @cached_property
    def known(self) -> Known:
        """What a what-if starts from."""
        return Known(self.routes, self.standings, self.studies, self.session.state.rules.quality_excludes)

    # ---------------------------------------------------------------------------------------------- by round

    @cached_property
    def round_of(self) -> dict[SearchId, Round]:
        """The round of each search where the criteria name the day of an update; a search without a date is old."""
        update = self.session.criteria.review.update
        if update is None or not update.since:
            return {}
        return {
            identity: Round.UPDATE if search.date >= update.since else Round.PREVIOUS
            for identity, search in self._searches.items()
        }

    @property
    def _searches(self) -> Mapping[SearchId, Search]:
        return self.session.state.searches()

    @cached_property
    def search_of(self) -> dict[RecordId, SearchId]:
        """The search that each record came by."""
        return {record: origin.search for record, origin in self.session.state.origins().items()}

    @cached_property
    def rounds(self) -> dict[Round, Flow]:
        """The flow of the previous version and that of the update; empty without such a day."""
        if not self.round_of:
            return {}
        updating = {one for one, search in self.search_of.items() if self.round_of[search] is Round.UPDATE}
        quality_excludes = self.session.state.rules.quality_excludes
        return rounds(self.routes, self.standings, updating, quality_excludes=quality_excludes, studies=self.studies)

    # ---------------------------------------------------------------------------------------------- by database

    @cached_property
    def databases(self) -> dict[RecordId, str]:
        """The database of each record from a database or register."""
        readings = {file: event.device for file, event in self.session.state.imports().items()}
        named = {
            record_id(file, ordinal): name
            for (file, device, ordinal), name in self.session.store.lookup.databases().items()
            if readings.get(file) == device
        }
        searches = {record: self._searches[search] for record, search in self.search_of.items()}
        return databases.databases(named, self.routes, searches)

    # ---------------------------------------------------------------------------------------------- the diagram

    def drawn(self) -> Drawn:
        """Return what the diagram is drawn from."""
        review = self.session.criteria.review
        previous, included, total = self._versions()
        within = f"{Round.UPDATE}." if self.rounds else ""
        return Drawn(
            flow=self.rounds.get(Round.UPDATE, self.flow),
            included=included,
            title=review.title,
            watermark=review.watermark or "",
            databases=self.databases,
            names=names(self.session),
            quality_excludes=self.session.state.rules.quality_excludes,
            previous=previous,
            total=total,
            within=within,
            retracted=self.retracted,
        )

    def _versions(self) -> tuple[Included | None, Included, Included | None]:
        """Return what the version before, this one, and both together include."""
        whole = self._included(self.flow)
        update = self.session.criteria.review.update
        if update is None:
            return None, whole, None
        if not self.rounds:
            before = Included(update.studies, update.reports)
            return before, whole, Included(before.studies + whole.studies, before.reports + whole.reports)
        before = self._included(self.rounds[Round.PREVIOUS])
        new = Included(whole.studies - before.studies, whole.reports - before.reports)
        return before, new, whole

    def _included(self, flow: Flow) -> Included:
        reports = flow.total.get(counts.INCLUDED, ())
        return Included(len(self.flow.studies_in(self._kept(reports))), len(reports))

    def _kept(self, records: tuple[RecordId, ...]) -> set[RecordId]:
        """Return the records that stand for these records' reports in the whole flow."""
        reports = (self.session.state.report_of(record) for record in records)
        return {report.kept for report in reports if report is not None}

    @cached_property
    def retracted(self) -> tuple[RecordId, ...]:
        """The included reports that their own records, or somebody who was asked, call retracted."""
        state = self.session.state
        kept = self.flow.total.get(counts.INCLUDED, ())
        reports = [report for one in kept if (report := state.report_of(one)) is not None]
        merged = self.session.merged(reports)
        return tuple(report.kept for report in reports if is_retracted(merged[report.id]))

    # ---------------------------------------------------------------------------------------------- which ones

    def why(self, box: str) -> tuple[RecordId, ...]:
        """Return the records behind a box; see `Results.why`. Raises `NotAllowedError`."""
        boxes, name = self._part(box)
        whole, _, database = name.partition(".")
        if database and whole in databases.OF_A_DATABASE:
            return self._of_database(boxes, whole, database)
        if name not in boxes and not counts.is_box(name):
            raise NotAllowedError(f'the flow has no box "{box}"', remedy=self._there_are())
        return boxes.get(name, ())

    def _part(self, box: str) -> tuple[Boxes, str]:
        """Return the boxes of the round and the routes that a name begins with, and the rest of the name."""
        flow, (first, _, rest) = self.flow, box.partition(".")
        if first in set(Round):
            if not self.rounds:
                raise NotAllowedError(
                    "this review has one round", remedy="criteria/review.toml names no day of an update."
                )
            flow, box, (first, _, rest) = self.rounds[Round(first)], rest, rest.partition(".")
        routes = first.split("+")
        if set(routes) <= set(Route):
            return counts.together(flow.routes.get(Route(one), {}) for one in dict.fromkeys(routes)), rest
        return flow.total, box

    def _of_database(self, boxes: Boxes, box: str, name: str) -> tuple[RecordId, ...]:
        known = sorted(set(self.databases.values()))
        for one in known:
            if folded(one) == folded(name):
                return tuple(record for record in boxes.get(box, ()) if self.databases.get(record) == one)
        raise NotAllowedError(f'no record is from a database "{name}"', remedy=f"There are {', '.join(known)}.")

    def _there_are(self) -> str:
        there = sorted({*self.flow.total, *ROWS})
        return f"It has {', '.join(there)}."


def names(session: Session) -> dict[str, str]:
    """Return the name of each criterion by its id."""
    criteria = session.criteria
    quality = {one.id: one.name for one in criteria.quality.criteria}
    return quality | {one.id: one.name for one in criteria.screening.criteria}
