"""The full texts that are sought: how it stands with each, taken in, opened, read, asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Access, short_id
from reviewkit.review import TakenIn
from reviewkit.text import folded, line
from reviewkit.tui import keys
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.opening import read_full_text, show_references, view_full_text
from reviewkit.tui.screens.reading import ReadingScreen, Text
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import ACCESSES, DIM, authors, counted, cut, padded, title

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.review import Counts, Review, Unmatched, Wanted

OUT = "data/out/worklist.csv"
_WIDE, _NORMAL, _NARROW = (0, 20, 5, 14, 11, 24, 5), (0, 0, 5, 14, 11, 0, 5), (0, 0, 0, 14, 0, 0, 0)
"""Columns of a line; 0: the title takes what is left, and others are not shown."""
_ACCESS = tuple(Access)
_FILTERS = ("", "open", *ACCESSES.values(), "no file here")


class FullTextsScreen(Framed):
    """A list of the reports whose full text is sought."""

    PLACE = "fulltexts"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("fulltexts")]

    def __init__(self, review: Review) -> None:
        """List what reached the full text."""
        super().__init__(review)
        self._all: list[Wanted] = []
        self._rows: list[Wanted] = []
        self._counts: Counts | None = None
        self._only = ""
        self._words = ""
        self._left: list[Unmatched] = []
        self._then = ""

    def body(self) -> ComposeResult:
        """Yield the filter in words, the columns, the list."""
        yield Static(id="filter")
        yield Static(id="columns")
        yield Listing(self._line, id="list")

    def begin(self) -> None:
        """Read the reports."""
        super().begin()
        self._look("Looking at the full texts …")

    def _look(self, sentence: str = "", then: str = "") -> None:
        """Read the list anew under a sentence; `then` is said once it is there."""
        self._then = then
        self.slowly(sentence or then, self._looked)

    def _looked(self) -> tuple[list[Wanted], Counts]:
        rows = self.review.full_texts.rows()
        return rows, self.review.full_texts.status(rows)

    def finished(self, result: object) -> None:
        """Show the rows that were found, or what was taken in."""
        if isinstance(result, TakenIn):
            self._taken_in(result)
        elif isinstance(result, tuple):
            self._all, self._counts = result
            self._filter()
            self.say(self._then)

    def folder_changed(self) -> None:
        """Look at them anew."""
        self._look()

    # ---------------------------------------------------------------------------------------------- showing

    def _filter(self) -> None:
        listing = self.query_one(Listing)
        before = self._rows[listing.cursor].report.id if listing.cursor < len(self._rows) else None
        self._rows = [row for row in self._all if self._admits(row)]
        at = next((number for number, row in enumerate(self._rows) if row.report.id == before), 0)
        listing.show(len(self._rows), at)
        self._show()

    def _admits(self, row: Wanted) -> bool:
        record = row.record
        hay = folded(f"{record.title} {' '.join(record.authors)} {record.journal} {record.year or ''}")
        of_words = all(word in hay for word in folded(self._words).split())
        return of_words and (
            not self._only or (not row.here if self._only == _FILTERS[-1] else row.status == self._only)
        )

    def paint(self) -> None:
        """Show heading and filter."""
        self._show()

    def _show(self) -> None:
        self.head("Full texts", counted(len(self._rows), "report"))
        self.show("#filter", Content.styled(self._sentence(), DIM))
        head = _columns(self.size.width - 5, "title", "authors", "year", "full text", "since", "why", "file")
        self.show("#columns", Content.styled(f"  {head}", DIM))

    def _sentence(self) -> str:
        parts = [f"“{line(self._words)}”" if self._words.strip() else "", self._only]
        only = f"Only {', '.join(part for part in parts if part)}. " if any(parts) else ""
        if self._counts is None:
            return only
        found = self._counts
        return (
            f"{only}{found.sought} sought: {found.retrieved} retrieved, {found.awaiting} awaiting, "
            f"{found.not_retrieved} not retrieved, {found.unsaid} open. {found.here} here."
        )

    def on_resize(self) -> None:
        """Lay out the columns anew."""
        self._show()

    def _line(self, number: int, width: int) -> str:
        row = self._rows[number]
        record = row.record
        file = "here" if row.here else "away" if row.files else ""
        together = f"[study {row.study}] " if row.study else ""
        return _columns(
            width,
            f"{together}{title(record)}",
            authors(record, most=2),
            str(record.year or ""),
            row.status,
            row.date,
            cut(line(row.reason), 60),
            file,
        )

    # ---------------------------------------------------------------------------------------------- moving

    @property
    def _current(self) -> Wanted | None:
        cursor = self.query_one(Listing).cursor
        return self._rows[cursor] if cursor < len(self._rows) else None

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

    def action_find(self) -> None:
        """Ask for words to look for."""
        about = "Each word has to stand in title, authors, journal or year; nothing: all."
        self.app.push_screen(Ask("Find reports", self._words, about), self._find)

    def _find(self, words: str | None) -> None:
        if words is not None:
            self._words = words
            self._filter()

    def action_cycle(self) -> None:
        """Go on to the next status; after the last, all."""
        self._only = _FILTERS[(_FILTERS.index(self._only) + 1) % len(_FILTERS)]
        self._filter()

    # ---------------------------------------------------------------------------------------------- how it stands

    def action_access(self) -> None:
        """Ask whether the full text could be had."""
        row = self._current
        if row is not None:
            choices = [Choice(ACCESSES[one], "so it stands" if row.access is one else "") for one in _ACCESS]
            question = Choose("The full text of this report is", choices, cut(title(row.record), 200))
            self.app.push_screen(question, partial(self._ask_reason, row))

    def _ask_reason(self, row: Wanted, number: int | None) -> None:
        if number is None:
            return
        access = _ACCESS[number - 1]
        if access is Access.RETRIEVED:
            self._set(row, access, "")
            return
        ask = Ask(f"{ACCESSES[access].capitalize()}: why? (may be empty)", row.reason)
        self.app.push_screen(ask, lambda why: self._set(row, access, why) if why is not None else None)

    def _set(self, row: Wanted, access: Access, reason: str) -> None:
        if self.tried(lambda: self.review.screening.set_access(row.report.id, access, reason)):
            self._look(then=f"{cut(title(row.record), 40)}: {ACCESSES[access]}.")

    def action_undo(self) -> None:
        """Take back the last thing done on this device."""
        undone = self.attempt(self.taken_back)
        if undone is not None:
            self._look(then=f"Taken back: {act(undone[0].body)}.")

    def action_study(self) -> None:
        """Ask for another report of the same study, and put the two together."""
        row = self._current
        if row is not None:
            about = f"{cut(title(row.record), 160)} · by id, DOI or words of its title; one in the study: taken out."
            self.app.push_screen(Ask("Of one study with which report?", "", about), partial(self._link, row))

    def _link(self, row: Wanted, name: str | None) -> None:
        if name and name.strip():
            said = self.attempt(lambda: self._linked(row, name))
            if said is not None:
                self._look(then=said)

    def _linked(self, row: Wanted, name: str) -> str:
        studies, other = self.review.studies, self.review.reports.find(name)
        if studies.link(row.report.id, other) is None:
            studies.unlink(row.report.id, other)
            return "They are studies of their own again."
        return f"One study in {counted(len(studies.of(other).reports), 'report')}."

    # ---------------------------------------------------------------------------------------------- files

    def action_take_in(self) -> None:
        """Find the reports of the files in the drop folder."""
        self.review.session.acting()
        self.stoppably(
            "Reading the files in data/fulltext/ …",
            lambda told: self.review.full_texts.take_in(told=told),
            "What was read is taken in.",
        )

    def _taken_in(self, found: TakenIn) -> None:
        self._left = [one for one in found.unmatched if one.candidates]
        unknown = [one.name for one in found.unmatched if not one.candidates]
        left = f" Whose is {line(unknown[0])}?" if unknown else ""
        more = f" And {len(unknown) - 1} more." if len(unknown) > 1 else ""
        stopped = f"Stopped: {counted(found.unread, 'file')} not read. " if found.unread else ""
        which = f" {counted(len(self._left), 'file')} to ask about." if self._left else ""
        taken = f"{counted(len(found.matched), 'file')} taken in, {found.known} known before."
        self._look(then=f"{stopped}{taken}{which}{left}{more}")
        self._ask_which()

    def _ask_which(self) -> None:
        """Ask of the next file whose it is."""
        if self._left:
            file = self._left.pop(0)
            choices = [
                Choice(cut(line(one.title), 48), f"{one.year or 'n.d.'} {short_id(one.report)}")
                for one in file.candidates
            ]
            question = Choose(
                "Which report is this file of?", [*choices, Choice("None of these")], cut(line(file.name), 200)
            )
            self.app.push_screen(question, partial(self._say_which, file))

    def _say_which(self, file: Unmatched, number: int | None) -> None:
        if number is not None and number <= len(file.candidates):
            report = file.candidates[number - 1].report
            texts = self.review.full_texts
            self.tried(lambda: texts.attach(report, texts.folder / file.name))
            self._look()
        self._ask_which()

    def action_attach(self) -> None:
        """Ask for a file and put it to the report."""
        row = self._current
        if row is not None:
            about = f"A path, or a name in data/fulltext/. It is copied there. {cut(title(row.record), 160)}"
            self.app.push_screen(Ask("Attach which file?", "", about), partial(self._attach_to, row))

    def _attach_to(self, row: Wanted, answer: str | None) -> None:
        if answer and answer.strip():
            texts = self.review.full_texts
            path = Path(answer.strip()).expanduser()
            given = path if path.is_absolute() else texts.folder / path
            found = self.attempt(lambda: texts.attach(row.report.id, given))
            if found is not None:
                self._look(then=f"Attached: {line(found.name)}")

    @on(Listing.Chosen)
    def action_read(self) -> None:
        """Read the text in the terminal."""
        if self._current is not None:
            read_full_text(self, self._current.report.id, title(self._current.record))

    def action_viewer(self) -> None:
        """Open the file in the system's viewer."""
        if self._current is not None:
            view_full_text(self, self._current.report.id)

    def action_references(self) -> None:
        """Show what the report under the cursor cites."""
        if self._current is not None:
            show_references(self, self._current.report.id, self._look)

    # ---------------------------------------------------------------------------------------------- for others

    def action_letter(self) -> None:
        """Write a letter to the author and show it."""
        row = self._current
        if row is not None:
            written = self.attempt(lambda: self.review.full_texts.write_letter(row.report.id))
            if written is not None:
                text, path = written
                said = f"Written to data/out/letters/{line(path.name)}"
                self.app.push_screen(
                    ReadingScreen(self.review, Text("A letter to the author", [text], said, marked=False))
                )

    def action_export(self) -> None:
        """Ask where to and write the work list."""
        about = "What is not retrieved yet, for a library: DOI, title, journal, ISSN, pages, link."
        self.app.push_screen(Ask("Write the work list to", OUT, about), self._export)

    def _export(self, answer: str | None) -> None:
        if answer and answer.strip():
            path = self.review.session.folder / Path(answer.strip()).expanduser()
            self.slowly(
                f"Writing {line(path.name)} …",
                lambda: self.review.full_texts.worklist_csv(path),
                lambda written: self.say(f"{counted(written, 'report')} written to {line(answer)}"),
            )


def _columns(width: int, *texts: str) -> str:
    """Return the columns of a line; what does not fit goes from the middle of the line first."""
    sizes = list(_WIDE if width >= 110 else _NORMAL if width >= 68 else _NARROW)
    sizes[0] = max(12, width - sum(sizes))
    return "".join(padded(text, size - 1) + " " for text, size in zip(texts, sizes, strict=True) if size)
