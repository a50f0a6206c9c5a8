"""The tables that stand behind the flow, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.flow import breakdowns, databases, search_results
from reviewkit.flow.counts import key
from reviewkit.model import Stage, Status
from reviewkit.review import agreement
from reviewkit.review.counting import names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reviewkit.agreement import Measures
    from reviewkit.flow.search_results import SearchResults
    from reviewkit.flow.table import Table
    from reviewkit.model import Record, RecordId
    from reviewkit.review.counting import Counted
    from reviewkit.review.searches import Searches

NAMES = ("search_results", "by_route", "by_database", "by_round", "reasons", "near_misses", "agreement", "searches")


class FlowTables:
    """The tables of one count of the review."""

    def __init__(self, counted: Counted, printed: SearchResults, searches: Searches) -> None:
        """Take the numbers from `counted`, the search results from `printed`."""
        self._counted, self._printed, self._searches = counted, printed, searches

    def table(self, name: str) -> Table:
        """Return one of `NAMES`; a blank or hyphen may stand for the underscore. Raises `NotAllowedError`."""
        found = self._all().get(name.strip().casefold().replace("-", "_").replace(" ", "_"))
        if found is None:
            raise NotAllowedError(f'there is no table "{name}"', remedy=f"There are {', '.join(NAMES)}.")
        return found()

    def _all(self) -> Mapping[str, Callable[[], Table]]:
        counted = self._counted
        own = names(counted.session)
        labels = {row.route: row.label for row in self._printed.rows if row.route}
        tables = (
            lambda: search_results.as_table(self._printed),
            lambda: breakdowns.by_route(counted.flow, labels),
            lambda: databases.by_database(counted.flow, counted.databases, [report for report, _ in counted.standings]),
            lambda: breakdowns.by_round(counted.rounds, counted.flow),
            lambda: breakdowns.reasons(counted.flow, own),
            lambda: breakdowns.near_misses(counted.flow, own, self._near_misses()),
            lambda: breakdowns.agreement(self._agreement()),
            lambda: breakdowns.searches(self._searches.counts(), counted.round_of),
        )
        return dict(zip(NAMES, tables, strict=True))

    def _near_misses(self) -> dict[RecordId, Record]:
        """Return the reports that were read in full and excluded, by the record that stands for each."""
        flow, state = self._counted.flow, self._counted.session.state
        boxes = [flow.total.get(key(stage, Status.EXCLUDED), ()) for stage in (Stage.FULL_TEXT, Stage.QUALITY)]
        reports = [report for own in boxes for one in own if (report := state.report_of(one)) is not None]
        merged = self._counted.session.merged(reports)
        return {report.kept: merged[report.id] for report in reports}

    def _agreement(self) -> Mapping[Stage, Measures]:
        found = agreement.stages(self._counted.session.state, {}, {})
        return {stage: one.decisions for stage, one in found.items() if one.decisions.n}
