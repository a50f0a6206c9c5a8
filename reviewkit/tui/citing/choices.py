"""What a person chooses before a citation search: seeds, direction, indexes, limits, and what they come to in words.

The thing a reader would get wrong: as long as nobody names indexes, they are the usual ones of each direction, so that
turning the direction changes them too; naming one fixes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.model import Direction, RecordId
from reviewkit.review import LIMIT
from reviewkit.text import line
from reviewkit.tui.citing.table import Column, Line, Part
from reviewkit.tui.words import BOLD, DIM, counted, lines, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.model import Record, ReportId
    from reviewkit.review import CitationLedger, Reach, ReachOfIndex

BACKWARD, FORWARD = Direction.BACKWARD, Direction.FORWARD
DIRECTIONS = ((BACKWARD,), (FORWARD,), (BACKWARD, FORWARD))
DIRECTION_WORDS = {
    (BACKWARD,): "backward: what the seeds cite",
    (FORWARD,): "forward: what cites the seeds",
    (BACKWARD, FORWARD): "backward and forward",
}
_COLUMNS = (Column("to choose", 18, left=True), Column("as it stands"))
_WITHOUT = {
    "openalex": "Without a key it answers little a day; keys are free at openalex.org.",
    "semantic-scholar": "Without a key it is shared with everybody who has none, and often busy.",
}
_FREE = {
    "crossref": "It takes no key, and knows references only; with an e-mail address it answers faster.",
    "opencitations": "It takes no key, and answers one request a second.",
}


class Seeds(Enum):
    """Which reports citations are followed from."""

    INCLUDED = "included at full text"
    NEXT = "included and not followed yet"
    PICKED = "picked one by one"
    ALL = "every report of the review"


@dataclass(frozen=True, slots=True)
class Known:
    """What the screen knows of the review, read at once."""

    included: tuple[ReportId, ...]
    next: tuple[ReportId, ...]
    """Those of the included that were not followed yet."""
    every: tuple[ReportId, ...]
    ledger: CitationLedger
    records: Mapping[RecordId, Record]
    """Of the seeds in the ledger."""
    reach: Reach

    def title(self, record: str) -> str:
        """Return the title of a seed in the ledger."""
        found = self.records.get(RecordId(record))
        return title(found) if found is not None else line(record)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen."""

    seeds: Seeds = Seeds.INCLUDED
    picked: frozenset[ReportId] = frozenset()
    directions: tuple[Direction, ...] = (BACKWARD,)
    named: tuple[str, ...] | None = None
    """Indexes that somebody has named; None: the usual ones."""
    limit: int = LIMIT
    budget: int | None = None
    again: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a line of the choices is for: the name of what Enter changes, and the index if it is one."""

    name: str
    index: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices with what they come to."""

    choices: Choices
    known: Known
    asked: Mapping[str, Sequence[Direction]] = field(default_factory=dict)
    """In which directions each index would be asked."""

    @property
    def seeds(self) -> tuple[ReportId, ...]:
        """Return the reports that citations are followed from."""
        match self.choices.seeds:
            case Seeds.INCLUDED:
                return self.known.included
            case Seeds.NEXT:
                return self.known.next
            case Seeds.PICKED:
                return tuple(one for one in self.known.every if one in self.choices.picked)
            case Seeds.ALL:
                return self.known.every

    def part(self) -> Part:
        """Return the section."""
        now = self.choices
        rows = [
            self._line("seeds", "Seeds", f"{len(self.seeds):,} {now.seeds.value}", _SEEDS),
            self._line("direction", "Direction", DIRECTION_WORDS[now.directions], _DIRECTION),
            *map(self._index, self.known.reach.indexes),
            self._line("limit", "Citing works", self._limit(), _LIMIT),
            self._line("budget", "Requests", f"{now.budget:,} at most" if now.budget else "no limit", _BUDGET),
            self._line("again", "Asked before", "asked again" if now.again else "not asked again", _AGAIN),
            self._line("offline", "Network", "not used" if now.offline else "used", _NETWORK),
        ]
        return Part(self._sentence(), _COLUMNS, tuple(rows), frozenset({"⏎", "p"}))

    def _line(self, name: str, label: str, value: str, about: str) -> Line:
        return Line((label, value), partial(_words, label, about), Setting(name))

    def _index(self, one: ReachOfIndex) -> Line:
        asked = " and ".join(self.asked.get(one.key, ()))
        lacks = _lack(one, self.known.reach)
        value = "   ".join(filter(None, (f"{asked or 'not asked':<22}", lacks))).rstrip()
        return Line((one.name, value), partial(_index_words, one, self.known.reach), Setting("index", one.key))

    def _limit(self) -> str:
        most = f"{self.choices.limit:,} of one seed at most"
        return most if FORWARD in self.choices.directions else f"{most} (forward only)"

    def _sentence(self) -> str:
        number = len(self.seeds)
        if not number:
            return _NO_SEEDS[self.choices.seeds]
        if not self.asked:
            return "No index is chosen that could be asked in this direction."
        left = len(self.known.next)
        first = f"Citations of {counted(number, 'report')} can be followed"
        if self.choices.seeds is Seeds.INCLUDED and self.known.ledger.rows and left < number:
            first += f"; {left:,} were not followed yet" if left else ", and all were"
        return f"{first}. p looks them up and says what it would take; nothing else is asked yet."


_NO_SEEDS = {
    Seeds.INCLUDED: "No report is included at full text yet: ⏎ on Seeds picks others.",
    Seeds.NEXT: "Every report included at full text was followed: there is no next round.",
    Seeds.PICKED: "No seed is picked yet: ⏎ on Seeds picks some.",
    Seeds.ALL: "There are no reports yet.",
}
_SEEDS = (
    "Reports that citations are followed from. TARCiS advises all that are included at full text; those included "
    "later are the seeds of the next round."
)
_DIRECTION = (
    "Backward: what the seeds cite, by their reference lists (ancestry). Forward: what cites the seeds. Backward "
    "alone unless you say otherwise."
)
_LIMIT = (
    "Forward only: how many works that cite one seed are asked for at most. The plan says which seeds have more, and "
    "how many, before any is fetched. m sets it from the plan, too."
)
_BUDGET = (
    "How many requests one run may send. What was answered by then is kept; the next run goes on from there. Empty: "
    "no limit."
)
_AGAIN = (
    "What an index has answered in full is not asked again. For an update of the review it can be: new works cite "
    "the seeds by then. Answers are kept for the day, so that a run can still be stopped and goes on."
)
_NETWORK = "Not used: only what was answered before on this device counts, and nothing is sent."


def _words(label: str, about: str) -> Content:
    return lines([Content.styled(label, BOLD), Content(about)])


def _lack(one: ReachOfIndex, reach: Reach) -> str:
    if one.takes_key:
        return "" if one.has_key else "no key"
    return "" if reach.has_contact or one.key != "crossref" else "no e-mail address"


def _index_words(one: ReachOfIndex, reach: Reach) -> Content:
    ways = "references and citing works" if len(one.directions) > 1 else "references"
    parts: list[Content | str] = [Content.assemble((one.name, BOLD), (f"  knows {ways}; ⏎ asks it or not", DIM))]
    if one.takes_key and one.has_key:
        parts.append("Your key is used.")
    elif one.takes_key:
        parts.append(_WITHOUT.get(one.key, ""))
        parts.append(_how_to_give(f'{one.setting} = "…"', f"REVIEWKIT_{one.setting.upper()}", reach))
    else:
        parts.append(_FREE.get(one.key, ""))
    if not reach.has_contact and not one.takes_key:
        parts.append(_how_to_give('contact = "you@example.org"', "REVIEWKIT_CONTACT", reach))
    return lines(part for part in parts if part)


def _how_to_give(setting: str, variable: str, reach: Reach) -> Content:
    return Content.styled(f"Give it as {variable} in the environment, or as {setting} in {line(reach.file)}.", DIM)


def named(chosen: Chosen, index: str) -> tuple[str, ...]:
    """Return the indexes named once one of them was taken in or left out."""
    now = set(chosen.asked) ^ {index}
    return tuple(one.key for one in chosen.known.reach.indexes if one.key in now)


def asked_in(pairs: Sequence[tuple[str, Direction]]) -> dict[str, list[Direction]]:
    """Return the directions by index."""
    found: dict[str, list[Direction]] = {}
    for index, direction in pairs:
        found.setdefault(index, []).append(direction)
    return found
