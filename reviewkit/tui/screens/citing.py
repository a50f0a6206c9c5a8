"""Citation searching: choose, see what it would take, ask, and what came; four sections of one screen.

The thing a reader would get wrong: a run that ended in any way leaves its plan behind, and `s` looks the same seeds up
once more before it asks, which costs nothing, so that only what is missing is asked for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Stage
from reviewkit.review import Filter
from reviewkit.tui import keys
from reviewkit.tui.citing import account, reading
from reviewkit.tui.citing.asking import NO_PLAN, Asking, Key
from reviewkit.tui.citing.choices import Choices, Chosen, Known, Setting, asked_in, named
from reviewkit.tui.citing.table import Line, Part, heads, laid
from reviewkit.tui.screens.citing_choices import answers
from reviewkit.tui.screens.differing import Heads
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reports import ReportsScreen
from reviewkit.tui.screens.screening import ScreeningScreen
from reviewkit.tui.screens.sheets import screen_at
from reviewkit.tui.widgets.lines import KeyLine, section_names
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import BOLD, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import ReportId, Told
    from reviewkit.review import CameOfRun, Progress, Review

SECTIONS = ("Search", "Plan", "Rounds", "Ledger")
_SEARCH, _PLAN, _ROUNDS, _LEDGER = range(len(SECTIONS))
_EVERY = frozenset("⏎pscrltom")
"""Labels of the keys that do something in some sections only."""
_LOW = 16
"""Lines below which the words on a line show only when it is opened."""
_KEPT = "What was answered is kept; s goes on from there and asks nothing twice."


class CitingScreen(Framed):
    """The sections, one at a time: where we are in a sentence, a list, and the words on the line under the cursor."""

    PLACE = "citing"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("citing")]

    def __init__(self, review: Review) -> None:
        """Show the choices first."""
        super().__init__(review)
        self._at = _SEARCH
        self._cursors = [0] * len(SECTIONS)
        self._known: Known | None = None
        self._choices = Choices()
        self._asking: Asking | None = None
        self._ran = False
        """The plan was run, to its end or not, so that seeds have to be looked up anew before it is run again."""
        self._only_open = False
        self._open = False
        self._away = False
        """A screen lies on this one on which seeds and reports may change."""
        self._part = Part("")

    def body(self) -> ComposeResult:
        """Yield the names of the sections, the sentence, the list and the words below it."""
        yield Static(id="sections")
        yield Static(id="step")
        with Container(id="sheet"):
            with Vertical(id="listed"):
                yield Heads(lambda width: heads(self._part.columns, width))
                yield Listing(self._line, alarm=self._alarm, id="list")
            with VerticalScroll(id="words", can_focus=False):
                yield Static(id="thing")

    def begin(self) -> None:
        """Read how it stands."""
        super().begin()
        self._look("Reading the citations …")

    def _look(self, sentence: str = "") -> None:
        self.slowly(sentence, lambda: reading.known(self.review), self._seen)

    def _seen(self, found: Known) -> None:
        self._known = found
        self.paint()

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the section in view as it is now."""
        self._part = self._section()
        part, listing = self._part, self.query_one(Listing)
        low = self.size.height < _LOW
        self.head("Citation searching")
        self.show("#sections", section_names(SECTIONS, self._at, self.size.width - 4))
        self.show("#step", Content.styled(part.sentence, BOLD))
        self.query_one("#step").display = not low and not self._open
        if low and not self.at_work:
            self.say(part.sentence)
        columns = self.query_one(Heads)
        columns.display = self._at != _SEARCH and not low
        columns.refresh()
        self.query_one("#listed").display = bool(part.lines) and not self._open
        listing.show(len(part.lines), self._cursors[self._at])
        self._show_line()

    def _section(self) -> Part:
        if self._known is None:
            return Part("")
        match self._at:
            case 0:
                return self._chosen(self._known).part()
            case 1:
                return self._asking.part() if self._asking is not None else NO_PLAN
            case 2:
                return account.rounds(self._known)
            case _:
                return account.ledger(self._known, only_open=self._only_open)

    def _show_line(self) -> None:
        row, low = self._row, self.size.height < _LOW
        words = self.query_one("#words")
        words.display = row is not None and (self._open or not low)
        words.set_class(self._open, "alone")
        whole: list[Content | str] = [Content(self._part.sentence), ""] if self._open and low else []
        self.show("#thing", lines([*whole, row.words()]) if row is not None else "")
        able = self._part.keys - (frozenset() if row is not None and row.seed is not None else {"r", "l"})
        self.query_one(KeyLine).hidden = _EVERY - able

    def _line(self, number: int, width: int) -> str:
        return laid(self._part.columns, self._part.lines[number].cells, width)

    def _alarm(self, number: int) -> int:
        return self._part.lines[number].alarm

    @property
    def _row(self) -> Line | None:
        """Return the line under the cursor."""
        cursor = self.query_one(Listing).cursor
        return self._part.lines[cursor] if cursor < len(self._part.lines) else None

    def _chosen(self, found: Known) -> Chosen:
        now = self._choices
        asked = self.review.citing.asked(now.named or (), now.directions) if now.named != () else []
        return Chosen(now, found, asked_in(asked))

    def folder_changed(self) -> None:
        """Read it anew."""
        self._look()

    def uncovered(self) -> None:
        """Read it anew where seeds may have been decided on meanwhile."""
        if self._away:
            self._away = False
            self._look()

    def on_resize(self) -> None:
        """Lay it out anew in the room there is."""
        if self.is_mounted:
            self.paint()

    # ---------------------------------------------------------------------------------------------- moving

    def action_section(self, direction: int) -> None:
        """Go to the next section, round and round."""
        self._go((self._at + direction) % len(SECTIONS))

    def _go(self, at: int) -> None:
        self._at, self._open = at, False
        self.say("")
        self.paint()

    def action_move(self, direction: int) -> None:
        """Move the cursor, or scroll what is open."""
        if self._open:
            self.below(self.query_one("#words"), direction)
        else:
            self._to(self.query_one(Listing).cursor + direction)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        listing = self.query_one(Listing)
        if self._open:
            self.below(self.query_one("#words"), direction, page=True)
        else:
            self._to(listing.cursor + direction * listing.page)

    def action_end(self, direction: int) -> None:
        """Move the cursor to the first or last line."""
        self._to(direction * len(self._part.lines))

    def _to(self, cursor: int) -> None:
        listing = self.query_one(Listing)
        listing.cursor = cursor
        self._cursors[self._at] = listing.cursor
        self._show_line()
        self.query_one("#words").scroll_home(animate=False)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Change the choice under the cursor, or show the line in full."""
        row = self._row
        if row is None:
            return
        self._cursors[self._at] = self.query_one(Listing).cursor
        if isinstance(row.thing, Setting):
            self._change(row.thing)
        else:
            self._open = not self._open
            self.paint()
            self.query_one("#words").scroll_home(animate=False)

    def action_back(self) -> None:
        """Close what is open, then leave."""
        if self._open:
            self.action_open()
        else:
            self.dismiss()

    # ---------------------------------------------------------------------------------------------- choosing

    def _change(self, setting: Setting) -> None:
        now = self._choices
        if self._known is None:
            return
        match setting.name:
            case "index":
                self._choose(replace(now, named=named(self._chosen(self._known), setting.index)))
            case "again":
                self._choose(replace(now, again=not now.again))
            case "offline":
                self._choose(replace(now, offline=not now.offline))
            case _:
                answers(self, setting.name, now, self._known, self._choose)

    def _choose(self, choices: Choices) -> None:
        """Take choices; a plan that was made by others is none any more."""
        self._choices, self._asking = choices, None
        self.paint()

    def action_most(self) -> None:
        """Ask how many citing works of one seed are asked for; a plan is made anew."""
        planned = self._asking is not None and self._at == _PLAN

        def choose(choices: Choices) -> None:
            self._choose(choices)
            if planned:
                self.action_plan()

        if self._known is not None:
            answers(self, "limit", self._choices, self._known, choose)

    # ---------------------------------------------------------------------------------------------- asking

    def action_plan(self) -> None:
        """Look the seeds up and say what a search would take."""
        if self._known is None:
            return
        chosen = self._chosen(self._known)
        if not chosen.seeds or not chosen.asked:
            self._go(_SEARCH)
            return
        self._asking = None
        self._go(_PLAN)
        seeds, choices = chosen.seeds, self._choices

        def work(told: Told) -> Asking:
            plan = reading.planned(self.review, choices, seeds, told)
            return Asking(plan, reading.titles(self.review, plan))

        self.stoppably("Looking the seeds up …", work, "Nothing but look-ups was asked for.", self._shown)

    def _shown(self, asking: Asking) -> None:
        self._asking, self._ran = asking, False
        self._cursors[_PLAN] = 0
        self.paint()

    def action_start(self) -> None:
        """Ask what the plan says; after a run, only what is missing."""
        asking = self._asking
        if self._at != _PLAN or asking is None or "s" not in self._part.keys:
            return
        self.review.session.acting()
        far: dict[Key, Progress] = {}
        waited: deque[str] = deque(maxlen=20)
        choices, again = self._choices, self._ran
        begun = asking.begun(far, waited, again=again)
        self._asking, self._ran = begun, True

        def work(told: Told) -> CameOfRun:
            plan = asking.plan
            if again:
                plan = reading.planned(self.review, choices, plan.seeds, told)
                self._asking = replace(begun, plan=plan)
            heard = reading.hearing(plan, far, told)
            return self.review.citing.run(plan, budget=choices.budget, tell=waited.append, heard=heard)

        self.stoppably("Asking …", work, _KEPT, self._came)
        self.paint()

    def _came(self, came: CameOfRun) -> None:
        if self._asking is not None:
            self._asking = replace(self._asking, came=came)
        self.paint()
        self._look()

    def _tell_how_far(self) -> None:
        super()._tell_how_far()
        if self._at == _PLAN and self._asking is not None:
            self.paint()

    def _failed(self, error: BaseException | None) -> None:
        if self._asking is not None:
            what = getattr(error, "what", "")
            self._asking = replace(self._asking, ended=what if what != _KEPT else "Stopped")
        super()._failed(error)
        self._look()  # what came before it ended is there

    # ---------------------------------------------------------------------------------------------- going on from here

    def action_candidates(self) -> None:
        """List the reports that a round, an index or a seed has found, each known or new."""
        row = self._row
        found, heading = reading.found(self.review, row.thing) if row is not None else ({}, "")
        if found:
            self._leave_for(ReportsScreen(self.review, Filter(), kept=found, heading=heading))
        else:
            self.say("No report was found here.")

    def action_report(self) -> None:
        """Open the seed under the cursor at the stage that it has reached."""
        self._with_seed(lambda report: screen_at(self.review, self.review.reports.stage(report), report))

    def action_references(self) -> None:
        """Take up the list of references of the seed under the cursor by hand."""
        from reviewkit.tui.screens.references import ReferencesScreen

        self._with_seed(lambda report: ReferencesScreen(self.review, report))

    def _with_seed(self, screen: Callable[[ReportId], Framed]) -> None:
        row = self._row
        if row is not None and row.seed is not None:
            self.review.session.acting()
            self._leave_for(screen(self.review.reports.find(row.seed)))

    def action_screen(self) -> None:
        """Screen what was found: it waits at title and abstract like all else."""
        self.review.session.acting()
        self._leave_for(ScreeningScreen(self.review, Stage.TITLE_ABSTRACT))

    def _leave_for(self, screen: Framed) -> None:
        self._away = True
        self.app.push_screen(screen)

    def action_only_open(self) -> None:
        """Show only the lines of the ledger that leave something to a person, or all again."""
        if self._at == _LEDGER:
            self._only_open = not self._only_open
            self._cursors[_LEDGER] = 0
            self.paint()
