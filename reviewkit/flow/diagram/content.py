"""What stands in the PRISMA 2020 diagram: from the flow to boxes with the official wording.

Source: Page MJ, McKenzie JE, Bossuyt PM, et al. (2021), The PRISMA 2020 statement, BMJ 372:n71, and its four templates
(new and updated reviews, with and without other methods), CC BY 4.0. The thing a reader would get wrong: the column for
other methods has officially no boxes for what was known already and for screening, and nothing has one for quality
assessment or for what is still open. These are drawn marked, or, if asked for the official diagram, said in footnotes;
left out they never are, since the diagram would not add up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewkit.flow.breakdowns import reason_words, reasons_at
from reviewkit.flow.counts import (
    ASSESSED,
    DUPLICATES,
    IDENTIFIED,
    INCLUDED,
    NOT_READ,
    REMOVED,
    REMOVED_OTHER,
    SCREENED,
    SOUGHT,
    key,
    together,
)
from reviewkit.flow.databases import QUERIED, UNKNOWN, identified
from reviewkit.flow.diagram.notes import footnotes, sentences
from reviewkit.flow.diagram.nouns import Band, Box, Diagram, Item
from reviewkit.model import RecordId, Route, Stage, Status
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reviewkit.flow.counts import Boxes, Flow

_TITLE, _FULL, _QUALITY = Stage
_ROUTES = {
    Route.WEBSITE: "Websites",
    Route.ORGANISATION: "Organisations",
    Route.CITATION: "Citation searching",
    Route.CONTACT: "Contacts",
    Route.HAND: "Hand searching",
}
"""The other methods, as the official diagram orders those it names."""
_LEFT = {
    SCREENED: {
        key(_TITLE, Status.PENDING): "Records that wait for a decision",
        key(_TITLE, Status.CONFLICT): "Records in conflict",
        NOT_READ: "Records not read after stopping",
    },
    SOUGHT: {
        key(_FULL, Status.AWAITING): "Reports awaited",
        key(_FULL, Status.PENDING): "Reports that wait for a decision",
    },
    ASSESSED: {key(_FULL, Status.CONFLICT): "Reports in conflict"},
    "appraised": {
        key(_QUALITY, Status.PENDING): "Reports that wait for quality assessment",
        key(_QUALITY, Status.CONFLICT): "Reports in conflict on quality",
    },
}
"""What official boxes do not tell, by the row where it is: open, or left unread."""
_ROWS = {IDENTIFIED: 0, SCREENED: 1, SOUGHT: 2, ASSESSED: 3, "appraised": 4, INCLUDED: 5, "total": 6}


@dataclass(frozen=True, slots=True)
class Included:
    """What is included in one version of the review, or in all."""

    studies: int
    reports: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a diagram is drawn from."""

    flow: Flow
    """Of an updated review, that of the update."""
    included: Included
    """In that flow."""
    title: str = ""
    watermark: str = ""
    databases: Mapping[RecordId, str] = field(default_factory=dict)
    """Of each record from a database or register."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of criteria, by id."""
    quality_excludes: bool = False
    previous: Included | None = None
    """In the version before; None for a first version."""
    total: Included | None = None
    """Of both; None for a first version."""
    within: str = ""
    """What the keys of the boxes begin with: `update.` in an updated review whose earlier version was made here."""
    retracted: Collection[RecordId] = ()
    """Included reports that their records, or a service that was asked, call retracted."""


def diagram(drawn: Drawn, *, official: bool = False) -> Diagram:
    """Return the diagram: the official one with footnotes, or with further boxes, marked as such."""
    first = 0 if drawn.previous is None else 1
    columns = [_Column(drawn, "databases", first, official=official)]
    if any(route not in QUERIED for route in drawn.flow.routes):
        columns.append(_Column(drawn, "other", first + 2, official=official))
    boxes = [*_before(drawn), *(box for column in columns for box in column.boxes()), *_end(drawn, first)]
    arrows = [*_into(drawn), *(arrow for column in columns for arrow in column.arrows())]
    return Diagram(
        title=f"PRISMA 2020 flow diagram: {line(drawn.title)}" if drawn.title else "PRISMA 2020 flow diagram",
        description=" ".join(sentences(boxes)),
        boxes=tuple(boxes),
        arrows=tuple(arrows),
        headings=tuple(_headings(drawn, columns)),
        phases=_phases(boxes),
        footnotes=footnotes(
            drawn.watermark, [note for column in columns for note in column.notes()], marked=_marked(boxes)
        ),
        narrow=(0,) if first else (),
    )


def _marked(boxes: Iterable[Box]) -> bool:
    return any(box.marked or any(item.marked for item in box.items) for box in boxes)


# ------------------------------------------------------------------------------------------------- one column


class _Column:
    """Two columns of the grid: what goes on, and beside it what leaves."""

    def __init__(self, drawn: Drawn, name: str, first: int, *, official: bool) -> None:
        self.name = name
        self.first = first
        self._drawn = drawn
        self._official = official
        self._is_other = name == "other"
        own = {route: one for route, one in drawn.flow.routes.items() if (route not in QUERIED) == self._is_other}
        self._routes = own
        self._all: Boxes = together(own.values())
        routes = "" if len(own) == len(drawn.flow.routes) else f"{'+'.join(own)}."
        self._within = f"{drawn.within}{routes}"

    def _item(self, words: str, box: str, *, indent: int = 0, marked: bool = False) -> Item:
        """Return a line with the number of a box, and the key that lists this column's share of it."""
        return Item(words, len(self._all.get(box, ())), f"{self._within}{box}", indent, marked)

    def boxes(self) -> list[Box]:
        """Return the boxes of both columns that are drawn."""
        shown = [self._identified(), self._removed(), *self._screening(), *self._retrieval()]
        shown += self._appraisal() if self._has_appraisal() else []
        return [box for box in shown if box.items]

    def _box(self, what: str, items: Iterable[Item], *, beside: bool = False, marked: bool = False) -> Box:
        name = f"{self.name}.{what}.out" if beside else f"{self.name}.{what}"
        return Box(name, self.first + beside, _ROWS[what], tuple(items), marked)

    def _identified(self) -> Box:
        head = Item("Records identified from:")
        if self._is_other:
            named = [
                Item(
                    words, len(self._routes[route].get(IDENTIFIED, ())), f"{self._drawn.within}{route}.{IDENTIFIED}", 1
                )
                for route, words in _ROUTES.items()
                if route in self._routes
            ]
            return self._box(IDENTIFIED, [head, *named])
        items = [head]
        for route, words in zip(QUERIED, ("Databases", "Registers"), strict=True):
            boxes = self._routes.get(route, {})
            items.append(Item(words, len(boxes.get(IDENTIFIED, ())), f"{self._drawn.within}{route}.{IDENTIFIED}", 1))
            found = identified(boxes, self._drawn.databases)
            items += [
                Item(line(name), len(own), f"{self._drawn.within}{IDENTIFIED}.{name}", 2)
                for name, own in found.items()
                if set(found) != {UNKNOWN}
            ]
        return self._box(IDENTIFIED, items)

    def _removed(self) -> Box:
        if self._is_other:
            if self._official:
                return self._box(IDENTIFIED, [], beside=True)
            more = [item for item in self._removed_items(marked=True)[1:] if item.number]
            items = [self._item("Records already identified", DUPLICATES, marked=True), *more]
            return self._box(IDENTIFIED, items, beside=True, marked=True)
        items = [Item("Records removed before screening:"), *self._removed_items(marked=False)]
        return self._box(IDENTIFIED, items, beside=True)

    def _removed_items(self, *, marked: bool) -> list[Item]:
        rules = [
            self._item(reason_words(box.removeprefix(f"{REMOVED}."), self._drawn.names), box, indent=2)
            for box in reasons_at(self._all, REMOVED)
        ]
        other = [
            self._item(reason_words(box.removeprefix(f"{REMOVED_OTHER}."), {}), box, indent=2)
            for box in reasons_at(self._all, REMOVED_OTHER)
        ]
        return [
            self._item("Duplicate records removed", DUPLICATES, indent=1),
            self._item("Records marked as ineligible by automation tools", REMOVED, indent=1, marked=marked),
            *rules,
            self._item("Records removed for other reasons", REMOVED_OTHER, indent=1, marked=marked),
            *other,
        ]

    def _screening(self) -> list[Box]:
        if self._is_other and self._official:
            return []
        marked = self._is_other
        excluded = self._item("Records excluded", key(_TITLE, Status.EXCLUDED), marked=marked)
        return [
            self._box(SCREENED, [self._item("Records screened", SCREENED, marked=marked)], marked=marked),
            self._box(SCREENED, [excluded, *self._left(SCREENED)], beside=True, marked=marked),
        ]

    def _retrieval(self) -> list[Box]:
        not_retrieved = self._item("Reports not retrieved", key(_FULL, Status.NOT_RETRIEVED))
        return [
            self._box(SOUGHT, [self._item("Reports sought for retrieval", SOUGHT)]),
            self._box(SOUGHT, [not_retrieved, *self._left(SOUGHT)], beside=True),
            self._box(ASSESSED, [self._item("Reports assessed for eligibility", ASSESSED)]),
            self._box(ASSESSED, [*self._excluded(_FULL, "Reports excluded"), *self._left(ASSESSED)], beside=True),
        ]

    def _appraisal(self) -> list[Box]:
        head = self._item("Reports appraised for quality", key(_FULL, Status.INCLUDED), marked=True)
        excluded = self._excluded(_QUALITY, "Reports excluded after quality assessment", marked=True)
        return [
            self._box("appraised", [head], marked=True),
            self._box("appraised", [*excluded, *self._left("appraised")], beside=True, marked=True),
        ]

    def _has_appraisal(self) -> bool:
        return self._drawn.quality_excludes and not self._official

    def _excluded(self, stage: Stage, words: str, *, marked: bool = False) -> list[Item]:
        excluded = key(stage, Status.EXCLUDED)
        each = reasons_at(self._all, excluded)
        named = [
            self._item(reason_words(box.removeprefix(f"{excluded}."), self._drawn.names), box, indent=1) for box in each
        ]
        return [self._item(f"{words}:" if each else words, excluded, marked=marked), *named]

    def _left(self, row: str) -> list[Item]:
        """Return what is open in a row, or was left unread there; in the official diagram that is in the notes."""
        if self._official:
            return []
        items = [self._item(words, box, marked=True) for box, words in _LEFT[row].items()]
        return [item for item in items if item.number]

    def arrows(self) -> list[tuple[str, str]]:
        """Return the arrows within the column, and that from its last box to what is included."""
        found = self.boxes()
        down = [box.name for box in found if box.column == self.first]
        across = [(box.name.removesuffix(".out"), box.name) for box in found if box.column > self.first]
        return [*across, *zip(down, [*down[1:], INCLUDED], strict=True)]

    def notes(self) -> list[str]:
        """Return what the official diagram has no box for, in sentences."""
        where = "by other methods" if self._is_other else "in databases and registers"
        return [*self._known(where), *self._open(where), *self._appraised(where)] if self._official else []

    def _number(self, box: str) -> int:
        return len(self._all.get(box, ()))

    def _known(self, where: str) -> list[str]:
        gone = [
            f"{self._number(box)} {words}" for box, words in _GONE.items() if box == DUPLICATES or self._number(box)
        ]
        return (
            [f"Of {self._number(IDENTIFIED)} records identified {where}, {', '.join(gone)}."] if self._is_other else []
        )

    def _open(self, where: str) -> list[str]:
        boxes = {box: words for row in _LEFT.values() for box, words in row.items() if self._number(box)}
        left = "; ".join(f"{words[0].lower()}{words[1:]} {self._number(box)}" for box, words in boxes.items())
        return [f"Of what was identified {where}, these are in no box: {left}."] if left else []

    def _appraised(self, where: str) -> list[str]:
        read = self._number(key(_FULL, Status.INCLUDED))
        if not self._drawn.quality_excludes or not read:
            return []
        excluded = key(_QUALITY, Status.EXCLUDED)
        reasons = {
            reason_words(box.removeprefix(f"{excluded}."), self._drawn.names): number
            for box, number in reasons_at(self._all, excluded).items()
        }
        each = ", ".join(f"{reason} {number}" for reason, number in reasons.items())
        return [
            f"Of {read} reports identified {where} that met the criteria, {self._number(excluded)} "
            f"were excluded after quality assessment{f' ({each})' if each else ''}."
        ]


_GONE = {
    DUPLICATES: "were already known",
    REMOVED: "were marked as ineligible by automation tools",
    REMOVED_OTHER: "were removed for other reasons",
    SCREENED: "were screened",
    key(_TITLE, Status.EXCLUDED): "of these were excluded on title and abstract",
}


# ------------------------------------------------------------------------------------------------- before and after


def _before(drawn: Drawn) -> list[Box]:
    if drawn.previous is None:
        return []
    within = "previous." if drawn.within else ""
    items = (
        Item("Studies included in previous version of review", drawn.previous.studies),
        Item(
            "Reports of studies included in previous version of review",
            drawn.previous.reports,
            f"{within}{INCLUDED}" if within else "",
        ),
    )
    return [Box("previous", 0, _ROWS[IDENTIFIED], items)]


def _end(drawn: Drawn, first: int) -> list[Box]:
    new = "New studies" if drawn.previous is not None else "Studies"
    of = "new included studies" if drawn.previous is not None else "included studies"
    reports = f"{drawn.within}{INCLUDED}"
    items = [Item(f"{new} included in review", drawn.included.studies)]
    items.append(Item(f"Reports of {of}", drawn.included.reports, reports))
    retracted = Item("of which retracted", len(drawn.retracted), "", 1, marked=True)
    if drawn.total is None:
        return [Box(INCLUDED, first, _ROWS[INCLUDED], (*items, *([retracted] if drawn.retracted else [])))]
    total = [
        Item("Total studies included in review", drawn.total.studies),
        Item("Reports of total included studies", drawn.total.reports, INCLUDED if drawn.within else ""),
        *([retracted] if drawn.retracted else []),
    ]
    return [
        Box(INCLUDED, first, _ROWS[INCLUDED], tuple(items)),
        Box("total", first, _ROWS["total"], tuple(total)),
    ]


def _into(drawn: Drawn) -> list[tuple[str, str]]:
    return [("previous", "total"), (INCLUDED, "total")] if drawn.previous is not None else []


def _headings(drawn: Drawn, columns: Iterable[_Column]) -> list[Band]:
    new = "new studies" if drawn.previous is not None else "studies"
    words = {
        "databases": f"Identification of {new} via databases and registers",
        "other": f"Identification of {new} via other methods",
    }
    found = [Band("Previous studies", 0, 0, quiet=True)] if drawn.previous is not None else []
    return found + [
        Band(words[column.name], column.first, column.first + 1, quiet=column.name == "other") for column in columns
    ]


def _phases(boxes: Iterable[Box]) -> tuple[Band, ...]:
    rows = {box.row for box in boxes}
    last = max(row for row in rows if row < _ROWS[INCLUDED])
    return (
        Band("Identification", 0, 0),
        Band("Screening", 1, last),
        Band("Included", _ROWS[INCLUDED], max(rows)),
    )
