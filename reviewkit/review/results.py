"""What comes out: the flow and its table, and agreement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.agreement import Options
from reviewkit.appraisal import agreeing
from reviewkit.errors import NotAllowedError
from reviewkit.flow import counts, document, published, search_results, table
from reviewkit.flow.breakdowns import cited
from reviewkit.flow.databases import identified
from reviewkit.flow.diagram import diagram, fitting, svg, terminal
from reviewkit.flow.what_if import as_table
from reviewkit.model import Route, Stage
from reviewkit.review import agreement, in_print, what_if
from reviewkit.review.agreement import QUICK
from reviewkit.review.counting import Counted
from reviewkit.review.duplicates import Duplicates
from reviewkit.review.flow_tables import FlowTables
from reviewkit.review.pilots import Pilots
from reviewkit.review.rated import Rated
from reviewkit.review.searches import Searches
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reviewkit.agreement import Measures
    from reviewkit.flow.counts import Flow
    from reviewkit.flow.diagram import Diagram, Item
    from reviewkit.flow.document import Document
    from reviewkit.flow.search_results import SearchResults
    from reviewkit.flow.table import Table
    from reviewkit.flow.what_if import WhatIf
    from reviewkit.model import RecordId
    from reviewkit.review.agreement import StageAgreement
    from reviewkit.review.session import Session

OUT = "data/out"


class Results:
    """Numbers and files that leave the review."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def counted(self) -> Counted:
        """Return the review as it stands, counted in every way; ask once for all that has to fit together."""
        return Counted(self._session)

    def flow(self) -> Flow:
        """Return the flow. Raises `FlowError` if it does not add up."""
        return self.counted().flow

    def table(self, flow: Flow | None = None) -> SearchResults:
        """Return the search-results table."""
        quality_excludes = self._session.state.rules.quality_excludes
        return search_results.search_results(flow or self.flow(), self.labels(), quality_excludes=quality_excludes)

    def labels(self) -> dict[Route, str]:
        """Return the label of each route."""
        searches = self._session.state.searches().values()
        databases = sorted(
            {
                name
                for search in searches
                if search.route is Route.DATABASE
                for name in search.databases or (search.name,)
            }
        )
        return search_results.labels(self._session.criteria.review.labels, databases)

    def agreement(self) -> dict[Stage, StageAgreement]:
        """Return the agreement on include and exclude at each stage that has votes, on blind votes alone.

        At title and abstract `unsure` counts as include; later it is a category of its own. Reports with fewer than two
        blind votes and pilot rounds are left out.
        """
        return agreement.stages(self._session.state, {}, {})

    def full_agreement(self, resamples: int = 0, seed: int = 1) -> dict[Stage, StageAgreement]:
        """Return the same with each criterion and pilot round, and with bootstrap intervals if there are resamples."""
        options = Options(resamples=resamples, seed=seed)
        criteria = {stage: [one.id for one in self._session.criteria.reasons(stage)] for stage in Stage}
        return agreement.stages(self._session.state, criteria, self._pilots(options), options, self.ratings(options))

    def ratings(self, options: Options = QUICK) -> dict[str, Measures]:
        """Return the agreement in the quality appraisal on each question, by what people call it, on blind ratings."""
        rated = Rated(self._session)
        answers = [(one.study, one.rater, one.criterion, one.value) for one in rated.blind_ratings()]
        return agreeing.named(agreeing.measures(answers, rated.instrument, options), rated.instrument)

    def _pilots(self, options: Options) -> dict[Stage, dict[str, Measures]]:
        """Return the agreement in each pilot round that everybody has finished."""
        pilots = Pilots(self._session)
        found: dict[Stage, dict[str, Measures]] = {stage: {} for stage in Stage}
        for one in pilots.rounds():
            measured = pilots.agreement(one, options)
            if measured is not None:
                found[one.stage][one.name] = measured
        return found

    def agreement_as_text(self, found: Mapping[Stage, StageAgreement], width: int) -> str:
        """Return the agreement for a terminal of `width` columns; empty if there is none."""
        return agreement.as_text(found, width)

    def document(self, counted: Counted | None = None) -> Document:
        """Return all that `make flow` prints."""
        criteria, found = self._session.criteria.review, counted or self.counted()
        printed, agreed = self.table(found.flow), self.agreement()
        notes = self._notes(found, agreed)
        if criteria.published is not None:
            notes += published.differences(printed, criteria.published.rows, criteria.published.source)
        decisions = {stage: one.decisions for stage, one in agreed.items() if one.decisions.n}
        studies = self._studies(found.flow)
        return document.Document(criteria.title, criteria.watermark or "", printed, decisions, tuple(notes), studies)

    def on_screen(self) -> tuple[Document, list[Item]]:
        """Return what `make flow` prints, and the lines of the diagram's boxes, of one count."""
        counted = self.counted()
        return self.document(counted), list(diagram(counted.drawn()).items())

    def _notes(self, counted: Counted, agreed: Mapping[Stage, StageAgreement]) -> list[str]:
        arriving = len(self._session.state.arriving())
        notes = [f"Still arriving: {arriving} imports, not counted."] if arriving else []
        records = self._session.records(counted.retracted)
        notes += [f"Retracted, by its record or a service, and included: {cited(one)}" for one in records.values()]
        return notes + [one for stage, found in agreed.items() for one in document.pair_sentences(stage, found.pairs)]

    def _studies(self, flow: Flow) -> tuple[int, int] | None:
        """Return how many studies and reports are included, if these are not the same."""
        included = flow.total.get(counts.INCLUDED, ())
        number = len(flow.studies_in(included))
        return (number, len(included)) if number != len(included) else None

    def write_flow(self) -> tuple[Document, list[Path]]:
        """Write the flow to data/out/ as Markdown, CSV and SVG; returns what was written and where."""
        counted = self.counted()
        found, out = self.document(counted), self._session.folder / OUT
        files = {
            out / "flow.md": document.as_markdown(found),
            out / "flow.csv": table.as_csv(search_results.as_plain_table(found.table)),
            out / "flow.svg": svg.svg(fitting.fitted(diagram(counted.drawn()))),
        }
        for path, text in files.items():
            write_whole(path, text.encode())
        return found, list(files)

    # ---------------------------------------------------------------------------------------------- the diagram

    def diagram(self, *, official: bool = False) -> Diagram:
        """Return the PRISMA 2020 diagram, with marked boxes or, as officially drawn, with footnotes in their place."""
        return diagram(self.counted().drawn(), official=official)

    def diagram_as_text(self, width: int, *, official: bool = False) -> str:
        """Return the diagram for a terminal of `width` columns."""
        return terminal.as_text(self.diagram(official=official), width)

    def write_diagram(self, path: Path, *, official: bool = False) -> tuple[str, ...]:
        """Write the diagram as SVG, PNG or PDF; returns the texts for which this device has no font.

        Raises `NotAllowedError` for another ending or a folder that is not there.
        """
        from reviewkit.flow.diagram import pictures

        ending = path.suffix.lower().removeprefix(".")
        if ending not in ("svg", *pictures.FORMATS):
            raise NotAllowedError(
                f'"{path.name}" has no ending that says what to draw', remedy="Let it end in .svg, .png or .pdf."
            )
        if not path.parent.is_dir() and path.parent.resolve() != self._session.folder / OUT:  # which is ours to make
            raise NotAllowedError(f'there is no folder "{path.parent}"', remedy="Check the path, or make the folder.")
        drawing = fitting.fitted(self.diagram(official=official))
        content, missing = (svg.svg(drawing).encode(), ()) if ending == "svg" else pictures.picture(drawing, ending)
        write_whole(path, content)
        return missing

    # ---------------------------------------------------------------------------------------------- tables, questions

    def as_value(self) -> dict[str, object]:
        """Return all boxes by route, round and database with what is in them, and the agreement, for JSON."""
        counted = self.counted()
        drawn = counted.drawn()
        return {
            "routes": counted.flow.routes,
            "total": counted.flow.total,
            "rounds": {one: flow.total for one, flow in counted.rounds.items()},
            "databases": identified(counted.flow.total, counted.databases),
            "included": {"new": drawn.included, "previous": drawn.previous, "total": drawn.total},
            "retracted": drawn.retracted,
            "agreement": {stage: one.decisions for stage, one in self.agreement().items()},
        }

    def table_as(self, found: Table, form: str, width: int) -> str:
        """Return a table as `text` with caption and notes, as `markdown` or as `csv`."""
        return {
            "text": lambda: table.with_caption(found, width),
            "markdown": lambda: table.as_markdown(found),
            "csv": lambda: table.as_csv(found),
        }[form]()

    def table_as_value(self, found: Table) -> dict[str, object]:
        """Return a table for JSON."""
        return table.as_value(found)

    def what_if_as_text(self, found: WhatIf, width: int) -> str:
        """Return a what-if for a terminal of `width` columns."""
        return table.with_caption(as_table(found), width)

    def flow_table(self, name: str) -> Table:
        """Return a table by its name, one of `flow_tables.NAMES`. Raises `NotAllowedError`."""
        counted, session = self.counted(), self._session
        searches = Searches(session, Duplicates(session))
        return FlowTables(counted, self.table(counted.flow), searches).table(name)

    def without(self, name: str) -> WhatIf:
        """Return what the flow would be without a criterion, a rule, a round, a route or a search.

        A sensitivity analysis; nothing is written. Raises `NotAllowedError` for a name that none of them bears.
        """
        return what_if.without(self.counted(), name)

    def compared(self, path: Path) -> in_print.Compared:
        """Return where a published table or diagram differs from its own arithmetic and from the events.

        Raises `InputError`, `CriteriaError`.
        """
        counted = self.counted()
        return in_print.compared_with(path, counted, self.table(counted.flow))

    def as_text(self, found: Document, width: int) -> str:
        """Return what `make flow` prints, for a terminal of `width` columns."""
        return document.as_text(found, width)

    def sentences(self, found: Document) -> list[str]:
        """Return how many records each route brought, agreement and notes, a sentence each."""
        return [*document.sentences(found), *document.agreement_sentences(found), *found.notes]

    def why(self, box: str) -> tuple[RecordId, ...]:
        """Return the records behind a box of the flow, such as `full_text.excluded.language`.

        Before it may stand the routes that it is asked of, `citation+hand.included`, and before these the round,
        `update.included`; `identified.ERIC` is what one database brought. A box that could be there and holds nothing
        is empty. Raises `NotAllowedError` that lists the boxes there are.
        """
        return self.counted().why(box)

    def reports_behind(self, box: str) -> Counter[RecordId]:
        """Return the reports that the records behind a box are of, by the record that stands for each report.

        With each report stands how many of its records are behind the box. Raises `NotAllowedError`.
        """
        reports = map(self._session.state.report_of, self.why(box))
        return Counter(report.kept for report in reports if report is not None)
