"""What was done, the last first: one's own acts here one by one, everything else as so many a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on

from reviewkit.model import Appraisal, Decision, Resolution, Settled, Stage
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.acts import act
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import counted, cut, day_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Event
    from reviewkit.review import Done, Review

_WINDOW = 500
_KINDS = {
    "decision": ("decided on {}", "report", "reports"),
    "resolution": ("settled {}", "conflict", "conflicts"),
    "passed_on": ("passed on {}", "conflict", "conflicts"),
    "retrieval": ("looked for {}", "full text", "full texts"),
    "fulltext": ("attached files to {}", "report", "reports"),
    "study": ("put together {}", "report", "reports"),
    "search": ("described {}", "search", "searches"),
    "import": ("imported {}", "file", "files"),
    "pilot": ("drew {}", "pilot round", "pilot rounds"),
    "ruling": ("made {}", "ruling", "rulings"),
    "removal": ("ran {}", "rule", "rules"),
    "repair": ("repaired {}", "entry", "entries"),
    "appraisal": ("rated {}", "study", "studies"),
    "settled": ("settled the appraisal of {}", "study", "studies"),
    "filling": ("filled in fields of {}", "report", "reports"),
    "seed_searched": ("followed the citations of {}", "report", "reports"),
    "stopping": ("stopped {}", "stage", "stages"),
    "coding": ("coded {}", "study", "studies"),
    "reconciled": ("settled the coding of {}", "study", "studies"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal: a day, how much somebody did on it, or one own act."""

    text: str
    event: Event | None = None


class JournalScreen(Framed):
    """The journal of all, as far as each may see it."""

    PLACE = "journal"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("journal")]

    def __init__(self, review: Review) -> None:
        """Show what was done in a review."""
        super().__init__(review)
        self._most = _WINDOW
        self._lines: list[Line] = []
        self._titles: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Yield the list."""
        yield Listing(self._line, id="list")

    def begin(self) -> None:
        """Read the journal."""
        super().begin()
        self._look()

    def _look(self) -> None:
        most = self._most
        self.slowly("Reading the journal …", lambda: (self.review.journal.own(most), self.review.journal.days()))

    def folder_changed(self) -> None:
        """Read it anew."""
        self._look()

    def finished(self, result: object) -> None:
        """Show what was read."""
        if isinstance(result, tuple):
            own, days = result
            self._lines = journal_lines(own, days, self.review.session.reviewer)
            listing = self.query_one(Listing)
            listing.show(len(self._lines), listing.cursor)
            more = len(own) == self._most
            self.head("Journal", f"times in UTC    {f'your last {len(own):,} acts here' if more else ''}".rstrip())
            self.query_one(KeyLine).hidden = frozenset() if more else frozenset("m")
            if more:
                self.say("m reads further back.")

    def paint(self) -> None:
        """Say where we are."""
        self.head("Journal")

    def _line(self, number: int, width: int) -> str:
        one = self._lines[number]
        if one.event is None:
            return cut(one.text, width)
        about = self._about(one.event)
        return cut(f"{one.text}{f': {about}' if about else ''}", width)

    def _about(self, event: Event) -> str:
        """Return the title of the report that an act was about; only of those in view, each once."""
        if event.subject not in self._titles:
            found = self.review.journal.report(event)
            self._titles[event.subject] = line(found[1]) if found is not None else ""
        return self._titles[event.subject]

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        listing = self.query_one(Listing)
        listing.cursor += direction * listing.page

    def action_end(self, direction: int) -> None:
        """Move the cursor to the first or last line."""
        self.query_one(Listing).cursor += direction * len(self._lines)

    def action_more(self) -> None:
        """Read further back."""
        self._most *= 4
        self._look()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Open the report that an own act was about."""
        cursor = self.query_one(Listing).cursor
        event = self._lines[cursor].event if cursor < len(self._lines) else None
        found = self.review.journal.report(event) if event is not None else None
        if found is None:
            self.say("This line is about no single report of yours.")
            return
        from reviewkit.tui.screens.sheets import screen_at

        body = event.body if event is not None else None
        at = self.review.reports.stage(found[0])
        if isinstance(body, Decision | Resolution):
            at = body.stage
        elif isinstance(body, Appraisal | Settled):
            at = Stage.QUALITY
        self.app.push_screen(screen_at(self.review, at, found[0]))


def journal_lines(own: Sequence[Event], days: Sequence[Done], reviewer: str | None) -> list[Line]:
    """Return the lines of the journal: below each day (UTC) how much the others did, then one's own acts."""
    by_day: dict[str, list[Line]] = {}
    for done in days:
        if not (done.reviewer == reviewer and done.here):
            who = "you, on another device" if done.reviewer == reviewer else line(done.reviewer)
            by_day.setdefault(done.day, []).append(Line(f"  {who}: {_amount(done)}"))
    for event in own:
        time = f"{event.time[11:16]:<5}"
        by_day.setdefault(event.time[:10], []).append(Line(f"  {time}  {act(event.body)}", event))
    found: list[Line] = []
    for day in sorted(by_day, reverse=True):
        found += [Line(day_words(day)), *by_day[day]]
    return found


def _amount(done: Done) -> str:
    parts = [
        words.format(counted(done.counts[kind], one, several))
        for kind, (words, one, several) in _KINDS.items()
        if kind in done.counts
    ]
    return ", ".join(parts)
