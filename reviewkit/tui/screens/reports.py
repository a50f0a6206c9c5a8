"""All reports, or those behind a number: found, filtered, opened, written to a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Fillable, Route, Stage, Status, Verdict
from reviewkit.review import Filter
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.opening import show_references
from reviewkit.tui.screens.sheets import screen_at
from reviewkit.tui.screens.writing import Write
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, STATUSES, VERDICTS, authors, counted, cut, padded, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId, ReportId
    from reviewkit.review import ReportRow, Review

_T = TypeVar("_T")
OUT = "data/out/reports.csv"
_STAGES = {Stage.TITLE_ABSTRACT: "title/abstract", Stage.FULL_TEXT: "full text", Stage.QUALITY: "quality"}
_WIDE, _NORMAL, _NARROW = (0, 24, 5, 15, 14, 8), (0, 0, 5, 15, 14, 8), (0, 0, 0, 0, 14, 8)
"""Columns of a line; 0: the title takes what is left, and others are not shown."""
_OWN = ("", "none", *(verdict.value for verdict in Verdict))


class ReportsScreen(Framed):
    """A list of reports, as the acting reviewer may see them."""

    PLACE = "reports"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("reports")]

    def __init__(
        self,
        review: Review,
        wanted: Filter,
        *,
        kept: Mapping[RecordId, str] | None = None,
        heading: str = "All reports",
    ) -> None:
        """List what a filter admits; `kept` names the reports to list, each with a word on why it is there."""
        super().__init__(review)
        self._wanted = wanted
        self._kept = kept
        self._heading = heading
        self._rows: list[ReportRow] = []
        self.export_at_once = False
        """Ask where to write the list as soon as it is there."""
        self.find_at_once = False
        """Ask for words to look for as soon as the list is there."""
        self._looked_for = False
        """The list comes of words typed just now: if they fit one report, that is meant."""

    def body(self) -> ComposeResult:
        """Yield the filter in words, the columns, the list."""
        yield Static(id="filter")
        yield Static(id="columns")
        yield Listing(self._line, id="list")

    def begin(self) -> None:
        """Read the reports, which takes a while the first time if they are many."""
        super().begin()
        self._look("Reading the reports …")

    def _look(self, sentence: str = "") -> None:
        wanted = self._wanted
        self.slowly(sentence, lambda: self.review.reports.rows(wanted))

    def finished(self, result: object) -> None:
        """Show the rows that were found, the cursor on the report where it was."""
        listing = self.query_one(Listing)
        before = self._rows[listing.cursor].report.id if listing.cursor < len(self._rows) else None
        self._rows = [row for row in result if self._belongs(row)] if isinstance(result, list) else []
        at = next((number for number, row in enumerate(self._rows) if row.report.id == before), 0)
        listing.show(len(self._rows), at)
        self._show()
        if self.export_at_once:
            self.export_at_once = False
            self.action_export()
        elif self.find_at_once:
            self.find_at_once = False
            self.action_find()
        elif self._looked_for:
            self._looked_for = False
            self._tell_found()

    def _tell_found(self) -> None:
        if len(self._rows) == 1:
            self.tried(self.action_open)
        elif not self._rows:
            self.say("No report has all these words; 0 shows all again.")

    def _belongs(self, row: ReportRow) -> bool:
        return self._kept is None or row.report.kept in self._kept

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show heading and filter."""
        self._show()

    def folder_changed(self) -> None:
        """Read the reports anew."""
        self._look()

    def _show(self) -> None:
        self.head(self._heading, counted(len(self._rows), "report"))
        nothing = "No filter" if self._kept is None else "All of them"
        self.show("#filter", Content.styled(filter_words(self._wanted) or nothing, DIM))
        width = self.size.width - 5
        head = _columns(width, "title", "authors", "year", "stage", "stands", "you")
        self.show("#columns", Content.styled(f"  {head}", DIM))

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._show()

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        own = VERDICTS[row.own.verdict] if row.own is not None else ""
        status = self._kept.get(row.report.kept, "") if self._kept is not None else ""
        record = row.record
        return _columns(
            width,
            title(record),
            authors(record, most=2),
            str(record.year or ""),
            _STAGES[row.stage],
            status or STATUSES[row.status],
            own,
        )

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
        self.query_one(Listing).cursor += direction * len(self._rows)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Open the report under the cursor at the stage that it has reached."""
        cursor = self.query_one(Listing).cursor
        if cursor < len(self._rows):
            row = self._rows[cursor]
            self.review.session.acting()
            screen = screen_at(self.review, row.stage, row.report.id)
            self.app.push_screen(screen, lambda _: self._look())  # a decision may have been changed

    def action_records(self) -> None:
        """Show the records of the report under the cursor."""
        from reviewkit.tui.screens.group import GroupScreen

        cursor = self.query_one(Listing).cursor
        if cursor < len(self._rows):
            self.review.session.acting()
            screen = GroupScreen(self.review, self._rows[cursor].report.id)
            self.app.push_screen(screen, lambda _: self._look())

    def action_references(self) -> None:
        """Show what the report under the cursor cites."""
        cursor = self.query_one(Listing).cursor
        if cursor < len(self._rows):
            show_references(self, self._rows[cursor].report.id, self._look)

    def action_lacking(self) -> None:
        """List only what lacks an abstract, or all again."""
        lacks = None if self._wanted.lacks is not None else Fillable.ABSTRACT
        self._filter(replace(self._wanted, lacks=lacks))

    def action_abstract(self) -> None:
        """Ask for the abstract of the report under the cursor, if it has none."""
        cursor = self.query_one(Listing).cursor
        if cursor >= len(self._rows):
            return
        record, report = self._rows[cursor].record, self._rows[cursor].report.id
        if record.abstract.strip():
            self.say("This report has an abstract; only what all its records leave empty is filled in.")
            return
        self.review.session.acting()
        about = f"{cut(title(record), 160)} · It shows to all, with who put it in."
        self.app.push_screen(Write("Abstract", "", about), lambda text: self._fill(report, text))

    def _fill(self, report: ReportId, text: str | None) -> None:
        if (
            text is not None
            and text.strip()
            and self.tried(lambda: self.review.filling.fill(report, Fillable.ABSTRACT, [text]))
        ):
            self._look("Abstract filled in.")

    def action_find(self) -> None:
        """Ask for words to look for."""
        about = "Parts of title, authors, journal or year; the only report that fits is opened. Nothing: all."
        self.app.push_screen(Ask("Find reports", self._wanted.text, about), self._find)

    def _find(self, text: str | None) -> None:
        if text is not None:
            self._looked_for = bool(text.strip())
            self._filter(replace(self._wanted, text=text))

    def action_cycle(self, name: str) -> None:
        """Go on to the next value of a filter; after the last, none."""
        wanted = self._wanted
        match name:
            case "stage":
                self._filter(replace(wanted, stage=_next((None, *Stage), wanted.stage)))
            case "status":
                self._filter(replace(wanted, status=_next((None, *Status), wanted.status)))
            case "own":
                self._filter(replace(wanted, own=_next(_OWN, wanted.own)))
            case "reason":
                self._filter(replace(wanted, reason=_next(("", *self._reasons()), wanted.reason)))
            case "tag":
                tags = list(self.review.screening.tags_used())
                self._filter(replace(wanted, tag=_next(("", *tags), wanted.tag)))
                if not tags:
                    self.say("You have put no tags on reports yet; t does while screening.")
            case _:
                self._filter(replace(wanted, route=_next((None, *Route), wanted.route)))

    def _reasons(self) -> list[str]:
        stages = [wanted] if (wanted := self._wanted.stage) is not None else list(Stage)
        return list(dict.fromkeys(one.id for stage in stages for one in self.review.screening.criteria(stage)))

    def action_clear(self) -> None:
        """Show all."""
        self._filter(Filter())

    def _filter(self, wanted: Filter) -> None:
        self._wanted = wanted
        self._show()
        self._look()

    def action_export(self) -> None:
        """Ask where to and write the list."""
        ask = Ask(
            f"Write {counted(len(self._rows), 'report')} to",
            OUT,
            filter_words(self._wanted),
        )
        self.app.push_screen(ask, self._export)

    def _export(self, answer: str | None) -> None:
        if answer and answer.strip():
            path = self.review.session.folder / Path(answer.strip()).expanduser()
            ids = [row.report.kept for row in self._rows]
            self.slowly(
                f"Writing {line(path.name)} …",
                lambda: self.review.exporting.write_records(path, ids),
                lambda written: self.say(f"{counted(written, 'report')} written to {line(answer)}"),
            )


def _next(values: Sequence[_T], now: _T) -> _T:
    return values[(values.index(now) + 1) % len(values)] if now in values else values[0]


def filter_words(wanted: Filter) -> str:
    """Return a filter in words; nothing if it admits all."""
    parts = [
        f"“{line(wanted.text)}”" if wanted.text.strip() else "",
        f"at {wanted.stage.words}" if wanted.stage else "",
        STATUSES[wanted.status] if wanted.status else "",
        f"own: {wanted.own}" if wanted.own else "",
        f"reason: {line(wanted.reason)}" if wanted.reason else "",
        f"route: {wanted.route}" if wanted.route else "",
        f"tag: {line(wanted.tag)}" if wanted.tag else "",
        f"without {wanted.lacks}" if wanted.lacks else "",
    ]
    return "Only " + ", ".join(part for part in parts if part) if any(parts) else ""


def _columns(width: int, *texts: str) -> str:
    """Return the columns of a line; what does not fit goes from the middle of the line first."""
    sizes = list(_WIDE if width >= 100 else _NORMAL if width >= 68 else _NARROW)
    sizes[0] = max(12, width - sum(sizes))
    return "".join(padded(text, size - 1) + " " for text, size in zip(texts, sizes, strict=True) if size)
