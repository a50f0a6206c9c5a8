"""The nouns of a review and its events, stated once.

Words are those of PRISMA 2020. The thing a reader would get wrong: a `Record` is one entry of one export and never
changes; a `Report` is what a set of duplicate records describes, and is computed anew whenever links change. Decisions
are therefore stored on a record id, and belong to whichever report holds that record.

Everything that anybody did is an `Event` around one of the bodies in `Body`. To add a kind of event, add a dataclass
here and to `Body`; the type checker then lists every `match` that has to know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from reviewkit.text import Doi

RecordId = NewType("RecordId", str)
"""The export's sha256 and the entry's ordinal in it from 1, rejected entries counted: `<64 hex>:0000012`."""
ReportId = NewType("ReportId", str)
"""The smallest record id of the report."""
SearchId = NewType("SearchId", str)
EventId = NewType("EventId", str)
"""A UUID; nothing sorts by it but ties."""
FileId = NewType("FileId", str)
"""The sha256 of an export's bytes, 64 hexadecimal digits."""
Reviewer = NewType("Reviewer", str)
DeviceId = NewType("DeviceId", str)


def record_id(file: FileId, ordinal: int) -> RecordId:
    """Return the id of the entry at `ordinal` (from 1); ids of one file sort like their ordinals."""
    return RecordId(f"{file}:{ordinal:07d}")


def short_id(record: str) -> str:
    """Return an id as people see and type it: eight digits of the file and the entry's number, `3f2a9c1b:12`."""
    file, _, ordinal = record.partition(":")
    return f"{file[:8]}:{ordinal.lstrip('0') or '0'}"


class Route(StrEnum):
    """How a search reached its records (PRISMA 2020); a report found by several counts under the first of these."""

    DATABASE = "database"
    REGISTER = "register"
    CITATION = "citation"
    WEBSITE = "website"
    ORGANISATION = "organisation"
    CONTACT = "contact"
    HAND = "hand"


class Stage(StrEnum):
    """Where reports are decided on, in this order."""

    TITLE_ABSTRACT = "title_abstract"
    FULL_TEXT = "full_text"
    QUALITY = "quality"

    @property
    def words(self) -> str:
        """Return the stage as people read it: `title and abstract`."""
        return _STAGE_WORDS[self]


_STAGE_WORDS = {
    Stage.TITLE_ABSTRACT: "title and abstract",
    Stage.FULL_TEXT: "full text",
    Stage.QUALITY: "quality",
}


class Verdict(StrEnum):
    """What one reviewer decides on one report at one stage."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    UNSURE = "unsure"


class Access(StrEnum):
    """Whether a report's full text could be had."""

    RETRIEVED = "retrieved"
    AWAITING = "awaiting"
    NOT_RETRIEVED = "not_retrieved"


class LinkVerdict(StrEnum):
    """What a link says of its two records: one report, two reports, or a person has to look."""

    SAME = "same"
    DIFFERENT = "different"
    UNCERTAIN = "uncertain"


class LinkOrigin(StrEnum):
    """Who says so; a person's word goes before a rule's."""

    PERSON = "person"
    RULE = "rule"


class Settlement(StrEnum):
    """How a conflict ended."""

    CONSENSUS = "consensus"
    ADJUDICATION = "adjudication"


class Direction(StrEnum):
    """Which way citations are followed (TARCiS): what a report cites, or what cites it."""

    BACKWARD = "backward"
    FORWARD = "forward"


class Order(StrEnum):
    """In which order a reviewer reads what waits."""

    IMPORTED = "as imported"
    RANDOM = "random"
    LIKELY = "likely first"
    UNCERTAIN = "uncertain first"
    MIXED = "mixed"

    @property
    def is_learned(self) -> bool:
        """Return whether it comes from what the reviewer has decided so far."""
        return self not in (Order.IMPORTED, Order.RANDOM)


class Status(StrEnum):
    """Where a report stands at one stage."""

    PENDING = "pending"
    CONFLICT = "conflict"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    AWAITING = "awaiting"
    NOT_RETRIEVED = "not_retrieved"
    REMOVED = "removed"
    """By a rule that the criteria switch on, before anybody read it."""
    NOT_READ = "not_read"
    """By nobody, when a person stopped the stage."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as a search returned it. Never edited, never deleted."""

    id: RecordId
    title: str = ""
    authors: tuple[str, ...] = ()
    """Each `Family, Given` where the export tells them apart, else as printed; corporate authors as printed."""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    """As printed, first and last joined by a hyphen: `423-441`."""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    doi: Doi | None = None
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    accession: tuple[str, ...] = ()
    """`source:number` each: `ERIC:EJ1050530`, `EBSCO:aph:150283836`, `PMID:123`."""
    types: tuple[str, ...] = ()
    """Publication types in the export's own words."""
    peer_reviewed: bool | None = None
    """None where the export does not say."""
    language: str = ""
    database: str = ""
    """The database that the entry itself names, else empty."""
    publisher: str = ""
    url: str = ""
    unmapped: tuple[tuple[str, str], ...] = ()
    """Field tag and value of everything else that the entry holds, in its order."""
    line: int = 0
    """Where the entry begins in the export, from 1."""
    raw: str = field(default="", repr=False)
    """The entry as it stands in the export."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An entry that could not be read; it is kept and counted."""

    ordinal: int
    """The entry's number in the export, from 1."""
    line: int
    reason: str
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """One paper: a set of duplicate records."""

    id: ReportId
    records: tuple[RecordId, ...]
    """Sorted; the first is the report's id."""
    route: Route
    """The first route, in the order of `Route`, that any of its records came by."""
    kept: RecordId
    """The record that stands for the report: the smallest of those that came by `route`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that a person has to compare."""

    a: RecordId
    b: RecordId
    score: int
    reasons: tuple[str, ...]


Told = Callable[[int, int], None]
"""Hears how much of how much of slow work is done, 0 of 0 if that cannot be said; raises `StoppedError` to end it."""


def nobody(_done: int, _total: int) -> None:
    """Hear nothing of how far slow work is, and never end it."""


# ---------------------------------------------------------------------------------------------- bodies of events


@dataclass(frozen=True, slots=True)
class Search:
    """One query run on one date on one platform. The event's subject is the search's id."""

    name: str
    """What people call it: `ERIC`."""
    route: Route = Route.DATABASE
    databases: tuple[str, ...] = ()
    platform: str = ""
    date: str = ""
    """ISO date of the run, `2018-10-15`; empty if nobody noted it."""
    query: str = ""
    announced: int | None = None
    """How many results the platform said there were."""
    note: str = ""
    limits: str = ""
    """What the platform was told to leave out, and why (PRISMA-S, item 9); `none` if nothing."""
    filters: str = ""
    """Published search filters used, with their source (item 10); `none` if none."""
    prior_work: str = ""
    """The review that the strategy was taken over from (item 11)."""
    updates: str = ""
    """How the search is kept up to date (item 12)."""
    peer_review: str = ""
    """Who appraised the strategy, and by what (item 14)."""
    removed_by_platform: int | None = None
    """Duplicates that the platform removed before it showed or exported its results (items 2 and 16)."""


@dataclass(frozen=True, slots=True)
class Import:
    """One export read into records. The event's subject is the file's sha256."""

    search: SearchId
    name: str
    """The file's name below data/searches/."""
    format: str
    """`RIS`, `nbib`, `BibTeX`, `CSV`."""
    records: int
    rejected: int
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table: what people said that a column holds, where the program could not tell; sorted by column."""


@dataclass(frozen=True, slots=True)
class Link:
    """What is said of two records, a < b. The event's subject is `a`."""

    a: RecordId
    b: RecordId
    verdict: LinkVerdict
    origin: LinkOrigin
    score: int
    """0 to 100."""
    reasons: tuple[str, ...] = ()
    rules: str = ""
    """Version of the rules that proposed it; empty for a person's own."""
    together: str = ""
    """One name for all links that one act of a person wrote, so that they are taken back together; empty: alone."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The records of `files` have been compared with one another by one version of the rules."""

    files: tuple[FileId, ...]
    rules: str
    new: tuple[FileId, ...] = ()
    """Those of them whose records were compared with all; empty: all of them."""
    asked: bool = False
    """A person wants these rules to hold instead of older ones; else what compared two files first holds."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's verdict on one report at one stage. The event's subject is a record of the report."""

    stage: Stage
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Criterion ids in the order of criteria/screening.toml; the first is primary."""
    note: str = ""
    blind: bool = True
    """No colleague's decision on this report at this stage was visible to the writer."""
    source: str = ""
    """The file of another program that the decision was brought over from; empty for one made here."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a conflict ended. Holds while the decisions in `settles` are the heads."""

    stage: Stage
    verdict: Verdict
    settles: tuple[EventId, ...]
    by: tuple[Reviewer, ...]
    """Who settled it: everyone who agreed, or the adjudicator alone."""
    how: Settlement = Settlement.CONSENSUS
    reasons: tuple[str, ...] = ()
    note: str = ""
    absent: tuple[Reviewer, ...] = ()
    """Who had decided but was no reviewer any more, and so had no say in the consensus."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Whether the full text of a report could be had. The event's subject is a record of the report."""

    access: Access
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FullText:
    """A file that is the full text of a report. The event's subject is a record of the report."""

    sha256: str
    name: str
    """The file's name below data/fulltext/."""


@dataclass(frozen=True, slots=True)
class SameStudy:
    """Whether two reports are of one study. The event's subject is `a`, records stand for their reports, a < b."""

    a: RecordId
    b: RecordId
    same: bool = True


@dataclass(frozen=True, slots=True)
class Tags:
    """All words that one reviewer has put on a report, for oneself. The event's subject is a record of the report."""

    tags: tuple[str, ...]
    """Sorted, each once."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A conflict at a stage is left to the adjudicator. The event's subject is a record of the report.

    To be shown while the report is in conflict only: before, it would tell that somebody has decided.
    """

    stage: Stage


@dataclass(frozen=True, slots=True)
class Pilot:
    """A sample that all reviewers screen first, to see whether they read the criteria alike. The subject is its id.

    What is decided on its reports at its stage stands, and is left out of the agreement of the others.
    """

    name: str
    stage: Stage
    records: tuple[RecordId, ...]
    """Empty: taken back."""
    seed: int = 0
    reviewers: tuple[Reviewer, ...] = ()
    """Who was to screen it: the reviewers when it was drawn. Empty: any two."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a criterion is read in a case that it left open. The event's subject is the ruling's id."""

    criterion: str
    text: str
    """Empty: taken back."""
    about: RecordId | None = None
    """The report that it was made on."""


@dataclass(frozen=True, slots=True)
class Removal:
    """All records that one rule takes out before anybody reads them. The event's subject is the rule: a criterion's id.

    A later one of the same rule goes in its place, and one without records puts them all back.
    """

    records: tuple[tuple[FileId, tuple[int, ...]], ...]
    """Ordinals by file."""


@dataclass(frozen=True, slots=True)
class Repair:
    """An entry that could not be read, mended by a person. The event's subject is the id kept free for its record."""

    record: Record
    """As the export's own reader read the mended text, which is its `raw`."""


class Fillable(StrEnum):
    """What can be filled in where no record of a report has it."""

    ABSTRACT = "abstract"
    DOI = "doi"
    LANGUAGE = "language"
    KEYWORDS = "keywords"
    YEAR = "year"
    TYPES = "types"
    OPEN_ACCESS = "open_access"
    """The address of a copy that everybody can read."""
    RETRACTION = "retraction"
    """What says that the report was retracted."""


NOTICES = frozenset({Fillable.OPEN_ACCESS, Fillable.RETRACTION})
"""What a service says of a report today, and may take back: a `Filling` without values."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What a field of a report should say that all its records leave empty. The subject is a record of the report."""

    field: Fillable
    values: tuple[str, ...]
    """One, of keywords and types any number; none: what the source said before no longer holds."""
    source: str
    """Where it comes from: `pasted`, `file eric.ris`, `OpenAlex`."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater says of one criterion, and what it rests on."""

    criterion: str
    value: str
    """A point of the instrument's scale, `unclear` or `not applicable`."""
    quotation: str = ""
    page: str = ""
    """As printed or as the PDF counts: `431`, `12-13`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """All that one rater says of one study's quality so far. The event's subject is a record of one of its reports.

    Every rating given writes a new one in place of the last, so nothing is lost before the study is finished; only a
    finished one counts, and is shown to colleagues who have finished theirs.
    """

    design: str
    """One of the instrument's; empty while it is open."""
    ratings: tuple[Rating, ...] = ()
    """In the order of criteria/quality.toml, one a criterion at the most."""
    judgement: str = ""
    """Overall, one of the instrument's judgements; empty where it has none or while it is open."""
    note: str = ""
    finished: bool = False
    blind: bool = True
    """No colleague's finished appraisal or decision on the study's quality was visible to the writer."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the raters of a study agreed on. Holds while the appraisals in `settles` are the heads.

    The event's subject is a record of one of the study's reports.
    """

    design: str
    ratings: tuple[Rating, ...]
    judgement: str
    settles: tuple[EventId, ...]
    by: tuple[Reviewer, ...]
    """Who settled it: everyone who agreed, or the adjudicator alone."""
    how: Settlement = Settlement.CONSENSUS
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeedSearched:
    """What one index had to say of what one report cites, or of what cites it. The subject is a record of the seed."""

    search: SearchId
    """Of route `citation`: the round that the seed was searched in."""
    direction: Direction
    index: str
    """`OpenAlex`, `Crossref`, `Semantic Scholar`, `reference list`."""
    listed: int | None
    """How many works the index says there are; None if it does not know the seed."""
    found: tuple[RecordId, ...] = ()
    """The records that came of it; a work that several seeds cite is one record."""
    unresolved: tuple[str, ...] = ()
    """References that could not be made a record of, as printed."""
    fault: str = ""
    """Why it is not complete: what the index answered; empty if it is."""
    round: int = 1
    """Seeds of the second are reports that the first brought into the review, and so on."""
    limit: int | None = None
    """How many works that cite the seed were asked for at most; None: all."""


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """In which order one reviewer reads from here on. The event's subject is the stage; the actor's last one holds."""

    stage: Stage
    order: Order
    random_share: int = 0
    """How many of a hundred reports are drawn at random among the others, so that estimates stay honest."""
    seed: int = 0
    """Of whatever is drawn."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """A stage is read no further. The event's subject is the stage.

    It names the reports that nobody had read, so that what is imported later is read; one that somebody had read,
    known here or not, is completed. A later one goes in its place, and one without records has the reading go on.
    """

    stage: Stage
    records: tuple[tuple[FileId, tuple[int, ...]], ...]
    """Ordinals by file."""
    figures: tuple[tuple[str, str], ...] = ()
    """What was known at that moment: `settled`, `relevant`, `left`, `target`, `confidence`, `p`, ..., as printed."""
    reason: str = ""
    """In the person's own words."""


NOT_REPORTED = "not reported"
"""What an answer without values says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one coder noted of one field of the codebook, and what it rests on."""

    field: str
    values: tuple[str, ...]
    """Choices in the order of the codebook, or one number or text; none: answered with `not reported`."""
    quotation: str = ""
    page: str = ""
    """As printed or as the PDF counts: `431`, `12-13`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """All that one coder has noted of one study so far. The event's subject is a record of one of its reports.

    Every answer given writes a new one in place of the last; only a finished one counts, and is shown to colleagues
    who have finished theirs, or who need not code the study.
    """

    answers: tuple[Answer, ...] = ()
    """In the order of criteria/extraction.toml, one a field at the most."""
    finished: bool = False
    blind: bool = True
    """No colleague's finished coding of the study was visible to the writer."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the coders of a study agreed on. Holds while the codings in `settles` are the heads.

    The event's subject is a record of one of the study's reports.
    """

    answers: tuple[Answer, ...]
    settles: tuple[EventId, ...]
    by: tuple[Reviewer, ...]
    """Who settled it: everyone who agreed, or the adjudicator alone."""
    how: Settlement = Settlement.CONSENSUS
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of a report and the codes that one coder gave it. The event's subject is a record of the report.

    A later one of the same `mark` by the same coder goes in its place; without codes and text it is taken back.
    """

    mark: str
    """The quotation's own id."""
    text: str
    page: str = ""
    """As printed or as the PDF counts: `431`, `12-13`."""
    codes: tuple[str, ...] = ()
    """Ids of `Code`, in the order given."""
    note: str = ""
    blind: bool = True
    """As in `Coding`."""


@dataclass(frozen=True, slots=True)
class Code:
    """A word for what passages have in common. The event's subject is the code's id; the last one said holds."""

    name: str
    """Empty: taken back, which holds while no quotation has it."""
    theme: str = ""
    """The choice of a field of the codebook that it belongs to, `field/choice`; empty while it belongs to none."""
    description: str = ""
    into: str = ""
    """The id of the code that it was merged into."""


@dataclass(frozen=True, slots=True)
class Memo:
    """A thought kept. The event's subject is a record of a report, a code's id, or `review`."""

    mark: str
    """The memo's own id; a later one of the same goes in its place."""
    text: str
    """Empty: taken back."""
    own: bool = False
    """A reflexivity note, shown to its writer alone."""


@dataclass(frozen=True, slots=True)
class CriteriaText:
    """The criteria as they were from here on. The event's subject is their hash."""

    files: tuple[tuple[str, str], ...]
    """Name and text of each file, sorted by name."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The same actor's events in `supersedes` no longer count; the one named by `to` counts again."""

    stage: Stage | None = None
    """Of the decision or resolution taken back; None for anything else."""
    to: EventId | None = None
    blind: bool = True
    """As in `Decision`: a decision taken back after the colleague's became visible still counts as the blind one."""


Body = (
    Search
    | Import
    | Link
    | Comparison
    | Decision
    | Resolution
    | Retrieval
    | FullText
    | SameStudy
    | Tags
    | PassedOn
    | Pilot
    | Ruling
    | Removal
    | Repair
    | Filling
    | Appraisal
    | Settled
    | SeedSearched
    | QueueOrder
    | Stopping
    | Coding
    | Reconciled
    | Quotation
    | Code
    | Memo
    | CriteriaText
    | Undo
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be written: what its writer says. The store adds who, where, when and what it follows."""

    subject: str
    body: Body
    supersedes: frozenset[EventId] = frozenset()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody or something did. State is a fold over these."""

    id: EventId
    actor: Reviewer
    device: DeviceId
    seq: int
    """Position in its device's history, from 1."""
    previous: str
    """sha256 of the canonical line of the device's previous event; empty for the first."""
    time: str
    """UTC, ISO 8601. Shown, never compared."""
    subject: str
    body: Body
    version: str
    """Of the program that wrote it."""
    criteria: str
    """Hash of the criteria in force."""
    seen: Mapping[DeviceId, int] = field(default_factory=dict)
    """The last seq of each other device up to which all was taken in."""
    supersedes: frozenset[EventId] = frozenset()
    heard: Mapping[DeviceId, int] = field(default_factory=dict)
    """The highest seq taken in, of devices of which something before it was not: a server keeps back what the writer
    must not know yet (`history.is_kept_back`); all else up to there was taken in."""


# ---------------------------------------------------------------------------------------------- what a fold yields


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reviewer's heads say of a report at a stage."""

    reviewer: Reviewer
    event: EventId
    """The decision; where an undo brought it back, still the decision and not the undo."""
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    note: str = ""
    time: str = ""
    also: tuple[EventId, ...] = ()
    """Other decisions of the reviewer's that stand and say the same, as after a merge of reports."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a report stands at one stage, and by whose word."""

    status: Status
    votes: tuple[Vote, ...] = ()
    """Settled votes, one a reviewer, sorted by reviewer."""
    reasons: tuple[str, ...] = ()
    """Of an exclusion; empty while two excluders' primary reasons differ and nobody has settled them."""
    reason_open: bool = False
    """All excluded the report, but for different primary reasons that nobody has settled yet."""
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A report and where it stands at each stage that it has reached, in the order of `Stage`."""

    report: Report
    outcomes: Mapping[Stage, Outcome]


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote in short."""

    reviewer: Reviewer
    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """An outcome in short: what can be counted and listed of many reports without their decisions' whole texts."""

    status: Status
    votes: tuple[Cast, ...] = ()
    """Settled votes, one a reviewer, sorted by reviewer."""
    reasons: tuple[str, ...] = ()
    reason_open: bool = False


Standings = tuple[Standing, ...]
"""Where one report stands at each stage that it has reached, in the order of `Stage`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one record came from."""

    search: SearchId
    file: FileId
