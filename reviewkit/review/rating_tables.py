"""The ratings of the quality appraisal as tables and pictures, for papers and their appendices.

The thing a reader would get wrong: pictures show what holds, so a study that is not rated by all or not settled yet is
not in them, and each says how many those are. Nothing is taken from anywhere but what the acting reviewer may see.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import differing
from reviewkit.appraisal.judging import values
from reviewkit.errors import NotAllowedError
from reviewkit.export import ratings
from reviewkit.export.ratings import Said, Study
from reviewkit.flow.table import Column, Table
from reviewkit.model import Settlement, Status, short_id
from reviewkit.plots.bars import summary_bars
from reviewkit.plots.forest import agreement_forest
from reviewkit.plots.lights import traffic_lights
from reviewkit.plots.nouns import Row
from reviewkit.report import nouns as report
from reviewkit.report.appraised import Appraised
from reviewkit.review.exporting import check_folder
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.agreement import Measures
    from reviewkit.criteria.nouns import Quality
    from reviewkit.model import Settled
    from reviewkit.plots.nouns import Plot
    from reviewkit.review.appraised import AppraisedStudy
    from reviewkit.review.appraising import Appraising
    from reviewkit.review.results import Results
    from reviewkit.review.session import Session

TABLES = {".csv": "CSV", ".xlsx": "XLSX", ".docx": "DOCX"}
"""What ratings are written as, by the ending of the file's name."""


class RatingTables:
    """What people take away from the appraisal."""

    def __init__(self, session: Session, appraising: Appraising, results: Results) -> None:
        """Work on a session; `appraising` knows what may be seen, `results` how well raters agree."""
        self._session, self._appraising, self._results = session, appraising, results

    @property
    def _instrument(self) -> Quality:
        return self._appraising.instrument

    # ---------------------------------------------------------------------------------------------- rows

    def rows(self, *, wide: bool = False) -> list[list[str]]:
        """Return a row a rating, or with `wide` a row a study; the heads first."""
        criteria = self._instrument.criteria
        studies = [_study(one) for one in self._appraising.studies()]
        if wide:
            return ratings.wide(studies, [one.id for one in criteria])
        return ratings.long(studies, {one.id: one.name for one in criteria})

    def as_csv(self, *, wide: bool = False) -> str:
        """Return the ratings as CSV."""
        return ratings.table_as_csv(self.rows(wide=wide), self._watermark).decode()

    def write(self, path: Path, *, wide: bool = False, excel: bool = False) -> int:
        """Write the ratings to a file whose ending says how, and return of how many studies there are any.

        A workbook has both forms, a Word document the tables of an appendix. Raises `NotAllowedError`.
        """
        form = TABLES.get(PurePath(path.name).suffix.lower())
        if form is None:
            listed = ", ".join(f"{ending} ({name})" for ending, name in TABLES.items())
            raise NotAllowedError(
                f'"{path.name}" has no ending that says what to write', remedy=f"Let it end in {listed}."
            )
        if excel and form != "CSV":
            raise NotAllowedError("--excel is for CSV", remedy="An .xlsx file opens in Excel as it is.")
        check_folder(path.parent, self._session.folder)
        made: dict[str, Callable[[], bytes]] = {
            "CSV": lambda: ratings.table_as_csv(self.rows(wide=wide), self._watermark, excel=excel),
            "XLSX": lambda: ratings.tables_as_xlsx(
                {"wide": self.rows(wide=True), "long": self.rows()}, self._watermark
            ),
            "DOCX": self._as_docx,
        }
        write_whole(path, made[form]())
        return sum(bool(one.raters) for one in self._appraising.studies())

    @property
    def _watermark(self) -> str:
        return self._session.criteria.review.watermark

    # ---------------------------------------------------------------------------------------------- the appendix

    def _as_docx(self) -> bytes:
        from reviewkit.report.word import paper_as_docx

        title = f"Quality appraisal: {self._session.criteria.review.title}"
        return paper_as_docx(report.Paper("ratings", title, self._watermark, self.appendix()))

    def appendix(self) -> tuple[report.Section, ...]:
        """Return what was agreed on, how often, what it rests on, and how well raters agreed, as tables."""
        lights, bars, forest = self.plots()
        studies = self._appraising.studies()
        parts = {
            "Ratings of each study": lights.tables,
            "Ratings by criterion": bars.tables,
            "What the ratings rest on": (_evidence(studies, self._instrument),),
            "Agreement of the raters": forest.tables,
        }
        return tuple(
            report.Section(heading, tuple(one for one in tables if one.rows) or (report.Said("There are none yet."),))
            for heading, tables in parts.items()
        )

    def appraised(self) -> Appraised:
        """Return what the sentences of the report are written from."""
        studies, blind = self._appraising.studies(), self._appraising.blind_ratings()
        over = [one for one in studies if one.status is not Status.PENDING]
        differ = [one for one in over if differing([said.appraisal for said in one.raters])]
        settled = [one.settled for one in differ if one.settled is not None]
        by_adjudicator = [one for one in settled if one.how is Settlement.ADJUDICATION]
        unseen = Counter(study for study, _ in {(one.study, one.rater) for one in blind})
        agreed = [one.agreed for one in over if one.agreed is not None]
        instrument, agreement = self._instrument, self._results.ratings()
        plots = self._drawn(studies, agreement) if over else ()
        return Appraised(
            over=len(over),
            open=len(studies) - len(over),
            independent=sum(number > 1 for number in unseen.values()),
            raters=tuple(sorted({said.rater for one in over for said in one.raters})),
            differing=len(differ),
            consensus=len(settled) - len(by_adjudicator),
            adjudicated=len(by_adjudicator),
            adjudicators=tuple(sorted({name for one in by_adjudicator for name in one.by})),
            designs=_counted([one.design for one in agreed], instrument.designs),
            judgements=_counted([one.judgement for one in agreed], instrument.judgements),
            older=sum(said.older for one in over for said in one.raters),
            agreement=agreement,
            tables=tuple(table for plot in plots for table in plot.tables if table.rows),
        )

    # ---------------------------------------------------------------------------------------------- pictures

    def plots(self, *, by_rater: bool = False, by_reports: bool = False, columns: int = 78) -> tuple[Plot, Plot, Plot]:
        """Return the ratings of each study, how often each was given, and the agreement; `columns` of their texts.

        With `by_rater` the first shows what each rater said; with `by_reports` a study counts as often as it has
        reports.
        """
        return self._drawn(self._appraising.studies(), self._results.ratings(), by_rater, by_reports, columns)

    def _drawn(
        self,
        studies: Sequence[AppraisedStudy],
        agreement: Mapping[str, Measures],
        by_rater: bool = False,
        by_reports: bool = False,
        columns: int = 78,
    ) -> tuple[Plot, Plot, Plot]:
        instrument = self._instrument
        agreed = [row for one in studies for row in _agreed(one)]
        each = [row for one in studies for row in _by_rater(one)]
        notes = _left_out(studies, agreed)
        older = sum(said.older for one in studies for said in one.raters)
        changed = [f"{older} of the appraisals were made under an earlier wording of the criteria."] * bool(older)
        mark = [self._watermark] * bool(self._watermark)
        below = [*([] if by_rater else notes), *changed, *mark]
        return (
            traffic_lights(each if by_rater else agreed, instrument, below, columns),
            summary_bars(agreed, instrument, [*notes, *mark], columns, by_reports=by_reports),
            agreement_forest(agreement, mark, columns),
        )


def _study(one: AppraisedStudy) -> Study:
    said = [Said(own.appraisal, own.rater, "", own.time, own.criteria, own.older) for own in one.raters]
    said += [Said(one.agreed, how=_how(one.settled))] if one.agreed is not None else []
    status = "settled" if one.settled is not None else _STATUS[one.status]
    return Study(short_id(one.id), one.label, one.title, len(one.reports), status, one.excluded, tuple(said))


_STATUS = {Status.PENDING: "open", Status.CONFLICT: "to settle", Status.INCLUDED: "agreed"}


def _how(settled: Settled | None) -> str:
    return f"{settled.how}: {', '.join(settled.by)}" if settled is not None else ""


def _agreed(one: AppraisedStudy) -> Iterator[Row]:
    if one.agreed is not None:
        own = one.agreed
        yield Row(one.label, own.design, values(own.ratings), own.judgement, "", len(one.reports), one.excluded)


def _by_rater(one: AppraisedStudy) -> Iterator[Row]:
    for said in one.raters:
        own = said.appraisal
        yield Row(one.label, own.design, values(own.ratings), own.judgement, said.rater, len(one.reports))


def _counted(given: Sequence[str], order: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Return how often each was given, in order, what is in no order after it."""
    found = Counter(one for one in given if one)
    return tuple((one, found[one]) for one in dict.fromkeys((*order, *sorted(found))) if found[one])


def _left_out(studies: Sequence[AppraisedStudy], agreed: Sequence[Row]) -> list[str]:
    number = len(studies) - len(agreed)
    are = "1 study is" if number == 1 else f"{number} studies are"
    return [f"{are} not in it: not appraised by all yet, or not settled."] * bool(number)


def _evidence(studies: Sequence[AppraisedStudy], instrument: Quality) -> Table:
    names = {one.id: one.name for one in instrument.criteria}
    heads = ("Study", "Criterion", "Rater", "Rating", "Quotation", "Page", "Note")
    rows = [
        (one.label, names.get(own.criterion, own.criterion), said.rater, own.value, own.quotation, own.page, own.note)
        for one in studies
        for said in one.raters
        for own in said.appraisal.ratings
        if own.quotation or own.page or own.note
    ]
    return Table("evidence", "What each rater found in the reports", tuple(map(Column, heads)), tuple(rows))
