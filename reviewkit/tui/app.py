"""The app: it opens the first screen, looks into the folder every two seconds, and turns errors into words."""

from __future__ import annotations

import datetime
import os
import traceback
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App, SystemCommand
from textual.filter import Monochrome, NoColor
from textual.theme import Theme

from reviewkit.collector import keep_all, let_go
from reviewkit.errors import NotAllowedError, ReviewkitError
from reviewkit.review import Settings
from reviewkit.review import settings as settings_
from reviewkit.tui import keys
from reviewkit.tui.marks import Marks
from reviewkit.tui.screens.asking import Choice, Choose, Trouble
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.help import HelpScreen
from reviewkit.tui.screens.home import HomeScreen
from reviewkit.tui.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.dom import DOMNode
    from textual.screen import Screen

    from reviewkit.model import ReportId
    from reviewkit.review import Review
    from reviewkit.tui.sheet import Given

LOOK_SECONDS = 2.0
_MOVING = ("move", "scroll", "page", "end", "choose", "app.focus", "turn")
"""Keys that are no commands."""
DARK = Theme(
    name="reviewkit",
    primary="#7fb4ca",
    accent="#7fb4ca",
    foreground="#d4d4d0",
    background="#16181b",
    surface="#1e2125",
    panel="#262a2f",
    warning="#d8b46a",
    error="#d98080",
    success="#9fbf8f",
)
LIGHT = Theme(
    name="reviewkit-light",
    primary="#1f6f8b",
    accent="#1f6f8b",
    foreground="#24272b",
    background="#fbfaf7",
    surface="#f1efe9",
    panel="#e6e3db",
    warning="#8a6310",
    error="#a03030",
    success="#3f7030",
    dark=False,
)
HIGH_CONTRAST = Theme(
    name="reviewkit-high-contrast",
    primary="#ffff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#404040",
    warning="#ffd700",
    error="#ff8080",
    success="#80ff80",
    variables={"text-muted": "#ffffff"},
)
THEMES = {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST}
"""By their names in the settings."""


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


class ReviewkitApp(App[None]):
    """A review in a terminal."""

    CSS_PATH = "style.tcss"
    TITLE = "reviewkit"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-normal"), (120, "-wide")]  # noqa: RUF012  # typed in Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # typed in Textual

    def __init__(
        self, review: Review, *, now: Callable[[], datetime.datetime] = _now, look_every: float = LOOK_SECONDS
    ) -> None:
        """Show a review; `now` words times, `look_every` seconds (0: never) the folder is looked into."""
        if not os.environ.get("NO_COLOR", "x"):
            del os.environ["NO_COLOR"]  # empty means unset (no-color.org), which Textual takes as set
        super().__init__()
        # Textual would write greys for NO_COLOR, which are colours too; bold, reverse and underlined are left.
        self._filters = [NoColor() if isinstance(one, Monochrome) else one for one in self._filters]
        self.review = review
        self.settings = Settings()
        self.wished: dict[str, str] = {}
        """Keys that are not as in the table, by `Key.name`."""
        self.notes: dict[str, dict[ReportId, str]] = {}
        """Notes that wait for the decision or settlement that they go with, by what they wait for."""
        self.agreed: dict[str, dict[ReportId, dict[str, Given]]] = {}
        """What people agree on of a study's lines until it is settled: by screen, then the study's first report."""
        self.put_off: dict[str, list[ReportId]] = {}
        """Reports to be looked at later, by stage, as long as the program runs."""
        self.marking = True
        """Words are marked in what is read."""
        self._marks = Marks()
        self._now = now
        self._look_every = look_every
        self._told = ""
        self._news = review.session.news

    def on_mount(self) -> None:
        """Open the first screen, and ask who is there if nobody has said so."""
        for theme in THEMES.values():
            self.register_theme(theme)
        home = HomeScreen(self.review, self._now)
        faults = self._read_settings()
        self.push_screen(home)
        # What a large review holds stays: to go through it again and again would hold up keys for 30 ms at times.
        self.call_after_refresh(keep_all)
        if faults:
            self.call_after_refresh(home.say, f"Not all of your settings hold: {faults[0]}")
        if self.review.session.reviewer is None:
            self.call_after_refresh(home.action_reviewer)
        self.run_worker(self.review.keep_daily, thread=True)
        try:
            self.review.server.follow()
        except ReviewkitError as error:
            self.call_after_refresh(home.say, str(error))
        if self._look_every:
            self.set_interval(self._look_every, self.look)

    def on_unmount(self) -> None:
        """Keep nothing any longer."""
        let_go()

    # ---------------------------------------------------------------------------------------------- what one likes

    def _read_settings(self) -> tuple[str, ...]:
        """Take up the person's settings as far as they can be understood; returns what could not be."""
        found = settings_.read()
        try:
            self.use(found.settings)
        except NotAllowedError as error:
            self.use(replace(found.settings, profile="default", keys={}))
            return (*found.faults, f"{settings_.settings_file()}: {error.what} ({error.where or 'keys'})")
        return found.faults

    def use(self, settings: Settings) -> None:
        """Let settings hold from now on. Raises `NotAllowedError` for keys that collide; then nothing has changed."""
        self.wished = keys.keymap(settings)
        self.settings = settings
        self.set_keymap(self.wished)
        self.theme = THEMES[settings.theme].name

    def keep(self, settings: Settings) -> None:
        """Let settings hold, and write them down for the next time. Raises `NotAllowedError`, `StorageError`."""
        keys.keymap(settings)
        settings_.write(settings)
        self.use(settings)

    @property
    def marks(self) -> Marks:
        """Return what is to be marked in titles and abstracts."""
        own = self.settings.words(self.review.session.criteria.review.id)
        terms = (self.review.terms.searched(), own.include, own.exclude) if self.marking else ((), (), ())
        if self._marks.terms != terms:
            self._marks = Marks(*terms)
        return self._marks

    # ---------------------------------------------------------------------------------------------- the folder

    def look(self) -> None:
        """Take in what is new in the folder and let the screen show it; a trouble is told once."""
        screen = next((one for one in reversed(self.screen_stack) if isinstance(one, Framed)), None)
        if screen is None or screen.at_work or not screen.is_mounted:
            return
        try:
            self.review.refresh()
            if self._news != self.review.session.news:  # a decision may have taken it in a moment before
                self._news = self.review.session.news
                screen.folder_changed()
            if sentence := self.review.server.news():
                screen.paint()
                screen.say(sentence)
            self._told = ""
        except ReviewkitError as error:
            if str(error) != self._told:
                self._told = str(error)
                self.push_screen(Trouble(error))

    # ---------------------------------------------------------------------------------------------- errors

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key asks for; what the review refuses is told in words, and nothing has changed."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except ReviewkitError as error:
            self.push_screen(Trouble(error))
            return True

    def _fatal_error(self) -> None:
        """Leave with words instead of a traceback, which would print what records and notes hold."""
        error = self._exception
        frames = traceback.extract_tb(error.__traceback__) if error is not None else []
        own = [frame for frame in frames if "reviewkit" in frame.filename] or frames
        at = f"{own[-1].filename.rpartition('reviewkit/')[2]}, line {own[-1].lineno}" if own else "an unknown place"
        self._exit_renderables.append(
            Text(
                f"reviewkit stopped: {type(error).__name__} in {at}.\n"
                "Every decision that was acknowledged is saved. Start it again; if it stops again, please report "
                "the line above and what you did last."
            )
        )
        self._close_messages_no_wait()

    # ---------------------------------------------------------------------------------------------- everywhere

    def action_help(self) -> None:
        """Show the keys, or go back from them."""
        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        elif isinstance(self.screen, Framed):
            self.push_screen(HelpScreen(self.review, self.screen.PLACE))

    async def action_quit(self) -> None:
        """Leave; asks first if notes are waiting, which would be lost."""
        waiting, agreed = (sum(map(len, kept.values())) for kept in (self.notes, self.agreed))
        if not waiting and not agreed:
            self.exit()
        elif not isinstance(self.screen, Choose):
            note = f"{counted(waiting, 'note waits', 'notes wait')} for a decision and would be lost."
            study = f"What you agreed on of {counted(agreed, 'study', 'studies')} is not settled and would be lost."
            words = " ".join(said for number, said in ((waiting, note), (agreed, study)) if number)
            self.push_screen(Choose(words, [Choice("Stay"), Choice("Leave without")]), self._leave)

    def _leave(self, number: int | None) -> None:
        if number == 2:
            self.exit()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the keys of the screen do, then what works everywhere."""
        place = screen.PLACE if isinstance(screen, Framed) else ""
        for key in (*keys.of(place), keys.HELP) if place else ():
            if not key.action.startswith(_MOVING) and key.keys != "1-9":
                words = f"{key.words[0].upper()}{key.words[1:]}"
                yield SystemCommand(words, key.help or words, self._doing(screen, key.action))
        for name in THEMES:
            words = f"{name.replace('-', ' ').capitalize()} colours"
            yield SystemCommand(words, "Kept for the next time", partial(self._choose_theme, name))
        yield SystemCommand("Colours", "Other colours, for this time", self.action_change_theme)
        yield SystemCommand("Quit", keys.QUIT.help, self.action_quit)

    def _choose_theme(self, name: str) -> None:
        try:
            self.keep(replace(self.settings, theme=name))
        except ReviewkitError as error:
            self.push_screen(Trouble(error))

    def _doing(self, screen: Screen[object], action: str) -> Callable[[], object]:
        return lambda: self.call_later(self.run_action, action, screen)
