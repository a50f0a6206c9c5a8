"""The report: what the events say, gathered once, and written as documents, workbook and page.

The thing a reader would get wrong: who decided is counted over what is over, which everybody may know; so no sentence
tells anything of a colleague's work on a report that the acting reviewer has not decided on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.errors import NotAllowedError
from reviewkit.flow import counts
from reviewkit.flow.breakdowns import cited
from reviewkit.flow.diagram import diagram, layout, svg
from reviewkit.model import LinkOrigin, Settlement, Stage, Status
from reviewkit.report import appendix, boxes, checklists, drawing, methods, page, results
from reviewkit.report.facts import AtStage, Duplicates, Facts
from reviewkit.report.markdown import paper_as_markdown
from reviewkit.report.nouns import Paper, tables, to_write
from reviewkit.report.page import Picture
from reviewkit.report.sheets import tables_as_xlsx
from reviewkit.report.stopped import Stopped
from reviewkit.review import agreement
from reviewkit.review.citing import Citing
from reviewkit.review.counting import names
from reviewkit.review.exporting import OUT
from reviewkit.review.flow_tables import NAMES, FlowTables
from reviewkit.review.pictures import Pictures
from reviewkit.review.protocol import Protocol
from reviewkit.review.stopping import StoppingEarly
from reviewkit.screening import turns
from reviewkit.screening.order import orders_read
from reviewkit.screening.outcome import counted
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from reviewkit.agreement import Measures
    from reviewkit.flow.table import Table
    from reviewkit.model import Record, RecordId, Report, Standing, Standings
    from reviewkit.review.coding_tables import CodingTables
    from reviewkit.review.counting import Counted
    from reviewkit.review.rating_tables import RatingTables
    from reviewkit.review.results import Results
    from reviewkit.review.searches import Searches
    from reviewkit.review.searching import Searching
    from reviewkit.review.session import Session
    from reviewkit.screening.order import OrdersRead

FOLDER = "report"
_NUMBERS = 2
"""Sections of the appendix that count the flow: search results, reasons for exclusion."""
_OPEN = (Status.PENDING, Status.CONFLICT, Status.AWAITING)


@dataclass(slots=True)
class _Counting:
    """Who decided at one stage, while it is counted."""

    over: int = 0
    double: int = 0
    raters: set[str] = field(default_factory=set)
    ended: defaultdict[Settlement, int] = field(default_factory=lambda: defaultdict(int))
    adjudicators: set[str] = field(default_factory=set)
    reason_open: int = 0
    brought: int = 0


class Reporting:
    """What a team hands in."""

    def __init__(
        self,
        session: Session,
        results_: Results,
        searches: Searches,
        searching: Searching,
        ratings: RatingTables,
        coding: CodingTables,
    ) -> None:
        """Work on a session and what its other parts know."""
        self._session = session
        self._results, self._searches, self._searching = results_, searches, searching
        self._ratings, self._coding = ratings, coding

    # ---------------------------------------------------------------------------------------------- documents

    def papers(self, facts: Facts | None = None) -> tuple[Paper, ...]:
        """Return the manuscript's sentences, the checklists and the appendix."""
        found = facts or self.facts()
        review = self._session.criteria.review
        parts = {
            "manuscript": (
                review.title,
                (methods.introduction(found), *methods.methods(found), *results.results(found)),
            ),
            "checklists": (f"Checklists: {review.title}", checklists.checklists(found)),
            "appendix": (f"Appendix: {review.title}", appendix.appendix(found, self._by_criterion())),
        }
        return tuple(Paper(name, title, review.watermark, sections) for name, (title, sections) in parts.items())

    def to_write(self) -> list[tuple[str, str]]:
        """Return what a person must still write in the manuscript: the section and the task."""
        return [one for paper in self.papers() for one in to_write(paper)]

    def write(self, folder: Path | None = None) -> tuple[list[Path], int]:
        """Write all documents as Markdown and DOCX and their tables as XLSX.

        Returns the files, and how many things in them a person must still write. Raises `NotAllowedError` if the
        folder named is not there.
        """
        from reviewkit.report.word import paper_as_docx

        target = folder or self._session.folder / OUT / FOLDER
        if folder is not None and not folder.is_dir():
            raise NotAllowedError(f'there is no folder "{folder}"', remedy="Check the path, or make the folder.")
        papers = self.papers()
        files = {f"{paper.name}.md": paper_as_markdown(paper).encode() for paper in papers}
        files |= {f"{paper.name}.docx": paper_as_docx(paper) for paper in papers}
        files["tables.xlsx"] = tables_as_xlsx(tables(papers), self._session.criteria.review.watermark)
        for name, content in files.items():
            write_whole(target / name, content)
        return [target / name for name in files], sum(len(to_write(paper)) for paper in papers)

    def write_page(self, path: Path, *, blind: bool = False) -> None:
        """Write the page that shows everything to those who have no terminal. Raises `NotAllowedError`."""
        if path.suffix.lower() not in (".html", ".htm"):
            raise NotAllowedError(f'"{path.name}" is not a page', remedy="Give a name that ends in .html.")
        if not path.parent.is_dir() and path.parent.resolve() != self._session.folder / OUT:  # which is ours to make
            raise NotAllowedError(f'there is no folder "{path.parent}"', remedy="Check the path, or make the folder.")
        write_whole(path, self.page(blind=blind).encode())

    def page(self, *, blind: bool = False) -> str:
        """Return the page; `blind` leaves out of its lists what is still undecided."""
        found = self._results.counted()
        facts = self.facts(found)
        manuscript, lists, behind = self.papers(facts)
        review, drawn = self._session.criteria.review, svg.svg(layout.drawing(diagram(found.drawn())))
        wanted = page.wanted(behind.sections) | drawing.boxes(drawn)
        return page.page(
            page.Contents(
                title=review.title,
                watermark=review.watermark,
                question=facts.question,
                numbers=behind.sections[:_NUMBERS],
                sections=(*behind.sections[_NUMBERS:], *manuscript.sections, *lists.sections),
                listings=self._listings(found, facts, wanted, blind=blind),
                blind=blind,
                diagram=drawn,
                pictures=self._pictures(facts),
            )
        )

    def _pictures(self, facts: Facts) -> list[Picture]:
        """Return the pictures of the appraisal, and of the studies; none before a study is rated or coded."""
        pictures = Pictures(self._session, self._ratings, self._coding)
        drawn = pictures.of_report(rated=bool(facts.appraised.over), coded=bool(facts.extracted.studies))
        return [Picture(*one) for one in drawn]

    def _by_criterion(self) -> dict[Stage, Mapping[str, Measures]]:
        return {stage: found.criteria for stage, found in self._results.full_agreement().items()}

    # ---------------------------------------------------------------------------------------------- facts

    def facts(self, known: Counted | None = None) -> Facts:
        """Return all that the sentences are written from. Raises `FlowError` if the numbers do not add up."""
        session, state = self._session, self._session.state
        found = known or self._results.counted()
        flow = found.flow
        judged = {(one.a, one.b) for one in state.links() if one.origin is LinkOrigin.PERSON}
        return Facts(
            criteria=session.criteria,
            searches=tuple(self._searches.counts()),
            boxes=_sizes(flow.total),
            by_route={route: _sizes(own) for route, own in flow.routes.items()},
            stages=self._stages(found),
            studies=len(flow.studies_in(flow.total.get(counts.INCLUDED, ()))),
            duplicates=Duplicates(dedup.RULES, len(judged), len(state.pairs())),
            agreement={stage: one.decisions for stage, one in self._results.agreement().items() if one.decisions.n},
            prisma_s=tuple(self._searching.prisma_s()),
            deviations=tuple(Protocol(session).deviations()),
            rulings=len(state.rulings()),
            program=f"reviewkit {version('reviewkit')}",
            retracted=len(found.retracted),
            arriving=len(state.arriving()),
            tables=self._tables(found),
            appraised=self._ratings.appraised(),
            extracted=self._coding.extracted(),
            orders=self._orders(),
            stopped=self._stopped(),
            names=names(session),
            citations=Citing(session, self._searches).ledger(),
        )

    def _stopped(self) -> Stopped | None:
        found = StoppingEarly(self._session).stopped()
        return Stopped(found.by, found.reason, dict(found.figures)) if found is not None else None

    def _tables(self, found: Counted) -> dict[str, Table]:
        tables = FlowTables(found, self._results.table(found.flow), self._searches)
        return {name: tables.table(name) for name in NAMES if name != "by_round" or found.rounds}

    def _stages(self, found: Counted) -> dict[Stage, AtStage]:
        state = self._session.state
        counting = {stage: _Counting() for stage in Stage}
        differing: list[Report] = []
        for report, own in found.standings:
            for stage, standing in _over(own):
                _count(counting[stage], standing)
                if len(standing.votes) > 1 and _differ(stage, standing) and report not in differing[-1:]:
                    differing.append(report)
        self._count_settlements(counting, differing)
        self._count_brought(counting)
        independent = agreement.independent(state)
        return {stage: self._at(stage, one, independent[stage]) for stage, one in counting.items()}

    def _orders(self) -> OrdersRead:
        """Return the orders in which people decided; decisions are gone through only where one was chosen."""
        state = self._session.state
        chosen = state.order_events()
        return orders_read(chosen, state.decision_events()) if chosen else {}

    def _at(self, stage: Stage, found: _Counting, independent: int) -> AtStage:
        every = self._session.state.pilots().values()
        rounds = sorted((one.name, len(one.records)) for one in every if one.stage is stage and one.records)
        return AtStage(
            over=found.over,
            double=found.double,
            independent=min(independent, found.double),
            raters=tuple(sorted(found.raters)),
            consensus=found.ended[Settlement.CONSENSUS],
            adjudicated=found.ended[Settlement.ADJUDICATION],
            adjudicators=tuple(sorted(found.adjudicators)),
            brought_over=found.brought,
            reason_open=found.reason_open,
            pilots=tuple(rounds),
        )

    def _count_settlements(self, counting: Mapping[Stage, _Counting], differing: list[Report]) -> None:
        state = self._session.state
        for report in state.at_hand(differing):
            for stage, outcome in state.progress(report).outcomes.items():
                settled = outcome.resolution
                if settled is not None:
                    counting[stage].ended[settled.how] += 1
                    if settled.how is Settlement.ADJUDICATION:
                        counting[stage].adjudicators.update(settled.by)

    def _count_brought(self, counting: Mapping[Stage, _Counting]) -> None:
        """Count decisions from other programs, on reports that are over: of others nobody may tell."""
        state = self._session.state
        over = {report.id: [stage for stage, _ in _over(own)] for report, own in state.standings()}
        for stage, number in state.brought_over(over).items():
            counting[stage].brought = number

    # ---------------------------------------------------------------------------------------------- lists

    def _listings(self, found: Counted, facts: Facts, wanted: Iterable[str], *, blind: bool) -> list[boxes.Listing]:
        """Return the lists behind the numbers above 0: all boxes of all routes together, and what else is asked for."""
        every = dict(found.flow.total)
        for box in wanted:
            every[box] = found.why(box)
        hidden = self._open() if blind else frozenset()
        listed = {box: [one for one in own if one not in hidden][: boxes.MOST] for box, own in every.items() if own}
        records = self._session.records({one for own in listed.values() for one in own})
        labels = self._results.labels()
        return [
            boxes.Listing(
                box,
                boxes.label(box, facts.named, labels.__getitem__),
                len(every[box]),
                tuple(sorted((_entry(records[one]) for one in listed[box]), key=_by_text)),
                sum(one in hidden for one in every[box]),
            )
            for box in sorted(listed, key=boxes.order)
        ]

    def _open(self) -> frozenset[RecordId]:
        """Return the records of all reports that nobody can say yet of what becomes of them."""
        return frozenset(
            record
            for report, own in self._session.state.standings()
            if own[-1].status in _OPEN or own[-1].reason_open
            for record in report.records
        )


def _sizes(found: Mapping[str, tuple[RecordId, ...]]) -> dict[str, int]:
    return {box: len(records) for box, records in found.items()}


def _over(standings: Standings) -> list[tuple[Stage, Standing]]:
    """Return the stages that are over for a report after somebody voted."""
    reached = zip(Stage, standings, strict=False)
    return [(stage, one) for stage, one in reached if turns.is_over(one) and one.votes]


def _count(found: _Counting, standing: Standing) -> None:
    found.over += 1
    found.double += len(standing.votes) > 1
    found.raters.update(vote.reviewer for vote in standing.votes)
    found.reason_open += standing.reason_open


def _differ(stage: Stage, standing: Standing) -> bool:
    """Return whether the votes differ in what counts at the stage: the verdict, later also the main reason."""
    if len({counted(stage, vote.verdict) for vote in standing.votes}) > 1:
        return True
    return stage is not Stage.TITLE_ABSTRACT and len({vote.reasons[:1] for vote in standing.votes}) > 1


def _entry(record: Record) -> boxes.Entry:
    return boxes.Entry(cited(record), record.doi or "")


def _by_text(one: boxes.Entry) -> tuple[str, str]:
    return one.text, one.doi
