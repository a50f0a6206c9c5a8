"""The first screen: the pipeline with its numbers, and the one next step.

The cursor stands on the next step at first (line 0), and moves over the stages below; repainting never moves it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widgets import Input, Static

from reviewkit.model import Stage
from reviewkit.review import Filter
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.dropped import dropped
from reviewkit.tui.pipeline import elsewhere, heard, pipeline, step_line
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reviewer import chooser, names
from reviewkit.tui.words import lines

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import SearchId
    from reviewkit.review import Home, Review, StageCount, Step
_BAR = 1
"""The column that is kept for scrolling the numbers, so that none is ever cut by it."""


class HomeScreen(Framed):
    """Where the review is."""

    PLACE = "home"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("home")]

    def __init__(self, review: Review, now: Callable[[], datetime.datetime]) -> None:
        """Show a review; `now` is for wording when the others were last heard."""
        super().__init__(review)
        self._now = now
        self._home: Home | None = None
        self._cursor = 0

    def body(self) -> ComposeResult:
        """Yield the step and the pipeline."""
        yield Static(id="step")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="pipeline")

    def paint(self) -> None:
        """Look at the review and show it."""
        self._home = self.attempt(self.review.home)
        self._show()

    def _show(self) -> None:
        if self._home is None:
            return
        width = max(30, min(100, self.size.width - 4 - _BAR))
        self.head(line(self._home.title))
        self.show("#step", step_line(self._home.step.sentence, width, chosen=self._cursor == 0))
        behind = self.review.session.store.behind
        others = heard(self._home, self._now())
        if behind is not None:
            others = [f"Saved on this device, but not yet in the folder: {line(behind.what)}", *others]
        rows, marked = pipeline(self._home, width, self._cursor)
        self.show("#pipeline", lines([*rows, "", *others, *elsewhere(width)]))
        self.query_one("#body").scroll_to_region(Region(0, marked, 1, 1), animate=False)

    def on_resize(self) -> None:
        """Lay the numbers out anew."""
        self._show()

    def uncovered(self) -> None:
        """Show what has changed meanwhile."""
        self.paint()

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor over the step and the stages."""
        last = len(Stage) + (self._home is not None and self._home.coding is not None)
        self._cursor = max(0, min(last, self._cursor + direction))
        self._show()

    def action_choose(self, number: int) -> None:
        """Put the cursor on a line that was clicked; on one where it stands already, open it."""
        if self._cursor == number:
            self.action_open()
        else:
            self._cursor = number
            self._show()

    def action_open(self) -> None:
        """Open what the cursor is on."""
        if self._home is None:
            return
        if self._cursor > len(Stage):
            self.action_extraction()
        elif self._cursor:
            self._open_stage(self._home.stages[self._cursor - 1])
        else:
            self._do(self._home.step)

    def _do(self, step: Step) -> None:
        openers: dict[str, Callable[[], None]] = {
            "reviewer": self.action_reviewer,
            "import": self.action_import_,
            "duplicates": self.action_duplicates,
            "flow": self.action_flow,
            "screening": partial(self._screen, step.stage),
            "conflicts": partial(self._settle, step.stage),
            "appraising": self._appraise,
            "differences": self._compare,
            "coding": self.action_extraction,
            "reconciling": self.action_extraction,
            "searches": partial(self.action_searches, step.search),
            "fulltexts": self.action_fulltexts,
            "citing": self.action_citing,
        }
        openers[step.screen]()

    def _open_stage(self, count: StageCount) -> None:
        appraised = count.stage is Stage.QUALITY and bool(self.review.appraising.instrument.criteria)
        if count.left:
            self._appraise() if appraised else self._screen(count.stage)
        elif appraised and self.review.appraising.unsettled():
            self._compare()
        elif count.unsettled:
            self._settle(count.stage)
        else:
            self.action_reports(count.stage)

    def _screen(self, stage: Stage | None) -> None:
        from reviewkit.tui.screens.screening import ScreeningScreen

        self.app.push_screen(ScreeningScreen(self.review, stage or Stage.TITLE_ABSTRACT))

    def _settle(self, stage: Stage | None) -> None:
        from reviewkit.tui.screens.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen(self.review, stage or Stage.TITLE_ABSTRACT))

    def _appraise(self) -> None:
        from reviewkit.tui.screens.appraising import AppraisingScreen

        self._as_somebody(lambda: AppraisingScreen(self.review))

    def _compare(self) -> None:
        from reviewkit.tui.screens.differences import DifferencesScreen

        self.app.push_screen(DifferencesScreen(self.review))

    def action_extraction(self) -> None:
        """Code what waits; where nothing does, settle what coders differ on."""
        from reviewkit.tui.screens.coding import CodingScreen
        from reviewkit.tui.screens.reconciling import ReconcilingScreen

        count = self._home.coding if self._home is not None else None
        if count is not None and not count.left and count.unsettled:
            self.app.push_screen(ReconcilingScreen(self.review))
        else:
            self._as_somebody(lambda: CodingScreen(self.review))

    def action_reports(self, stage: Stage | None = None) -> None:
        """List the reports, all or those at a stage."""
        from reviewkit.tui.screens.reports import ReportsScreen

        self.app.push_screen(ReportsScreen(self.review, Filter(stage=stage)))

    def action_find(self) -> None:
        """List the reports and ask for words to look for."""
        from reviewkit.tui.screens.reports import ReportsScreen

        screen = ReportsScreen(self.review, Filter())
        screen.find_at_once = True
        self.app.push_screen(screen)

    def action_searches(self, search: SearchId | None = None) -> None:
        """Show the searches and what came of each, or one of them."""
        from reviewkit.tui.screens.searches import SearchesScreen

        self.app.push_screen(SearchesScreen(self.review, search))

    def action_stopping(self) -> None:
        """Show how much is likely left to find at title and abstract."""
        from reviewkit.tui.screens.stopping import StoppingScreen

        self._as_somebody(lambda: StoppingScreen(self.review))

    def action_journal(self) -> None:
        """Show what was done."""
        from reviewkit.tui.screens.journal import JournalScreen

        self.app.push_screen(JournalScreen(self.review))

    def action_options(self) -> None:
        """Show the person's settings."""
        from reviewkit.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(self.review))

    async def on_paste(self, event: events.Paste) -> None:
        """Offer to import a file that was dropped on the terminal, which arrives as its path."""
        files = dropped(event.text)
        if not files:
            self.say("What was pasted is no file here; drop an export on this window, or press i.")
            return
        from reviewkit.tui.screens.importing import ImportScreen

        if not self.tried(self.review.session.acting):
            return
        screen = ImportScreen(self.review)
        await self.app.push_screen(screen)
        screen.query_one("#path", Input).value = str(files[0])
        if len(files) > 1:
            screen.head("Import an export", f"the first of {len(files)} files: one at a time")
        self.app.call_after_refresh(screen.focus_next)

    def action_import_(self) -> None:
        """Import an export."""
        from reviewkit.tui.screens.importing import ImportScreen

        self._as_somebody(lambda: ImportScreen(self.review))

    def action_add(self) -> None:
        """Add a record by hand."""
        from reviewkit.tui.screens.adding import AddScreen

        self._as_somebody(lambda: AddScreen(self.review))

    def action_references(self) -> None:
        """Ask of which report, and show what it cites."""
        self.review.session.acting()
        self.app.push_screen(
            Ask("The references of which report?", "", "Its id, DOI, or words of its title."), self._references
        )

    def _references(self, name: str | None) -> None:
        from reviewkit.tui.screens.references import ReferencesScreen

        if name and name.strip():
            screen = self.attempt(lambda: ReferencesScreen(self.review, name))
            if screen is not None:
                self.app.push_screen(screen)

    def action_duplicates(self) -> None:
        """Compare uncertain pairs."""
        from reviewkit.tui.screens.duplicates import DuplicatesScreen

        self._as_somebody(lambda: DuplicatesScreen(self.review))

    def _as_somebody(self, screen: Callable[[], Framed]) -> None:
        """Open a screen that writes; raises `UnknownReviewerError` at once if nobody has said who acts."""
        self.review.session.acting()
        self.app.push_screen(screen())

    def action_fulltexts(self) -> None:
        """List the full texts that are sought."""
        from reviewkit.tui.screens.fulltexts import FullTextsScreen

        self.app.push_screen(FullTextsScreen(self.review))

    def action_citing(self) -> None:
        """Follow citations from what is included."""
        from reviewkit.tui.screens.citing import CitingScreen

        self.app.push_screen(CitingScreen(self.review))

    def action_team(self) -> None:
        """Show what is done together: pilot rounds, rulings, rules."""
        from reviewkit.tui.screens.team import TeamScreen

        self._as_somebody(lambda: TeamScreen(self.review))

    def action_flow(self) -> None:
        """Show the flow."""
        from reviewkit.tui.screens.flow import FlowScreen

        self.app.push_screen(FlowScreen(self.review))

    def action_export(self) -> None:
        """Ask which reports, as what and where to, and write them."""
        from reviewkit.tui.screens.exporting import export

        export(self)

    def action_reviewer(self) -> None:
        """Ask who works here."""
        self.app.push_screen(chooser(self.review), self._remember)

    def _remember(self, number: int | None) -> None:
        if number is not None:
            self.tried(lambda: self.review.session.remember_reviewer(names(self.review)[number - 1]))
            self.paint()
