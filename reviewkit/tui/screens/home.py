"""The first screen: the pipeline with its numbers, and the one next step.

The cursor stands on the next step at first (line 0), and moves over the stages below; repainting never moves it.
"""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Input, Static

from reviewkit.model import Stage
from reviewkit.review import Filter
from reviewkit.text import block, line
from reviewkit.tui import keys
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reviewer import chooser, names
from reviewkit.tui.words import ACCENT, BOLD, DIM, counted, cut, lines, padded, right, when

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import SearchId
    from reviewkit.review import Home, Review, StageCount

_LONGEST = 20_000
"""Characters of a pasted text that may be paths."""
_LABEL = 19
_REPORTS = 8
_NUMBERS = (("settled", 9), ("in", 6), ("out", 6), ("unsettled", 10))


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
        width = max(30, min(100, self.size.width - 4))
        self.head(line(self._home.title))
        self.show("#step", step_line(self._home.step.sentence, width, chosen=self._cursor == 0))
        behind = self.review.session.store.behind
        others = heard(self._home, self._now())
        if behind is not None:
            others = [f"Saved on this device, but not yet in the folder: {line(behind.what)}", *others]
        self.show("#pipeline", lines([*pipeline(self._home, width, self._cursor), "", *others, *elsewhere(width)]))

    def on_resize(self) -> None:
        """Lay the numbers out anew."""
        self._show()

    def uncovered(self) -> None:
        """Show what has changed meanwhile."""
        self.paint()

    # ---------------------------------------------------------------------------------------------- keys

    def action_move(self, direction: int) -> None:
        """Move the cursor over the step and the stages."""
        self._cursor = max(0, min(len(Stage), self._cursor + direction))
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
        if self._cursor:
            self._open_stage(self._home.stages[self._cursor - 1])
            return
        step = self._home.step
        openers: dict[str, Callable[[], None]] = {
            "reviewer": self.action_reviewer,
            "import": self.action_import_,
            "duplicates": self.action_duplicates,
            "flow": self.action_flow,
            "screening": partial(self._screen, step.stage),
            "conflicts": partial(self._settle, step.stage),
            "searches": partial(self.action_searches, step.search),
            "fulltexts": self.action_fulltexts,
        }
        openers[step.screen]()

    def _open_stage(self, count: StageCount) -> None:
        if count.left:
            self._screen(count.stage)
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
            screen.say(f"One at a time: this is the first of {counted(len(files), 'file')}.")
        self.app.call_after_refresh(screen.focus_next)

    def action_import_(self) -> None:
        """Import an export."""
        from reviewkit.tui.screens.importing import ImportScreen

        self._as_somebody(lambda: ImportScreen(self.review))

    def action_add(self) -> None:
        """Add a record by hand."""
        from reviewkit.tui.screens.adding import AddScreen

        self._as_somebody(lambda: AddScreen(self.review))

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


def dropped(text: str) -> list[Path]:
    """Return the files that a pasted text names, as terminals write what is dropped on them; none if it is no such text.

    That is a path in quotes, with a backslash before each blank, as a URL of a file, or as it is; several are parted by
    blanks or lines.
    """
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return []
    for parts in ([plain], [plain.replace("\\", "")], _parted(plain), plain.splitlines()):
        files = [_file(part) for part in parts]
        if files and all(files):
            return [file for file in files if file is not None]
    return []


def _parted(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quotation mark that is never closed
        return []


def _file(text: str) -> Path | None:
    """Return the file that a path or a URL names, if there is one here."""
    is_url = text.startswith("file:")
    plain = unquote(text.removeprefix("file://localhost").removeprefix("file://")) if is_url else text.strip("'\"")
    try:
        path = Path(plain).expanduser()
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, nobody's home
        return None


# ------------------------------------------------------------------------------------------------- as text


def elsewhere(width: int) -> list[Content | str]:
    """Return the places that the key line has no room for, with their keys."""
    found: list[str | tuple[str, str]] = []
    room = width - 2
    for key in keys.of("home"):
        size = len(f"  {key.label} {key.words}")
        if key.hidden and len(key.keys) == 1 and size <= room:
            room -= size
            found += ["  ", (key.label, f"{ACCENT}"), (f" {key.words}", DIM)]
    return ["", Content.assemble(*found)] if found else []


def step_line(sentence: str, width: int, *, chosen: bool) -> Content:
    """Return the next step, with the key that does it."""
    mark = ("› " if chosen else "  ", ACCENT)
    text = line(sentence)
    if cell_len(text) <= width - 14:  # else it takes a second line
        text = padded(text, width - 14)
    go = Style.from_meta({"@click": "screen.choose(0)"})
    return Content.assemble(mark, (text, BOLD), ("  ⏎ go there" if chosen else "", ACCENT)).stylize(go)


def pipeline(home: Home, width: int, cursor: int) -> list[Content | str]:
    """Return the numbers of the review, a line each; `cursor` is the stage marked, from 1."""
    return [*_identified(home, width), "", *_stages(home, width, cursor), _included(home)]


def _identified(home: Home, width: int) -> list[Content | str]:
    found: list[Content | str] = []
    longest = max((cell_len(line(label)) for label, _ in home.identified), default=0)
    room = max(1, min(width - 25, max(44, longest)))
    for number, (label, records) in enumerate(home.identified):
        first = "Identified" if number == 0 else ""
        found.append(f"  {first:<14}{padded(line(label), room)}{right(f'{records:,}', 8)}")
    if not home.identified:
        found.append(Content.assemble("  Identified    ", ("nothing yet", DIM)))
    linked = f"{home.linked:,} linked    {home.uncertain:,} uncertain"
    found.append(f"  {'Duplicates':<14}{linked}")
    if home.newer_rules:
        found.append(f"  {'Newer rules':<14}d, then n: what they would change")
    if home.arriving:
        found.append(f"  {'Arriving':<14}{counted(home.arriving, 'import')} not complete here yet, not counted")
    return found


def _stages(home: Home, width: int, cursor: int) -> list[Content | str]:
    who = list(home.stages[0].decided) if home.stages else []
    column = max(7, min(11, (width - 2 - _LABEL - _REPORTS - sum(size for _, size in _NUMBERS)) // max(1, len(who))))
    names_ = ["you" if name == home.reviewer else line(name) for name in who]
    heads = [right("reports", _REPORTS), *(right(cut(name, column - 1), column) for name in names_)]
    heads += [right(word, size) for word, size in _NUMBERS]
    found: list[Content | str] = [Content.styled(" " * (2 + _LABEL) + "".join(heads), DIM)]
    for number, count in enumerate(home.stages, 1):
        here = number == cursor
        mark = ("› " if here else "  ", ACCENT)
        label = count.stage.words
        text = f"{label[0].upper()}{label[1:]}"
        row = Content.assemble(mark, (f"{text:<{_LABEL}}{_row(count, column)}", BOLD if here else ""))
        found.append(row.stylize(Style.from_meta({"@click": f"screen.choose({number})"})))
    return found


def _row(count: StageCount, column: int) -> str:
    numbers: Sequence[int] = (count.settled, count.included, count.excluded, count.unsettled)
    cells = [right(f"{count.reports:,}", _REPORTS), *(right(f"{done:,}", column) for done in count.decided.values())]
    return "".join([*cells, *(right(f"{n:,}", size) for n, (_, size) in zip(numbers, _NUMBERS, strict=True))])


def _included(home: Home) -> Content:
    pending = f"    {counted(home.pending, 'report')} pending" if home.pending else ""
    return Content.assemble(f"  {'Included':<{_LABEL}}", (right(f"{home.included:,}", _REPORTS), BOLD), (pending, DIM))


def heard(home: Home, now: datetime.datetime) -> list[Content | str]:
    """Return sentences on the others and on the folder."""
    said: list[Content | str] = []
    for name, time in home.heard:
        last = f"was last heard {when(time, now)}" if time else "has not been heard from yet"
        said.append(Content.styled(f"  {line(name)} {last}.", DIM))
    if home.faults:
        first = f"  {counted(len(home.faults), 'line or file', 'lines or files')} of the folder could not be read (?):"
        said += [first, f"    {cut(line(block(home.faults[0])), 200)}"]
    return said
