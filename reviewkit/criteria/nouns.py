"""What criteria/*.toml say, as values.

The order of criteria in a file means something: it is the order in which reasons for exclusion are given, the first
being the primary one. An absent text is empty, an absent list is empty; None stands only where empty would mislead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.model import Reviewer, Route, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# ---------------------------------------------------------------------------------------- what a record can tell


@dataclass(frozen=True, slots=True)
class Years:
    """The year of publication lies from `first` to `last`, both included; None is open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Languages:
    """The record is in one of these languages, by English name or ISO 639 code."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Types:
    """Publication types in the exports' own words; one in neither list tells nothing."""

    allowed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """These go before `allowed` where a record bears both."""


@dataclass(frozen=True, slots=True)
class PeerReviewed:
    """The export's own mark of peer review."""

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """Several facts, all of which the criterion asks for."""

    facts: tuple[Years | Languages | Types | PeerReviewed, ...]


FactRule = Years | Languages | Types | PeerReviewed | Every
"""What the program can look up in a record for a criterion."""


# ---------------------------------------------------------------------------------------- the five files


@dataclass(frozen=True, slots=True)
class Published:
    """A search-results table in print, to hold the review's own against."""

    source: str
    """What it is called where it differs: `Norheim & Moser (2020), Table 3`."""
    rows: Mapping[str, tuple[int | None, ...]]
    """The four numbers of each row by its label, from left to right; None where the cell is empty."""


@dataclass(frozen=True, slots=True)
class Update:
    """That the review brings an earlier version up to date: how its studies are told from the new ones."""

    since: str = ""
    """ISO date. What searches of that day or later bring is new; the earlier version was made here too."""
    studies: int = 0
    """Of an earlier version that was made elsewhere: how many studies it included; 0 where `since` tells."""
    reports: int = 0
    """Reports of those studies."""


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """When reading may stop before everything is read, in per cent, whole numbers."""

    target: int
    """How many of the relevant reports are to be found."""
    confidence: int
    """How sure one wants to be of that."""

    def __str__(self) -> str:
        """Return `95 % of the relevant reports found, with 95 % confidence`."""
        return f"{self.target} % of the relevant reports found, with {self.confidence} % confidence"


@dataclass(frozen=True, slots=True)
class Review:
    """criteria/review.toml: which review this is, who does it, and how a stage ends."""

    id: str
    """A UUID in lower case: by it a folder is recognised wherever it lies."""
    title: str
    question: str
    reviewers: tuple[Reviewer, ...]
    registration: str = ""
    adjudicator: Reviewer | None = None
    """May be somebody who is not among the reviewers."""
    watermark: str = ""
    """Shown wherever invented data are shown."""
    decisions: int = 2
    """How many people decide on a report, 1 or 2."""
    dual_share: float = 1.0
    """Share of the reports, 0 to 1, that two decide on where `decisions` is 2; one decides on each of the others."""
    seed: int = 0
    """Which reports fall into that share."""
    shares: Mapping[Reviewer, float] = field(default_factory=dict)
    """How much of what not all have to read falls to each, in any unit; who is not named has 1."""
    labels: Mapping[Route, str] = field(default_factory=dict)
    """The team's own words for rows of the search-results table; a route without any is not in it."""
    published: Published | None = None
    update: Update | None = None
    """None where this is the first version of the review."""
    renamed: Mapping[Reviewer, Reviewer] = field(default_factory=dict)
    """Former or mistyped name to present name. What was written under the former counts as the present one's."""
    database: str = ""
    """Address of the PostgreSQL database where the team meets, with no user or password; empty: in the folder."""
    stopping: StoppingRule | None = None
    """None where everything is to be read."""


FIELDS = ("title", "abstract", "keywords", "anywhere")
"""Where a term can be looked for; `keywords` are whatever subjects and keywords a database lists with a record."""


@dataclass(frozen=True, slots=True)
class Block:
    """One concept of the search: its terms are joined by OR, the blocks by AND."""

    name: str
    terms: tuple[str, ...]
    """As written; `terms.term` tells the words of each. Several words are a phrase, with quotes or without."""
    fields: tuple[str, ...] = FIELDS[:3]
    thesaurus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headings by vocabulary: `eric`, `ebsco`, `proquest`, `mesh`. They are joined by OR to the terms."""
    written_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What stands for a term on platforms that cannot take it, such as the words that `parent* group` means."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is searched, and the platform through which."""

    name: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the platforms are asked to leave out themselves. Nothing here excludes a record that was found."""

    first: int | None = None
    last: int | None = None
    languages: tuple[str, ...] = ()
    peer_reviewed: bool = False
    reason: str = ""
    """Why the search is limited so, in the team's words (PRISMA-S, item 9)."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """What PRISMA-S asks for of the search as a whole, in the team's words; empty where nothing is said.

    The number is the item's. Where nothing of the kind was done, that is what is to be said: "No contacts were made."
    """

    registers: str = ""
    """3"""
    browsing: str = ""
    """4"""
    citation: str = ""
    """5"""
    contacts: str = ""
    """6"""
    other_methods: str = ""
    """7"""
    limits: str = ""
    """9"""
    filters: str = ""
    """10"""
    prior_work: str = ""
    """11"""
    updates: str = ""
    """12"""
    peer_review: str = ""
    """14"""
    deduplication: str = ""
    """16"""


@dataclass(frozen=True, slots=True)
class Strategy:
    """criteria/search.toml: how the records are looked for. It says nothing about who is eligible."""

    blocks: tuple[Block, ...] = ()
    databases: tuple[Database, ...] = ()
    limits: Limits = field(default_factory=Limits)
    date: str = ""
    """When the search is run, in the team's words."""
    note: str = ""
    known: tuple[str, ...] = ()
    """DOIs or titles of reports that a good search has to find."""
    reporting: Reporting = field(default_factory=Reporting)


@dataclass(frozen=True, slots=True)
class Reason:
    """What a report can be excluded for."""

    id: str
    """Stands in decisions for ever, so it is never given to another criterion."""
    name: str
    """Short enough for the side column, 20 columns."""
    include: str = ""
    exclude: str = ""
    notes: tuple[str, ...] = ()
    """Rulings of the reviewers on how the criterion is read."""
    fact: FactRule | None = None
    """None where only a person can tell."""


@dataclass(frozen=True, slots=True)
class Criterion(Reason):
    """An eligibility criterion."""

    stages: tuple[Stage, ...] = (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)
    """Where it can be given as a reason."""


@dataclass(frozen=True, slots=True)
class Screening:
    """criteria/screening.toml: the eligibility criteria, most telling reason first."""

    criteria: tuple[Criterion, ...]
    retired: tuple[str, ...] = ()
    """Ids of criteria that the review no longer has; decisions may still bear them."""
    rules: tuple[str, ...] = ()
    """Ids of criteria by whose fact records may be removed before anybody reads them."""


UNCLEAR, NOT_APPLICABLE = "unclear", "not applicable"
"""What a criterion may be rated besides the points of any scale; neither has a place in its order."""


@dataclass(frozen=True, slots=True)
class QualityCriterion:
    """What a study of certain designs is appraised on."""

    id: str
    name: str
    designs: tuple[str, ...]
    guidance: str = ""
    evidence: bool = False
    """A quotation or a page has to be given with its rating."""

    @property
    def reason(self) -> Reason:
        """Return the criterion as what a report can be excluded for at the quality stage."""
        return Reason(self.id, self.name, include=self.guidance)


@dataclass(frozen=True, slots=True)
class JudgementRule:
    """An overall judgement that follows where so many criteria are rated so."""

    judgement: str
    rating: str
    at_least: int = 1
    criteria: tuple[str, ...] = ()
    """Ids of those that it looks at; none: all."""


@dataclass(frozen=True, slots=True)
class Quality:
    """criteria/quality.toml: how studies are appraised, and whether that excludes any."""

    excludes: bool = False
    threshold: str = ""
    """In words: what a report has to reach."""
    scale: tuple[str, ...] = ()
    """The ratings, best first."""
    ordinal: bool = False
    """The points of the scale have an order, so that agreement weighs how far two ratings are apart."""
    judgements: tuple[str, ...] = ()
    """What a study can be judged overall, best first; none: it is not judged overall."""
    judgement_by: str = "rater"
    """`rater`, or `rule` where it follows from the ratings."""
    rules: tuple[JudgementRule, ...] = ()
    """The first that fits gives the judgement; where none does, it is the best."""
    excluding: tuple[str, ...] = ()
    """The judgements that exclude a study, where appraisal excludes any."""
    designs: tuple[str, ...] = ()
    criteria: tuple[QualityCriterion, ...] = ()
    retired: tuple[str, ...] = ()

    def criteria_for(self, design: str) -> tuple[QualityCriterion, ...]:
        """Return what a study of this design is appraised on, in the file's order."""
        return tuple(criterion for criterion in self.criteria if design in criterion.designs)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is noted of every included study."""

    id: str
    name: str
    kind: str
    """`one` or `several` of the choices, `number` or `text`."""
    choices: tuple[str, ...] = ()
    guidance: str = ""
    evidence: bool = False
    """A quotation or a page has to be given with it."""
    double: bool = False
    """Both reviewers code it, each without the other."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """criteria/extraction.toml: the codebook."""

    fields: tuple[Field, ...] = ()
    published: tuple[tuple[str, str, tuple[int | None, int | None]], ...] = ()
    """Field, choice, and how many studies and what percentage a printed description says; None where it does not."""

    @property
    def double(self) -> tuple[str, ...]:
        """Return the ids of the double coded fields."""
        return tuple(field.id for field in self.fields if field.double)

    def field(self, wanted: str) -> Field | None:
        """Return the field of that id."""
        return next((field for field in self.fields if field.id == wanted), None)


@dataclass(frozen=True, slots=True)
class Criteria:
    """All that a review decides by."""

    review: Review
    search: Strategy
    screening: Screening
    quality: Quality
    extraction: Extraction

    def reasons(self, stage: Stage) -> tuple[Reason, ...]:
        """Return what a report can be excluded for at a stage, in the file's order: the order of the number keys."""
        if stage is Stage.QUALITY:
            return tuple(criterion.reason for criterion in self.quality.criteria)
        return tuple(criterion for criterion in self.screening.criteria if stage in criterion.stages)

    def ordered(self, stage: Stage, reasons: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the reasons of a decision in the file's order, each once, and those that are none at this stage."""
        given = dict.fromkeys(reasons)
        known = tuple(reason.id for reason in self.reasons(stage) if reason.id in given)
        return known, tuple(reason for reason in given if reason not in known)
