"""The records of one report: where they differ, one split out, another report joined. At any time.

The thing a reader would get wrong: what is in view is the report of one record, whichever report that is by now; so a
split, a join, an undo or news from a colleague show at once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import short_id
from reviewkit.review import ReportRow
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.duplicates import against_words
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.widgets.pair import compared
from reviewkit.tui.words import BOLD, DIM, authors, counted, cut, lines, padded, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId, ReportId
    from reviewkit.review import Group, Member, Regrouped, Review

_MOST = 30
"""Reports that are offered for a join; with more, another word is quicker."""
_LOW = 16
"""Lines below which the title is the heading."""
_SHARE = 3
"""The list takes up to one part in so many of the screen."""


class GroupScreen(Framed):
    """A list of records, and below it the one under the cursor beside what all say together."""

    PLACE = "group"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("group")]

    def __init__(self, review: Review, record: RecordId | ReportId) -> None:
        """Show the report of a record."""
        super().__init__(review)
        self._record = record
        self._group: Group | None = None
        self._whole = False

    def body(self) -> ComposeResult:
        """Yield the title, the records, and one of them in full."""
        yield Static(id="step")
        yield Listing(self._line, id="list")
        with VerticalScroll(id="words", classes="open", can_focus=False):
            yield Static(id="pair")

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the report as it is now, the cursor on the record where it was."""
        listing = self.query_one(Listing)
        before = self._member.record.id if self._member is not None else self._record
        self._group = self.attempt(lambda: self.review.groups.view(self.review.reports.find(self._record)))
        members = self._members
        at = next((number for number, one in enumerate(members) if one.record.id == before), 0)
        listing.styles.height = max(1, min(len(members), self.size.height // _SHARE))
        listing.show(len(members), at)
        self._show()

    @property
    def _members(self) -> Sequence[Member]:
        return self._group.members if self._group is not None else ()

    @property
    def _member(self) -> Member | None:
        """Return the record under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._members[cursor] if cursor < len(self._members) else None

    def _show(self) -> None:
        found, member = self._group, self._member
        self.head("Records of a report", counted(len(self._members), "record"))
        if found is None or member is None:
            self.show("#step", "")
            self.show("#pair", "")
            return
        self.query_one(KeyLine).hidden = frozenset("x" if len(found.members) == 1 else "")
        low = self.size.height < _LOW
        if low:
            self.head(title(found.record), counted(len(self._members), "record"))
        self.query_one("#step").display = not low
        self.show("#step", Content.styled(title(found.record), BOLD))
        number = self.query_one(Listing).cursor + 1
        both = compared(
            replace(found.record, unmapped=_unmapped(found)) if self._whole else found.record,
            member.record,
            min(170, self.size.width - 5),
            heads=("all records together", f"record {number}, {member.search}"),
            notes=self._origins(found),
            whole=self._whole,
        )
        links = [Content.styled(f"also {line(one)}", DIM) for one in found.links[1:]]
        why = [Content.styled(f"{number} is here {line(member.why)}", DIM)] if member.why else []
        self.show("#pair", lines([*why, both, *links]))

    def _origins(self, found: Group) -> dict[str, str]:
        """Return behind which value to say which records state it; nothing where all do."""
        numbers = {one.record.id: str(number) for number, one in enumerate(found.members, 1)}
        stated = {
            name: f"(from {', '.join(sorted(numbers[one] for one in stating))})"
            for name, stating in found.origins.items()
            if len(stating) < len(numbers)
        }
        return stated | {one.field.value: f"(filled in, {line(one.source)})" for one in found.filled}

    def _line(self, number: int, width: int) -> str:
        member = self._members[number]
        record = member.record
        source = ", ".join(dict.fromkeys(part for part in (line(member.search), line(record.database)) if part))
        parts = [f"{number + 1:>2} {padded(short_id(record.id), 15)}", padded(source, max(10, width // 4))]
        return f"{' '.join(parts)} {record.year or '    '} {cut(authors(record), 24)}  {title(record)}"

    def on_resize(self) -> None:
        """Give list and columns the room there is."""
        if self._group is not None:
            self.paint()

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor to another record."""
        self.query_one(Listing).cursor += direction
        self._show()
        self.query_one("#words").scroll_home(animate=False)

    def on_listing_chosen(self) -> None:
        """Show the record that was clicked."""
        self._show()

    def action_page(self, direction: int) -> None:
        """Scroll by a page."""
        self.below(self.query_one("#words"), direction, page=True)

    def action_open(self) -> None:
        """Show all that the exports hold, or what is compared."""
        self._whole = not self._whole
        self._show()

    def action_split(self) -> None:
        """Split the record under the cursor out of the report."""
        member = self._member
        if member is None:
            return
        done = self.review.groups.split(member.record.id)
        self._record = done.reports[0]
        self.paint()
        self.say(f"Split out{_waiting(done)}: {cut(title(member.record), 60)}")

    def action_join(self) -> None:
        """Ask for words of another report."""
        about = "Parts of title, authors, journal or year of the report that is the same paper."
        self.app.push_screen(Ask("Join with which report?", "", about), self._look_for)

    def _look_for(self, text: str | None) -> None:
        if text and text.strip() and self._group is not None:
            report = self._group.report.id
            self.slowly("Looking …", lambda: self.review.groups.candidates(report, text))

    def finished(self, result: object) -> None:
        """Let one of the reports found be chosen."""
        rows = [row for row in result if isinstance(row, ReportRow)] if isinstance(result, list) else []
        if not rows:
            self.say("No other report has all these words.")
            return
        more = f"{len(rows) - _MOST} more: another word is quicker." if len(rows) > _MOST else ""
        choices = [Choice(cut(title(row.record), 48), _source(row)) for row in rows[:_MOST]]
        self.app.push_screen(Choose("Which one is the same paper?", choices, more), partial(self._join, rows))

    def _join(self, rows: Sequence[ReportRow], number: int | None) -> None:
        found = self._group
        if number is None or found is None:
            return
        other = rows[number - 1]
        done = self.attempt(lambda: self.review.groups.join(found.report.id, other.report.id))
        if done is None:
            return
        self._record = self._record if done.against else done.reports[0]
        self.paint()
        if done.against:
            self.say(f"Not followed: {against_words(done.against)}.")
        else:
            self.say(f"Joined{_waiting(done)}: {cut(title(other.record), 60)}")

    def action_undo(self) -> None:
        """Take back the last act."""
        undone = self.taken_back()
        if undone is not None:
            self.paint()
            self.say(f"Taken back: {act(undone[0].body)}.")


def _unmapped(found: Group) -> tuple[tuple[str, str], ...]:
    """Return what the records say in fields that no field of ours holds, each value once."""
    return tuple(dict.fromkeys(said for member in found.members for said in member.record.unmapped))


def _waiting(done: Regrouped) -> str:
    """Return what has to be decided now."""
    if not done.waiting:
        return ""
    if len(done.reports) == 1:
        return ", it waits for you"
    if len(done.waiting) == 1:
        return f", the {'rest' if done.waiting[0] == done.reports[0] else 'record'} waits for you"
    return ", both wait for you"


def _source(row: ReportRow) -> str:
    return f"{cut(authors(row.record, most=1), 20)} {row.record.year or ''} {short_id(row.report.id)}"
