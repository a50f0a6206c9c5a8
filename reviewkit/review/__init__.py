"""One review, opened: what all front ends go through.

`Review` holds one part for each thing that people do; the parts share a `Session`, which is the open folder, its
criteria, the folded state and who acts. Reading methods write no event.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import DESIGN, OVERALL
from reviewkit.appraisal.comparing import answers as answered
from reviewkit.citations.ledger import IndexCount, Overlap, RoundCount
from reviewkit.citations.ledger import Ledger as CitationLedger
from reviewkit.citations.ledger import Row as CitationRow
from reviewkit.citations.plan import LIMIT, OfIndex
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR, Quality, QualityCriterion
from reviewkit.criteria.nouns import Extraction as Codebook
from reviewkit.criteria.nouns import Field as CodebookField
from reviewkit.dedup.retracted import is_retracted
from reviewkit.extraction.answering import missing as missing_in_coding
from reviewkit.extraction.answering import themes
from reviewkit.flow.diagram import Item
from reviewkit.flow.document import Document
from reviewkit.flow.search_results import COLUMNS
from reviewkit.fulltext.worklist import Wanted
from reviewkit.integrity.findings import Finding
from reviewkit.integrity.independence import Evidence
from reviewkit.model import NOT_REPORTED
from reviewkit.review.activity import activity
from reviewkit.review.another_look import AnotherLook, Touched
from reviewkit.review.appraised import AppraisedStudy, BlindRating, RaterAppraisal, StudyAppraisal, StudyReport
from reviewkit.review.appraising import Appraising
from reviewkit.review.citation_runs import CameOfIndex, CameOfRun, CitationPlan, Progress, dollars
from reviewkit.review.citing import Citing
from reviewkit.review.coded import CodedStudy, CodeView, MemoView, QuotationView, StudyCoding
from reviewkit.review.coding import Coding
from reviewkit.review.coding_tables import CodingTables
from reviewkit.review.duplicates import Against, Contradiction, Duplicates
from reviewkit.review.explaining import Explained, Explaining
from reviewkit.review.exporting import COLUMNS as EXPORT_COLUMNS
from reviewkit.review.exporting import FORMATS as EXPORT_FORMATS
from reviewkit.review.exporting import SETS, Exporting
from reviewkit.review.filling import FillingIn, FillPlan, Proposed
from reviewkit.review.fulltexts import Counts, FullTexts
from reviewkit.review.groups import Group, Groups, Member, Regrouped
from reviewkit.review.home import home
from reviewkit.review.in_print import compared
from reviewkit.review.indexes import Reach, ReachOfIndex
from reviewkit.review.integrity import Integrity, Verification
from reviewkit.review.journal import Done, Journal
from reviewkit.review.keeping import Archived, Keeping, Verified, restored, verify_archive
from reviewkit.review.learning import Asked, Known, Learning, Why
from reviewkit.review.listed import (
    Listed,
    ListProposal,
    Meant,
    TakenList,
    Wish,
    confirmed,
    identified,
    meaning,
    wished,
)
from reviewkit.review.listed import Standing as ListStanding
from reviewkit.review.looking_up import LookingUp
from reviewkit.review.meeting import Meeting
from reviewkit.review.newer_rules import Change, Changes, NewerRules, Piece
from reviewkit.review.ordering import Ordering, OrderView
from reviewkit.review.pace import Pace, about, seconds_left
from reviewkit.review.pictures import Pictures
from reviewkit.review.pilots import Disagreement, Pilots, Round
from reviewkit.review.protocol import Protocol
from reviewkit.review.rating_tables import RatingTables
from reviewkit.review.reference_lists import ReferenceLists
from reviewkit.review.repairs import RejectedEntry, Repaired, Repairs
from reviewkit.review.reporting import Reporting
from reviewkit.review.reports import Reports
from reviewkit.review.results import Results
from reviewkit.review.rules import RuleRuns, RuleView
from reviewkit.review.rulings import Rulings, RulingView
from reviewkit.review.screening import Screening
from reviewkit.review.searches import Searches
from reviewkit.review.searching import Plan, Run, Searching
from reviewkit.review.server import Server, ServerStatus, begin_from_server, handed
from reviewkit.review.session import Session, read_criteria
from reviewkit.review.settings import OwnWords, Settings
from reviewkit.review.shelf import Held
from reviewkit.review.stopping import StoppingEarly, StoppingFigures
from reviewkit.review.studies import Studies, Study
from reviewkit.review.switching import Switching
from reviewkit.review.taking import TakenIn, Unmatched
from reviewkit.review.terms import Terms
from reviewkit.search.known import KnownItem
from reviewkit.search.nouns import Rendered
from reviewkit.search.prisma_s import Answer, as_markdown
from reviewkit.store.fulltexts import Contents
from reviewkit.store.instruments import instrument, instruments
from reviewkit.store.server.setup import Handout
from reviewkit.store.sync import exchange
from reviewkit.store.template import find_review, new_review
from reviewkit.views import (
    Activity,
    CriterionView,
    FilledIn,
    Filter,
    Home,
    Imported,
    PairView,
    ReportRow,
    ReportView,
    SearchCount,
    StageCount,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reviewkit.store.folder import Fault
    from reviewkit.store.restore import Restored
    from reviewkit.store.sync import Exchanged

__all__ = [
    "COLUMNS",
    "DESIGN",
    "EXPORT_COLUMNS",
    "EXPORT_FORMATS",
    "LIMIT",
    "NOT_APPLICABLE",
    "NOT_REPORTED",
    "OVERALL",
    "SETS",
    "UNCLEAR",
    "Activity",
    "Against",
    "Answer",
    "AppraisedStudy",
    "Archived",
    "Asked",
    "BlindRating",
    "CameOfIndex",
    "CameOfRun",
    "Change",
    "Changes",
    "CitationLedger",
    "CitationPlan",
    "CitationRow",
    "CodeView",
    "Codebook",
    "CodebookField",
    "CodedStudy",
    "Contents",
    "Contradiction",
    "Counts",
    "CriterionView",
    "Disagreement",
    "Document",
    "Done",
    "Evidence",
    "Explained",
    "FillPlan",
    "FilledIn",
    "Filter",
    "Finding",
    "Group",
    "Handout",
    "Held",
    "Home",
    "Imported",
    "IndexCount",
    "Item",
    "Known",
    "KnownItem",
    "Learning",
    "ListProposal",
    "ListStanding",
    "Listed",
    "Meant",
    "Member",
    "MemoView",
    "OfIndex",
    "OrderView",
    "Overlap",
    "OwnWords",
    "PairView",
    "Piece",
    "Plan",
    "Progress",
    "Proposed",
    "Quality",
    "QualityCriterion",
    "QuotationView",
    "RaterAppraisal",
    "Reach",
    "ReachOfIndex",
    "Regrouped",
    "RejectedEntry",
    "Rendered",
    "Repaired",
    "ReportRow",
    "ReportView",
    "Review",
    "Round",
    "RoundCount",
    "RuleView",
    "RulingView",
    "Run",
    "SearchCount",
    "ServerStatus",
    "Settings",
    "StageCount",
    "Step",
    "StoppingFigures",
    "Study",
    "StudyAppraisal",
    "StudyCoding",
    "StudyReport",
    "TakenIn",
    "TakenList",
    "Touched",
    "Unmatched",
    "Verification",
    "Verified",
    "Wanted",
    "Why",
    "Wish",
    "about",
    "answered",
    "as_markdown",
    "begin_from_server",
    "compared",
    "confirmed",
    "dollars",
    "find_review",
    "handed",
    "identified",
    "instrument",
    "instruments",
    "is_retracted",
    "meaning",
    "missing_in_coding",
    "new_review",
    "seconds_left",
    "themes",
    "verify_archive",
    "wished",
]


_FEW = 2_000
"""Reports of a review whose report is looked through for what is left to write whenever it has changed."""


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _new_id() -> str:
    return str(uuid.uuid4())


class Review:
    """A review that is open in this program."""

    def __init__(self, session: Session) -> None:
        """Offer the parts over one session."""
        self.session = session
        self.duplicates = Duplicates(session)
        self.searches = Searches(session, self.duplicates)
        self.searching = Searching(session, self.searches)
        self.citing = Citing(session, self.searches)
        self.screening = Screening(session)
        self.ordering = Ordering(session, self.screening)
        self.appraising = Appraising(session)
        self.coding = Coding(session)
        self.coding_tables = CodingTables(session, self.coding)
        self.reports = Reports(session)
        self.repairs = Repairs(session, self.duplicates)
        self.filling = FillingIn(session, self.reports)
        self.looking_up = LookingUp(session, self.searches, self.filling)
        self.explaining = Explaining(session, self.duplicates)
        self.groups = Groups(session, self.duplicates, self.reports)
        self.newer_rules = NewerRules(session, self.duplicates)
        self.pace = Pace(session)
        self.journal = Journal(session)
        self.terms = Terms(session)
        self.results = Results(session)
        self.exporting = Exporting(session, self.results)
        self.rating_tables = RatingTables(session, self.appraising, self.results)
        self.pictures = Pictures(session, self.rating_tables, self.coding_tables)
        self.meeting = Meeting(session)
        self.full_texts = FullTexts(session)
        self.reference_lists = ReferenceLists(session, self.searches, self.reports)
        self.stopping = StoppingEarly(session)
        self.studies = Studies(session)
        self.keeping = Keeping(session)
        self.pilots = Pilots(session)
        self.rulings = Rulings(session)
        self.another_look = AnotherLook(session, self.coding)
        self.rules = RuleRuns(session, self.reports)
        self.protocol = Protocol(session)
        self.integrity = Integrity(session, self.duplicates)
        self.switching = Switching(session)
        self.server = Server(session)
        self.reporting = Reporting(
            session, self.results, self.searches, self.searching, self.rating_tables, self.coding_tables
        )

        self._written: tuple[object, int] = (None, 0)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        reviewer: str | None = None,
        state: Path | None = None,
        now: Callable[[], str] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> Review:
        """Open the review in a folder, for the reviewer named or remembered on this device.

        Raises `NoReviewError`, `CriteriaError`, `UnknownReviewerError`, `StorageError`.
        """
        return cls(Session.open(folder, reviewer=reviewer, state=state, now=now, new_id=new_id))

    @staticmethod
    def restore(
        folder: Path,
        name: str = "",
        *,
        state: Path | None = None,
        now: Callable[[], str] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> Restored:
        """Put a backup back as this device's database of the review in a folder; the newest if no name is given.

        Nothing that the folder or the database holds is lost. Raises `NotAllowedError`, `NoReviewError`,
        `CriteriaError`, `StorageError`.
        """
        return restored(folder, name, state=state, now=now, new_id=new_id)

    def close(self) -> None:
        """Let go of the database; everything acknowledged is already there."""
        self.server.leave()
        self.session.close()

    def refresh(self) -> bool:
        """Take in what others have put into the folder; returns whether anything was new."""
        return self.session.refresh()

    def sync(self, other: Path) -> Exchanged:
        """Bring this folder and another copy of it level, and take in what came.

        Raises `NoReviewError`, `NotAllowedError` if the other is no copy of this review, `StorageError`.
        """
        folder = other.resolve()
        found = exchange(
            self.session.folder, folder, self.session.criteria.review.id, read_criteria(folder)[0].review.id
        )
        self.refresh()
        return found

    def home(self) -> Home:
        """Return what the first screen shows."""
        found = home(self.session, self._left_to_write)
        self.session.remember_what_took_long()
        return found

    def _left_to_write(self) -> int:
        """Return how many items of the report only people can write; 0 where that takes too long to be told by the way.

        Worked out anew once something was written or taken in. Raises `FlowError`.
        """
        now = (self.session.store.position(), self.session.fingerprint)
        if now != self._written[0]:
            self.results.flow()
            few = len(self.session.state.reports()) <= _FEW
            self._written = (now, len(self.reporting.to_write()) if few else 0)
        return self._written[1]

    def keep_daily(self) -> None:
        """Make the backup of the day if there is none; safe beside everything else, so a thread can do it."""
        self.session.keep_daily(self.session.now())

    def activity(self, since: str) -> list[Activity]:
        """Return what each reviewer has done since a day such as `yesterday`. Raises `NotAllowedError`."""
        return activity(self.session, since)

    def faults(self) -> list[Fault]:
        """Return the lines and files of the folder that could not be taken in."""
        return self.session.store.faults()
