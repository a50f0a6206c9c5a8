"""What comes out: the flow and its table, agreement, the exported sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.agreement import Options
from reviewkit.errors import NotAllowedError
from reviewkit.export import reports as export
from reviewkit.flow import counts, document, table
from reviewkit.model import Reviewer, Route, Stage
from reviewkit.review import agreement
from reviewkit.review.pilots import Pilots
from reviewkit.review.studies import Studies
from reviewkit.screening import turns
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reviewkit.agreement import Measures
    from reviewkit.flow.counts import Flow
    from reviewkit.flow.document import Document
    from reviewkit.flow.table import Table
    from reviewkit.model import Progress, RecordId
    from reviewkit.review.agreement import StageAgreement
    from reviewkit.review.session import Session

OUT = "data/out"


class Results:
    """Numbers and files that leave the review."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def flow(self) -> Flow:
        """Return the flow. Raises `FlowError` if it does not add up."""
        state = self._session.state
        return counts.counts(state.routes(), state.standings(), quality_excludes=state.rules.quality_excludes)

    def table(self, flow: Flow | None = None) -> Table:
        """Return the search-results table."""
        quality_excludes = self._session.state.rules.quality_excludes
        return table.table(flow or self.flow(), self.labels(), quality_excludes=quality_excludes)

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
        return table.labels(self._session.criteria.review.labels, databases)

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
        return agreement.stages(self._session.state, criteria, self._pilots(options), options)

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

    def document(self) -> Document:
        """Return all that `make flow` prints."""
        criteria, flow = self._session.criteria.review, self.flow()
        printed = self.table(flow)
        agreed = self.agreement()
        notes = (
            [f"Still arriving: {len(arriving)} imports, not counted."]
            if (arriving := self._session.state.arriving())
            else []
        )
        for stage, found in agreed.items():
            notes += document.pair_sentences(stage, found.pairs)
        if criteria.published is not None:
            notes += table.differences(printed, criteria.published.rows, criteria.published.source)
        decisions = {stage: found.decisions for stage, found in agreed.items() if found.decisions.n}
        studies = self._studies(flow.total.get(counts.INCLUDED, ()))
        return document.Document(criteria.title, criteria.watermark or "", printed, decisions, tuple(notes), studies)

    def _studies(self, included: Sequence[RecordId]) -> tuple[int, int] | None:
        """Return how many studies and reports are included, if these are not the same."""
        number = Studies(self._session).number(included)
        return (number, len(included)) if number != len(included) else None

    def write_flow(self) -> tuple[Document, list[Path]]:
        """Write the table to data/out/ as Markdown and CSV; returns what was written and where."""
        found = self.document()
        out = self._session.folder / OUT
        files = {out / "flow.md": document.as_markdown(found), out / "flow.csv": table.as_csv(found.table)}
        for path, text in files.items():
            write_whole(path, text.encode())
        return found, list(files)

    def as_text(self, found: Document, width: int) -> str:
        """Return what `make flow` prints, for a terminal of `width` columns."""
        return document.as_text(found, width)

    def sentences(self, found: Document) -> list[str]:
        """Return how many records each route brought, agreement and notes, a sentence each."""
        return [*document.sentences(found), *document.agreement_sentences(found), *found.notes]

    def why(self, box: str) -> tuple[RecordId, ...]:
        """Return the records behind a box of the flow, such as `full_text.excluded.language`, or `citation.included`.

        A box that could be there and holds nothing is empty. Raises `NotAllowedError` that lists the boxes there are.
        """
        flow = self.flow()
        boxes = dict(flow.total) | {
            f"{route}.{name}": records for route, own in flow.routes.items() for name, records in own.items()
        }
        if box not in boxes and not counts.is_box(box):
            raise NotAllowedError(f'the flow has no box "{box}"', remedy=f"It has {', '.join(sorted(flow.total))}.")
        return boxes.get(box, ())

    def as_csv(self, box: str = counts.INCLUDED) -> str:
        """Return the reports behind a box as CSV, sorted by author and year as in a list of references."""
        return self._csv(self.why(box))

    def _csv(self, records: Iterable[RecordId]) -> str:
        """Return the reports that hold any of the records as CSV, without what the acting reviewer may not see."""
        state, session = self._session.state, self._session
        reports = {report.id: report for one in records if (report := state.report_of(one)) is not None}
        lines = []
        found = session.records([one for report in reports.values() for one in report.records])
        for report in reports.values():
            merged = dedup.merged([found[one] for one in report.records])
            searches = tuple(sorted({session.search_name(one) for one in report.records}))
            study = state.study_of(report)
            lines.append(export.ReportLine(self._seen(state.progress(report)), merged, searches, study))
        lines.sort(key=lambda line: (line.record.authors, line.record.year or 0, line.record.title, line.record.id))
        return export.as_csv(lines, state.rules.reviewers, session.criteria.review.watermark or "")

    def _seen(self, progress: Progress) -> Progress:
        reviewer = self._session.reviewer or Reviewer("")
        outcomes = {stage: turns.seen(outcome, reviewer) for stage, outcome in progress.outcomes.items()}
        return replace(progress, outcomes=outcomes)

    def export(self, path: Path, box: str = counts.INCLUDED) -> int:
        """Write the reports behind a box to a CSV file and return how many they are."""
        return self.export_records(path, self.why(box))

    def export_records(self, path: Path, records: Iterable[RecordId]) -> int:
        """Write the reports that hold any of the records to a CSV file and return how many reports they are."""
        if path.suffix.lower() != ".csv":
            raise NotAllowedError(f'"{path.name}" is not a CSV file', remedy="Give a name that ends in .csv.")
        if not path.parent.is_dir() and path.parent.resolve() != self._session.folder / OUT:  # which is ours to make
            raise NotAllowedError(f'there is no folder "{path.parent}"', remedy="Check the path, or make the folder.")
        named = set(records)
        write_whole(path, self._csv(named).encode())
        return len({report.id for one in named if (report := self._session.state.report_of(one)) is not None})
